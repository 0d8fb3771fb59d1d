"""When to call a patient again whom we did not reach, and whether they may be called now. Pure; aware instants.

The rule, simple enough to be told to a patient:
1. We call while reception is open, and within the times they named. Nothing named means any time; so does a wish for
   hours in which reception is never open, for otherwise we would never call.
2. After the first try that failed we call again after two hours at the earliest.
3. After every further one we call on a later day, and in another part of the day than this time, if they named one:
   somebody who never answers in the morning may answer in the afternoon.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta, tzinfo
from itertools import groupby

from appointments.choices import CallTime
from appointments.scheduling.answer_deadline import on_the_next_five_minutes
from appointments.scheduling.availability import Span, instants
from appointments.scheduling.opening import USUAL, Opening, open_spans

PAUSE = timedelta(hours=2)
CALL_HOURS = {
    CallTime.MORNING: (time(8), time(12)),
    CallTime.MIDDAY: (time(12), time(14)),
    CallTime.AFTERNOON: (time(14), time(18)),
}
_PARTS = ((None, (time(0), time(8))), *CALL_HOURS.items(), (None, (time(18), None)))  # all of a day


def part_of_day(moment: datetime, zone: tzinfo) -> CallTime | None:
    """The part of the day it is by the clinic's clock; None early and late."""
    clock = moment.astimezone(zone).time()
    return next((part for part, (starts, ends) in CALL_HOURS.items() if starts <= clock < ends), None)


def callable_now(
    now: datetime, call_times: list[str], opening: Iterable[Opening], closures: Iterable[Span], zone: tzinfo
) -> bool:
    """Whether reception is open and the patient wants to be called at this time."""
    opening = list(opening)
    first = next(_welcome(now, _heard(call_times, opening), opening, closures, zone), None)
    return first is not None and first[0].start <= now


def next_try_at(
    now: datetime,
    *,
    call_times: list[str],
    opening: Iterable[Opening],
    closures: Iterable[Span],
    zone: tzinfo,
    attempts: int,
) -> datetime:
    """From when to call again, by the rule above. `attempts`: tries so far, the one that failed just now included.

    Later than now, on a whole five minutes. If no time is found within two years, the next day at this time.
    """
    opening = list(opening)
    parts = _heard(call_times, opening)
    if attempts <= 1:
        coming = _welcome(on_the_next_five_minutes(now + PAUSE), parts, opening, closures, zone)
    else:
        coming = _on_another_day(now, parts, opening, closures, zone)
    first = next(coming, None)
    return on_the_next_five_minutes(first[0].start if first else now + timedelta(days=1))


def _heard(call_times: list[str], opening: list[Opening]) -> set[CallTime] | None:
    """The parts of the day the patient named, as far as they can be kept at all; None: any time."""
    named = {part for part in CALL_HOURS if part in call_times}
    possible = any(
        hours.opens < CALL_HOURS[part][1] and CALL_HOURS[part][0] < hours.closes
        for hours in opening or USUAL
        for part in named
    )
    return named if possible else None


def _welcome(
    since: datetime, parts: set[CallTime] | None, opening, closures, zone: tzinfo
) -> Iterator[tuple[Span, CallTime | None]]:
    """From this instant on: when reception is open and a call is welcome, with the part of the day, in order."""
    for start, end in open_spans(since, opening=opening, closures=closures, zone=zone):
        day = start.astimezone(zone).date()
        for part, (starts, ends) in _PARTS:
            if parts is not None and part not in parts:
                continue
            for piece in instants(day, starts, ends, zone):
                span = Span(max(start, piece.start), min(end, piece.end))
                if span.start < span.end:
                    yield span, part


def _on_another_day(
    now: datetime, parts: set[CallTime] | None, opening, closures, zone: tzinfo
) -> Iterator[tuple[Span, CallTime | None]]:
    """What is welcome on the next day that has anything, the part of the day that follows the one of `now` first."""
    today, order = now.astimezone(zone).date(), list(CALL_HOURS)
    tried = part_of_day(now, zone)
    turn = order.index(tried) + 1 if tried else 0
    order = order[turn:] + order[:turn]
    coming = _welcome(now, parts, opening, closures, zone)
    for day, pieces in groupby(coming, key=lambda piece: piece[0].start.astimezone(zone).date()):
        if day > today:
            yield from sorted(pieces, key=lambda piece: order.index(piece[1]) if piece[1] else len(order))
