"""Who looks after a page: its creator at first, then whoever it is given to."""

import pytest

from tests.builders import NOW, make_document, make_live, make_user
from topics.actions.owning import NotAnOwner, hand_over
from topics.actions.saving import create_topic
from topics.models import Topic
from topics.workflow import State, Step, StepNotAllowed

pytestmark = pytest.mark.django_db


def test_whoever_begins_a_page_looks_after_it():
    editor = make_user("editor")
    assert create_topic(document=make_document(), by=editor, now=NOW).owner == editor


def test_a_page_is_given_to_a_colleague_and_its_text_is_not_touched():
    topic, editor, reviewer = make_live(), make_user("editor"), make_user("clinician")
    after = hand_over(topic=topic, owner=reviewer, by=editor, now=NOW)
    assert (after.owner, after.state, after.version) == (reviewer, State.LIVE, topic.version)
    event = topic.events.order_by("-pk").first()
    assert (event.step, event.by, event.note) == (Step.HAND_OVER, editor, str(reviewer))
    hand_over(topic=topic, owner=reviewer, by=editor, now=NOW)  # theirs already
    assert topic.events.filter(step=Step.HAND_OVER).count() == 1
    assert hand_over(topic=topic, owner=None, by=reviewer, now=NOW).owner is None


@pytest.mark.parametrize("owner", [{"role": "receptionist"}, {"is_active": False}, {"is_staff": False}])
def test_nobody_is_given_a_page_who_cannot_work_on_it(owner):
    topic = make_live()
    with pytest.raises(NotAnOwner):
        hand_over(topic=topic, owner=make_user(**owner), by=make_user("editor"), now=NOW)
    assert Topic.objects.get(pk=topic.pk).owner is None


@pytest.mark.parametrize("role", ["receptionist", "lead", ""])
def test_only_those_who_work_on_pages_give_them_away(role):
    with pytest.raises(StepNotAllowed):
        hand_over(topic=make_live(), owner=make_user("editor"), by=make_user(role), now=NOW)
