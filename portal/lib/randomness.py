"""Tells a secret that a machine has drawn from one that a person has thought of or typed."""

import re
from itertools import pairwise

_ROWS_OF_KEYS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm", "wxcvbn")
_PIECE_OF_A_ROW = 6  # letters of a row of the keyboard
_DIFFERENT_CHARACTERS = 10  # a random text of 64 hexadecimal digits has 16
_REPEATED = 8  # characters that no random text holds twice
_WORD = re.compile(r"[A-Za-z]?[a-z]{3,}")
_MANY_IN_WORDS, _MOST_IN_WORDS = 0.6, 0.75  # of the characters; of random small letters and signs about a third
_MANY_DIFFERENT = 26  # a random text of 50 small letters and signs has about 32
_MOST_IN_ORDER = 0.4  # of the neighbours; of a random text about a sixth


def looks_random(value: str) -> bool:
    """Whether a secret looks as if nobody had thought of it."""
    pieces = [value[at : at + _REPEATED] for at in range(len(value) - _REPEATED + 1)]
    in_words = sum(len(word) for word in _WORD.findall(value))
    folded = value.casefold()
    in_order = [abs(ord(one) - ord(other)) < 2 for one, other in pairwise(folded)]
    letters = "".join(filter(str.isalpha, folded))
    rows = [row[::way] for row in _ROWS_OF_KEYS for way in (1, -1)]
    keys = {row[at : at + _PIECE_OF_A_ROW] for row in rows for at in range(len(row) - _PIECE_OF_A_ROW + 1)}
    return (
        not any(map(str.isspace, value))
        and len(set(value)) >= _DIFFERENT_CHARACTERS
        and len(set(pieces)) == len(pieces)
        and in_words <= (_MOST_IN_WORDS if len(set(value)) >= _MANY_DIFFERENT else _MANY_IN_WORDS) * len(value)
        and sum(in_order) <= _MOST_IN_ORDER * len(in_order)
        and not any(piece in letters for piece in keys)
    )
