"""Faults as people and OCR make them, planted one at a time into a plan that has been read."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import regex

from extract.document import Document
from extract.facts import Facts, Figure
from validate.message import round_to


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the document with it, where it stands, and what stood there; `rules` may find a formal one."""

    kind: str
    document: Document
    block_id: int | None = None
    start: int | None = None
    meant: Decimal | None = None
    in_table: bool = False
    rules: frozenset[str] = frozenset()


Change = Callable[[Figure, random.Random], str | None]


def digits_of(literal: str) -> list[int]:
    return [at for at, char in enumerate(literal) if char.isdigit()]


def wrong_digit(figure: Figure, chance: random.Random) -> str | None:
    """One digit is another."""
    at = chance.choice(digits_of(figure.literal))
    return _put(figure.literal, at, chance.choice([d for d in "0123456789" if d != figure.literal[at]]))


def swapped(figure: Figure, chance: random.Random) -> str | None:
    """Two digits that stand side by side are swapped."""
    pairs = [(a, b) for a, b in pairwise(digits_of(figure.literal)) if figure.literal[a] != figure.literal[b]]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return _put(_put(figure.literal, a, figure.literal[b]), b, figure.literal[a])


def lost(figure: Figure, chance: random.Random) -> str | None:
    """A digit is lost, but for marks of thousands."""
    places = digits_of(figure.literal)
    if len(places) < 2 or regex.search(r"[.,]\d{3}(?!\d)", figure.literal):
        return None
    at = chance.choice(places)
    kept = figure.literal[:at] + figure.literal[at + 1 :]
    return kept if regex.fullmatch(r"[^\d.,]*\d+(?:[.,]\d+)?[^\d.,]*", kept) else None


def doubled(figure: Figure, chance: random.Random) -> str | None:
    """A digit is typed twice."""
    if regex.search(r"[.,]", figure.literal):
        return None
    at = chance.choice(digits_of(figure.literal))
    return figure.literal[: at + 1] + figure.literal[at:]


def moved_mark(figure: Figure, chance: random.Random) -> str | None:
    """The decimal mark stands one digit too far to the right."""
    match = regex.search(r"(\d+)([.,])(\d)(\d)(?!\d)", figure.literal)
    if match is None or figure.decimals != 2:
        return None
    return figure.literal[: match.start()] + match[1] + match[3] + match[2] + match[4] + figure.literal[match.end() :]


def last_digit(figure: Figure, chance: random.Random) -> str | None:
    """A percentage is one off in its last digit."""
    if figure.kind != "percent" or not figure.decimals:
        return None
    at = digits_of(figure.literal)[-1]
    step = chance.choice((1, 9))
    return _put(figure.literal, at, str((int(figure.literal[at]) + step) % 10))


def malformed(figure: Figure, chance: random.Random) -> str | None:
    """A mark is typed twice, or a letter for a digit."""
    if match := regex.search(r"\d[.,]\d", figure.literal):
        at = match.start() + 1
        return figure.literal[:at] + figure.literal[at] + figure.literal[at:]
    return None


def _put(text: str, at: int, char: str) -> str:
    return text[:at] + char + text[at + 1 :]


SLIPS: dict[str, Change] = {
    "digit wrong": wrong_digit,
    "digits swapped": swapped,
    "digit lost": lost,
    "digit doubled": doubled,
    "mark moved": moved_mark,
    "last digit off": last_digit,
    "mark twice": malformed,
}


def write(document: Document, figure: Figure, literal: str) -> Document:
    """The document with another literal in the place of a figure."""
    block = document.blocks[figure.block_id]
    if block.table is None:
        changed = replace(block, text=block.text[: figure.start] + literal + block.text[figure.end :])
    else:
        table = block.table
        starts = table.starts()
        cells = []
        for cell in table.cells:
            start = starts[cell.row, cell.column]
            if start <= figure.start and figure.end <= start + len(cell.text) and cell.text:
                text = cell.text[: figure.start - start] + literal + cell.text[figure.end - start :]
                cell = replace(cell, text=text)
            cells.append(cell)
        table = replace(table, cells=tuple(cells))
        changed = replace(block, table=table, text=table.text())
    blocks = (*document.blocks[: block.block_id], changed, *document.blocks[block.block_id + 1 :])
    return replace(document, blocks=blocks)


def slip(facts: Facts, kind: str, figure: Figure, chance: random.Random) -> Fault | None:
    """A slip in one figure."""
    literal = SLIPS[kind](figure, chance)
    if literal is None or literal == figure.literal or figure.value is None:
        return None
    document = write(facts.document, figure, literal)
    return Fault(kind, document, figure.block_id, figure.start, figure.value, figure.table_id is not None)


def total_not_updated(facts: Facts, chance: random.Random) -> Fault | None:
    """Rows were changed after the total was written: it is off by a little."""
    totals = [facts.figures[one.whole] for one in facts.breakdowns if one.axis != "list" and one.is_complete]
    totals = [total for total in totals if total.value is not None and total.kind == "count"]
    if not totals:
        return None
    total = chance.choice(totals)
    value = max(Decimal(0), (total.value or Decimal(0)) + chance.choice((-3, -2, -1, 1, 2, 3, 5)))
    return _written(facts, "total not updated", total, like(total, value))


def other_base(facts: Facts, chance: random.Random) -> Fault | None:
    """A percentage is worked out over another number of the plan than its own base."""
    ratios = [ratio for ratio in facts.ratios if ratio.pairs and ratio.pairs[0].part is not None]
    if not ratios:
        return None
    ratio = chance.choice(ratios)
    percent, pair = facts.figures[ratio.percent], ratio.pairs[0]
    part, whole = facts.figures[pair.part or 0].value, facts.figures[pair.whole].value
    counts = {f.value for f in facts.figures if f.kind == "count" and f.value and part and f.value > part}
    others = sorted(counts - {whole})
    if not others or not part or percent.decimals is None:
        return None
    value = round_to(100 * Fraction(part) / Fraction(chance.choice(others)), percent.decimals)
    return _written(facts, "another base", percent, like(percent, value))


def cut_off(facts: Facts, chance: random.Random) -> Fault | None:
    """A percentage is cut off instead of rounded."""
    found: list[tuple[Figure, Decimal]] = []
    for ratio in facts.ratios:
        if not ratio.pairs or ratio.pairs[0].part is None:
            continue
        percent, part = facts.figures[ratio.percent], facts.figures[ratio.pairs[0].part]
        whole = facts.figures[ratio.pairs[0].whole]
        if not part.value or not whole.value or percent.value is None or not percent.decimals:
            continue
        unit = Decimal(1).scaleb(-percent.decimals)
        exact = 100 * Fraction(part.value) / Fraction(whole.value)
        if exact < Fraction(percent.value):
            found.append((percent, percent.value - unit))
    if not found:
        return None
    percent, value = chance.choice(found)
    return _written(facts, "cut off", percent, like(percent, value))


def rows_swapped(facts: Facts, chance: random.Random) -> Fault | None:
    """Two rows of a column stand in each other's place."""
    cells = {(f.table_id, f.column, f.row or 0): f for f in facts.figures if f.table_id and f.kind == "count"}
    below = {key: cells.get((key[0], key[1], key[2] + 1)) for key in cells}
    pairs = [(cells[key], other) for key, other in below.items() if other is not None]
    pairs = [
        (a, b) for a, b in pairs if a.value != b.value and a.facets.place and b.facets.place and a.value and b.value
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    document = write(write(facts.document, other, one.literal), one, other.literal)
    return Fault("rows swapped", document, one.block_id, one.start, one.value, True)


def like(figure: Figure, value: Decimal) -> str:
    """A value written as a figure is, with its sign of percent."""
    mark = "," if "," in figure.literal or not regex.search(r"[.,]", figure.literal) else "."
    digits = f"{value:f}".replace(".", mark)
    if match := regex.fullmatch(r"\d{1,3}([.,])\d{3}", figure.literal):
        digits = f"{int(value):,}".replace(",", match[1])
    if figure.literal.startswith("0") and "." not in f"{value:f}":
        digits = digits.zfill(len(figure.literal))
    return str(regex.sub(r"\d+(?:[.,]\d+)*", digits, figure.literal, count=1))


def _written(facts: Facts, kind: str, figure: Figure, literal: str) -> Fault | None:
    if literal == figure.literal:
        return None
    document = write(facts.document, figure, literal)
    return Fault(kind, document, figure.block_id, figure.start, figure.value, figure.table_id is not None)


ARITHMETIC: dict[str, Callable[[Facts, random.Random], Fault | None]] = {
    "total not updated": total_not_updated,
    "another base": other_base,
    "cut off": cut_off,
    "rows swapped": rows_swapped,
}
