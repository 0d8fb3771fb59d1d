"""What is told of held times once something has changed: on the patient's page, by mail, by phone and at the desk."""

from datetime import timedelta

import pytest

from appointments.booking.actions import absences, offers
from appointments.desk.request_page import _offer
from appointments.lifecycle.actor import SYSTEM
from appointments.lifecycle.story import Story, story_of
from appointments.messages.actions import outgoing
from appointments.messages.phone_words import words_now
from appointments.models import Appointment, AppointmentRequest, ScheduleException
from appointments.patient.held_times import held_times
from appointments.patient.status_summary import status_summary
from appointments.patient.timeline import timeline
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at, make_clinic
from tests.appointments.messages.mails import post

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = NOON + 2 * HOUR


@pytest.fixture
def clinic():
    return make_clinic()


def away(clinic, starts_at, ends_at) -> None:
    leave = ScheduleException.Kind.LEAVE
    absences.add(leave, practitioner=clinic.doctor, starts_at=starts_at, ends_at=ends_at, by=clinic.lead, now=NOON)


def story(request) -> Story:
    return story_of(AppointmentRequest.objects.get(pk=request.pk), NOON)


def two_offered(clinic, **answers) -> AppointmentRequest:
    """In two hours, and on Monday; held for six days, and so until Monday."""
    request = clinic.request(**answers)
    times = [clinic.time(SOON), clinic.time(at(9))]
    offers.offer(request, times=times, lasts=6 * DAY, by=clinic.desk, now=NOON)
    away(clinic, at(0), at(12))
    return request


def test_until_when_is_that_of_the_times_that_are_left(clinic):
    request = two_offered(clinic)
    until = "Wednesday 25 November, 14:00"
    found = story(request)
    assert f"hold them until {until}" in status_summary(found).lead
    [(_we_hold, [time])] = [(row["label"], row["value"]) for row in status_summary(found).rows]
    assert time.startswith(until)
    assert held_times(found)["until"].startswith(until)
    assert [step["when"] for step in timeline(found) if step["state"] == "now"] == [f"Until {until}"]
    assert _offer(found.request, NOON)["until"] == "today, 14:00"
    letter = next(letter for letter in post(NOON) if "choose a time" in letter.subject)
    for words in letter.words:
        assert f"until {until}" in words and "Monday" not in words


def test_so_it_is_in_the_words_for_the_phone(clinic):
    request = two_offered(clinic, email="")
    tasks = list(request.phone_tasks.filter(kind="offer"))
    [said] = words_now(tasks, request, NOON).values()
    assert "until Wednesday 25 November, 14:00" in said and "Monday" not in said


def earlier_offered(clinic, **answers) -> Appointment:
    """Booked on Monday, an earlier time is offered; then its practitioner is away on Monday."""
    appointment = clinic.booked(at(9), **answers)
    made = offers.offer_beside_appointment(
        appointment.request, times=[clinic.time(at(9, days=-3))], lasts=HOUR, by=SYSTEM, now=NOON
    )
    outgoing.offered(made, NOON)
    return appointment


def test_no_mail_says_that_the_appointment_stays_once_it_cannot_be_kept(clinic):
    earlier_offered(clinic)
    away(clinic, at(0), at(12))
    [letter] = [letter for letter in post(NOON) if "booked" not in letter.subject and "arrived" not in letter.subject]
    assert letter.subject.startswith("We cannot keep your appointment")
    for words in letter.words:
        assert "stays as it is" not in words and "Friday 27 November 2026" in words
        assert "do not come" in words and "Monday 30 November 2026, 09:00 to 09:30" in words


def test_nor_do_the_words_for_the_phone(clinic):
    appointment = earlier_offered(clinic, email="")
    tasks = list(appointment.request.phone_tasks.filter(kind="offer"))
    [said] = words_now(tasks, appointment.request, NOON).values()
    assert "stays as it is" in said
    away(clinic, at(0), at(12))
    [said] = words_now(tasks, appointment.request, NOON).values()
    assert "stays as it is" not in said and "We cannot keep your appointment on Monday 30 November 2026" in said


def test_a_mail_that_was_held_up_names_no_promise_that_has_passed(clinic):
    request = make_request(clinic.service, call_times=[])
    [letter] = post(request.promise_at + HOUR)
    for words in letter.words:
        assert "We call you as soon as we can." in words and "We call you by" not in words
