"""By when we promise to answer: so many hours, counted while reception is open. Pure: instants in, an instant out."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from appointments.availability import EPOCH, Span
from appointments.grid import CELL
from appointments.opening import LOOK_AHEAD, Opening, open_spans


def answer_by(
    asked_at: datetime, *, within: timedelta, opening: Iterable[Opening], closures: Iterable[Span], zone: tzinfo
) -> datetime:
    """When reception will have been open for `within` since the request came in; closures do not count.

    No opening hours: Monday to Friday, 9:00 to 17:00. Rounded up to the next five minutes; aware, in UTC; always later
    than `asked_at`. A clinic that is closed for two years promises the end of them.
    """
    asked_at = asked_at.astimezone(UTC)
    moment, left = asked_at, within
    for start, end in open_spans(asked_at, opening=opening, closures=closures, zone=zone):
        moment = min(end, start + left)
        left -= moment - start
        if left <= timedelta(0):
            return on_the_next_five_minutes(moment)
    return on_the_next_five_minutes(max(moment, asked_at + LOOK_AHEAD))


def on_the_next_five_minutes(moment: datetime) -> datetime:
    """This instant, or the next on the five-minute grid."""
    return moment + (EPOCH - moment) % CELL
