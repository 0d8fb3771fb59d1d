"""Whether a patient may be called at a moment, and if not, from when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from appointments import date_words
from appointments.models.request_queryset import EVERY_CALL_TIMES
from appointments.scheduling.call_times import first_welcome, may_be_called
from appointments.scheduling.reception_hours import read_reception_hours

LOOK_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class NextCall:
    """Whether a patient may be called now; `words`: that, or from when."""

    is_now: bool
    words: str


class CallWindows:
    """When patients may be called, seen from `now`. Reads the opening hours once: two queries for all requests."""

    def __init__(self, now: datetime):
        self.now = now
        self.reception = read_reception_hours(now)
        self._starts: dict[tuple, datetime | None] = {}

    def open_call_times(self) -> list[list[str]]:
        """Those of EVERY_CALL_TIMES whose hours are open now."""
        return [times for times in EVERY_CALL_TIMES if may_be_called(self.now, times, self.reception)]

    def next_call(self, request) -> NextCall:
        """When this request's patient may be called: within their call times, and not before its `next_try_at`."""
        start = self._start(tuple(request.call_times), max(self.now, request.next_try_at or self.now))
        if start is None or start > self.now + LOOK_AHEAD:
            return NextCall(False, _("No call hours in the next two weeks"))
        if start <= self.now:
            return NextCall(True, _("Call now"))
        return NextCall(
            False, _("Call from %(when)s") % {"when": date_words.short_relative_day_and_time(start, self.now)}
        )

    def _start(self, call_times: tuple, since: datetime) -> datetime | None:
        if (call_times, since) not in self._starts:
            self._starts[call_times, since] = first_welcome(since, list(call_times), self.reception)
        return self._starts[call_times, since]
