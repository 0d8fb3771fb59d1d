"""Places and hours in the admin: who may change them, and what is refused with a sentence that helps."""

from datetime import date, time
from itertools import islice

import pytest

from appointments.models import Location, OpeningHours, ScheduleException, WorkingHours
from appointments.scheduling.reception_hours import read_reception_hours
from tests.appointments.builders import NOON, as_role
from tests.appointments.clinic import at, make_clinic, make_location
from tests.appointments.office import address, complaints, complaints_about, parsed, send
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor():
    return make_practitioner()


@pytest.fixture
def hours(doctor):
    """Mondays from nine to twelve, until further notice; what the form would send."""
    return {
        "practitioner": doctor.pk,
        "weekday": 1,
        "starts": "09:00",
        "ends": "12:00",
        "location": make_location().pk,
        "valid_from": "2026-11-02",
        "valid_to": "",
    }


def stored(hours, **changes) -> WorkingHours:
    """The row that the form makes of it."""
    plain = {"starts": time(9), "ends": time(12), "weekday": 1, "valid_from": date(2026, 11, 2)}
    return WorkingHours.objects.create(
        practitioner_id=hours["practitioner"], location_id=hours["location"], **plain | changes
    )


@pytest.mark.parametrize("role, status", [("receptionist", 403), ("editor", 403), ("lead", 302), ("admin", 302)])
def test_leads_and_administrators_keep_the_hours_others_look(hours, role, status):
    assert send("workinghours", hours, role=role).status_code == status
    assert WorkingHours.objects.exists() == (status == 302)
    assert send("openinghours", {"weekday": 1, "opens": "08:00", "closes": "12:00"}, role=role).status_code == status
    assert send("location", {"name": "Second house"}, role=role).status_code == status


def test_hours_are_stored_as_typed(hours, doctor):
    assert complaints(send("workinghours", hours)) == {}
    stored = WorkingHours.objects.get()
    assert (stored.practitioner, stored.weekday, stored.starts, stored.ends) == (doctor, 1, time(9), time(12))
    assert (stored.valid_from, stored.valid_to) == (date(2026, 11, 2), None)
    page = as_role("lead").get(address("workinghours", "change", stored.pk)).content.decode()
    assert 'value="09:00"' in page and "09:00:00" not in page


@pytest.mark.parametrize(
    "other, clashes",
    [
        ({}, True),
        ({"starts": "11:00", "ends": "13:00"}, True),
        ({"starts": "08:00", "ends": "13:00"}, True),
        ({"starts": "10:00", "ends": "11:00"}, True),
        ({"starts": "12:00", "ends": "13:00"}, False),  # right after
        ({"weekday": 2}, False),
        ({"valid_from": "2026-10-01", "valid_to": "2026-11-01"}, False),  # over by then
        ({"valid_from": "2026-10-01", "valid_to": "2026-11-02"}, True),  # one day together
        ({"valid_from": "2027-01-01"}, True),
    ],
)
def test_hours_of_one_person_that_overlap_are_refused_naming_the_others(hours, other, clashes):
    stored(hours)
    found = complaints_about("workinghours", hours | other)
    assert bool(found) == clashes
    if clashes:
        assert "Monday 09:00–12:00" in " ".join(found.values())


def test_two_people_may_work_at_the_same_time_and_hours_are_not_in_their_own_way(hours):
    send("workinghours", hours)
    assert complaints(send("workinghours", hours | {"practitioner": make_practitioner().pk})) == {}
    row = WorkingHours.objects.order_by("pk").first()
    assert complaints(send("workinghours", hours | {"ends": "12:30"}, row=row)) == {}


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"starts": "09:02"}, "starts"),
        ({"ends": "11:59"}, "ends"),
        ({"starts": "09:00:30"}, "starts"),
        ({"starts": "12:00"}, "__all__"),
        ({"ends": "08:55"}, "__all__"),
        ({"starts": "24:00"}, "starts"),
        ({"ends": "24:05"}, "ends"),
        ({"starts": "25:00"}, "starts"),
        ({"weekday": 8}, "weekday"),
        ({"valid_to": "2026-11-01"}, "__all__"),
        ({"valid_from": "2027-02-29"}, "valid_from"),
        ({"location": ""}, "location"),
    ],
)
def test_hours_that_make_no_sense_are_an_error_in_the_form(hours, wrong, field):
    assert list(complaints_about("workinghours", hours | wrong)) == [field]


def test_hours_that_are_refused_are_not_stored(hours):
    assert list(complaints(send("workinghours", hours | {"starts": "09:02"}))) == ["starts"]
    send("workinghours", hours)
    assert "Monday 09:00–12:00" in " ".join(complaints(send("workinghours", hours | {"ends": "11:00"})).values())
    assert WorkingHours.objects.count() == 1


def test_midnight_is_understood_as_people_write_it(hours):
    for typed in ("24:00", "00:00", "24:00:00", " 24:00 ", "24"):
        assert parsed("workinghours", hours | {"starts": "20:00", "ends": typed})["ends"] == time(0), typed


def test_hours_may_last_until_midnight(hours):
    evening = hours | {"starts": "20:00", "ends": "24"}
    assert complaints(send("workinghours", evening)) == {}
    row = WorkingHours.objects.get()
    assert (row.ends, str(row)[-11:]) == (time(0), "20:00–24:00")
    client = as_role("lead")
    page = client.get(address("workinghours", "change", row.pk)).content.decode()
    assert 'value="24:00"' in page and "midnight at the end of the day" in page
    assert "20:00–24:00" in client.get(address("workinghours", "changelist")).content.decode()
    assert complaints(send("workinghours", evening | {"ends": "24:00"}, row=row)) == {}  # not in its own way


@pytest.mark.parametrize(
    ("starts", "ends", "clashes"),
    [
        ("23:00", "23:55", True),
        ("23:55", "24:00", True),
        ("19:00", "20:05", True),
        ("00:00", "24:00", True),
        ("08:00", "20:00", False),
        ("00:00", "00:30", False),
    ],
)
def test_hours_until_midnight_overlap_with_what_lies_before_it(hours, starts, ends, clashes):
    stored(hours, starts=time(20), ends=time(0))
    found = complaints_about("workinghours", hours | {"starts": starts, "ends": ends})
    assert bool(found) == clashes and ("20:00–24:00" in " ".join(found.values())) == clashes


def test_reception_may_be_open_until_midnight_or_all_day():
    for weekday, opens in ((1, "18:00"), (2, "00:00")):
        assert complaints(send("openinghours", {"weekday": weekday, "opens": opens, "closes": "24:00"})) == {}
    assert complaints(send("openinghours", {"weekday": 2, "opens": "23:00", "closes": "23:30"})).keys() == {"__all__"}
    spans = list(islice(read_reception_hours(at(0)).open_spans(at(0)), 2))
    assert [(span.start, span.end) for span in spans] == [(at(18), at(0, days=1)), (at(0, days=1), at(0, days=2))]


def test_opening_hours_do_not_overlap_either():
    send("openinghours", {"weekday": 1, "opens": "08:00", "closes": "12:30"})
    found = complaints(send("openinghours", {"weekday": 1, "opens": "12:00", "closes": "13:00"}))
    assert "Monday 08:00–12:30" in found["__all__"]
    assert complaints(send("openinghours", {"weekday": 1, "opens": "13:30", "closes": "17:32"})).keys() == {"closes"}
    assert complaints(send("openinghours", {"weekday": 1, "opens": "13:30", "closes": "17:30"})) == {}
    assert OpeningHours.objects.count() == 2


def test_monday_is_copied_to_tuesday_with_save_as_new(hours):
    send("workinghours", hours)
    copied = send("workinghours", hours | {"weekday": 2, "_saveasnew": "1"}, row=WorkingHours.objects.get())
    assert copied.status_code == 302
    assert set(WorkingHours.objects.values_list("weekday", flat=True)) == {1, 2}


def test_a_location_is_put_out_of_use_never_deleted():
    place = make_location()
    assert as_role("superuser").post(address("location", "delete", place.pk), {"post": "yes"}).status_code == 403
    assert Location.objects.exists()


@pytest.mark.parametrize("model", ["location", "openinghours", "workinghours", "scheduleexception"])
@pytest.mark.parametrize("doctors", [1, 6])
def test_the_lists_cost_the_same_however_many_rows_there_are(model, doctors, django_assert_max_num_queries):
    clinic = make_clinic(doctors=doctors)
    for doctor in clinic.doctors:
        leave = {"starts_at": at(9), "ends_at": at(10), "made_at": NOON}
        ScheduleException.objects.create(kind="leave", practitioner=doctor, **leave)
    OpeningHours.objects.create(weekday=1, opens=time(8), closes=time(12))
    client = as_role("lead")
    with django_assert_max_num_queries(12):
        assert client.get(address(model, "changelist")).status_code == 200
