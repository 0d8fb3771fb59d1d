"""Role by role, every address of the desk that names an object, with objects that are somebody else's: nothing there.

The addresses come from the URL configuration, so a new one is tried without anybody thinking of it.
"""

from datetime import timedelta
from itertools import product

import pytest

from appointments.booking.actions import attendance, closing
from appointments.desk import queue_lists
from appointments.desk.desk_steps import BY_STEP
from appointments.lifecycle.actor import PATIENT, SYSTEM, Actor
from appointments.models import AppointmentRequest
from appointments.privacy.actions import erasure
from appointments.workflow import Role
from tests.appointments.builders import NOON, everything_stored, make_request
from tests.appointments.clinic import at, make_clinic
from tests.appointments.desk.test_access import addresses, logged_in, make_doctor
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.situations import SITUATIONS
from tests.builders import make_user
from tests.snapshots import once

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=31)
SEES = {  # which of the requests below each role finds
    "receptionist": {"open", "closed lately", "own appointment", "another's appointment"},
    "lead": {"open", "closed lately", "closed long ago", "own appointment", "another's appointment"},
    "practitioner": {"own appointment"},
    "admin": set(),
    "editor": set(),
    "clinician": set(),
    "superuser": set(),
    "": set(),
}


OPENED = {  # of these, what each role opens here
    "receptionist": ("closed lately", "another's appointment"),
    "lead": ("closed long ago", "own appointment"),
}
AT_THE_DESK = ("receptionist", "lead", "practitioner")  # the others find no address at all: test_access.py


@pytest.fixture
def clinic():
    return once("a clinic with requests of every kind", make_clinic_with_requests)


def make_clinic_with_requests():
    clinic = make_clinic(doctors=2)
    clinic.user_of_doctor = make_doctor(clinic.doctor)
    own, anothers = clinic.booked(at(9)), clinic.booked(at(9), clinic.doctors[1])
    lately, long_ago, erased = (make_request(clinic.service, now=LONG_AGO) for _ in range(3))
    closing.withdraw(lately, by=PATIENT, now=NOON)
    closing.withdraw(long_ago, by=PATIENT, now=LONG_AGO)
    erasure.erase(erased, by=SYSTEM, now=NOON)
    clinic.requests = {
        "open": make_request(clinic.service),
        "closed lately": lately,
        "closed long ago": long_ago,
        "erased": erased,
        "own appointment": own.request,
        "another's appointment": anothers.request,
    }
    return clinic


def somebody(role: str, clinic):
    return clinic.user_of_doctor if role == "practitioner" else make_user(role)


def of_requests() -> list:
    """Every address that names a request."""
    return [address for address in addresses() if "reference" in address.parameters]


def test_there_are_such_addresses():
    assert {address.name for address in of_requests()} >= {"desk:request", "desk:history", "desk:here", "desk:step"}


@pytest.mark.parametrize("role", AT_THE_DESK)
def test_a_request_that_is_not_theirs_is_not_found_and_stays_as_it_is(clinic, role):
    client = logged_in(somebody(role, clinic))
    foreign = [request for name, request in clinic.requests.items() if name not in SEES[role]]
    before = everything_stored()
    for request, address in product(foreign, of_requests()):
        path = address.filled({"reference": request.reference, "step": "note"})
        for method in ("get", "head", "post"):
            assert getattr(client, method)(path).status_code in (404, 405), f"{method} {path}"
    assert everything_stored() == before


@pytest.mark.parametrize("role, name", [("receptionist", "closed long ago"), ("practitioner", "another's appointment")])
def test_no_step_at_all_is_taken_on_what_is_not_theirs(clinic, role, name):
    client, request = logged_in(somebody(role, clinic)), clinic.requests[name]
    for step in BY_STEP:
        assert client.post(f"/desk/{request.reference}/{step}/").status_code == 404, step


@pytest.mark.parametrize("role", ["receptionist", "lead"])
def test_what_is_theirs_is_found_and_search_finds_no_more(clinic, role):
    client = logged_in(make_user(role))
    rows = client.get("/desk/?q=olena").context["rows"]
    found = {name for name, request in clinic.requests.items() if request.pk in {row.pk for row in rows}}
    assert found == SEES[role]
    for name in OPENED[role]:
        assert client.get(f"/desk/{clinic.requests[name].reference}/").status_code == 200, name


def test_visible_to_says_the_same_and_nobody_sees_what_is_erased(clinic):
    actors = {
        "receptionist": clinic.desk,
        "lead": clinic.lead,
        "practitioner": Actor(Role.PRACTITIONER, clinic.user_of_doctor),
        "admin": Actor(Role.ADMINISTRATOR, make_user("admin")),
    }
    for role, sees in SEES.items():
        seen = set(AppointmentRequest.objects.visible_to(actors.get(role), NOON))
        assert {name for name, request in clinic.requests.items() if request in seen} == sees, role


def test_each_tab_holds_only_what_its_reader_may_see_at_all():
    clinic = kept_clinic()
    for number, name in enumerate(SITUATIONS):
        if number < 3 or name in ("quarantined", "erased", "cancel_pending"):
            SITUATIONS[name](clinic)
    closing.withdraw(make_request(clinic.service, now=LONG_AGO), by=PATIENT, now=LONG_AGO)
    for actor in (clinic.desk, clinic.lead):
        seen = set(AppointmentRequest.objects.visible_to(actor, NOON))
        for code in queue_lists.TABS:
            assert set(queue_lists.requests_in_tab(code, actor=actor, now=NOON)) <= seen, (actor.role, code)


def test_the_tabs_are_nobodys_else():
    clinic = kept_clinic()
    make_request(clinic.service)
    for role in (Role.PRACTITIONER, Role.ADMINISTRATOR):
        actor = Actor(role, make_user(""))
        assert not any(queue_lists.requests_in_tab(code, actor=actor, now=NOON).exists() for code in queue_lists.TABS)


def test_the_calendar_of_a_past_day_names_no_patient_a_receptionist_may_not_see_any_more(time_machine):
    clinic = kept_clinic()
    appointment = clinic.booked(at(9), patient_name="Vera Past")
    attendance.attend(appointment, by=clinic.desk, now=at(10))
    time_machine.move_to(at(9, days=32))
    roles = ("receptionist", "lead")
    pages = {role: logged_in(make_user(role)).get("/desk/calendar/?day=2026-11-30").content for role in roles}
    assert b"Vera Past" in pages["lead"] and b"Vera Past" not in pages["receptionist"]
    assert (
        b"a past appointment" in pages["receptionist"]
        and appointment.request.reference.encode() not in pages["receptionist"]
    )


def test_possible_duplicates_are_those_the_reader_may_see(time_machine):
    clinic = kept_clinic()
    twin = make_request(clinic.service, patient_name="Vera Past", now=NOON - timedelta(days=5))
    closing.withdraw(twin, by=PATIENT, now=NOON - timedelta(days=5))
    request = make_request(clinic.service)
    client = logged_in(clinic.desk.user)
    assert b"Vera Past" in client.get(f"/desk/{request.reference}/").content
    time_machine.move_to(NOON + timedelta(days=26))
    assert b"Vera Past" not in client.get(f"/desk/{request.reference}/").content


def test_a_practitioner_finds_in_their_day_their_own_appointments_only(clinic):
    stranger = logged_in(make_doctor())
    assert clinic.requests["own appointment"].spoken_reference.encode() not in (
        stranger.get("/desk/today/?day=2026-11-30").content
    )
    page = logged_in(clinic.user_of_doctor).get("/desk/today/?day=2026-11-30").content
    assert clinic.requests["own appointment"].spoken_reference.encode() in page
    assert clinic.requests["another's appointment"].spoken_reference.encode() not in page


# --- the admin -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["receptionist", "lead", "superuser", "admin"])
def test_the_admin_shows_what_the_desk_shows(clinic, role):
    client = logged_in(make_user(role))
    for name in (*OPENED.get(role, ("open",)), "closed long ago", "erased"):
        request = clinic.requests[name]
        answer = client.get(f"/admin/appointments/appointmentrequest/{request.pk}/change/")
        assert (answer.status_code == 200) == (name in SEES[role]), name


def test_opening_a_request_in_the_admin_is_a_look_like_any_other(clinic):
    person, request = make_user("receptionist"), clinic.requests["open"]
    client = logged_in(person)
    for _ in range(2):
        client.get(f"/admin/appointments/appointmentrequest/{request.pk}/change/")
    client.get(f"/admin/appointments/appointmentrequest/{clinic.requests['closed long ago'].pk}/change/")
    looks = request.events.filter(step="look")
    assert {look.by for look in looks} == {person} and looks.count() == 2
    assert not clinic.requests["closed long ago"].events.filter(step="look").exists()
