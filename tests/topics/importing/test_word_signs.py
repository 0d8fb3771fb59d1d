"""Words of a Word document that are easily lost or turned: signs, boxes, raised and struck words, links, parts."""

import pytest

from tests.topics.importing.test_word_document import first, lines, run
from tests.topics.importing.word_files import (
    RELATIONS,
    WORD,
    W,
    box,
    document,
    packed,
    paragraph,
    relations,
    styles,
    types,
)
from topics.importing.limits import FileRefused
from topics.importing.marks import Mark
from topics.importing.reading import read
from topics.importing.word_document import lines_of

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

LOOK = ("Raised and lowered signs were written as such: look at them once more.",)
HIGHER = '<w:position w:val="6"/>'
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def sym(place: str, font: str = "Symbol") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{place}"/></w:r>'


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def up(text: str) -> str:
    return run(text, '<w:vertAlign w:val="superscript"/>')


def down(text: str) -> str:
    return run(text, '<w:vertAlign w:val="subscript"/>')


def with_style(kind: str, properties: str, *paragraphs: str):
    style = f'<w:style w:type="{kind}" w:styleId="Own"><w:name w:val="Own"/>{properties}</w:style></w:styles>'
    return lines_of(packed(*paragraphs, **{"word__styles.xml": styles().replace("</w:styles>", style)}))


# --- signs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f"{run('at ')}{sym('F0B3')}{run(' 30 ')}{sym('F0B0')}{run('C')}", "at ≥ 30 °C"),
        (f"{sym('F0A3')}{sym('00B1')}{sym('F0AE')}{sym('F06D')}{sym('F0B4')}{sym('F0B9')}", "≤±→μ×≠"),
        (f"{sym('F0FC', 'Wingdings')}{sym('F0FB', 'Wingdings')}{sym('F0A8', 'Wingdings')}", "✓✗◻"),
        (f"{sym('F0A3', 'Wingdings 2')}{sym('F052', 'Wingdings 2')}", "☐☑"),
        (run("\uf0b3 2", font("Symbol")), "≥ 2"),
        (run("m", font("Symbol")) + run("g of oil"), "μg of oil"),
        (run("£ 2", font("symbol")), "≤ 2"),
        (run("μ≥", font("Symbol")), "μ≥"),
        ("<w:r><w:instrText>SYMBOL 179 \\f &quot;Symbol&quot; \\s 11</w:instrText></w:r>" + run(" 2"), "≥ 2"),
        (f"{run('a ')}<w:ruby><w:rt>{run('kan')}</w:rt><w:rubyBase>{run('感')}</w:rubyBase></w:ruby>", "a 感"),
        ("<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>" + run(" oiled"), "☐ oiled"),
    ],
)
def test_a_sign_of_a_symbol_font_is_the_sign_that_readers_see(inside, expected):
    assert first(inside)[0] == expected


def test_the_font_of_a_style_counts_as_well():
    symbols = f"<w:rPr>{font('Symbol')}</w:rPr>"
    by_paragraph = with_style("paragraph", symbols, paragraph("\uf0b3", "Own"))
    assert by_paragraph.lines[0].text == "≥"
    by_run = with_style("character", symbols, paragraph("", raw=run("b", '<w:rStyle w:val="Own"/>')))
    assert by_run.lines[0].text == "β"


def test_signs_stand_in_titles_headings_and_lines_and_an_unknown_one_is_told():
    found = lines_of(
        packed(
            paragraph("", "Title", raw=run("Squeaks ") + sym("F0B3") + run(" 30")),
            paragraph("", numbered=True, raw=sym("F0B3") + run(" 3 a day")),
            paragraph("", numbered=True, raw=sym("F0FC", "Wingdings") + run(" oil")),
            paragraph("", raw=sym("F041", "Wingdings 3") + run(" paint")),
        )
    )
    assert [line.text for line in found.lines] == ["Squeaks ≥ 30", "≥ 3 a day", "✓ oil", "\ufffd paint"]
    assert found.notes == ("Signs of a symbol font that are not known here are shown as \ufffd. How many: 1.",)


def test_a_dot_of_a_symbol_font_before_a_paragraph_is_a_dot():
    dotted = paragraph("", raw=sym("F0B7") + "<w:r><w:tab/><w:t>oil</w:t></w:r>")
    assert lines(dotted, dotted) == [(Mark.BULLET, "oil")] * 2


# --- raised, lowered, struck -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "expected", "notes"),
    [
        (f"{run('10')}{up('6')}{run('/m')}{up('2')}", "10⁶/m²", LOOK),
        (f"{run('10')}{up('-3')}", "10⁻³", LOOK),
        (f"{run('H')}{down('2')}{run('O')}", "H₂O", LOOK),
        (f"{run('x')}{up('ab')}", "x^ab", LOOK),
        (f"{run('the 1')}{up('st')}{run(' door, 2')}{up('nd')}", "the 1st door, 2nd", ()),
        (f"{run('5 mg')}{up('a')}", "5 mg^a", LOOK),
        (f"{run('T')}{down('max')}", "Tmax", ()),
        (f"{run('Hinge')}{up('TM')}", "Hinge™", LOOK),
        (up("All of it 2"), "All of it 2", ()),
        (f"{run('10')}{run('9', HIGHER)}", "10⁹", LOOK),
        (f"{up('1')}{run('/')}{down('2')}{run(' litre')}", "¹/₂ litre", LOOK),
    ],
)
def test_what_is_raised_or_lowered_stays_so(inside, expected, notes):
    assert first(inside) == (expected, notes)


@pytest.mark.parametrize("name", ["strike", "dstrike"])
def test_struck_words_are_left_out_and_told(name):
    struck = run("40", f"<w:{name}/>") + run("0 drops", f"<w:{name}/>")
    assert first(f"{run('Take ')}{struck}{run(' 20 drops.')}") == (
        "Take 20 drops.",
        ("Words that were struck out were left out: “400 drops”.",),
    )
    off = f'<w:{name} w:val="0"/>'
    assert first(run("Take 7 drops.", off)) == ("Take 7 drops.", ())


def test_words_struck_by_a_style_or_in_a_list_are_left_out_as_well():
    by_style = with_style(
        "character",
        "<w:rPr><w:strike/></w:rPr>",
        paragraph("", numbered=True, raw=run("oil", '<w:rStyle w:val="Own"/>') + run("soap")),
    )
    assert (by_style.lines[0].text, by_style.lines[0].mark) == ("soap", Mark.BULLET)
    assert by_style.notes == ("Words that were struck out were left out: “oil”.",)
    whole = with_style("paragraph", "<w:rPr><w:strike/></w:rPr>", paragraph("Gone", "Own"), paragraph("Here"))
    assert [line.text for line in whole.lines] == ["Here"]


# --- boxes, initials, formulas ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", [False, True])
def test_the_words_of_a_text_box_are_there_once_behind_their_paragraph(old):
    warning = box(paragraph("Call 112 if the door fell on you."), paragraph("Do not wait."), old=old)
    found = lines_of(packed(paragraph("Doors", "Title"), paragraph("", raw=run("Rest.") + warning), paragraph("End.")))
    assert [line.text for line in found.lines] == [
        "Doors",
        "Rest.",
        "Call 112 if the door fell on you.",
        "Do not wait.",
        "End.",
    ]
    assert found.notes == (
        "What stood in a text box stands behind the paragraph it hung on:"
        " “Call 112 if the door fell on you. Do not wait.”.",
    )


def test_a_box_before_the_title_does_not_become_the_title_and_boxes_in_boxes_are_read():
    inner = paragraph("", raw=run("Outer.") + box(paragraph("Inner.")))
    found = lines_of(packed(paragraph("", raw=box(inner)), paragraph("Doors", "Title"), paragraph("End.")))
    assert [line.text for line in found.lines] == ["Doors", "Outer.", "Inner.", "End."]


def test_a_list_in_a_box_is_a_list_and_words_drawn_as_a_picture_are_words():
    inside = box(paragraph("Call if:"), paragraph("it falls", numbered=True))
    assert lines(paragraph("Help"), paragraph("", raw=inside))[1:] == [
        (Mark.TEXT, "Call if:"),
        (Mark.BULLET, "it falls"),
    ]
    drawn = '<w:r><w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="Squeaky doors"/></w:pict></w:r>'
    assert first(drawn) == ("Squeaky doors", ())


@pytest.mark.parametrize("how", ["drop", "margin"])
def test_an_initial_stays_with_its_word(how):
    initial = paragraph("T").replace("<w:pPr>", f'<w:pPr><w:framePr w:dropCap="{how}" w:lines="3"/>')
    assert lines(initial, paragraph("he door is strong.")) == [(Mark.TEXT, "The door is strong.")]
    assert lines(paragraph("Doors"), initial) == [(Mark.TEXT, "Doors"), (Mark.TEXT, "T")]


def test_a_formula_in_one_line_is_read_and_another_one_told():
    power = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>9</m:t></m:r></m:sup></m:sSup>"
    assert first(f'<m:oMath xmlns:m="{MATHS}"><m:r><m:t>≥ </m:t></m:r>{power}</m:oMath>')[0] == "≥ 10⁹"
    fraction = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    half = f'{run("Take 1")}<m:oMath xmlns:m="{MATHS}">{fraction}</m:oMath>'
    assert first(half) == ("Take 1 1/2", ())
    between = "<m:d><m:dPr/><m:e><m:r><m:t>&lt; 3</m:t></m:r></m:e></m:d>"
    assert first(f'<m:oMath xmlns:m="{MATHS}">{between}</m:oMath>')[0] == "(< 3)"
    root = "<m:rad><m:e><m:r><m:t>12</m:t></m:r></m:e></m:rad>"
    assert first(f'{run("new")}<m:oMath xmlns:m="{MATHS}">{root}</m:oMath>') == (
        "new",
        ("1 formula was left out. In words: “12”.",),
    )


# --- lists, forms, pictures -------------------------------------------------------------------------------------------


def listed(before: str, *lines: str, font: str = "", changed: str = ""):
    """A list whose lines have this before them, as Word writes it; `changed`: what the list itself says otherwise."""
    look = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    level = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{before}"/>{look}</w:lvl>'
    other = f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:lvlText w:val="{changed}"/></w:lvl></w:lvlOverride>'
    kind = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    number = f'<w:num w:numId="3"><w:abstractNumId w:val="1"/>{other if changed else ""}</w:num>'
    parts = {"word__numbering.xml": f'<w:numbering xmlns:w="{W}">{kind}{number}</w:numbering>'}
    return lines_of(packed(*(paragraph(line, numbered=True) for line in lines), **parts))


@pytest.mark.parametrize(
    ("before", "font", "expected"),
    [
        ("✗", "", "✗ oil it"),
        ("&#xF0FB;", "Wingdings", "✗ oil it"),
        ("&#xF0FC;", "Wingdings", "✓ oil it"),
        ("≥", "", "≥ oil it"),
        ("Never", "", "Never oil it"),
        ("&#xF0B7;", "Symbol", "oil it"),
        ("&#xF0A7;", "Wingdings", "oil it"),
        ("o", "Courier New", "oil it"),
        ("–", "", "oil it"),
    ],
)
def test_what_word_puts_before_a_line_stays_if_it_says_something(before, font, expected):
    assert [line.text for line in listed(before, "oil it", font=font).lines] == [expected]


def test_a_sign_that_may_mean_less_or_more_stays_before_a_number_and_the_list_has_the_last_word_on_it():
    assert [line.text for line in listed("&gt;", "5 kg", "dust").lines] == ["> 5 kg", "dust"]
    assert [line.text for line in listed("•", "oil it", changed="✗").lines] == ["✗ oil it"]


def test_that_the_lines_of_a_list_were_counted_is_told():
    told = ("Numbers before the lines of a list were left out; the lines are in their order.",)
    assert listed("%1.", "oil", "wait").notes == told


@pytest.mark.parametrize(
    ("field", "code", "expected"),
    [
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "FORMCHECKBOX", "☒ oiled"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "FORMCHECKBOX", "☐ oiled"),
        (
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="once"/><w:listEntry w:val="twice"/></w:ddList>',
            "FORMDROPDOWN",
            "twice oiled",
        ),
        ('<w:ddList><w:listEntry w:val="once"/></w:ddList>', "FORMDROPDOWN", "once oiled"),
        ('<w:ddList><w:result w:val="9"/></w:ddList>', "FORMDROPDOWN", "oiled"),
    ],
)
def test_what_is_chosen_in_a_form_is_read(field, code, expected):
    begins = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{field}</w:ffData></w:fldChar></w:r>'
    assert first(f"{begins}<w:r><w:instrText> {code} </w:instrText></w:r>{run(' oiled')}")[0] == expected


def test_a_sign_of_newer_words_is_read_though_it_has_no_words():
    new = '<x:symEx xmlns:x="x" x:font="Segoe UI Emoji" x:char="26A0"/>'
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    forms = f'<mc:Choice Requires="x">{new}</mc:Choice><mc:Fallback><w:t>⚠</w:t></mc:Fallback>'
    sign = f'<w:r><mc:AlternateContent xmlns:mc="{compatible}">{forms}</mc:AlternateContent></w:r>'
    assert first(sign + run(" oil"))[0] == "⚠ oil"


def test_what_is_known_of_a_picture_is_told_and_where_it_stood():
    picture = '<w:r><w:drawing><d:docPr xmlns:d="d" descr="Call 999"/></w:drawing></w:r>'
    assert first(f"{run('Take ')}{picture}{run('tablets')}") == (
        "Take tablets",
        (
            "1 picture was left out. In words: “Call 999”.",
            "A picture stood in a line with words: look whether it was a sign or a formula: “Take …tablets”.",
        ),
    )


@pytest.mark.parametrize("raw", ['<w:altChunk xmlns:r="r" r:id="rId1"/>', "<w:p><w:subDoc/></w:p>"])
def test_a_text_that_is_another_file_is_refused(raw):
    with pytest.raises(FileRefused, match="Another file is embedded"):
        lines_of(packed(paragraph("Doors"), raw))


def test_the_address_of_a_link_is_told_though_word_cut_its_code():
    cut = (
        '<w:r><w:instrText> HYPER</w:instrText></w:r><w:r><w:instrText>LINK "https://example.org/" </w:instrText></w:r>'
    )
    found = first(f'{cut}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("oil")}')
    assert [note for note in found[1] if "https://example.org/" in note]


# --- links and parts --------------------------------------------------------------------------------------------------

LINKED = f'<w:hyperlink xmlns:r="{RELATIONS}" r:id="rId0">%s</w:hyperlink>'


@pytest.mark.parametrize("address", ["https://example.org/oil", "mailto:door@example.org", "file:///C:/doors.htm"])
def test_the_words_of_a_link_are_kept_and_its_address_is_told(address):
    linked = paragraph("", raw=run("See ") + LINKED % run("the oil page") + run("."))
    parts = {"word___rels__document.xml.rels": relations(("hyperlink", address, "External"))}
    found = lines_of(packed(linked, **parts))
    assert found.lines[0].text == "See the oil page."
    assert found.notes == (
        f"Links became plain words. Their addresses, if one should be a source: “the oil page – {address}”.",
    )


def test_a_link_that_is_a_field_is_told_and_a_template_elsewhere_does_not_matter():
    code = '<w:r><w:instrText> HYPERLINK "https://example.org/" </w:instrText></w:r>'
    parts = {
        "word___rels__settings.xml.rels": relations(("attachedTemplate", "file:///nas/leaflet.dotx", "External")),
    }
    found = lines_of(packed(paragraph("", raw=code + run("Oil")), **parts))
    assert found.lines[0].text == "Oil"
    assert found.notes[0].endswith("“https://example.org/”.")


def test_the_main_part_is_the_one_that_the_package_names_and_its_type_may_be_that_of_an_ending():
    top = relations(("officeDocument", "word/document2.xml", "Internal"))
    by_ending = types().replace('Override PartName="/word/document.xml"', 'Default Extension="xml"')
    renamed = {"_rels__.rels": top, "word__document2.xml": document(paragraph("Doors")), "word__document.xml": None}
    named = types().replace("/word/document.xml", "/word/document2.xml")
    for kind in (named, by_ending):
        assert lines_of(packed(**renamed, **{"[Content_Types].xml": kind})).lines[0].text == "Doors"
    assert lines_of(packed(paragraph("Doors"), **{"[Content_Types].xml": by_ending})).lines[0].text == "Doors"
    assert WORD in by_ending


def test_what_stands_around_and_below_the_page_is_told():
    footer = f'<w:ftr xmlns:w="{W}">{paragraph("Door Clinic, page 3")}</w:ftr>'
    number = f'<w:hdr xmlns:w="{W}">{paragraph("3")}</w:hdr>'
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("The door book, 2020")}</w:footnote></w:footnotes>'
    )
    links = relations(
        ("footer", "footer1.xml", "Internal"),
        ("header", "/word/header1.xml", "Internal"),
        ("footnotes", "footnotes.xml", "Internal"),
    )
    parts = {"word__footer1.xml": footer, "word__header1.xml": number, "word__footnotes.xml": notes}
    data = packed(
        paragraph("", raw=run("Oil it.") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        **{"word___rels__document.xml.rels": links, **parts},
    )
    assert lines_of(data).notes == (
        "1 footnote was left out. In words: “The door book, 2020”.",
        "What stands at the top and the foot of every page was left out: “Door Clinic, page 3”.",
    )


def test_sub_points_that_complete_a_line_stay_below_it():
    deeper = [
        paragraph(text, numbered=True).replace('ilvl w:val="0"', 'ilvl w:val="1"') for text in ("it cut", "it hit")
    ]
    rows = (paragraph("Doors", "Title"), paragraph("Help", "berschrift1"), paragraph("it fell and", numbered=True))
    found = read("doors.docx", packed(*rows, *deeper, paragraph("it burns", numbered=True)))
    assert found.outline.parts[0].body == ("- it fell and\n    - it cut\n    - it hit\n- it burns",)


def test_a_paragraph_that_goes_on_below_a_line_stays_with_it_and_words_that_are_counted_are_told():
    levels = '<w:lvl w:ilvl="0"><w:lvlText w:val="%s"/></w:lvl>'
    rows = ((1, " "), (2, "Week %1:"))
    kinds = "".join(f'<w:abstractNum w:abstractNumId="{n}">{levels % text}</w:abstractNum>' for n, text in rows)
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _text in rows)
    parts = {"word__numbering.xml": f'<w:numbering xmlns:w="{W}">{kinds}{numbers}</w:numbering>'}
    line, below, counted = (
        paragraph(text, numbered=True).replace('numId w:val="3"', f'numId w:val="{n}"')
        for text, n in (("strain", 3), ("often of oil", 1), ("rest", 2))
    )
    found = lines_of(packed(line, below, paragraph("Then:"), counted, **parts))
    assert [one.text for one in found.lines] == ["strain: often of oil", "Then:", "rest"]
    assert found.notes == ("Words that Word counts before the lines of a list were left out: “Week %1:”.",)


def test_two_titles_are_two_articles():
    one = [paragraph("Doors", "Title"), paragraph("Causes", "berschrift1"), paragraph("Rust.")]
    other = [paragraph("Windows", "Title"), paragraph("Types", "berschrift1"), paragraph("Many.")]
    assert [note for note in read("doors.docx", packed(*one, *other)).notes if "“Windows”" in note]
