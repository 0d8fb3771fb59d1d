"""Hashes over events: whatever is altered, taken out, put in or put elsewhere does not fit."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from appointments.lifecycle.event_chain import MOST_DESCRIBED, AnchorState, ChainedEvent, event_hash, verify_chains

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
STEPS = ("ask", "claim", "look", "withdraw")
STATUS = {"ask": "new", "claim": "in_progress", "look": "in_progress", "withdraw": "closed"}


def history(request: int, first_pk: int = 1) -> list[ChainedEvent]:
    events, prev, before = [], "", ""
    for number, step in enumerate(STEPS):
        fields = {"request": request, "at": NOON, "step": step, "before": before, "after": STATUS[step]}
        fields |= {"role": "receptionist", "by": 7, "prev_hash": prev}
        events.append(ChainedEvent(pk=first_pk + number, hash=event_hash(**fields), status="closed", **fields))
        prev, before = events[-1].hash, STATUS[step]
    return events


def test_a_whole_history_has_no_fault():
    report = verify_chains([*history(1), *history(2, 5)])
    assert (report.events, report.faults, report.descriptions) == (8, 0, [])
    assert verify_chains([]).events == 0


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
    events = history(1)
    events[place] = events[place]._replace(**change)
    assert verify_chains(events).faults >= 1


@pytest.mark.parametrize("place", range(4))
def test_an_event_taken_out_is_found_the_last_one_by_the_status(place):
    events = history(1)
    del events[place]
    assert verify_chains(events).faults == 1


def test_an_event_put_in_or_two_changed_places_are_found():
    events = history(1)
    strange = events[2]._replace(pk=9)
    assert verify_chains([*events[:3], strange, events[3]]).faults >= 1
    assert verify_chains([events[0], events[2], events[1], events[3]]).faults >= 1


def test_an_event_of_another_request_does_not_fit():
    events, other = history(1), history(2)
    assert verify_chains([*events[:2], other[2]._replace(request=1), events[3]]).faults >= 1


def test_the_same_instant_in_another_zone_is_the_same_event():
    fields = {"request": 1, "step": "ask", "before": "", "after": "new", "role": "patient", "by": None, "prev_hash": ""}
    elsewhere = NOON.astimezone(timezone(timedelta(hours=9)))
    assert event_hash(at=NOON, **fields) == event_hash(at=elsewhere, **fields)
    assert event_hash(at=NOON, **fields) != event_hash(at=NOON, **fields | {"by": 1})


def test_an_anchor_sees_what_lies_before_it_and_nothing_after():
    first, second = history(1), history(2, 5)
    early, late = AnchorState(6), AnchorState(8)
    verify_chains([*first, *second], [early, late])
    assert (early.events, early.requests, late.events, late.requests) == (6, 2, 8, 2)
    again, without, cut = AnchorState(6), AnchorState(6), AnchorState(6)
    verify_chains([*first, *second[:3]], [again])
    verify_chains(second, [without])
    verify_chains([*first[:3], *second], [cut])
    assert again.digest == early.digest != late.digest
    assert without.digest != early.digest and cut.digest != early.digest


def test_many_faults_are_counted_and_the_first_ones_named():
    broken = [event._replace(hash="0" * 64, prev_hash="1" * 64) for request in range(20) for event in history(request)]
    report = verify_chains(broken)
    assert report.faults == 80 and len(report.descriptions) == MOST_DESCRIBED
