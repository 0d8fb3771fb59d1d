"""When a reminder is due: two days by the clinic's clock, three hours that pass, never to who has just heard."""

from datetime import timedelta

import pytest

from appointments.messages import reminder_times
from tests.appointments.builders import NOON
from tests.appointments.clocks import BACK, DAYS, FORWARD, LONDON, later, names, wall

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def due(starts_at, lead, zone=LONDON):
    return reminder_times.due_at(starts_at, lead, zone)


@pytest.mark.parametrize(("zone", "day"), DAYS, ids=names)
def test_two_days_before_is_the_same_time_of_day_also_when_the_clocks_change(zone, day):
    for ahead in range(3):
        appointment = day + timedelta(days=ahead)
        assert due(wall(appointment, "09:30", zone), 48, zone) == wall(appointment - 2 * DAY, "09:30", zone)


@pytest.mark.parametrize(("zone", "day"), DAYS, ids=names)
def test_three_hours_before_are_three_hours_that_pass(zone, day):
    for clock in ("00:30", "04:15", "09:30"):
        starts_at = wall(day, clock, zone)
        assert due(starts_at, 3, zone) == starts_at - 3 * HOUR


@pytest.mark.parametrize("change", FORWARD, ids=names)
def test_a_time_that_the_clocks_skip_two_days_before_is_when_they_are_put_forward(change):
    skipped = later(change.at, 15)
    starts_at = wall(change.day + 2 * DAY, skipped, change.zone)
    at = wall(change.day, later(change.at, change.by), change.zone)
    assert due(starts_at, 48, change.zone) == at


@pytest.mark.parametrize("change", BACK, ids=names)
def test_a_time_that_comes_twice_two_days_before_is_the_first(change):
    twice = later(change.at, -15)
    starts_at = wall(change.day + 2 * DAY, twice, change.zone)
    assert due(starts_at, 48, change.zone) == wall(change.day, twice, change.zone)


# --- which lead is due -----------------------------------------------------------------------------------------------

APPOINTMENT = NOON + 5 * DAY


def lead(now, informed_at=NOON, leads=(48, 3)):
    return reminder_times.lead_due(APPOINTMENT, informed_at=informed_at, now=now, leads=leads, zone=LONDON)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (48 * HOUR + timedelta(seconds=1), None),
        (48 * HOUR, 48),
        (30 * HOUR, 48),  # the worker was away
        (3 * HOUR, 3),
        (timedelta(seconds=1), 3),
        (timedelta(0), None),  # it begins
        (-HOUR, None),
    ],
)
def test_the_nearest_lead_is_due_until_the_appointment_begins(before, expected):
    assert lead(APPOINTMENT - before) == expected


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        (48 * HOUR, 47 * HOUR, 48),  # told at the very moment it was due
        (47 * HOUR, 46 * HOUR, None),  # told later than two days before: the one of three hours comes
        (47 * HOUR, 3 * HOUR, 3),
        (2 * HOUR, HOUR, None),  # told two hours before: none at all
    ],
)
def test_whoever_was_told_the_time_after_the_reminder_was_due_gets_none(told, now, expected):
    assert lead(APPOINTMENT - now, informed_at=APPOINTMENT - told) == expected


def test_without_leads_nobody_is_reminded():
    assert lead(APPOINTMENT - HOUR, leads=()) is None


@pytest.mark.parametrize(("told", "comes"), [(72, True), (48, True), (24, True), (3, True), (2, False)])
def test_a_booking_says_whether_a_reminder_comes(told, comes):
    informed_at = APPOINTMENT - told * HOUR
    assert reminder_times.will_be_reminded(APPOINTMENT, informed_at=informed_at, leads=(48, 3), zone=LONDON) is comes


# --- no text message at night ----------------------------------------------------------------------------------------

TEXTS = [  # the start of the appointment, the lead, when the text message leaves: days before, clock time
    ("08:00", 3, 1, "20:00"),
    ("08:55", 3, 1, "20:00"),
    ("09:00", 3, 0, "08:00"),
    ("10:55", 3, 0, "08:00"),
    ("11:00", 3, 0, "08:00"),
    ("11:30", 3, 0, "08:30"),
    ("23:00", 3, 0, "20:00"),
    ("23:59", 3, 0, "20:59"),
    ("00:00", 3, 1, "20:00"),
    ("00:30", 3, 1, "20:00"),
    ("02:55", 3, 1, "20:00"),
    ("03:00", 3, 1, "20:00"),
    ("07:00", 48, 2, "08:00"),
    ("08:00", 48, 2, "08:00"),
    ("20:59", 48, 2, "20:59"),
    ("21:00", 48, 2, "20:00"),
    ("23:30", 48, 2, "20:00"),
    ("06:00", 1, 1, "20:00"),
    ("22:30", 1, 0, "20:00"),
    ("08:30", 24, 1, "08:30"),
]


@pytest.mark.parametrize(("zone", "day"), DAYS, ids=names)
def test_a_text_message_leaves_by_day_also_when_the_clocks_change(zone, day):
    for clock, hours, days_before, leaves in TEXTS:
        starts_at = wall(day + 3 * DAY, clock, zone)
        assert reminder_times.text_due_at(starts_at, hours, zone) == wall(day + (3 - days_before) * DAY, leaves, zone)
        assert reminder_times.night_ends_at(wall(day, leaves, zone), zone) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [("07:59", "08:00"), ("00:00", "08:00"), ("05:00", "08:00"), ("08:00", None), ("20:59", None)],
)
def test_a_text_message_that_was_held_up_waits_for_the_morning(now, until):
    day = NOON.date()
    assert reminder_times.night_ends_at(wall(day, now, LONDON), LONDON) == (until and wall(day, until, LONDON))
    assert reminder_times.night_ends_at(wall(day, "21:00", LONDON), LONDON) == wall(day + DAY, "08:00", LONDON)
