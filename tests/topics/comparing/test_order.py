"""Two orders of one list: nothing lost, as few moves as can be, always the same ones."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.comparing.order import Position, line_up, longest_rising, numbered

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

KEYS = st.lists(st.integers(0, 30), unique=True, max_size=15)


def moved(before: str, after: str) -> list[str]:
    return [after[place.after] for place in line_up(before, after) if place.moved]


def longest_by_trying(numbers) -> int:
    """The length of the longest rising run, found by looking at every choice of places."""
    choices = (some for size in range(len(numbers), 0, -1) for some in combinations(numbers, size))
    return next((len(some) for some in choices if list(some) == sorted(some)), 0)


@given(numbers=st.integers(0, 7).flatmap(lambda size: st.permutations(range(size))))
def test_no_longer_rising_run_can_be_found_by_trying(numbers):
    run = [numbers[place] for place in longest_rising(numbers)]
    assert run == sorted(run)
    assert len(run) == longest_by_trying(numbers)


@given(before=KEYS, after=KEYS)
def test_every_part_stands_there_once_in_the_order_of_today(before, after):
    places = line_up(before, after)
    assert [place.after for place in places if place.after is not None] == list(range(len(after)))
    assert sorted(place.before for place in places if place.before is not None) == list(range(len(before)))
    for place in places:
        if place.before is not None and place.after is not None:
            assert before[place.before] == after[place.after]


@given(before=KEYS, after=KEYS)
def test_what_is_not_moved_kept_its_order(before, after):
    stayed = [place for place in line_up(before, after) if place.before is not None and place.after is not None]
    unmoved = [place.before for place in stayed if not place.moved]
    assert unmoved == sorted(unmoved)


@given(keys=KEYS, places=st.tuples(st.integers(0, 14), st.integers(0, 14)))
def test_moving_one_part_is_one_move(keys, places):
    after = list(keys)
    if keys:
        source, target = (place % len(keys) for place in places)
        after.insert(target, after.pop(source))
    assert sum(place.moved for place in line_up(keys, after)) == (after != keys)


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ("abcde", "aebcd", ["e"]),
        ("abcde", "bcdae", ["a"]),
        ("abcde", "bacde", ["b"]),  # the one that went up, as with the button
        ("abcde", "adcbe", ["d", "b"]),  # two that changed places; c stays
        ("abc", "abxc", []),
        ("abcx", "cab", ["c"]),
        ("abc", "", []),
    ],
)
def test_the_part_that_was_moved_is_the_one_that_is_told(before, after, expected):
    assert moved(before, after) == expected


def test_what_went_stands_where_it_stood():
    assert line_up("abcd", "acx") == [
        Position(0, 0),
        Position(1, None),
        Position(2, 1),
        Position(3, None),
        Position(None, 2),
    ]


def test_what_went_does_not_travel_with_a_part_that_moved():
    assert [place.before for place in line_up("abxcde", "acdeb")] == [0, 2, 3, 4, 5, 1]


def test_up_and_down_are_told_among_those_that_stayed():
    places = line_up("abcd", "yzdabc")
    [place] = [place for place in places if place.moved]
    assert place == Position(3, 2, moved=True, up=True)


def test_equal_names_are_told_apart_by_number():
    assert numbered("aba") == [("a", 0), ("b", 0), ("a", 1)]
