"""What a clinician signs is what readers see: a page cannot change unless its digest does, and the other way round."""

from dataclasses import fields, is_dataclass, replace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given, settings

from portal.clinic import Clinic
from tests.builders import make_document
from tests.topics.documents import documents
from topics.document import CareCard, Code, Document, Item, Link, Section, Source
from topics.page_context import page_context

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

PAGES = documents("symptom", regions=["back"], targets=["test/mri"], with_links=True)
LINK = Link("condition", "sciatica", "Sciatica", "Nerve pain", "A nerve hurts.")
DOCTOR = Link("specialty", "neurologist", "Neurologist", "Nerve doctor", "Looks after nerves.")
NERVE = Item("a", "The nerve", "condition/sciatica", LINK, "")
NEUROLOGIST = Item("b", "Doctor", "specialty/neurologist", DOCTOR, "")
PAGE = make_document(
    plain_name="Sore back",
    title="When your back hurts",
    body_regions=("low-back",),
    codes=(Code("icd", "2019", "M54", "Back pain"),),
    care_cards=(CareCard("card", "urgent", "Call us if:", ("it is numb",), "Say it.", (("numb",),)),),
    sections=(
        Section(
            "one", "causes", "Causes", "Many.", "Such as:", (Item("a", "The nerve", "condition/sciatica", LINK, ""),)
        ),
        Section(
            "two", "who_to_see", "Whom to see", "", "", (Item("b", "Doctor", "specialty/neurologist", DOCTOR, ""),)
        ),
        Section("three", "types", "Types", "", "", (Item("c", "A habit", "", None, "not a disease"),)),
    ),
    sources=(Source("s", "Back pain", "NHS", "https://www.nhs.uk/", "2023"),),
)
# For staff and machines: signed as well, though no reader sees it. A line shows its own label, not its link’s name.
NOT_FOR_READERS = {
    "body_regions",
    "codes.system",
    "codes.version",
    "codes.code",
    "codes.display",
    "care_cards.id",
    "care_cards.signs",
    "sections.items.id",
    "sections.items.link.name",
    "sections.items.reason",
    "sections.items.target",
    "sections.kind",
    "sources.id",
    "kind",
}


def shown(document: Document) -> str:
    context = page_context(document, clinic=Clinic.configured())
    return render_to_string("topics/page.html", context, request=RequestFactory().get("/"))


def changed_everywhere(value, path=""):
    """Each document that differs from this one in one field, with the path of that field."""
    for field in fields(value):
        here, old = f"{path}{field.name}", getattr(value, field.name)
        for new, place in _variants(old, here):
            yield replace(value, **{field.name: new}), place


def _variants(old, here):
    if is_dataclass(old):
        yield from changed_everywhere(old, f"{here}.")
    elif isinstance(old, tuple):
        for at, one in enumerate(old):
            for new, place in _variants(one, here):
                yield (*old[:at], new, *old[at + 1 :]), place
    elif here == "kind" or here.endswith("link.kind"):
        yield "test", here
    elif here.endswith("urgency"):
        yield "emergency", here
    elif here == "sections.kind":
        yield "related", here
    elif isinstance(old, str):
        yield f"{old}x" if old else "x", here


CHANGED = list(changed_everywhere(PAGE))
PLACES = sorted({place for _document, place in CHANGED})


def test_every_field_of_a_page_is_tried():
    parts = {"care_cards", "sections", "sources", "codes"}
    assert {place.partition(".")[0] for place in PLACES} == {field.name for field in fields(Document)}
    assert {place.partition(".")[0] for place in PLACES if "." in place} == parts


@pytest.mark.django_db  # which request forms are closed
@pytest.mark.parametrize("place", PLACES)
def test_a_change_of_any_field_asks_for_a_new_signature_and_shows_unless_it_is_for_staff(place):
    changed = [document for document, where in CHANGED if where == place]
    assert all(document.sha256 != PAGE.sha256 for document in changed)
    if place not in NOT_FOR_READERS:
        usual = shown(PAGE)
        assert any(shown(document) != usual for document in changed)


@pytest.mark.django_db  # as above
@settings(deadline=None, max_examples=15)
@given(PAGES, PAGES)
def test_pages_that_differ_have_different_digests(one, other):
    if shown(one) != shown(other):
        assert one.sha256 != other.sha256
    assert shown(Document.from_json(one.to_json())) == shown(one)  # nothing else but the document makes the page
