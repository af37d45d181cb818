"""A sheet → blocks: its ruled grids are tables, the lines above, between and below them paragraphs.

A sheet has one grid for everything: letterhead, title and signature stand in cells beside the table itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extract.document import Block, UnreadableError
from extract.readers.grid import PLACES_LIMIT
from extract.readers.spans import PlacedCell, lay_spans

# A grid has at least so many ruled columns and rows; less is a line drawn under a title.
RULED_COLUMNS = 2
RULED_ROWS = 2
# Fewer filled cells side by side are a letterhead or a signature, unless rules or numbers say otherwise.
TABLE_CELLS = 3

# `2.881` `9,38%` `(12)` `-`: what stands in the data cells of a table.
_NUMERIC = regex.compile(r"[<>≤≥~±+(-]*\s*\d[\d.,\s]*%?\)?")

Place = tuple[int, int]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as it is shown. `is_ruled`: a line is drawn at its left or right side."""

    text: str = ""
    is_ruled: bool = False
    is_bold: bool = False


@dataclass(slots=True)
class Sheet:
    """A sheet as its file gives it, places counted from 0; cells without text count where they are ruled."""

    cells: dict[Place, SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class LeftOut:
    """What of a workbook is not shown on its sheets, counted."""

    sheets: int = 0
    rows: int = 0
    columns: int = 0
    formulas: int = 0

    def count(self, sheet: Sheet) -> None:
        """Add the hidden rows and columns of a sheet that hold something."""
        told = [place for place, cell in sheet.cells.items() if cell.text]
        self.rows += len({row for row, _ in told} & sheet.hidden_rows)
        self.columns += len({column for _, column in told} & sheet.hidden_columns)

    def tell(self) -> str:
        """What was left out, to stand behind the name of the reader.

        >>> LeftOut(sheets=1, rows=2).tell()
        '; hidden and left out: 1 sheets, 2 rows'
        """
        hidden = [f"{count} {what}" for what in ("sheets", "rows", "columns") if (count := getattr(self, what))]
        said = f"; hidden and left out: {', '.join(hidden)}" if hidden else ""
        return said + (f"; formulas without a stored value: {self.formulas}" if self.formulas else "")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of a sheet is shown: cells with text by place, the ruled places, and where each cell ends."""

    texts: Mapping[Place, SheetCell]
    ruled: frozenset[Place]
    ends: Mapping[Place, Place]


def lay_sheet(sheet: Sheet) -> list[Block]:
    """The blocks of a sheet from the top down, raw as every reader's: `block_id` 0 and a newline within cells.

    >>> rows = ["BIỂU CHỈ TIÊU", "", "TT|Thôn|Hộ", "1|Na Hum|78", "2|Pa Lin|89"]
    >>> cells = {(y, x): SheetCell(text) for y, row in enumerate(rows) for x, text in enumerate(row.split("|")) if text}
    >>> [(block.kind, block.table.rows if block.table else block.text) for block in lay_sheet(Sheet(cells))]
    [('paragraph', 'BIỂU CHỈ TIÊU'), ('table', 3)]
    """
    shown = _show(sheet)
    rows = _Rows(shown)
    blocks: list[Block] = []
    for first, last in rows.bands():
        reached = first
        for top, bottom in rows.grids(first, last):
            blocks += _lines(shown, rows, reached, top)
            blocks += _tables(shown, rows, top, bottom)
            reached = bottom
        blocks += _lines(shown, rows, reached, last)
    return blocks


class _Rows:
    """The rows of a sheet: which are told, ruled, full, numeric; asked often, so counted once."""

    def __init__(self, shown: _Shown) -> None:
        self.columns: dict[int, list[int]] = {}
        self.numeric: set[int] = set()
        told: set[int] = set()
        for (row, column), cell in shown.texts.items():
            self.columns.setdefault(row, []).append(column)
            told.update(range(row, shown.ends[row, column][0] + 1))
            if _NUMERIC.fullmatch(cell.text.strip()):
                self.numeric.add(row)
        for columns in self.columns.values():
            columns.sort()
        counts: dict[int, int] = {}
        for row, _ in shown.ruled:
            counts[row] = counts.get(row, 0) + 1
        self.ruled = {row for row, count in counts.items() if count >= RULED_COLUMNS}
        self._told = told

    def filled(self, row: int) -> int:
        """How many cells with text begin in a row."""
        return len(self.columns.get(row, ()))

    def bands(self) -> Iterator[tuple[int, int]]:
        """Runs of rows without a blank one between them, as (first, one past the last)."""
        yield from _runs(sorted(self._told | self.ruled))

    def grids(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The tables among the rows of a band: those drawn with rules, else those told by their cells."""
        drawn = [
            (top, bottom)
            for top, bottom in _runs([row for row in range(first, last) if row in self.ruled])
            if bottom - top >= RULED_ROWS and any(self.filled(row) for row in range(top, bottom))
        ]
        if not drawn:
            yield from self._unruled(first, last)
            return
        reached = first
        for number, (top, bottom) in enumerate(drawn):
            limit = drawn[number + 1][0] if number + 1 < len(drawn) else last
            while top > reached and self._is_data(top - 1):
                top -= 1
            while bottom < limit and self._is_data(bottom):
                bottom += 1
            yield top, bottom
            reached = bottom

    def _is_data(self, row: int) -> bool:
        """A row beside a ruled grid that its author forgot to rule."""
        return row in self.numeric and self.filled(row) >= TABLE_CELLS

    def _unruled(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """From the first row with several cells, a header, to the last with a number among them."""
        data = [row for row in range(first, last) if row in self.numeric and self.filled(row) >= 2]
        if not data:
            return
        wide = [row for row in range(first, data[-1] + 1) if self.filled(row) >= TABLE_CELLS]
        top = wide[0] if wide else data[0]
        while not wide and top > first and self.filled(top - 1) >= 2:
            top -= 1
        if data[-1] > top:
            yield top, data[-1] + 1


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Sorted numbers as runs (first, one past the last).

    >>> list(_runs([1, 2, 4]))
    [(1, 3), (4, 5)]
    """
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1] + 1
            start = at


def _show(sheet: Sheet) -> _Shown:
    """The sheet without its hidden rows and columns; a merged cell stands at the first of its places that shows."""
    used = [place for place, cell in sheet.cells.items() if cell.is_ruled or cell.text.strip()]
    last_row, last_column = max((row for row, _ in used), default=-1), max((column for _, column in used), default=-1)
    rows, columns = _visible(last_row, sheet.hidden_rows), _visible(last_column, sheet.hidden_columns)
    texts: dict[Place, SheetCell] = {}
    ends: dict[Place, Place] = {}
    covered: set[Place] = set()
    for top, left, bottom, right in sheet.merges:
        cell = sheet.cells.get((top, left))
        down = [row for row in range(top, min(bottom, last_row) + 1) if row in rows]
        across = [column for column in range(left, min(right, last_column) + 1) if column in columns]
        places = set(_places(down, across))
        if not covered.isdisjoint(places):  # no program merges cells twice
            continue
        covered |= places
        if cell is not None and cell.text.strip() and places:
            place = rows[down[0]], columns[across[0]]
            texts[place], ends[place] = cell, (rows[down[-1]], columns[across[-1]])
    for row, column in used:
        cell = sheet.cells[row, column]
        if cell.text.strip() and (row, column) not in covered and row in rows and column in columns:
            place = rows[row], columns[column]
            texts[place], ends[place] = cell, place
    ruled = frozenset(
        (rows[row], columns[column])
        for row, column in used
        if sheet.cells[row, column].is_ruled and row in rows and column in columns
    )
    return _Shown(texts, ruled, ends)


def _visible(last: int, hidden: set[int]) -> dict[int, int]:
    """For every row (or column) that shows the number it has among those."""
    return {number: rank for rank, number in enumerate(number for number in range(last + 1) if number not in hidden)}


def _places(rows: Sequence[int], columns: Sequence[int]) -> Iterator[Place]:
    if len(rows) * len(columns) > PLACES_LIMIT:
        raise UnreadableError(
            f"The file merges {len(rows)} by {len(columns)} cells into one, as no plan does. "
            "Part them and save it again."
        )
    return ((row, column) for row in rows for column in columns)


def _lines(shown: _Shown, rows: _Rows, first: int, last: int) -> Iterator[Block]:
    """Rows outside the tables: a paragraph each, but those of letterhead and signature as the layout they are."""
    row = first
    while row < last:
        if rows.filled(row) < 2:
            for column in rows.columns.get(row, ()):
                yield from _paragraphs(shown.texts[row, column])
            row += 1
            continue
        end = row + 1
        # beside the second line of a letterhead's right half there may be nothing
        while end < last and (rows.filled(end) > 1 or (end + 1 < last and rows.filled(end + 1) > 1)):
            end += 1
        places = [(at, column) for at in range(row, end) for column in rows.columns.get(at, ())]
        yield _table(shown, places, row, end)
        row = end


def _tables(shown: _Shown, rows: _Rows, top: int, bottom: int) -> Iterator[Block]:
    """The tables of a grid: one, or several side by side with an empty column between; its title goes before."""
    places = [(row, column) for row in range(top, bottom) for column in rows.columns.get(row, ())]
    used = {column for row, column in shown.ruled if top <= row < bottom}
    for place in places:
        used.update(range(place[1], shown.ends[place][1] + 1))
    for left, right in list(_runs(sorted(used))):
        own = [place for place in places if left <= place[1] < right]
        told = sorted({row for row, _ in own})
        first, last = (told[0], told[-1] + 1) if told else (top, top)
        while last > first and _is_line(shown, own, first, left, right):
            yield from _paragraphs(shown.texts[own.pop(0)])
            first = min((row for row, _ in own), default=last)
        after: list[Block] = []
        while last > first and _is_line(shown, own, last - 1, left, right):
            after[:0] = _paragraphs(shown.texts[own.pop()])
            last = max((row for row, _ in own), default=first - 1) + 1
        if own:
            yield _table(shown, own, first, last)
        yield from after


def _is_line(shown: _Shown, places: Sequence[Place], row: int, left: int, right: int) -> bool:
    """Whether a row is nothing but one text over the whole width: a title drawn into the grid, or a remark below it."""
    own = [place for place in places if place[0] == row]
    if len(own) != 1:
        return False
    end_row, end_column = shown.ends[own[0]]
    return end_row == row and own[0][1] == left and end_column >= right - 1 > left


def _table(shown: _Shown, places: Sequence[Place], first: int, last: int) -> Block:
    """These cells as a table, rows and columns without text left out."""
    told_rows = sorted({row for row, _ in places})
    told_columns = sorted({column for _, column in places})
    rows = {row: at for at, row in enumerate(told_rows)}
    columns = {column: at for at, column in enumerate(told_columns)}
    placed = []
    for row, column in places:
        end_row, end_column = shown.ends[row, column]
        down = bisect_right(told_rows, min(end_row, last - 1)) - rows[row]
        across = bisect_right(told_columns, end_column) - columns[column]
        placed.append(PlacedCell(rows[row], columns[column], shown.texts[row, column].text.strip(), down, across))
    table = lay_spans(placed, len(told_rows))
    return Block(0, "table", table.text(), table=table)


def _paragraphs(cell: SheetCell) -> Iterator[Block]:
    for line in cell.text.split("\n"):
        if line.strip():
            yield Block(0, "paragraph", line.strip(), is_bold=cell.is_bold)
