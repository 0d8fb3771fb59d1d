"""The appointments of a day on the screen, and what is noted about them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import RequestFactory

from appointments.booking.actions import attendance
from appointments.desk.statistics import days_asked_for
from appointments.desk.today import day_asked_for
from appointments.models import ListLook
from appointments.requests.fields import NearDayField
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk, booked, open_clinic
from tests.builders import make_user
from tests.client import Client
from tests.snapshots import once


@pytest.fixture
def clinic(service):
    return once("open clinic of Dr Ada", lambda: open_clinic(service, name="Dr Ada Example"))


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


def test_whom_a_practitioner_was_shown_is_recorded_under_their_account(desk, clinic, service):
    actor, _client = desk
    own = booked(actor, *clinic, starts_at=NOON + timedelta(hours=1))
    booked(actor, *open_clinic(service), starts_at=NOON + timedelta(hours=1))
    as_practitioner(clinic[0]).get("/desk/today/")
    look = ListLook.objects.get()
    assert (look.requests, look.by.practitioner, look.page) == ([own.request_id], clinic[0], "today")


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
    with django_assert_max_num_queries(15):
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


BACK = [
    "leave:" + "9" * 5000,
    "leave:" + "9" * 18,
    "leave:-1",
    "leave:٣",
    "leave:",
    "leave:1.5",
    "leave:0x1",
    "leave: 1",
    "//x",
]
BACK += [
    "today:" + "9" * 5000,
    "today:٣",
    "today:0000-00-00",
    "today://host.example",
    "today:2026-11-25&day=x",
    "today",
]


def test_wherever_one_comes_from_the_step_is_stored_and_leads_somewhere(desk, clinic, subtests):
    actor, client = desk
    appointment = booked(actor, *clinic, starts_at=NOON + timedelta(minutes=30))
    (line,) = client.get("/desk/today/").context["people"][0].appointments
    leads_to = set()
    for back in (*BACK, "leave:\x00", "", "nowhere", "today:" + "-" * 5000):
        with subtests.test(back=back[:30]), transaction.atomic():
            answer = client.post(line.buttons[0]["url"], {"version": line.version, "back": back})
            appointment.refresh_from_db()
            assert (appointment.status, answer.status_code) == ("arrived", 302)
            assert answer.url.startswith("/desk/") and len(answer.url) < 100
            leads_to.add(answer.url)
            transaction.set_rollback(True)
    for url in leads_to:
        assert client.get(url).status_code in (200, 302, 404), url


DAYS = ["0001-01-01", "0001-01-07", "9999-12-31", "9999-12-25", "1899-12-31", "2201-01-01", "01/01/0001", "31.12.9999"]
PAGES = ["/desk/today/?day=", "/desk/calendar/?day=", "/desk/access/?last_day=", "/desk/access/?first_day="]
PAGES += ["/desk/numbers/?first=2026-11-01&last=", "/desk/numbers/?last=2026-11-01&first="]


@pytest.mark.parametrize("day", DAYS)
def test_a_day_at_the_end_of_the_calendar_is_none_to_show_or_to_enter(day):
    typed = RequestFactory().get("/", {"day": day, "first": "2026-11-01", "last": day})
    assert day_asked_for(typed, NOON) == NOON.date()
    four_weeks = days_asked_for(RequestFactory().get("/"), NOON)
    assert days_asked_for(typed, NOON) == four_weeks
    assert days_asked_for(RequestFactory().get("/", {"first": day, "last": "2026-11-01"}), NOON) == four_weeks
    with pytest.raises(ValidationError, match="hundreds of years away"):
        NearDayField().clean(day)


def test_a_day_at_the_end_of_the_calendar_is_no_fault(desk, clinic, subtests):
    """On every page that takes one: the first and the last day there are."""
    actor, client = desk
    appointment = booked(actor, *clinic, starts_at=NOON + timedelta(minutes=30))
    for day in ("0001-01-01", "9999-12-31"):
        with subtests.test(day=day), transaction.atomic():
            no_fault(client, appointment, day)
            transaction.set_rollback(True)


def no_fault(client, appointment, day):
    request, person = f"/desk/{appointment.request.reference}/", appointment.practitioner_id
    of_the_request = (
        f"{request}?from=",
        f"/desk/calendar/{person}/?day=",
        f"/desk/calendar/?for={request[6:-1]}&day=",
    )
    for page in (*PAGES, *of_the_request):
        assert client.get(f"{page}{day}").status_code in (200, 422), page
    for kind in ("leave", "closure", "extra"):
        edges = {"first_day": day, "last_day": day, "first_clock": "00:00", "last_clock": "23:55"}
        sent = client.post(
            "/desk/leave/", edges | {"kind": kind, "practitioner": person, "location": appointment.location_id}
        )
        assert sent.status_code in (200, 422), kind
    dates = {"first_day": day, "last_day": day, "format": "csv", "why": "Monthly count"}
    assert client.post("/desk/export/", dates).status_code in (200, 422)
    own = {"practitioner": person, "location": appointment.location_id, "day": day, "clock": "00:00", "review_on": day}
    for step in ("move", "wait", "book"):
        answer = client.post(f"{request}{step}/", own | {"notice_hours": "1"})
        assert answer.refused or answer.status_code == 302, step
