"""Pages hold together beside their contents, on paper, in forced colours, without motion and from right to left."""

from playwright.sync_api import expect

from tests.appointments.builders import Patient
from tests.browser.pages import NEUROLOGIST, RequestForm, sideways, widen

ARTICLE = "/symptoms/lower-back-cramps/"


def test_the_contents_stand_beside_the_text_where_there_is_room(clinic, desktop):
    desktop.goto(ARTICLE)
    contents, first = desktop.get_by_role("navigation", name="On this page"), desktop.locator(".care-card").first
    assert contents.bounding_box()["x"] > first.bounding_box()["x"] + first.bounding_box()["width"]
    expect(contents.get_by_role("link").first).to_be_visible()
    widen(desktop, 360)
    expect(contents.get_by_role("link").first).to_be_hidden()
    contents.locator("summary").click()
    contents.get_by_role("link", name="Which doctor to see").click()
    expect(desktop.get_by_role("heading", name="Which doctor to see")).to_be_in_viewport()
    expect(contents.get_by_role("link").first).to_be_hidden()


# --- paper -----------------------------------------------------------------------------------------------------------


def test_the_printed_article_holds_what_matters_in_black_on_white(clinic, desktop, live_server):
    desktop.goto(ARTICLE)
    for scheme in ("light", "dark"):
        desktop.emulate_media(media="print", color_scheme=scheme)
        expect_on_paper(desktop, f"{live_server.url}{ARTICLE}")


def expect_on_paper(page, address):
    for card, level in ((".care-card--emergency", "Emergency"), (".care-card--urgent", "Urgent")):
        expect(page.locator(card)).to_be_visible()
        expect(page.locator(card).get_by_text(level, exact=False).first).to_be_visible()
        expect(page.locator(card)).to_have_css("border-top-style", "solid")
    expect(page.get_by_text(f"Printed from {address}")).to_be_visible()
    expect(page.get_by_text("This sample text has not been reviewed by a clinician.")).to_be_visible()
    for gone in (".site-menu", ".breadcrumb", ".contents", ".request-bar", ".skip-link", ".button"):
        assert not any(element.is_visible() for element in page.locator(gone).all()), gone
    for element in ("body", "h1", ".care-card--emergency h2", ".in-short", ".specialist-card", ".sources a"):
        expect(page.locator(element).first).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_the_printed_confirmation_holds_the_reference(clinic, desktop):
    patient = Patient()
    patient.ask()
    desktop.goto(patient.status_url)
    desktop.emulate_media(media="print")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Request sent – not booked yet")
    expect(desktop.locator(".panel strong")).to_be_visible()
    expect(desktop.get_by_text("We call you by")).to_be_visible()


# --- how people set up their device ----------------------------------------------------------------------------------


def test_in_forced_colours_levels_and_controls_keep_their_edges(clinic, open_browser):
    page = open_browser(forced_colors="active")
    page.goto(ARTICLE)
    expect(page.locator(".care-card--emergency .care-card__level")).to_be_visible()
    expect(page.locator(".care-card--emergency .icon").first).to_be_visible()
    for edged in (".care-card--emergency", ".in-short", ".page-action .button"):
        assert edge_of(page.locator(edged)) != "rgba(0, 0, 0, 0)", edged
    RequestForm(page).start()
    page.get_by_label("Me", exact=True).check()
    expect(page.locator(".steps__bar span").first).to_be_visible()
    assert edge_of(page.get_by_role("button", name="Continue")) != "rgba(0, 0, 0, 0)"
    assert edge_of(page.get_by_label("Full name of the patient")) != "rgba(0, 0, 0, 0)"


def edge_of(element) -> str:
    return element.evaluate("element => getComputedStyle(element).borderTopColor")


def test_where_less_motion_is_wanted_nothing_moves(clinic, open_browser):
    page = open_browser("phone", reduced_motion="reduce")
    page.goto(ARTICLE)
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("link", name="Request an appointment", exact=True).last.click()
    expect(page.locator(".specialist-card").first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.getAnimations().length") == 0


# --- languages written from right to left ----------------------------------------------------------------------------


def test_in_arabic_pages_run_from_right_to_left(clinic, phone, settings):
    """That they do so without scrolling sideways is seen of every page, in test_every_page.py."""
    settings.LANGUAGE_CODE = "ar"
    for address in (ARTICLE, NEUROLOGIST):
        phone.goto(address)
        expect(phone.locator("html")).to_have_attribute("dir", "rtl")
        assert sideways(phone) == []
