"""No marks that readers would see as they were typed, in texts and in fields of one line."""

import pytest

from tests.topics.gates.pages import card, found, line, page, section
from topics.gates import marks

MARKED = [
    "See [there](tel:+44 20).",
    "See [there](javascript:alert(1)).",
    "| dose | day |\n|---|---|\n| 1 | 2 |",
    "dose | day\n--- | ---",
    "<h1>Sore back</h1>",
    "Rest <br/> and walk.",
    "<!-- not for readers -->",
    "<script>alert(1)</script>",
    "<https://example.org>",
    "![a back](back.png)",
    "![](https://example.org/b.png)",
    "It helps.[^1]",
    "[^1]: A study.",
    "• numb legs",
    "Such as:\n• numb legs\n• fever",
    "one • two",
    "\uf0b7 numb legs",
    "\uf0a7\tnumb legs",
    "▪ numb",
    "● numb",
    "· numb",
    "[ ] done",
    "- [x] done",
    "~~gone~~",
    "`code`",
    "```\ncode\n```",
    "See [this][1].",
    "[1]: https://example.org",
    "It is guarante\\ed.",
    "a \\ b",
    "::: note",
]
PLAIN = [
    "Most pain passes.",
    "- one\n- two",
    "* one\n* two",
    "1. one\n2. two",
    "**bold** and *soft*",
    "> Said so.\n>\n> — Dr Sample, neurologist",
    "> 38 °C and < 40 °C",
    "p<0.05 and x > y",
    "[a page](/conditions/sciatica/)",
    "Call {emergency_number}.",
    "A text [with brackets] and a * star.",
    "either | or",
    "\\> 38 °C",
    "2 \\* 3",
    "a · b",
    "It hurts – at times.",
    "— Dr Sample, neurologist",
]


@pytest.mark.parametrize("text", MARKED)
def test_marks_are_found_in_a_text_with_the_lines_that_hold_them(text):
    (finding,) = found(marks, page(section(text)))
    assert (finding.code, finding.place.key, finding.waivable) == (marks.CODE, "sections-causes-body", False)
    assert finding.quotes and finding.mend.startswith("Take them out.")
    assert [finding.place.key for finding in found(marks, page(summary=text))] == ["page-summary"]


@pytest.mark.parametrize("text", PLAIN)
def test_what_readers_see_as_it_is_meant_passes(text):
    assert found(marks, page(section(text), summary=text)) == []


PLACES = {
    "page-name": lambda text: page(name=text),
    "page-plain_name": lambda text: page(plain_name=text),
    "page-title": lambda text: page(title=text),
    "page-description": lambda text: page(description=text),
    "page-other_names": lambda text: page(other_names=(text,)),
    "cards-emergency-points": lambda text: page(care_cards=(card("fine", text),)),
    "sections-causes-heading": lambda text: page(section(heading=text)),
    "sections-causes-list_intro": lambda text: page(section(list_intro=text)),
    "sections-causes-list": lambda text: page(section("Text.", line(text))),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "text",
    ["• numb", "<b>numb</b>", "**numb**", "numb[^1]", "[numb](/x/)", "| numb | x |", "nu\\mb", "![numb](x)", "# n"],
)
def test_marks_are_found_in_fields_that_know_no_markdown_either(place, text):
    assert [finding.place.key for finding in found(marks, PLACES[place](text))] == [place]
