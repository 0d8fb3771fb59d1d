"""Named locks that last until the transaction ends, for where no row exists yet that could be locked."""

from django.db import connection


def exclusive_lock(name: str) -> None:
    """Waits until no other transaction holds a lock of this name, and keeps others from taking one.

    On PostgreSQL an advisory lock. SQLite needs none: its writers queue already (transaction_mode IMMEDIATE).
    """
    _lock("pg_advisory_xact_lock", name)


def shared_lock(name: str) -> None:
    """Waits until no other transaction holds the exclusive lock of this name, and keeps others from taking that one.

    Any number of transactions hold it together. Taking the exclusive lock of the same name later in one transaction
    can deadlock with another that does the same: take the exclusive one from the start.
    """
    _lock("pg_advisory_xact_lock_shared", name)


def _lock(function: str, name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
