"""The paper pack: the appointments of three days and the open queue as one HTML page to print.

The page needs neither network nor server: its style stands inside it. Reads only; nine queries.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from appointments import date_words
from appointments.clinic_time import span_of_days
from appointments.models import Appointment, AppointmentRequest
from appointments.models.appointment import LIVE
from appointments.paper.sheet_serials import sheet_serial
from appointments.requests.call_details import call_details
from appointments.scheduling.call_times import call_hours_at
from portal.clinic import Clinic

DAYS = 3  # today and the two after it
MOST_WAITING = 200
LINES = range(1, 13)  # of each empty sheet
PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
{body}
</body>
</html>
"""


@dataclass(frozen=True)
class RenderedPack:
    """The page as HTML, and the requests whose patients are on it, by primary key."""

    html: str
    requests: frozenset[int]


class SheetKind(StrEnum):
    """What a sheet lists; its template is chosen by it."""

    DAY = "day"  # a practitioner's appointments of one day at one place
    QUEUE = "queue"  # open requests
    NEW = "new"  # empty lines for new requests
    BOOKED = "booked"  # empty lines for appointments agreed on


@dataclass(frozen=True)
class PackSheet:
    """A sheet of the pack. `aside`: a remark beside the title. `rows`: values of lines, or numbers of empty ones."""

    kind: SheetKind
    serial: str
    title: str
    aside: str = ""
    rows: list = field(default_factory=list)


def render_pack(serial: str, *, now: datetime) -> RenderedPack:
    """The pack at this moment, under this serial. It holds no reasons and no e-mail addresses."""
    appointments, waiting = _appointments(now), _waiting(now)
    sheets = [
        *_day_sheets(appointments),
        (SheetKind.QUEUE, _("Open requests"), _queue_aside(waiting), [_request(one, now) for one in waiting]),
    ]
    sheets += [
        (SheetKind.NEW, _("New requests"), "", list(LINES)),
        (SheetKind.BOOKED, _("Appointments agreed on"), "", list(LINES)),
    ]
    numbered = [
        PackSheet(kind, sheet_serial(serial, number), title, aside, rows)
        for number, (kind, title, aside, rows) in enumerate(sheets, start=1)
    ]
    written = date_words.long_day_and_time(now)
    context = {"sheets": numbered, "serial": serial, "written": written, "clinic": Clinic.configured()}
    style = (settings.BASE_DIR / "static" / "css" / "paper_pack.css").read_text(encoding="utf-8")
    html = PAGE.format(
        language=translation.get_language(),
        direction="rtl" if translation.get_language_bidi() else "ltr",
        title=escape(_("Paper pack, %(written)s") % {"written": written}),
        style=style,
        body=render_to_string("desk/paper_pack.html", context),
    )
    people = {appointment.request_id for appointment in appointments} | {request.pk for request in waiting}
    return RenderedPack(html, frozenset(people))


def _appointments(now: datetime) -> list[Appointment]:
    today = timezone.localdate(now)
    span = span_of_days(today, today + timedelta(days=DAYS - 1), timezone.get_default_timezone())
    found = Appointment.objects.with_absence().filter(
        starts_at__gte=span.start, starts_at__lt=span.end, status__in=LIVE
    )
    beside = "practitioner", "location", "request__service__specialty"
    return list(found.select_related(*beside).order_by("practitioner__name", "practitioner_id", "starts_at", "pk"))


def _day_sheets(appointments: list[Appointment]) -> list[tuple]:
    """A sheet for each practitioner, day and place."""
    found: dict[tuple[int, date, int], list[Appointment]] = {}
    for appointment in appointments:
        day = timezone.localdate(appointment.starts_at)
        found.setdefault((appointment.practitioner_id, day, appointment.location_id), []).append(appointment)
    return [
        (
            SheetKind.DAY,
            str(those[0].practitioner),
            f"{date_words.long_day(day)}, {those[0].location}",
            [_appointment(one) for one in those],
        )
        for (_person, day, _place), those in found.items()
    ]


def _appointment(appointment: Appointment) -> dict:
    return {
        "time": date_words.clock_time_range(appointment.starts_at, appointment.ends_at),
        "absence": appointment.absence_in_words,
        **_person(appointment.request),
    }


def _waiting(now: datetime) -> list[AppointmentRequest]:
    """The open requests in the order of Take next: what has broken its promise, or soon will, then as they queue."""
    beside = "service__specialty", "preferred_practitioner"
    waiting = AppointmentRequest.objects.waiting().select_related(*beside).prefetch_related("windows")
    first = list(waiting.soon_broken(call_hours_at(now)).in_promise_order()[:MOST_WAITING])
    others = waiting.exclude(pk__in=[request.pk for request in first]).in_queue_order()
    return [*first, *others[: MOST_WAITING - len(first)]]


def _queue_aside(waiting: list) -> str:
    return _("the first %(number)s") % {"number": MOST_WAITING} if len(waiting) == MOST_WAITING else ""


def _request(request: AppointmentRequest, now: datetime) -> dict:
    wishes = sorted(request.windows.all(), key=lambda window: window.rank)
    return {
        **_person(request),
        "promise": date_words.relative_day_and_time(request.promise_at, now),
        "late": request.late_since is not None or request.promise_at <= now,
        "call_times": ", ".join(request.call_times_in_words) or _("any time"),
        "not_before": date_words.relative_day_and_time(request.next_try_at, now)
        if request.next_try_at and request.next_try_at > now
        else "",
        "wishes": [f"{date_words.relative_day(wish.day, now)}: {wish.get_part_display()}" for wish in wishes],
        "practitioner": str(request.preferred_practitioner or ""),
    }


def _person(request: AppointmentRequest) -> dict:
    return {
        "name": request.patient_name,
        "born": request.patient_birth_year,
        "reference": request.spoken_reference,
        "service": str(request.service),
        "to_call": call_details(request),
        "prepare": [*request.access_needs_in_words, *filter(None, [request.access_note])],
        "language": request.language,
    }
