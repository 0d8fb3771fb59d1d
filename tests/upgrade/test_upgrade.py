"""A database of each earlier version is brought to this one: no row is lost, histories stay whole, pages open.

Nobody edited the shipped pages in it: each gets what its file says today.
"""

import gzip
import json
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.upgrade.children import run
from tests.upgrade.keep import digests

HERE = Path(__file__).parent
STATES = sorted(path.parent.name for path in HERE.glob("*/told.json"))


def assert_nothing_is_lost(told: dict, addresses: list[str], database_url: str, tmp_path: Path) -> None:
    found = run("look", told["kept_at"], *addresses, database_url=database_url, data_dir=tmp_path)
    kept = {table: number for table, number in told["rows"].items() if table in found["rows"]}
    assert {table: found["rows"][table] for table in kept} == kept
    assert (found["requests"], found["topics"]) == (told["requests"], told["topics"])
    assert found["history_faults"] == 0
    assert {page: status for page, status in found["pages"].items() if status != 200} == {}
    assert found["not_as_shipped"] == []


def test_a_state_is_kept():
    assert STATES


@pytest.mark.parametrize("name", STATES)
def test_every_status_and_state_is_in_it(name):
    from appointments.workflow import Status
    from topics.workflow import State

    told = json.loads((HERE / name / "told.json").read_text())
    assert told["requests"].keys() <= set(Status.values) and told["topics"].keys() <= set(State.values)
    if name == STATES[-1]:
        assert (told["requests"].keys(), told["topics"].keys()) == (set(Status.values), set(State.values))


@pytest.mark.parametrize("name", STATES)
def test_the_migrations_it_has_run_stand_as_they_were(name):
    told = json.loads((HERE / name / "told.json").read_text())
    assert {file: digest for file, digest in told["migrations"].items() if digests().get(file) != digest} == {}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", STATES)
def test_an_sqlite_file_of_that_version_comes_to_this_one(name, tmp_path):
    told = json.loads((HERE / name / "told.json").read_text())
    file = tmp_path / "portal.sqlite3"
    file.write_bytes(gzip.decompress((HERE / name / "portal.sqlite3.gz").read_bytes()))
    assert_nothing_is_lost(told, told["addresses"], f"sqlite:///{file}", tmp_path)


@pytest.mark.postgres_only
@pytest.mark.django_db  # not this one's own database: the mark says that it is about one
@pytest.mark.parametrize("name", STATES)
def test_a_postgresql_dump_of_that_version_comes_to_this_one(name, tmp_path, worker_id):
    told = json.loads((HERE / name / "told.json").read_text())
    server = settings.DATABASES["default"]
    where = {"host": server["HOST"] or server["OPTIONS"].get("host"), "user": server["USER"], "autocommit": True}
    own = f"upgrade_{worker_id}"
    with psycopg.connect(dbname="postgres", **where) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{own}"')
        connection.execute(f'CREATE DATABASE "{own}"')
        try:
            with psycopg.connect(dbname=own, **where) as filled:
                filled.execute(gzip.decompress((HERE / name / "portal.sql.gz").read_bytes()))
            url = f"postgres://{where['user']}@/{own}?host={where['host']}"
            assert_nothing_is_lost(told, told["postgres_addresses"], url, tmp_path)
        finally:
            connection.execute(f'DROP DATABASE "{own}" WITH (FORCE)')
