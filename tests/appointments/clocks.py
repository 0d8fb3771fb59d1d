"""Days on which the clocks change, an ordinary day beside each, and wall-clock times made into instants by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON, NEW_YORK, LORD_HOWE = map(ZoneInfo, ("Europe/London", "America/New_York", "Australia/Lord_Howe"))


class Change(NamedTuple):
    """A day on which the clock jumps from `at` by `by` (minutes; negative: back)."""

    zone: ZoneInfo
    day: date
    at: str
    by: int


FORWARD = (
    Change(LONDON, date(2027, 3, 28), "01:00", 60),
    Change(NEW_YORK, date(2027, 3, 14), "02:00", 60),
    Change(LORD_HOWE, date(2027, 10, 3), "02:00", 30),
)
BACK = (
    Change(LONDON, date(2027, 10, 31), "02:00", -60),
    Change(NEW_YORK, date(2027, 11, 7), "02:00", -60),
    Change(LORD_HOWE, date(2027, 4, 4), "02:00", -30),
)
DAYS = [(change.zone, change.day) for change in (*FORWARD, *BACK)]  # the change days of all three zones
ORDINARY = [(zone, date(2027, 6, 9)) for zone in (LONDON, NEW_YORK, LORD_HOWE)]


def names(value) -> str:
    """How a parametrised test is called."""
    return value.key if isinstance(value, ZoneInfo) else str(value)


def wall(day: date, clock: str, zone: ZoneInfo, fold: int = 0) -> datetime:
    """The instant, in UTC, at which the clock shows this; `fold` 1: for the second time."""
    local = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=zone, fold=fold)
    return local.astimezone(UTC)


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """What the clock shows at an instant."""
    return f"{moment.astimezone(zone):%H:%M}"


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def later(clock: str, by: int) -> str:
    """The clock time so many minutes later, as if nothing ever changed."""
    return f"{datetime.fromisoformat(f'2000-01-02 {clock}') + minutes(by):%H:%M}"
