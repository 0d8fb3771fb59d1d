"""When to call a patient again whom we did not reach, and whether they may be called at a moment.

The rule, simple enough to be told to a patient:
1. We call while reception is open, and within the times they named. Nothing named means any time; so does a wish for
   hours in which reception is never open, for otherwise we would never call.
2. After the first try that failed we call again after two hours at the earliest.
3. After every further one we call on a later day, and in another part of the day than this time, if they named one:
   somebody who never answers in the morning may answer in the afternoon.

The functions of the rule are pure; those for stored requests read the stored hours of reception. `call_times` are the
parts of the day a patient named (values of CallTime).
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo
from itertools import groupby
from typing import NamedTuple

from appointments.choices import CallTime
from appointments.clinic_time import DAY, MIDNIGHT, Span, spans_of_hours
from appointments.grid import next_on_grid
from appointments.models import AppointmentRequest
from appointments.models.request_queryset import EVERY_CALL_TIMES
from appointments.scheduling.reception_hours import ReceptionHours, read_reception_hours

PAUSE = timedelta(hours=2)
FIRST_CALL = timedelta(hours=1)  # of the time in which a patient may be called, kept for the call itself
CALL_HOURS = {
    CallTime.MORNING: (time(8), time(12)),
    CallTime.MIDDAY: (time(12), time(14)),
    CallTime.AFTERNOON: (time(14), time(18)),
}
_WHOLE_DAY = ((None, (time(0), time(8))), *CALL_HOURS.items(), (None, (time(18), None)))  # (part, hours)

# --- the rule --------------------------------------------------------------------------------------------------------


def part_of_day(moment: datetime, zone: tzinfo) -> CallTime | None:
    """The part of the day it is by the clinic's clock; None early and late."""
    clock_time = moment.astimezone(zone).time()
    return next((part for part, (starts, ends) in CALL_HOURS.items() if starts <= clock_time < ends), None)


def may_be_called(moment: datetime, call_times: list[str], reception: ReceptionHours) -> bool:
    """Whether reception is open at this moment and a patient who named these times wants to be called then."""
    return first_welcome(moment, call_times, reception) == moment


def first_welcome(since: datetime, call_times: list[str], reception: ReceptionHours) -> datetime | None:
    """From when, at `since` or later, this patient may be called; None if not within two years."""
    first = next(_welcome_spans(since, _parts_to_keep(call_times, reception), reception), None)
    return first[0].start if first else None


def next_try_time(now: datetime, call_times: list[str], reception: ReceptionHours, *, attempts: int) -> datetime:
    """From when to call again, by the rule above. `attempts`: tries so far, the one that failed just now included.

    Later than now, on a whole five minutes. If no time is found within two years, the next day at this time.
    """
    parts = _parts_to_keep(call_times, reception)
    if attempts <= 1:
        coming = _welcome_spans(next_on_grid(now + PAUSE), parts, reception)
    else:
        coming = _welcome_spans_of_a_later_day(now, parts, reception)
    first = next(coming, None)
    return next_on_grid(first[0].start if first else now + DAY)


def first_call_done(since: datetime, call_times: list[str], reception: ReceptionHours) -> datetime | None:
    """By when a patient who named these times can have been called for the first time, from `since` on.

    The end of the first hour, in one piece or in several, in which they may be called. None if there is none within
    two years.
    """
    left = FIRST_CALL
    for (start, end), _part in _welcome_spans(since, _parts_to_keep(call_times, reception), reception):
        if end - start >= left:
            return next_on_grid(start + left)
        left -= end - start
    return None


def _parts_to_keep(call_times: list[str], reception: ReceptionHours) -> set[CallTime] | None:
    """The parts of the day the patient named; None (any time) if there are none, or reception is never open in them."""
    named = {part for part in CALL_HOURS if part in call_times}
    possible = any(
        interval.opens < CALL_HOURS[part][1] and (interval.closes == MIDNIGHT or CALL_HOURS[part][0] < interval.closes)
        for interval in reception.weekly
        for part in named
    )
    return named if possible else None


def _welcome_spans(
    since: datetime, parts: set[CallTime] | None, reception: ReceptionHours
) -> Iterator[tuple[Span, CallTime | None]]:
    """From this instant on: when reception is open and a call is welcome, with the part of the day, in order."""
    zone = reception.zone
    for start, end in reception.open_spans(since):
        day = start.astimezone(zone).date()
        for part, (starts, ends) in _WHOLE_DAY:
            if parts is not None and part not in parts:
                continue
            for piece in spans_of_hours(day, starts, ends, zone):
                span = Span(max(start, piece.start), min(end, piece.end))
                if span.start < span.end:
                    yield span, part


def _welcome_spans_of_a_later_day(
    now: datetime, parts: set[CallTime] | None, reception: ReceptionHours
) -> Iterator[tuple[Span, CallTime | None]]:
    """What is welcome on later days, day by day; of each day the part that follows the one of `now` first."""
    zone = reception.zone
    today, order = now.astimezone(zone).date(), list(CALL_HOURS)
    tried = part_of_day(now, zone)
    turn = order.index(tried) + 1 if tried else 0
    order = order[turn:] + order[:turn]
    coming = _welcome_spans(now, parts, reception)
    for day, pieces in groupby(coming, key=lambda piece: piece[0].start.astimezone(zone).date()):
        if day > today:
            yield from sorted(pieces, key=lambda piece: order.index(piece[1]) if piece[1] else len(order))


# --- for stored requests ---------------------------------------------------------------------------------------------


class CallHours(NamedTuple):
    """Call times, and by when whoever named them can have been called for an hour from now on: a promise that ends
    before has to be kept now."""

    call_times: list[str]
    soon: datetime


def call_hours_at(now: datetime) -> list[CallHours]:
    """Of all `call_times` that a request can hold. Two queries."""
    return _call_hours(EVERY_CALL_TIMES, now, read_reception_hours(now))


def call_times_open_at(now: datetime) -> list[CallHours]:
    """Of all `call_times` that a request can hold, those whose holder may be called at this moment. Two queries."""
    reception = read_reception_hours(now)
    return _call_hours([each for each in EVERY_CALL_TIMES if may_be_called(now, each, reception)], now, reception)


def _call_hours(chosen: list[list[str]], now: datetime, reception: ReceptionHours) -> list[CallHours]:
    return [CallHours(each, first_call_done(now, each, reception) or now + FIRST_CALL) for each in chosen]


def called_again_from(request: AppointmentRequest, now: datetime) -> datetime | None:
    """From when a patient whom we did not reach is called again, by the hours as they are known today.

    None if that may be at once, or not within two years. Two queries while the next try is ahead.
    """
    if request.next_try_at is None or request.next_try_at <= now:
        return None
    return first_welcome(request.next_try_at, request.call_times, read_reception_hours(now))


def next_try_time_for(request: AppointmentRequest, *, now: datetime, attempts: int) -> datetime:
    """From when to call this patient again. `attempts`: those that failed, the one just now included. Two queries."""
    return next_try_time(now, request.call_times, read_reception_hours(now), attempts=attempts)
