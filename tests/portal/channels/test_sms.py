"""Texts: one message each, in the alphabet of phones, and never sent twice on a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import message_kinds, outbox
from portal.channels import sms
from portal.models import OutboundMessage
from tests.builders import NOW, make_message

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough

State = OutboundMessage.State


class Provider:
    """Takes texts, or does as `answer` says."""

    taken: list[tuple] = []
    answer: Exception | None = None

    def send(self, *, to, text, reference):
        if Provider.answer:
            raise Provider.answer
        Provider.taken.append((to, text, reference))


@pytest.fixture
def text(settings, hello, tmp_path, monkeypatch):
    """Gives a function that queues a text made from this template."""
    settings.SMS_BACKEND = f"{__name__}.Provider"
    monkeypatch.setattr(Provider, "taken", [])
    monkeypatch.setattr(Provider, "answer", None)

    def make(template="{% if sender %}{{ sender }}: {% endif %}see you.", **changes):
        (tmp_path / "templates" / "hello" / "sms.txt").write_text(template)
        message_kinds.register("test.text", templates="hello/sms.txt", prepare=hello.prepare, channel="sms")
        return make_message(**{"name": "test.text", "to": "+447700900123"} | changes)

    return make


def state_of(message):
    return OutboundMessage.objects.get(pk=message.pk).state


def test_a_text_is_handed_to_the_backend_with_a_reference_that_stays(db, text):
    message = text()
    assert outbox.send_due(now=NOW) == 1
    reference = message.message_id.strip("<>")
    assert Provider.taken == [("+447700900123", "Riverside Clinic: see you.", reference)]
    assert state_of(message) == State.SENT


def test_the_console_backend_shows_the_text(db, text, settings, capsys):
    settings.SMS_BACKEND = "portal.channels.sms.ConsoleBackend"
    text()
    outbox.send_due(now=NOW)
    assert capsys.readouterr().out == "SMS to +447700900123: Riverside Clinic: see you.\n"


def test_a_long_name_of_the_clinic_is_left_out_rather_than_paid_for_twice(db, text, settings):
    settings.CLINIC_NAME = "The Clinic of the Very Long Name " * 5
    text()
    outbox.send_due(now=NOW)
    assert Provider.taken[0][1] == "see you."


@pytest.mark.parametrize("template", ["x" * 161, "Побачимось"])
def test_a_text_that_does_not_fit_is_not_sent(db, text, template):
    message = text(template)
    assert outbox.send_due(now=NOW) == 0
    assert OutboundMessage.objects.get(pk=message.pk).last_error == "DoesNotFit"


@pytest.mark.parametrize(
    ("answer", "state"), [(sms.MessageRefused("no such number"), State.FAILED), (ConnectionError(), State.RETRYING)]
)
def test_what_a_provider_never_takes_fails_at_once(db, text, answer, state):
    message = text()
    Provider.answer = answer
    outbox.send_due(now=NOW)
    assert state_of(message) == state


def test_a_text_that_may_have_been_sent_is_not_sent_again(db, text):
    """The worker died with it in hand; two texts would be two texts. A person is asked instead."""
    message = text(state=State.SENDING, lease_until=NOW.replace(year=2025), worker="died")
    assert outbox.send_due(now=NOW) == 0
    assert (state_of(message), Provider.taken) == (State.FAILED, [])


def test_what_phones_do_not_know_is_spelt_otherwise():
    assert sms.gsm_text("I’m – “here”…\nčau") == 'I\'m - "here"... cau'
    assert sms.gsm_length("10 €") == 5


@given(st.text(max_size=200))
def test_a_text_fits_into_one_message_or_is_refused(typed):
    try:
        text = sms.gsm_text(typed)
    except sms.DoesNotFit:
        return
    assert sms.gsm_length(text) <= 160 and "\n" not in text
    assert sms.gsm_text(text) == text
