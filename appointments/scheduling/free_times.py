"""Reads hours, leave and appointments and gives the times that are free: four queries, however many people and days.

What is taken is read from the appointments and holds themselves, not from their cells: one row instead of six or more,
and a hold that has lapsed takes no time even before the sweep has taken its cells away. An appointment booked on top of
another (seat above 0) takes its time as well: if the one below is cancelled, the practitioner is still busy.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from heapq import merge
from itertools import chain, filterfalse, islice, takewhile
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from appointments.clinic_time import DAY, Span, span_of_days
from appointments.grid import is_on_grid
from appointments.models import Appointment, HealthcareService, Location, ScheduleException, WorkingHours
from appointments.models.appointment import LONGEST_APPOINTMENT
from appointments.scheduling.availability import (
    ClinicSession,
    FreeTime,
    WeeklyHours,
    free_sessions,
    iter_free_times,
    sessions_of_days,
)
from topics.models import Practitioner

LONGEST_BUFFER = timedelta(hours=2)
QUARTER = timedelta(minutes=15)


class Timetable(NamedTuple):
    """A practitioner's days: sessions, leave and closures, and what appointments and holds take with their buffers."""

    sessions: list[ClinicSession]
    away: list[Span]
    taken: list[Span]

    @property
    def free(self) -> list[ClinicSession]:
        return free_sessions(self.sessions, self.away, self.taken)


def free_times(
    *,
    service: HealthcareService,
    practitioners: Iterable[Practitioner],
    first_day: date,
    last_day: date,
    now: datetime,
    every: timedelta = QUARTER,
    ignoring: Appointment | None = None,
    limit: int | None = None,
) -> list[FreeTime]:
    """The appointments of this service that could be booked on these days (clinic time, both included), earliest first.

    Keeps the service's lead time and horizon. `ignoring`: an appointment that is to be moved: its time is free for it,
    but where it is already is left out. `limit`: no more than so many. Starts lie on whole steps of `every` (a multiple
    of five minutes).
    """
    zone = timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    last_day = min(last_day, today + timedelta(days=service.horizon_days))
    first_day = max(first_day, today)
    if first_day > last_day:
        return []
    asked = span_of_days(first_day, last_day, zone)
    # An appointment, or a buffer, may lie across midnight: the days beside those asked for are read as well.
    around = {"first_day": first_day - DAY, "last_day": last_day + DAY}
    found = timetables(practitioners, **around, now=now, ignoring=ignoring)
    wanted = {
        "appointment": timedelta(minutes=service.appointment_minutes),
        "before": timedelta(minutes=service.buffer_before),
        "after": timedelta(minutes=service.buffer_after),
        "every": every,
        "not_before": max(now + timedelta(hours=service.lead_hours), asked.start),
        "zone": zone,
    }
    each = [
        takewhile(lambda time: time.starts_at < asked.end, iter_free_times(free, practitioner_id=person, **wanted))
        for person, table in found.items()
        for free in _by_location(table.free)  # at one place sessions follow each other, and so do their times
    ]
    if ignoring is not None:
        each = [filterfalse(partial(_is_its_own, ignoring), times) for times in each]
    return sorted(chain.from_iterable(each)) if limit is None else list(islice(merge(*each), limit))


def _is_its_own(appointment: Appointment, time: FreeTime) -> bool:
    own = appointment.starts_at, appointment.ends_at, appointment.practitioner_id, appointment.location_id
    return own == tuple(time)


def is_free(
    *,
    practitioner: Practitioner,
    location: Location,
    starts_at: datetime,
    ends_at: datetime,
    before: timedelta,
    after: timedelta,
    now: datetime,
    ignoring: Appointment | None = None,
) -> bool:
    """Whether an appointment, buffers included, lies in one session at this location, in no leave, and touches nothing
    taken.

    Lead time and horizon do not count: the desk may pass them on purpose. Off the five-minute grid nothing is free.
    """
    if not (is_on_grid(starts_at) and is_on_grid(ends_at)):
        return False
    busy = Span(starts_at - before, ends_at + after)
    table = _timetable_around(practitioner, busy, now, ignoring)
    return any(session.location_id == location.pk and _within(busy, session.span) for session in table.free)


def session_location(*, practitioner: Practitioner, starts_at: datetime, ends_at: datetime) -> Location | None:
    """Where the practitioner's hours or an extra session put them for all of this time, away or taken or not."""
    busy = Span(starts_at, ends_at)
    table = _timetable_around(practitioner, busy, starts_at, None)
    places = [session.location_id for session in table.sessions if _within(busy, session.span)]
    return Location.objects.get(pk=places[0]) if places else None


def timetables(
    practitioners: Iterable[Practitioner],
    *,
    first_day: date,
    last_day: date,
    now: datetime,
    ignoring: Appointment | None = None,
) -> dict[int, Timetable]:
    """The days of each practitioner who sees patients now, by primary key; both days included, clinic time.

    Three queries, and one for the practitioners if they are a queryset. Locations out of use have no sessions.
    """
    people = [practitioner.pk for practitioner in practitioners if practitioner.active]
    if first_day > last_day or not people:
        return {}
    zone = timezone.get_default_timezone()
    asked = span_of_days(first_day, last_day, zone)
    hours, (extra, away) = _hours(people, first_day, last_day), _exceptions(people, asked)
    taken = _taken(people, asked, now, ignoring)
    return {
        person: Timetable(
            sessions_of_days(hours[person], extra[person], first_day, last_day, zone),
            away[None] + away[person],
            taken[person],
        )
        for person in people
    }


def _hours(people: list[int], first_day: date, last_day: date) -> dict[int, list[WeeklyHours]]:
    rows = WorkingHours.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first_day),
        practitioner__in=people,
        valid_from__lte=last_day,
        location__active=True,
    ).values_list("practitioner_id", "weekday", "starts", "ends", "valid_from", "valid_to", "location_id")
    found = defaultdict(list)
    for person, *values in rows.order_by():
        found[person].append(WeeklyHours(*values))
    return found


def _exceptions(people: list[int], asked: Span) -> tuple[dict[int, list[ClinicSession]], dict[int | None, list[Span]]]:
    """Extra sessions by practitioner, and leave by practitioner with closures under None."""
    rows = ScheduleException.objects.filter(
        Q(practitioner__in=people) | Q(practitioner__isnull=True), ends_at__gt=asked.start, starts_at__lt=asked.end
    ).exclude(location__active=False)
    extra, away = defaultdict(list), defaultdict(list)
    for person, kind, starts_at, ends_at, place in rows.order_by().values_list(
        "practitioner_id", "kind", "starts_at", "ends_at", "location_id"
    ):
        if kind == ScheduleException.Kind.EXTRA:
            extra[person].append(ClinicSession(Span(starts_at, ends_at), place))
        else:
            away[person].append(Span(starts_at, ends_at))
    return extra, away


def _taken(people: list[int], asked: Span, now: datetime, ignoring: Appointment | None) -> dict[int, list[Span]]:
    rows = Appointment.objects.taking_time(now).filter(
        practitioner__in=people,
        starts_at__gt=asked.start - LONGEST_APPOINTMENT - LONGEST_BUFFER,
        starts_at__lt=asked.end + LONGEST_BUFFER,
    )
    if ignoring is not None:
        rows = rows.exclude(pk=ignoring.pk)
    found = defaultdict(list)
    for person, starts_at, ends_at, before, after in rows.order_by().values_list(
        "practitioner_id", "starts_at", "ends_at", "buffer_before", "buffer_after"
    ):
        busy = Span(starts_at - timedelta(minutes=before), ends_at + timedelta(minutes=after))
        found[person].append(busy)
    return found


def _by_location(free: list[ClinicSession]) -> list[list[ClinicSession]]:
    places = defaultdict(list)
    for session in free:
        places[session.location_id].append(session)
    return list(places.values())


def _timetable_around(person: Practitioner, busy: Span, now: datetime, ignoring: Appointment | None) -> Timetable:
    zone = timezone.get_default_timezone()
    first, last = busy.start.astimezone(zone).date(), busy.end.astimezone(zone).date()
    found = timetables([person], first_day=first, last_day=last, now=now, ignoring=ignoring)
    return found.get(person.pk, Timetable([], [], []))


def _within(busy: Span, span: Span) -> bool:
    return span.start <= busy.start and busy.end <= span.end
