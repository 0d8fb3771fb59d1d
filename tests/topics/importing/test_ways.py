"""The same article, typed in thirty ways: each comes out as the same draft, to the byte."""

import pytest

from tests.topics.importing import word_files
from tests.topics.importing.texts import ARTICLE, LEAD_IN, SIZES, TITLE, WAYS
from topics.editing.names import Names
from topics.importing.planning import plan
from topics.importing.reading import Format, read

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

NOBODY = Names([])
WORD_FILES = {
    "with styles": word_files.with_styles(),
    "without styles": word_files.without_styles(),
    "as typed": word_files.as_typed(),
}


def planned(data, name="doors.txt"):
    return plan(read(name, data), "symptom", NOBODY, {})


AS_IT_IS = planned(WAYS["with dashes"])


def test_the_article_has_all_its_sections_paragraphs_and_lines():
    sections = AS_IT_IS.sections(NOBODY)
    paragraphs, lines = sum(part.paragraphs for part in sections), sum(len(part.lines) for part in sections)
    assert (len(sections), paragraphs, lines) == SIZES
    assert (AS_IT_IS.document.name, AS_IT_IS.document.title) == ("Squeaky doors", TITLE)
    assert AS_IT_IS.document.slug == "squeaky-doors"
    assert AS_IT_IS.unrecognised == frozenset()
    for part, section in zip(ARTICLE, AS_IT_IS.document.sections, strict=True):
        assert (section.heading, section.kind) == (part.heading, part.kind)
        assert tuple(item.label for item in section.items) == part.lines
        said = "\n\n".join(part.paragraphs)
        assert section.body == said.removesuffix(f" {LEAD_IN}")
        assert section.list_intro == (LEAD_IN if section.kind == "treatment" else "")


@pytest.mark.parametrize("way", WAYS)
def test_however_it_is_typed_the_same_draft_comes_out(way):
    found = planned(WAYS[way])
    assert found.document == AS_IT_IS.document
    assert found.document.sha256 == AS_IT_IS.document.sha256


@pytest.mark.parametrize("way", WORD_FILES)
def test_the_same_text_as_a_word_document_gives_the_same_draft(way):
    arrived = read("doors.docx", WORD_FILES[way])
    assert arrived.format == Format.WORD
    assert plan(arrived, "symptom", NOBODY, {}).document == AS_IT_IS.document


def test_the_same_text_has_the_same_digest_in_every_format():
    digests = {read("doors", data).sha256 for data in (*WAYS.values(), *WORD_FILES.values())}
    assert digests == {read("doors", WAYS["with dashes"]).sha256}
    assert read("doors", WAYS["with dashes"].replace(b"Rust", b"Dust")).sha256 not in digests


def test_a_plan_survives_being_stored():
    assert type(AS_IT_IS).from_json(AS_IT_IS.to_json()) == AS_IT_IS
