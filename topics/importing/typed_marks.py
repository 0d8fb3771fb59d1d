"""Which signs at the beginning of a line are marks of a heading or a list, and which belong to its words.

A sign is taken for a mark only where the lines around it say so as well: "- 5 °C", "+ 5 kg in a week", "1990. It began"
and "12. May" keep what they begin with.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from portal.lib.text import clean_line
from topics.importing.marks import Mark

_BULLET = re.compile(
    r"\s*(?:(?P<touching>[•●▪◦‣⁃∙■◆❖❑❒◻➢➤►▶▸○])\s*|(?P<apart>[-*+·–—−∙])\s+|(?P<letter>[o§üvqØà])(?:[\t\u00a0]\s*|\s{2,}))(?=\S)"
)
_LETTER = re.compile(r"\s*(?P<letter>[o§üvqØà])\s(?=\S)")  # one blank: only below a line with a dot
_TICK = re.compile(r"\s*[✓✔✗✘☐☑☒□]\s*(?=\S)")  # says something: yes or no
_NUMBER = re.compile(
    r"\s*(?:(?P<open>\(?)(?P<bracketed>\d{1,3}|[A-Za-z])\)|(?P<pointed>\d{1,2}|[a-z](?!\.\s+\w\.))\.)\s+(?=\S)"
)
_HASHES = re.compile(r"\s*(?P<hashes>#{1,6})\s+(?=[^#\s])")
_ENDS_LIKE_TEXT = re.compile(r"[.,;…][\"'”’»)\]]*$")
_COUNTS = re.compile(r"[<>≤≥±~≈]?\s*\d")
_FOOTNOTE_STAR = re.compile(r"[\w.,;)]\*(?:\W|$)")
_SUB_LEVEL = "o◦○"
_DOTS = set("•●▪◦‣⁃∙■◆❖❑❒◻➢➤►▶▸○□◊◇⬧⬥⧫·⚬⁍※★☆✦✶➔➜→⇒»›§oüvqØà*\ufffd") | {""}
_PERHAPS_LESS = set("<>+-–—−=~")
_TICKED_LETTERS = {"ü": "✓ "}  # the tick of Wingdings: it may say what is right
MOST_QUOTED = 5


@dataclass(frozen=True)
class TypedLine:
    """What a line begins with, as it may be meant. `words` are without the sign, `whole` is the line as typed."""

    mark: Mark
    whole: str
    words: str
    sign: str = ""
    value: int = 0
    level: int = 0


def read_marks(lines: Sequence[str], *, markdown: bool = False) -> tuple[list[TypedLine], list[str]]:
    """For each line its mark and its words, and what to tell the editor. An empty line parts what is above and below.

    `markdown`: every line that begins with # and a blank is a heading.
    """
    typed = [_candidate(line, markdown) for line in lines]
    typed = _only_counted(_lettered(typed))
    notes: list[str] = []
    kept: list[str] = []
    taken: list[str] = []
    starred = any(_FOOTNOTE_STAR.search(line) for line in lines)
    for start, end in _runs(typed):
        run = [at for at in range(start, end) if typed[at].mark is Mark.BULLET]
        for at, line in _judged(typed, run, starred, kept, taken):
            typed[at] = line
        _levels(typed, [at for at in run if typed[at].mark is Mark.BULLET])
    if any(line.mark is Mark.NUMBER for line in typed):
        notes.append(numbers_left_out())
    for found, sentence in (
        (kept, _("A sign before a number may mean less or more, so it was kept: %(lines)s.")),
        (taken, _("The sign before a number was taken for the dot of a list, not for less or more: %(lines)s.")),
    ):
        if found:
            notes.append(sentence % {"lines": quoted(found)})
    return typed, notes


def numbers_left_out() -> str:
    """What is said of a list whose lines were counted."""
    return _("Numbers before the lines of a list were left out; the lines are in their order.")


def says_something(sign: str, words: str) -> bool:
    """Whether what a program puts before the lines of a list is more than a dot: a tick, a cross, words, or a sign that
    may mean less or more before a number."""
    if not sign or sign in _DOTS:
        return False
    return sign not in _PERHAPS_LESS or bool(_COUNTS.match(words))


def quoted(found: Sequence[str], most: int = MOST_QUOTED) -> str:
    """The first of these in quotation marks, each cut to a length that can be read, and how many more there are."""
    shown = [f"“{one if len(one) <= 120 else f'{one[:119]}…'}”" for one in dict.fromkeys(found)]
    more = _(" and %(n)s more") % {"n": len(shown) - most} if len(shown) > most else ""
    return ", ".join(shown[:most]) + more


def _candidate(line: str, markdown: bool) -> TypedLine:
    whole = clean_line(line)
    if found := _HASHES.match(line):
        words = clean_line(
            line[found.end() :].rstrip().rstrip("#") if line.rstrip().endswith("#") else line[found.end() :]
        )
        if words and (markdown or not (words[0].isdigit() or _ENDS_LIKE_TEXT.search(words))):
            return TypedLine(Mark.HEADING, whole, words, level=len(found["hashes"]))
    if found := _BULLET.match(line):
        sign = found["touching"] or found["apart"] or found["letter"]
        return TypedLine(Mark.BULLET, whole, _TICKED_LETTERS.get(sign, "") + clean_line(line[found.end() :]), sign)
    if _TICK.match(line):
        return TypedLine(Mark.BULLET, whole, whole, whole[0])
    if found := _NUMBER.match(line):
        typed = found["bracketed"] or found["pointed"]
        style = f"{found['open'] or ''}{'1' if typed.isdigit() else 'a' if typed.islower() else 'A'}"
        style += ")" if found["bracketed"] else "."
        value = int(typed) if typed.isdigit() else ord(typed.lower()) - ord("a") + 1
        return TypedLine(Mark.NUMBER, whole, clean_line(line[found.end() :]), style, value)
    return TypedLine(Mark.TEXT, whole, whole)


def _as_text(line: TypedLine) -> TypedLine:
    return replace(line, mark=Mark.TEXT, words=line.whole)


def _lettered(typed: list[TypedLine]) -> list[TypedLine]:
    """ "o rest" straight below a line with a dot is one of its sub-points, as Word writes them into plain text."""
    for at in range(1, len(typed)):
        above = typed[at - 1]
        dotted = above.mark is Mark.BULLET and above.sign not in "-*+"
        if typed[at].mark is Mark.TEXT and dotted and (found := _LETTER.match(typed[at].whole)):
            typed[at] = replace(
                typed[at], mark=Mark.BULLET, sign=found["letter"], words=clean_line(typed[at].whole[found.end() :])
            )
    return typed


def _only_counted(typed: list[TypedLine]) -> list[TypedLine]:
    """Numbers count as marks where they count: a first one that has a second, and each that follows the one before."""
    found: dict[str, set[int]] = defaultdict(set)
    there = {(line.sign, line.value) for line in typed if line.mark is Mark.NUMBER}
    before = None
    for at, line in enumerate(typed):
        if line.mark is not Mark.NUMBER:
            before = line
            continue
        again = before is not None and before.mark is Mark.NUMBER and (before.sign, before.value) == (line.sign, 1)
        begins = line.value == 1 and ((line.sign, 2) in there or again or _repeated(typed, at))
        if begins or line.value - 1 in found[line.sign] or (again and line.value == 1):
            found[line.sign].add(line.value)
        else:
            typed[at] = _as_text(line)
        before = typed[at]
    return typed


def _repeated(typed: list[TypedLine], at: int) -> bool:
    """Markdown may number every line with 1."""
    return at + 1 < len(typed) and (typed[at + 1].sign, typed[at + 1].value) == (typed[at].sign, 1)


def _runs(typed: list[TypedLine]) -> Iterator[tuple[int, int]]:
    """Stretches of lines with dots, without anything between them but what is empty."""
    start = None
    for at, line in enumerate(typed):
        if line.mark is Mark.BULLET:
            start = at if start is None else start
        elif start is not None and (line.whole or not _dotted_next(typed, at)):
            yield start, at
            start = None
    if start is not None:
        yield start, len(typed)


def _dotted_next(typed: list[TypedLine], at: int) -> bool:
    return at + 1 < len(typed) and typed[at + 1].mark is Mark.BULLET


def _judged(
    typed: list[TypedLine], run: list[int], starred: bool, kept: list[str], taken: list[str]
) -> Iterator[tuple[int, TypedLine]]:
    """The lines of a run whose sign may belong to their words."""
    for sign in {typed[at].sign for at in run}:
        same = [at for at in run if typed[at].sign == sign]
        if _TICK.match(f"{sign} x"):
            if len(run) == 1:
                yield same[0], _as_text(typed[same[0]])
            continue
        counting = [at for at in same if _COUNTS.match(typed[at].words)]
        alone = len(run) == 1
        if alone and sign == "*" and (starred or counting):
            yield same[0], _as_text(typed[same[0]])
        if sign not in "-+–—−" or not counting:
            continue
        if alone:
            yield same[0], _as_text(typed[same[0]])
        elif len(counting) == len(same):
            kept += [typed[at].whole for at in counting]
            for at in counting:
                yield at, replace(typed[at], words=typed[at].whole)
        else:
            taken += [typed[at].whole for at in counting]


def _levels(typed: list[TypedLine], run: list[int]) -> None:
    """A hollow dot, or the letter o that Word makes of it, below another one is a sub-point."""
    signs = {typed[at].sign for at in run}
    for at in run:
        if typed[at].sign in _SUB_LEVEL and typed[run[0]].sign not in _SUB_LEVEL and len(signs) > 1:
            typed[at] = replace(typed[at], level=1)
