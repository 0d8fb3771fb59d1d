"""A message is written down with what it tells of, once, and never so often that a stranger is flooded."""

from datetime import timedelta

import pytest
from django.db import transaction

from portal import outbox
from portal.models import OutboundMessage
from tests.builders import NOW, make_message

State = OutboundMessage.State


@pytest.fixture
def queue(db, hello):
    def queue(key="hello:1", to="olena@example.org", now=NOW, name=hello.name, subject_id=1):
        return outbox.queue(name=name, to=to, subject_id=subject_id, dedupe_key=key, now=now)

    return queue


def test_a_queued_message_waits_to_be_sent_and_holds_no_text(queue):
    message = queue(subject_id=42)
    stored = OutboundMessage.objects.get()
    assert stored == message
    assert (stored.name, stored.to, stored.subject_id) == ("test.hello", "olena@example.org", 42)
    assert (stored.state, stored.attempts, stored.created_at, stored.not_before) == (State.CREATED, 0, NOW, NOW)
    assert (stored.lease_until, stored.worker, stored.sent_at, stored.last_error) == (None, "", None, "")
    assert list(OutboundMessage.objects.due(NOW)) == [message]


def test_nothing_is_sent_while_it_is_queued(queue, mailoutbox):
    queue()
    assert mailoutbox == []


def test_a_message_has_a_message_id_of_our_own_host(queue, settings):
    settings.BASE_URL = "https://portal.example.org:8443"
    first, second = queue("a"), queue("b")
    assert first.message_id != second.message_id
    assert first.message_id.startswith("<") and first.message_id.endswith("@portal.example.org>")


def test_a_message_id_of_a_host_with_a_long_name_fits(queue, settings):
    settings.BASE_URL = f"https://{'long-name.' * 7}example"
    assert len(queue().message_id) <= OutboundMessage._meta.get_field("message_id").max_length


def test_a_message_goes_the_way_of_the_callers_transaction(queue):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError
    assert not OutboundMessage.objects.exists()


def test_the_same_key_is_queued_once(queue):
    first = queue("request:1:received")
    again = queue("request:1:received", to="another@example.org", now=NOW + timedelta(hours=1))
    assert again == first
    assert OutboundMessage.objects.get().to == "olena@example.org"


def test_the_same_key_stays_what_it_has_become(queue):
    sent = make_message(dedupe_key="request:1:received", state=State.SENT, sent_at=NOW)
    assert queue("request:1:received") == sent
    assert OutboundMessage.objects.get().state == State.SENT


def test_an_unknown_message_is_refused_and_nothing_is_stored(queue):
    with pytest.raises(LookupError, match=r"No message is registered under the name 'test\.helo'"):
        queue(name="test.helo")
    assert not OutboundMessage.objects.exists()


# --- the daily cap ---------------------------------------------------------------------------------------------------


def test_past_the_daily_cap_a_message_is_kept_but_not_sent(queue):
    kept = [queue(str(number)) for number in range(outbox.DAILY_CAP_PER_RECIPIENT)]
    over = queue("one more")
    assert [message.state for message in kept] == [State.CREATED] * 3
    assert (over.state, over.last_error) == (State.CANCELLED, "daily cap for this address")
    assert over not in OutboundMessage.objects.due(NOW + timedelta(days=2))


def test_the_cap_counts_an_address_in_any_letters_as_one(queue):
    for number in range(outbox.DAILY_CAP_PER_RECIPIENT):
        queue(str(number), to="Olena@Example.ORG")
    assert queue("one more", to="olena@example.org").state == State.CANCELLED


def test_the_cap_is_for_each_address(queue):
    for number in range(outbox.DAILY_CAP_PER_RECIPIENT):
        queue(str(number))
    assert queue("one more", to="taras@example.org").state == State.CREATED


def test_the_cap_is_for_a_day(queue):
    for number in range(outbox.DAILY_CAP_PER_RECIPIENT):
        queue(str(number))
    a_day = timedelta(days=1)
    assert queue("just before", now=NOW + a_day - timedelta(seconds=1)).state == State.CANCELLED
    assert queue("a day later", now=NOW + a_day).state == State.CREATED


def test_what_was_cancelled_does_not_count_towards_the_cap(queue):
    for number in range(outbox.DAILY_CAP_PER_RECIPIENT):
        make_message(dedupe_key=str(number), to="olena@example.org", state=State.CANCELLED)
    assert queue().state == State.CREATED


def test_a_key_that_is_known_is_not_stopped_by_the_cap(queue):
    first = queue("0")
    for number in range(1, outbox.DAILY_CAP_PER_RECIPIENT):
        queue(str(number))
    assert queue("0") == first
    assert OutboundMessage.objects.get(pk=first.pk).state == State.CREATED
