"""The page on which a desk lead exports requests."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from appointments.models import ExportRecord
from portal.roles import ROLES_BY_SLUG
from tests.appointments.builders import make_request
from tests.appointments.desk.builders import at_desk

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]

EXPORT = {"first_day": "25/11/2026", "last_day": "2026-11-25", "format": "csv", "why": "Monthly count"}


@pytest.fixture
def lead(service):
    return at_desk("lead", display_name="Lena Example, desk lead")


def text(answer) -> str:
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


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
    assert answer.refused and answer.context["form"].errors
    assert not ExportRecord.objects.exists()


def test_days_without_requests_make_no_file(lead):
    answer = lead[1].post("/desk/export/", EXPORT)
    assert answer.refused and "No request came in" in text(answer)


def test_a_lead_whose_right_was_taken_finds_nothing(lead):
    actor, client = lead
    group = actor.user.groups.get(name=ROLES_BY_SLUG["lead"].name)
    group.permissions.remove(group.permissions.get(codename="export_appointmentrequest"))
    assert client.get("/desk/export/").status_code == client.post("/desk/export/", EXPORT).status_code == 404
