"""Withdrawal: wrong pages go, merged ones lead on, outdated ones stay under a notice; no address dies silently."""

import pytest

from tests.builders import NOW, make_live, make_topic, make_user
from topics.actions.withdrawing import WithdrawalRefused, withdraw
from topics.models import Topic, Withdrawal
from topics.workflow import State, StepNotAllowed

pytestmark = pytest.mark.django_db


def test_a_wrong_page_is_gone_and_its_address_says_why(client):
    topic = make_live(slug="wrong")
    withdraw(topic=topic, reason="error", public_note="A dose was wrong.", by=make_user("clinician"), now=NOW)
    response = client.get("/conditions/wrong/")
    assert response.status_code == 410
    assert "A dose was wrong." in response.content.decode()
    topic.refresh_from_db()
    assert (topic.state, topic.live_edition, topic.live_slug) == (State.WITHDRAWN, None, None)


def test_a_merged_page_leads_to_the_other_one(client):
    topic, other = make_live(slug="old"), make_live(slug="new")
    withdraw(topic=topic, reason="merged", redirect_to=other, by=make_user("admin"), now=NOW)
    response = client.get("/conditions/old/")
    assert (response.status_code, response["Location"]) == (301, "/conditions/new/")


def test_an_outdated_page_stays_under_a_notice(client):
    topic = make_live(slug="aged")
    withdraw(topic=topic, reason="outdated", public_note="Newer advice exists.", by=make_user("clinician"), now=NOW)
    response = client.get("/conditions/aged/")
    assert response.status_code == 200
    assert "Newer advice exists." in response.content.decode()


@pytest.mark.parametrize(
    "wish",
    [
        {"reason": "error"},
        {"reason": "outdated", "public_note": "  "},
        {"reason": "merged"},
        {"reason": "because", "public_note": "x"},
    ],
)
def test_a_withdrawal_says_what_readers_need(wish):
    topic = make_live()
    with pytest.raises(WithdrawalRefused):
        withdraw(topic=topic, by=make_user("clinician"), now=NOW, **wish)
    assert Topic.objects.get(pk=topic.pk).is_live
    assert not Withdrawal.objects.exists()


def test_readers_are_never_led_to_a_page_that_is_not_there():
    topic, draft = make_live(), make_topic()
    for target in (draft, topic):
        with pytest.raises(WithdrawalRefused):
            withdraw(topic=topic, reason="merged", redirect_to=target, by=make_user("clinician"), now=NOW)


def test_there_is_nothing_to_withdraw_before_a_page_is_live():
    with pytest.raises(WithdrawalRefused):
        withdraw(topic=make_topic(), reason="error", public_note="x", by=make_user("clinician"), now=NOW)


@pytest.mark.parametrize("role", ["editor", "receptionist", "lead", ""])
def test_only_reviewers_and_administrators_withdraw(role):
    topic = make_live()
    with pytest.raises(StepNotAllowed):
        withdraw(topic=topic, reason="error", public_note="x", by=make_user(role), now=NOW)
    assert Topic.objects.get(pk=topic.pk).is_live
    assert not Withdrawal.objects.exists()
