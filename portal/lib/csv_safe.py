"""Tables as CSV that a spreadsheet opens as what it is: no cell is a formula, whatever somebody typed into it."""

import csv
from collections.abc import Iterable
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value) -> str | int | float:
    """The value as a spreadsheet shows it: a number stays one, a text that would be a formula gets a ' in front."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text.startswith(FORMULA) else text


def line(values: Iterable) -> str:
    """One line, with its end; quoted where it has to be."""
    out = StringIO()
    csv.writer(out).writerow([cell(value) for value in values])
    return out.getvalue()
