"""Machines open every link of every mail, and every page behind it: whatever they read, nothing changes."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from portal import outbox
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import NOON, everything_stored
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.client import Client
from tests.house.addresses import every_address

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://testserver(/[^\s\"'<>)]*)")


def pages_behind(visitor) -> list[str]:
    """Every address that a link opens."""
    found = [address for address in every_address() if address.parameters == ["secret"]]
    theirs = [each for each in found if each.name.startswith("appointments:") and each.name != "appointments:feed"]
    return [address.filled({"secret": visitor.secret}) for address in theirs]


def read_twice(addresses) -> list[str]:
    """As a scanner does: HEAD to see what it is, then GET. What it reads."""
    scanner, read = Client(), []
    for address in addresses:
        for method in (scanner.head, scanner.get):
            response = method(address)
            assert response.status_code in (200, 302), address
            read.append(response.content.decode())
    return read


@pytest.mark.parametrize("situation", ["new", "awaiting_patient", "waiting_list", "booked", "cancel_pending", "erased"])
def test_reading_everything_behind_a_link_changes_nothing_and_no_page_holds_its_secret(situation):
    """It may be saved, printed or shared; the address alone is the key."""
    visitor = Visitor(in_situation(situation, kept_clinic()))
    addresses = pages_behind(visitor)
    assert len(addresses) > 10
    before = everything_stored()
    read = read_twice(addresses)
    assert everything_stored() == before
    assert any(read) and not any(visitor.secret in page for page in read)


@pytest.mark.parametrize("situation", ["new", "awaiting_patient", "booked", "cancel_pending", "closed: cancelled"])
def test_following_every_link_of_every_mail_changes_nothing(situation):
    in_situation(situation, kept_clinic())
    outbox.send_due(now=NOON + timedelta(minutes=10))
    bodies = [body for sent in mail.outbox for body in (sent.body, *(part[0] for part in sent.alternatives))]
    links = {link for body in bodies for link in LINK.findall(body)}
    assert links or situation != "new"
    before = everything_stored()
    read_twice([*links, *links])
    assert everything_stored() == before
