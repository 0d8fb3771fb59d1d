"""axe-core finds nothing on any page in any state: phone and desktop, light and dark, and with more contrast."""

import pytest

from tests.browser.pages import WALKS

DEVICES = {
    "phone": {"device": "phone", "viewport": {"width": 360, "height": 780}},
    "desktop": {"device": "desktop", "viewport": {"width": 1280, "height": 900}},
}
SCHEMES = ("light", "dark")


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("device", DEVICES)
def test_axe_finds_nothing(clinic, open_browser, axe, subtests, device, walk):
    page = open_browser(**DEVICES[device])
    for state in WALKS[walk](page, clinic):
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            with subtests.test(state=state, scheme=scheme):
                axe(page, colours_only=scheme == "dark")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_with_more_contrast(clinic, open_browser, axe, scheme):
    page = open_browser("phone", scheme, contrast="more")
    for address in ("/", "/symptoms/lower-back-cramps/", "/appointments/request/neurologist/"):
        page.goto(address)
        axe(page)
