"""An export takes the right to it and a purpose, and is written down before it leaves."""

from datetime import timedelta

import pytest

from appointments.booking.actions import closing
from appointments.lifecycle.actor import PATIENT, SYSTEM, NoRight
from appointments.privacy.actions import erasure, exports
from appointments.workflow import Role
from portal.lib.text import UnusableText
from tests.appointments.builders import NOON, make_request, make_service
from tests.appointments.clinic import make_actor, refused

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = {"first_day": NOON.date(), "last_day": NOON.date(), "why": "Monthly count", "format": "csv", "now": NOON}


@pytest.fixture
def lead(db):
    return make_actor(Role.LEAD)


def test_it_is_written_down_who_took_which_requests_what_for(service, lead):
    old, new = make_request(service, now=NOON - DAY), make_request(service)
    record = exports.export(by=lead, **TODAY)
    assert (record.by, record.at, record.why, record.with_reason) == (lead.user, NOON, "Monthly count", False)
    assert record.requests == [new.pk]
    assert [row[0] for row in exports.export_rows(record)][1:] == [new.spoken_reference]
    assert old.pk not in record.requests


def test_one_service_can_be_chosen(service, lead):
    make_request(service)
    other = make_request(make_service("therapist"))
    assert exports.export(by=lead, service=other.service, **TODAY).requests == [other.pk]


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.PRACTITIONER, Role.ADMINISTRATOR])
def test_nobody_else_gets_it(service, role):
    make_request(service)
    refused(NoRight, exports.export, by=make_actor(role), **TODAY)


def test_neither_the_portal_nor_a_lead_whose_right_was_taken_gets_it(service, lead):
    make_request(service)
    refused(NoRight, exports.export, by=SYSTEM, **TODAY)
    lead.user.groups.clear()
    refused(NoRight, exports.export, by=make_actor_again(lead), **TODAY)


def make_actor_again(actor):
    return type(actor)(actor.role, type(actor.user).objects.get(pk=actor.user.pk))


def test_it_has_to_be_said_what_for(service, lead):
    make_request(service)
    for why in ("", " – ", "x" * 201):
        refused(UnusableText, exports.export, by=lead, **TODAY | {"why": why})


def test_too_many_or_none_at_all_make_no_file(service, lead, monkeypatch):
    refused(exports.NothingToExport, exports.export, by=lead, **TODAY)
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    make_request(service)
    assert exports.export(by=lead, **TODAY).requests
    make_request(service)
    refused(exports.TooManyRequests, exports.export, by=lead, **TODAY)


def test_what_is_erased_is_in_no_export_also_if_that_happens_meanwhile(service, lead):
    gone, stays = make_request(service), closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    record = exports.export(by=lead, **TODAY)
    erasure.erase(gone, by=SYSTEM, now=NOON)
    assert [row[0] for row in exports.export_rows(record)][1:] == [stays.spoken_reference]
    assert exports.export(by=lead, **TODAY).requests == [stays.pk]
