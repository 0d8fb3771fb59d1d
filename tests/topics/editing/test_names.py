"""Topics are found by the names people use; near misses are only offered."""

import pytest

from tests.builders import make_live, make_other_name, make_topic
from tests.topics.editing.known import NAMES, known
from topics.document import Link
from topics.editing.names import Names


def found(label, **options):
    return [(match.target, match.how) for match in NAMES.lookup(label, **options)]


@pytest.mark.parametrize("label", ["Sciatica", "SCIATICA", " sciatíca! "])
def test_a_name_is_found_whatever_its_case_accents_and_punctuation(label):
    assert found(label) == [("condition/sciatica", "exact")]


def test_another_name_is_found_and_said_to_be_one():
    assert found("slipped disc") == [("condition/herniated-disc", "other name")]


def test_a_name_of_two_topics_is_ambiguous():
    assert found("Tremor") == [("symptom/tremor", "exact"), ("condition/tremor", "exact")]
    assert NAMES.only("Tremor") == ""


def test_a_page_never_means_itself():
    assert found("Tremor", without="symptom/tremor") == [("condition/tremor", "exact")]
    assert NAMES.only("Tremor", without="symptom/tremor") == "condition/tremor"


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("Sciatca", "condition/sciatica"),
        ("Herniated discs", "condition/herniated-disc"),
        ("Consultation with a neurologist", "specialty/neurologist"),
        ("A visit to the nerve doctor", "specialty/neurologist"),
        ("Scan of the back (MRI)", "test/mri"),
        ("Magnetic resonance imaging (of the neck)", "test/mri"),
    ],
)
def test_what_comes_close_is_offered_and_never_linked_by_itself(label, target):
    assert found(label) == [(target, "close")]
    assert NAMES.only(label) == ""


@pytest.mark.parametrize("label", ["", "…", "Spondylosis", "Osteoporosis", "Consultation with a lawyer"])
def test_what_names_nothing_finds_nothing(label):
    assert found(label) == []


def test_a_kind_in_brackets_tells_two_of_one_name_apart():
    assert [match.target for match in NAMES.called("Tremor (condition)")] == ["condition/tremor"]
    assert len(NAMES.called("Tremor")) == 2
    assert {"Sciatica", "Tremor (condition)", "Tremor (symptom)"} <= set(NAMES.to_choose_from)


def test_everything_to_choose_from_is_understood_as_one_topic():
    assert all(len(NAMES.called(choice)) == 1 for choice in NAMES.to_choose_from)


def test_a_topic_is_known_by_the_address_it_is_live_at_too():
    names = Names([known("condition", "sciatica", "Sciatica")])
    assert names.at("condition/sciatica").name == "Sciatica"
    assert names.at("condition/gone") is None


def test_all_names_are_read_with_one_query(django_assert_num_queries, db):
    sciatica = make_topic(name="Sciatica", plain_name="Pinched nerve")
    make_other_name(sciatica, "Sciatic nerve pain")
    make_other_name(sciatica, "Hip nerve pain")
    live = make_live(name="Myositis", description="Inflamed muscles.")
    live.slug = "muscle-inflammation"
    live.save()
    with django_assert_num_queries(1):
        names = Names.load()
    for name in ("Sciatica", "pinched nerve", "sciatic nerve pain", "hip nerve pain"):
        assert names.only(name) == "condition/sciatica"
    assert names.at("condition/sciatica").link is None
    assert names.at("condition/myositis") == names.at("condition/muscle-inflammation")
    assert names.at("condition/myositis").link == Link("condition", "myositis", "Myositis", "", "Inflamed muscles.")


def test_six_hundred_unknown_lines_among_a_thousand_names_are_looked_up_quickly():
    names = Names(known("condition", f"c-{n}", f"Condition of the part {n * 7919} of the body") for n in range(1000))
    for n in range(600):
        names.lookup(f"Another condition of a part {n * 104729} of your body")
