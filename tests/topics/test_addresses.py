"""Addresses of our pages in links: recognised however they are written, and led on."""

import pytest

from tests.builders import make_document
from topics.addresses import address_in, follow, linked_in, linked_in_texts
from topics.document import Section


@pytest.mark.parametrize(
    "href",
    [
        "/conditions/sciatica/",
        "/conditions/sciatica",
        "/conditions/sciatica/#rest",
        "/conditions/sciatica?from=x",
        "http://testserver/conditions/sciatica/",
    ],
)
def test_a_link_to_one_of_our_pages_is_known(href):
    assert address_in(href) == "condition/sciatica"


@pytest.mark.parametrize(
    "href",
    [
        "",
        "/conditions/",
        "/planets/mars/",
        "/conditions/sciatica/more/",
        "/admin/conditions/sciatica/",
        "https://www.nhs.uk/conditions/sciatica/",
        "#sciatica",
        "tel:999",
    ],
)
def test_other_links_are_not(href):
    assert address_in(href) == ""
    assert follow(href, {"condition/sciatica": ""}) == href


def test_a_link_is_followed_to_where_the_page_is_today_or_to_nowhere():
    moved = {"condition/sciatica": "symptom/leg-pain", "test/mri": ""}
    assert follow("/conditions/sciatica/#rest", moved) == "/symptoms/leg-pain/"
    assert follow("/tests/mri/", moved) == ""
    assert follow("/tests/ct/", moved) == "/tests/ct/"


def test_links_of_a_text_are_found_and_mere_addresses_are_not():
    text = (
        "[a](/tests/mri/) and [b]( </symptoms/leg-pain> ) and /conditions/sciatica/ and [c](https://nhs.uk/tests/ct/)"
    )
    assert linked_in(text) == {"test/mri", "symptom/leg-pain"}


def test_a_page_links_by_its_summary_and_its_sections():
    section = Section("s", "causes", "Causes", "[b](/tests/mri/)", "[no](/tests/ct/)", ())
    document = make_document(summary="[a](/conditions/sciatica/)", sections=(section,))
    assert linked_in_texts(document) == {"condition/sciatica", "test/mri"}
