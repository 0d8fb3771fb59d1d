"""Staff see whether the histories are whole; /readyz says it in a word and stays in service."""

from datetime import timedelta

import pytest
from django.urls import reverse

from appointments.models import ChainCheck
from appointments.privacy.history_state import LATE_AFTER, history_state, readiness
from tests.appointments.builders import NOON, as_role

pytestmark = pytest.mark.django_db


def checked(faults=0, ago=timedelta(0)):
    told = ["request 7: event 9 was altered"][:faults]
    return ChainCheck.objects.create(checked_at=NOON - ago, events=12, faults=faults, fault_descriptions=told)


def test_it_says_when_it_was_verified_and_what_was_found():
    assert (history_state().tone, readiness()) == ("warn", "not verified lately")
    checked(ago=LATE_AFTER)
    assert (history_state().tone, readiness()) == ("warn", "not verified lately")
    checked(ago=timedelta(hours=9))
    assert (history_state().tone, readiness()) == ("good", "ok")
    assert "12 events, verified 2026-11-25 03:00" in history_state().words
    checked(faults=1)
    assert (history_state().tone, readiness(), history_state().is_broken) == ("bad", "broken", True)


def test_readyz_tells_and_stays_in_service(client):
    checked(faults=1)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["history"]) == (200, "broken")


@pytest.mark.parametrize("role, told", [("lead", True), ("admin", True), ("receptionist", False), ("editor", False)])
def test_the_first_page_of_the_admin_tells_those_who_can_do_something(role, told):
    checked(faults=1)
    assert (b"are not whole" in as_role(role).get(reverse("admin:index")).content) == told


@pytest.mark.parametrize("faults", [0, 1])
def test_every_page_of_the_desk_tells_its_lead_when_something_is_wrong(faults):
    checked(faults)
    assert (b"Something is wrong with the histories" in as_role("lead").get("/desk/").content) == bool(faults)
    assert b"histories" not in as_role("receptionist").get("/desk/").content
