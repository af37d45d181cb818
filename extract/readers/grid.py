"""Rows of spanning cells → one grid: every place covered once, no place twice, no row or column without a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Cell, Table, UnreadableError

# No office program makes wider tables (Word 63 columns, sheets 16,384 but never in a plan): a hostile span ends here.
COLUMNS_LIMIT = 1024
# A table of 200 pages has about 10,000 rows of 20 columns.
PLACES_LIMIT = 2_000_000
# Twips, 1.8 mm: where rows were drawn apart, their edges miss each other by less; no text fits between.
SLIVER = 100


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as a file gives it: `goes_on` says that it belongs to the cell above it (`w:vMerge` without restart)."""

    text: str
    span: int = 1
    goes_on: bool = False
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as a file gives it, with the grid places it leaves out before and after its cells."""

    cells: tuple[RawCell, ...]
    before: int = 0
    after: int = 0


@dataclass(slots=True)
class _Spot:
    """A cell being laid: its place grows with the merged cells below it."""

    row: int
    column: int
    end: int
    text: str
    is_header: bool
    last: int


def lay_out(rows: Sequence[RawRow], widths: Sequence[int] = ()) -> Table:
    """Lay rows into one grid. `widths` are the grid's columns in twips where the file gives them.

    >>> table = lay_out([RawRow((RawCell("a", 2), RawCell("b"))), RawRow((RawCell("c"),), before=2)])
    >>> table.rows, table.columns, [(cell.row, cell.column, cell.column_span, cell.text) for cell in table.cells]
    (2, 2, [(0, 0, 1, 'a'), (0, 1, 1, 'b'), (1, 0, 1, ''), (1, 1, 1, 'c')])
    """
    spots = _lay(rows)
    columns = max([spot.end for spot in spots] + [min(_width(row), COLUMNS_LIMIT) for row in rows], default=0)
    edges = _join_slivers(spots, columns, widths)
    # Places at which no cell begins belong to the one before; so do rows in which none begins.
    column_starts = sorted({edges[spot.column] for spot in spots})
    row_starts = sorted({spot.row for spot in spots})
    new_column = _rank(column_starts, columns)
    new_row = _rank(row_starts, len(rows))
    cells = [
        Cell(
            row=new_row[spot.row],
            column=new_column[edges[spot.column]],
            text=spot.text,
            row_span=new_row[spot.last + 1] - new_row[spot.row],
            column_span=new_column[edges[spot.end]] - new_column[edges[spot.column]],
            is_header=spot.is_header,
        )
        for spot in spots
    ]
    if len(row_starts) * len(column_starts) > PLACES_LIMIT:
        raise UnreadableError(
            f"The file holds a table of {len(row_starts)} by {len(column_starts)} places, more than any plan has. "
            "Split the table, or remove its empty rows and columns."
        )
    return _fill(cells, len(row_starts), len(column_starts))


def _width(row: RawRow) -> int:
    return row.before + sum(cell.span for cell in row.cells) + row.after


def _lay(rows: Sequence[RawRow]) -> list[_Spot]:
    spots: list[_Spot] = []
    above: dict[int, _Spot] = {}  # by column, the cells that reach down to the row above
    for at, row in enumerate(rows):
        column, here = row.before, dict[int, _Spot]()
        for cell in row.cells:
            end = min(column + max(cell.span, 1), COLUMNS_LIMIT)
            if end <= column:
                break
            upper = above.get(column)
            if cell.goes_on and upper is not None and upper.end == end:
                upper.last = at
                here[column] = upper
            else:
                here[column] = _Spot(at, column, end, cell.text, cell.is_header, at)
                spots.append(here[column])
            column = end
        above = here
    return spots


def _join_slivers(spots: Sequence[_Spot], columns: int, widths: Sequence[int]) -> list[int]:
    """For every grid edge the edge that stands for it: those a sliver apart are one, unless a cell would vanish."""
    edges = list(range(columns + 1))
    if not any(0 < width < SLIVER for width in widths):
        return edges
    places: dict[tuple[int, int], int] = {(spot.column, spot.end): 1 for spot in spots}
    for column in range(min(columns, len(widths))):
        joined = list(edges)
        if not 0 < widths[column] < SLIVER:
            continue
        joined[column + 1] = joined[column]
        if all(joined[start] < joined[end] for start, end in places):
            edges = joined
    return edges


def _rank(starts: Sequence[int], end: int) -> list[int]:
    """For every place up to `end` how many of `starts` lie before it.

    >>> _rank([0, 2], 4)
    [0, 1, 1, 2, 2]
    """
    begun = set(starts)
    ranks, rank = [], 0
    for place in range(end + 1):
        ranks.append(rank)
        rank += place in begun
    return ranks


def _fill(cells: Sequence[Cell], rows: int, columns: int) -> Table:
    """The table of these cells, with an empty cell in every place that none of them covers."""
    free = {(row, column) for row in range(rows) for column in range(columns)}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            free.difference_update((row, column) for column in range(cell.column, cell.column + cell.column_span))
    filled = [*cells, *(Cell(row, column, "") for row, column in free)]
    return Table(rows, columns, tuple(sorted(filled, key=lambda cell: (cell.row, cell.column))))
