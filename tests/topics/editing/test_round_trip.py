"""A Document put on the page and sent back unchanged is the same Document, to the byte."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.lib.text import clean_line, clean_text
from tests.topics.editing.known import NAMES, REGIONS, SIGNS, edit
from tests.topics.editing.sending import sent
from topics.document import CareCard, Code, Document, Item, Section, Source
from topics.editing.editor import DraftEditor
from topics.kinds import SectionKind, TopicKind, Urgency
from topics.placeholders import unknown
from topics.shipped import files, regions

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

HOSTILE = ["</textarea><script>x</script>", '" autofocus onfocus="x', "&lt;b&gt; &amp;", "{{ 7 }}", "'--", "=1+1"]
characters = st.characters(exclude_categories=("Cs", "Co", "Cn"))


def lines(limit, least=1):
    """One line as it is stored: cleaned already."""
    typed = st.one_of(st.sampled_from(HOSTILE), st.text(characters, max_size=30)).map(lambda text: text[:limit])
    clean = typed.map(clean_line).filter(lambda text: clean_line(text) == text and not unknown(text))
    return clean.filter(lambda text: len(text) >= least)


texts = st.one_of(st.sampled_from(HOSTILE), st.text(characters, max_size=200)).map(clean_text)
texts = texts.filter(lambda text: clean_text(text) == text and not unknown(text))
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,19}", fullmatch=True)
links = {one.target: one.link for one in NAMES.known}


def parts(strategy, most=3):
    return st.lists(strategy, max_size=most, unique_by=lambda part: part.id).map(tuple)


@st.composite
def items(draw):
    decision = draw(st.sampled_from(["link", "reason", "open"]))
    target = draw(st.sampled_from(sorted(links))) if decision == "link" else ""
    reason = draw(lines(200)) if decision == "reason" else ""
    return Item(draw(ids), draw(lines(200)), target, links.get(target), reason)


@st.composite
def documents(draw):
    """Any page as it may be stored; ids of lines are unique over the whole page, as the editor makes them."""
    section = st.builds(
        Section,
        ids,
        st.sampled_from(SectionKind.values),
        lines(160),
        texts,
        lines(300, least=0),
        st.lists(items(), max_size=4).map(tuple),
    )
    sections = draw(parts(section))
    all_lines = [item.id for section in sections for item in section.items]
    if len(set(all_lines)) < len(all_lines):
        sections = ()
    points = st.lists(lines(200), min_size=1, max_size=3).map(tuple)
    named = st.lists(st.sampled_from(["numb", "fever", "stiff", "gone"]), max_size=3).map(tuple)
    signs = st.lists(named, max_size=3).map(tuple)
    cards = draw(parts(st.builds(CareCard, ids, st.sampled_from(Urgency.values), lines(200), points, texts, signs)))
    code = st.builds(Code, lines(120), lines(40, least=0), lines(40), lines(160, least=0))
    codes = draw(st.lists(code, max_size=2, unique_by=lambda code: (code.system, code.version, code.code)))
    urls = st.sampled_from(["", "https://example.org/a?b=1&c=%22", "http://xn--e1afmkfd.example/"])
    return Document(
        kind=draw(st.sampled_from(TopicKind.values)),
        slug=draw(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)),
        name=draw(lines(120)),
        plain_name=draw(lines(120, least=0)),
        title=draw(lines(160, least=0)),
        description=draw(lines(200, least=0)),
        summary=draw(texts),
        other_names=tuple(sorted(draw(st.sets(lines(120), max_size=3)))),
        body_regions=tuple(sorted(draw(st.sets(st.sampled_from(sorted(REGIONS)))))),
        codes=tuple(sorted(codes, key=lambda code: (code.system, code.version, code.code))),
        care_cards=tuple(sorted(cards, key=lambda card: Urgency(card.urgency).rank)),
        sections=sections,
        sources=draw(parts(st.builds(Source, ids, lines(200), lines(120, least=0), st.one_of(urls), lines(10, 0)))),
    )


@settings(max_examples=25, deadline=None)
@given(documents())
def test_what_is_put_on_the_page_comes_back_exactly(document):
    shown = edit(document, kind=document.kind)
    assert shown.document() == document
    back = edit(document, sent(shown), kind=document.kind)
    assert back.is_valid(), back.problems()
    assert back.document().canonical() == document.canonical()


def test_the_shipped_pages_come_back_exactly():
    everywhere = regions()
    for file in files():
        kind = file.document.kind
        data = sent(DraftEditor(kind, file.document, 1, names=NAMES, regions=everywhere, signs=SIGNS))
        back = DraftEditor(kind, file.document, 1, data, names=NAMES, regions=everywhere, signs=SIGNS)
        assert back.is_valid(), (file.key, back.problems())
        assert back.document() == file.document
