"""Rates of lack of basic social services as rows: their standard, their priority, the households they imply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import regex

from extract.clauses import sentences
from extract.context import Headings
from extract.document import Document
from extract.facts import Deprivation, Facets, Letterhead
from extract.lack_lists import Lack, in_scope, population_of
from extract.sense import sense
from extract.standards import dated_standard
from normalize.fold import fold
from normalize.number import decimals_of
from normalize.vocabulary import indicators, table

# The first year reported by the standard of Decree 07/2021/NĐ-CP: surveys at the end of 2021, plans from 2022.
_NEW_STANDARD_FROM = 2022
_NUMBERED = regex.compile(r"(?:tiêu chí|chỉ số|chỉ tiêu)\s+(?:số\s+)?(\d{1,2})")
_STANDARDS = ("2016-2020", "2022-2025")


def standards_of(lacks: Sequence[Lack], letterhead: Letterhead) -> list[str]:
    """The standard of each rate: told with its list or table, else by an indicator there that only one of them has.

    Where its list has none of these, another list of the plan decides, and last the plan's year.
    """
    by_block = Counter(lack.block_id for lack in lacks)
    lists = [lack.block_id if by_block[lack.block_id] >= _LIST else lack.said for lack in lacks]
    year = letterhead.plan_year or 0
    of_plan = _of_one_standard(lacks) or _STANDARDS[year >= _NEW_STANDARD_FROM]
    return [
        dated_standard(lack.said.standard, year)
        or _of_one_standard([other for other, there in zip(lacks, lists, strict=True) if there == own])
        or of_plan
        for lack, own in zip(lacks, lists, strict=True)
    ]


# So many rates in one block are a list or table of their own.
_LIST = 3


def _of_one_standard(lacks: Sequence[Lack]) -> str | None:
    """The standard of the first indicator that only one standard has."""
    known = (table("indicators")["indicators"][lack.indicator]["standards"] for lack in lacks)
    return next((str(standards[0]) for standards in known if len(standards) == 1), None)


def implied_count(rate: Decimal, base: int) -> int | None:
    """The only whole number of `base` that gives this percentage by rounding, or where none does, by truncation.

    >>> implied_count(Decimal("28.37"), 74), implied_count(Decimal("8.1"), 74), implied_count(Decimal("50"), 1000)
    (21, 6, None)
    """
    step = Fraction(1, 10 ** decimals_of(rate))
    value = Fraction(rate)
    for low, high in ((value - step / 2, value + step / 2), (value, value + step)):
        first, last = ceil(low * base / 100), floor(high * base / 100)
        if low == value and Fraction(last * 100, base) == high:
            last -= 1  # a truncated rate lies below its next step
        if first == last:
            return first if 0 <= first <= base else None
        if first < last:
            return None
    return None


def priorities(document: Document, lacks: Sequence[Lack]) -> frozenset[tuple[int, int]]:
    """The rates (block, start) that a sentence of their part of the plan calls to be dealt with first.

    By number (“chỉ số 7”) or by name; clause by clause, since each may speak of another population. Where they are
    listed in running text, a sentence behind them may call them.
    """
    chosen: set[tuple[int, int]] = set()
    headings = Headings(document, {})
    starts: dict[int, list[int]] = {}
    for lack in lacks:
        starts.setdefault(lack.block_id, []).append(lack.mention.start)
    sections = {block.section_id for block in document.blocks if block.block_id in starts}
    for block in document.blocks if lacks else ():
        is_near = block.section_id in sections or in_scope(headings, block.section_id)
        if block.table is not None or not is_near:
            continue
        is_first, population = False, None
        rates = starts.get(block.block_id, ())
        calling = (block.text[a:b] for a, b in sentences(block.text) if not any(a <= start < b for start in rates))
        for clause in (clause for sentence in calling for clause in sentence.split(";")):
            folded = fold(clause)
            terms = indicators().find(folded)
            is_first = is_first or any(term.code == "priority" for term in terms)
            if not is_first:
                continue
            numbers = {number.lstrip("0") for number in _NUMBERED.findall(folded)}
            named = {term.code for term in terms if term.kind == "indicator"}
            population = population_of(sense(clause)) or population
            for lack in lacks:
                is_named = (lack.label or "").strip(" .)") in numbers if numbers else lack.indicator in named
                if is_named and population in (None, lack.population):
                    chosen.add((lack.block_id, lack.mention.start))
    return frozenset(chosen)


def facets_of_lack(lack: Lack, standard: str, time: Facets) -> Facets:
    """What such a rate counts, at the time of the population it is of."""
    return replace(
        Facets(measure="deprivation_rate", unit="percent", aspect="level", stance="reported", standard=standard),
        group=lack.indicator, of_measure=lack.population, moment=time.moment, year=time.year, date=time.date,
    )  # fmt: skip


def deprivation(
    lack: Lack,
    facets: Facets,
    rate: Decimal | None,
    households: Decimal | None,
    base: int | None,
    figure_id: int,
    *,
    is_priority: bool,
) -> Deprivation:
    """The row of the dataset."""
    implied = implied_count(rate, base) if rate is not None and base else None
    return Deprivation(
        lack.population, facets.standard or "", lack.indicator, rate, households, implied, facets.year, facets.moment,
        is_priority, lack.block_id, lack.start, lack.end, figure_id,
    )  # fmt: skip
