"""What is typed into a search box: as much as can be is looked for, and the rest is told."""

import pytest

from portal.lib.search_words import LONGEST_SEARCH, read_search
from tests.work import WORST, counted


@pytest.mark.parametrize(
    "typed",
    ["back pain", "O’Brien", "C. difficile", "knee (left)", "Łukasz", "long-term", "COVID-19", "спина", "", "   "],
)
def test_what_can_be_looked_for_is_looked_for_without_a_word(typed):
    sought = read_search(typed)
    assert (sought.typed, sought.words, sought.notes, sought.is_unusable) == (typed, typed.strip(), [], False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("back " * 30, " ".join(["back"] * 20)),
        ("x" * 101, "x" * 100),
        ("a" + " b" * 5000, ("a" + " b" * 49)),
        ("x" * 99 + " tail", "x" * 99),
    ],
)
def test_a_long_text_is_cut_at_a_word_and_the_rest_is_told(typed, words):
    sought = read_search(typed)
    assert sought.typed == typed and sought.words == words and len(words) <= LONGEST_SEARCH
    assert sought.notes == [f"This is long: only “{words}” was looked for, of at most 100 characters."]


@pytest.mark.parametrize("typed", ["???", "…", "\0", "\u200b", "🙂", "+", "- -", "\u202e", "%", "_", "“”", "\t\x07"])
def test_of_signs_alone_nothing_is_looked_for_and_that_is_told(typed):
    sought = read_search(typed)
    assert sought.typed == typed and sought.words == ""
    if typed.strip():
        assert sought.is_unusable and sought.notes == [
            "There is no letter and no digit in this, so nothing was looked for."
        ]


@pytest.mark.parametrize(
    ("typed", "signs"), [("C++ of", "+"), ("50% off", "%"), ("a*b", "*"), ("<b>", "< >"), ("pain + fever = ?", "+ =")]
)
def test_signs_that_make_no_difference_are_named(typed, signs):
    assert read_search(typed).notes == [f"These signs make no difference: {signs}"]
    assert read_search(typed, signs_matter=True).notes == []


@pytest.mark.parametrize("kind", WORST)
def test_two_megabytes_are_not_looked_at(kind, monkeypatch):
    with counted(monkeypatch) as work:
        sought = read_search(WORST[kind])
    assert work.calls < 20_000 and len(sought.words) <= LONGEST_SEARCH
    assert sought.notes or not WORST[kind].strip()
