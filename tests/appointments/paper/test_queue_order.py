"""The open requests on paper: in the order in which they are to be called, and from when."""

from datetime import timedelta

import pytest

from appointments.models import AppointmentRequest
from appointments.paper.pack import render_pack
from tests.appointments.builders import NOON, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = timedelta(hours=1)


def waiting(service, *, promise_at, rank=2, **changes) -> str:
    request = make_request(service, now=NOON - 40 * HOUR, call_times=[])
    AppointmentRequest.objects.filter(pk=request.pk).update(promise_at=promise_at, queue_rank=rank, **changes)
    return request.spoken_reference


def test_what_breaks_soon_stands_before_a_higher_rank_also_in_a_pack_of_the_night(service):
    ranked = waiting(service, promise_at=NOON + 27 * HOUR, rank=0)
    soon = waiting(service, promise_at=NOON + HOUR / 2)
    broken = waiting(service, promise_at=NOON - HOUR)
    tomorrow = waiting(service, promise_at=NOON.replace(day=26, hour=9, minute=30))
    for now, order in ((NOON, [broken, soon, ranked, tomorrow]), (NOON + 8 * HOUR, [broken, soon, tomorrow, ranked])):
        html = render_pack("1125-K7M", now=now).html
        assert sorted(order, key=html.index) == order


def test_a_later_next_try_is_told(service):
    waiting(service, promise_at=NOON + 27 * HOUR, next_try_at=NOON.replace(day=26, hour=14))
    assert "not before tomorrow, 14:00" in render_pack("1125-K7M", now=NOON).html
    assert "not before" not in render_pack("1126-K7M", now=NOON.replace(day=26, hour=15)).html
