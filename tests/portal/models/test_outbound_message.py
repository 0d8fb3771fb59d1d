"""Which messages are due: waiting ones whose time has come, and those a worker took and never gave back."""

from datetime import timedelta

import pytest

from portal.models import OutboundMessage
from tests.builders import NOW, make_message

State = OutboundMessage.State
BEFORE, AFTER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("changes", "is_due"),
    [
        ({"state": State.CREATED, "not_before": NOW}, True),
        ({"state": State.CREATED, "not_before": AFTER}, False),
        ({"state": State.RETRYING, "not_before": NOW}, True),
        ({"state": State.RETRYING, "not_before": AFTER}, False),
        ({"state": State.SENDING, "lease_until": BEFORE}, True),
        ({"state": State.SENDING, "lease_until": NOW}, False),
        ({"state": State.SENDING, "lease_until": AFTER}, False),
        ({"state": State.SENT, "sent_at": NOW}, False),
        ({"state": State.FAILED}, False),
        ({"state": State.CANCELLED}, False),
    ],
)
def test_a_message_is_due(db, changes, is_due):
    make_message(**changes)
    assert OutboundMessage.objects.due(NOW).exists() is is_due


def test_every_state_has_been_decided_about_above():
    assert {*State} == {State.CREATED, State.RETRYING, State.SENDING, State.SENT, State.FAILED, State.CANCELLED}


def test_a_message_shows_neither_its_address_nor_its_subject(db):
    message = make_message(to="olena@example.org", name="appointments.received")
    assert str(message) == f"appointments.received #{message.pk}"
