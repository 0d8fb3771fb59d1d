"""Sent once: however often and from however many tabs a form is sent, there is one request and one status page."""

import pytest

from appointments.models import AppointmentRequest, Event, LinkToken
from portal.models import OutboundMessage
from tests.appointments.builders import STEPS, Patient, everything_stored
from tests.appointments.pages import Page

pytestmark = pytest.mark.django_db


def tab_of(patient: Patient) -> Patient:
    """The same form in another browser."""
    other = Patient(patient.specialty)
    other.secret = patient.secret
    return other


def assert_one_whole_request():
    assert AppointmentRequest.objects.count() == Event.objects.count() == LinkToken.objects.count() == 1
    assert OutboundMessage.objects.count() == 1


def test_a_double_click_is_one_request_with_one_status_page(patient):
    patient.fill()
    first, second = patient.send("check"), patient.send("check")
    assert first.url == second.url == patient.status_url
    assert_one_whole_request()


def test_reloading_the_page_after_sending_sends_nothing(patient):
    patient.fill()
    status = patient.send("check").url
    before = everything_stored()
    shown = {patient.client.get(status).content for _ in range(3)}
    assert len(shown) == 1
    assert everything_stored() == before


def test_two_tabs_are_one_request(patient):
    other = tab_of(patient)
    patient.fill()
    assert "Olena Example" in Page(other.open("check")).main
    assert patient.send("check").url == other.send("check").url
    assert_one_whole_request()


def test_back_and_send_again_leads_to_the_request_that_was_sent(patient):
    patient.fill()
    patient.send("check")
    before = everything_stored()
    for step in STEPS:
        for answer in (patient.open(step), patient.send(step), patient.send(step, "?change=1")):
            assert (answer.status_code, answer.url) == (302, patient.status_url)
    assert everything_stored() == before


def test_back_and_other_answers_change_nothing_that_was_sent(patient):
    patient.fill()
    patient.send("check")
    before = everything_stored()
    patient.send("who", patient_name="Somebody Else")
    patient.send("check")
    assert everything_stored() == before
    assert AppointmentRequest.objects.get().patient_name == "Olena Example"


def test_a_tab_that_was_half_filled_when_the_other_was_sent_leads_to_the_request(patient):
    other = tab_of(patient)
    patient.fill()
    patient.send("check")
    assert other.send("reach").url == patient.status_url
    assert_one_whole_request()


def test_starting_again_is_another_request(patient):
    patient.fill().send("check")
    again = Patient(article="").start()
    assert again.secret != patient.secret
    assert again.fill().send("check").url != patient.status_url
    assert AppointmentRequest.objects.count() == 2


def test_the_address_of_the_status_page_does_not_open_the_form_nor_the_other_way_round(patient):
    patient.fill().send("check")
    assert patient.client.get(f"/appointments/{patient.secret}/").status_code == 404
    status_secret = patient.status_url.split("/")[2]
    assert patient.client.get(patient.url("who").replace(patient.secret, status_secret)).status_code == 410
