"""How long this thread may wait for the database, for connections that ask (portal.lib.bounded_connection)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.db import connection

HURRIED_WAIT = 0.35  # seconds that a reader waits for the database while there is a kept page to give
LEAST = 0.1  # seconds: a page that took long to make is no reason to give up on a database that answers


class _Until(threading.local):
    moment: float | None = None


_until = _Until()


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within the block this thread waits for so many seconds, all its waiting taken together."""
    _until.moment = monotonic() + seconds
    try:
        yield
    finally:
        _until.moment = None


def is_short() -> bool:
    """Whether this thread has been told how long it may wait."""
    return _until.moment is not None


def seconds_left(otherwise: float) -> float:
    """The seconds this thread may still wait, LEAST or more; `otherwise` if it has been told nothing."""
    return otherwise if _until.moment is None else max(LEAST, _until.moment - monotonic())


def is_connection_there(otherwise: float) -> bool:
    """Whether the pool, if there is one, has a connection within the time this thread has; `otherwise`: see above."""
    if connection.connection is not None or connection.vendor != "postgresql" or not connection.pool:
        return True
    from psycopg_pool import PoolTimeout

    connection.pool.open()
    try:
        connection.pool.putconn(connection.pool.getconn(timeout=seconds_left(otherwise)))
    except PoolTimeout:
        return False
    return True
