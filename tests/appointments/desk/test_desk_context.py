"""What every page of the desk shows, and whom its pages open to."""

import pytest
from django.test import Client

from tests.appointments.builders import as_role
from tests.appointments.desk.builders import at_desk, open_clinic

ADDRESSES = ["", "new/", "news/", "calendar/", "today/", "leave/", "keys/"]


@pytest.fixture
def desk(service):
    open_clinic(service)
    return at_desk()


def test_the_keys_are_listed_on_a_page_of_their_own(desk):
    _actor, client = desk
    assert "Take next" in client.get("/desk/keys/").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_are_led_to_log_in_and_other_roles_find_nothing(desk, address):
    assert Client().get(f"/desk/{address}").url == f"/admin/login/?next=/desk/{address}"
    for role in ("editor", "clinician", "admin"):
        assert as_role(role).get(f"/desk/{address}").status_code == 404
