"""Word documents that mean harm, or are none: refused at once, in a sentence, with nothing unpacked for nothing."""

import io
import time
import zipfile

import pytest

from tests.topics.importing.word_files import WORD, W, document, packed, paragraph, relations, types
from topics.importing import package, reading, xml_parts
from topics.importing.limits import MOST_BYTES, FileRefused

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

FINE = (paragraph("Doors", "Title"), paragraph("Causes", "berschrift1"), paragraph("Rust."))
BODY = document(*FINE)
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def bomb(size: int) -> str:
    """A document that says little in a great many bytes."""
    return BODY.replace("<w:body>", f"<w:body>{' ' * size}")


def many(count: int) -> dict[str, str]:
    return {f"word__media__{n}.xml": "" for n in range(count)}


def lying_about_its_size() -> bytes:
    """The list of parts says that the document has ten bytes."""
    data = packed(**{"word__document.xml": bomb(7_000_000)})
    real = (len(bomb(7_000_000))).to_bytes(4, "little")
    assert data.count(real) == 2
    return data.replace(real, (10).to_bytes(4, "little"))


def protected() -> bytes:
    data = bytearray(packed(*FINE))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def twice() -> bytes:
    file = io.BytesIO(packed(*FINE))
    with pytest.warns(UserWarning), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/document.xml", BODY)
    return file.getvalue()


LARGE = "This file is far larger when it is unpacked than any article."
DAMAGED = "This Word document is damaged"
NO_WORD = "This is a packed file, but not a Word document (.docx)."
MACROS = "This document holds macros."
OUTSIDE = "This document links to something outside of itself: "
INSIDE = "Another file is embedded in this document."
HARM = {
    "a bomb, honest about its size": (lambda: packed(**{"word__document.xml": bomb(13_000_000)}), LARGE),
    "a bomb in one part": (lambda: packed(**{"word__document.xml": bomb(7_000_000)}), LARGE),
    "a bomb that lies about its size": (lying_about_its_size, DAMAGED),
    "a bomb among the lists of links": (lambda: packed(*FINE, **{"word___rels__a.rels": " " * 300_000}), LARGE),
    "too many parts": (lambda: packed(*FINE, **many(package.MOST_PARTS)), LARGE),
    "a bomb inside of a file": (lambda: packed(*FINE, **{"word__media__inner.zip": zipped(a="0" * 9_000)}), INSIDE),
    "entities": (
        lambda: packed(**{"word__document.xml": f"<!DOCTYPE d [<!ENTITY a0 'ha'>{ENTITIES}]><d>&a9;</d>"}),
        "This Word document declares a document type or entities",
    ),
    "an entity from outside": (
        lambda: packed(**{"word__document.xml": '<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'}),
        "This Word document declares a document type or entities",
    ),
    "too deep": (
        lambda: packed("<w:p>" * 200 + "</w:p>" * 200),
        "This Word document is built far too large or too deep for an article.",
    ),
    "too many elements": (
        lambda: packed("<w:p/>" * (xml_parts.MOST_ELEMENTS + 1)),
        "This Word document is built far too large or too deep for an article.",
    ),
    "XML that breaks off": (lambda: packed(**{"word__document.xml": BODY[:-9]}), DAMAGED),
    "XML that is not in its place": (lambda: packed(**{"word__document.xml": "<w/>"}), DAMAGED),
    "a picture elsewhere": (
        lambda: packed(
            *FINE, **{"word___rels__document.xml.rels": relations(("image", "//e.example/x.png", "External"))}
        ),
        f"{OUTSIDE}//e.example/x.png.",
    ),
    "an object elsewhere": (
        lambda: packed(
            *FINE, **{"word___rels__document.xml.rels": relations(("oleObject", "file://e.example/x", "external"))}
        ),
        f"{OUTSIDE}file://e.example/x.",
    ),
    "an object inside": (lambda: packed(*FINE, **{"word__embeddings__oleObject1.bin": "x"}), INSIDE),
    "a page inside": (lambda: packed(*FINE, **{"word__afchunk1.html": "<p>"}), INSIDE),
    "macros": (lambda: packed(*FINE, **{"word__vbaProject.bin": "x"}), MACROS),
    "macros by its type": (
        lambda: packed(
            *FINE, **{"[Content_Types].xml": types("application/vnd.ms-word.document.macroEnabled.main+xml")}
        ),
        MACROS,
    ),
    "an unknown type": (lambda: packed(*FINE, **{"[Content_Types].xml": types("application/x-dotx")}), NO_WORD),
    "a template by its type": (
        lambda: packed(*FINE, **{"[Content_Types].xml": types(WORD.replace(".document.main", ".template.main"))}),
        "This is a Word template (.dotx). Open it and save it as a document (.docx).",
    ),
    "a spreadsheet": (lambda: zipped(**{"[Content_Types].xml": types(), "xl/workbook.xml": "<x/>"}), NO_WORD),
    "any packed file": (lambda: zipped(a="b"), NO_WORD),
    "an empty packed file": (lambda: zipped(), NO_WORD),
    "half a file": (lambda: packed(*FINE)[:300], DAMAGED),
    "a part that is there twice": (twice, DAMAGED),
    "one encrypted": (protected, "This document is protected by a password."),
    "one in the old format or protected": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "This document is protected by a password, or it is in the old Word format (.doc).",
    ),
    "nothing": (lambda: packed(), "There is no text in this document."),
    "a table": (
        lambda: packed(*FINE, "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
        "There is a table in this document.",
    ),
}


@pytest.mark.parametrize("what", HARM)
def test_what_may_do_harm_is_refused_within_a_second_and_in_a_sentence(what):
    make, why = HARM[what]
    data = make()
    assert len(data) <= MOST_BYTES, "the size alone would have refused it"
    started = time.process_time()
    with pytest.raises(FileRefused) as refusal:
        reading.read("doors.docx", data)
    assert time.process_time() - started < 1
    assert str(refusal.value).startswith(why)


def test_a_document_with_links_inside_of_itself_and_pictures_is_fine():
    inside = relations(("styles", "styles.xml", "Internal"), ("image", "media/a.png", "Internal"))
    data = packed(*FINE, **{"word___rels__document.xml.rels": inside, "word__media__a.png": b"\x89PNG"})
    assert reading.read("doors.docx", data).title == "Doors"


@pytest.mark.parametrize(("size", "why"), [(50_000_000, "This file has 50.0 megabytes."), (0, "This file is empty.")])
def test_the_size_refuses_a_file_before_it_is_read(size, why):
    with pytest.raises(FileRefused) as refusal:
        reading.check_size(size)
    assert str(refusal.value).startswith(why)
    reading.check_size(MOST_BYTES)


def test_the_xml_of_a_part_keeps_its_order_and_its_namespaces():
    root = xml_parts.parse(f'<a xmlns="{W}" x="1">one<b/>two</a>'.encode())
    assert (root.namespace, root.name, root.attributes) == (W, "a", {"x": "1"})
    assert (root.text, [one.name for one in root.children()]) == ("onetwo", ["b"])
    assert root.child("b", "c") is None
