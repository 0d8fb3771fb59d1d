"""Where a page speaks of a concept: its lines, the sentences that link to it, and those that say its name."""

import pytest

from tests.builders import make_document
from topics.document import CareCard, Item, Link, Section
from topics.passages import LINE, LINK, WORDS, Passage, passages

WORN = Link("condition", "worn-disc", "Worn disc", "", "")


def section(number=1, body="", items=(), intro=""):
    return Section(f"part-{number}", "causes", f"Part {number}", body, intro, tuple(items))


def told(*sections, addresses=("condition/worn-disc",), names=(), **changes) -> list[tuple[str, str, str]]:
    document = make_document(**{"summary": "", "care_cards": (), "sections": sections} | changes)
    return [(one.heading, one.text, one.how) for one in passages(document, addresses, names)]


def test_lines_are_found_by_the_address_they_have_or_had():
    items = (
        Item("a", "By its draft's address", "condition/worn-disc", None, ""),
        Item("b", "By the address it was live at", "condition/renamed", WORN, ""),
        Item("c", "Another", "condition/other", None, ""),
        Item("d", "None", "", None, "a habit"),
    )
    assert told(section(items=items)) == [
        ("Part 1", "By its draft's address", LINE),
        ("Part 1", "By the address it was live at", LINE),
    ]


def test_sentences_are_told_one_by_one_in_the_order_of_the_page():
    text = "It starts early. Discs wear out! A worn disc hurts?\n\nMore on [this](/conditions/worn-disc/). The end."
    card = CareCard("card", "urgent", "Call us if:", ("a worn disc", "fever"), "Say it.")
    items = (Item("a", "The line", "condition/worn-disc", None, ""),)
    found = told(
        section(1, text, items), section(2, intro="Worn disc among them:"), names=["Worn disc"], care_cards=(card,)
    )
    assert found == [
        ("Call us if:", "a worn disc", WORDS),
        ("Part 1", "A worn disc hurts?", WORDS),
        ("Part 1", "More on [this](/conditions/worn-disc/).", LINK),
        ("Part 1", "The line", LINE),
        ("Part 2", "Worn disc among them:", WORDS),
    ]


@pytest.mark.parametrize("text", ["WORN-DISC.", "A worn   disc.", "“Worn disc”."])
def test_case_and_punctuation_do_not_hide_a_name(text):
    assert told(section(body=text), names=["worn disc"])


@pytest.mark.parametrize(("text", "name"), [("Worn discs.", "worn disc"), ("An MRI.", "MR"), ("Anything.", "")])
def test_parts_of_words_and_very_short_names_are_no_match(text, name):
    assert told(section(body=text), names=[name]) == []


def test_the_main_message_has_no_section():
    document = make_document(summary="A worn disc.", sections=(), care_cards=())
    assert passages(document, (), ["Worn disc"]) == (Passage("", "", "A worn disc.", WORDS),)
