"""A clinic for the tests of time: who works when and where, who sits at the desk, who wants an appointment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest

from appointments.booking.actions import booking, claims
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, AppointmentRequest, HealthcareService, Location, WorkingHours
from appointments.workflow import Role
from tests.appointments.builders import NOON, everything_stored, make_request, make_service
from tests.builders import make_practitioner, make_user
from topics.models import Practitioner

MONDAY = date(2026, 11, 30)  # after builders.NOON, a Wednesday; London is on UTC then


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    """A moment of that Monday, or so many days later."""
    return datetime.combine(MONDAY + timedelta(days=days), time(hour, minute), tzinfo=UTC)


def make_location(name="Main house", **fields) -> Location:
    return Location.objects.get_or_create(name=name, defaults=fields)[0]


def make_hours(practitioner: Practitioner, location: Location, starts=time(9), ends=time(17), days=range(1, 6)) -> None:
    """The same hours on each of these days, ISO 8601 numbers, for ever."""
    WorkingHours.objects.bulk_create(
        WorkingHours(
            practitioner=practitioner,
            location=location,
            weekday=day,
            starts=starts,
            ends=ends,
            valid_from=date(2026, 1, 1),
        )
        for day in days
    )


def make_actor(role: Role | str = Role.RECEPTIONIST) -> Actor:
    """Somebody of the desk; `lead` may overbook."""
    role = Role(role)
    return Actor(role, make_user(role.value))


def refused(error: type[Exception], call: Callable, *args, **kwargs) -> Exception:
    """Makes the call, which has to be refused with this error and to leave no trace at all; gives the error."""
    before = everything_stored()
    with pytest.raises(error) as refusal:
        call(*args, **kwargs)
    assert everything_stored() == before
    return refusal.value


@dataclass
class Clinic:
    """One service, one place, doctors who work on weekdays from nine to five, and two people at the desk."""

    service: HealthcareService
    location: Location
    doctors: list[Practitioner]
    desk: Actor = field(default_factory=make_actor)
    lead: Actor = field(default_factory=lambda: make_actor(Role.LEAD))

    @property
    def doctor(self) -> Practitioner:
        return self.doctors[0]

    def request(self, *, by: Actor | None = None, now=NOON, **answers) -> AppointmentRequest:
        """A request that the desk has taken on."""
        asked = make_request(self.service, now=now, **answers)
        return claims.claim(asked, by=by or self.desk, now=now)

    def place(self, starts_at: datetime, doctor: Practitioner | None = None) -> dict:
        """What book() and move_appointment() want to know."""
        return {"practitioner": doctor or self.doctor, "location": self.location, "starts_at": starts_at}

    def time(self, starts_at: datetime, doctor: Practitioner | None = None) -> tuple:
        """What offer() wants to know of each time."""
        return doctor or self.doctor, self.location, starts_at

    def booked(self, starts_at: datetime, doctor: Practitioner | None = None, **answers) -> Appointment:
        """An appointment that stands."""
        return booking.book(self.request(**answers), **self.place(starts_at, doctor), by=self.desk, now=NOON)


def make_clinic(doctors=1, **service) -> Clinic:
    offered, location = make_service(**service), make_location()
    people = [make_practitioner(offered.specialty) for _ in range(doctors)]
    for person in people:
        make_hours(person, location)
    return Clinic(offered, location, people)
