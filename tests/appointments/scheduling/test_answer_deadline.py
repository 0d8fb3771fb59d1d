"""By when we promise to answer: so many hours while reception is open, clinic time, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appointments.choices import QueueRank
from appointments.clinic_time import Span
from appointments.lifecycle.actions.transitions import record_event
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, OpeningHours, ScheduleException
from appointments.scheduling.answer_deadline import answer_deadline, promise_time_for, usual_handling_time
from appointments.scheduling.reception_hours import LOOK_AHEAD, OpeningInterval, ReceptionHours
from appointments.workflow import Role, Step
from tests.appointments.builders import NOON, make_service, request_values
from tests.appointments.clocks import LONDON, LORD_HOWE, NEW_YORK
from tests.builders import make_user

ZONES = [LONDON, NEW_YORK, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")]
MORNING_AND_AFTERNOON = [
    OpeningInterval(day, opens, closes)
    for day in range(1, 6)
    for opens, closes in ((time(8), time(12, 30)), (time(13, 30), time(17, 30)))
]


def at(text: str, zone=LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def usual_hours(zone) -> ReceptionHours:
    """Monday to Friday, nine to five."""
    return ReceptionHours([], [], zone)


def promised(asked: str, *, hours=16, opening=(), closures=(), zone=LONDON) -> str:
    """What the clock shows at the promised moment."""
    reception = ReceptionHours(list(opening), list(closures), zone)
    moment = answer_deadline(at(asked, zone), reception, within=timedelta(hours=hours)).astimezone(zone)
    assert at(asked, zone) < moment
    return f"{moment:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    "asked, answered",
    [
        ("2026-11-23 00:00", "2026-11-24 17:00"),  # Monday night: Monday and Tuesday
        ("2026-11-23 09:00", "2026-11-24 17:00"),
        ("2026-11-23 12:00", "2026-11-25 12:00"),  # Monday noon -> Wednesday noon
        ("2026-11-24 17:01", "2026-11-26 17:00"),  # Tuesday evening -> Thursday
        ("2026-11-26 16:00", "2026-11-30 16:00"),  # Thursday -> Monday
        ("2026-11-28 09:00", "2026-12-01 17:00"),  # Saturday -> Tuesday
        ("2026-11-29 23:59", "2026-12-01 17:00"),  # Sunday -> Tuesday
    ],
)
def test_a_clinic_that_stored_no_hours_counts_monday_to_friday_nine_to_five(asked, answered):
    assert promised(asked) == answered


@pytest.mark.parametrize(
    "asked, hours, answered",
    [
        ("2026-11-23 08:00", 4, "2026-11-23 12:00"),
        ("2026-11-23 12:00", 1, "2026-11-23 14:00"),  # half an hour before lunch, half an hour after
        ("2026-11-23 12:45", 1, "2026-11-23 14:30"),  # asked at lunch
        ("2026-11-23 08:00", 17, "2026-11-24 17:30"),
        ("2026-11-27 17:00", 1, "2026-11-30 08:30"),  # over the weekend
    ],
)
def test_hours_count_only_while_reception_is_open(asked, hours, answered):
    assert promised(asked, hours=hours, opening=MORNING_AND_AFTERNOON) == answered


def test_closures_do_not_count():
    christmas = Span(at("2026-12-25 00:00").astimezone(UTC), at("2026-12-29 00:00").astimezone(UTC))
    assert promised("2026-12-24 16:00", hours=2, closures=[christmas]) == "2026-12-29 10:00"
    meeting = Span(at("2026-11-23 10:00").astimezone(UTC), at("2026-11-23 11:30").astimezone(UTC))
    assert promised("2026-11-23 09:00", hours=2, closures=[meeting]) == "2026-11-23 12:30"
    assert promised("2026-11-23 11:00", hours=2, closures=[meeting]) == "2026-11-23 13:30"


def test_it_is_rounded_up_to_five_minutes():
    assert promised("2026-11-23 10:01", hours=1) == "2026-11-23 11:05"
    assert promised("2026-11-23 10:05", hours=1) == "2026-11-23 11:05"


def test_a_clinic_closed_for_years_still_promises_something_later():
    for_good = Span(at("2026-01-01 00:00").astimezone(UTC), at("2066-01-01 00:00").astimezone(UTC))
    asked = at("2026-11-23 10:01")
    moment = answer_deadline(asked, ReceptionHours([], [for_good], LONDON), within=timedelta(hours=1))
    assert moment >= asked + LOOK_AHEAD


@pytest.mark.parametrize(
    "zone, asked, answered, offset_before, offset_after",
    [
        (LONDON, "2027-03-26 12:00", "2027-03-30 12:00", 0, 1),  # the clocks go forward on Sunday 28 March
        (LONDON, "2027-10-29 12:00", "2027-11-02 12:00", 1, 0),  # and back on Sunday 31 October
        (NEW_YORK, "2027-03-12 12:00", "2027-03-16 12:00", -5, -4),
        (NEW_YORK, "2027-11-05 12:00", "2027-11-09 12:00", -4, -5),
        (LORD_HOWE, "2027-04-02 12:00", "2027-04-06 12:00", 11, 10.5),  # half an hour there
        (LORD_HOWE, "2027-10-01 12:00", "2027-10-05 12:00", 10.5, 11),
    ],
)
def test_it_is_the_same_hour_by_the_wall_clock_after_the_clocks_change(
    zone, asked, answered, offset_before, offset_after
):
    assert at(asked, zone).utcoffset() == timedelta(hours=offset_before)
    assert promised(asked, zone=zone) == answered
    assert at(answered, zone).utcoffset() == timedelta(hours=offset_after)


@pytest.mark.parametrize(
    "zone, day, lasts",
    [
        (LONDON, "2027-03-28", 3),
        (NEW_YORK, "2027-03-14", 3),
        (LORD_HOWE, "2027-10-03", 3.5),
        (LONDON, "2027-10-31", 5),
        (NEW_YORK, "2027-11-07", 5),
        (LORD_HOWE, "2027-04-04", 4.5),
    ],
)
def test_an_open_night_is_as_long_as_it_really_is_when_the_clocks_change(zone, day, lasts):
    nights = [OpeningInterval(7, time(0), time(4))]
    moment = answer_deadline(at(f"{day} 00:00", zone), ReceptionHours(nights, [], zone), within=timedelta(hours=lasts))
    assert moment == at(f"{day} 04:00", zone)


def test_the_day_is_the_clinics_day_not_the_servers():
    late_on_thursday_in_london = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # already Friday on Lord Howe Island
    sixteen = {"within": timedelta(hours=16)}
    assert answer_deadline(late_on_thursday_in_london, usual_hours(LONDON), **sixteen) == at("2026-11-30 17:00")
    # There it is half past ten in the morning: six and a half hours of Friday, eight of Monday, the rest on Tuesday.
    assert answer_deadline(late_on_thursday_in_london, usual_hours(LORD_HOWE), **sixteen) == at(
        "2026-12-01 10:30", LORD_HOWE
    )


# --- with what waits already -----------------------------------------------------------------------------------------

TEN = timedelta(minutes=10)


def with_backlog(asked: str, zone=LONDON, *, hours=1, **backlog) -> str:
    moment = answer_deadline(at(asked, zone), usual_hours(zone), within=timedelta(hours=hours), **backlog).astimezone(
        zone
    )
    return f"{moment:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    "ahead, handling, answered",
    [
        (0, TEN, "2026-11-23 10:00"),  # the hour that is promised anyway
        (5, TEN, "2026-11-23 10:00"),  # six of ten minutes are just that hour
        (6, TEN, "2026-11-23 10:10"),
        (47, TEN, "2026-11-23 17:00"),  # a whole day
        (48, TEN, "2026-11-24 09:10"),
        (6, timedelta(minutes=30), "2026-11-23 12:30"),
    ],
)
def test_a_backlog_that_takes_longer_than_promised_moves_the_promise(ahead, handling, answered):
    assert with_backlog("2026-11-23 09:00", waiting_before=ahead, handling_time=handling) == answered


def test_nobody_is_promised_an_earlier_answer_than_somebody_before_them():
    before = at("2026-11-25 11:02")
    assert with_backlog("2026-11-23 09:00", not_before=before) == "2026-11-25 11:05"
    assert with_backlog("2026-11-23 09:00", not_before=at("2026-11-23 09:30")) == "2026-11-23 10:00"


@given(
    asked=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    later=st.integers(0, 6000),
    ahead=st.integers(0, 80),
    more=st.integers(0, 5),
    handling=st.integers(3, 30),
    zone=st.sampled_from(ZONES),
)
@settings(max_examples=60)
def test_asking_later_or_behind_more_is_never_answered_earlier(asked, later, ahead, more, handling, zone):
    how = {"within": timedelta(hours=2), "handling_time": timedelta(minutes=handling)}
    reception, asked_later = usual_hours(zone), asked + timedelta(minutes=later)
    first = answer_deadline(asked, reception, waiting_before=ahead, **how)
    assert answer_deadline(asked, reception, **how) <= first  # a backlog makes no promise earlier
    assert first <= answer_deadline(asked_later, reception, waiting_before=ahead + more, **how)


@pytest.mark.parametrize(
    "zone, day, answered",
    [
        (LONDON, "2027-03-28", "05:20"),  # two hours from 01:00, of which one is skipped; then twenty minutes
        (NEW_YORK, "2027-03-14", "05:20"),
        (LORD_HOWE, "2027-10-03", "04:50"),
        (LONDON, "2027-10-31", "03:20"),
        (NEW_YORK, "2027-11-07", "03:20"),
        (LORD_HOWE, "2027-04-04", "03:50"),
    ],
)
def test_a_backlog_is_worked_through_in_minutes_that_really_pass(zone, day, answered):
    """Twenty of ten minutes from one in the morning on: 200 minutes, whatever the clock on the wall shows."""
    nights = [OpeningInterval(7, time(1), time(12))]
    how = {"within": timedelta(hours=1), "waiting_before": 19, "handling_time": TEN}
    moment = answer_deadline(at(f"{day} 00:30", zone), ReceptionHours(nights, [], zone), **how).astimezone(zone)
    assert f"{moment:%H:%M}" == answered


def test_what_one_usually_takes_is_measured_within_bounds_and_guessed_before():
    minutes = timedelta(minutes=1)
    assert usual_handling_time([]) == usual_handling_time([minutes] * 9) == TEN
    assert (
        usual_handling_time([*[5 * minutes] * 6, *[900 * minutes] * 5]) == 5 * minutes
    )  # lunch in between changes nothing
    assert usual_handling_time([minutes] * 20) == 3 * minutes
    assert usual_handling_time([timedelta(days=1)] * 20) == 30 * minutes


@settings(max_examples=100, deadline=None)
@given(
    asked=st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES),
    hours=st.integers(1, 60),
)
def test_exactly_so_many_minutes_are_open_until_then(asked, zone, hours):
    asked = asked.replace(second=0, microsecond=0)
    moment = answer_deadline(asked, usual_hours(zone), within=timedelta(hours=hours))
    assert asked < moment and moment.minute % 5 == 0
    counted, minute = 0, asked
    while minute < moment:
        local, step = minute.astimezone(zone), 1 if minute.minute % 5 else 5  # hours and offsets lie on the grid
        counted += step * (local.weekday() < 5 and 9 <= local.hour < 17)
        minute += timedelta(minutes=step)
    assert hours * 60 <= counted < hours * 60 + 5


# --- as stored -------------------------------------------------------------------------------------------------------


def test_it_is_counted_in_the_stored_hours_without_the_stored_closures(service, django_assert_num_queries):
    service.answer_within_hours = 4
    OpeningHours.objects.create(weekday=3, opens=time(8), closes=time(14))  # NOON is a Wednesday
    OpeningHours.objects.create(weekday=4, opens=time(8), closes=time(14))
    with django_assert_num_queries(5):
        assert promise_time_for(service, NOON) == NOON.replace(day=26, hour=10)
    closed = {"kind": "closure", "starts_at": NOON.replace(day=26, hour=8), "ends_at": NOON.replace(day=26, hour=9)}
    ScheduleException.objects.create(**closed, made_at=NOON)
    assert promise_time_for(service, NOON) == NOON.replace(day=26, hour=11)


def waits(service, *, how_many, **changes):
    rows = [AppointmentRequest(**request_values(service, **changes)) for _ in range(how_many)]
    return AppointmentRequest.objects.bulk_create(rows)


def test_what_waits_counts_as_backlog_unless_it_goes_behind(service):
    service.answer_within_hours = 1
    waits(service, how_many=12, promise_at=NOON + timedelta(minutes=5))
    assert promise_time_for(service, NOON) == NOON + timedelta(minutes=130)
    waits(service, how_many=5, status="waiting_list")
    waits(service, how_many=5, created_at=NOON + timedelta(minutes=1))
    assert promise_time_for(service, NOON) == NOON + timedelta(minutes=130)
    assert promise_time_for(service, NOON, rank=QueueRank.RAISED) == NOON + timedelta(hours=1)


def test_the_latest_promise_of_those_who_wait_for_the_same_is_not_undercut(service):
    service.answer_within_hours = 1
    waits(service, how_many=1, promise_at=NOON.replace(day=27))
    waits(make_service("orthopaedist"), how_many=1, promise_at=NOON.replace(day=30))
    waits(service, how_many=1, promise_at=NOON.replace(day=30), queue_rank=QueueRank.RAISED)
    assert promise_time_for(service, NOON) == NOON.replace(day=27)


def test_how_long_one_takes_is_read_from_the_last_answers(service):
    service.answer_within_hours = 1
    clerk = Actor(Role.RECEPTIONIST, make_user("receptionist"))
    for request in waits(service, how_many=10, status="waiting_list", answered_at=NOON):
        record_event(request, Step.CLAIM, by=clerk, now=NOON - timedelta(minutes=20))
    waits(service, how_many=5, promise_at=NOON + timedelta(minutes=5))
    assert promise_time_for(service, NOON) == NOON + timedelta(minutes=6 * 20)
