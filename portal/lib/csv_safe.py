"""Tables as CSV that a spreadsheet shows and never carries out."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

BOM = "\ufeff"  # or Excel takes the text for another encoding
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count in East Asia


def safe(value: object) -> object:
    """The value for a cell: a text that a spreadsheet would take for a formula gets an apostrophe before it.

    Numbers stay numbers. A phone number with its plus is such a text, and stays readable.
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(BEGINS_A_FORMULA):
        return f"'{value}"
    return value


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as CSV, one by one, so that a long table can be sent while it is read."""
    yield BOM
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([safe(value) for value in row])
        yield line.getvalue()
