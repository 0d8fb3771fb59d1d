"""What a patient's page is told from is read in few queries, whatever happened."""

import pytest

from appointments.lifecycle.story import moment_in_words, span_in_words, story_of
from appointments.workflow import Status, Step
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, make_clinic
from tests.appointments.situations import SITUATIONS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("situation", SITUATIONS)
def test_it_costs_five_queries_at_most(situation, django_assert_max_num_queries):
    request = SITUATIONS[situation](make_clinic())
    request.refresh_from_db()
    with django_assert_max_num_queries(5):
        story = story_of(request, NOON)
    assert story.events[0].step in (Step.ASK, Step.QUARANTINE)
    assert bool(story.offered) == (request.status == Status.AWAITING_PATIENT)
    assert bool(story.waits) == (request.status == Status.WAITING_LIST)
    has_appointment = situation in ("booked", "arrived", "cancel_pending") or situation[8:] in (
        "attended",
        "no_show",
        "cancelled",
    )
    assert bool(story.appointment) == has_appointment


def test_moments_are_told_in_clinic_time_with_the_zone():
    assert moment_in_words(NOON) == "Wednesday 25 November, 12:00 (GMT)"
    assert moment_in_words(NOON.replace(month=7)) == "Saturday 25 July, 13:00 (BST)"
    assert moment_in_words(NOON.replace(month=10, day=25, hour=0)) == "Sunday 25 October, 01:00 (BST)"
    assert moment_in_words(NOON.replace(month=10, day=25, hour=1)) == "Sunday 25 October, 01:00 (GMT)"


def test_a_appointment_over_the_clock_change_is_told_as_the_clocks_will_show_it():
    appointment = make_clinic().booked(at(9))
    appointment.starts_at = NOON.replace(month=10, day=25, hour=0, minute=45)
    appointment.ends_at = appointment.starts_at.replace(hour=1, minute=15)
    assert span_in_words(appointment) == "01:45 to 01:15 (BST)"
