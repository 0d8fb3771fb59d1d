"""Several workers, or several requests, at the same moment: each message is queued once and sent once."""

from collections import Counter
from threading import Barrier, local

import pytest
from django.db import transaction

from portal import actions, outbox
from portal.models import OutboundMessage
from tests.builders import NOW, make_message
from tests.portal.threads import PATIENCE, at_once

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4
State = OutboundMessage.State


def test_workers_that_see_the_same_message_due_send_it_once(hello, mailoutbox, monkeypatch):
    """Every worker has read the list of what is due before any of them takes the message."""
    make_message()
    everybody_has_looked, lease, mine = Barrier(WORKERS), outbox._lease, local()

    def lease_after_looking(*args):
        if not hasattr(mine, "looked"):
            mine.looked = True
            everybody_has_looked.wait(PATIENCE)
        return lease(*args)

    monkeypatch.setattr(outbox, "_lease", lease_after_looking)
    assert sorted(at_once(*[lambda: outbox.send_due(now=NOW)] * WORKERS)) == [0] * (WORKERS - 1) + [1]
    assert len(mailoutbox) == 1


def test_workers_share_a_full_outbox_without_sending_anything_twice(hello, mailoutbox):
    messages = [make_message() for _ in range(40)]
    assert sum(at_once(*[lambda: outbox.send_due(now=NOW)] * WORKERS)) == len(messages)
    sent = Counter(mail.message()["Message-ID"] for mail in mailoutbox)
    assert sent == Counter(message.message_id for message in messages)
    assert set(OutboundMessage.objects.values_list("state", flat=True)) == {State.SENT}


def test_an_abandoned_lease_is_taken_over_by_one_worker(hello, mailoutbox):
    make_message(state=State.SENDING, worker="died", lease_until=NOW.replace(year=2025))
    assert sum(at_once(*[lambda: outbox.send_due(now=NOW)] * WORKERS)) == 1
    assert len(mailoutbox) == 1


def test_one_key_queued_by_several_requests_is_one_message(hello):
    def queue():
        with transaction.atomic():
            return outbox.queue(name=hello.name, to="o@example.org", subject_id=1, dedupe_key="request:1", now=NOW).pk

    assert set(at_once(*[queue] * WORKERS)) == {OutboundMessage.objects.get().pk}


def test_the_daily_cap_holds_for_requests_that_come_all_at_once(hello):
    def queue(number):
        return lambda: outbox.queue(name=hello.name, to="o@example.org", subject_id=1, dedupe_key=f"{number}", now=NOW)

    assert not [outcome for outcome in at_once(*map(queue, range(6))) if isinstance(outcome, Exception)]
    assert OutboundMessage.objects.due(NOW).count() == outbox.DAILY_CAP_PER_RECIPIENT
    assert OutboundMessage.objects.count() == 6


def test_heartbeats_of_two_workers_do_not_collide():
    assert at_once(*[lambda: actions.record_heartbeat(now=NOW)] * WORKERS) == [None] * WORKERS
