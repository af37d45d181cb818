"""A total and the parts it totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from extract.facts import Breakdown, Figure
from validate.check import (
    NOT_UNDERSTOOD,
    PARTIAL,
    RATES_NOT_SUMMED,
    SEVERAL_WHOLES,
    UNITS_DIFFER,
    UNREADABLE,
    Check,
    Fault,
    Mend,
    Severity,
    not_testable,
)
from validate.claim import RATES, Claim, read_claim
from validate.interval import Interval, total
from validate.message import Amount, Message, Word, round_to, written
from validate.narrative import LEAST_CONFIDENCE
from validate.quotient import decimals_of
from validate.words import words as vocabulary


def check_breakdowns(
    figures: tuple[Figure, ...], breakdowns: Iterable[Breakdown], axis: str, message: Message
) -> Iterator[Check]:
    """One check for each breakdown of this axis that has parts.

    A list that could break down several numbers breaks down the one it adds up to; where that is none, it is not known
    which was meant.
    """
    wholes: dict[tuple[int, ...], list[Breakdown]] = defaultdict(list)
    for breakdown in breakdowns:
        if breakdown.axis == axis and breakdown.parts:
            wholes[breakdown.parts if axis == "list" else (breakdown.whole, *breakdown.parts)].append(breakdown)
    for same in wholes.values():
        made = [_check(figures, breakdown, message) for breakdown in same]
        values = {figures[breakdown.whole].value for breakdown in same}
        if len(values) > 1:
            held = [check for check in made if check.holds]
            made = held[:1] or [_unknown(check) for check in made]
        yield from made


def _unknown(check: Check) -> Check:
    """The check of a number that is one of several which the parts may belong to."""
    if check.holds is None:
        return check
    told, _, _ = check.formula.partition(" = ")
    stated = "?" if check.stated is None else f"{check.stated:f}"
    return not_testable(SEVERAL_WHOLES, check.figures, f"{told} = {stated}", check.stated)


def _is_apart(figures: tuple[Figure, ...], breakdown: Breakdown) -> bool:
    """Whether parts that count nothing known are told to break down a number of another paragraph."""
    whole, parts = figures[breakdown.whole], [figures[part] for part in breakdown.parts]
    return breakdown.axis == "list" and any(
        part.confidence <= LEAST_CONFIDENCE and part.block_id != whole.block_id for part in parts
    )


def may_overlap(figures: tuple[Figure, ...], breakdown: Breakdown) -> bool:
    """Whether the groups of the parts may share members: causes, or groups of two kinds (women and minorities)."""
    groups = {figures[part].facets.group for part in breakdown.parts}
    if groups & set(vocabulary("overlap")["causes"]):
        return True
    kinds = {kind for kind, members in vocabulary("overlap")["kinds"].items() if groups & set(members)}
    return len(kinds) > 1


def _check(figures: tuple[Figure, ...], breakdown: Breakdown, message: Message) -> Check:
    ids = (breakdown.whole, *breakdown.parts)
    whole = read_claim(figures[breakdown.whole])
    parts = [claim for part in breakdown.parts if (claim := read_claim(figures[part]))]
    terms = " + ".join(part.told for part in parts)
    units = {figures[i].facets.unit for i in ids} - {None}
    stated = whole.value if whole else None
    reason = None
    if whole is None or len(parts) < len(breakdown.parts):
        reason = UNREADABLE
    elif not breakdown.is_complete:
        reason = PARTIAL
    elif units & RATES or any(figures[i].kind == "percent" for i in ids):
        reason = RATES_NOT_SUMMED
    elif len(units) > 1:
        reason = UNITS_DIFFER
    elif _is_apart(figures, breakdown):
        reason = NOT_UNDERSTOOD
    if whole is None or reason:
        return not_testable(reason or UNREADABLE, ids, f"{terms} = {whole.told if whole else '?'}", stated)

    expected = total(part.exact() for part in parts)
    decimals = max(map(decimals_of, (whole, *parts)))
    formula = f"{terms} = {tell(expected, decimals)}"
    low, high = (expected.low, expected.high) if expected.point is None else (None, None)
    if whole.exact().meets(expected):
        return Check(True, ids, formula, stated, expected.point, low, high)
    if breakdown.axis == "list" and may_overlap(figures, breakdown):
        return not_testable(PARTIAL, ids, f"{terms} = {whole.told}", stated)
    severity: Severity = "warning" if any(claim.is_approximate for claim in (whole, *parts)) else "error"
    scale = whole.scale if units == {"VND"} else 1  # told as the total beside it is: “680”, not 680000000
    point = expected.point
    words: dict[str, Word] = {
        "whole": whole.words,
        "count": str(len(parts)),
        "expected": Amount(point / scale, _places(point / scale)) if point is not None else tell(expected, decimals),
    }
    fault = Fault(severity, message, words, at=breakdown.whole, mends=tuple(_mends(whole, parts, expected, decimals)))
    return Check(
        False, ids, f"{formula} {whole.relation(False)} {whole.told}", stated, expected.point, low, high, fault=fault
    )


def _places(value: Fraction) -> int:
    """How many decimals tell a sum of decimals wholly."""
    return next(places for places in range(20) if (value * 10**places).denominator == 1)


def _mends(whole: Claim, parts: list[Claim], expected: Interval, decimals: int) -> Iterator[Mend]:
    """The total as the sum gives it, or any one part changed by what is missing."""
    if expected.point is None or not all(claim.is_single for claim in (whole, *parts)):
        return
    for changed in (whole, *parts):
        value = expected.point if changed is whole else Fraction(changed.value) + Fraction(whole.value) - expected.point
        if value < 0 or changed.figure_id is None:
            continue
        right = round_to(value, decimals)
        terms = " + ".join(f"{right:f}" if part is changed else part.told for part in parts)
        yield Mend(changed.figure_id, right, f"{terms} = {f'{right:f}' if changed is whole else whole.told}")


def tell(interval: Interval, decimals: int) -> str:
    """A number, or both ends of a range; an open side as `…`.

    >>> tell(Interval(Fraction(15), Fraction(20)), 0), tell(Interval(Fraction(64), Fraction(64)), 0)
    ('15–20', '64')
    """
    if interval.point is not None:
        return written(interval.point, decimals)
    ends = ("…" if end is None else written(end, decimals) for end in (interval.low, interval.high))
    return "–".join(ends)
