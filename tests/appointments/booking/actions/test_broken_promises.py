"""Promises: kept by the first answer, broken with one apology and a new time, and only while reception is open."""

from datetime import timedelta

import pytest

from appointments.booking.actions import booking, broken_promises, claims, closing, contacts, offers
from appointments.choices import QueueRank
from appointments.models import AppointmentRequest, PhoneTask
from appointments.workflow import Step
from tests.appointments.builders import NOON, at_once, make_request
from tests.appointments.clinic import at, make_actor, make_clinic
from tests.appointments.clocks import DAYS, wall

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clinic():
    return make_clinic()


@pytest.fixture
def told(monkeypatch):
    """Whom an apology was queued for, with the new time."""
    found = []
    monkeypatch.setattr(
        broken_promises.outgoing, "promise_broken", lambda request, now: found.append(request.promise_at)
    )
    return found


def stored(request) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=request.pk)


def after(request):
    """A minute after the promise, while reception is still open."""
    return request.promise_at + MINUTE


# --- kept ------------------------------------------------------------------------------------------------------------


def test_a_new_request_is_owed_an_answer_by_its_promise(clinic):
    request = make_request(clinic.service)
    assert (request.owed_since, request.first_promise_at, request.answered_at) == (NOON, request.promise_at, None)


ANSWERS = {
    "reached": lambda clinic, request, now: contacts.attempt(request, outcome="reached", by=clinic.desk, now=now),
    "left_message": lambda clinic, request, now: contacts.attempt(
        request, outcome="left_message", by=clinic.desk, now=now
    ),
    "offer": lambda clinic, request, now: offers.offer(
        request, times=[clinic.time(at(9))], lasts=HOUR, by=clinic.desk, now=now
    ),
    "book": lambda clinic, request, now: booking.book(request, **clinic.place(at(9)), by=clinic.desk, now=now),
    "wait": lambda clinic, request, now: closing.put_on_waiting_list(
        request, review_on=at(9).date(), by=clinic.desk, now=now
    ),
    "decline": lambda clinic, request, now: closing.decline(
        request, because="referral", public_answer="Ask your own doctor.", by=clinic.desk, now=now
    ),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_first_answer_keeps_the_promise_and_stays_the_first(clinic, answer):
    request = clinic.request()
    ANSWERS[answer](clinic, request, NOON + MINUTE)
    kept = stored(request)
    assert (kept.answered_at, kept.owed_since) == (NOON + MINUTE, None)


@pytest.mark.parametrize("outcome", ["no_answer", "wrong_number"])
def test_a_call_the_patient_never_heard_of_is_no_answer(clinic, outcome):
    request = clinic.request()
    contacts.attempt(request, outcome=outcome, by=clinic.desk, now=NOON + MINUTE)
    assert (stored(request).answered_at, stored(request).owed_since) == (None, NOON)


def test_a_patient_who_gives_up_is_owed_nothing_and_was_not_answered(clinic):
    request = make_request(clinic.service)
    closing.withdraw(request, by=clinic.desk, now=NOON + MINUTE)
    assert (stored(request).answered_at, stored(request).owed_since) == (None, None)


def test_reaching_somebody_does_not_put_an_open_page_out_of_date(clinic):
    request = clinic.request()
    contacts.attempt(request, outcome="reached", by=clinic.desk, now=NOON + MINUTE)
    assert stored(request).version == request.version


def test_a_new_promise_is_owed_again_and_the_first_answer_stays(clinic):
    request = clinic.request()
    appointment = booking.book(request, **clinic.place(at(9)), by=clinic.desk, now=NOON + MINUTE)
    booking.cancel_by_clinic(appointment, reason="clinic", by=clinic.desk, now=NOON + HOUR)
    again = stored(request)
    assert (again.answered_at, again.owed_since) == (NOON + MINUTE, NOON + HOUR)
    assert again.first_promise_at == request.promise_at < again.promise_at


def test_what_was_set_aside_is_owed_nothing_until_it_is_found_genuine(clinic):
    request = make_request(clinic.service, patient_name="Call +1 800 555 0199")
    assert request.owed_since is None
    released = closing.release(request, by=clinic.desk, now=NOON + HOUR)
    assert (released.owed_since, released.promise_at) == (NOON + HOUR, request.promise_at)


# --- broken ----------------------------------------------------------------------------------------------------------


def test_a_broken_promise_is_apologised_for_once_with_a_new_time_and_goes_first(clinic, told):
    request = make_request(clinic.service)
    now = after(request)
    assert broken_promises.renew_broken(now=request.promise_at - MINUTE) == 0
    assert broken_promises.renew_broken(now=now) == 1
    assert broken_promises.renew_broken(now=now) == 0
    late = stored(request)
    assert told == [late.promise_at]
    assert now < late.promise_at and late.first_promise_at == request.promise_at
    assert (late.queue_rank, late.version, late.owed_since) == (QueueRank.RAISED, request.version, NOON)
    assert late.events.filter(step=Step.LATE, role="system").count() == 1
    assert not PhoneTask.objects.exists()


def test_a_second_broken_promise_is_apologised_for_again(clinic, told):
    request = make_request(clinic.service)
    broken_promises.renew_broken(now=after(request))
    assert broken_promises.renew_broken(now=after(stored(request))) == 1
    assert len(told) == 2 and told[0] < told[1]


def test_the_new_time_is_a_day_at_reception_at_most(clinic, told):
    request = make_request(clinic.service)
    broken_promises.renew_broken(now=after(request))
    [new] = told
    assert new - request.promise_at <= timedelta(days=3) + HOUR  # from Friday noon to Monday noon


def test_without_an_address_the_desk_is_asked_to_call_until_there_is_an_answer(clinic, told):
    request = make_request(clinic.service, email="")
    broken_promises.renew_broken(now=after(request))
    task = PhoneTask.objects.get()
    assert (task.kind, told) == ("promise", [])
    assert "Friday 27 November, 12:00 (GMT)" in task.say and "Olena" not in task.say
    claims.claim(request, by=clinic.desk, now=after(request))
    contacts.attempt(request, outcome="reached", by=clinic.desk, now=after(request) + MINUTE)
    task.refresh_from_db()
    assert task.done_at == after(request) + MINUTE


def test_nobody_is_apologised_to_while_reception_is_closed(clinic, told):
    request = make_request(clinic.service)
    night = request.promise_at.replace(hour=23)
    assert broken_promises.renew_broken(now=night) == 0
    assert broken_promises.renew_broken(now=at(9)) == 1  # Monday, when it opens


def test_nobody_who_is_being_called_is_apologised_to_for_an_hour(clinic, told):
    request = make_request(clinic.service)
    now = after(request)
    claims.claim(request, by=clinic.desk, now=now)
    assert broken_promises.renew_broken(now=now) == 0
    later = request.promise_at + HOUR
    claims.renew(request, by=clinic.desk, now=later - MINUTE)
    assert broken_promises.renew_broken(now=later) == 1


@pytest.mark.parametrize("answer", ANSWERS)
def test_whoever_was_answered_or_is_waiting_for_something_else_gets_no_apology(clinic, told, answer):
    request = clinic.request()
    ANSWERS[answer](clinic, request, NOON + MINUTE)
    assert broken_promises.renew_broken(now=after(request)) == 0


def test_one_that_fails_does_not_keep_the_others_from_their_apology(clinic, told, monkeypatch):
    first, second = make_request(clinic.service), make_request(clinic.service, email="b@example.org")
    real = broken_promises.renewed_promise_time_for
    calls = iter([1])

    def once_broken(*args, **more):
        if next(calls, None):
            raise RuntimeError
        return real(*args, **more)

    monkeypatch.setattr(broken_promises, "renewed_promise_time_for", once_broken)
    assert broken_promises.renew_broken(now=after(first)) == 1
    assert broken_promises.renew_broken(now=after(second)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_apologise_once():
    clinic = make_clinic()
    request = make_request(clinic.service, email="")
    at_once([lambda: broken_promises.renew_broken(now=after(request))] * 3)
    assert PhoneTask.objects.count() == 1
    assert stored(request).events.filter(step=Step.LATE).count() == 1


@pytest.mark.parametrize("zone, day", DAYS, ids=str)
def test_a_promise_broken_on_the_eve_of_a_change_gets_its_new_time_by_the_wall_clock(clinic, told, settings, zone, day):
    """All of these changes are on a Sunday: broken on Friday at noon, the new time is Monday at noon."""
    settings.TIME_ZONE = zone.key
    friday, monday = day - timedelta(days=2), day + timedelta(days=1)
    request = make_request(clinic.service, now=wall(friday - timedelta(days=2), "12:00", zone))
    assert request.promise_at == wall(friday, "12:00", zone)
    broken_promises.renew_broken(now=wall(friday, "12:00", zone))
    assert told == [wall(monday, "12:00", zone)]


def test_a_lapsed_claim_protects_nobody(clinic, told):
    request = make_request(clinic.service)
    claims.claim(request, by=make_actor(), now=NOON)
    assert broken_promises.renew_broken(now=after(request)) == 1
