"""The histories are read every night: what somebody did to them in the database, behind the portal's back, is found."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from appointments.booking.actions import claims, closing, looks
from appointments.lifecycle.actions.transitions import record_event
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.models import ChainAnchor, ChainCheck, Event
from appointments.privacy.actions import chain_verification, erasure
from appointments.workflow import Step
from tests.appointments.builders import NOON, at_once, make_request
from tests.appointments.clinic import make_actor
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.whole_life import whole_life
from tests.snapshots import once

pytestmark = pytest.mark.django_db

NIGHT, DAY = NOON + timedelta(hours=15), timedelta(days=1)
EVENTS = Event._meta.db_table


@pytest.fixture
def requests(service):
    """Three histories: one at work, one that was looked at, one that is closed."""
    return once("three histories", lambda: three_histories(service))


def three_histories(service):
    desk = make_actor()
    at_work, looked_at, closed = (make_request(service) for _ in range(3))
    claims.claim(at_work, by=desk, now=NOON)
    for _ in range(2):
        looks.record_look(looked_at, by=desk, now=NOON)
    closing.withdraw(closed, by=PATIENT, now=NOON)
    return at_work, looked_at, closed


def behind_our_back(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(events=EVENTS), values)


def event(request, place: int) -> int:
    return request.events.order_by("pk").values_list("pk", flat=True)[place]


def test_whole_histories_are_found_whole_and_anchored(requests):
    check = chain_verification.verify(now=NIGHT)
    assert (check.events, check.faults, check.fault_descriptions, check.checked_at) == (7, 0, [], NIGHT)
    anchor = ChainAnchor.objects.get()
    assert (anchor.events, anchor.requests, anchor.last_event) == (7, 3, Event.objects.latest("pk").pk)
    assert chain_verification.latest_check() == check


def test_a_whole_life_with_an_erasure_is_whole():
    erasure.erase(whole_life(kept_clinic()), by=SYSTEM, now=NOON)
    assert chain_verification.verify(now=NIGHT).faults == 0
    assert chain_verification.verify(now=NIGHT + DAY).faults == 0


def test_an_altered_event_is_found(requests, caplog):
    behind_our_back("UPDATE {events} SET role = 'lead' WHERE id = %s", event(requests[0], 1))
    check = chain_verification.verify(now=NIGHT)
    assert check.faults == 1 and "was altered" in check.fault_descriptions[0]
    assert "The history is not whole" in caplog.text
    assert not ChainAnchor.objects.exists()


@pytest.mark.parametrize("which, place", [(0, 0), (1, 1), (2, 1)])
def test_a_deleted_event_is_found(requests, which, place):
    behind_our_back("DELETE FROM {events} WHERE id = %s", event(requests[which], place))
    assert chain_verification.verify(now=NIGHT).faults == 1


def test_the_last_look_deleted_is_found_by_the_anchor_of_the_night_before(requests):
    chain_verification.verify(now=NIGHT)
    behind_our_back("DELETE FROM {events} WHERE id = %s", event(requests[1], 2))
    check = chain_verification.verify(now=NIGHT + DAY)
    assert check.faults == 1 and "+1 missing" in check.fault_descriptions[0]
    assert ChainAnchor.objects.count() == 1
    assert chain_verification.verify(now=NIGHT + 2 * DAY).faults == 1  # it does not go away by itself


def test_a_whole_history_deleted_is_found(requests):
    chain_verification.verify(now=NIGHT)
    behind_our_back("DELETE FROM {events} WHERE request_id = %s", requests[1].pk)
    told = chain_verification.verify(now=NIGHT + DAY).fault_descriptions
    assert "+3 missing" in told[0] and "no history at all" in told[1]


def test_a_history_written_anew_with_matching_hashes_is_found_by_the_anchor(requests):
    chain_verification.verify(now=NIGHT)
    request = requests[1]
    behind_our_back("DELETE FROM {events} WHERE request_id = %s", request.pk)
    record_event(request, Step.ASK, by=PATIENT, now=NOON, first=True)
    assert chain_verification.verify(now=NIGHT + DAY).faults == 1


def test_an_inserted_event_is_found(requests):
    columns = "request_id, at, step, before, after, role, by_id, prev_hash, hash"
    behind_our_back(
        f"INSERT INTO {{events}} ({columns}) SELECT request_id, at, step, before, after, role, by_id, "
        "'" + "a" * 64 + "', '" + "b" * 64 + "' FROM {events} WHERE id = %s",
        event(requests[1], 1),
    )
    assert chain_verification.verify(now=NIGHT).faults == 1


def test_two_events_that_changed_places_are_found(requests):
    first, second = event(requests[1], 1), event(requests[1], 2)
    for old, new in ((first, 900001), (second, first), (900001, second)):
        behind_our_back("UPDATE {events} SET id = %s WHERE id = %s", new, old)
    assert chain_verification.verify(now=NIGHT).faults >= 2


def test_an_event_given_to_another_request_is_found(requests):
    behind_our_back("UPDATE {events} SET request_id = %s WHERE id = %s", requests[0].pk, event(requests[1], 2))
    assert chain_verification.verify(now=NIGHT).faults >= 1


def test_a_status_changed_without_an_event_is_found(requests):
    behind_our_back(
        "UPDATE appointments_appointmentrequest SET status = 'waiting_list', owed_since = NULL WHERE id = %s",
        requests[1].pk,
    )
    assert "it is waiting_list" in chain_verification.verify(now=NIGHT).fault_descriptions[0]


def test_events_younger_than_an_hour_wait_for_the_next_anchor(requests):
    looks.record_look(requests[1], by=make_actor(), now=NIGHT)
    chain_verification.verify(now=NIGHT + timedelta(minutes=59))
    assert ChainAnchor.objects.get().events == 7
    chain_verification.verify(now=NIGHT + timedelta(hours=1))
    assert ChainAnchor.objects.latest("pk").events == 8
    chain_verification.verify(now=NIGHT + timedelta(hours=2))
    assert ChainAnchor.objects.count() == 2  # nothing new happened


@pytest.mark.django_db(transaction=True)
def test_many_looks_at_one_moment_are_one_chain():
    request, people = make_request(), [make_actor() for _ in range(6)]
    at_once([lambda by=by: looks.record_look(request, by=by, now=NOON) for by in people])
    assert request.events.count() == 7
    assert chain_verification.verify(now=NIGHT).faults == 0


def test_the_command_says_so_and_ends_with_an_error(requests, capsys):
    call_command("verify_events")
    assert "The history is whole: 7 events" in capsys.readouterr().out
    behind_our_back("UPDATE {events} SET by_id = NULL, role = 'system' WHERE id = %s", event(requests[0], 1))
    with pytest.raises(CommandError, match="1 faults in 7 events"):
        call_command("verify_events")
    assert "was altered" in capsys.readouterr().out
    assert ChainCheck.objects.count() == 2
