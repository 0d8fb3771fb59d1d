"""Signs at the beginning of a line and inside of it: what reads like a mark of Markdown and is none stays as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.markdown import literal, plain_line, plain_paragraphs
from tests.topics.importing.word_files import packed, paragraph
from topics.importing.outline import outline
from topics.importing.plain_text import lines_of
from topics.importing.reading import read

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

LONG = "This is a paragraph that is long enough for nobody to take it for a heading of anything at all."


def arrived(*lines: str, name="doors.txt"):
    data = "\n\n".join(("Doors", "Causes", LONG, *lines)).encode()
    return read(name, data)


def shown(found) -> list[str]:
    """Everything readers see of a text below its first paragraph, in order."""
    words = []
    for part in found.outline.parts:
        words += [part.heading, *(words for text in part.body for words in plain_paragraphs(text))]
        words += [part.list_intro, *part.lines]
    return [one for one in words if one and one not in ("Causes", LONG)]


SIGNS = [
    "> 30 °C in the shade: oil it.",
    ">30 °C in the shade: oil it.",
    "≥ 3 squeaks a day are too many.",
    "Turn it 2*3*2 times.",
    "+ 4 kg of paint are too much.",
    "- 7 °C is too cold for paint.",
    "– 7 °C is too cold for paint.",
    "*Not for doors below 2 metres.*",
    "*Not for doors below 2 metres*",
    "* 3 drops are enough.",
    "1990. It was a cold spring.",
    "12. May is the day of the door.",
    "3) is the right answer.",
    "b) is the wrong answer.",
    "Use &ge; three drops &amp; no less.",
    "Use __four__ drops and _no_ more.",
    "# 4 drops at most.",
    "A path like a\\*b, a\\ or \\[x] stays.",
    "See [this](https://example.org/oil) and [that].",
    "Oil <3 doors> or a_b_c.",
    "x **y z** w** and 2 ** 3.",
    "~ 5 ml, ^2, `code` and {braces}.",
]


@pytest.mark.parametrize("line", SIGNS)
def test_a_line_of_plain_text_reads_as_it_was_typed(line):
    expected = line.replace("**y z**", "y z")  # two stars around words are bold
    assert shown(arrived(line, LONG)) == [expected]


@pytest.mark.parametrize("line", SIGNS)
def test_a_paragraph_of_a_word_document_reads_as_it_was_typed(line):
    rows = (paragraph("Doors", "Title"), paragraph("Causes", "berschrift1"), paragraph(LONG), paragraph(line))
    assert shown(read("doors.docx", packed(*rows))) == [line]


def test_in_markdown_what_has_a_number_behind_it_is_no_quotation_and_no_dot():
    found = arrived("> 30 °C: oil it.", "- 7 °C is too cold.", "> Said so.", name="doors.md")
    assert shown(found) == ["> 30 °C: oil it.", "- 7 °C is too cold.", "Said so."]


@given(st.text(alphabet="ab1 *_\\[]()>+-.)&;#gelt~`<!^{}", min_size=1, max_size=30))
def test_any_line_can_be_written_so_that_markdown_shows_it(line):
    line = " ".join(line.split())
    assert list(plain_paragraphs(literal(line))) == [line][: bool(line)]
    assert plain_line(literal(line)) == line


def test_dots_before_numbers_are_kept_where_all_have_them_and_told_where_some_do():
    below_zero = arrived("- 7 °C: no paint\n- 20 °C: no oil")
    assert shown(below_zero) == ["- 7 °C: no paint", "- 20 °C: no oil"]
    assert [note for note in below_zero.notes if "so it was kept: “- 7 °C: no paint”, “- 20 °C: no oil”." in note]
    doses = arrived("- 2 drops at dawn\n- a rag")
    assert shown(doses) == ["2 drops at dawn", "a rag"]
    assert [note for note in doses.notes if "taken for the dot of a list, not for less or more: “- 2 drops" in note]


def test_numbers_are_marks_where_they_count_and_that_they_are_gone_is_told():
    found = arrived("1. oil\n2. rub\n3. wait", "5. May is late.", LONG)
    assert shown(found) == ["oil", "rub", "wait", "Causes (2)", "5. May is late."]
    assert "Numbers before the lines of a list were left out; the lines are in their order." in found.notes
    assert shown(arrived("1. oil\n1. rub")) == ["oil", "rub"]  # as Markdown may have it


def test_a_star_that_a_word_above_refers_to_is_no_dot():
    assert shown(arrived("Use thin oil*, please.", "* not from the kitchen")) == [
        "Use thin oil*, please.",
        "* not from the kitchen",
    ]


def test_dots_as_word_writes_them_into_plain_text_make_one_list():
    found = arrived(
        "These help:\n\uf0b7\toil\n\uf0b7\tsoap\no\tten drops\no\tgreen soap\n\uf0a7\tpatience\n–\twax\n\uf0d8\ta rag"
    )
    assert shown(found) == ["These help:", "oil", "soap", "ten drops", "green soap", "patience", "wax", "a rag"]
    assert "Sub-points became lines of their own: “ten drops”, “green soap”. They stood below “soap”." in found.notes


@pytest.mark.parametrize(
    "sign", ["o\t", "§\t", "v\t", "q\t", "Ø\t", "·\t", "\uf0b7 ", "\uf0a7\t", "▪ ", "➢\t", "⁃ ", "o   ", "o\u00a0"]
)
def test_no_letter_that_was_a_dot_stays_before_a_word(sign):
    assert shown(arrived(f"{sign}oil\n{sign}soap")) == ["oil", "soap"]


def test_a_tick_and_a_cross_say_something_and_stay():
    assert shown(arrived("\uf0fc\toil\n\uf0fb\tsoap")) == ["✓ oil", "✗ soap"]
    assert shown(arrived("ü\toil\nü\tsoap")) == ["✓ oil", "✓ soap"]


def test_words_that_look_like_dots_stay_words():
    assert shown(arrived("o pó da porta range muito.", "q is a letter.", LONG)) == [
        "o pó da porta range muito.",
        "q is a letter.",
    ]


def test_signs_without_a_font_are_read_as_they_are_likely_meant_and_told():
    found = arrived("Oil it if \uf0b3 3 squeaks, \uf0b1 1, up to 30 \uf0b0C \uf020 \uf024\uf0ff.", LONG)
    assert shown(found) == ["Oil it if ≥ 3 squeaks, ± 1, up to 30 °C ∃\ufffd."]
    assert "Signs of a symbol font were read as ≥ ± ° ∃. Look whether that is what they mean." in found.notes
    assert "Signs of a symbol font that are not known here are shown as \ufffd. How many: 1." in found.notes


# --- broken words ----------------------------------------------------------------------------------------------------


def test_words_broken_at_the_end_of_a_line_are_put_together():
    found = outline(
        lines_of(
            "Doors\n\nCauses\n\nMost squeaks of a door come from a dry hinge, and a lock-\nsmith can help. A well-\n"
            "oiled hinge, one that a locksmith has seen in the pre- or post-\nwar years, does not need a new pre-\n"
            "or square-\ncut frame, for doors live and keep well, as experts tell for 5-\n10 years."
        )
    )
    assert found.parts[0].body == (
        "Most squeaks of a door come from a dry hinge, and a locksmith can help. A well-oiled hinge, one that a"
        " locksmith has seen in the pre- or post-war years, does not need a new pre- or square-cut frame, for doors"
        " live and keep well, as experts tell for 5-10 years.",
    )
    assert found.notes[-1] == (
        "Words that were broken at the end of a line were put together: “locksmith”, “well-oiled”, “post-war”,"
        " “square-cut”, “5-10”."
    )


def test_a_soft_hyphen_at_the_end_of_a_line_goes_with_the_line_end():
    assert outline(lines_of(f"Doors\n\nCauses\n\n{LONG} A lock\u00ad\nsmith helps.")).parts[0].body == (
        f"{LONG} A locksmith helps.",
    )


# --- titles, bylines, second articles ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("COPD", LONG, "COPD"),
        ("SCIATICA", "Sciatica hurts, and sciatica goes.", "Sciatica"),
        ("LIVING WITH COPD", LONG, "Living with COPD"),
        ("TYPE II DIABETES AND DVT", LONG, "Type II diabetes and DVT"),
        ("ABC OF DOORS", "The ABC is a way to look at a door, and it is old.", "ABC of doors"),
        ("SQUEAKY DOORS", LONG, "Squeaky doors"),
    ],
)
def test_short_forms_stay_in_capitals(title, text, expected):
    found = outline(lines_of(f"{title}\n\nCauses\n\n{text}"))
    assert found.title == expected
    assert [note for note in found.notes if note.startswith("The title ")]


@pytest.mark.parametrize(
    "line",
    [
        "By Dr. A. Sample",
        "Author: Dr A. Sample",
        "Last updated: 3 May 2026",
        "Reviewed by B. Sample, MD",
        "Stand: 2026",
    ],
)
def test_who_wrote_it_is_told_and_makes_no_section(line):
    found = outline(lines_of(f"Doors\n{line}\n\nCauses\n\n{LONG}"))
    assert [part.heading for part in found.parts] == ["Causes"]
    assert f"Author and date were left out: “{line}”." in found.notes


def test_a_sentence_that_begins_with_by_is_no_byline():
    assert (
        "By far most doors squeak."
        in outline(lines_of(f"Doors\nBy far most doors squeak.\nCauses\n{LONG}")).parts[0].body
    )


def test_sources_are_kept_as_text_and_told():
    found = outline(lines_of(f"# Doors\n## Causes\n{LONG}\n## Sources\n- Guide 7\n- The door book, 2020"))
    assert found.parts[1].lines == ()
    assert found.parts[1].body == ("- Guide 7\n- The door book, 2020",)
    assert found.notes == ("“Sources” names sources: enter them as sources of the page, and take this section out.",)


@pytest.mark.parametrize(
    "text",
    [
        f"# Doors\n## Causes\n{LONG}\n# Windows\n## Reasons\n{LONG}",
        f"Doors\n\nCauses\n\n{LONG}\n\nWindows\n\n{LONG}\n\nCauses\n\n{LONG}",
    ],
)
def test_two_articles_in_one_file_are_noticed(text):
    assert [note for note in outline(lines_of(text)).notes if note.startswith("There may be two articles")]


def test_a_first_heading_that_became_the_title_is_told():
    found = outline(lines_of(f"# Causes\n{LONG}\n# Types\n{LONG}"))
    assert found.notes[0] == "The first heading, “Causes”, became the title of the article."
    assert not outline(lines_of(f"# Doors\n## Causes\n{LONG}\n## Types\n{LONG}")).notes


def test_a_line_that_its_sub_points_complete_keeps_them():
    found = outline(lines_of("Doors\n# Help\nCall if:\n- it falls and\n    - it breaks\n    - it cuts\n- it burns"))
    assert found.parts[0].body == ("Call if:", "- it falls and\n    - it breaks\n    - it cuts\n- it burns")
    assert found.notes == ("A list under “Help” has a line that its sub-points complete. It stays a part of the text.",)
