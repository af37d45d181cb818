"""What a figure claims: a number, a range or a bound, exact or rounded as it is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extract.facts import Facets, Figure, VillageStat
from validate.interval import Interval, exactly, quantum, rounded
from validate.message import Message

_SCALES = (1, 1_000, 1_000_000, 1_000_000_000)  # đồng, nghìn, triệu, tỷ
RATES = {"percent", "percentage_point"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as one side of an equation. `figure_id` is None for a lone dash in a table."""

    value: Decimal
    value_to: Decimal | None
    comparator: str
    facets: Facets
    literal: str
    figure_id: int | None

    @property
    def is_rate(self) -> bool:
        return self.facets.unit in RATES

    @property
    def scale(self) -> int:
        """What one of its units is worth: a million where “680” or “680,5” million đồng are written `680`, `680,5`."""
        digits = int("".join(char for char in self.literal if char.isdecimal()) or 0)
        written = (scale for scale in _SCALES for places in range(4) if self.value.scaleb(places) == digits * scale)
        return next(written, 1)

    @property
    def is_approximate(self) -> bool:
        """Whether the plan says “khoảng” (about)."""
        return self.comparator == "~"

    @property
    def is_single(self) -> bool:
        """Whether it names one number, no range and no bound."""
        return self.value_to is None and self.comparator in ("=", "~")

    @property
    def told(self) -> str:
        """Value, range or bound with decimal points: `9.38`, `15–20`, `>0.62`."""
        if self.value_to is not None:
            return f"{self.value:f}–{self.value_to:f}"
        return f"{'' if self.is_single else self.comparator}{self.value:f}"

    @property
    def words(self) -> Message:
        """The literal for a sentence, with “khoảng” (about) and % where the plan writes them beside it."""
        return self.words_with("%" if self.is_rate else "")

    def words_with(self, suffix: str) -> Message:
        """The same with a suffix that is known from elsewhere: what a ratio calls a percentage is one."""
        literal = self.literal.rstrip(" %") + suffix if suffix else self.literal
        if not self.is_approximate:
            return Message(literal, literal)
        return Message(f"khoảng {literal.lstrip('~≈ ')}", f"about {literal.lstrip('~≈ ')}")

    def relation(self, holds: bool) -> str:
        """The sign between what follows and this claim."""
        return ("=" if holds else "≠") if self.is_single else ("∈" if holds else "∉")

    def exact(self) -> Interval:
        """The number itself, the whole range, or everything beyond the bound."""
        value = Fraction(self.value)
        if self.value_to is not None:
            ends = sorted((value, Fraction(self.value_to)))
            return Interval(ends[0], ends[1])
        match self.comparator:
            case ">":
                return Interval(value, None, low_open=True)
            case ">=":
                return Interval(value, None)
            case "<":
                return Interval(None, value, high_open=True)
            case "<=":
                return Interval(None, value)
            case _:
                return exactly(value)

    def rounded(self) -> Interval:
        """The same, widened by half a unit of the last digit: what it may have been rounded from; bounds stay sharp."""
        if self.value_to is not None:
            ends = sorted((self.value, self.value_to))
            return Interval(rounded(ends[0]).low, rounded(ends[1]).high)
        return rounded(self.value) if self.is_single else self.exact()

    def stands_for(self) -> Interval:
        """What it stands for in a sum or difference: rates are rounded, everything else is exact."""
        return self.rounded() if self.is_rate else self.exact()


def read_claim(figure: Figure) -> Claim | None:
    """The claim of a figure; None where its value cannot be read."""
    if figure.value is None:
        return None
    facets = figure.facets
    return Claim(figure.value, figure.value_to, figure.comparator, facets, figure.literal, figure.figure_id)


def read_stat(stat: VillageStat, figures: tuple[Figure, ...]) -> Claim | None:
    """The claim of a table cell; None where it is blank or cannot be read. A lone dash claims 0."""
    if stat.value is None:
        return None
    comparator = "=" if stat.figure_id is None else figures[stat.figure_id].comparator
    return Claim(stat.value, stat.value_to, comparator, stat.facets, stat.literal, stat.figure_id)


def agree(first: Claim, second: Claim) -> bool:
    """Whether two claims of one fact can both be true.

    Equally precise numbers must be equal; of unequal ones the rounded intervals must meet (9,4% and 9,38%, not 9,3%).
    """
    if first.is_single and second.is_single and quantum(first.value) != quantum(second.value):
        return first.rounded().meets(second.rounded())
    return first.exact().meets(second.exact())
