"""Letting one transaction pass at a time where no row exists yet that could be locked."""

from django.db import connection


def one_at_a_time(name: str) -> None:
    """Until the caller's transaction ends, nobody else passes here with this name; others wait.

    SQLite needs nothing: its writers queue already (transaction_mode IMMEDIATE).
    """
    _lock("pg_advisory_xact_lock", name)


def while_nobody_is_alone(name: str) -> None:
    """Many may pass here together, but not while somebody holds the name by `one_at_a_time`, and the other way round.

    Who passes here first and there later in one transaction may wait for another who does the same: pass there at once.
    """
    _lock("pg_advisory_xact_lock_shared", name)


def _lock(function: str, name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
