"""Plain text to lines with marks: headings that are marked, lists, and paragraphs that were broken into lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from portal.lib.text import clean_line, clean_text
from topics.importing.limits import LONGEST_HEADING, check_rows
from topics.importing.marks import Mark, MarkedLine, MarkedText

WIDEST = 120  # characters; a text with a longer line was not broken into lines by hand
SHORTEST_BROKEN = 45  # of lines that go on in the next one, in such a text
_BULLET = re.compile(r"\s*(?:[-*+•●▪◦‣∙·–—]\s+|[•●▪◦‣]\s*)(?=\S)")
_NUMBER = re.compile(r"\s*(?:\(?(?:\d{1,3}|[A-Za-z])\)|\d{1,2}\.|[a-z]\.(?!\s+\w\.))\s+(?=\S)")
_HASHES = re.compile(r"#{1,6}\s+(?=[^#])")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:=\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|(?:~\s*){3,})")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*")
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+?)(?<=\S)\1:?")
_BREAKS = re.compile("[\f\v\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.:;?!…][\"'”’»)\]]*$")


@dataclass
class _Row:
    """A line of the file. `text` is clean and without its mark."""

    mark: Mark
    text: str
    gap: bool  # something empty stood before it
    indented: bool


def lines_of(text: str) -> MarkedText:
    """The lines of a plain text or of one in Markdown."""
    typed = clean_text(_BREAKS.sub("\n", text)).split("\n")
    check_rows(sum(bool(row.strip()) for row in typed))
    rows = list(_rows(typed))
    width = _width(rows)
    lines: list[MarkedLine] = []
    last = None
    for row in rows:
        if last and not row.gap and _goes_on(lines[-1], last, row, width):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {row.text}")
        else:
            lines.append(MarkedLine(row.mark, row.text))
        last = row
    lines = [_bold(line) for line in lines]
    notes = [_("Lines of the same paragraph were joined: the text is broken into short lines.")] if width else []
    return MarkedText(tuple(lines), tuple(notes))


def classify(text: str) -> tuple[Mark, str]:
    """The mark that a line was typed with, and the words behind it."""
    if found := _HASHES.match(stripped := text.strip()):
        return Mark.HEADING, _without_bold(clean_line(stripped[found.end() :].rstrip("#")))
    for pattern, mark in ((_BULLET, Mark.BULLET), (_NUMBER, Mark.NUMBER)):
        if found := pattern.match(text):
            return mark, clean_line(text[found.end() :])
    return Mark.TEXT, clean_line(text)


def _rows(typed: list[str]) -> Iterator[_Row]:
    gap = False
    skip = False
    for number, raw in enumerate(typed, start=1):
        following = typed[number] if number < len(typed) else ""
        if skip:
            skip = False
        elif not raw.strip() or _RULE.fullmatch(raw):
            gap = True
        else:
            mark, words = classify(raw)
            if mark is Mark.TEXT and len(words) <= LONGEST_HEADING and _UNDERLINE.fullmatch(following):
                mark, words, skip = Mark.HEADING, _without_bold(words), True
            yield _Row(mark, words, gap, raw[:1].isspace())
            gap = False


def _width(rows: list[_Row]) -> int:
    """How wide the lines are that a paragraph was broken into; 0 if every line is a paragraph of its own."""
    texts = [row for row in rows if row.mark is Mark.TEXT]
    widest = max((len(row.text) for row in rows), default=0)
    if widest > WIDEST:
        return 0
    following = pairwise(rows)
    broken = [
        row
        for row, after in following
        if row.mark is Mark.TEXT
        and after.mark is Mark.TEXT
        and not after.gap
        and len(row.text) >= SHORTEST_BROKEN
        and not _SENTENCE_END.search(row.text)
    ]
    return widest if broken and len(broken) * 10 >= len(texts) else 0


def _goes_on(line: MarkedLine, row: _Row, after: _Row, width: int) -> bool:
    """Whether the next row of the file belongs to the same line, of which `row` is the last one so far."""
    if after.mark is not Mark.TEXT:
        return False
    if line.in_list:
        return after.indented  # what hangs below a line of a list belongs to it
    if line.mark is not Mark.TEXT or not width:
        return False
    first_word = after.text.split(" ", 1)[0]
    return len(row.text) + 1 + len(first_word) > width  # else it would have stood on the line before


def _bold(line: MarkedLine) -> MarkedLine:
    """A line all in bold; lines of lists are stored without emphasis."""
    if line.mark is Mark.TEXT and (found := _BOLD.fullmatch(line.text)) and len(found[2]) <= LONGEST_HEADING:
        return replace(line, mark=Mark.BOLD)
    if line.in_list:
        return replace(line, text=_without_bold(line.text))
    return line


def _without_bold(text: str) -> str:
    return _BOLD.sub(lambda found: found[0].replace(found[1], ""), text)
