"""What was promised first counts: who is called next, who is late, and what can be promised at all."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction

from appointments.booking.actions import broken_promises, claims, contacts
from appointments.clinic_time import Span
from appointments.desk import queue_lists
from appointments.desk.statistics_tables import statistics_tables
from appointments.models import AppointmentRequest
from appointments.paper.pack import render_pack
from appointments.scheduling.answer_deadline import promise_time_for
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import make_clinic
from tests.client import Client
from tests.snapshots import once

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clinic():
    return once("clinic that answers within a day", lambda: make_clinic(answer_within_hours=8))


def waiting(clinic, *, left, rank=2, **changes) -> AppointmentRequest:
    """Somebody who may be called at any time, with so much left of their promise."""
    request = make_request(clinic.service, now=NOON - 40 * HOUR, call_times=[], **changes)
    AppointmentRequest.objects.filter(pk=request.pk).update(promise_at=NOON + left, queue_rank=rank)
    return AppointmentRequest.objects.get(pk=request.pk)


def taken(clinic) -> list[AppointmentRequest]:
    found = []
    while request := claims.take_next(by=clinic.desk, now=NOON):
        found.append(request)
    return found


def test_a_promise_that_breaks_within_the_hour_goes_before_a_higher_rank(clinic, subtests):
    ranked, soon = waiting(clinic, left=27 * HOUR), waiting(clinic, left=MINUTE)
    for rank, minutes in product([0, 1], [-60, -1, 0, 4, 59]):
        with subtests.test(rank=rank, minutes=minutes), transaction.atomic():
            AppointmentRequest.objects.filter(pk=ranked.pk).update(queue_rank=rank)
            AppointmentRequest.objects.filter(pk=soon.pk).update(promise_at=NOON + minutes * MINUTE)
            assert taken(clinic) == [soon, ranked]
            transaction.set_rollback(True)


def test_with_an_hour_and_more_left_the_order_of_the_queue_decides(clinic):
    normal = waiting(clinic, left=60 * MINUTE)
    ranked = waiting(clinic, left=27 * HOUR, rank=1)
    assert taken(clinic) == [ranked, normal]


def test_of_several_that_break_soon_the_earliest_promise_is_first_whatever_the_rank(clinic):
    order = [waiting(clinic, left=left * MINUTE, rank=rank) for left, rank in [(30, 0), (4, 2), (-5, 2), (10, 1)]]
    assert taken(clinic) == [order[2], order[1], order[3], order[0]]


def test_who_may_not_be_called_or_is_answered_does_not_go_first(clinic):
    waiting(clinic, left=4 * MINUTE)
    AppointmentRequest.objects.update(next_try_at=NOON + HOUR)
    ranked = waiting(clinic, left=27 * HOUR, rank=1)
    answered = waiting(clinic, left=4 * MINUTE)
    AppointmentRequest.objects.filter(pk=answered.pk).update(owed_since=None)
    assert taken(clinic) == [ranked, answered]


# --- late stays late -------------------------------------------------------------------------------------------------


def renewed(clinic) -> AppointmentRequest:
    """Late for an hour and a minute, and promised anew a minute ago."""
    request = waiting(clinic, left=-HOUR)
    assert broken_promises.renew_broken(now=NOON + MINUTE) == 1
    return AppointmentRequest.objects.get(pk=request.pk)


def test_a_renewed_promise_leaves_the_request_late_since_the_first(clinic):
    request = renewed(clinic)
    assert (request.late_since, request.promise_at > NOON + HOUR) == (NOON - HOUR, True)
    assert queue_lists.due_today(now=NOON + MINUTE) == {"all": 1, "late": 1}
    AppointmentRequest.objects.update(promise_at=NOON + 10 * MINUTE)
    assert broken_promises.renew_broken(now=NOON + 11 * MINUTE) == 1
    request.refresh_from_db()
    assert request.late_since == NOON - HOUR, "the second broken promise changes nothing"


def test_the_list_the_request_the_numbers_and_the_pack_show_it_as_late(clinic):
    request = renewed(clinic)
    client = Client()
    client.force_login(clinic.lead.user)
    queue = client.get("/desk/")
    (row,) = queue.context["rows"]
    assert row.promise.tone == "bad" and row.promise.words == "Late by 1 h"
    assert queue.context["due"]["late"] == 1
    assert client.get("/desk/?due=on").context["rows"] != []
    assert client.get(f"/desk/{request.reference}/").context["card"]["promise"].tone == "bad"
    (waiting_now, *_others) = statistics_tables(Span(NOON - HOUR, NOON), NOON + MINUTE)
    assert [row[-1] for row in waiting_now.rows] == [1]
    assert 'class="late"' in render_pack("1125-K7M", now=NOON + MINUTE).html


@pytest.mark.parametrize("outcome", ["reached", "left_message"])
def test_an_answer_ends_the_lateness(clinic, outcome):
    request = claims.claim(renewed(clinic), by=clinic.desk, now=NOON + 2 * MINUTE)
    contacts.attempt(request, outcome=outcome, by=clinic.desk, now=NOON + 3 * MINUTE)
    assert AppointmentRequest.objects.get().late_since is None
    assert queue_lists.due_today(now=NOON + 4 * MINUTE)["late"] == 0


def test_a_call_in_vain_does_not_end_it(clinic):
    request = claims.claim(renewed(clinic), by=clinic.desk, now=NOON + 2 * MINUTE)
    contacts.attempt(request, outcome="no_answer", by=clinic.desk, now=NOON + 3 * MINUTE)
    assert AppointmentRequest.objects.get().late_since == NOON - HOUR


# --- what call times allow -------------------------------------------------------------------------------------------

# Reception is open on weekdays from 9 to 17; it is Wednesday noon. The service answers within `hours`.
POSSIBLE = [  # call times, hours, by when: a day of November and a clock time
    ([], 1, (25, 13)),
    (["midday"], 1, (25, 13)),
    (["afternoon"], 1, (25, 15)),
    (["afternoon"], 2, (25, 15)),
    (["afternoon"], 4, (25, 16)),
    (["morning"], 1, (26, 10)),
    (["morning"], 4, (26, 10)),
    (["morning"], 8, (26, 12)),
    (["morning", "afternoon"], 1, (25, 15)),
    (["morning", "midday"], 1, (25, 13)),
]


def test_nothing_is_promised_that_the_call_times_make_impossible(clinic, subtests):
    for call_times, hours, (day, hour) in POSSIBLE:
        with subtests.test(call_times=call_times, hours=hours):
            clinic.service.answer_within_hours = hours
            promised = promise_time_for(clinic.service, NOON, call_times=call_times)
            assert promised == NOON.replace(day=day, hour=hour)


def test_the_last_minutes_of_a_call_time_are_not_enough(clinic):
    clinic.service.answer_within_hours = 1
    before_noon = NOON - 5 * MINUTE
    assert promise_time_for(clinic.service, before_noon, call_times=["morning"]) == NOON.replace(
        day=26, hour=9, minute=55
    )


def test_a_request_stored_and_one_renewed_keep_to_it_and_hold_nobody_else_up(clinic):
    clinic.service.answer_within_hours = 1
    clinic.service.save()
    put_off = make_request(clinic.service, call_times=["morning"])
    assert put_off.promise_at == NOON.replace(day=26, hour=10)
    other = make_request(clinic.service, call_times=[])
    assert other.promise_at < NOON + 2 * HOUR, "not behind somebody who may be called tomorrow only"
