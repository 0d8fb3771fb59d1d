"""What people type is cleaned without losing what their script needs."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.lib.text import UnusableText, bound_marks, clean_line, clean_text, fold, has_letter, usable_text
from tests.work import counted

PERSIAN = "می\u200cخواهم"  # "I want": the non-joiner belongs to the spelling
HINDI = "क्\u200dष"
FAMILY = "👩\u200d👩\u200d👧"
HEART_ON_FIRE = "❤\ufe0f\u200d🔥"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Olena \t  Example\n", "Olena Example"),
        ("Olena\x00Example", "Olena Example"),
        ("a\x07b\x1bc\x85d", "a b c d"),
        ("line\u2028line\u2029line", "line line line"),
        ("\u202eevil\u202c \u2066isolate\u2069", "evil isolate"),
        ("\u200eleft\u200f", "left"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen\u2060", "zerowidth softhyphen"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("private\ue000 use", "private use"),
        (PERSIAN, PERSIAN),
        (HINDI, HINDI),
        ("\u200dJoiners\u200c at edges\u200d", "Joiners at edges"),
        ("a\u200d\u200db", "ab"),
        (FAMILY, FAMILY),
        (HEART_ON_FIRE, HEART_ON_FIRE),
        ("👍🏽", "👍🏽"),
        ("O’Brien-Ñandú 李小龙 Ґалаґан", "O’Brien-Ñandú 李小龙 Ґалаґан"),
        ("", ""),
        ("\x00\u200b \u202e", ""),
    ],
)
def test_a_line_loses_tricks_and_keeps_words(typed, kept):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("\n\n  text  \n\n", "text"),
        ("- list\n\n- list\ttab", "- list\n\n- list\ttab"),
        ("a\x00b\x0bc", "a b c"),
        ("\u202ereversed", "reversed"),
        (f"{PERSIAN}\n{FAMILY}", f"{PERSIAN}\n{FAMILY}"),
        ("a\u200d\nb", "a\nb"),
    ],
)
def test_a_text_keeps_its_lines(typed, kept):
    assert clean_text(typed) == kept


@settings(deadline=None)
@given(st.text())
def test_a_cleaned_line_is_one_visible_line_and_cleaning_it_again_changes_nothing(typed):
    line = clean_line(typed)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert unicodedata.is_normalized("NFC", line)
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Co", "Cn"}
    assert {character for character in line if unicodedata.category(character) == "Cf"} <= {"\u200c", "\u200d"}
    assert clean_line(line) == line


@settings(deadline=None)
@given(st.text())
def test_cleaning_a_text_again_changes_nothing(typed):
    text = clean_text(typed)
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text and "\x00" not in text
    assert clean_text(text) == text


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "Zs"])))
def test_no_letter_is_ever_lost(typed):
    before = unicodedata.normalize("NFC", typed)
    assert [c for c in clean_line(typed) if not c.isspace()] == [c for c in before if not c.isspace()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Schmerzen im Rücken", "schmerzen im rucken"),
        ("STRASSE", "straße"),
        ("O’Brien", "O'Brien"),
        ("O'Brien", "obrien"),
        ("X-ray", "x ray"),
        ("  (CT)  scan! ", "ct scan"),
        ("ﬁbre", "Fibre"),
        ("ℌernia 𝐀", "hernia a"),
        ("Ｍ５４．５", "m54 5"),
        ("Ελλάς", "ΕΛΛΑΣ"),
        ("БІЛЬ У СПИНІ", "біль у спині"),
    ],
)
def test_search_sees_no_difference_between(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        *(("Łucja Żak", "lucja zak"), ("Bjørn Åse", "bjorn ase"), ("Đurđa Šimić", "durda simic")),
        *(("Ayşe Çınar", "ayse cinar"), ("ISPARTALI IRMAK", "ispartali irmak"), ("İpek", "ipek")),
        *(("Æsa Weiß", "aesa weiss"), ("WEIẞ", "weiss"), ("Đỗ Phượng", "do phuong"), ("Þóra Guðrún", "thora gudrun")),
        *(("Œuvrard", "oeuvrard"), ("Ħal Għaxaq", "hal ghaxaq"), ("Əliyev", "eliyev"), ("Ǿrsted", "orsted")),
        *(("O‘Shea", "oshea"), ("OʻShea", "oshea"), ("O´Shea", "oshea"), ("O`Shea", "oshea"), ("O’Shea", "oshea")),
        *(
            ("O′Shea", "oshea"),
            ("O＇Shea", "oshea"),
            ("OʼShea", "oshea"),
            ("O‛Shea", "oshea"),
            ("O\u1ffdShea", "oshea"),
            ("Kaʻiulani", "kaiulani"),
        ),
        *(("Crohn‘s", "crohns"), ("Sjøgren’s", "sjogrens"), ("Ménière´s", "menieres"), ("Mel`nyk", "melnyk")),
    ],
)
def test_what_is_typed_in_plain_letters_is_found(written, typed):
    assert fold(written) == fold(typed) == typed


def test_search_still_tells_words_apart():
    assert fold("back pain") != fold("backpain")
    assert fold("M54.5") == "m54 5"


@settings(deadline=None)
@given(st.text())
def test_folding_gives_words_with_single_blanks_and_is_stable(typed):
    folded = fold(typed)
    assert folded == " ".join(folded.split())
    assert all(character.isalnum() or character == " " for character in folded)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("value", "yes"), [("李", True), ("a1", True), ("Ґ", True), ("123 !", False), ("\u3164\uffa0", False), ("", False)]
)
def test_a_letter_of_any_script_counts(value, yes):
    assert has_letter(value) is yes


@pytest.mark.parametrize(
    ("typed", "words"), [(" \u200b – ", "Write a word"), ("\u3164", "Write a word"), ("x" * 9, "9 ")]
)
def test_a_text_without_a_word_or_too_long_is_refused_in_words(typed, words):
    with pytest.raises(UnusableText, match=words):
        usable_text(typed, at_most=8)


def test_a_usable_text_is_cleaned():
    assert usable_text("  Called back\r\n ", at_most=11) == "Called back"


# --- runs of combining marks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark", ["\u0301", "\u0345", "\u0f73", "\u20dd", "\u3099", "\uff9e", "\U0001d165", "\U000e0100"]
)
def test_a_run_of_marks_is_cut_after_thirty(mark):
    for before, after in (("", ""), ("a", "b"), ("é", " "), ("\U0001f600", "漢")):
        assert bound_marks(before + mark * 31 + after) == before + mark * 30 + after
        assert bound_marks(before + mark * 30 + after) == before + mark * 30 + after


def test_every_mark_counts_and_nothing_else():
    """What starts with a combining mark once it is taken apart, in either form, is a mark."""
    wrong = []
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        if unicodedata.category(character) in ("Cn", "Co", "Cs"):
            continue  # nothing is known of it: it neither is a mark nor can be taken apart
        starts = any(unicodedata.combining(unicodedata.normalize(form, character)[0]) for form in ("NFD", "NFKD"))
        if starts or unicodedata.category(character)[0] in "MLS":
            is_cut = bound_marks(character * 31) != character * 31
            if is_cut != (starts or unicodedata.category(character)[0] == "M"):
                wrong.append(hex(number))
    assert wrong == []


@pytest.mark.parametrize("between", ["\u200b", "\ufeff", "\u202e", "\u00ad", "\ue000", "\ud800"])
def test_marks_that_meet_when_something_invisible_goes_are_cut_too(between):
    for clean in (clean_line, clean_text):
        assert len(clean("a" + f"\u0323{between}" * 1000)) <= 31


@pytest.mark.parametrize("text", ["Đặng Thị Ngọc Hân", "שָׁלוֹם", "مُحَمَّد", "ཀྵྨྨྱཾ", "क्षत्रिय", "ก็", "🏳\ufe0f\u200d🌈" * 40])
def test_no_script_loses_a_mark(text):
    assert bound_marks(text) == text


def test_what_is_far_too_long_is_refused_as_it_is(monkeypatch):
    with counted(monkeypatch) as work, pytest.raises(UnusableText, match="2000000"):
        usable_text("\u0301" * 2_000_000, at_most=100)
    assert (work.normalised, work.calls < 10_000) == (0, True)
