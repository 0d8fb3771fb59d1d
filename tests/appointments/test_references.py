"""References that people read out and type."""

import re

import pytest

from appointments import references


def test_a_reference_is_eight_characters_nobody_mixes_up():
    made = {references.new_reference() for _ in range(2000)}
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", reference) for reference in made)
    assert len(made) == 2000
    assert set("".join(made)) == set(references.CROCKFORD)


@pytest.mark.parametrize("typed", ["K7M4QX2P", "k7m-4qx2p", " k7m 4qx2p "])
def test_a_reference_is_understood_however_it_is_typed(typed):
    assert references.parse_reference(typed) == "K7M4QX2P"
    assert references.spoken_reference(references.parse_reference(typed)) == "K7M-4QX2P"


@pytest.mark.parametrize(
    ("typed", "meant"), [("O0OIL1AB", "0001" + "11AB"), ("K7M4QX2", ""), ("K7M4QX2PP", ""), ("U7M4QX2P", "")]
)
def test_letters_that_are_misread_are_taken_for_digits_and_anything_else_is_none(typed, meant):
    assert references.parse_reference(typed) == meant
