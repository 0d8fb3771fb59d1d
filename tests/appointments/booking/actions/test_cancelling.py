"""An appointment is cancelled: by the desk for the patient, by the patient with time to undo it, or by the clinic."""

from datetime import timedelta

import pytest

from appointments.booking.actions import attendance, booking
from appointments.booking.actions.booking import UNDO_WITHIN
from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.slots import TimeTaken
from appointments.choices import QueueRank
from appointments.lifecycle.actions.transitions import ChangedMeanwhile
from appointments.lifecycle.actor import PATIENT, Actor, NoRight
from appointments.models import BookingCell, Event
from appointments.models.appointment import CancellationReason
from appointments.workflow import Outcome, Role, Status, StepNotAllowed
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, make_actor, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import kept_clinic
from tests.builders import make_user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def clinic():
    return kept_clinic()


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


def steps_of(request) -> list[str]:
    return list(request.events.order_by("pk").values_list("step", flat=True))


def test_an_appointment_cancelled_for_the_patient_frees_its_time_and_closes_the_request(clinic):
    appointment = booking.cancel(at_ten(clinic), by=clinic.desk, now=LATER)
    assert (appointment.status, appointment.cancellation_reason) == ("cancelled", CancellationReason.PATIENT)
    assert (appointment.sequence, appointment.version) == (1, 2)  # calendars are told by a higher SEQUENCE
    assert (appointment.request.status, appointment.request.outcome) == (Status.CLOSED, Outcome.CANCELLED)
    assert not BookingCell.objects.exists()
    assert clinic.booked(at(10)).pk != appointment.pk


def test_an_appointment_is_cancelled_once(clinic):
    appointment = booking.cancel(at_ten(clinic), by=clinic.desk, now=LATER)
    for call in (booking.cancel, attendance.arrive, booking.keep):
        refused(StepNotAllowed, call, appointment, by=clinic.desk, now=LATER)
    refused(StepNotAllowed, booking.ask_cancel, appointment, by=PATIENT, now=LATER)


def test_an_old_appointment_of_a_request_that_was_booked_again_cannot_be_cancelled(clinic):
    old = at_ten(clinic)
    request = booking.cancel_by_clinic(old, reason=CancellationReason.CLINIC, by=clinic.desk, now=NOON)
    again = booking.book(request, **clinic.place(at(11)), by=clinic.desk, now=NOON)
    refused(StepNotAllowed, booking.cancel, old, by=clinic.desk, now=NOON)
    assert booking.cancel(again, by=clinic.desk, now=NOON).status == "cancelled"


# --- by the clinic ---------------------------------------------------------------------------------------------------


def test_an_appointment_we_cancel_puts_its_request_at_the_top_with_a_new_promise(clinic):
    appointment = at_ten(clinic)
    old_promise = appointment.request.promise_at
    request = booking.cancel_by_clinic(appointment, reason=CancellationReason.LEAVE, by=clinic.desk, now=LATER)
    assert (request.status, request.queue_rank, request.claimed_by) == (Status.IN_PROGRESS, QueueRank.TOP, None)
    assert request.promise_at > old_promise and request.promise_at > LATER
    appointment.refresh_from_db()
    assert (appointment.status, appointment.cancellation_reason) == ("cancelled", CancellationReason.LEAVE)
    again = booking.book(request, **clinic.place(at(11)), by=clinic.desk, now=LATER)
    assert again.request.reference == appointment.request.reference
    assert again.request.queue_rank == QueueRank.NORMAL


def test_why_we_cancelled_is_noted_for_colleagues(clinic):
    appointment = at_ten(clinic)
    request = booking.cancel_by_clinic(
        appointment, reason=CancellationReason.CLINIC, by=clinic.desk, now=LATER, note="No heating in room 3."
    )
    assert request.notes.get().text == "No heating in room 3."
    assert steps_of(request)[-2:] == ["cancel_by_clinic", "note"]


def test_the_clinic_cancels_for_reasons_of_its_own_only(clinic):
    appointment = at_ten(clinic)
    for reason in (CancellationReason.PATIENT, CancellationReason.HOLD_ENDED, "weather", ""):
        refused(ValueError, booking.cancel_by_clinic, appointment, reason=reason, by=clinic.desk, now=LATER)


def test_practitioners_cancel_their_own_appointments_only(clinic):
    appointment, stranger = at_ten(clinic), make_actor(Role.PRACTITIONER)
    how = {"reason": CancellationReason.CLINIC, "now": LATER}
    refused(NoRight, booking.cancel_by_clinic, appointment, by=stranger, **how)
    clinic.doctor.user = make_user("")
    clinic.doctor.save()
    own = Actor(Role.PRACTITIONER, clinic.doctor.user)
    assert booking.cancel_by_clinic(appointment, by=own, **how).queue_rank == QueueRank.TOP


def test_a_patient_who_has_arrived_can_still_be_told_that_we_cannot_keep_the_appointment(clinic):
    appointment = attendance.arrive(at_ten(clinic), by=clinic.desk, now=at(9, 50))
    request = booking.cancel_by_clinic(appointment, reason=CancellationReason.CLINIC, by=clinic.desk, now=at(9, 55))
    assert request.status == Status.IN_PROGRESS


def test_what_was_decided_on_an_old_page_cancels_nothing(clinic):
    appointment = at_ten(clinic)
    seen = appointment.request.version - 1
    refused(ChangedMeanwhile, booking.cancel, appointment, by=clinic.desk, now=LATER, based_on=seen)


# --- by the patient, with time to undo it ----------------------------------------------------------------------------


def test_a_patient_who_asks_to_cancel_has_fifteen_minutes_in_which_nobody_gets_the_time(clinic):
    appointment = booking.ask_cancel(at_ten(clinic), by=PATIENT, now=LATER)
    assert (appointment.status, appointment.request.status) == ("booked", Status.CANCEL_PENDING)
    assert booking.finish_cancels(now=LATER + UNDO_WITHIN - timedelta(seconds=1)) == 0
    refused(TimeTaken, booking.book, clinic.request(), **clinic.place(at(10)), by=clinic.desk, now=LATER)
    assert booking.finish_cancels(now=LATER + UNDO_WITHIN) == 1
    appointment.refresh_from_db()
    assert (appointment.status, appointment.request.status) == ("cancelled", Status.CLOSED)
    last = Event.objects.filter(request=appointment.request).order_by("-pk").first()
    assert (last.step, last.role, last.by) == ("cancel", Role.SYSTEM, None)
    assert booking.finish_cancels(now=LATER + UNDO_WITHIN) == 0
    clinic.booked(at(10))


@pytest.mark.parametrize("who", ["patient", "desk"])
def test_an_appointment_is_kept_after_all(clinic, who):
    appointment = booking.ask_cancel(at_ten(clinic), by=PATIENT, now=LATER)
    kept = booking.keep(appointment, by=PATIENT if who == "patient" else clinic.desk, now=LATER)
    assert (kept.status, kept.request.status) == ("booked", Status.BOOKED)
    assert booking.finish_cancels(now=LATER + UNDO_WITHIN * 2) == 0


def test_the_time_to_undo_counts_from_the_last_time_they_asked(clinic):
    appointment = at_ten(clinic)
    for minutes in (0, 10):
        booking.ask_cancel(appointment, by=PATIENT, now=LATER + timedelta(minutes=minutes))
        if not minutes:
            booking.keep(appointment, by=PATIENT, now=LATER + timedelta(minutes=5))
    assert booking.finish_cancels(now=LATER + timedelta(minutes=20)) == 0
    assert booking.finish_cancels(now=LATER + timedelta(minutes=25)) == 1


def test_the_desk_need_not_wait_for_the_fifteen_minutes(clinic):
    appointment = booking.ask_cancel(at_ten(clinic), by=PATIENT, now=LATER)
    assert booking.cancel(appointment, by=clinic.desk, now=LATER).request.outcome == Outcome.CANCELLED
    refused(StepNotAllowed, booking.keep, appointment, by=PATIENT, now=LATER)


def test_an_appointment_that_has_begun_is_not_cancelled_by_the_patient(clinic):
    appointment = at_ten(clinic)
    refused(TooLate, booking.ask_cancel, appointment, by=PATIENT, now=at(10))


def test_staff_do_not_ask_to_cancel_they_cancel(clinic):
    appointment = at_ten(clinic)
    refused(StepNotAllowed, booking.ask_cancel, appointment, by=clinic.desk, now=LATER)
    refused(StepNotAllowed, booking.cancel, appointment, by=PATIENT, now=LATER)
