"""Part, whole and stated percentage: rounded, truncated, or another base."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extract.facts import Figure, Pair, Ratio
from validate.another_base import find_meant, find_other_base, is_rate_within_group
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
from validate.interval import Interval, quantum, rounded, wholes
from validate.message import Message, Word, name_unit, round_to, written
from validate.narrative import LEAST_CONFIDENCE
from validate.quotient import Verdict, decimals_of, gives, judge, percentage
from validate.same import stances_meet
from validate.slip import Slip, compare

# So many whole numbers are looked at: of more, a percentage says too little to correct a count by it.
MOST_TRIED = 200


@dataclass(frozen=True, slots=True)
class Messages:
    """What a rule about percentages says, in the order of explanation."""

    truncated: Message
    other_base: Message
    differs: Message


# How another base explains a percentage.
HOW = {Verdict.HOLDS: Message("làm tròn", "rounded"), Verdict.TRUNCATED: Message("cắt bỏ phần lẻ", "truncated")}


def check_ratios(figures: tuple[Figure, ...], ratios: Iterable[Ratio], messages: Messages) -> Iterator[Check]:
    """One check for each ratio, but for those whose first pair has no part: they are asked whether any would do."""
    ratios = list(ratios)
    # pairs whose percentage is told: another percentage of the same count is one of something else
    taken = frozenset(
        ratio.pairs[0]
        for ratio in ratios
        if ratio.pairs and (claim := read_claim(figures[ratio.percent])) and gives(figures, ratio.pairs[0], claim)
    )
    for ratio in ratios:
        if not ratio.pairs:
            stated = read_claim(figures[ratio.percent])
            formula = f"? / ? = {stated.told if stated else '?'}%"
            yield not_testable(NO_BASE, (ratio.percent,), formula, stated.value if stated else None)
        elif (part := ratio.pairs[0].part) is not None:
            yield _check(figures, ratio, (part, ratio.pairs[0].whole), messages, taken)


def _check(
    figures: tuple[Figure, ...],
    ratio: Ratio,
    pair: tuple[int, int],
    messages: Messages,
    taken: frozenset[Pair] = frozenset(),
) -> Check:
    part_id, whole_id = pair
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

    if verdict is Verdict.NO and (meant := find_meant(figures, ratio, stated, part, whole, taken)):
        return _check(figures, Ratio(ratio.percent, (), is_named=ratio.is_named), meant, messages)
    if verdict is Verdict.NO and is_rate_within_group(stated, whole) and not ratio.is_named:
        return not_testable(NO_BASE, ids, f"{division} = {stated.told}%", stated.value)

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


def _tell(exact: Interval, decimals: int) -> str:
    """A quotient with its decimals; a range of quotients with both ends."""
    ends = [end for end in dict.fromkeys((exact.low, exact.high)) if end is not None]
    return "–".join(written(end, decimals) for end in ends) + "%"
