"""A visit is cancelled: by the desk for the patient, by the patient with time to undo it, or by the clinic."""

from datetime import timedelta

import pytest

from appointments.booking.actions import booking
from appointments.booking.actions.booking import UNDO_WITHIN, NoRight, TimeTaken, TooLate
from appointments.choices import QueueRank
from appointments.lifecycle.actions.move import ChangedMeanwhile
from appointments.lifecycle.actor import PATIENT, Actor
from appointments.models import BookingCell, Event
from appointments.models.appointment import CancellationReason
from appointments.workflow import Outcome, Role, Status, StepNotAllowed
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, make_actor, make_clinic, refused
from tests.appointments.given_time import faults
from tests.builders import make_user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def clinic():
    return make_clinic()


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


def steps_of(request) -> list[str]:
    return list(request.events.order_by("pk").values_list("step", flat=True))


def test_a_visit_cancelled_for_the_patient_frees_its_time_and_closes_the_request(clinic):
    visit = booking.cancel(clinic.booked(at(10)), by=clinic.desk, now=LATER)
    assert (visit.status, visit.cancellation_reason) == ("cancelled", CancellationReason.PATIENT)
    assert (visit.sequence, visit.version) == (1, 2)  # calendars are told by a higher SEQUENCE
    assert (visit.request.status, visit.request.outcome) == (Status.CLOSED, Outcome.CANCELLED)
    assert not BookingCell.objects.exists()
    assert clinic.booked(at(10)).pk != visit.pk


def test_a_visit_is_cancelled_once(clinic):
    visit = booking.cancel(clinic.booked(at(10)), by=clinic.desk, now=LATER)
    for call in (booking.cancel, booking.arrive, booking.keep):
        refused(StepNotAllowed, call, visit, by=clinic.desk, now=LATER)
    refused(StepNotAllowed, booking.ask_cancel, visit, by=PATIENT, now=LATER)


def test_an_old_visit_of_a_request_that_was_booked_again_cannot_be_cancelled(clinic):
    old = clinic.booked(at(10))
    request = booking.cancel_by_clinic(old, reason=CancellationReason.CLINIC, by=clinic.desk, now=NOON)
    again = booking.book(request, **clinic.place(at(11)), by=clinic.desk, now=NOON)
    refused(StepNotAllowed, booking.cancel, old, by=clinic.desk, now=NOON)
    assert booking.cancel(again, by=clinic.desk, now=NOON).status == "cancelled"


# --- by the clinic ---------------------------------------------------------------------------------------------------


def test_a_visit_we_cancel_puts_its_request_at_the_top_with_a_new_promise(clinic):
    visit = clinic.booked(at(10))
    old_promise = visit.request.promise_at
    request = booking.cancel_by_clinic(visit, reason=CancellationReason.LEAVE, by=clinic.desk, now=LATER)
    assert (request.status, request.queue_rank, request.claimed_by) == (Status.IN_PROGRESS, QueueRank.TOP, None)
    assert request.promise_at > old_promise and request.promise_at > LATER
    visit.refresh_from_db()
    assert (visit.status, visit.cancellation_reason) == ("cancelled", CancellationReason.LEAVE)
    again = booking.book(request, **clinic.place(at(11)), by=clinic.desk, now=LATER)
    assert again.request.reference == visit.request.reference
    assert again.request.queue_rank == QueueRank.NORMAL


def test_why_we_cancelled_is_noted_for_colleagues(clinic):
    visit = clinic.booked(at(10))
    request = booking.cancel_by_clinic(
        visit, reason=CancellationReason.CLINIC, by=clinic.desk, now=LATER, note="No heating in room 3."
    )
    assert request.notes.get().text == "No heating in room 3."
    assert steps_of(request)[-2:] == ["cancel_by_clinic", "note"]


@pytest.mark.parametrize("reason", [CancellationReason.PATIENT, CancellationReason.HOLD_ENDED, "weather", ""])
def test_the_clinic_cancels_for_reasons_of_its_own_only(clinic, reason):
    visit = clinic.booked(at(10))
    refused(ValueError, booking.cancel_by_clinic, visit, reason=reason, by=clinic.desk, now=LATER)


def test_practitioners_cancel_their_own_visits_only(clinic):
    visit, stranger = clinic.booked(at(10)), make_actor(Role.PRACTITIONER)
    how = {"reason": CancellationReason.CLINIC, "now": LATER}
    refused(NoRight, booking.cancel_by_clinic, visit, by=stranger, **how)
    clinic.doctor.user = make_user("")
    clinic.doctor.save()
    own = Actor(Role.PRACTITIONER, clinic.doctor.user)
    assert booking.cancel_by_clinic(visit, by=own, **how).queue_rank == QueueRank.TOP


def test_a_patient_who_has_arrived_can_still_be_told_that_we_cannot_keep_the_visit(clinic):
    visit = booking.arrive(clinic.booked(at(10)), by=clinic.desk, now=at(9, 50))
    request = booking.cancel_by_clinic(visit, reason=CancellationReason.CLINIC, by=clinic.desk, now=at(9, 55))
    assert request.status == Status.IN_PROGRESS


def test_what_was_decided_on_an_old_page_cancels_nothing(clinic):
    visit = clinic.booked(at(10))
    seen = visit.request.version - 1
    refused(ChangedMeanwhile, booking.cancel, visit, by=clinic.desk, now=LATER, based_on=seen)


# --- by the patient, with time to undo it ----------------------------------------------------------------------------


def test_a_patient_who_asks_to_cancel_has_fifteen_minutes_in_which_nobody_gets_the_time(clinic):
    visit = booking.ask_cancel(clinic.booked(at(10)), by=PATIENT, now=LATER)
    assert (visit.status, visit.request.status) == ("booked", Status.CANCEL_PENDING)
    assert booking.finish_cancels(now=LATER + UNDO_WITHIN - timedelta(seconds=1)) == 0
    refused(TimeTaken, booking.book, clinic.request(), **clinic.place(at(10)), by=clinic.desk, now=LATER)
    assert booking.finish_cancels(now=LATER + UNDO_WITHIN) == 1
    visit.refresh_from_db()
    assert (visit.status, visit.request.status) == ("cancelled", Status.CLOSED)
    last = Event.objects.filter(request=visit.request).order_by("-pk").first()
    assert (last.step, last.role, last.by) == ("cancel", Role.SYSTEM, None)
    assert booking.finish_cancels(now=LATER + UNDO_WITHIN) == 0
    clinic.booked(at(10))


@pytest.mark.parametrize("who", ["patient", "desk"])
def test_a_visit_is_kept_after_all(clinic, who):
    visit = booking.ask_cancel(clinic.booked(at(10)), by=PATIENT, now=LATER)
    kept = booking.keep(visit, by=PATIENT if who == "patient" else clinic.desk, now=LATER)
    assert (kept.status, kept.request.status) == ("booked", Status.BOOKED)
    assert booking.finish_cancels(now=LATER + UNDO_WITHIN * 2) == 0


def test_the_time_to_undo_counts_from_the_last_time_they_asked(clinic):
    visit = clinic.booked(at(10))
    for minutes in (0, 10):
        booking.ask_cancel(visit, by=PATIENT, now=LATER + timedelta(minutes=minutes))
        if not minutes:
            booking.keep(visit, by=PATIENT, now=LATER + timedelta(minutes=5))
    assert booking.finish_cancels(now=LATER + timedelta(minutes=20)) == 0
    assert booking.finish_cancels(now=LATER + timedelta(minutes=25)) == 1


def test_the_desk_need_not_wait_for_the_fifteen_minutes(clinic):
    visit = booking.ask_cancel(clinic.booked(at(10)), by=PATIENT, now=LATER)
    assert booking.cancel(visit, by=clinic.desk, now=LATER).request.outcome == Outcome.CANCELLED
    refused(StepNotAllowed, booking.keep, visit, by=PATIENT, now=LATER)


def test_a_visit_that_has_begun_is_not_cancelled_by_the_patient(clinic):
    visit = clinic.booked(at(10))
    refused(TooLate, booking.ask_cancel, visit, by=PATIENT, now=at(10))


def test_staff_do_not_ask_to_cancel_they_cancel(clinic):
    visit = clinic.booked(at(10))
    refused(StepNotAllowed, booking.ask_cancel, visit, by=clinic.desk, now=LATER)
    refused(StepNotAllowed, booking.cancel, visit, by=PATIENT, now=LATER)
