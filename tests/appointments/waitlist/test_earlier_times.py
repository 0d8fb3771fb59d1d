"""Who has an appointment and would come earlier: the appointment stays, and what becomes free is held for them beside
it."""

from datetime import timedelta

import pytest

from appointments.booking.actions import attendance, booking, closing, offers
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.models import Appointment, FreedTime, TimeOffer, WaitlistEntry
from appointments.waitlist import actions
from appointments.workflow import Status, StepNotAllowed
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.waitlist.test_actions import SOON, freed

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
IN_TEN_DAYS = at(10, days=10)


@pytest.fixture
def clinic():
    return kept_clinic()


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


def wants_earlier(clinic, starts_at=IN_TEN_DAYS, **answers) -> Appointment:
    appointment = clinic.booked(starts_at, **answers)
    actions.want_earlier(appointment.request, by=PATIENT, now=NOON)
    return appointment


def test_a_patient_with_an_appointment_is_held_an_earlier_time_and_keeps_the_appointment(clinic, monkeypatch):
    told = []
    monkeypatch.setattr(actions.outgoing, "offered", lambda offer, now: told.append(offer))
    appointment = wants_earlier(clinic)
    freed(clinic)
    assert actions.offer_freed_times(now=SOON) == 1
    offer = TimeOffer.objects.get(made_by=None)
    appointment.refresh_from_db()
    assert told == [offer] and offer.request == appointment.request
    assert (appointment.status, appointment.starts_at, appointment.request.status) == (
        "booked",
        at(10, days=10),
        Status.BOOKED,
    )
    moved = booking.move_appointment(appointment, **clinic.place(at(10)), by=PATIENT, now=SOON + MINUTE)
    offer.refresh_from_db()
    assert (moved.starts_at, offer.answer) == (at(10), "accepted")
    assert not WaitlistEntry.objects.filter(ended_at=None).exists()
    assert FreedTime.objects.filter(starts_at=at(10, days=10), because="moved", state="open").exists()


def test_a_patient_who_keeps_the_appointment_after_all_says_none_suits_and_waits_on(clinic):
    appointment = wants_earlier(clinic)
    freed(clinic)
    actions.offer_freed_times(now=SOON)
    offer = TimeOffer.objects.get(made_by=None)
    request = offers.none_suits(offer, by=PATIENT, now=SOON)
    offer.refresh_from_db()
    assert (request.status, offer.answer) == (Status.BOOKED, "none_suits")
    assert Appointment.objects.get(pk=appointment.pk).starts_at == at(10, days=10)
    assert WaitlistEntry.objects.filter(request=request, ended_at=None).exists()


def test_two_offers_that_ran_out_and_somebody_has_to_call(clinic):
    appointment = wants_earlier(clinic)
    for number in range(2):
        how = {"times": [clinic.time(at(9 + number))], "lasts": MINUTE, "by": SYSTEM}
        offers.offer_beside_appointment(appointment.request, **how, now=NOON)
        offers.expire_due(now=SOON)
    FreedTime.objects.all().delete()
    freed(clinic, at(11))
    assert actions.offer_freed_times(now=SOON) == 0
    assert WaitlistEntry.objects.get().skips.get().reason == "silent"


def test_a_later_or_hardly_earlier_time_goes_past(clinic):
    entry = wants_earlier(clinic, at(15)).request.waitlist_entries.get()
    freed(clinic)
    assert actions.offer_freed_times(now=SOON) == 0
    assert entry.skips.get().reason == "not_earlier"


def test_while_other_times_are_held_for_them_it_goes_past(clinic):
    appointment = wants_earlier(clinic)
    offers.offer_beside_appointment(
        appointment.request, times=[clinic.time(at(9))], lasts=HOUR, by=clinic.desk, now=NOON
    )
    freed(clinic)
    assert actions.offer_freed_times(now=SOON) == 0
    assert WaitlistEntry.objects.get().skips.get().reason == "busy"
    other = {"times": [clinic.time(at(12))], "lasts": HOUR, "by": SYSTEM, "now": SOON}
    refused(StepNotAllowed, offers.offer_beside_appointment, appointment.request, **other)


@pytest.mark.parametrize("ends", [booking.cancel, attendance.attend, actions.not_earlier, booking.cancel_by_clinic])
def test_the_place_ends_with_the_appointment_or_when_it_is_wanted_no_more(clinic, ends):
    appointment = wants_earlier(clinic, at(10))
    if ends == actions.not_earlier:
        actions.not_earlier(appointment.request, by=PATIENT, now=SOON)
    else:
        more = {"reason": "clinic"} if ends == booking.cancel_by_clinic else {}
        ends(appointment, by=clinic.desk, now=at(10, 5), **more)
    assert not WaitlistEntry.objects.filter(ended_at=None).exists()


def test_a_patient_may_ask_to_cancel_change_their_mind_and_keep_the_place(clinic):
    appointment = wants_earlier(clinic)
    booking.keep(booking.ask_cancel(appointment, by=PATIENT, now=SOON), by=PATIENT, now=SOON)
    assert WaitlistEntry.objects.filter(ended_at=None).count() == 1


def test_asked_twice_it_is_one_place_with_the_notice_told_last(clinic):
    appointment = wants_earlier(clinic)
    actions.want_earlier(appointment.request, notice_hours=48, by=clinic.desk, now=SOON)
    entry = WaitlistEntry.objects.get()
    assert (entry.since, entry.notice_hours) == (NOON, 48)


def test_a_day_before_the_appointment_or_without_one_no_earlier_time_is_asked_for(clinic):
    near = clinic.booked(NOON + 24 * HOUR)
    refused(closing.TooLate, actions.want_earlier, near.request, by=PATIENT, now=NOON)
    refused(StepNotAllowed, actions.want_earlier, clinic.request(), by=PATIENT, now=NOON)
