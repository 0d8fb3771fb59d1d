"""What a desk lead sees of looks, exports and feeds, and what a practitioner sees of their own feed."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from appointments.booking.actions import looks
from appointments.lifecycle.actor import SYSTEM
from appointments.models import AppointmentRequest, CalendarFeed, ExportRecord
from appointments.privacy.actions import erasure
from appointments.workflow import Role
from portal.roles import BY_SLUG
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import make_actor
from tests.appointments.desk.builders import at_desk, open_clinic
from tests.appointments.desk.test_access import logged_in, make_doctor
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db

EXPORT = {"first_day": "25/11/2026", "last_day": "2026-11-25", "format": "csv", "why": "Monthly count"}


@pytest.fixture
def lead(service):
    return at_desk("lead", display_name="Lena Example, desk lead")


def text(answer) -> str:
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


# --- who looked ------------------------------------------------------------------------------------------------------


def test_the_report_names_who_looked_at_what_they_never_worked_on(lead, service):
    _actor, client = lead
    request, curious = make_request(service), make_actor()
    looks.record_look(request, by=curious, now=NOON)
    page = text(client.get("/desk/access/"))
    assert str(curious.user) in page and request.spoken_reference in page
    assert "Olena" not in page
    kept = client.get("/desk/access/?first_day=2026-11-25&last_day=2026-11-25&as=csv")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="looks-2026-11-25-to-2026-11-25.csv"'
    assert f"2026-11-25 12:00:00,{curious.user},{request.spoken_reference}" in text(kept)


def test_other_days_are_asked_for_and_impossible_ones_explained(lead, service):
    _actor, client = lead
    looks.record_look(make_request(service), by=make_actor(), now=NOON)
    assert client.get("/desk/access/?first_day=2026-11-01&last_day=2026-11-02").context["people"] == []
    for query in ("first_day=2026-11-26&last_day=2026-11-25", "first_day=2026-01-01&last_day=2026-11-25",
                  "first_day=x", "first_day=0001-01-01&last_day=0001-01-02"):  # fmt: skip
        answer = client.get(f"/desk/access/?{query}")
        assert answer.status_code == 422 and len(answer.context["people"]) == 1, query


def test_the_report_shows_exports_and_who_waits_to_be_erased(lead, service):
    _actor, client = lead
    request = make_request(service)
    client.post("/desk/export/", EXPORT)
    AppointmentRequest.objects.filter(pk=request.pk).update(erasure_asked_at=NOON)
    page = text(client.get("/desk/access/"))
    assert "Monthly count" in page and "asked to be erased" in page and request.spoken_reference in page
    erasure.erase(request, by=SYSTEM, now=NOON)
    assert "asked to be erased" not in text(client.get("/desk/access/"))


def test_the_report_costs_the_same_for_many_looks(lead, service, django_assert_max_num_queries):
    _actor, client = lead
    client.get("/desk/access/")
    with django_assert_max_num_queries(13):
        client.get("/desk/access/")
    for number in range(12):
        looks.record_look(make_request(service), by=make_actor(), now=NOON + timedelta(seconds=number))
    with django_assert_max_num_queries(14):
        assert len(client.get("/desk/access/").context["looks"]) == 12


# --- export ----------------------------------------------------------------------------------------------------------


def test_the_file_is_sent_once_it_is_written_down_what_for(lead, service):
    actor, client = lead
    make_request(service, patient_name="=1+1 Example")
    answer = client.post("/desk/export/", EXPORT)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="requests-2026-11-25-to-2026-11-25.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    told = text(answer)
    assert "'=1+1 Example" in told and "'+442079460123" in told and "Cramps" not in told
    record = ExportRecord.objects.get()
    assert (record.by, record.why, record.format) == (actor.user, "Monthly count", "csv")
    answer = client.post("/desk/export/", EXPORT | {"format": "xlsx", "with_reason": "on"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert "f" not in {cell.data_type for cell in sheet[2]}
    assert "Cramps since Sunday" in [cell.value for cell in sheet[2]]


@pytest.mark.parametrize(
    "change", [{"why": ""}, {"why": " – "}, {"first_day": "2026-11-26"}, {"format": "pdf"}, {"first_day": "1900-01-01"}]
)
def test_what_is_missing_is_asked_for_and_nothing_leaves(lead, service, change):
    _actor, client = lead
    make_request(service)
    answer = client.post("/desk/export/", EXPORT | change)
    assert answer.status_code == 422 and answer.context["form"].errors
    assert not ExportRecord.objects.exists()


def test_days_without_requests_make_no_file(lead):
    answer = lead[1].post("/desk/export/", EXPORT)
    assert answer.status_code == 422 and "No request came in" in text(answer)


def test_a_lead_whose_right_was_taken_finds_nothing(lead):
    actor, client = lead
    group = actor.user.groups.get(name=BY_SLUG["lead"].name)
    group.permissions.remove(group.permissions.get(codename="export_appointmentrequest"))
    assert client.get("/desk/export/").status_code == client.post("/desk/export/", EXPORT).status_code == 404


# --- feeds -----------------------------------------------------------------------------------------------------------


def test_a_practitioner_makes_and_revokes_their_own_feed(service):
    person, _place = open_clinic(service)
    doctor = logged_in(make_doctor(person))
    other = make_practitioner()
    answer = doctor.post("/desk/feeds/", {"practitioner": person.pk, "do": "make"})
    address = answer.context["made"]["address"].removeprefix("http://testserver")
    assert doctor.get(address).status_code == 200
    page = text(doctor.get("/desk/feeds/"))
    assert address not in page and "There is a feed since" in page and other.name not in page
    assert doctor.post("/desk/feeds/", {"practitioner": person.pk, "do": "revoke"}).status_code == 302
    assert doctor.get(address).status_code == 404
    assert doctor.post("/desk/feeds/", {"practitioner": other.pk, "do": "make"}).status_code == 404
    assert not CalendarFeed.objects.filter(practitioner=other).exists()


@pytest.mark.parametrize("typed", [{}, {"practitioner": "x"}, {"practitioner": "9" * 30}, {"do": "explode"}])
def test_nonsense_finds_nothing(lead, service, typed):
    person, _place = open_clinic(service)
    assert lead[1].post("/desk/feeds/", {"practitioner": person.pk, "do": "make"} | typed).status_code in (200, 404)
    if typed:
        assert not CalendarFeed.objects.exists()


def test_the_menu_leads_to_these_pages_whom_they_open_to(lead, service):
    person, _place = open_clinic(service)
    assert all(f'href="/desk/{page}/"' in text(lead[1].get("/desk/")) for page in ("access", "export", "feeds"))
    assert 'href="/desk/feeds/"' in text(logged_in(make_doctor(person)).get("/desk/today/"))
    receptionist = text(at_desk(Role.RECEPTIONIST.value)[1].get("/desk/"))
    assert not any(f'href="/desk/{page}/"' in receptionist for page in ("access", "export", "feeds"))
