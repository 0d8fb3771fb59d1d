"""From hours, leave and appointments to the times that are free. Pure: values in, values out; instants are aware, in
UTC.

Hours are wall-clock time: an instant lies within them if the clinic's clock then shows a time from their start up to
their end. So 09:00 stays 09:00 when the clocks change; a time the clock skips is never offered; and one that it shows
twice counts twice, as two instants an hour apart. Lengths are elapsed time.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from appointments.grid import CELL

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Span(NamedTuple):
    """From `start` up to but not including `end`."""

    start: datetime
    end: datetime


class Hours(NamedTuple):
    """Hours that come back every week (ISO weekday), from the first to the last day they hold; None: for good."""

    weekday: int
    starts: time
    ends: time
    valid_from: date
    valid_to: date | None
    location_id: int


class Session(NamedTuple):
    """A stretch of time in which a practitioner sees patients at a location."""

    span: Span
    location_id: int


class FreeTime(NamedTuple):
    """An appointment that could be booked. Sorts by its start."""

    starts_at: datetime
    ends_at: datetime
    practitioner_id: int
    location_id: int


def instants(day: date, starts: time, ends: time | None, zone: tzinfo) -> list[Span]:
    """The instants of this day at which the clock shows a time from `starts` up to `ends` (None: up to midnight).

    One span on nearly all days. None if the clock skips them all; two if it shows some of them twice.
    """
    first = datetime.combine(day, starts, UTC)
    last = datetime.combine(day, ends, UTC) if ends is not None else datetime.combine(day, time(), UTC) + DAY
    spans: list[Span] = []
    for since, until, offset in offsets_around(day, zone):
        start, end = max(since, first - offset), min(until, last - offset)
        if start >= end:
            continue
        if spans and spans[-1].end == start:
            start = spans.pop().start
        spans.append(Span(start, end))
    return spans


def days(first_day: date, last_day: date, zone: tzinfo) -> Span:
    """From the first instant of one local day to the last of another. Empty at 1970 if the clock skips them whole."""
    pieces = [*instants(first_day, time(), None, zone), *instants(last_day, time(), None, zone)]
    return Span(min(pieces)[0], max(piece.end for piece in pieces)) if pieces else Span(EPOCH, EPOCH)


def sessions(
    hours: Iterable[Hours], extra: Iterable[Session], first_day: date, last_day: date, zone: tzinfo
) -> list[Session]:
    """When the practitioner sees patients from one day to another, both included, by their start.

    What touches or overlaps at one location is one session; `extra` is cut off at the first and the last day.
    """
    found = []
    for rule in hours:
        day = max(first_day, rule.valid_from)
        day += (rule.weekday - day.isoweekday()) % 7 * DAY
        last = min(last_day, rule.valid_to or last_day)
        while day <= last:
            found += [Session(span, rule.location_id) for span in instants(day, rule.starts, rule.ends, zone)]
            day += WEEK
    asked = days(first_day, last_day, zone)
    for span, location_id in extra:
        start, end = max(span.start, asked.start), min(span.end, asked.end)
        if start < end:
            found.append(Session(Span(start, end), location_id))
    return _joined(found)


def free_sessions(sessions: list[Session], away: Iterable[Span], taken: Iterable[Span]) -> list[Session]:
    """What is left of sessions (sorted by their start) without leave, closures and appointments, these with their
    buffers."""
    blocked, first, free = sorted([*away, *taken]), 0, []
    for (start, end), location_id in sessions:
        while first < len(blocked) and blocked[first].end <= start:
            first += 1
        for place in range(first, len(blocked)):
            busy = blocked[place]
            if busy.start >= end or start >= end:
                break
            if busy.start > start:
                free.append(Session(Span(start, busy.start), location_id))
            start = max(start, busy.end)
        if start < end:
            free.append(Session(Span(start, end), location_id))
    return free


def times_in(
    free: Iterable[Session],
    *,
    appointment: timedelta,
    before: timedelta,
    after: timedelta,
    every: timedelta,
    not_before: datetime,
    practitioner_id: int,
    zone: tzinfo = UTC,
) -> list[FreeTime]:
    """The appointments that fit, none starting earlier than `not_before`. The buffers are working time: they have to
    fit too.

    Starts lie on whole steps of `every` (a multiple of five minutes) on the clock of `zone`. A gap that only an odd
    start fits is offered with its earliest one, so that no free time is lost. Raises ValueError for another `every`.
    """
    wanted = {"appointment": appointment, "before": before, "after": after, "every": every}
    return sorted(iter_times(free, **wanted, not_before=not_before, practitioner_id=practitioner_id, zone=zone))


def iter_times(
    free: Iterable[Session], *, appointment, before, after, every, not_before, practitioner_id, zone=UTC
) -> Iterator[FreeTime]:
    """As `times_in`, one after the other, session by session: for those who need only the first few."""
    if every <= timedelta(0) or every % CELL:
        raise ValueError(f"Appointments start on the grid of {CELL}, not every {every}.")
    not_before = not_before.astimezone(UTC)
    for span, location_id in free:
        earliest, latest = _up(max(span.start + before, not_before), CELL), span.end - after - appointment
        if earliest > latest:
            continue
        start = _up(earliest, every, earliest.astimezone(zone).utcoffset())
        if start > latest:
            start = earliest
        while start <= latest:
            yield FreeTime(start, start + appointment, practitioner_id, location_id)
            start += every


def _up(moment: datetime, step: timedelta, offset: timedelta = timedelta(0)) -> datetime:
    """The instant, or the next one that is a whole number of steps on a clock this far from UTC."""
    return moment + -(moment - EPOCH + offset) % step


def _joined(found: list[Session]) -> list[Session]:
    joined: list[Session] = []
    for session in sorted(found, key=lambda session: (session.location_id, session.span)):
        (start, end), location_id = session
        if joined and joined[-1].location_id == location_id and joined[-1].span.end >= start:
            last = joined.pop().span
            session = Session(Span(last.start, max(last.end, end)), location_id)
        joined.append(session)
    return sorted(joined)


@lru_cache(maxsize=4096)
def offsets_around(day: date, zone: tzinfo) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """The stretches of time this local day may touch, each with its one distance from UTC: two if the clocks change."""
    first = datetime.combine(day, time(), UTC) - DAY
    last = first + 3 * DAY

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(zone).utcoffset()

    before, after = offset(first), offset(last)
    if before == after:
        return ((first, last, before),)
    changed = bisect_left(range(3 * DAY // MINUTE), True, key=lambda minute: offset(first + minute * MINUTE) != before)
    change = first + changed * MINUTE
    return ((first, change, before), (change, last, after))
