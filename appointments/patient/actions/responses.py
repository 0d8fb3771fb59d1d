"""What a patient answers to us: to held times, to a booked appointment, to a reminder. Each answer says what it is
about: `seen`, the stamp of what their page showed. All raise ChangedMeanwhile if that has changed, StepNotAllowed,
TooLate.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.booking.actions import booking
from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.offers import OfferOver, accept, end_offer_of_appointment, none_suits
from appointments.booking.actions.slots import absence_in_words
from appointments.lifecycle.actions.move import ChangedMeanwhile, remark
from appointments.lifecycle.actor import Actor
from appointments.lifecycle.story import Story, moment_in_words
from appointments.messages.actions import phone_tasks
from appointments.models import Appointment, AppointmentRequest, PhoneTask, TimeOffer
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.patient.actions.details import store_wishes
from appointments.patient.actions.shown_state import lock_as_seen
from appointments.workflow import Status, Step, StepNotAllowed, remark_for, row_for
from topics.models import Practitioner

__all__ = ["ChangedMeanwhile", "OfferOver", "TooLate", "ask_cancel", "cannot_come", "choose", "confirm", "none_of_them"]


@transaction.atomic
def choose(request: AppointmentRequest, *, time: int, seen: str, by: Actor, now: datetime) -> Appointment:
    """The held time with this key becomes the appointment, or the booked appointment is moved there. Gives the
    appointment.

    The same answer given twice changes nothing the second time. Raises OfferOver when the time is no longer held.
    """
    already = Appointment.objects.filter(request=request, pk=time, status__in=LIVE).first()
    if already:
        return already
    story = lock_as_seen(request, seen, now)
    chosen = next((held for held in story.offered if held.pk == time), None)
    if chosen is None or story.offer is None:
        raise ChangedMeanwhile(story.request)
    if story.request.status != Status.BOOKED:
        return accept(story.offer, appointment=chosen, by=by, now=now)
    if chosen not in story.choices:
        raise OfferOver(story.offer, _("This time is no longer held for you."))
    if away := absence_in_words(chosen.practitioner, chosen.starts_at, chosen.ends_at):
        raise OfferOver(story.offer, _("This time can no longer be kept: %(why)s.") % {"why": away})
    place = {"practitioner": chosen.practitioner, "location": chosen.location, "starts_at": chosen.starts_at}
    return booking.move_appointment(_appointment(story, Step.MOVE, by), **place, by=by, now=now)


@transaction.atomic
def none_of_them(
    request: AppointmentRequest,
    *,
    windows: Sequence[tuple[date, str]],
    practitioner: Practitioner | None,
    seen: str,
    by: Actor,
    now: datetime,
) -> AppointmentRequest:
    """None of the held times suits; these wishes, first wish first, replace the earlier ones. No window: any time.

    A booked appointment stands as it is; otherwise the request is back at the desk. Raises OfferOver.
    """
    story = lock_as_seen(request, seen, now)
    if story.offer is None:
        raise ChangedMeanwhile(story.request)
    if story.request.status == Status.BOOKED:
        end_offer_of_appointment(story.request, answer=TimeOffer.Answer.NONE_SUITS, now=now)
        answered = remark(story.request, Step.NONE_SUITS, by=by, now=now)
    else:
        answered = none_suits(story.offer, by=by, now=now)
    store_wishes(answered, windows, practitioner)
    return answered


@transaction.atomic
def confirm(request: AppointmentRequest, *, seen: str, by: Actor, now: datetime) -> Appointment:
    """The patient is coming, at this very time. Saying so twice is saying it once."""
    story = lock_as_seen(request, seen, now)
    appointment = _appointment(story, Step.CONFIRM, by)
    if appointment.confirmed_at and not story.told_they_cannot_come:
        return appointment
    if appointment.starts_at <= now:
        raise TooLate(_("This appointment has begun."))
    remark(story.request, Step.CONFIRM, by=by, now=now)
    Appointment.objects.filter(pk=appointment.pk).update(
        confirmed_at=now
    )  # the version stays: the appointment is the same
    PhoneTask.objects.filter(dedupe_key=_key(appointment), done_at__isnull=True).update(done_at=now)
    appointment.confirmed_at = now
    return appointment


@transaction.atomic
def ask_cancel(request: AppointmentRequest, *, seen: str, by: Actor, now: datetime) -> Appointment:
    """The patient wants to cancel the appointment they saw; for 15 minutes they may take that back."""
    story = lock_as_seen(request, seen, now)
    return booking.ask_cancel(_appointment(story, Step.ASK_CANCEL, by), by=by, now=now)


@transaction.atomic
def cannot_come(request: AppointmentRequest, *, seen: str, by: Actor, now: datetime) -> PhoneTask:
    """Too late to cancel by themselves, the patient says that they cannot come: the desk calls them. Gives the call.

    The appointment stands until somebody has talked to them; the desk sees that its time is likely free.
    """
    story = lock_as_seen(request, seen, now)
    appointment = _appointment(story, Step.CANNOT_COME, by)
    if appointment.starts_at <= now:
        raise TooLate(_("This appointment has begun. Please call us."))
    if now <= appointment.starts_at - booking.CANCEL_UNTIL:
        raise StepNotAllowed(_("This appointment can still be cancelled here."))
    if not story.told_they_cannot_come:
        remark(story.request, Step.CANNOT_COME, by=by, now=now)
        Appointment.objects.filter(pk=appointment.pk).update(confirmed_at=None)
        PhoneTask.objects.filter(dedupe_key=_key(appointment)).update(done_at=None, done_by=None)
    return phone_tasks.ask_for_a_call(
        story.request,
        kind=PhoneTask.Kind.CANCELLING,
        say=_("You told us that you cannot come on %(moment)s. Shall we cancel that, and look for another time?")
        % {"moment": moment_in_words(appointment.starts_at)},
        dedupe_key=_key(appointment),
        now=now,
        useful_until=appointment.starts_at,
    )


def _key(appointment: Appointment) -> str:
    return f"cancelling:{appointment.pk}:{appointment.version}"


def _appointment(story: Story, step: Step, by: Actor) -> Appointment:
    """The booked appointment the step is about. Raises StepNotAllowed if there is none, or if it has arrived
    already."""
    if story.appointment is None or story.appointment.status != AppointmentStatus.BOOKED:
        _refuse(step, story.request.status, by)
    return story.appointment


def _refuse(step: Step, status: Status, by: Actor) -> None:
    try:
        row_for(step, status, by.role)
    except StepNotAllowed:
        remark_for(step, status, by.role)
    raise StepNotAllowed(_("“%(step)s” is not open for this appointment any more.") % {"step": step.label})
