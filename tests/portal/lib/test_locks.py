"""One transaction at a time passes where no row could be locked; others pass beside it under another name."""

from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from portal.lib.locks import one_at_a_time
from tests.portal.threads import PATIENCE, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]


def passes(name: str) -> bool:
    """Whether a transaction that does not wait at all gets through here."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1ms'")
            one_at_a_time(name)
    except OperationalError:
        return False
    return True


def test_a_name_is_taken_until_the_transaction_ends():
    inside, seen = Event(), Event()

    def hold():
        with transaction.atomic():
            one_at_a_time("a")
            inside.set()
            assert seen.wait(PATIENCE)

    def look():
        assert inside.wait(PATIENCE)
        found = passes("a"), passes("b")
        seen.set()
        return found

    assert at_once(hold, look) == [None, (False, True)]
    assert passes("a")
