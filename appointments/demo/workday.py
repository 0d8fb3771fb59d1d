"""The invented workday that the examples fill: its staff, its days, and what they do in many examples."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from appointments.booking.actions import booking, claims, contacts
from appointments.choices import ContactOutcome
from appointments.demo.patients import PatientGenerator
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, AppointmentRequest, HealthcareService, Location
from appointments.requests.actions import submission
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.free_times import free_times
from topics.models import Practitioner

BOOKING_DAYS = 12  # after the workday: appointments are booked on them


@dataclass
class Workday:
    """`day` is filled up to the moment `until`. `days_before`: the working days before it, the last one first.

    `forms_sent`: how many request forms were sent so far. What is random is drawn from `random`, so that the same day
    gives the same examples.
    """

    day: date
    until: datetime
    days_before: list[date]
    receptionist: Actor
    second_receptionist: Actor
    lead: Actor
    services: list[HealthcareService]  # those that a practitioner with working hours gives
    random: Random
    forms_sent: int = 0

    def __post_init__(self):
        self.patients = PatientGenerator(self.random, self.day)
        self.practitioners = Practitioner.objects.in_bulk()
        self.locations = Location.objects.in_bulk()

    # --- when --------------------------------------------------------------------------------------------------------

    def at(self, back: int, clock: str) -> datetime:
        """HH:MM by the clinic's clock, `back` working days before the day (0: on it); `until` if that is earlier."""
        day = self.days_before[back - 1] if back else self.day
        return min(self._moment(day, time.fromisoformat(clock)), self.until)

    def random_time(self, back: int, *, morning: bool = False) -> datetime:
        """A random minute within reception's hours on that working day, in the morning or else in the afternoon."""
        minutes = self.random.randint(0, 180 if morning else 220)
        return self.at(back, "08:40" if morning else "13:40") + timedelta(minutes=minutes)

    def ago(self, **span) -> datetime:
        """So long before `until`; `span`: as for timedelta."""
        return self.until - timedelta(**span)

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, timezone.get_default_timezone())

    # --- steps of many examples --------------------------------------------------------------------------------------

    def next_form_secret(self) -> str:
        """The secret of the next form that is sent: the same whenever the same day is filled."""
        self.forms_sent += 1
        return form_secret(self.day, self.forms_sent)

    def send_request(self, at: datetime, answers=None, service: HealthcareService | None = None) -> AppointmentRequest:
        """A patient sends the request form at this moment; answers and service are drawn unless given."""
        return submission.submit_request(
            answers=answers or self.patients.draw(),
            service=service or self.random.choice(self.services),
            edition=None,
            form_secret=self.next_form_secret(),
            now=at,
        )

    def reach(self, request: AppointmentRequest, by: Actor, at: datetime) -> datetime:
        """A member of staff claims the request, calls and reaches the patient; gives when the call ends."""
        claims.claim(request, by=by, now=at)
        contacts.attempt(request, outcome=ContactOutcome.REACHED, by=by, now=at + timedelta(minutes=2))
        return at + timedelta(minutes=5)

    def call_in_vain(
        self, request: AppointmentRequest, by: Actor, at: datetime, outcome: ContactOutcome = ContactOutcome.NO_ANSWER
    ) -> None:
        """A member of staff claims the request and calls, with this outcome."""
        claims.claim(request, by=by, now=at)
        contacts.attempt(request, outcome=outcome, by=by, now=at + timedelta(minutes=2))

    def free_times(self, request: AppointmentRequest, at: datetime, *, first: date, last: date) -> list[FreeTime]:
        """The free times for the service of this request on these days, as they are at this moment."""
        return free_times(
            service=request.service,
            practitioners=Practitioner.objects.seeing_patients_of(request.service.specialty),
            first_day=first,
            last_day=last,
            now=at,
        )

    def free_times_ahead(self, request: AppointmentRequest, at: datetime) -> list[FreeTime]:
        """The free times for it on the BOOKING_DAYS after the workday."""
        return self.free_times(
            request, at, first=self.day + timedelta(days=1), last=self.day + timedelta(days=BOOKING_DAYS)
        )

    def booking_at(self, free: FreeTime) -> dict:
        """The arguments with which the actions of booking take this time."""
        return {
            "practitioner": self.practitioners[free.practitioner_id],
            "location": self.locations[free.location_id],
            "starts_at": free.starts_at,
        }

    def book(
        self, request: AppointmentRequest, by: Actor, at: datetime, times: list[FreeTime] | None = None
    ) -> Appointment | None:
        """Reaches the patient and books a random one of these times (default: free_times_ahead); None without any."""
        times = self.free_times_ahead(request, at) if times is None else times
        if not times:
            return None
        ends = self.reach(request, by, at)
        return booking.book(request, **self.booking_at(self.random.choice(times)), by=by, now=ends)


def form_secret(day: date, number: int) -> str:
    """The secret of the form that the invented patient of this number sends on this day."""
    return f"rehearsal of {day.isoformat()}, request {number}"
