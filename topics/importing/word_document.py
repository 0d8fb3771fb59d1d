"""A Word document (.docx) to lines with marks: headings and lists by their styles, everything else as plain text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from portal.lib.text import clean_line
from topics.importing.limits import MOST_CHARACTERS, FileRefused, check_rows
from topics.importing.marks import Mark, MarkedLine, MarkedText
from topics.importing.package import DOCUMENT, Package
from topics.importing.plain_text import classify
from topics.importing.xml_parts import Element

_HEADING = re.compile(r"(?:heading \d|title)$")
_LIST = re.compile(r"list (?:bullet|number)(?: \d)?$")
_CONTENTS = re.compile(r"(?:toc \d|toc heading|table of figures)$")
_THROUGH = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "ins", "moveTo", "customXml", "dir", "bdo", "r"}
_LEFT_OUT = {"drawing": "pictures", "pict": "pictures", "object": "pictures", "AlternateContent": "pictures"}
_LEFT_OUT |= {"footnoteReference": "notes", "endnoteReference": "notes", "commentReference": "comments"}
_LEFT_OUT |= {"del": "changes", "moveFrom": "changes", "oMath": "formulas", "oMathPara": "formulas"}
_TOLD = {  # what was left out, for one and for many
    "pictures": ngettext_lazy("%(n)s picture was left out.", "%(n)s pictures and drawings were left out.", "n"),
    "notes": ngettext_lazy("%(n)s footnote was left out.", "%(n)s footnotes were left out.", "n"),
    "comments": ngettext_lazy("%(n)s comment was left out.", "%(n)s comments were left out.", "n"),
    "formulas": ngettext_lazy("%(n)s formula was left out.", "%(n)s formulas were left out.", "n"),
    "hidden": ngettext_lazy("%(n)s hidden piece of text was left out.", "%(n)s hidden pieces were left out.", "n"),
}
MOST_STYLES = 30  # that a style is based on, one on the other; Word itself allows ten or so
_OFF = {"0", "false", "off", "none"}


def lines_of(data: bytes) -> MarkedText:
    """The lines of a document. FileRefused for tables, and for what is damaged or built to do harm."""
    return _Document(Package(data)).lines()


@dataclass(frozen=True)
class _Style:
    """A style of paragraphs: its name in small letters, the id of the style it is based on, what it says of them."""

    name: str
    based_on: str
    properties: Element | None


class _Document:
    def __init__(self, package: Package):
        self._package = package
        self._left_out: Counter[str] = Counter()
        self._chains: dict[str, list[_Style]] = {}
        self._said: dict[tuple[str, str], Element | None] = {}
        self._emphasised = self._inserted = self._contents = False

    def lines(self) -> MarkedText:
        body = self._package.part(DOCUMENT).child("body")
        if body is None:
            raise FileRefused(_("This Word document is damaged: a part of it cannot be read."))
        found = [line for paragraph in self._paragraphs(body) for line in self._lines_of(paragraph)]
        length = sum(len(line.text) for line in found)
        check_rows(len(found))
        if not found:
            raise FileRefused(_("There is no text in this document."))
        if length > MOST_CHARACTERS:
            raise FileRefused(
                _("This text has %(length)s characters. At most %(limit)s can be brought in.")
                % {"length": length, "limit": MOST_CHARACTERS}
            )
        return MarkedText(tuple(found), tuple(self._notes()))

    # --- paragraphs --------------------------------------------------------------------------------------------------

    def _paragraphs(self, parent: Element) -> Iterator[Element]:
        for one in parent.children():
            if one.name == "p":
                yield one
            elif one.name == "tbl":
                raise FileRefused(
                    _("There is a table in this document. Turn it into paragraphs or a list, and save it again.")
                )
            elif one.name in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
                yield from self._paragraphs(one)

    def _lines_of(self, paragraph: Element) -> Iterator[MarkedLine]:
        """Mostly one line; a paragraph with line breaks gives several."""
        properties = paragraph.child("pPr")
        style = self._value(properties, "pStyle")
        names = self._style_names(style)
        if any(_CONTENTS.match(name) for name in names):
            self._contents = True
            return
        pieces = list(self._runs(paragraph))
        text = "".join(text for text, _bold in pieces)
        bold = bool(text.strip()) and all(bold for text, bold in pieces if text.strip())
        self._emphasised = self._emphasised or (not bold and any(bold for text, bold in pieces if text.strip()))
        mark = self._mark(properties, style, names)
        typed = [text.replace("\n", " ")] if mark in (Mark.HEADING, Mark.BULLET) else text.split("\n")
        for words in filter(None, map(clean_line, typed)):
            own, words = classify(words) if mark is Mark.TEXT else (mark, words)
            if own is Mark.TEXT and bold:
                own = Mark.BOLD
            if words:
                yield MarkedLine(own, words)

    def _mark(self, properties: Element | None, style: str, names: list[str]) -> Mark:
        if any(_HEADING.match(name) for name in names) or self._outline_level(properties, style):
            return Mark.HEADING
        numbered = self._numbering(properties, style)
        listed = any(_LIST.match(name) for name in names) if numbered is None else numbered
        return Mark.BULLET if listed else Mark.TEXT

    def _outline_level(self, properties: Element | None, style: str) -> bool:
        level = self._first(properties, style, "outlineLvl")
        return level is not None and level.attributes.get("val", "9") < "9"

    def _numbering(self, properties: Element | None, style: str) -> bool | None:
        """Whether it has a dot or a number; None if nothing is said about it."""
        said = self._first(properties, style, "numPr")
        return None if said is None else self._value(said, "numId") not in {"", "0"}

    # --- words -------------------------------------------------------------------------------------------------------

    def _runs(self, parent: Element, bold: bool = False) -> Iterator[tuple[str, bool]]:
        """What is written, piece by piece, and whether it is bold."""
        if parent.name == "r":
            properties = parent.child("rPr")
            bold = self._is_on(properties, "b")
            if self._is_on(properties, "vanish"):
                self._left_out["hidden"] += 1
                return
        self._inserted = self._inserted or parent.name in {"ins", "moveTo"}
        for one in parent.children():
            if one.name == "t":
                yield one.text, bold
            elif one.name in {"br", "cr"}:
                yield "\n" if one.attributes.get("type", "textWrapping") == "textWrapping" else " ", bold
            elif one.name in {"tab", "ptab"}:
                yield " ", bold
            elif one.name == "noBreakHyphen":
                yield "-", bold
            elif one.name in _LEFT_OUT:
                self._left_out[_LEFT_OUT[one.name]] += 1
            elif one.name in _THROUGH:
                yield from self._runs(one, bold)

    # --- styles ------------------------------------------------------------------------------------------------------

    @cached_property
    def _styles(self) -> dict[str, _Style]:
        styles = self._package.part("word/styles.xml")
        found = styles.children("style") if styles else []
        return {
            one.attributes.get("styleId", ""): _Style(
                self._value(one, "name").lower(), self._value(one, "basedOn"), one.child("pPr")
            )
            for one in found
        }

    def _chain(self, style: str) -> list[_Style]:
        """The style and those it is based on, MOST_STYLES at most. Looked up once for each style."""
        if style not in self._chains:
            chain: dict[str, _Style] = {}
            based_on = style
            while based_on in self._styles and based_on not in chain and len(chain) < MOST_STYLES:
                chain[based_on] = self._styles[based_on]
                based_on = chain[based_on].based_on
            self._chains[style] = list(chain.values())
        return self._chains[style]

    def _style_names(self, style: str) -> list[str]:
        return [one.name for one in self._chain(style)]

    def _first(self, properties: Element | None, style: str, name: str) -> Element | None:
        """What the paragraph says itself, or else its style."""
        own = properties.child(name) if properties else None
        if own is not None:
            return own
        if (style, name) not in self._said:
            places = (one.properties.child(name) for one in self._chain(style) if one.properties)
            self._said[style, name] = next(filter(None, places), None)
        return self._said[style, name]

    @staticmethod
    def _value(parent: Element | None, name: str) -> str:
        found = parent.child(name) if parent else None
        return found.attributes.get("val", "") if found else ""

    @staticmethod
    def _is_on(properties: Element | None, name: str) -> bool:
        found = properties.child(name) if properties else None
        return found is not None and found.attributes.get("val", "1").lower() not in _OFF

    # --- what to tell ------------------------------------------------------------------------------------------------

    def _notes(self) -> Iterator[str]:
        if self._inserted or "changes" in self._left_out:
            yield _("The document has tracked changes: inserted words were taken in, deleted ones were not.")
        for what, sentence in _TOLD.items():
            if n := self._left_out[what]:
                yield sentence % {"n": n}
        if self._contents:
            yield _("The table of contents was left out: the page makes its own.")
        if self._emphasised:
            yield _("Bold words inside of paragraphs became plain ones.")
