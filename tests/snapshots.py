"""What many tests begin with is made once in each process; from then on its rows are put back, which is far quicker.

A snapshot is every row of every table. What a test without a transaction of its own leaves behind is cleared away by
putting the empty database back, with the ids it had, rather than by Django's flush, which makes new ones.
"""

import copy
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone

from portal.lib import append_only
from portal.models import AccessChange, SiteVersion

Snapshot = dict[str, list[tuple]]  # the rows by table; tables without rows are left out
Value = TypeVar("Value")

KEEPS = timedelta(hours=1)  # by the clock of the test: nothing made long before or after its time is put back

_empty: Snapshot = {}
_made: dict[str, tuple[datetime, Snapshot, Snapshot, object]] = {}


@cache
def tables() -> dict[str, list[str]]:
    """The columns of every table, by its name, ready for SQL."""
    quote = connection.ops.quote_name
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        quote(model._meta.db_table): [quote(field.column) for field in model._meta.local_concrete_fields]
        for model in models
        if not model._meta.proxy and model is not SiteVersion  # which counts by itself
    }


def take_snapshot() -> Snapshot:
    """All rows as they are stored now."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in _filled(cursor)}


def restore(taken: Snapshot) -> None:
    """Makes the database hold these rows and no others."""
    columns = tables()
    with transaction.atomic(), connection.cursor() as cursor:
        filled = _filled(cursor)
        changed = [table for table in {**taken, **dict.fromkeys(filled)} if _differs(cursor, table, taken, filled)]
        guarded = connection.ops.quote_name(AccessChange._meta.db_table)
        if guarded in changed:  # only a test takes out rows that are kept for good
            for name in append_only.guard_names(AccessChange._meta.db_table, connection.vendor):
                cursor.execute(f"DROP TRIGGER {name}" + (f" ON {guarded}" if connection.vendor != "sqlite" else ""))
        for table in changed:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        for table in changed:
            if rows := taken.get(table):
                places = ", ".join(["%s"] * len(columns[table]))
                into = f"INSERT INTO {table} ({', '.join(columns[table])}) VALUES ({places})"  # noqa: S608
                cursor.executemany(into, rows)
        append_only.lay_guards(connection, AccessChange._meta.db_table)


def once(name: str, make: Callable[[], Value]) -> Value:
    """What make() gives. What it stores is stored by it once, and put back where the database is as it was before."""
    before, now = take_snapshot(), timezone.now()
    if name in _made:
        made_at, began_with, left, value = _made[name]
        if before == began_with and abs(now - made_at) < KEEPS:
            restore(left)
            return copy.deepcopy(value)
    value = make()
    _made[name] = now, before, take_snapshot(), copy.deepcopy(value)
    return value


def install() -> None:
    """To be called when the tables are made, and nothing but what the migrations store is in them."""
    _empty.update(take_snapshot())
    TransactionTestCase._fixture_teardown = lambda case: restore(_empty)


def _filled(cursor) -> list[str]:
    """The tables with rows."""
    every = list(tables())
    cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in every))  # noqa: S608
    return [table for table, has_rows in zip(every, cursor.fetchone(), strict=True) if has_rows]


def _rows(cursor, table) -> list[tuple]:
    as_stored = "+" if connection.vendor == "sqlite" else ""  # or else Django makes times of texts, and not back again
    columns = ", ".join(as_stored + column for column in tables()[table])
    cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1")  # noqa: S608 - our own names
    return list(cursor.fetchall())


def _differs(cursor, table, taken, filled) -> bool:
    if table not in taken or table not in filled:
        return True
    return _rows(cursor, table) != taken[table]
