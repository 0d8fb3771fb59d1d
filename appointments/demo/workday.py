"""What the scenes of a rehearsal are played with: the desk's people, the days, and the few moves every scene makes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from appointments.booking.actions import booking, claims, contacts
from appointments.demo.patients import Cast
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, AppointmentRequest, HealthcareService, Location
from appointments.requests.actions import submission
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.free_times import free_times
from topics.models import Practitioner

AHEAD = 12  # days in which appointments are booked


@dataclass
class Stage:
    """`day` is told up to the moment `until`; `before` are the working days before it, the last one first."""

    day: date
    until: datetime
    before: list[date]
    rory: Actor  # reception
    robin: Actor  # reception, too
    lena: Actor  # leads the desk
    services: list[HealthcareService]  # those that somebody gives
    dice: Random
    played: int = 0

    def __post_init__(self):
        self.cast = Cast(self.dice, self.day)
        self.people = Practitioner.objects.in_bulk()
        self.places = Location.objects.in_bulk()

    # --- when --------------------------------------------------------------------------------------------------------

    def at(self, back: int, clock: str) -> datetime:
        """This time of the clinic's clock, so many working days before the day; never after `until`."""
        day = self.before[back - 1] if back else self.day
        return min(self._moment(day, time.fromisoformat(clock)), self.until)

    def some_time(self, back: int, *, morning: bool = False) -> datetime:
        """A minute at which reception is open on that working day, drawn."""
        minutes = self.dice.randint(0, 180 if morning else 220)
        return self.at(back, "08:40" if morning else "13:40") + timedelta(minutes=minutes)

    def ago(self, **span) -> datetime:
        return self.until - timedelta(**span)

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, timezone.get_default_timezone())

    # --- what happens in many scenes ---------------------------------------------------------------------------------

    def secret(self) -> str:
        """What a form of this rehearsal is known by: the same in every rehearsal of the same day."""
        self.played += 1
        return form_secret(self.day, self.played)

    def asked(self, at: datetime, answers=None, service: HealthcareService | None = None) -> AppointmentRequest:
        """Somebody sends the form."""
        return submission.submit_request(
            answers=answers or self.cast.anybody(),
            service=service or self.dice.choice(self.services),
            edition=None,
            form_secret=self.secret(),
            now=at,
        )

    def reached(self, request: AppointmentRequest, by: Actor, at: datetime) -> datetime:
        """Taken on, called and reached; gives the moment at which the talk ends."""
        claims.claim(request, by=by, now=at)
        contacts.attempt(request, outcome="reached", by=by, now=at + timedelta(minutes=2))
        return at + timedelta(minutes=5)

    def called_in_vain(self, request: AppointmentRequest, by: Actor, at: datetime, outcome: str = "no_answer") -> None:
        claims.claim(request, by=by, now=at)
        contacts.attempt(request, outcome=outcome, by=by, now=at + timedelta(minutes=2))

    def times(self, request: AppointmentRequest, at: datetime, *, first: date, last: date) -> list[FreeTime]:
        """What is free for this request on these days, as it was at that moment."""
        return free_times(
            service=request.service,
            practitioners=Practitioner.objects.seeing_patients_of(request.service.specialty),
            first_day=first,
            last_day=last,
            now=at,
        )

    def ahead(self, request: AppointmentRequest, at: datetime) -> list[FreeTime]:
        """What is free for it after the day that is rehearsed."""
        return self.times(request, at, first=self.day + timedelta(days=1), last=self.day + timedelta(days=AHEAD))

    def place(self, free: FreeTime) -> dict:
        return {
            "practitioner": self.people[free.practitioner_id],
            "location": self.places[free.location_id],
            "starts_at": free.starts_at,
        }

    def booked(
        self, request: AppointmentRequest, by: Actor, at: datetime, times: list[FreeTime] | None = None
    ) -> Appointment | None:
        """Called, reached and booked at one of these times (by default, of the days ahead). None: nothing is free."""
        times = self.ahead(request, at) if times is None else times
        if not times:
            return None
        ends = self.reached(request, by, at)
        return booking.book(request, **self.place(self.dice.choice(times)), by=by, now=ends)


def form_secret(day: date, number: int) -> str:
    """What the form of the so-manieth invented patient of this day is known by."""
    return f"rehearsal of {day.isoformat()}, request {number}"
