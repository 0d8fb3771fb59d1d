"""The shipped pages, loaded for the tests that look at them."""

import pytest

from tests.builders import NOW
from topics.actions.loading import load_shipped_pages


@pytest.fixture
def shipped_pages(db):
    """Every page that comes with the portal, live."""
    return load_shipped_pages(now=NOW)
