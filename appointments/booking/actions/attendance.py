"""What happens on the day: they came, they were seen, they did not come, and each mistake taken back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.locks import has_begun, lock_appointment, update_appointment
from appointments.booking.actions.offers import end_offer_of_appointment
from appointments.booking.actions.slots import free_cells, seat_again, take_cells
from appointments.lifecycle.actions.move import move
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, TimeOffer
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.workflow import Step
from portal.lib.refusal import Refused

MISSED_TAKEN_BACK_WITHIN = timedelta(days=7)


class TooEarly(Refused):
    """Nobody has attended or missed an appointment that has not begun."""


@transaction.atomic
def arrive(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The patient is here. Raises StepNotAllowed, ChangedMeanwhile, NoRight, as every step of the day does."""
    appointment, _locked = lock_appointment(appointment, Step.ARRIVE, by=by, only=[AppointmentStatus.BOOKED])
    move(appointment.request, Step.ARRIVE, by=by, now=now, based_on=based_on)
    return update_appointment(appointment, status=AppointmentStatus.ARRIVED, arrived_at=now)


@transaction.atomic
def not_arrived(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The arrival was noted by mistake."""
    appointment, _locked = lock_appointment(appointment, Step.NOT_ARRIVED, by=by, only=[AppointmentStatus.ARRIVED])
    move(appointment.request, Step.NOT_ARRIVED, by=by, now=now, based_on=based_on)
    return update_appointment(appointment, status=AppointmentStatus.BOOKED, arrived_at=None)


@transaction.atomic
def attend(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The appointment took place; the request is closed. Also without a noted arrival. Raises TooEarly before the
    start."""
    appointment, _locked = lock_appointment(appointment, Step.ATTEND, by=by, only=LIVE)
    _refuse_before_the_start(appointment, now)
    end_offer_of_appointment(appointment.request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    move(appointment.request, Step.ATTEND, by=by, now=now, based_on=based_on)
    return update_appointment(appointment, status=AppointmentStatus.FULFILLED)


@transaction.atomic
def miss(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The patient did not come: the request is closed and the time is free. Raises TooEarly before the start."""
    appointment, _locked = lock_appointment(appointment, Step.MISS, by=by, only=[AppointmentStatus.BOOKED])
    _refuse_before_the_start(appointment, now)
    end_offer_of_appointment(appointment.request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    move(appointment.request, Step.MISS, by=by, now=now, based_on=based_on)
    free_cells([appointment.pk])
    return update_appointment(appointment, status=AppointmentStatus.NO_SHOW)


@transaction.atomic
def not_missed(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """They did come, or the appointment is still to be: a desk lead gives it back within seven days, else TooLate.

    If somebody has been given the time since, both appointments stand: this one moves to a seat on top.
    """
    appointment, _locked = lock_appointment(appointment, Step.NOT_MISSED, by=by, only=[AppointmentStatus.NO_SHOW])
    closed_at = appointment.request.closed_at
    moved = move(appointment.request, Step.NOT_MISSED, by=by, now=now, based_on=based_on)
    if closed_at and now > closed_at + MISSED_TAKEN_BACK_WITHIN:
        raise TooLate(_("“Did not come” can be taken back for seven days."))
    seat = seat_again(appointment)
    reason = (
        appointment.overbook_reason
        if appointment.seat
        else _("“Did not come” was taken back; the time had been given.")
    )
    appointment.request = moved
    appointment = update_appointment(
        appointment, status=AppointmentStatus.BOOKED, seat=seat, overbook_reason=reason if seat else ""
    )
    take_cells(appointment)
    return appointment


def _refuse_before_the_start(appointment: Appointment, now: datetime) -> None:
    if not has_begun(appointment, now):
        raise TooEarly(_("The appointment has not begun. Note this after its start."))
