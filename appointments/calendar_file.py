"""A visit as a calendar file."""

from icalendar import Calendar, Event

from appointments.models import Appointment


def calendar_file(visit: Appointment, method: str = "PUBLISH") -> bytes:
    """The visit for a calendar; UTC."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event.add("uid", str(visit.calendar_uid))
    event.add("sequence", visit.sequence)
    event.add("dtstamp", visit.made_at)
    event.add("dtstart", visit.starts_at)
    event.add("dtend", visit.ends_at)
    event.add("summary", "Appointment")
    calendar.add_component(event)
    return calendar.to_ical()
