"""Whether a patient may be called at this moment, and if not, from when."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments import date_words
from appointments.models.request_queryset import EVERY_CALL_TIMES
from appointments.scheduling.call_times import CALL_HOURS, may_be_called
from appointments.scheduling.reception_hours import read_reception_hours

LOOK_AHEAD = 14  # days


@dataclass(frozen=True)
class Call:
    """May be called now, or from when; `words` say it."""

    now: bool
    words: str


class Calls:
    """The call windows at one moment. Reads the opening hours once: two queries for any number of requests."""

    def __init__(self, now: datetime):
        self.now = now
        self.reception = read_reception_hours(now)
        self._opens: dict[tuple, datetime | None] = {}

    def open_call_times(self) -> list[list[str]]:
        """Those of EVERY_CALL_TIMES whose hours are open now."""
        return [times for times in EVERY_CALL_TIMES if self._is_open(self.now, times)]

    def of(self, request) -> Call:
        """When this request's patient may be called: their hours, and the next try that was agreed or worked out."""
        opens = self._opens_at(tuple(request.call_times))
        start = max(filter(None, (opens, request.next_try_at)), default=None)
        if start is None:
            return Call(False, _("No call hours in the next two weeks"))
        if start <= self.now:
            return Call(True, _("Call now"))
        return Call(False, _("Call from %(when)s") % {"when": date_words.short_relative_day_and_time(start, self.now)})

    def _opens_at(self, call_times: tuple) -> datetime | None:
        if call_times not in self._opens:
            self._opens[call_times] = next(
                (moment for moment in self._moments() if self._is_open(moment, list(call_times))), None
            )
        return self._opens[call_times]

    def _moments(self):
        """This one, then each at which some hours begin."""
        yield self.now
        zone, today = self.reception.zone, timezone.localdate(self.now)
        clocks = {opening.opens for opening in self.reception.opening} | {hours[0] for hours in CALL_HOURS.values()}
        clocks.add(time(9))
        for number in range(LOOK_AHEAD):
            for clock in sorted(clocks):
                moment = datetime.combine(today + timedelta(days=number), clock, zone)
                if moment > self.now:
                    yield moment

    def _is_open(self, moment: datetime, call_times: list[str]) -> bool:
        return may_be_called(moment, call_times, self.reception)
