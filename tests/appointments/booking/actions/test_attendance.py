"""The day itself: arrived, attended, did not come, and the mistakes that are taken back."""

from datetime import timedelta

import pytest

from appointments.booking.actions import attendance, booking
from appointments.booking.actions.attendance import MISSED_TAKEN_BACK_WITHIN, TooEarly
from appointments.booking.actions.closing import TooLate
from appointments.lifecycle.actor import PATIENT, Actor, NoRight
from appointments.models import BookingCell
from appointments.workflow import Outcome, Role, Status, StepNotAllowed
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, make_actor, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import kept_clinic
from tests.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return kept_clinic()


@pytest.fixture
def appointment(clinic):
    return at_ten(clinic)


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


def test_an_arrival_is_noted_and_taken_back(clinic, appointment):
    here = attendance.arrive(appointment, by=clinic.desk, now=at(9, 50))
    assert (here.status, here.arrived_at, here.request.status) == ("arrived", at(9, 50), Status.BOOKED)
    refused(StepNotAllowed, attendance.arrive, appointment, by=clinic.desk, now=at(9, 51))
    gone = attendance.not_arrived(appointment, by=clinic.desk, now=at(9, 51))
    assert (gone.status, gone.arrived_at) == ("booked", None)
    refused(StepNotAllowed, attendance.not_arrived, appointment, by=clinic.desk, now=at(9, 52))


@pytest.mark.parametrize("arrived", [True, False])
def test_an_appointment_that_took_place_closes_the_request_and_keeps_its_time(clinic, appointment, arrived):
    if arrived:
        attendance.arrive(appointment, by=clinic.desk, now=at(9, 50))
    seen = attendance.attend(appointment, by=clinic.desk, now=at(10))
    assert (seen.status, seen.request.status, seen.request.outcome) == ("fulfilled", Status.CLOSED, Outcome.ATTENDED)
    assert BookingCell.objects.filter(appointment=appointment).count() == 6


def test_an_appointment_that_was_missed_closes_the_request_and_frees_its_time(clinic, appointment):
    missed = attendance.miss(appointment, by=clinic.desk, now=at(10, 10))
    assert (missed.status, missed.request.outcome) == ("noshow", Outcome.NO_SHOW)
    assert not BookingCell.objects.exists()


@pytest.mark.parametrize("step", [attendance.attend, attendance.miss])
def test_nothing_is_said_of_an_appointment_before_its_start(clinic, appointment, step):
    for early in (NOON, at(9, 59)):
        refused(TooEarly, step, appointment, by=clinic.desk, now=early)


def test_who_has_arrived_has_not_missed_the_appointment(clinic, appointment):
    attendance.arrive(appointment, by=clinic.desk, now=at(9, 50))
    refused(StepNotAllowed, attendance.miss, appointment, by=clinic.desk, now=at(10, 10))


def test_a_lead_takes_a_missed_appointment_back_and_it_can_be_attended(clinic, appointment):
    attendance.miss(appointment, by=clinic.desk, now=at(10, 10))
    refused(StepNotAllowed, attendance.not_missed, appointment, by=clinic.desk, now=at(10, 20))
    back = attendance.not_missed(appointment, by=clinic.lead, now=at(10, 20))
    assert (back.status, back.seat, back.request.status) == ("booked", 0, Status.BOOKED)
    assert attendance.attend(back, by=clinic.desk, now=at(10, 30)).status == "fulfilled"
    refused(StepNotAllowed, attendance.not_missed, appointment, by=clinic.lead, now=at(10, 40))


def test_a_missed_appointment_is_taken_back_within_seven_days(clinic, appointment):
    missed_at = at(10, 10)
    attendance.miss(appointment, by=clinic.desk, now=missed_at)
    late = missed_at + MISSED_TAKEN_BACK_WITHIN + timedelta(seconds=1)
    refused(TooLate, attendance.not_missed, appointment, by=clinic.lead, now=late)
    assert (
        attendance.not_missed(appointment, by=clinic.lead, now=missed_at + MISSED_TAKEN_BACK_WITHIN).status == "booked"
    )


def test_a_missed_appointment_taken_back_stands_beside_the_one_that_got_its_time(clinic, appointment):
    attendance.miss(appointment, by=clinic.desk, now=at(10, 2))
    booking.book(clinic.request(), **clinic.place(at(10, 5)), by=clinic.desk, now=at(10, 3))
    back = attendance.not_missed(appointment, by=clinic.lead, now=at(10, 20))
    assert (back.status, back.seat) == ("booked", 1)
    assert back.overbook_reason


def test_practitioners_note_what_became_of_their_own_appointments_only(clinic, appointment):
    clinic.doctor.user = make_user("")
    clinic.doctor.save()
    own, stranger = Actor(Role.PRACTITIONER, clinic.doctor.user), make_actor(Role.PRACTITIONER)
    for step in (attendance.arrive, attendance.attend, attendance.miss):
        refused(NoRight, step, appointment, by=stranger, now=at(10, 5))
    attendance.arrive(appointment, by=own, now=at(10, 5))
    assert attendance.attend(appointment, by=own, now=at(10, 30)).request.outcome == Outcome.ATTENDED


def test_patients_note_nothing(clinic, appointment):
    for step in (attendance.arrive, attendance.attend, attendance.miss):
        refused(StepNotAllowed, step, appointment, by=PATIENT, now=at(10, 5))
