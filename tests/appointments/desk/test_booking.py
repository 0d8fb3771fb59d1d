"""Giving time on the screen: free times, wishes, offers, moves, overbooking, and times taken or not there at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from appointments.booking.actions import attendance
from appointments.desk.forms.times import read_time_codes, time_code
from appointments.models import Appointment
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import TOMORROW_TEN, at_desk, booked, open_clinic, taken
from tests.snapshots import once


@pytest.fixture
def clinic(service):
    return once("open clinic of Dr Ada", lambda: open_clinic(service, name="Dr Ada Example"))


@pytest.fixture
def desk(clinic):
    return at_desk(display_name="Lena Example, desk lead", role="lead")


def post(client, asked, step, **typed):
    asked.refresh_from_db()
    return client.post(f"/desk/{asked.reference}/{step}/", {"version": asked.version} | typed)


def text(response) -> str:
    return response.content.decode()


def test_a_free_time_is_booked_with_one_press(desk, clinic):
    actor, client = desk
    asked = taken(actor)
    practitioner, place = clinic
    response = client.get(f"/desk/{asked.reference}/")
    code = time_code(practitioner.pk, place.pk, TOMORROW_TEN)
    assert code in text(response)
    said = text(client.post(f"/desk/{asked.reference}/book/", {"version": asked.version, "time": code}, follow=True))
    assert "Booked: Thursday 26 November 2026, 10:00, with Dr Ada Example, Main building." in said
    assert Appointment.objects.get().starts_at == TOMORROW_TEN


def test_wishes_come_first_and_those_without_a_free_time_are_named(desk):
    actor, client = desk
    day = (NOON + timedelta(days=7)).date()
    saturday = (NOON + timedelta(days=3)).date()
    asked = taken(actor, windows=[(saturday, "day"), (day, "morning")])
    free = client.get(f"/desk/{asked.reference}/").context["free"]
    assert free.days[0].name == "Wednesday 2 December"
    assert free.days[0].people[0].times[-1].clock == "11:30"
    assert free.wishes_without_times == ["Saturday 28 November, Any time that day"]


def test_a_time_taken_meanwhile_is_refused_with_three_others(desk, clinic):
    actor, client = desk
    practitioner, place = clinic
    booked(actor, practitioner, place)
    asked = taken(actor)
    response = post(client, asked, "book", time=time_code(practitioner.pk, place.pk, TOMORROW_TEN))
    assert response.refused
    assert "That time has just been taken" in text(response)
    assert len(response.context["refusal"].times) == 3


def test_times_are_offered_accepted_and_booked(desk, clinic):
    actor, client = desk
    practitioner, place = clinic
    asked = taken(actor)
    times = [time_code(practitioner.pk, place.pk, TOMORROW_TEN + timedelta(hours=hours)) for hours in (0, 2)]
    assert post(client, asked, "offer", times=times, lasts="24").status_code == 302
    page = client.get(f"/desk/{asked.reference}/")
    held = page.context["offer"]["times"]
    assert len(held) == 2
    assert post(client, asked, "accept", held=held[1]["pk"]).status_code == 302
    assert Appointment.objects.get(status="booked").starts_at == TOMORROW_TEN + timedelta(hours=2)


def test_four_times_are_too_many_to_hold(desk, clinic):
    actor, client = desk
    practitioner, place = clinic
    asked = taken(actor)
    times = [time_code(practitioner.pk, place.pk, TOMORROW_TEN + timedelta(hours=hours)) for hours in range(4)]
    response = post(client, asked, "offer", times=times, lasts="24")
    assert response.refused
    assert "Tick three times at most." in text(response)


def test_what_did_not_begin_cannot_be_attended_or_missed_on_the_screen(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic)
    page = client.get(f"/desk/{appointment.request.reference}/")
    assert [act.step for act in page.context["first"]] == ["arrive"]
    assert page.context["at_once"] == []


def test_an_appointment_is_moved_and_keeps_its_reference(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic)
    asked = appointment.request
    later = time_code(clinic[0].pk, clinic[1].pk, TOMORROW_TEN + timedelta(hours=1))
    assert post(client, asked, "move", time=later).status_code == 302
    appointment.refresh_from_db()
    assert appointment.starts_at == TOMORROW_TEN + timedelta(hours=1)


def test_a_lead_books_on_top_with_a_reason_and_a_receptionist_is_not_asked_for_one(desk, clinic):
    actor, client = desk
    booked(actor, *clinic)
    asked = taken(actor)
    own = {"practitioner": clinic[0].pk, "location": clinic[1].pk, "day": "2026-11-26", "clock": "10:00"}
    assert post(client, asked, "book", overbook_reason="Sent by the hospital", **own).status_code == 302
    assert Appointment.objects.get(request=asked).overbook_reason == "Sent by the hospital"
    receptionist, their_client = at_desk()
    theirs = taken(receptionist)
    assert "overbook_reason" not in text(their_client.get(f"/desk/{theirs.reference}/"))


def test_a_time_the_clocks_skip_or_show_twice_is_refused_by_name(desk, clinic):
    actor, client = desk
    asked = taken(actor)
    for day, words in {"2026-03-29": "does not exist", "2026-10-25": "comes twice"}.items():
        own = {"practitioner": clinic[0].pk, "location": clinic[1].pk, "day": day, "clock": "01:30"}
        response = post(client, asked, "book", **own)
        assert response.refused
        assert words in text(response)


def test_the_clinic_cancels_and_the_request_is_at_the_top_of_the_queue(desk, clinic):
    actor, client = desk
    make_request(now=NOON - timedelta(days=5))
    appointment = booked(actor, *clinic, patient_name="Cancelled by us")
    assert post(client, appointment.request, "cancel_by_clinic", reason="leave", note="").status_code == 302
    assert client.get("/desk/").context["rows"][0].name == "Cancelled by us"


@pytest.mark.parametrize("code", ["1.1", "x.y.z", "1.1.99999999999999999999", "999.999.1"])
@pytest.mark.django_db
def test_a_code_of_no_time_is_refused(code):
    with pytest.raises(ValidationError, match="Choose one of the times shown"):
        read_time_codes([code])


def test_a_time_that_is_none_is_refused(desk):
    actor, client = desk
    asked = taken(actor)
    for code in ("", "999.999.1"):
        assert post(client, asked, "book", time=code).refused


def test_an_appointment_that_was_missed_can_be_taken_back_by_a_lead(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic, starts_at=NOON + timedelta(hours=1), now=NOON)
    attendance.miss(appointment, by=actor, now=NOON + timedelta(hours=2))
    assert "Take “did not come” back" in text(client.get(f"/desk/{appointment.request.reference}/"))
    assert post(client, appointment.request, "not_missed").status_code == 302
