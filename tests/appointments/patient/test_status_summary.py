"""The patient's page tells the truth in every status: what is booked, what is not, and what to do."""

from datetime import timedelta

import pytest

from appointments.booking.actions import attendance, booking, claims, closing, contacts, offers
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.lifecycle.story import story_of
from appointments.models import AppointmentRequest, Location
from appointments.patient.status_summary import StatusSummary, status_summary
from appointments.phones import Phone
from appointments.waitlist import actions
from appointments.workflow import OPEN_STATUSES
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.situations import SITUATIONS

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough

DAY = timedelta(days=1)
HEADINGS = {
    "quarantined": "Request sent – not booked yet",
    "new": "Request sent – not booked yet",
    "in_progress": "Request sent – not booked yet",
    "awaiting_patient": "Choose a time – not booked yet",
    "waiting_list": "You are on our waiting list – not booked yet",
    "booked": "Your appointment is booked",
    "arrived": "Your appointment is booked",
    "cancel_pending": "Your appointment is being cancelled",
    "erased": "This request was erased",
    "closed: attended": "You came to your appointment",
    "closed: no_show": "You missed your appointment",
    "closed: declined": "We cannot offer this appointment",
    "closed: withdrawn": "This request was withdrawn",
    "closed: unreachable": "We could not reach you",
    "closed: duplicate": "You asked twice – one request goes on",
    "closed: spam": "This request is closed",
    "closed: cancelled": "Your appointment is cancelled",
}


@pytest.fixture
def clinic(db):
    return kept_clinic()


def summary_of(request, now=NOON) -> StatusSummary:
    return status_summary(story_of(AppointmentRequest.objects.get(pk=request.pk), now))


def everything(request, now=NOON) -> str:
    found = summary_of(request, now)
    return "\n".join([found.heading, found.lead, *found.more, *(str(row) for row in found.rows), found.answer])


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_status_has_its_own_words_and_gives_nobody_away(clinic, situation):
    request = in_situation(situation, clinic)
    request.refresh_from_db()
    found = summary_of(request)
    assert found.heading == HEADINGS[situation]
    assert found.is_open == (request.status in OPEN_STATUSES)
    words = everything(request)
    for word in ("Olena", "7946", "olena@", "Cramps", "1957", str(clinic.desk.user), str(clinic.lead.user)):
        assert word not in words


def test_only_a_booked_request_claims_to_be_booked():
    says_booked = {situation for situation, heading in HEADINGS.items() if heading.endswith("is booked")}
    assert says_booked == {"booked", "arrived"}


# --- waiting for a call ----------------------------------------------------------------------------------------------


def test_the_promise_is_told_with_its_zone_and_when_broken_so_is_that(service):
    request = make_request(service)
    assert summary_of(request).lead == "We call you by Friday 27 November, 12:00 (GMT) to agree on a day and a time."
    late = summary_of(request, now=request.promise_at)
    assert "and we are late. We are sorry." in late.lead
    assert late.heading == "Request sent – not booked yet"


def test_after_a_call_in_vain_the_next_one_is_told(clinic):
    request = clinic.request(call_times=[])
    tried = contacts.attempt(request, outcome="no_answer", by=clinic.desk, now=NOON)
    assert "We call again from Wednesday 25 November, 14:" in summary_of(request).lead
    assert "You can also call us" in summary_of(request).more[0]
    assert summary_of(request, now=tried.next_try_at).lead == "We called and did not reach you. We call again soon."


def test_a_wrong_number_is_told_until_it_is_corrected(clinic):
    request, asks = clinic.request(), "Please call us, so that we can reach you."
    contacts.attempt(request, outcome="wrong_number", by=clinic.desk, now=NOON)
    assert asks in everything(request)
    number = Phone("0113 496 0999", "+441134960999")
    contacts.correct_phone(request, phone=number, by=clinic.desk, now=NOON)
    assert asks not in everything(request)


def test_when_we_cancelled_it_the_page_says_so_and_that_we_are_sorry(clinic):
    appointment = clinic.booked(at(9))
    booking.cancel_by_clinic(appointment, reason="leave", by=clinic.lead, now=NOON)
    found = summary_of(appointment.request)
    assert found.heading == "We had to cancel your appointment – nothing is booked now"
    assert "We are sorry." in found.more[0]
    assert found.lead.startswith("We call you by ")


# --- times -----------------------------------------------------------------------------------------------------------


def test_held_times_are_listed_with_zone_person_and_place_and_until_when(clinic):
    request = clinic.request()
    offers.offer(request, times=[clinic.time(at(9)), clinic.time(at(14))], lasts=DAY, by=clinic.desk, now=NOON)
    found = summary_of(request)
    assert found.lead == "We have times for you, and hold them until Thursday 26 November, 12:00 (GMT)."
    assert found.rows[0]["value"] == [
        f"Monday 30 November, {hour} (GMT), with {clinic.doctor.name}, Main house" for hour in ("09:00", "14:00")
    ]
    assert "Nothing is booked until then." in everything(request)


def test_a_booked_appointment_is_told_with_day_time_zone_place_and_person(clinic):
    Location.objects.update(address="1 Example Street\nLondon")
    request = clinic.booked(at(9)).request
    found = summary_of(request)
    assert found.lead == "We expect you on Monday 30 November 2026, 09:00 to 09:30 (GMT)."
    assert [(row["label"], row["value"]) for row in found.rows] == [
        ("Day", "Monday 30 November 2026"),
        ("Time", "09:00 to 09:30 (GMT)"),
        ("Place", ["Main house", "1 Example Street", "London", "Can be reached without steps"]),
        ("With", clinic.doctor.name),
    ]
    assert summary_of(request, now=at(10)).heading == "Your appointment was on Monday 30 November 2026"


def test_somebody_who_waits_for_an_earlier_time_is_told_that_this_one_stays(clinic):
    request = clinic.booked(at(9)).request
    assert "earlier time" not in everything(request)
    actions.want_earlier(request, by=PATIENT, now=NOON)
    assert "You asked for an earlier time. If one becomes free we offer it to you; until then this one stays." in (
        everything(request)
    )


def test_after_a_move_the_new_time_alone_is_told(clinic):
    appointment = clinic.booked(at(9))
    booking.move_appointment(appointment, **clinic.place(at(15)), by=clinic.desk, now=NOON)
    assert "15:00 to 15:30 (GMT)" in everything(appointment.request)
    assert "09:00" not in everything(appointment.request)


def test_the_hour_that_comes_twice_is_told_with_its_zone(clinic):
    """25 October 2026, 01:30 comes first in summer time and an hour later in winter time."""
    appointment = clinic.booked(at(9))
    first = NOON.replace(month=10, day=25, hour=0, minute=30)
    for starts_at, zone in ((first, "BST"), (first + timedelta(hours=1), "GMT")):
        type(appointment).objects.update(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20))
        assert f"01:30 to 01:50 ({zone})" in everything(appointment.request, now=first - DAY)


# --- closed ----------------------------------------------------------------------------------------------------------


def test_who_is_declined_reads_our_words_on_what_to_do_instead(clinic):
    request = closing.decline(
        clinic.request(), because="other", public_answer="Call the children's clinic.", by=clinic.desk, now=NOON
    )
    assert summary_of(request).answer == "Call the children's clinic."


def test_a_duplicate_names_the_reference_that_goes_on_and_nothing_more(clinic):
    first, second = clinic.request(), clinic.request()
    closing.merge(second, into=first, by=clinic.desk, now=NOON)
    assert first.spoken_reference in summary_of(second).lead


@pytest.mark.parametrize(
    "do, words", [(attendance.attend, "It was on Monday 30 November"), (attendance.miss, "did not come")]
)
def test_the_appointment_that_is_over_is_told_with_its_day(clinic, do, words):
    appointment = clinic.booked(at(9))
    do(appointment, by=clinic.desk, now=at(9, 30))
    assert words in everything(appointment.request)
    assert "Monday 30 November 2026, 09:00" in everything(appointment.request)


def test_the_waiting_list_tells_by_when_we_look_again(clinic):
    request = closing.put_on_waiting_list(clinic.request(), review_on=at(9).date(), by=clinic.desk, now=NOON)
    assert summary_of(request).lead == "We call you as soon as a time is free, on Monday 30 November at the latest."
    closing.call_up(request, by=SYSTEM, now=NOON)
    assert summary_of(request).heading == "Request sent – not booked yet"


def test_one_opened_again_waits_for_a_call_once_more(clinic):
    request = closing.withdraw(clinic.request(), by=PATIENT, now=NOON)
    closing.reopen(request, by=clinic.lead, now=NOON + 9 * DAY)
    found = summary_of(request, now=NOON + 9 * DAY)
    assert found.lead.startswith("We call you by ")
    claims.let_go(request, by=clinic.lead, now=NOON + 9 * DAY)
    assert summary_of(request, now=NOON + 9 * DAY) == found
