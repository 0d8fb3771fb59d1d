"""Free times to choose from: of the coming days, by day and practitioner, the patient's wishes first."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from appointments import date_words
from appointments.choices import DayPart
from appointments.desk.forms.times import time_code
from appointments.models import Location
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.free_times import free_times
from topics.models import Practitioner

DAYS_SHOWN = 3  # with free times, besides those the patient asked for
LOOK_AHEAD = 21  # days from the first one looked at
OFFERED = 24  # times to tick when some are to be held


@dataclass(frozen=True)
class Choice:
    """One free time: the code a form carries, and its words."""

    code: str
    clock: str
    words: str


@dataclass(frozen=True)
class Person:
    """The times of one practitioner on one day."""

    name: str
    place: str
    asked_for: bool
    times: list[Choice]


@dataclass(frozen=True)
class Day:
    """The free times of a day."""

    name: str
    wish: str  # which wish of the patient it meets; "" for none
    url: str
    people: list[Person]


@dataclass(frozen=True)
class FreeDays:
    """What the page of a request offers, and the day the next look begins with ("" if nothing comes after)."""

    days: list[Day] = field(default_factory=list)
    wishes_without_times: list[str] = field(default_factory=list)
    later: str = ""
    to_offer: list[Choice] = field(default_factory=list)


def choices_of(free: list[FreeTime], now: datetime) -> list[Choice]:
    """Free times in words, with whom and where: two queries."""
    people = Practitioner.objects.in_bulk({time.practitioner_id for time in free})
    places = Location.objects.in_bulk({time.location_id for time in free})
    return [_choice(time, people, places, now) for time in free]


def free_days(asked, *, now: datetime, start: date | None = None, ignoring=None, calendar_url: str = "") -> FreeDays:
    """Free times for a request from `start` on (today at the earliest). `windows` of the request are read."""
    today = timezone.localdate(now)
    first = max(start or today, today)
    wishes = {} if start else {window.day: window for window in reversed(asked.windows.order_by("rank"))}
    last = max([first + timedelta(days=LOOK_AHEAD), *wishes])
    people = {person.pk: person for person in Practitioner.objects.seeing_patients_of(asked.service.specialty)}
    every = timedelta(minutes=max(15, asked.service.appointment_minutes))
    found = free_times(
        service=asked.service,
        practitioners=people.values(),
        first_day=first,
        last_day=last,
        now=now,
        every=every,
        ignoring=ignoring,
    )
    places = Location.objects.in_bulk({time.location_id for time in found})
    by_day: dict[date, list[FreeTime]] = {}
    for time in found:
        by_day.setdefault(timezone.localdate(time.starts_at), []).append(time)
    wished = {day: _within(by_day.get(day, []), window.part) for day, window in sorted_by_rank(wishes)}
    others = [day for day in by_day if not wished.get(day)][:DAYS_SHOWN]
    shown = [
        _day(day, times, people, places, asked, now, wishes[day], calendar_url)
        for day, times in wished.items()
        if times
    ]
    shown += [_day(day, by_day[day], people, places, asked, now, None, calendar_url) for day in others]
    coming = [day for day in by_day if others and day > others[-1]]
    to_offer = [time for times in wished.values() for time in times] or [t for day in others for t in by_day[day]]
    return FreeDays(
        days=shown,
        wishes_without_times=[
            f"{date_words.relative_day(day, now)}, {DayPart(wishes[day].part).label}"
            for day, times in wished.items()
            if not times
        ],
        later=coming[0].isoformat() if coming else "",
        to_offer=[_choice(time, people, places, now) for time in _spread(to_offer)],
    )


def sorted_by_rank(wishes: dict):
    return sorted(wishes.items(), key=lambda item: item[1].rank)


def _within(times: list[FreeTime], part: str) -> list[FreeTime]:
    """Those in this part of the day: by the clock, noon and 17:00 part it."""

    return [time for time in times if DayPart(part).covers(timezone.localtime(time.starts_at).time())]


def _spread(times: list[FreeTime]) -> list[FreeTime]:
    step = max(len(times) // OFFERED, 1)
    return times[::step][:OFFERED]


def _day(day, times, people, places, asked, now, wish, calendar_url: str) -> Day:
    by_person: dict[int, list[FreeTime]] = {}
    for time in times:
        by_person.setdefault(time.practitioner_id, []).append(time)
    wanted = asked.preferred_practitioner_id
    order = sorted(by_person, key=lambda pk: (pk != wanted, people[pk].name, pk))
    return Day(
        name=date_words.relative_day(day, now),
        wish=str(DayPart(wish.part).label) if wish else "",
        url=f"{calendar_url}&day={day.isoformat()}" if calendar_url else "",
        people=[
            Person(
                name=people[pk].name,
                place=", ".join(sorted({places[time.location_id].name for time in by_person[pk]})),
                asked_for=pk == wanted,
                times=[_choice(time, people, places, now) for time in by_person[pk]],
            )
            for pk in order
        ],
    )


def _choice(time: FreeTime, people, places, now) -> Choice:
    who, place = people[time.practitioner_id], places[time.location_id]
    return Choice(
        code=time_code(time.practitioner_id, time.location_id, time.starts_at),
        clock=date_words.clock_time(time.starts_at),
        words=f"{date_words.relative_day_and_time(time.starts_at, now)}, {who.name}, {place.name}",
    )
