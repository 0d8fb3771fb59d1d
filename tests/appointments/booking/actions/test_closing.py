"""How a request ends, rests and begins again: with reasons, in time, and with nothing held by what is over."""

from datetime import date, timedelta

import pytest

from appointments.booking.actions import claims, closing, contacts, offers
from appointments.booking.actions.closing import NotAhead, TooFewAttempts, TooLate
from appointments.choices import DeclineReason
from appointments.lifecycle.actions.transitions import LEASE, ChangedMeanwhile
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.models import AppointmentRequest
from appointments.privacy.actions import erasure
from appointments.workflow import Role, StepNotAllowed
from portal.lib.text import UnusableText
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at, make_actor, make_clinic, refused
from tests.appointments.given_time import faults

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANSWER = "Please ask your own doctor for a referral first."
TODAY = date(2026, 11, 25)


@pytest.fixture
def desk(db):
    return make_actor()


@pytest.fixture
def lead(db):
    return make_actor(Role.LEAD)


def tried(request, desk, *outcomes):
    """The request after these calls."""
    for outcome in outcomes:
        claims.claim(request, by=desk, now=NOON)
        contacts.attempt(request, outcome=outcome, by=desk, now=NOON)
    request.refresh_from_db()
    return request


# --- declined, withdrawn ---------------------------------------------------------------------------------------------


def test_declining_keeps_the_reason_and_the_words_for_the_patient(service, desk):
    request = make_request(service)
    closed = closing.decline(request, because="referral", public_answer=f" {ANSWER}\u202e", by=desk, now=NOON)
    assert (closed.status, closed.outcome, closed.closed_at) == ("closed", "declined", NOON)
    assert (closed.declined_because, closed.public_answer) == (DeclineReason.REFERRAL, ANSWER)


@pytest.mark.parametrize("words", ["", "  ", "\u200b", "x" * 501])
def test_declining_without_words_for_the_patient_is_refused(service, desk, words):
    request = make_request(service)
    refused(UnusableText, closing.decline, request, because="other", public_answer=words, by=desk, now=NOON)


@pytest.mark.parametrize("because", ["", "no idea"])
def test_declining_without_a_known_reason_is_refused(service, desk, because):
    request = make_request(service)
    refused(ValueError, closing.decline, request, because=because, public_answer=ANSWER, by=desk, now=NOON)


def test_a_patient_withdraws_although_somebody_has_the_request(service, desk):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    closed = closing.withdraw(request, by=PATIENT, now=NOON)
    assert (closed.outcome, closed.claimed_by, closed.next_try_at) == ("withdrawn", None, None)
    refused(ChangedMeanwhile, contacts.attempt, request, outcome="reached", by=desk, now=NOON, based_on=2)


CLOSERS = {
    "decline": lambda request, by: closing.decline(
        request, because="other", public_answer=ANSWER, by=by, now=NOON + MINUTE
    ),
    "withdraw": lambda request, by: closing.withdraw(request, by=PATIENT, now=NOON + MINUTE),
    "merge": lambda request, by: closing.merge(request, into=make_request(request.service), by=by, now=NOON + MINUTE),
    "wait": lambda request, by: closing.put_on_waiting_list(
        request, review_on=TODAY + 7 * DAY, by=by, now=NOON + MINUTE
    ),
}


@pytest.mark.parametrize("how", CLOSERS)
def test_held_times_become_free_when_the_patient_no_longer_chooses(how):
    clinic = make_clinic()
    request = clinic.request()
    offer = offers.offer(request, times=[clinic.time(at(9)), clinic.time(at(10))], lasts=DAY, by=clinic.desk, now=NOON)
    CLOSERS[how](request, clinic.desk)
    offer.refresh_from_db()
    assert offer.answered_at == NOON + MINUTE
    assert set(offer.times.values_list("status", flat=True)) == {"cancelled"}
    assert faults() == []
    assert offers.expire_due(now=NOON + 2 * DAY) == 0


# --- unreachable -----------------------------------------------------------------------------------------------------


def test_after_three_calls_in_vain_a_patient_counts_as_unreachable(service, desk):
    request = tried(make_request(service), desk, "no_answer", "left_message")
    error = refused(TooFewAttempts, closing.give_up, request, by=desk, now=NOON)
    assert error.made == 2
    assert "so far there are 2" in str(error)
    tried(request, desk, "no_answer")
    assert closing.give_up(request, by=desk, now=NOON).outcome == "unreachable"


def test_calls_before_somebody_was_reached_do_not_count(service, desk):
    request = tried(make_request(service), desk, "no_answer", "no_answer", "reached", "wrong_number", "no_answer")
    assert closing.unsuccessful_attempts(request) == 2
    refused(TooFewAttempts, closing.give_up, request, by=desk, now=NOON)


# --- set aside -------------------------------------------------------------------------------------------------------


def test_what_is_found_genuine_keeps_its_promise_and_gets_its_acknowledgement(service, desk):
    request = make_request(service, patient_name="Call +1 800 555 0199")
    assert not OutboundMessage.objects.exists()
    released = closing.release(request, by=desk, now=NOON + DAY)
    assert (released.status, released.promise_at) == ("new", request.promise_at)
    assert (released.created_at, released.claimed_by) == (NOON, None)
    assert OutboundMessage.objects.get().to == request.email


def test_what_is_found_not_genuine_is_closed_without_a_mail_by_a_lead(service, desk, lead):
    request = make_request(service, patient_name="Call +1 800 555 0199")
    refused(StepNotAllowed, closing.reject, request, by=desk, now=NOON)
    assert closing.reject(request, by=lead, now=NOON).outcome == "spam"
    assert not OutboundMessage.objects.exists()


# --- opened again ----------------------------------------------------------------------------------------------------


def test_a_lead_opens_a_closed_request_again_and_has_it_with_a_new_promise(service, desk, lead):
    closed = closing.decline(make_request(service), because="other", public_answer=ANSWER, by=desk, now=NOON)
    now = NOON + timedelta(days=5)
    opened = closing.reopen(closed, by=lead, now=now, based_on=closed.version)
    assert (opened.status, opened.outcome, opened.closed_at) == ("in_progress", "", None)
    assert (opened.declined_because, opened.public_answer) == ("", "")
    assert (opened.claimed_by, opened.claim_expires_at) == (lead.user, now + LEASE)
    assert opened.promise_at > now


def test_thirty_days_later_it_is_too_late(service, lead):
    closed = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    error = refused(TooLate, closing.reopen, closed, by=lead, now=NOON + 30 * DAY + MINUTE)
    assert "30 days" in str(error)
    stale = AppointmentRequest(pk=closed.pk, service=service)  # whatever the page had read
    assert closing.reopen(stale, by=lead, now=NOON + 30 * DAY).status == "in_progress"


def test_what_was_erased_is_never_opened_again(service, lead):
    closed = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    erasure.erase(closed, by=SYSTEM, now=NOON)
    refused(StepNotAllowed, closing.reopen, closed, by=lead, now=NOON)


# --- the waiting list ------------------------------------------------------------------------------------------------


def test_who_waits_has_a_place_with_a_day_to_look_again(service, desk):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    waiting = closing.put_on_waiting_list(request, review_on=TODAY + DAY, notice_hours=48, by=desk, now=NOON)
    entry = waiting.waitlist_entries.get()
    assert (waiting.status, waiting.claimed_by) == ("waiting_list", None)
    assert (entry.since, entry.review_on, entry.notice_hours, entry.ended_at) == (NOON, TODAY + DAY, 48, None)


@pytest.mark.parametrize("days", [0, -1])
def test_the_day_to_look_again_is_ahead(service, desk, days):
    request = make_request(service)
    refused(NotAhead, closing.put_on_waiting_list, request, review_on=TODAY + days * DAY, by=desk, now=NOON)


def test_today_is_the_clinics_day(service, desk):
    late = NOON.replace(month=7, hour=23, minute=30)  # half past midnight of the next day in London's summer
    review_on = late.date() + DAY
    refused(NotAhead, closing.put_on_waiting_list, make_request(service), review_on=review_on, by=desk, now=late)


def test_whoever_calls_a_patient_up_has_the_request_and_the_place_is_given_up(service, desk):
    waiting = closing.put_on_waiting_list(make_request(service), review_on=TODAY + DAY, by=desk, now=NOON)
    called = closing.call_up(waiting, by=desk, now=NOON + 9 * DAY)
    assert (called.status, called.claimed_by) == ("in_progress", desk.user)
    assert called.promise_at > NOON + 9 * DAY
    assert waiting.waitlist_entries.get().ended_at == NOON + 9 * DAY


def test_called_up_by_the_system_it_is_anybodys(service, desk):
    waiting = closing.put_on_waiting_list(make_request(service), review_on=TODAY + DAY, by=desk, now=NOON)
    called = closing.call_up(waiting, by=SYSTEM, now=NOON + DAY)
    assert (called.status, called.claimed_by) == ("in_progress", None)
    assert claims.take_next(by=desk, now=NOON.replace(hour=10) + DAY) == called


@pytest.mark.parametrize("how", ["decline", "withdraw", "merge"])
def test_closing_gives_the_place_on_the_list_up_and_it_can_be_had_again(service, desk, lead, how):
    waiting = closing.put_on_waiting_list(make_request(service), review_on=TODAY + DAY, by=desk, now=NOON)
    CLOSERS[how](waiting, desk)
    assert waiting.waitlist_entries.get().ended_at == NOON + MINUTE
    opened = closing.reopen(waiting, by=lead, now=NOON + DAY)
    closing.put_on_waiting_list(opened, review_on=TODAY + 9 * DAY, by=lead, now=NOON + DAY)
    assert waiting.waitlist_entries.filter(ended_at__isnull=True).count() == 1
