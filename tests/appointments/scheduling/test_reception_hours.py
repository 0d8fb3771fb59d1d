"""When reception is open: its stored week without its stored closures, by the clinic's clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from appointments.clinic_time import Span
from appointments.models import OpeningHours, ScheduleException
from appointments.scheduling.reception_hours import OpeningInterval, ReceptionHours, read_reception_hours
from tests.appointments.builders import NOON
from tests.appointments.clocks import DAYS, LONDON, LORD_HOWE, names, wall


@pytest.mark.parametrize("zone, day", DAYS, ids=names)
def test_hours_keep_to_the_wall_clock_and_spans_end_with_their_day(zone, day):
    every_day = [OpeningInterval(weekday, time(8), time(18)) for weekday in range(1, 8)]
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    found = list(islice(ReceptionHours(every_day, [], zone).open_spans(wall(before, "09:30", zone)), 3))
    assert found == [
        Span(wall(before, "09:30", zone), wall(before, "18:00", zone)),
        *(Span(wall(each, "08:00", zone), wall(each, "18:00", zone)) for each in (day, after)),
    ]


def test_closures_are_cut_out():
    noon, two = datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2026, 11, 25, 14, tzinfo=UTC)
    found = ReceptionHours([], [Span(noon, two)], LONDON).open_spans(wall(date(2026, 11, 25), "09:00", LONDON))
    assert [(span.start.hour, span.end.hour) for span in islice(found, 2)] == [(9, 12), (14, 17)]


def test_without_stored_hours_it_is_monday_to_friday_nine_to_five():
    saturday = wall(date(2026, 11, 28), "09:00", LONDON)
    found = list(islice(ReceptionHours([], [], LONDON).open_spans(saturday), 6))
    assert [f"{span.start:%a %H:%M}-{span.end:%H:%M}" for span in found] == [
        f"{day} 09:00-17:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Mon")
    ]


@pytest.mark.django_db
def test_stored_hours_are_read_in_their_order_in_two_queries(django_assert_num_queries):
    OpeningHours.objects.create(weekday=5, opens=time(10), closes=time(11))
    OpeningHours.objects.create(weekday=1, opens=time(14), closes=time(15))
    OpeningHours.objects.create(weekday=1, opens=time(8), closes=time(12))
    with django_assert_num_queries(2):
        found = read_reception_hours(NOON)
    assert [(interval.weekday, interval.opens.hour) for interval in found.opening] == [(1, 8), (1, 14), (5, 10)]


@pytest.mark.django_db
def test_leave_and_closures_that_are_over_are_not_receptions(service, settings):
    past = {"starts_at": NOON - timedelta(days=2), "ends_at": NOON}
    ScheduleException.objects.create(kind="closure", **past, made_at=NOON)
    assert read_reception_hours(NOON).closures == [] and read_reception_hours(NOON).zone == ZoneInfo("Europe/London")
    settings.TIME_ZONE = "Australia/Lord_Howe"
    assert read_reception_hours(NOON).zone == LORD_HOWE
