"""The queue on the screen: who waits, in which order, what can be found, and that it stays quick."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.booking.actions import claims
from appointments.desk.queue_lists import PAGE_SIZE, TABS, page_of, requests_in_tab
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, PhoneTask, WaitlistEntry
from appointments.phones import Phone
from appointments.workflow import Role, Status
from tests.appointments.builders import NOON, make_request, request_values
from tests.appointments.desk.builders import at_desk, open_clinic, taken
from tests.builders import make_practitioner, make_user
from tests.snapshots import once

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(service):
    once("open clinic", lambda: open_clinic(service))
    return at_desk()


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


def another(number: int) -> dict:
    return {
        "patient_name": f"Patient {number}",
        "phone": Phone(f"020 7946 0{number:03}", f"+4420794600{number:02}"),
        "email": f"patient{number}@example.org",
    }


def test_who_was_promised_an_answer_first_stands_first(desk):
    _actor, client = desk
    make_request(now=NOON - timedelta(hours=1), **another(1))
    make_request(now=NOON - timedelta(days=3), **another(2))
    assert names(client.get("/desk/")) == ["Patient 2", "Patient 1"]


def test_a_broken_promise_is_said_in_words(desk):
    _actor, client = desk
    make_request(now=NOON - timedelta(days=20))
    page = client.get("/desk/")
    assert page.context["rows"][0].promise.tone == "bad"
    assert "Late by" in page.content.decode()


def test_take_next_opens_the_request_and_makes_it_mine(desk):
    actor, client = desk
    asked = make_request(call_times=[])
    response = client.post("/desk/next/")
    assert response.url == f"/desk/{asked.reference}/"
    asked.refresh_from_db()
    assert asked.claimed_by == actor.user
    assert names(client.get("/desk/?tab=mine")) == ["Olena Example"]


def test_take_next_with_nobody_to_call_says_so_and_shows_the_queue(desk):
    _actor, client = desk
    response = client.post("/desk/next/", follow=True)
    assert response.redirect_chain == [("/desk/", 302)]
    assert "Nobody is to be called right now" in response.content.decode()


def test_the_row_says_who_has_a_request_and_from_when_it_may_be_called(desk):
    _actor, client = desk
    colleague, _ = at_desk(display_name="Rory Example, reception")
    taken(colleague, call_times=["afternoon"])
    row = client.get("/desk/").context["rows"][0]
    assert (row.held_by, row.call, row.call_now) == ("Rory Example", "Call from today, 14:00", False)


def test_a_search_that_finds_one_opens_it(desk):
    _actor, client = desk
    asked = make_request()
    make_request(**another(1))
    for typed in ("020 7946 0123", "+44 20 7946 0123", "(020) 79460123", "olena", "EXAMPLE Olena"):
        assert client.get("/desk/", {"q": typed}).url == f"/desk/{asked.reference}/", typed


def test_a_reference_is_found_however_it_is_typed(desk):
    _actor, client = desk
    asked = make_request()
    for typed in (asked.reference, asked.spoken_reference.lower(), f" {asked.reference[:4]} {asked.reference[4:]} "):
        assert client.get("/desk/", {"q": typed}).url == f"/desk/{asked.reference}/"


def test_a_search_finds_nothing_that_was_closed_long_ago(desk, service):
    _actor, client = desk
    gone = {"status": "closed", "outcome": "withdrawn", "closed_at": NOON - timedelta(days=31)}
    AppointmentRequest.objects.create(**request_values(service, created_at=NOON - timedelta(days=90), **gone))
    assert "Nothing found" in client.get("/desk/", {"q": "020 7946 0123"}).content.decode()


def test_a_broken_address_shows_the_queue(desk):
    _actor, client = desk
    for query in ("service=x", "after=%F0%9F", "after=W10", "tab=nowhere", "location=9999", "q=%00", "language=%"):
        assert client.get(f"/desk/?{query}").status_code == 200, query


CURSORS = [
    '["queue", 99999999999, "2026-11-25T12:00:00+00:00", 1]',
    '["queue", -1, "2026-11-25T12:00:00+00:00", 1]',
    '["queue", 1, "2026-11-25T12:00:00+00:00", 9223372036854775808]',
    '["queue", 1, "0001-01-01T00:00:00+23:59", 1]',
    '["queue", 1, "9999-12-31T23:59:59-23:59", 1]',
    '["queue", 1, "2026-11-25T12:00:00", 1]',
    '["queue", true, "2026-11-25T12:00:00+00:00", 1]',
    '["queue", 1.5, "2026-11-25T12:00:00+00:00", 1]',
    '["queue", NaN, "2026-11-25T12:00:00+00:00", 1]',
    '["queue", 1, "2026-13-45T12:00:00+00:00", 1]',
    '["queue", 1, null, 1]',
    '["queue"]',
    "[]",
    "5",
    "{}",
    '""',
    "null",
    "[" * 1500,
    "[" * 100,
    "9" * 5000,
    "\x00",
    "\ud800",
]


def encoded(cursor: str) -> str:
    return base64.urlsafe_b64encode(cursor.encode(errors="surrogatepass")).decode()[:7000]


@pytest.mark.parametrize("tab", ["waiting", "quarantine", "closed"])
def test_a_cursor_that_somebody_wrote_shows_a_page(service, tab, subtests):
    closed = {"status": "closed", "outcome": "withdrawn", "closed_at": NOON}
    for values in ({"status": "new"}, {"status": "quarantined"}, closed):
        AppointmentRequest.objects.create(**request_values(service, **values))
    actor = Actor(Role.RECEPTIONIST, make_user("receptionist"))
    listed = requests_in_tab(tab, actor=actor, now=NOON)
    first_page = page_of(listed, TABS[tab], "")
    assert len(first_page[0]) == 1
    for written in CURSORS:
        with subtests.test(ascii(written[:80])):
            assert page_of(listed, TABS[tab], encoded(written)) == first_page


def test_the_queue_is_shown_with_any_cursor(desk):
    _actor, client = desk
    make_request()
    for written in (CURSORS[0], "\ud800"):
        page = client.get("/desk/", {"tab": "waiting", "after": encoded(written)})
        assert page.status_code == 200 and len(page.context["rows"]) == 1


def test_filters_narrow_the_queue(desk, service):
    _actor, client = desk
    make_request(call_times=["morning"], language="Українська", **another(1))
    make_request(call_times=[], **another(2))
    assert names(client.get("/desk/?callable=on")) == ["Patient 2"]
    assert names(client.get("/desk/", {"language": "Укр"})) == ["Patient 1"]
    assert len(names(client.get("/desk/", {"service": service.pk}))) == 2
    assert names(client.get("/desk/?mine=on")) == []


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab != "appointments"])
def test_pages_follow_each_other_without_a_gap_or_a_repeat(service, tab):
    person = make_user("receptionist")
    values = {
        "waiting": {"status": "new"},
        "read": {"status": "new", "names_warning": True},
        "mine": {
            "status": "in_progress",
            "claimed_by": person,
            "claimed_at": NOON,
            "claim_expires_at": NOON + timedelta(minutes=20),
        },
        "phone": {"status": "booked"},
        "answer": {"status": "awaiting_patient"},
        "list": {"status": "waiting_list"},
        "earlier": {"status": "booked"},
        "quarantine": {"status": "quarantined"},
        "closed": {"status": "closed", "outcome": "withdrawn", "closed_at": NOON},
    }[tab]
    rows = [AppointmentRequest(**request_values(service, **values)) for _ in range(2 * PAGE_SIZE + 3)]
    rows = AppointmentRequest.objects.bulk_create(rows)
    if tab == "phone":
        calls = [PhoneTask(request=row, kind="offer", say="Call.", dedupe_key=row.pk, made_at=NOON) for row in rows]
        PhoneTask.objects.bulk_create(calls)
    if tab == "earlier":
        entries = [WaitlistEntry(request=row, since=NOON, review_on=NOON.date()) for row in rows]
        WaitlistEntry.objects.bulk_create(entries)
    listed = requests_in_tab(tab, actor=Actor(Role.RECEPTIONIST, person), now=NOON)
    seen, cursor = [], ""
    for _page in range(3):
        found, cursor = page_of(listed, TABS[tab], cursor)
        seen += [request.pk for request in found]
    assert cursor == ""
    assert sorted(seen) == sorted(row.pk for row in AppointmentRequest.objects.all())
    assert len(set(seen)) == len(seen)


def count_queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_full_page_of_the_queue_costs_no_more_queries_than_a_short_one(desk, service):
    _actor, client = desk
    make_request(**another(1))
    few = count_queries(client, "/desk/")
    for number in range(2, PAGE_SIZE + 5):
        make_request(**another(number))
    assert count_queries(client, "/desk/") == few
    assert few <= 22


def test_a_count_is_never_taken_to_the_end(desk, service):
    _actor, client = desk
    AppointmentRequest.objects.bulk_create(
        AppointmentRequest(**request_values(service, status=Status.NEW)) for _ in range(120)
    )
    assert client.get("/desk/").context["tabs"][0]["count"] == "99+"


def test_the_queue_is_read_in_the_order_of_its_index(service):
    later = AppointmentRequest.objects.waiting().in_queue_order().after_in_queue(2, NOON, 1)[:26]
    if connection.vendor == "sqlite":
        assert "USING INDEX request_queue" in later.explain()
        assert "TEMP B-TREE" not in later.explain()


def test_a_practitioner_is_led_to_their_own_appointments(service):
    person = make_user("")
    make_practitioner(service.specialty, user=person)
    from tests.client import Client

    client = Client()
    client.force_login(person)
    assert client.get("/desk/").url == "/desk/today/"


def test_two_who_press_take_next_get_two_requests(desk):
    _actor, client = desk
    first, second = (make_request(call_times=[], **another(number)) for number in (1, 2))
    other, _client = at_desk()
    got = claims.take_next(by=other, now=NOON)
    assert client.post("/desk/next/").url != f"/desk/{got.reference}/"
    assert {first.pk, second.pk} == set(
        AppointmentRequest.objects.filter(claimed_by__isnull=False).values_list("pk", flat=True)
    )
