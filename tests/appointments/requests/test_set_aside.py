"""What looks like a machine gets the same page as anybody, and no mail leaves; a person never notices any of this."""

from datetime import timedelta

import pytest

from appointments.models import AppointmentRequest
from portal.models import OutboundMessage
from tests.appointments.builders import Patient, problems

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough


def stored() -> AppointmentRequest:
    return AppointmentRequest.objects.order_by("pk").last()


def test_the_field_for_machines_is_out_of_the_way_of_everybody_else(patient):
    patient.fill()
    page = patient.open("check").content.decode()
    field = page[page.index("leave-empty") :]
    field = field[: field.index("</form>")]
    assert "Leave this empty" in field
    for attribute in ('name="website"', 'tabindex="-1"', 'autocomplete="off"', 'type="text"'):
        assert attribute in field
    assert "style=" not in field and " hidden" not in field  # machines look for these


def test_who_fills_it_in_within_seconds_sees_the_page_of_everybody_and_gets_no_mail(patient):
    patient.fill()
    patient.take(timedelta(seconds=2))
    answer = patient.send("check", website="https://example.com\0" + "x" * 3000)
    assert (answer.status_code, answer.url) == (302, patient.status_url)
    assert "Request sent – not booked yet" in patient.client.get(answer.url).content.decode()
    assert stored().set_aside_because == ["quick", "trap"]
    assert not OutboundMessage.objects.exists()


def test_whose_browser_fills_it_in_gets_the_first_mail(patient):
    patient.fill()
    patient.send("check", website="https://ann.example")
    assert (stored().status, stored().set_aside_because) == ("new", [])
    assert OutboundMessage.objects.filter(name="appointments.received").count() == 1


def test_an_empty_or_blank_field_is_nothing_and_a_mistake_elsewhere_loses_nothing(patient):
    patient.fill()
    assert "consent" in problems(patient.send("check", consent=None, website=""))
    patient.send("check", website="  ")
    assert (stored().status, stored().set_aside_because) == ("new", [])


def test_a_whole_form_within_two_seconds_is_set_aside(patient):
    patient.fill()
    patient.take(timedelta(seconds=2))
    assert patient.send("check").url == patient.status_url
    assert stored().set_aside_because == ["quick"]


def test_how_long_it_took_is_counted_from_the_start_not_from_the_last_answer(patient):
    patient.take(timedelta(hours=20))
    patient.fill()
    patient.send("check")
    assert stored().status == "new"


def test_a_draft_from_before_this_was_noted_is_let_through(patient):
    patient.fill()
    type(patient.draft).objects.update(begun_at=None)
    patient.send("check")
    assert stored().status == "new"


def test_the_network_is_the_visitors_and_not_the_proxys(service, settings, monkeypatch):
    settings.PROXIES = 1
    monkeypatch.setattr("appointments.requests.abuse.NETWORK_LIMITS", [(1, timedelta(hours=1))])
    for address in ("192.0.2.1", "198.51.100.1", "6.6.6.6, 192.0.2.200"):
        Patient(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=address).ask()
    reasons = AppointmentRequest.objects.order_by("pk").values_list("set_aside_because", flat=True)
    assert list(reasons) == [[], [], ["network"]]
