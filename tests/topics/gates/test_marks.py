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
    "==Call us== now.",
    "10^9^ cells",
    "H~2~O and ~400~ 200 drops",
    "$$x$$",
    "See [[Sciatica]].",
    "[TOC]",
    "*[MRI]: a scan",
    "> [!WARNING]\n> Call us.",
    "It helps.[1]",
    "It helps [12] at times.",
    "{.warn} Call us.",
    "Call {Clinic_Phone}.",
    "Call {clinic_phone now.",
    "{{ phone }}",
    "It\u00e2\u20ac\u2122s 38 \u00c2\u00b0C",
    "caf\u00c3\u00a9",
    "38 \ufffdC",
    "➢ numb",
    "◆ numb",
    "⁃ numb",
    "– numb\n– fever",
    "&#8226; numb",
    "&amp;deg;",
    "**Call us",
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


@pytest.mark.parametrize(
    "word", ["\u0430lways", "alw\u0430ys", "g\u03bfod", "n\u043e", "\u0421all", "compl\u0435te", "\u03b1lways"]
)
def test_a_word_in_letters_of_two_alphabets_is_told_wherever_it_stands(word):
    for document in (page(section(f"It is {word} so.")), page(care_cards=(card(f"{word} numbness"),))):
        (finding,) = found(marks, document)
        assert finding.quotes == (word,)
        assert finding.sentence.endswith("letters of two alphabets stand in one word.")
        assert finding.stops_forced is bool(document.care_cards)
    assert len(found(marks, page(name=f"{word} pain"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "5 \u03bcg a day",
        "TNF\u03b1 and NF\u03baB",
        "\u0431\u043e\u043b\u044c",
        "Łukasz",
        "β-blockers",
        "5 µmol/l",
        "IFN-\u03b3",
    ],
)
def test_units_and_whole_words_of_another_alphabet_are_none(text):
    assert found(marks, page(section(text))) == []
