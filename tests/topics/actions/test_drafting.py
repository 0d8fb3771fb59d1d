"""A document becomes draft rows, and the rows become the same document again; parts keep their rows by their names."""

from dataclasses import replace

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import make_document, make_link, make_live, make_region, make_topic
from tests.topics.documents import documents
from tests.topics.rows import stored
from topics.actions.drafting import UnknownRegion, UnknownTopic, write_draft
from topics.compose import compose
from topics.document import Code, Item
from topics.kinds import TopicKind
from topics.models import CareCard, OtherName, Section, Source, Topic, TopicCode
from topics.models import Item as ItemRow

TARGETS = {"test/mri": TopicKind.TEST, "condition/sciatica": TopicKind.CONDITION, "specialty/mri": TopicKind.SPECIALTY}
REGIONS = ["low-back", "leg"]
PAGES = documents("symptom", regions=REGIONS, targets=list(TARGETS))
patiently = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def topic(db):
    """A draft, and the regions and topics that documents here name; none of these is live."""
    for slug in REGIONS:
        make_region(slug=slug)
    for target, kind in TARGETS.items():
        make_topic(kind=kind, slug=target.split("/")[1])
    return make_topic(kind=TopicKind.SYMPTOM)


def again(topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def rows_by_name(topic) -> dict:
    """The primary key of each part's row, by its stable id."""
    found = {}
    for model in (Section, CareCard, Source):
        found |= {(model.__name__, row.stable_id): row.pk for row in model.objects.filter(topic=topic)}
    for row in ItemRow.objects.filter(section__topic=topic).select_related("section"):
        found["Item", row.section.stable_id, row.stable_id] = row.pk
    return found


# --- there and back --------------------------------------------------------------------------------------------------


@patiently
@given(page=PAGES)
def test_a_document_written_as_a_draft_is_composed_to_the_same_document(topic, page):
    """Whatever stood in the draft before: each example is written over the one before."""
    write_draft(topic=again(topic), document=page)
    assert compose(again(topic)) == page


@patiently
@given(before=PAGES, dice=st.randoms())
def test_parts_that_are_moved_and_reworded_keep_their_rows_and_those_left_out_go(topic, before, dice):
    write_draft(topic=again(topic), document=before)
    rows = rows_by_name(topic)
    sections = [
        replace(
            section, heading=f"{section.heading[:80]}!", items=tuple(dice.sample(section.items, len(section.items)))
        )
        for section in dice.sample(before.sections, len(before.sections))
    ]
    after = replace(before, sections=tuple(sections[1:]), sources=before.sources[::-1])

    write_draft(topic=again(topic), document=after)

    assert compose(again(topic)) == after
    gone = {sections[0].id} if sections else set()
    kept = {name: pk for name, pk in rows.items() if name[0] not in {"Section", "Item"} or name[1] not in gone}
    assert rows_by_name(topic) == kept


def test_writing_a_draft_twice_changes_no_row(topic):
    page = make_document(codes=(Code("icd-10", "2019", "M54.5", ""),), body_regions=("low-back",))
    write_draft(topic=topic, document=page)
    before = stored(but="changed_at")
    write_draft(topic=again(topic), document=page)
    assert stored(but="changed_at") == before


def test_one_word_changes_one_row(topic):
    page = make_document()
    write_draft(topic=topic, document=page)
    before = stored(but="changed_at")
    write_draft(topic=again(topic), document=replace(page, sources=(replace(page.sources[0], title="Other"),)))
    after = stored(but="changed_at")
    assert [table for table in before if before[table] != after[table]] == ["topics_source"]


def test_other_names_and_codes_are_written_anew_when_they_differ(topic):
    page = make_document(other_names=("a", "b"), codes=(Code("icd-10", "", "M54", "old words"),))
    write_draft(topic=topic, document=page)
    write_draft(
        topic=again(topic), document=replace(page, other_names=("b", "c"), codes=(Code("icd-10", "", "M54", "new"),))
    )
    assert sorted(OtherName.objects.values_list("name", flat=True)) == ["b", "c"]
    assert TopicCode.objects.get().display == "new"
    write_draft(topic=again(topic), document=replace(page, other_names=(), codes=()))
    assert not OtherName.objects.exists() and not TopicCode.objects.exists()


def test_the_draft_of_another_topic_is_not_touched(topic):
    neighbour = make_topic()
    write_draft(topic=neighbour, document=make_document(kind="condition", slug="neighbour"))
    before = compose(again(neighbour))
    write_draft(topic=topic, document=make_document(name="Another", sections=(), sources=(), care_cards=()))
    assert compose(again(neighbour)) == before


def test_the_live_page_is_not_touched(topic):
    live = make_live(topic)
    write_draft(topic=live, document=make_document(name="Another"))
    assert again(topic).live_edition.content.name == topic.name
    assert again(topic).live_slug == topic.slug


# --- which topic a line means ----------------------------------------------------------------------------------------


def naming(target: str):
    section = make_document().sections[0]
    return make_document(sections=(replace(section, items=(Item("line", "Line", target, None, ""),)),))


def test_a_line_finds_its_topic_by_kind_and_address(topic):
    for target, kind in TARGETS.items():
        write_draft(topic=again(topic), document=naming(target))
        assert ItemRow.objects.get().topic.kind == kind


def test_a_line_finds_a_topic_by_the_address_it_is_live_at(topic):
    renamed = make_live(slug="old-address")
    Topic.objects.filter(pk=renamed.pk).update(slug="new-address")
    write_draft(topic=topic, document=naming("condition/old-address"))
    assert ItemRow.objects.get().topic == renamed


def test_the_address_of_a_draft_wins_over_the_one_another_topic_is_still_live_at(topic):
    renamed = make_live(slug="address")
    Topic.objects.filter(pk=renamed.pk).update(slug="elsewhere")
    newcomer = make_topic(slug="address")
    write_draft(topic=topic, document=naming("condition/address"))
    assert ItemRow.objects.get().topic == newcomer


# --- what cannot be written leaves nothing behind --------------------------------------------------------------------


def test_topics_nobody_knows_are_named_and_nothing_is_written(topic):
    make_link(topic, Topic.objects.get(kind="test"))
    before = stored()
    section = make_document().sections[0]
    lines = tuple(Item(f"line-{n}", "x", target, None, "") for n, target in enumerate(["test/x", "test/mri", "test/a"]))
    with pytest.raises(UnknownTopic, match=r"^No topic is known as: test/a, test/x$") as refusal:
        write_draft(topic=again(topic), document=make_document(sections=(replace(section, items=lines),)))
    assert refusal.value.targets == {"test/a", "test/x"}
    assert stored() == before


def test_a_kind_is_part_of_the_address(topic):
    with pytest.raises(UnknownTopic, match=r"condition/mri"):
        write_draft(topic=topic, document=naming("condition/mri"))


def test_regions_nobody_knows_are_named_and_nothing_is_written(topic):
    before = stored()
    with pytest.raises(UnknownRegion, match=r"^No body region is known as: elbow, knee$"):
        write_draft(topic=topic, document=make_document(body_regions=("elbow", "knee", "leg")))
    assert stored() == before


def test_a_document_that_contradicts_itself_leaves_nothing_behind(topic):
    """Two sections of one name: found only by the database, after much has been written."""
    write_draft(topic=topic, document=make_document())
    before = stored()
    page = make_document(name="Another", sections=make_document().sections * 2)
    with pytest.raises(IntegrityError):
        write_draft(topic=again(topic), document=page)
    assert stored() == before
