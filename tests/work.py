"""Counts the work that a text causes, so that a test can bound it without a clock."""

import sys
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass

from portal.lib.text import MOST_MARKS

MEGABYTES_2 = 2_000_000
WORST = {
    "marks": "a" + "\u0301\u0323" * (MEGABYTES_2 // 4),
    "marks with invisible characters between them": "a" + "\u0301\u200b\u0323" * (MEGABYTES_2 // 7),
    "marks beyond the basic plane": "a" + "\U0001e8d0\U0001d165" * (MEGABYTES_2 // 8),
    "wide voiced marks": "a" + "\uff9e\u3099" * (MEGABYTES_2 // 6),
    "ligatures of eighteen letters": "\ufdfa" * (MEGABYTES_2 // 3),
    "blanks": "a" + " " * MEGABYTES_2 + "a",
    "digits": "9" * MEGABYTES_2,
    "newlines": "a\n" * (MEGABYTES_2 // 2),
    "nested brackets": "[(" * (MEGABYTES_2 // 2),
    "surrogates": "\ud83d" * (MEGABYTES_2 // 2),
}


@dataclass
class Work:
    """`calls`: of functions. `normalised`: characters handed to unicodedata.normalize. `longest_run`: of marks in them,
    as far as that is longer than MOST_MARKS."""

    calls: int = 0
    normalised: int = 0
    longest_run: int = 0


@contextmanager
def counted(monkeypatch, *, calls: bool = True):
    """Gives the Work that is done within the block. Counting calls as well makes everything several times slower."""
    work = Work()
    normalize = unicodedata.normalize

    def counting(form, text):
        work.normalised += len(text)
        work.longest_run = max(work.longest_run, _longest_run(text))
        return normalize(form, text)

    def called(_frame, event, _what):
        if event in ("call", "c_call"):
            work.calls += 1

    with monkeypatch.context() as patched:
        patched.setattr(unicodedata, "normalize", counting)
        before = sys.getprofile()
        sys.setprofile(called if calls else before)
        try:
            yield work
        finally:
            sys.setprofile(before)


def _longest_run(text: str) -> int:
    """How many combining marks stand in a row; 0 for texts too short to hold too many."""
    if len(text) <= MOST_MARKS or text.isascii():
        return 0
    previous = sys.getprofile()
    sys.setprofile(None)
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    sys.setprofile(previous)
    return longest
