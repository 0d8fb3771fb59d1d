"""Counting words, sentences and syllables, and the two formulae, against sums done by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics import readability
from topics.readability import measure, sentences, syllables, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("Take fruit, e.g. Apples. Then rest.", ["Take fruit, e.g. Apples.", "Then rest."]),
        ("Dr. Sample came. Mr. Other left.", ["Dr. Sample came.", "Mr. Other left."]),
        ("It costs 3.50 a day. That is all.", ["It costs 3.50 a day.", "That is all."]),
        ("at 9 a.m. each day", ["at 9 a.m. each day"]),
        ("Your answer was no. Ring the bell.", ["Your answer was no.", "Ring the bell."]),
        ("They may say no. 112 is for emergencies.", ["They may say no.", "112 is for emergencies."]),
        ("No. 112 is for emergencies.", ["No.", "112 is for emergencies."]),
        ("Go to Ward No. 4 and wait.", ["Go to Ward No. 4 and wait."]),
        ("Wait in room no. 12. Then ring.", ["Wait in room no. 12.", "Then ring."]),
        ("It may itch, burn, swell, etc. Ring us.", ["It may itch, burn, swell, etc.", "Ring us."]),
        ("Bring cards, letters, etc. if you can.", ["Bring cards, letters, etc. if you can."]),
        ("We are at 3 Mill St. Come in.", ["We are at 3 Mill St.", "Come in."]),
        ("Go to St. Anne’s. Wait there.", ["Go to St. Anne’s.", "Wait there."]),
        ("At St. Anne’s (St. Anne’s Hill) ask.", ["At St. Anne’s (St. Anne’s Hill) ask."]),
        ("Come at 8 a.m. Tuesday.", ["Come at 8 a.m. Tuesday."]),
        ("We open at 8 a.m. Come early.", ["We open at 8 a.m.", "Come early."]),
        ("Stop at 10 p.m. 112 is for emergencies.", ["Stop at 10 p.m.", "112 is for emergencies."]),
        ("Take max. 4 tablets. Rest.", ["Take max. 4 tablets.", "Rest."]),
        ("Wait for 5 min. 112 is for emergencies.", ["Wait for 5 min.", "112 is for emergencies."]),
        ("", []),
        (" … ", []),
    ],
)
def test_a_text_falls_into_its_sentences(text, expected):
    assert list(sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [("long-lasting pain", 2), ("don’t", 1), ("1,500 people and 3.5 litres", 5), ("call {emergency_number} now", 3)],
)
def test_a_number_a_placeholder_and_what_a_hyphen_joins_are_one_word(text, count):
    assert len(words(text)) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pain", 1),
        ("the", 1),
        ("made", 1),
        ("helped", 1),
        ("makes", 1),
        ("wanted", 2),
        ("needed", 2),
        ("table", 2),
        ("muscle", 2),
        ("causes", 2),
        ("doctor", 2),
        ("artery", 3),
        ("bodies", 2),
        ("MRI", 1),
        ("42", 1),
    ],
)
def test_syllables_are_counted_by_their_vowels(word, count):
    assert syllables(word) == count


def test_the_formulae_give_what_they_give_by_hand():
    text = measure("The doctor listens. You explain everything.")  # 6 words, 2 sentences; listens, explain, everything
    assert text.lix == pytest.approx(6 / 2 + 100 * 3 / 6)
    counted = sum(map(syllables, ["The", "doctor", "listens", "You", "explain", "everything"]))
    assert text.grade == pytest.approx(0.39 * 6 / 2 + 11.8 * counted / 6 - 15.59)


def test_a_short_word_that_looks_like_an_abbreviation_does_not_make_a_text_harder():
    short, other = (measure(" ".join([f"The answer is {word}."] * 12)) for word in ("no", "none"))
    assert (len(short.sentences), short.long_sentences) == (12, ())
    assert short.grade == pytest.approx(other.grade)


def test_marks_addresses_and_line_ends_do_not_count_and_each_line_of_a_list_is_a_sentence():
    text = measure(
        "A **bold** [link](https://example.org/very/long)\nhere\n\n- one thing\n- another thing\n\n> said so"
    )
    assert text.paragraphs == (("A bold link here",), ("one thing",), ("another thing",), ("said so",))


def test_a_sentence_is_long_from_21_words_on():
    twenty = " ".join(["word"] * 20)
    assert measure(f"{twenty}.").long_sentences == ()
    assert measure(f"{twenty} more.").long_sentences == (f"{twenty} more.",)


def test_nothing_is_easy():
    assert (measure("").lix, measure("").grade, measure(" \n – ").sentences) == (0.0, 0.0, ())


@given(st.text(max_size=200))
def test_any_text_has_a_measure(text):
    found = measure(text)
    assert found.lix >= 0
    assert len(found.long_sentences) <= len(found.sentences) <= max(len(found.words), 0)


def test_a_long_sentence_is_looked_at_once(monkeypatch):
    """A text of abbreviations only: each part is looked at for itself, not with all that came before it."""
    looked_at = []

    class Counting:
        def search(self, text):
            looked_at.append(len(text))
            return True

    monkeypatch.setattr(readability, "_NEVER_LAST", Counting())
    assert len(readability.sentences("e.g. it " * 5000)) == 1
    assert sum(looked_at) < 60_000
