"""Each section within reach of most readers, and not harder than it is live."""

from dataclasses import replace

from tests.topics.gates.pages import found, known, page, section
from topics.gates import reading

EASY = "Most back pain goes away by itself. It helps to move a little. Try a short walk each day. " * 2
EASY = EASY.replace("day. Most", "day.\n\nMost")
HARD = (
    "Neurological manifestations necessitate comprehensive multidisciplinary investigation.\n\n"
    "Radiological examination demonstrates considerable intervertebral degeneration.\n\n"
) * 3
LONG = "It can hurt when you sit or stand or lie down for a long time and when you lift or pull or push. "


def test_an_easy_text_passes():
    assert found(reading, page(section(EASY), summary=EASY)) == []


def test_a_hard_text_is_told_by_both_numbers_and_can_be_waived():
    (finding,) = found(reading, page(section(HARD)))
    assert "LIX is" in finding.sentence and "should be below 45" in finding.sentence
    assert "the school year is" in finding.sentence and "should be 9 at most" in finding.sentence
    assert (finding.place.key, finding.waivable, finding.stops_forced) == ("sections-causes-body", True, False)
    assert finding.mend.startswith("Split long sentences")


def test_the_long_sentences_are_listed():
    (finding,) = found(reading, page(section(f"{LONG}\n\n{LONG.replace('hurt', 'ache')}\n\n{EASY[:36]}")))
    assert finding.sentence == "“Heading of causes” is hard to read: 2 of 3 sentences have more than 20 words."
    assert finding.quotes == (LONG.strip(), LONG.replace("hurt", "ache").strip())


def test_one_long_sentence_is_allowed_and_more_up_to_a_quarter():
    assert found(reading, page(section(f"{LONG}\n\nIt passes."))) == []
    two_of_eight = f"{LONG}\n\n{LONG}\n\n{EASY}"
    assert found(reading, page(section(two_of_eight))) == []


def test_a_paragraph_of_more_than_three_sentences_is_named_by_its_beginning():
    (finding,) = found(reading, page(section("One is here. Two is here. Three is here. Four is here.")))
    assert finding.sentence.endswith("a paragraph has more than 3 sentences.")
    assert finding.quotes == ("Paragraph: One is here. …",)
    assert found(reading, page(section("One is here. Two is here. Three is here."))) == []


def test_a_short_text_is_not_judged_by_formulae():
    assert found(reading, page(section("Intervertebral degeneration demonstrates considerable manifestations."))) == []


def test_the_main_message_is_judged_like_a_section():
    (finding,) = found(reading, page(summary=HARD))
    assert finding.place.key == "page-summary"


def test_a_section_that_became_harder_than_it_is_live_is_found_though_it_is_within_the_target():
    harder = EASY.replace("a short walk", "a gentle exercise programme").replace("It helps to move", "Movement helps")
    live = known(live=page(section(EASY)))
    assert found(reading, page(section(harder))) == []
    (finding,) = found(reading, page(section(harder)), live)
    assert "it is harder to read than live (LIX" in finding.sentence
    assert found(reading, page(section(EASY)), live) == []
    assert found(reading, page(section(harder, id="another")), live) == []


def test_a_word_here_or_there_is_no_other_style():
    live = known(live=page(section(EASY)))
    assert found(reading, page(section(EASY.replace("little", "bit more", 1))), live) == []


def test_a_waiver_covers_exactly_this_text():
    one = found(reading, page(section(HARD)))[0]
    other = found(reading, page(section(f"{HARD} More.")))[0]
    moved = found(reading, page(section(), replace(section(HARD), id="causes2", heading="x")))[0]
    assert one.key == other.key and one.fingerprint != other.fingerprint
    assert one.fingerprint == moved.fingerprint and one.key != moved.key
