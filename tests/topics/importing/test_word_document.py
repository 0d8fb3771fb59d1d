"""What becomes of everything Word can do: headings, lists, line breaks, changes, notes, pictures, hidden words."""

import pytest

from tests.topics.importing.word_files import packed, paragraph, styles
from topics.importing.marks import Mark, MarkedLine
from topics.importing.word_document import lines_of

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def lines(*paragraphs):
    return [(line.mark, line.text) for line in lines_of(packed(*paragraphs)).lines]


def first(raw: str) -> tuple[str, tuple[str, ...]]:
    """The text of a paragraph with this inside, and what is said about it."""
    found = lines_of(packed(paragraph("", raw=raw)))
    return " / ".join(line.text for line in found.lines), found.notes


def test_headings_are_known_by_their_style_in_any_language_by_what_it_is_based_on_and_by_their_level():
    by_level = paragraph("Types").replace("<w:pPr>", '<w:pPr><w:outlineLvl w:val="1"/>')
    body_text = paragraph("Text").replace("<w:pPr>", '<w:pPr><w:outlineLvl w:val="9"/>')
    found = lines(paragraph("Causes", "berschrift2"), paragraph("Signs", "Unser"), by_level, body_text)
    assert found == [
        (Mark.HEADING, "Causes"),
        (Mark.HEADING, "Signs"),
        (Mark.HEADING, "Types"),
        (Mark.TEXT, "Text"),
    ]


def test_lists_are_known_by_their_style_by_their_numbering_and_by_typed_dots():
    switched_off = paragraph("Plain", "Aufzhlung").replace(
        "</w:pPr>", '<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
    )
    found = lines(paragraph("Rust", "Aufzhlung"), paragraph("Dust", numbered=True), paragraph("• Damp"), switched_off)
    assert found == [(Mark.BULLET, "Rust"), (Mark.BULLET, "Dust"), (Mark.BULLET, "Damp"), (Mark.TEXT, "Plain")]


def test_a_numbered_heading_is_a_heading():
    assert lines(paragraph("Causes", "berschrift1", numbered=True)) == [(Mark.HEADING, "Causes")]


def test_a_paragraph_all_in_bold_is_marked_and_bold_words_inside_of_one_are_told():
    assert lines(paragraph("Causes", bold=True)) == [(Mark.BOLD, "Causes")]
    text, notes = first(run("It is ") + run("rust", "<w:b/>") + run(".", '<w:b w:val="0"/>'))
    assert (text, notes) == ("It is rust.", ("Bold words inside of paragraphs became plain ones.",))


def test_a_line_break_parts_a_paragraph_and_tabs_and_hyphens_are_what_they_look_like():
    breaks = "<w:r><w:t>One</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t><w:noBreakHyphen/><w:t>four</w:t></w:r>"
    assert first(breaks) == ("One / two three-four", ())
    assert first("<w:r><w:t>One</w:t><w:br w:type='page'/><w:t>two</w:t></w:r>") == ("One two", ())
    heading = paragraph("", "berschrift1", raw="<w:r><w:t>One</w:t><w:br/><w:t>two</w:t></w:r>")
    assert lines(heading) == [(Mark.HEADING, "One two")]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (
            f"<w:ins>{run('new ')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>",
            "The document has tracked changes: inserted words were taken in, deleted ones were not.",
        ),
        (
            f"<w:moveTo>{run('new ')}</w:moveTo><w:moveFrom>{run('old')}</w:moveFrom>",
            "The document has tracked changes",
        ),
        (f"{run('new ')}<w:r><w:footnoteReference/></w:r>", "1 footnote was left out."),
        (f"{run('new ')}<w:r><w:commentReference/></w:r><w:r><w:commentReference/></w:r>", "2 comments were left out."),
        (f"{run('new ')}<w:r><w:drawing>{paragraph('old')}</w:drawing></w:r>", "1 picture was left out."),
        (f"{run('new ')}<w:oMath>{run('old')}</w:oMath>", "1 formula was left out."),
        (f"{run('new ')}{run('old', '<w:vanish/>')}", "1 hidden piece of text was left out."),
    ],
)
def test_what_is_left_out_is_said(inside, said):
    text, notes = first(inside)
    assert text == "new"
    assert len(notes) == 1 and notes[0].startswith(said)


def test_words_in_links_fields_and_controls_are_words():
    inside = f"<w:hyperlink w:anchor='x'>{run('One ')}</w:hyperlink><w:fldSimple>{run('two ')}</w:fldSimple>"
    inside += f"<w:sdt><w:sdtPr/><w:sdtContent>{run('three')}</w:sdtContent></w:sdt>"
    inside += "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert first(inside) == ("One two three", ())
    wrapped = f"<w:sdt><w:sdtContent>{paragraph('Inside')}</w:sdtContent></w:sdt>"
    assert lines(wrapped) == [(Mark.TEXT, "Inside")]


def test_a_table_of_contents_is_left_out_and_that_is_said():
    contents = '<w:style w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
    with_contents = styles().replace("</w:styles>", f"{contents}</w:styles>")
    data = packed(paragraph("Causes … 3", "V1"), paragraph("Doors", "Title"), **{"word__styles.xml": with_contents})
    found = lines_of(data)
    assert found.lines == (MarkedLine(Mark.HEADING, "Doors"),)
    assert found.notes == ("The table of contents was left out: the page makes its own.",)


def test_a_style_based_on_itself_and_a_document_without_styles_do_no_harm():
    round_and_round = '<w:style w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="A"/></w:style></w:styles>'
    data = packed(paragraph("Doors", "A"), **{"word__styles.xml": styles().replace("</w:styles>", round_and_round)})
    assert [line.text for line in lines_of(data).lines] == ["Doors"]
    assert [line.mark for line in lines_of(packed(paragraph("D", "Title"), **{"word__styles.xml": None})).lines] == [
        Mark.TEXT
    ]
