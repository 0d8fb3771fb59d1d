"""An appointment is booked, moved or cancelled. What happens on its day is in attendance.py."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.contacts import LONGEST_NOTE
from appointments.booking.actions.freed_time import record_freed_time
from appointments.booking.actions.locks import lock_appointment, update_appointment
from appointments.booking.actions.offers import end_offer_of_appointment
from appointments.booking.actions.slots import (
    NotAFreeTime,
    Slot,
    all_or_nothing,
    end_appointments,
    free_cells,
    lock_practitioners,
    next_free_times,
    seat_for,
    take_cells,
)
from appointments.choices import QueueRank
from appointments.lifecycle.actions.transitions import end_waitlist_entry, move, record_event
from appointments.lifecycle.actor import SYSTEM, Actor
from appointments.messages.actions import outgoing
from appointments.models import Appointment, AppointmentRequest, DeskNote, FreedTime, TimeOffer, WaitlistEntry
from appointments.models.appointment import LIVE, AppointmentStatus, CancellationReason
from appointments.scheduling.answer_deadline import promise_time_for
from appointments.workflow import Status, Step
from portal import duties
from portal.lib.text import usable_text

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
    """Books this time for the request and returns the appointment, which is as long as the service says.

    Lead time and horizon of the service do not bind the desk. With `overbook_reason` also outside hours or on top of
    another appointment. Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile, TimeTaken, NotAFreeTime, NoRight.
    """
    service = request.service

    def attempt() -> Appointment:
        locked = lock_practitioners([practitioner.pk])
        moved = move(request, Step.BOOK, by=by, now=now, based_on=based_on, queue_rank=QueueRank.NORMAL)
        slot = Slot.for_service(service, locked[practitioner.pk], location, starts_at)
        seat, reason = seat_for(slot, by=by, now=now, overbook_reason=overbook_reason.strip())
        appointment = Appointment.objects.create(
            request=moved,
            **slot.as_columns(),
            status=AppointmentStatus.BOOKED,
            seat=seat,
            overbook_reason=reason,
            made_by=by.user,
            made_at=now,
        )
        take_cells(appointment)
        outgoing.booked(appointment, now)
        return appointment

    return all_or_nothing(
        attempt,
        instead=lambda: next_free_times(service=service, practitioner=practitioner, starts_at=starts_at, now=now),
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
    """Moves the appointment and returns it: request, reference and iCalendar UID stay, SEQUENCE goes up by one.

    Times held for it end: the one it is moved to is taken, the others become free.
    Raises what book() raises.
    """
    service = appointment.request.service

    def attempt() -> Appointment:
        moved, locked = lock_appointment(
            appointment, Step.MOVE, by=by, only=[AppointmentStatus.BOOKED], also=[practitioner.pk]
        )
        slot = Slot.for_service(service, locked[practitioner.pk], location, starts_at)
        if _is_at(moved, slot):
            raise NotAFreeTime(_("The appointment is at that time already."))
        move(moved.request, Step.MOVE, by=by, now=now, based_on=based_on)
        _use_up_alternatives(moved.request, slot, now)
        seat, reason = seat_for(slot, by=by, now=now, overbook_reason=overbook_reason.strip(), ignoring=moved)
        record_freed_time(Appointment.objects.filter(pk=moved.pk), FreedTime.Because.MOVED, now=now)
        free_cells([moved.pk])
        if slot.starts_at < moved.starts_at:
            end_waitlist_entry(moved.request, now=now)
        living = WaitlistEntry.objects.filter(request=moved.request_id, ended_at__isnull=True)
        living.update(review_on=timezone.localdate(slot.starts_at))
        changed = slot.as_columns() | {"seat": seat, "overbook_reason": reason, "sequence": moved.sequence + 1}
        moved = update_appointment(moved, **changed, confirmed_at=None)  # they said so of the other time
        take_cells(moved)
        outgoing.moved(moved, now)
        return moved

    return all_or_nothing(
        attempt,
        instead=lambda: next_free_times(
            service=service, practitioner=practitioner, starts_at=starts_at, now=now, ignoring=appointment
        ),
    )


def _is_at(appointment: Appointment, slot: Slot) -> bool:
    now_at = (appointment.practitioner_id, appointment.location_id, appointment.starts_at, appointment.ends_at)
    return now_at == (slot.practitioner.pk, slot.location.pk, slot.starts_at, slot.ends_at)


def _use_up_alternatives(request: AppointmentRequest, slot: Slot, now: datetime) -> None:
    """Ends the offer held beside this appointment, if there is one: accepted if it held this slot, else taken back."""
    is_one = Appointment.objects.filter(
        request=request,
        status=AppointmentStatus.PENDING,
        practitioner=slot.practitioner,
        location=slot.location,
        starts_at=slot.starts_at,
    ).exists()
    end_offer_of_appointment(
        request, answer=TimeOffer.Answer.ACCEPTED if is_one else TimeOffer.Answer.TAKEN_BACK, now=now
    )


@transaction.atomic
def cancel(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """Cancels the appointment for the patient: its time is free, the request closed.

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
    """Cancels the appointment for the clinic: its time is free. Returns the request, now at the top of the queue.

    The request has a new promise and no claim. `reason`: CLINIC, LEAVE or DUPLICATE; `note`: for colleagues.
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
        promise_at=promise_time_for(
            appointment.request.service, now, rank=QueueRank.TOP, call_times=appointment.request.call_times
        ),
    )
    if note.strip():
        DeskNote.objects.create(
            request=appointment.request, by=by.user, at=now, text=usable_text(note, at_most=LONGEST_NOTE)
        )
        record_event(appointment.request, Step.NOTE, by=by, now=now)
    return appointment.request


@transaction.atomic
def ask_cancel(appointment: Appointment, *, by: Actor, now: datetime) -> Appointment:
    """Begins to cancel for the patient: for 15 minutes they may keep the appointment, and nobody else gets the time.

    Raises StepNotAllowed, ChangedMeanwhile, TooLate from three hours before the start.
    """
    appointment, _locked = lock_appointment(appointment, Step.ASK_CANCEL, by=by, only=[AppointmentStatus.BOOKED])
    if now > appointment.starts_at - CANCEL_UNTIL:
        raise TooLate(_("It is too late to cancel here. Please call us."))
    appointment.request = move(appointment.request, Step.ASK_CANCEL, by=by, now=now)
    return appointment


@transaction.atomic
def keep(appointment: Appointment, *, by: Actor, now: datetime) -> Appointment:
    """Ends the cancelling that was begun: the appointment stays booked. Raises StepNotAllowed once it is cancelled."""
    appointment, _locked = lock_appointment(appointment, Step.KEEP, by=by, only=[AppointmentStatus.BOOKED])
    appointment.request = move(appointment.request, Step.KEEP, by=by, now=now)
    return appointment


def finish_cancels(*, now: datetime) -> int:
    """Cancels the appointments whose patients asked for it 15 minutes ago or longer, and returns their number."""
    asked = (
        Appointment.objects.filter(status=AppointmentStatus.BOOKED, request__status=Status.CANCEL_PENDING)
        .annotate(asked_at=Max("request__events__at", filter=Q(request__events__step=Step.ASK_CANCEL)))
        .filter(asked_at__lte=now - UNDO_WITHIN)
        .order_by("asked_at", "pk")
    )
    return duties.run_for_each("finish cancels", list(asked), lambda appointment: _finish_cancel(appointment, now))


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
    end_appointments([appointment.pk], reason=reason, now=now)
    appointment = Appointment.objects.select_related("practitioner", "location").get(pk=appointment.pk)
    appointment.request = moved
    outgoing.cancelled(appointment, now, by_clinic=step == Step.CANCEL_BY_CLINIC)
    return appointment
