"""Sums that a table of items claims without a word: its own numbers show that they are meant.

“Tổng cộng | Ngân sách trung ương | Ngân sách địa phương” may be a whole and its parts, or not: where nearly all rows
add up, the one that does not is at fault. Where they do not, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extract.columns import is_compared, is_part, tag
from extract.datacell import OWN
from extract.facts import Breakdown, Figure
from extract.labels import parse_label
from extract.placename import begins_total
from extract.tables import TableReading

# So much of the sums must hold, and so many of them, before the others are faults. A row of a table of projects falls
# out now and then; columns that happen to add up do so in one row or two.
LEAST_HOLDING = Fraction(2, 3)
_LEAST_SUMS = 3
# A sum of a column is shown by its other columns, of which a table has few.
_LEAST_COLUMNS = 2

_Place = tuple[int, int]  # row and column


@dataclass(frozen=True, slots=True)
class _Sum:
    """A cell and those that may be its parts, each with its figure (None for a dash or blank) and value."""

    whole: tuple[int | None, Decimal]
    parts: tuple[tuple[int | None, Decimal], ...]

    @property
    def holds(self) -> bool:
        return self.whole[1] == sum(value for _, value in self.parts)

    @property
    def tells(self) -> bool:
        """Whether it is a sum at all: of a whole that is there and of some part."""
        return self.whole[0] is not None and any(figure is not None for figure, _ in self.parts)


def proven_sums(reading: TableReading, figures: Sequence[Figure]) -> Iterator[Breakdown]:
    """Rows whose columns add up, columns whose rows add up, rows that their sub-rows add up to."""
    columns = [column for column in reading.lattice.data_columns if _is_additive(reading, column)]
    money = {cell.column for cell in reading.cells if cell.facets.unit == "VND"}
    is_placed = reading.shape == "places" or any(cell.place_kind != OWN for cell in reading.cells)
    for whole, parts in _column_groups(reading, columns):
        if is_placed and not money >= {whole, *parts}:
            continue  # “Tổng số hộ | Hộ nghèo | Hộ cận nghèo”: what these are of each other is told by their names
        sums = [_sum(reading, figures, (row, whole), [(row, part) for part in parts]) for row in reading.lattice.body()]
        yield from _claimed(sums, "row", _LEAST_SUMS)
    if is_placed:
        return
    total, families = _row_groups(reading)
    for axis, groups in (("column", total), ("list", families)):
        sums = [
            _sum(reading, figures, (whole, column), [(row, column) for row in rows])
            for whole, rows in groups
            for column in columns
        ]
        yield from _claimed(sums, axis, _LEAST_COLUMNS)


def _claimed(sums: Sequence[_Sum | None], axis: str, least: int) -> Iterator[Breakdown]:
    """The sums of one kind, where nearly all of them hold."""
    told = [one for one in sums if one is not None and one.tells]
    holding = sum(one.holds for one in told)
    if holding < least or Fraction(holding, len(told)) < LEAST_HOLDING:
        return
    for one in told:
        members = tuple(figure for figure, _ in one.parts if figure is not None)
        if one.whole[0] is not None:
            yield Breakdown(one.whole[0], members, axis, is_complete=True)


def _sum(
    reading: TableReading, figures: Sequence[Figure], whole: tuple[int, int], parts: list[tuple[int, int]]
) -> _Sum | None:
    """The sum of some cells; None where one of them cannot be read."""
    read = [_number(reading, figures, place) for place in (whole, *parts)]
    told = [one for one in read if one is not None]
    return _Sum(told[0], tuple(told[1:])) if len(told) == len(read) else None


def _number(
    reading: TableReading, figures: Sequence[Figure], place: tuple[int, int]
) -> tuple[int | None, Decimal] | None:
    """The figure of a cell and its value: nothing in a blank or behind a dash is 0."""
    cell = reading.lattice.cells.get(place)
    if cell is None or (cell.row, cell.column) != place or len(reading.found[place]) != 1:
        return None
    one = reading.found[place][0]
    if one.figure_id is None:
        return (None, Decimal(0)) if one.is_dash or one.is_blank else None
    number = figures[one.figure_id].value
    return None if number is None else (one.figure_id, number)


def _is_additive(reading: TableReading, column: int) -> bool:
    path = reading.lattice.paths[column]
    return bool(path) and not is_compared(path) and not any(tag(text).is_rate for text in path)


def _column_groups(reading: TableReading, columns: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Each column of totals with the columns behind it that may make it up; a total among these for its own."""
    paths = reading.lattice.paths
    for place, whole in enumerate(columns):
        if not begins_total(paths[whole][-1]):
            continue
        outer = paths[whole][:-1]
        behind: list[int] = []
        for column in columns[place + 1 :]:
            if paths[column][: len(outer)] != outer or (begins_total(paths[column][-1]) and len(paths[column]) == 1):
                break
            behind.append(column)
        # “Năm 2023 › Tổng | NSTW | NSĐP”: the total stands for the columns beside it
        heads = {paths[one][:-1] for one in behind if begins_total(paths[one][-1])} - {outer}
        parts = [
            one
            for one in behind
            if begins_total(paths[one][-1]) or not any(head and paths[one][: len(head)] == head for head in heads)
        ]
        if len(parts) > 1:
            yield whole, parts


def _row_groups(reading: TableReading) -> tuple[list[tuple[int, list[int]]], list[tuple[int, list[int]]]]:
    """The total with the outermost rows, and every row with the rows that stand right below its number."""
    lattice = reading.lattice
    total: int | None = None
    stack: list[tuple[str, int]] = []  # the kind of number and the row of each level that is open
    below: dict[int | None, list[int]] = {}
    partial: set[int | None] = set()
    for row in lattice.body():
        label = lattice.labels[row]
        if not label:
            continue
        if begins_total(label) and not lattice.numbers[row].strip(" .)").isdigit():
            total = row if total is None else total
            stack = []
            continue
        form = _form(lattice.numbers[row], label)
        while stack and form in {one for one, _ in stack} and stack[-1][0] != form:
            stack.pop()
        if stack and stack[-1][0] == form:
            stack.pop()
        parent = stack[-1][1] if stack else None
        below.setdefault(parent, []).append(row)
        if is_part(label):
            partial.add(parent)
        stack.append((form, row))
    families = [
        (parent, rows)
        for parent, rows in below.items()
        if parent is not None and parent not in partial and len(rows) > 1
    ]
    outermost = below.get(None, [])
    return ([(total, outermost)] if total is not None and len(outermost) > 1 else []), families


def _form(number: str, label: str) -> str:
    """What kind of number a row has: rows of one kind stand on one level."""
    parsed = parse_label(f"{number.strip(' .)')}. X") if number.strip(" .)") else None
    return parsed.form if parsed else "bullet" if label[0] in "-–*•" else "plus" if label[0] == "+" else ""
