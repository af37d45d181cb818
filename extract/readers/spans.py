"""Cells with their place and spans (html, odt, sheets) → one grid, whatever overlaps or sticks out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Table, UnreadableError
from extract.readers.grid import COLUMNS_LIMIT, PLACES_LIMIT, RawCell, RawRow, lay_out


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell at its place in the grid; where two overlap, the one that comes first holds the place."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False


def flow(rows: Sequence[Sequence[PlacedCell]]) -> list[PlacedCell]:
    """Cells that name no column at the first one free in their row, as web pages have them.

    >>> cells = flow([[PlacedCell(0, 0, "a", row_span=2), PlacedCell(0, 0, "b")], [PlacedCell(1, 0, "c")]])
    >>> [(cell.row, cell.column) for cell in cells]
    [(0, 0), (0, 1), (1, 1)]
    """
    placed: list[PlacedCell] = []
    reach: dict[int, int] = {}  # by column, the row at which it is free again
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while reach.get(column, 0) > at:
                column += 1
            width = 1
            while width < cell.column_span and reach.get(column + width, 0) <= at:
                width += 1
            if column + width > COLUMNS_LIMIT:
                break
            placed.append(PlacedCell(at, column, cell.text, cell.row_span, width, cell.is_header))
            reach |= dict.fromkeys(range(column, column + width), at + cell.row_span)
            column += width
    return placed


def lay_spans(placed: Sequence[PlacedCell], rows: int, widths: Sequence[int] = ()) -> Table:
    """The table of these cells over `rows` rows; rows and columns in which no cell begins are none.

    >>> cells = [PlacedCell(0, 0, "a", 2), PlacedCell(0, 1, "b", 1, 2), PlacedCell(1, 1, "c"), PlacedCell(1, 2, "d")]
    >>> [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in lay_spans(cells, 2).cells]
    [(0, 0, 2, 1, 'a'), (0, 1, 1, 2, 'b'), (1, 1, 1, 1, 'c'), (1, 2, 1, 1, 'd')]
    """
    columns = min(max((cell.column + cell.column_span for cell in placed), default=0), COLUMNS_LIMIT)
    if rows * columns > PLACES_LIMIT:
        raise UnreadableError(
            f"The file holds a table of {rows} by {columns} places, more than any plan has. "
            "Split the table, or remove its empty rows and columns."
        )
    owners: list[list[int | None]] = [[None] * columns for _ in range(rows)]
    for number, cell in enumerate(placed):
        _claim(owners, cell, number)
    return lay_out([_raw_row(owners, at, placed) for at in range(rows)], widths)


def _claim(owners: list[list[int | None]], cell: PlacedCell, number: int) -> None:
    """Take the places of a cell, as far down and right as they are free."""
    columns = len(owners[0]) if owners else 0
    if cell.row >= len(owners) or cell.column >= columns or owners[cell.row][cell.column] is not None:
        return
    right = cell.column + 1
    while right < min(cell.column + cell.column_span, columns) and owners[cell.row][right] is None:
        right += 1
    for row in range(cell.row, min(cell.row + cell.row_span, len(owners))):
        places = owners[row]
        if any(places[column] is not None for column in range(cell.column, right)):
            break
        places[cell.column : right] = [number] * (right - cell.column)


def _raw_row(owners: Sequence[Sequence[int | None]], at: int, placed: Sequence[PlacedCell]) -> RawRow:
    cells: list[RawCell] = []
    places = owners[at]
    start = 0
    while start < len(places):
        owner, end = places[start], start + 1
        while owner is not None and end < len(places) and places[end] == owner:
            end += 1
        if owner is None:
            cells.append(RawCell(""))
        else:
            cell = placed[owner]
            goes_on = cell.row < at
            cells.append(RawCell("" if goes_on else cell.text, end - start, goes_on, cell.is_header))
        start = end
    return RawRow(tuple(cells))
