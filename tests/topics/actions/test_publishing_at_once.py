"""Several people press "publish" at the same moment: no number twice, no page lost, no address shared."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.builders import NOW, make_live, make_section, make_signed, make_topic, make_user
from tests.portal.threads import at_once
from topics.actions.drafting import write_draft
from topics.actions.publishing import NothingChanged, publish
from topics.compose import compose
from topics.models import Edition, Topic

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


def publishing(topic, by=None):
    return lambda: publish(topic=topic, by=by, now=NOW).number


def kinds(outcomes) -> Counter:
    return Counter(type(outcome) for outcome in outcomes)


@pytest.mark.parametrize("attempt", range(3))
def test_one_draft_published_by_several_people_is_one_edition(attempt):
    topic = make_topic()
    for _ in range(5):
        make_section(topic)
    outcomes = at_once(*[publishing(topic)] * PEOPLE)
    assert kinds(outcomes) == {int: 1, NothingChanged: PEOPLE - 1}, outcomes
    assert list(Edition.objects.values_list("number", flat=True)) == [1]
    live = Topic.objects.get(pk=topic.pk)
    assert live.live_edition.sha256 == compose(live).sha256


def test_one_signed_draft_published_by_several_editors_is_one_edition():
    topic = make_signed()
    outcomes = at_once(*[publishing(topic, make_user("editor")) for _ in range(PEOPLE)])
    assert kinds(outcomes) == {int: 1, NothingChanged: PEOPLE - 1}, outcomes
    assert Topic.objects.get(pk=topic.pk).live_edition.sign_off is not None


def test_a_draft_that_changes_while_people_publish_it_is_numbered_without_gaps():
    topic = make_live()
    drafts = [replace(compose(topic), name=f"Name {number}") for number in range(3)]

    def write_and_publish(draft):
        def job():
            own = Topic.objects.get(pk=topic.pk)
            write_draft(topic=own, document=draft)
            return publish(topic=own, by=None, now=NOW).number

        return job

    outcomes = at_once(*map(write_and_publish, drafts))
    assert set(kinds(outcomes)) <= {int, NothingChanged}, outcomes
    numbers = list(Edition.objects.filter(topic=topic).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    live = Topic.objects.get(pk=topic.pk)
    assert live.live_edition.number == numbers[-1]
    assert live.live_edition.name == live.name


def test_different_topics_do_not_wait_for_or_disturb_each_other():
    topics = [make_topic() for _ in range(PEOPLE)]
    assert at_once(*map(publishing, topics)) == [1] * PEOPLE
    assert Topic.objects.live().count() == PEOPLE
