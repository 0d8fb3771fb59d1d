"""Two texts word by word: exact to the last blank, and as a person would read the change."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.comparing.words import ADDED, REMOVED, SAME, Piece, pairs, pieces, whole

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

TEXTS = st.text(alphabet=st.sampled_from("ab. \n-é漢\u200d{}_\t"), max_size=30) | st.text(max_size=20)


def told(before: str, after: str) -> str:
    """The pieces as a line: [-removed-], {+added+}."""
    shapes = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    return "".join(shapes[piece.kind].format(piece.text) for piece in pieces(before, after))


def old(found) -> str:
    return "".join(piece.text for piece in found if piece.kind != ADDED)


def new(found) -> str:
    return "".join(piece.text for piece in found if piece.kind != REMOVED)


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_give_back_both_texts_to_the_last_blank(before, after):
    found = pieces(before, after)
    assert old(found) == before
    assert new(found) == after


@given(before=TEXTS, after=TEXTS)
def test_no_two_neighbours_are_alike_and_what_went_stands_before_what_came(before, after):
    found = pieces(before, after)
    assert all(piece.text for piece in found)
    neighbours = [(first.kind, second.kind) for first, second in pairwise(found)]
    assert all(first != second for first, second in neighbours)
    assert (ADDED, REMOVED) not in neighbours


@given(text=TEXTS)
def test_a_text_compared_with_itself_stays(text):
    assert pieces(text, text) == ((Piece(SAME, text),) if text else ())


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ("Keep moving gently.", "Keep resting gently.", "Keep [-moving-]{+resting+} gently."),
        ("Take 4.5 mg a day", "Take 4.8 mg a day", "Take [-4.5-]{+4.8+} mg a day"),
        ("Muscle strain", "Muscle strains", "Muscle [-strain-]{+strains+}"),
        ("worn discs", "worn, thin discs", "worn{+, thin+} discs"),
        ("the sitting-down part", "the lying-down part", "the [-sitting-down-]{+lying-down+} part"),
        ("Call {clinic_phone} now", "Call {emergency_number} now", "Call [-{clinic_phone}-]{+{emergency_number}+} now"),
        ("don't wait", "do wait", "[-don't-]{+do+} wait"),
        ("Sciatica", "Lumbago", "[-Sciatica-]{+Lumbago+}"),
        ("हिन्दी में", "हिन्दी", "हिन्दी[- में-]"),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
        ("one  two", "one two", "one[-  -]{+ +}two"),
        ("A first line.\n\nAnother.", "A first line.", "A first line.[-\n\nAnother.-]"),
        ("One two.\n\nThree four.", "One two.\n\nNew here.\n\nThree four.", "One two.\n\n{+New here.\n\n+}Three four."),
        (
            "Rest in bed.\nPhone a doctor today.",
            "Phone your doctor today.\nDrink water.",
            "[-Rest in bed.\n-]Phone [-a-]{+your+} doctor today.{+\nDrink water.+}",
        ),
    ],
)
def test_a_change_reads_as_a_person_would_mark_it(before, after, expected):
    assert told(before, after) == expected


def test_a_rewritten_line_is_not_cut_to_shreds():
    before, after = "Cramps often pass by themselves.", "See a doctor if it lasts by Monday."
    assert told(before, after) == f"[-{before}-]{{+{after}+}}"


def test_a_lone_mark_between_two_changes_joins_them():
    assert told("go left/up now then", "go right/down now then") == "go [-left/up-]{+right/down+} now then"


@pytest.mark.parametrize("text", ["a " * 3000, "a b " * 1500, "same line\n" * 3000, "漢" * 5000])
def test_texts_full_of_one_word_are_still_exact(text):
    found = pieces(text, text[4:] + "end")
    assert (old(found), new(found)) == (text, text[4:] + "end")


@pytest.mark.parametrize(
    "text, mark", [(" ", "1 blank"), ("   ", "3 blanks"), ("\n", "new line"), ("\n\n", "new paragraph"), ("a ", "")]
)
def test_a_piece_of_blanks_has_a_name_for_the_screen(text, mark):
    assert Piece(ADDED, text).mark == mark


def test_texts_not_to_be_taken_apart_go_and_come_as_a_whole():
    assert whole("tests and diagnosis", "tests") == (Piece(REMOVED, "tests and diagnosis"), Piece(ADDED, "tests"))
    assert whole("", "") == ()


def test_reworded_lines_find_each_other_in_order():
    before = ["chest pain at night", "a fall", "both legs are weak"]
    after = ["a high temperature", "chest pain by day or at night", "both legs are numb"]
    assert pairs(before, after) == [(0, 1), (2, 2)]


def test_of_two_like_lines_the_more_alike_is_the_reworded_one():
    assert pairs(["pain in both legs"], ["pain in both arms and eyes", "pain in both legs now"]) == [(0, 1)]


@given(before=st.lists(TEXTS, max_size=6), after=st.lists(TEXTS, max_size=6))
def test_pairs_of_lines_never_cross(before, after):
    found = pairs(before, after)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(found))
