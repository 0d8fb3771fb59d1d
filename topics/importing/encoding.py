"""Bytes to text: which encoding they are in, or why they are no text at all."""

import codecs
import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.importing.limits import MOST_CHARACTERS, FileRefused
from topics.importing.symbol_fonts import UNKNOWN
from topics.importing.typed_marks import quoted

MOST_FOREIGN = 0.25  # share of letters beyond ASCII from which Windows-1252 is a wrong guess
ZEROS_OF_UTF_16 = 0.4  # share of zero bytes at every second place; in a European text it is nearly all of them
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, ""),  # before UTF-16: it begins alike
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IMAGE, _PACKED, _PROGRAM = gettext_lazy("an image"), gettext_lazy("a packed file"), gettext_lazy("a program")
_OTHER_FILES = (
    (b"%PDF", gettext_lazy("a PDF")),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"RIFF", _IMAGE),
    (b"{\\rtf", gettext_lazy("a file in Rich Text Format")),
    (b"\x1f\x8b", _PACKED),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90", _PROGRAM),
)
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text, and what its editor should know about its encoding. FileRefused if it is not a text we can read."""
    _refuse_other_files(data)
    text, notes = _decoded(data)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise FileRefused(_("This file is empty."))
    if len(text) > MOST_CHARACTERS:
        raise FileRefused(
            _("This text has %(length)s characters. At most %(limit)s can be brought in.")
            % {"length": len(text), "limit": MOST_CHARACTERS}
        )
    if found := _CONTROLS.search(text):
        raise FileRefused(
            _("This is not a text: there is a character in it (number %(code)s) that no text has.")
            % {"code": ord(found[0])}
        )
    return text.removeprefix("\ufeff"), notes


def _refuse_other_files(data: bytes) -> None:
    for beginning, what in _OTHER_FILES:
        if data.startswith(beginning):
            raise FileRefused(
                _("This is %(what)s, whatever it is called. Save its text as Word document (.docx) or plain text.")
                % {"what": what}
            )
    if _WEB_PAGE.match(data):
        raise FileRefused(_("This is a web page. Save its text as a Word document (.docx) or as plain text."))


def _decoded(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), []
    if guessed := _utf_16_without_mark(data):
        return _strictly(data, guessed), [_("The file does not say how it is encoded. It was read as UTF-16.")]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _damaged_utf_8(data) or _windows_1252(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        if encoding:
            return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    raise FileRefused(_not_readable())


def _utf_16_without_mark(data: bytes) -> str:
    """Which UTF-16 it looks like: every second byte of a European text is zero then. Empty: neither."""
    half = len(data) // 2
    if len(data) % 2 or not half:
        return ""
    low, high = data[0::2].count(0) / half, data[1::2].count(0) / half
    if high >= ZEROS_OF_UTF_16 and low < high / 4:
        return "utf-16-le"
    if low >= ZEROS_OF_UTF_16 and high < low / 4:
        return "utf-16-be"
    return ""


def _damaged_utf_8(data: bytes) -> tuple[str, list[str]] | None:
    """The text if it is one in UTF-8 with some damaged places: most letters beyond ASCII are whole ones."""
    text = data.decode("utf-8", errors="replace")
    whole = sum(not character.isascii() and not unicodedata.combining(character) for character in text)
    whole -= text.count(UNKNOWN)
    if not whole or whole < text.count(UNKNOWN):
        return None
    lines = [line.strip() for line in text.splitlines() if UNKNOWN in line]
    told = _("The file is damaged: letters that cannot be read are shown as %(sign)s. Look at %(lines)s.")
    return text, [told % {"sign": UNKNOWN, "lines": quoted(lines)}]


def _windows_1252(data: bytes) -> tuple[str, list[str]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise FileRefused(_not_readable()) from None
    letters = [character for character in text if character.isalpha()]
    foreign = sum(not character.isascii() for character in letters)
    if foreign > MOST_FOREIGN * len(letters):
        raise FileRefused(_not_readable())
    words = [word for word in text.split() if not word.isascii()]
    told = _(
        "The file is not in UTF-8. It was read as Windows-1252 (Western European): look at letters such as é and ’."
        " They stand in %(words)s."
    )
    return text, [told % {"words": quoted(words, 20)}]


def _not_readable() -> str:
    return _("The encoding of this file is not known here. Save it once more, as a text in UTF-8.")
