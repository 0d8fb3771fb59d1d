"""An editor writes for an hour, is logged out meanwhile, and presses Save: every word is stored in the end."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.publishing_pages import EditingPage, address, log_in_as, press
from topics.kinds import SectionKind, TopicKind
from topics.models import Section, Topic

WORDS = "It passes – within a week,\n\n“mostly” & *slowly*; <b>rest</b> helps. Łagodnie 🙂"


@pytest.fixture
def article(clinic) -> Topic:
    topic = Topic.objects.create(kind=TopicKind.SYMPTOM, slug="stiff-neck", name="Stiff neck", summary="It passes.")
    Section.objects.create(topic=topic, kind=SectionKind.OVERVIEW, heading="What it is", body="Text.")
    return topic


def log_in(page, login, password=""):
    page.get_by_label("E-mail").fill(login.email)
    page.get_by_label("Password").fill(password or login.password)
    press(page.get_by_role("button", name="Log in"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_what_was_typed_comes_through_a_lost_session_to_whom_it_belongs(clinic, article, open_browser, scripts):
    page = open_browser("phone", java_script_enabled=scripts)
    log_in_as(page, clinic["editor"])
    writing = EditingPage(page)
    writing.open(article)
    writing.type(summary=WORDS)
    writing.block("sections-0", body="The second text.")
    Session.objects.all().delete()

    writing.save()
    expect(page.locator(".kept-note")).to_contain_text("What you typed is kept: log in")
    log_in(page, clinic["editor"], password="not this one")
    expect(page.locator(".errornote")).to_be_visible()
    article.refresh_from_db()
    assert article.summary == "It passes."

    log_in(page, clinic["editor"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send this once more")
    expect(page.locator(".typed-text").filter(has_text="Łagodnie 🙂")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    other = page.context.new_page()  # in another tab somebody else comes to this browser
    other.goto("/admin/")
    press(other.get_by_role("button", name="Log out"))
    other.goto("/admin/login/")
    log_in(other, clinic["admin"])
    press(page.get_by_role("button", name="Send it now"))
    expect(page.locator(".kept-note")).to_contain_text("somebody else")
    assert "Łagodnie" not in page.content()

    log_in(page, clinic["editor"])
    press(page.get_by_role("button", name="Send it now"))
    expect(page.locator(".messagelist")).to_contain_text("The draft is saved")
    assert address(article) in page.url
    article.refresh_from_db()
    assert (article.summary, article.sections.get().body) == (WORDS, "The second text.")
    assert "Łagodnie" not in str(page.context.storage_state())
