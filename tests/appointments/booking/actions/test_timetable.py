"""Closures and leave are changed, and public holidays become closures: what is booked meanwhile stays as it is."""

from datetime import date, timedelta

import pytest

from appointments.booking.actions import absences, timetable
from appointments.models import ScheduleException
from appointments.scheduling.free_times import free_times
from tests.appointments.builders import NOON
from tests.appointments.clinic import MONDAY, at
from tests.appointments.clocks import BACK, DAYS, FORWARD, names, wall
from tests.appointments.kept_clinic import kept_clinic

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def clinic():
    return kept_clinic(2)


def first_free(clinic, doctor) -> str:
    found = free_times(
        service=clinic.service, practitioners=[doctor], first_day=MONDAY, last_day=MONDAY, now=NOON, limit=1
    )
    return f"{found[0].starts_at:%H:%M}" if found else "none"


def test_leave_that_is_changed_gives_time_back_and_takes_other(clinic):
    one, other = clinic.doctors
    leave = absences.add("leave", starts_at=at(9), ends_at=at(12), practitioner=one, by=clinic.lead, now=NOON)
    assert (first_free(clinic, one), first_free(clinic, other)) == ("12:00", "09:00")
    shorter = timetable.change(
        leave, kind="leave", starts_at=at(9), ends_at=at(10), practitioner=one, by=clinic.lead, now=LATER
    )
    assert (shorter.pk, shorter.made_by, shorter.made_at) == (leave.pk, clinic.lead.user, LATER)
    assert (first_free(clinic, one), first_free(clinic, other)) == ("10:00", "09:00")
    for_both = {"kind": "closure", "starts_at": at(9), "ends_at": at(11), "public_reason": "Training"}
    closure = timetable.change(leave, **for_both, by=clinic.lead, now=LATER)
    assert (closure.practitioner, closure.public_reason) == (None, "Training")
    assert (first_free(clinic, one), first_free(clinic, other)) == ("11:00", "11:00")


def test_an_appointment_in_the_way_of_a_change_stays_booked(clinic):
    appointment = clinic.booked(at(14))
    leave = absences.add("leave", starts_at=at(9), ends_at=at(12), practitioner=clinic.doctor, by=clinic.lead, now=NOON)
    timetable.change(
        leave, kind="leave", starts_at=at(9), ends_at=at(17), practitioner=clinic.doctor, by=clinic.lead, now=LATER
    )
    appointment.refresh_from_db()
    assert appointment.status == "booked"
    hit = absences.affected_appointments(practitioner=clinic.doctor, starts_at=at(9), ends_at=at(17))
    assert list(hit) == [appointment]


def test_a_change_that_cannot_be_leaves_everything_as_it_was(clinic):
    leave = absences.add("leave", starts_at=at(9), ends_at=at(12), practitioner=clinic.doctor, by=clinic.lead, now=NOON)
    leave.delete()
    with pytest.raises(ScheduleException.DoesNotExist):
        timetable.change(leave, kind="leave", starts_at=at(9), ends_at=at(12), by=clinic.lead, now=LATER)
    assert not ScheduleException.objects.exists()


@pytest.mark.parametrize("zone, day", DAYS, ids=names)
def test_a_closed_day_lasts_from_midnight_to_midnight_when_the_clocks_change(clinic, settings, zone, day):
    settings.TIME_ZONE = zone.key
    (closure,) = timetable.close_on([(day, "Clocks")], by=clinic.lead, now=NOON)
    assert (closure.starts_at, closure.ends_at) == (
        wall(day, "00:00", zone),
        wall(day + timedelta(days=1), "00:00", zone),
    )
    length = (closure.ends_at - closure.starts_at) - timedelta(days=1)
    assert length == -timedelta(minutes=next(change.by for change in (*FORWARD, *BACK) if change.day == day))


def test_a_day_is_closed_once_also_within_a_longer_closure(clinic):
    christmas = (date(2026, 12, 25), "Christmas Day")
    assert len(timetable.close_on([christmas, christmas], by=clinic.lead, now=NOON)) == 1
    assert timetable.close_on([christmas], by=clinic.lead, now=NOON) == []
    year_end = {"starts_at": at(0, days=28), "ends_at": at(0, days=35)}
    absences.add("closure", **year_end, by=clinic.lead, now=NOON)
    assert timetable.close_on([(date(2026, 12, 28), "Boxing Day (observed)")], by=clinic.lead, now=NOON) == []
    half_a_day = {"starts_at": at(0, days=32), "ends_at": at(12, days=32)}
    absences.add("closure", **half_a_day, by=clinic.lead, now=NOON)
    assert ScheduleException.objects.count() == 3
