"""What a patient can do in each situation, as a second table: the page shows a way to each of these and to no other."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from appointments.booking.actions.booking import CANCEL_UNTIL
from appointments.lifecycle.story import story_of
from appointments.models import AppointmentRequest
from appointments.patient.allowed_actions import allowed_actions
from appointments.workflow import Outcome
from tests.appointments.builders import NOON
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.situations import SITUATIONS

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough
WAITING = "withdraw change_contact change_wishes ask_erasure"
CAN = {
    "quarantined": WAITING,
    "new": WAITING,
    "in_progress": WAITING,
    "awaiting_patient": "choose_time refuse_times withdraw change_contact ask_erasure",
    "waiting_list": WAITING,
    "booked": "confirm cancel change_contact download_calendar ask_erasure",
    "arrived": "change_contact ask_erasure",
    "cancel_pending": "keep_appointment change_contact ask_erasure",
    "erased": "",
} | {f"closed: {outcome}": "ask_erasure" for outcome in Outcome}


def found(request, now=NOON) -> set[str]:
    stored = AppointmentRequest.objects.get(pk=request.pk)
    return {name for name, can in asdict(allowed_actions(story_of(stored, now))).items() if can}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_in_each_situation(situation):
    assert found(in_situation(situation, kept_clinic())) == set(CAN[situation].split())


def test_near_to_an_appointment_and_after_its_start():
    request, minute = in_situation("booked", kept_clinic()), timedelta(minutes=1)
    assert "cancel" in found(request, at(9) - CANCEL_UNTIL)
    assert found(request, at(9) - CANCEL_UNTIL + minute) == {
        "confirm",
        "report_cannot_come",
        "change_contact",
        "download_calendar",
        "ask_erasure",
    }
    assert found(request, at(9)) == {"change_contact", "ask_erasure"}


def test_when_held_times_have_run_out_they_are_not_offered():
    request = in_situation("awaiting_patient", kept_clinic())
    assert found(request, NOON + timedelta(days=2)) == {"withdraw", "change_contact", "ask_erasure"}


def test_who_asked_to_be_erased_can_take_it_back():
    request = in_situation("closed: withdrawn", kept_clinic())
    AppointmentRequest.objects.update(erasure_asked_at=NOON)
    assert found(request) == {"take_back_erasure"}
