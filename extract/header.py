"""The header rows of a table: how many there are, and which columns their cells stand over once merges are lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

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

# What an arrangement of header cells costs; only the order matters: a repeated name within one group is the surest sign
# of a wrong border, a blank swallowed by a group nearly as sure, unequal shares are merely unusual.
_BLANK_IN_GROUP = 3.0
_BLANK_OVER_MANY = 4.0
_BLANKS_UNDER_ONE = 1.5
_NAME_TWICE = 2.0
_UNEVEN = 0.5
_SINGLE = 0.5
_NO_RESTART = 0.25
_REPEATS = -0.25
_MISSING_FIRST, _MISSING_LAST, _MISSING_INSIDE = 0.1, 0.15, 0.4


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


def lay_out(rows: Sequence[Sequence[str]], width: int) -> list[list[Slot]]:
    """The cells of header rows over `width` columns, worked out from the bottom row up.

    A blank below a cell is a vertical merge; the other cells share out the filled cells below them, by equal shares or
    where the names below begin anew. Rows of full width stand as they are.

    >>> lay_out([["TT", "Nghèo", "Cận nghèo"], ["", "Hộ", "%", "Hộ", "%"]], 5)[0]
    [Slot(start=0, end=1, text='TT'), Slot(start=1, end=3, text='Nghèo'), Slot(start=3, end=5, text='Cận nghèo')]
    """
    laid: list[list[Slot]] = []
    below: list[Slot] | None = None
    for number in range(len(rows) - 1, -1, -1):
        row = list(rows[number][:width])
        if is_index_row(row) or len(row) == width:
            slots = _one_each(row, width)
            slots = slots if below is None or is_index_row(row) else _widen(slots, below)
        elif below is None:
            above = next((len(rows[up]) for up in range(number - 1, -1, -1)), 0)
            if above in (0, width):
                slots = _last_wide(row, width) if not above else _one_each(row, width)
            else:
                slots = _under(list(rows[number - 1]), row, width)
        else:
            slots = _over(row, below, width)
        if not is_index_row(row):
            below = slots
        laid.insert(0, slots)
    return laid


def _one_each(row: Sequence[str], width: int) -> list[Slot]:
    """Every cell over a column of its own, blanks at the end."""
    return [Slot(column, column + 1, row[column] if column < len(row) else "") for column in range(width)]


def _last_wide(row: Sequence[str], width: int) -> list[Slot]:
    """The only header row, too short: nothing tells which cell was wide, its last one takes the rest."""
    last = max(len(row) - 1, 0)
    return [*_one_each(row, last), Slot(last, width, row[-1] if row else "")]


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


def _over(row: Sequence[str], below: list[Slot], width: int) -> list[Slot]:
    """A short row over the laid-out row below it."""
    shares = _share_out(row, [slot.text for slot in below], 0)
    if shares is None:
        return _one_each(row, width)
    slots, place = [], 0
    for text, share in zip(row, shares, strict=True):
        slots.append(Slot(below[place].start, below[place + share - 1].end, text))
        place += share
    if any(text and not slot.text and _stands_on_name(slot, below) for text, slot in zip(row, slots[1:], strict=False)):
        # a blank beside a name and over another: the row kept the places of its merged cells, but for those at its end
        return _widen(_one_each(row, width), below)
    return slots


def _stands_on_name(slot: Slot, below: Sequence[Slot]) -> bool:
    return any(other.text for other in below if other.start < slot.end and slot.start < other.end)


def _under(above: Sequence[str], row: Sequence[str], width: int) -> list[Slot]:
    """A lowest row too short for its columns: the blanks under vertical merges were dropped too."""
    shares = _share_out(above, row, width - len(row))
    if shares is None:
        return _one_each(row, width)
    texts: list[str] = []
    place = 0
    for share in shares:
        texts += row[place : place + share] if share else [""]
        place += share
    return _one_each(texts, width)


def _share_out(above: Sequence[str], below: Sequence[str], missing: int) -> list[int] | None:
    """How many cells below each cell above stands over, at least cost; 0 for one of the `missing` blanks below."""
    blanks = sum(1 for text in below if not text)
    heads = len(above) - blanks - missing
    share = (len(below) - blanks) / heads if heads > 0 else float(len(below) - blanks)
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
    for text in above:
        following: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        for (place, left_out), (cost, shares) in best.items():
            for size, step in _steps(text, below, place, share, left_out < missing):
                key = (place + size, left_out + (size == 0))
                option = (cost + step, (*shares, size))
                if key not in following or option[0] < following[key][0]:
                    following[key] = option
        best = following
    found = best.get((len(below), missing))
    return list(found[1]) if found else None


def _steps(text: str, below: Sequence[str], place: int, share: float, may_miss: bool) -> Iterator[tuple[int, float]]:
    """The shares one cell may take from `place` on, with their costs."""
    if may_miss:
        yield 0, {0: _MISSING_FIRST, len(below): _MISSING_LAST}.get(place, _MISSING_INSIDE)
    seen: set[str] = set()
    blanks = twice = 0
    for end in range(place + 1, len(below) + 1):
        name = below[end - 1]
        blanks += not name
        twice += bool(name) and name in seen
        seen.add(name)
        size = end - place
        if blanks == size:
            yield size, (size - 1) * _BLANKS_UNDER_ONE
            continue
        cost = abs(size - share) * _UNEVEN + twice * _NAME_TWICE + blanks * _BLANK_IN_GROUP
        if not text:
            cost = _NO_RESTART if size == 1 else _BLANK_OVER_MANY * (size - 1)
        elif size == 1:
            cost += 0 if name.startswith("(") else _SINGLE  # `(%)` below `Tỷ lệ` is its unit
        elif end < len(below) and below[end] and below[end] != below[place]:
            cost += _NO_RESTART
        if text and size > 1 and below[place - size : place] == below[place:end]:
            cost += _REPEATS
        yield size, cost
