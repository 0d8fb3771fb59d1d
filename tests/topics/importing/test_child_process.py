"""Reading a file ends, whatever is in it: in a child process with an end to its memory and its time."""

import os

import pytest
from django.utils import translation

from tests.topics.importing.texts import WAYS
from tests.topics.importing.word_files import W, packed, paragraph
from topics.exporting import FIRST_LINE
from topics.importing import word_document
from topics.importing.child_process import ChildLimits, read_in_child
from topics.importing.limits import FileRefused
from topics.importing.reading import read

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough
TOO_MUCH = "Reading this file takes too much memory or time."
DAMAGED = "This file is damaged. Open it where it was written and save it again."
TIGHT = ChildLimits(memory=30_000_000, cpu_seconds=1, seconds=60)


def greedy(name, data):
    return [bytes(10_000_000) for _each in range(1000)]


def endless(name, data):
    while True:
        pass


def deadly(name, data):
    os.abort()


def deep(name, data):
    return deep(name, data)


def broken(name, data):
    raise KeyError("a word of the file")


def test_a_child_reads_what_this_process_reads():
    for data in (WAYS["with dashes"], packed(paragraph("Doors", "Title"), paragraph("Rust."))):
        assert read_in_child("doors.txt", data) == read("doors.txt", data)


def test_a_refusal_keeps_its_sentence_and_its_language():
    with pytest.raises(FileRefused, match="There is only a title in this file"):
        read_in_child("doors.txt", b"Doors")
    with translation.override("es"), pytest.raises(FileRefused) as refused:
        read_in_child("doors.txt", b"Doors")
    with translation.override("es"), pytest.raises(FileRefused) as expected:
        read("doors.txt", b"Doors")
    assert str(refused.value) == str(expected.value)


@pytest.mark.parametrize(
    ("reader", "sentence"),
    [(greedy, TOO_MUCH), (endless, TOO_MUCH), (deadly, TOO_MUCH), (deep, TOO_MUCH), (broken, DAMAGED)],
)
def test_whatever_reading_does_it_ends_in_a_sentence(reader, sentence, caplog):
    with pytest.raises(FileRefused, match=sentence):
        read_in_child("doors.txt", b"Doors", TIGHT, reader)
    assert "a word of the file" not in caplog.text
    assert read_in_child("doors.txt", WAYS["with dashes"]).title


def test_a_child_that_does_not_answer_is_ended():
    with pytest.raises(FileRefused, match=TOO_MUCH):
        read_in_child("doors.txt", b"Doors", ChildLimits(seconds=0), endless)


# --- what the reader itself bounds ------------------------------------------------------------------------------------


def article(*rows: str) -> bytes:
    return "\n".join((FIRST_LINE, *rows)).encode()


def in_encoding(name: str) -> bytes:
    text = f'<?xml version="1.0" encoding="{name}"?><w:document xmlns:w="{W}"><w:body/></w:document>'
    return packed(paragraph("Doors"), **{"word__document.xml": text})


HOSTILE = {
    "a name of many parts": article(".".join("a" * 20_000) + " = 1"),
    "a quoted name of many parts": article(".".join(['"a b"'] * 5_000) + " = 1"),
    "a name with blanks between its parts": article(" . ".join("a" * 5_000) + " = 1"),
    "a table of many parts": article("[" + ".".join("a" * 20_000) + "]"),
    "an inline table of many parts": article("name = {" + ".".join("a" * 20_000) + " = 1}"),
    "nested lists": article("name = " + "[" * 50_000),
    "nested inline tables": article("name = " + "{a=" * 20_000),
    "a huge number": article("name = " + "9" * 5_000),
    "a huge hexadecimal number": article("name = 0x" + "f" * 100_000),
    "a day that does not exist": article("name = 0000-99-99"),
    "a half character": article('name = "\\ud800"'),
    "a number for a text": article("name = 1e999999999"),
    "an encoding that nobody knows": in_encoding("fish-9"),
    "an encoding of several bytes": in_encoding("shift_jis"),
    "an encoding that is none": in_encoding("rot13"),
    "half a document": packed(paragraph("Doors"))[:400],
    "a document in a packing of its own": packed(paragraph("Doors")).replace(b"\x08\0", b"\x0e\0"),
    "deeply nested elements": packed(raw := "<w:sdt>" * 5_000),
    "text in marks": ("Doors\n\n" + "a" + "\u0301\u0323" * 90_000).encode() + b"\xff\xfe",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_by_the_reader(data):
    with pytest.raises(FileRefused):
        read("doors.txt", data)


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_document_is_refused_or_read(seed):
    """Twenty bytes anywhere in it are changed, or its end is missing."""
    good = packed(paragraph("Doors", "Title"), paragraph("Rust."))
    for number in range(20):
        places = [(seed * 7919 + number * 104_729 + step * 31_337) % len(good) for step in range(20)]
        data = bytearray(good[: len(good) - (seed * number) % 200])
        for place in places:
            if place < len(data):
                data[place] ^= 1 + place % 255
        try:
            read("doors.docx", bytes(data))
        except FileRefused as refused:
            assert str(refused)


def test_each_style_is_looked_at_once(monkeypatch):
    """Two thousand styles, each based on the next, and a paragraph in each."""
    count = 2_000
    looked_at = []
    child = word_document.Element.child

    def counting(element, *path):
        looked_at.append(path)
        return child(element, *path)

    monkeypatch.setattr(word_document.Element, "child", counting)
    rows = "".join(
        f'<w:style w:styleId="s{n}"><w:name w:val="n{n}"/><w:basedOn w:val="s{n + 1}"/><w:pPr/></w:style>'
        for n in range(count)
    )
    styles = f'<?xml version="1.0"?><w:styles xmlns:w="{W}">{rows}</w:styles>'
    data = packed(*(paragraph("It sticks.", f"s{n}") for n in range(count)), **{"word__styles.xml": styles})
    assert len(word_document.lines_of(data).lines) == count
    assert len(looked_at) < 400 * count
