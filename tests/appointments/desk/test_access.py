"""Who comes to the desk, in which role, and to which of its addresses: a table here, against the views themselves."""

from datetime import timedelta

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from appointments.booking.actions import closing
from appointments.desk.access import DESK_ROLES, at_the_desk, desk_actor
from appointments.lifecycle.actor import PATIENT, SYSTEM, Actor
from appointments.models import AppointmentRequest
from appointments.privacy.actions import erasure
from appointments.workflow import Role
from portal.models import User
from portal.roles import ROLES
from tests.appointments.builders import NOON, everything_stored, make_request
from tests.appointments.clinic import at, make_clinic
from tests.builders import make_practitioner, make_user
from tests.client import Client
from tests.house.addresses import Address, every_address
from tests.snapshots import once

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough


def make_doctor(practitioner=None, **fields) -> User:
    """The account of somebody who sees patients and has no other role."""
    practitioner = practitioner or make_practitioner()
    user = make_user("", **fields)
    type(practitioner).objects.filter(pk=practitioner.pk).update(user=user)
    return User.objects.get(pk=user.pk)


# --- roles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug, role",
    [("receptionist", Role.RECEPTIONIST), ("lead", Role.LEAD)] + [(s, None) for s in ("editor", "clinician", "admin")],
)
def test_the_role_at_the_desk_follows_from_the_role_of_the_account(slug, role):
    user = make_user(slug)
    assert desk_actor(user) == (Actor(role, user) if role else None)


def test_a_superuser_has_no_business_at_the_desk():
    assert desk_actor(make_user("superuser")) is None


def test_somebody_who_sees_patients_comes_as_a_practitioner_while_they_do():
    user = make_doctor()
    assert desk_actor(user) == Actor(Role.PRACTITIONER, user)
    type(user.practitioner).objects.update(active=False)
    assert desk_actor(User.objects.get(pk=user.pk)) is None


def test_a_lead_who_is_also_a_receptionist_and_a_practitioner_leads():
    user = make_doctor()
    for slug in ("receptionist", "lead"):
        user.groups.add(*make_user(slug).groups.all())
        assert desk_actor(user).role == slug


@pytest.mark.parametrize("slug", ["receptionist", "lead"])
def test_a_closed_account_has_no_role(slug):
    assert desk_actor(make_user(slug, is_active=False)) is None
    assert desk_actor(make_doctor(is_active=False)) is None


def test_staff_act_with_an_account_and_nobody_else_does():
    with pytest.raises(ValueError, match="needs an account"):
        Actor(Role.LEAD)
    with pytest.raises(ValueError, match="has no account"):
        Actor(Role.PATIENT, make_user())
    assert not (PATIENT.leads or SYSTEM.leads)
    assert Actor(Role.LEAD, make_user("lead")).leads


# --- the decorator ---------------------------------------------------------------------------------------------------


@at_the_desk(*DESK_ROLES)
def page(request):
    return HttpResponse(request.actor.role)


def opened_by(user):
    request = RequestFactory().get("/desk/?tab=mine")
    request.user = user
    return page(request)


def test_the_view_is_told_who_acts():
    assert opened_by(make_user("lead")).content == b"lead"
    assert page.opens_to == {Role.RECEPTIONIST, Role.LEAD}


def test_others_find_nothing():
    for user in (make_user("editor"), make_user("superuser"), make_doctor(), make_user("")):
        with pytest.raises(Http404):
            opened_by(user)


# --- every address ---------------------------------------------------------------------------------------------------

ALL = {"receptionist", "lead"}
OPENS_TO = {  # who finds something there; POST as well as GET
    "desk:queue": ALL | {"practitioner"},  # who is led on to today's appointments
    "desk:today": ALL | {"practitioner"},
    "desk:step": ALL | {"practitioner"},  # of their own appointments
    "desk:take_next": ALL,
    "desk:news": ALL,
    "desk:take_request": ALL,
    "desk:calendar": ALL,
    "desk:week": ALL,
    "desk:leave": ALL,
    "desk:appointments_hit": ALL,
    "desk:numbers": {"lead"},
    "desk:numbers_csv": {"lead"},
    "desk:paper": ALL,
    "desk:paper_pack": ALL,
    "desk:type_in": ALL,
    "desk:keys": ALL,
    "desk:access": {"lead"},
    "desk:export": {"lead"},
    "desk:feeds": {"lead", "practitioner"},
    "desk:request": ALL,
    "desk:history": ALL,
    "desk:copy": {"lead"},
    "desk:here": ALL,
}
METHODS = ("get", "head", "post")


def addresses() -> list[Address]:
    return [address for address in every_address() if address.name.startswith("desk:")]


@pytest.fixture
def clinic():
    return once("a clinic with leave", make_clinic_with_leave)


def make_clinic_with_leave():
    """With an appointment to its doctor, and leave that hits it."""
    clinic = make_clinic()
    clinic.appointment = clinic.booked(at(9))
    clinic.user_of_doctor = make_doctor(clinic.doctor)
    clinic.leave = clinic.doctor.schedule_exceptions.create(
        kind="leave", starts_at=at(8), ends_at=at(18), made_by=clinic.lead.user, made_at=NOON
    )
    return clinic


def path_of(address: Address, clinic, request: AppointmentRequest) -> str:
    values = {"reference": request.reference, "practitioner": clinic.doctor.pk, "pk": clinic.leave.pk, "step": "arrive"}
    return address.filled(values)


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_table_names_every_address_of_the_desk_and_no_other():
    assert {address.name for address in addresses()} == set(OPENS_TO)


def test_strangers_are_led_to_log_in_and_back(clinic):
    for address in addresses():
        path = path_of(address, clinic, clinic.appointment.request)
        for method in METHODS:
            response = getattr(Client(), method)(path)
            if response.status_code != 405:
                assert (response.status_code, response.url) == (302, f"/admin/login/?next={path}"), f"{method} {path}"


def test_staff_without_business_at_the_desk_find_nothing(clinic):
    others = [role.slug for role in ROLES if role.slug not in ALL] + ["superuser", ""]
    clients = {role: logged_in(make_user(role)) for role in others}
    before = everything_stored()
    for number, address in enumerate(addresses()):
        path = path_of(address, clinic, clinic.appointment.request)
        for turn, (role, client) in enumerate(clients.items()):
            # One role tries every way, the others one of them, each its own.
            for method in METHODS if turn == 0 else (METHODS[(number + turn) % len(METHODS)],):
                assert getattr(client, method)(path).status_code in (404, 405), f"{role}: {method} {address.name}"
    assert everything_stored() == before


@pytest.mark.parametrize("role", ["receptionist", "lead", "practitioner"])
def test_each_role_finds_the_addresses_of_the_table_and_no_others(clinic, role):
    client = logged_in(clinic.user_of_doctor if role == "practitioner" else make_user(role))
    found = set()
    for address in addresses():
        path = path_of(address, clinic, clinic.appointment.request)
        response = client.get(path)
        if response.status_code == 405:
            response = client.post(path)
        if response.status_code != 404:
            found.add(address.name)
    assert found == {name for name, roles in OPENS_TO.items() if role in roles}


# --- each appointment, each request -----------------------------------------------------------------------------------


def test_practitioners_act_on_their_own_appointments_only(clinic):
    stranger = logged_in(make_doctor())
    step = next(address for address in addresses() if address.name == "desk:step")
    path = path_of(step, clinic, clinic.appointment.request)
    events = clinic.appointment.request.events.count()
    assert stranger.post(path, {"version": "3"}).status_code == 404
    assert clinic.appointment.request.events.count() == events
    assert stranger.get("/desk/today/?day=2026-11-30").content.count(b"Olena") == 0
    assert b"Olena" in logged_in(clinic.user_of_doctor).get("/desk/today/?day=2026-11-30").content


def test_a_practitioner_learns_no_phone_number(clinic):
    html = logged_in(clinic.user_of_doctor).get("/desk/today/?day=2026-11-30").content.decode()
    assert "Olena" in html
    assert "7946" not in html and "olena@" not in html


def test_what_was_closed_long_ago_is_found_by_the_lead_alone_and_what_is_erased_by_nobody(clinic):
    request = make_request(clinic.service)
    receptionist, lead = logged_in(clinic.desk.user), logged_in(clinic.lead.user)

    def found() -> list[int]:
        return [each.get(f"/desk/{request.reference}/").status_code for each in (receptionist, lead)]

    assert found() == [200, 200]
    closing.withdraw(request, by=PATIENT, now=NOON - timedelta(days=31))
    assert found() == [404, 200]
    erasure.erase(request, by=SYSTEM, now=NOON)
    assert found() == [404, 404]


def test_a_reference_that_nobody_has_is_not_found_and_says_no_more(clinic):
    client = logged_in(clinic.desk.user)
    assert client.get("/desk/ZZZZZZZZ/").status_code == 404
