"""What a patient's page is told from is read in few queries, whatever happened."""

import pytest

from appointments.lifecycle.story import story_of
from appointments.workflow import Status, Step
from tests.appointments.builders import NOON
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.situations import SITUATIONS

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough


@pytest.mark.parametrize("situation", SITUATIONS)
def test_it_costs_five_queries_at_most(situation, django_assert_max_num_queries):
    request = in_situation(situation, kept_clinic())
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
