"""From the bytes of a file to what it says, whatever it is called: plain text, Word document, exported article."""

import hashlib
import json
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.text import clean_line
from topics.document import Document
from topics.importing import article_file, plain_text, word_document
from topics.importing.encoding import decode
from topics.importing.limits import MOST_BYTES, FileRefused
from topics.importing.outline import Outline, outline
from topics.importing.package import is_package


class Format(models.TextChoices):
    """What a file is, by its content."""

    TEXT = "text", gettext_lazy("plain text")
    WORD = "word", gettext_lazy("Word document")
    ARTICLE = "article", gettext_lazy("exported article")


@dataclass(frozen=True)
class IncomingText:
    """What a file says. It is either an outline or, if it was exported here, a whole document.

    `sha256` is that of the content: the same text with other line ends, in another encoding or as a Word document
    has the same one.
    """

    file_name: str
    format: Format
    sha256: str
    title: str
    outline: Outline | None = None
    document: Document | None = None
    notes: tuple[str, ...] = ()


def check_size(size: int) -> None:
    """Refuses a file by its size in bytes, before it is read."""
    if size > MOST_BYTES:
        words = {"size": f"{size / 1_000_000:.1f}", "limit": f"{MOST_BYTES / 1_000_000:.0f}"}
        raise FileRefused(_("This file has %(size)s megabytes. At most %(limit)s can be brought in.") % words)
    if not size:
        raise FileRefused(_("This file is empty."))


def read(file_name: str, data: bytes) -> IncomingText:
    """What the file says. FileRefused, with a sentence for the screen, if it cannot be brought in."""
    check_size(len(data))
    name = clean_line(file_name)[-120:] or "text"
    if is_package(data):
        return _arrived(name, Format.WORD, outline(word_document.lines_of(data)))
    text, notes = decode(data)
    if article_file.is_article_file(text):
        document = article_file.from_text(text)
        return IncomingText(name, Format.ARTICLE, document.sha256, document.headline, None, document, tuple(notes))
    markdown = name.lower().endswith((".md", ".markdown"))
    found = outline(plain_text.lines_of(text, markdown=markdown))
    return _arrived(name, Format.TEXT, found, notes)


def _arrived(name: str, form: Format, found: Outline, notes: list[str] | None = None) -> IncomingText:
    return IncomingText(name, form, _digest(found), found.title, found, None, (*(notes or ()), *found.notes))


def _digest(found: Outline) -> str:
    parts = [[part.heading, part.body, part.list_intro, part.lines] for part in found.parts]
    return hashlib.sha256(json.dumps([found.title, parts], ensure_ascii=False).encode()).hexdigest()
