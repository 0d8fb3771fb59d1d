"""Every step the desk takes on a request: one address, one form, one action. What is refused comes back readably."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments import date_words
from appointments.booking.actions import booking, closing, offers
from appointments.booking.actions.claims import ChangedMeanwhile, HeldByColleague
from appointments.booking.actions.closing import UnusableText
from appointments.desk.access import APPOINTMENTS, at_the_desk
from appointments.desk.doings import DOINGS
from appointments.desk.forms import times
from appointments.desk.request import find, show
from appointments.desk.times import Choice, choices_of
from appointments.models import Appointment
from appointments.workflow import Role, Step, StepNotAllowed

REFUSALS = (
    StepNotAllowed,
    ChangedMeanwhile,
    UnusableText,
    booking.TimeTaken,
    booking.NotAFreeTime,
    booking.NoRight,
    booking.TooEarly,
    booking.TooLate,
    offers.OfferOver,
    closing.TooFewAttempts,
    closing.TooLate,
    closing.NotASurvivor,
    closing.NotAhead,
)


@dataclass(frozen=True)
class Refusal:
    """Why a step was not taken: what the page says, and what can be done instead."""

    heading: str
    body: str
    step: str
    held: bool = False  # by a colleague: taking over is offered
    changed: int = 0  # how many changes the page did not know of
    times: list[Choice] = field(default_factory=list)
    typed: list[tuple[str, str]] = field(default_factory=list)  # what was typed into a form that is not open any more


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*APPOINTMENTS)
def take_step(request, reference, step):
    """Takes the step if the form is in order and nobody was faster; else shows the page again, with all that was typed.

    Opened by GET, as after logging in again, it leads to the request.
    """
    if step not in DOINGS:
        raise Http404
    now = timezone.now()
    asked = find(request.actor, reference, now)
    if request.method != "POST":
        return redirect("desk:request", asked.reference)
    form = form_of(Step(step), asked, request.actor, request.POST)
    if not form.is_valid():
        return _again(request, asked, now, step, form)
    try:
        result = DOINGS[step].do(
            asked, form.cleaned_data, by=request.actor, now=now, based_on=_version(request.POST.get("version", ""))
        )
    except REFUSALS as refused:
        return _again(request, asked, now, step, form, _refusal(refused, asked, step, form, request.POST, now))
    messages.success(request, _said(Step(step), result))
    return redirect(_onward(request, asked, step))


def form_of(step: Step, asked, by, data):
    """The form of a step with what was typed. A booking by a time of one's own is told by its fields."""
    if step in (Step.BOOK, Step.MOVE) and "clock" in data:
        may_overbook = by.user.has_perm("appointments.overbook_appointment")
        return times.TypedTimeForm(data, service=asked.service, may_overbook=may_overbook, auto_id="own_%s")
    return DOINGS[step].form(data, auto_id=f"{step}_%s")


def _version(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def _again(request, asked, now, step, form, refusal=None):
    """The request's page with the form as it was typed, and why nothing was stored; or a practitioner's day."""
    status = 409 if refusal else 422
    if request.actor.role == Role.PRACTITIONER:
        messages.error(request, refusal.body if refusal else _("This could not be stored."))
        return redirect("desk:today")
    fresh = find(request.actor, asked.reference, now) if refusal else asked
    return show(request, fresh, now, forms={step: form}, refusal=refusal, status=status)


def _refusal(refused: Exception, asked, step: str, form, data, now) -> Refusal:
    heading, free, changed = _("Not stored"), [], 0
    if isinstance(refused, ChangedMeanwhile):
        heading = _("Changed meanwhile – nothing was stored")
        changed = max(refused.request.version - (_version(data.get("version", "")) or refused.request.version), 1)
    elif isinstance(refused, HeldByColleague):
        heading = _("A colleague has this request")
    elif isinstance(refused, booking.TimeTaken):
        heading = _("That time has just been taken")
        free = choices_of(refused.next_free, now)
    typed = [
        (str(field.label or field.name), str(value))
        for field in form
        if (value := form.data.get(field.html_name)) and not field.is_hidden and field.name not in ("time", "times")
    ]
    return Refusal(heading, str(refused), step, isinstance(refused, HeldByColleague), changed, free, typed)


def _said(step: Step, result) -> str:
    """What was done, as the receptionist can read it to the patient."""
    if step in (Step.BOOK, Step.MOVE, Step.ACCEPT) and isinstance(result, Appointment):
        sentence = _("Moved to %(when)s") if step == Step.MOVE else _("Booked: %(when)s")
        where = _("with %(who)s, %(place)s.") % {"who": result.practitioner, "place": result.location}
        return f"{sentence % {'when': date_words.long_day_and_time(result.starts_at)}}, {where}"
    return _("Done: %(step)s.") % {"step": step.label}


def _onward(request, asked, step: str) -> str:
    """Back to the page the step was taken from, or to the queue when one is done with the request."""
    back = request.POST.get("back", "")
    if back.startswith("today") or request.actor.role == Role.PRACTITIONER:
        day = back.partition(":")[2]
        return reverse("desk:today") + (f"?day={day}" if day.replace("-", "").isdecimal() else "")
    if back.startswith("leave:") and back[6:].isascii() and back[6:].isdecimal():
        return reverse("desk:appointments_hit", args=[int(back[6:])])
    if DOINGS[step].leaves:
        return reverse("desk:queue")
    return reverse("desk:request", args=[asked.reference])
