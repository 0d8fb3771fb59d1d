"""Fills the desk with an invented busy day by way of the actions: for training, tests and pictures."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from appointments import clinic_time, link_secrets
from appointments.demo import example_appointments, example_requests
from appointments.demo.workday import Workday, form_secret
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, HealthcareService, OpeningHours, ScheduleException
from appointments.workflow import Role
from portal.lib.refusal import Refused
from portal.models import User
from portal.roles import ROLES_BY_SLUG, RoleSlug
from topics.models import Practitioner

STOPS_AT = time(10, 30)  # clinic time, on a day other than today
WORKING_DAYS_BEFORE = 3
LONGEST_LOOK_BACK = 30  # days
DEFAULT_REQUESTS = 90  # the examples alone make about 70
SECOND_RECEPTIONIST = "receptionist2@demo.example"


class NotPrepared(Refused):
    """The demo clinic lacks something that the busy day needs; the message says what."""


class AlreadyFilled(Refused):
    """This day was filled before; nothing was added."""


@dataclass(frozen=True)
class BusyDay:
    """A day that was filled up to the moment `until`, with the number of its requests, in all and by status."""

    day: date
    until: datetime
    requests: int
    by_status: dict[str, int]


@transaction.atomic
def fill_busy_day(*, day: date, now: datetime, requests: int = DEFAULT_REQUESTS) -> BusyDay:
    """Fills the day and the three working days before it: up to `now` if it is today, else up to STOPS_AT.

    The same day gives the same patients in the same examples. `requests`: how many at least; those beyond the examples
    are new, booked, or to be called again. Raises NotPrepared, AlreadyFilled.
    """
    if AppointmentRequest.objects.filter(idempotency_key=link_secrets.digest(form_secret(day, 1))).exists():
        raise AlreadyFilled(f"{day:%A %d %B %Y} was rehearsed before; nothing was added.")
    until = now if day == timezone.localdate(now) else datetime.combine(day, STOPS_AT, timezone.get_default_timezone())
    workday = Workday(
        day=day,
        until=until,
        days_before=_working_days_before(day),
        receptionist=_desk_actor("receptionist@demo.example", Role.RECEPTIONIST),
        second_receptionist=Actor(Role.RECEPTIONIST, _second_receptionist()),
        lead=_desk_actor("lead@demo.example", Role.LEAD),
        services=_services(),
        random=Random(day.isoformat()),  # noqa: S311 (nothing depends on nobody guessing an invented name)
    )
    for example in (*example_appointments.EXAMPLES, *example_requests.EXAMPLES):
        example(workday)
    _add_requests(workday, requests - workday.forms_sent)
    for example in example_appointments.EXAMPLES_AT_THE_END:
        example(workday)
    keys = [link_secrets.digest(form_secret(day, number)) for number in range(1, workday.forms_sent + 1)]
    made = AppointmentRequest.objects.filter(idempotency_key__in=keys)
    found = Counter(made.values_list("status", flat=True))
    return BusyDay(day, until, workday.forms_sent, dict(sorted(found.items())))


def _add_requests(workday: Workday, number: int) -> None:
    """So many further requests: half of them booked, others called in vain, the rest not called yet."""
    for _ in range(max(number, 0)):
        back, wants = workday.random.randint(1, 2), workday.random.random()
        request = workday.send_request(workday.random_time(back + 1, morning=True))
        if wants < 0.5:
            workday.book(
                request,
                workday.random.choice([workday.receptionist, workday.second_receptionist]),
                workday.random_time(back),
            )
        elif wants < 0.7:
            workday.call_in_vain(request, workday.second_receptionist, workday.random_time(back))


def _working_days_before(day: date) -> list[date]:
    """The last three days before this one on which reception was open, the latest first. Raises NotPrepared."""
    weekdays = set(OpeningHours.objects.order_by("weekday").values_list("weekday", flat=True))
    found, zone = [], timezone.get_default_timezone()
    for number in range(1, LONGEST_LOOK_BACK):
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


def _desk_actor(email: str, role: Role) -> Actor:
    person = User.objects.filter(email=email, is_active=True).first()
    if person is None:
        raise NotPrepared(f"There is no active account {email}. Run prepare_demo first.")
    return Actor(role, person)


def _second_receptionist() -> User:
    """A second receptionist, whose account has no password."""
    person = User.objects.filter(email=SECOND_RECEPTIONIST).first()
    if person is None:
        person = User.objects.create_user(SECOND_RECEPTIONIST, display_name="Robin Sample, reception")
        person.groups.add(Group.objects.get(name=ROLES_BY_SLUG[RoleSlug.RECEPTIONIST].name))
    return person


def _services() -> list[HealthcareService]:
    """The open services that a practitioner with working hours gives. Raises NotPrepared."""
    people = Practitioner.objects.filter(active=True, working_hours__isnull=False)
    given = HealthcareService.objects.filter(is_open=True, specialty__practitioners__in=people)
    found = list(given.select_related("specialty").order_by("pk").distinct())
    if not found:
        raise NotPrepared("Nobody gives a service that can be asked for. Run prepare_demo first.")
    return found
