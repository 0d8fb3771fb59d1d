"""Every screen of the desk in every state: axe finds nothing, nothing scrolls sideways, and the focus can be seen."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from appointments.booking.actions import looks
from appointments.lifecycle.actor import Actor
from appointments.workflow import Role
from tests.browser import desk_pages
from tests.browser.axe import places
from tests.browser.pages import focus_stops, scale_text, sideways, widen

# CSS pixels. The stylesheets lay a page out anew from 768 on: the narrowest of both layouts show what fits. 320 is also
# a desktop at 400 % zoom.
DESKTOP, NARROWEST, MIDDLE = 1280, 320, 768


def check(page, subtests, state) -> None:
    """On a desktop in light colours, on a phone in dark ones; nothing scrolls sideways there and in between."""
    for width, scheme in ((DESKTOP, "light"), (NARROWEST, "dark")):
        widen(page, width)
        page.emulate_media(color_scheme=scheme)
        with subtests.test(state=state, width=width, scheme=scheme):
            assert places(page, other_layout=width == NARROWEST) == []
    for width in (NARROWEST, MIDDLE):
        widen(page, width)
        with subtests.test(state=state, width=width):
            assert sideways(page) == []


@pytest.fixture
def page_of(desk, open_browser, log_in):
    """The screen of somebody at the desk in the middle of a busy Monday."""
    desk.rehearse()

    def of(person, **options):
        page = open_browser(reduced_motion="reduce", **options)
        log_in(page, person)
        return page

    return of


def test_every_list(desk, page_of, subtests):
    page = page_of(desk.rory)
    for state in desk_pages.queue_screens(page):
        check(page, subtests, state)


def test_every_request(desk, page_of, subtests):
    page = page_of(desk.rory)
    for state in desk_pages.request_screens(page, desk.rory):
        check(page, subtests, state)


def test_everything_about_time(desk, page_of, subtests):
    page = page_of(desk.lena)
    for state in desk_pages.time_screens(page):
        check(page, subtests, state)


def test_the_waiting_list_the_numbers_and_paper(desk, page_of, subtests):
    page = page_of(desk.lena)
    for state in desk_pages.lead_screens(page):
        check(page, subtests, state)


def test_everything_a_lead_oversees(desk, page_of, subtests):
    looks.record_look(
        desk_pages.first_request(status="new"), by=Actor(Role.RECEPTIONIST, desk.robin), now=timezone.now()
    )
    page = page_of(desk.lena)
    for state in desk_pages.oversight_screens(page):
        check(page, subtests, state)


def test_text_twice_as_large_fits(desk, page_of, subtests):
    page = page_of(desk.rory)
    for address in ("/desk/", "/desk/?q=example", "/desk/today/", "/desk/calendar/", "/desk/new/"):
        page.goto(address)
        scale_text(page, "200%")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            with subtests.test(address=address, width=width):
                assert sideways(page) == []


def test_a_practitioner_sees_the_appointments_and_no_phone_numbers(desk, page_of, subtests):
    page = page_of(desk.clara)
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/desk/today/$"))
    check(page, subtests, "a practitioner's day")
    expect(page.locator("a[href^='tel:']")).to_have_count(0)


def test_the_focus_is_always_seen(desk, page_of, subtests):
    page = page_of(desk.rory)
    mine = desk_pages.first_request(claimed_by=desk.rory)
    for address in ("/desk/", f"/desk/{mine.reference}/", "/desk/calendar/"):
        page.goto(address)
        for stop in focus_stops(page):
            if stop["text"] == "day" and not stop["ring"]:
                continue  # the little calendar inside the field: the browser draws it, and its ring
            with subtests.test(address=address, stop=stop["text"][:40]):
                assert stop["ring"] >= 2 and stop["visible"], stop


def test_on_paper_each_practitioner_has_a_page_with_names_and_needs(desk, page_of):
    page = page_of(desk.rory)
    page.goto("/desk/today/")
    people = page.locator(".day-list").count()
    page.emulate_media(media="print")
    expect(page.locator(".desk-nav")).to_be_hidden()
    expect(page.locator(".appointment").first).to_be_visible()
    style = "all => all.map(one => getComputedStyle(one).breakBefore + getComputedStyle(one).breakAfter)"
    breaks = page.locator(".day-list").evaluate_all(style)
    assert people > 1 and sum("page" in each for each in breaks) >= people - 1, breaks
