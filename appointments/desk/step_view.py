"""The view that takes a step of the desk on a request: a form is checked, one action called, a refusal shown."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments import date_words
from appointments.booking.actions import looks
from appointments.desk import refused_steps
from appointments.desk.access import DESK_AND_PRACTITIONER, at_the_desk
from appointments.desk.desk_steps import BY_STEP, DeskStep
from appointments.desk.request import find_request, render_request
from appointments.models import Appointment
from appointments.workflow import Role, Step
from portal.lib.refusal import Refused

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEAVE = re.compile("leave:([0-9]{1,18})")


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK_AND_PRACTITIONER)
def take_step(request, reference, step):
    """Takes the step. If the form is wrong or the action refuses, the request's page shows what was typed, and why.

    GET, which follows a log-in in between, redirects to the request. 404 for a step that is not the desk's.
    """
    row = BY_STEP.get(step)
    if row is None:
        raise Http404
    now = timezone.now()
    appointment_request = find_request(request.actor, reference, now)
    if request.method != "POST":
        return redirect("desk:request", appointment_request.reference)
    form = refused_steps.bound_form(row, appointment_request, request.actor, request.POST)
    if not form.is_valid():
        refusal = refused_steps.invalid_notice(row, form)
        return _show_again(request, appointment_request, now, step, form, refusal)
    try:
        result = row.action(
            appointment_request,
            form.cleaned_data,
            by=request.actor,
            now=now,
            based_on=refused_steps.version_typed(request.POST.get("version", "")),
        )
    except Refused as refused:
        return _show_again(
            request,
            appointment_request,
            now,
            step,
            form,
            refused_steps.notice(refused, step, form, request.POST, now),
        )
    messages.success(request, _success_message(row.step, result))
    return redirect(_next_address(request, appointment_request, row))


def _show_again(request, appointment_request, now, step, form, refusal):
    """Leads to the request's page, which shows the form as it was sent; practitioners, who have no such page, to their
    day."""
    if request.actor.role == Role.PRACTITIONER:
        messages.error(request, refusal.body if refusal else _("This could not be stored."))
        return redirect("desk:today")
    if to_page := refused_steps.keep(request, appointment_request, step, form, refusal):
        return to_page
    looks.record_look(appointment_request, by=request.actor, now=now)
    fresh = find_request(request.actor, appointment_request.reference, now)
    return render_request(request, fresh, now, forms={step: form}, refusal=refusal, status=409 if refusal else 422)


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
