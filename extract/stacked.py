"""Tables that lost all but their cells: one cell a line, without tab or pipe, rows known by their numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extract.header import is_numeric
from normalize.fold import fold
from normalize.vocabulary import table

# A cell is no longer than this; a table has no more header cells and no fewer numbered rows.
_LONG = 80
_HEAD_CELLS = 40
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3

_LETTER = regex.compile(r"\p{L}")


def read_stacked(lines: Sequence[str], start: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """Where a table ends that begins at a line, and its rows; `start` and none where none begins there.

    Its first cell heads the row numbers; rows 1, 2, 3 … stand at one distance, which is its width, and its header has
    as many cells (or as many in each of its rows). A blank cell is a blank line; where every cell has a blank line
    behind it, that line is none.

    >>> read_stacked(["TT", "Thôn", "Hộ", "1", "Na Hum", "78", "2", "Pa Lin", "", "3", "Tà Pao", "9", "Hết"], 0)
    (12, (('TT', 'Thôn', 'Hộ'), ('1', 'Na Hum', '78'), ('2', 'Pa Lin', ''), ('3', 'Tà Pao', '9')))
    """
    if not _heads_numbers(lines[start]):
        return start, ()
    step = 2 if start + 1 < len(lines) and not lines[start + 1].strip() else 1
    cells = _cells(lines, start, step)
    first, width = _shape(cells)
    if not width:
        return start, ()
    head = _head(cells[:first], width)
    rows, end = _rows(cells, first, width)
    if not head or len(rows) < _LEAST_ROWS:
        return start, ()
    return min(start + end * step, len(lines)), (*head, *rows)


@cache
def _number_heads() -> frozenset[str]:
    return frozenset(map(fold, table("tables")["columns"]["number"]))


def _heads_numbers(line: str) -> bool:
    """Whether a line is the header of row numbers: “TT”, “STT”."""
    return len(line) <= _LONG and "\t" not in line and fold(line).strip(" .") in _number_heads()


def _cells(lines: Sequence[str], start: int, step: int) -> list[str]:
    """The lines that may be cells, one after another; with a step of 2 every second, as long as blanks part them."""
    cells = []
    for at in range(start, len(lines), step):
        is_parted = step == 1 or at + 1 >= len(lines) or not lines[at + 1].strip()
        if len(lines[at]) > _LONG or "\t" in lines[at]:
            break
        cells.append(lines[at].strip())
        if not is_parted:
            break
    return cells


def _shape(cells: Sequence[str]) -> tuple[int, int]:
    """Where row 1 begins and how wide it is, by the rows 2 and 3 behind it; 0 where there are none."""
    for first in range(_LEAST_COLUMNS, min(_HEAD_CELLS, len(cells))):
        if cells[first] != "1":
            continue
        for width in range(_LEAST_COLUMNS, first + 1):
            numbers = [cells[at] for at in range(first, len(cells), width)][:_LEAST_ROWS]
            labels = [cells[at] for at in range(first + 1, len(cells), width)][:_LEAST_ROWS]
            if numbers == ["1", "2", "3"] and all(map(_LETTER.search, labels)):
                return first, width
    return 0, 0


def _head(cells: Sequence[str], width: int) -> tuple[tuple[str, ...], ...]:
    """The header rows; none where their cells are too many or too few to tell which stands where."""
    told = [cell for cell in cells if cell]
    if len(told) == width:
        return (tuple(told),)
    if len(cells) % width:
        return ()
    return tuple(tuple(cells[at : at + width]) for at in range(0, len(cells), width))


def _rows(cells: Sequence[str], first: int, width: int) -> tuple[list[tuple[str, ...]], int]:
    """The rows from the first on: numbered on, or without a number; and the cell after the last."""
    rows: list[tuple[str, ...]] = []
    at, number = first, 1
    while at < len(cells):
        row = tuple(cells[at : at + width])
        if row[0] and row[0] != str(number) and _LETTER.search(row[0]):
            row = ("", *cells[at : at + width - 1])  # “Tổng cộng” without the blank cell before it
        is_numbered = row[0] == str(number)
        values = [text for text in row[2:] if text]
        is_data = len(row) > 1 and _LETTER.search(row[1]) and (values or is_numbered) and all(map(is_numeric, values))
        if not is_data or (row[0] and not is_numbered):
            break
        number += is_numbered
        at += width - (cells[at] == row[1])
        rows.append((*row, *[""] * (width - len(row))))
    return rows, min(at, len(cells))
