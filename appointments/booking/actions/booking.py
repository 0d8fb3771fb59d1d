"""An appointment is booked, moved or cancelled. What happens on the day itself is in attending.py."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from appointments.booking.actions.attendance import TooEarly, TooLate, arrive, attend, miss, not_arrived, not_missed
from appointments.booking.actions.contacts import LONGEST_NOTE
from appointments.booking.actions.freed_time import became_free
from appointments.booking.actions.locks import change, lock_appointment
from appointments.booking.actions.offers import end_offer_of_appointment
from appointments.booking.actions.slots import (
    NotAFreeTime,
    Place,
    TimeTaken,
    all_or_nothing,
    end,
    free,
    lock,
    next_free,
    seat_for,
    take,
)
from appointments.booking.actions.texts import said
from appointments.choices import QueueRank
from appointments.lifecycle.actions.move import end_place, move, record
from appointments.lifecycle.actor import SYSTEM, Actor, NoRight
from appointments.messages.actions import outgoing
from appointments.models import Appointment, AppointmentRequest, DeskNote, FreedTime, TimeOffer
from appointments.models.appointment import LIVE, AppointmentStatus, CancellationReason
from appointments.scheduling.answer_deadline import promise_time_for
from appointments.workflow import Status, Step
from portal import duties

__all__ = [
    "CANCEL_UNTIL",
    "UNDO_WITHIN",
    "NoRight",
    "NotAFreeTime",
    "TimeTaken",
    "TooEarly",
    "TooLate",
    "arrive",
    "ask_cancel",
    "attend",
    "book",
    "cancel",
    "cancel_by_clinic",
    "finish_cancels",
    "keep",
    "miss",
    "move_appointment",
    "not_arrived",
    "not_missed",
]

CANCEL_UNTIL = timedelta(hours=3)  # before the start; later a patient has to call, so that the time can still be given
UNDO_WITHIN = timedelta(minutes=15)  # for a patient who asked to cancel


def book(
    request: AppointmentRequest,
    *,
    practitioner,
    location,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    based_on: int | None = None,
    overbook_reason: str = "",
) -> Appointment:
    """Gives the request this time and gives the appointment; it is as long as the service says. All of it or nothing.

    Lead time and horizon do not bind the desk. With `overbook_reason` also outside hours or on top of another
    appointment. Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile, TimeTaken, NotAFreeTime, NoRight.
    """
    service = request.service

    def attempt() -> Appointment:
        locked = lock([practitioner.pk])
        moved = move(request, Step.BOOK, by=by, now=now, based_on=based_on, queue_rank=QueueRank.NORMAL)
        place = Place.of(service, locked[practitioner.pk], location, starts_at)
        seat, reason = seat_for(place, by=by, now=now, overbook_reason=overbook_reason.strip())
        appointment = Appointment.objects.create(
            request=moved,
            **place.as_columns(),
            status=AppointmentStatus.BOOKED,
            seat=seat,
            overbook_reason=reason,
            made_by=by.user,
            made_at=now,
        )
        take(appointment)
        outgoing.booked(appointment, now)
        return appointment

    return all_or_nothing(
        attempt,
        instead=lambda: next_free(service=service, practitioner=practitioner, starts_at=starts_at, now=now),
    )


def move_appointment(
    appointment: Appointment,
    *,
    practitioner,
    location,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    based_on: int | None = None,
    overbook_reason: str = "",
) -> Appointment:
    """Moves the appointment in place and gives it: request, reference and calendar UID stay, SEQUENCE goes up by one.

    Alternatives that were held for it are used up: the one it is moved to, and the others become free.
    Raises what book() raises.
    """
    service = appointment.request.service

    def attempt() -> Appointment:
        moved, locked = lock_appointment(
            appointment, Step.MOVE, by=by, only=[AppointmentStatus.BOOKED], also=[practitioner.pk]
        )
        place = Place.of(service, locked[practitioner.pk], location, starts_at)
        if _same_place(moved, place):
            raise NotAFreeTime(_("The appointment is at that time already."))
        move(moved.request, Step.MOVE, by=by, now=now, based_on=based_on)
        _use_up_alternatives(moved.request, place, now)
        seat, reason = seat_for(place, by=by, now=now, overbook_reason=overbook_reason.strip(), ignoring=moved)
        became_free(Appointment.objects.filter(pk=moved.pk), FreedTime.Because.MOVED, now=now)
        free([moved.pk])
        if place.starts_at < moved.starts_at:
            end_place(moved.request, now=now)
        changed = place.as_columns() | {"seat": seat, "overbook_reason": reason, "sequence": moved.sequence + 1}
        moved = change(moved, **changed, confirmed_at=None)  # they said so of the other time
        take(moved)
        outgoing.moved(moved, now)
        return moved

    return all_or_nothing(
        attempt,
        instead=lambda: next_free(
            service=service, practitioner=practitioner, starts_at=starts_at, now=now, ignoring=appointment
        ),
    )


def _same_place(appointment: Appointment, place: Place) -> bool:
    now_at = (appointment.practitioner_id, appointment.location_id, appointment.starts_at, appointment.ends_at)
    return now_at == (place.practitioner.pk, place.location.pk, place.starts_at, place.ends_at)


def _use_up_alternatives(request: AppointmentRequest, place: Place, now: datetime) -> None:
    """Ends the holds made for this appointment, if there are any: whoever moves it has chosen."""
    is_one = Appointment.objects.filter(
        request=request,
        status=AppointmentStatus.PENDING,
        practitioner=place.practitioner,
        location=place.location,
        starts_at=place.starts_at,
    ).exists()
    end_offer_of_appointment(
        request, answer=TimeOffer.Answer.ACCEPTED if is_one else TimeOffer.Answer.TAKEN_BACK, now=now
    )


@transaction.atomic
def cancel(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The patient does not want the appointment any more: its time is free, the request closed.

    Raises StepNotAllowed, ChangedMeanwhile.
    """
    appointment, _locked = lock_appointment(appointment, Step.CANCEL, by=by, only=LIVE)
    return _end_appointment(appointment, Step.CANCEL, CancellationReason.PATIENT, by=by, now=now, based_on=based_on)


@transaction.atomic
def cancel_by_clinic(
    appointment: Appointment,
    *,
    reason: CancellationReason,
    by: Actor,
    now: datetime,
    based_on: int | None = None,
    note: str = "",
) -> AppointmentRequest:
    """We cannot keep the appointment: its time is free, and the request, which is given, is at the top of the queue.

    It has a new promise and nobody's claim. `reason`: CLINIC, LEAVE or DUPLICATE; `note`: for colleagues.
    Raises StepNotAllowed, ChangedMeanwhile, NoRight, UnusableText for a note that is too long.
    """
    if reason not in {CancellationReason.CLINIC, CancellationReason.LEAVE, CancellationReason.DUPLICATE}:
        raise ValueError(f"The clinic does not cancel because of {reason!r}.")
    appointment, _locked = lock_appointment(appointment, Step.CANCEL_BY_CLINIC, by=by, only=LIVE)
    appointment = _end_appointment(
        appointment,
        Step.CANCEL_BY_CLINIC,
        reason,
        by=by,
        now=now,
        based_on=based_on,
        queue_rank=QueueRank.TOP,
        promise_at=promise_time_for(appointment.request.service, now, rank=QueueRank.TOP),
    )
    if note.strip():
        DeskNote.objects.create(request=appointment.request, by=by.user, at=now, text=said(note, at_most=LONGEST_NOTE))
        record(appointment.request, Step.NOTE, by=by, now=now)
    return appointment.request


@transaction.atomic
def ask_cancel(appointment: Appointment, *, by: Actor, now: datetime) -> Appointment:
    """The patient wants to cancel. For 15 minutes they may still keep the appointment, and nobody else gets the time.

    Raises StepNotAllowed, ChangedMeanwhile, TooLate from three hours before the start.
    """
    appointment, _locked = lock_appointment(appointment, Step.ASK_CANCEL, by=by, only=[AppointmentStatus.BOOKED])
    if now > appointment.starts_at - CANCEL_UNTIL:
        raise TooLate(_("It is too late to cancel here. Please call us."))
    appointment.request = move(appointment.request, Step.ASK_CANCEL, by=by, now=now)
    return appointment


@transaction.atomic
def keep(appointment: Appointment, *, by: Actor, now: datetime) -> Appointment:
    """The appointment is kept after all. Raises StepNotAllowed once it has been cancelled."""
    appointment, _locked = lock_appointment(appointment, Step.KEEP, by=by, only=[AppointmentStatus.BOOKED])
    appointment.request = move(appointment.request, Step.KEEP, by=by, now=now)
    return appointment


def finish_cancels(*, now: datetime) -> int:
    """Cancels the appointments whose patients asked for it 15 minutes ago or longer, and gives their number."""
    asked = (
        Appointment.objects.filter(status=AppointmentStatus.BOOKED, request__status=Status.CANCEL_PENDING)
        .annotate(asked_at=Max("request__events__at", filter=Q(request__events__step=Step.ASK_CANCEL)))
        .filter(asked_at__lte=now - UNDO_WITHIN)
        .order_by("asked_at", "pk")
    )
    return duties.each_alone("finish cancels", list(asked), lambda appointment: _finish_cancel(appointment, now))


@transaction.atomic
def _finish_cancel(appointment: Appointment, now: datetime) -> bool:
    appointment, _locked = lock_appointment(appointment, Step.CANCEL, by=SYSTEM, only=AppointmentStatus.values)
    if appointment.request.status != Status.CANCEL_PENDING or appointment.status not in LIVE:
        return False  # kept, or cancelled by the desk, while we waited for the lock
    _end_appointment(appointment, Step.CANCEL, CancellationReason.PATIENT, by=SYSTEM, now=now)
    return True


def _end_appointment(
    appointment: Appointment, step: Step, reason: CancellationReason, *, by, now, based_on=None, **changes
):
    """Cancels the appointment and what was held instead of it, and moves its request."""
    end_offer_of_appointment(appointment.request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    moved = move(appointment.request, step, by=by, now=now, based_on=based_on, **changes)
    end([appointment.pk], reason=reason, now=now)
    appointment = Appointment.objects.select_related("practitioner", "location").get(pk=appointment.pk)
    appointment.request = moved
    outgoing.cancelled(appointment, now, by_clinic=step == Step.CANCEL_BY_CLINIC)
    return appointment
