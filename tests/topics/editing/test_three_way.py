"""Two drafts over one: what only one of the two changed is never wiped by the other."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.builders import make_document
from tests.topics import documents
from topics.document import CareCard, Code, Document, Item, Section, Source
from topics.editing.three_way import merge


def item(name: str, label: str = "", target: str = "", reason: str = "") -> Item:
    return Item(name, label or f"Line {name}", target, None, reason)


def section(name: str, *items: Item, **changes) -> Section:
    values = {"kind": "causes", "heading": f"Heading {name}", "body": f"Body {name}", "list_intro": ""}
    return Section(name, **values | changes, items=items)


BASE = make_document(
    other_names=("ache", "sore"),
    body_regions=("back", "neck"),
    codes=(Code("s", "1", "a", "A"),),
    care_cards=(
        CareCard("c1", "emergency", "Call", ("one", "two"), "Say it"),
        CareCard("c2", "urgent", "Ask", ("x",), ""),
    ),
    sections=(section("s1", item("a"), item("b"), item("c")), section("s2", item("d")), section("s3")),
    sources=(Source("q1", "One", "NHS", "", ""), Source("q2", "Two", "", "", "")),
)


def with_part(document: Document, group: str, part: str, **changes) -> Document:
    parts = tuple(replace(one, **changes) if one.id == part else one for one in getattr(document, group))
    return replace(document, **{group: parts})


def without(document: Document, group: str, part: str) -> Document:
    return replace(document, **{group: tuple(one for one in getattr(document, group) if one.id != part)})


def lines(document: Document, section: str) -> list[str]:
    return [item.label for one in document.sections if one.id == section for item in one.items]


def ids(document: Document) -> list[str]:
    return [one.id for one in document.sections]


# Each change of one part, and of another: both are there afterwards, whoever made which.
CHANGES = {
    "name": lambda d: replace(d, name="Neck pain"),
    "slug": lambda d: replace(d, slug="neck-pain"),
    "plain name": lambda d: replace(d, plain_name="Stiff neck"),
    "title": lambda d: replace(d, title="A title"),
    "description": lambda d: replace(d, description="Other words."),
    "summary": lambda d: replace(d, summary="Other words."),
    "another name more": lambda d: replace(d, other_names=tuple(sorted({*d.other_names, "lumbago"}))),
    "another name less": lambda d: replace(d, other_names=tuple(one for one in d.other_names if one != "ache")),
    "a region more": lambda d: replace(d, body_regions=tuple(sorted({*d.body_regions, "leg"}))),
    "a region less": lambda d: replace(d, body_regions=tuple(one for one in d.body_regions if one != "neck")),
    "a code more": lambda d: replace(d, codes=(*d.codes, Code("s", "1", "b", "B"))),
    "words of a code": lambda d: replace(
        d, codes=tuple(replace(one, display="Z") if one.code == "a" else one for one in d.codes)
    ),
    "heading of a card": lambda d: with_part(d, "care_cards", "c1", heading="Call now"),
    "action of a card": lambda d: with_part(d, "care_cards", "c1", action="Do it"),
    "a card more": lambda d: replace(d, care_cards=(*d.care_cards, CareCard("c3", "nonurgent", "Later", ("y",), ""))),
    "a card less": lambda d: without(d, "care_cards", "c2"),
    "heading of a section": lambda d: with_part(d, "sections", "s1", heading="Other"),
    "text of a section": lambda d: with_part(d, "sections", "s1", body="Other"),
    "kind of a section": lambda d: with_part(d, "sections", "s1", kind="related"),
    "words before a list": lambda d: with_part(d, "sections", "s2", list_intro="Among them:"),
    "a section more at the end": lambda d: replace(d, sections=(*d.sections, section("s4", item("z")))),
    "a section less": lambda d: without(d, "sections", "s3"),
    "a source more": lambda d: replace(d, sources=(*d.sources, Source("q3", "Three", "", "", ""))),
    "a source less": lambda d: without(d, "sources", "q2"),
    "title of a source": lambda d: with_part(d, "sources", "q1", title="First"),
    "address of a source": lambda d: with_part(d, "sources", "q1", url="https://example.org/"),
}


@pytest.mark.parametrize("one", CHANGES, ids=str)
def test_two_different_changes_are_both_there_whoever_made_which(one):
    for other in list(CHANGES)[list(CHANGES).index(one) + 1 :]:
        mine, theirs = CHANGES[one](BASE), CHANGES[other](BASE)
        both = merge(BASE, mine, theirs)
        assert both == merge(BASE, theirs, mine), other
        assert merge(BASE, both, mine) == both and merge(BASE, both, theirs) == both, other
        assert merge(mine, both, mine) == both and both not in (BASE, mine, theirs), other


def with_lines(document: Document, *items: Item) -> Document:
    return with_part(document, "sections", "s1", items=items)


A, B, C = BASE.sections[0].items
LINE_CASES = {
    "a line each": ((A, B, C, item("x")), (A, item("y"), B, C), ["Line a", "Line y", "Line b", "Line c", "Line x"]),
    "one reworded, one more": ((A, item("b", "B!"), C), (A, B, C, item("y")), ["Line a", "B!", "Line c", "Line y"]),
    "one reworded, another gone": ((A, item("b", "B!"), C), (A, B), ["Line a", "B!"]),
    "one reworded here, gone there": ((A, item("b", "B!"), C), (A, C), ["Line a", "B!", "Line c"]),
    "gone here, reworded there": ((A, C), (A, item("b", "B!"), C), ["Line a", "Line c"]),
    "both reworded": ((A, item("b", "mine"), C), (A, item("b", "theirs"), C), ["Line a", "mine", "Line c"]),
    "moved here, reworded there": ((C, A, B), (A, item("b", "B!"), C), ["Line c", "Line a", "B!"]),
    "reworded here, moved there": ((A, item("b", "B!"), C), (C, A, B), ["Line c", "Line a", "B!"]),
    "all gone here, one more there": ((), (A, B, C, item("y")), ["Line y"]),
}


@pytest.mark.parametrize("case", LINE_CASES)
def test_lists_are_brought_together_line_by_line(case):
    mine, theirs, expected = LINE_CASES[case]
    assert lines(merge(BASE, with_lines(BASE, *mine), with_lines(BASE, *theirs)), "s1") == expected


def test_where_a_line_leads_is_apart_from_its_words():
    mine = with_lines(BASE, A, item("b", "B!"), C)
    theirs = with_lines(BASE, A, item("b", target="condition/disc"), C)
    assert merge(BASE, mine, theirs).sections[0].items[1] == item("b", "B!", "condition/disc")


def test_a_line_that_one_moved_to_another_section_and_one_reworded_is_there_once():
    moved = with_part(with_lines(BASE, A, C), "sections", "s2", items=(item("d"), B))
    reworded = with_lines(BASE, A, item("b", "B!"), C)
    for mine, theirs in ((moved, reworded), (reworded, moved)):
        both = merge(BASE, mine, theirs)
        assert lines(both, "s1") == ["Line a", "Line c"]
        assert lines(both, "s2") == ["Line d", "B!"]


def test_a_section_changed_here_and_taken_away_there_stays_with_all_its_lines():
    for mine in (with_part(BASE, "sections", "s1", body="Mine"), with_lines(BASE, A, item("b", "B!"), C)):
        both = merge(BASE, mine, without(BASE, "sections", "s1"))
        assert ids(both) == ["s1", "s2", "s3"] and both.sections[0] == mine.sections[0]


def test_a_line_moved_out_of_or_into_a_section_that_is_taken_away_stays():
    gone = without(BASE, "sections", "s1")
    out = with_part(BASE, "sections", "s1", items=(item("a"), item("b")))
    out = with_part(out, "sections", "s2", items=(item("d"), item("c")))
    assert lines(merge(BASE, gone, out), "s2") == ["Line d", "Line c"]
    into = with_part(with_part(BASE, "sections", "s2", items=()), "sections", "s1", items=(item("a"), item("d")))
    assert lines(merge(BASE, gone, into), "s2") == ["Line d"]
    dropped = with_part(BASE, "sections", "s1", items=(item("a"), item("b")))
    assert lines(merge(BASE, dropped, out), "s2") == ["Line d"]  # taken away by itself: gone


def test_the_signs_that_points_name_are_brought_together_point_by_point():
    signed = with_part(BASE, "care_cards", "c1", signs=(("saddle",), ()))
    mine = with_part(signed, "care_cards", "c1", signs=(("saddle",), ("fever",)))
    theirs = with_part(signed, "care_cards", "c1", points=("one", "zero", "two"), signs=(("bowels",), (), ()))
    merged = merge(signed, mine, theirs).care_cards[0]
    assert merged.warnings == (("one", ("bowels",)), ("zero", ()), ("two", ("fever",)))


def test_a_section_taken_away_here_is_gone():
    assert ids(merge(BASE, without(BASE, "sections", "s1"), with_part(BASE, "sections", "s1", body="Theirs"))) == [
        "s2",
        "s3",
    ]


def test_the_order_is_that_of_whoever_moved_something():
    turned = replace(BASE, sections=BASE.sections[::-1])
    more = replace(BASE, sections=(BASE.sections[0], section("new"), *BASE.sections[1:]))
    assert ids(merge(BASE, turned, more)) == ["s3", "s2", "s1", "new"]
    assert ids(merge(BASE, more, turned)) == ["s3", "s2", "s1", "new"]


def test_where_both_changed_the_same_field_mine_stands_and_the_rest_is_theirs():
    mine = replace(BASE, summary="Mine.")
    theirs = replace(BASE, summary="Theirs.", description="Theirs too.")
    both = merge(BASE, mine, theirs)
    assert (both.summary, both.description) == ("Mine.", "Theirs too.")


whole = documents.documents("symptom", regions=("back", "leg", "neck")).filter(
    lambda document: len({item.id for item in _items(document)}) == len(_items(document))
)


def _items(document: Document) -> list[Item]:
    return [item for section in document.sections for item in section.items]


@settings(max_examples=15)
@given(whole, whole)
def test_a_change_of_one_alone_is_that_change(one, other):
    assert merge(one, one, one) == one
    assert merge(one, other, one) == other
    assert merge(one, one, other) == other
    assert merge(one, other, other) == other
