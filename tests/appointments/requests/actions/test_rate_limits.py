"""Five tries an hour, whoever counts them, and nothing that tells later whose they were."""

from datetime import timedelta

import pytest

from appointments.models import SpentTry
from appointments.requests.actions import rate_limits
from appointments.requests.actions.rate_limits import KEPT, TRIES, WITHIN, NoTriesLeft
from portal import duties
from tests.appointments.builders import NOON, at_once, tables_holding

LINK, REFERENCE = SpentTry.Scope.LINK, SpentTry.Scope.REFERENCE


@pytest.mark.django_db
def test_after_five_within_an_hour_none_is_left_until_the_first_is_an_hour_old():
    minute = timedelta(minutes=1)
    for number in range(TRIES):
        rate_limits.spend_try(LINK, "mine", now=NOON + number * minute)
    with pytest.raises(NoTriesLeft):
        rate_limits.spend_try(LINK, "mine", now=NOON + WITHIN - minute)
    assert SpentTry.objects.count() == TRIES
    rate_limits.spend_try(LINK, "mine", now=NOON + WITHIN)
    with pytest.raises(NoTriesLeft):
        rate_limits.spend_try(LINK, "mine", now=NOON + WITHIN)


@pytest.mark.django_db
def test_each_has_tries_of_their_own_for_each_thing():
    for _try in range(TRIES):
        rate_limits.spend_try(LINK, "mine", now=NOON)
    rate_limits.spend_try(LINK, "yours", now=NOON)
    rate_limits.spend_try(REFERENCE, "mine", now=NOON)


@pytest.mark.django_db
def test_what_is_given_back_was_not_spent():
    for _try in range(TRIES + 1):
        rate_limits.give_back_tries(rate_limits.spend_try(LINK, "mine", now=NOON))
    assert not SpentTry.objects.exists()


@pytest.mark.django_db
def test_whose_they_were_stands_nowhere_and_they_are_forgotten_after_a_day():
    rate_limits.spend_try(SpentTry.Scope.ADDRESS, "192.0.2.0/24", now=NOON)
    assert tables_holding("192.0.2") == []
    rate_limits.spend_try(LINK, "mine", now=NOON + timedelta(hours=1))
    assert duties.do_all(now=NOON + KEPT)["forget spent tries"] == 1
    assert SpentTry.objects.get().scope == "link"


@pytest.mark.django_db(transaction=True)
def test_a_crowd_that_guesses_at_once_has_five_tries_together():
    def guess():
        try:
            rate_limits.spend_try(LINK, "mine", now=NOON)
        except NoTriesLeft:
            return False
        return True

    assert sum(at_once([guess] * 7)) == TRIES
