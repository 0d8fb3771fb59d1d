"""What patients typed is shown by a spreadsheet, never carried out."""

import csv
from io import StringIO

import pytest

from portal.lib.csv_safe import BOM, escape_formula, lines


@pytest.mark.parametrize(
    "typed", ['=HYPERLINK("http://x")', "+39 06 1234", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1+1", "＝1+1", "-"]
)
def test_what_would_be_a_formula_gets_an_apostrophe(typed):
    assert escape_formula(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["Olena Example", "O'Brien", "a=b", "1-2", "", "'x", 7, -7, None])
def test_everything_else_stays_as_it_is(typed):
    assert escape_formula(typed) == typed


def test_a_table_comes_out_line_by_line_and_reads_back_as_it_was():
    rows = [["Name", "Reason"], ["Olena, Example", 'says "no"\nand goes'], ["=1", 1957]]
    told = list(lines(rows))
    assert told[0] == BOM and len(told) == 4
    read = list(csv.reader(StringIO("".join(told[1:]), newline="")))
    assert read == [["Name", "Reason"], ["Olena, Example", 'says "no"\nand goes'], ["'=1", "1957"]]
