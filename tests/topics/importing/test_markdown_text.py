"""Markdown as other programs write it: front matter, footnotes, attributes, breaks, raised and struck signs."""

import pytest

from topics.importing.limits import FileRefused
from topics.importing.outline import outline
from topics.importing.plain_text import lines_of

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

LONG = "This is a paragraph that is long enough for nobody to take it for a heading of anything at all."


def found(text):
    return outline(lines_of(text, markdown=True))


def paragraph(text):
    """What becomes of a paragraph, and what is told."""
    read = found(f"# Doors\n\n## Causes\n\n{text}\n")
    return read.parts[0].body[0] if read.parts[0].body else "", read.notes


@pytest.mark.parametrize(
    ("front", "rest"),
    [
        ("---\ntitle: Squeaky doors\nauthor: A. Sample\n---\n", ["author: A. Sample"]),
        ('---\ntitle: "Squeaky doors"\ntags:\n  - oil\n  - hinge\n...\n', ["tags: - oil - hinge"]),
        ("---\ntitle: 'Squeaky doors'\n---\n", []),
        ('+++\ntitle = "Squeaky doors"\ndraft = true\n+++\n', ["draft: true"]),
        ("---\r\ntitle: Squeaky doors\r\n---\r\n", []),
    ],
)
def test_the_lines_in_front_give_the_title_and_the_rest_is_told(front, rest):
    read = outline(lines_of(f"{front}\n# Causes {{#causes .unnumbered}}\n\n{LONG}\n"))
    assert (read.title, [part.heading for part in read.parts]) == ("Squeaky doors", ["Causes"])
    assert read.notes[0] == "The title was taken from the lines in front of the text."
    quoted = ", ".join(f"“{one}”" for one in rest)
    assert read.notes[1:] == ((f"Other lines in front of the text were left out: {quoted}.",) if rest else ())


def test_a_line_of_dashes_alone_is_no_front_matter():
    assert outline(lines_of(f"---\n\nDoors\n\nCauses\n\n{LONG}")).title == "Doors"


@pytest.mark.parametrize(
    ("typed", "expected", "told"),
    [
        (
            "A squeak \\> 6 weeks is\\\ncalled old.[^1]\n\n[^1]: See the guide.",
            "A squeak \\> 6 weeks is called old.",
            "Footnotes were left out; perhaps they are sources: “See the guide.”.",
        ),
        (
            "Rust^[From the guide.] is red.",
            "Rust is red.",
            "Footnotes were left out; perhaps they are sources: “From the guide.”.",
        ),
        ("Rust[^7] is red.", "Rust is red.", "Marks of footnotes were left out; there is no text for them."),
        ("Take ~~four~~ two drops.", "Take two drops.", "Words that were struck out were left out: “four”."),
        (
            "At 10^9^ drops of H~2~O.",
            "At 10⁹ drops of H₂O.",
            "Raised and lowered signs were written as such: look at them once more.",
        ),
        ("A ![red door](door.png) opens.", "A opens.", "Pictures were left out: “red door”."),
        ("Oil <!-- which? --> helps.", "Oil helps.", "Comments were left out: “which?”."),
        ("[Oil]{.underline} and `soap` help.", "Oil and soap help.", None),
        (
            "At 10<sup>9</sup> drops of H<sub>2</sub>O.",
            "At 10⁹ drops of H₂O.",
            "Raised and lowered signs were written as such: look at them once more.",
        ),
        ("Turn it 1*2*1 times,<br>*slowly*.", "Turn it 1\\*2\\*1 times, *slowly*.", None),
        ("::: warning\nDo not paint it.\n:::", "Do not paint it.", None),
        ("It is *rust*, [they](https://example.org/) say.", "It is *rust*, [they](https://example.org/) say.", None),
        ("Oil it {twice}, 3 &times; a day.", "Oil it {twice}, 3 &times; a day.", None),
    ],
)
def test_what_other_programs_add_is_taken_out_and_told(typed, expected, told):
    text, notes = paragraph(typed)
    assert (" ".join(text.split()), notes) == (expected, (told,) if told else ())


def test_a_paragraph_below_a_line_of_a_list_stays_with_it():
    read = found(
        "# Doors\n\n## Causes\n\n-   Strain\n\n    often after lifting\n\n-   Rust \\> 1 year\n\n    It is red.\n"
    )
    assert read.parts[0].lines == ("Strain: often after lifting", "Rust > 1 year: It is red.")


def test_lines_of_a_paragraph_are_one_paragraph():
    assert paragraph("One\nline\nof three.")[0] == "One line of three."


@pytest.mark.parametrize(
    "table", ["| a | b |\n|---|---|\n| 1 | 2 |", "a    b\n---- ----\n1    2", "+---+---+\n| a | b |\n+---+---+"]
)
def test_a_table_is_refused(table):
    with pytest.raises(FileRefused, match="There is a table in this text"):
        paragraph(table)


# --- as Google Docs and GitHub write it -------------------------------------------------------------------------------


def test_addresses_at_the_end_belong_to_the_links_that_name_them_and_pictures_go():
    words = 'See [the oil page][1] and [Oil].\n\n![A can][image1]\n\n[1]: https://example.org/oil "Oil"\n'
    text, notes = paragraph(f"{words}[image1]: <data:image/png;base64,AAAA>")
    assert text == "See [the oil page](https://example.org/oil) and [Oil]."
    assert notes == ("Pictures were left out: “A can”.",)


def test_a_quotation_of_several_lines_has_its_sign_once():
    assert paragraph("> The noise lasts over\n> 38 days and more.")[0] == "> The noise lasts over 38 days and more."
    assert paragraph("> [!WARNING]\n> Call us now.")[0] == "> Call us now."


def test_one_wave_strikes_as_two_do():
    assert paragraph("Take ~400~ 200 drops.") == (
        "Take 200 drops.",
        ("Words that were struck out were left out: “400”.",),
    )
    assert paragraph("It takes ~5 to ~10 minutes.")[0] == "It takes ~5 to ~10 minutes."


def test_a_mark_without_words_is_not_quoted():
    assert paragraph("Oil.\n\n<!-- -->\n\nRust.")[1] == ()
