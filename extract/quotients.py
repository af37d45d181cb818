"""How far a column of percentages follows, row by row, as the quotient of two columns of counts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from extract.grammar import scan
from extract.values import worth
from normalize.number import decimals_of

# So much of the rows must follow before the columns are taken for rate, count and base: the others may be faults.
LEAST_FOLLOWING = Fraction(3, 5)


def share_following(texts: Mapping[tuple[int, int], str], percent: int, part: int, whole: int) -> Fraction:
    """How much of the rows give the percentage as the quotient of the two, rounded or cut off; 0 where none tells.

    >>> texts = {(0, 0): "200", (0, 1): "31", (0, 2): "15,5", (1, 0): "90", (1, 1): "9", (1, 2): "11,0"}
    >>> share_following(texts, 2, 1, 0)
    Fraction(1, 2)
    """
    tried = followed = 0
    for row in {row for row, _ in texts}:
        rate, count, base = (
            _number(texts.get((row, column), ""), unit)
            for column, unit in ((percent, "percent"), (part, "household"), (whole, "household"))
        )
        if rate is None or count is None or not base:
            continue
        tried += 1
        followed += follows(rate, count, base)
    return Fraction(followed, tried) if tried else Fraction(0)


def follows(rate: Decimal, count: Decimal, base: Decimal) -> bool:
    """Whether a percentage is the quotient of two numbers, rounded or cut off.

    >>> follows(Decimal("9.38"), Decimal(74), Decimal(789)), follows(Decimal("9.37"), Decimal(74), Decimal(789))
    (True, True)
    """
    step = Fraction(1, 10 ** decimals_of(rate))
    gap = Fraction(count) * 100 / Fraction(base) - Fraction(rate)
    return -step / 2 <= gap < step


@lru_cache(maxsize=4096)
def _number(text: str, unit: str) -> Decimal | None:
    """The one number a cell holds, read in its unit."""
    numbers = [mention for mention in scan(text) if mention.first is not None]
    if len(numbers) != 1:
        return None
    return worth(numbers[0], text[numbers[0].start : numbers[0].end], unit, None).value
