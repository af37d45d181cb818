"""“Lần lượt”: numbers that answer, one by one, to what was enumerated before them.

“Số hộ nghèo cuối năm 2020, 2021, 2022 lần lượt là 140 hộ, 118 hộ, 96 hộ”: years, or nouns (“tỷ lệ hộ nghèo, hộ cận
nghèo … lần lượt là 9,38% và 4,2%”). Where there are not as many of them as numbers nothing is shared out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from extract import cues
from extract.clauses import Clause
from extract.grammar import Mention
from extract.groups import AREAS
from extract.sense import EMPTY, Sense, sense
from normalize.fold import fold
from normalize.place import may_be_place
from normalize.vocabulary import lexicon

_AND = regex.compile(r",|(?<!\p{L})và(?!\p{L})")
# What may stand between two of the numbers.
_BETWEEN = regex.compile(r"\s*(?:,|;|và|,\s*và)?\s*")


def share_out(text: str, parts: Sequence[Clause], mentions: tuple[Mention, ...]) -> Mapping[int, Sense]:
    """What each number of one sentence is told of, by where it starts; empty where nothing is told in turn.

    >>> from extract.clauses import clauses
    >>> from extract.grammar import scan
    >>> text = "Số hộ nghèo cuối năm 2021 và 2022 lần lượt là 118 hộ và 96 hộ."
    >>> found = scan(text)
    >>> counts = [one for one in found if one.kind == "count"]
    >>> [said.year for said in share_out(text, clauses(text, 0, len(text), counts), tuple(found)).values()]
    [2021, 2022]
    """
    start, numbers = parts[0].sentence, [part.mention for part in parts]
    mark = cues.IN_TURN.search(fold(text), start, parts[-1].end)
    if mark is None:
        return {}
    start = max((number.unit_end for number in numbers if number.start < mark.start()), default=start)
    told = _numbers(text, numbers, mark.end())
    end, count = mark.start(), len(told)
    items = (
        _by_part(text, start, end, mentions)
        or _by_year(text, start, end, mentions)
        or _by_noun(text, start, end, mentions, count)
        or _by_place(text, start, end, mentions, places_of(text, parts))
        or _by_area(text, parts[0].sentence, start, end, mentions)
    )
    if len(told) < 2 or len(items) != len(told):
        return {}
    found = dict(zip((mention.start for mention in told), items, strict=True))
    again = _numbers(text, numbers, told[-1].end)
    if len(again) == len(told):
        others = _told_again(text, told[-1].unit_end, again[0].start, mentions, items)
        found |= dict(zip((number.start for number in again), others, strict=False))
    return found


def _told_again(text: str, start: int, end: int, mentions: tuple[Mention, ...], items: list[Sense]) -> list[Sense]:
    """The same in turn once more: “…, tương ứng với tỷ lệ 10% và 9%”, “…; số hộ nghèo tương ứng còn 80, 66 hộ”."""
    if cues.TURN_AGAIN.fullmatch(fold(text), start, end):
        return [replace(item, is_rate=True) for item in items]
    noun = sense(text[start:end], mentions, start)
    if not (noun.has_head and cues.IN_TURN.search(fold(text), start, end)):
        return []
    return [
        replace(noun, year=item.year, moment=item.moment, date=item.date, links=frozenset(), stance=item.stance)
        for item in items
    ]


def places_of(text: str, parts: Sequence[Clause]) -> Mapping[int, str]:
    """The place of each number where as many names as numbers are told in turn, by where it starts.

    >>> from extract.clauses import clauses
    >>> from extract.grammar import scan
    >>> text = "các xã Đồng Rằm, Kim Lũng và Yên Trại lần lượt còn 91, 112 và 127 hộ"
    >>> list(places_of(text, clauses(text, 0, len(text), scan(text))).values())
    ['Đồng Rằm', 'Kim Lũng', 'Yên Trại']
    """
    start, numbers = parts[0].sentence, [part.mention for part in parts]
    mark = cues.IN_TURN.search(fold(text), start, parts[-1].end)
    told = _numbers(text, numbers, mark.end()) if mark else []
    runs = [_NAME.findall(found.group()) for found in _NAMES.finditer(text, start, mark.start())] if mark else []
    names = next((run for run in runs if len(run) == len(told) > 1 and all(map(may_be_place, run))), None)
    return {} if names is None else dict(zip((mention.start for mention in told), names, strict=True))


# Names in a row, each of words with capitals: “Đồng Rằm, Kim Lũng và Yên Trại”.
_NAME = regex.compile(r"\p{Lu}[\p{L}'’]*(?:\s\p{Lu}[\p{L}'’]*){0,4}+(?:\s\d{1,2}(?!\d))?")
_NAMES = regex.compile(rf"(?<!\p{{Lu}}[\p{{L}}'’]{{0,9}}\s)(?:{_NAME.pattern}(?:,\s*|\s+và\s+))+{_NAME.pattern}")


def shares_of(text: str, parts: Sequence[Clause]) -> Mapping[int, int]:
    """For percentages or sums told in turn the counts they are of, by where both start.

    >>> from extract.clauses import clauses
    >>> from extract.grammar import scan
    >>> text = "thiếu vốn 52 hộ, thiếu đất 46 hộ, lần lượt chiếm 37% và 33%"
    >>> shared = shares_of(text, clauses(text, 0, len(text), scan(text)))
    >>> [(text[rate : rate + 2], text[count : count + 2]) for rate, count in shared.items()]
    [('37', '52'), ('33', '46')]
    """
    counted = next((part.mention.end for part in parts if part.mention.kind == "count"), None)
    mark = cues.IN_TURN.search(fold(text), counted, parts[-1].end) if counted is not None else None
    if mark is None:
        return {}
    told = [part.mention for part in parts if part.mention.start >= mark.end()]
    rates = [mention for mention in _numbers(text, told, mark.end()) if mention.kind in ("percent", "money")]
    counts = [part.mention for part in parts if part.mention.end <= mark.start() and part.mention.kind == "count"]
    if len(rates) < 2 or len(counts) < len(rates):
        return {}
    if cues.TURN_OF_SHARES.fullmatch(fold(text), mark.end(), rates[0].start) is None:
        return {}
    return dict(zip((rate.start for rate in rates), (count.start for count in counts[-len(rates) :]), strict=True))


def _numbers(text: str, mentions: list[Mention], behind: int) -> list[Mention]:
    """The numbers behind “lần lượt”, as long as they follow each other in one unit."""
    told = [mention for mention in mentions if mention.start >= behind]
    for place, (left, right) in enumerate(pairwise(told)):
        if left.unit != right.unit or not _BETWEEN.fullmatch(text, left.unit_end, right.start):
            return told[: place + 1]
    return told


def _by_place(text: str, start: int, end: int, mentions: tuple[Mention, ...], places: Mapping[int, str]) -> list[Sense]:
    """The same of each place, where they are told in turn."""
    said = replace(sense(text[start:end], mentions, start), links=frozenset())
    return [said] * len(places) if said.has_head else []


def _by_area(text: str, sentence: int, start: int, end: int, mentions: tuple[Mention, ...]) -> list[Sense]:
    """Town and countryside, of the class told with them or before: “thành thị và nông thôn lần lượt là 47, 73 hộ”."""
    areas = [term.code for term in lexicon().find(fold(text), start, end) if term.code in AREAS]
    said, before = sense(text[sentence:end], mentions, sentence), sense(text[sentence:start], mentions, sentence)
    classes = sense(text[start:end], mentions, start).classes or before.classes
    if len(classes) != 1:
        return []
    of_all = replace(EMPTY, classes=classes, year=said.year, moment=said.moment, date=said.date)
    return [replace(of_all, groups=(frozenset({area}),)) for area in areas]


def _by_part(text: str, start: int, end: int, mentions: tuple[Mention, ...]) -> list[Sense]:
    """One sense a part of the year: “trong quý I, quý II và quý III năm 2021”."""
    terms = lexicon().find(fold(text), start, end)
    parts = [term.code for term in terms if term.kind == "part_of_year"]
    said = sense(text[start:end], mentions, start)
    return [replace(said, part_of_year=part, links=frozenset()) for part in parts] if len(parts) > 1 else []


def _by_year(text: str, start: int, end: int, mentions: tuple[Mention, ...]) -> list[Sense]:
    """One sense a year: “cuối năm 2021 và cuối năm 2022”; a moment holds until another is named."""
    years = [mention for mention in mentions if mention.kind == "year" and start <= mention.start < end]
    if len(years) < 2:
        return []
    said = sense(text[start:end], mentions, start)
    told, at, moment = [], start, said.moment
    for year in years:
        moment = sense(text[at : year.end], mentions, at).moment or moment
        told.append(replace(said, year=int(text[year.start : year.end]), moment=moment, links=frozenset()))
        at = year.end
    return told


def _by_noun(text: str, start: int, end: int, mentions: tuple[Mention, ...], count: int) -> list[Sense]:
    """One sense a noun of an enumeration, at the time and as the rate that the whole stretch names."""
    said = sense(text[start:end], mentions, start)
    cuts = [start, *(match.end() for match in _AND.finditer(text, start, end)), end]
    nouns = [sense(text[left:right], mentions, left) for left, right in pairwise(cuts)]
    nouns = [noun for noun in nouns if noun.has_head or noun.groups]
    if len(nouns) != count or not all(noun.has_head for noun in nouns):
        return []
    return [
        replace(
            noun, year=said.year, moment=said.moment, date=said.date, is_rate=said.is_rate, change=said.change,
            stance=said.stance, links=frozenset(),
        )
        for noun in nouns
    ]  # fmt: skip
