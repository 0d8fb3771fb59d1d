"""Recurring work beside sending: each app registers its duties when it starts, the message worker does them in turn."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Protocol, TypeVar

from django.db import close_old_connections
from django.utils import timezone

from portal import actions
from portal.lib.registry import Registry

log = logging.getLogger("portal.duties")

NIGHT_BEGINS = time(3)  # clinic time: nobody works at the desk


class Duty(Protocol):
    """Does what is due at this moment and gives how much it did. Called every few seconds."""

    def __call__(self, *, now: datetime) -> int: ...


Row = TypeVar("Row")
DUTIES: Registry[Duty] = Registry("duty")


def register(name: str, duty: Duty) -> None:
    """Adds a duty; its name stands in the log. Raises AlreadyRegistered."""
    DUTIES.register(name, duty)


def run_all(*, now: datetime) -> dict[str, int]:
    """Does every duty once, in the order of registration, and gives by name how much each did.

    A duty that raises is logged and left out of the result; the others are done all the same.
    """
    done = {}
    for name, duty in DUTIES.items():
        try:
            done[name] = duty(now=now)
        except Exception:  # whatever is wrong with this duty must not keep the others from theirs
            log.exception("The duty %s failed", name)
            close_old_connections()
    return done


def run_for_each(name: str, rows: Iterable[Row], work: Callable[[Row], object]) -> int:
    """Calls `work` with each row and gives how often it answered with something true.

    A row at which it raises is logged under `name` with its primary key, and skipped.
    """
    done = 0
    for row in rows:
        try:
            done += bool(work(row))
        except Exception:  # the next row may be sound
            log.exception("%s: row %s failed", name, row.pk)
    return done


def once_a_night(name: str, duty: Duty) -> Duty:
    """A duty that does the given one once a night, by whichever worker comes first, and else gives 0.

    A portal that was off when the night began does it when it is back. One that raises is tried again the next night.
    """

    def nightly(*, now: datetime) -> int:
        return duty(now=now) if actions.begin_if_due(f"night: {name}", due_at=night_of(now), now=now) else 0

    return nightly


def night_of(now: datetime) -> datetime:
    """When the last night began: the latest NIGHT_BEGINS by the clinic's clock, today or yesterday. Aware."""
    today = timezone.localtime(now)
    begins = datetime.combine(today.date(), NIGHT_BEGINS, timezone.get_default_timezone())
    if begins <= now:
        return begins
    return datetime.combine(today.date() - timedelta(days=1), NIGHT_BEGINS, begins.tzinfo)
