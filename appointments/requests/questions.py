"""The questions of the request form, one row each: what is stored of the answer, and where it is shown.

A row is an attribute of `Answers`. The columns of the stored request, the check page, the facts on the desk's page and
the columns of the export are all made from the rows. The form fields in which answers are typed stand in forms.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments import date_words
from appointments.choices import AccessNeed, CallTime, DayPart, ForWhom
from appointments.models import AppointmentRequest
from appointments.phones import Phone
from portal.lib.text import fold
from topics.models import Practitioner

LONGEST_FOLDED = 400  # characters of the column; some letters become two or three when folded


class FormStep(StrEnum):
    """A page of the request form, in the order in which they are filled in; the value stands in the address."""

    WHO = "who"
    REACH = "reach"
    WHEN = "when"
    MORE = "more"
    CHECK = "check"


class FactLayout(StrEnum):
    """How templates/desk/parts/facts.html draws the lines of a fact: TEXT, LINE, ADDRESS and STRONG have one line."""

    TEXT = "text"  # free text of several lines, over the whole width
    LINE = "line"
    ADDRESS = "address"  # a line that runs from left to right in every language
    LIST = "list"
    NUMBERED = "numbered"
    STRONG = "strong"


@dataclass(frozen=True)
class CheckRow:
    """A row of the check page. `value`: the answer in words, a text or a list of them; empty shows "Not provided"."""

    label: str
    value: Callable[["Answers"], str | list[str]]
    hidden_if_empty: bool = False


@dataclass(frozen=True)
class DeskFact:
    """A fact on the desk's page of a request. `lines`: made of the request and the present moment.

    Without lines the text `empty` is shown; where that is empty, too, the whole fact is left out. `note`: a paragraph
    below the lines, or "".
    """

    label: str
    lines: Callable[[AppointmentRequest, datetime], list[str]]
    layout: FactLayout = FactLayout.LINE
    empty: str = ""
    note: Callable[[AppointmentRequest], str] = lambda request: ""


@dataclass(frozen=True)
class ExportColumn:
    """A column of the exported table. `on_demand`: only in an export with reasons, and then the last."""

    heading: str
    value: Callable[[AppointmentRequest], str | int]
    on_demand: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is done with one answer.

    `step`: the page of the form that asks for it.
    `check`, `desk`, `export`: its place on the check page, on the desk's page and in the export. Without: on the check
    page it stands in the row of another answer; on the desk's page with another fact, or where
    templates/desk/request.html puts it (its head, the box for the call); it is not exported.
    `form_fields`: the form fields that make the answer; without them one, named like the answer.
    `read`: makes the answer of the cleaned values of these fields; without it, the value of the one field.
    `store`: the columns of AppointmentRequest, by name; without it one, named like the answer.
    """

    step: FormStep
    check: CheckRow | None = None
    desk: DeskFact | None = None
    export: ExportColumn | None = None
    form_fields: tuple[str, ...] = ()
    read: Callable[[dict], object] | None = None
    store: Callable[[object], dict] | None = None

    def named(self, name: str) -> "Question":
        """The same with everything that follows from the name of the answer."""
        return replace(
            self,
            form_fields=self.form_fields or (name,),
            read=self.read or (lambda cleaned: cleaned[name]),
            store=self.store or (lambda answer: {name: answer}),
        )


def question(step: FormStep, **row) -> dict[str, Question]:
    """The metadata of an attribute of Answers; `row`: what Question takes besides the step."""
    return {"question": Question(step=step, **row)}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Everything a patient told us, checked and cleaned by the forms.

    The attributes stand in the order in which the desk reads the facts and the export its columns; the check page shows
    them step by step.
    """

    for_whom: str = field(
        metadata=question(
            FormStep.WHO,
            check=CheckRow(_("The appointment is for"), lambda answers: str(ForWhom(answers.for_whom).label)),
        )
    )
    patient_name: str = field(
        metadata=question(
            FormStep.WHO,
            store=lambda name: {"patient_name": name, "patient_name_folded": fold(name)[:LONGEST_FOLDED]},
            check=CheckRow(_("Patient"), lambda answers: answers.patient_name),
            export=ExportColumn(_("Patient"), lambda request: request.patient_name),
        )
    )
    patient_birth_year: int = field(
        metadata=question(
            FormStep.WHO,
            check=CheckRow(_("Year of birth"), lambda answers: str(answers.patient_birth_year)),
            export=ExportColumn(_("Born"), lambda request: request.patient_birth_year),
        )
    )
    requester_name: str = field(  # "" if the patient asks
        metadata=question(
            FormStep.WHO,
            check=CheckRow(_("Your name"), lambda answers: answers.requester_name, hidden_if_empty=True),
            export=ExportColumn(_("Asked by"), lambda request: request.requester_name),
        )
    )
    reason: str = field(
        default="",
        metadata=question(
            FormStep.MORE,
            check=CheckRow(_("What it is about"), lambda answers: answers.reason),
            desk=DeskFact(_("What it is about"), lambda request, now: _given(request.reason), FactLayout.TEXT),
            export=ExportColumn(_("Reason"), lambda request: request.reason, on_demand=True),
        ),
    )
    windows: list[tuple[date, str]] = field(  # (day, code of a DayPart), first wish first; none: any time
        metadata=question(
            FormStep.WHEN,
            form_fields=("when", "day_1", "part_1", "day_2", "part_2", "day_3", "part_3"),
            read=lambda cleaned: [(day, DayPart(part).value) for day, part in cleaned["windows"]],
            store=lambda windows: {"any_time": not windows},  # the wishes themselves are rows of PreferredWindow
            check=CheckRow(
                _("Days and times"),
                lambda answers: (
                    [f"{date_words.long_day(day)}, {DayPart(part).label}" for day, part in answers.windows]
                    or gettext("Any time")
                ),
            ),
            desk=DeskFact(
                _("When it suits"),
                lambda request, now: [
                    gettext("%(day)s: %(part)s")
                    % {"day": date_words.relative_day(wish.day, now), "part": DayPart(wish.part).label}
                    for wish in request.windows.order_by("rank")
                ],
                FactLayout.NUMBERED,
                empty=_("Any time"),
                note=lambda request: (
                    gettext("with %(name)s") % {"name": request.preferred_practitioner}
                    if request.preferred_practitioner
                    else ""
                ),
            ),
        )
    )
    practitioner: Practitioner | None = field(
        default=None,
        metadata=question(
            FormStep.WHEN,
            read=lambda cleaned: cleaned.get("practitioner"),  # not asked for where nobody gives the service
            store=lambda practitioner: {"preferred_practitioner": practitioner},
            check=CheckRow(
                _("A particular person"), lambda answers: str(answers.practitioner or gettext("No preference"))
            ),
        ),
    )
    access_needs: list[str] = field(  # codes of AccessNeed
        default_factory=list,
        metadata=question(
            FormStep.MORE,
            check=CheckRow(
                _("To prepare"),
                lambda answers: [
                    *(str(AccessNeed(code).label) for code in answers.access_needs),
                    *_given(answers.access_note),
                ],
            ),
            desk=DeskFact(
                _("To prepare"),
                lambda request, now: [*request.access_needs_in_words, *_given(request.access_note)],
                FactLayout.LIST,
                empty=_("Nothing"),
            ),
        ),
    )
    access_note: str = field(default="", metadata=question(FormStep.MORE))
    language: str = field(
        default="",
        metadata=question(
            FormStep.MORE,
            check=CheckRow(_("Language"), lambda answers: answers.language),
            desk=DeskFact(_("Language"), lambda request, now: _given(request.language), empty="–"),
        ),
    )
    phone: Phone = field(
        metadata=question(
            FormStep.REACH,
            store=Phone.columns,
            check=CheckRow(_("Phone"), lambda answers: answers.phone.typed),
            export=ExportColumn(_("Phone"), lambda request: request.phone_e164 or request.phone_typed),
        )
    )
    email: str = field(
        metadata=question(
            FormStep.REACH,
            store=lambda email: {"email": email.lower()},
            check=CheckRow(_("E-mail"), lambda answers: answers.email),
            desk=DeskFact(
                _("E-mail"), lambda request, now: _given(request.email), FactLayout.ADDRESS, empty=_("None: phone only")
            ),
            export=ExportColumn(_("E-mail"), lambda request: request.email),
        )
    )
    call_times: list[str] = field(  # codes of CallTime; none: any time
        metadata=question(
            FormStep.REACH,
            store=lambda codes: {"call_times": [code for code in CallTime.values if code in codes]},
            check=CheckRow(
                _("Good times to call"),
                lambda answers: [str(CallTime(code).label) for code in answers.call_times] or gettext("Any time"),
            ),
        )
    )
    voicemail_ok: bool = field(
        metadata=question(
            FormStep.REACH,
            form_fields=("voicemail",),
            read=lambda cleaned: cleaned["voicemail"] == "yes",
            check=CheckRow(_("Voicemail"), lambda answers: _yes_or_no(answers.voicemail_ok)),
        )
    )
    discreet: bool = field(
        default=False,
        metadata=question(
            FormStep.REACH,
            check=CheckRow(_("Neutral messages"), lambda answers: _yes_or_no(answers.discreet)),
            desk=DeskFact(
                _("Messages"),
                lambda request, now: [gettext("Neutral: no clinic, no place, no names")] if request.discreet else [],
                FactLayout.STRONG,
                empty=_("As usual"),
            ),
        ),
    )

    @classmethod
    def from_cleaned(cls, cleaned: dict) -> "Answers":
        """The answers of all steps; `cleaned`: what the forms made of every field, on one screen or on several."""
        return cls(**{name: row.read(cleaned) for name, row in QUESTIONS.items()})

    def columns(self) -> dict[str, object]:
        """What is stored in AppointmentRequest, by column; wishes for a day are rows of their own."""
        found = {}
        for name, row in QUESTIONS.items():
            found |= row.store(getattr(self, name))
        return found

    def check_rows(self) -> list[tuple[FormStep, str, str | list[str]]]:
        """The rows of the check page, step by step: where the answer is changed, the label, the answer in words."""
        found = []
        for step in FormStep:
            for row in QUESTIONS.values():
                if row.step != step or row.check is None:
                    continue
                value = row.check.value(self)
                if value or not row.check.hidden_if_empty:
                    found.append((step, str(row.check.label), value))
        return found


QUESTIONS: dict[str, Question] = {each.name: each.metadata["question"].named(each.name) for each in fields(Answers)}


def _given(text: str) -> list[str]:
    return [text] if text else []


def _yes_or_no(answer: bool) -> str:
    return gettext("Yes") if answer else gettext("No")
