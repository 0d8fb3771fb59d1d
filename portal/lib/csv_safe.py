"""CSV whose texts no spreadsheet takes for formulas (CSV injection, as OWASP describes it)."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

BOM = "\ufeff"  # or Excel takes the text for another encoding
# A sign that begins a formula (the wide ones count in East Asia), with what stands before it that nobody sees, that a
# spreadsheet drops, or that it splits cells at: blanks, controls, invisible characters, quotes; semicolons, tabs, bars.
_SPLITS = ";|\t\r\n"
_UNSEEN = (
    r"\s\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\""
)
_FORMULA = re.compile(rf"(?<![;|{_UNSEEN}])(?P<before>[;|{_UNSEEN}]*+)(?P<sign>[=+\-@＝＋－＠])")


def escape_formula(value: object) -> object:
    """The value of a cell; in a text an apostrophe stands before every sign that could begin a formula, as in +44…

    That is one at its beginning, or behind a semicolon, a bar, a tab or a line end, at which a cell may be split.
    """
    if not isinstance(value, str):
        return value
    escaped = _FORMULA.sub(_with_apostrophe, value)
    return f"'{escaped}" if value[:1] in ("\t", "\r", "\n") and escaped[:1] != "'" else escaped


def _with_apostrophe(found: re.Match[str]) -> str:
    if not found.start():
        return f"'{found[0]}"
    return f"{found['before']}'{found['sign']}" if set(found["before"]) & set(_SPLITS) else found[0]


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as lines of CSV, after a byte order mark; one by one, so that a long table can be streamed."""
    yield BOM
    for row in rows:
        line = StringIO()
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow([escape_formula(value) for value in row])
        yield line.getvalue()
