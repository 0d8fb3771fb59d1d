"""Hashes over events: whatever is altered, taken out, put in or put elsewhere does not fit."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from appointments.lifecycle.event_chain import TOLD, Heads, Link, hash_of, read

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
STEPS = ("ask", "claim", "look", "withdraw")
STATUS = {"ask": "new", "claim": "in_progress", "look": "in_progress", "withdraw": "closed"}


def history(request: int, first_pk: int = 1) -> list[Link]:
    links, prev, before = [], "", ""
    for number, step in enumerate(STEPS):
        told = {"request": request, "at": NOON, "step": step, "before": before, "after": STATUS[step]}
        told |= {"role": "receptionist", "by": 7, "prev_hash": prev}
        links.append(Link(pk=first_pk + number, hash=hash_of(**told), status="closed", **told))
        prev, before = links[-1].hash, STATUS[step]
    return links


def test_a_whole_history_has_no_fault():
    reading = read([*history(1), *history(2, 5)])
    assert (reading.events, reading.faults, reading.told) == (8, 0, [])
    assert read([]).events == 0


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOON + timedelta(microseconds=1)},
        {"step": "note"},
        {"before": "closed"},
        {"after": "booked"},
        {"role": "lead"},
        {"by": 8},
        {"by": None},
        {"hash": "0" * 64},
        {"prev_hash": "0" * 64},
    ],
)
@pytest.mark.parametrize("place", range(3))
def test_whatever_is_altered_is_found(change, place):
    links = history(1)
    links[place] = links[place]._replace(**change)
    assert read(links).faults >= 1


@pytest.mark.parametrize("place", range(4))
def test_an_event_taken_out_is_found_the_last_one_by_the_status(place):
    links = history(1)
    del links[place]
    assert read(links).faults == 1


def test_an_event_put_in_or_two_changed_places_are_found():
    links = history(1)
    strange = links[2]._replace(pk=9)
    assert read([*links[:3], strange, links[3]]).faults >= 1
    assert read([links[0], links[2], links[1], links[3]]).faults >= 1


def test_an_event_of_another_request_does_not_fit():
    links, other = history(1), history(2)
    assert read([*links[:2], other[2]._replace(request=1), links[3]]).faults >= 1


def test_the_same_instant_in_another_zone_is_the_same_event():
    told = {"request": 1, "step": "ask", "before": "", "after": "new", "role": "patient", "by": None, "prev_hash": ""}
    elsewhere = NOON.astimezone(timezone(timedelta(hours=9)))
    assert hash_of(at=NOON, **told) == hash_of(at=elsewhere, **told)
    assert hash_of(at=NOON, **told) != hash_of(at=NOON, **told | {"by": 1})


def test_an_anchor_sees_what_lies_before_it_and_nothing_after():
    first, second = history(1), history(2, 5)
    early, late = Heads(6), Heads(8)
    read([*first, *second], [early, late])
    assert (early.events, early.requests, late.events, late.requests) == (6, 2, 8, 2)
    again, without, cut = Heads(6), Heads(6), Heads(6)
    read([*first, *second[:3]], [again])
    read(second, [without])
    read([*first[:3], *second], [cut])
    assert again.digest == early.digest != late.digest
    assert without.digest != early.digest and cut.digest != early.digest


def test_many_faults_are_counted_and_the_first_ones_named():
    broken = [link._replace(hash="0" * 64, prev_hash="1" * 64) for request in range(20) for link in history(request)]
    reading = read(broken)
    assert reading.faults == 80 and len(reading.told) == TOLD
