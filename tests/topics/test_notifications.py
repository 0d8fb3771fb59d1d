"""The reminder as it is read: what waits and where, made from the state at sending, and not sent once nothing waits."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail

from portal import outbox
from portal.models import OutboundMessage
from tests.builders import NOW, make_live, make_user
from tests.portal.valid_html import JustHTML
from tests.topics.reviewed import make_reviewed
from topics.actions.change_requests import file_change_request, settle
from topics.actions.reminding import remind
from topics.models import Topic

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough


@pytest.fixture
def owner():
    """An editor with a page that is late, and one that needs changing."""
    person = make_user("editor", display_name="Sam Example, editor", email="sam@clinic.example")
    page = make_reviewed(NOW.date() - timedelta(days=1), name="Back pain <b>", slug="back-pain")
    Topic.objects.update(owner=person)
    file_change_request(topic=page, reason="Canaryreason of a patient", by=make_user("receptionist"), now=NOW)
    return person


def sent():
    mail.outbox.clear()
    outbox.send_due(now=NOW)
    return [message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]


def test_it_says_what_waits_and_where_in_text_and_html(owner):
    remind(now=NOW)
    (message,) = [one for one in sent() if one["To"] == "sam@clinic.example"]
    assert message["Subject"].strip() == "Pages that wait for you – Riverside Clinic"
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Good day Sam Example" in text and "- Back pain <b> (due on 24 November 2026)" in text
    page = Topic.objects.get(slug="back-pain")
    for part in (text, html):
        assert f"http://testserver/admin/topics/condition/{page.pk}/change/" in part
        assert "Pages you look after that need changing" in part and "http://testserver/admin/" in part
        assert "Canaryreason" not in part, "what staff typed stays inside"
    assert JustHTML(html, sanitize=False, collect_errors=True).errors == [] and "Back pain &lt;b&gt;" in html


def test_what_has_been_done_in_the_meantime_is_told_no_more(owner):
    remind(now=NOW)
    row = Topic.objects.get(slug="back-pain").change_requests.get()
    settle(row=row, answer="Reworded.", by=owner, now=NOW)
    (message,) = [one for one in sent() if one["To"] == "sam@clinic.example"]
    assert "need changing" not in message.get_body(("plain",)).get_content()


def test_once_nothing_waits_no_mail_is_sent(owner):
    remind(now=NOW)
    Topic.objects.update(owner=None)
    type(owner).objects.exclude(pk=owner.pk).update(is_active=False)
    assert sent() == []
    assert set(OutboundMessage.objects.values_list("state", flat=True)) == {"cancelled"}


def test_who_has_left_between_the_reminder_and_its_sending_gets_none(owner):
    remind(now=NOW)
    type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    make_live()
    assert not [one for one in sent() if one["To"] == "sam@clinic.example"]
