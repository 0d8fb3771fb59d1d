"""On the page for writing nothing is lost: neither a colleague's change, nor a section that a count does not know."""

from dataclasses import replace
from itertools import product

import pytest
from django.core import signing
from django.test import Client

from tests.builders import NOW, make_card, make_document, make_item, make_section, make_source, make_topic, make_user
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from tests.topics.editing import known
from tests.topics.editing.sending import sent, sent_from
from topics.actions.renaming import rename
from topics.compose import compose
from topics.document import Section
from topics.editing.editor import BASE, DraftEditor
from topics.models import Topic

pytestmark = pytest.mark.django_db


class Editor:
    """Somebody with the page of a topic open."""

    def __init__(self, topic: Topic):
        self.client, self.address = Client(), f"/admin/topics/symptom/{topic.pk}/change/"
        self.client.force_login(make_user("editor"))
        self.reload()

    def reload(self) -> None:
        self.data = sent_from(self.client.get(self.address).content.decode())

    def save(self, **changes):
        """Sends the page with these changes; None takes a field away. What is answered lies on the screen then."""
        for name, value in changes.items():
            if value is None:
                self.data.pop(name, None)
            else:
                self.data[name] = value
        response = self.client.post(self.address, self.data)
        if response.status_code == 200:
            self.data = sent_from(response.content.decode())
        return response

    def keep_mine(self, topic, **changes):
        return self.save(overwrite_version=str(Topic.objects.get(pk=topic.pk).version), **changes)


@pytest.fixture
def topic():
    topic = make_topic(kind="symptom", summary="Summary.", description="Description.")
    make_card(topic, stable_id="card", action="Say it.")
    first = make_section(topic, stable_id="first", heading="First", body="One.")
    make_section(topic, stable_id="second", heading="Second", body="Two.", position=1)
    make_item(first, stable_id="line", label="A line", unlinked_reason="a habit")
    make_source(topic, stable_id="source", title="A source")
    return topic


def draft(topic):
    return compose(Topic.objects.get(pk=topic.pk))


# --- Keep mine -------------------------------------------------------------------------------------------------------


def test_keep_mine_does_not_wipe_a_colleagues_change_of_another_field(topic):
    """And a concept that was asked for is still asked for."""
    mine, theirs = Editor(topic), Editor(topic)
    changed = theirs.save(**{"description": "Theirs.", "sections-0-body": "Theirs.", "sources-0-title": "Theirs"})
    assert changed.status_code == 302
    concept = {"sections-0-line-line-choice": "create", "sections-0-line-line-kind": "condition"}
    answer = mine.save(**concept, **{"summary": "Mine.", "sections-0-heading": "Mine", "sections-1-body": "Mine."})
    assert "Somebody else saved this page" in text(page_of(answer).query_one(".ed-conflict"))
    assert draft(topic).summary == "Summary."
    assert mine.keep_mine(topic).status_code == 302
    found = draft(topic)
    assert (found.summary, found.description, found.sources[0].title) == ("Mine.", "Theirs.", "Theirs")
    assert [(one.heading, one.body) for one in found.sections] == [("Mine", "Theirs."), ("Second", "Mine.")]
    assert Topic.objects.filter(name="A line", kind="condition").exists()


def test_what_both_changed_is_mine_and_told_before_it_is_saved(topic):
    mine, theirs = Editor(topic), Editor(topic)
    theirs.save(summary="Their words.", description="Theirs.")
    answer = mine.save(summary="My words.")
    differences = text(page_of(answer).query_one(".ed-conflict"))
    assert "Their" in differences and "My" in differences and "Theirs." not in differences
    assert mine.save().status_code == 200, "without the tick it is asked again"
    assert mine.keep_mine(topic).status_code == 302
    assert (draft(topic).summary, draft(topic).description) == ("My words.", "Theirs.")


def test_a_third_who_saves_in_between_is_not_wiped_either(topic):
    mine, theirs, third = Editor(topic), Editor(topic), Editor(topic)
    theirs.save(description="Theirs.")
    mine.save(summary="Mine.")
    version = Topic.objects.get(pk=topic.pk).version
    third.reload()
    third.save(**{"description": "The third's.", "sections-1-heading": "The third's"})
    again = mine.save(overwrite_version=str(version))
    assert again.status_code == 200, "the version agreed to is not the newest any more"
    assert mine.keep_mine(topic).status_code == 302
    found = draft(topic)
    assert (found.summary, found.description, found.sections[1].heading) == ("Mine.", "The third's.", "The third's")


def test_sections_and_lines_a_colleague_added_stay(topic):
    mine, theirs = Editor(topic), Editor(topic)
    theirs.save(
        **{
            "sections-count": "3",
            "sections-2-id": "",
            "sections-2-heading": "Third",
            "sections-2-kind": "related",
            "sections-2-body": "Three.",
            "sections-0-list": "A line\r\nTheir line",
        }
    )
    mine.save(**{"sections-0-list": "A line reworded\r\nMy line", "sections-1-remove": "on"})
    mine.keep_mine(topic)
    found = draft(topic)
    assert [one.heading for one in found.sections] == ["First", "Third"]
    assert sorted(item.label for item in found.sections[0].items) == ["A line reworded", "My line", "Their line"]


def test_without_the_draft_it_began_with_all_that_was_typed_is_kept_and_asked_about(topic):
    mine, theirs = Editor(topic), Editor(topic)
    theirs.save(description="Theirs.")
    answer = mine.save(summary="Mine.", base_document="x")
    assert "Theirs." in text(page_of(answer).query_one(".ed-conflict"))
    assert mine.data["summary"] == "Mine."
    assert draft(topic).summary == "Summary."


STRANGE_BASES = ["", "x", "a:b", *(signing.dumps(value, salt=BASE) for value in ({"schema": 99}, {"schema": 1}, [], 1))]


@pytest.mark.sqlite_only
def test_what_is_no_draft_is_not_taken_for_the_one_it_began_with():
    theirs = replace(PAGE, description="Theirs.")
    for base in STRANGE_BASES:
        editor = resent(summary="Mine.", base_document=base)
        assert editor.base is None
        assert editor.take_in(theirs) == replace(PAGE, summary="Mine."), "all that was typed is kept"
    assert resent(summary="Mine.").take_in(theirs) == replace(theirs, summary="Mine.")


# --- counts ----------------------------------------------------------------------------------------------------------

PAGE = make_document(
    sections=(
        Section("first", "causes", "First", "One.", "", ()),
        Section("second", "causes", "Second", "Two.", "", ()),
    ),
)


def resent(**changes) -> DraftEditor:
    """The editor after the page was sent with these changes."""
    return known.after(PAGE, **{"base_document": known.edit(PAGE).carried_base} | changes)


def sent_again(editor: DraftEditor) -> DraftEditor:
    """The editor after the page that was shown again was sent as it is."""
    return known.edit(PAGE, sent(editor, base_document=editor.carried_base))


def lost_fields(prefix: str) -> dict[str, None]:
    """The fields of a block, to be left out."""
    return {name: None for name in resent().data if name.startswith(prefix)}


def bodies(editor: DraftEditor) -> list[str]:
    return [one.body for one in editor.document().sections]


def did_not_arrive(editor: DraftEditor) -> bool:
    return not editor.is_valid() and "did not arrive" in editor.problems()[0].sentence


@pytest.mark.parametrize("count", ["1", "0", "-1", "2", "02", " 2 "])
def test_every_section_that_was_posted_is_kept_whatever_the_count_says(count):
    editor = resent(**{"sections-count": count, "sections-1-body": "Typed."})
    assert editor.is_valid() and bodies(editor) == ["One.", "Typed."]


@pytest.mark.parametrize("count", ["3", "999999999", "", "x", "1e3", "٣", "9" * 5000, None])
def test_a_count_that_does_not_fit_saves_nothing_and_loses_nothing(count):
    editor = resent(**{"sections-count": count, "sections-1-body": "Typed."})
    assert did_not_arrive(editor)
    again = sent_again(editor)
    assert again.is_valid() and bodies(again) == ["One.", "Typed."]


@pytest.mark.parametrize(("group", "count"), list(product(["sections", "cards", "sources"], ["posted", "shown", None])))
def test_a_part_that_was_shown_and_not_sent_is_put_back_and_nothing_is_saved(group, count):
    shown = int(resent().data[f"{group}-count"])
    lost = lost_fields(f"{group}-{shown - 1}-")
    counted = {"posted": str(shown - 1), "shown": str(shown)}.get(count)
    editor = resent(**lost, **{f"{group}-count": counted, "summary": "Typed."})
    assert lost and did_not_arrive(editor)
    again = sent_again(editor)
    assert again.is_valid() and again.document() == replace(PAGE, summary="Typed.")


def test_without_the_draft_it_began_with_a_missing_section_is_put_back_as_well():
    editor = resent(**lost_fields("sections-1-"), **{"sections-count": "1", "base_document": None})
    assert did_not_arrive(editor)
    assert [one.id for one in sent_again(editor).document().sections] == ["first", "second"]


def test_a_button_that_only_moves_something_does_not_hide_that_a_part_is_missing():
    editor = resent(**lost_fields("sections-1-"), **{"sections-count": "1", "_arrange": "sections up:0"})
    assert not editor.wants_saving
    assert bodies(editor) == ["One.", "Two."]


@pytest.mark.parametrize("index", ["7", "999", "0001", "12345", "x", "__n", "٣", "1.5"])
def test_a_section_under_an_index_nobody_gave_is_kept(index):
    fields = {"heading": "New", "kind": "related", "body": "New words."}
    editor = resent(**{f"sections-{index}-{name}": value for name, value in fields.items()})
    assert [one.heading for one in editor.document().sections] == ["First", "Second", "New"]


def test_the_empty_section_that_the_script_copies_is_none():
    editor = resent(**{"sections-__n__-heading": "Pattern"})
    assert editor.is_valid() and editor.document() == PAGE


def test_the_page_stores_what_arrived_and_shows_again_what_was_lost(topic):
    editor = Editor(topic)
    answer = editor.save(**{"sections-count": None, "sections-1-body": "Typed."})
    assert "did not arrive" in text(page_of(answer).query_one("[data-errors]"))
    assert [one.body for one in draft(topic).sections] == ["One.", "Two."]
    assert editor.save().status_code == 302
    stored = draft(topic)
    assert [one.body for one in stored.sections] == ["One.", "Typed."]
    editor.reload()
    lost = [name for name in editor.data if name.startswith("sections-1-")]
    answer = editor.save(**dict.fromkeys(lost), **{"sections-count": "1", "summary": "Typed."})
    assert "did not arrive" in text(page_of(answer).query_one("[data-errors]"))
    assert draft(topic) == stored
    new = {"sections-7-heading": "New", "sections-7-kind": "related", "sections-__n__-heading": "Pattern"}
    assert editor.save(**new).status_code == 302
    found = draft(topic)
    assert (found.summary, found.sections[:2]) == ("Typed.", stored.sections)
    assert [one.heading for one in found.sections] == ["First", "Second", "New"]
    assert (found.care_cards, found.sources) == (stored.care_cards, stored.sources)


def test_more_sections_than_a_page_takes_are_refused_and_still_there():
    more = {
        f"sections-{number}-{name}": value
        for number in range(2, 202)
        for name, value in {"heading": f"Section {number}", "kind": "related", "body": "x"}.items()
    }
    editor = resent(**more, **{"sections-count": "202"})
    assert "at most 200" in editor.problems()[0].sentence
    assert editor.groups["sections"][201].text("heading") == "Section 201"


def test_ticking_remove_still_takes_a_part_away(topic):
    editor = Editor(topic)
    assert editor.save(**{"sections-1-remove": "on", "cards-0-remove": "on"}).status_code == 302
    assert ([one.id for one in draft(topic).sections], draft(topic).care_cards) == (["first"], ())


def test_what_keep_mine_was_saved_over_is_in_the_history(topic):
    mine, theirs = Editor(topic), Editor(topic)
    theirs.save(summary="Their words.")
    mine.save(summary="My words.")
    assert not topic.events.filter(replaced__isnull=False).exists()
    saved = mine.keep_mine(topic)
    assert "What it was saved over is kept in the history." in mine.client.get(saved.url).content.decode()
    assert topic.events.get(replaced__isnull=False).replaced["summary"] == "Their words."
    history = mine.client.get(mine.address.replace("change", "history")).content.decode()
    assert "Look at it, and bring it back" in history


# --- pages that move meanwhile ---------------------------------------------------------------------------------------


def test_a_line_keeps_where_it_leads_while_that_page_gets_another_name_and_address(topic):
    other = make_topic(kind="condition", name="Arthritis")
    topic.sections.get(stable_id="first").items.update(topic=other, unlinked_reason="")
    mine = Editor(topic)
    rename(topic=other, name="Joint pain", slug="joint-pain", by=make_user("editor"), now=NOW)
    assert mine.save(summary="Mine.").status_code == 302
    assert (draft(topic).summary, draft(topic).sections[0].items[0].target) == ("Mine.", "condition/joint-pain")
