"""Rates of lack of basic social services: lists of indicators under a lead-in that speaks of “thiếu hụt”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import regex

from extract.context import Headings
from extract.document import Block, Document
from extract.facts import Deprivation, Facets, Letterhead
from extract.grammar import Mention
from extract.sense import EMPTY, Sense, sense
from extract.standards import dated_standard
from normalize.fold import fold
from normalize.number import decimals_of
from normalize.vocabulary import Term, indicators, table

# The first year reported by the standard of Decree 07/2021/NĐ-CP: surveys at the end of 2021, plans from 2022.
_NEW_STANDARD_FROM = 2022
_NUMBERED = regex.compile(r"(?:tiêu chí|chỉ số|chỉ tiêu)\s+(?:số\s+)?(\d{1,2})")
_STANDARDS = ("2016-2020", "2022-2025")
# What may stand behind the rate of an indicator: nothing, a full stop, a bracket, its count.
_ENDS = regex.compile(r"\s*(?:[;.,)]{0,2}\s*$|\(|\)?\s*[;,]|tương ứng|\)?\.\s)")


@dataclass(frozen=True, slots=True)
class Lack:
    """One rate as found: its indicator, its mention, the label of its item, whether text or table."""

    block_id: int
    mention: Mention
    count: Mention | None
    indicator: str
    population: str
    label: str | None
    start: int
    end: int
    said: Sense = EMPTY  # what its lead-in, or its own sentence, says before the first rate: the time
    base: Mention | None = None  # all of the population, where a table gives their number


def find_lacks(document: Document, mentions: Mapping[int, tuple[Mention, ...]]) -> list[Lack]:
    """Every indicator with its rate, in lists under a lead-in (or heading) that speaks of lacks."""
    found: list[Lack] = []
    headings = Headings(document, mentions)
    population: str | None = None
    is_led, told = False, EMPTY  # whether a lead-in stands open, and what it says
    for block in document.blocks:
        if block.table is not None or block.kind not in ("paragraph", "item", "heading"):
            continue
        folded = fold(block.text)
        is_lack = _speaks_of_lack(folded)
        in_scope = _in_scope(headings, block.section_id)
        if not (is_led or is_lack or in_scope):
            continue
        terms = indicators().find(folded)
        quantities = [m for m in mentions.get(block.block_id, ()) if m.kind in ("percent", "count")]
        is_lead = block.text.rstrip().endswith(":") or block.kind == "heading" or not quantities
        if is_lead and (is_lack or in_scope):
            said = sense(block.text, mentions.get(block.block_id, ()))
            population = _population(said) or population
            said = replace(said, standard=said.standard or headings.standard(block.section_id))
            is_led, told = said.stance != "target", said
        elif not terms:
            is_led = is_led and block.kind == "item"
        if quantities and (is_led or is_lack or in_scope):
            who = (_population(sense(block.text)) if is_lack else None) or population or "poor_households"
            own = sense(block.text[: quantities[0].start], mentions.get(block.block_id, ()))
            time = own if own.year and own.moment else told
            lacks = _in_block(block, folded, terms, mentions.get(block.block_id, ()), who)
            found.extend(replace(lack, said=time) for lack in lacks)
    return [lack for lack in found if _company(found, lack)]


def _in_scope(headings: Headings, section_id: int | None) -> bool:
    """Whether a heading around a block speaks of lacks, and not of goals."""
    chain = headings.chain(section_id)
    return any(_speaks_of_lack(fold(part.title)) for part in chain) and headings.stance(section_id) != "target"


def _speaks_of_lack(folded: str) -> bool:
    return any(fold(phrase) in folded for phrase in table("indicators")["words"]["lack"])


def _company(found: list[Lack], lack: Lack) -> bool:
    """A rate alone may be anything; the indicators of a standard come together."""
    return sum(other.population == lack.population for other in found) >= 3


def _in_block(
    block: Block, folded: str, terms: Sequence[Term], mentions: Sequence[Mention], population: str
) -> list[Lack]:
    found = []
    rates = [m for m in mentions if m.kind == "percent"]
    at = 0
    for rate, indicator in _in_turn(folded, terms, rates):
        found.append(Lack(block.block_id, rate, None, indicator.code, population, None, indicator.start, rate.end))
    told = {lack.mention.start for lack in found}
    for rate in rates:
        if rate.start in told:
            at = rate.end
            continue
        named = [term for term in terms if term.kind == "indicator" and at <= term.start and term.end <= rate.start]
        between = [m for m in mentions if m.kind == "count" and at <= m.start and m.end <= rate.start]
        if named:  # “198 hộ cận nghèo, các chỉ số thiếu hụt: việc làm 18,69%”: of all, not of those who lack it
            between = [m for m in between if m.start > named[0].start or ":" not in folded[m.end : named[0].start]]
        if len(between) > 1 and folded[between[-2].end : between[-1].start].strip() == "/":
            between.pop()  # 58/187 hộ: the first is counted
        if named and _ENDS.match(folded, max(rate.end, rate.unit_end)):
            label = next((block.text[m.start : m.end] for m in mentions if m.kind == "label"), None)
            end = rate.end
            start = named[0].start if len(rates) > 1 else 0
            count = between[-1] if between else _count_behind(folded, mentions, rate)
            found.append(Lack(block.block_id, rate, count, named[0].code, population, label, start, end))
            at = max(end, count.end if count else 0)
            continue
        elif (behind := _named_behind(folded, terms, rate)) is not None:
            who = _population(sense(block.text[rate.end : behind.end])) or population
            found.append(Lack(block.block_id, rate, None, behind.code, who, None, rate.start, behind.end))
        at = rate.end
    return found if rates else _counted(block, folded, terms, mentions, population)


def _counted(
    block: Block, folded: str, terms: Sequence[Term], mentions: Sequence[Mention], population: str
) -> list[Lack]:
    """Indicators that are told by the households alone: “Bảo hiểm y tế: 12 hộ; dịch vụ viễn thông: 22 hộ”."""
    found = []
    for count in mentions:
        named = [term for term in terms if term.kind == "indicator" and term.end <= count.start]
        is_lack = count.kind == "count" and count.unit == "household" and bool(named)
        if is_lack and _BESIDE.fullmatch(folded, named[-1].end, count.start):
            start = named[-1].start
            found.append(Lack(block.block_id, count, count, named[-1].code, population, None, start, count.unit_end))
    return found


def _count_behind(folded: str, mentions: Sequence[Mention], rate: Mention) -> Mention | None:
    """The households told right behind their rate: “Bảo hiểm y tế: 7,64% (12 hộ)”."""
    behind = next((m for m in mentions if m.start >= rate.end), None)
    if behind is None or behind.kind != "count" or behind.unit != "household":
        return None
    return behind if _BESIDE.fullmatch(folded, max(rate.end, rate.unit_end), behind.start) else None


def _in_turn(folded: str, terms: Sequence[Term], rates: Sequence[Mention]) -> list[tuple[Mention, Term]]:
    """“y tế và bảo hiểm y tế lần lượt là 4,12% và 2,04%”: as many indicators before as rates behind."""
    mark = folded.find("lần lượt")
    if mark < 0:
        return []
    since = max(folded.rfind(stop, 0, mark) for stop in ".;:") + 1
    named = [term for term in terms if term.kind == "indicator" and since <= term.start < mark]
    behind = [rate for rate in rates if rate.start > mark]
    return list(zip(behind, named, strict=True)) if len(behind) == len(named) > 1 else []


def _named_behind(folded: str, terms: Sequence[Term], rate: Mention) -> Term | None:
    """The indicator told behind its rate: “41,57% hộ nghèo thiếu hụt về bảo hiểm y tế”."""
    end = next((place for place in range(rate.end, len(folded)) if folded[place] in ";."), len(folded))
    inside = [term for term in terms if rate.end <= term.start and term.end <= end]
    if not any(term.code == "lack" for term in inside):
        return None
    return next((term for term in inside if term.kind == "indicator"), None)


def _population(said: Sense) -> str | None:
    if "near_poor" in said.classes and "poor" not in said.classes:
        return "near_poor_households"
    return "poor_households" if "poor" in said.classes else None


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


# Between a rate, or an indicator, and its households.
_BESIDE = regex.compile(r"[\s(,=:]*(?:(?:tương ứng|tương đương|ứng với|bằng|là|với|có)(?: với)?\s+)?")
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

    By number (“chỉ số 7”) or by name; clause by clause, since each may speak of another population.
    """
    chosen: set[tuple[int, int]] = set()
    headings = Headings(document, {})
    listed = {lack.block_id for lack in lacks}
    sections = {block.section_id for block in document.blocks if block.block_id in listed}
    for block in document.blocks if lacks else ():
        in_scope = block.section_id in sections or _in_scope(headings, block.section_id)
        if block.table is not None or block.block_id in listed or not in_scope:
            continue
        is_first, population = False, None
        for clause in block.text.split(";"):
            folded = fold(clause)
            terms = indicators().find(folded)
            is_first = is_first or any(term.code == "priority" for term in terms)
            if not is_first:
                continue
            numbers = {number.lstrip("0") for number in _NUMBERED.findall(folded)}
            named = {term.code for term in terms if term.kind == "indicator"}
            population = _population(sense(clause)) or population
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
