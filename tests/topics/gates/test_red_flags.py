"""A symptom article warns of every sign on the checklists of its regions, loudly enough."""

import pytest

from tests.topics.gates.pages import FEVER, NUMB, card, found, known, page, told
from topics.gates import red_flags
from topics.gates.facts import ChecklistSign
from topics.gates.red_flags import says, uncovered

RULES = known(flags=(NUMB, FEVER))


def test_an_article_that_names_no_sign_is_told_each_one_and_how_to_mend_it():
    missing = found(red_flags, page(), RULES)
    assert [finding.sentence for finding in missing] == [
        "No emergency card warns of “numbness around the genitals” (Lower back).",
        "No urgent or emergency card warns of “a high temperature” (Lower back).",
    ]
    assert missing[0].mend == (
        "Add it, on a line of its own, to the card “Emergency”, "
        "in words that begin like “numb genital” or “numb bottom”."
    )
    assert all(finding.waivable and finding.stops_forced for finding in missing)
    assert [finding.key for finding in missing] == ["sign-1", "sign-2"]


def test_an_article_whose_cards_name_every_sign_passes():
    cards = (card("numbness around your genitals"), card("a high TEMPERATURE", urgency="urgent"))
    assert found(red_flags, page(care_cards=cards), RULES) == []


def test_an_urgent_sign_may_stand_in_the_emergency_card_but_not_the_other_way_round():
    assert uncovered(page(care_cards=(card("numb bottom", "fever"),)), RULES.flags) == []
    softly = page(care_cards=(card("numb bottom", "fever", urgency="urgent"),))
    assert uncovered(softly, RULES.flags) == [NUMB]
    (finding,) = found(red_flags, softly, RULES)
    assert finding.sentence.endswith("stands in a card that is not urgent enough.")


def test_a_card_that_is_not_urgent_warns_of_nothing():
    assert uncovered(page(care_cards=(card("numb bottom", "fever", urgency="nonurgent"),)), RULES.flags) == [
        NUMB,
        FEVER,
    ]


def test_the_words_have_to_stand_in_one_sign():
    assert uncovered(page(care_cards=(card("numb legs", "pain in your genitals", "fever"),)), RULES.flags) == [NUMB]


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
def test_each_word_has_to_begin_a_word_of_the_sign(point, way, said):
    assert says(point, way) is said


def test_an_article_without_a_region_has_to_choose_one():
    (finding,) = found(red_flags, page(body_regions=()))
    assert finding.mend == "Choose where in the body it is felt."
    assert (finding.place.key, finding.waivable) == ("page-body_regions", True)


def test_a_region_without_a_checklist_is_named_once_for_each():
    article = page(body_regions=("leg", "low-back"), care_cards=(card("numb bottom", "fever"),))
    rules = known(flags=RULES.flags, regions={"leg": "Leg", "low-back": "Lower back"})
    assert told(found(red_flags, article, rules)) == [
        ("There is no checklist of warning signs for “Leg” yet.", "page-body_regions")
    ]


@pytest.mark.parametrize("kind", ["condition", "test", "specialty"])
def test_pages_of_other_kinds_are_not_asked(kind):
    assert found(red_flags, page(kind=kind, body_regions=()), RULES) == []


def test_a_waiver_covers_the_sign_with_its_urgency_and_all_its_ways():
    def fingerprint(**changes):
        values = {"id": 1, "region": "low-back", "urgency": "emergency", "sign": "numb", "ways": ("numb",)}
        flag = ChecklistSign(**values | changes)
        return found(red_flags, page(), known(flags=(flag,)))[0].fingerprint

    others = ({}, {"sign": "numbness"}, {"urgency": "urgent"}, {"ways": ("numb", "asleep")})
    assert fingerprint() == fingerprint()
    assert len({fingerprint(**changes) for changes in others}) == 4
