"""A small clinic at work: a place, a practitioner with hours, reception open, and people at the desk."""

from datetime import date, time, timedelta

from appointments.booking.actions import booking, claims
from appointments.lifecycle.actor import Actor
from appointments.models import Location, OpeningHours, WorkingHours
from appointments.workflow import Role
from tests.appointments.builders import NOON, make_request
from tests.builders import make_practitioner, make_user
from tests.client import Client

TOMORROW_TEN = NOON + timedelta(hours=22)  # Thursday, 10:00


def open_clinic(service, **person):
    """Reception is open from 8 to 18 on every day; one practitioner works 9 to 17 from Monday to Friday."""
    place = Location.objects.get_or_create(name="Main building")[0]
    practitioner = make_practitioner(service.specialty, **person)
    for weekday in range(1, 8):
        OpeningHours.objects.get_or_create(weekday=weekday, opens=time(8), closes=time(18))
        if weekday < 6:
            WorkingHours.objects.create(
                practitioner=practitioner,
                location=place,
                weekday=weekday,
                starts=time(9),
                ends=time(17),
                valid_from=date(2026, 1, 1),
            )
    return practitioner, place


def at_desk(role="receptionist", **fields):
    """Somebody of the desk and their browser: (actor, client)."""
    person = make_user(role, **fields)
    client = Client()
    client.force_login(person)
    return Actor(Role(role), person), client


def taken(actor, service=None, *, now=NOON, **changes):
    """A request that this person has taken on."""
    return claims.claim(make_request(service, now=now, **changes), by=actor, now=now)


def booked(actor, practitioner, place, service=None, *, starts_at=TOMORROW_TEN, now=NOON, **changes):
    """An appointment of a new request."""
    asked = taken(actor, service, now=now, **changes)
    return booking.book(asked, practitioner=practitioner, location=place, starts_at=starts_at, by=actor, now=now)
