"""A step of the desk that was refused: why, what can be done instead, and the form as it was sent.

Kept by the POST (portal.refused_forms) and shown on the page of the request by the GET that follows.
"""

from dataclasses import asdict, dataclass, field

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.booking.actions.slots import OVERBOOK_PERMISSION, TimeTaken
from appointments.desk.desk_steps import BY_STEP, DeskStep
from appointments.desk.forms import times
from appointments.desk.free_time_choices import TimeChoice, time_choices
from appointments.lifecycle.actions.transitions import ChangedMeanwhile, HeldByColleague
from appointments.models import AppointmentRequest
from appointments.workflow import Step
from portal.lib.refusal import Refused
from portal.refused_forms import pages
from portal.refused_forms.pages import KeptForm


@dataclass(frozen=True)
class RefusalNotice:
    """Why a step was not taken: what the page says, and what can be done instead."""

    heading: str
    body: str
    step: str
    held: bool = False  # by a colleague: taking over is offered
    changed: int = 0  # how many changes the page did not know of
    times: list[TimeChoice] = field(default_factory=list)
    typed: list[tuple[str, str]] = field(default_factory=list)  # what was typed into a form that is not open any more


def bound_form(row: DeskStep, appointment_request: AppointmentRequest, by, data) -> forms.Form:
    """The form of a step with what was typed. With a field `clock` a booking names a time of its own."""
    if row.step in (Step.BOOK, Step.MOVE) and "clock" in data:
        may_overbook = by.user.has_perm(OVERBOOK_PERMISSION)
        return times.TypedTimeForm(
            data, service=appointment_request.service, may_overbook=may_overbook, auto_id="own_%s"
        )
    return row.form(data, auto_id=f"{row.step}_%s")


def version_typed(typed: str) -> int | None:
    """The version of the request that the page showed, as its form carries it; None if that is no number."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def notice(refused: Refused, step: str, form: forms.Form, data, now) -> RefusalNotice:
    """What the page says of this refusal."""
    heading, free, changed = _("Not stored"), [], 0
    if isinstance(refused, ChangedMeanwhile):
        heading = _("Changed meanwhile – nothing was stored")
        changed = max(refused.request.version - (version_typed(data.get("version", "")) or refused.request.version), 1)
    elif isinstance(refused, HeldByColleague):
        heading = _("A colleague has this request")
    elif isinstance(refused, TimeTaken):
        heading = _("That time has just been taken")
        free = time_choices(refused.next_free, now)
    typed = [
        (str(field.label or field.name), words)
        for field in form
        if not field.is_hidden and field.name not in ("time", "times") and (words := _typed_in_words(form, field))
    ]
    return RefusalNotice(heading, str(refused), step, isinstance(refused, HeldByColleague), changed, free, typed)


def invalid_notice(row: DeskStep, form: forms.Form) -> RefusalNotice | None:
    """What the page says of a form it does not show: one that is a button, such as a free time."""
    if row.label or isinstance(form, times.TypedTimeForm):
        return None
    sentences = [sentence for errors in form.errors.values() for sentence in errors]
    return RefusalNotice(_("Not stored"), " ".join(map(str, sentences)), row.step)


def keep(
    http_request: HttpRequest,
    appointment_request: AppointmentRequest,
    step: str,
    form: forms.Form,
    refusal: RefusalNotice | None,
) -> HttpResponse | None:
    """Keeps the form and redirects to the page of the request; None if it is too long for that."""
    address = reverse("desk:request", args=[appointment_request.reference])
    notes = {"step": step, "refusal": asdict(refusal) if refusal else None}
    return pages.keep(http_request, form, at=address, notes=notes)


def restore(
    kept: KeptForm | None, appointment_request: AppointmentRequest, by
) -> tuple[dict[str, forms.Form], RefusalNotice | None]:
    """The forms that are shown again, by step, and why: of what keep() kept. Nothing if nothing was kept."""
    row = BY_STEP.get(kept.notes.get("step", "")) if kept else None
    if kept is None or row is None:
        return {}, None
    form = kept.restore(bound_form(row, appointment_request, by, kept.typed))
    refusal = kept.notes.get("refusal")
    if refusal:
        free = [TimeChoice(**each) for each in refusal["times"]]
        refusal = RefusalNotice(**refusal | {"times": free, "typed": [tuple(each) for each in refusal["typed"]]})
    return {row.step.value: form}, refusal


def _typed_in_words(form, field) -> str:
    """What was typed or chosen, as the form showed it: names of people and places, not their keys; "" if nothing."""
    typed = [value for value in form.data.getlist(field.html_name) if value]
    if isinstance(field.field, forms.ModelChoiceField):
        chosen = form.cleaned_data.get(field.name)
        return str(chosen) if typed and chosen else ""
    if isinstance(field.field, forms.BooleanField):
        return str(_("yes")) if typed else ""
    shown = {str(code): str(label) for code, label in getattr(field.field, "choices", ())}
    return ", ".join(shown.get(value, value) for value in typed)
