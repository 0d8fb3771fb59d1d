"""The patient's page and what is offered follow what happened since: nothing goes on that has ended."""

from datetime import timedelta

import pytest

from appointments.booking.actions import booking, claims, closing, contacts, offers
from appointments.choices import SkipReason
from appointments.desk.waitlist_places import places_in_words
from appointments.lifecycle.actor import PATIENT
from appointments.lifecycle.story import story_of
from appointments.models import AppointmentRequest, WaitlistSkip
from appointments.patient.status_summary import status_summary
from appointments.waitlist.actions import offer_freed_times, want_earlier
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, make_clinic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def clinic():
    return make_clinic()


def page(request, now=NOON) -> str:
    found = status_summary(story_of(AppointmentRequest.objects.get(pk=request.pk), now))
    return " ".join([found.heading, found.lead, *found.more])


def test_a_duplicate_of_what_has_ended_says_so(clinic):
    appointment, double = clinic.booked(at(9)), clinic.request()
    closing.merge(double, into=appointment.request, by=clinic.desk, now=NOON)
    assert "one request goes on" in page(double)
    booking.cancel(appointment, by=clinic.desk, now=NOON)
    assert "goes on" not in page(double) and "has ended by now" in page(double)
    assert "If you still need it, call us." in page(double)


def test_whose_number_is_wrong_is_not_told_to_do_nothing(clinic):
    request = clinic.request(call_times=[])
    contacts.attempt(request, outcome="wrong_number", by=clinic.desk, now=NOON)
    assert "Please call us" in page(request) and "You need not do anything" not in page(request)


@pytest.mark.parametrize("how", ["lapsed", "none suits", "taken back"])
def test_who_was_told_to_be_first_stays_first_after_an_offer(clinic, how):
    request = booking.cancel_by_clinic(clinic.booked(at(9)), reason="clinic", by=clinic.desk, now=NOON)
    request = claims.claim(request, by=clinic.desk, now=NOON)
    made = offers.offer(request, times=[clinic.time(at(10))], lasts=HOUR, by=clinic.desk, now=NOON)
    if how == "lapsed":
        offers.expire_due(now=NOON + HOUR)
    elif how == "none suits":
        offers.none_suits(made, by=PATIENT, now=NOON)
    else:
        offers.take_back(made, by=clinic.desk, now=NOON)
    assert AppointmentRequest.objects.get(pk=request.pk).queue_rank == 0


def test_nobody_is_offered_the_time_from_which_they_were_moved(clinic):
    appointment, other = clinic.booked(at(9)), clinic.booked(at(9, days=9))
    for waiting in (appointment, other):
        want_earlier(waiting.request, by=clinic.desk, now=NOON)
    booking.move_appointment(appointment, **clinic.place(at(9, days=7)), by=clinic.desk, now=NOON + HOUR)
    assert offer_freed_times(now=NOON + HOUR) == 1
    assert other.request.offers.count() == 1
    assert WaitlistSkip.objects.get(entry__request=appointment.request).reason == SkipReason.OFFERED


def test_who_waits_for_an_earlier_time_waits_until_the_new_one(clinic):
    appointment = clinic.booked(at(9))
    want_earlier(appointment.request, by=clinic.desk, now=NOON)
    booking.move_appointment(appointment, **clinic.place(at(9, days=7)), by=clinic.desk, now=NOON)
    entry = appointment.request.waitlist_entries.get()
    assert (entry.ended_at, entry.review_on) == (None, at(9, days=7).date())
    assert "look again now" not in places_in_words([appointment.request_id], at(12))[appointment.request_id]
