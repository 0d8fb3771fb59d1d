"""What is noted on the day of an appointment: arrived, took place, missed; and taking each of these back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.locks import lock_appointment, update_appointment
from appointments.booking.actions.offers import end_offer_of_appointment
from appointments.booking.actions.slots import free_cells, seat_again, take_cells
from appointments.lifecycle.actions.transitions import move
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, TimeOffer
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.workflow import Step
from portal.lib.refusal import Refused

MISSED_TAKEN_BACK_WITHIN = timedelta(days=7)


class TooEarly(Refused):
    """The appointment has not begun: it can be neither attended nor missed."""


@transaction.atomic
def arrive(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """Notes that the patient has arrived. Raises StepNotAllowed, ChangedMeanwhile, NoRight, like all actions here."""
    appointment, _locked = lock_appointment(appointment, Step.ARRIVE, by=by, only=[AppointmentStatus.BOOKED])
    move(appointment.request, Step.ARRIVE, by=by, now=now, based_on=based_on)
    return update_appointment(appointment, status=AppointmentStatus.ARRIVED, arrived_at=now)


@transaction.atomic
def not_arrived(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """Takes the arrival back."""
    appointment, _locked = lock_appointment(appointment, Step.NOT_ARRIVED, by=by, only=[AppointmentStatus.ARRIVED])
    move(appointment.request, Step.NOT_ARRIVED, by=by, now=now, based_on=based_on)
    return update_appointment(appointment, status=AppointmentStatus.BOOKED, arrived_at=None)


@transaction.atomic
def attend(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """Notes that the appointment took place, with or without a noted arrival, and closes the request.

    Raises TooEarly before the start.
    """
    appointment, _locked = lock_appointment(appointment, Step.ATTEND, by=by, only=LIVE)
    _refuse_before_the_start(appointment, now)
    end_offer_of_appointment(appointment.request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    move(appointment.request, Step.ATTEND, by=by, now=now, based_on=based_on)
    return update_appointment(appointment, status=AppointmentStatus.FULFILLED)


@transaction.atomic
def miss(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """Notes that the patient did not come: closes the request, frees the time. Raises TooEarly before the start."""
    appointment, _locked = lock_appointment(appointment, Step.MISS, by=by, only=[AppointmentStatus.BOOKED])
    _refuse_before_the_start(appointment, now)
    end_offer_of_appointment(appointment.request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    move(appointment.request, Step.MISS, by=by, now=now, based_on=based_on)
    free_cells([appointment.pk])
    return update_appointment(appointment, status=AppointmentStatus.NO_SHOW)


@transaction.atomic
def not_missed(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """Takes "did not come" back and books the appointment again. Raises TooLate after seven days.

    If somebody was given the time since, both appointments stand: this one gets a seat on top.
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
    if appointment.starts_at > now:
        raise TooEarly(_("The appointment has not begun. Note this after its start."))
