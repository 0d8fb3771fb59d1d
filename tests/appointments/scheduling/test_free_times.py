"""From the rows to the free times: hours, leave, appointments and holds as they are stored, in a handful of queries."""

from datetime import date, time, timedelta

import pytest

from appointments.models import Appointment, AppointmentRequest, ScheduleException, TimeOffer, WorkingHours
from appointments.scheduling.free_times import free_times, is_free, session_location, timetables
from tests.appointments.builders import NOON, request_values
from tests.appointments.clinic import MONDAY, at, make_clinic, make_hours, make_location
from tests.appointments.clocks import BACK, FORWARD, clock, wall
from tests.builders import make_practitioner
from topics.models import Practitioner

pytestmark = pytest.mark.django_db

TUESDAY = MONDAY + timedelta(days=1)
NONE = timedelta(0)


@pytest.fixture
def clinic():
    """One doctor, weekdays from nine to five; appointments of an hour, nothing around them."""
    return make_clinic(appointment_minutes=60)


def starts(clinic, *, first=MONDAY, last=MONDAY, now=NOON, every=60, **more) -> list[str]:
    """When free appointments start, as the clock of London shows it."""
    practitioners = more.pop("practitioners", clinic.doctors)
    found = free_times(
        service=clinic.service,
        practitioners=practitioners,
        first_day=first,
        last_day=last,
        now=now,
        every=timedelta(minutes=every),
        **more,
    )
    return [f"{time.starts_at:%H:%M}" for time in found]


def all_day_but(*missing: str) -> list[str]:
    return [f"{hour:02}:00" for hour in range(9, 17) if f"{hour:02}:00" not in missing]


def make_appointment(clinic, starts_at, *, status="booked", lasts=60, hold_expires_at=None, **fields) -> Appointment:
    """A row of an appointment or a hold, as the actions leave it."""
    request = AppointmentRequest.objects.create(**request_values(clinic.service))
    reason = {"cancelled": "patient"}.get(status, "")
    if hold_expires_at:
        fields["offer"] = TimeOffer.objects.create(
            request=request, made_at=NOON - timedelta(days=2), expires_at=hold_expires_at
        )
    plain = {
        "request": request,
        "practitioner": clinic.doctor,
        "location": clinic.location,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=lasts),
        "status": status,
        "cancellation_reason": reason,
        "hold_expires_at": hold_expires_at,
        "made_at": NOON,
    }
    return Appointment.objects.create(**plain | fields)


def make_exception(kind, starts_at, ends_at, **fields) -> ScheduleException:
    return ScheduleException.objects.create(kind=kind, starts_at=starts_at, ends_at=ends_at, made_at=NOON, **fields)


# --- hours, leave, closures ------------------------------------------------------------------------------------------


def test_the_hours_of_the_week_are_free_where_nothing_else_is(clinic):
    assert starts(clinic) == all_day_but()
    assert starts(clinic, first=MONDAY - timedelta(days=2), last=MONDAY - timedelta(days=1)) == []  # the weekend
    found = free_times(
        service=clinic.service, practitioners=clinic.doctors, first_day=MONDAY, last_day=MONDAY, now=NOON
    )
    first = found[0]
    assert (first.starts_at, first.ends_at) == (at(9), at(10))
    assert (first.practitioner_id, first.location_id) == (clinic.doctor.pk, clinic.location.pk)
    assert len(found) == 29  # every quarter of an hour from nine to four


def test_leave_of_one_and_a_closure_for_all_take_time_and_extra_sessions_give_some():
    clinic = make_clinic(doctors=2, appointment_minutes=60)
    away, other = clinic.doctors
    make_exception("leave", at(9), at(12), practitioner=away)
    make_exception("closure", at(15), at(20))
    make_exception("extra", at(18), at(21), practitioner=other, location=make_location("Evening rooms"))
    assert starts(clinic, practitioners=[away]) == ["12:00", "13:00", "14:00"]
    assert starts(clinic, practitioners=[other]) == [*all_day_but("15:00", "16:00"), "20:00"]


def test_somebody_who_has_left_and_a_house_out_of_use_have_no_times(clinic):
    clinic.location.active = False
    clinic.location.save()
    assert starts(clinic) == []
    elsewhere = make_location("Second house")
    make_hours(clinic.doctor, elsewhere, time(8), time(10))
    assert starts(clinic) == ["08:00", "09:00"]
    clinic.doctor.active = False
    assert starts(clinic) == []


def test_hours_of_other_weeks_do_not_count(clinic):
    WorkingHours.objects.update(valid_from=TUESDAY, valid_to=TUESDAY + timedelta(days=7))
    assert starts(clinic) == []
    assert starts(clinic, first=TUESDAY, last=TUESDAY) == all_day_but()
    late = TUESDAY + timedelta(days=8)
    assert starts(clinic, first=late, last=late) == []


# --- what is taken ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status, is_taken",
    [
        ("booked", True),
        ("arrived", True),
        ("fulfilled", True),
        ("cancelled", False),
        ("noshow", False),
        ("entered-in-error", False),
    ],
)
def test_appointments_take_time_unless_they_do_not_happen(clinic, status, is_taken):
    make_appointment(clinic, at(10), status=status)
    assert starts(clinic) == (all_day_but("10:00") if is_taken else all_day_but())


def test_a_hold_takes_time_until_it_lapses_swept_or_not(clinic):
    make_appointment(clinic, at(10), status="pending", hold_expires_at=NOON + timedelta(minutes=5))
    make_appointment(clinic, at(12), status="pending", hold_expires_at=NOON)
    assert starts(clinic) == all_day_but("10:00")
    assert starts(clinic, now=NOON + timedelta(minutes=5)) == all_day_but()


def test_buffers_of_the_appointments_there_and_of_the_one_to_come_are_kept(clinic):
    make_appointment(clinic, at(10), buffer_before=15, buffer_after=30)
    clinic.service.appointment_minutes = 30
    assert starts(clinic, every=15)[:5] == ["09:00", "09:15", "11:30", "11:45", "12:00"]
    clinic.service.buffer_before, clinic.service.buffer_after = 10, 5
    assert starts(clinic, every=5)[:4] == ["09:10", "11:40", "11:45", "11:50"]


def test_an_appointment_on_top_of_another_frees_nothing_and_goes_on_taking_time_alone(clinic):
    below = make_appointment(clinic, at(10))
    make_appointment(clinic, at(10), seat=1, overbook_reason="Could not wait.")
    assert starts(clinic) == all_day_but("10:00")
    below.delete()
    assert starts(clinic) == all_day_but("10:00")


def test_an_appointment_to_be_moved_is_not_in_its_own_way_nor_offered_the_time_it_has(clinic):
    appointment = make_appointment(clinic, at(10))
    make_appointment(clinic, at(11))
    assert starts(clinic, ignoring=appointment) == all_day_but("10:00", "11:00")
    quarters = starts(clinic, ignoring=appointment, every=15)
    assert "09:45" in quarters and "10:00" not in quarters


def test_a_long_appointment_from_before_midnight_still_takes_the_morning(clinic):
    night = make_location("Night house")
    make_exception("extra", at(0), at(3), practitioner=clinic.doctor, location=night)
    make_appointment(clinic, at(22, days=-1), lasts=240, buffer_after=15)
    assert starts(clinic, every=15)[0] == "09:00"
    clinic.service.appointment_minutes = 45
    assert starts(clinic, every=15)[0] == "02:15"


# --- lead time, horizon, limit ---------------------------------------------------------------------------------------


def test_nothing_is_offered_before_the_lead_time_nor_after_the_horizon(clinic):
    wednesday = NOON.date()
    clinic.service.lead_hours = 2
    assert starts(clinic, first=wednesday - timedelta(days=9), last=wednesday) == ["14:00", "15:00", "16:00"]
    clinic.service.horizon_days = 6
    found = free_times(
        service=clinic.service, practitioners=clinic.doctors, first_day=wednesday, last_day=date(2030, 1, 1), now=NOON
    )
    assert found[-1].starts_at == at(16, days=1)  # the Tuesday, six days on
    assert starts(clinic, first=date(2030, 1, 1), last=date(2030, 1, 2)) == []


def test_the_earliest_are_given_whoever_has_them_and_no_more_than_asked_for():
    clinic = make_clinic(doctors=2, appointment_minutes=60)
    early, late = clinic.doctors
    WorkingHours.objects.filter(practitioner=late).update(starts=time(9, 30))
    assert starts(clinic, practitioners=[late, early], limit=3, every=30) == ["09:00", "09:30", "09:30"]
    assert starts(clinic, practitioners=[]) == []


def test_times_at_two_places_at_once_come_in_order(clinic):
    make_hours(clinic.doctor, make_location("Second house"), time(8), time(11), days=[1])
    assert starts(clinic)[:5] == ["08:00", "09:00", "09:00", "10:00", "10:00"]


# --- one time --------------------------------------------------------------------------------------------------------


def asked(clinic, starts_at, ends_at=None, **changes) -> bool:
    values = {"before": NONE, "after": NONE, "now": NOON, "location": clinic.location, "practitioner": clinic.doctor}
    ends_at = ends_at or starts_at + timedelta(hours=1)
    return is_free(starts_at=starts_at, ends_at=ends_at, **values | changes)


def test_a_time_is_free_inside_the_hours_at_that_place_and_nowhere_else(clinic):
    assert asked(clinic, at(9)) and asked(clinic, at(16))
    assert not asked(clinic, at(8, 55)) and not asked(clinic, at(16, 5)) and not asked(clinic, at(9, days=-1))
    assert not asked(clinic, at(9), location=make_location("Second house"))
    assert not asked(clinic, at(9), before=timedelta(minutes=5))
    assert not asked(clinic, at(16), after=timedelta(minutes=5))
    assert not asked(clinic, at(9, 2)) and not asked(clinic, at(9), at(9, 59))


def test_every_time_that_is_offered_is_free_and_stops_being_so_when_it_is_booked(clinic):
    make_appointment(clinic, at(12), buffer_before=15)
    make_exception("leave", at(14), at(15), practitioner=clinic.doctor)
    for offered in free_times(
        service=clinic.service, practitioners=clinic.doctors, first_day=MONDAY, last_day=MONDAY, now=NOON
    ):
        assert asked(clinic, offered.starts_at, offered.ends_at)
    appointment = make_appointment(clinic, at(9))
    assert not asked(clinic, at(9)) and not asked(clinic, at(9, 30)) and asked(clinic, at(10))
    assert asked(clinic, at(9), ignoring=appointment)
    assert not asked(clinic, at(13, 30)) and not asked(clinic, at(11))


def test_lead_time_does_not_bind_the_desk(clinic):
    soon = NOON + timedelta(minutes=10)
    assert clinic.service.lead_hours and asked(clinic, soon)


def test_where_somebody_is_follows_from_their_hours_and_extra_sessions(clinic):
    evening = make_location("Evening rooms")
    make_exception("extra", at(18), at(20), practitioner=clinic.doctor, location=evening)
    where = {"practitioner": clinic.doctor}
    assert session_location(**where, starts_at=at(9), ends_at=at(10)) == clinic.location
    assert session_location(**where, starts_at=at(18), ends_at=at(20)) == evening
    assert session_location(**where, starts_at=at(17), ends_at=at(18)) is None
    make_appointment(clinic, at(9))
    assert session_location(**where, starts_at=at(9), ends_at=at(10)) == clinic.location


# --- clocks and costs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [*FORWARD, *BACK], ids=lambda change: f"{change.zone.key} {change.day}")
def test_on_the_day_the_clocks_change_hours_are_those_of_the_wall_clock(settings, change):
    settings.TIME_ZONE = change.zone.key
    clinic, day = make_clinic(appointment_minutes=30, horizon_days=730), change.day
    WorkingHours.objects.update(starts=time(0), ends=time(23, 55))
    make_hours(clinic.doctor, clinic.location, time(0), time(23, 55), days=[day.isoweekday()])
    make_appointment(clinic, wall(day, "09:00", change.zone))
    found = free_times(service=clinic.service, practitioners=clinic.doctors, first_day=day, last_day=day, now=NOON)
    shown = [(clock(time.starts_at, change.zone), time.starts_at) for time in found]
    assert {time.starts_at.astimezone(change.zone).date() for time in found} == {day}
    assert "08:30" in dict(shown) and "10:00" in dict(shown) and "09:30" not in dict(shown)
    assert len(shown) == (23 * 60 + 55 - 30 - change.by) // 15 + 1 - 5  # five starts are in the appointment's way
    assert all(time.ends_at - time.starts_at == timedelta(minutes=30) for time in found)


@pytest.mark.parametrize("doctors, days", [(1, 1), (12, 90)])
def test_it_costs_four_queries_however_many_people_days_and_appointments(doctors, days, django_assert_num_queries):
    clinic = make_clinic(doctors=doctors, appointment_minutes=30)
    for doctor in clinic.doctors:
        make_appointment(clinic, at(10), practitioner=doctor)
        make_exception("leave", at(12), at(13), practitioner=doctor)
    make_exception("closure", at(14), at(15))
    everybody = Practitioner.objects.seeing_patients_of(clinic.service.specialty)
    with django_assert_num_queries(4):  # practitioners, hours, exceptions, appointments
        found = free_times(
            service=clinic.service,
            practitioners=everybody,
            first_day=MONDAY,
            last_day=MONDAY + timedelta(days=days - 1),
            now=NOON,
        )
    assert len({time.practitioner_id for time in found}) == doctors


def test_a_day_without_hours_has_an_empty_timetable(clinic):
    other = make_practitioner()
    table = timetables([other], first_day=MONDAY, last_day=MONDAY, now=NOON)[other.pk]
    assert (table.sessions, table.away, table.taken, table.free) == ([], [], [], [])
    assert timetables([other], first_day=TUESDAY, last_day=MONDAY, now=NOON) == {}


# --- midnight ---------------------------------------------------------------------------------------------------------


def until_midnight(clinic, *, starts=time(20), days=(1,)):
    WorkingHours.objects.all().delete()
    make_hours(clinic.doctor, clinic.location, starts=starts, ends=time(0), days=days)


def test_hours_may_end_at_midnight(clinic):
    until_midnight(clinic)
    assert starts(clinic) == ["20:00", "21:00", "22:00", "23:00"]
    assert starts(clinic, every=15)[-1] == "23:00"
    assert asked(clinic, at(23)) and not asked(clinic, at(23, 30))
    assert starts(clinic, first=TUESDAY, last=TUESDAY) == []


def test_around_the_clock_an_appointment_lies_across_midnight_whichever_days_are_asked_for(clinic):
    until_midnight(clinic, starts=time(0), days=range(1, 8))
    assert starts(clinic, every=30)[-2:] == ["23:00", "23:30"]
    assert starts(clinic, every=30)[:2] == ["00:00", "00:30"]
    assert asked(clinic, at(23, 30))
    booked = make_appointment(clinic, at(23, 30))
    assert starts(clinic, every=30)[-1] == "22:30"
    assert starts(clinic, first=TUESDAY, last=TUESDAY, every=30)[0] == "00:30"
    assert (booked.ends_at - booked.starts_at).seconds == 3600


def test_an_evening_and_the_morning_after_at_one_place_are_one_session_and_at_two_are_not(clinic):
    until_midnight(clinic)
    make_hours(clinic.doctor, clinic.location, starts=time(0), ends=time(2), days=(2,))
    assert starts(clinic, every=30)[-1] == "23:30"
    WorkingHours.objects.filter(weekday=2).update(location=make_location("Hill house"))
    assert starts(clinic, every=30)[-1] == "23:00"


def test_a_buffer_lies_across_midnight_too(clinic):
    type(clinic.service).objects.update(buffer_before=15, buffer_after=15)
    clinic.service.refresh_from_db()
    until_midnight(clinic)
    assert starts(clinic, every=15)[-1] == "22:45"
    make_hours(clinic.doctor, clinic.location, starts=time(0), ends=time(1), days=(2,))
    assert starts(clinic, every=15)[-1] == "23:45"
    until_midnight(clinic, starts=time(0), days=range(1, 8))
    assert starts(clinic, every=15)[0] == "00:00"


def test_leave_from_midnight_on_ends_what_may_lie_across_it(clinic):
    until_midnight(clinic, starts=time(0), days=range(1, 8))
    make_exception("leave", at(0, days=1), at(0, days=2), practitioner=clinic.doctor)
    assert starts(clinic, every=30)[-1] == "23:00"
    assert starts(clinic, first=TUESDAY, last=TUESDAY) == []


def test_the_last_day_of_the_horizon_goes_until_midnight_and_no_further(clinic):
    until_midnight(clinic, starts=time(0), days=range(1, 8))
    type(clinic.service).objects.update(horizon_days=(MONDAY - NOON.date()).days)
    clinic.service.refresh_from_db()
    assert starts(clinic, last=TUESDAY, every=30)[-1] == "23:30"


@pytest.mark.parametrize("change", [*FORWARD, *BACK], ids=lambda change: f"{change.zone.key} {change.day}")
def test_around_the_clock_the_night_of_a_clock_change_has_its_length(settings, change):
    settings.TIME_ZONE = change.zone.key
    clinic = make_clinic(appointment_minutes=60)
    until_midnight(clinic, starts=time(0), days=range(1, 8))
    before = change.day - timedelta(days=1)
    now = wall(before - timedelta(days=1), "12:00", change.zone)
    clinic.service.lead_hours = 0
    found = free_times(
        service=clinic.service,
        practitioners=[clinic.doctor],
        first_day=before,
        last_day=change.day,
        now=now,
        every=timedelta(minutes=30),
    )
    night = [each for each in found if each.starts_at >= wall(before, "23:30", change.zone)]
    assert clock(night[0].starts_at, change.zone) == "23:30"
    length = wall(change.day + timedelta(days=1), "00:00", change.zone) - wall(before, "23:30", change.zone)
    assert len(night) == length / timedelta(minutes=30) == 49 - change.by / 30
    assert {each.ends_at - each.starts_at for each in night} == {timedelta(hours=1)}
