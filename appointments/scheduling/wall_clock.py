"""What people type as a day and a time, as instants; and what to tell them when the clocks change then. Pure."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from appointments.scheduling.availability import instants, offsets_around

LAST_MINUTE = time(23, 59)


class ClockChange(NamedTuple):
    """The clocks change: what they read at that instant, and what they are set to."""

    at: datetime
    reads: time
    becomes: time


def moments(day: date, clock: time, zone: tzinfo) -> list[datetime]:
    """When, in UTC, the clock shows this minute: one instant; none if it skips it; two if it shows it twice."""
    next_minute = None if clock >= LAST_MINUTE else time(*divmod(clock.hour * 60 + clock.minute + 1, 60))
    return [span.start for span in instants(day, clock, next_minute, zone)]


def beginning(day: date, zone: tzinfo) -> datetime:
    """The first instant of this day, in UTC."""
    found = instants(day, time(), None, zone) or instants(day + timedelta(days=1), time(), None, zone)
    return found[0].start


def change_near(day: date, zone: tzinfo) -> ClockChange | None:
    """The change of the clocks on this day or on one beside it; None on nearly all days."""
    stretches = offsets_around(day, zone)
    if len(stretches) == 1:
        return None
    (_since, change, before), (_change, _until, after) = stretches
    return ClockChange(change, (change + before).time(), (change + after).time())
