"""From hours, leave and appointments to the times that are free. Pure; instants are aware, in UTC.

Hours are clock times: an instant lies within them if the clinic's clock then shows a time from their start up to their
end. So 09:00 stays 09:00 when the clocks change; a time the clock skips is never offered; and one that it shows twice
counts twice, as two instants. Lengths are elapsed time.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from appointments.clinic_time import DAY, MIDNIGHT, Span, span_of_days, spans_of_hours
from appointments.grid import CELL, EPOCH, next_on_grid

WEEK = timedelta(days=7)


class WeeklyHours(NamedTuple):
    """Hours of every week, on a weekday (ISO: Monday is 1), in clock times of the clinic.

    They hold from `valid_from` to `valid_to`, both included; None: for good. `ends` 00:00: midnight at the end of the
    day, where the hours of the next day may go on.
    """

    weekday: int
    starts: time
    ends: time
    valid_from: date
    valid_to: date | None
    location_id: int


class ClinicSession(NamedTuple):
    """A stretch of time in which a practitioner sees patients at a location."""

    span: Span
    location_id: int


class FreeTime(NamedTuple):
    """An appointment that could be booked. Sorts by its start."""

    starts_at: datetime
    ends_at: datetime
    practitioner_id: int
    location_id: int


def sessions_of_days(
    hours: Iterable[WeeklyHours], extra: Iterable[ClinicSession], first_day: date, last_day: date, zone: tzinfo
) -> list[ClinicSession]:
    """The sessions of these weekly hours and of `extra` from one day to another, both included, by their start.

    What touches or overlaps at one location is one session. Extra sessions are cut off at the first and the last day.
    """
    found = []
    for rule in hours:
        day = max(first_day, rule.valid_from)
        day += (rule.weekday - day.isoweekday()) % 7 * DAY
        last = min(last_day, rule.valid_to or last_day)
        ends = None if rule.ends == MIDNIGHT else rule.ends
        while day <= last:
            found += [ClinicSession(span, rule.location_id) for span in spans_of_hours(day, rule.starts, ends, zone)]
            day += WEEK
    asked = span_of_days(first_day, last_day, zone)
    for span, location_id in extra:
        start, end = max(span.start, asked.start), min(span.end, asked.end)
        if start < end:
            found.append(ClinicSession(Span(start, end), location_id))
    return _merged(found)


def free_sessions(sessions: list[ClinicSession], away: Iterable[Span], taken: Iterable[Span]) -> list[ClinicSession]:
    """What is left of sessions (sorted by their start) when absences and taken time (with buffers) are cut out."""
    blocked, first, free = sorted([*away, *taken]), 0, []
    for (start, end), location_id in sessions:
        while first < len(blocked) and blocked[first].end <= start:
            first += 1
        for number in range(first, len(blocked)):
            busy = blocked[number]
            if busy.start >= end or start >= end:
                break
            if busy.start > start:
                free.append(ClinicSession(Span(start, busy.start), location_id))
            start = max(start, busy.end)
        if start < end:
            free.append(ClinicSession(Span(start, end), location_id))
    return free


def iter_free_times(
    free: Iterable[ClinicSession],
    *,
    appointment: timedelta,
    before: timedelta,
    after: timedelta,
    every: timedelta,
    not_before: datetime,
    practitioner_id: int,
    zone: tzinfo,
) -> Iterator[FreeTime]:
    """The appointments that fit into free sessions, session by session; none starts earlier than `not_before`.

    `appointment`: its length; `before`, `after`: the buffers around it, which are working time and have to fit too.
    Starts lie on whole steps of `every` (a multiple of five minutes) on the clock of `zone`. A gap that only an odd
    start fits is offered with its earliest one, so that no free time is lost. Raises ValueError for another `every`.
    """
    if every <= timedelta(0) or every % CELL:
        raise ValueError(f"Appointments start on the grid of {CELL}, not every {every}.")
    not_before = not_before.astimezone(UTC)
    for span, location_id in free:
        earliest, latest = next_on_grid(max(span.start + before, not_before)), span.end - after - appointment
        if earliest > latest:
            continue
        start = _next_step(earliest, every, earliest.astimezone(zone).utcoffset())
        if start > latest:
            start = earliest
        while start <= latest:
            yield FreeTime(start, start + appointment, practitioner_id, location_id)
            start += every


def _next_step(instant: datetime, step: timedelta, offset: timedelta) -> datetime:
    """This instant, or the next that lies a whole number of steps after midnight on a clock this far from UTC."""
    return instant + (EPOCH - instant - offset) % step


def _merged(found: list[ClinicSession]) -> list[ClinicSession]:
    joined: list[ClinicSession] = []
    for session in sorted(found, key=lambda session: (session.location_id, session.span)):
        (start, end), location_id = session
        if joined and joined[-1].location_id == location_id and joined[-1].span.end >= start:
            last = joined.pop().span
            session = ClinicSession(Span(last.start, max(last.end, end)), location_id)
        joined.append(session)
    return sorted(joined)
