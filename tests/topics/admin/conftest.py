"""What the tests of the admin share."""

import pytest


@pytest.fixture(autouse=True)
def djangos_own_look_ups(settings):
    """Django's inline forms look up each row they are sent by itself; that is not a fault of a page of ours."""
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
