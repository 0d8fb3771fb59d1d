"""A day and a time as typed, as instants: none, one or two, with the change of the clocks that explains it."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from appointments.scheduling.wall_clock import beginning, change_near, moments
from tests.appointments.clocks import BACK, DAYS, FORWARD, ORDINARY, later, names, wall


@pytest.mark.parametrize("zone, day", [*DAYS, *ORDINARY], ids=names)
def test_a_usual_time_is_one_instant_and_a_day_begins_with_its_first(zone, day):
    for typed in ("00:00", "09:00", "23:59"):
        assert moments(day, time.fromisoformat(typed), zone) == [wall(day, typed, zone)]
    assert beginning(day, zone) == wall(day, "00:00", zone)


@pytest.mark.parametrize("change", FORWARD, ids=lambda change: change.zone.key)
def test_a_time_the_clock_skips_is_none_and_the_change_says_why(change):
    skipped = time.fromisoformat(later(change.at, 10))
    assert moments(change.day, skipped, change.zone) == []
    found = change_near(change.day, change.zone)
    assert (f"{found.reads:%H:%M}", f"{found.becomes:%H:%M}") == (change.at, later(change.at, change.by))


@pytest.mark.parametrize("change", BACK, ids=lambda change: change.zone.key)
def test_a_time_the_clock_shows_twice_is_two_instants(change):
    typed = later(change.at, -10)
    first, second = moments(change.day, time.fromisoformat(typed), change.zone)
    assert first == wall(change.day, typed, change.zone)
    assert second == wall(change.day, typed, change.zone, fold=1) == first - timedelta(minutes=change.by)
    found = change_near(change.day, change.zone)
    assert (f"{found.reads:%H:%M}", f"{found.becomes:%H:%M}") == (change.at, later(change.at, change.by))


@pytest.mark.parametrize("zone, day", ORDINARY, ids=names)
def test_on_nearly_all_days_nothing_changes(zone, day):
    assert change_near(day, zone) is None


def test_a_day_that_begins_late_or_not_at_all_has_a_beginning():
    beirut, apia = ZoneInfo("Asia/Beirut"), ZoneInfo("Pacific/Apia")
    assert beginning(date(2022, 3, 27), beirut) == wall(date(2022, 3, 27), "01:00", beirut)  # midnight was skipped
    assert beginning(date(2011, 12, 30), apia) == wall(date(2011, 12, 31), "00:00", apia)
