"""What happens on the day: they came, they were seen, they did not come, and each mistake taken back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.locks import change, has_begun, lock_visit
from appointments.booking.actions.offers import end_offer_of_visit
from appointments.booking.actions.slots import free, seat_again, take
from appointments.lifecycle.actions.move import move
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, TimeOffer
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.workflow import Step

MISSED_TAKEN_BACK_WITHIN = timedelta(days=7)


class TooEarly(Exception):
    """Nobody has attended or missed a visit that has not begun."""


@transaction.atomic
def arrive(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The patient is here. Raises StepNotAllowed, ChangedMeanwhile, NoRight, as every step of the day does."""
    visit, _locked = lock_visit(appointment, Step.ARRIVE, by=by, only=[AppointmentStatus.BOOKED])
    move(visit.request, Step.ARRIVE, by=by, now=now, based_on=based_on)
    return change(visit, status=AppointmentStatus.ARRIVED, arrived_at=now)


@transaction.atomic
def not_arrived(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The arrival was noted by mistake."""
    visit, _locked = lock_visit(appointment, Step.NOT_ARRIVED, by=by, only=[AppointmentStatus.ARRIVED])
    move(visit.request, Step.NOT_ARRIVED, by=by, now=now, based_on=based_on)
    return change(visit, status=AppointmentStatus.BOOKED, arrived_at=None)


@transaction.atomic
def attend(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The visit took place; the request is closed. Also without a noted arrival. Raises TooEarly before the start."""
    visit, _locked = lock_visit(appointment, Step.ATTEND, by=by, only=LIVE)
    _refuse_before_the_start(visit, now)
    end_offer_of_visit(visit.request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    move(visit.request, Step.ATTEND, by=by, now=now, based_on=based_on)
    return change(visit, status=AppointmentStatus.FULFILLED)


@transaction.atomic
def miss(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """The patient did not come: the request is closed and the time is free. Raises TooEarly before the start."""
    visit, _locked = lock_visit(appointment, Step.MISS, by=by, only=[AppointmentStatus.BOOKED])
    _refuse_before_the_start(visit, now)
    end_offer_of_visit(visit.request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    move(visit.request, Step.MISS, by=by, now=now, based_on=based_on)
    free([visit.pk])
    return change(visit, status=AppointmentStatus.NO_SHOW)


@transaction.atomic
def not_missed(appointment: Appointment, *, by: Actor, now: datetime, based_on: int | None = None) -> Appointment:
    """They did come, or the visit is still to be: a desk lead gives it back within seven days, else TooLate.

    If somebody has been given the time since, both visits stand: this one moves to a seat on top.
    """
    visit, _locked = lock_visit(appointment, Step.NOT_MISSED, by=by, only=[AppointmentStatus.NO_SHOW])
    closed_at = visit.request.closed_at
    moved = move(visit.request, Step.NOT_MISSED, by=by, now=now, based_on=based_on)
    if closed_at and now > closed_at + MISSED_TAKEN_BACK_WITHIN:
        raise TooLate(_("“Did not come” can be taken back for seven days."))
    seat = seat_again(visit)
    reason = visit.overbook_reason if visit.seat else _("“Did not come” was taken back; the time had been given.")
    visit.request = moved
    visit = change(visit, status=AppointmentStatus.BOOKED, seat=seat, overbook_reason=reason if seat else "")
    take(visit)
    return visit


def _refuse_before_the_start(visit: Appointment, now: datetime) -> None:
    if not has_begun(visit, now):
        raise TooEarly(_("The visit has not begun. Note this after its start."))
