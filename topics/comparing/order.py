"""Compares two orders of one list: which parts were added, removed, and, as few as possible, moved."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """Where a part stood and stands, counted from 0; None: it is not there. `moved`: not just pushed by others."""

    before: int | None
    after: int | None
    moved: bool = False
    up: bool = False  # among the parts that were there before and after
    down: bool = False


def numbered(names: Iterable[Hashable]) -> list[tuple[Hashable, int]]:
    """Names made unique: the first of each gets 0, the second 1."""
    seen: Counter[Hashable] = Counter()
    keys = []
    for name in names:
        keys.append((name, seen[name]))
        seen[name] += 1
    return keys


def line_up(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Position]:
    """Every part once, in the order of `after`; one that went stands behind the part it stood behind.

    Both hold unique keys. As few parts as possible are `moved`, and the same ones each time.
    """
    was = {key: place for place, key in enumerate(before)}
    stays = [key for key in after if key in was]
    old_rank = {key: rank for rank, key in enumerate(sorted(stays, key=was.__getitem__))}
    still = {stays[place] for place in longest_rising([old_rank[key] for key in stays])}
    now = {key: place for place, key in enumerate(after)}
    behind: dict[Hashable | None, list[Position]] = {}
    anchor = None
    for place, key in enumerate(before):
        if key not in now:
            behind.setdefault(anchor, []).append(Position(place, None))
        elif key in still:
            anchor = key
    new_rank = {key: rank for rank, key in enumerate(stays)}
    places = behind.get(None, [])
    for place, key in enumerate(after):
        if key in was:
            up, down = new_rank[key] < old_rank[key], new_rank[key] > old_rank[key]
            moved = key not in still
            places.append(Position(was[key], place, moved, moved and up, moved and down))
        else:
            places.append(Position(None, place))
        places += behind.get(key, [])
    return places


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """The places of a longest run of rising numbers, not necessarily neighbours, in n log n steps.

    `numbers` are 0, 1, 2 … in any order. Of several longest runs, one with most numbers at their own place.
    """
    size = len(numbers)
    heaviest = (0, -1)  # the weight of a run, and the place it ends at
    tree = [heaviest] * (size + 1)  # a Fenwick tree: the heaviest run that ends with a number below this
    previous = []
    for place, number in enumerate(numbers):
        run, below = (0, -1), number
        while below:
            run = max(run, tree[below])
            below -= below & -below
        previous.append(run[1])
        run = (run[0] + size + 1 + (number == place), place)
        heaviest = max(heaviest, run)
        above = number + 1
        while above <= size:
            tree[above] = max(tree[above], run)
            above += above & -above
    found = []
    place = heaviest[1]
    while place >= 0:
        found.append(place)
        place = previous[place]
    return found[::-1]
