"""How hard a text is to read: counts and two old formulae. Pure; says nothing about whether people understand it.

LIX: Björnsson, Läsbarhet, 1968: words a sentence, plus the share of words with more than six letters in per cent.
Grade: Kincaid, Fishburne, Rogers and Chissom, Derivation of new readability formulas for Navy enlisted personnel, 1975:
0.39 × words a sentence + 11.8 × syllables a word − 15.59, about the school year in which it can be read. Syllables are
counted as groups of vowels, which is right for about nine English words out of ten.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from portal.lib import markdown

LONG_WORD = 6  # letters; a word with more counts as long
LONG_SENTENCE = 20  # words; a sentence with more counts as long

_ENDS = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"”’)\]])\s+")
_NEVER_LAST = re.compile(r"(?:^|[\s(])(?:e\.g|i\.e|approx|vs|fig|figs|dr|mr|mrs|ms|prof|tel)\.$", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"(?:^|[^\s\d]\s+|[(])(?:max|min|ca|ext|pp?)\.$", re.IGNORECASE)  # "max. 4", not "5 min. 4"
_NUMBERED = re.compile(  # "Ward No. 4", "room no. 4"; but "Say no. 999 is for emergencies."
    r"(?:\S\s+Nos?|\b(?:[Rr]oom|[Ww]ard|bed|door|floor|house|bus|line|table|form|page|leaflet)\s+nos?)\.$"
)
_SAINT = re.compile(r"(?:^|(?:^|[(])\S+\s|\s[^\sA-Z]\S*\s|\()St\.$")  # "to St. Mary’s", but not "10 High St."
_CLOCK = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_DAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?\b"
    r"|(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|May \d|(?:GMT|UTC|BST|CET|CEST|EST|EDT)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")  # stands for a number or a name: one word
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouyàáâäãåæèéêëìíîïòóôöõøœùúûüýÿ]+")
_SILENT_END = re.compile(
    r"(?:[^laeiouy]e|[^aeiouydt]ed|[^aeiouyscgxz]es)$"
)  # made, helped, makes; but table, wanted, uses


@dataclass(frozen=True)
class Measure:
    """A text in numbers. `paragraphs` are its sentences, paragraph by paragraph; a line of a list is one, too."""

    paragraphs: tuple[tuple[str, ...], ...]

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word for sentence in self.sentences for word in words(sentence))

    @property
    def long_sentences(self) -> tuple[str, ...]:
        return tuple(sentence for sentence in self.sentences if len(words(sentence)) > LONG_SENTENCE)

    @property
    def lix(self) -> float:
        """0 for a text without words."""
        if not self.words:
            return 0.0
        long = sum(sum(map(str.isalnum, word)) > LONG_WORD for word in self.words)
        return len(self.words) / len(self.sentences) + 100 * long / len(self.words)

    @property
    def grade(self) -> float:
        """0 for a text without words; very easy texts are below 0."""
        if not self.words:
            return 0.0
        count = len(self.words)
        return 0.39 * count / len(self.sentences) + 11.8 * sum(map(syllables, self.words)) / count - 15.59


def measure(source: str) -> Measure:
    """A text in Markdown, measured as readers see it: without marks, addresses and empty paragraphs."""
    found = (sentences(text) for text in markdown.plain_paragraphs(source))
    return Measure(tuple(paragraph for paragraph in found if paragraph))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a plain text. A point after an abbreviation, or before a small letter, ends none.

    Some short forms end a sentence or not by what stands around them: "Say no. 999 is for emergencies." are two
    sentences, "Ward No. 4" is part of one; so it is with "High St." and "St. Mary", "at 9 a.m. Monday" and "max. 4".
    """
    found: list[list[str]] = []
    for part in _ENDS.split(text.strip()):
        if found and _goes_on(found[-1][-1], part):
            found[-1].append(part)
        else:
            found.append([part])
    return tuple(sentence for sentence in map(" ".join, found) if words(sentence))


def _goes_on(before: str, after: str) -> bool:
    """Whether the point at the end of `before` ends no sentence, with `after` behind it."""
    first = after[:1]
    if first.islower() or _NEVER_LAST.search(before):
        return True
    if first.isdigit():
        return bool(_BEFORE_NUMBER.search(before) or _NUMBERED.search(before))
    return bool(_SAINT.search(before)) or bool(_CLOCK.search(before) and _DAY.match(after))


def words(text: str) -> list[str]:
    """The words as they stand; a number and a placeholder are one word, and so is what a hyphen joins."""
    return _WORD.findall(_PLACEHOLDER.sub("number", text))


def syllables(word: str) -> int:
    """How many syllables an English word has, roughly; one at least."""
    small = word.lower()
    groups = len(_VOWELS.findall(small))
    return max(groups - bool(_SILENT_END.search(small)), 1)
