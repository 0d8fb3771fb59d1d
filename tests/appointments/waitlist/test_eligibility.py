"""Whether a freed time suits somebody who waits, and how long it is held: pure, by the clinic's clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from appointments.choices import SkipReason
from appointments.scheduling.availability import FreeTime
from appointments.waitlist.eligibility import AcceptedTimes, first_accepted, hold_ends_at, reason_against
from tests.appointments.clocks import BACK, FORWARD, LONDON, wall

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday; London is on UTC then
HOUR = timedelta(hours=1)
TEN = FreeTime(datetime(2026, 11, 30, 10, tzinfo=UTC), datetime(2026, 11, 30, 10, 30, tzinfo=UTC), 1, 1)
MONDAY, TUESDAY, LAST_WEEK = date(2026, 11, 30), date(2026, 12, 1), date(2026, 11, 18)


def against(time=TEN, *, now=NOW, zone=LONDON, **accepted):
    return reason_against(AcceptedTimes(**accepted), time, now=now, zone=zone)


@pytest.mark.parametrize(
    "windows, suits",
    [
        ((), True),
        (((MONDAY, "morning"),), True),
        (((MONDAY, "day"),), True),
        (((MONDAY, "afternoon"),), False),
        (((TUESDAY, "morning"),), False),
        (((TUESDAY, "day"), (MONDAY, "morning")), True),
        (((LAST_WEEK, "morning"),), True),  # all days are over: the part of the day still counts
        (((LAST_WEEK, "evening"),), False),
        (((LAST_WEEK, "morning"), (TUESDAY, "day")), False),  # one is not: that one counts
    ],
)
def test_it_is_a_time_they_asked_for(windows, suits):
    assert against(windows=windows) == (None if suits else SkipReason.WISHES)


@pytest.mark.parametrize("change", [*FORWARD, *BACK], ids=lambda change: change.zone.key)
def test_the_part_of_the_day_is_told_by_the_wall_clock_when_the_clocks_change(change):
    now = wall(change.day - timedelta(days=3), "12:00", change.zone)
    for clock, part in (("11:55", "morning"), ("12:00", "afternoon"), ("17:00", "evening")):
        start = wall(change.day, clock, change.zone)
        time = FreeTime(start, start + HOUR, 1, 1)
        for asked in ("morning", "afternoon", "evening"):
            reason = against(time, now=now, zone=change.zone, windows=((change.day, asked),))
            assert reason == (None if asked == part else SkipReason.WISHES)


@pytest.mark.parametrize(
    "accepted, reason",
    [
        ({"practitioner_id": 1}, None),
        ({"practitioner_id": 2}, SkipReason.PRACTITIONER),
        ({"appointment_at": TEN.starts_at + timedelta(days=1)}, None),
        ({"appointment_at": TEN.starts_at + timedelta(hours=23)}, SkipReason.NOT_EARLIER),
        ({"appointment_at": TEN.starts_at - timedelta(days=1)}, SkipReason.NOT_EARLIER),
        ({"notice": timedelta(hours=117, minutes=30)}, None),
        ({"notice": timedelta(hours=117, minutes=35)}, SkipReason.NOTICE),
        ({"offered_before": frozenset({(1, TEN.starts_at, TEN.ends_at)})}, SkipReason.OFFERED),
        ({"offered_before": frozenset({(1, TEN.starts_at - HOUR, TEN.starts_at + HOUR / 12)})}, SkipReason.OFFERED),
        ({"offered_before": frozenset({(1, TEN.ends_at, TEN.ends_at + HOUR)})}, None),
        ({"offered_before": frozenset({(2, TEN.starts_at, TEN.ends_at)})}, None),
        ({"unanswered": 1}, None),
        ({"unanswered": 2}, SkipReason.SILENT),
    ],
)
def test_why_a_time_is_not_offered(accepted, reason):
    assert against(**accepted) == reason


def test_the_first_time_that_suits_is_chosen_else_why_the_first_does_not():
    later = replace_start(TEN, 3)
    accepted = AcceptedTimes(windows=((MONDAY, "afternoon"),))
    assert first_accepted(accepted, [TEN, later], now=NOW, zone=LONDON) == (later, None)
    assert first_accepted(accepted, [TEN], now=NOW, zone=LONDON) == (None, SkipReason.WISHES)
    assert first_accepted(replace(accepted, practitioner_id=2), [later], now=NOW, zone=LONDON) == (
        None,
        SkipReason.PRACTITIONER,
    )
    assert first_accepted(accepted, [], now=NOW, zone=LONDON) == (None, SkipReason.SHORT)


def replace_start(time: FreeTime, hours: int) -> FreeTime:
    return time._replace(starts_at=time.starts_at + hours * HOUR, ends_at=time.ends_at + hours * HOUR)


@pytest.mark.parametrize(
    "days, notice, hold",
    [
        (8, 24, 24 * HOUR),
        (5, 24, 4 * HOUR),
        (1.5, 24, HOUR),
        (8, 180, 12 * HOUR),  # never longer than until the notice they need
        (1, 23.5, HOUR / 2),
        (1, 23.75, None),  # a quarter of an hour would be no choice
        (1, 24, None),
        (0.01, 0, None),
    ],
)
def test_it_is_held_shorter_the_nearer_the_appointment_and_never_past_the_notice(days, notice, hold):
    until = hold_ends_at(NOW + timedelta(days=days), notice=notice * HOUR, now=NOW)
    assert until == (NOW + hold if hold else None)
