"""Closures, leave and extra sessions in the admin, by the clock on the wall; public holidays that become closures."""

import re
from datetime import time, timedelta

import pytest

from appointments.models import ScheduleException
from tests.appointments.builders import NOON, as_role
from tests.appointments.clinic import MONDAY, at, make_location
from tests.appointments.clocks import BACK, FORWARD, later, wall
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.office import address, complaints, complaints_about, send
from tests.appointments.scheduling.test_free_times import make_appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return kept_clinic()


def leave(clinic, **changes) -> dict:
    """What the form would send for leave on that Monday."""
    plain = {"kind": "leave", "practitioner": clinic.doctor.pk, "starts_day": str(MONDAY), "ends_day": str(MONDAY)}
    return plain | changes


def test_leave_without_times_lasts_for_whole_days(clinic):
    assert complaints(send("scheduleexception", leave(clinic, public_reason="On holiday"))) == {}
    stored = ScheduleException.objects.get()
    assert (stored.kind, stored.practitioner, stored.public_reason) == ("leave", clinic.doctor, "On holiday")
    assert (stored.starts_at, stored.ends_at) == (at(0), at(0, days=1))
    assert stored.made_by is not None and stored.made_at >= NOON


def test_what_is_stored_is_shown_as_it_was_typed_and_can_be_changed(clinic):
    send("scheduleexception", leave(clinic, ends_time="12:00"))
    stored = ScheduleException.objects.get()
    client = as_role("lead")
    form = client.get(address("scheduleexception", "change", stored.pk)).context["adminform"].form
    assert (form["starts_day"].value(), form["starts_time"].value()) == (MONDAY, None)
    assert (form["ends_day"].value(), form["ends_time"].value()) == (MONDAY, time(12))
    longer = leave(clinic, starts_time="08:00", ends_day=str(MONDAY + timedelta(days=1)))
    assert complaints(send("scheduleexception", longer, row=stored)) == {}
    stored.refresh_from_db()
    assert (stored.starts_at, stored.ends_at) == (at(8), at(0, days=2))
    assert ScheduleException.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"ends_day": str(MONDAY - timedelta(days=1))}, "ends_day"),
        ({"starts_time": "12:00", "ends_time": "12:00"}, "ends_day"),
        ({"starts_time": "09:03"}, "starts_time"),
        ({"starts_day": "9999-12-31"}, "starts_day"),
        ({"starts_day": "0001-01-01"}, "starts_day"),
        ({"starts_day": "2027-02-29"}, "starts_day"),
        ({"starts_time": "25:00"}, "starts_time"),
        ({"practitioner": ""}, "__all__"),
        ({"kind": "closure"}, "__all__"),
        ({"kind": "extra"}, "__all__"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_what_makes_no_sense_is_an_error_in_the_form_not_a_crash(clinic, wrong, field):
    assert list(complaints_about("scheduleexception", leave(clinic, **wrong))) == [field]


def test_what_makes_no_sense_is_not_stored(clinic):
    for wrong, field in (({"starts_day": "9999-12-31"}, "starts_day"), ({"practitioner": ""}, "__all__")):
        assert list(complaints(send("scheduleexception", leave(clinic, **wrong)))) == [field]
    assert not ScheduleException.objects.exists()


@pytest.mark.parametrize("change", FORWARD, ids=lambda change: change.zone.key)
def test_a_time_the_clock_skips_is_refused_naming_the_change(clinic, settings, change):
    settings.TIME_ZONE = change.zone.key
    typed = leave(clinic, starts_day=str(change.day), ends_day=str(change.day), starts_time=later(change.at, 10))
    told = complaints(send("scheduleexception", typed))["starts_time"]
    skipped, becomes = later(change.at, 10), later(change.at, change.by)
    assert f"the clocks go forward from {change.at} to {becomes}: there is no {skipped} on that day." in told
    assert str(change.day.year) in told


@pytest.mark.parametrize("change", BACK, ids=lambda change: change.zone.key)
def test_of_a_time_the_clock_shows_twice_one_has_to_be_chosen(clinic, settings, change):
    settings.TIME_ZONE = change.zone.key
    twice = later(change.at, -10)
    typed = leave(clinic, starts_day=str(change.day), ends_day=str(change.day), starts_time=twice, ends_time="09:00")
    asked = send("scheduleexception", typed)
    assert "comes twice" in complaints(asked)["starts_which"]
    page = asked.content.decode()
    assert page.count('type="radio" name="starts_which"') == 2 and 'type="radio" name="ends_which"' not in page
    for which, fold in (("first", 0), ("second", 1)):
        assert complaints(send("scheduleexception", typed | {"starts_which": which})) == {}
        stored = ScheduleException.objects.order_by("pk").last()
        assert stored.starts_at == wall(change.day, twice, change.zone, fold)
        again = as_role("lead").get(address("scheduleexception", "change", stored.pk)).context["adminform"].form
        assert again["starts_which"].value() == which
        assert complaints(send("scheduleexception", typed | {"starts_which": which}, row=stored)) == {}
    usual = typed | {"starts_which": "second", "starts_time": "08:00"}  # what was chosen before does no harm
    assert complaints(send("scheduleexception", usual)) == {}


def test_an_extra_session_needs_somebody_who_is_free_to_work_there(clinic):
    evening = leave(clinic, kind="extra", location=clinic.location.pk, starts_time="18:00", ends_time="20:00")
    assert complaints(send("scheduleexception", evening)) == {}
    elsewhere = evening | {"location": make_location("Second house").pk, "starts_time": "16:00", "ends_time": "17:30"}
    assert "works in another place" in complaints(send("scheduleexception", elsewhere))["__all__"]
    send("scheduleexception", leave(clinic, kind="closure", practitioner="", starts_time="17:00"))
    assert (
        "is closed"
        in complaints(send("scheduleexception", evening | {"starts_time": "20:00", "ends_time": "21:00"}))["__all__"]
    )


def test_appointments_in_the_way_are_counted_listed_and_left_alone(clinic):
    make_appointment(clinic, at(10))
    make_appointment(clinic, at(14))
    client = as_role("lead")
    answer = client.post(address("scheduleexception", "add"), leave(clinic, ends_time="13:00"), follow=True)
    assert "1 appointment is booked in this time. It stays booked" in answer.content.decode()
    stored = ScheduleException.objects.get()
    page = client.get(address("scheduleexception", "change", stored.pk)).content.decode()
    assert f"<li>Monday 30 November 2026, 10:00, {clinic.doctor}, {clinic.location}</li>" in page
    assert "14:00, " not in page
    assert {appointment.status for appointment in clinic.doctor.appointments.all()} == {"booked"}


def test_receptionists_look_and_change_nothing(clinic):
    send("scheduleexception", leave(clinic))
    stored = ScheduleException.objects.get()
    page = as_role("receptionist").get(address("scheduleexception", "change", stored.pk))
    assert page.status_code == 200 and "Monday 30 November 2026, 00:00" in page.content.decode()
    assert send("scheduleexception", leave(clinic), role="receptionist", row=stored).status_code == 403
    assert as_role("receptionist").get(address("scheduleexception", "holidays")).status_code == 403


def test_closures_are_taken_out_one_by_one_and_together(clinic):
    for days in range(3):
        send("scheduleexception", leave(clinic, ends_day=str(MONDAY + timedelta(days=days))))
    first, *others = ScheduleException.objects.order_by("pk")
    client = as_role("lead")
    client.post(address("scheduleexception", "delete", first.pk), {"post": "yes"})
    assert ScheduleException.objects.count() == 2
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in others], "post": "yes"}
    client.post(address("scheduleexception", "changelist"), chosen)
    assert not ScheduleException.objects.exists()


# --- public holidays -------------------------------------------------------------------------------------------------


def test_public_holidays_are_suggested_and_nothing_is_ticked():
    client = as_role("lead")
    assert (
        address("scheduleexception", "holidays")
        in client.get(address("scheduleexception", "changelist")).content.decode()
    )
    page = client.get(address("scheduleexception", "holidays")).content.decode()
    assert re.findall(r"(\w+ \d+ \w+: [\w ]+)", page)[0] == "Friday 25 December: Christmas Day"  # the rest of 2026
    assert "checked" not in page
    next_year = client.get(address("scheduleexception", "holidays") + "?year=2027").content.decode()
    assert "Good Friday" in next_year
    assert "2026</strong>" in client.get(address("scheduleexception", "holidays") + "?year=1999").content.decode()
    assert not ScheduleException.objects.exists()


def test_ticked_holidays_become_closures_of_the_whole_day_once(clinic):
    make_appointment(clinic, at(9, days=25))  # Christmas Day
    client = as_role("admin")
    for _time in range(2):
        answer = client.post(address("scheduleexception", "holidays"), {"days": ["2026-12-25"]}, follow=True)
    stored = ScheduleException.objects.get()
    assert (stored.kind, stored.public_reason) == ("closure", "Christmas Day")
    assert (stored.starts_at, stored.ends_at) == (at(0, days=25), at(0, days=26))
    assert "0 closures were stored" in answer.content.decode()
    page = client.get(address("scheduleexception", "change", stored.pk)).content.decode()
    assert "Friday 25 December 2026, 09:00" in page


def test_a_day_that_is_no_holiday_is_not_closed():
    client = as_role("lead")
    for days in ([], ["2026-12-24"], ["x"]):
        answer = client.post(address("scheduleexception", "holidays"), {"days": days})
        assert answer.status_code == 422 and 'class="errornote"' in answer.content.decode(), days
    assert not ScheduleException.objects.exists()


def test_they_are_those_of_the_part_of_the_country_and_not_of_the_phone_region(settings):
    settings.PHONE_REGION, settings.CLINIC_SUBDIVISION = "DE", "SCT"
    page = as_role("lead").get(address("scheduleexception", "holidays") + "?year=2027").content.decode()
    assert "GB – SCT" in page and "Monday 2 August: Summer Bank Holiday" in page
    assert "Easter Monday" not in page and "30 August" not in page


def test_a_clinic_that_has_not_said_where_it_is_is_asked_to(settings):
    settings.CLINIC_COUNTRY = settings.CLINIC_SUBDIVISION = ""
    page = as_role("lead").get(address("scheduleexception", "holidays")).content.decode()
    assert "sets CLINIC_COUNTRY" in page and 'type="checkbox" name="days"' not in page


def test_a_country_without_known_holidays_says_so(settings):
    settings.CLINIC_COUNTRY, settings.CLINIC_SUBDIVISION = "ZZ", ""
    page = as_role("lead").get(address("scheduleexception", "holidays")).content.decode()
    assert "Enter closures by hand" in page
