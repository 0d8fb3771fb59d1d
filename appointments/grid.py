"""The grid of time that bookings lie on: five-minute cells, counted in UTC. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

GRID_MINUTES = 5
CELL = timedelta(minutes=GRID_MINUTES)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # a cell begins here


def is_on_grid(moment: datetime) -> bool:
    """Whether a cell begins at this instant. Every zone in use today lies a multiple of five minutes from UTC."""
    return moment.minute % GRID_MINUTES == 0 and moment.second == 0 and moment.microsecond == 0


def cells(starts_at: datetime, ends_at: datetime) -> Iterator[datetime]:
    """The beginnings, in UTC, of the cells from `starts_at` up to but not including `ends_at`. Aware instants."""
    cell, end = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    if not (is_on_grid(cell) and is_on_grid(end)):
        raise ValueError(f"{starts_at} to {ends_at} does not lie on the {GRID_MINUTES}-minute grid.")
    while cell < end:
        yield cell
        cell += CELL


def next_on_grid(instant: datetime) -> datetime:
    """This aware instant if a cell begins at it, or else the next at which one begins."""
    return instant + (EPOCH - instant) % CELL


def is_clock_time_on_grid(clock_time: time) -> bool:
    """Whether this time of a day is a whole number of grid steps after midnight."""
    return clock_time.minute % GRID_MINUTES == 0 and clock_time.second == 0 and clock_time.microsecond == 0
