"""What is due is sent from today's state; whatever goes wrong with one message is tried again and holds up no other."""

import smtplib
from datetime import timedelta

import pytest
from django.db import connection

from portal import actions, outbox
from portal.models import Heartbeat, OutboundMessage
from tests.builders import NOW, make_message

State = OutboundMessage.State


def stored(message) -> OutboundMessage:
    return OutboundMessage.objects.get(pk=message.pk)


def refuse(mail):
    raise smtplib.SMTPServerDisconnected("Connection to olena@example.org unexpectedly closed")


# --- sending ---------------------------------------------------------------------------------------------------------


def test_what_is_due_is_sent_and_noted(db, hello, mailoutbox):
    message = make_message()
    assert outbox.send_due(now=NOW) == 1
    assert len(mailoutbox) == 1
    after = stored(message)
    assert (after.state, after.sent_at, after.attempts) == (State.SENT, NOW, 1)
    assert (after.lease_until, after.last_error) == (None, "")
    assert outbox.send_due(now=NOW + timedelta(days=9)) == 0
    assert len(mailoutbox) == 1


def test_a_mail_has_a_text_and_an_html_part_and_its_message_id(db, hello, mailoutbox, settings):
    message = make_message(to="olena@example.org")
    outbox.send_due(now=NOW)
    (mail,) = mailoutbox
    assert mail.to == ["olena@example.org"] and mail.cc == mail.bcc == []
    assert mail.from_email == settings.DEFAULT_FROM_EMAIL
    assert mail.subject == "Hello Olena"
    assert mail.body == "Dear Olena, call 020 7946 0018 or open http://testserver/.\n"
    assert [(part.content, part.mimetype) for part in mail.alternatives] == [("<p>Dear Olena</p>", "text/html")]
    sent = mail.message()
    assert sent.get_content_type() == "multipart/alternative"
    assert sent["Message-ID"] == message.message_id


def test_the_text_is_made_when_it_is_sent_from_what_holds_then(db, hello, mailoutbox):
    message = make_message(subject_id=7)
    hello.contexts[7] = {"who": "Taras"}
    later = NOW + timedelta(hours=1)
    outbox.send_due(now=later)
    assert hello.prepared == [(7, later)]
    assert mailoutbox[0].subject == "Hello Taras"
    assert stored(message).sent_at == later


def test_a_line_break_in_a_subject_becomes_a_blank(db, hello, mailoutbox):
    hello.contexts[7] = {"who": "Olena\r\nBcc: everyone@example.org"}
    make_message(subject_id=7)
    outbox.send_due(now=NOW)
    assert mailoutbox[0].subject == "Hello Olena Bcc: everyone@example.org"
    assert mailoutbox[0].recipients() == mailoutbox[0].to


def test_a_message_that_no_longer_holds_is_cancelled(db, hello, mailoutbox):
    message = make_message(subject_id=7)
    hello.contexts[7] = None
    assert outbox.send_due(now=NOW) == 0
    assert mailoutbox == []
    assert (stored(message).state, stored(message).lease_until) == (State.CANCELLED, None)


def test_messages_leave_in_the_order_they_fell_due_and_no_more_than_asked(db, hello, mailoutbox):
    minutes = (3, 1, 2)
    messages = {minute: make_message(not_before=NOW + timedelta(minutes=minute)) for minute in minutes}
    assert outbox.send_due(now=NOW + timedelta(minutes=5), limit=2) == 2
    assert [mail.to[0] for mail in mailoutbox] == [messages[1].to, messages[2].to]
    assert stored(messages[3]).state == State.CREATED


# --- when the mail server is away ------------------------------------------------------------------------------------


def test_a_mail_server_that_is_away_is_tried_again_with_growing_pauses(db, hello, mail_server, mailoutbox):
    message, now, pauses = make_message(), NOW, []
    mail_server(refuse)
    for attempt in range(1, 10):
        assert outbox.send_due(now=now) == 0
        after = stored(message)
        assert (after.state, after.attempts, after.lease_until) == (State.RETRYING, attempt, None)
        assert outbox.send_due(now=after.not_before - timedelta(seconds=1)) == 0
        assert stored(message).attempts == attempt, "tried before the pause was over"
        pauses.append((after.not_before - now).total_seconds() / 60)
        now = after.not_before
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 120, 120]
    assert mailoutbox == []


def test_the_mail_leaves_with_the_same_message_id_once_the_server_is_back(db, hello, mail_server, mailoutbox):
    message = make_message()
    tried = []

    def refuse_once(mail):
        tried.append(mail.message()["Message-ID"])
        if len(tried) == 1:
            refuse(mail)

    mail_server(refuse_once)
    outbox.send_due(now=NOW)
    assert outbox.send_due(now=stored(message).not_before) == 1
    assert tried == [message.message_id, message.message_id]
    after = stored(message)
    assert (after.state, after.attempts, after.last_error) == (State.SENT, 2, "")


def test_after_two_days_it_is_given_up_and_shown_as_failed(db, hello, mail_server):
    message, now = make_message(), NOW
    mail_server(refuse)
    while stored(message).state != State.FAILED:
        assert now < NOW + timedelta(hours=48), "tried for longer than 48 hours"
        outbox.send_due(now=now)
        now = stored(message).not_before
    assert now > NOW + timedelta(hours=46), "given up too early"
    assert outbox.send_due(now=NOW + timedelta(days=30)) == 0
    assert stored(message).state == State.FAILED


def test_what_is_noted_about_a_failure_does_not_hold_the_address(db, hello, mail_server, caplog):
    message = make_message(to="olena@example.org")
    mail_server(refuse)
    outbox.send_due(now=NOW)
    assert stored(message).last_error == "SMTPServerDisconnected"
    assert "olena" not in caplog.text


# --- a message that cannot be made -----------------------------------------------------------------------------------


def test_one_poisonous_message_does_not_hold_up_the_others(db, hello, mail_server, mailoutbox):
    poisonous = make_message(subject_id=1)
    unknown = make_message(name="test.forgotten")
    refused = make_message(to="nobody@example.org")
    good = [make_message(), make_message()]
    hello.contexts[1] = ValueError("no text can be made of this")
    mail_server(lambda mail: refuse(mail) if mail.to == ["nobody@example.org"] else None)
    assert outbox.send_due(now=NOW) == 2
    assert {mail.to[0] for mail in mailoutbox} == {message.to for message in good}
    assert {stored(message).state for message in good} == {State.SENT}
    for message, error in ((poisonous, "ValueError"), (unknown, "KeyError"), (refused, "SMTPServerDisconnected")):
        assert (stored(message).state, stored(message).last_error) == (State.RETRYING, error)


def test_a_message_whose_text_fails_is_given_up_in_the_end_too(db, hello):
    message = make_message(subject_id=1, created_at=NOW - timedelta(hours=48))
    hello.contexts[1] = ValueError("no text can be made of this")
    outbox.send_due(now=NOW)
    assert stored(message).state == State.FAILED


# --- leases ----------------------------------------------------------------------------------------------------------


def test_while_a_mail_is_on_its_way_the_message_is_leased_to_its_worker(db, hello, mail_server):
    message = make_message()
    seen = []
    mail_server(lambda mail: seen.append(stored(message)))
    outbox.send_due(now=NOW)
    assert (seen[0].state, seen[0].lease_until) == (State.SENDING, NOW + outbox.LEASE)
    assert seen[0].worker != ""


def test_a_message_leased_by_another_worker_is_left_alone(db, hello, mailoutbox):
    make_message(state=State.SENDING, worker="another", lease_until=NOW + timedelta(seconds=1))
    assert outbox.send_due(now=NOW) == 0
    assert mailoutbox == []


def test_an_abandoned_lease_is_taken_over(db, hello, mailoutbox):
    message = make_message(state=State.SENDING, worker="died", lease_until=NOW - timedelta(seconds=1))
    assert outbox.send_due(now=NOW) == 1
    assert mailoutbox[0].message()["Message-ID"] == message.message_id
    assert stored(message).state == State.SENT


def test_a_worker_that_lost_its_lease_changes_nothing_any_more(db, hello, mail_server):
    """It was asleep for longer than its lease; another has sent the message since and says so."""
    message = make_message()

    def another_is_quicker(mail):
        OutboundMessage.objects.filter(pk=message.pk).update(worker="another", lease_until=NOW + timedelta(hours=1))
        refuse(mail)

    mail_server(another_is_quicker)
    outbox.send_due(now=NOW)
    after = stored(message)
    assert (after.state, after.worker, after.attempts) == (State.SENDING, "another", 0)


def test_a_slow_mail_server_does_not_make_leases_run_out_unnoticed(db, hello, mail_server, mailoutbox, monkeypatch):
    """Two minutes a mail: the fourth would be sent when a lease counted from the start of the round is over."""
    clock = [0.0]
    monkeypatch.setattr(outbox, "monotonic", lambda: clock[0])
    mail_server(lambda mail: clock.__setitem__(0, clock[0] + 120))
    for _ in range(3):
        make_message()
    assert outbox.send_due(now=NOW) == len(mailoutbox) == 1
    assert sorted(OutboundMessage.objects.values_list("state", flat=True)) == ["created", "created", "sent"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_prepared_or_sent_inside_a_transaction(hello, mail_server):
    make_message()
    inside = []

    def prepare(subject_id, now):
        inside.append(connection.in_atomic_block)
        return {"who": "Olena"}

    hello.register(prepare=prepare)
    mail_server(lambda mail: inside.append(connection.in_atomic_block))
    assert outbox.send_due(now=NOW) == 1
    assert inside == [False, False]


# --- the worker's sign of life ---------------------------------------------------------------------------------------


def test_the_sign_of_life_is_one_row_that_moves_on(db):
    actions.record_heartbeat(now=NOW)
    actions.record_heartbeat(now=NOW + timedelta(seconds=5))
    assert Heartbeat.objects.get(worker=actions.WORKER).seen_at == NOW + timedelta(seconds=5)
