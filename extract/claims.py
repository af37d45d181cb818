"""What the plan claims of its own figures: percentages of something, wholes and their parts."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile

from extract.context import Lead
from extract.facets import facets_of
from extract.facts import Breakdown, Facets, Pair, Ratio
from extract.quantity import Quantity
from extract.sense import LACK
from extract.tables import TableReading
from normalize.vocabulary import complements, composed, measures

# What can be added up: counts, not rates.
ADDITIVE = frozenset(
    {"household", "person", "worker", "school", "village", "commune", "model", "house", "VND", "hectare"}
)
_SUMMED = frozenset({"count", "money"})
COUNT_OF_RATE = {
    rate: {unit: code for (people, unit), code in composed().items() if people == kind and unit != "percent"}
    for (kind, what), rate in composed().items()
    if what == "percent"
}


_OF_BOTH = frozenset(code for (people, _), code in composed().items() if people == "near_poor|poor")
_PEOPLE = frozenset(code for (_, unit), code in composed().items() if unit == "person")


class Claims:
    """Finds, for the percentages and lists of one plan, the figures they speak of."""

    def __init__(self, quantities: Sequence[Quantity], ids: Sequence[int], readings: Sequence[TableReading]) -> None:
        """`ids[i]` is the figure of quantity i."""
        self._quantities, self._ids = quantities, ids
        # the counts of each measure, unit, group and place, by index, in reading order
        self._counts: dict[tuple[str | None, ...], list[int]] = {}
        for q in quantities:
            if q.facets.measure and q.facets.unit != "percent":
                self._counts.setdefault(_key(q.facets), []).append(q.index)
        self._totals = [
            (replace(cell.facets, place=None), cell.figure_id)
            for reading in readings
            for cell in reading.cells
            if cell.place_kind == "total" and cell.figure_id is not None
        ]

    def ratios(self) -> Iterator[Ratio]:
        """Every percentage of running text that claims to be a part of something countable."""
        for q in self._quantities:
            before = self._quantities[q.index - 1] if q.index else None
            of_money = before is not None and before.mention.kind == "money" and not before.is_fraction
            if q.mention.kind == "percent" and q.is_share and before and (q.facets.measure is None or of_money):
                yield Ratio(self._ids[q.index], tuple(self._by_place(q, before)))
                continue
            if q.facets.measure == "plan_fulfilment":
                yield from self._fulfilment(q)
                continue
            if q.facets.unit == "percentage_point" and q.facets.stance == "target":
                yield from self._step(q)
            if q.mention.kind != "percent" or q.facets.measure is None or q.facets.unit != "percent":
                continue
            if before is not None and before.is_fraction and before.facets.measure and before.sentence == q.sentence:
                yield Ratio(self._ids[q.index], (Pair(self._ids[q.index - 2], self._ids[q.index - 1]),), is_named=True)
            elif q.facets.measure in COUNT_OF_RATE or (q.is_share and not _is_fulfilment(q)):
                is_next = q.is_share and before is not None and before.subject.groups == q.subject.groups
                told = self._by_place(q, before) if is_next and before is not None and q.base is None else ()
                of_all = [] if q.base is not None or not q.is_share else self._pairs(q, of_everybody=True)
                # of what it was told to be a part of, first; of everybody, last: that may only explain
                pairs = dict.fromkeys((*told, *self._pairs(q), *of_all))
                yield Ratio(self._ids[q.index], tuple(pairs), is_named=q.base is not None)

    def _pairs(self, q: Quantity, *, of_everybody: bool = False) -> Iterator[Pair]:
        """The part and the whole, first in the unit that is named (households where none is), then in the other."""
        units = ["household", "person"]
        of_people = q.facets.of_measure in _PEOPLE if q.facets.measure == "share" else q.base is not None
        if of_people and (q.base is None or q.base.counted == "person"):
            units.reverse()
        for unit in units:
            part_facets = self._part(q, unit)
            whole_facets = self._whole(q, unit)
            if of_everybody and whole_facets is not None:
                whole_facets = replace(whole_facets, measure=composed()["all", unit], group=None)
            if part_facets is None or whole_facets is None:
                continue
            part = self._nearest(part_facets, q, same_sentence=True) or self._nearest(part_facets, q)
            whole = self._nearest(whole_facets, q)
            if part is not None and whole is not None and part != whole:
                yield Pair(part, whole)
            elif (
                part is None
                and whole is not None
                and q.facets.stance == "reported"
                and unit == "household"
                and not q.is_share
            ):
                yield Pair(None, whole)  # no count is printed: some whole number must give this rate

    def _fulfilment(self, q: Quantity) -> Iterator[Ratio]:
        """“612 lao động, đạt 102% kế hoạch (600 lao động)”: what was reached of what was planned."""
        earlier = (one for one in reversed(self._quantities[: q.index]) if not one.is_then)
        before = next(earlier, None)
        if before is None or before.sentence != q.sentence or before.mention.kind == "percent":
            return
        if before.is_fraction:
            pair = Pair(self._ids[before.index - 1], self._ids[before.index])
            yield Ratio(self._ids[q.index], (pair,), is_named=True)
            return
        behind = self._quantities[q.index + 1] if q.index + 1 < len(self._quantities) else None
        is_told = behind is not None and behind.is_planned and behind.sentence == q.sentence
        if behind is not None and is_told and behind.mention.unit == before.mention.unit:
            yield Ratio(self._ids[q.index], (Pair(self._ids[before.index], self._ids[behind.index]),), is_named=True)

    def _step(self, q: Quantity) -> Iterator[Ratio]:
        """“giảm 4,98% (tương ứng 68 hộ)”: so many of all households, as they were counted last."""
        beside = [self._quantities[i] for i in (q.index - 1, q.index + 1) if 0 <= i < len(self._quantities)]
        counts = [
            one for one in beside
            if one.sentence == q.sentence and one.mention.kind == "count" and (one.is_equivalent or q.is_equivalent)
            and one.subject.classes == q.subject.classes and one.facets.aspect == q.facets.aspect
        ]  # fmt: skip
        measure = composed()["all", "household"]
        wanted = _key(replace(q.facets, measure=measure, unit="household", of_measure=None, of_group=None))
        since = (q.facets.year or 0) - 1  # what was counted longer ago is no base of it
        told = ((i, self._quantities[i].facets) for i in self._counts.get(wanted, []) if i < q.index)
        totals = [i for i, one in told if one.aspect == "level" and (closed_in(one) or since) >= since]
        if counts and totals and counts[0].facets.unit == "household" and not q.facets.group:
            yield Ratio(self._ids[q.index], (Pair(self._ids[counts[0].index], self._ids[totals[-1]]),))

    def _by_place(self, q: Quantity, before: Quantity) -> Iterator[Pair]:
        """A share of a part whose group was not understood: that part, and the whole it was told to be of."""
        unit = before.facets.unit
        if unit == "VND" and q.facets.of_measure != before.facets.measure:  # paid out, of what was set aside for it
            if before.is_fraction:
                return
            beside = takewhile(
                lambda one: one.sentence == q.sentence and one.mention.kind == "money",
                reversed(self._quantities[: before.index]),
            )
            allotted = next(
                (one for one in beside if one.facets.measure == q.facets.of_measure and not one.in_bracket), None
            )
            if allotted is not None:
                yield Pair(self._ids[before.index], self._ids[allotted.index])
                return
        for whole in before.wholes if before.sentence == q.sentence and unit in ("household", "VND") else ():
            of = self._quantities[whole].facets
            is_other_class = before.facets.measure is not None and not _kindred(before.facets.measure, of.measure)
            is_other_class |= of.measure in _OF_BOTH and q.facets.measure in COUNT_OF_RATE  # a rate is of everybody
            if of.unit == unit and not is_other_class:  # the near-poor are no part of the poor
                yield Pair(self._ids[before.index], self._ids[whole])

    def _part(self, q: Quantity, unit: str) -> Facets | None:
        counted = facets_of(replace(q.subject, change=None), unit)
        return (
            replace(q.facets, measure=counted.measure, unit=unit, group=q.facets.group, of_measure=None, of_group=None)
            if counted.measure
            else None
        )

    def _whole(self, q: Quantity, unit: str) -> Facets | None:
        if q.facets.measure == "share":
            of = next((kind for (kind, what), code in composed().items() if code == q.facets.of_measure), None)
            measure = composed().get((of or "", unit))
            group = q.facets.of_group
        elif q.facets.measure == LACK:  # of the poor households, not of all
            measure, group = (q.facets.of_measure if unit == "household" else None), None
        else:
            measure, group = composed()["all", unit], None if q.base is None else q.facets.group
            if q.base is not None and not q.base.groups:
                group = None
        return (
            replace(q.facets, measure=measure, unit=unit, group=group, of_measure=None, of_group=None)
            if measure
            else None
        )

    def _nearest(self, wanted: Facets, q: Quantity, *, same_sentence: bool = False) -> int | None:
        """The figure of these facets that stands nearest before, else behind, else the total of a table."""
        places = self._counts.get(_key(wanted), [])
        at = bisect(places, q.index)
        before: Iterator[int] = (places[i] for i in range(at - 1, -1, -1))
        behind: Iterator[int] = (places[i] for i in range(at, len(places)))
        if same_sentence:
            before, behind = takewhile(self._beside(q), before), takewhile(self._beside(q), behind)
        for index in chain(before, behind):
            told = self._quantities[index]
            if told.is_compared and instant(told.facets) != instant(wanted):
                continue  # “so với đầu năm 2016 (1.712 hộ nghèo)”
            if same_fact(told.facets, wanted):
                return self._ids[index]
        totals = [] if same_sentence else [one for one in self._totals if same_fact(one[0], wanted)]
        dated = [one for one in totals if one[0].year is not None] or totals
        return dated[0][1] if dated else None

    def _beside(self, q: Quantity) -> Callable[[int], bool]:
        """Whether a quantity stands in the same sentence."""
        return lambda index: self._quantities[index].sentence == q.sentence

    def breakdowns(self, leads: Sequence[Lead]) -> Iterator[Breakdown]:
        """Wholes and parts within sentences (“trong đó”, brackets) and in lists under a lead-in."""
        by_whole: dict[tuple[int, ...], list[Quantity]] = {}
        for q in self._quantities:
            if q.wholes and q.mention.kind in _SUMMED:
                by_whole.setdefault(q.wholes, []).append(q)
        for wholes, parts in by_whole.items():
            for whole in wholes:
                same = [part for part in parts if self._is_part(part, self._quantities[whole])]
                # sums that were not understood may belong to it: “gồm … vốn lồng ghép 273 triệu đồng”
                is_open = any(part.mention.kind == "money" and part not in same for part in parts)
                yield from self._breakdown(whole, same, claimed=any(part.is_complete for part in same) and not is_open)
        for lead in leads:
            yield from self._of_list(lead)

    def _of_list(self, lead: Lead) -> Iterator[Breakdown]:
        if not lead.items or ("of_which" in lead.links and not lead.quantities):
            return
        wholes = list(lead.quantities) or self._implied_whole(lead)
        for whole in wholes:
            head = self._quantities[whole]
            if head.mention.kind not in _SUMMED or (head.wholes and set(head.wholes) & set(wholes)):
                continue
            firsts = [self._part_in(item, head) for item in lead.items]
            parts = [part for part in firsts if part is not None and not part.wholes]
            if len(parts) == len(lead.items) and len(parts) > 1:
                claimed = lead.is_colon and not lead.links & {"of_which", "overlap"}
                remaining = any(part.is_remaining for part in parts)
                yield from self._breakdown(whole, parts, claimed=claimed or remaining)

    def _part_in(self, item: Sequence[int], whole: Quantity) -> Quantity | None:
        """The first quantity of an item that may be a part; of another time than its whole it is none.

        “… 25.329 hộ nghèo và cận nghèo, cụ thể:” – “Hộ nghèo: đầu năm 19.206 hộ, đến cuối năm 17.054 hộ”
        """
        parts = [self._quantities[i] for i in item if self._is_part(self._quantities[i], whole, is_item=True)]
        at = instant(whole.facets)
        return next((part for part in parts if not all(at) or instant(part.facets) in (at, (None, None))), None)

    def _implied_whole(self, lead: Lead) -> list[int]:
        """A list announced without its number (“… như sau:”) breaks down the figure that told the same before."""
        if not lead.is_colon or not (lead.links & {"complete"}) or not lead.items:
            return []
        first = lead.items[0][0]
        wanted = facets_of(lead.subject, self._quantities[first].mention.unit)
        if wanted.measure is None or self._quantities[first].facets.measure != wanted.measure:
            return []
        told = [
            q
            for q in self._quantities[:first]
            if q.facets.measure == wanted.measure
            and q.facets.group == wanted.group
            and not q.wholes
            and q.facets.aspect == "level"
        ]
        return [told[-1].index] if told else []

    def _is_part(self, part: Quantity, whole: Quantity, *, is_item: bool = False) -> bool:
        """Whether a quantity may count towards a whole; one that was not understood only by its place."""
        may_be_flow = is_item or part.sentence == whole.sentence  # “giảm 177 hộ: thoát nghèo 151 hộ, …”
        return (
            part.index != whole.index
            and (not part.in_bracket or part.facets.stance in (None, whole.facets.stance))
            and part.facets.unit == whole.facets.unit
            and part.facets.unit in ADDITIVE
            and (
                is_item or whole.index in part.wholes
                if part.facets.measure is None
                else _kindred(part.facets.measure, whole.facets.measure)
            )
            and part.facets.aspect in (whole.facets.aspect, None, "level" if may_be_flow else None)
            and (part.facets.measure is None or _part_of(part.facets) != _part_of(whole.facets))
        )

    def _breakdown(self, whole: int, parts: list[Quantity], *, claimed: bool) -> Iterator[Breakdown]:
        if len(parts) < 2:
            return
        groups = {part.facets.group: part for part in parts}
        for exhaustive in complements():
            if exhaustive <= set(groups) and len(groups) == len(parts):
                members = tuple(sorted(self._ids[groups[group].index] for group in exhaustive))
                yield Breakdown(self._ids[whole], members, "list", is_complete=True)
                return
        yield Breakdown(self._ids[whole], tuple(self._ids[part.index] for part in parts), "list", is_complete=claimed)


def _is_fulfilment(q: Quantity) -> bool:
    """Whether a percentage says how much of a plan was done: of a flow no share is told unless its base is named."""
    known = measures().get(q.facets.measure or "")
    is_flow = known is not None and known.kind == "flow" and known.unit == "household"
    return q.facets.measure == "plan_fulfilment" or (is_flow and q.base is None)


def _key(facets: Facets) -> tuple[str | None, ...]:
    return facets.measure, facets.unit, facets.group, facets.place


def same_fact(one: Facets, wanted: Facets) -> bool:
    """Whether a figure tells what is wanted: measure, unit, group, place; at the same moment, or undated."""
    return (
        (one.measure, one.unit, one.group, one.place, one.aspect)
        == (wanted.measure, wanted.unit, wanted.group, wanted.place, "level")
        and (
            instant(one) == instant(wanted)
            or one.year is None
            or (one.year == wanted.year and not (one.moment and wanted.moment))
        )
        and one.part_of_year == wanted.part_of_year
    )


def instant(facets: Facets) -> tuple[object, ...]:
    """When: the start of a year is the end of the year before."""
    if facets.moment == "start" and facets.year:
        return ("end", facets.year - 1)
    return (facets.moment, facets.date or facets.year)


def closed_in(facets: Facets) -> int | None:
    """The year at whose end a count stood: at the start of a year, the one before."""
    return facets.year - 1 if facets.year and facets.moment == "start" else facets.year


def _part_of(facets: Facets) -> tuple[str | None, ...]:
    """What tells a part from its whole."""
    return facets.measure, facets.group, facets.source, facets.programme


def _kindred(part: str, whole: str | None) -> bool:
    """Whether a part may count towards a whole: the same measure, or one class of several."""
    if part == whole or (whole == "poor_households" and part in ("escaped_households", "needing_support_households")):
        return True
    mine = next((kind for (kind, _), code in composed().items() if code == part), None)
    theirs = next((kind for (kind, _), code in composed().items() if code == whole), None)
    if mine is None or theirs is None:
        return False
    return set(mine.split("|")) <= set(theirs.split("|"))
