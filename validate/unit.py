"""What a plan calls its own, and where it speaks of another's as of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import regex

from extract.facts import Facts
from normalize.fold import fold
from normalize.place import LEVELS, find_places, kinds, level_of
from validate.passage import Passage
from validate.words import any_of, either, holds_any, words

# Names more alike than this are one name, written or read with a slip.
ALIKE = 0.7
# Between an organ and the kind of its unit stands what the organ is for: “Ban Chỉ đạo giảm nghèo thị trấn”.
REACH = 40
# So near before a unit stands what shows that it only stands beside the plan's own.
LOOK_BACK = 24
# Between the name of a programme and its period stand few words.
PERIOD_REACH = 80

_YEAR = regex.compile(r"năm\s+(?P<year>20\d\d)(?!\d|\s*-)")


@dataclass(frozen=True, slots=True)
class Own:
    """The plan's own unit: level, kind as folded (`xã`), name, and the years it plans for."""

    level: str
    kind: str
    name: str | None
    years: tuple[int, ...]

    @property
    def told(self) -> str:
        return f"{self.kind} {self.name}" if self.name else self.kind


@dataclass(frozen=True, slots=True)
class Slip:
    """Where another's is told as the plan's own: offsets in the passage, what it is, what it should be."""

    start: int
    end: int
    kind: str
    other: str
    own: str


def find_own(facts: Facts) -> Own | None:
    """The plan's own unit; None where its level or kind is not known."""
    letterhead = facts.letterhead
    if letterhead.level not in LEVELS:
        return None
    named = fold(letterhead.issuer or "")
    kind = next((kind for kind in kinds(letterhead.level) if regex.search(either([kind]), named)), None)
    if kind is None:
        return None
    name = {"commune": letterhead.commune, "district": letterhead.district, "province": letterhead.province}
    first = letterhead.plan_year
    last = letterhead.plan_year_to or first
    years = () if first is None or last is None else tuple(range(first, last + 1))
    return Own(letterhead.level, kind, name.get(letterhead.level), years)


def find_slips(passage: Passage, facts: Facts, own: Own) -> Iterator[Slip]:
    """All slips of one heading or sentence."""
    if passage.block.kind == "heading":
        yield from _find_level(passage, own)
    yield from _find_kind(passage, own)
    yield from _find_plural(passage, own)
    yield from _find_name(passage, own)
    yield from _find_alien(passage, own)
    yield from _find_year(passage, own)
    yield from _find_period(passage, facts, own)


def _find_level(passage: Passage, own: Own) -> Iterator[Slip]:
    """A heading that tells of another level: “THỰC TRẠNG HỘ NGHÈO CỦA HUYỆN” in a commune's plan."""
    if not holds_any(passage.folded, words("leftover")["subjects"]):
        return
    for match in _of_level(own.level).finditer(passage.folded):
        if passage.text[match.end("kind") :].strip()[:1].isupper() and not passage.text.isupper():
            continue
        yield Slip(match.start(), match.end(), "level", match["kind"], own.told)


@cache
def _of_level(level: str) -> regex.Pattern[str]:
    others = [kind for kind in kinds(*(set(LEVELS) - {level, "village"})) if level_of(kind) != level]
    found = words("leftover")
    return regex.compile(rf"{either(found['ties'])}\s+(?P<kind>{either(others)})(?!\s+{either(found['behind'])})")


def _find_kind(passage: Passage, own: Own) -> Iterator[Slip]:
    """An organ of a unit of the same level but another kind: “Ban Chỉ đạo … thị trấn” in the plan of a xã."""
    folded = passage.folded
    for match in _of_kind(own.level, own.kind).finditer(folded):
        start, end = match.span("kind")
        if _is_listed(folded, start, end):
            continue
        if passage.text[end:].lstrip()[:1].isupper() and not passage.text[start:end].isupper():
            continue  # with a name it is a unit of its own, see `_find_name`
        yield Slip(match.start(), end, "kind", match["kind"], own.told)


@cache
def _of_kind(level: str, kind: str) -> regex.Pattern[str]:
    # a city may stand on two levels: what it is in the plan cannot be told by its word
    others = [other for other in kinds(level) if other not in (kind, "thành phố", "đặc khu")]
    found = words("leftover")
    behind = rf"(?!\s+{either(found['behind'])})"
    # a xã is met in many words and lists: only right behind an organ is it a unit
    near = rf"{either([*found['organs'], *found['ties']])}\s+(?P<kind>{either(others)}){behind}"
    plain = either(other for other in others if other != "xã")
    far = rf"{either(found['bodies'])}[^.,;:()]{{0,{REACH}}}?\s(?P<kind>{plain}){behind}"
    return regex.compile(rf"{near}|{far}") if others else regex.compile(r"(?!)")


def _is_listed(folded: str, start: int, end: int) -> bool:
    """Whether the unit is one of a list, or a level in general: “các xã, thị trấn”, “cấp xã”."""
    before, behind = _list()
    return before.search(folded[:start]) is not None or behind.match(folded, end) is not None


@cache
def _list() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    before = rf"(?:{either(words('leftover')['listed'])}|[,/-])\s*$"
    return regex.compile(before), regex.compile(rf"\s*[,/-]\s*{either(kinds('commune', 'district', 'province'))}")


def _find_plural(passage: Passage, own: Own) -> Iterator[Slip]:
    """“UBND các xã” as those who act, in the plan of one xã."""
    folded = passage.folded
    for match in _plural(own.level).finditer(folded):
        before = folded[max(0, match.start() - LOOK_BACK) : match.start()]
        beside, neighbours = _others()
        if beside.search(before) or neighbours.match(folded, match.end()):
            continue
        yield Slip(match.start(), match.end(), "plural", match["kind"], own.kind)


@cache
def _plural(level: str) -> regex.Pattern[str]:
    organs, own_kinds = either(words("leftover")["organs"]), either(kinds(level))
    return regex.compile(rf"{organs}\s+các\s+(?P<kind>{own_kinds}(?:\s*,\s*{own_kinds})*)")


@cache
def _others() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What stands before units that others are, and behind those that are only near."""
    before = rf"{either(words('leftover')['beside'])}\s*(?:\p{{L}}+\s+)?$"
    return regex.compile(before), regex.compile(rf"[^.;]{{0,{REACH}}}?{either(words('leftover')['neighbours'])}")


def _find_name(passage: Passage, own: Own) -> Iterator[Slip]:
    """Another unit of the plan's level told as its own: “trên địa bàn xã …”."""
    if own.name is None:
        return
    for place in find_places(passage.text):
        if place.level != own.level or _is_alike(place.name, own.name):
            continue
        before = fold(passage.text[: place.start])
        tied = _tied().search(before)
        owned = tied or (_organ().search(before) if _is_of_itself(passage) else None)
        if owned:
            yield Slip(owned.start(), place.end, "name", f"{place.kind} {place.name}", own.told)


@cache
def _tied() -> regex.Pattern[str]:
    """“trên địa bàn xã …”; “của xã …” may well be another's."""
    return regex.compile(rf"{either(tie for tie in words('leftover')['ties'] if tie != 'của')}\s*$")


@cache
def _organ() -> regex.Pattern[str]:
    return regex.compile(rf"{either(words('leftover')['organs'])}\s*$")


def _is_of_itself(passage: Passage) -> bool:
    """Whether the plan speaks of itself: where it opens (“UBND … xây dựng Kế hoạch”) or closes (“Trên đây là …”)."""
    if any_of(words("leftover")["closes"]).match(passage.folded):
        return True
    return passage.block.section_id is None and holds_any(passage.folded, words("leftover")["opens"])


def _is_alike(one: str, other: str) -> bool:
    first, second = fold(one).replace(" ", ""), fold(other).replace(" ", "")
    return first in second or second in first or SequenceMatcher(None, first, second).ratio() >= ALIKE


def _find_alien(passage: Passage, own: Own) -> Iterator[Slip]:
    """What only units of another kind have: “đô thị văn minh” in the plan of a xã."""
    alien = words("leftover")["kinds"].get(own.kind, ())
    if alien:
        for match in any_of(alien).finditer(passage.folded):
            if not holds_any(passage.folded[: match.start()], words("leftover")["campaigns"]):
                yield Slip(match.start(), match.end(), "alien", match.group(), own.kind)


def _find_year(passage: Passage, own: Own) -> Iterator[Slip]:
    """The plan speaks of itself with another year: “Trên đây là Kế hoạch … năm 2022” in a plan for 2023."""
    if not own.years or not _is_of_itself(passage) or holds_any(passage.folded, words("leftover")["past"]):
        return
    found = any_of([*words("leftover")["opens"], *words("leftover")["closes"]]).search(passage.folded)
    years = list(_YEAR.finditer(passage.folded, found.end())) if found else []
    if years and all(int(year["year"]) not in own.years for year in years):
        told = "–".join(dict.fromkeys((str(own.years[0]), str(own.years[-1]))))
        yield Slip(years[0].start(), years[0].end(), "year", years[0]["year"], told)


def _find_period(passage: Passage, facts: Facts, own: Own) -> Iterator[Slip]:
    """A programme or standard with a period that none has."""
    for figure in facts.figures:
        if figure.kind != "period" or figure.block_id != passage.block.block_id:
            continue
        if not passage.start <= figure.start < passage.end or figure.value is None or figure.value_to is None:
            continue
        first, last = int(figure.value), int(figure.value_to)
        is_own = bool(own.years) and first == own.years[0] and last == own.years[-1]
        if f"{first}-{last}" in words("leftover")["periods"]["known"] or is_own or last <= first:
            continue
        if own.years and last < own.years[0]:
            continue  # a look back over some of the years
        before = passage.folded[: figure.start - passage.start]
        if _programme().search(before):
            at = figure.start - passage.start
            yield Slip(at, figure.end - passage.start, "period", figure.literal, "2016–2020, 2021–2025, 2022–2025")


@cache
def _programme() -> regex.Pattern[str]:
    found = words("leftover")["periods"]
    return regex.compile(rf"{either(found['programmes'])}[^.;:]{{0,{PERIOD_REACH}}}{either(found['spans'])}\s*$")
