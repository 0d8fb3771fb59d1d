"""A copy for the patient is whole: from whichever of merged requests, with each list they stood on, and where else they
are named."""

import json

import pytest

from appointments.booking.actions import closing
from appointments.models import AppointmentRequest, DeskNote, ExportRecord, ListLook
from appointments.privacy.patient_copy import as_json, patient_copy
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk

pytestmark = pytest.mark.django_db


def copied(request) -> dict:
    return json.loads(as_json(patient_copy(AppointmentRequest.objects.get(pk=request.pk))))


def test_of_a_duplicate_it_is_that_of_the_request_that_goes_on(service):
    first, second = make_request(service), make_request(service, reason="Sent once more")
    lead, client = at_desk("lead")
    closing.merge(second, into=first, by=lead, now=NOON)
    assert copied(second) == copied(first)
    assert [row["reason"] for row in copied(second)["appointmentrequest"]] == ["Cramps since Sunday", "Sent once more"]
    client.post(f"/desk/{second.reference}/copy/", {"format": "json", "why": "By phone, year and number"})
    assert ExportRecord.objects.get().requests == [first.pk, second.pk]


def test_lists_they_stood_on_are_in_it_with_nobody_elses_key_or_name(service):
    asked, other = make_request(service), make_request(service)
    lead, _client = at_desk("lead")
    for shown in ([asked.pk, other.pk], [other.pk]):
        ListLook.objects.create(by=lead.user, at=NOON, page=ListLook.Page.QUEUE, requests=shown)
    assert copied(asked)["listlook"] == [{"page": ListLook.Page.QUEUE, "at": NOON.isoformat()}]


def test_the_lead_sees_in_which_texts_about_others_they_are_named(service):
    asked, other = make_request(service, patient_name="Olga Sample"), make_request(service, patient_name="Pat Example")
    lead, client = at_desk("lead")
    page = f"/desk/{asked.reference}/copy/"
    assert client.get(page).context["named_in"] == []
    DeskNote.objects.create(request=other, by=lead.user, at=NOON, text="Comes with Mrs Sample")
    assert client.get(page).context["named_in"] == [f"note of {other.spoken_reference}"]
    assert f"note of {other.spoken_reference}" in client.get(page).content.decode()
    assert "Comes with" not in client.post(page, {"format": "html", "why": "In person, passport"}).content.decode()
