"""Exact intervals: what a number stands for when it is rounded, cut off, a range or a bound."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; None is without bound. A bound belongs to it unless it is open.

    >>> Interval(Fraction(1), Fraction(2)) + Interval(Fraction(1, 2), Fraction(1, 2))
    Interval(low=Fraction(3, 2), high=Fraction(5, 2), low_open=False, high_open=False)
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if (self.low is None and self.low_open) or (self.high is None and self.high_open):
            raise ValueError("a side without bound cannot be open")
        if self.low is None or self.high is None:
            return
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"no number lies between {self.low} and {self.high}")

    def __contains__(self, number: Fraction) -> bool:
        return self.meets(Interval(number, number))

    def __neg__(self) -> Interval:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_open, self.low_open)

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(
            low,
            high,
            low is not None and (self.low_open or other.low_open),
            high is not None and (self.high_open or other.high_open),
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def scaled(self, factor: Fraction) -> Interval:
        """Every number of it times the factor.

        >>> Interval(Fraction(1), None).scaled(Fraction(-2)).high
        Fraction(-2, 1)
        """
        if factor == 0:
            return Interval(Fraction(0), Fraction(0))
        if factor < 0:
            return (-self).scaled(-factor)
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_open, self.high_open)

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both.

        >>> rounded(Decimal("9.38")).meets(exactly(Fraction(7400, 789)))
        True
        >>> truncated(Decimal("29")).meets(exactly(Fraction(30)))
        False
        """
        return _begins_within(self, other) and _begins_within(other, self)

    @property
    def point(self) -> Fraction | None:
        """Its only number, None where it has more."""
        return self.low if self.low is not None and self.low == self.high else None


def _begins_within(first: Interval, second: Interval) -> bool:
    """Whether the first does not begin after the second ends."""
    if first.low is None or second.high is None:
        return True
    if first.low == second.high:
        return not (first.low_open or second.high_open)
    return first.low < second.high


def quantum(value: Decimal) -> Fraction:
    """One unit of the last digit as written: 10⁻ᵈ for d decimals.

    >>> quantum(Decimal("3.30")), quantum(Decimal(74))
    (Fraction(1, 100), Fraction(1, 1))
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no number")
    return Fraction(10) ** exponent


def exactly(value: Decimal | Fraction) -> Interval:
    """Only this number."""
    point = Fraction(value)
    return Interval(point, point)


def rounded(value: Decimal) -> Interval:
    """What may have been rounded to the value, up or down: closed at both ends.

    >>> rounded(Decimal(29))
    Interval(low=Fraction(57, 2), high=Fraction(59, 2), low_open=False, high_open=False)
    """
    half = quantum(value) / 2
    return Interval(Fraction(value) - half, Fraction(value) + half)


def truncated(value: Decimal) -> Interval:
    """What may have been cut off to the value: from the value to the next one, which is no part of it.

    >>> truncated(Decimal("0.5"))
    Interval(low=Fraction(1, 2), high=Fraction(3, 5), low_open=False, high_open=True)
    """
    if value.is_signed():
        return -truncated(-value)
    return Interval(Fraction(value), Fraction(value) + quantum(value), high_open=True)


def wholes(quotient: Interval, base: int) -> range:
    """The whole numbers from 0 on whose quotient by the base lies in the interval; without upper bound, up to the base.

    >>> wholes(rounded(Decimal("28.37")).scaled(Fraction(1, 100)), 74)
    range(21, 21)
    >>> wholes(truncated(Decimal("28.37")).scaled(Fraction(1, 100)), 74)
    range(21, 22)
    """
    scaled = quotient.scaled(Fraction(base))
    first = 0
    if scaled.low is not None:
        first = max(0, math.floor(scaled.low) + 1 if scaled.low_open else math.ceil(scaled.low))
    last = base
    if scaled.high is not None:
        last = math.ceil(scaled.high) - 1 if scaled.high_open else math.floor(scaled.high)
    return range(first, max(first, last + 1))


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of all; of none, 0.

    >>> total([exactly(Fraction(48)), exactly(Fraction(16))]).point
    Fraction(64, 1)
    """
    return reduce(add, intervals, exactly(Fraction(0)))
