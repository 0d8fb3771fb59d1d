"""A time that becomes free goes to one who waits: held, told, passed on; and why it went past the others."""

from datetime import date, timedelta

import pytest

from appointments.booking.actions import booking, closing, offers
from appointments.booking.actions.slots import TimeTaken
from appointments.lifecycle.actor import PATIENT
from appointments.models import Appointment, FreedTime, PhoneTask, TimeOffer, WaitlistEntry
from appointments.waitlist import actions
from appointments.workflow import Status
from tests.appointments.builders import NOON, at_once
from tests.appointments.clinic import at, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import kept_clinic
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SOON = NOON + MINUTE
IN_A_MONTH = date(2026, 12, 28)
TEN = at(10)


@pytest.fixture
def clinic():
    return kept_clinic()


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


def waits(clinic, *, since=NOON, notice_hours=24, **answers) -> WaitlistEntry:
    """Somebody on the waiting list."""
    request = closing.put_on_waiting_list(
        clinic.request(**answers), review_on=IN_A_MONTH, notice_hours=notice_hours, by=clinic.desk, now=NOON
    )
    WaitlistEntry.objects.filter(request=request).update(since=since)
    return WaitlistEntry.objects.get(request=request)


def freed(clinic, starts_at=TEN) -> FreedTime:
    """An appointment of half an hour that was cancelled."""
    booking.cancel(clinic.booked(starts_at), by=clinic.desk, now=NOON)
    return FreedTime.objects.get(state="open")


def offered_to(clinic) -> list[str]:
    """The names of those for whom a time is held by the portal, in the order they were asked."""
    made = TimeOffer.objects.filter(made_by=None).order_by("pk")
    return [offer.request.patient_name for offer in made]


# --- to whom it goes -------------------------------------------------------------------------------------------------


def test_whoever_waits_longest_is_offered_it_with_a_real_hold(clinic):
    waits(clinic, patient_name="Second", since=NOON - HOUR)
    first = waits(clinic, patient_name="First", since=NOON - timedelta(days=1))
    time = freed(clinic)
    assert actions.offer_freed_times(now=SOON) == 1
    offer = TimeOffer.objects.get(made_by=None)
    held = offer.times.get()
    assert (held.starts_at, held.status, offer.expires_at) == (at(10), "pending", SOON + 4 * HOUR)
    first.refresh_from_db()
    time.refresh_from_db()
    assert offered_to(clinic) == ["First"] and first.request.status == Status.AWAITING_PATIENT
    assert (time.state, time.offer, first.ended_at) == ("offered", offer, SOON)
    assert actions.offer_freed_times(now=SOON) == 0  # one at a time


def test_the_reason_is_kept_for_everybody_it_went_past(clinic):
    colleague = make_practitioner(clinic.service.specialty)
    picky = waits(clinic, since=NOON - 5 * HOUR, practitioner=colleague)
    evening = waits(clinic, since=NOON - 4 * HOUR, windows=[(at(9).date(), "evening")])
    far = waits(clinic, since=NOON - 3 * HOUR, notice_hours=200)
    right = waits(clinic, since=NOON - 2 * HOUR)
    behind = waits(clinic, since=NOON - HOUR)
    freed(clinic)
    actions.offer_freed_times(now=SOON)
    reasons = [list(entry.skips.values_list("reason", flat=True)) for entry in (picky, evening, far, right, behind)]
    assert reasons == [["practitioner"], ["wishes"], ["notice"], [], []]


def test_a_time_too_short_for_the_appointment_goes_past(clinic):
    entry = waits(clinic)
    clinic.booked(at(10, 30))
    freed(clinic)
    type(clinic.service).objects.update(appointment_minutes=45)
    assert actions.offer_freed_times(now=SOON) == 0
    assert entry.skips.get().reason == "short"


def test_only_those_who_wait_for_what_this_practitioner_gives_are_asked(clinic):
    entry = waits(clinic)
    type(clinic.doctor).specialties.through.objects.all().delete()
    freed(clinic)
    assert actions.offer_freed_times(now=SOON) == 0
    assert FreedTime.objects.get().state == "nobody" and not entry.skips.exists()


def test_what_suited_nobody_is_looked_at_again_when_somebody_new_waits(clinic):
    freed(clinic)
    assert actions.offer_freed_times(now=SOON) == 0
    assert FreedTime.objects.get().state == "nobody"
    waits(clinic, patient_name="New")
    assert actions.offer_freed_times(now=SOON) == 1


def test_nobody_is_asked_at_night_and_everybody_when_reception_opens(clinic):
    waits(clinic)
    freed(clinic, at(10, days=1))
    assert actions.offer_freed_times(now=NOON.replace(hour=23)) == 0
    assert actions.offer_freed_times(now=at(9)) == 1


def test_a_time_that_is_over_or_taken_meanwhile_is_offered_to_nobody(clinic):
    entry = waits(clinic)
    time = freed(clinic)
    clinic.booked(at(10))
    assert actions.offer_freed_times(now=SOON) == 0
    time.refresh_from_db()
    assert time.state == "taken" and entry.skips.get().reason == "short"
    booking.cancel(clinic.booked(at(11)), by=clinic.desk, now=NOON)
    assert actions.offer_freed_times(now=at(11, 30)) == 0
    assert FreedTime.objects.order_by("pk").last().state == "over"


def test_of_a_long_stretch_the_rest_goes_to_the_next(clinic):
    waits(clinic, patient_name="First", since=NOON - HOUR)
    waits(clinic, patient_name="Second")
    FreedTime.objects.create(
        practitioner=clinic.doctor,
        location=clinic.location,
        starts_at=at(9),
        ends_at=at(11),
        freed_at=NOON,
        because="back",
    )
    assert actions.offer_freed_times(now=SOON) == 1
    assert actions.offer_freed_times(now=SOON) == 1
    held = Appointment.objects.filter(status="pending").order_by("pk").values_list("starts_at", flat=True)
    assert offered_to(clinic) == ["First", "Second"] and list(held) == [at(9), at(9, 30)]


# --- by phone --------------------------------------------------------------------------------------------------------


def test_without_an_address_it_is_held_and_the_desk_has_the_words_to_say(clinic):
    waits(clinic, email="", call_times=[])
    freed(clinic)
    assert actions.offer_freed_times(now=SOON) == 1
    task, offer = PhoneTask.objects.get(), TimeOffer.objects.get(made_by=None)
    assert (task.kind, task.useful_until, task.request) == ("offer", offer.expires_at, offer.request)
    assert "Monday 30 November 2026, 10:00" in task.say and "Wednesday 25 November, 16:01 (GMT)" in task.say
    for private in ("Olena", "Neurologist", "Cramps"):
        assert private not in task.say
    offers.accept(offer, appointment=offer.times.get(), by=clinic.desk, now=SOON + MINUTE)
    task.refresh_from_db()
    assert task.done_at == SOON + MINUTE


def test_without_an_address_and_with_no_call_welcome_in_time_it_goes_past(clinic):
    entry = waits(clinic, email="", call_times=["morning"])  # it is noon, and held until four
    freed(clinic)
    assert actions.offer_freed_times(now=SOON) == 0
    assert entry.skips.get().reason == "no_call"


# --- what becomes of it ----------------------------------------------------------------------------------------------


def test_an_offer_that_ran_out_goes_to_the_next_and_never_twice_to_the_same(clinic):
    waits(clinic, patient_name="First", since=NOON - HOUR)
    waits(clinic, patient_name="Second")
    freed(clinic)
    actions.offer_freed_times(now=SOON)
    later = SOON + 4 * HOUR
    assert offers.expire_due(now=later) == 1
    assert actions.offer_freed_times(now=later) == 1
    assert offered_to(clinic) == ["First", "Second"]


def test_saying_no_to_one_time_costs_nobody_their_place_and_the_next_is_asked(clinic):
    first = waits(clinic, patient_name="First", since=NOON - timedelta(days=3), notice_hours=12)
    waits(clinic, patient_name="Second")
    freed(clinic)
    actions.offer_freed_times(now=SOON)
    offer = TimeOffer.objects.get(made_by=None)
    request = offers.none_suits(offer, by=PATIENT, now=SOON + MINUTE)
    again = WaitlistEntry.objects.get(request=request, ended_at=None)
    assert request.status == Status.WAITING_LIST
    assert (again.since, again.review_on, again.notice_hours) == (first.since, IN_A_MONTH, 12)
    assert actions.offer_freed_times(now=SOON + 2 * MINUTE) == 1
    assert offered_to(clinic) == ["First", "Second"]
    assert again.skips.get().reason == "offered"


def test_whoever_says_no_on_the_phone_is_with_the_receptionist_and_keeps_the_place_if_put_back(clinic):
    first = waits(clinic, since=NOON - timedelta(days=3))
    freed(clinic)
    actions.offer_freed_times(now=SOON)
    request = offers.none_suits(TimeOffer.objects.get(made_by=None), by=clinic.desk, now=SOON)
    assert (request.status, request.claimed_by) == (Status.IN_PROGRESS, clinic.desk.user)
    closing.put_on_waiting_list(request, review_on=IN_A_MONTH, by=clinic.desk, now=SOON)
    assert WaitlistEntry.objects.get(ended_at=None).since == first.since


def test_booking_a_time_held_for_the_waiting_list_is_refused_and_says_until_when(clinic):
    waits(clinic)
    freed(clinic)
    actions.offer_freed_times(now=SOON)
    how = clinic.place(at(10))
    refusal = refused(TimeTaken, booking.book, clinic.request(), **how, by=clinic.desk, now=SOON)
    assert refusal.by_whom == "it is held for the waiting list until 25 November, 16:01"
    on_top = {"by": clinic.lead, "now": SOON, "overbook_reason": "Agreed with the doctor"}
    assert booking.book(clinic.request(by=clinic.lead), **how, **on_top).seat == 1


# --- at once ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_the_desk_at_once_give_the_time_once():
    clinic = kept_clinic()
    for number in range(3):
        waits(clinic, since=NOON - number * HOUR)
    mine = clinic.request()
    freed(clinic)

    def by_hand():
        try:
            booking.book(mine, **clinic.place(at(10)), by=clinic.desk, now=SOON)
        except TimeTaken:
            return "taken"
        return "booked"

    outcomes = at_once([by_hand, *[lambda: actions.offer_freed_times(now=SOON)] * 3])
    assert (outcomes[0] == "booked") + sum(outcomes[1:]) == 1
    assert TimeOffer.objects.count() == sum(outcomes[1:])


def test_freed_times_that_are_long_over_are_forgotten_with_their_reasons(clinic):
    entry = waits(clinic, windows=[(at(9).date(), "evening")])
    freed(clinic)
    actions.offer_freed_times(now=SOON)
    assert entry.skips.exists()
    much_later = at(10, days=70)
    booking.cancel(clinic.booked(at(10, days=77)), by=clinic.desk, now=much_later)
    actions.offer_freed_times(now=much_later)
    assert FreedTime.objects.count() == 1 and not entry.skips.filter(at__lt=much_later).exists()
