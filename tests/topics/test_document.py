"""A page is a value: one canonical form, one digest, and no way to change it."""

import json
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from hypothesis import given, settings

from tests.builders import make_document, make_live, make_section, make_topic
from tests.topics.documents import documents
from topics.document import SCHEMA, WITHOUT_SIGNS, CareCard, Document, Item, Link
from topics.models import Edition

PAGES = documents("symptom", regions=["back"], targets=["test/mri"], with_links=True)


def turned_round(stored):
    """The same JSON with the keys of every object in the opposite order, as another database might keep them."""
    if isinstance(stored, dict):
        return {key: turned_round(stored[key]) for key in reversed(stored)}
    return [turned_round(part) for part in stored] if isinstance(stored, list) else stored


@settings(max_examples=40)
@given(PAGES)
def test_a_stored_document_comes_back_exactly_with_its_digest_whatever_the_order_of_its_keys(page):
    stored = json.loads(json.dumps(page.to_json()))
    for found in (stored, turned_round(stored)):
        assert Document.from_json(found) == page
        assert Document.from_json(found).sha256 == page.sha256


@settings(max_examples=25)
@given(PAGES, PAGES)
def test_two_documents_have_one_digest_only_if_they_are_equal(one, another):
    in_one_field_another = [replace(one, **{field.name: getattr(another, field.name)}) for field in fields(Document)]
    for other in (another, *in_one_field_another):
        assert (one == other) is (one.canonical() == other.canonical()) is (one.sha256 == other.sha256)


def test_the_canonical_form_is_json_with_sorted_keys_and_no_blanks_in_utf_8():
    page = make_document(name="Біль", care_cards=(), sections=(), sources=(), other_names=(), summary="")
    assert page.canonical().decode() == (
        '{"body_regions":[],"care_cards":[],"codes":[],"description":"Pain in the back.","kind":"symptom",'
        '"name":"Біль","other_names":[],"plain_name":"","schema":1,"sections":[],"slug":"back-pain","sources":[],'
        '"summary":"","title":""}'
    )


def test_the_digest_of_a_document_is_the_same_today_as_when_it_was_signed():
    """If this fails, every stored digest has lost its meaning: raise SCHEMA and keep reading the old one."""
    assert (SCHEMA, WITHOUT_SIGNS) == (2, 1)
    page = make_document()
    assert page.sha256 == "17cabc2d21769c2b2c18eabb408183f26d100ac01919310a404d35c8558b5e6b"
    assert page.to_json()["schema"] == 1 and "signs" not in page.to_json()["care_cards"][0]
    named = naming(page, ("numb", "weak"))
    assert named.to_json()["schema"] == 2
    assert named.sha256 == "7a9d9e74b2f751596dad6fb7bca0ac0c0751ea3697021b3715da11e0659e0275"
    assert naming(named, ()).sha256 == page.sha256


def naming(page: Document, signs) -> Document:
    return replace(page, care_cards=(replace(page.care_cards[0], signs=(signs,)),))


def test_a_stored_document_of_before_points_named_signs_is_read_and_keeps_its_digest():
    stored = make_document().to_json()
    assert Document.from_json(stored) == make_document()
    assert Document.from_json(stored).care_cards[0].warnings == (("numbness", ()),)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([("b", "a", "b")], (("a", "b"), ())),
        ([(), ("a",), ("beyond",)], ((), ("a",))),
        ([(), ()], ()),
        ([], ()),
    ],
)
def test_the_signs_of_a_card_stand_beside_its_points_in_one_form(given, kept):
    assert CareCard("c", "urgent", "Do:", ("one", "two"), "", tuple(given)).signs == kept


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Back pain "},
        {"name": "Back\u00a0pain"},
        {"other_names": ()},
        {"body_regions": ("back",)},
        {"slug": "pain-in-the-back"},
        {"kind": "condition"},
        {"sections": ()},
        {"sources": ()},
        {"care_cards": ()},
    ],
)
def test_any_change_changes_the_digest(changes):
    assert make_document(**changes).sha256 != make_document().sha256


def test_the_order_of_lines_counts():
    page = make_document()
    section = page.sections[0]
    other = replace(page, sections=(replace(section, items=section.items[::-1]),))
    assert other.sha256 != page.sha256


def test_nothing_of_a_document_can_be_changed():
    page = make_document()
    with pytest.raises(FrozenInstanceError):
        page.name = "Another"
    with pytest.raises(FrozenInstanceError):
        page.sections[0].items[0].label = "Another"


@pytest.mark.parametrize("schema", [SCHEMA + 1, 0, "1", None])
def test_a_document_of_another_schema_is_refused_by_name(schema):
    with pytest.raises(ValueError, match=f"schema {schema!r}; this portal reads {SCHEMA}"):
        Document.from_json(make_document().to_json() | {"schema": schema})


def test_a_document_without_a_schema_or_a_part_is_refused():
    stored = make_document().to_json()
    with pytest.raises(ValueError, match="schema None"):
        Document.from_json({key: value for key, value in stored.items() if key != "schema"})
    with pytest.raises(KeyError):
        Document.from_json({key: value for key, value in stored.items() if key != "summary"})


def test_the_headline_is_the_title_or_else_the_name():
    assert make_document(title="").headline == "Back pain"
    assert make_document(title="Back pain: what helps").headline == "Back pain: what helps"


def test_targets_say_which_topics_the_page_names_and_under_what():
    page = make_document()
    linked = Item("line-3", "MRI", "test/mri", Link("test", "mri", "MRI", "", ""), "")
    section = replace(page.sections[0], items=(*page.sections[0].items, linked, replace(linked, id="line-4")))
    assert replace(page, sections=(section,)).targets() == {("causes", "test/mri")}


# --- in the database -------------------------------------------------------------------------------------------------


def test_an_edition_gives_back_the_very_document_that_was_signed(db):
    """On PostgreSQL it has been through jsonb, which keeps neither the order of keys nor blanks."""
    topic = make_topic(
        name="Radikulitis – «простріл» 腰痛", description='Quotes " and \\ and </script> and 1.0 and \u2028'
    )
    make_section(topic, body="Emoji 👩‍👩‍👧, e\u0301 and é, tab\tand\nline", heading="\u202eturned round")
    edition = Edition.objects.get(pk=make_live(topic).live_edition_id)
    assert edition.content.sha256 == edition.sha256
    assert edition.content.name == topic.name
    assert edition.content.sections[0].body == "Emoji 👩‍👩‍👧, e\u0301 and é, tab\tand\nline"
