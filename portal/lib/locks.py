"""Letting one transaction pass at a time where no row exists yet that could be locked."""

from django.db import connection


def one_at_a_time(name: str) -> None:
    """Until the caller's transaction ends, nobody else passes here with this name; others wait.

    SQLite needs nothing: its writers queue already (transaction_mode IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
