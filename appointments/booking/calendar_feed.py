"""A practitioner's appointments as a calendar that other programs read: times, references, and what cannot be kept.

Whoever has the address of a feed needs no account.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from appointments import link_secrets
from appointments.models import Appointment, CalendarFeed, ScheduleException
from appointments.models.appointment import LIVE, AppointmentStatus

SHOWN_BACK, SHOWN_AHEAD = timedelta(days=14), timedelta(days=365)
SHOWN_STATUSES = (*LIVE, AppointmentStatus.FULFILLED)


def feed_by_digest(digest: str) -> CalendarFeed | None:
    """The living feed with this digest, if its practitioner still works here and may log in; else None."""
    feeds = CalendarFeed.objects.select_related("practitioner__user").filter(revoked_at__isnull=True)
    feed = feeds.filter(digest=digest, practitioner__active=True).first()
    if feed is None or (feed.practitioner.user is not None and not feed.practitioner.user.is_active):
        return None
    return feed


def feed_appointments(practitioner, now: datetime):
    """The practitioner's appointments that start between 14 days before `now` and 365 days after it."""
    appointments = Appointment.objects.filter(practitioner=practitioner, status__in=SHOWN_STATUSES).with_absence()
    return appointments.filter(starts_at__gte=now - SHOWN_BACK, starts_at__lt=now + SHOWN_AHEAD)


def feed_file(appointments: Iterable[Appointment], *, now: datetime) -> bytes:
    """The appointments as one VCALENDAR, in UTC. Each keeps its UID when it is moved, and its SEQUENCE grows.

    A calendar holds at least one component (RFC 5545, 3.6): without appointments that is the time zone UTC.
    """
    host = urlsplit(settings.BASE_URL).hostname
    made = Calendar()
    made.add("prodid", "-//clinic portal//appointments//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Appointments"))
    for appointment in appointments:
        event = Event()
        event.add("uid", f"appointment-{appointment.pk}@{host}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", appointment.starts_at.astimezone(UTC))
        event.add("dtend", appointment.ends_at.astimezone(UTC))
        event.add("sequence", appointment.sequence)
        event.add("summary", _summary(appointment))
        event.add("status", "CANCELLED" if _is_lost(appointment) else "CONFIRMED")
        event.add("transp", "TRANSPARENT" if _is_lost(appointment) else "OPAQUE")
        event.add("class", "PRIVATE")
        made.add_component(event)
    if not made.subcomponents:
        del made["method"]  # which publishes events: RFC 5546, 3.2.1
        made.add_component(_utc())
    return made.to_ical()


def _is_lost(appointment: Appointment) -> bool:
    """Whether it is still booked although leave or a closure stands against it: the desk has to move or cancel it."""
    return appointment.status in LIVE and appointment.absence is not None


def _summary(appointment: Appointment) -> str:
    """The reference, and of what is lost why, without a name."""
    reference = appointment.request.spoken_reference
    if not _is_lost(appointment):
        return reference
    closed = appointment.absence == ScheduleException.Kind.CLOSURE
    words = _("%(reference)s cannot be kept: the clinic is closed")
    if not closed:
        words = _("%(reference)s cannot be kept: you are away")
    return words % {"reference": reference}


def _utc() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone


@require_safe
def feed(request, secret):
    """The feed with this secret as an iCalendar file. 404 if it is unknown or revoked, or its practitioner left."""
    found = feed_by_digest(link_secrets.digest(secret))
    if found is None:
        raise Http404
    now = timezone.now()
    appointments = feed_appointments(found.practitioner, now).select_related("request").order_by("starts_at", "pk")
    answer = HttpResponse(feed_file(appointments, now=now), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="appointments.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
