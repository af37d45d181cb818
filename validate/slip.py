"""Slips of the pen and of OCR: how likely one number is a mistake for another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import IntEnum

import regex


class Slip(IntEnum):
    """What happened to a number, the commonest first; all but the last are one movement of a hand."""

    ONE = 0  # a digit wrong, lost or doubled, two swapped, the mark moved, a line not carried into a total
    FAR = 1

    @property
    def is_likely(self) -> bool:
        return self is Slip.ONE


def compare(stated: Decimal, meant: Decimal) -> Slip:
    """How a stated number may have come from the one that was meant.

    >>> compare(Decimal("879"), Decimal("789")), compare(Decimal("9.83"), Decimal("9.38")) # swapped
    (<Slip.ONE: 0>, <Slip.ONE: 0>)
    >>> compare(Decimal("7"), Decimal("74")), compare(Decimal("774"), Decimal("74")) # lost, doubled
    (<Slip.ONE: 0>, <Slip.ONE: 0>)
    >>> compare(Decimal("52"), Decimal("74"))
    <Slip.FAR: 1>
    """
    if same_digits(stated, meant):
        return Slip.ONE
    one, other = (_digits(number) for number in (stated, meant))
    return Slip.ONE if other in set(_slips(one)) or one in set(_slips(other)) else Slip.FAR


def same_digits(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers differ by nothing but their mark.

    >>> same_digits(Decimal("217.9"), Decimal("21.79"))
    True
    """
    return _digits(one) == _digits(other)


def _digits(number: Decimal) -> str:
    return f"{abs(number):f}".replace(".", "").lstrip("0") or "0"


def _slips(digits: str) -> Iterator[str]:
    """What one movement makes of a number: another digit, a digit lost, two neighbours swapped."""
    for at, digit in enumerate(digits):
        yield digits[:at] + digits[at + 1 :]
        yield from (digits[:at] + new + digits[at + 1 :] for new in "0123456789" if new != digit)
        if at:
            yield digits[: at - 1] + digit + digits[at - 1] + digits[at + 1 :]


# Letters that typists and OCR put for digits.
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1"})


def repairs(literal: str) -> tuple[Decimal, ...]:
    """The numbers that a malformed literal may stand for: one decimal mark at any of its marks, or none.

    >>> repairs("1.2.34"), repairs("9,,38")
    ((Decimal('1234'), Decimal('12.34'), Decimal('1.234')), (Decimal('938'), Decimal('9.38')))
    """
    text = literal.translate(_LOOKALIKES)
    groups = regex.findall(r"\d+", text)
    if not groups:
        return ()
    whole = Decimal("".join(groups))
    marked = [Decimal("".join(groups[:cut]) + "." + "".join(groups[cut:])) for cut in range(len(groups) - 1, 0, -1)]
    return (whole, *marked)
