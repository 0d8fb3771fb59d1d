"""Whatever hours, leave, extra sessions and appointments there are: exactly the times that fit are offered.

The answer is compared with one that a child could give: minute by minute, is somebody there and free?
"""

from datetime import UTC, date, datetime, time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from appointments.clinic_time import DAY, MINUTE, Span
from appointments.scheduling.availability import (
    ClinicSession,
    WeeklyHours,
    free_sessions,
    iter_free_times,
    sessions_of_days,
)
from tests.appointments.clocks import DAYS, LORD_HOWE, ORDINARY, minutes, wall

STEP = minutes(5)
PLACES = (1, 2)
DAYS_ASKED = 2  # the day of the change and the one after


def clock_times(first=0, last=287):
    """On the five-minute grid, from 00:00 to 23:55."""
    return st.integers(first, last).map(lambda number: time(number // 12, number % 12 * 5))


@st.composite
def rules(draw, day):
    starts = draw(clock_times(last=286))
    ends = draw(clock_times(first=starts.hour * 12 + starts.minute // 5 + 1))
    weekday = (day + draw(st.integers(0, 2)) * DAY).isoweekday()
    valid_from = draw(st.sampled_from([date(2020, 1, 1), day, day + DAY]))
    valid_to = draw(st.sampled_from([None, None, day + DAY, day + 2 * DAY]))
    return WeeklyHours(weekday, starts, ends, valid_from, valid_to, draw(st.sampled_from(PLACES)))


def spans_from(noon):
    """Up to half a day, within two days around, by the minute."""
    begin, length = st.integers(-2000, 2400), st.integers(1, 720)
    return st.builds(lambda at, lasts: Span(noon + minutes(at), noon + minutes(at + lasts)), begin, length)


@st.composite
def clinics(draw):
    """A few days of a practitioner on which the clocks may change, and an appointment to be fitted in."""
    zone, day = draw(st.sampled_from([*DAYS, *ORDINARY]))
    spans = spans_from(wall(day, "12:00", zone))
    return {
        "zone": zone,
        "day": day,
        "hours": draw(st.lists(rules(day), max_size=5)),
        "extra": draw(st.lists(st.builds(ClinicSession, spans, st.sampled_from(PLACES)), max_size=2)),
        "away": draw(st.lists(spans, max_size=3)),
        "taken": draw(st.lists(spans, max_size=4)),
        "appointment": 5 * draw(st.integers(1, 48)),
        "before": 5 * draw(st.integers(0, 6)),
        "after": 5 * draw(st.integers(0, 6)),
        "not_before": wall(day, "00:00", zone) + draw(st.integers(-300, 2000)) * MINUTE,
    }


def offered(clinic, every=STEP):
    first, last = clinic["day"], clinic["day"] + (DAYS_ASKED - 1) * DAY
    working = sessions_of_days(clinic["hours"], clinic["extra"], first, last, clinic["zone"])
    times = iter_free_times(
        free_sessions(working, clinic["away"], clinic["taken"]),
        appointment=minutes(clinic["appointment"]),
        before=minutes(clinic["before"]),
        after=minutes(clinic["after"]),
        every=every,
        not_before=clinic["not_before"],
        practitioner_id=7,
        zone=clinic["zone"],
    )
    return list(times)


def places_at(minute: datetime, local: datetime, clinic) -> set[int]:
    """Where the practitioner sees patients in this minute (`local`: at the clinic), if they are not away or taken."""
    if any(start <= minute < end for start, end in (*clinic["away"], *clinic["taken"])):
        return set()
    weekly = {
        rule.location_id
        for rule in clinic["hours"]
        if rule.weekday == local.isoweekday()
        and rule.valid_from <= local.date() <= (rule.valid_to or date.max)
        and rule.starts <= local.time() < rule.ends
    }
    return weekly | {place for (start, end), place in clinic["extra"] if start <= minute < end}


def found_by_looking_at_every_minute(clinic) -> set[tuple[datetime, int]]:
    """Each start on the five-minute grid whose whole appointment, with its buffers, lies in free minutes of one
    place."""
    first = datetime.combine(clinic["day"], time(), UTC) - DAY
    every_minute = [first + number * MINUTE for number in range((DAYS_ASKED + 2) * DAY // MINUTE)]
    asked = {clinic["day"] + number * DAY for number in range(DAYS_ASKED)}
    there = {place: [] for place in PLACES}  # for how many minutes on end they have been there
    for minute in every_minute:
        local = minute.astimezone(clinic["zone"])
        places = places_at(minute, local, clinic) if local.date() in asked else set()
        for place, streak in there.items():
            streak.append((streak[-1] if streak else 0) + 1 if place in places else 0)
    whole = clinic["before"] + clinic["appointment"] + clinic["after"]
    return {
        (start, place)
        for place, streak in there.items()
        for number, minute in enumerate(every_minute)
        if streak[number] >= whole
        and (start := minute + MINUTE - minutes(clinic["appointment"] + clinic["after"])) >= clinic["not_before"]
        and start.minute % 5 == 0
    }


@settings(max_examples=60, deadline=None)
@given(clinic=clinics())
def test_exactly_the_starts_that_fit_are_offered(clinic):
    times = offered(clinic)
    assert {(time.starts_at, time.location_id) for time in times} == found_by_looking_at_every_minute(clinic)
    assert len(times) == len(set(times))


@settings(max_examples=40, deadline=None)
@given(clinic=clinics(), quarters=st.integers(2, 12))
@example(  # the clock goes back half an hour on Lord Howe Island; hours lie in what it shows twice
    clinic={
        "zone": LORD_HOWE,
        "day": date(2027, 4, 4),
        "hours": [WeeklyHours(7, time(1, 30), time(2), date(2020, 1, 1), None, 1)],
        "extra": [],
        "away": [],
        "taken": [],
        "appointment": 30,
        "before": 0,
        "after": 0,
        "not_before": datetime(2027, 4, 1, tzinfo=UTC),
    },
    quarters=3,
)
def test_wider_steps_offer_fewer_times_but_the_same_gaps(clinic, quarters):
    """No free stretch of time is lost by a wider step: where some start fits, one is offered."""
    all_times, some = offered(clinic), set(offered(clinic, every=5 * quarters * MINUTE))
    assert some <= set(all_times)
    starts = {(time.location_id, time.starts_at) for time in all_times}
    gaps = [start for place, start in starts if (place, start - STEP) not in starts]
    assert len(some) >= len(gaps)


@settings(max_examples=40, deadline=None)
@given(clinic=clinics())
def test_times_of_a_place_come_in_order_and_take_their_elapsed_minutes(clinic):
    times = offered(clinic)
    for place in PLACES:
        there = [time for time in times if time.location_id == place]
        assert there == sorted(there)
    assert all(time.ends_at - time.starts_at == minutes(clinic["appointment"]) for time in times)
