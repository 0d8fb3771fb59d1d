"""Lists of what is live: names in order, pointers from other names, who mentions whom, and what search gives."""

import pytest

from portal.clinic import Clinic
from tests.builders import make_link, make_live, make_other_name, make_topic
from tests.topics.rows import make_many_live
from topics import catalogue
from topics.kinds import SectionKind, TopicKind
from topics.models import Topic

CLINIC = Clinic.configured()

pytestmark = pytest.mark.django_db


def named(name, *other_names, **changes):
    """A live page with these names."""
    topic = make_topic(name=name, slug=changes.pop("slug", None) or f"page-{Topic.objects.count()}", **changes)
    for other in other_names:
        make_other_name(topic, other)
    return make_live(topic)


def mentioned(topic) -> dict[str, list[str]]:
    edition = Topic.objects.get(pk=topic.pk).live_edition
    return {group.folder: [entry.label for entry in group.entries] for group in catalogue.mentioned_by(edition, CLINIC)}


# --- A–Z -------------------------------------------------------------------------------------------------------------


def a_to_z(kind=TopicKind.CONDITION) -> dict[str, list[str]]:
    return {
        group.letter: [f"{entry.label} → {entry.see}" if entry.see else entry.label for entry in group.entries]
        for group in catalogue.a_to_z(kind, CLINIC)
    }


def test_pages_stand_under_their_letter_and_other_names_point_to_them():
    named("Sciatica", "Ischias", "Pinched nerve")
    named("Herniated disc", "Slipped disc")
    named("spondylitis")
    assert a_to_z() == {
        "H": ["Herniated disc"],
        "I": ["Ischias → Sciatica"],
        "P": ["Pinched nerve → Sciatica"],
        "S": ["Sciatica", "Slipped disc → Herniated disc", "spondylitis"],
    }


def test_accents_and_capitals_do_not_make_letters_of_their_own():
    named("Émile’s disease")
    named("edema")
    named("Ärger")
    assert a_to_z() == {"A": ["Ärger"], "E": ["edema", "Émile’s disease"]}


def test_other_scripts_have_their_letters_and_what_begins_with_none_comes_first():
    named("Ішіас")
    named("坐骨神経痛")
    named("5-HT syndrome")
    named("(Un)named", "…")
    assert list(a_to_z()) == ["#", "U", "І", "坐"]
    assert a_to_z()["#"] == ["… → (Un)named", "5-HT syndrome"]


def test_one_name_of_two_pages_points_to_both():
    named("Herniated disc", "Bad back")
    named("Muscle strain", "Bad back")
    assert a_to_z()["B"] == ["Bad back → Herniated disc", "Bad back → Muscle strain"]


def test_each_kind_has_its_own_list_of_live_pages():
    named("MRI", kind=TopicKind.TEST)
    make_topic(name="A draft")
    assert a_to_z() == {}
    assert a_to_z(TopicKind.TEST) == {"M": ["MRI"]}


def test_pages_and_specialists_come_by_name():
    for name in ("Ünder", "zebra", "Apple"):
        named(name, kind=TopicKind.SPECIALTY)
    make_topic(name="A draft", kind=TopicKind.SPECIALTY)
    assert [entry.label for entry in catalogue.pages_of(TopicKind.SPECIALTY, CLINIC)] == ["Apple", "Ünder", "zebra"]
    assert [card.name for card in catalogue.specialists(CLINIC)] == ["Apple", "Ünder", "zebra"]


def test_a_specialist_comes_with_plain_name_page_and_form():
    words = {"plain_name": "Nerve doctor", "description": "Call {clinic_phone}."}
    named("Neurologist", kind=TopicKind.SPECIALTY, slug="neurologist", **words)
    (card,) = catalogue.specialists(CLINIC)
    assert (card.plain_name, card.description) == ("Nerve doctor", f"Call {CLINIC.phone}.")
    assert (card.url, card.request_url) == ("/specialists/neurologist/", "/appointments/request/neurologist/")


# --- mentioned by ----------------------------------------------------------------------------------------------------


def linked(topic, *others, kind=SectionKind.RELATED):
    for other in others:
        make_link(topic, other, kind=kind)
    return make_live(topic)


def test_a_page_knows_who_names_it_by_kind_and_name():
    disc = named("Herniated disc")
    linked(make_topic(kind=TopicKind.SYMPTOM, name="Numb legs"), disc)
    linked(make_topic(kind=TopicKind.SYMPTOM, name="Back cramps"), disc)
    linked(make_topic(kind=TopicKind.SPECIALTY, name="Neurologist"), disc)
    assert mentioned(disc) == {"symptoms": ["Back cramps", "Numb legs"], "specialists": ["Neurologist"]}


def test_a_page_that_names_it_twice_is_listed_once():
    disc = named("Herniated disc")
    linked(make_topic(name="Sciatica"), disc, disc, disc)
    assert mentioned(disc) == {"conditions": ["Sciatica"]}


def test_a_page_it_names_itself_is_not_listed_again():
    disc, sciatica = make_topic(name="Herniated disc"), make_topic(name="Sciatica")
    linked(sciatica, disc)
    linked(disc, sciatica)
    assert mentioned(disc) == {}


def test_a_page_that_names_itself_does_not_mention_itself():
    disc = make_topic(name="Herniated disc")
    assert mentioned(linked(disc, disc)) == {}


def test_drafts_mention_nothing_and_old_editions_no_longer():
    disc = named("Herniated disc")
    make_link(make_topic(name="Only a draft"), disc)
    sciatica = linked(make_topic(name="Sciatica"), disc)
    assert mentioned(disc) == {"conditions": ["Sciatica"]}
    sciatica.sections.all().delete()
    assert mentioned(disc) == {"conditions": ["Sciatica"]}, "the live edition still names it"
    make_live(sciatica)
    assert mentioned(disc) == {}


# --- search ----------------------------------------------------------------------------------------------------------


def found(words) -> list[str]:
    return [entry.label for entry in catalogue.search(words, CLINIC)]


def test_search_takes_every_word_or_its_beginning_in_any_order():
    named("Herniated disc", description="A disc presses on a nerve.")
    for words in ("herniated disc", "disc hern", "ner pres", "DISC"):
        assert found(words) == ["Herniated disc"], words
    for words in ("disc xylophone", "erniated", "isc"):
        assert found(words) == [], words


def test_pages_found_by_any_of_their_names_come_before_those_that_only_speak_of_it():
    named("Aching", description="Not sciatica.")
    named("Pinched nerve", "Sciatica (old name)")
    named("Zoster", plain_name="Sciatica, seemingly")
    assert found("sciatica") == ["Pinched nerve", "Zoster", "Aching"]


def test_signs_that_mean_something_to_databases_mean_nothing_here():
    named("Herniated disc")
    for words in ("100%", "a_b", "50% off", "%", "_", "\\", "'; DROP TABLE topics_edition; --"):
        assert found(words) == [], words


def test_a_percent_sign_is_only_a_blank():
    named("Pain 100 points")
    assert found("100%") == ["Pain 100 points"]


def test_search_gives_so_many_and_one_more_that_tells_there_are_others():
    make_many_live(catalogue.MOST_FOUND + 5, "Pain")
    assert len(found("pain")) == catalogue.MOST_FOUND + 1


def test_a_page_of_this_name_is_found_however_many_others_speak_of_it():
    make_many_live(catalogue.MOST_FOUND + 5, "Condition", description="It may feel like sciatica.")
    named("Sciatica")
    assert found("sciatica")[0] == "Sciatica"


def test_nothing_to_look_for_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert found(" … ") == []


# --- entries ---------------------------------------------------------------------------------------------------------


def test_an_entry_is_ready_to_be_shown():
    named("MRI", kind=TopicKind.TEST, slug="mri", description="Ask us: {clinic_phone}.")
    (entry,) = catalogue.search("mri", CLINIC)
    assert (entry.name, entry.url, entry.kind_label) == ("MRI", "/tests/mri/", "test")
    assert entry.description == f"Ask us: {CLINIC.phone}."
