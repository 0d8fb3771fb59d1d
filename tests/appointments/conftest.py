"""What the tests of appointments share."""

import pytest
import time_machine

from portal import clock
from tests.appointments import builders
from tests.snapshots import once


@pytest.fixture(autouse=True)
def at_noon_on_a_wednesday(monkeypatch):
    """The clock goes on from there, so that no test depends on the day or the hour it is run.

    The clock of the database server cannot be set: it is not asked.
    """
    monkeypatch.setattr(clock, "database_clock", lambda: None)
    with time_machine.travel(builders.NOON):
        yield


@pytest.fixture
def service(db):
    """The neurologist can be asked for."""
    return once("service", builders.make_service)


@pytest.fixture
def article(db):
    """The article readers come from, live."""
    return once("article", builders.make_article)


@pytest.fixture
def patient(service):
    """Somebody who has just pressed "Start now"."""
    return builders.Patient().start()
