"""A calendar as a table: what happens in each column becomes cells that span rows. Pure: blocks in, rows out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil, floor


class CellKind(StrEnum):
    """What a block is, and so the cell it stands in; the last two are cells without any block."""

    APPOINTMENT = "appointment"
    HELD = "held"
    AWAY = "away"
    FREE = "free"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class CalendarBlock:
    """Something that happens in a column, from `start` up to `end`; all texts are ready to be shown.

    `time`, `note` and `status`: further lines; `url`: where it leads; `code`: the free time as a form carries it;
    `on_top`: why it was booked on top of another appointment.
    """

    start: datetime
    end: datetime
    kind: CellKind
    label: str
    time: str = ""
    note: str = ""
    url: str = ""
    code: str = ""
    status: str = ""
    on_top: str = ""


@dataclass(frozen=True)
class CalendarCell:
    """A cell of the table, `rows` high. `kind`: of those of its blocks the first in CellKind; else open or closed."""

    rows: int
    kind: CellKind
    blocks: tuple[CalendarBlock, ...] = ()


@dataclass(frozen=True)
class CalendarRow:
    """A row: its time, whether it begins an hour, and the cells that begin in it (None: one from above goes on)."""

    label: str
    is_hour: bool
    cells: list[CalendarCell | None] = field(default_factory=list)


@dataclass(frozen=True)
class CalendarColumn:
    """What happens in one column: the instant of its first row, its blocks, and when patients can be seen."""

    first: datetime
    blocks: list[CalendarBlock]
    sessions: list[tuple[datetime, datetime]]


def calendar_rows(
    columns: list[CalendarColumn], *, labels: list[tuple[str, bool]], step: timedelta
) -> list[CalendarRow]:
    """The rows of the table, each `step` long. `labels`: (time, begins an hour) of each row.

    What overlaps, or shares a row, stands together in one cell: an overbooked time is seen as one. Nothing is lost that
    touches a row; what lies wholly outside is left out.
    """
    rows = [CalendarRow(label, is_hour) for label, is_hour in labels]
    for column in columns:

        def row_at(moment, first=column.first):
            return (moment - first) / step

        cells = _cells(column, len(rows), row_at)
        for row, cell in zip(rows, cells, strict=True):
            row.cells.append(cell)
    return rows


def _cells(column: CalendarColumn, height: int, row_at) -> list[CalendarCell | None]:
    cells: list[CalendarCell | None] = [None] * height
    filled = 0  # rows of this column that have been dealt with
    for first, last, blocks in _together(column.blocks, height, row_at):
        _fill_empty(cells, column.sessions, filled, first, row_at)
        cells[first] = CalendarCell(last - first, _kind(blocks), tuple(blocks))
        filled = last
    _fill_empty(cells, column.sessions, filled, height, row_at)
    return cells


def _together(blocks: list[CalendarBlock], height: int, row_at) -> list[tuple[int, int, list[CalendarBlock]]]:
    """Blocks that share a row, as (first row, row after the last, blocks), in order. An absence fills what appointments
    leave of it, so that one can see who has an appointment although nobody is there."""
    found: list[tuple[int, int, list[CalendarBlock]]] = []
    for block in sorted(
        (each for each in blocks if each.kind != CellKind.AWAY), key=lambda each: (each.start, each.end)
    ):
        first, last = _rows_of(block, height, row_at)
        if block.kind == CellKind.FREE:
            last = min(first + 1, height)  # a time to begin, not a stretch that is taken
        if first >= height or last <= first:
            continue
        if found and first < found[-1][1]:
            before = found.pop()
            found.append((before[0], max(before[1], last), [*before[2], block]))
        else:
            found.append((first, last, [block]))
    for block in sorted(
        (each for each in blocks if each.kind == CellKind.AWAY), key=lambda each: (each.start, each.end)
    ):
        found = sorted([*found, *_gaps(found, *_rows_of(block, height, row_at), block)], key=lambda each: each[0])
    return found


def _rows_of(block: CalendarBlock, height: int, row_at) -> tuple[int, int]:
    first = max(floor(row_at(block.start)), 0)
    return first, min(max(ceil(row_at(block.end)), first + 1), height)


def _gaps(found, first: int, last: int, away: CalendarBlock) -> list[tuple[int, int, list[CalendarBlock]]]:
    """The rows of an absence in which nothing else is; if there are none, it stands with what fills them."""
    gaps, row = [], first
    for begins, ends, _blocks in [*found, (last, last, [])]:
        if row < min(begins, last):
            gaps.append((row, min(begins, last), [away]))
        row = max(row, ends)
    if not gaps:
        next((blocks for begins, ends, blocks in found if begins <= first < ends), []).append(away)
    return gaps


def _kind(blocks: list[CalendarBlock]) -> CellKind:
    kinds = {block.kind for block in blocks}
    return next(kind for kind in CellKind if kind in kinds)


def _fill_empty(cells, sessions, first: int, last: int, row_at) -> None:
    """Empty rows: one cell each where patients can be seen, and one for a whole stretch where they cannot."""
    row = first
    while row < last:
        if _is_open(row, sessions, row_at):
            cells[row] = CalendarCell(1, CellKind.OPEN)
            row += 1
            continue
        end = row
        while end < last and not _is_open(end, sessions, row_at):
            end += 1
        cells[row] = CalendarCell(end - row, CellKind.CLOSED)
        row = end


def _is_open(row: int, sessions, row_at) -> bool:
    return any(row_at(start) < row + 1 and row < row_at(end) for start, end in sessions)
