"""The tables of the statistics: how many ask for what, how soon we answer, how many come. A fixed number of queries.

They hold counts and lengths of time, never a person. Days and hours are in the clinic's time zone.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from django.db.models import Count, F, Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.choices import Channel, Weekday
from appointments.clinic_time import Span
from appointments.date_words import sortable_day
from appointments.models import Appointment, AppointmentRequest
from appointments.models.appointment import AppointmentStatus
from appointments.workflow import Outcome, Status

MOST_MEASURED = 20_000  # first answers that are sorted by length; the latest ones
MOST_ARTICLES = 50
PARTS = ((0, 6), (6, 9), (9, 12), (12, 15), (15, 18), (18, 21), (21, 24))  # of a day, in hours
SET_ASIDE = (Status.QUARANTINED,)


@dataclass(frozen=True)
class StatisticsTable:
    """One table: what it says, the heads of its columns and its rows. `charted`: the column drawn as bars, or None."""

    code: str
    caption: str
    note: str
    head: list[str]
    rows: list[list] = field(default_factory=list)
    charted: int | None = 1
    percent: bool = False


def statistics_tables(span: Span, now: datetime) -> list[StatisticsTable]:
    """All tables for what happened in this span; those who wait are counted at `now`. Seven queries."""
    return [
        _waiting(now),
        _promises(span, now),
        _first_contact(span),
        _appointments(span),
        _by_specialty(span),
        _by_article(span),
        _by_hour(span),
    ]


def _received(span: Span):
    """The requests received in this span, without those set aside or found not to be real."""
    asked = AppointmentRequest.objects.filter(created_at__gte=span.start, created_at__lt=span.end)
    return asked.exclude(status__in=SET_ASIDE).exclude(outcome=Outcome.SPAM)


def _waiting(now: datetime) -> StatisticsTable:
    waiting = AppointmentRequest.objects.waiting().order_by().values("service__specialty__name")
    late = Count("pk", filter=Q(owed_since__isnull=False) & (Q(promise_at__lte=now) | Q(late_since__isnull=False)))
    rows = waiting.annotate(number=Count("pk"), late=late).order_by("-number", "service__specialty__name")
    return StatisticsTable(
        "waiting",
        _("Waiting now"),
        _("Requests in the queue at this moment, and how many of them were promised an answer by now."),
        [_("Service"), _("Waiting"), _("Late")],
        [[row["service__specialty__name"], row["number"], row["late"]] for row in rows],
    )


def _promises(span: Span, now: datetime) -> StatisticsTable:
    """By the week in which the first promise fell due. Requests that were closed unanswered before it are left out."""
    due = AppointmentRequest.objects.filter(
        first_promise_at__gte=span.start, first_promise_at__lt=min(span.end, now)
    ).exclude(answered_at__isnull=True, closed_at__lte=F("first_promise_at"))
    weeks = due.annotate(week=TruncWeek("first_promise_at", tzinfo=timezone.get_default_timezone())).order_by()
    rows = weeks.values("week").annotate(
        number=Count("pk"), kept=Count("pk", filter=Q(answered_at__lte=F("first_promise_at")))
    )
    return StatisticsTable(
        "promises",
        _("Promises kept, by week"),
        _(
            "Kept: the patient heard from us by the time first promised: reached, left a message, offered a time, "
            "booked, put on the waiting list, or declined."
        ),
        [_("Week from"), _("Kept, %"), _("Kept"), _("Promised")],
        [
            [sortable_day(row["week"]), _percent(row["kept"], row["number"]), row["kept"], row["number"]]
            for row in rows.order_by("week")
        ],
        percent=True,
    )


def _first_contact(span: Span) -> StatisticsTable:
    """Of requests by the form only: those by phone or in person are answered at once."""
    answered = _received(span).filter(channel=Channel.WEB, answered_at__isnull=False).order_by("-created_at", "-pk")
    lengths = sorted(end - start for start, end in answered.values_list("created_at", "answered_at")[:MOST_MEASURED])
    rows = []
    if lengths:
        ninth = lengths[ceil(len(lengths) * 0.9) - 1]
        rows = [
            [_("Half of the patients heard from us within"), _hours(median(lengths))],
            [_("Nine of ten heard from us within"), _hours(ninth)],
            [_("Patients counted"), len(lengths)],
        ]
    return StatisticsTable(
        "first_contact",
        _("Time to first contact"),
        _("From sending the form to the first answer, in hours, nights and weekends included."),
        ["", _("Hours")],
        rows,
        charted=None,
    )


def _appointments(span: Span) -> StatisticsTable:
    over = Appointment.objects.filter(
        starts_at__gte=span.start,
        starts_at__lt=span.end,
        status__in=[AppointmentStatus.FULFILLED, AppointmentStatus.NO_SHOW],
    )
    rows = (
        over.order_by()
        .values("request__service__specialty__name")
        .annotate(number=Count("pk"), missed=Count("pk", filter=Q(status=AppointmentStatus.NO_SHOW)))
    )
    return StatisticsTable(
        "appointments",
        _("Appointments missed"),
        _("Of the appointments in these days for which it was noted whether the patient came."),
        [_("Service"), _("Missed, %"), _("Missed"), _("Appointments")],
        [
            [
                row["request__service__specialty__name"],
                _percent(row["missed"], row["number"]),
                row["missed"],
                row["number"],
            ]
            for row in rows.order_by("request__service__specialty__name")
        ],
        percent=True,
    )


def _by_specialty(span: Span) -> StatisticsTable:
    asked = _received(span).order_by().values("service__specialty__name").annotate(number=Count("pk"))
    return StatisticsTable(
        "specialties",
        _("Asked for, by service"),
        _("Requests that came in these days, by any way."),
        [_("Service"), _("Requests")],
        [
            [row["service__specialty__name"], row["number"]]
            for row in asked.order_by("-number", "service__specialty__name")
        ],
    )


def _by_article(span: Span) -> StatisticsTable:
    from_articles = _received(span).filter(source_topic__isnull=False).order_by()
    rows = from_articles.values("source_topic__live_edition__name", "source_topic__name", "service__specialty__name")
    rows = rows.annotate(number=Count("pk")).order_by("-number", "source_topic__name", "service__specialty__name")
    return StatisticsTable(
        "articles",
        _("Which article leads to which service"),
        _("Requests that were begun on an article; the fifty most frequent."),
        [_("Article"), _("Service"), _("Requests")],
        [
            [
                row["source_topic__live_edition__name"] or row["source_topic__name"],
                row["service__specialty__name"],
                row["number"],
            ]
            for row in rows[:MOST_ARTICLES]
        ],
        charted=2,
    )


def _by_hour(span: Span) -> StatisticsTable:
    zone = timezone.get_default_timezone()
    rows = (
        _received(span)
        .filter(channel=Channel.WEB)
        .annotate(day=ExtractIsoWeekDay("created_at", tzinfo=zone), hour=ExtractHour("created_at", tzinfo=zone))
        .order_by()
        .values_list("day", "hour")
        .annotate(number=Count("pk"))
    )
    counted: Counter = Counter()
    for day, hour, number in rows:
        counted[day, next(part for part in PARTS if part[0] <= hour < part[1])] += number
    return StatisticsTable(
        "hours",
        _("When requests are sent"),
        _("By the form, by the day of the week and the hour at the clinic."),
        [
            _("Day"),
            _("All day"),
            *[_("%(first)s to %(last)s") % {"first": first, "last": last} for first, last in PARTS],
        ],
        [
            [
                str(day.label),
                sum(counted[day.value, part] for part in PARTS),
                *[counted[day.value, part] for part in PARTS],
            ]
            for day in Weekday
        ]
        if counted
        else [],
    )


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


def _hours(length: timedelta) -> float:
    return round(length / timedelta(hours=1), 1)
