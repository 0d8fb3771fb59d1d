"""Times that are typed at the desk: on the grid, by the clinic's clock, never skipped by it or shown twice."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from appointments.desk.forms.times import ClockTimeField, typed_instant
from tests.appointments.clocks import BACK, DAYS, FORWARD, ORDINARY, later, names, wall


@pytest.mark.parametrize("typed", ["9:30", "09:30", "09.30", "930", "0930"])
def test_a_time_is_understood_however_it_is_typed(typed):
    assert ClockTimeField().clean(typed) == time(9, 30)


@pytest.mark.parametrize("typed, code", [("25:00", "invalid"), ("nine", "invalid"), ("9:32", "grid")])
def test_what_is_no_time_or_off_the_grid_is_refused(typed, code):
    with pytest.raises(ValidationError) as refusal:
        ClockTimeField().clean(typed)
    assert refusal.value.code == code


@pytest.mark.parametrize("zone, day", [*DAYS, *ORDINARY], ids=names)
def test_a_usual_time_is_the_instant_at_which_the_clock_shows_it(settings, zone, day):
    settings.TIME_ZONE = zone.key
    for clock_time in ("00:00", "09:00", "23:55"):
        assert typed_instant(day, time.fromisoformat(clock_time)) == wall(day, clock_time, zone)


@pytest.mark.parametrize("change", [*FORWARD, *BACK], ids=lambda change: f"{change.zone.key} {change.day}")
def test_a_time_that_is_skipped_or_comes_twice_is_refused_by_name(settings, change):
    settings.TIME_ZONE = change.zone.key
    clock_time = later(change.at, 10 if change.by > 0 else -10)
    with pytest.raises(ValidationError) as refusal:
        typed_instant(change.day, time.fromisoformat(clock_time))
    words = f"{clock_time} does not exist" if change.by > 0 else f"{clock_time} comes twice"
    assert words in refusal.value.messages[0]
    typed_instant(change.day + timedelta(days=1), time.fromisoformat(clock_time))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_at_the_end_of_the_calendar_is_refused(day):
    with pytest.raises(ValidationError, match="another day"):
        typed_instant(day, time(9))
