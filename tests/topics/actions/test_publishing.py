"""A draft goes live whole or not at all; what was published never changes."""

import re
from datetime import timedelta

import pytest

from tests.builders import (
    NOW,
    make_link,
    make_live,
    make_other_name,
    make_section,
    make_signed,
    make_topic,
    make_user,
)
from tests.topics.rows import stored
from topics.actions.publishing import AddressTaken, NothingChanged, PublishingRefused, publish
from topics.compose import compose
from topics.kinds import SectionKind, TopicKind
from topics.models import Edition, EditionLink, FormerAddress, Topic

LATER = NOW + timedelta(days=1)


def again(topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def edit(topic, **changes) -> Topic:
    Topic.objects.filter(pk=topic.pk).update(**changes)
    return again(topic)


def links(edition) -> set[tuple[str, int]]:
    return set(edition.links.values_list("section_kind", "topic_id"))


# --- works -----------------------------------------------------------------------------------------------------------


def test_the_first_edition_is_the_draft_word_for_word(db):
    words = {"plain_name": "Slipped disc", "description": "A disc presses on a nerve.", "title": "Herniated discs"}
    topic = make_topic(name="Herniated disc", slug="herniated-disc", **words)
    make_other_name(topic, "disc prolapse")
    make_section(topic, body="Text.")
    editor = make_user("admin")

    edition = publish(topic=make_signed(topic), by=editor, now=NOW, change_note="First.")

    draft = compose(again(topic))
    assert edition.content == draft
    assert (edition.number, edition.sha256) == (1, draft.sha256)
    assert (edition.published_at, edition.published_by, edition.change_note) == (NOW, editor, "First.")
    assert (edition.kind, edition.slug, edition.name) == ("condition", "herniated-disc", "Herniated disc")
    assert (edition.plain_name, edition.description) == (words["plain_name"], words["description"])
    assert edition.other_names == ["disc prolapse"]
    live = again(topic)
    assert (live.live_edition, live.live_slug) == (edition, "herniated-disc")


def test_what_we_ship_was_published_by_nobody(db):
    assert publish(topic=make_topic(), by=None, now=NOW).published_by is None


def test_editions_are_numbered_one_after_the_other_and_the_old_ones_stay(db):
    topic = make_live(name="First")
    first = topic.live_edition
    before = Edition.objects.values().get(pk=first.pk)
    second = publish(topic=edit(topic, name="Second"), by=None, now=LATER)
    third = publish(topic=edit(topic, name="Third"), by=None, now=LATER)
    assert [edition.number for edition in (first, second, third)] == [1, 2, 3]
    assert Edition.objects.values().get(pk=first.pk) == before
    assert again(topic).live_edition == third


def test_the_numbers_of_one_topic_do_not_depend_on_another(db):
    make_live()
    assert make_live().live_edition.number == 1


def test_going_back_to_old_words_is_a_new_edition(db):
    topic = make_live(name="Old")
    publish(topic=edit(topic, name="New"), by=None, now=NOW)
    back = publish(topic=edit(topic, name="Old"), by=None, now=LATER)
    assert back.number == 3
    assert back.sha256 == topic.live_edition.sha256


def test_an_edition_writes_down_which_topics_it_names_and_where(db):
    topic, one, other = make_topic(), make_live(), make_topic()
    make_link(topic, one, kind=SectionKind.CAUSES)
    make_link(topic, one, kind=SectionKind.CAUSES)
    make_link(topic, one, kind=SectionKind.RELATED)
    make_link(topic, other, kind=SectionKind.DIAGNOSIS)
    edition = publish(topic=topic, by=None, now=NOW)
    assert links(edition) == {("causes", one.pk), ("related", one.pk), ("diagnosis", other.pk)}
    assert EditionLink.objects.filter(edition=edition).count() == 3


def test_the_links_of_an_old_edition_stay_as_they_were(db):
    topic, one, other = make_topic(), make_live(), make_live()
    line = make_link(topic, one, kind=SectionKind.CAUSES)
    first = publish(topic=topic, by=None, now=NOW)
    line.topic = other
    line.save()
    second = publish(topic=again(topic), by=None, now=LATER)
    assert links(first) == {("causes", one.pk)}
    assert links(second) == {("causes", other.pk)}


def test_it_is_found_by_every_name_folded(db):
    topic = make_topic(name="Crâmpes", plain_name="Back SPASMS", title="What’s up", description="A (tight) muscle.")
    make_other_name(topic, "seizing-up")
    edition = publish(topic=topic, by=None, now=NOW)
    assert edition.search_text == " crampes back spasms seizing up whats up a tight muscle"


# --- the live address ------------------------------------------------------------------------------------------------


def test_the_address_readers_know_follows_only_when_it_is_published(db):
    topic = make_live(kind=TopicKind.SYMPTOM, slug="old")
    topic = edit(topic, slug="new")
    assert (topic.live_slug, Topic.objects.at("symptom", "new").exists()) == ("old", False)
    publish(topic=topic, by=None, now=LATER)
    assert again(topic).live_slug == "new"
    assert not Topic.objects.at("symptom", "old").exists()


def test_the_stored_draft_counts_and_not_what_the_caller_holds(db):
    topic = make_topic(name="As loaded")
    edit(topic, name="As stored")
    assert publish(topic=topic, by=None, now=NOW).name == "As stored"


def test_publishing_moves_no_word_of_the_draft(db):
    topic = make_topic()
    make_section(topic)
    before, draft = stored(), Topic.objects.values().get(pk=topic.pk)
    publish(topic=topic, by=None, now=LATER)
    after, published = stored(), Topic.objects.values().get(pk=topic.pk)
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"topics_topic", "topics_edition", "topics_topicevent"}
    moved = {column for column in draft if draft[column] != published[column]}
    assert moved == {"live_edition_id", "live_slug", "state", "version", "changed_at"}
    assert (published["state"], published["version"], published["changed_at"]) == ("live", draft["version"] + 1, LATER)


# --- refuses ---------------------------------------------------------------------------------------------------------


def test_nothing_new_is_refused_in_an_editors_words_and_nothing_is_written(db):
    topic = make_live(name="Sciatica")
    before = stored()
    with pytest.raises(NothingChanged, match=r"^“Sciatica” is live already, word for word\.$"):
        publish(topic=topic, by=None, now=LATER)
    assert stored() == before


def test_an_address_at_which_another_page_is_live_is_refused_and_nothing_is_written(db):
    other = make_live(slug="sciatica")
    edit(other, slug="sciatica-pain")  # the draft gave the address up, readers still find the page there
    topic = make_topic(slug="sciatica")
    before = stored()
    with pytest.raises(AddressTaken, match=r"^Another live page answers at “sciatica”\. Give this one another address"):
        publish(topic=topic, by=None, now=LATER)
    assert stored() == before
    publish(topic=again(other), by=None, now=LATER)
    before = stored()
    with pytest.raises(
        AddressTaken, match=r"was the address of .*led to /conditions/sciatica-pain/ today\. Choose another"
    ):
        publish(topic=again(topic), by=None, now=LATER)
    assert stored() == before


def test_an_address_that_another_page_had_goes_to_the_one_that_is_to_have_it(db, client):
    before = make_live(slug="sciatica", name="Nerve pain")
    linking = make_live(make_linking(before, "See [it](/conditions/sciatica/)."))
    edit(before, slug="nerve-pain")
    publish(topic=again(before), by=None, now=LATER)
    topic = make_topic(slug="sciatica", name="Sciatica")
    with pytest.raises(AddressTaken):
        publish(topic=topic, by=None, now=LATER)
    publish(topic=topic, by=None, now=LATER, take_over=True)
    assert client.get("/conditions/sciatica/").context["page"].name == "Sciatica"
    assert client.get("/conditions/nerve-pain/").context["page"].name == "Nerve pain"
    page = client.get(linking.get_absolute_url()).content.decode()
    assert page.count('href="/conditions/nerve-pain/"') == 2, "what was written for the former page still leads to it"
    assert 'href="/conditions/sciatica/"' not in page
    assert not FormerAddress.objects.filter(slug="sciatica").exists()


def test_a_page_that_moves_to_an_address_another_had_keeps_the_links_of_both(db, client):
    former = make_live(slug="sciatica", name="Nerve pain")
    moving = make_live(slug="leg-pain", name="Leg pain")
    linking = make_live(make_linking(moving, "[former](/conditions/sciatica/) and [moved](/conditions/leg-pain/)."))
    edit(former, slug="nerve-pain")
    publish(topic=again(former), by=None, now=LATER)
    edit(moving, slug="sciatica")
    publish(topic=again(moving), by=None, now=LATER, take_over=True)
    page = client.get(linking.get_absolute_url()).content.decode()
    assert re.search('href="/conditions/nerve-pain/"[^>]*>former<', page)
    assert re.search('href="/conditions/sciatica/"[^>]*>moved<', page)
    assert client.get("/conditions/leg-pain/").url == "/conditions/sciatica/"


def make_linking(to, text):
    """A draft of another page that names this one in a list, and in a text."""
    topic = make_topic(kind="test", name="Scan", slug="scan", summary=text)
    make_link(topic, to, kind="related")
    return topic


def test_the_same_address_in_another_folder_is_another_address(db):
    make_live(slug="mri", kind=TopicKind.TEST)
    assert publish(topic=make_topic(slug="mri", kind=TopicKind.CONDITION), by=None, now=NOW).slug == "mri"


def test_both_refusals_are_of_one_kind_for_those_who_only_tell_the_editor():
    assert issubclass(NothingChanged, PublishingRefused) and issubclass(AddressTaken, PublishingRefused)


def test_a_failure_half_way_leaves_nothing_behind(db, monkeypatch):
    def fail(edition):
        raise RuntimeError

    topic = make_topic()
    before = stored()
    monkeypatch.setattr("topics.actions.publishing._write_links", fail)
    with pytest.raises(RuntimeError):
        publish(topic=topic, by=None, now=NOW)
    assert stored() == before


# --- what a page shows of others -------------------------------------------------------------------------------------


def test_publishing_after_a_linked_page_changed_is_a_change_too(db):
    other = make_live(description="Old words.")
    topic = make_topic()
    make_link(topic, other)
    topic = make_live(topic)
    publish(topic=edit(other, description="New words."), by=None, now=NOW)
    edition = publish(topic=topic, by=None, now=LATER)
    assert edition.number == 2
    assert edition.content.sections[0].items[0].link.description == "New words."


def test_pages_going_live_in_one_breath_show_each_other(db):
    one, other = make_topic(slug="one"), make_topic(slug="other")
    make_link(one, other)
    make_link(other, one)
    for topic in (one, other):
        publish(topic=topic, by=None, now=NOW, going_live=[one, other])
    shown = [again(topic).live_edition.content.sections[0].items[0].link.slug for topic in (one, other)]
    assert shown == ["other", "one"]
