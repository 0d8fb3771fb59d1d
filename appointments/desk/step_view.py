"""The view that takes a step of the desk on a request: a form is checked, one action called, a refusal shown."""

import re
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments import date_words
from appointments.booking.actions.slots import OVERBOOK_PERMISSION, TimeTaken
from appointments.desk.access import DESK_AND_PRACTITIONER, at_the_desk
from appointments.desk.desk_steps import BY_STEP, DeskStep
from appointments.desk.forms import times
from appointments.desk.free_time_choices import TimeChoice, time_choices
from appointments.desk.request import find_request, render_request
from appointments.lifecycle.actions.transitions import ChangedMeanwhile, HeldByColleague
from appointments.models import Appointment
from appointments.workflow import Role, Step
from portal.lib.refusal import Refused

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEAVE = re.compile("leave:([0-9]{1,18})")


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


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK_AND_PRACTITIONER)
def take_step(request, reference, step):
    """Takes the step. If the form is wrong (422) or the action refuses (409), the page is shown with what was typed.

    GET, which follows a log-in in between, redirects to the request. 404 for a step that is not the desk's.
    """
    row = BY_STEP.get(step)
    if row is None:
        raise Http404
    now = timezone.now()
    appointment_request = find_request(request.actor, reference, now)
    if request.method != "POST":
        return redirect("desk:request", appointment_request.reference)
    form = bound_form(row, appointment_request, request.actor, request.POST)
    if not form.is_valid():
        return _show_again(request, appointment_request, now, step, form)
    try:
        result = row.action(
            appointment_request,
            form.cleaned_data,
            by=request.actor,
            now=now,
            based_on=_version(request.POST.get("version", "")),
        )
    except Refused as refused:
        return _show_again(
            request,
            appointment_request,
            now,
            step,
            form,
            _notice(refused, appointment_request, step, form, request.POST, now),
        )
    messages.success(request, _success_message(row.step, result))
    return redirect(_next_address(request, appointment_request, row))


def bound_form(row: DeskStep, appointment_request, by, data):
    """The form of a step with what was typed. With a field `clock` a booking names a time of its own."""
    if row.step in (Step.BOOK, Step.MOVE) and "clock" in data:
        may_overbook = by.user.has_perm(OVERBOOK_PERMISSION)
        return times.TypedTimeForm(
            data, service=appointment_request.service, may_overbook=may_overbook, auto_id="own_%s"
        )
    return row.form(data, auto_id=f"{row.step}_%s")


def _version(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def _show_again(request, appointment_request, now, step, form, refusal=None):
    """The request's page with the form as it was sent; practitioners, who have no such page, are led to their day."""
    status = 409 if refusal else 422
    if request.actor.role == Role.PRACTITIONER:
        messages.error(request, refusal.body if refusal else _("This could not be stored."))
        return redirect("desk:today")
    fresh = find_request(request.actor, appointment_request.reference, now) if refusal else appointment_request
    return render_request(request, fresh, now, forms={step: form}, refusal=refusal, status=status)


def _notice(refused: Refused, appointment_request, step: str, form, data, now) -> RefusalNotice:
    heading, free, changed = _("Not stored"), [], 0
    if isinstance(refused, ChangedMeanwhile):
        heading = _("Changed meanwhile – nothing was stored")
        changed = max(refused.request.version - (_version(data.get("version", "")) or refused.request.version), 1)
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


def _success_message(step: Step, result) -> str:
    """What was done, in words that can be read to the patient."""
    if step in (Step.BOOK, Step.MOVE, Step.ACCEPT) and isinstance(result, Appointment):
        sentence = _("Moved to %(when)s") if step == Step.MOVE else _("Booked: %(when)s")
        where = _("with %(who)s, %(place)s.") % {"who": result.practitioner, "place": result.location}
        return f"{sentence % {'when': date_words.long_day_and_time(result.starts_at)}}, {where}"
    return _("Done: %(step)s.") % {"step": step.label}


def _next_address(request, appointment_request, row: DeskStep) -> str:
    """The page that POST names as `back`; else the queue after a step that leaves the request, else the request."""
    back = request.POST.get("back", "")
    if back.startswith("today") or request.actor.role == Role.PRACTITIONER:
        day = back.partition(":")[2]
        return reverse("desk:today") + (f"?day={day}" if _DAY.fullmatch(day) else "")
    if leave := _LEAVE.fullmatch(back):
        return reverse("desk:appointments_hit", args=[int(leave[1])])
    if row.leaves:
        return reverse("desk:queue")
    return reverse("desk:request", args=[appointment_request.reference])
