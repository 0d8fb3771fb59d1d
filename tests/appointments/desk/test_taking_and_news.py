"""Requests taken by phone, what is new, who else is here, and the keys."""

from datetime import timedelta

import pytest
from django.test import Client

from appointments.models import AppointmentRequest
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk, open_clinic, taken

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
    open_clinic(service)
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
def test_what_is_missing_is_said_and_nothing_is_lost(desk, service, missing):
    _actor, client = desk
    typed = TOLD | {"service": service.pk, "reason": "Cramps since Sunday"}
    del typed[missing]
    response = client.post("/desk/new/", typed)
    assert response.status_code == 422
    assert missing in response.context["form"].errors
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


# --- news and presence -----------------------------------------------------------------------------------------------


def test_new_requests_are_counted_from_what_the_page_knows(desk):
    _actor, client = desk
    known = make_request()
    assert client.get(f"/desk/news/?since={known.pk}").json() == {"count": 0, "sentence": ""}
    make_request()
    make_request()
    assert client.get(f"/desk/news/?since={known.pk}").json() == {"count": 2, "sentence": "2 new requests"}


def test_nothing_new_is_answered_without_a_body(desk, django_assert_max_num_queries):
    _actor, client = desk
    first = client.get("/desk/news/")
    with django_assert_max_num_queries(5):
        second = client.get("/desk/news/", headers={"if-none-match": first.headers["ETag"]})
    assert (second.status_code, second.content) == (304, b"")


def test_presence_renews_the_claim_and_names_the_others(desk):
    actor, client = desk
    asked = taken(actor, now=NOON - timedelta(minutes=15))
    _colleague, their_client = at_desk(display_name="Rory Example, reception")
    their_client.get(f"/desk/{asked.reference}/")
    told = client.post(f"/desk/{asked.reference}/here/", {"version": asked.version}).json()
    assert told == {"others": "Rory Example has this open", "changed": ""}
    asked.refresh_from_db()
    assert asked.claim_expires_at > NOON + timedelta(minutes=19)
    assert client.post(f"/desk/{asked.reference}/here/", {"version": 1}).json()["changed"]


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "9" * 30])
def test_a_broken_version_is_no_error(desk, version):
    actor, client = desk
    asked = taken(actor)
    assert client.post(f"/desk/{asked.reference}/here/", {"version": version}).status_code == 200


def test_the_keys_are_listed_on_a_page_of_their_own(desk):
    _actor, client = desk
    assert "Take next" in client.get("/desk/keys/").content.decode()


# --- who comes in ----------------------------------------------------------------------------------------------------

ADDRESSES = ["", "new/", "news/", "calendar/", "today/", "leave/", "keys/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_are_led_to_log_in_and_other_roles_find_nothing(desk, address):
    assert Client().get(f"/desk/{address}").url == f"/admin/login/?next=/desk/{address}"
    for role in ("editor", "clinician", "admin"):
        from tests.appointments.builders import as_role

        assert as_role(role).get(f"/desk/{address}").status_code == 404
