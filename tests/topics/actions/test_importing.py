"""A text from a file becomes a draft and nothing more; what staff wrote since goes only if somebody says so."""

from dataclasses import replace

import pytest

from tests.builders import NOW, make_live, make_topic, make_user
from tests.topics.rows import stored
from topics.actions import reviewing
from topics.actions.importing import (
    DraftInTheWay,
    NoLongerWaiting,
    change_plan,
    keep_plan,
    make_draft,
    throw_away,
)
from topics.actions.saving import AddressInUse, NewTopic, save_draft
from topics.compose import compose, compose_unlinked
from topics.exporting import to_text
from topics.importing.matching import WideNames
from topics.importing.preparation import prepare
from topics.importing.reading import read
from topics.models import ArticleImport, Topic
from topics.workflow import ActionRefused, State, Step, StepNotAllowed

pytestmark = pytest.mark.django_db

TEXT = "Squeaky doors: why they squeak\n# Causes\nMany things.\n- Rust\n- Dust\n# Types\nLong and short.\n"
NEWER = TEXT.replace("Many things", "Few things").replace("- Dust\n", "- Dust\n- Damp\n")


def arrived(text=TEXT, into=None):
    return prepare(read("doors.txt", text.encode()), "symptom", into=into)


def waiting(text=TEXT, by=None, into=None):
    """The plan that waits for this text."""
    prepared = arrived(text, into)
    return keep_plan(arrived=prepared.arrived, plan=prepared.plan, topic=prepared.topic, by=by, now=NOW)[0]


def bring_in(text=TEXT, by=None, into=None, **how) -> Topic:
    row = waiting(text, by, into)
    document = prepare(read("doors.txt", text.encode()), "symptom", into=into).plan.document
    return make_draft(waiting=row, document=document, by=by, now=NOW, **how)


def edit(topic, **changes) -> Topic:
    """What an editor does to the draft by hand."""
    topic.refresh_from_db()
    document = replace(compose_unlinked(topic), **changes)
    return save_draft(topic=topic, document=document, based_on=topic.version, by=make_user("editor"), now=NOW)


# --- a new page ------------------------------------------------------------------------------------------------------


def test_a_text_becomes_a_draft_that_nobody_outside_sees_with_a_decision_for_every_line(client):
    rust = make_topic(name="Rust")
    editor = make_user("editor")
    topic = bring_in(by=editor)
    assert (topic.kind, topic.slug, topic.state, topic.is_live) == ("symptom", "squeaky-doors", State.DRAFT, False)
    rows = [
        (row.label, row.topic, row.unlinked_reason) for row in topic.sections.get(kind="causes").items.order_by("pk")
    ]
    assert rows == [("Rust", rust, ""), ("Dust", None, "")]
    events = topic.events.order_by("pk")
    assert [(event.step, event.by) for event in events] == [(Step.CREATE, editor), (Step.IMPORT, editor)]
    assert (events[1].note, events[1].sha256) == ("From the file doors.txt.", compose(topic).sha256)
    assert client.get("/symptoms/squeaky-doors/").status_code == 404


def test_a_command_on_the_server_needs_nobody_and_the_history_says_so():
    topic = bring_in(by=None)
    assert [(event.role, event.by) for event in topic.events.order_by("pk")] == [("system", None), ("system", None)]
    assert topic.last_changed_by is None


def test_a_line_can_bring_its_concept_into_being():
    editor = make_user("editor")
    row = waiting(by=editor)
    item = arrived().plan.document.sections[0].items[0].id
    concept = NewTopic("condition", "Rust", item)
    topic = make_draft(waiting=row, document=arrived().plan.document, by=editor, now=NOW, new_topics=[concept])
    assert topic.sections.get(kind="causes").items.get(label="Rust").topic == Topic.objects.get(kind="condition")


@pytest.mark.parametrize("role", ["clinician", "receptionist", "lead", ""])
def test_only_writers_bring_in_texts(role):
    person, row = make_user(role), waiting()
    before = stored()
    for attempt in (
        lambda: waiting(NEWER, by=person),
        lambda: make_draft(waiting=row, document=arrived().plan.document, by=person, now=NOW),
        lambda: change_plan(waiting=row, plan=arrived().plan, by=person),
        lambda: throw_away(waiting=row, by=person),
    ):
        with pytest.raises(StepNotAllowed):
            attempt()
    assert stored() == before


# --- the same text again ---------------------------------------------------------------------------------------------


def test_the_same_text_again_is_nothing_new_in_whatever_form_it_comes():
    topic = bring_in()
    for text in (TEXT, TEXT.replace("\n", "\r\n"), TEXT.replace("- ", "• "), to_text(compose(topic))):
        prepared = arrived(text)
        assert (prepared.nothing_new, prepared.topic) == (True, topic)
    edit(topic, summary="Mended by hand.")
    assert arrived().nothing_new
    assert not arrived(NEWER).nothing_new


def test_an_older_text_that_comes_again_after_a_newer_one_is_a_change():
    bring_in()
    topic = bring_in(NEWER)
    assert not arrived(TEXT).nothing_new
    assert arrived(TEXT).topic == topic


def test_a_text_that_waits_does_not_wait_twice_and_keeps_what_was_decided():
    editor = make_user("editor")
    row = waiting(by=editor)
    plan = replace(arrived().plan, document=replace(arrived().plan.document, summary="Decided."))
    change_plan(waiting=row, plan=plan, by=editor)
    again = waiting(by=make_user("admin"))
    assert again.pk == row.pk
    assert again.plan["document"]["summary"] == "Decided."


# --- a text that has changed -----------------------------------------------------------------------------------------


def test_a_changed_text_replaces_the_draft_it_made_and_what_stayed_keeps_its_rows():
    first = bring_in()
    kept = dict(first.sections.get(kind="causes").items.values_list("label", "pk"))
    topic = bring_in(NEWER)
    assert topic == first
    items = dict(topic.sections.get(kind="causes").items.values_list("label", "pk"))
    assert {label: items[label] for label in kept} == kept
    assert set(items) == {"Rust", "Dust", "Damp"}
    comparison = arrived(TEXT).comparison(WideNames.load())
    assert [section.name for section in comparison.changed_sections] == ["Causes"]


def test_a_draft_changed_by_hand_is_replaced_only_if_somebody_says_so_and_saw_it():
    topic = edit(bring_in(), summary="Mended by hand.")
    row, document = waiting(NEWER), arrived(NEWER).plan.document
    before = stored()
    for seen in (None, topic.version - 1, topic.version + 1):
        with pytest.raises(DraftInTheWay) as refusal:
            make_draft(waiting=row, document=document, by=None, now=NOW, over=seen)
        assert refusal.value.topic == topic
    assert stored() == before
    make_draft(waiting=row, document=document, by=None, now=NOW, over=topic.version)
    topic.refresh_from_db()
    assert "Few things" in topic.sections.get(kind="causes").body
    assert topic.summary == "Mended by hand."  # a plain text brings headline and sections only


def test_a_page_that_staff_wrote_themselves_counts_as_changed_by_hand():
    topic = make_topic(kind="symptom", slug="squeaky-doors", name="Doors", description="Ours.")
    assert arrived().topic == topic
    with pytest.raises(DraftInTheWay):
        bring_in()
    assert bring_in(over=topic.version).description == "Ours."


def test_of_two_texts_planned_for_one_draft_the_second_replaces_the_first_only_if_somebody_says_so():
    topic = bring_in()
    rows = [waiting(text) for text in (NEWER, NEWER.replace("Rust", "Red rust"))]
    documents = [arrived(text).plan.document for text in (NEWER, NEWER.replace("Rust", "Red rust"))]
    make_draft(waiting=rows[0], document=documents[0], by=None, now=NOW)
    with pytest.raises(DraftInTheWay):
        make_draft(waiting=rows[1], document=documents[1], by=None, now=NOW)
    topic.refresh_from_db()
    make_draft(waiting=rows[1], document=documents[1], by=None, now=NOW, over=topic.version)


@pytest.mark.parametrize("over", [None, "newest"])
def test_a_draft_in_review_is_locked_even_for_those_who_would_replace_it(over):
    topic = edit(bring_in(), summary="Mended by hand.")
    reviewing.submit(topic=topic, by=make_user("editor"), now=NOW)
    topic.refresh_from_db()
    before = stored(but="plan")
    with pytest.raises(StepNotAllowed):
        bring_in(NEWER, by=make_user("admin"), over=topic.version if over else None)
    after = stored(but="plan")
    assert before.pop("topics_articleimport") != after.pop("topics_articleimport")  # the plan waits
    assert before == after


def test_readers_of_a_live_page_see_no_change(client):
    topic = make_live(kind="symptom", slug="squeaky-doors", name="Squeaky doors")
    page = client.get("/symptoms/squeaky-doors/").content
    changed = bring_in(over=topic.version)
    assert (changed.state, changed.live_edition) == (State.DRAFT, topic.live_edition)
    assert client.get("/symptoms/squeaky-doors/").content == page


def test_a_text_that_changes_nothing_leaves_no_step_behind():
    topic = bring_in()
    steps, version = topic.events.count(), topic.version
    row = ArticleImport.objects.create(
        file_name="b.txt", format="text", sha256="b" * 64, title="B", kind="symptom", plan={}, topic=topic, made_at=NOW
    )
    same = make_draft(waiting=row, document=compose(topic), by=None, now=NOW, over=version)
    assert (same.events.count(), same.version) == (steps, version)


# --- an exported article ---------------------------------------------------------------------------------------------


def test_an_exported_article_brought_in_over_itself_has_the_same_digest_again():
    make_live(name="Rust")
    topic = bring_in()
    exported, digest = to_text(compose(topic)), compose(topic).sha256
    edit(topic, name="Doors that squeak", sections=())
    topic = bring_in(exported, into=topic, over=Topic.objects.get(pk=topic.pk).version)
    assert compose(topic).sha256 == digest


# --- what may happen in between --------------------------------------------------------------------------------------


def test_of_two_people_who_make_the_draft_only_one_does():
    row, document = waiting(), arrived().plan.document
    make_draft(waiting=row, document=document, by=make_user("editor"), now=NOW)
    before = stored()
    with pytest.raises(NoLongerWaiting):
        make_draft(waiting=row, document=document, by=make_user("admin"), now=NOW)
    with pytest.raises(NoLongerWaiting):
        throw_away(waiting=row, by=make_user("admin"))
    with pytest.raises(NoLongerWaiting):
        change_plan(waiting=row, plan=arrived(NEWER).plan, by=make_user("admin"))
    assert stored() == before


def test_a_plan_that_is_thrown_away_is_gone_and_nothing_else_is():
    make_topic()
    before = stored()
    throw_away(waiting=waiting(), by=make_user("editor"))
    assert stored() == before


@pytest.mark.parametrize("what", ["address", "topic"])
def test_what_was_taken_or_has_gone_in_the_meantime_refuses_everything(what):
    rust = make_topic(name="Rust")
    row, document = waiting(), arrived().plan.document
    if what == "address":
        make_topic(kind="symptom", slug="squeaky-doors", name="Doors")
    else:
        rust.delete()
    before = stored()
    with pytest.raises(AddressInUse if what == "address" else ActionRefused):
        make_draft(waiting=row, document=document, by=None, now=NOW)
    assert stored() == before


def test_a_deleted_page_comes_back_when_its_text_does():
    topic = bring_in()
    topic.events.all().delete()
    topic.delete()
    assert arrived().topic is None
    assert bring_in().slug == "squeaky-doors"
