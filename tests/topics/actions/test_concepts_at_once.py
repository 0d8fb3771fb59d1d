"""Merging, retiring and deleting while others write and publish: nothing leads to what is gone, nobody waits."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.builders import NOW, make_item, make_link, make_live, make_section, make_topic, make_user
from tests.portal.threads import at_once
from topics.actions.deleting import StillUsed, delete
from topics.actions.merging import MergeRefused, merge
from topics.actions.publishing import publish
from topics.actions.retiring import RetireRefused, retire
from topics.actions.saving import TargetGone, save_draft
from topics.compose import compose
from topics.document import Item as Line
from topics.models import Item, Topic
from topics.workflow import State, StepNotAllowed

pytestmark = pytest.mark.django_db(transaction=True)


def again(topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def adding_a_line(page, target, editor):
    """Saves the page with one line more that leads to the target, as an editor who opened it before."""
    page = again(page)
    before = compose(page)
    (section,) = before.sections
    line = Line("one-more", "One more", f"{target.kind}/{target.slug}", None, "")
    document = replace(before, sections=(replace(section, items=(*section.items, line)),))
    return lambda: save_draft(topic=page, document=document, based_on=page.version, by=editor, now=NOW)


def merging(topic, into, by):
    return lambda: merge(topic=again(topic), into=again(into), by=by, now=NOW)


@pytest.mark.parametrize("attempt", range(3))
def test_a_line_saved_while_its_concept_is_merged_leads_to_the_other_one(attempt):
    topic, into, page = make_topic(), make_topic(), make_topic()
    make_section(page)
    saved, merged = at_once(adding_a_line(page, topic, make_user("editor")), merging(topic, into, make_user("admin")))
    assert not isinstance(merged, Exception), merged
    assert isinstance(saved, Topic), saved
    assert list(Item.objects.values_list("topic", flat=True)) == [into.pk]


def test_an_edit_of_a_page_whose_line_moves_is_kept_or_told_of_and_the_line_leads_to_the_other_one():
    topic, into, page, third = (make_topic() for _ in range(4))
    make_item(make_section(page), topic=topic)
    at_once(adding_a_line(page, third, make_user("editor")), merging(topic, into, make_user("admin")))
    targets = set(Item.objects.values_list("topic", flat=True))
    assert into.pk in targets and topic.pk not in targets
    assert again(topic).state == State.MERGED


@pytest.mark.parametrize("attempt", range(3))
def test_two_merges_that_cross_leave_one_concept(attempt):
    first, second = make_live(), make_live()
    boss = make_user("admin")
    outcomes = at_once(merging(first, second, boss), merging(second, first, boss))
    kinds = Counter(type(outcome) for outcome in outcomes)
    assert kinds[Topic] == 1 and sum(kinds[kind] for kind in (MergeRefused, StepNotAllowed)) == 1, outcomes
    assert sorted([again(first).state, again(second).state]) == [State.DRAFT, State.MERGED]


@pytest.mark.parametrize("attempt", range(3))
def test_a_draft_that_is_deleted_while_a_line_is_led_to_it_is_kept_or_the_line_is_refused(attempt):
    topic, page = make_topic(), make_topic()
    make_section(page)
    boss, saving = make_user("admin"), adding_a_line(page, topic, make_user("editor"))
    deleted, saved = at_once(lambda: delete(topic=topic, by=boss, now=NOW), saving)
    if isinstance(deleted, StillUsed):
        assert isinstance(saved, Topic) and Item.objects.get().topic == topic
    else:
        assert deleted is None and isinstance(saved, TargetGone), (deleted, saved)
        assert not Item.objects.exists()


def test_a_page_published_while_what_it_names_is_retired_shows_no_link_to_it(client):
    topic, page = make_live(slug="gone"), make_topic(kind="symptom", slug="page")
    make_link(page, topic)
    boss = make_user("admin")
    retired, published = at_once(
        lambda: retire(topic=again(topic), by=boss, now=NOW, public_note="Gone."),
        lambda: publish(topic=again(page), by=None, now=NOW),
    )
    assert not isinstance(published, Exception), published
    shown = "/conditions/gone/" in client.get("/symptoms/page/").content.decode()
    assert shown == isinstance(retired, RetireRefused) == again(topic).is_live


def test_pages_that_name_each_other_are_saved_at_once():
    one, two = make_topic(), make_topic()
    for page, other in ((one, two), (two, one)):
        make_item(make_section(page), topic=other)
    third = make_topic()
    outcomes = at_once(*[adding_a_line(page, third, make_user("editor")) for page in (one, two)])
    assert [type(outcome) for outcome in outcomes] == [Topic, Topic], outcomes
