"""A calendar as a table: what happens in each column becomes cells that span rows. Pure: blocks in, rows out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil, floor


@dataclass(frozen=True)
class Block:
    """Something at a time of a column. `kind`: "appointment", "held", "away" or "free"; `code` and `url` are for the
    page."""

    start: datetime
    end: datetime
    kind: str
    label: str
    time: str = ""
    note: str = ""
    url: str = ""
    code: str = ""
    status: str = ""
    on_top: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of the table, `rows` high. `kind`: that of its blocks; "open" or "closed" without any."""

    rows: int
    kind: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row: its time, whether it begins an hour, and the cells that begin in it (None: one from above goes on)."""

    label: str
    is_hour: bool
    cells: list[Cell | None] = field(default_factory=list)


@dataclass(frozen=True)
class Column:
    """What happens in one column: the instant of its first row, its blocks, and when patients can be seen."""

    first: datetime
    blocks: list[Block]
    sessions: list[tuple[datetime, datetime]]


def grid(columns: list[Column], *, labels: list[tuple[str, bool]], step: timedelta) -> list[Row]:
    """The rows of the table, each `step` long. `labels`: (time, begins an hour) of each row.

    What overlaps, or shares a row, stands together in one cell: an overbooked time is seen as one. Nothing is lost that
    touches a row; what lies wholly outside is left out.
    """
    rows = [Row(label, is_hour) for label, is_hour in labels]
    for column in columns:

        def place(moment, first=column.first):
            return (moment - first) / step

        cells = _cells(column, len(rows), place)
        for row, cell in zip(rows, cells, strict=True):
            row.cells.append(cell)
    return rows


def _cells(column: Column, height: int, place) -> list[Cell | None]:
    cells: list[Cell | None] = [None] * height
    filled = 0  # rows of this column that have been dealt with
    for first, last, blocks in _together(column.blocks, height, place):
        _fill_empty(cells, column.sessions, filled, first, place)
        cells[first] = Cell(last - first, _kind(blocks), tuple(blocks))
        filled = last
    _fill_empty(cells, column.sessions, filled, height, place)
    return cells


def _together(blocks: list[Block], height: int, place) -> list[tuple[int, int, list[Block]]]:
    """Blocks that share a row, as (first row, row after the last, blocks), in order. An absence fills what appointments
    leave of it, so that one can see who has an appointment although nobody is there."""
    found: list[tuple[int, int, list[Block]]] = []
    for block in sorted((each for each in blocks if each.kind != "away"), key=lambda each: (each.start, each.end)):
        first, last = _rows_of(block, height, place)
        if block.kind == "free":
            last = min(first + 1, height)  # a time to begin, not a stretch that is taken
        if first >= height or last <= first:
            continue
        if found and first < found[-1][1]:
            before = found.pop()
            found.append((before[0], max(before[1], last), [*before[2], block]))
        else:
            found.append((first, last, [block]))
    for block in sorted((each for each in blocks if each.kind == "away"), key=lambda each: (each.start, each.end)):
        found = sorted([*found, *_gaps(found, *_rows_of(block, height, place), block)], key=lambda each: each[0])
    return found


def _rows_of(block: Block, height: int, place) -> tuple[int, int]:
    first = max(floor(place(block.start)), 0)
    return first, min(max(ceil(place(block.end)), first + 1), height)


def _gaps(found, first: int, last: int, away: Block) -> list[tuple[int, int, list[Block]]]:
    """The rows of an absence in which nothing else is; if there are none, it stands with what fills them."""
    gaps, row = [], first
    for begins, ends, _blocks in [*found, (last, last, [])]:
        if row < min(begins, last):
            gaps.append((row, min(begins, last), [away]))
        row = max(row, ends)
    if not gaps:
        next((blocks for begins, ends, blocks in found if begins <= first < ends), []).append(away)
    return gaps


def _kind(blocks: list[Block]) -> str:
    kinds = {block.kind for block in blocks}
    return next(kind for kind in ("appointment", "held", "away", "free") if kind in kinds)


def _fill_empty(cells, sessions, first: int, last: int, place) -> None:
    """Empty rows: one cell each where patients can be seen, and one for a whole stretch where they cannot."""
    row = first
    while row < last:
        if _is_open(row, sessions, place):
            cells[row] = Cell(1, "open")
            row += 1
            continue
        end = row
        while end < last and not _is_open(end, sessions, place):
            end += 1
        cells[row] = Cell(end - row, "closed")
        row = end


def _is_open(row: int, sessions, place) -> bool:
    return any(place(start) < row + 1 and row < place(end) for start, end in sessions)
