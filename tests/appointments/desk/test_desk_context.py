"""What every page of the desk shows, and whom its pages open to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal import actions
from tests.appointments.builders import as_role
from tests.appointments.desk.builders import at_desk, open_clinic
from tests.builders import make_message
from tests.client import Client
from tests.snapshots import once

ADDRESSES = ["", "new/", "news/", "calendar/", "today/", "leave/", "keys/"]


@pytest.fixture
def desk(service):
    once("open clinic", lambda: open_clinic(service))
    return at_desk()


def test_the_keys_are_listed_on_a_page_of_their_own(desk):
    _actor, client = desk
    assert "Take next" in client.get("/desk/keys/").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_are_led_to_log_in_and_other_roles_find_nothing(desk, address):
    assert Client().get(f"/desk/{address}").url == f"/admin/login/?next=/desk/{address}"
    for role in ("editor", "clinician", "admin"):
        assert as_role(role).get(f"/desk/{address}").status_code == 404


def test_reception_is_told_while_the_mail_server_takes_nothing_and_so_not_when_one_address_is_wrong(desk):
    _actor, client = desk
    now = timezone.now()
    refused = {"attempts": 1, "created_at": now, "not_before": now + timedelta(minutes=1), "state": "failed"}
    actions.record_refusal("email", now=now)
    make_message(name="appointments.received", **refused)
    assert "Mails do not leave" not in client.get("/desk/").content.decode()
    for _ in range(2):
        make_message(name="appointments.received", **refused)
    page = client.get("/desk/keys/").content.decode()
    assert "Mails do not leave" in page and "call them" in page
    actions.record_taken("email")
    assert "Mails do not leave" not in client.get("/desk/").content.decode()
