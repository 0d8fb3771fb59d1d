"""CSV whose texts no spreadsheet takes for formulas (CSV injection, as OWASP describes it)."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

BOM = "\ufeff"  # or Excel takes the text for another encoding
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count in East Asia


def escape_formula(value: object) -> object:
    """The value of a cell; a text that starts like a formula, such as +44…, gets an apostrophe in front."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as lines of CSV, after a byte order mark; one by one, so that a long table can be streamed."""
    yield BOM
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([escape_formula(value) for value in row])
        yield line.getvalue()
