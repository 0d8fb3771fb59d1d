"""Whoever works at the desk finds it from the first page of the admin."""

import pytest

from tests.builders import make_user
from topics.models import Practitioner

pytestmark = pytest.mark.django_db


def first_page(client, user) -> str:
    client.force_login(user)
    return client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["receptionist", "lead"])
def test_reception_is_led_to_the_desk(client, role):
    assert 'href="/desk/">Open the reception desk' in first_page(client, make_user(role))


def test_a_practitioner_is_led_to_their_own_appointments(client):
    user = make_user("clinician")
    assert "desk" not in first_page(client, user)
    Practitioner.objects.create(name="Dr Ada Example", user=user)
    assert 'href="/desk/today/">Your appointments today' in first_page(client, type(user).objects.get(pk=user.pk))


@pytest.mark.parametrize("role", ["editor", "clinician", "admin"])
def test_others_are_not(client, role):
    assert "/desk/" not in first_page(client, make_user(role))
