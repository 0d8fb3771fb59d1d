"""Care cards warn, and tell readers to do what their level asks for."""

from dataclasses import replace

import pytest

from tests.topics.gates.pages import FEVER, NUMB, card, found, known, page, section
from tests.topics.gates.warning_sentences import ALSO_TURN_ROUND, ALSO_WARN, TURN_ROUND, WARN, sentences
from topics.gates import care_cards
from topics.reversals import doubts
from topics.warning_signs import ChecklistSign, vocabulary

SEX = ChecklistSign("sex", "low-back", "emergency", "new problems with sex", ("sex problem", "erection"))
CHEST = ChecklistSign("chest", "low-back", "emergency", "chest pain together with the back pain", ("chest pain",))
SIGNS = (NUMB, FEVER, SEX, CHEST)
RULES = known(flags=SIGNS)
WORDS = frozenset().union(*map(vocabulary, SIGNS))
GOOD = card("numbness around your genitals", signs=["numb"])


def findings(*cards, **changes) -> list:
    return found(care_cards, page(care_cards=cards, **changes), RULES)


def codes(*cards, **changes) -> list[str]:
    return [one.code for one in findings(*cards, **changes)]


def test_cards_that_do_what_their_levels_ask_for_pass():
    urgent, calm = card("a fever", urgency="urgent"), card("you worry", urgency="nonurgent")
    assert findings(GOOD, urgent, calm) == []


# --- words that turn a warning round ---------------------------------------------------------------------------------


def test_of_two_hundred_points_the_hundred_that_turn_their_warning_round_are_told_and_no_other():
    warn, turn_round = sentences(WARN), sentences(TURN_ROUND)
    assert (len(set(warn)), len(set(turn_round))) == (100, 100)
    assert {point: doubts(point, WORDS) for point in warn if doubts(point, WORDS)} == {}
    assert [point for point in turn_round if not doubts(point, WORDS)] == []


def test_what_was_taken_for_the_other_at_first_is_told_apart():
    assert {point: doubts(point, WORDS) for point in sentences(ALSO_WARN) if doubts(point, WORDS)} == {}
    assert [point for point in sentences(ALSO_TURN_ROUND) if not doubts(point, WORDS)] == []


@pytest.mark.parametrize("urgency", ["emergency", "urgent"])
@pytest.mark.parametrize("signs", [["numb"], []], ids=["named", "not named"])
def test_a_point_that_denies_its_sign_is_told_with_the_words(urgency, signs):
    reversed_card = card("no numb​ness around your genitals", urgency=urgency, signs=signs)
    (finding,) = [one for one in findings(reversed_card) if one.code == care_cards.TURNED]
    assert finding.sentence == "This may deny its warning sign, or take it back: “no numbness”."
    assert (finding.quotes, finding.place.field) == (reversed_card.points, "points")
    assert finding.waivable and finding.stops_forced


@pytest.mark.parametrize(
    "turned",
    [
        {"heading": "You need no help if you have {emergency_number} call now:"},
        {"heading": "Do not call {emergency_number} now if you have:"},
        {"heading": "Never call {emergency_number} now for:"},
        {"action": "This is harmless and can wait."},
        {"action": "You can wait at home with these signs."},
        {"action": "Stay at home and rest."},
        {"action": "There is no need to hurry."},
        {"action": "It usually passes by itself."},
        {"action": "Take a painkiller first."},
        {"heading": "Call {emergency_number} now only if nobody can drive you:"},
        {"action": "Only call if it lasts."},
        {"action": "Leave it for a week."},
    ],
    ids=lambda turned: " ".join(turned.values()),
)
def test_an_instruction_that_takes_the_warning_back_is_told(turned):
    assert care_cards.TURNED in codes(replace(GOOD, **turned))


@pytest.mark.parametrize(
    "action",
    [
        "Do not wait, do not drive yourself, and do not eat.",
        "Say which of these signs you have; do not move more than you must.",
        "Keep the person still, and move them only if they are in danger.",
        "Never ignore these signs, even when they are mild.",
        "Do not wait to see if it gets better.",
    ],
)
def test_an_instruction_that_warns_passes(action):
    assert findings(replace(GOOD, action=action)) == []


def test_a_point_of_a_card_that_is_not_urgent_may_calm():
    assert findings(GOOD, card("it usually passes, no fever", urgency="nonurgent")) == []


@pytest.mark.parametrize(
    "point",
    [
        "numb genital",
        "sex problem",
        "numb genital, sex problem",
        "numb bottom / erection",
        "temperature chest",
        "temperature; fever; numb bottom",
        "genital",
    ],
)
def test_a_list_of_word_stems_is_no_sentence(point):
    (finding,) = findings(card(point, signs=[("numb", "sex", "fever", "chest")]))
    assert finding.sentence == "This is no sentence that readers understand."


@pytest.mark.parametrize("point", ["chest pain", "fever", "numbness of your genitals", "erection", "a sex problem"])
def test_few_plain_words_are_a_sentence(point):
    assert findings(card(point, signs=[("numb", "sex", "fever", "chest")])) == []


def test_a_sentence_elsewhere_that_plays_an_emergency_sign_down_is_told():
    assert findings(GOOD, summary="Chest pain that comes with it is worth a call at once.") == []
    for text in ("Chest pain that comes with it is harmless.", "With numb genitals you can wait."):
        (finding,) = findings(GOOD, summary=text)
        assert (finding.code, finding.quotes, finding.place.field) == (care_cards.TURNED, (text,), "summary")
        document = page(section(text), care_cards=(GOOD,))
        assert [one.place.id for one in found(care_cards, document, RULES)] == ["causes"]
    assert findings(GOOD, summary="A fever usually passes by itself.") == []  # urgent signs are not looked for there


# --- the level of a card ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"heading": "Stay at home and call 0900 123456 if you have:"},
        {"heading": "Call us now if you have:"},
        {"heading": "Call {emergency_number} tomorrow if you have:"},
        {"heading": "Call {emergency_number} if you have:"},
        {"heading": "Go home now. Here is a number: {emergency_number}"},
        {"heading": "Ask for an appointment now and call {emergency_number} if you have:"},
        {"heading": "Call {emergency_number} now, or see a doctor today, if you have:"},
        {"heading": "Call {urgent_advice_line} now if you have:"},
        {"heading": "Call {emergency_number} now or phone {clinic_phone}:"},
        {"action": "Phone us on {clinic_phone}."},
        {"heading": "You have:"},
        {"heading": "Call your neighbour now, then {emergency_number}, if you have time:"},
    ],
    ids=lambda wrong: " ".join(wrong.values()),
)
def test_an_emergency_card_tells_to_call_the_emergency_number_now_and_nothing_else(wrong):
    wrong_level = [one for one in findings(replace(GOOD, **wrong)) if one.code == care_cards.LEVEL]
    assert wrong_level and all(one.waivable and one.stops_forced for one in wrong_level)


@pytest.mark.parametrize(
    "heading",
    [
        "Call {emergency_number} now if you have:",
        "Phone {emergency_number} at once, or go to a hospital, if you have:",
        "Do not wait for an appointment: call {emergency_number} now if you have:",
        "Ring {emergency_number} straight away for a child who:",
    ],
)
def test_instructions_of_an_emergency_card(heading):
    assert findings(replace(GOOD, heading=heading)) == []


URGENT = card("a fever", urgency="urgent", signs=["fever"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"heading": "Ask for an appointment if you have:"},
        {"heading": "You may have:"},
        {"heading": "Do not call us today if you have:"},
        {"heading": "Call {emergency_number} now if you have:"},
        {"action": ""},
        {"action": "Ask your pharmacist."},
    ],
    ids=lambda wrong: " ".join(wrong.values()),
)
def test_an_urgent_card_tells_to_ask_today_and_whom(wrong):
    assert care_cards.LEVEL in codes(GOOD, replace(URGENT, **wrong))


@pytest.mark.parametrize(
    "right",
    [
        {"heading": "Phone {clinic_phone} now if you have:", "action": ""},
        {"heading": "Get help if you have:", "action": "Call {urgent_advice_line} today."},
        {"action": "Phone us on {clinic_phone}; call {emergency_number} if it gets worse."},
    ],
    ids=lambda right: " ".join(right.values()),
)
def test_instructions_of_an_urgent_card(right):
    assert findings(GOOD, replace(URGENT, **right)) == []


@pytest.mark.parametrize("heading", ["Call {emergency_number} if you have:", "Call us now if you have:"])
def test_a_card_that_is_not_urgent_does_not_tell_to_hurry(heading):
    assert codes(GOOD, card("a cold", urgency="nonurgent", heading=heading)) == [care_cards.LEVEL]


def test_there_is_one_emergency_card():
    (finding,) = findings(GOOD, replace(GOOD, id="other", heading="Phone {emergency_number} now if you have:"))
    assert finding.sentence == "There are 2 emergency cards: readers may stop at the first."
    assert not finding.waivable
    (finding,) = found(care_cards, page(care_cards=(URGENT,)), known(flags=(FEVER,)))
    assert finding.sentence == "There is no emergency card." and finding.stops_forced
    assert findings(URGENT) == []  # each emergency sign of the checklist is told to be missing


@pytest.mark.parametrize("kind", ["condition", "test", "specialty"])
def test_other_pages_need_no_emergency_card_but_their_cards_are_looked_at(kind):
    assert findings(kind=kind) == findings(URGENT, kind=kind) == []
    assert len(findings(GOOD, replace(GOOD, id="other"), kind=kind)) == 1
    assert codes(card("no fever", heading="Wait:"), kind=kind) == [care_cards.LEVEL, care_cards.TURNED]


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "call 999", "Call 112 now", "0900 123456", "+44 20 7946 0018", "(020) 7946-0018", "９９９", "9​9​9", "9-9-9",
        "nine nine nine", "triple nine one", "ring 116 117", "٩٩٩", "1-800-DOCTORS", "9 1 1", "phone 111",
        "020/7946/0018", "①①②", "0800CALLNOW", "999/112",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["heading", "points", "action"])
def test_a_number_to_call_is_a_placeholder(text, field):
    changed = replace(GOOD, **{field: (text,) if field == "points" else f"{GOOD.heading} {text}"})
    assert care_cards.NUMBER in codes(changed)


@pytest.mark.parametrize(
    "point",
    [
        "a fall from 3 metres", "a temperature over 38.5 °C", "more than 120 beats a minute", "older than 65",
        "a temperature of 104", "since 2019", "500 mg of it", "12 to 24 hours", "blood pressure over 180/120",
        "you have lost 10 kg", "one or two days", "in 2 of 3 people",
    ],
)  # fmt: skip
def test_a_measure_is_no_number_to_call(point):
    assert care_cards.NUMBER not in codes(replace(GOOD, points=(point,)))


# --- waivers ---------------------------------------------------------------------------------------------------------


def test_what_a_reviewer_let_pass_is_judged_anew_when_the_words_or_the_instruction_change():
    before = card("no fever at first", signs=["fever"])
    changes = ({}, {"points": ("no fever at all",)}, {"action": "Run."}, {"urgency": "urgent"})
    found_in = [findings(replace(before, **change)) for change in changes]
    marks = [next(one.fingerprint for one in some if one.code == care_cards.TURNED) for some in found_in]
    assert len(set(marks)) == 4
    assert marks[0] == next(one.fingerprint for one in findings(before) if one.code == care_cards.TURNED)


@pytest.mark.parametrize(
    "turned",
    [
        {"heading": "You can call {emergency_number} now if:"},
        {"heading": "If it lasts for a week, call {emergency_number} now:"},
        {"heading": "Ask a friend to call {emergency_number} now:"},
        {"heading": "Rest. Then call {emergency_number} now:"},
        {"heading": "Rest. Call {emergency_number} now:"},
        {"heading": "Call {emergency_number} now after resting:"},
        {"heading": "Call {emergency_number} now and then:"},
        {"heading": "Call {emergency_number} now, or see how it goes:"},
        {"heading": "Call {emergency_number} now perhaps:"},
        {"heading": "Hesitate to call {emergency_number} now:"},
        {"heading": "Nobody should call {emergency_number} now:"},
        {"heading": "Before you call {emergency_number} now, call us:"},
        {"action": "Then take a bath and sleep."},
        {"action": "Drive yourself to the clinic."},
        {"action": "Book an appointment online."},
        {"action": "Wait for us to call you back."},
    ],
    ids=lambda turned: " ".join(turned.values()),
)
def test_an_emergency_card_begins_with_the_call_and_tells_nothing_softer_behind_it(turned):
    assert care_cards.LEVEL in codes(replace(GOOD, **turned))


@pytest.mark.parametrize(
    "turned",
    [
        {"heading": "Do not wait: call {emergency_number} now if you have:"},
        {"heading": "Please call {emergency_number} at once if:"},
        {"action": "Do not drive yourself."},
        {"action": "Lie down until the ambulance comes."},
    ],
    ids=lambda turned: " ".join(turned.values()),
)
def test_a_plain_call_passes(turned):
    assert codes(replace(GOOD, **turned)) == []


@pytest.mark.parametrize(
    "number", ["Call triple nine.", "Call 9\ufe0f\u20e39\ufe0f\u20e39\ufe0f\u20e3.", "Phone: 15", "Dial 18 or 17."]
)
def test_short_numbers_and_signs_of_keys_are_numbers_to_call(number):
    assert care_cards.NUMBER in codes(replace(GOOD, action=number))
    assert care_cards.NUMBER not in codes(replace(GOOD, action="Call back after 15 minutes; phone 20 minutes before."))


def test_a_number_to_text_in_a_point_is_told():
    assert care_cards.NUMBER in codes(card("text 85258 if you feel alone", signs=["numb"]))


def test_a_point_let_pass_is_judged_anew_when_the_sign_it_names_is_said_otherwise():
    (before,) = findings(card("no numbness around your genitals", signs=["numb"]))
    changed = known(flags=(replace(NUMB, sign="numbness anywhere"), FEVER, SEX, CHEST))
    (after,) = found(care_cards, page(care_cards=(card("no numbness around your genitals", signs=["numb"]),)), changed)
    assert before.key == after.key and before.fingerprint != after.fingerprint
