"""Two editors on one article, and sections put into another order: with buttons, with the keyboard, with the mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.publishing_pages import Writing, address, enter
from topics.kinds import SectionKind, TopicKind
from topics.models import Section, Topic

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
HEADINGS = ["What it is", "Causes", "Treatment"]


@pytest.fixture
def article(clinic) -> Topic:
    """A draft of three sections."""
    topic = Topic.objects.create(kind=TopicKind.SYMPTOM, slug="stiff-neck", name="Stiff neck", summary="It passes.")
    kinds = (SectionKind.OVERVIEW, SectionKind.CAUSES, SectionKind.TREATMENT)
    for position, (kind, heading) in enumerate(zip(kinds, HEADINGS, strict=True)):
        Section.objects.create(topic=topic, kind=kind, heading=heading, body="Text.", position=position)
    return topic


# --- two editors -----------------------------------------------------------------------------------------------------


@pytest.fixture
def two(clinic, article, open_browser):
    """The same article open before two people; the first has saved, and the second has typed something else."""

    def meet(scripts):
        first, second = (open_browser(java_script_enabled=scripts) for _person in range(2))
        enter(first, clinic["editor"])
        enter(second, clinic["admin"])
        for page in (first, second):
            page.goto(address(article))
        Writing(first).type(summary="It passes within a week.")
        Writing(first).saved()
        Writing(second).type(summary="It passes with warmth.", description="Typed for half an hour.")
        Writing(second).save()
        expect(second.get_by_role("heading", name="Somebody else saved this page")).to_be_visible()
        expect(second.locator(".comparing del").filter(has_text="a week")).to_have_count(1)
        expect(second.locator(".comparing ins").filter(has_text="warmth")).to_have_count(1)
        expect(Writing(second).field("summary")).to_have_value("It passes with warmth.")
        expect(Writing(second).field("description")).to_have_value("Typed for half an hour.")
        article.refresh_from_db()
        assert article.summary == "It passes within a week."
        return second

    return meet


@SCRIPTS
def test_the_second_of_two_editors_keeps_what_is_typed(two, article, scripts):
    page = two(scripts)
    page.get_by_label("Keep mine: save over theirs").check()
    Writing(page).saved()
    article.refresh_from_db()
    assert (article.summary, article.description) == ("It passes with warmth.", "Typed for half an hour.")


@SCRIPTS
def test_the_second_of_two_editors_opens_the_others_text(two, article, scripts):
    page = two(scripts)
    page.get_by_role("link", name="Discard mine and open theirs").click()
    expect(page.get_by_role("heading", name="Somebody else saved this page")).to_have_count(0)
    expect(Writing(page).field("summary")).to_have_value("It passes within a week.")
    Writing(page).type(description="Added to theirs.")
    Writing(page).saved()
    article.refresh_from_db()
    assert (article.summary, article.description) == ("It passes within a week.", "Added to theirs.")


def test_saving_again_without_a_choice_shows_the_conflict_again(two, article):
    page = two(True)
    Writing(page).save()
    expect(page.get_by_role("heading", name="Somebody else saved this page")).to_be_visible()
    expect(Writing(page).field("summary")).to_have_value("It passes with warmth.")
    article.refresh_from_db()
    assert article.summary == "It passes within a week."


def test_the_page_says_who_else_has_it_open(clinic, article, open_browser):
    first, second = open_browser(), open_browser()
    enter(first, clinic["editor"])
    with first.expect_response("**/presence/"):
        first.goto(address(article))
    enter(second, clinic["admin"])
    second.goto(address(article))
    expect(second.get_by_text("Edie Example has this page open, too.")).to_be_visible()


# --- the order of sections -------------------------------------------------------------------------------------------


@pytest.fixture
def writing(clinic, article, open_browser):
    """The article, open before its editor."""

    def begin(scripts=True):
        page = open_browser(java_script_enabled=scripts)
        enter(page, clinic["editor"])
        page.goto(address(article))
        return Writing(page)

    return begin


def stored(topic) -> list[str]:
    return list(topic.sections.order_by("position").values_list("heading", flat=True))


@SCRIPTS
def test_buttons_move_a_section(writing, article, scripts):
    written = writing(scripts)
    written.type(summary="Typed before moving.")
    written.page.get_by_role("button", name=re.compile("^Up.*Treatment")).click()
    expect(written.page.locator("[data-group=sections] h3").nth(1)).to_have_text("Treatment")
    assert written.headings() == ["What it is", "Treatment", "Causes"]
    assert stored(article) == HEADINGS
    written.saved()
    assert stored(article) == ["What it is", "Treatment", "Causes"]
    article.refresh_from_db()
    assert article.summary == "Typed before moving."


def test_the_keyboard_moves_a_section_and_says_so(writing, article):
    written = writing()
    button = written.page.get_by_role("button", name=re.compile("^Down.*What it is"))
    button.focus()
    written.page.keyboard.press("Enter")
    expect(written.page.get_by_text("“What it is” is now in place 2 of 3.")).to_be_attached()
    expect(button).to_be_focused()
    written.page.keyboard.press("Enter")
    expect(written.page.get_by_text("“What it is” is now in place 3 of 3.")).to_be_attached()
    written.saved()
    assert stored(article) == ["Causes", "Treatment", "What it is"]


def test_the_mouse_drags_a_section(writing, article):
    written = writing()
    blocks = written.page.locator("[data-group=sections] [data-blocks] > [data-block]")
    blocks.nth(2).locator("[data-handle]").hover()
    mouse = written.page.mouse
    mouse.down()
    expect(blocks.nth(2)).to_have_class("ed-block ed-block--dragged")  # folded to headings; now everything has moved
    target = blocks.nth(0).bounding_box()
    mouse.move(target["x"] + 40, target["y"] + 4)
    mouse.move(target["x"] + 40, target["y"] + 2)
    expect(blocks.nth(0)).to_have_class("ed-block ed-block--dragged")
    mouse.up()
    expect(written.page.get_by_text("“Treatment” is now in place 1 of 3.")).to_be_attached()
    written.saved()
    assert stored(article) == ["Treatment", "What it is", "Causes"]


@SCRIPTS
def test_saving_what_is_there_already_changes_nothing(writing, article, scripts):
    linked = Topic.objects.get(slug="herniated-disc")
    article.sections.get(heading="Causes").items.create(label="Herniated disc", topic=linked)
    before = article.version
    writing(scripts).saved()
    article.refresh_from_db()
    assert (article.version, article.events.count()) == (before, 0)


@SCRIPTS
def test_a_place_that_is_typed_moves_a_section(writing, article, scripts):
    written = writing(scripts)
    written.page.get_by_role("textbox", name=re.compile("^Place.*What it is")).fill("3")
    written.saved()
    assert stored(article) == ["Causes", "Treatment", "What it is"]


def test_lines_of_a_list_move_with_the_keyboard(writing, article):
    written = writing()
    text = written.field("sections-1-list")
    text.fill("One\nTwo\nThree")
    text.press("Alt+ArrowUp")
    expect(text).to_have_value("One\nThree\nTwo")
    written.saved()
    items = article.sections.get(heading="Causes").items.order_by("position")
    assert [item.label for item in items] == ["One", "Three", "Two"]
