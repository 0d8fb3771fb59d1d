"""No cell of a CSV is a formula, and what is no formula stays as it is."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import csv_safe


@pytest.mark.parametrize(
    "typed", ['=HYPERLINK("http://x.example")', "+39 06 1234", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1+1"]
)
def test_what_a_spreadsheet_would_calculate_becomes_text(typed):
    assert csv_safe.cell(typed) == f"'{typed}"


@pytest.mark.parametrize("value", ["Olena", "020 7946 0123", "", "a=b", 5, -3, 2.5])
def test_everything_else_stays_as_it_is(value):
    assert csv_safe.cell(value) == value


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1, max_size=4))
def test_a_line_is_read_back_cell_by_cell(values):
    [read] = csv.reader(StringIO(csv_safe.line(values), newline=""))
    assert read == [csv_safe.cell(value) for value in values]
    assert not any(value.startswith(csv_safe.FORMULA) for value in read)
