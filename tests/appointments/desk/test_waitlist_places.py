"""The waiting list on the screen: who waits since when, why a time went past them, and an earlier time for an
appointment."""

from datetime import timedelta

import pytest

from appointments.booking.actions import closing, offers
from appointments.lifecycle.actor import SYSTEM
from appointments.models import FreedTime, WaitlistEntry, WaitlistSkip
from appointments.waitlist import actions
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at
from tests.appointments.desk.builders import at_desk, booked, open_clinic, taken
from tests.snapshots import once

pytestmark = pytest.mark.both_databases


@pytest.fixture
def clinic(service):
    return once("open clinic of Dr Ada", lambda: open_clinic(service, name="Dr Ada Example"))


@pytest.fixture
def desk(clinic):
    return at_desk()


def page(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def post(client, asked, step, **typed):
    asked.refresh_from_db()
    return client.post(f"/desk/{asked.reference}/{step}/", {"version": asked.version} | typed)


def waits(desk, clinic) -> WaitlistEntry:
    """Somebody past whom a time went."""
    practitioner, place = clinic
    request = closing.put_on_waiting_list(taken(desk[0]), review_on=at(9).date(), by=desk[0], now=NOON)
    entry = WaitlistEntry.objects.get(request=request)
    freed = FreedTime.objects.create(
        practitioner=practitioner,
        location=place,
        starts_at=at(10),
        ends_at=at(11),
        freed_at=NOON,
        because="cancelled",
        state="nobody",
    )
    WaitlistSkip.objects.create(entry=entry, freed_time=freed, reason="wishes", at=NOON)
    return entry


def test_the_list_says_since_when_when_to_look_again_and_why_the_last_time_went_past(desk, clinic):
    waits(desk, clinic)
    [row] = desk[1].get("/desk/?tab=list").context["rows"]
    assert row.waitlist == (
        "since today, 12:00 · look again Monday 30 November · last time not offered: outside the times they asked for"
    )


def test_a_day_to_look_again_that_has_come_is_said(desk, clinic):
    entry = waits(desk, clinic)
    WaitlistEntry.objects.filter(pk=entry.pk).update(review_on=NOON.date())
    [row] = desk[1].get("/desk/?tab=list").context["rows"]
    assert "look again now" in row.waitlist
    assert "The day to look again has come: call." in page(desk[1], f"/desk/{entry.request.reference}/")


def test_the_page_answers_why_not_offered(desk, clinic):
    entry = waits(desk, clinic)
    shown = page(desk[1], f"/desk/{entry.request.reference}/")
    assert "Why not offered?" in shown
    assert "<dt>Monday 30 November, 10:00 with Dr Ada Example</dt><dd>outside the times they asked for</dd>" in shown


def test_a_patient_with_an_appointment_is_put_down_for_an_earlier_time_and_taken_off_again(desk, clinic):
    actor, client = desk
    asked = booked(actor, *clinic, starts_at=at(10, days=7)).request
    assert "No earlier time is wanted any more" not in page(client, f"/desk/{asked.reference}/")
    assert post(client, asked, "want_earlier", notice_hours="48").status_code == 302
    shown = page(client, f"/desk/{asked.reference}/")
    assert "Waits for an earlier time" in shown and "Needs 48 hours’ notice." in shown
    assert [row.name for row in client.get("/desk/?tab=earlier").context["rows"]] == ["Olena Example"]
    assert post(client, asked, "not_earlier").status_code == 302
    assert client.get("/desk/?tab=earlier").context["rows"] == []


def test_too_near_an_appointment_no_earlier_one_is_asked_for_and_the_page_says_so(desk, clinic):
    actor, client = desk
    asked = booked(actor, *clinic).request
    response = post(client, asked, "want_earlier", notice_hours="0")
    assert response.refused
    assert "The appointment is too near for an earlier one." in response.content.decode()


@pytest.mark.parametrize("answer", ["takes it", "keeps the appointment"])
def test_an_earlier_time_that_is_held_is_taken_or_refused_for_the_patient_on_the_phone(desk, clinic, answer):
    actor, client = desk
    practitioner, place = clinic
    appointment = booked(actor, *clinic, starts_at=at(10, days=7))
    actions.want_earlier(appointment.request, by=actor, now=NOON)
    times = [(practitioner, place, at(10))]
    offer = offers.offer_beside_appointment(
        appointment.request, times=times, lasts=timedelta(hours=4), by=SYSTEM, now=NOON
    )
    assert page(client, f"/desk/{appointment.request.reference}/").count("The patient takes this") == 1
    code = f"{practitioner.pk}.{place.pk}.{int(at(10).timestamp())}"
    if answer == "takes it":
        post(client, appointment.request, "move", time=code)
    else:
        post(client, appointment.request, "none_suits")
    offer.refresh_from_db()
    appointment.refresh_from_db()
    expected = ("accepted", at(10)) if answer == "takes it" else ("none_suits", at(10, days=7))
    assert (offer.answer, appointment.starts_at) == expected


def test_a_time_held_for_the_waiting_list_is_refused_with_the_hour_it_is_held_until(desk, clinic):
    actor, client = desk
    practitioner, place = clinic
    entry = waits(desk, clinic)
    times = [(practitioner, place, at(10))]
    offers.offer(entry.request, times=times, lasts=timedelta(hours=4), by=SYSTEM, now=NOON)
    other = taken(actor)
    response = post(client, other, "book", time=f"{practitioner.pk}.{place.pk}.{int(at(10).timestamp())}")
    assert response.refused
    assert "it is held for the waiting list until 25 November, 16:00" in response.content.decode()


# --- promises of today -----------------------------------------------------------------------------------------------


def test_what_is_promised_for_today_is_counted_and_found(desk, service):
    _actor, client = desk
    service.__class__.objects.update(answer_within_hours=4)
    make_request(patient_name="Due Today", call_times=[])
    service.__class__.objects.update(answer_within_hours=40)
    make_request(patient_name="Due Later")
    make_request(patient_name="Is Late", now=NOON - timedelta(days=20))
    shown = page(client, "/desk/")
    assert "2 answers are promised for today" in shown and "1 of them is late" in shown
    rows = client.get("/desk/?due=on").context["rows"]
    assert {row.name for row in rows} == {"Due Today", "Is Late"}


def test_with_nothing_promised_for_today_nothing_is_said(desk):
    assert "promised for today" not in page(desk[1], "/desk/").replace("Promised for today, or late", "")


def test_cancelling_frees_the_time_in_the_same_step(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic, starts_at=at(10))
    post(client, appointment.request, "cancel")
    assert FreedTime.objects.get().starts_at == at(10)
