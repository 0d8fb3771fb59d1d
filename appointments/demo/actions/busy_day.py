"""A fictional busy day at the desk, told by the actions themselves: for training, for tests and for pictures."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from appointments import clinic_time, secrets
from appointments.demo import appointment_scenes, request_scenes
from appointments.demo.workday import Stage, form_secret
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, HealthcareService, OpeningHours, ScheduleException
from appointments.workflow import Role
from portal.models import User
from portal.roles import BY_SLUG
from topics.models import Practitioner

STOPS_AT = time(10, 30)  # clinic time, on a day other than today: the morning is half over
WORKING_DAYS_BEFORE = 3
LOOK_BACK = 30  # days
USUAL = 90  # requests; the scenes alone make about 70
ROBIN = "receptionist2@demo.example"


class NotPrepared(Exception):
    """There is no demo clinic to rehearse with; the message says what is missing."""


class AlreadyRehearsed(Exception):
    """This day was rehearsed before; nothing was added."""


@dataclass(frozen=True)
class Rehearsal:
    """What there is now: how many requests of this rehearsal stand where, by status."""

    day: date
    until: datetime
    requests: int
    by_status: dict[str, int]


@transaction.atomic
def rehearse(*, day: date, now: datetime, requests: int = USUAL) -> Rehearsal:
    """Plays the day and the three working days before it, up to this moment if it is today, else to half past ten.

    The same day gives the same people in the same scenes. `requests`: how many there are at least; what the scenes do
    not need is new, or booked, or to be called again. Raises NotPrepared, AlreadyRehearsed.
    """
    if AppointmentRequest.objects.filter(idempotency_key=secrets.digest(form_secret(day, 1))).exists():
        raise AlreadyRehearsed(f"{day:%A %d %B %Y} was rehearsed before; nothing was added.")
    until = now if day == timezone.localdate(now) else datetime.combine(day, STOPS_AT, timezone.get_default_timezone())
    stage = Stage(
        day=day,
        until=until,
        before=_working_days_before(day),
        rory=_at_the_desk("receptionist@demo.example", Role.RECEPTIONIST),
        robin=Actor(Role.RECEPTIONIST, _second_receptionist()),
        lena=_at_the_desk("lead@demo.example", Role.LEAD),
        services=_services(),
        dice=Random(day.isoformat()),  # noqa: S311 (nothing depends on nobody guessing an invented name)
    )
    for scene in (*appointment_scenes.SCENES, *request_scenes.SCENES):
        scene(stage)
    _many_more(stage, requests - stage.played)
    for scene in appointment_scenes.LAST:
        scene(stage)
    keys = [secrets.digest(form_secret(day, number)) for number in range(1, stage.played + 1)]
    made = AppointmentRequest.objects.filter(idempotency_key__in=keys)
    found = Counter(made.values_list("status", flat=True))
    return Rehearsal(day, until, stage.played, dict(sorted(found.items())))


def _many_more(stage: Stage, number: int) -> None:
    """What a busy desk has besides: booked appointments, and people to be called, for the first time or again."""
    for _ in range(max(number, 0)):
        back, wants = stage.dice.randint(1, 2), stage.dice.random()
        request = stage.asked(stage.some_time(back + 1, morning=True))
        if wants < 0.5:
            stage.booked(request, stage.dice.choice([stage.rory, stage.robin]), stage.some_time(back))
        elif wants < 0.7:
            stage.called_in_vain(request, stage.robin, stage.some_time(back))


def _working_days_before(day: date) -> list[date]:
    """The last three days before this one on which reception was open, the last one first."""
    weekdays = set(OpeningHours.objects.order_by("weekday").values_list("weekday", flat=True))
    found, zone = [], timezone.get_default_timezone()
    for number in range(1, LOOK_BACK):
        earlier = day - timedelta(days=number)
        start, end = (clinic_time.start_of_day(earlier + timedelta(days=more), zone) for more in (0, 1))
        closed = ScheduleException.objects.filter(
            kind=ScheduleException.Kind.CLOSURE, starts_at__lte=start, ends_at__gte=end
        )
        if earlier.isoweekday() in weekdays and not closed.exists():
            found.append(earlier)
        if len(found) == WORKING_DAYS_BEFORE:
            return found
    raise NotPrepared("Reception has hardly been open lately. Enter its opening hours, or run prepare_demo.")


def _at_the_desk(email: str, role: Role) -> Actor:
    person = User.objects.filter(email=email, is_active=True).first()
    if person is None:
        raise NotPrepared(f"There is no active account {email}. Run prepare_demo first.")
    return Actor(role, person)


def _second_receptionist() -> User:
    """A colleague of the demo's receptionist, who cannot log in."""
    person = User.objects.filter(email=ROBIN).first()
    if person is None:
        person = User.objects.create_user(ROBIN, display_name="Robin Sample, reception")
        person.groups.add(Group.objects.get(name=BY_SLUG["receptionist"].name))
    return person


def _services() -> list[HealthcareService]:
    """The open services that somebody with hours gives."""
    people = Practitioner.objects.filter(active=True, working_hours__isnull=False)
    given = HealthcareService.objects.filter(is_open=True, specialty__practitioners__in=people)
    found = list(given.select_related("specialty").order_by("pk").distinct())
    if not found:
        raise NotPrepared("Nobody gives a service that can be asked for. Run prepare_demo first.")
    return found
