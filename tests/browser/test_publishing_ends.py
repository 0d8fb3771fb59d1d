"""What becomes of a live page: withdrawn for each reason, moved to another address, published in an emergency."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.publishing_pages import (
    Writing,
    address,
    enter,
    expect_state,
    press,
    press_on,
    take,
    waiting,
)
from tests.builders import make_consent
from topics.models import Topic

ARTICLE = "/symptoms/lower-back-cramps/"
WRONG = "It is wrong: the page goes, readers are told"
MERGED = "Another page says it now: readers are led there"
OUTDATED = "It is out of date: the page stays, under a notice"


@pytest.fixture
def article(clinic) -> Topic:
    """The shipped article, live as edition 1."""
    return Topic.objects.get(slug="lower-back-cramps")


def withdraw(page, login, topic, **answers):
    enter(page, login)
    page.goto(address(topic))
    take(page, "Withdraw the live page", **answers)


def test_a_wrong_page_goes_and_readers_are_told(clinic, article, open_browser):
    reviewer, reader = open_browser(), open_browser("phone")
    withdraw(reviewer, clinic["clinician"], article)
    expect(reviewer.get_by_text("Choose why the page is withdrawn.")).to_be_visible()
    reviewer.get_by_label(WRONG).check()
    press_on(reviewer)
    expect(reviewer.get_by_text("Write what readers are told.")).to_be_visible()
    reviewer.get_by_label("What readers are told").fill("It named the wrong exercise.")
    press_on(reviewer)
    expect_state(reviewer, "Withdrawn", "readers cannot see it")
    assert reader.goto(ARTICLE).status == 410
    expect(reader.get_by_role("heading", level=1)).to_have_text("This page was withdrawn")
    expect(reader.get_by_text("It named the wrong exercise.")).to_be_visible()
    reader.goto("/symptoms/")
    expect(reader.get_by_role("link", name="Lower back cramps")).to_have_count(0)


def test_a_page_that_went_into_another_one_leads_there(clinic, article, open_browser):
    reviewer, reader = open_browser(), open_browser("phone")
    withdraw(reviewer, clinic["clinician"], article, reason=MERGED)
    expect(reviewer.get_by_text("Choose the page that says it now.")).to_be_visible()
    reviewer.get_by_label("Lead readers to").select_option(label="Chronic back pain")
    press_on(reviewer)
    expect_state(reviewer, "Withdrawn", "readers cannot see it")
    reader.goto(ARTICLE)
    expect(reader).to_have_url("/conditions/chronic-back-pain/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Chronic back pain")


def test_an_outdated_page_stays_under_a_notice(clinic, article, open_browser):
    boss, reader = open_browser(), open_browser("phone")
    withdraw(boss, clinic["admin"], article, reason=OUTDATED, public_note="We are rewriting it. Ask us.")
    expect_state(boss, "Withdrawn", "readers see edition 1")
    assert reader.goto(ARTICLE).status == 200
    expect(reader.get_by_role("heading", name="This page is out of date")).to_be_visible()
    expect(reader.get_by_text("We are rewriting it. Ask us.")).to_be_visible()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Lower back cramps")


def test_a_new_address_leaves_the_printed_one_working(clinic, article, open_browser):
    editor, reviewer, reader = open_browser(), open_browser(), open_browser("phone")
    make_consent("Dr Ivanova")  # whom the article quotes
    enter(editor, clinic["editor"])
    writing = Writing(editor)
    writing.open(article)
    writing.type(slug="lumbar-cramps")
    writing.saved()
    assert reader.goto(ARTICLE).status == 200
    take(editor, "Submit for review")
    enter(reviewer, clinic["clinician"])
    reviewer.goto(address(article))
    take(reviewer, "Sign off", read=True)
    editor.reload()
    take(editor, "Publish", significance="No")
    expect_state(editor, "Live", "readers see edition 2")
    reader.goto(ARTICLE)
    expect(reader).to_have_url("/symptoms/lumbar-cramps/")


def test_an_emergency_is_flagged_for_everybody_until_a_clinician_signs(clinic, article, open_browser):
    boss, editor, reviewer, reader = (open_browser() for _person in range(4))
    enter(boss, clinic["admin"])
    writing = Writing(boss)
    writing.open(article)
    writing.type(summary="If you cannot pass water, call {emergency_number} **now**.")
    writing.saved()
    take(boss, "Publish without sign-off", reason="The number was wrong.")
    expect_state(boss, "Live", "readers see edition 2")
    reader.goto(ARTICLE)
    expect(reader.get_by_text("has not been reviewed by a clinician")).to_be_visible()
    flag = "Live without a clinician’s signature"
    for person, role in ((editor, "editor"), (reviewer, "clinician")):
        enter(person, clinic[role])
        person.goto("/admin/")
        expect(waiting(person, flag)).to_contain_text("The number was wrong.")
    press(waiting(reviewer, flag).get_by_role("link", name="Lower back cramps"))
    take(reviewer, "Sign off the live page", read=True)
    editor.reload()
    expect(waiting(editor, flag)).to_have_count(0)
    reader.reload()
    reviewed = "Reviewed by Dr Clara Example, general physician (invented) on"
    expect(reader.locator(".reviewed-by")).to_contain_text(reviewed)


def test_a_link_to_the_draft_needs_no_account_and_ends(clinic, article, open_browser):
    editor, outsider = open_browser(), open_browser("phone")
    enter(editor, clinic["editor"])
    writing = Writing(editor)
    writing.open(article)
    writing.type(summary="Only in the draft.")
    writing.saved()
    press(editor.get_by_role("button", name="Make a link for someone without an account"))
    said = editor.locator(".messagelist").get_by_text("Anyone with this link can read the draft for seven days:")
    link = said.inner_text().rpartition(" ")[2]
    response = outsider.goto(link)
    assert (response.status, response.headers["x-robots-tag"]) == (200, "noindex, nofollow")
    assert "no-store" in response.headers["cache-control"]
    expect(outsider.get_by_text("Draft: readers cannot see this yet.")).to_be_visible()
    expect(outsider.get_by_text("Only in the draft.")).to_be_visible()
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        assert outsider.goto(link).status == 410
    expect(outsider.get_by_role("heading", level=1)).to_have_text("This link has ended")
