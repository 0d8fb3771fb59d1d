"""The database refuses what can never be true of accounts, messages and workers, whoever writes it."""

from datetime import timedelta

import pytest
from django.db import transaction

from portal.models import AccessChange, AccessChangeReading, Heartbeat, OutboundMessage, RefusedForm, User
from tests.builders import NOW, make_message, make_user
from tests.portal.models.promises import is_refused, promises

State = OutboundMessage.State


def twice(make, **same):
    make(**same)
    make(**same)


def make_change(**changes) -> AccessChange:
    values = {"account": make_user(), "kind": "given", "at": NOW, "told": True, "state": {}} | changes
    return AccessChange.objects.create(**values)


LIES = {
    "User.email": [lambda: twice(User.objects.create, email="sam@clinic.example")],
    "user_email_unique_in_any_case": [
        lambda: (make_user(email="s@c.example"), User.objects.create(email="S@C.example"))
    ],
    "Heartbeat.worker": [lambda: twice(Heartbeat.objects.create, worker="send_messages", seen_at=NOW)],
    "OutboundMessage.dedupe_key": [lambda: twice(make_message, dedupe_key="request:1")],
    "OutboundMessage.message_id": [lambda: twice(make_message, message_id="<1@clinic.example>")],
    "message_leased_exactly_while_sending": [
        lambda: make_message(state=State.SENDING),
        lambda: make_message(lease_until=NOW),
        lambda: make_message(state=State.SENT, sent_at=NOW, lease_until=NOW),
        lambda: OutboundMessage.objects.filter(pk=make_message().pk).update(state=State.SENDING),
    ],
    "message_sent_at_exactly_when_sent": [
        lambda: make_message(state=State.SENT),
        lambda: make_message(sent_at=NOW),
        lambda: make_message(state=State.FAILED, sent_at=NOW),
    ],
    "message_not_before_it_was_made": [lambda: make_message(not_before=NOW - timedelta(seconds=1))],
    "message_of_use_for_a_while": [lambda: make_message(not_after=NOW)],
    "message_has_an_address_until_done": [
        lambda: make_message(to=""),
        lambda: make_message(to="", state=State.RETRYING),
        lambda: make_message(to="", state=State.SENDING, lease_until=NOW),
    ],
}
LIES |= {
    "RefusedForm.key_digest": [
        lambda: twice(RefusedForm.objects.create, key_digest="d" * 64, content={}, expires_at=NOW),
    ],
    "access_change_kind_known": [lambda: make_change(kind="promoted")],
    "access_change_read_once": [
        lambda: twice(AccessChangeReading.objects.create, change=make_change(), by=make_user("lead"), at=NOW)
    ],
}
STRONGER = {"User.email": "user_email_unique_in_any_case"}  # breaking the one breaks the other, which SQLite sees first


def test_no_promise_is_untried():
    assert set(LIES) == set(promises("portal"))


@pytest.mark.parametrize(("promise", "lie"), [(promise, lie) for promise, lies in LIES.items() for lie in lies])
def test_a_lie_is_refused(db, promise, lie):
    every = promises("portal")
    is_refused(lie, every[promise] | every.get(STRONGER.get(promise), set()))


def test_the_truth_is_stored(db):
    make_user()
    AccessChangeReading.objects.create(change=make_change(), by=make_user("lead"), at=NOW)
    make_message()
    make_message(state=State.SENDING, lease_until=NOW, worker="w")
    make_message(state=State.SENT, sent_at=NOW)
    make_message(state=State.FAILED)
    make_message(to="", state=State.SENT, sent_at=NOW, not_after=NOW + timedelta(seconds=1))
    Heartbeat.objects.create(worker="send_messages", seen_at=NOW)


def test_what_is_no_lie_is_told_apart(db):
    """The judge itself: storing the truth, and a lie about something else, both fail it."""
    words = promises("portal")["message_sent_at_exactly_when_sent"]
    with pytest.raises(pytest.fail.Exception), transaction.atomic():
        is_refused(make_message, words)
    with pytest.raises(AssertionError, match="for another reason"):
        is_refused(lambda: make_message(state=State.SENDING), words)
