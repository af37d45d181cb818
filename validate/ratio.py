"""Part, whole and stated percentage: rounded, truncated, or another base."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from extract.facts import Figure, Ratio
from validate.check import (
    NO_BASE,
    NO_SINGLE_WHOLE,
    NOT_UNDERSTOOD,
    STANCES_DIFFER,
    UNREADABLE,
    Check,
    Fault,
    Mend,
    Severity,
    not_testable,
)
from validate.claim import Claim, read_claim
from validate.interval import Interval, quantum, rounded, truncated, wholes
from validate.message import Message, Word, name_unit, round_to, written
from validate.narrative import LEAST_CONFIDENCE
from validate.same import stances_meet
from validate.slip import Slip, compare

# So many whole numbers are looked at: of more, a percentage says too little to correct a count by it.
MOST_TRIED = 200


class Verdict(Enum):
    """How a stated percentage relates to a quotient."""

    HOLDS = "holds"
    TRUNCATED = "truncated"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Messages:
    """What a rule about percentages says, in the order of explanation."""

    truncated: Message
    other_base: Message
    differs: Message


# How another base explains a percentage.
HOW = {Verdict.HOLDS: Message("làm tròn", "rounded"), Verdict.TRUNCATED: Message("cắt bỏ phần lẻ", "truncated")}


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


def check_ratios(figures: tuple[Figure, ...], ratios: Iterable[Ratio], messages: Messages) -> Iterator[Check]:
    """One check for each ratio, but for those whose first pair has no part: they are asked whether any would do."""
    for ratio in ratios:
        if not ratio.pairs:
            stated = read_claim(figures[ratio.percent])
            formula = f"? / ? = {stated.told if stated else '?'}%"
            yield not_testable(NO_BASE, (ratio.percent,), formula, stated.value if stated else None)
        elif (part := ratio.pairs[0].part) is not None:
            yield _check(figures, ratio, part, ratio.pairs[0].whole, messages)


def _check(figures: tuple[Figure, ...], ratio: Ratio, part_id: int, whole_id: int, messages: Messages) -> Check:
    ids = (ratio.percent, part_id, whole_id)
    stated, part, whole = claims = [read_claim(figures[figure_id]) for figure_id in ids]
    if stated is None or part is None or whole is None:
        told = [claim.told if claim else "?" for claim in claims]
        return not_testable(UNREADABLE, ids, f"{told[1]} / {told[2]} = {told[0]}%", stated.value if stated else None)
    division = f"{part.told} / {whole.told}"
    if not stances_meet(stated.facets, part.facets):
        return not_testable(STANCES_DIFFER, ids, f"{division} = {stated.told}%", stated.value)
    part_figure, whole_figure = figures[part_id], figures[whole_id]
    if part_figure.confidence <= LEAST_CONFIDENCE and part_figure.block_id != whole_figure.block_id:
        return not_testable(NOT_UNDERSTOOD, ids, f"{division} = {stated.told}%", stated.value)
    exact = percentage(part, whole)
    if exact is None:
        return not_testable(NO_SINGLE_WHOLE, ids, f"{division} = {stated.told}%", stated.value)
    decimals = decimals_of(stated)
    formula = f"{division} = {_tell(exact, decimals)}"
    low, high = (exact.low, exact.high) if exact.point is None else (None, None)
    verdict = judge(exact, stated)
    if verdict is Verdict.HOLDS:
        return Check(True, ids, formula, stated.value, exact.point, low, high)

    if verdict is Verdict.NO and not ratio.is_named and (meant := find_meant_base(figures, stated, part, whole)):
        return _check(figures, replace(ratio, is_named=True), part_id, meant, messages)

    words: dict[str, Word] = {
        "percent": stated.words_with("%"),
        "part": part.literal,
        "whole": whole.literal,
        "unit": name_unit(whole.facets.unit),
        "expected": Message(_tell(exact, decimals).replace(".", ","), _tell(exact, decimals)),
    }
    is_approximate = stated.is_approximate or part.is_approximate or whole.is_approximate
    severity: Severity = "warning" if is_approximate else "error"
    message = messages.differs
    involved: tuple[int, ...] = ids
    if verdict is Verdict.TRUNCATED:
        severity, message = "note", messages.truncated
    elif other := find_other_base(figures, ratio, stated):
        severity, message = "warning", messages.other_base
        involved = tuple(dict.fromkeys((*ids, other.part, other.whole)))
        other_whole = figures[other.whole]
        words |= {"other_part": figures[other.part].literal, "other_whole": other_whole.literal}
        words |= {"other_unit": name_unit(other_whole.facets.unit), "how": HOW[other.verdict]}
    mends = tuple(_mends(figures, stated, part, whole, exact, decimals))
    fault = Fault(severity, message, words, at=ratio.percent, mends=mends)
    differing = f"{formula} {stated.relation(False)} {stated.told}%"
    return Check(False, involved, differing, stated.value, exact.point, low, high, fault=fault)


def find_meant_base(figures: tuple[Figure, ...], stated: Claim, part: Claim, whole: Claim) -> int | None:
    """The number of the text that a share is meant to be of where its base is not named: the nearest that gives it.

    Only another number of the same measure and unit, of no group, and with decimals to tell chance apart.
    """
    own = stated.figure_id
    if own is None or figures[own].table_id is not None or decimals_of(stated) == 0:
        return None
    fitting = [
        figure
        for figure in figures
        if figure.kind == "count"
        and figure.table_id is None
        and figure.facets.group is None
        and figure.facets.measure in (whole.facets.measure, part.facets.measure)
        and figure.facets.measure is not None
        and figure.facets.unit == part.facets.unit
        and figure.figure_id not in (part.figure_id, whole.figure_id)
        and (base := read_claim(figure)) is not None
        and (exact := percentage(part, base)) is not None
        and judge(exact, stated) is Verdict.HOLDS
    ]
    return min(fitting, key=lambda figure: abs(figure.figure_id - own)).figure_id if fitting else None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Another part and whole that give the stated percentage."""

    part: int
    whole: int
    verdict: Verdict


def find_other_base(figures: tuple[Figure, ...], ratio: Ratio, stated: Claim) -> Explanation | None:
    """The first of the other pairs that gives the stated percentage, rounded or truncated."""
    for pair in ratio.pairs[1:]:
        if pair.part is None:
            continue
        part, whole = read_claim(figures[pair.part]), read_claim(figures[pair.whole])
        exact = percentage(part, whole) if part and whole else None
        if exact is not None and (verdict := judge(exact, stated)) is not Verdict.NO:
            return Explanation(pair.part, pair.whole, verdict)
    return None


def find_usual(figures: tuple[Figure, ...], figure_id: int, decimals: int) -> int:
    """How many decimals most percentages beside a figure have: those of its column, or those of the text."""
    own = figures[figure_id]
    beside = (f for f in figures if (f.table_id, f.column) == (own.table_id, own.column) and f is not own)
    counts = Counter(figure.decimals for figure in beside if figure.kind == "percent" and figure.decimals)
    return counts.most_common(1)[0][0] if counts else decimals


def _mends(
    figures: tuple[Figure, ...], stated: Claim, part: Claim, whole: Claim, exact: Interval, decimals: int
) -> Iterator[Mend]:
    """The percentage as it follows; then the whole numbers of part and of whole that give the stated percentage."""
    if exact.point is None or stated.figure_id is None:
        return
    usual = round_to(exact.point, find_usual(figures, stated.figure_id, decimals))
    # where its neighbours have two decimals and it has one, a digit was lost or the mark moved: 217,9 for 21,79
    value = usual if compare(stated.value, usual) is Slip.ONE else round_to(exact.point, decimals)
    yield Mend(stated.figure_id, value, f"{part.told} / {whole.told} = {value:f}%")
    if not stated.is_single or quantum(whole.value) != 1:
        return
    quotient = rounded(stated.value).scaled(Fraction(1, 100))
    if part.figure_id is not None:
        for value in likely(part.value, wholes(quotient, int(whole.value))):
            yield Mend(part.figure_id, value, f"{value:f} / {whole.told} = {stated.told}%")
    if whole.figure_id is not None and quotient.low is not None and quotient.low > 0 and quotient.high is not None:
        count = Fraction(part.value)
        bases = range(math.ceil(count / quotient.high), math.floor(count / quotient.low) + 1)
        for value in likely(whole.value, bases):
            yield Mend(whole.figure_id, value, f"{part.told} / {value:f} = {stated.told}%")


def likely(stated: Decimal, fitting: range) -> list[Decimal]:
    """Of the whole numbers that fit, the only one; of several, those that one slip may have made the stated one of."""
    if len(fitting) == 1:
        return [Decimal(fitting[0])]
    return [value for one in fitting[:MOST_TRIED] if compare(stated, value := Decimal(one)) is Slip.ONE]


def decimals_of(claim: Claim) -> int:
    """How many digits stand behind the decimal mark of a claim."""
    exponent = claim.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _tell(exact: Interval, decimals: int) -> str:
    """A quotient with its decimals; a range of quotients with both ends."""
    ends = [end for end in dict.fromkeys((exact.low, exact.high)) if end is not None]
    return "–".join(written(end, decimals) for end in ends) + "%"
