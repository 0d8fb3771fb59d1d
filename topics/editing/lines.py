"""Which line of a list, as typed now, is which line of before: moved, reworded, or new. Pure functions."""

from collections import deque
from collections.abc import Sequence
from difflib import SequenceMatcher

from portal.lib.text import fold

ALIKE = 0.5  # share of common letter triples from which one line is taken for another one reworded
MOST_PAIRS = 40_000  # beyond this, reworded lines are looked for at the same place only

Places = list[list[tuple[int, int] | None]]


def align(before: Sequence[Sequence[str]], now: Sequence[Sequence[str]]) -> Places:
    """For each line of each list now: (list, place) of the line it was before, or None if it is new.

    The same words are the same line, wherever it was moved: in its own list first, then from another one. Of the
    rest, a line that stands where another one stood, alone or with similar words, is that line reworded. No line of
    before is given twice. `before` and `now` hold the same number of lists.
    """
    found: Places = [[None] * len(lines) for lines in now]
    left = [set(range(len(lines))) for lines in before]
    for at, lines in enumerate(now):
        places = _places([(at, place) for place in range(len(before[at]))], before)
        _same_words(at, lines, places, found, left)
    places = _places([(at, place) for at, rest in enumerate(left) for place in sorted(rest)], before)
    for at, lines in enumerate(now):
        _same_words(at, lines, places, found, left)
    for at, lines in enumerate(now):
        for place, was in _reworded(before[at], lines, left[at], found[at]):
            found[at][place] = (at, was)
    return found


def _places(candidates, before) -> dict[str, deque]:
    places: dict[str, deque] = {}
    for at, place in candidates:
        places.setdefault(before[at][place], deque()).append((at, place))
    return places


def _same_words(at, lines, places, found, left) -> None:
    for place, line in enumerate(lines):
        if found[at][place] is None and places.get(line):
            origin = places[line].popleft()
            found[at][place] = origin
            left[origin[0]].discard(origin[1])


def _reworded(before, now, left, found):
    """Pairs (place now, place before) of lines that took the place of another one."""
    for change, start, end, now_start, now_end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if change != "replace":
            continue
        old = [place for place in range(start, end) if place in left]
        new = [place for place in range(now_start, now_end) if found[place] is None]
        if len(old) == len(new) == 1:
            yield new[0], old[0]
        else:
            yield from _best_pairs(old, new, before, now)


def _best_pairs(old, new, before, now):
    """The pairs in order, none crossing another, that are most alike in sum."""
    if len(old) * len(new) > MOST_PAIRS:
        yield from ((n, o) for o, n in zip(old, new, strict=False) if alike(before[o], now[n]) >= ALIKE)
        return
    olds, news = [_triples(before[place]) for place in old], [_triples(now[place]) for place in new]
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    scores = [[_share(one, other) for other in news] for one in olds]
    for o in reversed(range(len(old))):
        for n in reversed(range(len(new))):
            pair = scores[o][n] + best[o + 1][n + 1] if scores[o][n] >= ALIKE else 0.0
            best[o][n] = max(pair, best[o + 1][n], best[o][n + 1])
    o = n = 0
    while o < len(old) and n < len(new):
        if best[o][n] == best[o + 1][n]:
            o += 1
        elif best[o][n] == best[o][n + 1]:
            n += 1
        else:
            yield new[n], old[o]
            o, n = o + 1, n + 1


def alike(one: str, other: str) -> float:
    """How alike two lines are, from 0 to 1: the share of letter triples they have in common."""
    return _share(_triples(one), _triples(other))


def same_but_for_added_words(one: str, other: str) -> bool:
    """Whether one of the lines has all the words of the other one, in that order; none at all counts as no."""
    few, many = sorted((fold(one).split(), fold(other).split()), key=len)
    rest = iter(many)
    return bool(few) and all(word in rest for word in few)


def _triples(line: str) -> set[str]:
    padded = f"  {fold(line)} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _share(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
