"""What patients told us on their pages, where the desk looks: on the day's list and in the calendar."""

import pytest

from appointments.lifecycle.actor import PATIENT
from appointments.lifecycle.story import story_of
from appointments.patient.actions import responses
from tests.appointments.builders import NOON
from tests.appointments.desk.builders import TOMORROW_TEN, at_desk, booked, open_clinic

pytestmark = pytest.mark.django_db
JUST_BEFORE = TOMORROW_TEN.replace(hour=9)


@pytest.fixture
def desk(service):
    """Somebody at the desk, with their browser, and an appointment tomorrow at ten."""
    practitioner, place = open_clinic(service)
    actor, client = at_desk()
    return client, booked(actor, practitioner, place, service)


def say(answer, appointment, now) -> None:
    answer(appointment.request, seen_stamp=story_of(appointment.request, now).stamp, by=PATIENT, now=now)


def seen_by(client) -> list[str]:
    day = TOMORROW_TEN.date().isoformat()
    return [client.get(f"/desk/{page}/?day={day}").content.decode() for page in ("today", "calendar")]


def test_who_is_coming_shows_on_the_days_list(desk):
    client, appointment = desk
    assert "says they are coming" not in seen_by(client)[0]
    say(responses.confirm, appointment, NOON)
    assert "says they are coming" in seen_by(client)[0]


def test_a_time_that_is_likely_free_is_flagged_until_the_patient_was_called(desk):
    client, appointment = desk
    assert "ikely free" not in "".join(seen_by(client))
    say(responses.report_cannot_come, appointment, JUST_BEFORE)
    today, calendar = seen_by(client)
    assert "Likely free: cannot come, call them" in today and "likely free" in calendar
    appointment.request.phone_tasks.update(done_at=JUST_BEFORE)
    assert "ikely free" not in "".join(seen_by(client))
