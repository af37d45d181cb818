"""Part over whole in percent, and how a stated percentage relates to it: rounded, truncated or not at all."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from extract.facts import Figure, Pair
from validate.claim import Claim, read_claim
from validate.interval import Interval, truncated


class Verdict(Enum):
    """How a stated percentage relates to a quotient."""

    HOLDS = "holds"
    TRUNCATED = "truncated"
    NO = "no"


def judge(percent: Interval, stated: Claim) -> Verdict:
    """How the stated percentage relates to the exact one.

    The rounded interval decides, closed at both ends; the truncated one only explains a failure.
    """
    if stated.rounded().meets(percent):
        return Verdict.HOLDS
    if stated.is_single and truncated(stated.value).meets(percent):
        return Verdict.TRUNCATED
    return Verdict.NO


def percentage(part: Claim, whole: Claim) -> Interval | None:
    """Part over whole in percent; None where the whole is not one positive number."""
    if not whole.is_single or whole.value <= 0:
        return None
    return part.exact().scaled(100 / Fraction(whole.value))


def decimals_of(claim: Claim) -> int:
    """How many digits stand behind the decimal mark of a claim."""
    exponent = claim.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def gives(figures: tuple[Figure, ...], pair: Pair, stated: Claim) -> bool:
    """Whether a part and whole give the percentage, rounded."""
    part = None if pair.part is None else read_claim(figures[pair.part])
    whole = read_claim(figures[pair.whole])
    exact = percentage(part, whole) if part and whole else None
    return exact is not None and judge(exact, stated) is Verdict.HOLDS
