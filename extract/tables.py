"""Grid → header paths → village stats: what every data cell of a table counts, where and when.

Rows may be places and columns what is counted, or the other way round; the same tagger reads both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from extract.caption import find_caption, money_scale
from extract.columns import Columns, read_columns, tag
from extract.datacell import OWN, DataCell, Found, figures_of_cells
from extract.dating import dated
from extract.document import Block, Document
from extract.facts import Figure, Letterhead, VillageStat
from extract.item_rows import are_items, items_in_rows
from extract.lack_rows import are_lacks, cells_of_lacks
from extract.lattice import Lattice, lay_out
from extract.place_columns import places_in_columns
from extract.place_rows import facets_of_columns, places_in_rows
from extract.placename import begins_total
from extract.rowsense import row_senses

# A row or column number is short: `12`, `(3=1+2)`.
_LABEL_LENGTH = 12


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was understood of one table. `labels` are figures that only number rows and columns."""

    block: Block
    lattice: Lattice
    title: str | None
    cells: tuple[DataCell, ...]
    labels: frozenset[int]
    found: Mapping[tuple[int, int], Sequence[Found]] = field(default_factory=dict)  # the figures of each cell
    shape: Literal["places", "columns", "items", "lacks"] = "places"  # what its rows are; `columns`: places are columns
    parents: Mapping[int, int] = field(default_factory=dict)  # sub-row → the row it breaks down
    of_which: frozenset[int] = frozenset()  # sub-rows that claim no completeness


def read_tables(
    document: Document, letterhead: Letterhead, figures: Mapping[tuple[int, int], int]
) -> Iterator[TableReading]:
    """Every data table of a plan; `figures` gives the id of the figure at (block, start)."""
    for position, block in enumerate(document.blocks):
        if block.table is not None:
            title, remarks = find_caption(document, position)
            yield _read(block, title, remarks, letterhead, figures)


def village_stats(reading: TableReading, figures: Sequence[Figure]) -> Iterator[VillageStat]:
    """The rows of the village-table dataset: a lone dash is 0, a blank has no value."""
    for cell in reading.cells:
        if cell.place_kind == OWN or cell.facets.measure is None:
            continue
        figure = figures[cell.figure_id] if cell.figure_id is not None else None
        yield VillageStat(
            reading.lattice.table.table_id,
            reading.title,
            cell.place,
            cell.place_kind,
            cell.facets,
            figure.value if figure else Decimal(0) if cell.is_dash else None,
            figure.value_to if figure else None,
            figure.literal.rstrip("%") if figure else "-" if cell.is_dash else "",
            cell.row,
            cell.column,
            reading.lattice.cells[cell.row, cell.column].page,
            cell.figure_id,
        )


def _read(
    block: Block, title: str | None, remarks: str, letterhead: Letterhead, figures: Mapping[tuple[int, int], int]
) -> TableReading:
    """What a table says under its title; the remarks between them may tell the standard and the unit."""
    assert block.table is not None
    lattice = lay_out(block.table)
    starts = block.table.starts()
    found = figures_of_cells(block, lattice, starts, figures)
    labels = _labels(lattice, found)
    around = replace(tag(title or ""), standard=tag(f"{title or ''}. {remarks}").standard)
    scale = money_scale(f"{title or ''} {remarks}")
    columns = read_columns(lattice, around)
    if scale is not None:
        columns = {column: (said, unit or "VND") for column, (said, unit) in columns.items()}
    by_column = sum(said.has_head or bool(unit == "VND" and said.source) for said, unit in columns.values())
    letterhead = dated(letterhead, around, [said for said, _ in columns.values()])
    rows = row_senses(lattice)
    by_row = sum(said.has_head for said in rows.senses.values())
    words = f"{title or ''} {remarks}"
    if lattice.data_columns and are_lacks(lattice, words):
        cells = tuple(cells_of_lacks(lattice, columns, around, letterhead, found))
        return TableReading(block, lattice, title, cells, labels, found, "lacks")
    is_by_column = 2 * by_column >= len(columns) or by_column >= by_row
    if lattice.data_columns and are_items(lattice) and (is_by_column or _is_of_money(lattice, columns)):
        facets = facets_of_columns(lattice, columns, around, letterhead)
        cells = tuple(_scaled(items_in_rows(lattice, columns, facets, around, letterhead, found), lattice, scale))
        return TableReading(block, lattice, title, cells, labels, found, "items")
    if not lattice.data_columns or not (by_column or by_row):
        return TableReading(block, lattice, title, (), labels, found)
    if is_by_column:
        cells = tuple(_scaled(places_in_rows(lattice, columns, around, letterhead, found), lattice, scale))
        return TableReading(block, lattice, title, cells, labels, found)
    cells = tuple(_scaled(places_in_columns(lattice, rows, around, letterhead, found, scale), lattice, scale))
    return TableReading(block, lattice, title, cells, labels, found, "columns", rows.parents, rows.of_which)


def _labels(lattice: Lattice, found: dict[tuple[int, int], list[Found]]) -> frozenset[int]:
    """Figures that number rows or columns."""
    numbered = lattice.number_column
    places = [] if numbered is None else [(row, numbered) for row in lattice.body()]
    places += [(row, column) for row in lattice.index_rows for column in range(lattice.table.columns)]
    labels = set()
    for place in places:
        cell = lattice.cells.get(place)
        if cell is not None and len(cell.text.strip()) <= _LABEL_LENGTH:
            is_number = not any(char.isalpha() for char in cell.text) or place[0] in lattice.index_rows
            labels |= {one.figure_id for one in found[cell.row, cell.column] if one.figure_id is not None and is_number}
    return frozenset(labels)


def _is_of_money(lattice: Lattice, columns: Columns) -> bool:
    """Whether columns are sums of money from several sources, or their total."""
    return any(
        unit == "VND" and (said.source or begins_total(lattice.paths[column][-1]))
        for column, (said, unit) in columns.items()
        if lattice.paths[column]
    )


def _scaled(cells: Iterator[DataCell], lattice: Lattice, scale: Decimal | None) -> Iterator[DataCell]:
    """Cells of money with what makes them đồng: of their header, else of the remark over the table."""
    for cell in cells:
        if cell.facets.unit == "VND":
            own = money_scale(" ".join(lattice.paths[cell.column]))
            yield replace(cell, scale=own or scale or Decimal(1))
        else:
            yield cell
