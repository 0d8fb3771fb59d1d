"""When reception is open, as spans of time: what promises and calls are counted in. Pure; instants aware, in UTC."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from appointments.scheduling.availability import Hours, Span, free_sessions, sessions

LOOK_AHEAD = timedelta(days=730)  # whoever is closed longer has to say so otherwise
PLACE = 0  # reception is one place


class Opening(NamedTuple):
    """An interval of a weekday (ISO), in wall-clock time."""

    weekday: int
    opens: time
    closes: time


USUAL = tuple(Opening(weekday, time(9), time(17)) for weekday in range(1, 6))  # as long as the clinic has stored none


class Reception(NamedTuple):
    """When reception is open; the fields are what `answer_by`, `next_try_at` and `callable_now` ask for."""

    opening: list[Opening]
    closures: list[Span]
    zone: tzinfo


def open_spans(
    since: datetime, *, opening: Iterable[Opening], closures: Iterable[Span], zone: tzinfo
) -> Iterator[Span]:
    """When reception is open from this instant on, in order, a day at a time, for two years."""
    since_day = since.astimezone(zone).date()
    hours = [Hours(day, opens, closes, since_day, None, PLACE) for day, opens, closes in list(opening) or USUAL]
    away = [closure for closure in closures if closure.end > since]
    for number in range(LOOK_AHEAD.days):
        day = since_day + timedelta(days=number)
        for (start, end), _place in free_sessions(sessions(hours, [], day, day, zone), away, []):
            if end > since:
                yield Span(max(start, since), end)
