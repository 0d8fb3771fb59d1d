"""Two texts compared word by word, but line by line first, so that long texts stay quick."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SAME, ADDED, REMOVED = "same", "added", "removed"

Unit = tuple[str, str]  # some words, and the blanks behind them
Told = Iterator[tuple[str, str]]  # SAME, ADDED or REMOVED, and the text it is about
Comparer = Callable[[list[Unit], list[Unit]], Told]

_LINE = re.compile(r"([^\n]*)(\n*)")
_LETTERS = r"(?:[^\s!-/:-@\[-^`{-~–—‘’“”«»…·¿¡、。，])+"
# A placeholder, a word (don't, low-back, 4.5 and M54.5 are one each) or a single mark; then the blanks behind.
_WORD = re.compile(rf"(\{{\w+\}}|{_LETTERS}(?:['’.,-]{_LETTERS})*|.)(\s*)", re.DOTALL)

MOST_WORK = 50_000  # pairs of equal words; above this, the most frequent words are no places to start from
MOST_PAIRS = 10_000  # pairs of lines looked at to find the reworded ones; above this, all are old or new
ALIKE = 0.4  # the share of common words from which on a line counts as reworded


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went; `kind` is "same", "added" or "removed"."""

    kind: str
    text: str

    @property
    def mark(self) -> str:
        """What to call the piece where nobody could see it: it is nothing but blanks. Else empty."""
        if not self.text.isspace():
            return ""
        breaks = self.text.count("\n")
        if breaks:
            return _("new paragraph") if breaks > 1 else _("new line")
        return ngettext("%(n)d blank", "%(n)d blanks", len(self.text)) % {"n": len(self.text)}


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one row of pieces: no two neighbours of one kind, what went before what came in its stead.

    Same and removed pieces joined are `before` to the last blank, same and added ones are `after`.
    """
    if before == after:
        return whole("", "", same=after)
    return _joined(_aligned(_units(_LINE, before), _units(_LINE, after), _line_by_line))


def whole(before: str, after: str, *, same: str = "") -> tuple[Piece, ...]:
    """For texts that are not to be taken apart: all of one went, all of the other came."""
    parts = (Piece(SAME, same), Piece(REMOVED, before), Piece(ADDED, after))
    return tuple(piece for piece in parts if piece.text)


def pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Which lines became which: places of lines that are alike, in the order of both, as alike as can be."""
    if not before or not after or len(before) * len(after) > MOST_PAIRS:
        return []
    old, new = [[set(re.findall(r"\w+", line.casefold())) for line in lines] for lines in (before, after)]
    likeness = [[_likeness(words, others) for others in new] for words in old]
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]  # best[i][j]: from places i and j on
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new) and best[i][j]:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found


def _likeness(words: set[str], others: set[str]) -> float:
    return 2 * len(words & others) / ((len(words) + len(others)) or 1)


def _units(pattern: re.Pattern, text: str) -> list[Unit]:
    return [unit for unit in pattern.findall(text) if unit != ("", "")]


def _aligned(before: list[Unit], after: list[Unit], replaced: Comparer) -> Told:
    """Units of equal words stay, even where the blanks behind them differ; `replaced` tells of all others."""
    old, new = [words for words, _blank in before], [words for words, _blank in after]
    for tag, old_start, old_end, new_start, new_end in _opcodes(old, new):
        gone, come = before[old_start:old_end], after[new_start:new_end]
        if tag != "equal":
            yield from replaced(gone, come)
            continue
        for (words, blank), (_words, new_blank) in zip(gone, come, strict=True):
            yield SAME, words
            yield from _blanks(blank, new_blank)


def _opcodes(old: list[str], new: list[str]) -> list[tuple]:
    often = Counter(new)
    work = sum(count * often[words] for words, count in Counter(old).items())
    return SequenceMatcher(None, old, new, autojunk=work > MOST_WORK).get_opcodes()


def _line_by_line(before: list[Unit], after: list[Unit]) -> Told:
    """Lines that are alike are compared word by word; between them, old lines go and new ones come."""
    old_start = new_start = 0
    for old, new in pairs([line for line, _blank in before], [line for line, _blank in after]):
        yield from _replaced(before[old_start:old], after[new_start:new])
        (line, blank), (new_line, new_blank) = before[old], after[new]
        yield from _aligned(_units(_WORD, line), _units(_WORD, new_line), _replaced)
        yield from _blanks(blank, new_blank)
        old_start, new_start = old + 1, new + 1
    yield from _replaced(before[old_start:], after[new_start:])


def _replaced(before: list[Unit], after: list[Unit]) -> Told:
    yield REMOVED, "".join(words + blank for words, blank in before)
    yield ADDED, "".join(words + blank for words, blank in after)


def _blanks(before: str, after: str) -> Told:
    if before == after:
        yield SAME, after
    else:
        yield REMOVED, before
        yield ADDED, after


def _joined(told: Told) -> tuple[Piece, ...]:
    """Neighbours of one kind made one; blanks that both sides of a change begin or end with stay outside it."""
    found: list[list[str]] = []
    for run in _runs(told):
        parts = _without_shared_blanks(run[REMOVED], run[ADDED]) if REMOVED in run else run.items()
        for kind, text in parts:
            if text and found and found[-1][0] == kind:
                found[-1][1] += text
            elif text:
                found.append([kind, text])
    return tuple(Piece(kind, text) for kind, text in found)


def _runs(told: Told) -> list[dict[str, str]]:
    """In turn what stayed, and what went and came. A lone mark between two changes, such as a hyphen, joins them."""
    runs = [{SAME: ""}]
    for kind, text in told:
        if not text:
            continue
        if (kind == SAME) != (SAME in runs[-1]):
            if kind != SAME and len(runs) > 1 and not re.search(r"[\w\n]", runs[-1][SAME]):
                mark = runs.pop()[SAME]
                runs[-1] = {change: so_far + mark for change, so_far in runs[-1].items()}
            else:
                runs.append({SAME: ""} if kind == SAME else {REMOVED: "", ADDED: ""})
        runs[-1][kind] += text
    return runs


def _without_shared_blanks(old: str, new: str) -> list[tuple[str, str]]:
    if old == new:
        return [(SAME, new)]
    if old.isspace() and new.isspace():
        return [(REMOVED, old), (ADDED, new)]
    tail = _shared_blanks(reversed(old), reversed(new))[::-1]
    old, new = old.removesuffix(tail), new.removesuffix(tail)
    head = _shared_blanks(old, new)
    return [(SAME, head), (REMOVED, old.removeprefix(head)), (ADDED, new.removeprefix(head)), (SAME, tail)]


def _shared_blanks(old: Iterable[str], new: Iterable[str]) -> str:
    """The blanks that both begin with."""
    same = takewhile(lambda both: both[0] == both[1] and both[0].isspace(), zip(old, new, strict=False))
    return "".join(blank for blank, _same_blank in same)
