"""Counts and percentages told side by side, without their base, rest on one base.

Holds when
    count / percentage, for each pair of a sentence or list that is of the same unknown base, gives ranges that overlap;
    a percentage stands for what rounds to it or is cut off to it, whichever fits.

Why it matters
    Where the base is not printed nobody can recompute a rate; but two rates of the same households must still imply the
    same number of them.

Example
    “06 hộ (8,11%), 02 hộ (2,70%)”: 6 / 8.11% is 73.9 to 74.1, 2 / 2.70% is 73.8 to 74.3: both may be 74.

Does not hold
    no base fits both, a warning: which of the four numbers is at fault cannot be told without the base.

Not tested when
    only one pair is of this base, a number is told with “khoảng” (about) or as a bound, or its count cannot be told.
    Percentages whose base is printed are `share` and `attainable`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from extract.claims import COUNT_OF_RATE, instant
from extract.document import Block
from extract.facts import Facts, Figure
from validate.check import APPROXIMATE, ONE_PAIR, Check, Fault, not_testable
from validate.claim import Claim, read_claim
from validate.interval import Interval, quantum
from validate.message import Message, Word, written
from validate.narrative import LEAST_CONFIDENCE

DIFFERS = Message(
    "{part} ứng với {percent} thì tổng là {base}; {other_part} ứng với {other_percent} thì tổng là {other_base}: "
    "hai tổng không khớp.",
    "{part} for {percent} implies a base of {base}, {other_part} for {other_percent} one of {other_base}: "
    "they do not agree.",
)

Base = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Implied:
    """A count beside its percentage, and the bases that both allow."""

    part: Claim
    percent: Claim
    bases: Interval

    @property
    def told(self) -> str:
        return "–".join("…" if end is None else written(end, 0) for end in (self.bases.low, self.bases.high))


def check(facts: Facts) -> Iterator[Check]:
    """A check for each unknown base of a sentence or list."""
    for pairs in _find_pairs(facts).values():
        ids = tuple(dict.fromkeys(i for pair in pairs for i in pair))
        implied = [one for part, percent in pairs if (one := _imply(facts.figures[part], facts.figures[percent]))]
        if len(implied) < len(pairs):
            yield not_testable(APPROXIMATE, ids, _tell(facts, pairs))
        elif len(implied) == 1:
            yield not_testable(ONE_PAIR, ids, _tell(facts, pairs))
        else:
            yield _check(implied, ids)


def _check(implied: list[Implied], ids: tuple[int, ...]) -> Check:
    formula = "; ".join(f"{one.part.told} / {one.percent.told}% = {one.told}" for one in implied)
    apart = [pair for pair in combinations(implied, 2) if not pair[0].bases.meets(pair[1].bases)]
    if not apart:
        lows = [one.bases.low for one in implied if one.bases.low is not None]
        highs = [one.bases.high for one in implied if one.bases.high is not None]
        return Check(True, ids, formula, None, None, max(lows, default=None), min(highs, default=None))
    # the pair that fits least of the others is the odd one; it is told against the first it does not fit
    odd = max(implied, key=lambda one: sum(one in pair for pair in apart))
    first = next(pair for pair in apart if odd in pair)
    one, other = first
    words: dict[str, Word] = {
        "part": one.part.words,
        "percent": one.percent.words_with("%"),
        "base": one.told,
        "other_part": other.part.words,
        "other_percent": other.percent.words_with("%"),
        "other_base": other.told,
    }
    return Check(False, ids, formula, fault=Fault("warning", DIFFERS, words, at=odd.percent.figure_id))


def _tell(facts: Facts, pairs: list[tuple[int, int]]) -> str:
    return "; ".join(f"{facts.figures[part].literal} / {facts.figures[percent].literal}" for part, percent in pairs)


def _imply(part: Figure, percent: Figure) -> Implied | None:
    """The bases of which the part is the percentage: rounded and cut off lie side by side and make one range."""
    count, rate = read_claim(part), read_claim(percent)
    if count is None or rate is None or rate.value <= 0 or count.value <= 0:
        return None
    if not (count.is_single and rate.is_single) or count.is_approximate or rate.is_approximate:
        return None
    unit, hundredfold = quantum(rate.value), 100 * Fraction(count.value)
    least = Fraction(rate.value) - unit / 2
    high = hundredfold / least if least > 0 else None
    return Implied(count, rate, Interval(hundredfold / (Fraction(rate.value) + unit), high, low_open=True))


def _find_pairs(facts: Facts) -> dict[Base, list[tuple[int, int]]]:
    """Counts beside percentages whose base was not found, by place in the text and unknown base."""
    based = {ratio.percent for ratio in facts.ratios if ratio.pairs}
    places = _places(facts.document.blocks)
    told = [f for f in facts.figures if f.table_id is None and f.confidence >= LEAST_CONFIDENCE]
    near: dict[int, list[Figure]] = defaultdict(list)
    for figure in told:
        near[figure.block_id].append(figure)
    pairs: dict[Base, list[tuple[int, int]]] = defaultdict(list)
    for figure in told:
        if figure.kind != "percent" or figure.figure_id in based:
            continue
        if figure.facets.unit == "percentage_point" and figure.facets.stance == "reported":
            continue  # the fall of a rate and of its count are of two bases: there were more households by then
        parts = [other for other in near[figure.block_id] if _is_part(other, figure)]
        if len({part.value for part in parts}) == 1:
            pairs[places[figure.block_id], *_base(figure)].append((parts[0].figure_id, figure.figure_id))
    return pairs


def _places(blocks: tuple[Block, ...]) -> dict[int, int]:
    """For each block the first of its list; a paragraph is a list of its own."""
    places: dict[int, int] = {}
    before: Block | None = None
    for block in blocks:
        goes_on = before is not None and block.kind == before.kind == "item" and block.section_id == before.section_id
        places[block.block_id] = places[before.block_id] if goes_on and before is not None else block.block_id
        before = block
    return places


def _is_part(count: Figure, rate: Figure) -> bool:
    """Whether a count is what a rate or share is the rate of: the same class, group, change and time."""
    one, other = count.facets, rate.facets
    if one.unit != "household" or count.kind != "count":
        return False
    if other.measure == "share":
        measure = other.of_measure
    else:
        measure = COUNT_OF_RATE.get(other.measure or "", {}).get("household")
    return (
        measure is not None
        and (one.measure, one.group, one.aspect, one.stance, one.place, one.part_of_year, one.per)
        == (measure, other.group, other.aspect, other.stance, other.place, other.part_of_year, other.per)
        and instant(one) == instant(other)
    )


def _base(rate: Figure) -> tuple[object, ...]:
    """What a rate is a rate of: all households of its group, or what a share names; of one kind of change and time."""
    facets = rate.facets
    of = (facets.of_measure, facets.of_group) if facets.measure == "share" else ("households", facets.group)
    return (*of, facets.aspect, instant(facets), facets.stance, facets.place)
