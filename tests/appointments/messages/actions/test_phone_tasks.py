"""Calls the desk has to make, because no message reaches the patient or none would in time."""

from datetime import timedelta

import pytest

from appointments.lifecycle.actor import PATIENT, Actor
from appointments.messages.actions import phone_tasks
from appointments.models import PhoneTask
from appointments.workflow import Role, StepNotAllowed
from tests.appointments.builders import NOON, make_request
from tests.builders import make_user

pytestmark = pytest.mark.django_db


def asked(request, key="offer:1", **changes) -> PhoneTask:
    values = {"kind": PhoneTask.Kind.OFFER, "say": "We hold three times for you.", "now": NOON} | changes
    return phone_tasks.ask_for_a_call(request, dedupe_key=key, **values)


def test_the_same_key_is_one_call():
    request = make_request()
    assert asked(request) == asked(request, say="Something else.")
    assert asked(request, key="offer:2") != asked(request)
    assert PhoneTask.objects.count() == 2


def test_a_call_is_made_once_and_by_staff():
    task, desk = asked(make_request()), Actor(Role.RECEPTIONIST, make_user("receptionist"))
    assert phone_tasks.done(task, by=desk, now=NOON)
    assert not phone_tasks.done(task, by=desk, now=NOON + timedelta(minutes=1))
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (NOON, desk.user)
    with pytest.raises(StepNotAllowed):
        phone_tasks.done(task, by=PATIENT, now=NOON)


def test_a_call_ends_by_itself_when_it_is_of_no_use_any_more():
    request = make_request()
    late, always = asked(request, useful_until=NOON + timedelta(hours=1)), asked(request, key="promise:1")
    assert phone_tasks.no_longer_needed(now=NOON) == 0
    assert phone_tasks.no_longer_needed(now=NOON + timedelta(hours=1)) == 1
    late.refresh_from_db()
    always.refresh_from_db()
    assert late.done_at and late.done_by is None
    assert always.done_at is None
