"""What the calendar shows: appointments, holds, leave, closures and free times as the columns of a table.

Times are shown in the clinic's time zone.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import ceil, floor

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from appointments import date_words
from appointments.clinic_time import Span, clocks_change_on, span_of_days, week_of
from appointments.desk.forms.times import time_code
from appointments.models import Appointment, AppointmentRequest, HealthcareService, ScheduleException
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.scheduling.calendar_grid import CalendarBlock, CalendarColumn, CellKind, calendar_rows
from appointments.scheduling.free_times import free_times, timetables
from topics.models import Practitioner

STEP = timedelta(minutes=15)
ROWS_AN_HOUR = 4
HOUR = STEP * ROWS_AN_HOUR
USUAL_HOURS = (8, 18)  # shown of a day without any session
STATUS_SHOWN = {AppointmentStatus.ARRIVED, AppointmentStatus.FULFILLED, AppointmentStatus.PENDING}


@dataclass(frozen=True)
class ChosenRequest:
    """The request that free times are shown for. `step_url`: where it is booked or moved; "" if that is not open."""

    pk: int
    reference: str
    spoken: str
    name: str
    service: HealthcareService
    version: int
    url: str
    step_url: str
    moves: bool
    appointment: Appointment | None


@dataclass(frozen=True)
class ColumnHead:
    """The head of a column."""

    label: str
    url: str
    note: str = ""


def day_table(day: date, *, place, chosen: ChosenRequest | None, now: datetime, kept: dict, actor) -> dict:
    """A column for each practitioner who works or has an appointment on this day; `place`: at this location only.
    `named`: the ids of the requests whose patients are named."""
    people = {person.pk: person for person in Practitioner.objects.filter(active=True).order_by("name", "pk")}
    tables = timetables(people.values(), first_day=day, last_day=day, now=now)
    span = span_of_days(day, day, timezone.get_default_timezone())
    (blocks, named), away = _appointments(people, span, place, now, actor), _absences(people, span)
    free = _free(list(people.values()), day, day, chosen, place, now)
    columns, heads = [], []
    for pk, person in people.items():
        sessions = [
            session
            for session in (tables[pk].sessions if pk in tables else [])
            if place is None or session.location_id == place.pk
        ]
        if not sessions and not blocks[pk] and not (place is None and away[pk]):
            continue
        url = f"{reverse('desk:week', args=[pk])}?{urlencode({'day': day.isoformat(), **kept})}"
        heads.append(ColumnHead(person.name, url))
        seen = [tuple(session.span) for session in sessions]
        columns.append(CalendarColumn(span.start, blocks[pk] + away[pk] + free[pk], seen))
    return {"heads": heads, "rows": _rows(columns) if columns else [], "named": named}


def week_table(
    person: Practitioner, monday: date, *, chosen: ChosenRequest | None, now: datetime, kept: dict, actor
) -> dict:
    """A column for each day from `monday` on; a row shows the same clock time on every day. `named`: as day_table."""
    week = week_of(monday)
    tables = timetables([person], first_day=week[0], last_day=week[-1], now=now)
    span = span_of_days(week[0], week[-1], timezone.get_default_timezone())
    people = {person.pk: person}
    appointments, named = _appointments(people, span, None, now, actor)
    blocks = appointments[person.pk] + _absences(people, span)[person.pk]
    blocks += _free([person], week[0], week[-1], chosen, None, now)[person.pk]
    sessions = [tuple(session.span) for session in tables[person.pk].sessions] if person.pk in tables else []
    columns, heads = [], []
    for day in week:
        within = span_of_days(day, day, timezone.get_default_timezone())
        of_day = [block for block in blocks if block.start < within.end and block.end > within.start]
        seen = [each for each in sessions if each[0] < within.end and each[1] > within.start]
        columns.append(CalendarColumn(within.start, of_day, seen))
        url = f"{reverse('desk:calendar')}?{urlencode({'day': day.isoformat(), **kept})}"
        note = _("clock change") if clocks_change_on(day, timezone.get_default_timezone()) else ""
        heads.append(ColumnHead(date_words.relative_day(day, now), url, note))
    return {"heads": heads, "rows": _rows(columns), "named": named}


def _rows(columns: list[CalendarColumn]):
    """The rows from the first hour with a session or an appointment to the last. Each column begins at its midnight.

    On a day on which the clocks change before the first row, its column begins at the same clock time as the others.
    """
    starts, busy = [], []
    for column in columns:
        day = _day_of(column)
        blocks = ((b.start, b.end) for b in column.blocks if b.kind in (CellKind.APPOINTMENT, CellKind.HELD))
        within = [(max(start, day.start), min(end, day.end)) for start, end in [*column.sessions, *blocks]]
        starts += [_hours_of_day(start, day.start) for start, _end in within]
        busy.append([end for _start, end in within])
    first = floor(min(starts, default=USUAL_HOURS[0]))
    moved = [replace(column, first=_at(column.first, first)) for column in columns]
    # By time gone by: a day on which the clocks go back has an hour more, and none of it is cut off.
    hours = [ceil((end - column.first) / HOUR) for column, ends in zip(moved, busy, strict=True) for end in ends]
    count = max(max(hours, default=USUAL_HOURS[1] - first), 1) * ROWS_AN_HOUR
    labels = [_label(moved[0].first + STEP * number) for number in range(count)]
    return calendar_rows(moved, labels=labels, step=STEP)


def _day_of(column: CalendarColumn) -> Span:
    day = timezone.localdate(column.first)
    return span_of_days(day, day, timezone.get_default_timezone())


def _hours_of_day(moment: datetime, midnight: datetime) -> float:
    """The clinic's clock time of this moment, in hours after this midnight by the clock."""
    local, day = timezone.localtime(moment), timezone.localdate(midnight)
    return (local.date() - day).days * 24 + local.hour + local.minute / 60


def _at(midnight: datetime, hour: int) -> datetime:
    """The instant of this day at which its clock shows the hour, in UTC."""
    day = timezone.localdate(midnight)
    return datetime(day.year, day.month, day.day, min(hour, 23), tzinfo=timezone.get_default_timezone()).astimezone(UTC)


def _label(moment: datetime) -> tuple[str, bool]:
    return date_words.clock_time(moment), timezone.localtime(moment).minute == 0


def _appointments(people: dict, span, place, now, actor) -> tuple[dict[int, list[CalendarBlock]], set[int]]:
    """Appointments, and holds that have not lapsed, in the span, by practitioner id, and the ids of the requests whose
    patients they name. Two queries.

    Where the actor may not see the request any more, the block has neither name nor address.
    """
    found = defaultdict(list)
    taking = Appointment.objects.taking_time(now).between(*span).filter(practitioner__in=people)
    if place is not None:
        taking = taking.filter(location=place)
    appointments = list(
        taking.with_likely_free().with_absence().select_related("request", "location").order_by("starts_at", "pk")
    )
    known = AppointmentRequest.objects.filter(pk__in=[appointment.request_id for appointment in appointments])
    seen = set(known.visible_to(actor, now).values_list("pk", flat=True))
    for appointment in appointments:
        held = appointment.status == AppointmentStatus.PENDING
        found[appointment.practitioner_id].append(
            CalendarBlock(
                start=appointment.starts_at,
                end=appointment.ends_at,
                kind=CellKind.HELD if held else CellKind.APPOINTMENT,
                label=appointment.request.patient_name if appointment.request_id in seen else _("a past appointment"),
                time=date_words.clock_time_range(appointment.starts_at, appointment.ends_at),
                url=reverse("desk:request", args=[appointment.request.reference])
                if appointment.request_id in seen
                else "",
                status=_status(appointment),
                on_top=appointment.overbook_reason,
            )
        )
    return found, seen


def _status(appointment: Appointment) -> str:
    if appointment.absence and appointment.status in (*LIVE, AppointmentStatus.PENDING):
        return _("cannot be kept")
    if appointment.status == AppointmentStatus.BOOKED and appointment.likely_free:
        return _("likely free")
    return str(appointment.get_status_display()) if appointment.status in STATUS_SHOWN else ""


def _absences(people: dict, span) -> dict[int, list[CalendarBlock]]:
    """Leave of each practitioner, and closures for all of them. One query."""
    found = defaultdict(list)
    away = ScheduleException.objects.filter(
        Q(practitioner__in=people) | Q(practitioner__isnull=True), starts_at__lt=span.end, ends_at__gt=span.start
    ).exclude(kind=ScheduleException.Kind.EXTRA)
    for absence in away.order_by("starts_at", "pk"):
        label = str(absence.get_kind_display())
        block = CalendarBlock(absence.starts_at, absence.ends_at, CellKind.AWAY, label, note=absence.public_reason)
        for pk in people if absence.practitioner_id is None else [absence.practitioner_id]:
            found[pk].append(block)
    return found


def _free(
    people: list, first: date, last: date, chosen: ChosenRequest | None, place, now: datetime
) -> dict[int, list[CalendarBlock]]:
    """The free times for the chosen request, by practitioner id; none without one."""
    found = defaultdict(list)
    if chosen is None or not chosen.step_url:
        return found
    fitting = Practitioner.objects.seeing_patients_of(chosen.service.specialty).filter(pk__in=[p.pk for p in people])
    times = free_times(
        service=chosen.service,
        practitioners=fitting,
        first_day=first,
        last_day=last,
        now=now,
        ignoring=chosen.appointment,
    )
    for time in times:
        if place is None or time.location_id == place.pk:
            code = time_code(time.practitioner_id, time.location_id, time.starts_at)
            label = date_words.clock_time(time.starts_at)
            found[time.practitioner_id].append(
                CalendarBlock(time.starts_at, time.ends_at, CellKind.FREE, label, code=code)
            )
    return found
