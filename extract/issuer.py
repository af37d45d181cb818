"""Who issues a plan: from its letterhead, else from its sentences; and which units stand above the issuer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from extract.document import Document
from extract.zones import bare, is_capitals, is_letterhead, is_number, starts_with
from normalize.fold import fold
from normalize.gazetteer import Name
from normalize.place import LEVELS, Place, find_places, kinds, level_of, title_case
from normalize.vocabulary import table

# A unit tied to the paper by the organ before it counts as so many mere mentions.
TIED = 3
# What the letterhead names no number of mentions outdoes.
DECIDED = 10_000
# So far before a unit stands what ties it to the paper.
LOOK_BACK = 30

_SPACES = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuer as the datasets write it, its unit without kind, and the names of organs above it, as written."""

    name: str | None
    level: str | None
    kind: str | None
    unit: str | None
    above: tuple[str, ...] = ()


def find_issuer(
    document: Document, head: Sequence[str], title: str, issued_at: str | None, attached: Sequence[str]
) -> Issuer | None:
    """The issuer: of the letterhead, of an annex's letterhead, of annex headings, of the sentences around the body."""
    organs = read_organs(head) or read_organs(_annex_lines(document))
    if organs and (place := _unit_of(organs[-1])):
        return _issuer(organs[-1], place, organs[:-1])
    if organs and len(organs) > 1 and (place := _unit_of(organs[-2])):
        if fold(organs[-1]) in map(fold, _words()["organs"]["bound"]):
            return _issuer(f"{organs[-1]} {organs[-2]}", place, organs[:-2])
        return Issuer(written(organs[-1]), place.level, place.kind, place.name, tuple(organs[:-1]))
    sentences = [*attached, *_edges(document)]
    named = list(_acting(sentences))
    for organ, place in named:
        if place.name:
            return _issuer(organ, place, organs)
    if named:
        organ, place = named[0]
        if whole := _named_elsewhere(document, place.kind, title, issued_at):
            return _issuer(
                f"{organ} {place.kind} {whole}", Place("", place.kind, level_of(place.kind, whole), whole, 0, 0), organs
            )
        return Issuer(written(f"{organ} {place.kind}"), place.level, place.kind, None)
    return Issuer(written(organs[-1]), None, None, None) if organs else None


def read_organs(lines: Sequence[str]) -> list[str]:
    """The organs that the lines of a letterhead name, from the highest down; a name over two lines is one.

    >>> read_organs(["ỦY BAN NHÂN DÂN", "XÃ PHÚ HÒA", "Số: /KH-UBND", "Độc lập - Tự do - Hạnh phúc"])
    ['ỦY BAN NHÂN DÂN XÃ PHÚ HÒA']
    """
    organs: list[str] = []
    goes_on = False
    for line in lines:
        line = _SPACES.sub(" ", line).strip(" *-_–—")
        if is_number(line):
            goes_on = False
        elif starts_with(line, "organs") and line[:1].isupper():
            organs.append(line)
            goes_on = True
        elif goes_on and is_capitals(line) and not is_letterhead(line):
            organs[-1] += " " + line
        else:
            goes_on = False
    return organs


def written(organ: str) -> str:
    """An organ as the datasets write it: not in capitals, its unit's name in title case, Ủy ban nhân dân as UBND.

    >>> written("ỦY BAN NHÂN DÂN XÃ PHÚ HÒA"), written("Uỷ ban nhân dân huyện Krông Pa")
    ('UBND xã Phú Hòa', 'UBND huyện Krông Pa')
    >>> written("PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"), written("HUYỆN ỦY LAI VUNG")
    ('Phòng Lao động - Thương binh và Xã hội', 'Huyện ủy Lai Vung')
    """
    text = organ
    if is_capitals(organ):
        text = organ.lower()
        for place in [*find_places(organ), *_committees(organ)]:
            text = text[: place.end - len(place.name)] + place.name + text[place.end :]
        for name in _words()["organs"]["names"]:
            at = fold(text).find(fold(name))
            if at >= 0:
                text = text[:at] + name + text[at + len(name) :]
        text = text[:1].upper() + text[1:]
    for name in _words()["organs"]["people"]:
        at = fold(text).find(fold(name))
        if at >= 0:
            text = text[:at] + str(_words()["organs"]["short"]) + text[at + len(name) :]
    return text


def find_superiors(document: Document, issuer: Issuer) -> dict[str, Name]:
    """The units above the issuer that the plan names as its own, by level; none where two are equally likely.

    An organ above the issuer in the letterhead decides; else the unit named most. A unit behind UBND, HĐND or
    “địa bàn” counts more than a mere mention; “2 huyện …” counts for none.
    """
    votes: dict[str, Counter[str]] = {}
    names: dict[str, Name] = {}
    for block in document.blocks:
        if block.kind == "table" or not _mentions().search(block.text):
            continue
        for place in (*find_places(block.text), *_committees(block.text)):
            before = block.text[max(0, place.start - LOOK_BACK) : place.start]
            if place.name.isdigit() or _plural().search(before):
                continue
            key = fold(place.name)
            votes.setdefault(place.level, Counter())[key] += TIED if _tied().search(before) else 1
            names.setdefault(key, Name(place.name, place.kind))
    for organ in issuer.above:
        if place_above := _unit_of(organ):
            votes.setdefault(place_above.level, Counter())[fold(place_above.name)] += DECIDED
            names.setdefault(fold(place_above.name), Name(place_above.name, place_above.kind))
    found = {}
    for level in LEVELS[LEVELS.index(issuer.level) + 1 :] if issuer.level else ():
        counted = votes.get(level, Counter())
        counted.pop(fold(issuer.unit or ""), None)
        ranked = counted.most_common(2)
        if len(ranked) == 1 or (ranked and ranked[0][1] > ranked[1][1]):
            found[level] = names[ranked[0][0]]
    return found


def _issuer(organ: str, place: Place, above: Sequence[str]) -> Issuer:
    return Issuer(written(organ), place.level, place.kind, place.name, tuple(above))


def _unit_of(organ: str) -> Place | None:
    places = [*find_places(organ), *_committees(organ)]
    return places[-1] if places else None


def _committees(text: str) -> list[Place]:
    """Units named by their committee of the Party: `Thị ủy Ayun Pa`."""
    found = []
    for match in _committee().finditer(text):
        kind = _committee_kinds()[fold(match["committee"])]
        name = title_case(match["name"]) if match["name"].isupper() and len(match["name"]) > 1 else match["name"]
        found.append(Place(match.group(), kind, level_of(kind, name), name, match.start(), match.end()))
    return found


def _annex_lines(document: Document) -> list[str]:
    """The lines of letterheads further down."""
    return [line for block in document.blocks if block.kind == "letterhead" for line in block.text.split("\n")]


def _edges(document: Document) -> Iterator[str]:
    """The sentences before the first section, the last first, then those that close the plan."""
    first = next((index for index, block in enumerate(document.blocks) if block.section_id is not None), 0)
    yield from (block.text for block in reversed(document.blocks[:first]) if block.kind == "paragraph")
    closings = tuple(map(bare, _words()["issuing"]["closings"]))
    for block in reversed(document.blocks):
        if block.kind in ("paragraph", "item") and bare(block.text[:40]).startswith(closings):
            yield block.text


def _acting(sentences: Sequence[str]) -> Iterator[tuple[str, Place]]:
    """The organs that act in the sentences, with their unit; where a verb follows before where one is only named."""
    for pattern in (_actor(verbs=True), _actor(verbs=False)):
        for sentence in sentences:
            for match in reversed(list(pattern.finditer(sentence))):
                places = [place for place in find_places(match["unit"] + match["rest"]) if place.start == 0]
                kind = fold(match["unit"])
                if places:
                    yield f"{match['organ']} {places[0].literal}", places[0]
                elif pattern is _actor(verbs=True):
                    yield match["organ"], Place(match.group(), kind, level_of(kind), "", 0, 0)


def _named_elsewhere(document: Document, kind: str, title: str, issued_at: str | None) -> str | None:
    """The name of the issuer's unit where only its kind is told: in title or dateline, or what the text names most."""
    for place in find_places(title):
        if place.kind == kind:
            return place.name
    if issued_at and not is_capitals(issued_at):
        return issued_at
    votes = Counter(
        place.name
        for block in document.blocks
        if block.kind not in ("table", "recipients") and _mentions().search(block.text)
        for place in find_places(block.text)
        if place.kind == kind
    )
    return votes.most_common(1)[0][0] if votes else None


@cache
def _words() -> Mapping[str, Any]:
    return table("letterhead")


@cache
def _committee_kinds() -> Mapping[str, str]:
    return {fold(committee): fold(kind) for committee, kind in _words()["committees"].items()}


def _either(words: Sequence[str]) -> str:
    """Words as alternatives, ủy also written uỷ."""
    alternatives = (regex.escape(word).replace("ủy", "(?:ủy|uỷ)").replace("Ủy", "(?:Ủy|Uỷ)") for word in words)
    return "|".join(alternatives)


@cache
def _committee() -> regex.Pattern[str]:
    names = _either(list(_words()["committees"]))
    return regex.compile(
        rf"(?<!\p{{L}})(?P<committee>(?i:{names}))\s+(?P<name>\p{{Lu}}[\p{{L}}'’]*(?:\s\p{{Lu}}[\p{{L}}'’]*){{0,3}})"
    )


@cache
def _actor(verbs: bool) -> regex.Pattern[str]:
    organs = _either(_words()["issuing"]["organs"])
    units = "|".join(kinds("commune", "district", "province"))
    name = r"(?P<rest>(?:\s\p{Lu}[\p{L}'’]*){0,5})"
    behind = rf"\s+(?:{_either(_words()['issuing']['verbs'])})(?!\p{{L}})" if verbs else r"(?=[\s.,;:)/]|$)"
    return regex.compile(rf"(?<!\p{{L}})(?P<organ>(?i:{organs}))\s+(?P<unit>(?i:{units}))(?!\p{{L}}){name}{behind}")


@cache
def _mentions() -> regex.Pattern[str]:
    """A cheap look whether a text may name a unit of higher level."""
    return regex.compile(r"(?:uyện|UYỆN|ị xã|Ị XÃ|hố|HỐ|ỉnh|ỈNH|uận|TP|TX|xã|XÃ|ường|trấn|ủy|uỷ|Ủy)\.? \p{Lu}")


@cache
def _plural() -> regex.Pattern[str]:
    return regex.compile(rf"(?:\d|(?<!\p{{L}})(?i:{'|'.join(_words()['superior']['plural'])}))\s+$")


@cache
def _tied() -> regex.Pattern[str]:
    return regex.compile(rf"(?i:{_either(_words()['superior']['tied'])})\s+$")
