"""A fact told twice in the text is told with the same number.

Holds when
    measure, unit, aspect, moment, stance, group and place are the same and so are the numbers: a number inside a stated
    range agrees, percentages of unequal precision may be rounded from one number.

Why it matters
    A number is restated in every chapter; the one that was not changed with the others is found by no one who reads
    only his own.

Example
    “giảm 177 hộ nghèo” in the targets and “cuối năm có 177 hộ thoát nghèo” in the duties: 177 = 177.

Does not hold
    two numbers cannot both be true: an error, and a warning where one says “khoảng” (about). The one that stands alone
    against several, else the later one, is looked at.

Not tested when
    the plan has more than two different numbers for what reads as one fact: then they are more likely several facts.
    Figures of one sentence that differ, and a part beside its whole, do not tell the same fact.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

from extract.facts import Facts
from validate.check import SEVERAL_VALUES, Check, Fault, Mend, not_testable
from validate.claim import Claim, agree
from validate.message import Message
from validate.narrative import find_tellings
from validate.same import Fact, standards_meet

DIFFERS = Message(
    "{stated} không khớp với {other} đã nêu cho cùng một nội dung trong văn bản.",
    "{stated} and {other}, told of the same fact elsewhere in the text, do not agree.",
)

# Two different numbers for one fact are a contradiction; three and more are facts that were not told apart.
MOST_VALUES = 2


def check(facts: Facts) -> Iterator[Check]:
    """A check for each restatement of a fact."""
    related = _find_related(facts)
    for claims in _find_restated(facts):
        values: list[Claim] = []
        for claim in claims:
            if not any(agree(claim, value) for value in values):
                values.append(claim)
        first = _choose_reference(claims)
        ids = tuple(claim.figure_id for claim in claims if claim.figure_id is not None)
        if len(values) > MOST_VALUES:
            yield not_testable(SEVERAL_VALUES, ids, " = ".join(value.told for value in values))
            continue
        for claim in claims:
            is_comparable = standards_meet(first.facets, claim.facets)
            if claim is not first and is_comparable and claim.figure_id not in related[first.figure_id]:
                yield _compare(first, claim)


def _find_related(facts: Facts) -> dict[int | None, set[int | None]]:
    """Figures that stand in one breakdown or ratio: told apart by the plan's structure, whatever their facets."""
    related: dict[int | None, set[int | None]] = defaultdict(set)
    sets = [{breakdown.whole, *breakdown.parts} for breakdown in facts.breakdowns]
    sets += [
        {pair.whole, pair.whole if pair.part is None else pair.part} for ratio in facts.ratios for pair in ratio.pairs
    ]
    for figures in sets:
        narrative = {i for i in figures if facts.figures[i].table_id is None}
        for figure_id in narrative:
            related[figure_id] |= narrative
    return related


def _find_restated(facts: Facts) -> Iterator[list[Claim]]:
    """The claims of each fact that is told more than once, results and aims apart, in reading order."""
    told: dict[tuple[Fact, str | None], list[Claim]] = defaultdict(list)
    for telling in find_tellings(facts):
        if telling.fact.per is None and not telling.is_rivalled:
            told[telling.fact, telling.claim.facets.stance].append(telling.claim)
    return (claims for claims in told.values() if len(claims) > 1)


def _choose_reference(claims: list[Claim]) -> Claim:
    """The first claim of the number told most often; of equals, the one told first."""
    counts = Counter((claim.value, claim.value_to) for claim in claims)
    return max(claims, key=lambda claim: counts[claim.value, claim.value_to])


def _compare(first: Claim, second: Claim) -> Check:
    ids = tuple(claim.figure_id for claim in (second, first) if claim.figure_id is not None)
    holds = agree(first, second)
    formula = f"{first.told} {second.relation(holds)} {second.told}"
    single = first.value_to is None
    expected = Fraction(first.value) if single else None
    low, high = (None, None) if single else (first.exact().low, first.exact().high)
    if holds:
        return Check(True, ids, formula, second.value, expected, low, high)
    mends = []
    if first.is_single and second.is_single and first.figure_id is not None and second.figure_id is not None:
        mends.append(Mend(second.figure_id, first.value, f"{first.value:f} = {first.value:f}"))
        mends.append(Mend(first.figure_id, second.value, f"{second.value:f} = {second.value:f}"))
    is_loose = first.is_approximate or second.is_approximate
    words = {"stated": second.words, "other": first.words}
    fault = Fault("warning" if is_loose else "error", DIFFERS, words, at=second.figure_id, mends=tuple(mends))
    return Check(False, ids, formula, second.value, expected, low, high, fault=fault)
