"""Lines to title and sections: which lines are headings, which lists belong where. Nothing of the text is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.markdown import literal, plain_line
from portal.lib.text import fold
from topics.importing.heading_detection import SHORTEST_CAPITALS, Capitals, guess_headings
from topics.importing.heading_kinds import sounds_like_a_heading
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
from topics.importing.typed_marks import quoted

_LAST_SENTENCE = re.compile(r"(.*[.!?…][\"”’)]?)\s+(\S.*:)", re.DOTALL)
MOST_BYLINES = 4  # lines below the title that may say who wrote the text, and when
_BY = re.compile(r"(?:By|BY|Von) (?=[^\W\d_a-z]).{1,70}(?<![.!?:])")
_ABOUT = re.compile(
    r"(?:(?:authors?|date|version|autor(?:in)?|datum|stand|автори?|дата) ?:"
    r"|(?:medically |last )?(?:written|reviewed|updated|published|revised|edited)(?: ?:| by| on| von| am)) ?\S.{1,90}",
    re.IGNORECASE,
)
_SOURCES = frozenset(
    {"sources", "references", "literature", "bibliography", "quellen", "literatur", "джерела", "література"}
    | {"источники", "литература", "zrodla", "fuentes", "bibliographie"}
)
_OPEN_END = re.compile(
    r"(?:[:,–—-]|\b(?:and|or|with|if|either|both|plus|to|of|are|is|has|have|including|like|when|und|oder|mit|et|ou|avec|y|o|con"
    r"|та|або|і|и|или))$",
    re.IGNORECASE,
)
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
    capitals = Capitals(line.text for line in text.lines)
    typed = first.text.rstrip(":").strip()
    title = capitals.in_small_letters(typed)
    _check_title(first, title)
    rest, about = _without_bylines(rest)
    if not rest:
        raise FileRefused(_("There is only a title in this file, and no text below it."))
    lines, notes = guess_headings(title, rest, capitals)
    notes = [*_about_title(first, typed, title, lines, told=bool(notes)), *about, *notes, *_about_second(first, lines)]
    writer = _Writer()
    for line in lines:
        writer.take(line)
    parts = writer.parts()
    _check_size(parts)
    return Outline(title, tuple(parts), (*text.notes, *notes, *writer.notes))


def _without_bylines(lines: list[MarkedLine]) -> tuple[list[MarkedLine], list[str]]:
    """The lines without those straight below the title that say who wrote it and when, and what to tell."""
    count = 0
    for line in lines[:MOST_BYLINES]:
        if line.mark not in (Mark.TEXT, Mark.BOLD) or not (_BY.fullmatch(line.text) or _ABOUT.fullmatch(line.text)):
            break
        count += 1
    told = _("Author and date were left out: %(words)s.")
    notes = [told % {"words": quoted([line.text for line in lines[:count]])}] if count else []
    return lines[count:], notes


def _about_title(first: MarkedLine, typed: str, title: str, lines: list[MarkedLine], *, told: bool) -> Iterator[str]:
    """What to tell about how the title was found."""
    levels = {line.level for line in lines if line.mark is Mark.HEADING}
    one_of_many = first.mark is Mark.HEADING and first.level > 0 and (levels == {first.level} or 0 in levels)
    if one_of_many or sounds_like_a_heading(title):
        yield _("The first heading, “%(heading)s”, became the title of the article.") % {"heading": title}
    if typed != title and not told:
        yield _("The title in capitals is written in small letters now: mend names and short forms.")
    elif len(title) > SHORTEST_CAPITALS and title.isupper():
        yield _("The title is all in capitals, and stays so. If it is no short form, write it in small letters.")


def _about_second(first: MarkedLine, lines: list[MarkedLine]) -> Iterator[str]:
    """What to tell if there may be two articles in the file."""
    headings = [line for line in lines if line.mark is Mark.HEADING]
    deepest = max((line.level for line in headings), default=0)
    if first.mark is Mark.HEADING and deepest > first.level:
        second = [line.text for line in headings if line.level == first.level]
    else:
        seen: set[str] = set()
        second = [line.text for line in headings if fold(line.text) in seen or seen.add(fold(line.text))]
    if second:
        yield _("There may be two articles in this file; each needs a file of its own. Look at %(headings)s.") % {
            "headings": quoted(second)
        }


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
            self._texts.append(line.markdown)

    def parts(self) -> list[OutlinePart]:
        self._finish()
        return self._done

    def _begin(self, heading: str) -> None:
        self._heading, self._number = heading, 1
        self._texts: list[str] = []
        self._lines: list[MarkedLine] = []

    def _end_list(self) -> None:
        """A paragraph after a list: the list stays in the text if it must, otherwise a new part begins."""
        if self._lines and not self._stays_text():
            self._close()

    def _finish(self) -> None:
        self._stays_text()
        if self._texts or self._lines or (self._heading and self._number == 1):
            self._close()

    def _stays_text(self) -> bool:
        """Puts the list into the text if it must not be taken apart into lines, and says why."""
        why = self._why_text() if self._lines else ""
        if not why:
            return False
        words = {"heading": self._heading or _("Overview"), "limit": LONGEST_LINE}
        self.notes.append(why % words)
        highest = min(line.level for line in self._lines)
        self._texts.append(
            "\n".join(f"{'    ' * (line.level - highest)}- {literal(line.text)}" for line in self._lines)
        )
        self._lines = []
        return True

    def _why_text(self) -> str:
        if fold(self._heading) in _SOURCES:
            return _("“%(heading)s” names sources: enter them as sources of the page, and take this section out.")
        if any(len(_label(line)) > LONGEST_LINE for line in self._lines):
            return _(
                "A list under “%(heading)s” has a line of more than %(limit)s characters. It stays a part of the text."
            )
        if any(line.level > before.level and _OPEN_END.search(before.text) for before, line in pairwise(self._lines)):
            return _("A list under “%(heading)s” has a line that its sub-points complete. It stays a part of the text.")
        return ""

    def _tell_levels(self) -> None:
        """Sub-points become lines like all others; it is told below which line they stood."""
        above = [before.text for before, line in pairwise(self._lines) if line.level > before.level]
        highest = min(line.level for line in self._lines)
        found = [line.text for line in self._lines if line.level > highest]
        if above:
            self.notes.append(
                _("Sub-points became lines of their own: %(lines)s. They stood below %(above)s.")
                % {"lines": quoted(found, 20), "above": quoted(above, 20)}
            )

    def _close(self) -> None:
        heading = self._named()
        if self._lines:
            self._tell_levels()
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
    words = plain_line(last)
    return (before, words) if len(words) <= LONGEST_LEAD_IN else (texts, "")


def _label(line: MarkedLine) -> str:
    return _LIST_END.sub("", line.text)


def _check_title(first: MarkedLine, title: str) -> None:
    if first.in_list or not any(map(str.isalnum, title)):
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
