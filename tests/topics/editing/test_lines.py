"""Which typed line is which line of before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.editing.lines import align, alike, same_but_for_added_words

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

LINES = st.lists(st.sampled_from(["Sciatica", "Myositis", "Herniated disc", "MRI", "X-ray", "A habit", "Sitting"]))


def only(before, now):
    """For one list: the places before of the lines now."""
    return [place and place[1] for place in align([before], [now])[0]]


def test_a_list_left_alone_stays_as_it_is():
    assert only(["a", "b", "c"], ["a", "b", "c"]) == [0, 1, 2]


def test_a_moved_line_is_the_same_line():
    assert only(["a", "b", "c"], ["c", "a", "b"]) == [2, 0, 1]


def test_a_line_put_in_between_is_new_and_the_others_stay():
    assert only(["Sciatica", "Myositis"], ["Sciatica", "MRI scan", "Myositis"]) == [0, None, 1]


def test_a_line_taken_out_takes_no_other_with_it():
    assert only(["Sciatica", "Myositis", "MRI"], ["Sciatica", "MRI"]) == [0, 2]


def test_a_reworded_line_is_the_line_it_replaces():
    assert only(["Sciatica", "Spinal stenosis", "MRI"], ["Sciatica", "Narrow spine", "MRI"]) == [0, 1, 2]


def test_two_reworded_lines_in_a_row_are_told_apart_by_their_words():
    before = ["Spinal stenosis", "Muscle spasms"]
    assert only(before, ["Stenosis of the spinal canal", "Spasms of the muscles"]) == [0, 1]
    assert only(before, ["Too little magnesium", "Strong muscle spasms"]) == [None, 1]


def test_a_line_reworded_while_another_one_is_added_before_it_keeps_its_place():
    assert only(["Muscle spasms"], ["Sciatica", "Muscle spasm"]) == [None, 0]


def test_the_same_words_twice_are_two_lines():
    assert only(["MRI", "MRI"], ["MRI", "MRI"]) == [0, 1]
    assert only(["MRI"], ["MRI", "MRI"]) == [0, None]


def test_a_line_cut_from_one_list_and_pasted_into_another_is_the_same_line():
    assert align([["a", "b"], ["c"]], [["a"], ["c", "b"]]) == [[(0, 0)], [(1, 0), (0, 1)]]


def test_a_line_copied_into_another_list_is_new_there():
    assert align([["a"], []], [["a"], ["a"]]) == [[(0, 0)], [None]]


def test_a_moved_line_is_not_taken_for_the_one_that_came_into_its_place():
    assert align([["Sciatica"], []], [["Myositis"], ["Sciatica"]]) == [[None], [(0, 0)]]


def test_six_hundred_new_lines_over_six_hundred_old_ones_are_told_apart_quickly():
    before = [f"Old condition number {number}" for number in range(600)]
    assert len(only(before, [f"Entirely {number} different" for number in range(600)])) == 600


@given(before=st.lists(LINES, min_size=2, max_size=2), now=st.lists(LINES, min_size=2, max_size=2))
def test_no_line_of_before_is_given_twice_and_same_words_are_found(before, now):
    found = align(before, now)
    places = [place for lines in found for place in lines if place]
    assert len(places) == len(set(places))
    assert [len(lines) for lines in found] == [len(lines) for lines in now]
    for words in {line for lines in now for line in lines}:
        wanted = sum(lines.count(words) for lines in now)
        there = sum(lines.count(words) for lines in before)
        kept = sum(
            1
            for at, lines in enumerate(now)
            for place, line in enumerate(lines)
            if line == words and found[at][place] and before[found[at][place][0]][found[at][place][1]] == words
        )
        assert kept == min(wanted, there)


@given(lines=st.lists(st.text(min_size=1, max_size=20), unique=True), data=st.data())
def test_in_whatever_order_lines_are_put_each_stays_itself(lines, data):
    shuffled = data.draw(st.permutations(lines))
    assert only(lines, shuffled) == [lines.index(line) for line in shuffled]


@given(lines=st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True), data=st.data())
def test_one_reworded_line_leaves_every_line_itself(lines, data):
    at = data.draw(st.integers(0, len(lines) - 1))
    changed = [*lines[:at], "quite different", *lines[at + 1 :]]
    assert only(lines, changed) == list(range(len(lines)))


def test_lines_are_alike_by_their_letters():
    assert alike("Sciatica", "Sciatca") > 0.5
    assert alike("Sciatica", "Osteoporosis") < 0.2
    assert alike("", "") == 1


def test_added_words_are_told_from_replaced_ones():
    assert same_but_for_added_words("Spinal stenosis", "Spinal canal stenosis")
    assert same_but_for_added_words("Sciatica (pinched nerve)", "sciatica")
    assert not same_but_for_added_words("Spondylitis", "Spondylosis")
    assert not same_but_for_added_words("High blood pressure", "Low blood pressure")
    assert not same_but_for_added_words("", "anything")
