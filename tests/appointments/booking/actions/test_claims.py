"""Who works on a request: taking the next one, claims that lapse and lose nothing, taking over in the open."""

from datetime import time, timedelta

import pytest

from appointments.booking.actions import claims, closing, contacts, looks
from appointments.lifecycle.actions.transitions import LEASE, ChangedMeanwhile, HeldByColleague
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.models import AppointmentRequest, OpeningHours
from appointments.workflow import Role, StepNotAllowed
from tests.appointments import builders
from tests.appointments.builders import NOON, at_once, make_service, request_values
from tests.appointments.clinic import make_actor, refused

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def desk(db):
    return make_actor()


@pytest.fixture
def colleague(db):
    return make_actor()


def make_request(service, **changes):
    """A request whose patient may be called at any time."""
    return builders.make_request(service, **{"call_times": []} | changes)


def change(request, **fields):
    AppointmentRequest.objects.filter(pk=request.pk).update(**fields)
    request.refresh_from_db()
    return request


def steps(request) -> list[str]:
    return list(request.events.order_by("pk").values_list("step", flat=True))


# --- take next -------------------------------------------------------------------------------------------------------


def test_the_next_one_is_the_earliest_promise_and_it_is_theirs_for_twenty_minutes(service, desk):
    make_request(service, now=NOON)
    earlier = make_request(service, now=NOON - HOUR)
    taken = claims.take_next(by=desk, now=NOON + MINUTE)
    assert taken == earlier
    assert (taken.status, taken.claimed_by, taken.claimed_at) == ("in_progress", desk.user, NOON + MINUTE)
    assert taken.claim_expires_at == NOON + MINUTE + timedelta(minutes=20)
    assert steps(taken) == ["ask", "claim"]
    assert taken.events.last().by == desk.user


def test_a_higher_rank_goes_before_an_earlier_promise(service, desk):
    make_request(service, now=NOON - HOUR)
    raised = change(make_request(service), queue_rank=1)
    top = change(make_request(service), queue_rank=0)
    assert [claims.take_next(by=desk, now=NOON) for _ in range(2)] == [top, raised]


def test_each_click_gives_another_request_and_in_the_end_none(service, desk, colleague):
    requests = {make_request(service) for _ in range(3)}
    taken = [claims.take_next(by=by, now=NOON) for by in (desk, colleague, desk, colleague)]
    assert taken[3] is None
    assert set(taken[:3]) == requests


def test_what_is_not_to_be_called_now_is_passed_over(service, desk):
    afternoon = make_request(service, call_times=["afternoon"])
    later = change(make_request(service), next_try_at=NOON + 2 * HOUR)
    taken = claims.claim(make_request(service), by=make_actor(), now=NOON)
    aside = make_request(service, patient_name="Call +1 800 555 0199")
    closed = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    anytime = make_request(service, call_times=[], now=NOON + MINUTE)
    assert claims.take_next(by=desk, now=NOON + MINUTE) == anytime
    assert claims.take_next(by=desk, now=NOON + MINUTE) is None
    in_the_afternoon = NOON + 2 * HOUR + MINUTE
    coming = [claims.take_next(by=desk, now=in_the_afternoon) for _ in range(5)]
    assert coming == [afternoon, later, taken, anytime, None]  # the claims on the last two have lapsed
    assert {aside.status, closed.status} == {"quarantined", "closed"}


def test_a_call_time_is_read_in_whatever_combination_it_was_given(service, desk):
    for wish in (["afternoon", "midday"], ["morning", "midday", "afternoon"], ["midday"]):
        wanted = make_request(service, call_times=wish)
        assert claims.take_next(by=desk, now=NOON + MINUTE) == wanted, wish


def test_nobody_is_called_while_reception_is_closed(service, desk):
    make_request(service, call_times=[])
    OpeningHours.objects.create(weekday=3, opens=time(13), closes=time(17))  # 3: Wednesday
    assert claims.take_next(by=desk, now=NOON) is None
    assert claims.take_next(by=desk, now=NOON + HOUR) is not None


def test_the_desk_can_stay_with_one_service_or_one_language(service, desk):
    make_request(service)
    other = make_service("physiotherapist")
    theirs = make_request(other, language="українська")
    assert claims.take_next(by=desk, now=NOON, service=other, language="polski") is None
    assert claims.take_next(by=desk, now=NOON, service=other) == theirs
    claims.let_go(theirs, by=desk, now=NOON)
    assert claims.take_next(by=desk, now=NOON, language="українська") == theirs


def test_only_the_desk_takes(service):
    make_request(service)
    for role in (Role.PRACTITIONER, Role.ADMINISTRATOR):
        refused(StepNotAllowed, claims.take_next, by=make_actor(role), now=NOON)
    for by in (PATIENT, SYSTEM):
        refused(StepNotAllowed, claims.take_next, by=by, now=NOON)


def test_taking_reads_as_little_from_a_long_queue_as_from_a_short_one(service, desk, django_assert_num_queries):
    def fill(how_many):
        AppointmentRequest.objects.bulk_create(
            AppointmentRequest(**request_values(service, call_times=["afternoon"])) for _ in range(how_many)
        )

    counts = []
    for more in (1, 200):
        fill(more)
        make_request(service, now=NOON + HOUR)
        with django_assert_num_queries(12, exact=False) as counted:
            assert claims.take_next(by=desk, now=NOON + HOUR) is not None
        counts.append(len(counted))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("batch", [1, claims.BATCH])
def test_clicks_at_once_never_give_one_request_to_two_and_pass_over_what_is_snatched(batch, monkeypatch):
    monkeypatch.setattr(claims, "BATCH", batch)
    service, people = make_service(), [make_actor() for _ in range(6)]
    for _ in range(5):
        make_request(service)
    taken = at_once([lambda by=by: claims.take_next(by=by, now=NOON) for by in people])
    found = [request.pk for request in taken if request]
    assert len(found) == len(set(found)) == 5
    for by, request in zip(people, taken, strict=True):
        if request:
            request.refresh_from_db()
            assert (request.claimed_by, steps(request)) == (by.user, ["ask", "claim"])


# --- claims ----------------------------------------------------------------------------------------------------------


def test_a_colleague_who_has_it_is_named_and_since_when(service, desk, colleague):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    for by in (colleague, make_actor(Role.LEAD)):
        error = refused(HeldByColleague, claims.claim, request, by=by, now=NOON + MINUTE)
        assert (error.holder, error.since) == (desk.user, NOON)
        assert "Take it over first." in str(error)


def test_claiming_ones_own_only_renews_it(service, desk):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    again = claims.claim(request, by=desk, now=NOON + MINUTE)
    assert again.claim_expires_at == NOON + MINUTE + LEASE
    assert (again.claimed_at, again.version) == (NOON, request.version)
    assert steps(request) == ["ask", "claim"]


def test_a_lapsed_claim_is_nobodys_and_is_taken_on_by_the_next(service, desk, colleague):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    refused(HeldByColleague, claims.claim, request, by=colleague, now=NOON + LEASE - MINUTE)
    assert claims.claim(request, by=colleague, now=NOON + LEASE).claimed_by == colleague.user


def test_what_was_based_on_an_older_version_is_refused_and_shows_todays(service, desk, colleague):
    seen = make_request(service)
    claims.let_go(claims.claim(seen, by=colleague, now=NOON), by=colleague, now=NOON)
    error = refused(ChangedMeanwhile, claims.claim, seen, by=desk, now=NOON, based_on=seen.version)
    assert error.request.version == seen.version + 2


def test_taking_over_is_recorded_and_the_formers_save_fails_readably(service, desk, colleague):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    taken = claims.take_over(request, by=colleague, now=NOON + MINUTE, based_on=request.version)
    assert (taken.claimed_by, taken.claimed_at) == (colleague.user, NOON + MINUTE)
    assert steps(taken) == ["ask", "claim", "take_over"]
    save = {"outcome": "no_answer", "by": desk, "now": NOON + 2 * MINUTE}
    error = refused(ChangedMeanwhile, contacts.attempt, request, **save, based_on=request.version)
    assert error.request.claimed_by == colleague.user
    assert "changed while you had it open" in str(error)
    error = refused(HeldByColleague, contacts.attempt, request, **save)
    assert str(colleague.user) in str(error)


def test_taking_over_ones_own_only_renews_it(service, desk):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    claims.take_over(request, by=desk, now=NOON + MINUTE)
    assert steps(request) == ["ask", "claim"]


def test_letting_go_puts_it_back_at_its_old_place(service, desk):
    asked = make_request(service)
    back = claims.let_go(claims.claim(asked, by=desk, now=NOON), by=desk, now=NOON + MINUTE)
    assert (back.status, back.claimed_by, back.claimed_at, back.claim_expires_at) == ("new", None, None, None)
    assert (back.queue_rank, back.promise_at, back.next_try_at) == (asked.queue_rank, asked.promise_at, None)


# --- the lease -------------------------------------------------------------------------------------------------------


def test_every_sign_of_work_renews_the_claim_and_leaves_the_version(service, desk):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    works = [
        lambda now: claims.renew(request, by=desk, now=now),
        lambda now: contacts.write_note(request, text="Asked to be called Olena", by=desk, now=now),
        lambda now: contacts.attempt(request, outcome="reached", by=desk, now=now),
    ]
    for number, work in enumerate(works, start=1):
        now = NOON + number * timedelta(minutes=15)
        work(now)
        stored = AppointmentRequest.objects.get(pk=request.pk)
        assert (stored.claim_expires_at, stored.version) == (now + LEASE, request.version)


def test_looking_on_and_the_work_of_colleagues_renew_nothing(service, desk, colleague):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    contacts.write_note(request, text="They called back", by=colleague, now=NOON + MINUTE)
    looks.record_look(request, by=colleague, now=NOON + MINUTE)
    assert not claims.renew(request, by=colleague, now=NOON + MINUTE)
    assert not claims.renew(request, by=PATIENT, now=NOON + MINUTE)
    request.refresh_from_db()
    assert request.claim_expires_at == NOON + LEASE


def test_a_claim_that_lapsed_unnoticed_is_still_ones_own(service, desk, colleague):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    assert claims.renew(request, by=desk, now=NOON + HOUR)
    refused(HeldByColleague, claims.claim, request, by=colleague, now=NOON + HOUR)
    claims.take_over(request, by=colleague, now=NOON + HOUR)
    assert not claims.renew(request, by=desk, now=NOON + HOUR)


def test_the_sweep_puts_back_what_lapsed_and_loses_nothing(service, desk):
    lapsed = claims.claim(make_request(service), by=desk, now=NOON - LEASE)
    living = claims.claim(make_request(service), by=desk, now=NOON - LEASE + MINUTE)
    note = contacts.write_note(lapsed, text="Prefers Dr Sample", by=make_actor(), now=NOON - LEASE)
    assert claims.release_lapsed(now=NOON) == 1
    lapsed.refresh_from_db()
    assert (lapsed.status, lapsed.claimed_by) == ("new", None)
    assert list(lapsed.notes.all()) == [note]
    event = lapsed.events.order_by("pk").last()
    assert (event.step, event.role, event.by) == ("let_go", "system", None)
    living.refresh_from_db()
    assert living.claimed_by == desk.user
    assert claims.release_lapsed(now=NOON) == 0


def test_a_closed_accounts_claims_are_put_back_at_once_and_its_history_stays(service, desk):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    type(desk.user).objects.filter(pk=desk.user.pk).update(is_active=False)
    assert claims.release_lapsed(now=NOON + MINUTE) == 1
    request.refresh_from_db()
    assert request.status == "new"
    assert request.events.get(step="claim").by == desk.user


def test_the_sweep_leaves_alone_what_is_renewed_at_that_moment(service, desk, monkeypatch):
    request = claims.claim(make_request(service), by=desk, now=NOON)
    real = claims._release

    def renewed_first(*given):
        claims.renew(request, by=desk, now=NOON + LEASE)
        return real(*given)

    monkeypatch.setattr(claims, "_release", renewed_first)
    assert claims.release_lapsed(now=NOON + LEASE) == 0
    request.refresh_from_db()
    assert request.claimed_by == desk.user
