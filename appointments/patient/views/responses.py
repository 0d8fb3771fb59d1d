"""A patient answers held times, says that they are coming, and downloads the appointment for their calendar."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.offers import OfferOver
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken
from appointments.choices import DayPart
from appointments.lifecycle.actor import PATIENT
from appointments.messages.calendar_file import CONTENT_TYPE, FILE_NAME, CalendarMethod, calendar_file
from appointments.patient.actions import responses
from appointments.patient.allowed_actions import allowed_actions
from appointments.patient.forms import ChooseTimeForm, StampedForm
from appointments.patient.views.link_access import Done, link_required, read_or_send
from appointments.patient.views.status import decision_page, to_conflict
from appointments.requests.forms import WhenForm
from portal.lib.refusal import Refused
from portal.refused_forms.pages import keep, kept_form, typed_or_kept


@read_or_send
@link_required
def choose(request, access):
    """Chooses one of the held times; with none chosen, leads to the page of none_suits."""
    if request.method != "POST":
        return access.to_status_page()
    held = [str(time.pk) for time in access.story.choices]
    time, seen_stamp = request.POST.get("time", ""), request.POST.get("seen", "")
    if time.isascii() and time.isdecimal() and time not in held:  # chosen on an older page, or sent twice
        held.append(time)
    form = ChooseTimeForm(request.POST, times=held)
    if not form.is_valid():
        to_errors = allowed_actions(access.story).choose_time and keep(request, form, at=access.url("status"))
        return to_errors or to_conflict(request, access)
    if time == ChooseTimeForm.NONE:
        return redirect(access.url("none_suits"))
    try:
        responses.choose_time(
            access.appointment_request, time=int(time[:18]), seen_stamp=seen_stamp, by=PATIENT, now=access.now
        )
    except OfferOver as over:
        return to_conflict(request, access, _("%(why)s Nothing has changed for you.") % {"why": over})
    except (TimeTaken, NotAFreeTime):
        return to_conflict(request, access, _("This time is not free any more. Nothing has changed for you."))
    except Refused:
        return to_conflict(request, access)
    return access.to_status_page()


@read_or_send
@link_required
def none_suits(request, access):
    """None of the held times suits: asks which days would. The times are held until the answer is sent."""
    submitted = request.POST if request.method == "POST" else None
    if not allowed_actions(access.story).refuse_times:
        return to_conflict(request, access) if submitted else access.to_status_page()
    form = WhenForm(typed_or_kept(request), service=access.appointment_request.service)
    if submitted and form.is_valid():
        answers = form.cleaned_data
        try:
            responses.refuse_times(
                access.appointment_request,
                windows=[(day, DayPart(part).value) for day, part in answers["windows"]],
                practitioner=answers.get("practitioner"),
                seen_stamp=submitted.get("seen", ""),
                by=PATIENT,
                now=access.now,
            )
        except Refused:
            return to_conflict(request, access)
        return access.to_status_page(Done.TIMES_REFUSED)
    words = [
        _("You say that none of the times suits you. Tell us what would, and we look for other times."),
        _("Until you send this, we hold the times for you."),
    ]
    kept = kept_form(request)
    seen_stamp = request.POST.get("seen", "") or (kept and kept.notes.get("seen")) or access.story.stamp
    return decision_page(
        request, access, form, words=words, seen_stamp=seen_stamp, button=_("None of the times suits me")
    )


@read_or_send
@link_required
def coming(request, access):
    """The patient says that they are coming."""
    if request.method != "POST":
        return access.to_status_page()
    form = StampedForm(request.POST)
    form.is_valid()
    try:
        responses.confirm(
            access.appointment_request, seen_stamp=form.cleaned_data.get("seen", ""), by=PATIENT, now=access.now
        )
    except TooLate as late:
        return to_conflict(request, access, str(late))
    except Refused:
        return to_conflict(request, access)
    return access.to_status_page(Done.CONFIRMED)


@require_safe
@link_required
def calendar(request, access):
    """The appointment as a calendar file; after a move, the file downloaded then updates the entry."""
    if not allowed_actions(access.story).download_calendar:
        return access.to_status_page()
    file = calendar_file(access.story.appointment, CalendarMethod.PUBLISH)
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(file, content_type=f"{CONTENT_TYPE}; charset=utf-8", headers=headers)
