"""The form as a whole: its steps, what has been answered, what comes next. Reads a draft, writes nothing."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.choices import AccessNeed, CallTime, DayPart, ForWhom
from appointments.date_words import long_day
from appointments.models import RequestDraft
from appointments.requests.actions.submission import Answers
from appointments.requests.forms import STEPS
from appointments.requests.mail_domains import likely_meant


class NotComplete(Exception):
    """A step is not answered, or its answer no longer holds. `step` names it."""

    def __init__(self, step: str):
        self.step = step
        super().__init__(step)


def told(cleaned: dict) -> Answers:
    """What the forms found, on one screen or on several, as the actions want it."""
    return Answers(
        for_whom=cleaned["for_whom"],
        patient_name=cleaned["patient_name"],
        patient_birth_year=cleaned["patient_birth_year"],
        requester_name=cleaned["requester_name"],
        phone=cleaned["phone"],
        email=cleaned["email"],
        call_times=cleaned["call_times"],
        voicemail_ok=cleaned["voicemail"] == "yes",
        discreet=cleaned["discreet"],
        windows=[(day, DayPart(part).value) for day, part in cleaned["windows"]],
        practitioner=cleaned.get("practitioner"),
        reason=cleaned["reason"],
        access_needs=cleaned["access_needs"],
        access_note=cleaned["access_note"],
        language=cleaned["language"],
    )


class Form:
    """All steps of one unfinished request."""

    steps = list(STEPS)

    def __init__(self, draft: RequestDraft):
        self.draft = draft

    def form(self, step: str, typed=None):
        """The form of a step, with what is typed now, or else with what was typed before."""
        kept = self.draft.answers.get(step)
        if typed is not None:
            return STEPS[step](typed, service=self.draft.service)
        if kept is not None:
            return STEPS[step](_as_typed(kept), service=self.draft.service)
        return STEPS[step](service=self.draft.service)

    def typed(self, posted, step: str) -> dict[str, list[str]]:
        """What was typed into this step's own fields, and nothing else that was sent along."""
        return {name: posted.getlist(name) for name in self.form(step).fields if name in posted}

    def first_incomplete(self, before: str) -> str | None:
        """The first step before this one that still wants an answer."""
        for step in self.steps[: self.steps.index(before)]:
            if step not in self.draft.answers or not self.form(step).is_valid():
                return step
        return None

    def after(self, step: str, *, changing: bool) -> str:
        """Where to go from here: on, or back to the check page if one answer was being changed."""
        return "check" if changing else self.steps[self.steps.index(step) + 1]

    def answers(self) -> Answers:
        """Every answer, cleaned. Raises NotComplete if one is missing or no longer holds, such as a day gone by."""
        cleaned = {}
        for step in self.steps[:-1]:
            form = self.form(step)
            if not form.is_bound or not form.is_valid():
                raise NotComplete(step)
            cleaned |= form.cleaned_data
        return told(cleaned)

    def context(self, step: str, form, secret: str) -> dict:
        """What the page of a step shows."""
        place = self.steps.index(step)
        specialty = self.draft.service.specialty
        back = self.steps[place - 1] if place else None
        answers = self.answers() if step == "check" else None
        return {
            "form": form,
            "step": step,
            "title": form.title,
            "current": place + 1,
            "total": len(self.steps),
            "specialist": specialty.live_edition,
            "back_url": self._url(secret, back) if back else "",
            "rows": self._rows(answers, secret) if answers else [],
            "likely_meant": likely_meant(answers.email) if answers else "",
        }

    def _url(self, secret: str, step: str) -> str:
        return reverse("appointments:step", args=[self.draft.service.specialty.live_slug, secret, step])

    def _rows(self, answers: Answers, secret: str) -> list[dict]:
        """Every answer in words, each with a link to change it."""
        asked_for = str(answers.practitioner or _("No preference"))
        wanted = [f"{long_day(day)}, {DayPart(part).label}" for day, part in answers.windows]
        in_words = [
            ("who", _("The appointment is for"), str(ForWhom(answers.for_whom).label)),
            ("who", _("Patient"), answers.patient_name),
            ("who", _("Year of birth"), str(answers.patient_birth_year)),
            ("reach", _("Phone"), answers.phone.typed),
            ("reach", _("E-mail"), answers.email),
            (
                "reach",
                _("Good times to call"),
                [str(CallTime(code).label) for code in answers.call_times] or _("Any time"),
            ),
            ("reach", _("Voicemail"), _("Yes") if answers.voicemail_ok else _("No")),
            ("reach", _("Neutral messages"), _("Yes") if answers.discreet else _("No")),
            ("when", _("Days and times"), wanted or _("Any time")),
            ("when", _("A particular person"), asked_for),
            ("more", _("What it is about"), answers.reason),
            (
                "more",
                _("To prepare"),
                [str(AccessNeed(code).label) for code in answers.access_needs] + [answers.access_note],
            ),
            ("more", _("Language"), answers.language),
        ]
        if answers.requester_name:
            in_words.insert(3, ("who", _("Your name"), answers.requester_name))
        return [self._row(secret, *row) for row in in_words]

    def _row(self, secret: str, step: str, label: str, value) -> dict:
        if isinstance(value, list):
            value = [line for line in value if line]
        return {
            "label": label,
            "value": value,
            "change_url": self._url(secret, step) + "?change=1",
            "change_label": label,
        }


def _as_typed(kept: dict[str, list[str]]):
    typed = QueryDict(mutable=True)
    for name, values in kept.items():
        typed.setlist(name, values)
    return typed
