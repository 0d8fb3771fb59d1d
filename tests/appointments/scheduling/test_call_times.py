"""When a patient is called again, and whether now: within reception's hours and their own, in all three zones."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appointments.choices import CallTime
from appointments.scheduling.availability import Span
from appointments.scheduling.call_times import CALL_HOURS, callable_now, next_try_at, part_of_day
from appointments.scheduling.opening import Opening
from tests.appointments.clocks import DAYS, LONDON, LORD_HOWE, NEW_YORK, names, wall

ALL_DAY = [Opening(day, time(8), time(18)) for day in range(1, 6)]
WITH_LUNCH = [
    Opening(day, opens, closes)
    for day in range(1, 6)
    for opens, closes in ((time(8), time(12, 30)), (time(13, 30), time(17, 30)))
]
ANY: list[str] = []


def at(text: str, zone=LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def again(now: str, *call_times: str, attempts=1, opening=ALL_DAY, closures=(), zone=LONDON) -> str:
    """What the clock shows when the next try is due."""
    rows = {"opening": opening, "closures": closures, "zone": zone}
    due = next_try_at(at(now, zone), call_times=list(call_times), attempts=attempts, **rows)
    assert due > at(now, zone)
    return f"{due.astimezone(zone):%a %H:%M}"


def may_call(now: str, *call_times: str, opening=ALL_DAY, closures=(), zone=LONDON) -> bool:
    return callable_now(at(now, zone), list(call_times), opening, closures, zone)


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
    early_and_late = [Opening(3, time(7), time(20))]
    for clock in ("07:00", "13:00", "19:55"):
        assert may_call(f"2026-11-25 {clock}", opening=early_and_late)
    assert not may_call("2026-11-25 19:55", "afternoon", opening=early_and_late)


def test_a_wish_reception_is_never_open_for_counts_as_any_time():
    mornings = [Opening(day, time(8), time(12)) for day in range(1, 6)]
    assert may_call("2026-11-25 09:00", "afternoon", opening=mornings)
    assert not may_call("2026-11-25 09:00", "afternoon", opening=[*mornings, Opening(4, time(14), time(15))])


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
        Opening(3, time(8), time(18)),
        Opening(4, time(8), time(12)),
        Opening(5, time(8), time(18)),
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
    every_day = [Opening(weekday, time(8), time(18)) for weekday in range(1, 8)]
    rows = {"opening": every_day, "closures": [], "zone": zone}
    evening = wall(day - timedelta(days=1), "17:00", zone)
    assert next_try_at(evening, call_times=["morning"], attempts=1, **rows) == wall(day, "08:00", zone)
    assert next_try_at(evening, call_times=["morning"], attempts=2, **rows) == wall(day, "08:00", zone)
    assert callable_now(wall(day, "08:00", zone), ["morning"], every_day, [], zone)
    assert not callable_now(wall(day, "07:55", zone), ["morning"], every_day, [], zone)


def test_the_parts_of_the_day_are_those_patients_choose_from():
    assert set(CALL_HOURS) == set(CallTime)
    for part, (starts, ends) in CALL_HOURS.items():
        assert f"{starts.hour}:00 to {ends.hour}:00" in CallTime(part).label
    assert part_of_day(at("2026-11-25 12:00"), LONDON) == CallTime.MIDDAY
    assert part_of_day(at("2026-11-25 07:59"), LONDON) is part_of_day(at("2026-11-25 18:00"), LONDON) is None


@settings(max_examples=100, deadline=None)
@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from([LONDON, NEW_YORK, LORD_HOWE]),
    call_times=st.lists(st.sampled_from(CallTime.values), unique=True),
    attempts=st.integers(1, 5),
    opening=st.sampled_from([ALL_DAY, WITH_LUNCH, [], [Opening(2, time(8), time(12))]]),
)
def test_whenever_the_next_try_is_due_the_patient_may_be_called(now, zone, call_times, attempts, opening):
    rows = {"call_times": call_times, "opening": opening, "closures": [], "zone": zone}
    due = next_try_at(now, attempts=attempts, **rows)
    assert callable_now(due, **rows)
    if attempts == 1:
        assert due >= now + timedelta(hours=2)
    else:
        assert due.astimezone(zone).date() > now.astimezone(zone).date()
