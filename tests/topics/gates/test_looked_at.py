"""A waiver is bound to all that its gate looked at, to what is not there as well."""

from dataclasses import replace

import pytest

from tests.topics.gates.pages import FEVER, NUMB, card, found, known, line, page, section, target, word
from topics.gates import care_cards, links, reading, red_flags, wording
from topics.gates.facts import TargetStatus

HARD = "Neurological manifestations necessitate comprehensive multidisciplinary investigation.\n\n" * 5
HARDER = HARD.replace("Neurological", "Neuropsychological")


def one(gate, document, facts=None):
    """The fingerprint of the only finding."""
    (finding,) = found(gate, document, facts)
    assert finding.waivable
    return finding.fingerprint


UNLISTED = page(
    section("Rest helps."), body_regions=("neck",), care_cards=(card("numb"), card("fever", urgency="urgent"))
)
CHANGED = {
    "both cards removed": replace(UNLISTED, care_cards=()),
    "one card removed": replace(UNLISTED, care_cards=UNLISTED.care_cards[:1]),
    "a sign removed": replace(UNLISTED, care_cards=(card(""), UNLISTED.care_cards[1])),
    "a sign added": replace(UNLISTED, care_cards=(card("numb", "a cold"), UNLISTED.care_cards[1])),
    "less urgent": replace(UNLISTED, care_cards=(card("numb", urgency="nonurgent"), UNLISTED.care_cards[1])),
    "another instruction": replace(
        UNLISTED, care_cards=(replace(card("numb"), heading="Wait:"), *UNLISTED.care_cards[1:])
    ),
    "what to do": replace(UNLISTED, care_cards=(replace(card("numb"), action="Wait."), *UNLISTED.care_cards[1:])),
    "other order": replace(UNLISTED, care_cards=UNLISTED.care_cards[::-1]),
    "never anything serious, in short": replace(UNLISTED, summary="It is never anything serious."),
    "never anything serious, in a section": replace(UNLISTED, sections=(section("It is never anything serious."),)),
    "a section removed": replace(UNLISTED, sections=()),
    "a headline": replace(UNLISTED, title="A harmless ache"),
    "one sentence": replace(UNLISTED, description="Harmless."),
    "another name": replace(UNLISTED, other_names=("little ache",)),
    "a source removed": replace(UNLISTED, sources=()),
    "a line": replace(UNLISTED, sections=(section("Rest helps.", line()),)),
}


@pytest.mark.parametrize("change", CHANGED)
@pytest.mark.parametrize("regions", [(), ("neck",)], ids=["no region", "no checklist"])
def test_without_a_checklist_every_word_of_the_page_was_judged(change, regions):
    before, after = replace(UNLISTED, body_regions=regions), replace(CHANGED[change], body_regions=regions)
    assert one(red_flags, before) == one(red_flags, replace(before))
    assert one(red_flags, before) != one(red_flags, after)


def test_the_same_page_for_another_region_is_another_judgement():
    assert one(red_flags, UNLISTED) != one(red_flags, replace(UNLISTED, body_regions=("knee",)))


SIGNS = known(flags=(NUMB,))
WARNED = page(care_cards=(card("a cold"), card("fever", urgency="urgent")))


@pytest.mark.parametrize(
    "change", [name for name in CHANGED if CHANGED[name].care_cards != UNLISTED.care_cards], ids=lambda name: name
)
def test_a_missing_sign_was_judged_with_all_cards_of_the_page(change):
    without = [replace(one, points=("a cold",)) for one in UNLISTED.care_cards]
    before = replace(WARNED, care_cards=tuple(without))
    after = replace(
        WARNED, care_cards=tuple(replace(one, points=(*one.points[1:], "x")) for one in CHANGED[change].care_cards)
    )
    assert one(red_flags, before, SIGNS) != one(red_flags, after, SIGNS)


def test_a_missing_sign_is_judged_anew_when_the_checklist_says_it_otherwise():
    for other in (replace(NUMB, ways=("legs",)), replace(NUMB, sign="numb legs"), replace(NUMB, urgency="urgent")):
        assert one(red_flags, WARNED, SIGNS) != one(red_flags, WARNED, known(flags=(other,)))
    both = found(red_flags, replace(WARNED, care_cards=WARNED.care_cards[:1]), known(flags=(NUMB, FEVER)))
    assert len({finding.fingerprint for finding in both}) == 2


def test_a_word_was_judged_with_the_text_around_it_and_with_its_rule():
    rules = known(words=(word("always"),))
    text = "It always helps. Not everybody needs it."
    judged = one(wording, page(section(text)), rules)
    assert judged == one(wording, page(section(text), summary="Another part."), rules)
    for other in ("It always helps.", "It always helps. Everybody needs it.", "Everybody. It always helps."):
        assert one(wording, page(section(other)), rules) != judged
    for rule in (word("always", "fear"), word("always", instead="say when")):
        assert one(wording, page(section(text)), known(words=(rule,))) != judged


def test_a_line_to_an_unpublished_page_was_judged_with_its_place_and_with_that_page():
    unpublished = target(TargetStatus.UNPUBLISHED)
    facts = known(targets={"condition/sciatica": unpublished})
    part = section("Text.", line())
    judged = one(links, page(part), facts)
    for other in (
        replace(part, heading="Never these"),
        replace(part, list_intro="Never these:"),
        replace(part, kind="treatment"),
        replace(part, items=(line("Sciatic pain"),)),
    ):
        assert one(links, page(other), facts) != judged
    renamed = known(targets={"condition/sciatica": replace(unpublished, name="Cancer")})
    assert one(links, page(part), renamed) != judged


def test_a_text_that_became_harder_was_judged_beside_the_live_one_and_alone_once_it_is_live():
    easy = "It can hurt a lot. " * 12
    alone = one(reading, page(section(HARD)))
    beside = one(reading, page(section(HARD)), known(live=page(section(easy))))
    assert alone != beside
    assert one(reading, page(section(HARD)), known(live=page(section(easy.replace("hurt", "ache"))))) != beside
    assert one(reading, page(section(HARD)), known(live=page(section(HARD)))) == alone
    assert one(reading, page(section(HARDER))) != alone


@pytest.mark.parametrize("change", CHANGED)
def test_a_missing_sign_was_judged_with_every_word_of_the_page(change):
    def without_signs(document):
        return replace(document, body_regions=("low-back",), care_cards=WARNED.care_cards[: len(document.care_cards)])

    before, after = without_signs(UNLISTED), without_signs(CHANGED[change])
    if before != after:
        assert one(red_flags, before, SIGNS) != one(red_flags, after, SIGNS)


def test_a_sentence_that_plays_a_sign_down_was_judged_with_the_text_around_it():
    text = "A numb bottom is no emergency. Call at once if it stays numb."
    facts = known(flags=(NUMB,))
    told = [finding for finding in found(care_cards, page(section(text)), facts) if finding.code == care_cards.TURNED]
    alone = [
        finding
        for finding in found(care_cards, page(section(text.partition(". ")[0] + ".")), facts)
        if finding.code == care_cards.TURNED
    ]
    assert [one.key for one in told] == [one.key for one in alone]
    assert [one.fingerprint for one in told] != [one.fingerprint for one in alone]


def test_a_number_was_judged_with_its_card_and_how_fast_it_asks_for_help():
    def number(**changes):
        document = page(care_cards=(replace(card("numb", action="Call 0800 1111."), **changes),))
        return next(one.fingerprint for one in found(care_cards, document) if one.code == care_cards.NUMBER)

    others = [{}, {"urgency": "urgent"}, {"heading": "If it gets worse:"}, {"points": ("numb", "a cold")}]
    assert number() == number()
    assert len({number(**changes) for changes in others}) == 4
