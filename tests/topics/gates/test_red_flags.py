"""A symptom article names every sign on the checklists of its regions, in a card that is urgent enough."""

from dataclasses import replace

import pytest

from tests.topics.gates.pages import FEVER, NUMB, card, found, known, page, told
from topics.gates import red_flags
from topics.warning_signs import says, suggested, to_confirm, warnings

RULES = known(flags=(NUMB, FEVER), sign_words={"numb": NUMB.sign, "fever": FEVER.sign, "gone": "an itching nose"})


def unnamed(*cards) -> list:
    return [one.sign for one in warnings(page(care_cards=cards), RULES.flags) if not one.sentences]


def test_an_article_that_names_no_sign_is_told_each_one_and_how_to_mend_it():
    missing = found(red_flags, page(), RULES)
    assert [finding.sentence for finding in missing] == [
        "No point of an emergency card names “numbness around the genitals” (Lower back).",
        "No point of an urgent or emergency card names “a high temperature” (Lower back).",
    ]
    assert missing[0].mend == "Add a point to the card “Emergency”, and choose beside it which sign it warns of."
    assert all(finding.waivable and finding.stops_forced for finding in missing)
    assert [finding.key for finding in missing] == ["sign-numb", "sign-fever"]


def test_an_article_whose_points_name_every_sign_passes_whatever_their_words():
    cards = (card("you feel nothing down there", signs=["numb"]), card("hot", urgency="urgent", signs=["fever"]))
    assert found(red_flags, page(care_cards=cards), RULES) == []


def test_words_alone_warn_of_nothing_but_the_point_that_holds_them_is_quoted():
    cards = (card("numbness around your genitals"), card("a high TEMPERATURE", urgency="urgent"))
    assert [(one.quotes, one.mend) for one in found(red_flags, page(care_cards=cards), RULES)] == [
        ((point,), "Perhaps this point warns of it: then choose the sign beside the point.")
        for point in ("numbness around your genitals", "a high TEMPERATURE")
    ]


def test_one_point_may_name_several_signs_and_several_points_one():
    assert unnamed(card("numb and hot", signs=[("fever", "numb")])) == []
    twice = page(care_cards=(card("numb", "no feeling", signs=["numb", "numb"]),))
    assert warnings(twice, [NUMB])[0].sentences == ("numb", "no feeling")


def test_an_urgent_sign_may_stand_in_the_emergency_card_but_not_the_other_way_round():
    assert unnamed(card("numb", "hot", signs=["numb", "fever"])) == []
    softly = card("numb", "hot", urgency="urgent", signs=["numb", "fever"])
    assert unnamed(softly) == [NUMB]
    (finding,) = found(red_flags, page(care_cards=(softly,)), RULES)
    assert finding.sentence.endswith("stands in a card that is not urgent enough.")
    assert finding.quotes == ("numb",)


def test_a_card_that_is_not_urgent_warns_of_nothing():
    assert unnamed(card("numb", "hot", urgency="nonurgent", signs=["numb", "fever"])) == [NUMB, FEVER]


@pytest.mark.parametrize("kind", ["symptom", "condition", "test", "specialty"])
@pytest.mark.parametrize(("sign", "called"), [("gone", "an itching nose"), ("p0123456789", "p0123456789")])
def test_a_point_that_names_what_is_on_no_checklist_of_the_page_is_told_on_every_page(kind, sign, called):
    cards = (card("numb", "hot", "itch", signs=["numb", "fever", sign]),)
    (finding,) = found(red_flags, page(kind=kind, care_cards=cards), RULES)
    assert (finding.sentence, finding.quotes) == (
        f"“{called}” is not on the checklists of this page, or no longer.",
        ("itch",),
    )


@pytest.mark.parametrize(
    ("point", "way", "said"),
    [
        ("numbness around your genitals", "numb genital", True),
        ("around your genitals, numbness", "numb genital", True),
        ("Nümbness: genitals", "numb genital", True),
        ("benumbed genitals", "numb genital", False),
        ("numbness", "numb genital", False),
        ("anything", "", False),
        ("anything", " – ", False),
    ],
)
def test_a_sign_is_suggested_where_each_word_of_a_way_begins_a_word_of_the_point(point, way, said):
    assert says(point, way) is said
    assert bool(suggested(point, [replace(NUMB, ways=(way,))])) is said


def test_a_point_that_denies_a_sign_suggests_none():
    assert suggested("no numbness around your genitals", RULES.flags) == []
    assert suggested("numbness of your genitals is harmless", RULES.flags) == []


def test_the_sign_that_is_said_in_most_words_is_suggested_first():
    broad = replace(NUMB, id="broad", ways=("numb",))
    assert suggested("numbness around your bottom", [broad, NUMB]) == [NUMB, broad]


def test_an_article_without_a_region_has_to_choose_one():
    (finding,) = found(red_flags, page(body_regions=()))
    assert finding.mend == "Choose where in the body it is felt."
    assert (finding.place.key, finding.waivable) == ("page-body_regions", True)


def test_a_region_without_a_checklist_is_named_once_for_each():
    article = page(body_regions=("leg", "low-back"), care_cards=(card("a", "b", signs=["numb", "fever"]),))
    rules = replace(RULES, regions={"leg": "Leg", "low-back": "Lower back"})
    assert told(found(red_flags, article, rules)) == [
        ("There is no checklist of warning signs for “Leg” yet.", "page-body_regions")
    ]


@pytest.mark.parametrize("kind", ["condition", "test", "specialty"])
def test_pages_of_other_kinds_are_not_asked_but_what_they_name_is_confirmed(kind):
    assert found(red_flags, page(kind=kind, body_regions=()), RULES) == []
    named = page(kind=kind, care_cards=(card("numb", "cold", signs=["numb"]),))
    assert found(red_flags, named, RULES) == []
    assert [one.sign for one in to_confirm(named, RULES.flags)] == [NUMB]


def test_a_waiver_covers_the_sign_with_its_urgency_and_all_its_ways():
    def fingerprint(**changes):
        flag = replace(NUMB, **changes)
        return found(red_flags, page(), known(flags=(flag,)))[0].fingerprint

    others = ({}, {"sign": "numbness"}, {"urgency": "urgent"}, {"ways": ("numb", "asleep")})
    assert fingerprint() == fingerprint()
    assert len({fingerprint(**changes) for changes in others}) == 4


# --- what a reviewer confirms ----------------------------------------------------------------------------------------


def token(point="numb", more=(), flag=NUMB, urgency="emergency") -> str:
    points = (point, *more)
    named = page(care_cards=(card(*points, urgency=urgency, signs=["numb"] * len(points)),))
    return warnings(named, [flag])[0].token


def test_what_is_confirmed_is_bound_to_the_sign_its_words_its_urgency_and_every_sentence():
    changed = [
        token("no numbness"),
        token(more=("or not",)),
        token(flag=replace(NUMB, sign="numbness of the nose")),
        token(flag=replace(NUMB, urgency="urgent")),
        token(flag=replace(NUMB, id="numb"), urgency="urgent"),
    ]
    assert len({token(), *changed}) == 6
    assert token() == token(flag=replace(NUMB, ways=("other", "ways"), region="leg"))


def test_a_sentence_in_other_words_than_the_checklists_asks_for_a_closer_look():
    def otherwise(point):
        return warnings(page(care_cards=(card(point, signs=["numb"]),)), [NUMB])[0].is_worded_otherwise

    assert not otherwise("numbness around your genitals")
    assert otherwise("pain in your left hand") and otherwise("no numbness around your genitals")
