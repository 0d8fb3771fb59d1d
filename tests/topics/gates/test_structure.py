"""Headings in order and told apart; nothing empty; no sentence that introduces nothing."""

import pytest

from tests.topics.gates.pages import found, line, page, section
from topics.gates import structure


def test_a_page_in_order_passes():
    article = page(
        section("Text with #1 and a - b."),
        section("", line(), id="types", list_intro="Among them:"),
        summary="- It passes.\n- See a doctor if not.",
    )
    assert found(structure, article) == []


@pytest.mark.parametrize("body", ["# Big", "Text.\n\n### Small\nMore.", "Title\n=====", "Before.\n\nTitle\n-----"])
def test_a_heading_typed_into_a_text_is_found_because_readers_see_its_marks(body):
    for place, article in {
        "sections-causes-body": page(section(body)),
        "page-summary": page(summary=body),
    }.items():
        (finding,) = found(structure, article)
        assert (finding.code, finding.place.key) == (structure.HEADING, place)
        assert finding.mend == "Make it a section of its own, or an ordinary sentence."


def test_two_sections_with_one_heading_are_found_at_the_second():
    article = page(section(heading="Causes"), section(id="types", heading="CAUSES!"))
    (finding,) = found(structure, article)
    assert (finding.sentence, finding.place.id) == ("Two sections are called “CAUSES!”.", "types")


def test_an_empty_section_is_found_and_one_with_a_list_alone_is_not_empty():
    (finding,) = found(structure, page(section(" \n")))
    assert finding.sentence == "The section “Heading of causes” is empty."
    assert found(structure, page(section("", line()))) == []


def test_a_sentence_that_introduces_no_list_is_found():
    (finding,) = found(structure, page(section(list_intro="Among them:")))
    assert (finding.code, finding.place.field) == (structure.INTRO, "list_intro")
