"""A practitioner's appointments as a calendar other programs read: times and references, nothing else about anybody."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from appointments.models import Appointment, CalendarFeed
from appointments.models.appointment import LIVE, AppointmentStatus

BACK, AHEAD = timedelta(days=14), timedelta(days=365)
SHOWN = (*LIVE, AppointmentStatus.FULFILLED)


def feed_of(digest: str) -> CalendarFeed | None:
    """The living feed with this digest, if its practitioner still works here and may log in; else None."""
    feeds = CalendarFeed.objects.select_related("practitioner__user").filter(revoked_at__isnull=True)
    feed = feeds.filter(digest=digest, practitioner__active=True).first()
    if feed is None or (feed.practitioner.user is not None and not feed.practitioner.user.is_active):
        return None
    return feed


def appointments_of(practitioner, now: datetime):
    """What the feed shows: from two weeks ago to a year ahead."""
    appointments = Appointment.objects.filter(practitioner=practitioner, status__in=SHOWN)
    return appointments.filter(starts_at__gte=now - BACK, starts_at__lt=now + AHEAD)


def calendar(appointments: Iterable[Appointment], *, now: datetime) -> bytes:
    """The appointments as one VCALENDAR, in UTC. Each keeps its UID when it is moved, and its SEQUENCE grows."""
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
        event.add("summary", appointment.request.spoken_reference)
        event.add("class", "PRIVATE")
        made.add_component(event)
    return made.to_ical()
