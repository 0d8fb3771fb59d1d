"""Bytes become text, or a sentence that says why they are none."""

import pytest

from topics.importing.encoding import decode
from topics.importing.limits import MOST_CHARACTERS, FileRefused

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "ascii"])
def test_what_is_certain_is_not_talked_about(encoding):
    text = "Doors" if encoding == "ascii" else "Türen – ворота"
    assert decode(text.encode(encoding)) == (text, [])


def test_what_was_assumed_is_said():
    text, notes = decode("Café – it’s a door".encode("cp1252"))
    assert (text, len(notes)) == ("Café – it’s a door", 1)
    assert "Windows-1252" in notes[0]
    text, notes = decode("A door and another door".encode("utf-16-be"))
    assert (text, notes) == (
        "A door and another door",
        ["The file does not say how it is encoded. It was read as UTF-16."],
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"  \r\n\t\n", "This file is empty."),
        (b"\xef\xbb\xbf \n", "This file is empty."),
        (b"\xff\xfe", "This file is empty."),
        (b"%PDF-1.7 renamed to .txt", "This is a PDF, whatever it is called."),
        (b"\x89PNG\r\n\x1a\n", "This is an image, whatever it is called."),
        (b"\xff\xd8\xff\xe0", "This is an image, whatever it is called."),
        (b"GIF89a", "This is an image, whatever it is called."),
        (b"{\\rtf1 Doors}", "This is a file in Rich Text Format, whatever it is called."),
        (b"\x1f\x8b\x08", "This is a packed file, whatever it is called."),
        (b"\x7fELF\x02", "This is a program, whatever it is called."),
        (b"<!DOCTYPE html><p>Doors", "This is a web page."),
        (b"\xef\xbb\xbf<html>", "This is a web page."),
        (b"Doors\0and more", "This is not a text: there is a character in it (number 0)"),
        (b"Doors\x07and more", "This is not a text: there is a character in it (number 7)"),
        ("Двери скрипят".encode("cp1251"), "The encoding of this file is not known here."),
        ("Двери скрипят".encode("koi8-r"), "The encoding of this file is not known here."),
        (b"Doors \x81\x8d", "The encoding of this file is not known here."),
        (b"\xff\xfe\x00\xd8", "The encoding of this file is not known here."),
        ("Doors".encode("utf-32"), "The encoding of this file is not known here."),
        (b"a" * (MOST_CHARACTERS + 1), "This text has 200001 characters."),
    ],
)
def test_what_is_no_text_or_not_readable_is_refused_in_a_sentence(data, why):
    with pytest.raises(FileRefused) as refusal:
        decode(data)
    assert str(refusal.value).startswith(why)


def test_a_text_in_utf_8_with_a_damaged_letter_is_no_other_encoding():
    text, (told,) = decode("Oil at ≥ 38 °C, in a café".encode()[:-1] + b"\xff.")
    assert text.startswith("Oil at ≥ 38 °C") and "\ufffd" in text
    assert told.startswith("The file is damaged") and "≥ 38" in told


def test_words_whose_letters_may_be_wrong_are_quoted():
    _text, (told,) = decode("Don’t oil at 38 °C".encode("mac_roman"))
    assert told.endswith("They stand in “DonÕt”, “¡C”.")
