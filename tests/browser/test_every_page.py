"""Every page of the portal in every state, opened once and judged by all that a page can be judged by on its own:
axe-core finds nothing, nothing scrolls sideways at any width, and nothing comes from anywhere else.
"""

import pytest

from tests.browser.axe import places
from tests.browser.pages import WALKS, scale_text, sideways, widen

# CSS pixels. The stylesheets lay a page out anew from 768 and from 1024 on; in between it grows with the window, so the
# narrowest of each layout shows what fits. 320 is also a desktop at 400 % zoom.
NARROWEST, MIDDLE, DESKTOP = 320, 768, 1024
LARGE_TEXT_WIDTHS = (360, MIDDLE, DESKTOP)
SOURCES = "[...document.querySelectorAll('[src], link[href], form[action]')].map(e => e.src || e.href || e.action)"
TURN = "direction => (document.documentElement.dir = direction)"
KEPT = "[document.cookie, localStorage.length, sessionStorage.length]"


@pytest.mark.parametrize("walk", WALKS)
def test_every_page_is_sound_at_every_width_and_comes_from_here(clinic, open_browser, live_server, subtests, walk):
    page = open_browser(device_scale_factor=2)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    for state in WALKS[walk](page, clinic):
        with subtests.test(state=state):
            assert [url for url in page.evaluate(SOURCES) if not url.startswith(live_server.url)] == []
            if walk == "reading":
                assert page.evaluate(KEPT) == ["", 0, 0]
        looks_sound(page, subtests, state)
        if walk == "reading" or state == "start of the request":
            text_twice_as_large_fits(page, subtests, state)
    if walk == "reading":
        assert [answer.url for answer in answers if "set-cookie" in answer.all_headers()] == []
        assert page.context.cookies() == []


def looks_sound(page, subtests, state) -> None:
    """On a phone in light colours, on a desktop in dark ones, and as wide as a tablet."""
    for width, scheme in ((NARROWEST, "light"), (DESKTOP, "dark")):
        widen(page, width)
        page.emulate_media(color_scheme=scheme)
        with subtests.test(state=state, width=width, scheme=scheme):
            assert places(page, other_layout=width == DESKTOP) == []
        fits(page, subtests, state, width)
    widen(page, MIDDLE)
    fits(page, subtests, state, MIDDLE)


def fits(page, subtests, state, width) -> None:
    """Nothing sticks out, from left to right and, as in Arabic, from right to left."""
    with subtests.test(state=state, width=width):
        assert sideways(page) == []
        page.evaluate(TURN, "rtl")
        assert sideways(page) == []
        page.evaluate(TURN, "ltr")


def text_twice_as_large_fits(page, subtests, state) -> None:
    scale_text(page, "200%")
    for width in LARGE_TEXT_WIDTHS:
        widen(page, width)
        with subtests.test(state=state, width=width, text="twice as large"):
            assert sideways(page) == []
    scale_text(page, "")


def test_colours_are_sound_with_more_contrast(clinic, open_browser, axe):
    page = open_browser("phone", contrast="more")
    for address in ("/", "/symptoms/lower-back-cramps/", "/appointments/request/neurologist/"):
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page, colours_only=True)
