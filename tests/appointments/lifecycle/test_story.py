"""What a patient's page is told from is read in few queries, whatever happened."""

import pytest

from appointments.lifecycle.story import story_of
from appointments.workflow import Status, Step
from tests.appointments.builders import NOON
from tests.appointments.clinic import make_clinic
from tests.appointments.situations import SITUATIONS

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough
WITH_APPOINTMENT = {"booked", "arrived", "cancel_pending", "closed: attended", "closed: no_show", "closed: cancelled"}


def test_it_costs_five_queries_at_most(subtests, django_assert_max_num_queries):
    clinic = make_clinic(doctors=len(SITUATIONS))  # one for each request, so that all may be seen at the same hour
    for doctor, (situation, bring_there) in zip(list(clinic.doctors), SITUATIONS.items(), strict=True):
        clinic.doctors = [doctor]
        request = bring_there(clinic)
        request.refresh_from_db()
        with subtests.test(situation):
            with django_assert_max_num_queries(5):
                story = story_of(request, NOON)
            assert story.events[0].step in (Step.ASK, Step.QUARANTINE)
            assert bool(story.offered) == (request.status == Status.AWAITING_PATIENT)
            assert bool(story.waits) == (request.status == Status.WAITING_LIST)
            assert bool(story.appointment) == (situation in WITH_APPOINTMENT)
