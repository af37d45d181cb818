"""Ruled grids filled with their text, and tables that page breaks have parted put together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import regex

from extract.document import Box, Cell, Table
from extract.grid import join, mark_headers
from extract.header import is_numeric
from extract.readers.pdf.glyphs import Fragment
from extract.readers.pdf.lines import Line, set_lines
from extract.readers.pdf.paragraphs import SPACE, Column, gather_paragraphs, set_in
from extract.readers.pdf.ruled import Grid, Place

# The least and the most that is left between a cell's border and its text, in points.
LEAST_PADDING, MOST_PADDING = 1.0, 6.0
# Columns of one table over a page break stand below each other, in points.
ALIGNED = 4.0

# `2.8⏎81` `S⏎TT`: what a line too narrow for a word ends and the next begins with.
_TORN = tuple(
    (regex.compile(first), regex.compile(rest))
    for first, rest in ((r"\d[\d.,]*", r"[\d.,]*\d%?"), (r"[STĐ]T?", r"T{1,2}"))
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that begins on `page`; `xs` are the lines between its columns on its last page, if it has lines.

    `rooms` is what the last line of each cell leaves free, `needs` what the first word of each cell takes, by the
    cell's place: they tell whether a cell goes on over a page break.
    """

    table: Table
    page: int
    box: Box
    xs: tuple[float, ...] = ()
    last_page: int = 0
    rooms: Mapping[tuple[int, int], float] = field(default_factory=dict)
    needs: Mapping[tuple[int, int], float] = field(default_factory=dict)


def fill(grid: Grid, fragments: Sequence[Fragment], turned: Sequence[tuple[Box, str]], page: int) -> Sheet | None:
    """The table that a grid and the text within it make; None where no two cells hold text.

    `turned` is text set along another direction (upright headers) with its box.
    """
    owners = {
        (row, column): place
        for place in grid.places
        for row in range(place.row, place.row + place.row_span)
        for column in range(place.column, place.column + place.column_span)
    }
    texts: dict[Place, list[Fragment]] = {}
    for fragment in fragments:
        middle, height = (fragment.x0 + fragment.x1) / 2, fragment.y - 0.3 * fragment.size
        texts.setdefault(_owner(grid, owners, middle, height), []).append(fragment)
    upright: dict[Place, list[str]] = {}
    for box, text in turned:
        upright.setdefault(_owner(grid, owners, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2), []).append(text)
    lines = {place: set_lines(own) for place, own in texts.items()}
    if len(lines.keys() | upright.keys()) < 2:
        return None
    padding = _padding(lines)
    cells = [
        Cell(
            place.row, place.column,
            "\n".join([*_texts(lines.get(place, ()), _column(place.box, padding, page)), *upright.get(place, ())]),
            place.row_span, place.column_span, page=page, box=place.box,
        )
        for place in grid.places
    ]  # fmt: skip
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    table = _without_blanks(Table(rows, columns, tuple(cells)))
    rooms, needs = {}, {}
    for place, cell in zip(grid.places, table.cells, strict=True):
        if own := lines.get(place):
            rooms[cell.row, cell.column] = place.box.x1 - place.box.x0 - 2 * padding - own[-1].x1 + own[-1].x0
            word = own[0].words[0]
            needs[cell.row, cell.column] = SPACE * own[0].size + word.x1 - word.x0
    return Sheet(mark_headers(table), page, grid.box, grid.xs, page, rooms, needs)


def _owner(grid: Grid, owners: dict[tuple[int, int], Place], x: float, y: float) -> Place:
    row = min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2)
    column = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
    return owners[row, column]


def _padding(lines: Mapping[Place, Sequence[Line]]) -> float:
    """What a table leaves free beside its text: as much as its fullest lines do."""
    free = [min(line.x0 - place.box.x0, place.box.x1 - line.x1) for place, own in lines.items() for line in own]
    return min(max(min(free, default=MOST_PADDING), LEAST_PADDING), MOST_PADDING)


def _column(box: Box, padding: float, page: int) -> Column:
    return Column(box.x0 + padding, box.x1 - padding, page)


def _texts(lines: Sequence[Line], column: Column) -> list[str]:
    """The paragraphs of a cell."""
    whole: list[Line] = []
    for line in lines:
        if whole and _is_torn(whole[-1], line, column):
            above, rest = whole[-1].words[0], line.words[0]
            whole[-1] = replace(line, words=(replace(above, text=above.text + rest.text),))
        else:
            whole.append(line)
    return [paragraph.text for paragraph in gather_paragraphs(set_in(whole, column))]


def _is_torn(above: Line, line: Line, column: Column) -> bool:
    """Whether a line holds the rest of the number, or of the TT, that the line above had no room for."""
    is_full = len(above.words) == 1 and above.x1 - above.x0 > column.right - column.left - 0.8 * above.size
    return is_full and any(first.fullmatch(above.text) and rest.fullmatch(line.text) for first, rest in _TORN)


def _without_blanks(table: Table) -> Table:
    """The table without the rows and columns that double lines leave: no cell begins there and none has text."""
    rows = sorted({cell.row for cell in table.cells})
    columns = sorted({cell.column for cell in table.cells})
    if len(rows) == table.rows and len(columns) == table.columns:
        return table
    row_at = {row: number for number, row in enumerate(rows)}
    column_at = {column: number for number, column in enumerate(columns)}
    cells = tuple(
        replace(
            cell,
            row=row_at[cell.row],
            column=column_at[cell.column],
            row_span=sum(1 for row in rows if cell.row <= row < cell.row + cell.row_span),
            column_span=sum(1 for column in columns if cell.column <= column < cell.column + cell.column_span),
        )
        for cell in table.cells
    )
    return Table(len(rows), len(columns), cells)


def continue_sheet(first: Sheet, second: Sheet) -> Sheet | None:
    """The table that a page break cut in two, None where the second is a table of its own.

    Columns that stand exactly below each other say so too, where nothing stands between the two. The header is told
    once, and a row that the page break cut is one again.
    """
    whole = join(first.table, second.table)
    if whole is None and not _is_aligned(first, second):
        return None
    skipped = first.table.rows + second.table.rows - whole.rows if whole else 0
    table, shift = first.table, first.table.rows - skipped
    head = [cell for cell in second.table.cells if cell.row == skipped]
    last = {cell.column: cell for cell in table.cells if cell.row + cell.row_span == table.rows}
    if _is_rest(head, last, first, second):
        rest = {cell.column: cell.text for cell in head}
        cells = tuple(
            replace(cell, text="\n".join(filter(None, (cell.text, rest[cell.column]))))
            if cell.row + cell.row_span == table.rows
            else cell
            for cell in table.cells
        )
        table, shift, skipped = replace(table, cells=cells), shift - 1, skipped + 1
    moved = [cell for cell in second.table.cells if cell.row >= skipped]
    added = tuple(replace(cell, row=cell.row + shift, is_header=False) for cell in moved)
    rows = shift + second.table.rows
    return replace(
        first,
        table=replace(table, rows=rows, cells=table.cells + added),
        xs=second.xs,
        last_page=second.last_page,
        rooms={(row + shift, column): room for (row, column), room in second.rooms.items()},
    )


def _is_aligned(first: Sheet, second: Sheet) -> bool:
    if not first.xs or len(first.xs) != len(second.xs) or second.page != first.last_page + 1:
        return False
    return all(abs(one - other) <= ALIGNED for one, other in zip(first.xs, second.xs, strict=True))


def _is_rest(row: Sequence[Cell], last: Mapping[int, Cell], first: Sheet, second: Sheet) -> bool:
    """Whether a row goes on with the one above: it holds words only, which had no room there or begin in lower case."""
    told = [cell for cell in row if cell.text]
    if {cell.column for cell in row} != last.keys() or len(told) == len(row) or any(cell.row_span > 1 for cell in row):
        return False
    for cell in told:
        above = last[cell.column]
        room, need = first.rooms.get((above.row, above.column)), second.needs.get((cell.row, cell.column))
        had_room = room is None or need is None or need < room
        if is_numeric(cell.text) or not above.text or (had_room and not cell.text[:1].islower()):
            return False
    return bool(told)
