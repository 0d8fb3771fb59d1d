"""What has to be done again and again beside sending: each app registers its duties, the worker does them."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import close_old_connections

log = logging.getLogger("portal.duties")

_duties: dict[str, Callable[[datetime], int]] = {}


def register(name: str, do: Callable[[datetime], int]) -> None:
    """Makes a duty known. `do` takes the present moment and gives how much it did; it is called every few seconds."""
    _duties[name] = do


def do_all(*, now: datetime) -> dict[str, int]:
    """Does every duty once and gives how much each did. One that fails is logged, left out, and stops no other."""
    done = {}
    for name, do in _duties.items():
        try:
            done[name] = do(now)
        except Exception:  # whatever is wrong with this duty must not keep the others from theirs
            log.exception("The duty %s failed", name)
            close_old_connections()
    return done


def each_alone(name: str, rows: Iterable, do: Callable) -> int:
    """Does it to each row; gives how often `do` said it did something. A row that fails is logged and skipped."""
    done = 0
    for row in rows:
        try:
            done += bool(do(row))
        except Exception:  # the next row may be sound
            log.exception("%s: row %s failed", name, row.pk)
    return done
