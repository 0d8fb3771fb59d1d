"""Whatever shows a patient's name, number or reason to somebody on staff is recorded under them.

Every address of the desk and of the admin is opened by everybody who may see patients: where a page names one, the
request has an event "looked at", stands in a list that was recorded, or in the record of an export.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from appointments.booking.actions import booking, claims
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, AppointmentRequest, Event, ExportRecord, ListLook, Location, PaperPack
from appointments.workflow import Role, Step
from tests.appointments.builders import make_request
from tests.house.asking import content_for
from tests.house.world import everything
from topics.models import Practitioner

pytestmark = pytest.mark.sqlite_only  # what a page shows follows from the rows: once is enough

PEOPLE = ("receptionist", "lead", "practitioner")


@pytest.fixture
def named(world, staff) -> list[AppointmentRequest]:
    """Requests with names and reasons that stand nowhere else: waiting, alike, and with an appointment today."""
    desk = Actor(Role.LEAD, staff("lead", email="other@clinic.example"))
    service, now = AppointmentRequest.objects.get().service, timezone.now()
    made = [
        make_request(
            service, now=now, patient_name=f"{name} Zrazok", reason=f"{name} zrazoktext", email="alike@example.org"
        )
        for name in ("Aniela", "Bohdana", "Celina")
    ]
    person = Practitioner.objects.filter(specialties=service.specialty).order_by("pk").first()
    booking.book(
        claims.claim(made[2], by=desk, now=now),
        practitioner=person,
        location=Location.objects.order_by("pk").first(),
        starts_at=now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1),
        by=desk,
        now=now,
        overbook_reason="for the test",
    )
    return [AppointmentRequest.objects.get(pk=one.pk) for one in made]


def shown_on(html: str, requests: list[AppointmentRequest]) -> set[int]:
    """The requests of which a name, or a word of the reason, stands on the page."""
    return {one.pk for one in requests if one.patient_name in html or one.reason in html}


def recorded(user, since: dict) -> set[int]:
    """The requests of which something was recorded under this person after the counts."""
    looks = Event.objects.filter(step=Step.LOOK, by=user, pk__gt=since["events"]).values_list("request", flat=True)
    lists = ListLook.objects.filter(by=user, pk__gt=since["lists"]).values_list("requests", flat=True)
    files = ExportRecord.objects.filter(by=user, pk__gt=since["files"]).values_list("requests", flat=True)
    return set(looks).union(*lists, *files)


def counts() -> dict:
    tables = {"events": Event, "lists": ListLook, "files": ExportRecord}
    return {
        name: table.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for name, table in tables.items()
    }


def unrecorded(user, paths: list[str], requests: list[AppointmentRequest], method: str = "get") -> list[str]:
    """The paths that show somebody of whom nothing is recorded."""
    faults, seen = [], set()
    for path in paths:
        before = counts()
        shown = shown_on(content_for(user, path, method), requests)
        seen |= {path} if shown else set()
        unknown = shown - recorded(user, before) if shown else set()
        faults += [f"{path} shows {pk} to nobody's knowledge" for pk in sorted(unknown)]
    assert seen or not paths, "a page names somebody, else this test shows nothing"
    return faults


@pytest.mark.parametrize("role", PEOPLE)
def test_no_page_of_staff_names_a_patient_unrecorded(world, staff, named, role):
    if role == "practitioner":
        appointment = Appointment.objects.get(request=named[2])
        user = staff("clinician")
        Practitioner.objects.filter(pk=appointment.practitioner_id).update(user=user)
    else:
        user = staff(role)
    paths = [path for address, path in everything(world) if address.name.startswith(("desk:", "admin:"))]
    of_the_world = AppointmentRequest.objects.exclude(pk__in=[one.pk for one in named]).get().reference
    of_one = [path for path in paths if of_the_world in path]
    assert of_one, "else no page of a request is opened"
    paths = [path for path in paths if path not in of_one]
    for one in (named[0], named[2]):  # of these, what the world names of its own
        paths += [path.replace(of_the_world, one.reference) for path in of_one]
        paths += [f"/admin/appointments/appointmentrequest/{one.pk}/{page}/" for page in ("change", "history")]
    paths += [f"/desk/?tab={tab}" for tab in ("mine", "read", "appointments", "closed", "quarantine", "list", "phone")]
    paths += ["/desk/?q=zrazok", "/admin/appointments/appointmentrequest/?q=zrazok", "/desk/access/?as=csv"]
    paths += [f"/desk/calendar/?for={named[0].reference}", "/admin/portal/outboundmessage/"]
    assert unrecorded(user, sorted(set(paths)), named) == []


def test_a_refused_step_shows_the_page_again_and_is_recorded(world, staff, named):
    from tests.client import Client as Browser

    browser, user = Browser(), staff("lead")
    browser.force_login(user)
    for step, typed in (("note", {"text": ""}), ("decline", {"version": "99"}), ("note", {"text": "x" * 50_000})):
        before = counts()
        answer = browser.post(f"/desk/{named[0].reference}/{step}/", typed)
        shown = shown_on(answer.content.decode(), named)
        assert named[0].pk in shown and named[1].pk in shown, "with what may be the same beside it"
        assert shown <= recorded(user, before), step


def test_no_other_way_of_asking_shows_the_page(world, staff, named):
    client = Client()
    client.force_login(staff("lead"))
    address = f"/admin/appointments/appointmentrequest/{named[0].pk}/change/"
    for method in ("OPTIONS", "PUT", "options", "HEAD"):
        answer = client.generic(method, address)
        assert shown_on(answer.content.decode(), named) == set(), method


def test_a_pack_says_who_stands_on_it(world, staff, named):
    user = staff("receptionist")
    assert unrecorded(user, ["/desk/paper/pack/"], named, "post") == []
    assert ListLook.objects.filter(by=user, page="paper").count() == PaperPack.objects.filter(by=user).count() == 1


def test_a_page_that_names_somebody_unrecorded_is_caught(world, staff, named, monkeypatch):
    monkeypatch.setattr("appointments.booking.actions.looks.record_list", lambda *args, **how: None)
    user = staff("receptionist")
    assert unrecorded(user, ["/desk/"], named)


def test_a_list_without_anybody_and_a_head_record_nothing(world, staff, named):
    client = Client()
    client.force_login(staff("receptionist"))
    client.head("/desk/")
    client.get("/desk/?q=nobody-of-this-name")
    assert not ListLook.objects.exists()
