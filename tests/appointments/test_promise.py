"""By when we promise to answer: two working days, five o'clock, clinic time, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appointments.promise import answer_by

LONDON, NEW_YORK, LORD_HOWE = map(ZoneInfo, ("Europe/London", "America/New_York", "Australia/Lord_Howe"))
ZONES = [LONDON, NEW_YORK, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")]


def at(text: str, zone=LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    "asked, answered",
    [
        ("2026-11-23 00:00", "2026-11-25 17:00"),  # Monday -> Wednesday
        ("2026-11-24 17:01", "2026-11-26 17:00"),  # Tuesday -> Thursday
        ("2026-11-25 23:59", "2026-11-27 17:00"),  # Wednesday -> Friday
        ("2026-11-26 09:00", "2026-11-30 17:00"),  # Thursday -> Monday
        ("2026-11-27 09:00", "2026-12-01 17:00"),  # Friday -> Tuesday
        ("2026-11-28 09:00", "2026-12-01 17:00"),  # Saturday -> Tuesday
        ("2026-11-29 23:59", "2026-12-01 17:00"),  # Sunday -> Tuesday
    ],
)
def test_weekends_do_not_count(asked, answered):
    assert answer_by(at(asked), LONDON) == at(answered)


@pytest.mark.parametrize(
    "zone, asked, answered, offset_before, offset_after",
    [
        (LONDON, "2027-03-26 12:00", "2027-03-30 17:00", 0, 1),  # the clocks go forward on Sunday 28 March
        (LONDON, "2027-10-29 12:00", "2027-11-02 17:00", 1, 0),  # and back on Sunday 31 October
        (NEW_YORK, "2027-03-12 12:00", "2027-03-16 17:00", -5, -4),
        (NEW_YORK, "2027-11-05 12:00", "2027-11-09 17:00", -4, -5),
        (LORD_HOWE, "2027-04-02 12:00", "2027-04-06 17:00", 11, 10.5),  # half an hour there
        (LORD_HOWE, "2027-10-01 12:00", "2027-10-05 17:00", 10.5, 11),
    ],
)
def test_it_is_five_o_clock_by_the_wall_clock_after_the_clocks_change(
    zone, asked, answered, offset_before, offset_after
):
    asked, promised = at(asked, zone), answer_by(at(asked, zone), zone)
    assert asked.utcoffset() == timedelta(hours=offset_before)
    assert promised.utcoffset() == timedelta(hours=offset_after)
    assert promised == at(answered, zone)


def test_the_day_is_the_clinics_day_not_the_servers():
    late_on_thursday_in_london = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # already Friday on Lord Howe Island
    assert answer_by(late_on_thursday_in_london, LONDON) == at("2026-11-30 17:00")
    assert answer_by(late_on_thursday_in_london, LORD_HOWE) == at("2026-12-01 17:00", LORD_HOWE)
    early_on_monday_in_london = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)  # still Sunday in New York
    assert answer_by(early_on_monday_in_london, NEW_YORK) == at("2026-12-01 17:00", NEW_YORK)


@settings(max_examples=300, deadline=None)
@given(
    asked=st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES),
)
def test_always_later_than_asked_at_five_on_the_second_working_day(asked, zone):
    promised = answer_by(asked, zone)
    local = promised.astimezone(zone)
    assert (local.hour, local.minute, local.second) == (17, 0, 0)
    assert local.weekday() < 5
    assert asked < promised
    first = asked.astimezone(zone).date()
    between = [first + timedelta(days=days) for days in range(1, (local.date() - first).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == 2
