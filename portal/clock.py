"""Whether the clock may be believed before something is done that nobody can undo.

A machine that starts with a wrong clock would find everything past its time. So the moments of the worker's rounds are
stored, and what is irreversible waits for a person where the clock stands far from the last round. Where it differs
from the clock of the database server, it waits until the two agree.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from portal import actions
from portal.models import Heartbeat

log = logging.getLogger("portal.clock")

MARK = "clock"
LONGEST_PAUSE = timedelta(days=3)  # a long weekend: a longer one has to be confirmed
LARGEST_DIFFERENCE = timedelta(minutes=10)  # between this machine's clock and the database server's


class ClockDoubtful(Exception):
    """What is irreversible is not done; the message says why, and what a person does about it."""


def note_round(*, now: datetime) -> None:
    """Stores the moment of a round of the worker, unless the clock is in doubt or has been put back."""
    last = _last_round()
    if last is None:
        actions.note_moment(MARK, now=_first_round(now))
    elif last < now and not doubt(now=now):
        actions.note_moment(MARK, now=now)


def _last_round() -> datetime | None:
    return Heartbeat.objects.filter(worker=MARK).values_list("seen_at", flat=True).first()


def _first_round(now: datetime) -> datetime:
    """Where rounds were never noted: the latest moment at which other periodic work was begun, if there is one."""
    others = Heartbeat.objects.filter(worker__startswith="night: ").order_by("-seen_at")
    return min(others.values_list("seen_at", flat=True).first() or now, now)


def database_clock() -> datetime | None:
    """What the clock of the database server says; None for SQLite, which has none of its own."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def _difference() -> str:
    """By how much the clocks of this machine and of the database server differ, in one sentence; "" if they agree."""
    theirs = database_clock()
    difference = abs(theirs - timezone.now()) if theirs is not None else timedelta(0)
    if difference <= LARGEST_DIFFERENCE:
        return ""
    return f"The clocks of this machine and of the database server differ by {difference}."


def doubt(*, now: datetime) -> str:
    """Why `now` may be wrong, in one sentence; "" if it is believed."""
    return _difference() or _jump(now)


def _jump(now: datetime) -> str:
    """That the clock stands far from the last round, in one sentence; "" if it does not."""
    last = _last_round()
    if last is not None and abs(now - last) > LONGEST_PAUSE:  # ahead: a wrong date was confirmed
        day, today = timezone.localdate(last), timezone.localdate(now)
        return f"The last round was on {day:%d %B %Y}; the clock says {today:%d %B %Y}."
    return ""


def confirm(*, now: datetime) -> None:
    """A person has looked: `now` is right. Raises ClockDoubtful where the database server's clock says otherwise."""
    require_one_time(now=now)
    actions.note_moment(MARK, now=now)


def require_one_time(*, now: datetime) -> None:
    """Raises ClockDoubtful if the clocks of this machine and of the database server differ: one of them is wrong."""
    if differs := _difference():
        raise ClockDoubtful(
            f"{differs} Nothing is erased, no offer ends, no promise is renewed and nobody is called up from the "
            "waiting list. Set the wrong one right: confirming a date does not help."
        )


def require_trust(*, now: datetime) -> None:
    """Raises ClockDoubtful if the clock is in doubt."""
    require_one_time(now=now)
    why = _jump(now)
    if why:
        day = timezone.localdate(now)
        raise ClockDoubtful(
            f"{why} Nothing is erased. If today is {day:%d %B %Y}: manage.py purge_requests --confirm-date {day}"
        )


def if_trusted(
    name: str, duty: Callable[..., int], *, require: Callable[..., None] = require_trust
) -> Callable[..., int]:
    """A duty that does the given one unless the clock is in doubt; then it gives 0. The log tells it once.

    `require`: what raises ClockDoubtful. What must not wait for a person after a pause takes require_one_time.
    """
    told: list[str] = []

    def careful(*, now: datetime) -> int:
        try:
            require(now=now)
        except ClockDoubtful as why:
            if not told:
                log.error("%s waits. %s", name, str(why))
            told[:] = ["told"]
            return 0
        told.clear()
        return duty(now=now)

    return careful
