"""A compared text in paragraphs, with what lies far from any change folded away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.comparing.paragraphs import paragraph_groups
from topics.comparing.words import ADDED, REMOVED, SAME, Piece, pieces

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough


def text(*numbers: int) -> str:
    return "\n\n".join(f"Paragraph number {number}." for number in numbers)


def shape(before: str, after: str) -> list[tuple[bool, int]]:
    return [(block.is_folded, len(block.paragraphs)) for block in paragraph_groups(pieces(before, after))]


def test_paragraphs_far_from_a_change_are_folded():
    before = text(*range(1, 10))
    assert shape(before, before.replace("number 5", "no. 5")) == [(True, 3), (False, 3), (True, 3)]


def test_one_far_paragraph_is_not_worth_folding():
    before = text(1, 2, 3)
    assert shape(before, before.replace("number 1", "no. 1")) == [(False, 2), (False, 1)]


def test_a_new_paragraph_stands_by_itself():
    found = paragraph_groups(pieces(text(1, 3), text(1, 2, 3)))
    assert [paragraph for block in found for paragraph in block.paragraphs] == [
        (Piece(SAME, "Paragraph number 1."),),
        (Piece(ADDED, "Paragraph number 2."),),
        (Piece(SAME, "Paragraph number 3."),),
    ]


def test_two_paragraphs_made_one_show_the_line_end_that_went():
    [block] = paragraph_groups(pieces("One.\n\nTwo.", "One.\nTwo."))
    marks = [(piece.kind, piece.mark) for paragraph in block.paragraphs for piece in paragraph if piece.mark]
    assert marks == [(REMOVED, "new paragraph"), (ADDED, "new line")]


@given(before=st.text(alphabet="ab \n", max_size=20), after=st.text(alphabet="ab \n", max_size=20))
def test_no_word_and_no_change_is_lost_in_paragraphs(before, after):
    compared = pieces(before, after)
    shown = [piece for block in paragraph_groups(compared) for paragraph in block.paragraphs for piece in paragraph]
    for kind in (SAME, ADDED, REMOVED):
        letters = ["".join(p.text for p in some if p.kind == kind).replace("\n", "") for some in (compared, shown)]
        assert letters[0] == letters[1]
    assert any(piece.kind != SAME for piece in shown) == (before != after)
