"""What the tests of topics share: the shipped pages, and staff who are logged in."""

import pytest

from tests.builders import NOW, make_user
from tests.snapshots import once
from topics.actions.loading import load_shipped_pages


@pytest.fixture
def shipped_pages(db):
    """Every page that comes with the portal, live."""
    return once("shipped pages", lambda: load_shipped_pages(now=NOW))


@pytest.fixture
def log_in(db, client):
    """Gives a function: log_in("editor") makes a member of staff of that role and lets `client` act as them."""

    def log_in(role):
        person = make_user(role)
        client.force_login(person)
        return person

    return log_in
