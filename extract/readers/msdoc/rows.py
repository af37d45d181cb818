"""Rows of a .doc → one grid: every row tells where its own cells begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from extract.document import Table
from extract.readers.grid import SLIVER, RawCell, RawRow, lay_out
from extract.readers.msdoc.bounds import Bounds

_GOES_ON = 1  # merged with the cell above; 3 is the uppermost of those merged
_ANY_WIDTH = 1000  # twips, of a cell whose row does not say


@dataclass(frozen=True, slots=True)
class DocRow:
    """A row as read: the texts of its cells, and where they lie."""

    texts: tuple[str, ...]
    bounds: Bounds


def lay_rows(rows: Sequence[DocRow]) -> Table:
    """Lay the rows of a table into one grid by the edges of their cells.

    >>> upper, lower = Bounds([0, 900], [0], [0]), Bounds([3, 400, 899], [0, 0], [0, 0])
    >>> table = lay_rows([DocRow(("a",), upper), DocRow(("b", "c"), lower)])
    >>> [(cell.row, cell.column, cell.column_span, cell.text) for cell in table.cells]
    [(0, 0, 2, 'a'), (1, 0, 1, 'b'), (1, 1, 1, 'c')]
    """
    drawn = [_draw(row) for row in rows]
    places = _number_edges(drawn)
    return lay_out([_place(row, edges, places) for row, edges in zip(rows, drawn, strict=True)])


def _draw(row: DocRow) -> list[int]:
    """The edges of as many cells as the row has; where it does not tell them all, cells have any width."""
    edges = list(accumulate(row.bounds.edges[: len(row.texts) + 1], max))
    if not edges or edges[0] == edges[-1]:
        edges = edges[:1] or [0]
    while len(edges) <= len(row.texts):
        edges.append(edges[-1] + _ANY_WIDTH)
    return edges


def _number_edges(rows: Sequence[Sequence[int]]) -> dict[int, int]:
    """The grid's edges by place. Those closer than any cell is wide, and than text needs, are one."""
    widths = [right - left for edges in rows for left, right in pairwise(edges) if right > left]
    reach = min([SLIVER, *widths])
    numbers: dict[int, int] = {}
    number, start = -1, -(2**31)
    for edge in sorted({edge for edges in rows for edge in edges}):
        if edge - start >= reach:
            number, start = number + 1, edge
        numbers[edge] = number
    return numbers


def _place(row: DocRow, edges: Sequence[int], places: dict[int, int]) -> RawRow:
    """The row with its cells as spans of the grid; a cell without width shows nothing."""
    cells: list[RawCell] = []
    across, down = row.bounds.across, row.bounds.down
    begins = next((mark for mark in across if mark), 0)
    for at, text in enumerate(row.texts):
        span = places[edges[at + 1]] - places[edges[at]]
        mark = across[at] if at < len(across) else 0
        if span == 0:
            continue
        if cells and mark not in (0, begins):
            cells[-1] = replace(cells[-1], span=cells[-1].span + span)
        else:
            goes_on = at < len(down) and down[at] == _GOES_ON
            cells.append(RawCell(text, span, goes_on, row.bounds.is_header))
    return RawRow(tuple(cells), before=places[edges[0]])
