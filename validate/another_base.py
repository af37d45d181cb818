"""Which base a percentage is meant to be of, where the one that words or columns suggest does not give it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from extract.claims import COUNT_OF_RATE
from extract.facts import Figure, Pair, Ratio
from normalize.vocabulary import composed
from validate.claim import Claim, read_claim
from validate.message import round_to
from validate.quotient import Verdict, decimals_of, gives, judge, percentage
from validate.slip import Slip, compare

# Another base is meant only where chance would find one that fits in one plan of twenty.
MOST_BY_CHANCE = Fraction(1, 20)


# Groups that have rates of their own: “khu vực thành thị 27 hộ, tỷ lệ 2,24%” is of all households there.
AREAS = frozenset({"urban", "rural"})


def is_rate_within_group(stated: Claim, whole: Claim) -> bool:
    """Whether a rate of a group was held against those of all groups: “tỷ lệ hộ nghèo trong đồng bào dân tộc thiểu số”.

    Where that does not hold it is the rate among the group, whose number is not printed.
    """
    facets = stated.facets
    is_rate = facets.measure in COUNT_OF_RATE or facets.group in AREAS
    return is_rate and facets.group is not None and whole.facets.group is None


def find_meant(
    figures: tuple[Figure, ...], ratio: Ratio, stated: Claim, part: Claim, whole: Claim, taken: frozenset[Pair]
) -> tuple[int, int] | None:
    """The part and base that a share is meant to be of where the first of its pairs does not give it.

    The persons where the share of the households is told (“chiếm 25,66% số hộ và 26,31% số khẩu”); else another number
    of the text of the same measure and unit, and where the base is named (“số hộ nghèo đầu năm”) of just that and in
    its paragraph. With decimals to tell chance apart, and no more numbers to choose from than chance allows.
    """
    own = stated.figure_id
    if own is None or part.figure_id is None or figures[own].table_id is not None or decimals_of(stated) == 0:
        return None
    if not ratio.pairs:  # tried already
        return None
    for pair in ratio.pairs[1:] if ratio.pairs[0] in taken else ():
        if pair.part is not None and gives(figures, pair, stated):
            return pair.part, pair.whole
    everybody = composed().get(("all", part.facets.unit or ""))
    own_wanted = {whole.facets.measure, part.facets.measure, everybody} - {None}
    wanted = {whole.facets.measure} if ratio.is_named else own_wanted
    groups = {whole.facets.group} if ratio.is_named else {None, stated.facets.group}
    bases = [
        figure
        for figure in figures
        if figure.kind == "count"
        and figure.table_id is None
        and ((figure.facets.measure in wanted and figure.facets.group in groups) or is_all_of_group(figure, stated))
        and figure.facets.unit == part.facets.unit
        and figure.figure_id not in (part.figure_id, whole.figure_id)
        and (not ratio.is_named or is_beside(figure, figures[own]))
    ]
    near = sorted(bases, key=lambda figure: abs(figure.figure_id - own))
    fitting = [base for base in near if gives(figures, Pair(part.figure_id, base.figure_id), stated)]
    if fitting and expect_by_chance(part, stated, bases) <= MOST_BY_CHANCE:
        return part.figure_id, fitting[0].figure_id
    # none gives it: a rate among the group is told against all of the group where it is one slip away from that
    slipped = [base for base in near if is_all_of_group(base, stated) and _is_slip_of(part, base, stated)]
    return (part.figure_id, slipped[0].figure_id) if slipped and not ratio.is_named else None


def is_all_of_group(figure: Figure, stated: Claim) -> bool:
    """Whether a figure counts everybody of the group of a percentage: all households of the towns."""
    facets = figure.facets
    is_all = facets.measure is not None and facets.measure == composed().get(("all", facets.unit or ""))
    return is_all and facets.group is not None and facets.group == stated.facets.group


def _is_slip_of(part: Claim, base: Figure, stated: Claim) -> bool:
    whole = read_claim(base)
    exact = percentage(part, whole) if whole else None
    if exact is None or exact.point is None:
        return False
    return compare(stated.value, round_to(exact.point, decimals_of(stated))) is Slip.ONE


def is_beside(figure: Figure, percent: Figure) -> bool:
    """Whether a figure stands in the paragraph of a percentage, and not behind it."""
    return figure.block_id == percent.block_id and figure.start < percent.start


def expect_by_chance(part: Claim, stated: Claim, bases: Iterable[Figure]) -> Fraction:
    """How many of the bases would give the percentage if they were any numbers above the part.

    28 is 13,08% of 214 alone: chance explains nothing. 2 is 1,0% of whatever lies between 191 and 210.
    """
    values = {base.value for base in bases if base.value is not None and base.value > part.value > 0}
    if not values or not stated.is_single or stated.value <= 0:
        return Fraction(0)
    count, span = 100 * Fraction(part.value), stated.rounded()
    if not span.low or not span.high or span.low <= 0:
        return Fraction(len(values))
    width = count / span.low - count / span.high
    return len(values) * width / (Fraction(max(values)) - Fraction(part.value))


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
