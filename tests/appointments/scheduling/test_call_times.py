"""When a patient is called again, and whether now: within reception's hours and their own, in all three zones."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appointments.choices import CallTime
from appointments.clinic_time import Span
from appointments.models import AppointmentRequest, OpeningHours, ScheduleException
from appointments.scheduling.call_times import (
    CALL_HOURS,
    call_times_open_at,
    may_be_called,
    next_try_time,
    next_try_time_for,
    part_of_day,
)
from appointments.scheduling.reception_hours import OpeningInterval, ReceptionHours
from tests.appointments.builders import NOON, make_request
from tests.appointments.clocks import DAYS, LONDON, LORD_HOWE, NEW_YORK, names, wall

ALL_DAY = [OpeningInterval(day, time(8), time(18)) for day in range(1, 6)]
WITH_LUNCH = [
    OpeningInterval(day, opens, closes)
    for day in range(1, 6)
    for opens, closes in ((time(8), time(12, 30)), (time(13, 30), time(17, 30)))
]
ANY: list[str] = []


def at(text: str, zone=LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def again(now: str, *call_times: str, attempts=1, opening=ALL_DAY, closures=(), zone=LONDON) -> str:
    """What the clock shows when the next try is due."""
    reception = ReceptionHours(opening, list(closures), zone)
    due = next_try_time(at(now, zone), list(call_times), reception, attempts=attempts)
    assert due > at(now, zone)
    return f"{due.astimezone(zone):%a %H:%M}"


def may_call(now: str, *call_times: str, opening=ALL_DAY, closures=(), zone=LONDON) -> bool:
    return may_be_called(at(now, zone), list(call_times), ReceptionHours(opening, list(closures), zone))


# --- now -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK, LORD_HOWE], ids=names)
def test_a_patient_is_called_while_reception_is_open_at_the_times_they_named(zone):
    assert may_call("2026-11-25 09:00", "morning", zone=zone)
    assert not may_call("2026-11-25 12:00", "morning", zone=zone)
    assert may_call("2026-11-25 12:00", "midday", "afternoon", zone=zone)
    assert may_call("2026-11-25 17:59", zone=zone)
    assert not may_call("2026-11-25 18:00", zone=zone)
    assert not may_call("2026-11-28 09:00", "morning", zone=zone)  # a Saturday


def test_not_at_lunch_and_not_on_a_closed_day():
    assert not may_call("2026-11-25 13:00", "midday", opening=WITH_LUNCH)
    assert may_call("2026-11-25 13:30", "midday", opening=WITH_LUNCH)
    closed = Span(at("2026-11-25 00:00").astimezone(UTC), at("2026-11-26 00:00").astimezone(UTC))
    assert not may_call("2026-11-25 09:00", closures=[closed])


def test_any_time_is_any_time_reception_is_open():
    early_and_late = [OpeningInterval(3, time(7), time(20))]
    for clock in ("07:00", "13:00", "19:55"):
        assert may_call(f"2026-11-25 {clock}", opening=early_and_late)
    assert not may_call("2026-11-25 19:55", "afternoon", opening=early_and_late)


def test_a_wish_reception_is_never_open_for_counts_as_any_time():
    mornings = [OpeningInterval(day, time(8), time(12)) for day in range(1, 6)]
    assert may_call("2026-11-25 09:00", "afternoon", opening=mornings)
    assert not may_call("2026-11-25 09:00", "afternoon", opening=[*mornings, OpeningInterval(4, time(14), time(15))])


# --- again -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK, LORD_HOWE], ids=names)
@pytest.mark.parametrize(
    "now, call_times, due",
    [
        ("2026-11-25 09:00", [], "Wed 11:00"),  # two hours later
        ("2026-11-25 09:02", [], "Wed 11:05"),  # rounded up
        ("2026-11-25 16:30", [], "Thu 08:00"),  # closed by then
        ("2026-11-27 17:00", [], "Mon 08:00"),  # a Friday
        ("2026-11-25 11:00", ["morning"], "Thu 08:00"),
        ("2026-11-25 11:00", ["morning", "afternoon"], "Wed 14:00"),
        ("2026-11-25 11:00", ["midday"], "Wed 13:00"),
    ],
)
def test_after_the_first_try_it_is_two_hours_later_at_the_earliest(zone, now, call_times, due):
    assert again(now, *call_times, zone=zone) == due


@pytest.mark.parametrize("attempts", [2, 3, 7])
@pytest.mark.parametrize(
    "now, call_times, due",
    [
        ("2026-11-25 09:00", [], "Thu 12:00"),  # morning -> midday
        ("2026-11-25 12:30", [], "Thu 14:00"),  # midday -> afternoon
        ("2026-11-25 16:00", [], "Thu 08:00"),  # afternoon -> morning
        ("2026-11-27 16:00", [], "Mon 08:00"),
        ("2026-11-25 09:00", ["morning"], "Thu 08:00"),  # they named no other
        ("2026-11-25 09:00", ["morning", "afternoon"], "Thu 14:00"),
        ("2026-11-25 15:00", ["morning", "afternoon"], "Thu 08:00"),
        ("2026-11-25 19:00", ["midday", "afternoon"], "Thu 12:00"),  # tried out of hours
    ],
)
def test_after_further_tries_it_is_another_day_and_another_part_of_it(now, call_times, attempts, due):
    assert again(now, *call_times, attempts=attempts) == due


def test_a_day_that_has_no_other_part_is_not_passed_over():
    thursday_morning_only = [
        OpeningInterval(3, time(8), time(18)),
        OpeningInterval(4, time(8), time(12)),
        OpeningInterval(5, time(8), time(18)),
    ]
    assert again("2026-11-25 09:00", attempts=2, opening=thursday_morning_only) == "Thu 08:00"


def test_the_next_try_keeps_off_lunch_and_closures():
    assert again("2026-11-25 10:45", "midday", opening=WITH_LUNCH) == "Wed 13:30"
    closed = Span(at("2026-11-26 00:00").astimezone(UTC), at("2026-11-27 00:00").astimezone(UTC))
    assert again("2026-11-25 09:00", "morning", attempts=2, closures=[closed]) == "Fri 08:00"


def test_a_clinic_that_is_closed_for_years_tries_again_tomorrow():
    for_good = Span(at("2026-01-01 00:00").astimezone(UTC), at("2066-01-01 00:00").astimezone(UTC))
    assert again("2026-11-25 09:00", closures=[for_good]) == "Thu 09:00"


@pytest.mark.parametrize("zone, day", DAYS, ids=names)
def test_mornings_begin_at_eight_by_the_wall_clock_when_the_clocks_change(zone, day):
    every_day = [OpeningInterval(weekday, time(8), time(18)) for weekday in range(1, 8)]
    reception = ReceptionHours(every_day, [], zone)
    evening = wall(day - timedelta(days=1), "17:00", zone)
    assert next_try_time(evening, ["morning"], reception, attempts=1) == wall(day, "08:00", zone)
    assert next_try_time(evening, ["morning"], reception, attempts=2) == wall(day, "08:00", zone)
    assert may_be_called(wall(day, "08:00", zone), ["morning"], reception)
    assert not may_be_called(wall(day, "07:55", zone), ["morning"], reception)


def test_the_parts_of_the_day_are_those_patients_choose_from():
    assert set(CALL_HOURS) == set(CallTime)
    for part, (starts, ends) in CALL_HOURS.items():
        assert f"{starts.hour}:00 to {ends.hour}:00" in CallTime(part).label
    assert part_of_day(at("2026-11-25 12:00"), LONDON) == CallTime.MIDDAY
    assert part_of_day(at("2026-11-25 07:59"), LONDON) is part_of_day(at("2026-11-25 18:00"), LONDON) is None


@settings(max_examples=40, deadline=None)
@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from([LONDON, NEW_YORK, LORD_HOWE]),
    call_times=st.lists(st.sampled_from(CallTime.values), unique=True),
    attempts=st.integers(1, 5),
    opening=st.sampled_from([ALL_DAY, WITH_LUNCH, [], [OpeningInterval(2, time(8), time(12))]]),
)
def test_whenever_the_next_try_is_due_the_patient_may_be_called(now, zone, call_times, attempts, opening):
    reception = ReceptionHours(opening, [], zone)
    due = next_try_time(now, call_times, reception, attempts=attempts)
    assert may_be_called(due, call_times, reception)
    if attempts == 1:
        assert due >= now + timedelta(hours=2)
    else:
        assert due.astimezone(zone).date() > now.astimezone(zone).date()


# --- as stored -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_open_now_are_the_wishes_that_hold_this_part_of_the_day(service):
    wishes = [each.call_times for each in call_times_open_at(NOON)]  # midday
    assert [] in wishes and ["midday"] in wishes and ["morning", "midday", "afternoon"] in wishes
    assert ["morning"] not in wishes and ["morning", "afternoon"] not in wishes
    make_request(service, call_times=["midday", "afternoon"])
    make_request(service, call_times=["morning"])
    found = AppointmentRequest.objects.callable_at(NOON, wishes)
    assert [request.call_times for request in found] == [["midday", "afternoon"]]


@pytest.mark.django_db
def test_nothing_is_open_while_reception_is_closed():
    assert call_times_open_at(NOON.replace(hour=20)) == []
    ScheduleException.objects.create(
        kind="closure", starts_at=NOON, ends_at=NOON + timedelta(hours=1), made_by=None, made_at=NOON
    )
    assert call_times_open_at(NOON) == []
    assert call_times_open_at(NOON + timedelta(hours=1)) != []


@pytest.mark.django_db
def test_the_next_try_is_while_reception_is_open(service):
    request = make_request(service, call_times=[])
    OpeningHours.objects.create(weekday=5, opens=time(10), closes=time(11))  # 5: Friday
    assert next_try_time_for(request, now=NOON, attempts=1) == NOON.replace(day=27, hour=10)


@pytest.mark.django_db
def test_both_cost_two_queries(service, django_assert_num_queries):
    request = make_request(service)
    with django_assert_num_queries(2):
        call_times_open_at(NOON)
    with django_assert_num_queries(2):
        next_try_time_for(request, now=NOON, attempts=1)
