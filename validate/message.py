"""Findings in words: templates in Vietnamese and English, and numbers as each language writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# Names of what is counted, for “686/789 hộ”; a unit that is not here goes unnamed.
UNITS = {
    "household": ("hộ", "households"),
    "person": ("người", "persons"),
    "worker": ("lao động", "workers"),
    "student": ("học sinh", "students"),
    "school": ("trường", "schools"),
    "village": ("thôn", "villages"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One plain sentence in both languages, with `{names}` to be filled."""

    vi: str
    en: str

    def filled(self, words: Mapping[str, Word]) -> Message:
        """Both sentences with their names filled.

        >>> Message("còn {rate}", "{rate} left").filled({"rate": Amount(Fraction(703, 100), 2, "%")})
        Message(vi='còn 7,03%', en='7.03% left')
        """
        return Message(
            self.vi.format_map({name: word if isinstance(word, str) else word.vi for name, word in words.items()}),
            self.en.format_map({name: word if isinstance(word, str) else word.en for name, word in words.items()}),
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """A computed number, told with so many decimals."""

    value: Fraction
    decimals: int = 0
    suffix: str = ""

    @property
    def vi(self) -> str:
        return self.en.replace(".", ",")

    @property
    def en(self) -> str:
        return written(self.value, self.decimals) + self.suffix


Word = str | Message | Amount


def name_unit(unit: str | None) -> Message:
    """What a base counts, with a space before it; empty where there is no everyday name."""
    names = UNITS.get(unit or "")
    return Message(f" {names[0]}", f" {names[1]}") if names else Message("", "")


def round_to(value: Fraction, decimals: int) -> Decimal:
    """The value with so many decimals, ties away from zero as in school.

    >>> round_to(Fraction(57, 2), 0), round_to(Fraction(7400, 789), 2), round_to(Fraction(-5, 2), 0)
    (Decimal('29'), Decimal('9.38'), Decimal('-3'))
    """
    units = math.floor(abs(value) * 10**decimals + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-decimals)


def written(value: Fraction, decimals: int) -> str:
    """The value in digits with a decimal point; whole numbers in full, whatever the decimals where there are none.

    >>> written(Fraction(64), 0), written(Fraction(703, 100), 2), written(Fraction(3, 2), 0)
    ('64', '7.03', '2')
    """
    return f"{round_to(value, decimals):f}"
