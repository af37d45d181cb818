"""A percentage without a printed count can be reached by some whole number over its base.

Holds when
    some whole number divided by the base rounds, up or down, to the stated percentage.

Why it matters
    Of 74 households only 75 percentages exist. One that is none of them rests on another base or on a slip.

Example
    8,1% of 74 households: 6 / 74 = 8.1%.

Does not hold
    only cutting off reaches it (28,37% of 74: 21 / 74 = 28.378…%), a note; nothing reaches it, an error, and a warning
    where the plan says “khoảng” (about).

Not tested when
    percentage or base cannot be read, the base is not one whole number above 0, or a target's base is not named.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from extract.facts import Facts, Figure, Ratio
from validate.check import BASE_NOT_NAMED, NO_SINGLE_WHOLE, UNREADABLE, Check, Fault, Mend, Severity, not_testable
from validate.claim import Claim, read_claim
from validate.interval import quantum, truncated, wholes
from validate.message import Amount, Message, Word, name_unit, round_to, written
from validate.quotient import decimals_of

TRUNCATED = Message(
    "{percent} là {part}/{whole}{unit} cắt bỏ phần lẻ; làm tròn được {expected}.",
    "{percent} is {part}/{whole}{unit}, truncated; rounded it is {expected}.",
)
UNREACHED = Message(
    "Không số nguyên nào trên {whole}{unit} cho {percent}; gần nhất là {part}/{whole} = {expected}.",
    "No whole number over {whole}{unit} gives {percent}; the nearest is {part}/{whole} = {expected}.",
)


def check(facts: Facts) -> Iterator[Check]:
    """A check for each percentage whose base is known and whose part is not printed."""
    for ratio in facts.ratios:
        if ratio.pairs and ratio.pairs[0].part is None:
            yield _check(facts.figures, ratio)


def _check(figures: tuple[Figure, ...], ratio: Ratio) -> Check:
    ids = (ratio.percent, ratio.pairs[0].whole)
    stated, whole = (read_claim(figures[figure_id]) for figure_id in ids)
    if stated is None or whole is None:
        told = [claim.told if claim else "?" for claim in (stated, whole)]
        return not_testable(UNREADABLE, ids, f"? / {told[1]} = {told[0]}%", stated.value if stated else None)
    asked = f"? / {whole.told} = {stated.told}%"
    if not whole.is_single or whole.value <= 0 or quantum(whole.value) < 1:
        return not_testable(NO_SINGLE_WHOLE, ids, asked, stated.value)
    if stated.facets.stance == "target" and not ratio.is_named:
        return not_testable(BASE_NOT_NAMED, ids, asked, stated.value)

    base, percent = int(whole.value), Fraction(1, 100)
    reached = wholes(stated.rounded().scaled(percent), base)
    if reached:
        formula, exact = _quotient(reached[0], base, stated)
        return Check(True, ids, formula, stated.value, exact if len(reached) == 1 else None)
    cut = wholes(truncated(stated.value).scaled(percent), base) if stated.is_single else range(0)
    nearest = cut[0] if cut else math.floor(Fraction(stated.value) * base / 100 + Fraction(1, 2))
    formula, exact = _quotient(nearest, base, stated)
    severity: Severity = "note" if cut else "warning" if stated.is_approximate else "error"
    words: dict[str, Word] = {
        "percent": stated.words_with("%"),
        "part": str(nearest),
        "whole": whole.literal,
        "unit": name_unit(whole.facets.unit),
        "expected": Amount(exact, decimals_of(stated), "%"),
    }
    mend = Mend(ratio.percent, round_to(exact, decimals_of(stated)), formula)
    fault = Fault(severity, TRUNCATED if cut else UNREACHED, words, at=ratio.percent, mends=(mend,))
    return Check(False, ids, f"{formula} {stated.relation(False)} {stated.told}%", stated.value, exact, fault=fault)


def _quotient(part: int, base: int, stated: Claim) -> tuple[str, Fraction]:
    """Formula and exact percentage of a whole number over the base."""
    exact = Fraction(100 * part, base)
    return f"{part} / {base} = {written(exact, decimals_of(stated))}%", exact
