"""The appointments of a day on the screen, and what is noted about them."""

from datetime import timedelta

import pytest
from django.test import Client

from appointments.booking.actions import attendance
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk, booked, open_clinic
from tests.builders import make_user


@pytest.fixture
def clinic(service):
    return open_clinic(service, name="Dr Ada Example")


@pytest.fixture
def desk(clinic):
    return at_desk("lead")


def text(response) -> str:
    return response.content.decode()


def test_arrived_attended_and_did_not_come(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic, starts_at=NOON + timedelta(minutes=30))
    page = client.get("/desk/today/")
    (line,) = page.context["people"][0].appointments
    assert [button["step"] for button in line.buttons] == ["arrive"]  # the appointment has not begun
    client.post(line.buttons[0]["url"], {"version": line.version, "back": "today:2026-11-25"})
    appointment.refresh_from_db()
    assert appointment.status == "arrived"


def test_no_show_is_offered_after_the_start_only(desk, clinic):
    actor, client = desk
    booked(actor, *clinic, starts_at=NOON - timedelta(hours=1), now=NOON - timedelta(hours=3))
    (line,) = client.get("/desk/today/").context["people"][0].appointments
    assert {button["step"] for button in line.buttons} == {"arrive", "attend", "miss"}


def as_practitioner(practitioner) -> Client:
    person = make_user("")
    type(practitioner).objects.filter(pk=practitioner.pk).update(user=person)
    client = Client()
    client.force_login(person)
    return client


def test_a_practitioner_sees_their_own_appointments_without_phone_numbers(desk, clinic, service):
    actor, _client = desk
    booked(actor, *clinic, starts_at=NOON + timedelta(hours=1))
    other = open_clinic(service, name="Dr Boris Other")
    booked(actor, *other, starts_at=NOON + timedelta(hours=1), patient_name="Somebody Else", access_needs=["quiet"])
    page = text(as_practitioner(clinic[0]).get("/desk/today/"))
    assert "Olena Example" in page and "Cramps since Sunday" in page
    assert "Somebody Else" not in page and "7946" not in page


def test_a_practitioner_notes_what_happened_to_their_own_appointment_and_to_no_other(desk, clinic, service):
    actor, _client = desk
    own = booked(actor, *clinic, starts_at=NOON + timedelta(hours=1))
    theirs = booked(actor, *open_clinic(service), starts_at=NOON + timedelta(hours=1))
    client = as_practitioner(clinic[0])
    assert client.post(f"/desk/{own.request.reference}/arrive/").url.startswith("/desk/today/")
    own.refresh_from_db()
    assert own.status == "arrived"
    assert client.post(f"/desk/{theirs.request.reference}/arrive/").status_code == 404
    assert client.get(f"/desk/{own.request.reference}/").status_code == 404
    refused = client.post(f"/desk/{own.request.reference}/cancel/", follow=True)
    assert refused.redirect_chain[-1][0].startswith("/desk/today/")
    own.refresh_from_db()
    assert own.status == "arrived"


def test_the_day_costs_the_same_number_of_queries_for_any_number_of_appointments(
    desk, clinic, django_assert_max_num_queries
):
    actor, client = desk
    for number in range(4):
        booked(actor, *clinic, starts_at=NOON + timedelta(minutes=30 * (number + 1)))
    with django_assert_max_num_queries(8):
        client.get("/desk/today/")
    with django_assert_max_num_queries(14):
        client.get("/desk/calendar/?day=2026-11-25")


def test_the_appointment_of_a_request_that_waits_is_not_on_any_list(desk):
    _actor, client = desk
    make_request()
    assert client.get("/desk/today/").context["people"] == []


def test_a_missed_appointment_stays_on_the_list_of_its_day(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic, starts_at=NOON - timedelta(hours=1), now=NOON - timedelta(hours=3))
    attendance.miss(appointment, by=actor, now=NOON)
    (line,) = client.get("/desk/today/").context["people"][0].appointments
    assert [button["step"] for button in line.buttons] == ["not_missed"]
