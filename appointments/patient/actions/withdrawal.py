"""A patient withdraws their request, or asks for what they told the clinic to be erased.

`seen_stamp`: the stamp (Story.stamp) of what the patient's page showed; ChangedMeanwhile is raised if it is another.
"""

from datetime import datetime

from django.db import transaction

from appointments.booking.actions import booking
from appointments.booking.actions.closing import withdraw as close_as_withdrawn
from appointments.lifecycle.actions.move import remark, remark_as_well
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest
from appointments.models.appointment import AppointmentStatus
from appointments.patient.actions.responses import lock_if_unchanged
from appointments.workflow import Status, Step, open_steps


@transaction.atomic
def withdraw(request: AppointmentRequest, *, seen_stamp: str, by: Actor, now: datetime) -> AppointmentRequest:
    """The patient needs no appointment any more; held times become free. Raises ChangedMeanwhile, StepNotAllowed."""
    story = lock_if_unchanged(request, seen_stamp, now)
    return close_as_withdrawn(story.request, by=by, now=now)


@transaction.atomic
def ask_erasure(
    request: AppointmentRequest, *, cancel_appointment: bool, seen_stamp: str, by: Actor, now: datetime
) -> AppointmentRequest:
    """Notes that the patient wants their data erased, and returns the request; a duty erases it later.

    An open request is withdrawn. With `cancel_appointment`, a booked appointment is cancelled, with the usual time to
    undo it; without, the data is erased after it. Raises ChangedMeanwhile, StepNotAllowed, and TooLate to cancel.
    """
    story = lock_if_unchanged(request, seen_stamp, now)
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
