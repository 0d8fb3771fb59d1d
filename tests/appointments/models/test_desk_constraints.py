"""What is always or never so of a request at the desk: how it ended, who has it, what was tried, who waits."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from appointments.models import AppointmentRequest, ContactAttempt, DeskNote, DeskPresence, Event, WaitlistEntry
from tests.appointments.builders import NOON, make_request, request_values
from tests.appointments.models.test_constraints import each_is_refused, refused
from tests.builders import make_user

pytestmark = pytest.mark.django_db

CLOSED = {"status": "closed", "outcome": "withdrawn", "closed_at": NOON}
DECLINED = CLOSED | {"outcome": "declined", "declined_because": "other", "public_answer": "Ask elsewhere."}
ERASED = CLOSED | {
    "status": "erased",
    "patient_name": "",
    "patient_birth_year": 0,
    "phone_typed": "",
    "phone_e164": "",
}
LIES_ABOUT_ENDS = [
    ("request_outcome_once_closed", CLOSED | {"outcome": ""}),
    ("request_outcome_once_closed", CLOSED | {"closed_at": None}),
    ("request_outcome_once_closed", CLOSED | {"status": "booked"}),
    ("request_outcome_once_closed", {"closed_at": NOON}),
    ("request_outcome_once_closed", ERASED | {"outcome": ""}),
    ("request_outcome_known", CLOSED | {"outcome": "bored"}),
    ("request_channel_known", {"channel": "pigeon"}),
    ("request_channel_known", {"channel": ""}),
    ("request_queue_rank_known", {"queue_rank": 3}),
    ("request_declined_with_reason_and_answer", DECLINED | {"declined_because": ""}),
    ("request_declined_with_reason_and_answer", DECLINED | {"public_answer": ""}),
    ("request_declined_with_reason_and_answer", {"declined_because": "other"}),
    ("request_declined_with_reason_and_answer", {"public_answer": "Ask elsewhere."}),
    ("request_duplicate_names_the_other", CLOSED | {"outcome": "duplicate"}),
    ("request_erasure_asked_after_asking", {"erasure_asked_at": NOON - timedelta(seconds=1)}),
]
CLAIM = {"status": "in_progress", "claimed_at": NOON, "claim_expires_at": NOON + timedelta(minutes=20)}
LIES_ABOUT_CLAIMS = [
    {"claimed_at": None},
    {"claim_expires_at": None},
    {"claimed_by": None},
    {"claim_expires_at": NOON},
    {"status": "new"},
    {"status": "booked"},
]
TRIED = {constraint for constraint, _lie in LIES_ABOUT_ENDS} | {
    "request_claim_whole_and_in_progress",
    "request_no_duplicate_of_itself",
    "event_role_known",
    "attempt_outcome_known",
    "attempt_next_is_later",
    "note_says_something",
    "presence_once",
    "waitlist_one_living_per_request",
    "waitlist_ends_after_it_begins",
}


def test_a_request_cannot_lie_about_its_end_or_its_place(service, subtests):
    each_is_refused(LIES_ABOUT_ENDS, service, subtests)


def test_what_is_true_is_stored(service):
    for truth in (CLOSED, DECLINED, ERASED, {"queue_rank": 0}):
        assert AppointmentRequest.objects.create(**request_values(service, **truth)).pk


def test_a_claim_is_whole_and_only_of_what_is_in_progress(service, subtests):
    claim = CLAIM | {"claimed_by": make_user("receptionist")}
    lies = [("request_claim_whole_and_in_progress", lie) for lie in LIES_ABOUT_CLAIMS]
    each_is_refused(lies, service, subtests, **claim)
    assert AppointmentRequest.objects.create(**request_values(service, **claim)).pk


def test_a_duplicate_names_another_request_and_only_a_duplicate_does(service):
    first, second = make_request(service), make_request(service)
    merging = AppointmentRequest.objects.filter(pk=second.pk)
    duplicate = CLOSED | {"outcome": "duplicate"}
    merging.update(owed_since=None)
    assert refused(lambda: merging.update(**duplicate, duplicate_of=second), "request_no_duplicate_of_itself")
    assert refused(lambda: merging.update(duplicate_of=first), "request_duplicate_names_the_other")
    assert merging.update(**duplicate, duplicate_of=first) == 1


def test_an_event_names_a_role_that_is_known(service):
    event = {"request": make_request(service), "at": NOON, "step": "ask", "after": "new", "by": make_user()}
    event |= {"prev_hash": "b" * 64, "hash": "a" * 64}
    assert refused(lambda: Event.objects.create(**event, role="janitor"), "event_role_known")
    assert Event.objects.create(**event, role="practitioner").pk


@pytest.mark.parametrize(
    "constraint, lie",
    [
        ("attempt_outcome_known", {"outcome": "asleep"}),
        ("attempt_outcome_known", {"outcome": ""}),
        ("attempt_next_is_later", {"next_try_at": NOON}),
        ("attempt_next_is_later", {"next_try_at": NOON - timedelta(days=1)}),
    ],
)
def test_a_call_ended_somehow_and_the_next_is_later(service, constraint, lie):
    attempt = {"request": make_request(service), "by": make_user(), "at": NOON, "outcome": "no_answer"}
    assert refused(lambda: ContactAttempt.objects.create(**attempt | lie), constraint)
    assert ContactAttempt.objects.create(**attempt, next_try_at=NOON + timedelta(hours=2)).pk


def test_a_note_says_something(service):
    note = {"request": make_request(service), "by": make_user(), "at": NOON}
    assert refused(lambda: DeskNote.objects.create(**note, text=""), "note_says_something")
    assert DeskNote.objects.create(**note, text="14:30").pk


def test_somebody_is_at_a_request_once(service):
    presence = {"request": make_request(service), "user": make_user()}
    DeskPresence.objects.create(**presence, seen_at=NOON)
    assert refused(lambda: DeskPresence.objects.create(**presence, seen_at=NOON + timedelta(minutes=1)))
    assert DeskPresence.objects.create(request=presence["request"], user=make_user(), seen_at=NOON).pk


def test_a_patient_has_one_living_place_on_the_waiting_list_and_it_ends_after_it_begins(service):
    entry = {"request": make_request(service), "since": NOON, "review_on": date(2026, 12, 1)}
    place = WaitlistEntry.objects.create(**entry)
    assert refused(lambda: WaitlistEntry.objects.create(**entry))
    ending = WaitlistEntry.objects.filter(pk=place.pk)
    assert refused(lambda: ending.update(ended_at=NOON - timedelta(seconds=1)), "waitlist_ends_after_it_begins")
    assert ending.update(ended_at=NOON) == 1
    assert WaitlistEntry.objects.create(**entry).pk


def test_what_is_kept_of_a_request_keeps_the_request_and_whoever_did_it(service):
    """Staff are never deleted, and a request with a history is erased, not deleted."""

    request, person = make_request(service), make_user()
    ContactAttempt.objects.create(request=request, by=person, at=NOON, outcome="reached")
    DeskNote.objects.create(request=request, by=person, at=NOON, text="Hello")
    for kept in (request, person):
        with pytest.raises(ProtectedError), transaction.atomic():
            kept.delete()


def test_rows_of_the_desk_are_named_without_the_patient(service):
    request, person = make_request(service), make_user(display_name="Rory Example")
    rows = [
        ContactAttempt.objects.create(request=request, by=person, at=NOON, outcome="reached"),
        DeskNote.objects.create(request=request, by=person, at=NOON, text="Olena sounds worried"),
        DeskPresence.objects.create(request=request, user=person, seen_at=NOON),
        WaitlistEntry.objects.create(request=request, since=NOON, review_on=date(2026, 12, 1)),
    ]
    names = " ".join(map(str, rows))
    assert "Rory Example" in names and "2026-11-25" in names
    assert not [word for word in ("Olena", "7946", "Cramps", "worried") if word in names]
