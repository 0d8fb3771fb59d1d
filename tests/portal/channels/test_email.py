"""The envelope of every mail: ours alone, the same at every try, and of a neutral sender where that was asked for."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from portal import message_kinds, outbox
from portal.models import OutboundMessage
from tests.builders import NOW, make_message

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough


@pytest.fixture
def sent(db, hello, mailoutbox):
    """Gives a function: sent(context) is the mail that leaves, as a mail program reads it."""

    def send(now=NOW, **context):
        message = make_message(to="olena@example.org", subject_id=7)
        hello.contexts[7] = {"who": "Olena"} | context
        outbox.send_due(now=now)
        state = OutboundMessage.objects.get(pk=message.pk)
        assert state.state == "sent", state.last_error
        return message_from_bytes(mailoutbox[-1].message().as_bytes(), policy=policy.default)

    return send


def test_the_envelope_says_that_a_machine_wrote_it_and_when(sent):
    mail = sent(now=NOW + timedelta(hours=6))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOW + timedelta(hours=6)
    assert mail["From"] == "Riverside Clinic <no-reply@testserver>"


def test_the_date_is_written_in_the_clinics_time(sent, settings):
    settings.TIME_ZONE = "America/New_York"
    assert sent()["Date"].endswith("-0500")


def test_answers_go_to_the_clinic_if_it_has_an_address(sent, settings):
    assert sent()["Reply-To"] is None
    settings.CLINIC_EMAIL = "reception@example.org"
    assert sent()["Reply-To"] == "reception@example.org"


def test_a_discreet_mail_names_nobody_in_its_envelope(sent, settings):
    settings.CLINIC_EMAIL = "reception@riverside.example"
    settings.CLINIC_NAME = "Riverside Sexual Health"
    mail = sent(discreet=True)
    assert mail["From"] == "Appointments <no-reply@testserver>"
    assert "riverside" not in "".join(value for _name, value in mail.items()).lower()


@pytest.mark.parametrize("name", ["Evil\r\nBcc: everyone@example.org", "Ünïcode, “quoted” <b>", "A" * 300])
def test_nothing_in_the_clinics_name_becomes_another_header(sent, settings, name, caplog):
    settings.CLINIC_NAME = name
    mail = sent()
    assert mail["Bcc"] is None
    assert mail["From"].addresses[0].addr_spec == "no-reply@testserver"


def test_a_file_goes_along_with_its_parameters(sent, hello):
    attachment = message_kinds.Attachment("a.ics", "BEGIN:Ü".encode(), "text", "calendar", {"method": "REQUEST"})
    hello.register(attach=lambda subject_id, now, to: attachment)
    mail = sent()
    [part] = mail.iter_attachments()
    assert part["Content-Type"] == 'text/calendar; charset="utf-8"; method="REQUEST"'
    assert (part.get_filename(), part.get_content()) == ("a.ics", "BEGIN:Ü")
    assert mail.get_body(["html"]).get_content().strip() == "<p>Dear Olena</p>"


def test_a_file_that_cannot_be_made_does_not_stop_the_mail(sent, hello, caplog):
    def attach(subject_id, now, to):
        raise ValueError("no such appointment")

    hello.register(attach=attach)
    mail = sent()
    assert mail.get_content_type() == "multipart/alternative"
    assert "leaves without its file" in caplog.text


def test_a_header_that_would_be_two_fails_this_message_and_no_other(db, hello, mailoutbox):
    bad = make_message(message_id="<1@clinic.example>\nBcc: everyone@example.org")
    good = make_message()
    assert outbox.send_due(now=NOW) == 1
    assert OutboundMessage.objects.get(pk=bad.pk).last_error == "BadHeaderError"
    assert mailoutbox[0].to == [good.to]


def test_blank_lines_that_a_template_leaves_are_made_one(sent, settings, tmp_path):
    (tmp_path / "templates" / "hello" / "body.txt").write_text("A\n\n\n{% if no %}x{% endif %}\n\nB\n\n")
    assert sent(no=False).get_body(["plain"]).get_content() == "A\n\nB\n"
