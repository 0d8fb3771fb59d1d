"""Gate: no text holds marks that readers would see as they were typed: tables, HTML, pictures, footnotes, bullets."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from portal.lib.text import mixed_words
from topics.document import Document
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace, looked_at
from topics.gates.quotations import ATTRIBUTION
from topics.placeholders import KNOWN

CODE = "marks"
_TABLE = re.compile(r"\|.*\||^\s*:?-{3,}:?\s*\||\|\s*:?-{3,}:?\s*$")
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--|<!\[CDATA\[")
_BULLET = re.compile("[•◦▪▫‣⁃●■\uf0a7\uf0b7\uf06f\uf0d8]|^\\s*[·∙○□◆◇❖◻❏➢➤►▶▸➔*–—]\\s")
_OTHERS = (
    re.compile(r"!\["),  # a picture
    re.compile(r"\[\^"),  # a footnote
    re.compile(r"^\s*\[[^\]]+\]:\s|\]\["),  # a link with its address elsewhere
    re.compile(r"^\s*(?:[-*+]\s+)?\[[ xX]\]\s"),  # a box to tick
    re.compile(r"~~|`|^\s*(?::::|\{%|\\begin\b)"),
    re.compile(
        r"==\S|\+\+\w|(?<=\w)\^[^\s^]{1,12}\^|~[^\s~]{1,12}~|\$\$"
    ),  # marked, raised, lowered, struck, a formula
    re.compile(r"\[\[|^\s*(?:\[TOC\]|\*\[[^\]]+\]:|:\s|>\s*\[!)"),  # of wikis and other kinds of Markdown
    re.compile(r"(?<!\])\[\d{1,2}\](?!\()"),  # the number of a note
    re.compile("\u00c3[\u0080-\u00bf]|\u00e2\u20ac|\u00c2[\u00a0-\u00bf]|\ufffd"),  # letters read in a wrong encoding
)
_SEEN = re.compile(r"\\|\]\(|\*\*|__\w|&#?\w{1,31};")  # in a text that was shown
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_MARKDOWN = re.compile(r"\*\*|\]\(|__\w|^#{1,6}\s|^>\s")  # in a field that knows none


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """One finding for each field, with the lines that hold such marks; another for words of two alphabets."""
    for place, text in _markdown_texts(document):
        lines = [line for line in text.split("\n") if _BULLET.search(_without_list_mark(line)) or _marked(line)]
        seen = [line for line in markdown.plain_paragraphs(text) if _SEEN.search(line) or _BULLET.search(_said(line))]
        yield from _found(place, [*lines, *seen])
        yield from _mixed(place, text.split("\n"))
    for place, lines in _plain_texts(document):
        found = [
            line for line in lines if "\\" in line or _BULLET.search(line) or _marked(line) or _MARKDOWN.search(line)
        ]
        yield from _found(place, found)
        yield from _mixed(place, lines)


def _marked(line: str) -> bool:
    rest = _PLACEHOLDER.sub(lambda found: "" if found[1] in KNOWN else found[0], line)
    return "{" in rest or "}" in rest or any(pattern.search(line) for pattern in (_TABLE, _HTML, *_OTHERS))


def _said(line: str) -> str:
    """The line; nothing of one that says whose words stand above it."""
    return "" if ATTRIBUTION.fullmatch(line.strip()) else line


def _without_list_mark(line: str) -> str:
    """A list of Markdown may begin with a star."""
    return _said(re.sub(r"^\s*\*\s", "", line))


def _markdown_texts(document: Document) -> Iterator[tuple[FindingPlace, str]]:
    yield FindingPlace("page", field="summary", title=_("In short")), document.summary
    for section in document.sections:
        yield FindingPlace("sections", section.id, "body", title=section.heading), section.body


def _plain_texts(document: Document) -> Iterator[tuple[FindingPlace, tuple[str, ...]]]:
    for field in ("name", "plain_name", "title", "description"):
        yield FindingPlace("page", field=field, title=document.name), (getattr(document, field),)
    yield FindingPlace("page", field="other_names", title=document.name), document.other_names
    for card in document.care_cards:
        for field, lines in (
            ("heading", (card.heading,)),
            ("points", card.points),
            ("action", card.action.split("\n")),
        ):
            yield FindingPlace("cards", card.id, field, title=card.heading), tuple(lines)
    for section in document.sections:
        yield FindingPlace("sections", section.id, "heading", title=section.heading), (section.heading,)
        yield FindingPlace("sections", section.id, "list_intro", title=section.heading), (section.list_intro,)
        labels = tuple(item.label for item in section.items)
        yield FindingPlace("sections", section.id, "list", title=section.heading), labels


def _mixed(place: FindingPlace, lines: Iterable[str]) -> Iterator[Finding]:
    """Neither a search nor a gate nor a screen reader takes such a word for the one that readers see."""
    if found := [word for line in lines for word in mixed_words(line)]:
        yield Finding(
            CODE,
            _("Under “%(heading)s” letters of two alphabets stand in one word.") % {"heading": place.title},
            _("Type the word anew."),
            place,
            f"{place.key}-letters",
            quotes=tuple(dict.fromkeys(found)),
            waivable=True,
            stops_forced=place.part == "cards",
            about=looked_at("letters", tuple(lines)),
        )


def _found(place: FindingPlace, lines: list[str]) -> Iterator[Finding]:
    if lines:
        yield Finding(
            CODE,
            _("Under “%(heading)s” stand marks that readers would see as they were typed.") % {"heading": place.title},
            _("Take them out. A list begins each line with “- ”; tables, HTML and pictures are not known."),
            place,
            place.key,
            quotes=tuple(dict.fromkeys(lines)),
        )
