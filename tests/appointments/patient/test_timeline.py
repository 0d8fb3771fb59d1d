"""What the patient reads about the request's way: in clinic time, with roles and never with names."""

from datetime import timedelta

import pytest

from appointments.booking.actions import attendance, booking, claims, closing, contacts, offers
from appointments.lifecycle.actor import PATIENT
from appointments.lifecycle.story import INTERNAL_STEPS, story_of
from appointments.patient.timeline import CALL_WORDS, STEP_WORDS, timeline
from appointments.phones import Phone
from appointments.requests.actions import submission
from appointments.workflow import Step
from tests.appointments.builders import NOON, make_answers, make_request
from tests.appointments.clinic import at, make_actor
from tests.appointments.kept_clinic import kept_clinic

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough

MINUTE = timedelta(minutes=1)


def timeline_of(request, now=NOON) -> list[dict]:
    request.refresh_from_db()
    return timeline(story_of(request, now))


def titles(request, now=NOON) -> list[str]:
    return [str(step["title"]) for step in timeline_of(request, now) if step["state"] == "done"]


def test_it_tells_what_happened_what_comes_and_by_when_in_clinic_time(service):
    steps = timeline_of(make_request(service, now=NOON.replace(month=7, day=1)), now=NOON.replace(month=7, day=1))
    assert [step["state"] for step in steps] == ["done", "now", "next"]
    assert steps[0]["when"] == "Wednesday 1 July, 13:00"  # noon UTC is one o'clock in London's summer
    assert steps[1]["when"] == "By Friday 3 July, 13:00"
    assert "Nothing is booked until then." in steps[1]["text"]


def test_it_repeats_nothing_the_patient_typed(service):
    words = repr(timeline_of(make_request(service)))
    assert not [typed for typed in ("Olena", "7946", "olena@", "Cramps") if typed in words]


def test_calls_are_told_with_how_they_ended_and_when_the_next_one_comes():
    clinic = kept_clinic()
    request = clinic.request(call_times=[])
    for number, outcome in enumerate(["reached", "wrong_number", "left_message"], start=1):
        contacts.attempt(request, outcome=outcome, by=clinic.desk, now=NOON + number * MINUTE)
    steps = timeline_of(request, now=NOON + 5 * MINUTE)
    assert [step["when"] for step in steps[1:4]] == [f"Wednesday 25 November, 12:0{minute}" for minute in (1, 2, 3)]
    assert titles(request)[1:] == [
        "We talked to you",
        "We called, and the number was not yours",
        "We called, and left a message",
    ]
    assert steps[4]["title"] == "We call you again to agree on a time"
    assert steps[4]["when"].startswith("From Wednesday 25 November, 14:")
    due = timeline_of(request, now=NOON + timedelta(days=1))
    assert due[4]["when"] == ""  # nothing we could promise any more


def test_what_we_do_among_ourselves_is_not_told():
    clinic = kept_clinic()
    request = clinic.request()
    contacts.write_note(request, text="Sounds worried", by=clinic.desk, now=NOON)
    claims.take_over(request, by=clinic.lead, now=NOON)
    claims.let_go(request, by=clinic.lead, now=NOON)
    assert titles(request) == ["You sent the request"]


def test_a_whole_life_is_told_by_role_and_never_by_name():
    clinic = kept_clinic()
    request = clinic.request()
    offer = offers.offer(
        request, times=[clinic.time(at(9))], lasts=timedelta(days=2), by=clinic.desk, now=NOON + MINUTE
    )
    assert [step["when"] for step in timeline_of(request)[2:]] == ["Until Friday 27 November, 12:01", ""]
    offers.none_suits(offer, by=PATIENT, now=NOON + 2 * MINUTE)
    number = Phone("0113 496 0999", "+441134960999")
    contacts.correct_phone(request, phone=number, by=clinic.desk, now=NOON + 3 * MINUTE)
    appointment = booking.book(request, **clinic.place(at(10)), by=clinic.desk, now=NOON + 4 * MINUTE)
    assert timeline_of(request)[-1]["when"] == "Monday 30 November, 10:00"
    booking.move_appointment(appointment, **clinic.place(at(11)), by=clinic.desk, now=NOON + 5 * MINUTE)
    booking.ask_cancel(appointment, by=PATIENT, now=NOON + 6 * MINUTE)
    assert timeline_of(request)[-1]["title"] == "Your appointment is being cancelled"
    booking.keep(appointment, by=PATIENT, now=NOON + 7 * MINUTE)
    attendance.miss(appointment, by=clinic.desk, now=at(11, 15))
    attendance.not_missed(appointment, by=clinic.lead, now=at(11, 20))
    assert titles(request, at(11, 30)) == [
        "You sent the request",
        "We held times for you to choose from",
        "None of the times suited you",
        "We corrected the phone number",
        "Your appointment was booked",
        "Your appointment was moved to another time",
        "You asked us to cancel",
        "You kept your appointment after all",
        "We noted that you did not come",
        "We took that back: it was our mistake",
    ]
    words = repr(timeline_of(request, at(11, 15)))
    assert not [name for name in (str(clinic.desk.user), str(clinic.lead.user), "0113", "Olena") if name in words]


def test_who_waits_reads_until_when_and_that_nothing_is_booked():
    clinic = kept_clinic()
    request = closing.put_on_waiting_list(clinic.request(), review_on=at(9).date(), by=clinic.desk, now=NOON)
    step = timeline_of(request)[-2]
    assert (step["when"], step["title"]) == ("By Monday 30 November", "We call you")
    assert "Nothing is booked" in step["text"]


def test_what_is_over_ends_with_what_happened():
    clinic = kept_clinic()
    request = closing.withdraw(clinic.request(), by=PATIENT, now=NOON)
    assert [step["state"] for step in timeline_of(request)] == ["done", "done"]
    assert [step["state"] for step in timeline_of(clinic.booked(at(9)).request, now=at(12))] == ["done", "done"]


def test_a_request_taken_down_by_phone_was_not_sent(service):
    taken = submission.take_request(make_answers(), service, "phone", by=make_actor(), now=NOON, form_secret="x" * 43)
    assert titles(taken) == ["We took down your request"]


def test_there_are_words_for_every_step_and_every_outcome_of_a_call():
    assert set(STEP_WORDS) | set(INTERNAL_STEPS) | {Step.ASK, Step.QUARANTINE} == set(Step)
    assert not set(STEP_WORDS) & set(INTERNAL_STEPS)
    assert len(CALL_WORDS) == 4
