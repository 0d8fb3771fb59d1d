"""Two editors on one article, and sections put into another order: with buttons, with the keyboard, with the mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.publishing_pages import EditingPage, address, log_in_as, press
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


@SCRIPTS
def test_two_editors_on_one_article_lose_nothing(clinic, article, open_browser, scripts):
    first, second = (EditingPage(open_browser(java_script_enabled=scripts)) for _person in range(2))
    log_in_as(first.page, clinic["editor"])
    log_in_as(second.page, clinic["admin"])

    meet(first, second, article, "It passes within a week.")
    second.save()  # without a choice: the same question again
    expect_conflict(second, article, "It passes within a week.")
    second.page.get_by_label("Keep mine: save what stands below").check()
    second.save_and_confirm()
    article.refresh_from_db()
    assert (article.summary, article.description) == ("It passes with warmth.", "Typed for half an hour.")

    meet(first, second, article, "It passes within a month.", mine="It passes with rest.")
    press(second.page.get_by_role("link", name="Discard mine and open theirs"))
    expect(second.page.get_by_role("heading", name="Somebody else saved this page")).to_have_count(0)
    expect(second.field("summary")).to_have_value("It passes within a month.")
    second.type(description="Added to theirs.")
    second.save_and_confirm()
    article.refresh_from_db()
    assert (article.summary, article.description) == ("It passes within a month.", "Added to theirs.")


def meet(first, second, article, theirs, mine="It passes with warmth."):
    """Both open the article; the first saves, and the second has typed something else and saves, too."""
    for writing in (first, second):
        writing.open(article)
    first.type(summary=theirs)
    first.save_and_confirm()
    second.type(summary=mine, description="Typed for half an hour.")
    second.save()
    expect_conflict(second, article, theirs, mine)


def expect_conflict(second, article, theirs, mine="It passes with warmth."):
    """Both versions are shown, what was typed is still there, and what was stored stands."""
    page = second.page
    expect(page.get_by_role("heading", name="Somebody else saved this page")).to_be_visible()
    expect(page.locator(".comparing del").filter(has_text=theirs.split()[-1].rstrip("."))).to_have_count(1)
    expect(page.locator(".comparing ins").filter(has_text=mine.split()[-1].rstrip("."))).to_have_count(1)
    expect(second.field("summary")).to_have_value(mine)
    expect(second.field("description")).to_have_value("Typed for half an hour.")
    article.refresh_from_db()
    assert article.summary == theirs


def test_the_page_says_who_else_has_it_open(clinic, article, open_browser):
    first, second = open_browser(), open_browser()
    log_in_as(first, clinic["editor"])
    with first.expect_response("**/presence/"):
        first.goto(address(article))
    log_in_as(second, clinic["admin"])
    second.goto(address(article))
    expect(second.get_by_text("Edie Example has this page open, too.")).to_be_visible()


# --- the order of sections -------------------------------------------------------------------------------------------


@pytest.fixture
def writing(clinic, article, open_browser):
    """The article, open before its editor."""

    def begin(scripts=True):
        page = open_browser(java_script_enabled=scripts)
        log_in_as(page, clinic["editor"])
        page.goto(address(article))
        return EditingPage(page)

    return begin


def stored(topic) -> list[str]:
    return list(topic.sections.order_by("position").values_list("heading", flat=True))


@SCRIPTS
def test_sections_are_put_in_order_with_buttons_and_with_numbers(writing, article, scripts):
    written = writing(scripts)
    written.type(summary="Typed before moving.")
    written.page.get_by_role("button", name=re.compile("^Up.*Treatment")).click()
    expect(written.page.locator("[data-group=sections] h3").nth(1)).to_have_text("Treatment")
    assert written.headings() == ["What it is", "Treatment", "Causes"]
    assert stored(article) == HEADINGS
    written.save_and_confirm()
    assert stored(article) == ["What it is", "Treatment", "Causes"]
    article.refresh_from_db()
    assert article.summary == "Typed before moving."
    written.page.get_by_role("textbox", name=re.compile("^Place.*What it is")).fill("3")
    written.save_and_confirm()
    assert stored(article) == ["Treatment", "Causes", "What it is"]


def test_the_keyboard_and_the_mouse_put_sections_and_lines_in_order(writing, article):
    written = writing()
    move_with_the_keyboard(written)
    drag_with_the_mouse(written)
    text = written.field("sections-1-list")
    text.fill("One\nTwo\nThree")
    text.press("Alt+ArrowUp")
    expect(text).to_have_value("One\nThree\nTwo")
    written.save_and_confirm()
    assert stored(article) == ["What it is", "Causes", "Treatment"]
    items = article.sections.get(heading="Causes").items.order_by("position")
    assert [item.label for item in items] == ["One", "Three", "Two"]


def move_with_the_keyboard(written):
    button = written.page.get_by_role("button", name=re.compile("^Down.*What it is"))
    button.focus()
    written.page.keyboard.press("Enter")
    expect(written.page.get_by_text("“What it is” is now in place 2 of 3.")).to_be_attached()
    expect(button).to_be_focused()
    written.page.keyboard.press("Enter")
    expect(written.page.get_by_text("“What it is” is now in place 3 of 3.")).to_be_attached()
    expect(button).to_be_focused()
    assert written.headings() == ["Causes", "Treatment", "What it is"]


def drag_with_the_mouse(written):
    """The last section to the top."""
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
    expect(written.page.get_by_text("“What it is” is now in place 1 of 3.")).to_be_attached()
    assert written.headings() == HEADINGS


@SCRIPTS
def test_saving_what_is_there_already_changes_nothing(writing, article, scripts):
    linked = Topic.objects.get(slug="herniated-disc")
    article.sections.get(heading="Causes").items.create(label="Herniated disc", topic=linked)
    before = article.version
    writing(scripts).save_and_confirm()
    article.refresh_from_db()
    assert (article.version, article.events.count()) == (before, 0)
