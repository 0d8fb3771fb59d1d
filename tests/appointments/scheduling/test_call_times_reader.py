"""Who may be called now, and when to try again: read from the hours of reception."""

from datetime import time, timedelta

import pytest

from appointments.models import AppointmentRequest, OpeningHours, ScheduleException
from appointments.scheduling.call_times_reader import next_try_for, open_call_times
from tests.appointments.builders import NOON, make_request

pytestmark = pytest.mark.django_db


def test_open_now_are_the_wishes_that_hold_this_part_of_the_day(service):
    wishes = open_call_times(NOON)  # midday
    assert [] in wishes and ["midday"] in wishes and ["morning", "midday", "afternoon"] in wishes
    assert ["morning"] not in wishes and ["morning", "afternoon"] not in wishes
    make_request(service, call_times=["midday", "afternoon"])
    make_request(service, call_times=["morning"])
    found = AppointmentRequest.objects.callable_at(NOON, wishes)
    assert [request.call_times for request in found] == [["midday", "afternoon"]]


def test_nothing_is_open_while_reception_is_closed():
    assert open_call_times(NOON.replace(hour=20)) == []
    ScheduleException.objects.create(
        kind="closure", starts_at=NOON, ends_at=NOON + timedelta(hours=1), made_by=None, made_at=NOON
    )
    assert open_call_times(NOON) == []
    assert open_call_times(NOON + timedelta(hours=1)) != []


def test_the_next_try_is_while_reception_is_open(service):
    request = make_request(service, call_times=[])
    OpeningHours.objects.create(weekday=5, opens=time(10), closes=time(11))  # 5: Friday
    assert next_try_for(request, now=NOON, attempts=1) == NOON.replace(day=27, hour=10)


def test_both_cost_two_queries(service, django_assert_num_queries):
    request = make_request(service)
    with django_assert_num_queries(2):
        open_call_times(NOON)
    with django_assert_num_queries(2):
        next_try_for(request, now=NOON, attempts=1)
