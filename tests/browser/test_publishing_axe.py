"""Every admin page that an editor or a reviewer sees, in light and dark: axe finds nothing, no policy is broken."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.publishing_pages import Writing, address, answer, enter, person
from topics.actions import publishing, reviewing, saving
from topics.compose import compose
from topics.models import BodyRegion, Edition, Practitioner, Topic
from topics.workflow import Role

SCHEMES = ("light", "dark")


@pytest.fixture
def looked_at(open_browser):
    """Checks a page with axe in both colour schemes. It does not load the stylesheets once more: our policy forbids it."""
    engine = Axe()

    def check(page, name):
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = engine.run(page, options={"preload": False}).response["violations"]
            faults = [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]
            assert faults == [], f"{name}, {scheme}: {faults}"

    return check


@pytest.fixture
def article(clinic) -> Topic:
    """The shipped article with a changed draft."""
    topic = Topic.objects.get(slug="lower-back-cramps")
    editor = open_page(topic)
    return save(topic, editor, person(clinic["editor"]))


def open_page(topic):
    return compose(topic)


def test_what_an_editor_sees(clinic, article, open_browser, looked_at):
    pass
