"""What arithmetic can show of a plan, found without the rules: equations between numbers that hold as they stand.

The oracle reads no facets and knows no rule. In a table it looks for columns (and rows) that add up, that are the
difference of two others, or the percentage of one in another, in every line; in the text for percentages of two
decimals that two numbers near by give, for numbers followed by their parts, and for totals told in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import regex

from extract.document import Block, Document, Table
from normalize.fold import fold

# A relation of columns that holds in fewer lines may be chance.
LEAST_LINES = 3
# A percentage is looked for among the numbers of so many paragraphs before its own.
PARAGRAPHS = 6
# Smaller sums are chance.
LEAST_SUM = 10

Place = tuple[int, int]  # block and offset of a number
NUMBER = regex.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*(?!\d|[.,]\d)")
THOUSANDS = regex.compile(r"\d{1,3}(?:[.,]\d{3})+")
FRACTION = regex.compile(r"(?<![\d/])(\d+)\s?/\s?(\d+)(?![\d/])[^.;\d]{0,30}?(\d+(?:[.,]\d+)?)\s?%")
COUNTED = regex.compile(r"\s*(hộ|khẩu|người)(?!\p{L})")


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands; `unit` is the counted word behind it, `words` what stands around it."""

    place: Place
    value: Decimal
    is_percent: bool = False
    unit: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Equation:
    """`kind` of `left` and `right`: `sum` (left = sum of right), `difference`, `percent` (left = right[0] / right[1]).

    `cut` is a percentage that was cut off as it stands: it may be rounded too; a rounded one may not be cut off.
    """

    kind: str
    left: Place
    right: tuple[Place, ...]

    def holds(self, values: dict[Place, Decimal]) -> bool:
        """Whether it holds for these values; a number that cannot be read makes it fail."""
        if self.left not in values or any(place not in values for place in self.right):
            return False
        left, right = values[self.left], [values[place] for place in self.right]
        match self.kind:
            case "sum":
                return left == sum(right)
            case "difference":
                return left == right[0] - right[1]
            case "percent" | "cut":
                return is_percentage(left, right[0], right[1], may_be_cut=self.kind == "cut")
            case _:
                return left == right[0]


def is_percentage(percent: Decimal, part: Decimal, whole: Decimal, may_be_cut: bool) -> bool:
    """Whether a percentage is part / whole, rounded up or down (or cut off), at its own precision."""
    if whole <= 0 or part > whole:
        return False
    exponent = percent.as_tuple().exponent
    unit = Fraction(10) ** (exponent if isinstance(exponent, int) else 0)
    apart = 100 * Fraction(part) / Fraction(whole) - Fraction(percent)
    return abs(apart) <= unit / 2 or (may_be_cut and 0 <= apart < unit)


def read_number(literal: str) -> Decimal | None:
    """A numeral as a person reads it: three digits behind a mark are thousands, one or two are decimals."""
    literal = literal.strip().rstrip("%").strip()
    if not NUMBER.fullmatch(literal):
        return Decimal(0) if literal in ("-", "–") else None
    if THOUSANDS.fullmatch(literal):
        return Decimal(regex.sub("[.,]", "", literal))
    if literal.count(".") + literal.count(",") > 1:
        return None
    return Decimal(literal.replace(",", "."))


def read_values(document: Document) -> dict[Place, Decimal]:
    """Every number of a document by its place."""
    values: dict[Place, Decimal] = {}
    for block in document.blocks:
        numbers = [n for row in grid(block) for n in row if n] if block.table else list(find_numbers(block))
        values |= {number.place: number.value for number in numbers}
    return values


def find_equations(document: Document) -> list[Equation]:
    """All equations that hold in a document."""
    values = read_values(document)
    tables = [grid(block) for block in document.blocks if block.table]
    found = [one for rows in tables for one in (*of_columns(rows), *of_columns(turned(rows)))]
    texts = [list(find_numbers(block)) for block in document.blocks if not block.table]
    found += [*of_percentages(texts), *of_fractions(document), *of_parts(document), *of_lists(document)]
    found += of_totals(document, texts)
    rounded = dict.fromkeys(one for one in found if one.holds(values))
    cut = (replace(one, kind="cut") for one in found if one.kind == "percent" and one not in rounded)
    return [*rounded, *dict.fromkeys(one for one in cut if one.holds(values))]


def grid(block: Block) -> list[list[Number | None]]:
    """The numbers of a table's cells, line by line."""
    if block.table is None:
        return []
    starts = block.table.starts()
    rows: list[list[Number | None]] = [[None] * block.table.columns for _ in range(block.table.rows)]
    for cell in block.table.cells:
        value = read_number(cell.text) if not cell.is_header else None
        if value is not None and cell.row_span == 1:
            start = starts[cell.row, cell.column] + len(cell.text) - len(cell.text.lstrip())
            rows[cell.row][cell.column] = Number((block.block_id, start), value)
    return rows


def turned(rows: Sequence[Sequence[Number | None]]) -> list[list[Number | None]]:
    return [list(column) for column in zip(*rows, strict=True)]


def of_columns(rows: Sequence[Sequence[Number | None]]) -> Iterator[Equation]:
    """Lines that add up to the last one, and columns that are made of two others in every line."""
    lines = [row for row in rows if sum(cell is not None for cell in row) >= 2]
    columns = turned(lines) if lines else []
    for column in columns:
        filled = [cell for cell in column if cell is not None]
        if len(filled) > LEAST_LINES and column[-1] is filled[-1]:
            yield Equation("sum", filled[-1].place, tuple(cell.place for cell in filled[:-1]))
    for target in columns:
        for one, other in combinations([column for column in columns if column is not target], 2):
            for first, second in ((one, other), (other, one)):
                for kind in ("difference", "percent") if first is one else ("difference", "percent", "sum"):
                    yield from of_lines(kind, target, first, second)


def of_lines(
    kind: str, target: Sequence[Number | None], first: Sequence[Number | None], second: Sequence[Number | None]
) -> Iterator[Equation]:
    """The equations of three columns, where they hold in every line and not for want of numbers."""
    whole = [(t, a, b) for t, a, b in zip(target, first, second, strict=True) if t and a and b]
    made = [(Equation(kind, t.place, (a.place, b.place)), t, a, b) for t, a, b in whole]
    values = {n.place: n.value for line in whole for n in line}
    told = {(t.value, a.value, b.value) for t, a, b in whole if t.value and a.value and b.value}
    if len(made) >= LEAST_LINES and len(told) >= LEAST_LINES and all(one.holds(values) for one, *_ in made):
        yield from (one for one, *_ in made)


def find_numbers(block: Block) -> Iterator[Number]:
    """The numbers of a paragraph that are percentages or count households or people."""
    folded = fold(block.text)
    fractions = list(FRACTION.finditer(block.text))
    for match in NUMBER.finditer(block.text):
        value = read_number(match.group())
        behind = block.text[match.end() : match.end() + 2].strip()
        counted = COUNTED.match(folded, match.end())
        is_percent = behind.startswith("%")
        is_fraction = any(match.start() == fraction.start(group) for fraction in fractions for group in (1, 2))
        if value is not None and (is_percent or counted or is_fraction):
            around = folded[max(0, match.start() - 30) : match.end() + 20]
            yield Number((block.block_id, match.start()), value, is_percent, counted[1] if counted else "", around)


def of_percentages(texts: Sequence[Sequence[Number]]) -> Iterator[Equation]:
    """Percentages of two decimals that two numbers of one unit near by give."""
    for at, numbers in enumerate(texts):
        near = [n for text in texts[max(0, at - PARAGRAPHS) : at + 1] for n in text if not n.is_percent]
        for percent in numbers:
            exponent = percent.value.as_tuple().exponent
            if not percent.is_percent or not isinstance(exponent, int) or exponent > -2:
                continue
            for part, whole in combinations(near, 2):
                for one, other in ((part, whole), (whole, part)):
                    if one.unit == other.unit and one.value < other.value and distance(one, percent):
                        yield Equation("percent", percent.place, (one.place, other.place))


def of_fractions(document: Document) -> Iterator[Equation]:
    """`21/39 đạt 53,8%`: the percentage of a fraction right before it."""
    for block in document.blocks:
        for match in FRACTION.finditer(block.text if block.table is None else ""):
            part, whole, percent = ((block.block_id, match.start(group)) for group in (1, 2, 3))
            yield Equation("percent", percent, (part, whole))


def distance(part: Number, percent: Number) -> bool:
    """Whether a count stands before its percentage in one paragraph."""
    return part.place[0] == percent.place[0] and part.place[1] < percent.place[1]


def of_parts(document: Document) -> Iterator[Equation]:
    """A number of a paragraph that is the sum of those right behind it, all of one unit."""
    for block in document.blocks:
        if block.table:
            continue
        counts = [number for number in find_numbers(block) if not number.is_percent]
        for at, whole in enumerate(counts):
            behind = [number for number in counts[at + 1 :] if number.unit == whole.unit]
            for end in range(2, len(behind) + 1):
                parts = behind[:end]
                if whole.value >= LEAST_SUM and sum(part.value for part in parts) == whole.value:
                    yield Equation("sum", whole.place, tuple(part.place for part in parts))


def of_lists(document: Document) -> Iterator[Equation]:
    """A number followed by a list whose items begin with its parts."""
    blocks = [block for block in document.blocks if block.kind != "page_number"]
    for at, block in enumerate(blocks):
        firsts: list[Number] = []
        for item in blocks[at + 1 :]:
            numbers = [number for number in find_numbers(item) if not number.is_percent]
            if item.table or not numbers or item.text[:1] not in "-+•*":
                break
            firsts.append(numbers[0])
            for whole in (number for number in find_numbers(block) if not block.table):
                same = whole.unit == numbers[0].unit and whole.value >= LEAST_SUM
                if len(firsts) > 1 and same and sum(part.value for part in firsts) == whole.value:
                    yield Equation("sum", whole.place, tuple(part.place for part in firsts))


def of_totals(document: Document, texts: Sequence[Sequence[Number]]) -> Iterator[Equation]:
    """A number of the text that is told by the last line of a table under a heading of the same words."""
    for block in document.blocks:
        if block.table is None:
            continue
        rows = grid(block)
        last = next((row for row in reversed(rows) if sum(cell is not None for cell in row) >= 2), [])
        for column, cell in enumerate(last):
            kind = kind_of(heading(block.table, column))
            for number in (number for text in texts for number in text):
                if cell and kind and kind == kind_of(number.words) and cell.value == number.value >= LEAST_SUM:
                    yield Equation("equal", number.place, (cell.place,))


def heading(table: Table, column: int) -> str:
    """The words above a column."""
    cells = [c for c in table.cells if c.is_header and c.column <= column < c.column + c.column_span]
    return fold(" ".join(cell.text for cell in cells))


def kind_of(words: str) -> str:
    """Poor, near poor or all, and when; empty where the words do not say both."""
    when = regex.search(r"(đầu|cuối)\s+(?:năm\s+)?(20\d\d)", words)
    who = "near" if "cận nghèo" in words else "poor" if "nghèo" in words else "all" if "tổng số" in words else ""
    unit = "people" if "khẩu" in words else "households" if "hộ" in words else ""
    return f"{who} {unit} {when[1]} {when[2]}" if when and who and unit else ""
