"""The cells of a table that count something, and the numbers that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extract.document import Block
from extract.facts import Facets
from extract.lattice import Lattice

_DASHES = frozenset({"-", "–", "—"})
# A cell of the plan's own unit: its figure is understood, the village tables have no row of it.
OWN = "own"


@dataclass(frozen=True, slots=True)
class DataCell:
    """A cell that counts something: its place in the table, its figure, what it counts."""

    row: int
    column: int
    place: str
    place_kind: str
    facets: Facets
    figure_id: int | None
    is_dash: bool = False
    scale: Decimal = Decimal(1)  # of money, to đồng


@dataclass(frozen=True, slots=True)
class Found:
    """The first number of a cell."""

    figure_id: int | None
    is_dash: bool
    is_blank: bool


def figures_of_cells(
    block: Block, lattice: Lattice, starts: dict[tuple[int, int], int], figures: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], list[Found]]:
    found: dict[tuple[int, int], list[Found]] = {}
    for cell in lattice.table.cells:
        start = starts[cell.row, cell.column]
        ids = [
            figures[block.block_id, at]
            for at in range(start, start + len(cell.text))
            if (block.block_id, at) in figures
        ]
        text = cell.text.strip()
        found[cell.row, cell.column] = [Found(one, False, False) for one in ids] or [
            Found(None, text in _DASHES, not text)
        ]
    return found


def cells_at(
    lattice: Lattice,
    found: dict[tuple[int, int], list[Found]],
    row: int,
    column: int,
    place: str,
    kind: str,
    facets: Facets,
) -> Iterator[DataCell]:
    cell = lattice.cells.get((row, column))
    if cell is None or (cell.row, cell.column) != (row, column):
        return
    ones = found[row, column]
    if len(ones) != 1 or (ones[0].figure_id is None and not ones[0].is_dash and not ones[0].is_blank):
        return
    if ones[0].is_blank and facets.unit == "percent":
        return
    yield DataCell(row, column, place, kind, facets, ones[0].figure_id, ones[0].is_dash)


def is_empty(lattice: Lattice, found: dict[tuple[int, int], list[Found]], row: int, columns: Iterable[int]) -> bool:
    """Whether a row only names a group of the rows below it."""
    cells = [lattice.cells.get((row, column)) for column in columns]
    return all(one.is_blank for cell in cells if cell for one in found[cell.row, cell.column])
