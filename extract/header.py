"""The header rows of a table: how many there are, and which columns their cells stand over once merges are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extract.borders import Body, share_out

# A data cell: digits with their separators, a sign, a range, `21/39`, a lone dash; O and l are slips for 0 and 1.
_NUMERIC = regex.compile(r"[<>≤≥~≈=+\-–—\s]*(?=.*\d)[\dOol.,/\s%–-]+|[-–—]+")
# A year or a day heads a column: 2022, 31/12/2022, 12/2022.
_YEAR = regex.compile(r"(?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d")
# What numbers a row: 1 · 1. · IV · A · a) · 2.1
_ROW_LABEL = regex.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-ZĐ]|[a-zđ])[.)]?")
_ROW_NUMBER = regex.compile(r"\(?(\d{1,3})[.)]?")
# A cell of the row that numbers the columns: A · (1) · 3=1+2 · (5)=(4)/(3)*100 · I (an OCR slip for 1)
_INDEX = regex.compile(
    r"""
    [(\[]?
    (?: [A-ZĐa-zđ] | [IVX]{1,4} | (?P<number>\d{1,2}) )
    [)\]]?
    (?P<formula> \s* = [\s\d()+\-–*/:x×.,%]+ )?
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A header cell with the columns it stands over, `end` exclusive."""

    start: int
    end: int
    text: str


def is_numeric(text: str) -> bool:
    """Whether a cell holds nothing but a number, a range or a dash.

    >>> [is_numeric(text) for text in ("2.881", ">0,62%", "-", "1-2", "Tỷ lệ (%)", "")]
    [True, True, True, True, False, False]
    """
    return _NUMERIC.fullmatch(text.strip()) is not None


def row_number(text: str) -> int | None:
    """The running number a row begins with, None where the cell is none.

    >>> row_number("12."), row_number("IV")
    (12, None)
    """
    found = _ROW_NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def is_row_label(text: str) -> bool:
    """Whether a cell numbers its row: 12, IV, A, b), 2.1.

    >>> [is_row_label(text) for text in ("IV", "2.1", "Na Hum")]
    [True, True, False]
    """
    return _ROW_LABEL.fullmatch(text.strip()) is not None


def is_index_row(row: Sequence[str]) -> bool:
    """Whether a row numbers the columns.

    >>> is_index_row(["A", "B", "1", "2", "3=2/1", "4"]), is_index_row(["1", "Na Hum", "78", "283"])
    (True, False)
    """
    cells = [_INDEX.fullmatch(text.strip()) for text in row if text.strip()]
    if len(cells) < 3 or len(cells) * 2 < len(row) or None in cells:
        return False
    numbers = [int(cell["number"]) for cell in cells if cell and cell["number"]]
    return all(after == before + 1 for before, after in pairwise(numbers))


def is_data_row(row: Sequence[str]) -> bool:
    """Whether a row carries data: a row number or a label, and mostly numbers, blanks and dashes behind it.

    Years and days alone do not count, they head columns.

    >>> is_data_row(["1", "Na Hum", "78", "", "-"]), is_data_row(["TT", "Thôn", "2021", "2022"])
    (True, False)
    """
    texts = [text.strip() for text in row]
    first = next((place for place, text in enumerate(texts) if text), None)
    if first is None or is_index_row(texts):
        return False
    rest = texts[first + 1 :]
    numbers = [text for text in rest if is_numeric(text) and not _YEAR.fullmatch(text)]
    if row_number(texts[first]) is not None and any(any(map(str.isalpha, text)) for text in rest):
        return True
    fits = sum(1 for text in rest if not text or is_numeric(text))
    if is_row_label(texts[first]) and fits == len(rest) - 1 > 0:
        return True  # “I | Khu vực thành thị | | |”: its name is the only word
    if is_numeric(texts[first]):
        return len(numbers) * 2 >= len(rest) > 0
    return bool(numbers) and fits * 2 >= len(rest)


def header_depth(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand before the first data row; 0 for a table that goes on from another page.

    >>> header_depth([["TT", "Thôn", "Hộ"], ["A", "B", "1"], ["1", "Na Hum", "78"]])
    2
    """
    depth = next((number for number, row in enumerate(rows) if is_data_row(row)), None)
    if depth is None:
        return min(1, len(rows) - 1) if rows else 0
    while depth > 1 and _is_group_row(rows[depth - 1]):
        depth -= 1
    return depth


def _is_group_row(row: Sequence[str]) -> bool:
    """A row of one name heads the rows below it: `Khu vực nông thôn`, `II | Các thôn vùng cao`."""
    filled = [place for place, text in enumerate(row) if text.strip()]
    if len(filled) == 2 and is_row_label(row[filled[0]]):
        filled = filled[1:]
    return len(filled) == 1 and filled[0] < 2 and not is_numeric(row[filled[0]])


def lay_out(
    rows: Sequence[Sequence[str]], width: int, body: Sequence[Sequence[str]] = ()
) -> tuple[list[list[Slot]], frozenset[int]]:
    """The cells of header rows over `width` columns, worked out from the bottom row up; the columns left in doubt.

    A blank below a cell is a vertical merge. A row of full width stands as it is; the cells of a shorter one share out
    the names below them as these tell, and where they leave two arrangements as likely, as the rows of `body` tell
    (`borders.py`). The columns over which two still differ are in doubt.

    >>> lay_out([["TT", "Nghèo", "Cận nghèo"], ["", "Hộ", "%", "Hộ", "%"]], 5)[0][0]
    [Slot(start=0, end=1, text='TT'), Slot(start=1, end=3, text='Nghèo'), Slot(start=3, end=5, text='Cận nghèo')]
    """
    laid: list[list[Slot]] = []
    doubtful: set[int] = set()
    numbers = Body(body)
    below: list[Slot] | None = None
    for number in range(len(rows) - 1, -1, -1):
        row = list(rows[number][:width])
        if below is None and number and row[:1] == [""] and any(row):
            row += [""] * (width - len(row))  # the blanks under merged cells are kept, those at the row's end cut off
        doubts: frozenset[int] = frozenset()
        if is_index_row(row) or len(row) == width:
            slots = _one_each(row, width)
            slots = slots if below is None or is_index_row(row) else _widen(slots, below)
        elif below is None:
            above = next((len(rows[up]) for up in range(number - 1, -1, -1)), 0)
            if above in (0, width):
                slots, doubts = _alone(row, width) if not above else _repeated(list(rows[number - 1]), row, width)
            else:
                slots, doubts = _under(list(rows[number - 1]), row, width, numbers)
                if any(len(higher) > 1 for higher in rows[: number - 1]):
                    doubts = frozenset(range(width))  # the row above misses blanks too: nobody can tell where
        else:
            slots, doubts = _over(row, below, width, numbers)
        doubtful |= doubts
        if not is_index_row(row):
            below = slots
        laid.insert(0, slots)
    return laid, frozenset(doubtful)


def _one_each(row: Sequence[str], width: int) -> list[Slot]:
    """Every cell over a column of its own, blanks at the end."""
    return [Slot(column, column + 1, row[column] if column < len(row) else "") for column in range(width)]


def _alone(row: Sequence[str], width: int) -> tuple[list[Slot], frozenset[int]]:
    """The only header row, too short: nothing tells which cell was wide, its last one takes the rest."""
    last = max(len(row) - 1, 0)
    return [*_one_each(row, last), Slot(last, width, row[-1] if row else "")], frozenset()


def _repeated(above: Sequence[str], row: Sequence[str], width: int) -> tuple[list[Slot], frozenset[int]]:
    """A lowest row too short below one of full width: its names stand under the head that is repeated so often."""
    runs = [start for start in range(width - len(row) + 1) if len({*above[start : start + len(row)]}) == 1]
    if len(row) > 1 and len(runs) == 1:
        return _one_each([*[""] * runs[0], *row], width), frozenset()
    return _one_each(row, width), frozenset(range(width) if len(row) > 1 else ())


def _widen(slots: list[Slot], below: list[Slot]) -> list[Slot]:
    """A row of full width: blanks right of a cell, with names below them, were merged into that cell."""
    filled = [False] * slots[-1].end
    starts = {slot.start for slot in below}
    for slot in below:
        filled[slot.start : slot.end] = [bool(slot.text)] * (slot.end - slot.start)
    wide: list[Slot] = []
    for slot in slots:
        last = wide[-1] if wide else None
        joins = not slot.text and filled[slot.start] and last is not None and last.text and filled[last.start]
        if last is not None and (joins or (slot.start not in starts and not slot.text)):
            wide[-1] = Slot(last.start, slot.end, last.text)
        else:
            wide.append(slot)
    return wide


def _over(row: list[str], below: list[Slot], width: int, body: Body) -> tuple[list[Slot], frozenset[int]]:
    """A short row over the laid-out row below it, and the columns of which it is in doubt what stands over them."""

    def laid(shares: Sequence[int]) -> list[Slot]:
        slots, place = [], 0
        for text, share in zip(row, shares, strict=True):
            slots.append(Slot(below[place].start, below[place + share - 1].end, text))
            place += share
        return slots

    def proof(shares: Sequence[int]) -> int:
        return body.proof([slot.end - slot.start for slot in laid(shares)])

    found = share_out(row, [slot.text for slot in below], 0, body, proof)
    if found is None:
        return _one_each(row, width), frozenset()
    slots = laid(found.shares)
    if any(text and not slot.text and _stands_on_name(slot, below) for text, slot in zip(row, slots[1:], strict=False)):
        # a blank beside a name and over another: the row kept the places of its merged cells, but for those at its end
        return _widen(_one_each(row, width), below), frozenset()
    empty = {
        column
        for slot in slots
        if slot.text and slot.end - slot.start > 1 and not _stands_on_name(slot, below)
        for column in range(slot.start, slot.end)
    }
    if found.is_open:
        return slots, frozenset(range(width))
    return slots, _differing(slots, [laid(shares) for shares in found.others]) | empty


def _differing(slots: Sequence[Slot], others: Sequence[Sequence[Slot]]) -> frozenset[int]:
    """The columns over which other arrangements set another cell."""
    own = _over_columns(slots)
    return frozenset(column for other in map(_over_columns, others) for column in own if other[column] != own[column])


def _over_columns(slots: Sequence[Slot]) -> dict[int, int]:
    """Which of the cells stands over each column."""
    return {column: place for place, slot in enumerate(slots) for column in range(slot.start, slot.end)}


def _stands_on_name(slot: Slot, below: Sequence[Slot]) -> bool:
    return any(other.text for other in below if other.start < slot.end and slot.start < other.end)


def _under(above: list[str], row: list[str], width: int, body: Body) -> tuple[list[Slot], frozenset[int]]:
    """A lowest row too short for its columns: the blanks under vertical merges were dropped too."""

    def laid(shares: Sequence[int]) -> list[Slot]:
        texts: list[str] = []
        place = 0
        for share in shares:
            texts += row[place : place + share] if share else [""]
            place += share
        return _one_each(texts, width)

    def proof(shares: Sequence[int]) -> int:
        return body.proof([share or 1 for share in shares])

    found = share_out(above, row, width - len(row), body, proof)
    if found is None:
        return _one_each(row, width), frozenset(range(width))
    slots = laid(found.shares)
    others = [laid(shares) for shares in found.others]
    if found.is_open:
        return slots, frozenset(range(width))
    return slots, frozenset(
        slot.start for other in others for slot, one in zip(slots, other, strict=True) if slot != one
    )
