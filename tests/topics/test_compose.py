"""Draft rows become the page they describe: in order, with links as readers see them, at a fixed price."""

import pytest

from tests.builders import (
    make_card,
    make_code,
    make_item,
    make_link,
    make_live,
    make_other_name,
    make_region,
    make_section,
    make_source,
    make_topic,
)
from topics.compose import compose, compose_unlinked
from topics.document import Code, Link
from topics.kinds import SectionKind, TopicKind
from topics.models import Topic

MOST_QUERIES = 8


def rename(topic, **changes):
    """Changes the draft and leaves the live page as it is."""
    Topic.objects.filter(pk=topic.pk).update(**changes)


def only_link(document) -> Link | None:
    ((item,),) = [section.items for section in document.sections]
    return item.link


def test_a_draft_becomes_the_page_it_describes(db):
    words = {"plain_name": "plain", "title": "Title", "description": "One sentence.", "summary": "In *short*."}
    topic = make_topic(kind=TopicKind.SYMPTOM, name="Back pain", slug="back-pain", **words)
    topic.body_regions.set([make_region(slug="neck"), make_region(slug="back")])
    make_other_name(topic, "sore back")
    make_other_name(topic, "Back ache")
    make_code(topic, system="icd-10", version="2019", code="M54.5", display="Low back pain")
    make_source(topic, stable_id="nhs", title="Back pain", publisher="NHS", url="https://www.nhs.uk/", date="2023")
    section = make_section(
        topic, stable_id="causes", kind="causes", heading="Causes", body="Many.", list_intro="Often:"
    )
    make_item(section, stable_id="sitting", label="Sitting", unlinked_reason="a habit")
    make_item(section, stable_id="later", label="Undecided")

    page = compose(topic)

    assert {name: getattr(page, name) for name in words} == words
    assert (page.kind, page.slug, page.name) == ("symptom", "back-pain", "Back pain")
    assert page.body_regions == ("back", "neck")
    assert page.other_names == ("Back ache", "sore back")
    assert page.codes == (Code("icd-10", "2019", "M54.5", "Low back pain"),)
    (source,) = page.sources
    assert (source.id, source.publisher, source.date) == ("nhs", "NHS", "2023")
    (found,) = page.sections
    assert (found.id, found.kind, found.heading, found.body, found.list_intro) == (
        "causes",
        "causes",
        "Causes",
        "Many.",
        "Often:",
    )
    assert [(item.id, item.label, item.target, item.link, item.reason) for item in found.items] == [
        ("sitting", "Sitting", "", None, "a habit"),
        ("later", "Undecided", "", None, ""),
    ]


def test_parts_stand_in_the_order_of_their_numbers_and_equals_in_the_order_they_were_made(db):
    topic = make_topic()
    for position, heading in ((2, "third"), (1, "first"), (1, "second")):
        section = make_section(topic, position=position, heading=heading)
        for place, label in ((5, "c"), (0, "a"), (0, "b")):
            make_item(section, position=place, label=label)
    for position, title in ((1, "later"), (0, "sooner")):
        make_source(topic, position=position, title=title)
    page = compose(topic)
    assert [section.heading for section in page.sections] == ["first", "second", "third"]
    assert {tuple(item.label for item in section.items) for section in page.sections} == {("a", "b", "c")}
    assert [source.title for source in page.sources] == ["sooner", "later"]


def test_the_most_urgent_card_comes_first_whatever_its_number(db):
    topic = make_topic()
    for position, (urgency, heading) in enumerate(
        [("nonurgent", "d"), ("urgent", "b"), ("emergency", "a"), ("urgent", "c")]
    ):
        make_card(topic, urgency=urgency, heading=heading, position=position)
    assert [card.heading for card in compose(topic).care_cards] == ["a", "b", "c", "d"]


def test_each_line_of_a_card_is_a_point_and_empty_lines_are_none(db):
    topic = make_topic()
    make_card(topic, points="  numbness \n\n weak legs\r\n \t\nfever\n")
    assert compose(topic).care_cards[0].points == ("numbness", "weak legs", "fever")


def test_a_draft_that_says_nothing_yet_is_a_page_too(db):
    page = compose(Topic.objects.create(kind="test", name="MRI", slug="mri"))
    assert (page.sections, page.care_cards, page.sources, page.summary) == ((), (), (), "")


# --- links -----------------------------------------------------------------------------------------------------------


def test_a_link_shows_the_other_page_as_it_is_live_not_its_draft(db):
    other = make_live(name="Herniated disc", slug="herniated-disc", plain_name="Slipped disc", description="A disc.")
    topic = make_topic()
    make_link(topic, other)
    rename(other, name="SECRET", slug="secret", plain_name="SECRET", description="SECRET")
    page = compose(topic)
    assert only_link(page) == Link("condition", "herniated-disc", "Herniated disc", "Slipped disc", "A disc.")
    assert b"SECRET" not in page.canonical()


def test_a_link_to_a_page_that_is_not_live_shows_no_link(db):
    topic, other = make_topic(), make_topic(slug="secret-plan", name="SECRET")
    make_link(topic, other, label="A line")
    ((item,),) = [section.items for section in compose(topic).sections]
    assert (item.label, item.link, item.target) == ("A line", None, "condition/secret-plan")


def test_a_topic_going_live_in_the_same_breath_is_shown_as_its_draft(db):
    topic, other = make_topic(), make_live(name="Before", slug="before")
    make_link(topic, other)
    rename(other, name="After", slug="after")
    other = Topic.objects.get(pk=other.pk)
    assert only_link(compose(topic)).name == "Before"
    assert only_link(compose(topic, going_live=[other])) == Link("condition", "after", "After", "", "What it is.")


# --- the draft alone -------------------------------------------------------------------------------------------------


def test_the_draft_alone_does_not_change_with_the_pages_it_names(db):
    topic, other = make_topic(), make_topic(slug="before")
    make_link(topic, other)
    digest = compose_unlinked(topic).sha256
    make_live(other)
    assert compose_unlinked(topic).sha256 == digest
    rename(other, name="After", slug="after", description="Other words.")
    assert compose_unlinked(topic).sha256 == digest


def test_the_draft_alone_changes_with_the_page_a_line_names(db):
    topic, one, other = make_topic(), make_topic(), make_topic()
    line = make_link(topic, one)
    digest = compose_unlinked(topic).sha256
    line.topic = other
    line.save()
    assert compose_unlinked(topic).sha256 != digest


@pytest.mark.parametrize("change", ["name", "slug", "plain_name", "title", "description", "summary"])
def test_the_draft_alone_changes_with_every_word_of_it(db, change):
    topic = make_topic()
    digest = compose_unlinked(topic).sha256
    setattr(topic, change, "changed")
    assert compose_unlinked(topic).sha256 != digest


# --- price -----------------------------------------------------------------------------------------------------------


def make_long(sections: int) -> Topic:
    topic = make_topic()
    topic.body_regions.add(make_region())
    make_other_name(topic, "Other")
    make_code(topic)
    make_card(topic)
    make_source(topic)
    for number in range(sections):
        make_link(topic, make_live(), kind=SectionKind.values[number])
    return topic


@pytest.mark.parametrize("sections", [1, 12])
def test_composing_costs_the_same_however_long_the_page_is(db, django_assert_max_num_queries, sections):
    topic = Topic.objects.get(pk=make_long(sections).pk)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = compose(topic)
    assert sum(item.link is not None for section in page.sections for item in section.items) == sections
