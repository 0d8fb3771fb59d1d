"""What becomes of a message that is late, replaced, refused for good, forgotten, or not certain yet."""

import smtplib
from datetime import timedelta

import pytest

from portal import message_kinds, outbox
from portal.models import OutboundMessage
from tests.builders import NOW, make_message

State = OutboundMessage.State
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def stored(message) -> OutboundMessage:
    return OutboundMessage.objects.get(pk=message.pk)


def fate(message) -> tuple[str, str]:
    message = stored(message)
    return message.state, message.last_error


def refuse_receiver(*codes):
    def refuse(mail):
        raise smtplib.SMTPRecipientsRefused({f"{code}@example.org": (code, b"no") for code in codes})

    return refuse


def fail(error):
    def refuse(mail):
        raise error

    return refuse


@pytest.fixture
def queue(db, hello):
    def queue(key, now=NOW, **more):
        more = {"name": hello.name, "to": "olena@example.org", "subject_id": 1} | more
        return outbox.queue(dedupe_key=key, now=now, **more)

    return queue


@pytest.fixture
def handed_over(hello):
    """What people were asked to do instead, as (message, when); handed_over.fails lets it fail."""
    calls = []

    def instead(message, now):
        if message.to == "broken@example.org":
            raise ValueError("no words were found")
        calls.append((message.pk, now))

    hello.register(on_undelivered=instead)
    return calls


# --- only while it is of use -----------------------------------------------------------------------------------------


def test_a_message_is_sent_until_it_stops_being_of_use(db, hello, mailoutbox):
    message = make_message(not_after=NOW + HOUR)
    assert outbox.send_due(now=NOW + HOUR - MINUTE) == 1
    assert fate(message) == (State.SENT, "")


def test_a_message_that_is_of_no_use_any_more_is_not_sent(db, hello, mailoutbox):
    message = make_message(not_after=NOW + HOUR)
    assert outbox.send_due(now=NOW + HOUR) == 0
    assert fate(message) == (State.CANCELLED, "too late to be of use")
    assert hello.prepared == []


# --- the latest of several -------------------------------------------------------------------------------------------


def test_of_messages_about_one_thing_only_the_latest_is_sent(queue, hello, mailoutbox):
    first = queue("1", coalesce_key="appointment:1", wait=2 * MINUTE)
    other = queue("2", coalesce_key="appointment:2", wait=2 * MINUTE)
    latest = queue("3", coalesce_key="appointment:1", wait=2 * MINUTE, now=NOW + MINUTE)
    assert outbox.send_due(now=NOW + 2 * MINUTE) == 1, "the other one; the latest settles"
    assert outbox.send_due(now=NOW + 3 * MINUTE) == 1
    assert fate(first) == (State.CANCELLED, "replaced by a later one")
    assert (stored(other).state, stored(latest).state) == (State.SENT, State.SENT)


def test_one_that_was_tried_in_vain_is_replaced_too(queue, hello, mail_server, mailoutbox):
    first = queue("1", coalesce_key="appointment:1")
    mail_server(fail(ConnectionRefusedError()))
    outbox.send_due(now=NOW)
    queue("2", coalesce_key="appointment:1", now=NOW + MINUTE)
    assert fate(first) == (State.CANCELLED, "replaced by a later one")


def test_one_that_was_in_the_hands_of_a_worker_who_died_is_replaced_when_it_is_found(queue, hello, mailoutbox):
    first = queue("1", coalesce_key="appointment:1")
    OutboundMessage.objects.filter(pk=first.pk).update(state=State.SENDING, lease_until=NOW, worker="died")
    latest = queue("2", coalesce_key="appointment:1")
    assert outbox.send_due(now=NOW + HOUR) == 1
    assert fate(first) == (State.CANCELLED, "replaced by a later one")
    assert stored(latest).state == State.SENT


def test_a_key_that_is_known_replaces_nothing(queue, hello, mailoutbox):
    queue("1", coalesce_key="appointment:1")
    queue("2", coalesce_key="appointment:1")
    queue("1", coalesce_key="appointment:1")
    assert outbox.send_due(now=NOW) == 1
    assert stored(OutboundMessage.objects.get(dedupe_key="2")).state == State.SENT


def test_whether_the_first_one_still_waits_can_be_asked(queue, hello, mail_server):
    assert not outbox.is_waiting(name=hello.name, coalesce_key="appointment:1")
    queue("1", coalesce_key="appointment:1")
    assert outbox.is_waiting(name=hello.name, coalesce_key="appointment:1")
    mail_server(fail(ConnectionRefusedError()))
    outbox.send_due(now=NOW)
    assert not outbox.is_waiting(name=hello.name, coalesce_key="appointment:1"), "it may have arrived"


# --- not certain yet -------------------------------------------------------------------------------------------------


def test_a_message_that_is_not_certain_yet_waits_and_counts_no_try(db, hello, mailoutbox):
    message = make_message(subject_id=7)
    hello.contexts[7] = message_kinds.NotYet(NOW + MINUTE)
    assert outbox.send_due(now=NOW) == 0
    after = stored(message)
    assert (after.state, after.attempts, after.not_before) == (State.CREATED, 0, NOW + MINUTE)
    del hello.contexts[7]
    assert outbox.send_due(now=NOW) == 0
    assert outbox.send_due(now=NOW + MINUTE) == 1


# --- refused for good ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        (refuse_receiver(550), State.FAILED),
        (refuse_receiver(550, 553), State.FAILED),
        (refuse_receiver(550, 450), State.RETRYING),
        (refuse_receiver(450), State.RETRYING),  # greylisting
        (fail(smtplib.SMTPDataError(554, b"no")), State.FAILED),
        (fail(smtplib.SMTPDataError(451, b"later")), State.RETRYING),
        (fail(smtplib.SMTPAuthenticationError(535, b"no")), State.RETRYING),  # our password, not this message
        (fail(smtplib.SMTPSenderRefused(550, b"no", "a@example.org")), State.RETRYING),
        (fail(smtplib.SMTPConnectError(554, b"no")), State.RETRYING),
        (fail(TimeoutError()), State.RETRYING),
    ],
)
def test_what_a_mail_server_never_takes_fails_at_once_and_everything_else_is_tried_again(
    db, hello, mail_server, refusal, state
):
    message = make_message()
    mail_server(refusal)
    assert outbox.send_due(now=NOW) == 0
    assert (stored(message).state, stored(message).attempts) == (state, 1)


# --- handed over to people -------------------------------------------------------------------------------------------


def test_what_failed_is_handed_over_once(db, hello, handed_over, mail_server):
    message = make_message()
    mail_server(refuse_receiver(550))
    outbox.send_due(now=NOW)
    assert outbox.hand_over(now=NOW) == 1
    assert outbox.hand_over(now=NOW + MINUTE) == 0
    assert handed_over == [(message.pk, NOW)]
    assert stored(message).handed_over_at == NOW


def test_what_is_tried_in_vain_is_handed_over_two_hours_before_it_stops_being_of_use(
    db, hello, handed_over, mail_server, mailoutbox
):
    message = make_message(not_after=NOW + 5 * HOUR)
    mail_server(fail(ConnectionRefusedError()))
    outbox.send_due(now=NOW)
    assert outbox.hand_over(now=NOW + 3 * HOUR - MINUTE) == 0
    assert outbox.hand_over(now=NOW + 3 * HOUR) == 1
    mail_server(lambda mail: None)
    assert outbox.send_due(now=NOW + 3 * HOUR) == 1, "it is tried on until then: it may still arrive"
    assert handed_over == [(message.pk, NOW + 3 * HOUR)]


@pytest.mark.parametrize(
    "changes",
    [
        {"not_after": NOW + HOUR},  # never tried yet: it leaves with the next round
        {"state": State.RETRYING, "attempts": 1},  # always of use
        {"state": State.SENT, "sent_at": NOW, "not_after": NOW + HOUR},
        {"state": State.CANCELLED},
        {"state": State.FAILED, "created_at": NOW - timedelta(days=8), "not_before": NOW},
    ],
)
def test_nobody_is_asked_about_anything_else(db, hello, handed_over, changes):
    make_message(**changes)
    assert outbox.hand_over(now=NOW) == 0
    assert handed_over == []


def test_one_that_cannot_be_handed_over_does_not_hold_up_the_others_and_is_tried_again(db, hello, handed_over):
    broken = make_message(to="broken@example.org", state=State.FAILED)
    good = make_message(state=State.FAILED)
    unknown = make_message(name="test.of_an_earlier_version", state=State.FAILED)
    assert outbox.hand_over(now=NOW) == 2
    assert handed_over == [(good.pk, NOW)]
    assert stored(broken).handed_over_at is None and stored(unknown).handed_over_at == NOW


# --- the daily cap ---------------------------------------------------------------------------------------------------


def test_what_is_not_capped_passes_a_flood_and_does_not_add_to_it(queue, hello):
    message_kinds.register("test.needed", templates="hello", prepare=hello.prepare, capped=False)
    for number in range(outbox.DAILY_CAP_PER_RECIPIENT):
        queue(f"needed:{number}", name="test.needed")
    flood = [queue(f"flood:{number}") for number in range(outbox.DAILY_CAP_PER_RECIPIENT + 1)]
    assert [message.state for message in flood] == [State.CREATED] * 3 + [State.CANCELLED]
    assert queue("needed:last", name="test.needed").state == State.CREATED


# --- forgetting ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({}, State.CANCELLED),
        ({"state": State.RETRYING, "attempts": 1}, State.CANCELLED),
        ({"state": State.SENDING, "lease_until": NOW, "worker": "w"}, State.CANCELLED),
        ({"state": State.SENT, "sent_at": NOW}, State.SENT),
        ({"state": State.FAILED}, State.FAILED),
    ],
)
def test_what_is_forgotten_is_not_sent_any_more_and_has_no_address(db, hello, mailoutbox, changes, after):
    message, other = make_message(belongs_to="request:1", **changes), make_message(belongs_to="request:2")
    assert outbox.forget(OutboundMessage.objects.filter(belongs_to="request:1")) == 1
    assert (stored(message).state, stored(message).to) == (after, "")
    assert outbox.send_due(now=NOW + HOUR) == 1
    assert mailoutbox[0].to == [other.to]


def test_what_a_worker_has_in_hand_while_it_is_forgotten_stays_forgotten(db, hello, mail_server):
    message = make_message()
    mail_server(lambda mail: outbox.forget(OutboundMessage.objects.all()))
    outbox.send_due(now=NOW)
    assert (stored(message).state, stored(message).to) == (State.CANCELLED, "")


@pytest.mark.parametrize("happens", ["sent", "refused", "no longer true"])
def test_a_message_that_forgets_loses_its_address_as_soon_as_it_is_done(db, hello, mail_server, mailoutbox, happens):
    hello.register(forgets_address=True)
    message = make_message(subject_id=7)
    if happens == "refused":
        mail_server(refuse_receiver(550))
    if happens == "no longer true":
        hello.contexts[7] = None
    outbox.send_due(now=NOW)
    after = stored(message)
    assert after.state in OutboundMessage.DONE
    assert after.to == ""


def test_a_message_that_forgets_keeps_its_address_while_it_is_tried(db, hello, mail_server):
    hello.register(forgets_address=True)
    message = make_message()
    mail_server(fail(ConnectionRefusedError()))
    outbox.send_due(now=NOW)
    assert stored(message).to == message.to
