"""What a patient answers to held times, to a booked appointment, to a reminder.

`seen_stamp`, in all of them: the stamp (Story.stamp) of what the patient's page showed. ChangedMeanwhile is raised if
the stored one is another, StepNotAllowed if the table of steps does not open the step to a patient.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.booking.actions import booking
from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.offers import OfferOver, accept, end_offer_of_appointment, none_suits
from appointments.booking.actions.slots import absence_between, lock_practitioners
from appointments.date_words import day_and_time_with_zone
from appointments.lifecycle.actions.transitions import ChangedMeanwhile, remark
from appointments.lifecycle.actor import Actor
from appointments.lifecycle.story import Story, story_of
from appointments.messages.actions import phone_tasks
from appointments.models import Appointment, AppointmentRequest, PhoneTask, TimeOffer
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.patient.actions.details import store_wishes
from appointments.workflow import Status, Step, StepNotAllowed, remark_for, row_for
from topics.models import Practitioner


def lock_if_unchanged(request: AppointmentRequest, seen_stamp: str, now: datetime) -> Story:
    """Locks the practitioners whose time the request holds, then the request, and returns its story as stored now.

    To be called inside a transaction, before anything else. Raises ChangedMeanwhile.
    """
    holding = Appointment.objects.filter(request=request, status__in=(AppointmentStatus.PENDING, *LIVE))
    lock_practitioners(holding.values_list("practitioner", flat=True))
    locked = AppointmentRequest.objects.select_for_update(of=("self",), no_key=True)
    stored = locked.select_related("service__specialty").get(pk=request.pk)
    story = story_of(stored, now)
    if story.stamp != seen_stamp:
        raise ChangedMeanwhile(stored)
    return story


@transaction.atomic
def choose_time(request: AppointmentRequest, *, time: int, seen_stamp: str, by: Actor, now: datetime) -> Appointment:
    """The held time with this key becomes the appointment, or the booked appointment is moved there.

    Returns the appointment; the same answer given again changes nothing. Raises OfferOver when the time is no longer
    held.
    """
    already = Appointment.objects.filter(request=request, pk=time, status__in=LIVE).first()
    if already:
        return already
    story = lock_if_unchanged(request, seen_stamp, now)
    chosen = next((held for held in story.offered if held.pk == time), None)
    if chosen is None or story.offer is None:
        raise ChangedMeanwhile(story.request)
    if story.request.status != Status.BOOKED:
        return accept(story.offer, appointment=chosen, by=by, now=now)
    if chosen not in story.choices:
        raise OfferOver(story.offer, _("This time is no longer held for you."))
    if away := absence_between(chosen.practitioner, chosen.starts_at, chosen.ends_at):
        raise OfferOver(story.offer, _("This time can no longer be kept: %(why)s.") % {"why": away})
    place = {"practitioner": chosen.practitioner, "location": chosen.location, "starts_at": chosen.starts_at}
    return booking.move_appointment(_booked_appointment(story, Step.MOVE, by), **place, by=by, now=now)


@transaction.atomic
def refuse_times(
    request: AppointmentRequest,
    *,
    windows: Sequence[tuple[date, str]],
    practitioner: Practitioner | None,
    seen_stamp: str,
    by: Actor,
    now: datetime,
) -> AppointmentRequest:
    """None of the held times suits; these wishes, first wish first, replace the earlier ones. No window: any time.

    A booked appointment stays as it is; otherwise the request goes back to the desk. Raises OfferOver.
    """
    story = lock_if_unchanged(request, seen_stamp, now)
    if story.offer is None:
        raise ChangedMeanwhile(story.request)
    if story.request.status == Status.BOOKED:
        end_offer_of_appointment(story.request, answer=TimeOffer.Answer.NONE_SUITS, now=now)
        answered = remark(story.request, Step.NONE_SUITS, by=by, now=now)
        if story.absence and story.appointment.starts_at > now:
            _ask_for_a_call_about_another_time(story)
    else:
        answered = none_suits(story.offer, by=by, now=now)
    store_wishes(answered, windows, practitioner)
    return answered


@transaction.atomic
def confirm(request: AppointmentRequest, *, seen_stamp: str, by: Actor, now: datetime) -> Appointment:
    """The patient says that they are coming; once is enough. Raises TooLate once the appointment has begun."""
    story = lock_if_unchanged(request, seen_stamp, now)
    appointment = _booked_appointment(story, Step.CONFIRM, by)
    if appointment.confirmed_at and not story.told_they_cannot_come:
        return appointment
    if appointment.starts_at <= now:
        raise TooLate(_("This appointment has begun."))
    _refuse_if_it_cannot_be_kept(story)
    remark(story.request, Step.CONFIRM, by=by, now=now)
    # The version stays: the appointment is the same.
    Appointment.objects.filter(pk=appointment.pk).update(confirmed_at=now)
    PhoneTask.objects.filter(dedupe_key=_call_key(appointment), done_at__isnull=True).update(done_at=now)
    appointment.confirmed_at = now
    return appointment


@transaction.atomic
def ask_cancel(request: AppointmentRequest, *, seen_stamp: str, by: Actor, now: datetime) -> Appointment:
    """The patient asks to cancel; for 15 minutes they may undo that. Raises TooLate, too near to the start."""
    story = lock_if_unchanged(request, seen_stamp, now)
    return booking.ask_cancel(_booked_appointment(story, Step.ASK_CANCEL, by), by=by, now=now)


@transaction.atomic
def report_cannot_come(request: AppointmentRequest, *, seen_stamp: str, by: Actor, now: datetime) -> PhoneTask:
    """The patient reports, too late to cancel, that they cannot come; returns the call the desk is to make.

    The appointment stands until somebody has talked to them; the desk sees that its time is likely free. Raises TooLate
    once it has begun, StepNotAllowed while it can still be cancelled.
    """
    story = lock_if_unchanged(request, seen_stamp, now)
    appointment = _booked_appointment(story, Step.CANNOT_COME, by)
    if appointment.starts_at <= now:
        raise TooLate(_("This appointment has begun. Please call us."))
    _refuse_if_it_cannot_be_kept(story)
    if now <= appointment.starts_at - booking.CANCEL_UNTIL:
        raise StepNotAllowed(_("This appointment can still be cancelled here."))
    if not story.told_they_cannot_come:
        remark(story.request, Step.CANNOT_COME, by=by, now=now)
        Appointment.objects.filter(pk=appointment.pk).update(confirmed_at=None)
        PhoneTask.objects.filter(dedupe_key=_call_key(appointment)).update(done_at=None, done_by=None)
    return phone_tasks.ask_for_a_call(
        story.request,
        kind=PhoneTask.Kind.CANCELLING,
        say=_("You told us that you cannot come on %(moment)s. Shall we cancel that, and look for another time?")
        % {"moment": day_and_time_with_zone(appointment.starts_at)},
        dedupe_key=_call_key(appointment),
        now=now,
        useful_until=appointment.starts_at,
    )


def _ask_for_a_call_about_another_time(story: Story) -> None:
    """Nothing that is held suits, and the booked time cannot be kept: only the desk can go on."""
    phone_tasks.ask_for_a_call(
        story.request,
        kind=PhoneTask.Kind.NOT_KEPT,
        say=_("We cannot keep your appointment on %(moment)s, and the other times do not suit. Shall we find one now?")
        % {"moment": day_and_time_with_zone(story.appointment.starts_at)},
        dedupe_key=f"not kept:{story.appointment.pk}:{story.appointment.version}:{story.offer.pk}",
        now=story.now,
    )


def _refuse_if_it_cannot_be_kept(story: Story) -> None:
    if story.absence:
        raise StepNotAllowed(_("We cannot keep this time: %(why)s.") % {"why": story.absence})


def _call_key(appointment: Appointment) -> str:
    return f"cancelling:{appointment.pk}:{appointment.version}"


def _booked_appointment(story: Story, step: Step, by: Actor) -> Appointment:
    """The appointment the step is about. Raises StepNotAllowed if none is booked, or the patient has arrived."""
    if story.appointment is None or story.appointment.status != AppointmentStatus.BOOKED:
        _refuse(step, story.request.status, by)
    return story.appointment


def _refuse(step: Step, status: Status, by: Actor) -> None:
    try:
        row_for(step, status, by.role)
    except StepNotAllowed:
        remark_for(step, status, by.role)
    raise StepNotAllowed(_("“%(step)s” is not open for this appointment any more.") % {"step": step.label})
