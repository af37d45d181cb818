"""Rows of cell texts → a Table with its spans, where the conversion to text has lost the merged cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import regex

from extract.document import Cell, Table
from extract.header import Slot, header_depth, is_index_row, is_numeric, is_row_label, lay_out, row_number

__all__ = ["grid", "header_depth", "join", "mark_headers"]

# A second table of so few rows without row numbers may be the total that a page break cut off.
_CUT_OFF_ROWS = 2
# Of twenty letters OCR reads one another way where a header is printed a second time.
ALIKE = 0.95

_DIGIT = regex.compile(r"\d")


def grid(rows: Sequence[Sequence[str]]) -> Table:
    """A table from its rows of cell texts, spans recovered from the grid's own logic.

    Data cells stand as they are, blanks stay blank; only header rows and rows too short are repaired.

    >>> cell = grid([["TT", "Thôn", "Hộ nghèo"], ["", "", "Hộ", "%"], ["1", "Na Hum", "12", "5,1"]]).cells[2]
    >>> cell.text, cell.row_span, cell.column_span, cell.is_header
    ('Hộ nghèo', 1, 2, True)
    """
    texts = [[text.strip() for text in row] for row in rows]
    if not any(any(row) for row in texts):
        return Table(0, 0, ())
    depth = header_depth(texts)
    width = _width(texts, depth)
    texts = [row[:width] for row in texts]
    profile = _profile(texts[depth:], width)
    body = [_body_row(row, width, profile) for row in texts[depth:]]
    head, unsure = lay_out(texts[:depth], width, [_places(row) for row in body])
    laid = head + body
    while width > 1 and all(row[-1].end - row[-1].start == 1 and not row[-1].text for row in laid):
        width -= 1
        laid = [row[:-1] for row in laid]
    return Table(len(laid), width, tuple(_cells(laid, texts, depth)), unsure=unsure)


def mark_headers(table: Table) -> Table:
    """The same table with `is_header` set on its header rows; a header cell never ends amid a merged one.

    >>> marked = mark_headers(Table(2, 2, (Cell(0, 0, "Thôn"), Cell(0, 1, "Hộ"), Cell(1, 0, "Na"), Cell(1, 1, "9"))))
    >>> [cell.is_header for cell in marked.cells]
    [True, True, False, False]
    """
    depth = header_depth(_texts(table))
    grown = True
    while grown:
        reach = max((cell.row + cell.row_span for cell in table.cells if cell.row < depth and cell.text), default=0)
        grown = depth < reach <= table.rows
        depth = reach if grown else depth
    return replace(table, cells=tuple(replace(cell, is_header=cell.row < depth) for cell in table.cells))


def join(first: Table, second: Table, *, is_broken: bool = True) -> Table | None:
    """The table that a page break cut in two, None where the second is a table of its own.

    They belong together when the second repeats the header of the first, or has none and numbers its rows on; where a
    page is known to end between them, also when it numbers none. Where none is known, rows that are numbered anew under
    the same header are those of another table, and so is what stands below a total.

    >>> part = grid([["TT", "Thôn", "Hộ"], ["1", "Na Hum", "78"]])
    >>> whole = join(part, grid([["2", "Pa Lin", "89"], ["3", "Tà Pao", "128"]]))
    >>> whole.rows if whole else None
    4
    """
    if first.columns != second.columns:
        return None
    before, after = _texts(first), _texts(second)
    depth = sum(1 for row in range(second.rows) if any(cell.is_header and cell.row == row for cell in second.cells))
    head = [[" ".join(text.split()).casefold() for text in row] for row in after[:depth]]
    known = [[" ".join(text.split()).casefold() for text in row] for row in before]
    is_read = any(cell.readings for cell in second.cells)
    is_repeated = head == known[:depth] or (is_read and _reads_alike(head, known[:depth]))
    if depth and not is_repeated and not (depth == 1 and is_index_row(after[0]) and head[0] in known[:5]):
        return None
    if not is_broken and not _goes_on(before, after):
        return None
    if not depth and not _runs_on(before, after):
        return None
    shift = first.rows - depth
    moved = tuple(replace(cell, row=cell.row + shift) for cell in second.cells if cell.row >= depth)
    return replace(first, rows=first.rows + second.rows - depth, cells=first.cells + moved)


def _reads_alike(head: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> bool:
    """Whether two headers are one as OCR may read it twice: `Tống số hộ` is `Tổng số hộ`, but 2021 is not 2022."""
    one, two = ("\n".join("\t".join(row) for row in rows) for rows in (head, other))
    if _DIGIT.findall(one) != _DIGIT.findall(two):
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= ALIKE


def _goes_on(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> bool:
    """The row numbers of `after` follow those of `before`, in whichever column they stand."""
    for column in range(min(2, len(before[0]))):
        earlier = [number for row in before if (number := row_number(row[column])) is not None]
        later = [number for row in after if (number := row_number(row[column])) is not None]
        if earlier and later:
            return later[0] == earlier[-1] + 1
    return False


def _runs_on(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> bool:
    """The row numbers of `after` go on from those of `before`, or it is the total row left over."""
    earlier = [number for row in before if (number := row_number(row[0])) is not None]
    later = [number for row in after if (number := row_number(row[0])) is not None]
    if later:
        return bool(earlier) and later[0] in (earlier[-1], earlier[-1] + 1)
    return not earlier or len(after) <= _CUT_OFF_ROWS


def _texts(table: Table) -> list[list[str]]:
    """The text of every grid place, a merged cell once."""
    texts = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        texts[cell.row][cell.column] = cell.text
    return texts


def _width(rows: Sequence[Sequence[str]], depth: int) -> int:
    """As many columns as most data rows have; more where a row has more to say."""
    lengths = Counter(len(row) for row in rows[depth:] or rows)
    heads = Counter(len(row) for row in rows[:depth])
    usual = max(lengths, key=lambda length: (lengths[length], heads[length], -length))
    return max(usual, *(_filled(row) for row in rows))


def _filled(row: Sequence[str]) -> int:
    """The length of a row without the blanks at its end."""
    return max((place + 1 for place, text in enumerate(row) if text), default=0)


def _profile(rows: Sequence[Sequence[str]], width: int) -> list[bool]:
    """Which columns hold numbers rather than words, told by the rows of full width."""
    full = [row for row in rows if len(row) == width]
    numeric = []
    for column in range(width):
        texts = [row[column] for row in full if row[column]]
        numeric.append(sum(map(is_numeric, texts)) * 2 > len(texts))
    return numeric


def _body_row(row: Sequence[str], width: int, numeric: Sequence[bool]) -> list[Slot]:
    """A data row over its columns: one too short has a label that spans, or blanks that were cut off its end."""
    missing = width - len(row)
    padded = [Slot(column, column + 1, row[column] if column < len(row) else "") for column in range(width)]
    if not missing or not any(row):
        return padded
    words = [place for place, text in enumerate(row) if text and not is_numeric(text)]
    is_labelled = len(row) == 2 and (not row[0] or (is_row_label(row[0]) and row_number(row[0]) is None))
    if words[-1:] == [len(row) - 1] and (len(row) == 1 or is_labelled):
        # a group row: “Khu vực nông thôn”, “II | Các thôn đặc biệt khó khăn”
        return _stretched(row, words[-1], missing)
    options = [_stretched(row, place, missing) for place in words if any(row[place + 1 :])]
    # at equal fit: “Tổng cộng” where the row numbers stand spans the names too, any other row was cut at its end
    is_total = words[:1] == [0] and numeric[0]
    return min([*options, padded] if is_total else [padded, *options], key=lambda slots: _misfit(slots, numeric))


def _places(slots: Sequence[Slot]) -> list[str]:
    """The texts of a laid-out row, column by column."""
    return [text for slot in slots for text in (slot.text, *[""] * (slot.end - slot.start - 1))]


def _stretched(row: Sequence[str], place: int, missing: int) -> list[Slot]:
    """The row with the cell at `place` spanning the missing columns too."""
    return [
        Slot(column + missing * (column > place), column + 1 + missing * (column >= place), text)
        for column, text in enumerate(row)
    ]


def _misfit(slots: Sequence[Slot], numeric: Sequence[bool]) -> int:
    """How many cells hold words among numbers or the reverse; a label over row numbers and names is at home there."""
    return sum(
        1 for slot in slots if slot.text and slot.end - slot.start == 1 and is_numeric(slot.text) != numeric[slot.start]
    )


def _cells(laid: Sequence[Sequence[Slot]], texts: Sequence[Sequence[str]], depth: int) -> list[Cell]:
    """The cells in row-major order; within the header, blanks right below a cell are merged into it."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for number, row in enumerate(laid):
        for slot in row:
            if (number, slot.start) in taken:
                continue
            reach = number + 1
            while slot.text and number < depth and reach < depth and not is_index_row(texts[number]):
                under = [other for other in laid[reach] if other.start < slot.end and other.end > slot.start]
                same = under[0].start == slot.start and under[-1].end == slot.end
                if any(other.text for other in under) or not same or is_index_row(texts[reach]):
                    break
                taken |= {(reach, column) for column in range(slot.start, slot.end)}
                reach += 1
            span = (reach - number, slot.end - slot.start)
            cells.append(Cell(number, slot.start, slot.text, *span, is_header=number < depth))
    return cells
