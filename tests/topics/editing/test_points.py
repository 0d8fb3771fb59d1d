"""Points of a card keep the signs that were chosen beside them, as long as their words bear it out."""

from dataclasses import replace

import pytest

from tests.builders import make_document
from tests.topics.editing.known import SIGNS, after, edit
from tests.topics.editing.sending import sent
from topics.document import CareCard, Document
from topics.editing.points import MOST_SIGNS
from topics.editing.screen import page_context

NUMB, CHEST, COLD = "numbness around your genitals", "chest pain", "you are cold"
HEADING = "Call {emergency_number} now if you have:"


def page(*cards: CareCard, regions=("low-back",)) -> Document:
    return make_document(care_cards=cards, body_regions=regions)


def card(*points, signs=(), urgency="emergency", id="c") -> CareCard:
    return CareCard(id, urgency, HEADING, points, "", signs)


PAGE = page(card(NUMB, CHEST, COLD, signs=(("numb",), ("chest",))))


def named(editor) -> list[tuple[str, tuple[str, ...]]]:
    return [pair for one in editor.document().care_cards for pair in one.warnings]


def offered(editor) -> list:
    page_context(editor)
    return [[sign.id for sign in point.offered] for point in editor.groups["cards"][0].points]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ([COLD, CHEST, NUMB], [(COLD, ()), (CHEST, ("chest",)), (NUMB, ("numb",))]),
        ([NUMB, COLD], [(NUMB, ("numb",)), (COLD, ())]),
        (["new", NUMB, CHEST, COLD], [("new", ()), (NUMB, ("numb",)), (CHEST, ("chest",)), (COLD, ())]),
        ([f"a new {NUMB}", CHEST, COLD], [(f"a new {NUMB}", ("numb",)), (CHEST, ("chest",)), (COLD, ())]),
    ],
    ids=["in another order", "one gone", "one new", "words added"],
)
def test_a_point_keeps_what_it_names_wherever_it_goes(typed, kept):
    assert named(after(PAGE, **{"cards-0-points": "\n".join(typed)})) == kept


@pytest.mark.parametrize(
    "reworded",
    [
        f"you need no help if you have {NUMB}",
        "no numbness around your genitals",
        "numbness around your genitals is harmless",
        "numbness around your hands",
        "an itching nose",
    ],
)
def test_a_point_whose_words_no_longer_say_the_sign_names_nothing_until_somebody_chooses(reworded):
    editor = after(PAGE, **{"cards-0-points": f"{reworded}\n{CHEST}\n{COLD}"})
    assert named(editor)[0] == (reworded, ())


def test_what_is_chosen_in_the_same_breath_stays_with_the_reworded_point():
    typed = {"cards-0-points": f"pins and needles around your genitals\n{CHEST}\n{COLD}"}
    assert named(after(PAGE, **typed, **{"cards-0-point-0-sign-0": "chest"}))[0][1] == ("chest",)


def test_a_point_takes_what_it_names_along_into_another_card():
    two = page(card(NUMB, signs=(("numb",),)), card(CHEST, urgency="urgent", id="d"))
    editor = after(two, **{"cards-0-points": "a fall", "cards-1-points": f"{CHEST}\n{NUMB}"})
    assert dict(named(editor)) == {"a fall": (), CHEST: (), NUMB: ("numb",)}


def test_several_signs_are_chosen_one_by_one_and_taken_back():
    editor = after(PAGE, **{"cards-0-point-0-sign-1": "chest", "cards-0-point-1-sign-0": ""})
    assert named(editor) == [(NUMB, ("chest", "numb")), (CHEST, ()), (COLD, ())]


def test_offered_are_the_signs_of_the_regions_of_the_page_that_suit_the_card():
    assert offered(edit(PAGE)) == [["numb", "chest", "fever"]] * 3
    assert offered(edit(page(card(NUMB, urgency="urgent")))) == [["fever"]]
    assert offered(edit(page(card(NUMB), regions=("low-back", "neck")))) == [["numb", "chest", "fever", "stiff"]]
    assert offered(edit(page(card(NUMB, urgency="nonurgent")))) == [[]]
    assert offered(edit(page(card(NUMB), regions=()))) == [[]]


def test_a_sign_that_is_not_offered_is_shown_and_stays_until_somebody_takes_it_off():
    gone = page(card(NUMB, signs=(("taken-off",),)))
    data = sent(edit(gone))
    assert data["cards-0-point-0-sign-0"] == "taken-off"
    assert named(edit(gone, data)) == [(NUMB, ("taken-off",))]
    assert named(after(gone, **{"cards-0-point-0-sign-0": ""})) == [(NUMB, ())]


def test_a_card_without_lists_carries_what_its_points_name():
    calm = page(card(NUMB, signs=(("numb",),)), regions=())
    data = sent(edit(calm))
    for name in [name for name in data if "-sign-" in name]:
        del data[name]
    assert named(edit(calm, data)) == [(NUMB, ("numb",))]


@pytest.mark.parametrize(
    "carried",
    ["[", "7", '"x"', "[[1,2]]", '[["a"]]', '[["a",[1]]]', '[["a","bc"]]', "[" * 5000, '[["a",null]]', '{"a":1}'],
)
def test_what_the_page_did_not_carry_counts_as_new_points(carried):
    editor = after(PAGE, **{"cards-0-points-before": carried})
    assert editor.is_valid() and {signs for _point, signs in named(editor)} == {()}


@pytest.mark.parametrize("value", ["made-up", "x" * 5000, "\ud800", "numb'--"])
def test_a_sign_that_nobody_offered_is_not_taken(value):
    assert named(after(PAGE, **{"cards-0-point-2-sign-0": value}))[2] == (COLD, ())


def test_no_more_signs_are_read_than_a_point_may_name():
    every = [sign.id for sign in SIGNS] * 10
    many = {f"cards-0-point-0-sign-{at}": sign for at, sign in enumerate(every)}
    assert len(named(after(PAGE, **many))[0][1]) <= MOST_SIGNS


def test_the_button_fills_in_the_first_suggestion_where_nothing_is_named():
    plain = page(card(NUMB, "no fever", "a fever", COLD))
    editor = after(plain, _arrange="cards suggest")
    assert editor.arranging and named(editor) == [
        (NUMB, ("numb",)),
        ("no fever", ()),
        ("a fever", ("fever",)),
        (COLD, ()),
    ]
    chosen = page(card("chest pain", signs=(("numb",),)))
    assert named(after(chosen, _arrange="cards suggest")) == [("chest pain", ("numb",))]


def test_cards_that_move_take_the_choices_beside_their_points_along():
    two = page(card(NUMB, signs=(("numb",),)), card(CHEST, signs=(("chest",),), id="d"))
    editor = after(two, _arrange="cards down:0")
    data = sent(editor)
    assert data["cards-1-point-0-sign-0"] == "numb"
    assert named(edit(two, data)) == [(CHEST, ("chest",)), (NUMB, ("numb",))]
    removed = after(two, **{"cards-0-remove": "on"})
    assert named(removed) == [(CHEST, ("chest",))]
    assert replace(two, care_cards=two.care_cards[1:]) == removed.document()
