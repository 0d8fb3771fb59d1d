"""A comparison in words: a sentence for each place that changed, for the history and for mails."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.topics.comparing.documents import SCIATICA, document, documents, item, pairs_of_documents, section
from topics.comparing.documents import compare
from topics.comparing.sentences import in_words
from topics.document import Source

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

PAGE = document(section("one", items="abcde"), section("two", items="xy"))
ONE, TWO = PAGE.sections
CARD, SOURCE = PAGE.care_cards[0], PAGE.sources[0]
LINKED = item("a", target="condition/sciatica", link=SCIATICA, reason="")
MORE_LINES = "ghijklmn"


def with_lines(*lines):
    return replace(PAGE, sections=(replace(ONE, items=lines), TWO))


@pytest.mark.parametrize(
    "before, after, sentences",
    [
        (None, PAGE, ["New page “Back cramps”."]),
        (PAGE, PAGE, []),
        (PAGE, replace(PAGE, title="Cramps", slug="cramps"), ["The page itself: address changed; headline changed."]),
        (
            PAGE,
            replace(PAGE, other_names=("back seizing up",)),
            ["The page itself: other names: “back spasms” removed, “back seizing up” added."],
        ),
        (
            PAGE,
            replace(PAGE, care_cards=(replace(CARD, urgency="urgent", points=("a bad fall",)),)),
            [
                "Care card “Call {emergency_number}”: urgency changed; “numb legs” removed;"
                " “a fall” reworded to “a bad fall”."
            ],
        ),
        (PAGE, replace(PAGE, sections=(TWO, ONE)), ["Section “Heading two”: moved up from place 2 to place 1."]),
        (PAGE, replace(PAGE, sections=(TWO,)), ["Section “Heading one”: removed."]),
        (
            PAGE,
            document(section("one", items="aebcd"), TWO),
            ["Section “Heading one”: “Line e” moved up from place 5 to place 2."],
        ),
        (
            PAGE,
            document(section("one", items="bcde"), section("two", items="xya")),
            [
                "Section “Heading one”: “Line a” moved to “Heading two”.",
                "Section “Heading two”: “Line a” moved here from “Heading one”.",
            ],
        ),
        (
            with_lines(LINKED),
            with_lines(replace(LINKED, label="Sciatica", target="", link=None, reason="A group")),
            [
                "Section “Heading one”: “Line a” reworded to “Sciatica”,"
                " no longer leads to Sciatica (condition/sciatica), no link because “A group”."
            ],
        ),
        (
            with_lines(item("a")),
            with_lines(LINKED),
            ["Section “Heading one”: “Line a” now leads to Sciatica (condition/sciatica)."],
        ),
        (
            with_lines(item("a", reason="")),
            with_lines(LINKED),
            ["Section “Heading one”: “Line a” decision made, now leads to Sciatica (condition/sciatica)."],
        ),
        (
            with_lines(LINKED),
            with_lines(replace(LINKED, link=replace(SCIATICA, description="Leg pain."))),
            ["Section “Heading one”: “Line a” sentence of the linked page changed."],
        ),
        (
            with_lines(item("a")),
            with_lines(item("a", reason="")),
            ["Section “Heading one”: “Line a” not decided yet where it leads, reason no longer given."],
        ),
        (
            PAGE,
            document(section("one", items="bcde"), section("two", items="xya", heading="Two\n\nlines")),
            [
                "Section “Heading one”: “Line a” moved to “Two lines”.",
                "Section “Two lines”: heading changed; “Line a” moved here from “Heading one”.",
            ],
        ),
        (
            PAGE,
            document(section("one", items="abcde" + MORE_LINES), TWO),
            [
                "Section “Heading one”: “Line g” added; “Line h” added; “Line i” added; “Line j” added;"
                " “Line k” added; 3 more lines changed."
            ],
        ),
        (
            PAGE,
            replace(PAGE, sources=(SOURCE, Source("nice", "Low back\npain " + "x" * 80, "NICE", "", ""))),
            [f"Source “Low back pain {'x' * 45}…”: added."],
        ),
    ],
)
def test_each_place_that_changed_gets_a_sentence(before, after, sentences):
    assert in_words(compare(before, after)) == sentences


@settings(max_examples=25)
@given(pair=pairs_of_documents)
def test_there_are_words_exactly_when_there_are_changes(pair):
    comparison = compare(*pair)
    sentences = in_words(comparison)
    assert bool(sentences) != comparison.is_empty
    assert all("\n" not in sentence and sentence.endswith(".") for sentence in sentences)


@settings(max_examples=25)
@given(page=documents)
def test_a_new_page_is_one_sentence(page):
    assert len(in_words(compare(None, page))) == 1


@pytest.mark.parametrize(
    "before, after, words",
    [
        (None, PAGE, "A new page"),
        (PAGE, PAGE, "No changes"),
        (PAGE, document(section("one", items="ab"), TWO), "3 changes in 1 section"),
        (
            PAGE,
            replace(PAGE, title="Cramps", care_cards=(), sources=(), sections=(replace(ONE, body="New."), TWO)),
            "1 change to the page itself, 1 change to the care cards, 1 change in 1 section, 1 change to the sources",
        ),
        (PAGE, document(section("one", items="bcde", heading="One"), TWO), "2 changes in 1 section"),
    ],
)
def test_how_much_changed_is_said_in_one_line(before, after, words):
    assert compare(before, after).in_short == words


def test_which_sign_a_point_warns_of_is_told_by_its_words():
    point = CARD.points[0]
    named = replace(PAGE, care_cards=(replace(CARD, signs=(("numb",),)),))
    words = {"numb": "numbness around the genitals"}
    assert in_words(compare(PAGE, named, words)) == [
        f"Care card “{CARD.heading}”: “{point}” now warns of “numbness around the genitals”."
    ]
    assert in_words(compare(named, PAGE)) == [f"Care card “{CARD.heading}”: “{point}” no longer warns of “numb”."]
