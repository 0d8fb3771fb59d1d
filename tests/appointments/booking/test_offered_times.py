"""What is offered can be had: for as long as it is offered, at another time than the patient has, and by its name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from appointments.booking.actions import absences, offers
from appointments.booking.actions.slots import NotAFreeTime, next_free_times
from appointments.models import Appointment, ScheduleException, TimeOffer
from appointments.scheduling.free_times import free_times
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, refused
from tests.appointments.kept_clinic import kept_clinic
from tests.client import Client

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = NOON + HOUR


@pytest.fixture
def clinic():
    return kept_clinic()


def offered(clinic, *starts, lasts=2 * DAY) -> TimeOffer:
    times = [clinic.time(start) for start in starts]
    return offers.offer(clinic.request(), times=times, lasts=lasts, by=clinic.desk, now=NOON)


@pytest.mark.parametrize(
    ("starts", "lasts", "until"),
    [
        ([SOON], 2 * DAY, SOON),
        ([SOON, SOON + 2 * HOUR], 2 * DAY, SOON + 2 * HOUR),
        ([SOON + 2 * HOUR, SOON], DAY, SOON + 2 * HOUR),
        ([SOON, at(9)], DAY, NOON + DAY),
        ([SOON], HOUR, SOON),
        ([SOON], 30 * MINUTE, NOON + 30 * MINUTE),
        ([at(9)], 2 * HOUR, NOON + 2 * HOUR),
    ],
)
def test_an_offer_ends_with_its_last_time_and_each_hold_with_its_own(clinic, starts, lasts, until):
    made = offered(clinic, *starts, lasts=lasts)
    assert made.expires_at == until
    for held in made.times.all():
        assert held.hold_expires_at == min(until, held.starts_at)


def test_the_database_keeps_no_hold_beyond_its_start(clinic):
    held = offered(clinic, SOON).times.get()
    with pytest.raises(IntegrityError):
        Appointment.objects.filter(pk=held.pk).update(hold_expires_at=SOON + MINUTE)


def test_a_time_that_is_over_is_not_offered(clinic):
    request = clinic.request()
    refused(
        NotAFreeTime,
        offers.offer,
        request,
        times=[clinic.time(NOON - HOUR)],
        lasts=DAY,
        by=clinic.desk,
        now=NOON,
    )


def test_an_offer_of_which_nothing_can_be_had_any_more_goes_back_to_the_desk(clinic):
    made = offered(clinic, at(9), at(14))
    leave, span = ScheduleException.Kind.LEAVE, {"practitioner": clinic.doctor, "by": clinic.lead, "now": NOON}
    absences.add(leave, starts_at=at(9), ends_at=at(10), **span)
    assert offers.expire_due(now=NOON) == 0, "one time is left"
    absences.add(leave, starts_at=at(13), ends_at=at(15), **span)
    assert offers.expire_due(now=NOON) == 1
    made.refresh_from_db()
    assert (made.answer, made.request.status) == ("ended", "in_progress")


@pytest.mark.parametrize("limit", [None, 3, 200])
def test_an_appointment_is_not_offered_the_time_it_has(clinic, limit):
    appointment = at_ten(clinic)
    days = {"first_day": at(9).date(), "last_day": at(9).date()}
    how = {"service": clinic.service, "practitioners": [clinic.doctor], "now": NOON, "limit": limit}
    starts = [time.starts_at for time in free_times(**how, **days, ignoring=appointment)]
    assert at(10) not in starts and at(9) in starts
    if limit != 3:
        assert at(9, 45) in starts and at(10, 15) in starts, "half an hour earlier or later overlaps its own time"
    near = {"service": clinic.service, "practitioner": clinic.doctor, "starts_at": at(10), "now": NOON}
    assert at(10) not in [time.starts_at for time in next_free_times(**near, ignoring=appointment)]


def test_a_refusal_names_people_and_places(clinic):
    request, client = clinic.request(), Client()
    clinic.booked(at(10))
    client.force_login(clinic.desk.user)
    typed = {"practitioner": clinic.doctor.pk, "location": clinic.location.pk, "day": "2026-11-30", "clock": "10:00"}
    page = client.post(f"/desk/{request.reference}/book/", typed)
    assert page.refused
    assert page.context["refusal"].typed[:2] == [("With", clinic.doctor.name), ("Where", "Main house")]


def test_a_refused_offer_names_how_long_and_not_a_number(clinic):
    request, client = clinic.request(), Client()
    clinic.booked(at(10))
    client.force_login(clinic.desk.user)
    code = f"{clinic.doctor.pk}.{clinic.location.pk}.{int(at(10).timestamp())}"
    page = client.post(f"/desk/{request.reference}/offer/", {"times": code, "lasts": "24"})
    assert page.context["refusal"].typed == [("Hold them for", "1 day")]
