"""Days and clock times as instants: none, one or two, with the change of the clocks that explains it."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from appointments.clinic_time import (
    DAY,
    Span,
    clock_change_near,
    clocks_change_on,
    instants_at,
    span_of_days,
    spans_of_hours,
    start_of_day,
    week_of,
)
from tests.appointments.clocks import BACK, DAYS, FORWARD, ORDINARY, later, names, wall

BEIRUT, APIA = ZoneInfo("Asia/Beirut"), ZoneInfo("Pacific/Apia")


@pytest.mark.parametrize("zone, day", [*DAYS, *ORDINARY], ids=names)
def test_a_usual_time_is_one_instant_and_a_day_begins_with_its_first(zone, day):
    for typed in ("00:00", "09:00", "23:59"):
        assert instants_at(day, time.fromisoformat(typed), zone) == [wall(day, typed, zone)]
    assert start_of_day(day, zone) == wall(day, "00:00", zone)


@pytest.mark.parametrize("change", FORWARD, ids=lambda change: change.zone.key)
def test_a_time_the_clock_skips_is_none_and_the_change_says_why(change):
    skipped = time.fromisoformat(later(change.at, 10))
    assert instants_at(change.day, skipped, change.zone) == []
    found = clock_change_near(change.day, change.zone)
    assert (f"{found.reads:%H:%M}", f"{found.becomes:%H:%M}") == (change.at, later(change.at, change.by))


@pytest.mark.parametrize("change", BACK, ids=lambda change: change.zone.key)
def test_a_time_the_clock_shows_twice_is_two_instants(change):
    typed = later(change.at, -10)
    first, second = instants_at(change.day, time.fromisoformat(typed), change.zone)
    assert first == wall(change.day, typed, change.zone)
    assert second == wall(change.day, typed, change.zone, fold=1) == first - timedelta(minutes=change.by)
    found = clock_change_near(change.day, change.zone)
    assert (f"{found.reads:%H:%M}", f"{found.becomes:%H:%M}") == (change.at, later(change.at, change.by))


@pytest.mark.parametrize("zone, day", ORDINARY, ids=names)
def test_on_nearly_all_days_nothing_changes(zone, day):
    assert clock_change_near(day, zone) is None


@pytest.mark.parametrize("zone, day", DAYS, ids=names)
def test_the_clocks_change_on_one_day_of_a_week(zone, day):
    assert [each for each in week_of(day) if clocks_change_on(each, zone)] == [day]
    assert not clocks_change_on(day + DAY, zone)


def test_a_change_at_midnight_is_one_of_both_days_whose_times_the_clock_shows():
    back, forward = date(2022, 10, 30), date(2022, 3, 27)  # 00:00 becomes 23:00 of the day before; 00:00 becomes 01:00
    assert [clocks_change_on(back + number * DAY, BEIRUT) for number in (-2, -1, 0, 1)] == [False, True, True, False]
    assert [clocks_change_on(forward + number * DAY, BEIRUT) for number in (-1, 0, 1)] == [False, True, False]


@pytest.mark.parametrize("zone, day", [*DAYS, *ORDINARY], ids=names)
def test_a_day_lasts_from_midnight_to_midnight(zone, day):
    assert span_of_days(day, day, zone) == Span(wall(day, "00:00", zone), wall(day + DAY, "00:00", zone))
    assert span_of_days(day, day + 6 * DAY, zone) == Span(wall(day, "00:00", zone), wall(day + 7 * DAY, "00:00", zone))


def test_a_day_that_begins_late_or_not_at_all_has_a_beginning():
    assert start_of_day(date(2022, 3, 27), BEIRUT) == wall(date(2022, 3, 27), "01:00", BEIRUT)  # midnight was skipped
    assert start_of_day(date(2011, 12, 30), APIA) == wall(date(2011, 12, 31), "00:00", APIA)


def test_a_day_a_whole_country_skipped_is_an_empty_span_without_hours():
    skipped = date(2011, 12, 30)
    next_day = wall(date(2011, 12, 31), "00:00", APIA)
    assert spans_of_hours(skipped, time(9), time(17), APIA) == []
    assert span_of_days(skipped, skipped, APIA) == Span(next_day, next_day)


def test_a_week_is_that_of_its_monday():
    monday = date(2026, 12, 28)  # the week goes on into the next year
    for number in range(7):
        assert week_of(monday + number * DAY) == [monday + other * DAY for other in range(7)]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_refused(day):
    with pytest.raises(OverflowError):
        instants_at(day, time(9), APIA)
