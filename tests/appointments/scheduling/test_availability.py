"""From hours, leave and appointments to free times: on ordinary days and on those when the clocks change, in three
zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from appointments.clinic_time import DAY, Span
from appointments.scheduling.availability import (
    ClinicSession,
    FreeTime,
    WeeklyHours,
    free_sessions,
    iter_free_times,
    sessions_of_days,
)
from tests.appointments.clocks import BACK, DAYS, FORWARD, LONDON, ORDINARY, clock, later, minutes, names, wall

HERE, THERE, SOMEBODY = 1, 2, 7
every_kind_of_day = pytest.mark.parametrize("zone, day", [*DAYS, *ORDINARY], ids=names)


def hours(day: date, starts: str, ends: str, **changes) -> WeeklyHours:
    """Hours on this day of the week, for good."""
    plain = WeeklyHours(
        day.isoweekday(), time.fromisoformat(starts), time.fromisoformat(ends), date(2020, 1, 1), None, HERE
    )
    return plain._replace(**changes)


def span(day: date, starts: str, ends: str, zone) -> Span:
    return Span(wall(day, starts, zone), wall(day, ends, zone))


def on(day: date, zone, *intervals: tuple[str, str]) -> list[ClinicSession]:
    """The sessions of one day with these hours."""
    return sessions_of_days([hours(day, *interval) for interval in intervals], [], day, day, zone)


def free_times(free, zone, *, appointment=30, before=0, after=0, every=15, not_before=None) -> list[FreeTime]:
    """The appointments that are offered; lengths in minutes."""
    found = iter_free_times(
        free,
        appointment=minutes(appointment),
        before=minutes(before),
        after=minutes(after),
        every=minutes(every),
        not_before=not_before or datetime(2020, 1, 1, tzinfo=UTC),
        practitioner_id=SOMEBODY,
        zone=zone,
    )
    return sorted(found)


def offered(free, zone, *, appointment=30, **how) -> list[str]:
    """The clock times at which appointments are offered."""
    times = free_times(free, zone, appointment=appointment, **how)
    assert all(found.ends_at - found.starts_at == minutes(appointment) for found in times)
    return [clock(found.starts_at, zone) for found in times]


# --- the week --------------------------------------------------------------------------------------------------------


@every_kind_of_day
def test_nine_o_clock_stays_nine_o_clock_whatever_the_clocks_do(zone, day):
    weekly = [hours(day, "09:00", "12:00")]
    for week in (-7, 0, 7):
        there = day + timedelta(days=week)
        assert sessions_of_days(weekly, [], there, there, zone) == [
            ClinicSession(span(there, "09:00", "12:00", zone), HERE)
        ]


@every_kind_of_day
def test_a_day_has_as_many_intervals_as_it_needs(zone, day):
    found = on(day, zone, ("14:00", "18:00"), ("08:00", "12:30"), ("19:00", "23:55"))
    assert [(clock(start, zone), clock(end, zone)) for (start, end), _place in found] == [
        ("08:00", "12:30"),
        ("14:00", "18:00"),
        ("19:00", "23:55"),
    ]


@every_kind_of_day
def test_hours_hold_from_their_first_to_their_last_day(zone, day):
    weeks = [day + timedelta(days=7 * number) for number in range(-2, 3)]
    rule = hours(day, "09:00", "10:00", valid_from=weeks[1], valid_to=weeks[3])
    found = sessions_of_days([rule], [], weeks[0], weeks[-1], zone)
    assert [session.span.start for session in found] == [wall(week, "09:00", zone) for week in weeks[1:4]]
    assert sessions_of_days([rule], [], weeks[4], weeks[4], zone) == []
    for edge in (weeks[1], weeks[3]):
        assert len(sessions_of_days([rule], [], edge, edge, zone)) == 1


@every_kind_of_day
def test_hours_hold_on_their_day_of_the_week_only(zone, day):
    found = sessions_of_days([hours(day, "09:00", "10:00")], [], day - timedelta(days=6), day + timedelta(days=6), zone)
    assert [session.span for session in found] == [span(day, "09:00", "10:00", zone)]


@every_kind_of_day
def test_hours_that_touch_or_overlap_at_one_place_are_one_session(zone, day):
    assert on(day, zone, ("09:00", "10:00"), ("10:00", "11:00"), ("10:30", "12:00")) == [
        ClinicSession(span(day, "09:00", "12:00", zone), HERE)
    ]
    elsewhere = hours(day, "11:00", "12:00", location_id=THERE)
    found = sessions_of_days([hours(day, "09:00", "11:00"), elsewhere], [], day, day, zone)
    assert [session.location_id for session in found] == [HERE, THERE]


@every_kind_of_day
def test_an_extra_session_comes_on_top_and_is_cut_at_the_days_asked_for(zone, day):
    night = ClinicSession(Span(wall(day, "22:00", zone), wall(day + DAY, "05:00", zone)), THERE)
    found = sessions_of_days([hours(day, "09:00", "10:00")], [night], day, day, zone)
    assert found == [
        ClinicSession(span(day, "09:00", "10:00", zone), HERE),
        ClinicSession(Span(wall(day, "22:00", zone), wall(day + DAY, "00:00", zone)), THERE),
    ]
    assert sessions_of_days([], [night], day + 2 * DAY, day + 2 * DAY, zone) == []


# --- when the clocks change ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", FORWARD, ids=lambda change: change.zone.key)
def test_times_the_clock_skips_are_never_offered(change):
    zone, day, gap_begins = change.zone, change.day, change.at
    gap_ends = clock(wall(day, gap_begins, zone), zone)
    assert gap_ends > gap_begins  # the clock never shows the time it jumps from
    shown = offered(on(day, zone, ("00:00", "06:00")), zone, appointment=5, every=5)
    assert shown and not [time for time in shown if gap_begins <= time < gap_ends]
    assert gap_ends in shown


@pytest.mark.parametrize("change", FORWARD, ids=lambda change: change.zone.key)
def test_a_session_that_begins_in_the_gap_begins_after_it_and_one_inside_it_is_none(change):
    zone, day = change.zone, change.day
    inside, late = later(change.at, 10), later(change.at, 20)
    (session,) = on(day, zone, (inside, "05:00"))
    assert session.span == Span(wall(day, change.at, zone), wall(day, "05:00", zone))
    (ending,) = on(day, zone, ("00:00", inside))
    assert ending.span.end == session.span.start
    assert on(day, zone, (inside, late)) == []


@pytest.mark.parametrize("change", BACK, ids=lambda change: change.zone.key)
def test_a_time_the_clock_shows_twice_is_two_instants_with_their_offsets(change):
    zone, day, again = change.zone, change.day, -change.by
    found = on(day, zone, (later(change.at, change.by), change.at))  # hours that lie wholly in what is shown twice
    elapsed = sum((session.span.end - session.span.start for session in found), timedelta())
    assert elapsed == 2 * minutes(again)
    free = free_times(found, zone, appointment=15)
    shown = [(clock(time.starts_at, zone), str(time.starts_at.astimezone(zone).utcoffset())) for time in free]
    assert len(shown) == len(set(shown)) == 2 * again // 15
    assert len({words for words, _offset in shown}) == again // 15


@pytest.mark.parametrize("change", BACK, ids=lambda change: change.zone.key)
def test_no_time_before_the_hours_begin_is_offered_when_the_clock_goes_back(change):
    zone, day = change.zone, change.day
    begins = later(change.at, -10)
    first, second = on(day, zone, (begins, "05:00"))
    assert clock(first.span.start, zone) == clock(second.span.start, zone) == begins
    assert first.span.end - first.span.start == minutes(10)  # then the clock goes back, before the hours begin
    assert second.span.start == first.span.start + minutes(-change.by)


@pytest.mark.parametrize("change", [*FORWARD, *BACK], ids=lambda change: f"{change.zone.key} {change.day}")
def test_an_appointment_lasts_its_minutes_also_across_the_change(change):
    zone, day = change.zone, change.day
    shown = offered(on(day, zone, ("00:00", "05:00")), zone, appointment=90, every=5)
    whole = 300 - change.by
    assert len(shown) == (whole - 90) // 5 + 1


@pytest.mark.parametrize("change", [*FORWARD, *BACK], ids=lambda change: f"{change.zone.key} {change.day}")
def test_steps_keep_to_the_clock_on_the_wall_after_the_change(change):
    for start in offered(on(change.day, change.zone, ("08:00", "12:00")), change.zone, appointment=20, every=20):
        assert start[-2:] in {"00", "20", "40"}


def test_a_day_a_whole_country_skipped_has_no_times():
    apia, skipped = ZoneInfo("Pacific/Apia"), date(2011, 12, 30)
    found = sessions_of_days(
        [hours(skipped, "09:00", "17:00", valid_from=date(2011, 1, 1))], [], skipped - DAY, skipped + DAY, apia
    )
    assert found == []


# --- leave, closures and what is taken -------------------------------------------------------------------------------


@every_kind_of_day
def test_leave_closures_and_appointments_are_cut_out(zone, day):
    whole = on(day, zone, ("08:00", "17:00"))
    away = [span(day, "12:00", "13:00", zone), span(day, "12:30", "13:30", zone)]
    taken = [span(day, "08:00", "08:30", zone), span(day, "09:00", "09:30", zone), span(day, "16:45", "18:00", zone)]
    left = free_sessions(whole, away, taken)
    assert [(clock(start, zone), clock(end, zone)) for (start, end), _place in left] == [
        ("08:30", "09:00"),
        ("09:30", "12:00"),
        ("13:30", "16:45"),
    ]


@every_kind_of_day
def test_a_long_leave_hides_the_short_appointments_within_it(zone, day):
    whole = on(day, zone, ("08:00", "10:00"), ("11:00", "17:00"))
    away = [span(day, "07:00", "15:00", zone)]
    taken = [span(day, f"0{hour}:00", f"0{hour}:30", zone) for hour in (8, 9)] + [span(day, "12:00", "12:30", zone)]
    assert free_sessions(whole, away, taken) == [ClinicSession(span(day, "15:00", "17:00", zone), HERE)]
    assert free_sessions(whole, [span(day, "00:00", "23:55", zone)], []) == []


@every_kind_of_day
def test_what_touches_an_appointment_is_free(zone, day):
    left = free_sessions(on(day, zone, ("10:00", "11:00")), [], [span(day, "10:00", "10:30", zone)])
    assert offered(left, zone) == ["10:30"]
    left = free_sessions(on(day, zone, ("10:00", "11:00")), [], [span(day, "10:30", "11:00", zone)])
    assert offered(left, zone) == ["10:00"]


# --- the appointments that fit ----------------------------------------------------------------------------------------


@every_kind_of_day
def test_appointments_start_on_the_quarter_hours_and_end_with_the_session(zone, day):
    assert offered(on(day, zone, ("09:00", "10:00")), zone) == ["09:00", "09:15", "09:30"]
    assert offered(on(day, zone, ("09:05", "10:00")), zone) == ["09:15", "09:30"]
    assert offered(on(day, zone, ("09:00", "09:25")), zone) == []
    assert offered(on(day, zone, ("09:00", "09:30")), zone) == ["09:00"]


@every_kind_of_day
def test_buffers_are_working_time(zone, day):
    assert offered(on(day, zone, ("09:00", "10:00")), zone, appointment=20, before=10, after=15, every=5) == [
        "09:10",
        "09:15",
        "09:20",
        "09:25",
    ]


@every_kind_of_day
def test_a_gap_that_only_an_odd_start_fits_is_offered_with_it(zone, day):
    assert offered(on(day, zone, ("09:50", "10:25")), zone) == ["09:50"]


@every_kind_of_day
def test_nothing_starts_before_the_lead_time_is_over(zone, day):
    whole = on(day, zone, ("09:00", "11:00"))
    assert offered(whole, zone, not_before=wall(day, "09:50", zone) + timedelta(seconds=1)) == [
        "10:00",
        "10:15",
        "10:30",
    ]
    assert offered(whole, zone, not_before=wall(day, "10:21", zone)) == ["10:30"]
    assert offered(whole, zone, not_before=wall(day, "10:31", zone)) == []


@every_kind_of_day
def test_the_last_appointment_of_the_day_ends_at_five_to_midnight(zone, day):
    assert offered(on(day, zone, ("23:00", "23:55")), zone, appointment=25, every=5)[-1] == "23:30"


@every_kind_of_day
def test_a_night_session_offers_times_across_midnight(zone, day):
    night = ClinicSession(Span(wall(day, "23:30", zone), wall(day + DAY, "00:30", zone)), HERE)
    found = sessions_of_days([], [night], day, day + DAY, zone)
    assert offered(found, zone) == ["23:30", "23:45", "00:00"]


def test_the_29th_of_february_is_a_day_like_others():
    leap = date(2028, 2, 29)
    assert offered(on(leap, LONDON, ("09:00", "09:30")), LONDON) == ["09:00"]
    (session,) = sessions_of_days(
        [hours(leap, "09:00", "10:00", valid_from=leap, valid_to=leap)], [], leap, leap, LONDON
    )
    assert session.span.start == wall(leap, "09:00", LONDON)


def test_a_time_knows_whose_it_is_and_where():
    day = date(2027, 6, 9)
    (found,) = free_times(on(day, LONDON, ("09:00", "09:30")), LONDON)
    assert found == FreeTime(wall(day, "09:00", LONDON), wall(day, "09:30", LONDON), SOMEBODY, HERE)


@pytest.mark.parametrize("every", [0, -5, 7])
def test_steps_off_the_grid_are_refused(every):
    with pytest.raises(ValueError, match="grid"):
        offered([], LONDON, every=every)
