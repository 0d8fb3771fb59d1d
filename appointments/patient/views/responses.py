"""A patient answers held times, says that they are coming, and takes the appointment into their calendar."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from appointments.booking.actions.slots import NotAFreeTime, TimeTaken
from appointments.choices import DayPart
from appointments.lifecycle.actor import PATIENT
from appointments.messages.calendar_file import calendar_file
from appointments.patient.actions import responses
from appointments.patient.actions.responses import OfferOver, TooLate
from appointments.patient.allowed_actions import possible
from appointments.patient.forms import AnswerForm, SeenForm
from appointments.patient.views.decision import decision
from appointments.patient.views.link_access import behind_a_link
from appointments.patient.views.status import page, truth
from appointments.requests.forms import WhenForm
from portal.lib.refusal import Refused

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
@behind_a_link
def choose(request, door):
    """One of the held times is taken, or none suits, which is asked about on a page of its own."""
    if request.method != "POST":
        return door.back()
    held = [str(time.pk) for time in door.story.choices]
    time, seen = request.POST.get("time", ""), request.POST.get("seen", "")
    if time.isascii() and time.isdecimal() and time not in held:  # chosen on an older page, or sent twice
        held.append(time)
    form = AnswerForm(request.POST, times=held)
    if not form.is_valid():
        return page(request, door, form=form) if possible(door.story).choose else truth(request, door)
    if time == AnswerForm.NONE:
        return redirect(door.url("none_suits"))
    try:
        responses.choose(door.asked, time=int(time[:18]), seen=seen, by=PATIENT, now=door.now)
    except OfferOver as over:
        return truth(request, door, _("%(why)s Nothing has changed for you.") % {"why": over})
    except (TimeTaken, NotAFreeTime):
        return truth(request, door, _("This time is not free any more. Nothing has changed for you."))
    except Refused:
        return truth(request, door)
    return door.back()


@READ_OR_SEND
@behind_a_link
def none_suits(request, door):
    """None of the held times suits: when would an appointment? The times are held until this is sent."""
    sent = request.POST if request.method == "POST" else None
    if not possible(door.story).refuse:
        return truth(request, door) if sent else door.back()
    form = WhenForm(sent, service=door.asked.service)
    if sent and form.is_valid():
        answers = form.cleaned_data
        try:
            responses.none_of_them(
                door.asked,
                windows=[(day, DayPart(part).value) for day, part in answers["windows"]],
                practitioner=answers.get("practitioner"),
                seen=sent.get("seen", ""),
                by=PATIENT,
                now=door.now,
            )
        except Refused:
            return truth(request, door)
        return door.back("none")
    words = [
        _("You say that none of the times suits you. Tell us what would, and we look for other times."),
        _("Until you send this, we hold the times for you."),
    ]
    seen = request.POST.get("seen", "") or door.story.stamp
    return decision(request, door, form, words=words, seen=seen, button=_("None of the times suits me"))


@READ_OR_SEND
@behind_a_link
def coming(request, door):
    """The patient says that they are coming, to the time they saw."""
    if request.method != "POST":
        return door.back()
    form = SeenForm(request.POST)
    form.is_valid()
    try:
        responses.confirm(door.asked, seen=form.cleaned_data.get("seen", ""), by=PATIENT, now=door.now)
    except TooLate as late:
        return truth(request, door, str(late))
    except Refused:
        return truth(request, door)
    return door.back("coming")


@require_safe
@behind_a_link
def calendar(request, door):
    """The appointment as a file for the patient's own calendar. After a move, the next one updates the entry there."""
    if not possible(door.story).calendar:
        return door.back()
    file = calendar_file(door.story.appointment, method="PUBLISH")
    headers = {"Content-Disposition": 'attachment; filename="appointment.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
