"""Times are held for a patient: who may have them, who may not, and what becomes of them."""

from datetime import timedelta

import pytest

from appointments.booking.actions import absences, booking, claims, closing, offers
from appointments.booking.actions.offers import OfferOver
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken
from appointments.choices import DeclineReason, QueueRank
from appointments.lifecycle.actor import PATIENT
from appointments.models import Appointment, BookingCell, ScheduleException, TimeOffer
from appointments.workflow import Status, StepNotAllowed
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, make_actor, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import kept_clinic

pytestmark = pytest.mark.django_db
LASTS = timedelta(hours=24)
SOON = NOON + timedelta(hours=1)


@pytest.fixture
def clinic():
    return kept_clinic(2)


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


def offered(clinic, *starts, **changes) -> TimeOffer:
    """Times offered to a new patient: Monday at ten and eleven unless others are given."""
    times = [clinic.time(start) for start in starts or (at(10), at(11))]
    return offers.offer(clinic.request(), times=times, lasts=LASTS, by=clinic.desk, now=NOON, **changes)


def held(offer: TimeOffer) -> list[Appointment]:
    return list(offer.times.filter(status="pending").order_by("starts_at"))


def test_offered_times_are_held_for_the_patient(clinic):
    offer = offered(clinic, at(10), at(11), at(12))
    assert [time.starts_at for time in held(offer)] == [at(10), at(11), at(12)]
    assert {time.hold_expires_at for time in held(offer)} == {offer.expires_at} == {NOON + LASTS}
    offer.request.refresh_from_db()
    assert (offer.request.status, offer.request.claimed_by) == (Status.AWAITING_PATIENT, None)
    refusal = refused(TimeTaken, booking.book, clinic.request(), **clinic.place(at(11)), by=clinic.desk, now=SOON)
    assert refusal.by_whom == "it is held for another patient"


def test_times_are_offered_together_or_not_at_all(clinic):
    clinic.booked(at(11))
    request = clinic.request()
    how = {"lasts": LASTS, "by": clinic.desk, "now": NOON}
    refused(TimeTaken, offers.offer, request, times=[clinic.time(at(10)), clinic.time(at(11))], **how)
    refused(NotAFreeTime, offers.offer, request, times=[clinic.time(at(10)), clinic.time(at(18))], **how)
    refused(TimeTaken, offers.offer, request, times=[clinic.time(at(14)), clinic.time(at(14, 15))], **how)


def test_one_to_three_times_are_offered_for_a_while(clinic):
    request, how = clinic.request(), {"by": clinic.desk, "now": NOON}
    four = [clinic.time(at(hour)) for hour in (9, 10, 11, 12)]
    refused(ValueError, offers.offer, request, times=[], lasts=LASTS, **how)
    refused(ValueError, offers.offer, request, times=four, lasts=LASTS, **how)
    refused(ValueError, offers.offer, request, times=four[:1], lasts=timedelta(0), **how)


def test_a_request_whose_times_are_out_is_not_booked_beside_them(clinic):
    offer = offered(clinic)
    refused(StepNotAllowed, booking.book, offer.request, **clinic.place(at(14)), by=clinic.desk, now=SOON)


# --- accepted --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["patient", "desk"])
def test_the_accepted_time_is_the_appointment_and_the_others_are_free(clinic, who):
    offer = offered(clinic)
    first, second = held(offer)
    appointment = offers.accept(offer, appointment=second, by=PATIENT if who == "patient" else clinic.desk, now=SOON)
    assert (appointment.pk, appointment.status, appointment.hold_expires_at) == (second.pk, "booked", None)
    assert appointment.request.status == Status.BOOKED
    first.refresh_from_db()
    assert (first.status, first.cancellation_reason) == ("cancelled", "hold_ended")
    offer.refresh_from_db()
    assert (offer.answer, offer.answered_at) == ("accepted", SOON)
    assert clinic.booked(at(10)).pk


def test_an_offer_is_answered_once(clinic):
    offer = offered(clinic)
    first, second = held(offer)
    offers.accept(offer, appointment=first, by=PATIENT, now=SOON)
    for again in (first, second):
        refused(OfferOver, offers.accept, offer, appointment=again, by=PATIENT, now=SOON)
    refused(OfferOver, offers.none_suits, offer, by=PATIENT, now=SOON)
    refused(OfferOver, offers.take_back, offer, by=clinic.desk, now=SOON)


@pytest.mark.parametrize(("before_the_end", "kept"), [(timedelta(seconds=1), True), (timedelta(0), False)])
def test_a_time_is_accepted_only_while_it_is_held(clinic, before_the_end, kept):
    offer = offered(clinic)
    how = {"appointment": held(offer)[0], "by": PATIENT, "now": offer.expires_at - before_the_end}
    if kept:
        assert offers.accept(offer, **how).status == "booked"
    else:
        assert str(refused(OfferOver, offers.accept, offer, **how)) == "The times are no longer held."
        refused(OfferOver, offers.none_suits, offer, by=PATIENT, now=how["now"])


def test_a_time_of_another_offer_is_not_accepted(clinic):
    offer, other = offered(clinic, at(10)), offered(clinic, at(14))
    refused(OfferOver, offers.accept, offer, appointment=held(other)[0], by=PATIENT, now=SOON)


def test_a_time_that_has_begun_is_not_accepted(clinic):
    offer = offered(clinic, NOON + timedelta(hours=1))
    refused(OfferOver, offers.accept, offer, appointment=held(offer)[0], by=PATIENT, now=SOON)


def test_a_time_in_leave_that_came_later_is_not_accepted(clinic):
    offer = offered(clinic)
    absences.add(
        ScheduleException.Kind.LEAVE,
        practitioner=clinic.doctor,
        starts_at=at(9),
        ends_at=at(10, 30),
        by=clinic.lead,
        now=SOON,
    )
    morning, later = held(offer)
    refused(OfferOver, offers.accept, offer, appointment=morning, by=PATIENT, now=SOON)
    assert offers.accept(offer, appointment=later, by=PATIENT, now=SOON).status == "booked"


# --- not accepted ----------------------------------------------------------------------------------------------------


def test_a_patient_whom_none_suits_is_with_the_same_receptionist_again_and_goes_first(clinic):
    offer = offered(clinic)
    request = offers.none_suits(offer, by=PATIENT, now=SOON)
    assert (request.status, request.queue_rank, request.claimed_by) == (
        Status.IN_PROGRESS,
        QueueRank.RAISED,
        clinic.desk.user,
    )
    assert request.claim_at(SOON) == clinic.desk.user
    assert request.promise_at > SOON
    assert not BookingCell.objects.exists()
    offer.refresh_from_db()
    assert offer.answer == "none_suits"


def test_whoever_hears_that_none_suits_has_the_request(clinic):
    colleague = make_actor()
    assert offers.none_suits(offered(clinic), by=colleague, now=SOON).claimed_by == colleague.user


def test_an_offer_taken_back_can_be_followed_by_a_booking(clinic):
    colleague, offer = make_actor(), offered(clinic)
    request = offers.take_back(offer, by=colleague, now=SOON)
    assert booking.book(request, **clinic.place(at(10)), by=colleague, now=SOON).status == "booked"
    offer.refresh_from_db()
    assert offer.answer == "taken_back"
    assert refused(StepNotAllowed, offers.take_back, offered(clinic, at(14)), by=PATIENT, now=SOON)


def test_an_offer_that_ran_out_is_back_at_the_desk_and_its_times_are_free(clinic):
    offer = offered(clinic)
    assert offers.expire_due(now=offer.expires_at - timedelta(seconds=1)) == 0
    assert offers.expire_due(now=offer.expires_at) == 1
    assert offers.expire_due(now=offer.expires_at) == 0
    request = offer.request
    request.refresh_from_db()
    assert (request.status, request.queue_rank, request.claimed_by) == (
        Status.IN_PROGRESS,
        QueueRank.RAISED,
        clinic.desk.user,
    )
    event = request.events.order_by("-pk").first()
    assert (event.step, event.role) == ("offer_ended", "system")
    assert not BookingCell.objects.exists()
    claims.release_lapsed(now=offer.expires_at + timedelta(minutes=21))
    request.refresh_from_db()
    assert (request.status, request.queue_rank) == (Status.NEW, QueueRank.RAISED)


def test_an_offer_whose_maker_has_left_comes_back_to_nobody(clinic):
    offer = offered(clinic)
    clinic.desk.user.is_active = False
    clinic.desk.user.save()
    offers.expire_due(now=offer.expires_at)
    offer.request.refresh_from_db()
    assert (offer.request.status, offer.request.claimed_by) == (Status.IN_PROGRESS, None)


def test_a_lapsed_hold_takes_no_time_even_before_it_is_swept(clinic):
    offer = offered(clinic)
    appointment = booking.book(
        clinic.request(now=offer.expires_at), **clinic.place(at(10)), by=clinic.desk, now=offer.expires_at
    )
    assert appointment.seat == 0
    assert [time.starts_at for time in held(offer)] == [at(11)]
    assert offers.expire_due(now=offer.expires_at) == 1


def test_a_request_that_ends_gives_its_held_times_back(clinic):
    declined, withdrawn = offered(clinic, at(10)), offered(clinic, at(11))
    closing.decline(
        declined.request,
        because=DeclineReason.NOT_OFFERED,
        public_answer="Please ask your own doctor.",
        by=clinic.desk,
        now=SOON,
    )
    closing.withdraw(withdrawn.request, by=PATIENT, now=SOON)
    assert not BookingCell.objects.exists()
    assert not TimeOffer.objects.filter(answer="").exists()
