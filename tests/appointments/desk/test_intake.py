"""Requests taken by phone, in person or on paper."""

import pytest

from appointments.desk.forms.taking import TakingForm
from appointments.models import AppointmentRequest
from tests.appointments.desk.builders import at_desk, open_clinic
from tests.snapshots import once

TOLD = {
    "for_whom": "self",
    "patient_name": "Pat Example",
    "patient_birth_year": "1957",
    "phone": "020 7946 0123",
    "voicemail": "yes",
    "when": "any",
    "channel": "phone",
    "consent": "on",
    "secret": "s" * 43,
}


@pytest.fixture
def desk(service):
    once("open clinic", lambda: open_clinic(service))
    return at_desk()


def test_a_request_taken_by_phone_is_the_takers_own(desk, service):
    actor, client = desk
    response = client.post("/desk/new/", TOLD | {"service": service.pk})
    asked = AppointmentRequest.objects.get()
    assert response.url == f"/desk/{asked.reference}/"
    assert (asked.claimed_by, asked.channel, asked.patient_name) == (actor.user, "phone", "Pat Example")


def test_sent_twice_it_makes_one_request(desk, service):
    _actor, client = desk
    for _ in range(2):
        client.post("/desk/new/", TOLD | {"service": service.pk})
    assert AppointmentRequest.objects.count() == 1


@pytest.mark.parametrize("missing", ["service", "patient_name", "patient_birth_year", "phone", "voicemail", "consent"])
def test_what_has_to_be_answered_is_an_error_at_its_field(service, missing):
    typed = TOLD | {"service": service.pk}
    del typed[missing]
    assert TakingForm(typed).errors.keys() == {missing}


def test_what_is_missing_is_said_and_nothing_is_lost(desk, service):
    _actor, client = desk
    response = client.post("/desk/new/", TOLD | {"service": service.pk, "reason": "Cramps since Sunday", "phone": ""})
    assert response.refused
    assert response.context["form"].errors.keys() == {"phone"}
    assert "Cramps since Sunday" in response.content.decode()
    assert not AppointmentRequest.objects.exists()


def test_a_particular_person_has_to_give_this_service(desk, service):
    from tests.builders import make_practitioner

    _actor, client = desk
    stranger = make_practitioner()
    response = client.post("/desk/new/", TOLD | {"service": service.pk, "practitioner": stranger.pk})
    assert "practitioner" in response.context["form"].errors


def test_without_any_service_the_desk_says_so(db):
    _actor, client = at_desk()
    page = client.get("/desk/new/", follow=True)
    assert "No service is set up yet" in page.content.decode()
