"""Lines to title and sections: which lines are headings, which lists belong where. Nothing of the text is lost."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from topics.importing.heading_detection import from_capitals, guess_headings
from topics.importing.limits import (
    LONGEST_HEADING,
    LONGEST_LEAD_IN,
    LONGEST_LINE,
    LONGEST_TITLE,
    MOST_LINES,
    MOST_SECTIONS,
    FileRefused,
)
from topics.importing.marks import Mark, MarkedLine, MarkedText

_LAST_SENTENCE = re.compile(r"(.*[.!?…][\"”’)]?)\s+(\S.*:)", re.DOTALL)
_LIST_END = re.compile(r"(?<=\w|\))\s*[;,]$")


@dataclass(frozen=True)
class OutlinePart:
    """What becomes a section: text, then at most one list with its lead-in."""

    heading: str
    body: tuple[str, ...]
    list_intro: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """A text taken apart."""

    title: str
    parts: tuple[OutlinePart, ...]
    notes: tuple[str, ...]


def outline(text: MarkedText) -> Outline:
    """The title – the first line – and the parts below it. FileRefused if there is too little or too much.

    A section is text and then one list: what stands behind a list begins a part of its own, under the same heading
    with a number. A list with a line too long for one stays in the text.
    """
    if not text.lines:
        raise FileRefused(_("This file is empty."))
    first, *rest = text.lines
    title = from_capitals(first.text.strip("*_").rstrip(":").strip())
    _check_title(first, title)
    if not rest:
        raise FileRefused(_("There is only a title in this file, and no text below it."))
    lines, notes = guess_headings(title, rest)
    writer = _Writer()
    for line in lines:
        writer.take(line)
    parts = writer.parts()
    _check_size(parts)
    return Outline(title, tuple(parts), (*text.notes, *notes, *writer.notes))


class _Writer:
    """Puts lines together to parts."""

    def __init__(self):
        self.notes: list[str] = []
        self._done: list[OutlinePart] = []
        self._begin("")

    def take(self, line: MarkedLine) -> None:
        if line.mark is Mark.HEADING:
            self._finish()
            self._begin(line.text)
        elif line.in_list:
            self._lines.append(line)
        else:
            self._end_list()
            self._texts.append(line.text)

    def parts(self) -> list[OutlinePart]:
        self._finish()
        return self._done

    def _begin(self, heading: str) -> None:
        self._heading, self._number = heading, 1
        self._texts: list[str] = []
        self._lines: list[MarkedLine] = []

    def _end_list(self) -> None:
        """A paragraph after a list: the list stays in the text if it must, otherwise a new part begins."""
        if not self._lines:
            return
        if self._fits():
            self._close()
        else:
            self._keep_as_text()

    def _finish(self) -> None:
        if self._lines and not self._fits():
            self._keep_as_text()
        if self._texts or self._lines or (self._heading and self._number == 1):
            self._close()

    def _fits(self) -> bool:
        return all(len(_label(line)) <= LONGEST_LINE for line in self._lines)

    def _keep_as_text(self) -> None:
        self.notes.append(
            _("A list under “%(heading)s” has a line of more than %(limit)s characters. It stays a part of the text.")
            % {"heading": self._heading or _("Overview"), "limit": LONGEST_LINE}
        )
        self._texts.append("\n".join(f"- {line.text}" for line in self._lines))
        self._lines = []

    def _close(self) -> None:
        heading = self._named()
        body, lead_in = _split_lead_in(self._texts) if self._lines else (self._texts, "")
        labels = tuple(_label(line) for line in self._lines)
        self._done.append(OutlinePart(heading, tuple(body), lead_in, labels))
        if not (body or lead_in or labels):
            self.notes.append(_("There is nothing under the heading “%(heading)s”.") % {"heading": heading})
        self._number += 1
        self._texts, self._lines = [], []

    def _named(self) -> str:
        if self._number == 1 and self._heading:
            return self._heading
        if self._number == 1:
            self.notes.append(_("The text before the first heading became a section called “Overview”."))
            self._heading = _("Overview")
            return self._heading
        numbered = f" ({self._number})"
        heading = self._heading[: LONGEST_HEADING - len(numbered)] + numbered
        self.notes.append(
            _("“%(heading)s” goes on after a list. What follows became a section of its own, “%(numbered)s”.")
            % {"heading": self._heading, "numbered": heading}
        )
        return heading


def _split_lead_in(texts: list[str]) -> tuple[list[str], str]:
    """The paragraphs, and the sentence with a colon that introduces the list."""
    if not texts or not texts[-1].endswith(":"):
        return texts, ""
    *before, last = texts
    if found := _LAST_SENTENCE.fullmatch(last):
        before, last = [*before, found[1]], found[2]
    return (before, last) if len(last) <= LONGEST_LEAD_IN else (texts, "")


def _label(line: MarkedLine) -> str:
    return _LIST_END.sub("", line.text)


def _check_title(first: MarkedLine, title: str) -> None:
    if first.in_list or not title:
        raise FileRefused(_("The first line has to be the title of the article."))
    if len(title) > LONGEST_TITLE:
        raise FileRefused(
            _("The first line has to be the title, with at most %(limit)s characters. Here it has %(length)s.")
            % {"limit": LONGEST_TITLE, "length": len(title)}
        )


def _check_size(parts: list[OutlinePart]) -> None:
    lines = sum(len(part.lines) for part in parts)
    if not any(part.body or part.lines or part.list_intro for part in parts):
        raise FileRefused(_("There are only headings in this file, and no text below them."))
    for found, limit, message in (
        (len(parts), MOST_SECTIONS, _("This text has %(found)s sections. At most %(limit)s can be brought in.")),
        (lines, MOST_LINES, _("The lists of this text have %(found)s lines. At most %(limit)s can be brought in.")),
    ):
        if found > limit:
            raise FileRefused(message % {"found": found, "limit": limit})


def counted(sections: int, paragraphs: int, lines: int) -> str:
    """ "10 sections, 22 paragraphs, 47 lines in lists"."""
    return ", ".join(
        (
            ngettext("%(n)s section", "%(n)s sections", sections) % {"n": sections},
            ngettext("%(n)s paragraph", "%(n)s paragraphs", paragraphs) % {"n": paragraphs},
            ngettext("%(n)s line in lists", "%(n)s lines in lists", lines) % {"n": lines},
        )
    )
