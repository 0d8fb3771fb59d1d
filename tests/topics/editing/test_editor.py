"""The page as a form: what may be unfinished, what is wrong, blocks that come, go and move, and versions."""

import pytest

from tests.builders import make_document
from tests.topics.editing import known
from tests.topics.editing.known import edit
from tests.topics.editing.sending import sent
from topics.document import CareCard, Code, Section, Source
from topics.editing.screen import page_context

ICD = "http://hl7.org/fhir/sid/icd-10"


def page(**changes):
    """A page with three sections, three sources and a code."""
    values = {
        "sections": tuple(Section(f"s{n}", "causes", f"Part {n}", f"Text {n}.", "", ()) for n in (1, 2, 3)),
        "sources": tuple(Source(f"q{n}", f"Book {n}", "NICE", "", "") for n in (1, 2, 3)),
        "codes": (Code(ICD, "2019", "M54.5", "Low back pain"),),
        "body_regions": ("low-back",),
    }
    return make_document(**values | changes)


def after(document=None, **changes):
    return known.after(document or page(), **changes)


def headings(editor):
    return [section.heading for section in editor.document().sections]


# --- unfinished and wrong --------------------------------------------------------------------------------------------


def test_what_is_stored_is_valid_and_unchanged():
    editor = after()
    assert editor.is_valid() and editor.wants_saving and editor.document() == page()


def test_a_new_page_needs_no_more_than_a_name():
    editor = edit(None, sent(edit(None), name="Neck pain at night"))
    assert editor.is_valid(), editor.problems()
    document = editor.document()
    assert (document.name, document.slug, document.kind) == ("Neck pain at night", "neck-pain-at-night", "symptom")
    assert document.sections == document.care_cards == ()


def test_a_draft_may_be_unfinished():
    empty = {"title": "", "description": "", "summary": "", "other_names": "", "body_regions": []}
    editor = after(page(sections=(), care_cards=(), sources=(), codes=()), **empty)
    assert editor.is_valid()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Give the page a name"),
        ("name", "x" * 121, "At most 120 characters, please: there are 121"),
        ("slug", "Back Pain", "small letters"),
        ("slug", "x" * 81, "At most 80"),
        ("description", "x" * 201, "At most 200"),
        ("summary", "Call {emergency_nubmer} now", "{emergency_nubmer} is not known"),
        ("other_names", "fine\n" + "x" * 121, "Line 2, “xxx"),
        ("body_regions", ["low-back", "moon"], "“moon” is not one of the body regions"),
        ("cards-0-urgency", "whenever", "choose one of the entries"),
        ("cards-0-heading", "", "Write the instruction"),
        ("cards-0-points", "", "at least one sign"),
        ("sections-0-heading", "", "Give the section a heading"),
        ("sections-0-kind", "", "Choose what the section is about"),
        ("sections-0-kind", "poem", "choose one of the entries"),
        ("sections-0-list_intro", "x" * 301, "At most 300"),
        ("sections-0-list", "x" * 201, "Line 1"),
        ("sections-1-order", "second", "a whole number"),
        ("sources-0-title", "", "Write the title"),
        ("sources-0-url", "javascript:alert(1)", "valid URL"),
        ("sources-0-date", "x" * 11, "At most 10"),
        ("codes-0-system", "", "Which code system"),
        ("codes-0-code", "", "Write the code"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_kept(field, value, words):
    editor = after(**{field: value})
    assert not editor.is_valid()
    [problem] = editor.problems()
    assert words in problem.sentence
    assert problem.field_id == f"id_{field}".replace("id_body_regions", editor.body_regions.id)
    again = sent(editor)
    if field not in ("body_regions", "sections-1-order") and value not in ("whenever", "poem"):
        assert again[field].replace("\r\n", "\n") == value
    assert editor.document().kind == "symptom"


def test_the_view_can_add_what_only_the_database_knows():
    editor = after()
    editor.refuse("slug", "Another page has this address.")
    editor.refuse("", "Try again.")
    assert [problem.sentence for problem in editor.problems()] == ["Try again.", "Another page has this address."]


def test_texts_are_cleaned_of_what_nobody_sees():
    editor = after(name="Back\u202e  pain\x00", summary="One\r\n\r\nTwo\u200b ", other_names="sore\u2028back\n\n a ")
    document = editor.document()
    assert (document.name, document.summary) == ("Back pain", "One\n\nTwo")
    assert document.other_names == ("a", "back", "sore")


def test_a_code_given_twice_is_refused():
    twice = page(codes=(Code(ICD, "", "M54", "a"), Code(ICD, "", "M55", "b")))
    assert [problem.sentence for problem in after(twice, **{"codes-1-code": "M54"}).problems()] == [
        "This code is there twice."
    ]


@pytest.mark.parametrize("part", ["cards", "sections", "sources", "codes"])
def test_a_page_that_did_not_arrive_whole_is_not_stored(part):
    assert not after(**{f"{part}-count": None}).is_valid()
    assert not after(**{f"{part}-count": "many"}).is_valid()


def test_headings_may_be_the_same():
    assert headings(after(**{"sections-1-heading": "Part 1"})) == ["Part 1", "Part 1", "Part 3"]


# --- blocks ----------------------------------------------------------------------------------------------------------


def test_a_section_is_removed():
    editor = after(**{"sections-1-remove": "on", "sections-1-heading": ""})
    assert editor.is_valid()
    assert [section.id for section in editor.document().sections] == ["s1", "s3"]


def test_a_block_that_was_emptied_altogether_goes():
    emptied = {"sections-1-heading": "", "sections-1-body": ""}
    assert headings(after(**emptied)) == ["Part 1", "Part 3"]


def test_a_removed_section_is_still_there_to_be_kept_while_something_else_is_wrong():
    editor = after(**{"sections-1-remove": "on", "name": ""})
    assert not editor.is_valid()
    again = sent(editor, **{"name": "Back pain", "sections-1-remove": None})
    assert edit(page(), again).document() == page()


@pytest.mark.parametrize(
    ("orders", "result"),
    [
        ({2: "1"}, "3 1 2"),
        ({0: "3"}, "2 3 1"),
        ({0: "2"}, "2 1 3"),
        ({1: "1", 2: "1"}, "2 3 1"),
        ({0: "", 1: "x"}, "1 2 3"),
        ({0: "9999"}, "2 3 1"),
        ({2: "0"}, "3 1 2"),
    ],
)
def test_sections_stand_in_the_order_of_their_numbers(orders, result):
    editor = after(**{f"sections-{index}-order": order for index, order in orders.items()})
    assert " ".join(heading.removeprefix("Part ") for heading in headings(editor)) == result


@pytest.mark.parametrize(
    ("wish", "result"),
    [
        ("sections up:2", ["Part 1", "Part 3", "Part 2"]),
        ("sections down:0", ["Part 2", "Part 1", "Part 3"]),
        ("sections up:0", ["Part 1", "Part 2", "Part 3"]),
        ("sections down:2", ["Part 1", "Part 2", "Part 3"]),
        ("sections sideways:1", ["Part 1", "Part 2", "Part 3"]),
        ("sections up:99", ["Part 1", "Part 2", "Part 3"]),
        ("nothing", ["Part 1", "Part 2", "Part 3"]),
    ],
)
def test_buttons_move_sections_and_save_nothing(wish, result):
    editor = after(_arrange=wish, name="")
    assert editor.arranging and not editor.wants_saving
    assert headings(editor) == result
    assert page_context(editor)["problems"] == []
    moved = edit(page(), sent(editor, name="Back pain"))
    assert moved.is_valid() and headings(moved) == result


@pytest.mark.parametrize("part", ["cards", "sections", "sources", "codes"])
def test_a_button_adds_an_empty_block_and_keeps_what_is_typed(part):
    editor = after(_arrange=f"{part} add", summary="Typed just now.")
    again = sent(editor)
    assert int(again[f"{part}-count"]) == int(sent(edit(page()))[f"{part}-count"]) + 1
    saved = edit(page(), again)
    assert saved.is_valid() and saved.document().summary == "Typed just now."
    assert saved.document().sections == page().sections  # an empty block is no block


def test_an_added_section_is_saved_with_an_id_of_its_own_that_stays():
    first = after(_arrange="sections add")
    filled = {"sections-3-heading": "New", "sections-3-kind": "types", "sections-3-list": "Sciatica", "name": ""}
    wrong = edit(page(), sent(first, **filled))
    mended = edit(page(), sent(wrong, name="Back pain"))
    assert mended.is_valid()
    assert wrong.document().sections[3] == mended.document().sections[3]
    assert mended.document().sections[3].items[0].target == "condition/sciatica"


@pytest.mark.parametrize("stable_id", ["", "s1", "<script>", "x" * 21, None])
def test_a_block_without_a_fit_id_gets_a_new_one(stable_id):
    editor = after(**{"sections-1-id": stable_id})
    ids = [section.id for section in editor.document().sections]
    assert ids[0] == "s1" and len(set(ids)) == 3 and ids[1] != stable_id


def test_the_most_urgent_card_stands_first():
    cards = tuple(CareCard(f"c{n}", urgency, "Do:", ("a",), "") for n, urgency in enumerate(["emergency", "urgent"]))
    editor = after(page(care_cards=cards), **{"cards-0-urgency": "nonurgent"})
    assert [card.id for card in editor.document().care_cards] == ["c1", "c0"]


# --- versions --------------------------------------------------------------------------------------------------------


def test_the_page_remembers_which_version_it_was_typed_over():
    assert edit(page(), version=4).base_version == 4
    assert edit(page(), sent(edit(page(), version=4)), version=6).base_version == 4
    assert after(base_version="x").base_version == after(base_version=None).base_version == 0


def test_what_was_typed_over_an_older_version_keeps_its_own_lines_and_links():
    rows = page().sections[0]
    mine = after(**{"sections-0-list": "The nerve", "sections-0-line-x": ""}).document()
    linked = edit(mine, sent(edit(mine), **{f"sections-0-line-{mine.sections[0].items[0].id}-name": "Sciatica"}))
    before = linked.document()
    theirs = page(sections=(rows,))  # a colleague took the line out meanwhile
    late = edit(theirs, sent(edit(before), summary="Mine."), version=8)
    assert late.document().sections[0].items[0].target == "condition/sciatica"
    assert late.document().sections[0].items[0].id == before.sections[0].items[0].id
