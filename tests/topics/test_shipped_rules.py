"""Reading the shipped rules: whole, or refused with the name of the file."""

import pytest

from topics import shipped, shipped_rules
from topics.shipped import ShippedFileInvalid

FLAG = '[[flag]]\nid = "swollen"\nregion = "leg"\nurgency = "urgent"\nsign = "swelling"\nsaid_as = ["swoll", "swell"]\n'
WORD = '[[word]]\nphrase = "always"\nkind = "forbidden"\ninstead = "often"\n'


def test_a_sign_and_a_word_are_read_as_they_stand(tmp_path):
    (tmp_path / "red-flags.toml").write_text(FLAG)
    (tmp_path / "words.toml").write_text(WORD)
    assert shipped_rules.red_flags(tmp_path) == [
        shipped_rules.ShippedFlag("swollen", "leg", "urgent", "swelling", "swoll\nswell"),
    ]
    assert shipped_rules.words(tmp_path) == [shipped_rules.ShippedWord("always", "forbidden", "often")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (FLAG.replace("urgent", "nonurgent"), "'swelling' must be emergency or urgent"),
        (FLAG.replace('sign = "swelling"\n', ""), "'sign' is missing"),
        (FLAG.replace('id = "swollen"\n', ""), "'id' is missing"),
        ("[[flag", "red-flags.toml: "),
    ],
)
def test_a_list_of_signs_that_does_not_say_what_it_should_is_refused(tmp_path, text, complaint):
    (tmp_path / "red-flags.toml").write_text(text)
    with pytest.raises(ShippedFileInvalid, match=complaint):
        shipped_rules.red_flags(tmp_path)


def test_a_word_of_no_known_kind_is_refused(tmp_path):
    (tmp_path / "words.toml").write_text(WORD.replace("forbidden", "ugly"))
    with pytest.raises(ShippedFileInvalid, match=r"words\.toml: 'always' must be one of forbidden, fear, unclear"):
        shipped_rules.words(tmp_path)


def test_what_we_ship_is_for_regions_we_ship_and_says_nothing_twice():
    flags, words = shipped_rules.red_flags(), shipped_rules.words()
    assert {flag.region for flag in flags} <= set(shipped.regions())
    assert len({(flag.region, flag.sign) for flag in flags}) == len(flags)
    assert len({flag.id for flag in flags}) == len(flags)
    assert len({word.phrase for word in words}) == len(words)
    assert {flag.urgency for flag in flags} == {"emergency", "urgent"}


def test_a_person_without_what_they_are_is_refused(tmp_path):
    person = '[[person]]\nname = "Dr Sam Sample"\ncredentials = "neurologist"\npage = "conditions/sciatica"\n'
    (tmp_path / "quoted-people.toml").write_text(person)
    assert shipped_rules.people(tmp_path) == [
        shipped_rules.ShippedPerson("Dr Sam Sample", "neurologist", "conditions/sciatica")
    ]
    (tmp_path / "quoted-people.toml").write_text(person.replace("neurologist", " "))
    with pytest.raises(ShippedFileInvalid, match=r"quoted-people\.toml: 'Dr Sam Sample' needs"):
        shipped_rules.people(tmp_path)
