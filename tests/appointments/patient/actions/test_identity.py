"""Who one is: shown by a year of birth or the end of a phone number, five wrong answers an hour, one same refusal."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments import link_secrets
from appointments.booking.actions import closing
from appointments.lifecycle.actor import PATIENT
from appointments.messages.actions import links, outgoing
from appointments.models import AppointmentRequest, LinkToken, SpentTry
from appointments.patient.actions import identity
from appointments.patient.actions.identity import FOUND_LINK_VALID_FOR, NotProven
from tests.appointments.builders import NOON, at_once, make_request, make_service
from tests.appointments.clinic import make_actor
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.situations import erased

pytestmark = pytest.mark.django_db
DOES_NOT_FIT = "This does not fit what we hold. Check it and try again, or call us."
NOT_FOUND = "We found no request with these three. Check them and try again, or call us."
TOO_OFTEN = "That was tried too often. Wait an hour, or call us."


@pytest.fixture
def asked(service) -> AppointmentRequest:
    """Born in 1957, on 020 7946 0123."""
    return make_request(service)


def link_to(request) -> LinkToken:
    return LinkToken.objects.get(digest=link_secrets.digest(links.mint(request=request, now=NOON)))


def refusal_of(call, **how) -> str:
    with pytest.raises(NotProven) as refusal:
        call(**{"now": NOON} | how)
    return str(refusal.value)


def check(link, digits, now=NOON):
    identity.check_digits(link, digits=digits, now=now)


# --- behind a link ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", ["1957", "0123"])
def test_the_year_of_birth_or_the_end_of_the_phone_number_will_do_however_often(asked, digits):
    link = link_to(asked)
    for _time in range(7):
        check(link, digits)
    assert not SpentTry.objects.exists()


@pytest.mark.parametrize("digits", ["1958", "0124", "----", "", "2079"])
def test_anything_else_will_not_and_each_wrong_try_counts(asked, digits):
    assert refusal_of(identity.check_digits, link=link_to(asked), digits=digits) == DOES_NOT_FIT
    assert sorted(SpentTry.objects.values_list("scope", flat=True)) == ["link", "request"]


def test_after_five_wrong_answers_not_even_the_right_one_is_heard_for_an_hour(asked):
    link, other = link_to(asked), link_to(asked)
    for year in range(1900, 1905):
        assert refusal_of(identity.check_digits, link=link, digits=str(year)) == DOES_NOT_FIT
    assert refusal_of(identity.check_digits, link=link, digits="1957") == TOO_OFTEN
    check(other, "1957")  # another link has tries of its own
    check(link, "1957", now=NOON + timedelta(hours=1))


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = "That was tried too often. Try again tomorrow, or call us."


def guess(request, years, now=NOON) -> list[str]:
    """What is said to each of these years, every one behind a new link."""
    return [refusal_of(identity.check_digits, link=link_to(request), digits=str(year), now=now) for year in years]


def test_behind_many_links_a_request_has_eight_wrong_answers_a_day(asked):
    assert guess(asked, range(1900, 1909)) == [DOES_NOT_FIT] * 8 + [TOMORROW]
    assert refusal_of(identity.check_digits, link=link_to(asked), digits="1957") == TOMORROW
    check(link_to(asked), "1957", now=NOON + DAY)


def test_over_weeks_a_request_has_twelve_then_only_the_phone_is_left_and_the_desk_calls(asked):
    said = [guess(asked, [1900 + day], NOON + day * DAY)[0] for day in range(14)]
    assert said == [DOES_NOT_FIT] * 12 + [identity.only_by_phone()] * 2
    for answer in ("1957", "0123"):
        refused = refusal_of(identity.check_digits, link=link_to(asked), digits=answer, now=NOON + 90 * DAY)
        assert refused == identity.only_by_phone()
    call = asked.phone_tasks.get()
    assert call.kind == "guessed" and "guess your year of birth" in call.say and "19" not in call.say


def test_right_answers_take_none_and_give_none_back(asked):
    guess(asked, range(1900, 1903))
    for _time in range(20):
        check(link_to(asked), "1957", now=NOON + DAY)
    asked.refresh_from_db()
    assert asked.wrong_answers == 3


def test_what_an_hour_or_a_day_refuses_takes_nothing_from_the_whole(asked):
    link = link_to(asked)
    for year in range(1900, 1920):
        refusal_of(identity.check_digits, link=link, digits=str(year))
    asked.refresh_from_db()
    assert asked.wrong_answers == 5


def test_one_request_costs_no_other_anything(asked):
    for day in range(12):
        guess(asked, [1900], NOON + day * DAY)
    check(link_to(make_request(asked.service)), "1957", now=NOON + 12 * DAY)


def test_who_has_the_number_and_guesses_the_year_without_a_link_has_no_more(asked):
    for day in range(12):
        assert refusal_of(find, request=asked, birth_year=str(1900 + day), now=NOON + day * DAY) == NOT_FOUND
    assert refusal_of(find, request=asked, now=NOON + 13 * DAY) == NOT_FOUND  # and is not told that it was right
    asked.refresh_from_db()
    assert asked.wrong_answers == 12


def test_a_reference_alone_takes_nothing_from_the_patient_and_is_tried_eight_times_a_day(asked):
    tries = [
        refusal_of(find, request=asked, phone_digits="9999", network=f"192.0.{hour}.0/24", now=NOON + hour * HOUR)
        for hour in range(10)
    ]
    assert tries == [NOT_FOUND] * 8 + [TOO_OFTEN] * 2
    asked.refresh_from_db()
    assert asked.wrong_answers == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_find_no_more_answers_than_are_left():
    asked = make_request(make_service())
    AppointmentRequest.objects.update(wrong_answers=identity.WRONG_ANSWERS_ALTOGETHER - 2)
    tokens = [link_to(asked) for _each in range(6)]
    told = at_once(
        [lambda token=token: refusal_of(identity.check_digits, link=token, digits="1900") for token in tokens]
    )
    assert sorted(told) == sorted([DOES_NOT_FIT] * 2 + [identity.only_by_phone()] * 4)


def test_nobody_is_known_of_an_erased_request():
    request = erased(kept_clinic())
    request.refresh_from_db()
    for digits in ("1957", "0123", "----"):
        refusal_of(identity.check_digits, link=link_to(request), digits=digits)


# --- without a link --------------------------------------------------------------------------------------------------


def find(request, **changes) -> str:
    right = {"reference": request.reference, "phone_digits": "0123", "birth_year": "1957", "network": "192.0.2.0/24"}
    return identity.find_request(**right | {"now": NOON} | changes)


def test_all_three_lead_to_a_link_that_lasts_two_hours(asked):
    link = LinkToken.objects.get(digest=link_secrets.digest(find(asked)))
    assert (link.request, link.expires_at) == (asked, NOON + FOUND_LINK_VALID_FOR)
    assert not SpentTry.objects.exists()


WRONG = [{"reference": "ZZZZZZZZ"}, {"phone_digits": "0124"}, {"birth_year": "1958"}, {"phone_digits": "1957"}]


@pytest.mark.parametrize("wrong", WRONG)
def test_two_of_them_lead_nowhere(asked, wrong):
    before = LinkToken.objects.count()
    assert refusal_of(find, request=asked, **wrong) == NOT_FOUND
    assert LinkToken.objects.count() == before
    assert sorted(SpentTry.objects.values_list("scope", flat=True)) == ["address", "reference"]


def test_unknown_wrong_and_erased_cost_the_same_work_and_get_the_same_answer():
    clinic = kept_clinic()
    gone, there = erased(clinic), make_request(clinic.service)
    answers, queries = set(), set()
    for request, wrong in [(there, {"reference": "ZZZZZZZZ"}), (there, {"birth_year": "1958"}), (gone, {})]:
        with CaptureQueriesContext(connection) as counted:
            answers.add(refusal_of(find, request=request, **wrong))
        queries.add(len(counted))
        SpentTry.objects.all().delete()
    assert (answers, len(queries)) == ({NOT_FOUND}, 1)


def test_one_reference_is_tried_five_times_an_hour_from_wherever(asked):
    for number in range(5):
        refusal_of(find, request=asked, birth_year="1958", network=f"192.0.{number}.0/24")
    assert refusal_of(find, request=asked, network="198.51.100.0/24") == TOO_OFTEN
    assert find(asked, network="198.51.100.0/24", now=NOON + timedelta(hours=1))


def test_one_network_tries_five_times_an_hour_whatever_the_reference(asked):
    for number in range(5):
        refusal_of(find, request=asked, reference=f"ZZZZZZZ{number}")
    assert refusal_of(find, request=asked) == TOO_OFTEN
    assert find(asked, network="198.51.100.0/24")


# --- a proof ----------------------------------------------------------------------------------------------------------

LINK, OTHER = LinkToken(pk=7), LinkToken(pk=8)


def test_a_proof_holds_for_its_own_link_only():
    made = identity.make_proof(LINK)
    assert identity.is_valid_proof(made, LINK)
    assert not identity.is_valid_proof(made, OTHER)


def test_a_proof_ends():
    made = identity.make_proof(LINK)
    with time_machine.travel(NOON + identity.PROOF_VALID_FOR - timedelta(seconds=5)):
        assert identity.is_valid_proof(made, LINK)
    with time_machine.travel(NOON + identity.PROOF_VALID_FOR + timedelta(seconds=2)):
        assert not identity.is_valid_proof(made, LINK)


def test_nothing_else_is_a_proof():
    made = identity.make_proof(LINK)
    for forged in ("", "7", made[:-1], made.replace(":", "", 1), "x" * 10_000, "\0"):
        assert not identity.is_valid_proof(forged, LINK)


# --- a new link by e-mail ---------------------------------------------------------------------------------------------


@pytest.fixture
def queued(monkeypatch) -> list[AppointmentRequest]:
    """The requests for which a new link was queued; the outbox itself has tests of its own."""
    requests = []
    monkeypatch.setattr(outgoing, "new_link", lambda request, now: requests.append(request))
    return requests


def send(request, now=NOON) -> bool:
    return identity.send_new_link(LinkToken.objects.filter(request=request).first(), now=now)


def test_a_new_link_leaves_three_times_a_day_at_most(service, queued):
    request, hour = make_request(service), timedelta(hours=1)
    assert [send(request, NOON + number * hour) for number in range(5)] == [True, True, True, False, False]
    assert send(request, NOON + 24 * hour)
    assert queued == [request] * 4


def test_no_new_link_leaves_where_we_hold_no_address(service, queued):
    assert not send(make_request(service, email=""))
    assert queued == []


def test_no_new_link_leaves_for_an_erased_request(queued):
    request = erased(kept_clinic())
    assert not send(request)
    assert queued == []


def test_no_new_link_leaves_for_what_was_never_found_genuine_whatever_became_of_it(service, queued):
    suspicious = make_request(service, patient_name="Call +1 800 555 0199")
    assert not send(suspicious)
    closing.withdraw(suspicious, by=PATIENT, now=NOON)
    assert not send(suspicious)
    genuine = make_request(service, patient_name="Call +1 800 555 0198")
    closing.release(genuine, by=make_actor(), now=NOON)
    assert send(genuine)
    assert queued == [genuine]
