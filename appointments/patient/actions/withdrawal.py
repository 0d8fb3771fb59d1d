"""A patient goes: they withdraw their request, or want us to erase what they told us."""

from datetime import datetime

from django.db import transaction

from appointments.booking.actions import booking
from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.closing import withdraw as close_as_withdrawn
from appointments.lifecycle.actions.move import ChangedMeanwhile, remark, remark_as_well
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest
from appointments.models.appointment import AppointmentStatus
from appointments.patient.actions.shown_state import lock_as_seen
from appointments.workflow import Status, Step, StepNotAllowed, open_steps

__all__ = ["ChangedMeanwhile", "StepNotAllowed", "TooLate", "ask_erasure", "take_erasure_back", "withdraw"]


@transaction.atomic
def withdraw(request: AppointmentRequest, *, seen: str, by: Actor, now: datetime) -> AppointmentRequest:
    """The patient needs no appointment any more; held times become free. `seen`: the stamp of what their page showed.

    Raises ChangedMeanwhile, StepNotAllowed.
    """
    story = lock_as_seen(request, seen, now)
    return close_as_withdrawn(story.request, by=by, now=now)


@transaction.atomic
def ask_erasure(
    request: AppointmentRequest, *, cancel_appointment: bool, seen: str, by: Actor, now: datetime
) -> AppointmentRequest:
    """Notes that the patient wants their data erased, and gives the request. The erasing itself follows by and by.

    An open request is withdrawn. A booked appointment is cancelled if they say so (`cancel_appointment`), with the
    usual time to undo it; else the data is erased after it. Raises ChangedMeanwhile, StepNotAllowed, TooLate to cancel.
    """
    story = lock_as_seen(request, seen, now)
    stored, appointment = story.request, story.appointment
    if stored.erasure_asked_at:
        return stored
    if Step.WITHDRAW in open_steps(stored.status, by.role):
        stored = close_as_withdrawn(stored, by=by, now=now)
    elif (
        cancel_appointment
        and stored.status == Status.BOOKED
        and appointment
        and appointment.status == AppointmentStatus.BOOKED
    ):
        stored = booking.ask_cancel(appointment, by=by, now=now).request
    return remark_as_well(stored, Step.ASK_ERASURE, by=by, now=now, erasure_asked_at=now)


@transaction.atomic
def take_erasure_back(request: AppointmentRequest, *, by: Actor, now: datetime) -> AppointmentRequest:
    """The data is kept after all; what was withdrawn or cancelled stays so. Raises StepNotAllowed once it is erased."""
    stored = AppointmentRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if stored.erasure_asked_at is None and stored.status != Status.ERASED:
        return stored
    return remark(stored, Step.NO_ERASURE, by=by, now=now, erasure_asked_at=None)
