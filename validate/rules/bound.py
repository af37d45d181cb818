"""A part is not above its whole, and no coverage above 100%.

Holds when
    each of those that are told to be among others (“trong đó”, a group beside all, a class beside all households) is at
    most as many; a rate of coverage or structure is at most 100.

Why it matters
    More poor households than households, or 120% insured, is a digit too many or a number in the wrong place.

Example
    “74 hộ nghèo, trong đó 72 hộ dân tộc thiểu số”: 72 ≤ 74.

Does not hold
    a part is above its whole, or a rate above 100: an error, and a warning where one is told with “khoảng” (about).

Not tested when
    a number cannot be read or is a range; a percentage above 100 that measures the fulfilment of a plan or a growth.
    Parts that claim to be complete are `parts`, those with a percentage `share`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from extract.claims import instant
from extract.facts import Facets, Facts, Figure
from normalize.fold import fold
from normalize.vocabulary import composed, measures
from validate.check import FULFILMENT, UNREADABLE, Check, Fault, Mend, Severity, not_testable
from validate.claim import Claim, read_claim
from validate.message import Message, Word
from validate.narrative import LEAST_CONFIDENCE, SENTENCE_END
from validate.same import fold_place
from validate.words import holds_any, words

ABOVE = Message("{part} là một phần của {whole} nhưng lớn hơn.", "{part} is a part of {whole}, but above it.")
OVER = Message("{percent} vượt 100%.", "{percent} is above 100%.")

RATE_UNITS = frozenset({"percent"})


def check(facts: Facts) -> Iterator[Check]:
    """A check for each part beside its whole, and for each rate of the text that no base was found for."""
    paired = {(p, pair.whole) for ratio in facts.ratios for pair in ratio.pairs[:1] if (p := pair.part) is not None}
    asked = paired | {(p, one.whole) for one in facts.breakdowns if one.is_complete for p in one.parts}
    partial = ((p, one.whole) for one in facts.breakdowns for p in one.parts)
    for part_id, whole_id in partial:
        if (part_id, whole_id) not in asked:
            asked.add((part_id, whole_id))
            yield from _check_part(facts.figures[part_id], facts.figures[whole_id])
    for part, whole in _find_nested(facts):
        if (part.figure_id, whole.figure_id) not in asked:
            asked.add((part.figure_id, whole.figure_id))
            yield from _check_part(part, whole)
    based = {ratio.percent for ratio in facts.ratios if ratio.pairs}
    for figure in facts.figures:
        if figure.figure_id not in based and _is_coverage(figure):
            yield _check_rate(facts, figure)


def _check_part(part: Figure, whole: Figure) -> Iterator[Check]:
    """One part against its whole, where both count the same unit."""
    units = {part.facets.unit, whole.facets.unit} - {None}
    if len(units) > 1 or units & RATE_UNITS or part.kind != "count" or whole.kind != "count":
        return
    ids = (part.figure_id, whole.figure_id)
    one, other = read_claim(part), read_claim(whole)
    if one is None or other is None or not (one.is_single and other.is_single):
        yield not_testable(UNREADABLE, ids, f"{part.literal} ≤ {whole.literal}")
        return
    high = Fraction(other.value)
    if one.value <= other.value:
        yield Check(True, ids, f"{one.told} ≤ {other.told}", one.value, None, None, high)
        return
    told: dict[str, Word] = {"part": one.words, "whole": other.words}
    mends = tuple(_mends(one, other))
    fault = Fault(_severity(one, other), ABOVE, told, at=part.figure_id, mends=mends)
    yield Check(False, ids, f"{one.told} > {other.told}", one.value, None, None, high, fault=fault)


def _mends(part: Claim, whole: Claim) -> Iterator[Mend]:
    """A digit too many in the part, or one lost in the whole: the part without one of its digits."""
    digits = f"{part.value:f}"
    if part.figure_id is None or not digits.isdigit() or len(digits) < 2:
        return
    shorter = {Decimal(digits[:at] + digits[at + 1 :]) for at in range(len(digits))}
    fitting = [value for value in shorter if 0 < value <= whole.value]
    if len(fitting) == 1:
        yield Mend(part.figure_id, fitting[0], f"{fitting[0]:f} ≤ {whole.told}")


def _severity(*claims: Claim) -> Severity:
    return "warning" if any(claim.is_approximate for claim in claims) else "error"


def _find_nested(facts: Facts) -> Iterator[tuple[Figure, Figure]]:
    """A group beside all of its measure, a class beside all households: in one table row, or one paragraph."""
    scopes: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in facts.figures:
        facets = figure.facets
        if figure.kind != "count" or figure.confidence < LEAST_CONFIDENCE or facets.per is not None:
            continue
        if facets.measure is None or facets.year is None or facets.aspect != "level":
            continue
        place = (figure.table_id, figure.row) if figure.table_id is not None else (figure.block_id, None)
        time = (instant(facets), facets.stance, facets.part_of_year, fold_place(facets.place), facets.unit)
        scopes[*place, *time].append(figure)
    for figures in scopes.values():
        wholes: dict[tuple[str | None, str | None], list[Figure]] = defaultdict(list)
        for figure in figures:
            wholes[figure.facets.measure, figure.facets.group].append(figure)
        for figure in figures:
            for kind in _wholes_of(figure.facets):
                found = wholes.get(kind, [])
                if len({whole.value for whole in found}) == 1:
                    yield figure, found[0]


def _wholes_of(facets: Facets) -> Iterator[tuple[str | None, str | None]]:
    """What a figure is a part of: all of its measure, and of a poverty class all households or people."""
    if facets.group is not None and "|" not in facets.group:
        yield facets.measure, None
    for (kind, unit), code in composed().items():
        if code == facets.measure and kind in ("poor", "near_poor", "near_poor|poor") and unit != "percent":
            yield composed()["all", unit], facets.group
            if facets.group is not None:
                yield composed()["all", unit], None


def _is_coverage(figure: Figure) -> bool:
    """Whether a percentage tells how many of all: a rate, a share, a coverage; not a change."""
    facets = figure.facets
    if (
        figure.kind != "percent"
        or facets.unit != "percent"
        or facets.aspect not in ("level", None)
        or facets.measure is None
    ):
        return False
    known = measures().get(facets.measure)
    return facets.measure.endswith("_rate") or facets.measure == "share" or (known is not None and known.kind == "rate")


def _check_rate(facts: Facts, figure: Figure) -> Check:
    ids = (figure.figure_id,)
    claim = read_claim(figure)
    if claim is None:
        return not_testable(UNREADABLE, ids, f"{figure.literal} ≤ 100")
    value = max(claim.value, claim.value_to or claim.value)
    if value <= 100:
        return Check(True, ids, f"{claim.told} ≤ 100", claim.value, None, Fraction(0), Fraction(100))
    fulfils = figure.facets.measure == "plan_fulfilment"
    if fulfils or holds_any(_sentence(facts, figure), words("bound")["fulfilment"]):
        return not_testable(FULFILMENT, ids, f"{claim.told} ≤ 100", claim.value)
    told: dict[str, Word] = {"percent": claim.words_with("%")}
    mends = tuple(_mends(replace(claim, value_to=None), replace(claim, value=Decimal(100))))
    fault = Fault(_severity(claim), OVER, told, at=figure.figure_id, mends=mends)
    return Check(False, ids, f"{claim.told} > 100", claim.value, None, Fraction(0), Fraction(100), fault=fault)


def _sentence(facts: Facts, figure: Figure) -> str:
    """The sentence a figure stands in, folded; of a table the whole text of its heads."""
    block = facts.document.blocks[figure.block_id]
    if block.table is not None:
        return fold(" ".join(cell.text for cell in block.table.cells if cell.is_header))
    ends = [match.start() for match in SENTENCE_END.finditer(block.text)]
    start = max((end for end in ends if end <= figure.start), default=0)
    return fold(block.text[start : min((end for end in ends if end >= figure.end), default=len(block.text))])
