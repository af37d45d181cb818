"""The plan of a data table: which columns and rows head it, which hold data, and the words that lead to each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from extract.document import Cell, Table
from normalize.fold import fold
from normalize.vocabulary import table as vocabulary

# The row under a header that numbers its columns: A B C 1 2 3, (1) (2) (3=1+2).
_INDEX = regex.compile(r"\(?\s*(?:\p{L}|[IVX]+|\d{1,2}(?:\s*=[\d\s()+\-*/:x%]+)?)\s*\)?")
_NUMERIC = regex.compile(r"[\s~<>≈]*[\d.,]+\s*%?\s*|\s*[-–]\s*|")
_ROW_NUMBER = regex.compile(r"\s*(?:\d{1,3}|[IVX]+|\p{L}|\d{1,2}(?:\.\d{1,2})+)[.)]?\s*")


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table laid out: header `paths` by column (outermost first), `labels` by body row, the roles of its columns."""

    table: Table
    depth: int
    index_rows: frozenset[int]
    paths: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    numbers: tuple[str, ...]
    units: tuple[str | None, ...]
    number_column: int | None
    label_column: int | None
    unit_column: int | None
    data_columns: tuple[int, ...]
    cells: dict[tuple[int, int], Cell]

    def body(self) -> range:
        """The rows of data."""
        return range(self.depth, self.table.rows)


def lay_out(table: Table) -> Lattice:
    """The lattice of a table whose header rows are marked."""
    cells = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    depth = 1 + max((cell.row for cell in table.cells if cell.is_header), default=-1)
    index_rows = frozenset(row for row in range(1, depth) if _is_index(table, cells, row))
    paths = tuple(_path(cells, column, depth, index_rows) for column in range(table.columns))
    body = range(depth, table.rows)
    numbered = _number_column(table, cells, paths, body)
    units = _unit_column(table, cells, paths, body)
    worded = [
        column
        for column in range(table.columns)
        if column not in (numbered, units)
        and not _role(paths[column], "note")
        and (_is_text(cells, column, body) or _are_years(cells, paths, column, body))
    ]
    outer = next(iter(worded), None)
    label = outer
    inner = next((column for column in worded if outer is not None and column > outer), None)
    if outer is not None and inner is not None and set(range(outer + 1, inner)) <= {numbered}:
        label = inner if _heads_several(cells, outer, inner, body) else outer  # “Chiều | Chỉ số”, “Khu vực | TT | Bản”
    if label is None and numbered is not None and _is_text(cells, numbered, body):
        numbered, label = None, numbered
    labels = tuple(_label(cells, row, label, outer, numbered) for row in range(table.rows))
    empty = {column for column in range(table.columns) if not any(_text(cells, row, column).strip() for row in body)}
    heads = {numbered, label, units, *empty}
    data = tuple(
        column
        for column in range(table.columns)
        if column not in heads
        and column not in table.unsure
        and not _role(paths[column], "note")
        and not _is_text(cells, column, body)
        and (label is None or column > label)
    )
    return Lattice(
        table, depth, index_rows, paths, labels,
        tuple(_text(cells, row, numbered).strip() for row in range(table.rows)),
        tuple(unit_named(_text(cells, row, units)) for row in range(table.rows)),
        numbered, label, units, data, cells,
    )  # fmt: skip


def _text(cells: dict[tuple[int, int], Cell], row: int, column: int | None) -> str:
    cell = cells.get((row, column)) if column is not None else None
    return cell.text if cell else ""


def _is_index(table: Table, cells: dict[tuple[int, int], Cell], row: int) -> bool:
    texts = [_text(cells, row, column).strip() for column in range(table.columns)]
    filled = [text for text in texts if text]
    return len(filled) > 1 and all(_INDEX.fullmatch(text) for text in filled)


def _path(cells: dict[tuple[int, int], Cell], column: int, depth: int, index_rows: frozenset[int]) -> tuple[str, ...]:
    path: list[str] = []
    seen: list[Cell] = []
    for row in range(depth):
        cell = cells.get((row, column))
        if cell is not None and row not in index_rows and cell.text.strip() and cell not in seen:
            seen.append(cell)
            path.append(cell.text.strip())
    return tuple(path)


def _role(path: tuple[str, ...], role: str) -> bool:
    words = {fold(phrase) for phrase in vocabulary("tables")["columns"][role]}
    return any(fold(text).strip(" .:()") in words for text in path)


def _is_text(cells: dict[tuple[int, int], Cell], column: int, body: range) -> bool:
    """Whether a column holds words: more than half of its filled places are no numbers."""
    texts = [text for row in body if (text := _text(cells, row, column).strip())]
    return bool(texts) and 2 * sum(not _NUMERIC.fullmatch(text) for text in texts) > len(texts)


def _heads_several(cells: dict[tuple[int, int], Cell], outer: int, inner: int, body: range) -> bool:
    """Whether the names of a column stand once for several of those behind it."""
    named = [row for row in body if _text(cells, row, inner).strip()]
    own = [cells[row, outer] for row in named if (row, outer) in cells and cells[row, outer].row == row]
    return sum(bool(cell.text.strip()) for cell in own) < len(named)


_YEAR = regex.compile(r"(?:19|20)\d\d")


def _are_years(
    cells: dict[tuple[int, int], Cell], paths: tuple[tuple[str, ...], ...], column: int, body: range
) -> bool:
    """Whether a column headed “Năm” names its rows by year."""
    texts = [text for row in body if (text := _text(cells, row, column).strip())]
    return (
        bool(paths[column])
        and fold(paths[column][-1]).strip(" .:") == "năm"
        and all(_YEAR.fullmatch(text) for text in texts)
        and len(set(texts)) == len(texts) > 1
    )


def _number_column(
    table: Table, cells: dict[tuple[int, int], Cell], paths: tuple[tuple[str, ...], ...], body: range
) -> int | None:
    for column in range(min(2, table.columns)):
        texts = [text for row in body if (text := _text(cells, row, column).strip())]
        numbers = [int(text.strip(" .)")) for text in texts if text.strip(" .)").isdigit()]
        runs_on = len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))
        if _role(paths[column], "number") or (runs_on and numbers[0] == 1 and column == 0):
            return column
    return None


def _unit_column(
    table: Table, cells: dict[tuple[int, int], Cell], paths: tuple[tuple[str, ...], ...], body: range
) -> int | None:
    for column in range(table.columns):
        texts = [text for row in body if (text := _text(cells, row, column).strip())]
        if texts and 2 * sum(unit_named(text) is not None for text in texts) > len(texts):
            return column
    return next(
        (
            column
            for column in range(table.columns)
            if paths[column] and fold(paths[column][-1]).startswith("đơn vị tính")
        ),
        None,
    )


def _label(
    cells: dict[tuple[int, int], Cell], row: int, label: int | None, outer: int | None, numbered: int | None
) -> str:
    text = _text(cells, row, label).strip() or _text(cells, row, outer).strip()
    if text or numbered is None:
        return text
    first = _text(cells, row, numbered).strip()
    return "" if _ROW_NUMBER.fullmatch(first) else first


@cache
def _units() -> dict[str, str]:
    return {fold(phrase): unit for unit, phrases in vocabulary("tables")["units"].items() for phrase in phrases}


def unit_named(text: str) -> str | None:
    """The unit a cell of a unit column, or a bracket in a header, names."""
    return _units().get(fold(text).strip(" .()")) or _units().get(fold(text).strip())
