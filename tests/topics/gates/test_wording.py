"""The house word list: whole words, wherever readers see them, but never in a name."""

import pytest

from tests.topics.gates.pages import card, found, known, line, page, section, target, word
from topics.gates import wording

RULES = known(words=(word("always"), word("complete recovery"), word("dangerous", "fear", "say what to do")))


def test_a_word_of_the_list_is_quoted_with_its_sentence_and_what_to_write_instead():
    (finding,) = found(wording, page(section("It passes. Treatment **always** helps, we think.")), RULES)
    assert finding.sentence == "“always” promises too much."
    assert finding.quotes == ("Treatment always helps, we think.",)
    assert finding.mend == "Instead: say how often"
    assert finding.place.key == "sections-causes-body"
    assert finding.waivable and not finding.stops_forced


def test_a_text_without_such_words_passes():
    assert found(wording, page(section("Most people are well within weeks.")), RULES) == []


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("ALWAYS.", True),
        ("A complete\nrecovery is usual.", True),
        ("Complete recovery?", True),
        ("A complete, slow recovery.", False),
        ("The hallways.", False),
        ("It does not always help.", False),
        ("It isn’t always so.", False),
        ("There is no complete recovery.", False),
        ("Not rarely, it always helps.", True),
        ("Not always, but where it helps, it always helps.", True),
        ("It is not dangerous.", True),
        ("No. Always works.", True),
        ("No, always.", True),
        ("No – always.", True),
        ("Does it? Never! Always.", True),
        ("It isn’t “hard”: always rest.", True),
        ("It alw\\ays helps.", True),
        ("It al-ways helps.", True),
        ("It al**ways** helps.", True),
        ("It al&#119;ays helps.", True),
        ("It al_ways helps.", True),
        ("It al.ways helps.", True),
        ("It a l w a y s helps.", True),
        ("Plan a, b or c.", False),
        ("A comp\\lete recovery.", True),
        ("Complete – recovery.", True),
    ],
)
def test_whole_words_count_and_a_denied_promise_is_none(text, stops):
    assert bool(found(wording, page(section(text)), RULES)) is stops


SPOTS = {
    "page-title": {"title": "Always"},
    "page-description": {"description": "It always helps."},
    "page-summary": {"summary": "- It always helps."},
    "cards-emergency-heading": {"care_cards": (card("numb"),)},
    "cards-emergency-points": {"care_cards": (card("always numb"),)},
    "sections-causes-heading": {"sections": (section(heading="Always"),)},
    "sections-causes-list_intro": {"sections": (section(list_intro="Always:"),)},
    "sections-causes-list": {"sections": (section("", line("Always numb", "")),)},
}


@pytest.mark.parametrize("spot", sorted(SPOTS.keys() - {"cards-emergency-heading"}))
def test_every_text_that_readers_see_is_looked_through(spot):
    assert [finding.place.key for finding in found(wording, page(**SPOTS[spot]), RULES)] == [spot]


def test_sources_are_other_peoples_words():
    (source,) = page().sources
    article = page(sources=(source.__class__("s", "Always", "", "", ""),))
    assert found(wording, article, RULES) == []


@pytest.mark.parametrize("field", ["name", "plain_name", "other_names"])
@pytest.mark.parametrize("words", ["Always helps", "always", "Complete recovery", "A dangerous ache", "alw\\ays well"])
def test_a_name_that_promises_or_frightens_is_found_where_it_stands(field, words):
    article = page(section(words), **{field: (words,) if field == "other_names" else words})
    assert f"page-{field}" in [finding.place.key for finding in found(wording, article, RULES)]


def test_the_names_of_the_page_and_of_linked_topics_may_hold_any_word():
    rule = (word("therapist", "unclear", "say which"),)
    text = section("See a therapist or a manual therapist.", line("Therapist", "specialty/therapist"))
    named = {"specialty/therapist": target(name="Therapist")}
    assert found(wording, page(text), known(words=rule, targets=named)) == []
    assert len(found(wording, page(text), known(words=rule))) == 2  # the text and the line, while nothing explains them
    own = page(section("A manual therapist asks first."), kind="specialty", name="Manual therapist")
    assert found(wording, own, known(words=rule)) == []
    assert len(found(wording, page(section("The therapist asks."), name="Manual therapist"), known(words=rule))) == 1


def test_a_waiver_covers_the_sentences_and_no_others():
    before, after = (
        found(wording, page(section(text)), RULES)[0] for text in ("It always helps.", "It always helps me.")
    )
    assert before.key == after.key
    assert before.fingerprint != after.fingerprint
