"""Whatever is typed into a text of a page, it stays text: no element, no attribute and no address comes of it."""

from dataclasses import fields, replace
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.clinic import Clinic
from portal.lib import markdown
from tests.builders import make_document
from tests.topics.editing.known import edit
from tests.topics.editing.sending import drawn, sent
from tests.topics.hostile import STRINGS
from topics.comparing.documents import compare
from topics.document import Code, Document
from topics.page_context import page_context

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

HARMLESS = "Harmless words."
BATCH = 50
TEXTS = ("name", "plain_name", "title", "description", "summary")
PARTS = {
    "other_names": (),
    "care_cards": ("heading", "points", "action"),
    "sections": ("heading", "body", "list_intro"),
    "sources": ("title", "publisher", "date"),
    "codes": ("system", "version", "code", "display"),
}
MARKDOWN_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br"}
ADDRESSES = {"href", "src", "action"}
SAFE_SCHEMES = {"", "http", "https", "mailto", "tel"}


class Structure(HTMLParser):
    """The elements of a page with the names of their attributes, and where its links lead."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple] = []
        self.schemes: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, *sorted(name for name, _value in attributes)))
        self.schemes |= {urlsplit(value or "").scheme for name, value in attributes if name in ADDRESSES}

    handle_startendtag = handle_starttag


def with_everywhere(text: str) -> Document:
    """A page that has this text in every field that is no Markdown, and a line with it, linked and not."""
    page = make_document()
    changed = {name: text for name in TEXTS if name != "summary"} | {"other_names": (text,)}
    for part, names in PARTS.items():
        entries = getattr(page, part) or (Code(text, text, text, text),)
        if names:
            kinds = {field.name for field in fields(entries[0])} & (set(names) - {"body"})
            values = {name: (text,) if name == "points" else text for name in kinds}
            changed[part] = tuple(replace(entry, **values) for entry in entries)
    lines = tuple(replace(item, label=text, reason=text) for item in page.sections[0].items)
    changed["sections"] = (replace(changed["sections"][0], items=lines),)
    return replace(page, **changed)


def shown(document: Document) -> str:
    context = page_context(document, clinic=Clinic.configured())
    return render_to_string("topics/page.html", context, request=RequestFactory().get("/"))


def test_there_are_about_five_hundred_of_them():
    assert len(STRINGS) >= 480


def with_all(texts: list[str]) -> Document:
    """A page with a card, a section of two lines, a source, a code and another name for each of the texts."""
    pages = [with_everywhere(text) for text in texts]
    parts = {name: [getattr(page, name)[0] for page in pages] for name in PARTS}
    for name in ("care_cards", "sections", "sources"):
        parts[name] = [replace(part, id=f"{name[:6]}-{number}") for number, part in enumerate(parts[name])]
    for number, section in enumerate(parts["sections"]):
        lines = tuple(replace(item, id=f"{item.id}-{number}") for item in section.items)
        parts["sections"][number] = replace(section, items=lines)
    parts["codes"] = [replace(code, code=f"{number} {code.code}") for number, code in enumerate(parts["codes"])]
    return replace(pages[0], **{name: tuple(values) for name, values in parts.items()})


def three_in_each() -> list[list[str]]:
    """The texts by threes in one value, in batches: what is escaped is escaped wherever in a value it stands."""
    packed = [" ".join(STRINGS[start : start + 3]) for start in range(0, len(STRINGS), 3)]
    return [packed[start : start + BATCH] for start in range(0, len(packed), BATCH)]


def test_a_page_keeps_its_elements_whatever_its_texts_are():
    """First the fields of the page itself, one text a page; then its parts, with many texts on one page."""

    def bare(text):
        return Structure(shown(replace(with_everywhere(text), **dict.fromkeys(PARTS, ()) | {"other_names": (text,)})))

    batches = three_in_each()
    usual = bare(HARMLESS).elements
    assert [text for texts in batches for text in texts if bare(text).elements != usual] == []
    expected = {size: Structure(shown(with_all([HARMLESS] * size))).elements for size in {len(b) for b in batches}}
    assert [texts for texts in batches if Structure(shown(with_all(texts))).elements != expected[len(texts)]] == []


def test_the_editing_page_keeps_its_elements():
    batches = three_in_each()
    usual = {
        size: Structure(drawn(edit(with_all([HARMLESS] * size)))).elements for size in {len(texts) for texts in batches}
    }
    for texts in batches:
        assert Structure(drawn(edit(with_all(texts)))).elements == usual[len(texts)], texts


def test_the_fields_of_the_page_itself_keep_their_elements():
    def fields_of(text):
        editor = edit(replace(make_document(sections=(), care_cards=(), sources=()), **dict.fromkeys(TEXTS, text)))
        fields = [editor.fields[name] for name in TEXTS]
        return [Structure(render_to_string("admin/topics/editing/field.html", {"field": one})) for one in fields]

    usual = [field.elements for field in fields_of(HARMLESS)]
    assert [text for text in STRINGS if [field.elements for field in fields_of(text)] != usual] == []


def test_a_comparison_keeps_its_elements():
    def compared(texts):
        twice = with_all([f"{text} {text}" for text in texts])
        labels = {"before_label": "Before", "after_label": "After"}
        comparison = compare(with_all(texts), replace(twice, **{name: texts[-1] for name in TEXTS}))
        return Structure(render_to_string("topics/comparing/comparison.html", {"comparison": comparison} | labels))

    paragraphs = "\n\n".join([HARMLESS] * 6)  # those far from any change are folded away
    usual = compared([HARMLESS, "Other words.", paragraphs]).elements
    allowed = {tag for tag, *_attributes in usual}
    names = {name for _tag, *found in usual for name in found}
    for texts in three_in_each():
        for tag, *attributes in compared(texts).elements:
            assert tag in allowed and set(attributes) <= names, texts


def test_markdown_gives_nothing_but_safe_elements_and_addresses():
    for text in STRINGS:
        found = Structure(markdown.to_html(text))
        assert {tag for tag, *_attributes in found.elements} <= MARKDOWN_TAGS, text
        assert {name for _tag, *names in found.elements for name in names} <= {"href", "title", "rel", "start"}, text
        assert found.schemes <= SAFE_SCHEMES, text


@pytest.mark.parametrize("url", ["javascript:window.__ran=1", "JAVASCRIPT:x", " data:text/html,x", "//elsewhere/"])
def test_a_source_leads_to_the_web_or_nowhere(url):
    page = make_document()
    page = replace(page, sources=(replace(page.sources[0], url=url),))
    assert url.strip() not in shown(page)


def test_what_the_page_carries_along_may_be_anything():
    data = sent(edit(make_document()))
    for text in STRINGS:
        data["sections-0-before"] = data["sections-0-id"] = text
        assert edit(make_document(), data).document().sections[0].id != text
