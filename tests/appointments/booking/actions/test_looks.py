"""Every look is recorded; colleagues see who has a request open right now."""

from datetime import timedelta

import pytest

from appointments.booking.actions import looks
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.models import DeskPresence
from appointments.workflow import Role, StepNotAllowed
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import make_actor, refused

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_every_look_is_an_event_that_names_who_and_changes_nothing_else(service):
    request, by = make_request(service), make_actor()
    for number in range(3):
        event = looks.record_look(request, by=by, now=NOON + number * SECOND)
        assert (event.step, event.role, event.by, event.at) == ("look", by.role, by.user, NOON + number * SECOND)
        assert (event.before, event.after) == ("new", "new")
    assert request.events.filter(step="look").count() == 3
    version = request.version
    request.refresh_from_db()
    assert request.version == version


def test_only_the_desk_and_practitioners_look(service):
    requests = {role: make_request(service) for role in Role}
    for role, request in requests.items():
        by = {Role.PATIENT: PATIENT, Role.SYSTEM: SYSTEM}.get(role) or make_actor(role)
        if role in (Role.RECEPTIONIST, Role.LEAD, Role.PRACTITIONER):
            assert looks.record_look(request, by=by, now=NOON).pk
            assert looks.note_presence(request, by=by, now=NOON) == []
        else:
            refused(StepNotAllowed, looks.record_look, request, by=by, now=NOON)
            refused(StepNotAllowed, looks.note_presence, request, by=by, now=NOON)


def test_colleagues_who_have_it_open_are_told_for_a_minute_and_a_half(service):
    request, rory, lena = make_request(service), make_actor(), make_actor(Role.LEAD)
    assert looks.note_presence(request, by=rory, now=NOON) == []
    assert looks.note_presence(request, by=lena, now=NOON) == [rory.user]
    assert looks.note_presence(request, by=rory, now=NOON + 60 * SECOND) == [lena.user]
    assert looks.others_present(request, by=rory, now=NOON + 89 * SECOND) == [lena.user]
    assert looks.others_present(request, by=rory, now=NOON + 90 * SECOND) == []
    assert looks.others_present(request, by=lena, now=NOON + 90 * SECOND) == [rory.user]
    assert looks.others_present(make_request(service), by=lena, now=NOON) == []


def test_somebody_has_one_place_at_a_request_and_old_places_are_forgotten(service):
    first, second, by = make_request(service), make_request(service), make_actor()
    for number in range(3):
        looks.note_presence(first, by=by, now=NOON + number * SECOND)
    assert DeskPresence.objects.get().seen_at == NOON + 2 * SECOND
    looks.note_presence(second, by=by, now=NOON + looks.FORGOTTEN_AFTER)
    assert DeskPresence.objects.count() == 2
    looks.note_presence(second, by=by, now=NOON + looks.FORGOTTEN_AFTER + 3 * SECOND)
    assert DeskPresence.objects.get().request == second
