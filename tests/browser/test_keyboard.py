"""Everything is reached with the keyboard alone, and where the focus stands can always be seen."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import RequestForm, focus_stops

ARTICLE = "/symptoms/lower-back-cramps/"
PHONE = {"device": "phone", "viewport": {"width": 360, "height": 780}}

AT_THE_END = "() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1"


def test_the_first_key_press_offers_to_skip_to_the_content(clinic, desktop):
    desktop.goto(ARTICLE)
    desktop.keyboard.press("Tab")
    skip = desktop.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("main")).to_be_focused()
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("main").get_by_role("link").first).to_be_focused()


@pytest.mark.parametrize("options", [PHONE, {"device": "desktop"}], ids=["phone", "desktop"])
def test_the_focus_is_always_seen_and_reaches_the_request(clinic, open_browser, subtests, options):
    page = open_browser(**options)
    for address in ("/", ARTICLE, "/conditions/", "/specialists/neurologist/", "/symptoms/nothing/"):
        page.goto(address)
        halts = focus_stops(page)
        with subtests.test(address=address):
            assert [halt for halt in halts if not halt["ring"] >= 2] == []
            assert [halt for halt in halts if not halt["visible"]] == []
            assert [halt for halt in halts if halt["covered"] > 0] == []
        if address == ARTICLE:
            requests = [halt["href"] for halt in halts if halt["text"].startswith("Request an appointment")]
            assert any("/appointments/request/neurologist/" in href for href in requests)


def test_the_focus_going_backwards_is_not_hidden_by_the_bar(clinic, open_browser):
    page = open_browser(**PHONE)
    page.goto(ARTICLE)
    page.keyboard.press("End")
    page.wait_for_function(AT_THE_END)  # the page glides there; only then does the focus decide what is in view
    halts = focus_stops(page, "Shift+Tab")
    covered = [halt for halt in halts if halt["covered"] > 0 or not halt["visible"]]
    assert covered == []


def test_the_menu_opens_and_leads_on_by_keyboard(clinic, open_browser):
    page = open_browser(**PHONE)
    page.goto("/")
    page.locator("summary", has_text="Menu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Symptoms", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Symptoms from A to Z")


def test_a_request_is_sent_without_ever_touching_the_mouse(clinic, desktop):
    desktop.goto("/appointments/request/neurologist/")
    desktop.get_by_role("button", name="Start now").press("Enter")
    press, write = desktop.keyboard.press, desktop.keyboard.type
    desktop.get_by_label("Me", exact=True).press("Space")
    press("Tab")
    write("Olena Example")
    press("Tab")
    write("1957")
    press("Enter")
    desktop.get_by_label("Phone number").focus()
    write("020 7946 0123")
    desktop.get_by_label("No, please do not leave a message").press("Space")
    press("Enter")
    desktop.get_by_label("Any time suits me").press("Space")
    press("Enter")
    desktop.get_by_role("button", name="Continue").press("Enter")
    desktop.get_by_label("I have read the privacy notice").press("Space")
    press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Request sent – not booked yet")


def test_problems_take_the_keyboard_to_their_field(clinic, desktop):
    form = RequestForm(desktop)
    form.start()
    form.go_on()
    expect(desktop.get_by_role("alert")).to_be_focused()
    for _ in ("first problem", "second problem"):
        desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_label("Full name of the patient")).to_be_focused()
