"""Leave on the screen: entering it, the appointments it affects, and the times held for them."""

import pytest

from appointments.models import ScheduleException
from tests.appointments.desk.builders import at_desk, booked, open_clinic
from tests.snapshots import once

pytestmark = pytest.mark.both_databases


@pytest.fixture
def clinic(service):
    return once("open clinic of Dr Ada", lambda: open_clinic(service, name="Dr Ada Example"))


@pytest.fixture
def desk(clinic):
    return at_desk("lead")


def text(response) -> str:
    return response.content.decode()


def test_leave_lists_what_it_hits_holds_other_times_and_moves_an_appointment(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic)
    typed = {"kind": "leave", "practitioner": clinic[0].pk, "first_day": "2026-11-26", "last_day": "2026-11-26"}
    page = client.post("/desk/leave/", typed, follow=True)
    address = page.redirect_chain[-1][0]
    assert [hit.name for hit in page.context["affected"]] == ["Olena Example"]
    appointment.refresh_from_db()
    assert appointment.status == "booked"
    (hit,) = client.post(address, {"do": "hold"}, follow=True).context["affected"]
    assert 1 <= len(hit.held) <= 3
    moved = {"version": hit.version, "time": hit.held[0]["code"], "back": f"leave:{address.split('/')[-2]}"}
    page = client.post(hit.move_url, moved, follow=True)
    assert page.redirect_chain[-1][0] == address
    assert page.context["affected"] == []


def test_a_receptionist_sees_leave_and_enters_no_closure(clinic):
    _actor, client = at_desk()
    page = client.get("/desk/leave/")
    assert page.status_code == 200 and "kind" not in page.context["form"].fields
    closure = {"kind": "closure", "first_day": "2026-12-01", "last_day": "2026-12-02"}
    assert client.post("/desk/leave/", closure).refused
    assert not ScheduleException.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "leave"}, "Choose whose time this is about."),
        ({"kind": "closure", "last_day": "2026-11-25"}, "The end has to be later than the start."),
        ({"kind": "closure", "first_day": "2026-03-29", "first_clock": "01:30"}, "does not exist"),
        ({"kind": "closure", "first_clock": "10:03"}, "multiple of five minutes"),
    ],
)
def test_what_is_wrong_with_an_absence_is_said(desk, typed, words):
    _actor, client = desk
    response = client.post("/desk/leave/", {"first_day": "2026-11-26", "last_day": "2026-11-27"} | typed)
    assert response.refused
    assert words in text(response)
