"""Where: the unit a clause counts in, when it is not the plan's own."""

from __future__ import annotations

from collections.abc import Set

import regex

from extract import cues
from extract.facts import Letterhead
from extract.utterance import Utterance
from normalize.fold import fold
from normalize.place import LEVELS, find_places, level_of, may_be_place, split_place
from normalize.vocabulary import any_of, table

# “các xã Đồng Rằm, Kim Lũng và Yên Trại”, “thôn Khe Mo và thôn Bó Lếch”
_MORE_NAMES = regex.compile(
    rf"(?:(?:,|\s+và)\s+(?:{any_of(table('cues')['places']['kinds'])}\s+)?"
    r"\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*)*)+"
)
# What stands before a name in a list.
_LISTED = regex.compile(r"[:;,(]|\bvà\b")


def own_names(letterhead: Letterhead) -> frozenset[tuple[str, str]]:
    """The plan's own unit and those above it, by level and folded name, and what its title speaks of."""
    own = {"commune": letterhead.commune, "district": letterhead.district, "province": letterhead.province}
    titled = find_places(letterhead.title or "")
    named = {(level, fold(name)) for level, name in own.items() if name}
    return frozenset(named | {(place.level, fold(place.name)) for place in titled})


def place_of(heard: Utterance, own: Set[tuple[str, str]]) -> str | None:
    """A unit named in the clause that is neither the plan's own nor above it; several names stay together.

    Where several levels are named (“thôn …, xã …”) the lowest is meant. A sentence that begins with a village speaks
    of it until it names another: “Thôn Khe Mo có 90 hộ, trong đó hộ nghèo 22 hộ”.
    """
    text, number = heard.block.text, heard.mention
    start = max(heard.clause.start, text.rfind(";", 0, number.start) + 1)
    mostly = cues.MOSTLY_IN.search(heard.words.folded, number.unit_end, heard.clause.end)
    stop = mostly.start() if mostly else heard.clause.end  # “7.127 hộ, tập trung ở các huyện …” counts all of them
    return _named(heard, own, start, stop) or _subject(heard, own, start)


def wider_unit(heard: Utterance, level: str | None) -> str | None:
    """The unit above the plan's own that a sentence speaks of last before its number: “toàn huyện”, “cả nước”.

    `level` is that of the plan. Where none stands before the number, the words behind it are asked.
    """
    found = _unit(heard)
    if found is None or level not in LEVELS:
        return None
    is_wider = found["unit"] in _COUNTRY or LEVELS.index(level_of(found["unit"])) > LEVELS.index(level)
    return heard.block.text[found.start("told") : found.end("told")] if is_wider else None


def is_of_own_unit(heard: Utterance, level: str | None) -> bool:
    """Whether a number is of the plan's own unit again, behind one of another: “toàn tỉnh 7,12%, xã 9,05%”."""
    found = _unit(heard)
    return found is not None and found["unit"] not in _COUNTRY and level_of(found["unit"]) == level


def _unit(heard: Utterance) -> regex.Match[str] | None:
    """The unit that is spoken of last before the number, else first behind it."""
    text, clause, number = heard.words.folded, heard.clause, heard.mention
    before = list(cues.WHOLE_UNIT.finditer(text, clause.sentence, number.start))
    if not before:
        return cues.WHOLE_UNIT.search(text, number.unit_end, max(clause.end, number.unit_end))
    return max([*before, *cues.UNIT_ALONE.finditer(text, clause.sentence, number.end)], key=lambda found: found.start())


_COUNTRY = frozenset(map(fold, table("cues")["places"]["country"]))


def listed_place(heard: Utterance, known: Set[str]) -> str | None:
    """A place of the plan's tables right before a number, without its kind: “các thôn: Khe Mo 13 hộ, Bó Lếch 11 hộ”."""
    before = heard.block.text[heard.clause.sentence : heard.mention.start]
    label = _LISTED.split(before)[-1].strip(" -–")
    place = split_place(label)
    name = label if place is None else place.name
    return name if fold(name) in known else None


def is_singled_out(heard: Utterance) -> bool:
    """Whether the number is of the one of most or least, whether it is named or not."""
    is_extreme = cues.EXTREME_BEFORE.search(heard.words.folded, heard.words.nearby, heard.mention.start) is not None
    return is_extreme or _singled_out(heard) is not None


def singled_out(heard: Utterance) -> str | None:
    """A place named without its kind as the one of most or least: “xã nghèo nhất là Khe Mo với 37%”."""
    name = _singled_out(heard)
    return name if name and may_be_place(name) else None


def _singled_out(heard: Utterance) -> str | None:
    found = cues.SINGLED_OUT.search(heard.words.folded, heard.clause.start, heard.mention.start)
    name = heard.block.text[found.start("name") : found.end("name")] if found else ""
    return name if name and all(word[0].isupper() for word in name.split()) else None


def _named(heard: Utterance, own: Set[tuple[str, str]], start: int, stop: int) -> str | None:
    text, number = heard.block.text, heard.mention
    named = []
    for place in find_places(text[start:stop]):
        begin, end = start + place.start, start + place.end
        name = text[end - len(place.name) : end]
        if begin <= number.start < end:  # “thôn Khe Mo 22 hộ”, “mỗi thôn 2 người”
            end = len(text[: number.start].rstrip())
            name = text[start + place.end - len(place.name) : end]
        holds_number = not name.strip()
        comes_from = cues.ORIGIN_BEFORE.search(heard.words.folded, 0, begin) is not None  # “lao động từ Bình Dương về”
        is_organ = cues.ORGAN_BEFORE.search(heard.words.folded, 0, begin) is not None
        if (place.level, fold(place.name)) not in own and not (holds_number or is_organ or comes_from):
            first = begin if name.strip().isdigit() else end - len(name)  # “tổ dân phố 4” has no other name
            named.append((LEVELS.index(place.level), first, end))
    if not named:
        return None
    _, begin, end = min(named)
    more = _MORE_NAMES.match(text, end)
    return text[begin : more.end() if more else end]


def _subject(heard: Utterance, own: Set[tuple[str, str]], stop: int) -> str | None:
    """The unit a sentence opens with, unless a wider one is named since: “toàn xã”."""
    text = heard.block.text
    opening = cues.OPENING.match(heard.words.folded, heard.clause.sentence)
    if opening is None or opening.end() >= stop:
        return None
    first = next(iter(find_places(text[opening.end() : stop])), None)
    if first is None or first.start or first.level != "village" or ";" in text[opening.end() : stop]:
        return None
    is_wider = cues.OF_ALL.search(heard.words.folded, opening.end(), heard.clause.end) is not None
    return None if is_wider or (first.level, fold(first.name)) in own else first.name
