"""Which line of a list, as typed now, is which line of before: moved, reworded, or new. Pure functions."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from portal.lib.text import fold

ALIKE = 0.5  # share of common letter triples from which one line is taken for another one reworded
MOST_PAIRS = 40_000  # beyond this, reworded lines are looked for at the same place only

Lists = Sequence[Sequence[str]]
Origin = tuple[int, int]  # which list of before, and which line of it


def align(before: Lists, now: Lists) -> list[list[Origin | None]]:
    """For each line of each list now: (list, place) of the line it was before, or None if it is new.

    The same words are the same line, wherever it was moved: in its own list first, then from another one. Of the
    rest, a line that stands where another one stood, alone or with similar words, is that line reworded. No line of
    before is given twice. `before` and `now` hold the same number of lists.
    """
    found: list[list[Origin | None]] = [[None] * len(lines) for lines in now]
    left = [set(range(len(lines))) for lines in before]
    for at, lines in enumerate(now):
        _same_words(lines, _by_words([(at, place) for place in range(len(before[at]))], before), found[at], left)
    rest = _by_words([(at, place) for at, places in enumerate(left) for place in sorted(places)], before)
    for at, lines in enumerate(now):
        _same_words(lines, rest, found[at], left)
    for at, lines in enumerate(now):
        for place, was in _reworded(before[at], lines, left[at], found[at]):
            found[at][place] = (at, was)
    return found


def _by_words(origins: list[Origin], before: Lists) -> dict[str, deque[Origin]]:
    """These lines of before, by what they say."""
    found: dict[str, deque[Origin]] = {}
    for at, place in origins:
        found.setdefault(before[at][place], deque()).append((at, place))
    return found


def _same_words(
    now: Sequence[str], by_words: dict[str, deque[Origin]], found: list[Origin | None], left: list[set[int]]
) -> None:
    """Takes for each line that is still new one with the same words, and out of those `left`."""
    for place, line in enumerate(now):
        if found[place] is None and by_words.get(line):
            at, was = found[place] = by_words[line].popleft()
            left[at].discard(was)


def _reworded(
    before: Sequence[str], now: Sequence[str], left: set[int], found: list[Origin | None]
) -> Iterator[tuple[int, int]]:
    """Pairs (place now, place before) of lines that took the place of another one."""
    often = Counter(now)
    if sum(count * often[line] for line, count in Counter(before).items()) > MOST_PAIRS:  # one line again and again
        new = [place for place, origin in enumerate(found) if origin is None]
        yield from _best_pairs(sorted(left), new, before, now)
        return
    for change, start, end, now_start, now_end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if change != "replace":
            continue
        old = [place for place in range(start, end) if place in left]
        new = [place for place in range(now_start, now_end) if found[place] is None]
        if len(old) == len(new) == 1:
            yield new[0], old[0]
        else:
            yield from _best_pairs(old, new, before, now)


def _best_pairs(old: list[int], new: list[int], before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs (place now, place before) in order, none crossing another, that are most alike in sum."""
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


@lru_cache(maxsize=2048)
def _triples(line: str) -> frozenset[str]:
    padded = f"  {fold(line)} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
