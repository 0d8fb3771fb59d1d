"""Texts that are typed in ways nobody foresaw: what comes out, that nothing is lost, and what is said about it."""

import time
from contextlib import suppress

import pytest

from topics.importing.limits import LONGEST_LINE, MOST_LINES, MOST_ROWS, MOST_SECTIONS, FileRefused
from topics.importing.outline import outline
from topics.importing.plain_text import lines_of

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

LONG = "This is a paragraph that is long enough for nobody to take it for a heading of anything at all."


def parts(text):
    """(heading, paragraphs, lead-in, lines) of each section."""
    return [(part.heading, part.body, part.list_intro, part.lines) for part in outline(lines_of(text)).parts]


def notes(text):
    return outline(lines_of(text)).notes


def test_a_section_nobody_foresaw_is_a_section_like_any_other():
    text = f"Doors\nWhat our grandmothers knew\n{LONG}\n- Soap\n- Butter\nCauses\n{LONG}"
    assert parts(text) == [
        ("What our grandmothers knew", (LONG,), "", ("Soap", "Butter")),
        ("Causes", (LONG,), "", ()),
    ]


def test_of_two_lists_in_a_section_the_second_begins_a_part_of_its_own_and_its_sentence_stays_with_it():
    text = (
        f"Doors\n\nCauses\n{LONG}\n- Rust\n- Dust\n\n{LONG} Less often it is:\n- Damp\n- Moths\n{LONG}\n\nTypes\n{LONG}"
    )
    assert parts(text) == [
        ("Causes", (LONG,), "", ("Rust", "Dust")),
        ("Causes (2)", (LONG,), "Less often it is:", ("Damp", "Moths")),
        ("Causes (3)", (LONG,), "", ()),
        ("Types", (LONG,), "", ()),
    ]
    assert "“Causes” goes on after a list. What follows became a section of its own, “Causes (2)”." in notes(text)


def test_the_sentence_before_a_list_is_its_lead_in_and_not_a_heading():
    for lead_in in ("Less often it is:", "Among them are:", "The causes of squeaks include:"):
        found = parts(f"Doors\nWhere it comes from\n{LONG}\n{lead_in}\n- Rust\n- Dust\nTypes\n{LONG}")
        assert found[0] == ("Where it comes from", (LONG,), lead_in, ("Rust", "Dust"))


def test_a_lead_in_too_long_for_one_stays_in_the_text():
    long = f"{'very ' * 70}long list:"
    assert parts(f"Doors\nCauses\n{long}\n- Rust\n- Dust") == [("Causes", (long,), "", ("Rust", "Dust"))]


def test_a_heading_straight_above_a_list_and_one_straight_after():
    assert parts("Doors\nCauses\n- Rust\n- Dust\nWhich doctor to consult:\n- Joiner\n- Painter") == [
        ("Causes", (), "", ("Rust", "Dust")),
        ("Which doctor to consult", (), "", ("Joiner", "Painter")),
    ]


def test_lines_of_a_list_without_dots_are_taken_as_a_list_and_that_is_said():
    text = f"Doors\nCauses\n{LONG}\nRust\nDust\nOld paint\nExpert opinion\n{LONG}\nDamp rooms\nBad weather"
    assert parts(text) == [
        ("Causes", (LONG,), "", ("Rust", "Dust", "Old paint")),
        ("Expert opinion", (LONG,), "", ("Damp rooms", "Bad weather")),
    ]
    assert notes(text) == (
        "Short lines from “Rust” to “Old paint” were taken as a list: they have no dots.",
        "Short lines from “Damp rooms” to “Bad weather” were taken as a list: they have no dots.",
    )


def test_text_before_the_first_heading_is_kept_in_a_section_of_its_own():
    text = f"Doors\n{LONG}\n\nCauses\n{LONG}"
    assert [part[:2] for part in parts(text)] == [("Overview", (LONG,)), ("Causes", (LONG,))]
    assert notes(text) == ("The text before the first heading became a section called “Overview”.",)


def test_lists_inside_of_lists_and_lines_that_hang_below_them_lose_no_word():
    text = "Doors\n## Causes\n- Rust\n    - brown\n    - red rust\n      on old iron\n- Dust;\n- Damp,\n"
    assert parts(text) == [("Causes", (), "", ("Rust", "brown", "red rust on old iron", "Dust", "Damp"))]


def test_a_list_with_a_line_too_long_for_one_stays_in_the_text_with_its_dots():
    long = "very " * (LONGEST_LINE // 5) + "long"
    text = f"Doors\n# Causes\n{LONG}\n- Rust\n- {long}\n\nAnd more.\n- Damp\n"
    assert parts(text) == [("Causes", (LONG, f"- Rust\n- {long}", "And more."), "", ("Damp",))]
    assert "stays a part of the text" in notes(text)[0]


def test_where_headings_are_marked_a_short_line_is_just_a_short_line():
    text = f"# Doors\n\n## Causes\n\nRust\n\n{LONG}\n\n**Never use butter**\n\n## Types\n{LONG}"
    assert parts(text) == [
        ("Causes", ("Rust", LONG, "**Never use butter**"), "", ()),
        ("Types", (LONG,), "", ()),
    ]


def test_one_bold_sentence_makes_no_headings_of_its_own():
    text = f"Doors\nCauses\n**Call the caretaker when the door falls.**\n{LONG}\nTypes\n{LONG}"
    assert [part[0] for part in parts(text)] == ["Causes", "Types"]


def test_emphasis_leaves_headings_and_lines_but_stays_in_the_text():
    text = "Doors\n## **Causes** of it\nIt *is* **rust**.\n- **Rust** of iron\n- Dust"
    assert parts(text) == [("Causes of it", ("It *is* **rust**.",), "", ("Rust of iron", "Dust"))]


def test_headings_that_count_are_headings_also_those_nobody_foresaw():
    text = f"Doors\n1. Introduction\n{LONG}\n2. Our way\n{LONG}\n3. Treatment\n{LONG}\n1. Oil\n2. Paint"
    assert parts(text) == [
        ("Introduction", (LONG,), "", ()),
        ("Our way", (LONG,), "", ()),
        ("Treatment", (LONG,), "", ("Oil", "Paint")),
    ]


def test_letters_with_a_full_stop_make_a_list_and_short_forms_do_not():
    text = f"Doors\n# Treatment\na. Oil\nb. Paint\n# Causes\ne. g. rust, dust and damp.\n{LONG}"
    assert parts(text) == [
        ("Treatment", (), "", ("Oil", "Paint")),
        ("Causes", ("e. g. rust, dust and damp.", LONG), "", ()),
    ]


BUILT_TO_TAKE_LONG = {
    "blanks": "# A" + " " * 400_000 + "#x",
    "hashes": "# " * 200_000 + "x",
    "stars": "**" * 100_000 + "x",
    "bold and bold": "**a " * 100_000,
    "dashes": "- " * 200_000 + "x",
    "lines": "= " * 200_000 + "x",
    "letters": "a. " * 150_000 + ":",
    "short lines": "Short line\n" * 5_900,
    "far too many lines": "x:\n" * 150_000,
    "sentence ends": "a.) " * 100_000,
    "colons": "x:\n" * 5_900,
    "numbers": "1. x\nText\n" * 2_900,
    "blank lines": (" " * 3_000 + "\n") * 150,
}


@pytest.mark.parametrize("what", BUILT_TO_TAKE_LONG)
def test_texts_that_are_built_to_take_long_do_not(what):
    started = time.process_time()
    with suppress(FileRefused):
        outline(lines_of(f"Doors\n{BUILT_TO_TAKE_LONG[what]}\n- x\n"))
    assert time.process_time() - started < 1


def test_questions_are_headings_and_sentences_are_not():
    text = f"Doors\nWhat is it?\n{LONG}\nIt is rust.\nWho can help?\n{LONG}"
    assert parts(text) == [("What is it?", (LONG, "It is rust."), "", ()), ("Who can help?", (LONG,), "", ())]


def test_headings_in_capitals_are_written_in_small_letters_and_that_is_said():
    text = f"SQUEAKY DOORS\nCAUSES:\n{LONG}\n- Rust\n- Dust\nTYPES OF SQUEAKS\n{LONG}"
    found = outline(lines_of(text))
    assert found.title == "Squeaky doors"
    assert [part.heading for part in found.parts] == ["Causes", "Types of squeaks"]
    assert found.notes == ("Headings in capitals are written in small letters now: mend names and short forms.",)


def test_a_heading_without_anything_below_it_is_kept_and_that_is_said():
    text = f"# Doors\n## Treatment\n### Oil\n{LONG}"
    assert [part[0] for part in parts(text)] == ["Treatment", "Oil"]
    assert notes(text) == ("There is nothing under the heading “Treatment”.",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Doors", "There is only a title in this file, and no text below it."),
        ("Doors\n" + "Rust.\n" * MOST_ROWS, "This text has 6001 lines. At most 6000 can be brought in."),
        ("# Doors\n\n## Causes\n## Types", "There are only headings in this file, and no text below them."),
        ("- Rust\n- Dust", "The first line has to be the title of the article."),
        (f"{'Very long ' * 30}\n\n{LONG}", "The first line has to be the title, with at most 160 characters."),
        ("**\nText.", "The first line has to be the title of the article."),
        (
            "Doors\n" + "\n".join(f"# Part {n}\n{LONG}" for n in range(MOST_SECTIONS + 1)),
            "This text has 201 sections. At most 200 can be brought in.",
        ),
        (
            "Doors\n# Causes\n" + "- Rust\n" * (MOST_LINES + 1),
            "The lists of this text have 701 lines. At most 700 can be brought in.",
        ),
    ],
)
def test_too_little_and_too_much_is_refused(text, why):
    with pytest.raises(FileRefused) as refusal:
        outline(lines_of(text))
    assert str(refusal.value).startswith(why)


def test_as_much_as_is_allowed_is_taken():
    lines = "Doors\n# Causes\n" + "- Rust\n" * MOST_LINES
    assert len(outline(lines_of(lines)).parts[0].lines) == MOST_LINES
    sections = "Doors\n" + "\n".join(f"# Part {n}\n{LONG}" for n in range(MOST_SECTIONS))
    assert len(outline(lines_of(sections)).parts) == MOST_SECTIONS
