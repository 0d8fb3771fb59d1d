"""What is always or never so of a request that is erased, of a history, of exports and of feeds."""

from datetime import timedelta

import pytest

from appointments.models import AppointmentRequest, CalendarFeed, ChainAnchor, Event, ExportRecord, ListLook
from tests.appointments.builders import NOON, make_request, request_values
from tests.appointments.models.test_constraints import refused
from tests.appointments.models.test_desk_constraints import DECLINED, ERASED
from tests.builders import make_practitioner, make_user

pytestmark = pytest.mark.django_db

TRIED = {
    "request_erased_holds_nobody",
    "event_hash_whole",
    "event_follows_one_event",
    "anchor_digest_whole",
    "export_says_what_for",
    "export_format_known",
    "export_days_in_order",
    "feed_one_living_each",
    "list_look_page_known",
    "feed_revoked_after_it_was_made",
}
A, B, C = ("abc"[place] * 64 for place in range(3))


@pytest.mark.parametrize(
    "lie",
    [
        {"patient_name": "Olena Example"},
        {"patient_name_folded": "olena example"},
        {"patient_birth_year": 1957},
        {"requester_name": "Ivan Example", "for_whom": "child"},
        {"phone_typed": "020 7946 0123"},
        {"phone_e164": "+442079460123"},
        {"phone_extension": "214"},
        {"email": "olena@example.org"},
        {"reason": "cramps"},
        {"access_note": "slow on stairs"},
        {"language": "Ukrainian"},
        {"outcome": "declined", "declined_because": "other", "public_answer": "Ask elsewhere, Olena."},
    ],
)
def test_what_is_erased_holds_nobody(service, lie):
    values = request_values(service, **ERASED | lie)
    assert refused(lambda: AppointmentRequest.objects.create(**values), "request_erased_holds_nobody")


def test_what_is_erased_keeps_how_it_ended(service):
    ends = [ERASED, ERASED | DECLINED | {"status": "erased", "public_answer": ""}]
    assert all(AppointmentRequest.objects.create(**request_values(service, **end)).pk for end in ends)


@pytest.mark.parametrize(
    "constraint, lie",
    [("request_birth_year_sane", {"patient_birth_year": 0}), ("request_has_name_and_phone", {"patient_name": ""})],
)
def test_only_what_is_erased_may_lack_a_person(service, constraint, lie):
    assert refused(lambda: AppointmentRequest.objects.create(**request_values(service, **lie)), constraint)


def test_an_event_holds_a_whole_hash_and_follows_one_event_alone(service):
    request, other = make_request(service), make_request(service)
    event = {"at": NOON, "step": "look", "before": "new", "after": "new", "role": "lead", "by": make_user()}
    for hash in ("", "a" * 63, "A" * 64, "g" * 64):
        lie = {"request": request, "prev_hash": A, "hash": hash}
        assert refused(lambda lie=lie: Event.objects.create(**event, **lie), "event_hash_whole")
    assert Event.objects.create(**event, request=request, prev_hash=A, hash=B).pk
    assert refused(lambda: Event.objects.create(**event, request=request, prev_hash=A, hash=C))
    assert refused(lambda: Event.objects.create(**event, request=request, prev_hash="", hash=C))  # a second beginning
    assert Event.objects.create(**event, request=other, prev_hash=A, hash=B).pk


def test_an_anchor_holds_a_whole_digest():
    anchor = {"made_at": NOON, "last_event": 7, "events": 7, "requests": 2}
    assert refused(lambda: ChainAnchor.objects.create(**anchor, digest=""), "anchor_digest_whole")
    assert ChainAnchor.objects.create(**anchor, digest=A).pk
    assert refused(lambda: ChainAnchor.objects.create(**anchor, digest=B))  # one for each place in the history


@pytest.mark.parametrize(
    "constraint, lie",
    [
        ("export_says_what_for", {"why": ""}),
        ("export_format_known", {"format": "pdf"}),
        ("export_days_in_order", {"last_day": NOON.date() - timedelta(days=1)}),
    ],
)
def test_an_export_says_what_for_as_what_and_of_which_days(constraint, lie):
    export = {"by": make_user(), "at": NOON, "why": "a count", "format": "csv", "with_reason": False}
    export |= {"first_day": NOON.date(), "last_day": NOON.date()}
    assert refused(lambda: ExportRecord.objects.create(**export | lie), constraint)
    assert ExportRecord.objects.create(**export).pk


def test_a_list_was_shown_on_a_known_page():
    look = {"by": make_user(), "at": NOON, "requests": [1]}
    assert refused(lambda: ListLook.objects.create(**look, page="wall"), "list_look_page_known")
    assert ListLook.objects.create(**look, page="queue").pk


def test_a_practitioner_has_one_living_feed_that_ends_after_it_began():
    feed = {"practitioner": make_practitioner(), "made_by": make_user(), "made_at": NOON}
    lie = {"digest": A, "revoked_at": NOON - timedelta(seconds=1)}
    assert refused(lambda: CalendarFeed.objects.create(**feed, **lie), "feed_revoked_after_it_was_made")
    assert CalendarFeed.objects.create(**feed, digest=A, revoked_at=NOON).pk
    assert CalendarFeed.objects.create(**feed, digest=B).pk
    assert refused(lambda: CalendarFeed.objects.create(**feed, digest=C))
    assert refused(lambda: CalendarFeed.objects.create(**feed | {"practitioner": make_practitioner()}, digest=B))


def test_rows_are_named_without_giving_a_patient_away(service):
    person, days = make_user(display_name="Lena Example"), {"first_day": NOON.date(), "last_day": NOON.date()}
    rows = [
        ChainAnchor(made_at=NOON, last_event=1, digest=A),
        ExportRecord(by=person, at=NOON, why="for Olena", **days),
        CalendarFeed(practitioner=make_practitioner(name="Dr Ada Example"), digest=B),
    ]
    assert [str(row) for row in rows] == [
        f"2026-11-25 12:00 UTC {A[:12]}",
        "Lena Example 2026-11-25 12:00 UTC",
        "Dr Ada Example #None",
    ]
