"""Free times of 50 practitioners over 90 days with 10,000 bookings, beside reading the rows they are worked out from.

Fewer than eight queries, however many people and days. The ratio is what the working out costs in time.
"""

import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appointments.demo.actions.clinic import make_demo_clinic
from appointments.models import (
    Appointment,
    HealthcareService,
    Location,
    ScheduleException,
    WorkingHours,
)
from appointments.scheduling.free_times import free_times
from tests.appointments.builders import make_request
from tests.bench import Result, compare, crowds
from topics.models import Practitioner

PEOPLE, DAYS, BOOKINGS = 50, 90, 10_000
HALF_HOUR = timedelta(minutes=30)
MOST_QUERIES = 8
ROUNDS = 15


def run() -> list[Result]:
    make_demo_clinic(passwords=Path(tempfile.mkdtemp()) / "demo-logins.txt")
    service = HealthcareService.objects.select_related("specialty").order_by("pk").first()
    first = timezone.localdate() + timedelta(days=1)
    people = _people(service)
    _book(service, people, first)
    crowds.analysed()
    last, now = first + timedelta(days=DAYS - 1), timezone.now()
    ids = [person.pk for person in people]

    def ours():
        return free_times(service=service, practitioners=people, first_day=first, last_day=last, now=now)

    def bare():
        hours = list(WorkingHours.objects.filter(practitioner__in=ids).values_list())
        taken = list(
            Appointment.objects.filter(practitioner__in=ids).values_list(
                "practitioner_id", "starts_at", "ends_at", "buffer_before", "buffer_after"
            )
        )
        return hours, taken, list(ScheduleException.objects.values_list())

    with CaptureQueriesContext(connection) as asked:
        found = ours()
    assert len(asked) < MOST_QUERIES, f"{len(asked)} queries"
    print(f"  {len(found)} free times with {len(asked)} queries")
    return [compare("free times / reading the rows", ours, bare, rounds=ROUNDS)]


def _people(service: HealthcareService) -> list[Practitioner]:
    """Fifty who see these patients on weekdays from eight to six."""
    place = Location.objects.order_by("pk").first()
    people = [Practitioner.objects.create(name=f"Dr {number} Example") for number in range(PEOPLE)]
    for person in people:
        person.specialties.add(service.specialty)
    WorkingHours.objects.bulk_create(
        WorkingHours(
            practitioner=person,
            location=place,
            weekday=weekday,
            starts=time(8),
            ends=time(18),
            valid_from=date(2026, 1, 1),
        )
        for person in people
        for weekday in range(1, 6)
    )
    return people


def _book(service: HealthcareService, people: list[Practitioner], first: date) -> None:
    """Ten thousand appointments of half an hour, every other half hour of a working day until all are given."""
    request = make_request(service, now=timezone.now())
    place = Location.objects.order_by("pk").first()
    zone = timezone.get_default_timezone()
    times = []
    for number in range(DAYS):
        day = first + timedelta(days=number)
        for half in range(0, 20, 4 if day.isoweekday() < 6 else 21):
            start = datetime.combine(day, time(8), zone) + half * HALF_HOUR
            times += [(person.pk, place.pk, start, start + HALF_HOUR) for person in people]
    crowds.appointments(request, times[:BOOKINGS])
