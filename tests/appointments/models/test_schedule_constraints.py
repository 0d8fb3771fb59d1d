"""What is always or never so of places, hours, closures, services: each rule is broken here, the database refuses."""

from datetime import date, time, timedelta

import pytest
from django.db import models, transaction

from appointments.models import HealthcareService, Location, OpeningHours, ScheduleException, WorkingHours
from tests.appointments.builders import NOON
from tests.appointments.clinic import make_hours
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.models.test_constraints import refused

pytestmark = pytest.mark.django_db

LIES_ABOUT_SERVICES = [
    ("service_buffers_two_hours_at_most", {"buffer_before": 121}),
    ("service_buffers_two_hours_at_most", {"buffer_after": 121}),
    ("service_horizon_a_day_at_least", {"horizon_days": 0}),
    ("service_answer_takes_an_hour", {"answer_within_hours": 0}),
]
LIES_ABOUT_OPENING = [
    ("opening_weekday_known", {"weekday": 0}),
    ("opening_weekday_known", {"weekday": 8}),
    ("opening_closes_after_it_opens", {"closes": time(9)}),
    ("opening_closes_after_it_opens", {"closes": time(8)}),
    ("opening_once", {}),
]
LIES_ABOUT_WORKING = [
    ("working_weekday_known", {"weekday": 0}),
    ("working_weekday_known", {"weekday": 8}),
    ("working_ends_after_it_starts", {"ends": time(9)}),
    ("working_ends_after_it_starts", {"ends": time(0, 5)}),
    ("working_valid_to_after_from", {"valid_to": date(2025, 12, 31)}),
    ("working_hours_once", {}),
]
LIES_ABOUT_EXCEPTIONS = [
    ("exception_ends_after_it_starts", {"ends_at": NOON}),
    ("exception_ends_after_it_starts", {"ends_at": NOON - timedelta(hours=1)}),
]
WHO_AND_WHERE = {  # kind -> whether a practitioner and a location belong to it
    "closure": (False, False),
    "leave": (True, False),
    "extra": (True, True),
}
TRIED = {"location_has_a_name", "exception_of_whom_and_where"} | {
    constraint
    for lies in (LIES_ABOUT_SERVICES, LIES_ABOUT_OPENING, LIES_ABOUT_WORKING, LIES_ABOUT_EXCEPTIONS)
    for constraint, _lie in lies
}
UNIQUE = {"opening_once", "working_hours_once"}  # SQLite names their columns instead


@pytest.fixture
def clinic():
    return kept_clinic()


@pytest.mark.parametrize("constraint, lie", LIES_ABOUT_SERVICES)
def test_a_service_keeps_within_reason(clinic, constraint, lie):
    changing = HealthcareService.objects.filter(pk=clinic.service.pk)
    assert refused(lambda: changing.update(**lie), constraint)
    assert changing.update(buffer_before=120, buffer_after=120, horizon_days=1, answer_within_hours=1) == 1


def test_a_location_has_a_name_of_its_own(clinic):
    assert refused(lambda: Location.objects.create(name=""), "location_has_a_name")
    assert refused(lambda: Location.objects.create(name=clinic.location.name))


@pytest.mark.parametrize("constraint, lie", LIES_ABOUT_OPENING)
def test_reception_opens_on_a_day_of_the_week_and_closes_later(db, constraint, lie):
    row = {"weekday": 1, "opens": time(9), "closes": time(12)}
    OpeningHours.objects.create(**row)
    different = {"opens": time(9)} if constraint in UNIQUE else {"weekday": 2}
    name = "" if constraint in UNIQUE else constraint
    assert refused(lambda: OpeningHours.objects.create(**row | different | lie), name)
    assert OpeningHours.objects.create(**row | {"opens": time(12), "closes": time(13)}).pk


@pytest.mark.parametrize("constraint, lie", LIES_ABOUT_WORKING)
def test_hours_of_work_end_after_they_start_and_hold_for_some_days(clinic, constraint, lie):
    row = {"practitioner": clinic.doctor, "location": clinic.location, "weekday": 6, "starts": time(9)}
    row |= {"ends": time(12), "valid_from": date(2026, 1, 1)}
    WorkingHours.objects.create(**row)
    different = {} if constraint in UNIQUE else {"weekday": 7}
    name = "" if constraint in UNIQUE else constraint
    assert refused(lambda: WorkingHours.objects.create(**row | different | lie), name)
    assert WorkingHours.objects.create(**row | {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 2)}).pk


@pytest.mark.parametrize("constraint, lie", LIES_ABOUT_EXCEPTIONS)
def test_an_exception_ends_after_it_starts(constraint, lie):
    row = {"kind": "closure", "starts_at": NOON, "ends_at": NOON + timedelta(hours=1), "made_at": NOON}
    assert refused(lambda: ScheduleException.objects.create(**row | lie), constraint)
    assert ScheduleException.objects.create(**row).pk


@pytest.mark.parametrize("kind", [*WHO_AND_WHERE, "party"])
def test_a_closure_is_everybodys_leave_is_somebodys_and_an_extra_session_is_somewhere(clinic, kind):
    row = {"kind": kind, "starts_at": NOON, "ends_at": NOON + timedelta(hours=1), "made_at": NOON}
    for who in (True, False):
        for where in (True, False):
            values = row | {
                "practitioner": clinic.doctor if who else None,
                "location": clinic.location if where else None,
            }
            if WHO_AND_WHERE.get(kind) == (who, where):
                assert ScheduleException.objects.create(**values).pk
            else:
                assert refused(
                    lambda values=values: ScheduleException.objects.create(**values), "exception_of_whom_and_where"
                )


def test_a_place_and_a_person_with_hours_cannot_be_deleted(clinic):
    make_hours(clinic.doctor, clinic.location, time(18), time(20))
    for kept in (clinic.doctor, clinic.location):
        with pytest.raises(models.ProtectedError), transaction.atomic():
            kept.delete()


def test_rows_are_named_in_words(clinic):
    monday = clinic.doctor.working_hours.get(weekday=1)
    assert str(monday) == f"{clinic.doctor}, Monday 09:00–17:00"
    assert str(OpeningHours(weekday=2, opens=time(8), closes=time(12, 30))) == "Tuesday 08:00–12:30"
    closure = ScheduleException(kind="closure", starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    assert str(closure) == "The clinic is closed, 2026-11-25 12:00 UTC – 2026-11-25 13:00 UTC"
