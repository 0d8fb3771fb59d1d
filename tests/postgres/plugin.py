"""pytest plugin: with TEST_DB=postgres a throw-away PostgreSQL is up before the settings are read; else SQLite is used.

The server runs under a process of its own that ends with this one, even if this one is killed. With xdist the first
process starts it; the workers inherit its address and each makes its own database in it.
"""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Folders whose tests ask what is said of rows, or made of a text: that follows from the rows and the text, whichever
# database keeps them, and is shown on SQLite. What leans on the database itself (search, order, sums, several at once)
# is `both_databases`, and what of the other folders does not is `sqlite_only`. On PostgreSQL every page is opened
# (tests/house/test_reading_changes_nothing.py), every step is taken by its action (tests/*/actions), and whole stories
# run in the browser (`journey`). Of the cases of one test two are run: their way through the database is the same. The
# constraints (tests/*/models) and `both_databases` are walked whole.
SAID_OF_ROWS = {"admin", "desk", "views", "gates", "editing", "templatetags"}
CASES = 2
_server: subprocess.Popen | None = None


def _start() -> None:
    global _server
    wanted = os.environ.get("TEST_DB", "sqlite")
    if wanted not in {"sqlite", "postgres"}:
        raise pytest.UsageError(f"TEST_DB must be sqlite or postgres; it is {wanted!r}.")
    if wanted == "sqlite" or "PYTEST_XDIST_WORKER" in os.environ:
        return
    _server = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres.server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C in the terminal reaches the tests, not the server
    )
    address = _server.stdout.readline().strip()
    if not address:
        raise pytest.UsageError("PostgreSQL for the tests did not start; see the line above.")
    os.environ["TEST_DATABASE_URL"] = address


_start()


def pytest_unconfigure(config) -> None:
    if _server:
        _server.stdin.close()
        _server.wait(timeout=60)


def pytest_report_header(config) -> str:
    from django.db import connection

    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(config, items) -> None:
    """Takes out, rather than skips, what is about the other database, and on PostgreSQL what SQLite shows alike."""
    from django.db import connection

    if connection.vendor == "postgresql":
        mine = _two_of_each([item for item in items if _shows_something_on_postgresql(item)])
    else:
        mine = [item for item in items if not item.get_closest_marker("postgres_only")]
    if len(mine) < len(items):
        kept = set(mine)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = mine


def _two_of_each(items: list) -> list:
    """The tests without the further cases of each, by name, whatever their order."""
    cases: Counter[str] = Counter()
    kept = set()
    for item in sorted(items, key=lambda item: item.nodeid):
        test = item.nodeid.partition("[")[0]
        cases[test] += 1
        if cases[test] <= CASES or _wants_both(item) or "models" in item.path.parts:
            kept.add(item)
    return [item for item in items if item in kept]


def _wants_both(item) -> bool:
    return any(item.get_closest_marker(name) for name in ("both_databases", "postgres_only"))


def _shows_something_on_postgresql(item) -> bool:
    """A test that may not touch a database (pytest-django sees to it) has proven on SQLite what it proves."""
    if _wants_both(item):
        return True
    if item.get_closest_marker("sqlite_only") or SAID_OF_ROWS & set(item.path.relative_to(ROOT).parts):
        return False
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames))
