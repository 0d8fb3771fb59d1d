"""A copy for the patient of all that is held about them: whole, readable, for programs, and written down."""

import json

import pytest

from appointments.booking.actions import closing
from appointments.models import AppointmentRequest, DeskNote, ExportRecord
from appointments.privacy import stored_fields
from appointments.privacy.patient_copy import LEFT_OUT, as_json, patient_copy
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import make_clinic
from tests.appointments.desk.builders import at_desk
from tests.appointments.whole_life import WORDS, YEAR, whole_life
from tests.builders import make_user
from tests.client import Client
from tests.snapshots import once

pytestmark = pytest.mark.django_db


def ask(client, asked, **typed):
    return client.post(f"/desk/{asked.reference}/copy/", {"format": "json", "why": "By phone, year and number"} | typed)


def test_every_word_that_is_held_is_in_it():
    asked = once("a whole life", lambda: whole_life(make_clinic(appointment_minutes=30)))
    _actor, client = at_desk("lead")
    for format in ("json", "html"):
        answer = ask(client, asked, format=format)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="copy-{asked.spoken_reference}.{format}"'
        text = answer.content.decode()
        assert [word for word in (*WORDS, YEAR) if word not in text] == [], format
    assert "<script" not in text and "src=" not in text


def test_programs_read_it_and_no_key_of_ours_is_in_it():
    asked = once("a whole life", lambda: whole_life(make_clinic(appointment_minutes=30)))
    copied = json.loads(as_json(patient_copy(asked)))
    assert copied["appointmentrequest"][0]["patient_name"] == "Zdenka Quuxová-Example"
    assert {"desknote", "contactattempt", "phonetask", "appointment", "event", "outboundmessage"} <= set(copied)
    assert not {name for rows in copied.values() for row in rows for name in row} & LEFT_OUT
    text = json.dumps(copied)
    for link in asked.link_tokens.all():
        assert link.digest not in text


def test_nobody_elses_rows_are_in_it_and_those_of_a_duplicate_are(service):
    asked, other = make_request(service), make_request(service, patient_name="Somebody Else", reason="Another thing")
    double = make_request(service, reason="Sent once more")
    lead, client = at_desk("lead")
    closing.merge(double, into=asked, by=lead, now=NOON)
    ask(client, other)
    text = ask(client, asked).content.decode()
    assert "Sent once more" in text and "Somebody Else" not in text and "Another thing" not in text


def test_it_is_written_down_with_who_when_and_how_they_showed_who_they_are(service):
    asked = make_request(service)
    lead, client = at_desk("lead")
    ask(client, asked)
    record = ExportRecord.objects.get()
    assert (record.by, record.at.date(), record.format) == (lead.user, NOON.date(), "json")
    assert record.requests == [asked.pk]
    assert "By phone, year and number" in client.get("/desk/access/").content.decode()
    assert asked.events.filter(step="look", by=lead.user).exists()


def test_without_a_word_on_who_asked_there_is_none(service):
    asked = make_request(service)
    _lead, client = at_desk("lead")
    assert ask(client, asked, why=" ").refused
    assert ask(client, asked, format="csv").refused
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("role", ["receptionist", "editor", "clinician", "admin"])
def test_only_a_lead_gives_one(service, role):
    asked = make_request(service)
    client = Client()
    client.force_login(make_user(role))
    assert ask(client, asked).status_code == client.get(f"/desk/{asked.reference}/copy/").status_code == 404
    assert not ExportRecord.objects.exists()


def test_every_table_about_a_request_is_asked(service):
    """A table that is added with a way to its request is in the copy without anybody thinking of it."""
    asked = make_request(service)
    DeskNote.objects.create(request=asked, by=at_desk()[0].user, at=NOON, text="A note")
    names = {table.name for table in patient_copy(AppointmentRequest.objects.get(pk=asked.pk))}
    with_rows = {
        label.split(".")[1].lower()
        for label, table in stored_fields.TABLES.items()
        if table.request_path and label in ("appointments.DeskNote", "appointments.Event", stored_fields.REQUEST)
    }
    assert with_rows <= names
