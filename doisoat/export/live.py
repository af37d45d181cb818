"""A check as formulas of a workbook, over the cells of its figures: they reckon anew when a figure is changed.

A formula is made only where it says the same as the check: reckoned here with exact numbers, it must come to the
check's `expected` and to its verdict. Spreadsheets reckon with floats, so what is compared is first made whole: 57/200
is 28,5 % on the spot, but 29 − 28.5 may be off by the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import regex

from doisoat.outputs import Row

# Quotients in percent, held against a percentage rounded at its own last digit.
ATTAINABLE = "attainable"
RATIOS = frozenset({"share", "rate_column", ATTAINABLE})
# One fact told twice: numbers of unequal precision agree where what they may be rounded from meets.
SAME = frozenset({"text_table", "text_text"})

# `74 / 789 = 9.38%`: the side that is reckoned, up to the first sign of a comparison.
LEFT = regex.compile(r"[^=≠≤≥<>∈∉;:→,]+")
# One number or one sign of it; a minus that touches its number and follows no other number belongs to it.
TOKEN = regex.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-+/]))\s*")
# Digits behind the mark that a comparison looks at: more than any plan writes, fewer than floats are off by.
DIGITS = 6
# Excel takes no longer formula, and no more arguments of a function.
FORMULA_LIMIT = 8000
ARGUMENTS = 255

FLOAT_NOISE = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Place:
    """A figure and the cell in which its value stands; `is_single` where it is one number, no range and no bound."""

    cell: str
    value: Decimal
    decimals: int
    is_single: bool


@dataclass(frozen=True, slots=True)
class Live:
    """A check's formulas, each with what it comes to; `stated` is where the number stands that is tested.

    `agreement` may hold `{stated}` and `{computed}`, for the cells in which these will stand.
    """

    stated: str
    computed: str | None
    computed_value: float | None
    agreement: str


@dataclass(frozen=True, slots=True)
class Term:
    """One number of a side that is reckoned, with the sign before it; `cell` is None where no figure tells it."""

    sign: str
    literal: str
    cell: str | None
    value: Fraction
    decimals: int

    @property
    def text(self) -> str:
        """The number as a formula has it."""
        return self.cell or self.literal


def make_live(check: Row, places: Mapping[int, Place]) -> Live | None:
    """The formulas of a check; None where it is no arithmetic, or not one that formulas can say."""
    holds = check["holds"]
    if holds is None:
        return None
    own = [places[figure_id] for figure_id in check["figures"] if figure_id in places]
    stated = number(check["stated"])
    first = next((place for place in own if place.value == stated), None)
    if stated is not None and first is None:
        first = Place(f"{stated:f}", stated, 0, True)  # a lone dash, or a number that is no figure of its own
    if first is not None and not first.is_single:
        return None
    expected = number(check["expected"])
    low, high = number(check["expected_low"]), number(check["expected_high"])
    rest = [place for place in own if place is not first]
    if not all(place.is_single for place in rest):
        return None
    if expected is None:
        return make_bound(first, low, high, rest, holds)
    # of a percentage whose part is not printed only the whole stands in a cell
    terms = list(read_terms(check["formula"], rest, skipped=int(check["rule"] == ATTAINABLE)))
    if not (first or terms) or all(part.cell is None for part in terms):
        return None
    computed, value = reckon(terms)
    if value is None:
        return None
    is_percent = check["rule"] in RATIOS
    if is_percent:
        computed, value = f"100*{computed}", 100 * value
    if abs(value - Fraction(expected)) > FLOAT_NOISE * max(Fraction(1), abs(value)):
        return None
    if first is None:
        found = make_range(low, high, value)
    elif is_percent and len(terms) == 2:
        found = make_rounded(first, terms)
    else:
        found = make_equal(first, value, tolerance(check["rule"], first, terms, low, high))
    if found is None or found[1] is not holds or len(computed) > FORMULA_LIMIT:
        return None
    return Live(first.cell if first else "", computed, float(value), found[0])


def number(value: object) -> Decimal | None:
    """A number of a dataset with the digits it was written with: the shortest that give the same float.

    >>> number(9.38), number(2.0), number(None)
    (Decimal('9.38'), Decimal('2'), None)
    """
    if value is None:
        return None
    told = Decimal(repr(value))
    return Decimal(int(told)) if told == told.to_integral_value() else told


def read_terms(formula: str, places: list[Place], skipped: int = 0) -> Iterator[Term]:
    """The terms of the side that is reckoned, each at the first cell left that holds its number; none if it is no sum.

    The first `skipped` stand in no cell.

    >>> [(term.sign, term.text) for term in read_terms("1.49 - 0.50 = 0.99", [Place("B2", Decimal("1.49"), 2, True)])]
    [('+', 'B2'), ('-', '0.50')]
    """
    left = LEFT.match(formula)
    if left is None:
        return
    found, at, sign, waits = list[Term](), 0, "+", True
    rest, side = list(places), left[0]
    while at < len(side):
        token = TOKEN.match(side, at)
        if token is None or (token["number"] is None) == waits:
            return
        if token["number"] is None:
            sign = token["sign"]
        else:
            literal, value = token["number"], Decimal(token["number"])
            fitting = (place for place in rest if place.value == value)
            place = next(fitting, None) if len(found) >= skipped else None
            if place is not None:
                rest.remove(place)
            decimals = len(literal.partition(".")[2])
            found.append(Term(sign, literal, place.cell if place else None, Fraction(value), decimals))
        waits, at = not waits, token.end()
    if not waits:
        yield from found


def reckon(terms: list[Term]) -> tuple[str, Fraction | None]:
    """The formula of the terms and what it comes to; None where it divides by zero, or divides a sum."""
    text, value = "", Fraction(0)
    for term in terms:
        if term.sign == "/":
            if len(terms) != 2 or term.value == 0:
                return "", None
            value /= term.value
        else:
            value += term.value if term.sign == "+" else -term.value
        text += term.text if not text and term.sign == "+" else term.sign + term.text
    if 1 < len(terms) <= ARGUMENTS and {term.sign for term in terms} == {"+"}:
        text = f"SUM({','.join(term.text for term in terms)})"
    return text, value


def make_bound(
    stated: Place | None, low: Decimal | None, high: Decimal | None, rest: list[Place], holds: bool
) -> Live | None:
    """A number that is not above, or not below, a limit: `502 ≤ 533`."""
    if stated is None or (low is None and high is None):
        return None
    parts = [f"{{stated}}>={low:f}"] if low is not None else []
    if high is not None:
        limit = next((place.cell for place in rest if place.value == high), f"{high:f}")
        parts.append(f"{{stated}}<={limit}")
    is_within = (low is None or stated.value >= low) and (high is None or stated.value <= high)
    return Live(stated.cell, None, None, f"AND({','.join(parts)})") if is_within is holds else None


def make_range(low: Decimal | None, high: Decimal | None, value: Fraction) -> tuple[str, bool] | None:
    """Whether what is reckoned lies between two limits, where no number of the plan states it."""
    if low is None or high is None:
        return None
    formula = f"AND(ROUND({{computed}},{DIGITS})>={low:f},ROUND({{computed}},{DIGITS})<={high:f})"
    return formula, Fraction(low) <= value <= Fraction(high)


def make_rounded(stated: Place, terms: list[Term]) -> tuple[str, bool]:
    """Whether a percentage is part / whole, rounded: |p·10ᵈ·whole − 100·part·10ᵈ| ≤ whole / 2, all in whole numbers."""
    part, whole = terms
    scale = 10**stated.decimals
    formula = f"ROUND(2*ABS(ROUND({{stated}}*{scale},0)*{whole.text}-{100 * scale}*{part.text}),{DIGITS})<={whole.text}"
    off = 2 * abs(Fraction(stated.value) * scale * whole.value - 100 * scale * part.value)
    return formula, off <= whole.value


def make_equal(stated: Place, value: Fraction, off: Fraction) -> tuple[str, bool]:
    """Whether the stated number is the reckoned one, but for what rounding may be off by."""
    formula = f"ROUND(ABS({{stated}}-({{computed}})),{DIGITS})<={float(off):.{DIGITS}f}".rstrip("0").rstrip(".")
    return formula, abs(Fraction(stated.value) - value) <= off


def tolerance(rule: str, stated: Place, terms: list[Term], low: Decimal | None, high: Decimal | None) -> Fraction:
    """What rounding may be off by: nothing between counts, half a unit of each rounded number's last digit else."""
    if low is not None and high is not None:  # a difference of rounded rates stands for an interval
        return Fraction(high - low) / 2 + half_unit(stated.decimals)
    if rule in SAME and len(terms) == 1 and terms[0].decimals != stated.decimals:
        return half_unit(stated.decimals) + half_unit(terms[0].decimals)
    return Fraction(0)


def half_unit(decimals: int) -> Fraction:
    """Half a unit of the last digit."""
    return Fraction(1, 2 * 10**decimals)
