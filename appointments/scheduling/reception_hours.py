"""When reception is open: its weekly hours without the closures. Answer deadlines and calls are counted in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from django.utils import timezone

from appointments.clinic_time import Span
from appointments.models import OpeningHours, ScheduleException
from appointments.scheduling.availability import WeeklyHours, free_sessions, sessions_of_days

LOOK_AHEAD = timedelta(days=730)  # no opening later than this is looked for
RECEPTION = 0  # stands for a location: reception is in one place


class OpeningInterval(NamedTuple):
    """From when to when reception is open on a weekday (ISO: Monday is 1), in clock times of the clinic."""

    weekday: int
    opens: time
    closes: time


DEFAULT_OPENING = tuple(OpeningInterval(weekday, time(9), time(17)) for weekday in range(1, 6))


@dataclass(frozen=True)
class ReceptionHours:
    """The weekly opening of reception, its closures, and the clinic's time zone.

    Without any opening it is open from Monday to Friday, 9:00 to 17:00.
    """

    opening: list[OpeningInterval]
    closures: list[Span]
    zone: tzinfo

    @property
    def weekly(self) -> Sequence[OpeningInterval]:
        """The opening that holds: what is stored, or the default."""
        return self.opening or DEFAULT_OPENING

    def open_spans(self, since: datetime) -> Iterator[Span]:
        """When reception is open from this instant on, in order, for two years. No span goes on past midnight."""
        first_day = since.astimezone(self.zone).date()
        hours = [WeeklyHours(*interval, first_day, None, RECEPTION) for interval in self.weekly]
        closed = [closure for closure in self.closures if closure.end > since]
        for number in range(LOOK_AHEAD.days):
            day = first_day + timedelta(days=number)
            for (start, end), _location in free_sessions(sessions_of_days(hours, [], day, day, self.zone), closed, []):
                if end > since:
                    yield Span(max(start, since), end)


def read_reception_hours(now: datetime) -> ReceptionHours:
    """The stored opening hours and the closures that are not over at `now`. Two queries."""
    opening = OpeningHours.objects.order_by("weekday", "opens").values_list("weekday", "opens", "closes")
    closures = ScheduleException.objects.filter(kind=ScheduleException.Kind.CLOSURE, ends_at__gt=now)
    spans = closures.order_by("starts_at").values_list("starts_at", "ends_at")
    return ReceptionHours(
        [OpeningInterval(*row) for row in opening], [Span(*row) for row in spans], timezone.get_default_timezone()
    )
