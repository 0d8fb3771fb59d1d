"""Loading again beside people at work: what they edited, renamed, made or removed stays theirs, to the last row."""

from dataclasses import replace

import pytest

from tests.builders import (
    NOW,
    make_document,
    make_item,
    make_live,
    make_region,
    make_section,
    make_signed,
    make_topic,
    make_user,
)
from tests.topics.rows import stored
from topics.actions import reviewing, withdrawing
from topics.actions.loading import load_shipped_pages
from topics.actions.publishing import publish
from topics.actions.saving import save_draft
from topics.compose import compose
from topics.document import Item, Section
from topics.models import Edition, ShippedPage, Topic
from topics.models import Item as ItemRow
from topics.shipped import ShippedFile
from topics.wording import wording_digest

pytestmark = pytest.mark.django_db


def file(slug, *targets, digest="1", **changes) -> ShippedFile:
    """A shipped condition whose only list names these others ("condition/…"), with a sentence above it."""
    lines = tuple(Item(f"line-{n}", f"Line {n}", target, None, "") for n, target in enumerate(targets))
    sections = (Section("related", "related", "Related", "Some others.", "", lines),)
    values = {"kind": "condition", "slug": slug, "name": slug.title(), "sections": sections} | changes
    return ShippedFile(f"conditions/{slug}", digest * 64, make_document(**values))


def again(slug) -> Topic:
    return Topic.objects.get(slug=slug)


def load(*files):
    return load_shipped_pages(now=NOW, files=list(files))


def shipped_next(*files):
    """The same files in the next release: other words, so another digest."""
    return [
        replace(
            one,
            sha256="2" * 64,
            document=replace(one.document, summary="Said better in the next release."),
            editions=one.editions | {wording_digest(one.document)},
        )
        for one in files
    ]


def test_loading_twice_leaves_every_row_as_it_was():
    files = [file("first", "condition/second"), file("second", "condition/first")]
    load(*files)
    before = stored()
    assert load(*files).left_alone == []
    assert stored() == before


def test_only_what_changed_is_written_when_one_file_changed():
    first, second = file("first"), file("second")
    load(first, second)
    kept = Topic.objects.values().get(slug="second"), list(Edition.objects.filter(slug="second").values())
    load(*shipped_next(first), second)
    assert again("first").live_edition.number == 2
    assert kept == (Topic.objects.values().get(slug="second"), list(Edition.objects.filter(slug="second").values()))


def edit_summary(topic):
    Topic.objects.filter(pk=topic.pk).update(summary="Ours.")


def edit_a_line(topic):
    ItemRow.objects.filter(section__topic=topic).update(label="Ours.")


def add_a_section(topic):
    make_section(topic, heading="Ours.")


def remove_a_card(topic):
    topic.care_cards.all().delete()


def add_a_region(topic):
    topic.body_regions.add(make_region())


@pytest.mark.parametrize("edit", [edit_summary, edit_a_line, add_a_section, remove_a_card, add_a_region])
def test_whatever_staff_changed_in_a_page_makes_it_theirs(edit):
    files = [file("first", "condition/second"), file("second")]
    load(*files)
    edit(again("first"))
    before = stored()
    loaded = load(*shipped_next(files[0]), files[1])
    assert (loaded.made, loaded.renewed, loaded.left_alone) == ([], [], ["conditions/first"])
    assert stored() == before


def test_a_page_that_staff_edited_and_published_stays_live_as_they_said_it():
    first, second = file("first"), file("second", "condition/first")
    load(first, second)
    topic, editor = again("first"), make_user("editor")
    ours = replace(compose(topic), summary="Our own words.", care_cards=())
    topic = save_draft(topic=topic, document=ours, based_on=topic.version, by=editor, now=NOW)
    publish(topic=make_signed(topic), by=editor, now=NOW)
    loaded = load(*shipped_next(first, second))
    assert (loaded.renewed, loaded.left_alone) == (["conditions/second"], ["conditions/first"])
    assert again("first").live_edition.content.summary == "Our own words."
    assert again("first").live_edition.number == 2


def test_an_unpublished_edit_of_staff_does_not_go_live_by_loading():
    first, second = file("first"), file("second", "condition/first")
    load(first, second)
    Topic.objects.filter(slug="first").update(name="Half a na", description="Unfinished.")
    load(*shipped_next(first, second))
    assert again("first").live_edition.name == "First"
    assert again("second").live_edition.content.sections[0].items[0].link.name == "First"


def test_a_page_is_not_taken_for_edited_because_a_page_it_names_has_a_new_address():
    first, second = file("first", "condition/second"), file("second")
    load(first, second)
    Topic.objects.filter(slug="second").update(slug="renamed")
    loaded = load(*shipped_next(first), second)
    assert (loaded.renewed, loaded.left_alone) == (["conditions/first"], [])
    assert ItemRow.objects.get(section__topic=again("first")).topic == again("renamed")


def test_a_page_of_staff_that_is_live_at_the_address_is_theirs_while_its_draft_is_renamed():
    ours = make_live(slug="first", name="Ours")
    Topic.objects.filter(pk=ours.pk).update(slug="renamed")
    loaded = load(file("first"), file("second"))
    assert (loaded.made, loaded.left_alone) == (["conditions/second"], ["conditions/first"])
    assert Topic.objects.at("condition", "first").get().live_edition == ours.live_edition


def test_a_page_that_staff_removed_stays_away_and_the_others_are_renewed():
    first, second = file("first"), file("second")
    load(first, second)
    topic = again("first")
    Topic.objects.filter(pk=topic.pk).update(live_edition=None, live_slug=None, state="draft")
    topic.events.all().delete()
    topic.editions.all().delete()
    topic.delete()
    loaded = load(*shipped_next(first, second))
    assert (loaded.renewed, loaded.left_alone) == (["conditions/second"], ["conditions/first"])
    assert not Topic.objects.filter(slug="first").exists()
    assert ShippedPage.objects.get(key="conditions/first").topic is None


def withdraw(topic):
    boss, words = make_user("admin"), "Ask us."
    withdrawing.withdraw(topic=topic, reason="error", public_note=words, by=boss, now=NOW)


def hand_over(topic):
    Topic.objects.filter(pk=topic.pk).update(state="draft")
    reviewing.submit(topic=again("first"), by=make_user("editor"), now=NOW)


@pytest.mark.parametrize("step", [withdraw, hand_over])
def test_a_page_that_staff_withdrew_or_are_reviewing_is_left_alone(step):
    first, second = file("first"), file("second")
    load(first, second)
    step(again("first"))
    before = Topic.objects.values().get(slug="first")
    loaded = load(*shipped_next(first, second))
    assert (loaded.renewed, loaded.left_alone) == (["conditions/second"], ["conditions/first"])
    assert Topic.objects.values().get(slug="first") == before


def test_a_new_page_may_name_a_page_of_staff():
    ours = make_topic(slug="ours")
    load(file("first", "condition/ours"))
    assert ItemRow.objects.get().topic == ours
    assert again("first").live_edition.content.sections[0].items[0].link is None, "ours is only a draft"


def test_what_we_ship_is_published_by_nobody_and_says_so():
    load(file("first"))
    edition = again("first").live_edition
    assert (edition.published_by, edition.published_at, edition.change_note) == (None, NOW, "Shipped with the portal.")


def test_a_page_that_names_nothing_known_takes_every_page_with_it():
    load(file("first"))
    make_item(make_section(make_topic()))
    before = stored()
    with pytest.raises(LookupError, match="condition/nowhere"):
        load(*shipped_next(file("first")), file("second"), file("third", "condition/nowhere"))
    assert stored() == before
