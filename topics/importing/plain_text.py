"""Plain text to lines with marks: headings that are marked, lists, and paragraphs that were broken into lines."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from portal.lib.markdown import literal, literal_beginning, literal_inside, plain_line
from portal.lib.text import clean_line, clean_text
from topics.importing.limits import LONGEST_HEADING, check_rows
from topics.importing.markdown_text import front_matter, without_extras
from topics.importing.marks import Mark, MarkedLine, MarkedText
from topics.importing.symbol_fonts import UNKNOWN, without_private
from topics.importing.typed_marks import quoted, read_marks

WIDEST = 120  # characters; a text with a longer line was not broken into lines by hand
SHORTEST_BROKEN = 45  # of lines that go on in the next one, in such a text
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:=\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|(?:~\s*){3,})")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*")
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+?)(?<=\S)\1:?")
_STARRED = re.compile(r"(?<![\w*])\*\*(?=[^\s*])((?:(?!\*\*).)+?)(?<=[^\s*])\*\*(?![\w*])")
_BREAKS = re.compile("[\f\v\u2028\u2029]")
_SOFT_HYPHEN = re.compile("\u00ad[ \\t]*\r?\n[ \\t]*")
_SENTENCE_END = re.compile(r"[.:;?!…][\"'”’»)\]]*$")
_BROKEN_WORD = re.compile(r"[^\W\d_]{2,}[-‐]$")
_GOES_ON_BELOW = re.compile(
    r"(?:and|or|to|und|oder|bzw|bis|et|ou|y|o|i|e|та|або|і|и|или)\b", re.IGNORECASE
)  # "pre- and"
_MARKDOWN_HEADING = re.compile(r"^ {0,3}#{1,6}[ \\t]+[^\s#\d].*[^.,;…\s][ \\t]*$", re.MULTILINE)
_QUOTED = re.compile(r">\s*[^\s\d]")  # "> 38 °C" is none
_QUOTE_MARK = re.compile(r"(?:>[ \t]?)+")  # before each line of a quotation
_BROKEN_RANGE = re.compile(r"\d[-–]$")
_LOOKED_AT = 80  # characters at the border of two lines: no word is longer
_MOST_SPACES = 400  # of a line, looked at to see how far it is set in


@dataclass
class _Row:
    """A line of the file. `text` is clean and without its mark."""

    mark: Mark
    text: str
    gap: bool  # something empty stood before it
    indent: int
    level: int = 0


def lines_of(text: str, *, markdown: bool = False) -> MarkedText:
    """The lines of a plain text or of one in Markdown.

    `markdown`: the file says that it is Markdown. Otherwise a text is taken for Markdown if it has front matter or
    headings with #, or headings in bold with two stars; else its signs are nothing but signs.
    """
    notes: list[str] = []
    text = _SOFT_HYPHEN.sub("", text.removeprefix("\ufeff"))
    text = _BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    title = ""
    if front := front_matter(text):
        markdown, text, title, notes = True, front.text, front.title, front.notes
    signs: Counter[str] = Counter()
    text = without_private(text, lambda sign: signs.update((sign,)))
    notes += about_signs(signs)
    written = markdown or bool(_MARKDOWN_HEADING.search(text)) or _bold_headings(text)
    if written:
        found = without_extras(text)
        text, notes = found.text, [*notes, *found.notes]
    typed = clean_text(text).split("\n") if text.strip() else []
    check_rows(sum(bool(row.strip()) for row in typed))
    rows, more = _rows(typed, markdown)
    lines, told = _joined(rows, markdown, written)
    if title:
        lines = [MarkedLine(Mark.HEADING, clean_line(title), level=0), *lines]
    return MarkedText(tuple(lines), (*notes, *told, *more))


def about_signs(signs: Counter[str]) -> Iterator[str]:
    """What to tell about signs of symbol fonts; the usual dots of a list need no word."""
    if signs[UNKNOWN]:
        told = _("Signs of a symbol font that are not known here are shown as %(sign)s. How many: %(n)s.")
        yield told % {"sign": UNKNOWN, "n": signs[UNKNOWN]}
    if named := [sign for sign in signs if sign not in {UNKNOWN, *"•▪➢■●❖❑◻"}]:
        yield _("Signs of a symbol font were read as %(signs)s. Look whether that is what they mean.") % {
            "signs": " ".join(named)
        }


def _bold_headings(text: str) -> bool:
    rows = (row.strip() for row in text.split("\n"))
    return sum(row.startswith("**") and bool(_BOLD.fullmatch(row)) for row in rows) > 1


def _rows(typed: list[str], markdown: bool) -> tuple[list[_Row], list[str]]:
    """The lines that say something, and what to tell about their marks."""
    marks, notes = read_marks(["" if _RULE.fullmatch(row) else row for row in typed], markdown=markdown)
    rows: list[_Row] = []
    gap = skip = False
    for number, (raw, mark) in enumerate(zip(typed, marks, strict=True), start=1):
        following = typed[number] if number < len(typed) else ""
        if skip:
            skip = False
        elif not mark.words:
            gap = True
        else:
            row = _Row(mark.mark, mark.words, gap, _indent(raw), mark.level)
            if row.mark is Mark.TEXT and len(row.text) <= LONGEST_HEADING and _UNDERLINE.fullmatch(following):
                row.mark, row.level, skip = Mark.HEADING, 1 if "=" in following else 2, True
            rows.append(row)
            gap = False
    _set_levels(rows)
    return rows, notes


def _indent(raw: str) -> int:
    start = raw[:_MOST_SPACES].expandtabs(4)
    return len(start) - len(start.lstrip())


def _set_levels(rows: list[_Row]) -> None:
    """How deep each line of a list is: further in than the line above is a sub-point of it."""
    open_at: list[int] = []
    for row in rows:
        if row.mark not in (Mark.BULLET, Mark.NUMBER):
            if not row.indent:
                open_at = []
            continue
        while open_at and row.indent < open_at[-1]:
            open_at.pop()
        if not open_at or row.indent > open_at[-1] + 1:
            open_at.append(row.indent)
        row.level = max(row.level, len(open_at) - 1)


def _joined(rows: list[_Row], markdown: bool, written: bool) -> tuple[list[MarkedLine], list[str]]:
    """The lines, with those put together that belong to one paragraph or one line of a list."""
    width = 0 if markdown else _width(rows)
    known = known_words(row.text for row in rows)
    groups: list[list[_Row]] = []
    for row in rows:
        if groups and _goes_on(groups[-1], row, width, markdown):
            groups[-1].append(row)
        else:
            groups.append([row])
    notes: list[str] = []
    words: list[str] = []
    lines = [_line(group, known, words, written) for group in groups]
    if width:
        notes.append(_("Lines of the same paragraph were joined: the text is broken into short lines."))
    if words:
        notes.append(
            _("Words that were broken at the end of a line were put together: %(words)s.")
            % {"words": quoted(words, 20)}
        )
    return lines, notes


def _line(group: list[_Row], known: Counter[str], words: list[str], written: bool) -> MarkedLine:
    first, *others = group
    source = first.text
    for row in others:
        text = _QUOTE_MARK.sub("", row.text) if source.startswith(">") else row.text
        if first.mark in (Mark.BULLET, Mark.NUMBER) and row.gap:
            source += f"{'' if _SENTENCE_END.search(source) or source.endswith(',') else ':'} {text}"
        else:
            source = join_broken(source, text, known, words)
    return _bold(_marked(first, source, written))


def known_words(lines: Iterable[str]) -> Counter[str]:
    """How often each word stands in these lines, in small letters; what a hyphen joins is one word."""
    return Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(lines).lower()))


def join_broken(before: str, after: str, known: Counter[str], words: list[str]) -> str:
    """Two lines as one. A word broken at their border is put together, and is added to `words`.

    Its hyphen goes if the whole word stands elsewhere in the text without it; otherwise nobody can tell, and it stays.
    """
    end = before[-_LOOKED_AT:]
    if _BROKEN_RANGE.search(end) and after[:1].isdigit():
        words.append(end.rsplit(" ", 1)[-1] + after[:_LOOKED_AT].split(" ", 1)[0])
        return before + after
    if not hangs(before, after) or _GOES_ON_BELOW.match(after):
        return f"{before} {after}"
    start = re.search(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*(?=[-‐]$)", end)[0]
    rest = re.match(r"[^\W\d_]+", after[:_LOOKED_AT])[0]
    whole = start + rest
    if known[whole.lower()] and not known[f"{start}-{rest}".lower()]:
        words.append(whole)
        return before[:-1] + after
    words.append(f"{start}-{rest}")
    return before + after


def hangs(before: str, after: str) -> bool:
    """Whether a line ends with a hyphen that belongs to what the next one begins with: a word, a range, "pre- and"."""
    end = before[-_LOOKED_AT:]
    word = bool(_BROKEN_WORD.search(end)) and after[:1].islower()
    return word or (bool(_BROKEN_RANGE.search(end)) and after[:1].isdigit())


def _marked(row: _Row, source: str, written: bool) -> MarkedLine:
    if written:
        shown = source if _QUOTED.match(source) else literal_beginning(source)
        return MarkedLine(row.mark, plain_line(source), shown, row.level)
    pieces = _STARRED.split(source)
    if len(pieces) == 1:
        return MarkedLine(row.mark, source, "", row.level)
    inside = [f"**{literal_inside(piece)}**" if at % 2 else literal_inside(piece) for at, piece in enumerate(pieces)]
    if pieces[0]:
        inside[0] = literal(pieces[0])
    return MarkedLine(row.mark, "".join(pieces), "".join(inside), row.level)


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


def _goes_on(group: list[_Row], after: _Row, width: int, markdown: bool) -> bool:
    """Whether the next row of the file belongs to the same line, of which the last of `group` is the end so far."""
    first, row = group[0], group[-1]
    if after.mark is not Mark.TEXT:
        return False
    in_list = first.mark in (Mark.BULLET, Mark.NUMBER)
    if after.gap:
        return markdown and in_list and after.indent >= 2
    if in_list:
        return after.indent > 0 or (hangs(row.text, after.text))  # what hangs below a line of a list belongs to it
    if first.mark is not Mark.TEXT:
        return False
    if hangs(row.text, after.text):
        return True
    if markdown:
        return not _BOLD.fullmatch(row.text) and not _BOLD.fullmatch(after.text)
    if not width:
        return False
    first_word = after.text.split(" ", 1)[0]
    return len(row.text) + 1 + len(first_word) > width  # else it would have stood on the line before


def _bold(line: MarkedLine) -> MarkedLine:
    """A line all in bold."""
    found = _BOLD.fullmatch(line.source) if line.source and line.mark is Mark.TEXT else None
    return replace(line, mark=Mark.BOLD) if found and len(found[2]) <= LONGEST_HEADING else line
