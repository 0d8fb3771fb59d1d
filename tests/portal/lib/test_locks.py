"""One transaction at a time passes where no row could be locked; others pass beside it under another name."""

from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from portal.lib.locks import exclusive_lock, shared_lock
from tests.portal.threads import PATIENCE, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]


def passes(name: str, lock=exclusive_lock) -> bool:
    """Whether a transaction that does not wait at all gets through here."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1ms'")
            lock(name)
    except OperationalError:
        return False
    return True


def while_held(lock, look):
    """What somebody finds while another transaction holds "a"."""
    inside, seen = Event(), Event()

    def hold():
        with transaction.atomic():
            lock("a")
            inside.set()
            assert seen.wait(PATIENCE)

    def looking():
        assert inside.wait(PATIENCE)
        found = look()
        seen.set()
        return found

    return at_once(hold, looking)[1]


def test_a_name_is_taken_until_the_transaction_ends():
    assert while_held(exclusive_lock, lambda: (passes("a"), passes("b"))) == (False, True)
    assert passes("a")


def test_many_pass_together_but_not_beside_somebody_who_is_alone():
    def look():
        return passes("a", shared_lock), passes("a", exclusive_lock)

    assert while_held(shared_lock, look) == (True, False)
    assert while_held(exclusive_lock, look) == (False, False)
