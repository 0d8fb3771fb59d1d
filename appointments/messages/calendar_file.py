"""An appointment as a calendar file (RFC 5545). Its entry keeps one UID, so a calendar moves or removes it in place.

The title never names a specialty, because calendars are shared; a discreet one names no clinic and no place either. The
file names no patient and holds no link.
"""

from datetime import UTC, datetime
from enum import StrEnum

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from appointments.models import Appointment
from appointments.models.appointment import AppointmentStatus
from portal.channels.email import sender_address, sender_name
from portal.lib.clinic_locale import clinic_locale
from portal.lib.text import clean_line, isolated_in_rtl

FILE_NAME = "appointment.ics"
CONTENT_TYPE = "text/calendar"


class CalendarMethod(StrEnum):
    """What a calendar does with the file (RFC 5546): add or change the entry, remove it, or only show it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def calendar_file(
    appointment: Appointment, method: CalendarMethod, *, now: datetime | None = None, to: str = ""
) -> bytes:
    """The appointment as an iCalendar file, times in UTC: PUBLISH to download, REQUEST and CANCEL to attach to a mail.

    `appointment`: read with its request and location. `to`: the address it is mailed to, which calendars look for in an
    invitation. `now`: when the file is made. Raises ValueError for another method.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Portal//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", CalendarMethod(method).value)
    with clinic_locale():
        calendar.add_component(_entry(appointment, method, (now or timezone.now()).astimezone(UTC), to))
    return calendar.to_ical()


def _entry(appointment: Appointment, method: CalendarMethod, now: datetime, to: str) -> Event:
    discreet, entry = appointment.request.discreet, Event()
    entry.add("uid", str(appointment.calendar_uid))  # stays the same, also when the portal's address changes
    entry.add("sequence", appointment.sequence)
    entry.add("dtstamp", now)
    entry.add("dtstart", appointment.starts_at.astimezone(UTC))
    entry.add("dtend", appointment.ends_at.astimezone(UTC))
    sender = sender_name(discreet=discreet)
    entry.add("summary", _("Appointment") if discreet else _("Appointment at %(clinic)s") % {"clinic": sender})
    is_cancelled = method == CalendarMethod.CANCEL or appointment.status == AppointmentStatus.CANCELLED
    entry.add("description", _description(appointment, stands=not is_cancelled))
    if not discreet:
        entry.add(
            "location", clean_line(", ".join(filter(None, [appointment.location.name, appointment.location.address])))
        )
    entry.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    entry.add("class", "PRIVATE")
    organizer = vCalAddress(f"mailto:{_organizer_address(discreet=discreet)}")
    organizer.params["CN"] = vText(sender)
    entry.add("organizer", organizer)
    if to:
        attendee = vCalAddress(f"mailto:{to}")
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        attendee.params["RSVP"] = vText("FALSE")
        entry.add("attendee", attendee)
    return entry


def _organizer_address(*, discreet: bool) -> str:
    """Where a calendar sends an answer: an address that is read. A discreet entry names the sender of its mail only."""
    return sender_address() if discreet or not settings.CLINIC_EMAIL else settings.CLINIC_EMAIL


def _description(appointment: Appointment, *, stands: bool) -> str:
    words = _("Reference %(reference)s. To change or cancel, call %(phone)s.") % {
        "reference": isolated_in_rtl(appointment.request.spoken_reference),
        "phone": isolated_in_rtl(settings.CLINIC_PHONE),
    }
    if not stands:
        return words
    return f"{words} {_('Declining or deleting this entry in your calendar does not cancel the appointment.')}"
