"""Clinic time: days and clock times as instants, and the changes of the clocks. Pure.

An instant is an aware datetime; those given back are in UTC. A clock time is what the clock on the wall of the clinic
shows. `zone` is always the clinic's time zone (the setting TIME_ZONE). Days within three days of the first or the last
that Python knows (1 January 1, 31 December 9999) raise OverflowError in every function that takes a zone.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
LAST_MINUTE = time(23, 59)
MIDNIGHT = time()  # as the end of hours: the one at the end of their day, written 24:00
DAYS_OF_A_WEEK = 7


class Span(NamedTuple):
    """From the instant `start` up to but not including the instant `end`."""

    start: datetime
    end: datetime


class ClockChange(NamedTuple):
    """A change of the clocks: the instant, and the distance from UTC before and after it."""

    at: datetime
    offset_before: timedelta
    offset_after: timedelta

    @property
    def reads(self) -> time:
        """What the clock shows when it is changed."""
        return (self.at + self.offset_before).time()

    @property
    def becomes(self) -> time:
        """What the clock is set to."""
        return (self.at + self.offset_after).time()


def spans_of_hours(day: date, starts: time, ends: time | None, zone: tzinfo) -> list[Span]:
    """When, on this day, the clock shows a time from `starts` up to but not including `ends` (None: up to midnight).

    One span on nearly all days. None if the clock skips them all; two if it shows some of them twice.
    """
    first = datetime.combine(day, starts, UTC)
    last = datetime.combine(day, ends, UTC) if ends is not None else datetime.combine(day, time(), UTC) + DAY
    spans: list[Span] = []
    for since, until, offset in _offsets_around(day, zone):
        start, end = max(since, first - offset), min(until, last - offset)
        if start >= end:
            continue
        if spans and spans[-1].end == start:
            start = spans.pop().start
        spans.append(Span(start, end))
    return spans


def span_of_days(first_day: date, last_day: date, zone: tzinfo) -> Span:
    """From the first instant of one day to the end of another, both days included. Empty if the clock skips both."""
    pieces = [*spans_of_hours(first_day, time(), None, zone), *spans_of_hours(last_day, time(), None, zone)]
    if not pieces:
        return Span(start_of_day(first_day, zone), start_of_day(first_day, zone))
    return Span(min(pieces).start, max(piece.end for piece in pieces))


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The first instant of this day; of the next one if the clock skips this day."""
    found = spans_of_hours(day, time(), None, zone) or spans_of_hours(day + DAY, time(), None, zone)
    return found[0].start


def instants_at(day: date, clock_time: time, zone: tzinfo) -> list[datetime]:
    """The instants at which the clock begins to show this minute: one, none if it skips it, two if it comes twice."""
    next_minute = None if clock_time >= LAST_MINUTE else time(*divmod(clock_time.hour * 60 + clock_time.minute + 1, 60))
    return [span.start for span in spans_of_hours(day, clock_time, next_minute, zone)]


def clock_change_near(day: date, zone: tzinfo) -> ClockChange | None:
    """The change of the clocks on this day or on one beside it; None on nearly all days."""
    stretches = _offsets_around(day, zone)
    if len(stretches) == 1:
        return None
    (_since, change, before), (_change, _until, after) = stretches
    return ClockChange(change, before, after)


def clocks_change_on(day: date, zone: tzinfo) -> bool:
    """Whether the clocks are changed on this day: at the change they show a time of it, before or after."""
    change = clock_change_near(day, zone)
    return change is not None and day in {
        (change.at + change.offset_before).date(),
        (change.at + change.offset_after).date(),
    }


def week_of(day: date) -> list[date]:
    """The seven days, Monday first, of the week in which this day lies."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(DAYS_OF_A_WEEK)]


@lru_cache(maxsize=4096)
def _offsets_around(day: date, zone: tzinfo) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """The stretches of time this day may touch (since, until, distance from UTC): two if the clocks change in them."""
    first = datetime.combine(day, time(), UTC) - DAY
    last = first + 3 * DAY

    def offset(instant: datetime) -> timedelta:
        return instant.astimezone(zone).utcoffset()

    before, after = offset(first), offset(last)
    if before == after:
        return ((first, last, before),)
    changed = bisect_left(range(3 * DAY // MINUTE), True, key=lambda minute: offset(first + minute * MINUTE) != before)
    change = first + changed * MINUTE
    return ((first, change, before), (change, last, after))
