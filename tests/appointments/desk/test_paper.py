"""Paper mode on the screen: the pack as a file, and a line typed in with the appointment that was agreed on."""

import pytest

from appointments.models import AppointmentRequest, PaperPack
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk, booked, open_clinic
from tests.appointments.desk.test_intake import TOLD
from tests.snapshots import once

PAPER = {name: value for name, value in TOLD.items() if name != "channel"} | {"serial": "1125 k7m 2", "line": "3"}
APPOINTMENT = {"appointment_day": "2026-11-26", "appointment_clock": "10:00"}


@pytest.fixture
def clinic(service):
    return once("open clinic", lambda: open_clinic(service))


@pytest.fixture
def desk(clinic):
    return at_desk(display_name="Robin Example")


def text(response) -> str:
    return response.content.decode()


def appointment_with(clinic, **changes) -> dict:
    practitioner, place = clinic
    return APPOINTMENT | {"appointment_with": practitioner.pk, "appointment_where": place.pk} | changes


def test_the_pack_is_a_file_and_that_somebody_took_it_is_shown(desk):
    _actor, client = desk
    make_request(patient_name="Wanda Waiting")
    response = client.post("/desk/paper/pack/")
    pack = PaperPack.objects.get()
    assert response["Content-Disposition"] == f'attachment; filename="paper-pack-{pack.serial}.html"'
    assert response["Content-Security-Policy"] == client.get("/desk/paper/")["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"] and "Wanda Waiting" in text(response)
    page = text(client.get("/desk/paper/"))
    assert f"{pack.serial}: today, 12:00, taken by Robin Example, 1 patient" in " ".join(page.split())


def test_looking_at_the_page_takes_no_pack(desk):
    _actor, client = desk
    client.get("/desk/paper/")
    assert client.get("/desk/paper/pack/").status_code == 405
    assert not PaperPack.objects.exists()


def test_a_line_with_its_appointment_is_typed_in_and_booked(desk, clinic, service):
    _actor, client = desk
    response = client.post("/desk/paper/typed/", PAPER | {"service": service.pk} | appointment_with(clinic))
    asked = AppointmentRequest.objects.get()
    assert response.url == f"/desk/{asked.reference}/"
    assert (asked.status, asked.channel, asked.paper_line.serial) == ("booked", "paper", "1125-K7M-2")
    assert "Booked: Thursday 26 November 2026, 10:00" in text(client.get(response.url))


def test_an_appointment_that_cannot_be_booked_keeps_the_request_and_says_why(desk, clinic, service):
    actor, client = desk
    booked(actor, *clinic, patient_name="Was There")
    response = client.post(
        "/desk/paper/typed/", PAPER | {"service": service.pk} | appointment_with(clinic), follow=True
    )
    asked = AppointmentRequest.objects.get(channel="paper")
    assert asked.status == "in_progress"
    page = text(response)
    assert (
        "could not be booked" in page
        and "another patient has an appointment then" in page
        and "Was There" not in page[:9000]
    )


def test_an_appointment_in_the_past_keeps_the_request_too(desk, clinic, service):
    _actor, client = desk
    past = appointment_with(clinic, appointment_day=NOON.date().isoformat())
    response = client.post("/desk/paper/typed/", PAPER | {"service": service.pk} | past, follow=True)
    assert "That time is over." in text(response)


def test_a_line_typed_twice_leads_to_the_request_it_became(desk, service):
    _actor, client = desk
    client.post("/desk/paper/typed/", PAPER | {"service": service.pk})
    again = client.post("/desk/paper/typed/", PAPER | {"service": service.pk, "secret": "t" * 43}, follow=True)
    asked = AppointmentRequest.objects.get()
    assert again.redirect_chain[0][0] == f"/desk/{asked.reference}/"
    assert "typed in already" in text(again)


def test_what_is_missing_is_an_error_at_its_field_and_nothing_is_lost(desk, service, subtests):
    _actor, client = desk
    for typed, field in (
        ({"serial": "K7M-4QX2P"}, "serial"),
        ({"line": "0"}, "line"),
        ({"consent": ""}, "consent"),
        ({"appointment_day": "2026-11-26"}, "appointment_with"),
        ({"appointment_clock": "10:01"}, "appointment_clock"),
    ):
        with subtests.test(field):
            response = client.post("/desk/paper/typed/", PAPER | {"service": service.pk} | typed)
            assert response.refused and field in response.context["form"].errors
            assert "Pat Example" in text(response) and not AppointmentRequest.objects.exists()


def test_a_time_the_clocks_skip_is_refused_by_name(desk, clinic, service):
    _actor, client = desk
    skipped = appointment_with(clinic, appointment_day="2027-03-28", appointment_clock="01:30")
    response = client.post("/desk/paper/typed/", PAPER | {"service": service.pk} | skipped)
    assert "does not exist" in str(response.context["form"].errors["appointment_clock"])


def test_the_sheet_of_the_line_before_stands_in_the_form(desk):
    _actor, client = desk
    page = text(client.get("/desk/paper/typed/?serial=1125-K7M-2&line=4"))
    assert 'value="1125-K7M-2"' in page and 'value="4"' in page


def test_without_a_service_there_is_nothing_to_type_in(db):
    _actor, client = at_desk()
    assert client.get("/desk/paper/typed/").url == "/desk/paper/"
