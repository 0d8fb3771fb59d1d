"""The acknowledgement: what it says, that it says nothing the sender typed, and when it is not sent at all."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.template.loader import render_to_string

from appointments.messages import content
from appointments.models import AppointmentRequest, LinkToken
from portal import outbox
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, day_in, make_request, make_service
from tests.portal import valid_html

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough

CANARIES = {  # one in every field a patient can type into; none may come back in the mail
    "patient_name": "Canaryname",
    "requester_name": "Canaryasker",
    "reason": "Canaryreason",
    "access_note": "Canarynote",
    "language": "Canarylanguage",
    "phone": "7946 0123",
    "birth_year": "1957",
}


def sent(now=NOON):
    """The one mail that leaves now, read as a mail program reads it."""
    mail.outbox.clear()
    assert outbox.send_due(now=now) == 1
    [message] = mail.outbox
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def parts(message) -> tuple[str, str]:
    return tuple(message.get_body((kind,)).get_content() for kind in ("plain", "html"))


def ask_with_canaries(service):
    return make_request(
        service,
        for_whom="child",
        email="canary@example.org",
        windows=[(day_in(3), "morning")],
        **{name: text for name, text in CANARIES.items() if name not in ("phone", "birth_year")},
    )


def test_it_has_a_text_and_an_html_part_and_an_envelope_that_is_ours(service):
    request = make_request(service, email="olena@example.org")
    message = sent()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Subject"].strip() == f"Your request {request.spoken_reference} has arrived – not booked yet"
    assert message["To"] == "olena@example.org"
    assert message["From"] == "Riverside Clinic <no-reply@testserver>"
    assert message["Message-ID"] == OutboundMessage.objects.get().message_id
    assert message["Reply-To"] is message["Cc"] is message["Bcc"] is None


def test_both_parts_say_the_reference_the_promise_the_link_and_that_nothing_is_booked(service):
    request = make_request(service)
    for part in parts(sent()):
        words = " ".join(re.sub(r"<[^>]+>", "", part).split())
        assert request.spoken_reference in words
        assert "We call you by Friday 27 November, 12:00 (GMT)" in words
        assert re.search(r"not booked yet|Nothing is booked yet", words)
        assert "In an emergency do not wait for us: call 999." in words
        assert "020 7946 0018" in words and "Riverside Clinic" in words
        assert re.search(r"http://testserver/appointments/[\w-]{43}/", part)


def test_the_promise_is_told_in_clinic_time_also_in_summer(service):
    make_request(service, now=NOON.replace(month=7, day=1))
    for part in parts(sent(now=NOON.replace(month=7, day=1))):
        assert "Friday 3 July, 13:00 (BST)" in part


def test_the_link_opens_the_status_page_and_each_part_has_the_same(service, client):
    request = make_request(service)
    links = {re.search(r"http://testserver(/appointments/[\w-]+/)", part)[1] for part in parts(sent())}
    [link] = links
    page = client.get(link)
    assert page.status_code == 200
    assert request.spoken_reference in page.content.decode()
    assert LinkToken.objects.filter(request=request).count() == 2  # the one on screen, and this one


def test_nothing_the_sender_typed_stands_anywhere_in_the_mail(service):
    ask_with_canaries(service)
    message = sent()
    headers = [value for name, value in message.items() if name != "To"]  # it has to get there
    everything = "\n".join([*headers, *parts(message)])
    assert [canary for canary in CANARIES.values() if canary in everything] == []
    assert "canary" not in everything.lower()
    assert message.as_string().lower().count("canary") == 1  # in To, and nowhere in what a mail program hides
    assert "neurologist" not in everything.lower()  # nor what kind of doctor they want to see


def test_the_context_itself_holds_nothing_typed(service):
    request = ask_with_canaries(service)
    context = content.received(request.pk, NOON).context
    assert set(context) == {"reference", "promise", "discreet"}


def test_the_html_part_is_a_valid_page(service):
    make_request(service)
    _text, html = parts(sent())
    document = valid_html.JustHTML(html, sanitize=False, collect_errors=True)
    assert document.errors == []
    assert "<script" not in html and "<img" not in html  # nothing that calls home


def test_the_text_part_is_not_escaped_and_the_html_part_is(service, settings):
    settings.CLINIC_NAME = "Müller & Söhne’s <Praxis>"
    make_request(service)
    text, html = parts(sent())
    assert "Müller & Söhne’s <Praxis>" in text
    assert "Müller &amp; Söhne’s &lt;Praxis&gt;" in html
    assert "<Praxis>" not in html


def test_the_subject_is_one_line_and_not_escaped(service):
    subject = render_to_string("appointments/email/received/subject.txt", {"reference": "A'B"})
    assert len(subject.strip().splitlines()) == 1
    assert "A'B" in subject


def test_an_address_in_another_script_arrives(service):
    make_request(service, email="a@bücher.de")
    assert sent()["To"] == "a@xn--bcher-kva.de"


@pytest.mark.parametrize("change", [{"status": "quarantined", "owed_since": None}])
def test_it_is_not_sent_when_the_request_is_no_longer_new(service, change):
    request = make_request(service)
    AppointmentRequest.objects.update(**change)
    links = LinkToken.objects.count()
    assert content.received(request.pk, NOON) is None
    assert outbox.send_due(now=NOON) == 0
    assert mail.outbox == []
    assert OutboundMessage.objects.get().state == "cancelled"
    assert LinkToken.objects.count() == links


def test_it_is_not_sent_for_a_request_that_is_gone(db):
    assert content.received(4711, NOON) is None


def test_it_is_sent_once_however_often_the_worker_goes_round(service):
    make_request(service)
    assert [outbox.send_due(now=NOON + timedelta(minutes=minute)) for minute in range(4)] == [1, 0, 0, 0]
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_holds_up_the_mail_and_nothing_else(service, monkeypatch):
    """The request is stored and promised; the mail leaves with the same Message-ID as soon as the server is back."""

    def away(self, messages):
        raise ConnectionRefusedError

    request = make_request(service)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        assert outbox.send_due(now=NOON) == 0
        assert make_request(service).status == "new"
    waiting = OutboundMessage.objects.get(subject_id=request.pk)
    assert (waiting.state, waiting.attempts) == ("retrying", 1)
    assert outbox.send_due(now=NOON + timedelta(hours=6)) == 2
    assert waiting.message_id in {message.extra_headers["Message-ID"] for message in mail.outbox}


def test_three_mails_a_day_reach_one_address(db):
    service = make_service()
    for _ in range(6):
        make_request(service, email="victim@example.org")
    assert outbox.send_due(now=NOON) == 3
    assert len(mail.outbox) == 3
    assert AppointmentRequest.objects.count() == 6
