"""Reaching patients: each call is kept, the next try is planned, a wrong number is mended, notes are for colleagues."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from appointments.booking.actions import booking, claims, contacts, offers
from appointments.desk import flags
from appointments.lifecycle.actions.transitions import LEASE, ChangedMeanwhile, HeldByColleague
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.models import ContactAttempt, DeskNote
from appointments.phones import Phone
from appointments.workflow import Role, StepNotAllowed
from portal.lib.text import UnusableText
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at, make_actor, refused
from tests.appointments.kept_clinic import kept_clinic

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
RIGHT = Phone("0113 496 0999", "+441134960999")


@pytest.fixture
def desk(db):
    return make_actor()


@pytest.fixture
def mine(service, desk):
    """A request this receptionist has taken on, from somebody who may be called at any time."""
    return claims.claim(make_request(service, call_times=[]), by=desk, now=NOON)


def codes(request) -> list[str]:
    request.refresh_from_db()
    return [flag.code for flag in flags.flags_of(request)]


# --- attempts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["no_answer", "left_message"])
def test_a_call_in_vain_puts_the_request_back_until_its_next_try(mine, desk, outcome):
    tried = contacts.attempt(mine, outcome=outcome, by=desk, now=NOON + MINUTE, based_on=mine.version)
    assert (tried.outcome, tried.by, tried.at) == (outcome, desk.user, NOON + MINUTE)
    mine.refresh_from_db()
    assert (mine.status, mine.claimed_by) == ("new", None)
    assert mine.next_try_at == tried.next_try_at > NOON + timedelta(hours=2)
    assert claims.take_next(by=desk, now=tried.next_try_at - MINUTE) is None
    assert claims.take_next(by=desk, now=tried.next_try_at) == mine


def test_the_next_try_is_within_the_patients_wishes_and_each_later_one_on_another_day(service, desk):
    request, tries = make_request(service, call_times=["morning"]), []
    now = NOON
    for _ in range(3):
        claims.claim(request, by=desk, now=now)
        tries.append(contacts.attempt(request, outcome="no_answer", by=desk, now=now).next_try_at)
        now = tries[-1] + MINUTE
    assert [moment.hour for moment in tries] == [9, 9, 9]  # from nine on, when reception opens
    assert len({moment.date() for moment in tries}) == 3


def test_a_patient_who_was_reached_stays_with_whoever_called(mine, desk):
    tried = contacts.attempt(mine, outcome="reached", by=desk, now=NOON + 9 * MINUTE)
    assert tried.next_try_at is None
    version = mine.version
    mine.refresh_from_db()
    assert (mine.status, mine.claimed_by, mine.version) == ("in_progress", desk.user, version)
    assert mine.claim_expires_at == NOON + 9 * MINUTE + LEASE
    assert mine.events.order_by("pk").last().step == "attempt"


def test_a_wrong_number_is_flagged_until_it_is_corrected(mine, desk):
    assert "wrong_number" not in codes(mine)
    contacts.attempt(mine, outcome="wrong_number", by=desk, now=NOON + MINUTE)
    assert "wrong_number" in codes(mine)
    assert (mine.status, mine.claimed_by) == ("in_progress", desk.user)
    corrected = contacts.correct_phone(mine, phone=RIGHT, by=desk, now=NOON + 2 * MINUTE, based_on=mine.version)
    assert (corrected.phone_typed, corrected.phone_e164) == (RIGHT.typed, RIGHT.e164)
    assert corrected.version == mine.version + 1
    assert corrected.claim_expires_at == NOON + 2 * MINUTE + LEASE
    assert "wrong_number" not in codes(mine)
    contacts.attempt(mine, outcome="wrong_number", by=desk, now=NOON + 3 * MINUTE)
    assert "wrong_number" in codes(mine)


def test_somebody_who_waits_for_no_call_can_be_called_all_the_same():
    clinic = kept_clinic()
    appointment = clinic.booked(at(9))
    for outcome in ("no_answer", "reached"):
        assert contacts.attempt(appointment.request, outcome=outcome, by=clinic.desk, now=NOON).next_try_at is None
    appointment.request.refresh_from_db()
    assert appointment.request.status == "booked"
    assert list(appointment.request.events.order_by("pk").values_list("step", flat=True))[-2:] == ["attempt", "attempt"]


def test_an_attempt_on_a_request_nobody_has_taken_on_is_refused(service, desk):
    request = make_request(service)
    for outcome in ("no_answer", "reached", "wrong_number"):
        refused(StepNotAllowed, contacts.attempt, request, outcome=outcome, by=desk, now=NOON)


def test_pressing_twice_is_one_attempt(mine, desk):
    press = {"outcome": "no_answer", "by": desk, "now": NOON, "based_on": mine.version}
    contacts.attempt(mine, **press)
    refused(ChangedMeanwhile, contacts.attempt, mine, **press)
    assert ContactAttempt.objects.count() == 1


def test_a_colleagues_request_is_not_called_and_a_lead_may(mine):
    for outcome in ("no_answer", "reached"):
        refused(HeldByColleague, contacts.attempt, mine, outcome=outcome, by=make_actor(), now=NOON)
    assert contacts.attempt(mine, outcome="reached", by=make_actor(Role.LEAD), now=NOON).pk


def test_an_unknown_outcome_is_refused(mine, desk):
    refused(ValueError, contacts.attempt, mine, outcome="asleep", by=desk, now=NOON)


def test_when_the_attempt_cannot_be_stored_nothing_is(mine, desk, monkeypatch):
    def fail(**values):
        raise OperationalError

    monkeypatch.setattr(ContactAttempt.objects, "create", fail)
    refused(OperationalError, contacts.attempt, mine, outcome="no_answer", by=desk, now=NOON)


# --- the number ------------------------------------------------------------------------------------------------------


def test_the_number_of_a_colleagues_or_a_closed_request_stays(mine, desk):
    refused(HeldByColleague, contacts.correct_phone, mine, phone=RIGHT, by=make_actor(), now=NOON)
    refused(ChangedMeanwhile, contacts.correct_phone, mine, phone=RIGHT, by=desk, now=NOON, based_on=mine.version - 1)
    refused(StepNotAllowed, contacts.correct_phone, mine, phone=RIGHT, by=SYSTEM, now=NOON)


def test_a_new_number_keeps_the_request_where_it_is(service, desk):
    request = make_request(service)
    corrected = contacts.correct_phone(request, phone=RIGHT, by=desk, now=NOON)
    assert (corrected.status, corrected.claimed_by, corrected.phone_e164) == ("new", None, RIGHT.e164)


# --- notes -----------------------------------------------------------------------------------------------------------


def test_a_note_is_cleaned_kept_and_told_in_the_history(mine):
    colleague = make_actor()  # whoever has it
    text = "  Her daughter\r\nspeaks\u202e English\0 "
    note = contacts.write_note(mine, text=text, by=colleague, now=NOON + MINUTE)
    assert (note.text, note.by, note.at) == ("Her daughter\nspeaks English", colleague.user, NOON + MINUTE)
    event = mine.events.order_by("pk").last()
    assert (event.step, event.before, event.after) == ("note", "in_progress", "in_progress")
    version = mine.version
    mine.refresh_from_db()
    assert mine.version == version


def test_an_empty_or_endless_note_is_refused_in_words(mine, desk):
    for text in ("", " \n ", "\u200b", "…", "x" * 1001):
        error = refused(UnusableText, contacts.write_note, mine, text=text, by=desk, now=NOON)
        assert str(error).startswith(
            "This is too long: 1001 characters, at most 1000" if len(text) > 1000 else "Write a word"
        )


def test_a_thousand_characters_or_a_mere_number_are_a_note(mine, desk):
    for text in ("x" * 1000, "14:30"):
        assert contacts.write_note(mine, text=text, by=desk, now=NOON).text == text


def test_patients_and_the_system_write_no_notes(mine):
    for by in (PATIENT, SYSTEM, make_actor(Role.ADMINISTRATOR)):
        refused(StepNotAllowed, contacts.write_note, mine, text="Hello", by=by, now=NOON)
    assert not DeskNote.objects.exists()


# --- a request that was to be called later ---------------------------------------------------------------------------


def test_what_was_to_be_called_later_is_due_at_once_after_its_appointment_was_cancelled():
    clinic = kept_clinic()
    request = clinic.request(call_times=[])
    contacts.attempt(request, outcome="no_answer", by=clinic.desk, now=NOON)
    claims.claim(request, by=clinic.desk, now=NOON)  # they called back
    appointment = booking.book(request, **clinic.place(at(9)), by=clinic.desk, now=NOON)
    back = booking.cancel_by_clinic(appointment, reason="clinic", by=clinic.lead, now=NOON)
    assert back.next_try_at is None
    assert claims.take_next(by=clinic.desk, now=NOON) == request


def test_an_open_offer_clears_the_next_try():
    clinic = kept_clinic()
    request = clinic.request()
    contacts.attempt(request, outcome="no_answer", by=clinic.desk, now=NOON)
    claims.claim(request, by=clinic.desk, now=NOON)
    offers.offer(request, times=[clinic.time(at(9))], lasts=timedelta(days=1), by=clinic.desk, now=NOON)
    request.refresh_from_db()
    assert request.next_try_at is None
