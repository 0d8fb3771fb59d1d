"""Days, times and lengths in words: each form once, and on days of a clock change in three zones."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from appointments import date_words
from tests.appointments.builders import NOON
from tests.appointments.clocks import BACK, FORWARD, later, wall

TODAY = date(2026, 11, 25)
MINUTE = timedelta(minutes=1)


def test_days():
    assert date_words.long_day(TODAY) == "Wednesday 25 November 2026"
    assert date_words.day_without_year(TODAY) == "Wednesday 25 November"
    assert date_words.day_without_weekday(TODAY) == "25 November 2026"
    assert date_words.sortable_day(date(2026, 3, 1)) == "2026-03-01"


@pytest.mark.parametrize(
    "day, words, short",
    [
        (date(2026, 11, 24), "yesterday", "yesterday, 12:00"),
        (date(2026, 11, 25), "today", "today, 12:00"),
        (date(2026, 11, 26), "tomorrow", "tomorrow, 12:00"),
        (date(2026, 11, 27), "Friday 27 November", "Fri 27 Nov, 12:00"),
        (date(2027, 1, 8), "Friday 8 January 2027", "Fri 8 Jan 2027, 12:00"),
    ],
)
def test_days_are_told_from_today_on(day, words, short):
    noon = NOON.replace(year=day.year, month=day.month, day=day.day)
    assert date_words.relative_day(day, NOON) == words
    assert date_words.relative_day_and_time(noon, NOON) == f"{words}, 12:00"
    assert date_words.short_relative_day_and_time(noon, NOON) == short


def test_today_is_that_of_the_clinic(settings):
    settings.TIME_ZONE = "Australia/Lord_Howe"
    evening = datetime(2026, 11, 25, 20, tzinfo=UTC)  # already the morning of the 26th there
    assert date_words.relative_day(date(2026, 11, 26), evening) == "today"


def test_clock_times():
    assert date_words.hour_and_minute(time(9, 5)) == "09:05"
    assert date_words.hours_range(time(9), time(17, 30)) == "09:00–17:30"
    assert date_words.clock_time(NOON) == "12:00"
    assert date_words.clock_time_with_zone(NOON.replace(month=7)) == "13:00 BST"
    assert date_words.clock_time_range(NOON, NOON + 30 * MINUTE) == "12:00–12:30"


@pytest.mark.parametrize("change", FORWARD, ids=lambda change: change.zone.key)
def test_on_the_day_the_clocks_go_forward_staff_read_the_distance_from_utc(settings, change):
    settings.TIME_ZONE = change.zone.key
    for clock_time in (later(change.at, -5), later(change.at, change.by), "12:00"):
        instant = wall(change.day, clock_time, change.zone)
        offset = offset_of(instant.astimezone(change.zone))
        assert date_words.clock_time(instant) == f"{clock_time} ({offset})"
        assert date_words.long_day_and_time(instant).endswith(f"{change.day.year}, {clock_time} ({offset})")
        assert "UTC" not in date_words.day_and_time_with_year(instant)
    day_after = wall(change.day + timedelta(days=1), "12:00", change.zone)
    assert date_words.clock_time(day_after) == "12:00"


@pytest.mark.parametrize("change", BACK, ids=lambda change: change.zone.key)
def test_a_time_that_comes_twice_is_told_apart(settings, change):
    settings.TIME_ZONE = change.zone.key
    clock_time = later(change.at, -10)
    first, second = (wall(change.day, clock_time, change.zone, fold) for fold in (0, 1))
    for form in (
        date_words.clock_time,
        date_words.clock_time_with_zone,
        date_words.day_and_time_with_zone,
        date_words.short_day_and_time_with_zone,
        date_words.long_day_and_time,
        lambda instant: date_words.clock_time_range_with_zone(instant, instant + 15 * MINUTE),
        lambda instant: date_words.relative_day_and_time(instant, NOON),
        lambda instant: date_words.short_relative_day_and_time(instant, NOON),
    ):
        assert clock_time in form(first) and clock_time in form(second)
        assert form(first) != form(second)
    assert date_words.clock_time(second) == f"{clock_time} ({offset_of(second.astimezone(change.zone))})"


def offset_of(local: datetime) -> str:
    """UTC+1, UTC-5, UTC+10:30: by the offset as Python writes it."""
    sign, hours, minutes = f"{local:%z}"[0], int(f"{local:%z}"[1:3]), f"{local:%z}"[3:]
    return f"UTC{sign}{hours}" + (f":{minutes}" if minutes != "00" else "")


def test_what_patients_read_is_clinic_time_with_the_zone():
    told = date_words.day_and_time_with_zone
    assert told(NOON) == "Wednesday 25 November, 12:00 (GMT)"
    assert told(NOON.replace(month=7)) == "Saturday 25 July, 13:00 (BST)"
    assert told(NOON.replace(month=10, day=25, hour=0)) == "Sunday 25 October, 01:00 (BST)"
    assert told(NOON.replace(month=10, day=25, hour=1)) == "Sunday 25 October, 01:00 (GMT)"
    assert date_words.day_and_time(NOON) == "Wednesday 25 November, 12:00"
    assert date_words.short_day_and_time_with_zone(NOON) == "Wed 25 Nov, 12:00 (GMT)"


def test_a_range_over_the_clock_change_is_told_as_the_clocks_will_show_it():
    starts_at = NOON.replace(month=10, day=25, hour=0, minute=45)
    ends_at = starts_at.replace(hour=1, minute=15)
    assert date_words.clock_time_range_with_zone(starts_at, ends_at) == "01:45 to 01:15 (BST)"
    assert date_words.clock_time_range(starts_at, ends_at) == "01:45 (UTC+1)–01:15 (UTC+0)"


def test_days_with_times_for_staff_and_files():
    moment = NOON.replace(month=7, second=9)
    assert date_words.day_and_time_without_weekday(moment) == "25 July, 13:00"
    assert date_words.day_and_time_with_year(moment) == "Saturday 25 July 2026, 13:00"
    assert date_words.long_day_and_time(moment) == "Saturday 25 July 2026, 13:00"
    assert date_words.sortable_day_and_time(moment) == "2026-07-25 13:00"
    assert date_words.sortable_day_and_time_to_the_second(moment) == "2026-07-25 13:00:09"


def test_weekdays_and_months_are_told_in_the_language_that_is_on():
    with translation.override("de"):
        assert date_words.long_day(TODAY) == "Mittwoch 25 November 2026"


@pytest.mark.parametrize(
    "minutes, words",
    [
        (-1, "0 min"),
        (5.9, "5 min"),
        (60, "1 h"),
        (80, "1 h 20 min"),
        (24 * 60, "1 day"),
        (51 * 60, "2 days 3 h"),
        (7 * 24 * 60 + 3 * 60, "7 days"),
    ],
)
def test_lengths_are_told_in_their_two_largest_units(minutes, words):
    assert date_words.duration(minutes * MINUTE) == words


@pytest.mark.parametrize(
    "left, words, tone",
    [
        (-5, "Late by 5 min", "bad"),
        (0, "Late by 0 min", "bad"),
        (59, "59 min left", "warn"),
        (60, "1 h left", "neutral"),
    ],
)
def test_a_promise_is_late_soon_or_in_time(left, words, tone):
    found = date_words.time_left(NOON + left * MINUTE, NOON)
    assert (found.words, found.tone) == (words, tone)
    assert found.until == date_words.short_relative_day_and_time(NOON + left * MINUTE, NOON)
