"""A server of PostgreSQL that stands still is given up after a time, and its connection with it."""

import psycopg
import pytest
from django.db import connection

from portal.lib import bounded_connection, patience
from portal.lib.bounded_connection import BoundedConnection

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_only]


@pytest.fixture
def other():
    """A connection of its own to the test database."""
    given = connection.get_connection_params()
    given = {name: given[name] for name in ("dbname", "user", "host", "port") if name in given}
    with BoundedConnection.connect(**given) as one:
        yield one


def test_an_answer_in_time_is_an_answer(other):
    with patience.at_most(5):
        assert other.execute("SELECT 1").fetchone() == (1,)
    assert other.execute("SELECT 2").fetchone() == (2,)


def test_an_answer_that_takes_too_long_is_given_up_with_its_connection(other, monkeypatch):
    monkeypatch.setattr(bounded_connection, "LONGEST_ANSWER", 0.15)
    with pytest.raises(psycopg.OperationalError, match="did not answer in time"):
        other.execute("SELECT pg_sleep(1)")
    assert other.closed


def test_who_is_in_a_hurry_waits_shorter(other):
    with patience.at_most(0.15), pytest.raises(psycopg.OperationalError, match="did not answer in time"):
        other.execute("SELECT pg_sleep(1)")
    assert other.closed


def test_what_the_server_says_is_left_as_it_is(other):
    with patience.at_most(5), pytest.raises(psycopg.errors.UndefinedTable):
        other.execute("SELECT * FROM nowhere")
    assert not other.closed


def test_the_portal_connects_this_way_and_again_within_a_second():
    pool = connection.settings_dict["OPTIONS"]["pool"]
    assert (pool["connection_class"], pool["reconnect_timeout"]) == (BoundedConnection, 1)
