"""A text of an earlier day becomes the draft again, wherever the pages that its lines lead to are by then."""

from dataclasses import replace

import pytest

from tests.builders import NOW, make_item, make_live, make_section, make_topic, make_user
from topics.actions.deleting import delete
from topics.actions.merging import merge
from topics.actions.renaming import rename
from topics.actions.saving import bring_back, restore, save_draft
from topics.compose import compose, compose_unlinked
from topics.models import Topic, TopicEvent

pytestmark = pytest.mark.django_db


def page(name: str, *named: Topic) -> Topic:
    topic = make_topic(kind="condition", name=name, summary="Published words.")
    section = make_section(topic)
    for other in named:
        make_item(section, label=f"About {other.name}", topic=other)
    return topic


def fresh(topic: Topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def kept(topic: Topic) -> TopicEvent:
    return TopicEvent.objects.filter(topic=topic, replaced__isnull=False).order_by("-pk")[0]


def leads(topic: Topic) -> list[str]:
    return [item.target for section in compose(fresh(topic)).sections for item in section.items]


def moved(topic: Topic, slug: str) -> Topic:
    """Live at another address; readers of the former one are led there."""
    rename(topic=topic, name=f"{topic.name} again", slug=slug, by=make_user("editor"), now=NOW)
    return make_live(fresh(topic))


def test_a_replaced_draft_comes_back_with_all_that_its_lines_lead_to():
    by = make_user("editor")
    topic = make_live(page("Sciatica", make_live(page("Arthritis")), page("Gout")))
    Topic.objects.filter(pk=topic.pk).update(summary="Typed since.")
    before = compose(fresh(topic))
    restore(topic=topic, edition=topic.live_edition, by=by, now=NOW)
    bring_back(topic=topic, event=kept(topic), by=by, now=NOW)
    assert compose(fresh(topic)) == before


@pytest.mark.parametrize("is_live", [True, False])
def test_its_lines_follow_a_page_that_has_another_address_by_now(is_live):
    by, other = make_user("editor"), page("Arthritis")
    topic = make_live(page("Sciatica", make_live(other) if is_live else other))
    restore(topic=topic, edition=topic.live_edition, by=by, now=NOW)
    rename(topic=other, name="Joint pain", slug="joint-pain", by=by, now=NOW)
    bring_back(topic=topic, event=kept(topic), by=by, now=NOW)
    assert leads(topic) == ["condition/joint-pain"]


def test_an_edition_follows_a_page_that_moved_and_not_one_that_has_its_address_today():
    by, other = make_user("editor"), make_live(page("Arthritis"))
    topic = make_live(page("Sciatica", other))
    moved(other, "joint-pain")
    restore(topic=topic, edition=topic.live_edition, by=by, now=NOW)
    assert leads(topic) == ["condition/joint-pain"]
    rename(topic=page("Gout"), name="Wear of joints", slug="arthritis", take_over=True, by=by, now=NOW)
    restore(topic=topic, edition=topic.live_edition, by=by, now=NOW)
    assert leads(topic) == ["condition/joint-pain"]


def test_both_follow_a_concept_that_was_merged_into_another():
    by, other, into = make_user("editor"), make_live(page("Arthritis")), make_live(page("Joint pain"))
    topic = make_live(page("Sciatica", other))
    restore(topic=topic, edition=topic.live_edition, by=by, now=NOW)
    merge(topic=other, into=into, by=make_user("clinician"), now=NOW)
    bring_back(topic=topic, event=kept(topic), by=by, now=NOW)
    assert leads(topic) == [f"condition/{into.slug}"]
    restore(topic=topic, edition=topic.live_edition, by=by, now=NOW)
    assert leads(topic) == [f"condition/{into.slug}"]


def test_a_line_whose_page_was_deleted_comes_back_and_waits_for_a_decision():
    by, other = make_user("editor"), page("Arthritis")
    topic = page("Sciatica", other)
    make_live(topic)
    Topic.objects.filter(pk=topic.pk).update(summary="Typed since.")
    without = replace(compose(fresh(topic)), sections=())
    save_draft(topic=topic, document=without, based_on=fresh(topic).version, by=by, now=NOW, over_theirs=True)
    edition = fresh(topic).live_edition
    edition.links.all().delete()
    delete(topic=other, by=make_user("admin"), now=NOW)
    bring_back(topic=topic, event=kept(topic), by=by, now=NOW)
    found = compose(fresh(topic))
    assert found.summary == "Typed since."
    assert [(item.label, item.target) for item in found.sections[0].items] == [("About Arthritis", "")]


def test_a_draft_that_keep_mine_was_saved_over_is_kept_and_comes_back():
    mine, theirs = make_user("editor"), make_user("editor")
    topic = page("Sciatica", make_live(page("Arthritis")))
    version = fresh(topic).version
    their_words = replace(compose(topic), summary="Their words.")
    save_draft(topic=topic, document=their_words, based_on=version, by=theirs, now=NOW)
    before = compose_unlinked(fresh(topic))
    my_words = replace(compose(topic), summary="My words.")
    save_draft(topic=topic, document=my_words, based_on=version + 1, by=mine, now=NOW, over_theirs=True)
    assert fresh(topic).summary == "My words."
    bring_back(topic=topic, event=kept(topic), by=theirs, now=NOW)
    assert compose_unlinked(fresh(topic)) == before
