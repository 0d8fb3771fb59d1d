"""Two copies of the prepared database, so that a benchmark can ask both in turn: few rows in one, many in the other."""

from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


def copied(name: str) -> dict:
    """A copy of the database that is in use now, with all it holds; gives its settings."""
    usual = connections.settings["default"]
    options = {key: value for key, value in usual["OPTIONS"].items() if key != "pool"}  # one connection each will do
    if connection.vendor == "sqlite":
        file = Path(usual["NAME"]).with_name(f"{name}.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        return {**usual, "NAME": str(file), "OPTIONS": options, "CONN_MAX_AGE": None}
    source = connection.settings_dict["NAME"]
    connection.close()
    with _elsewhere(usual, options).cursor() as cursor:  # nobody may be connected to what is copied
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    return {**usual, "NAME": name, "OPTIONS": options, "CONN_MAX_AGE": None}


def opened(settings: dict):
    """A connection to it that can stand in for the usual one."""
    usual = connections.settings["default"]
    connections.settings["default"] = settings
    try:
        return connections.create_connection("default")
    finally:
        connections.settings["default"] = usual


@contextmanager
def instead(other):
    """Everything asks this database as long as the block lasts."""
    usual = connections["default"]
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = usual


def _elsewhere(usual: dict, options: dict):
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    wrapper = opened({**usual, "NAME": "template1", "OPTIONS": options})
    wrapper.set_autocommit(True)
    return wrapper
