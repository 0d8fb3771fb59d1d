"""A patient withdraws, or wants everything erased: what that does at once, and what stands in the way."""

from datetime import timedelta

import pytest

from appointments.booking.actions import booking, claims, offers
from appointments.booking.actions.attendance import TooLate
from appointments.lifecycle.actions.transitions import ChangedMeanwhile
from appointments.lifecycle.actor import PATIENT
from appointments.lifecycle.story import story_of
from appointments.models import AppointmentRequest
from appointments.patient.actions import withdrawal
from appointments.workflow import Outcome, Status, StepNotAllowed
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.situations import SITUATIONS, appointment_of

pytestmark = pytest.mark.django_db
OPEN = ("quarantined", "new", "in_progress", "awaiting_patient", "waiting_list")


@pytest.fixture
def clinic():
    return kept_clinic()


def seen(request, now=NOON) -> str:
    return story_of(AppointmentRequest.objects.get(pk=request.pk), now).stamp


def withdraw(request, stamp=None):
    return withdrawal.withdraw(request, seen_stamp=stamp or seen(request), by=PATIENT, now=NOON)


def erase(request, *, cancel_appointment=False, stamp=None, now=NOON):
    how = {
        "cancel_appointment": cancel_appointment,
        "seen_stamp": stamp or seen(request, now),
        "by": PATIENT,
        "now": now,
    }
    return withdrawal.ask_erasure(request, **how)


@pytest.mark.parametrize("situation", OPEN)
def test_what_is_open_can_be_withdrawn_and_its_held_times_are_free(clinic, situation):
    request = in_situation(situation, clinic)
    gone = withdraw(request)
    assert (gone.status, gone.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)
    assert faults() == []


@pytest.mark.parametrize("situation", sorted(set(SITUATIONS) - set(OPEN)))
def test_what_is_booked_or_over_cannot(clinic, situation):
    refused(StepNotAllowed, withdraw, in_situation(situation, clinic))


def test_who_has_been_offered_times_meanwhile_sees_them_before_withdrawing(clinic):
    request = in_situation("in_progress", clinic)
    stamp = seen(request)
    offers.offer(request, times=[clinic.time(at(9))], lasts=timedelta(days=1), by=clinic.desk, now=NOON)
    refused(ChangedMeanwhile, withdraw, request, stamp)


def test_that_the_desk_takes_a_request_on_changes_nothing_for_the_patient(clinic):
    request = in_situation("new", clinic)
    stamp = seen(request)
    claims.claim(request, by=clinic.desk, now=NOON)
    assert withdraw(request, stamp).status == Status.CLOSED


# --- erasing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", OPEN)
def test_an_open_request_is_withdrawn_and_waits_to_be_erased(clinic, situation):
    request = erase(in_situation(situation, clinic))
    assert (request.status, request.outcome, request.erasure_asked_at) == ("closed", "withdrawn", NOON)
    assert list(request.events.order_by("pk").values_list("step", flat=True))[-2:] == ["withdraw", "ask_erasure"]
    assert faults() == []


def test_an_appointment_ahead_is_cancelled_first_or_comes_first_as_the_patient_says(clinic):
    first, second = clinic.booked(at(9)).request, clinic.booked(at(11)).request
    assert erase(first, cancel_appointment=True).status == Status.CANCEL_PENDING
    kept = erase(second)
    assert (kept.status, kept.erasure_asked_at) == (Status.BOOKED, NOON)
    booking.finish_cancels(now=NOON + booking.UNDO_WITHIN)
    first.refresh_from_db()
    assert (first.status, first.erasure_asked_at) == (Status.CLOSED, NOON)


def test_too_near_to_the_appointment_it_is_not_cancelled_and_nothing_is_noted(clinic):
    request = clinic.booked(at(9)).request
    refused(TooLate, erase, request, cancel_appointment=True, now=at(8))
    assert erase(request, now=at(8)).status == Status.BOOKED


def test_the_appointment_that_was_seen_is_meant(clinic):
    request = clinic.booked(at(9)).request
    stamp = seen(request)
    booking.move_appointment(appointment_of(request), **clinic.place(at(14)), by=clinic.desk, now=NOON)
    refused(ChangedMeanwhile, erase, request, cancel_appointment=True, stamp=stamp)


@pytest.mark.parametrize("situation", [name for name in SITUATIONS if name.startswith("closed")] + ["cancel_pending"])
def test_what_is_over_waits_to_be_erased_as_it_is(clinic, situation):
    request = in_situation(situation, clinic)
    status = AppointmentRequest.objects.get(pk=request.pk).status
    asked = erase(request)
    assert (asked.status, asked.erasure_asked_at) == (status, NOON)
    again = erase(request, now=NOON + timedelta(hours=1))
    assert (again.erasure_asked_at, again.events.filter(step="ask_erasure").count()) == (NOON, 1)


def test_it_can_be_taken_back_until_it_is_done_and_what_was_withdrawn_stays_so(clinic):
    request = erase(in_situation("new", clinic))
    kept = withdrawal.take_erasure_back(request, by=PATIENT, now=NOON)
    assert (kept.status, kept.erasure_asked_at) == (Status.CLOSED, None)
    assert withdrawal.take_erasure_back(request, by=PATIENT, now=NOON).events.filter(step="no_erasure").count() == 1


def test_what_is_erased_is_erased(clinic):
    request = in_situation("erased", clinic)
    refused(StepNotAllowed, erase, request)
    refused(StepNotAllowed, withdrawal.take_erasure_back, request, by=PATIENT, now=NOON)
