"""The calendar as a table: an absence fills what appointments leave of it, and loses nothing."""

from datetime import UTC, datetime, timedelta

from appointments.scheduling.calendar_grid import CalendarBlock, CalendarColumn, CellKind, calendar_rows

NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)


def block(kind: str, starts: float, ends: float) -> CalendarBlock:
    return CalendarBlock(NINE + timedelta(hours=starts), NINE + timedelta(hours=ends), CellKind(kind), kind)


def cells(*blocks: CalendarBlock) -> list[tuple]:
    """Height, kind and number of blocks of each cell of one column, nine to one, two rows an hour."""
    column = CalendarColumn(NINE, list(blocks), [(NINE, NINE + timedelta(hours=4))])
    rows = calendar_rows([column], labels=[(str(number), False) for number in range(8)], step=timedelta(minutes=30))
    return [(cell.rows, cell.kind, len(cell.blocks)) for row in rows if (cell := row.cells[0])]


def test_leave_around_an_appointment_is_seen_before_and_after_it():
    assert cells(block("away", -9, 15), block("appointment", 1, 2)) == [
        (2, "away", 1),
        (2, "appointment", 1),
        (4, "away", 1),
    ]


def test_leave_that_appointments_fill_stands_with_them():
    assert cells(block("away", 0, 1), block("appointment", 0, 1))[0] == (2, "appointment", 2)


def test_absences_that_overlap_cover_each_row_once():
    assert cells(block("away", 0, 2), block("away", 1, 3))[:2] == [(4, "away", 1), (2, "away", 1)]
