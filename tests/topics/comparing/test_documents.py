"""Two documents part by part: nothing that differs goes untold, nothing is told twice, as few moves as can be."""

from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.topics.comparing.documents import SCIATICA, document, documents, item, pairs_of_documents, section, texts
from topics.comparing.documents import compare
from topics.comparing.order import longest_rising
from topics.comparing.parts import PartState
from topics.comparing.words import ADDED
from topics.document import Document

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

TEXTS = {"name", "plain_name", "slug", "title", "description", "summary"}


def names(changed) -> list[str]:
    return [field.name for field in changed]


def lines(comparison, place: int = 0) -> dict[str, tuple[str, str]]:
    """Each line of a section by its id: what became of it, and how it moved."""
    found = comparison.sections[place].items
    return {line.id: (line.state.value, str(line.move or "")) for line in found}


# --- whatever the documents ------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(page=documents)
def test_a_document_compared_with_itself_is_empty(page):
    comparison = compare(page, page)
    assert comparison.is_empty
    assert (comparison.changes, comparison.changed_sections) == (0, [])
    assert [part.after for part in comparison.unchanged_sections] == list(page.sections)


@settings(max_examples=25)
@given(pair=pairs_of_documents)
def test_it_is_empty_exactly_when_the_digests_are_equal(pair):
    before, after = pair
    comparison = compare(before, after)
    assert comparison.is_empty == (before.sha256 == after.sha256)
    assert comparison.is_empty == (not comparison.changes and not comparison.changed_sections)


@settings(max_examples=25)
@given(pair=pairs_of_documents)
def test_the_pieces_give_back_every_text_of_both_documents(pair):
    before, after = pair
    comparison = compare(before, after)
    parts = [(before, after, comparison.fields, TEXTS)]
    for some, of_part in ((comparison.cards, {"action"}), (comparison.sections, {"body", "list_intro"})):
        parts += [(part.before, part.after, part.fields, of_part) for part in some]
    parts += [(s.before, s.after, s.fields, {"publisher", "url", "date"}) for s in comparison.sources]
    parts += [(i.before, i.after, i.fields, {"label", "reason"}) for s in comparison.sections for i in s.items]
    for old, new, changed, wanted in parts:
        told = {field.name: field for field in changed}
        for name in wanted:
            was, now = getattr(old, name, ""), getattr(new, name, "")
            assert (texts(told[name]) if name in told else (was, was)) == (was, now)


@settings(max_examples=25)
@given(pair=pairs_of_documents)
def test_every_part_is_told_exactly_once(pair):
    before, after = pair
    comparison = compare(before, after)
    for kind, parts in (
        ("care_cards", comparison.cards),
        ("sections", comparison.sections),
        ("sources", comparison.sources),
    ):
        assert sorted(part.id for part in parts if part.before) == sorted(part.id for part in getattr(before, kind))
        assert [part.after for part in parts if part.after] == list(getattr(after, kind))
        assert len(parts) == len({part.id for part in parts})
    items = [line for part in comparison.sections for line in part.items]
    for side, page in (("before", before), ("after", after)):
        told = [getattr(line, side) for line in items if getattr(line, side)]
        assert sorted(map(repr, told)) == sorted(repr(line) for part in page.sections for line in part.items)
    assert all(line.before.id == line.after.id for line in items if line.before and line.after)


@settings(max_examples=25)
@given(page=documents, data=st.data())
def test_another_order_alone_is_told_as_the_fewest_moves(page, data):
    sections = data.draw(st.permutations(page.sections))
    shuffled = tuple(replace(part, items=tuple(data.draw(st.permutations(part.items)))) for part in sections)
    cards = tuple(data.draw(st.permutations(page.care_cards)))
    comparison = compare(page, replace(page, sections=shuffled, care_cards=cards))
    assert comparison.fields == () == comparison.listings
    lists = [(page.sections, comparison.sections), (page.care_cards, comparison.cards)]
    lists += [(part.before.items, part.items) for part in comparison.sections]
    for old, found in lists:
        assert all(not part.fields and part.before and part.after for part in found)
        places = [[part.id for part in old].index(part.id) for part in found]
        assert sum(bool(part.move) for part in found) == len(old) - len(longest_rising(places))


@settings(max_examples=25)
@given(pair=pairs_of_documents)
def test_the_answer_is_always_the_same(pair):
    assert compare(*pair) == compare(*pair)


def _variants(value):
    """The value with one single thing changed, for every single thing in it."""
    if is_dataclass(value):
        for field in fields(value):
            for variant in _variants(getattr(value, field.name)):
                yield replace(value, **{field.name: variant})
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from ((*value[:place], variant, *value[place + 1 :]) for variant in _variants(part))
            yield (*value[:place], *value[place + 1 :])
    elif isinstance(value, str):
        yield value + "x"
        yield value + " "


def test_no_single_letter_or_blank_changes_untold():
    linked = item("l", target="condition/sciatica", link=SCIATICA, reason="")
    page = document(section("one", items="ab"), section("two", items=""))
    page = replace(page, sections=(*page.sections, replace(section("three"), items=(linked,))))
    variants = list(_variants(page))
    assert len(variants) > 100
    for variant in variants:
        assert compare(page, variant).changes, variant


# --- the page itself -------------------------------------------------------------------------------------------------


def test_a_new_page_is_all_added():
    comparison = compare(None, document(section("one", items="ab")))
    assert comparison.is_new
    assert not comparison.is_empty
    assert names(comparison.fields) == ["kind", "name", "slug", "title", "description", "summary"]
    assert all(piece.kind == ADDED for field in comparison.fields for piece in field.pieces)
    everything = (*comparison.cards, *comparison.sections, *comparison.sources, *comparison.sections[0].items)
    assert {part.state for part in everything} == {PartState.ADDED}


def test_other_names_are_compared_name_by_name():
    before = document(other_names=("back cramps", "back spasms", "seizing up"))
    [listing] = compare(before, replace(before, other_names=("back spasms", "cramps in the back"))).listings
    assert [(line.state.value, line.name) for line in listing.lines] == [
        ("removed", "back cramps"),
        ("unchanged", "back spasms"),
        ("removed", "seizing up"),
        ("added", "cramps in the back"),
    ]


def test_a_clinical_code_is_shown_with_its_words_and_system():
    before = document()
    [listing] = compare(before, replace(before, codes=())).listings
    assert [line.before for line in listing.lines] == ["R25.2 Cramp and spasm (http://hl7.org/fhir/sid/icd-10 2019)"]


def test_a_choice_is_shown_by_its_words_and_not_cut_to_pieces():
    before = document(section("one", kind="diagnosis"))
    comparison = compare(before, document(section("one", kind="types")))
    [field] = comparison.sections[0].fields
    assert (field.name, texts(field)) == ("about", ("tests and diagnosis", "types"))


def test_signs_are_compared_line_by_line():
    before = document()
    card = before.care_cards[0]
    signs = ("a bad fall", "numb legs", "chest pain")
    [changed] = compare(before, replace(before, care_cards=(replace(card, points=signs),))).cards
    assert [(line.state.value, line.name, str(line.move or "")) for line in changed.points] == [
        ("changed", "a bad fall", "moved up from place 2 to place 1"),
        ("unchanged", "numb legs", ""),
        ("added", "chest pain", ""),
    ]


# --- sections and their lines ----------------------------------------------------------------------------------------


def test_a_section_may_be_moved_and_changed():
    one, two, three = (section(name) for name in ("one", "two", "three"))
    comparison = compare(document(one, two, three), document(replace(three, heading="Three"), one, two))
    moved = comparison.sections[0]
    assert (moved.state, str(moved.move)) == (PartState.CHANGED, "moved up from place 3 to place 1")
    assert [part.id for part in comparison.unchanged_sections] == ["one", "two"]


def test_moving_one_line_up_is_one_move():
    comparison = compare(document(section("one", items="abcde")), document(section("one", items="aebcd")))
    assert lines(comparison)["e"] == ("moved", "moved up from place 5 to place 2")
    assert comparison.changes == 1


def test_a_line_pushed_down_by_new_ones_did_not_move():
    comparison = compare(document(section("one", items="ab")), document(section("one", items="xab")))
    assert lines(comparison) == {"x": ("added", ""), "a": ("unchanged", ""), "b": ("unchanged", "")}


@pytest.mark.parametrize(
    "before, after, line, words",
    [
        ("abc", "xyzcab", "c", "moved behind “Line z”"),  # up among its fellows, down on the page
        ("xyab", "ba", "b", "moved up from place 4 to place 1"),
        ("abcde", "decab", "c", "moved behind “Line e”"),  # the others went round it
    ],
)
def test_a_move_is_told_in_words_that_are_true(before, after, line, words):
    assert (
        lines(compare(document(section("one", items=before)), document(section("one", items=after))))[line][1] == words
    )


def test_a_line_in_another_section_was_moved_and_not_replaced():
    before = document(section("one", items="ab"), section("two", items="c"))
    after = document(section("one", items="b"), section("two", items="ca"))
    comparison = compare(before, after)
    assert lines(comparison, 0) == {"b": ("unchanged", "")}
    assert lines(comparison, 1)["a"] == ("moved", "moved here from “Heading one”")
    assert [str(line) for line in comparison.sections[0].moved_away] == ["“Line a” moved to “Heading two”"]
    assert comparison.in_short == "1 change in 2 sections"


def test_a_line_outlives_its_section():
    before = document(section("one", items="ab"), section("two"))
    comparison = compare(before, document(section("two", items="a")))
    gone, stayed = comparison.sections
    assert (gone.state, [line.id for line in gone.items]) == (PartState.REMOVED, ["b"])
    assert stayed.items[0].move.from_heading == "Heading one"


def test_a_line_may_be_moved_to_a_new_section_and_reworded():
    before = document(section("one", items="a"))
    new = replace(section("two"), items=(item("a", label="Line a, reworded"),))
    line = compare(before, document(section("one"), new)).sections[1].items[0]
    assert (line.state, names(line.fields)) == (PartState.CHANGED, ["label"])
    assert line.move.from_heading == "Heading one"


def test_lines_of_one_id_in_two_sections_are_told_apart():
    before = document(section("one", items="a"), section("two", items="a"))
    comparison = compare(before, document(section("one", items="a"), section("two", items="")))
    assert [lines(comparison, place) for place in (0, 1)] == [{"a": ("unchanged", "")}, {"a": ("removed", "")}]


def test_sixty_sections_with_six_hundred_lines_keep_their_count():
    sections = [replace(section(f"s{n}"), items=tuple(item(f"{n}-{m}") for m in range(10))) for n in range(60)]
    before: Document = document(*sections)
    last = sections[-1]
    after = document(last, *sections[:-1])
    comparison = compare(before, after)
    assert (comparison.changes, len(comparison.unchanged_sections)) == (1, 59)
