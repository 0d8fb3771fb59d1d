"""Word documents, put together by hand: each part as Word writes it, or as somebody would who means harm."""

import io
import zipfile
from xml.sax.saxutils import escape

from tests.topics.importing.texts import ARTICLE, TITLE

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = {"Title": "Title", "berschrift1": "heading 1", "berschrift2": "heading 2", "Aufzhlung": "List Bullet"}


def paragraph(text: str, style: str = "", *, numbered: bool = False, bold: bool = False, raw: str = "") -> str:
    """A paragraph; `raw`: XML in place of its one run."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    run = f"<w:rPr>{'<w:b/>' if bold else ''}</w:rPr><w:t xml:space='preserve'>{escape(text)}</w:t>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{raw or f'<w:r>{run}</w:r>'}</w:p>"


def document(*paragraphs: str) -> str:
    body = "".join(paragraphs)
    return f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>'


def types(main: str = WORD) -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def styles() -> str:
    rows = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/>'
        + ('<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>' if name == "List Bullet" else "")
        + "</w:style>"
        for key, name in STYLES.items()
    )
    based = '<w:style w:styleId="Unser"><w:name w:val="Our heading"/><w:basedOn w:val="berschrift2"/></w:style>'
    return f'<?xml version="1.0"?><w:styles xmlns:w="{W}">{rows}{based}</w:styles>'


def relations(*targets: tuple[str, str, str]) -> str:
    """Links of a part: (type, target, mode)."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{escape(target)}" TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(targets)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def box(*paragraphs: str, old: bool = False) -> str:
    """A run with a text box as Word writes it: the modern form with the old one beside it, or the old one alone."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    drawn = (
        f'<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    )
    if old:
        return f"<w:r>{drawn}</w:r>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    modern = f'<w:drawing><s:wsp xmlns:s="{shape}"><s:txbx>{content}</s:txbx></s:wsp></w:drawing>'
    forms = f'<mc:Choice Requires="wps">{modern}</mc:Choice><mc:Fallback>{drawn}</mc:Fallback>'
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return f'<w:r><mc:AlternateContent xmlns:mc="{compatible}">{forms}</mc:AlternateContent></w:r>'


def packed(*paragraphs: str, **parts: str | bytes) -> bytes:
    """A document with these paragraphs; parts by name, with "/" as "__", are added or replaced; None takes one away."""
    named = {name.replace("__", "/"): text for name, text in parts.items()}
    content = {"[Content_Types].xml": types(), "word/document.xml": document(*paragraphs), "word/styles.xml": styles()}
    content |= named
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            if text is not None:
                archive.writestr(name, text)
    return file.getvalue()


def with_styles() -> bytes:
    """The article with styles for its headings and lists, as somebody writes it who knows Word."""
    rows = [paragraph(TITLE, "Title")]
    for part in ARTICLE:
        rows.append(paragraph(part.heading, "berschrift1"))
        rows += [paragraph(text) for text in part.paragraphs]
        rows += [paragraph(line, "Aufzhlung") for line in part.lines]
    return packed(*rows)


def without_styles() -> bytes:
    """The article with bold headings and the dots of the toolbar, with empty paragraphs for distance."""
    rows = [paragraph(TITLE, bold=True), paragraph("")]
    for part in ARTICLE:
        rows.append(paragraph(part.heading, bold=True))
        rows += [paragraph(text) for text in part.paragraphs]
        rows += [paragraph(line, numbered=True) for line in part.lines]
        rows.append(paragraph(""))
    return packed(*rows)


def as_typed() -> bytes:
    """The article pasted from plain text: no styles, dashes typed."""
    rows = [paragraph(TITLE)]
    for part in ARTICLE:
        rows.append(paragraph(part.heading))
        rows += [paragraph(text) for text in part.paragraphs]
        rows += [paragraph(f"- {line}") for line in part.lines]
    return packed(*rows)
