"""How a number is written, and what it may mean: `2.881` is 2881 or 2.881 until its context tells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

COMPARATORS = {">": ">", "≥": ">=", ">=": ">=", "<": "<", "≤": "<=", "<=": "<=", "~": "~", "≈": "~"}

# One numeral as it stands on paper, whatever its marks; what it means is decided by `read_numeral`.
NUMERAL = r"\d+(?:[.,]+\d+)*"

_WHOLE = regex.compile(r"\d+")
_GROUPED = regex.compile(r"[1-9]\d{0,2}(?:(?P<mark>[.,])\d{3})(?:(?P=mark)\d{3})*")
_DECIMAL = regex.compile(r"\d+(?P<mark>[.,])\d+")
_BOTH = regex.compile(
    r"[1-9]\d{0,2}(?P<thousands>[.,])\d{3}(?:(?P=thousands)\d{3})*(?!(?P=thousands))[.,](?P<fraction>\d+)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """The ways a numeral may be read: as a whole number, as a decimal, either or neither (malformed).

    `whole` and `decimal` keep the digits as written: `3,30` is Decimal("3.30"). `mark` is what separates the decimals
    in the decimal reading, `thousands` what groups the digits in the whole one.
    """

    literal: str
    whole: Decimal | None
    decimal: Decimal | None
    mark: str | None = None
    thousands: str | None = None

    @property
    def is_ambiguous(self) -> bool:
        """Whether both readings are possible."""
        return self.whole is not None and self.decimal is not None


def read_numeral(literal: str) -> Numeral:
    """All readings of a numeral; none for `1.2.34`, `9,,38` or `12O`.

    >>> read_numeral("2.881").whole, read_numeral("2.881").decimal
    (Decimal('2881'), Decimal('2.881'))
    >>> read_numeral("1.234,5").decimal, read_numeral("0.881").whole, read_numeral("1.2.34").decimal
    (Decimal('1234.5'), None, None)
    """
    if _WHOLE.fullmatch(literal):
        return Numeral(literal, Decimal(literal), None)
    if both := _BOTH.fullmatch(literal):
        digits = literal[: -len(both["fraction"]) - 1].replace(both["thousands"], "")
        mark = literal[-len(both["fraction"]) - 1]
        return Numeral(literal, None, Decimal(f"{digits}.{both['fraction']}"), mark, both["thousands"])
    grouped, decimal = _GROUPED.fullmatch(literal), _DECIMAL.fullmatch(literal)
    decimal_mark = decimal["mark"] if decimal else None
    thousands = grouped["mark"] if grouped else None
    return Numeral(
        literal,
        Decimal(literal.replace(thousands, "")) if thousands else None,
        Decimal(literal.replace(",", ".")) if decimal else None,
        decimal_mark,
        thousands,
    )


def decimals_of(value: Decimal) -> int:
    """How many digits stand behind the decimal mark, as written.

    >>> decimals_of(Decimal("3.30"))
    2
    """
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
