"""By when we promise to answer: counted while reception is open, and with what waits already. Pure.

The rule, simple enough to be told to a patient:
1. We answer within the hours the service promises, counted while reception is open; closures do not count.
2. If so many wait that this cannot be kept, it takes as long as answering all of them and this one, one after the
   other, each for as long as one usually takes us. How many people sit at the desk does not count.
3. Nobody is promised an earlier answer than somebody of the same service who asked before and still waits.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from statistics import median

from appointments.grid import CELL
from appointments.scheduling.availability import EPOCH, Span
from appointments.scheduling.opening import LOOK_AHEAD, Opening, open_spans

USUAL_HANDLING = timedelta(minutes=10)  # as long as too little was measured
LEAST_HANDLING, MOST_HANDLING = timedelta(minutes=3), timedelta(minutes=30)
ENOUGH_MEASURED = 10


def answer_by(
    asked_at: datetime,
    *,
    within: timedelta,
    opening: Iterable[Opening],
    closures: Iterable[Span],
    zone: tzinfo,
    ahead: int = 0,
    handling: timedelta = USUAL_HANDLING,
    not_before: datetime | None = None,
) -> datetime:
    """When reception will have been open for long enough since the request came in, by the rule above.

    `ahead`: how many wait already; `not_before`: the latest promise among them. No opening hours: Monday to Friday,
    9:00 to 17:00. Rounded up to the next five minutes; aware, in UTC; always later than `asked_at`. A clinic that is
    closed for two years promises the end of them.
    """
    asked_at = asked_at.astimezone(UTC)
    moment, left = asked_at, max(within, (ahead + 1) * handling)
    for start, end in open_spans(asked_at, opening=opening, closures=closures, zone=zone):
        moment = min(end, start + left)
        left -= moment - start
        if left <= timedelta(0):
            break
    else:
        moment = max(moment, asked_at + LOOK_AHEAD)
    return on_the_next_five_minutes(max(moment, not_before or moment))


def usual_handling(measured: Iterable[timedelta]) -> timedelta:
    """How long one request usually takes us: the median of those measured, within bounds; if too few were, a guess."""
    measured = list(measured)
    if len(measured) < ENOUGH_MEASURED:
        return USUAL_HANDLING
    return min(max(median(measured), LEAST_HANDLING), MOST_HANDLING)


def on_the_next_five_minutes(moment: datetime) -> datetime:
    """This instant, or the next on the five-minute grid."""
    return moment + (EPOCH - moment) % CELL
