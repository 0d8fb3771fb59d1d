"""What a heading announces: one table of words, whatever the case, the article's name and the words around."""

import pytest

from portal.lib.text import fold
from topics.importing.heading_kinds import WORDS, WORDS_ELSEWHERE, kind_of, sounds_like_a_heading
from topics.kinds import SectionKind

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("About the symptom", "overview"),
        ("WHAT IS IT?", "overview"),
        ("Diseases", "possible_conditions"),
        ("Tests and diagnosis", "diagnosis"),
        ("How is it diagnosed?", "diagnosis"),
        ("Which doctor to consult", "who_to_see"),
        ("Types of Lumbar Cramps", "types"),
        ("Causes of Lower Back Cramps", "causes"),
        ("Why does it happen?", "causes"),
        ("Common Related Pathologies", "related"),
        ("Expert Opinion", "expert_opinion"),
        ("The doctor’s opinion", "expert_opinion"),
        ("Treatment of Lower Back Cramps", "treatment"),
        ("Complications", "complications"),
        ("Complications of treatment", "complications"),
        ("What you can do at home", "self_care"),
        ("How to prevent it", "prevention"),
        ("Warning signs", "red_flags"),
        ("Signs", "overview"),
        ("How to prepare", "preparation"),
        ("What the results mean", "results"),
        ("Before your visit", "before_visit"),
    ],
)
def test_a_heading_tells_what_its_section_is_about(heading, kind):
    assert kind_of(heading) == kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Ursachen von quietschenden Türen", "causes"),
        ("Überblick", "overview"),
        ("Welcher Arzt hilft?", "who_to_see"),
        ("Was hilft", "treatment"),
        ("Причини скрипу", "causes"),
        ("Лікування", "treatment"),
        ("До якого лікаря звернутися", "who_to_see"),
        ("Тривожні ознаки", "red_flags"),
        ("Причины скрипа", "causes"),
    ],
)
def test_a_heading_in_german_ukrainian_or_russian_tells_as_well(heading, kind):
    assert kind_of(heading) == kind


def test_no_words_of_another_language_announce_another_kind():
    english = {fold(words): kind for kind, listed in WORDS.items() for words in listed.split(",")}
    said = [(fold(words), kind) for kind, listed in WORDS_ELSEWHERE.items() for words in listed.split(",")]
    assert len(dict(said)) == len(set(said))
    assert not [words for words, kind in said if english.get(words, kind) != kind]


@pytest.mark.parametrize("heading", ["Our grandmothers", "", "12", "Aboutness", "Über uns"])
def test_a_heading_nobody_foresaw_tells_nothing(heading):
    assert kind_of(heading) is None


def test_the_name_of_the_article_does_not_count():
    assert kind_of("Treatment-resistant cough: causes") == "treatment"
    assert kind_of("Treatment-resistant cough: causes", "Treatment-resistant cough") == "causes"
    assert kind_of("Treatment", "Treatment") == "treatment"


def test_every_kind_can_be_announced_and_no_words_announce_two():
    assert set(WORDS) == set(SectionKind)
    words = [word.strip() for listed in WORDS.values() for word in listed.split(",")]
    assert sorted(words) == sorted(set(words))


def test_a_sentence_with_such_a_word_in_it_does_not_sound_like_a_heading():
    assert sounds_like_a_heading("Common causes")
    assert sounds_like_a_heading("How is it treated?") is False
    assert sounds_like_a_heading("Less common causes") is False
    assert kind_of("Less common causes") == "causes"
