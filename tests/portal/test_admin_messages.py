"""The outbox in the admin: to be looked at by those who lead, without the addresses, and changed by nobody."""

import pytest

from portal.models import OutboundMessage
from portal.roles import ROLES
from tests.builders import NOW, make_message
from tests.portal.forms import page_of
from tests.portal.valid_html import text

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough

LIST = "/admin/portal/outboundmessage/"
MAY_LOOK = ["lead", "admin", "superuser"]
MAY_NOT = [role.slug for role in ROLES if role.slug not in MAY_LOOK]


@pytest.fixture
def message(db):
    return make_message(to="olena@example.org", name="appointments.received", last_error="SMTPServerDisconnected")


def page(message, what="change"):
    return f"{LIST}{message.pk}/{what}/"


@pytest.mark.parametrize("role", MAY_NOT)
def test_most_staff_do_not_see_the_outbox(log_in, client, message, role):
    log_in(role)
    for path in (LIST, page(message), page(message, "history"), page(message, "delete"), f"{LIST}add/"):
        assert client.get(path).status_code == 403, path


@pytest.mark.parametrize("role", MAY_LOOK)
def test_those_who_lead_see_what_waits_and_what_failed(log_in, client, message, role):
    log_in(role)
    assert "SMTPServerDisconnected" in text(page_of(client.get(LIST)).query_one("#result_list"))
    shown = page_of(client.get(page(message)))
    assert message.message_id in text(shown.root)
    assert shown.query_one('input[name="_save"]') is None


@pytest.mark.parametrize("role", MAY_LOOK)
def test_nobody_changes_what_is_to_be_sent(log_in, client, message, role):
    log_in(role)
    before = OutboundMessage.objects.values().get()
    assert client.post(page(message), {"state": "cancelled", "to": "me@example.org"}).status_code == 403
    assert client.post(page(message, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(f"{LIST}add/", {"name": "x", "to": "me@example.org"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": message.pk, "post": "yes"})
    assert OutboundMessage.objects.values().get() == before


@pytest.mark.parametrize("role", MAY_LOOK)
def test_an_address_is_neither_shown_nor_guessed_letter_by_letter(log_in, client, message, role):
    """An administrator sees no patients; whether somebody's address is here would tell that they asked for help."""
    log_in(role)
    for path in (LIST, page(message), f"{LIST}?q=olena@example.org"):
        assert "olena@example.org" not in text(page_of(client.get(path)).root), path
    for guess in ("to=olena@example.org", "to__startswith=o", "to__icontains=lena", "subject_id=1", "dedupe_key__gt=a"):
        assert client.get(f"{LIST}?{guess}").status_code == 400, guess


def test_the_list_is_filtered_by_state(log_in, client, message):
    make_message(name="appointments.other", state="sent", sent_at=NOW)
    log_in("lead")
    listed = text(page_of(client.get(f"{LIST}?state__exact=sent")).query_one("#result_list"))
    assert "appointments.other" in listed and "appointments.received" not in listed
