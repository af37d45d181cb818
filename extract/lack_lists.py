"""Lists of lacks of basic social services under words that speak of “thiếu hụt”: indicators, rates, households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extract import cues
from extract.context import Headings
from extract.document import Block, Document
from extract.grammar import Mention
from extract.sense import EMPTY, Sense, sense
from normalize.fold import fold
from normalize.vocabulary import Term, indicators, table

# What may stand behind the rate of an indicator: nothing, a full stop, a bracket, its count.
_ENDS = regex.compile(r"\s*(?:[;.,)]{0,2}\s*$|\(|\)?\s*[;,]|tương ứng|và\s|\)?\.\s)")
# Between a rate, or an indicator, and its households.
_BESIDE = regex.compile(r"[\s(,=:]*(?:(?:tương ứng|tương đương|ứng với|bằng|là|với|có)(?: với)?\s+)?")


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
        is_headed = in_scope(headings, block.section_id)
        if not (is_led or is_lack or is_headed):
            continue
        terms = indicators().find(folded)
        quantities = [m for m in mentions.get(block.block_id, ()) if m.kind in ("percent", "count")]
        is_lead = block.text.rstrip().endswith(":") or block.kind == "heading" or not quantities
        if is_lead and (is_lack or is_headed):
            said = sense(block.text, mentions.get(block.block_id, ()))
            population = population_of(said) or population
            said = replace(said, standard=said.standard or headings.standard(block.section_id))
            is_led, told = said.stance != "target", said
        elif not terms:
            is_led = is_led and block.kind == "item"
        if quantities and (is_led or is_lack or is_headed):
            who = (population_of(sense(block.text)) if is_lack else None) or population or "poor_households"
            own = sense(block.text[: quantities[0].start], mentions.get(block.block_id, ()))
            time = own if own.year and own.moment else told
            lacks = _in_block(block, folded, terms, mentions.get(block.block_id, ()), who)
            found.extend(replace(lack, said=time) for lack in lacks)
    return [lack for lack in found if _company(found, lack)]


def in_scope(headings: Headings, section_id: int | None) -> bool:
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
        # “Hộ cận nghèo (226 hộ) thiếu hụt nhiều nhất là nhà tiêu 62%”: the bracket counts all of them
        first = named[0].start if named else 0
        between = [m for m in between if m.end > first or not folded.startswith(")", m.unit_end)]
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
            who = population_of(sense(block.text[rate.end : behind.end])) or population
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
    said = cues.TURN.search(folded)
    if said is None:
        return []
    mark = said.start()
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


def population_of(said: Sense) -> str | None:
    if "near_poor" in said.classes and "poor" not in said.classes:
        return "near_poor_households"
    return "poor_households" if "poor" in said.classes else None
