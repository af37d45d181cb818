"""Names of administrative units behind their kind: `xã Phú Hòa`, `thị xã Ba Đồn`, `TP. Huế`, `phường 5`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from normalize.fold import fold
from normalize.vocabulary import any_of, table

LEVELS = ("village", "commune", "district", "province")

# Words of a name: each with a capital, `Ea H'leo`, or a number behind them (`Phú Thọ B2`); at most five.
_WORD = r"\p{Lu}[\p{L}'’]*\d{0,2}"
_NAME = rf"{_WORD}(?:[ ]{_WORD}){{0,4}}(?:[ ]\d{{1,2}}(?![\d%/]|[.,]\d))?"
# Two names joined by a dash are one name of a province or city: Bà Rịa - Vũng Tàu.
_JOINED = rf"{_NAME}(?:\s?[-–]\s?{_NAME})?"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit named in a text, `text[start:end] == literal`; `kind` is folded and written out, `name` without kind."""

    literal: str
    kind: str
    level: str
    name: str
    start: int
    end: int


def find_places(text: str) -> tuple[Place, ...]:
    """All units named behind their kind, in reading order; those in capitals get their name in title case.

    >>> [(place.kind, place.name) for place in find_places("UBND thị xã Ba Đồn và XÃ LONG HƯNG NĂM 2024")]
    [('thị xã', 'Ba Đồn'), ('xã', 'Long Hưng')]
    >>> find_places("Phòng Lao động - Thương binh và Xã hội")
    ()
    """
    found: list[Place] = []
    at = 0
    while match := _pattern().search(text, at):
        name = _cut(match["joined"] or match["name"], text[match.end() :])
        end = match.start("joined" if match["joined"] else "name") + len(name)
        at = max(end, match.end("kind"))  # “XÃ PHÚ AN VÀ XÃ KHE MO”: the next kind may stand in what was cut off
        if not name or _is_word(match["kind"], name):
            continue
        kind = _written_out(match["kind"])
        name = title_case(name) if name.isupper() and len(name) > 1 else name
        found.append(Place(text[match.start() : end], kind, level_of(kind, name), name, match.start(), end))
    return tuple(found)


def split_place(text: str) -> Place | None:
    """The kind and name of a text that is nothing but a place: `Ấp Bình Phú`; None where no kind stands before.

    >>> split_place("Tổ dân phố số 3").name, split_place("Ấp Bình Phú").kind, split_place("Khe Mo")
    ('số 3', 'ấp', None)
    """
    match = _whole().fullmatch(text.strip())
    if match is None:
        return None
    kind, start = _written_out(match["kind"]), text.index(match["kind"])
    return Place(text.strip(), kind, level_of(kind, match["name"]), match["name"], start, start + len(text.strip()))


def level_of(kind: str, name: str = "") -> str:
    """The level of a kind of unit; a city directly under the centre stands on the level of a province.

    >>> level_of("phường"), level_of("thành phố", "Tân An"), level_of("thành phố", "Hải Phòng")
    ('commune', 'district', 'province')
    """
    if kind == "thành phố" and fold(name) in _central():
        return "province"
    return _levels()[kind]


def title_case(name: str) -> str:
    """A name set in capitals as it is written otherwise.

    >>> title_case("BÀ RỊA - VŨNG TÀU"), title_case("EA H'LEO")
    ('Bà Rịa - Vũng Tàu', "Ea H'leo")
    """
    return " ".join(word.capitalize() for word in name.split())


def kinds(*levels: str) -> tuple[str, ...]:
    """The kinds of units of the given levels (all where none is given), longest first.

    >>> kinds("province", "commune")
    ('thị trấn', 'đặc khu', 'phường', 'tỉnh', 'xã')
    """
    wanted = levels or LEVELS
    return tuple(
        sorted((kind for kind, level in _levels().items() if level in wanted), key=lambda kind: (-len(kind), kind))
    )


def may_begin_name(kind: str) -> bool:
    """Whether names of other units begin with this kind of village too: xã Bản Sưa, thị trấn Sóc Sơn.

    >>> may_begin_name("bản"), may_begin_name("tổ dân phố")
    (True, False)
    """
    return fold(kind) in {fold(word) for word in _table()["names"]["beginnings"]}


def begins_names(kind: str) -> bool:
    """Whether a kind of village of old stands in names rather than before them: Sóc Xoài, Plei Ó.

    >>> begins_names("sóc"), begins_names("bản")
    (True, False)
    """
    return fold(kind) in {fold(word) for word in _table()["names"]["of_old"]}


def may_be_place(name: str) -> bool:
    """Whether a name without its kind may be a place: not a people, an abbreviation or a kind itself.

    >>> [name for name in ("Khe Mo", "Mông", "WB", "Huyện") if may_be_place(name)]
    ['Khe Mo']
    """
    is_abbreviated = len(name) > 1 and name.isalpha() and name.isupper()
    return not is_abbreviated and fold(name) not in kinds() and fold(name) not in _peoples()


@cache
def _peoples() -> frozenset[str]:
    return frozenset(map(fold, table("groups")["peoples"]["names"]))


@cache
def _table() -> Mapping[str, Any]:
    return table("places")


@cache
def _abbreviations() -> Mapping[str, str]:
    return {fold(short): fold(long) for short, long in _table()["abbreviations"].items()}


@cache
def _levels() -> dict[str, str]:
    return {fold(kind): level for level, named in _table()["levels"].items() for kind in named}


@cache
def _central() -> frozenset[str]:
    return frozenset(map(fold, _table()["central"]["cities"]))


@cache
def _ends() -> frozenset[str]:
    return frozenset(map(fold, _table()["names"]["ends"]))


@cache
def _ends_in_capitals() -> frozenset[str]:
    return frozenset(map(fold, _table()["names"]["ends_in_capitals"]))


@cache
def _ends_before() -> Mapping[str, regex.Pattern[str]]:
    """By folded word what must follow it, so that it belongs to no name."""
    told = _table()["names"]["ends_before"]
    behind = {word: "|".join(_NUMBER if one == "#" else any_of([one]) for one in words) for word, words in told.items()}
    return {fold(word): regex.compile(rf"\s*(?:{pattern})") for word, pattern in behind.items()}


# A number behind a word: “Năm 2024”, “Quý II”, “Khóa XI”; folded.
_NUMBER = r"\d|[ivx]+(?!\p{L})"


def _kind_pattern() -> str:
    short = "|".join(rf"{regex.escape(word)}(?:\.|(?=\s))" for word in _abbreviations())
    return rf"(?i:{'|'.join(map(regex.escape, kinds()))}|{short})"


@cache
def _pattern() -> regex.Pattern[str]:
    before = "|".join(map(regex.escape, _table()["names"]["not_after"]))
    qualities = "|".join(map(regex.escape, _table()["names"]["qualities"]))
    return regex.compile(
        rf"(?<![\p{{L}}-])(?<!(?<!\p{{L}})(?i:{before})\s)(?P<kind>{_kind_pattern()})\s*"
        rf"(?:(?i:{qualities})\s+)?"
        rf"(?:(?<=(?i:tỉnh|phố|tp\.?)\s+)(?P<joined>{_JOINED})|(?<=\s|\.)(?P<name>{_NAME}|\d{{1,2}}(?![\d%/]|[.,]\d)))"
    )


@cache
def _whole() -> regex.Pattern[str]:
    return regex.compile(rf"(?P<kind>{_kind_pattern()})\s+(?P<name>(?:\p{{Lu}}|\d|(?i:số)\s).*)")


def _written_out(kind: str) -> str:
    key = fold(regex.sub(r"\s+", " ", kind))
    return _abbreviations().get(key.rstrip("."), key)


def _cut(name: str, after: str) -> str:
    """The name up to the first word that belongs to no name; empty where that is the first one.

    `after` is the text behind it: “Tân Hội” is a name, of “Tân Hội đồng …” only the first word.
    """
    end = 0
    for word in regex.finditer(r"\S+", name):
        key, following = fold(word.group()), name[word.end() :] + after[:_FEW]
        before = _ends_before().get(key)
        is_small = name.isupper() and key in _ends_in_capitals() and regex.match(r"\s*\w", following)
        if key in _ends() or is_small or (before is not None and before.match(fold(following))):
            break
        if word.group() not in "-–":
            end = word.end()
    return name[:end]


def _is_word(kind: str, name: str) -> bool:
    """Whether kind and name are one word: “Thương binh và Xã Hội”, “XÃ HỘI CHỦ NGHĨA”, but “xã Hội Sơn”."""
    first, *more = name.split()
    words = _table()["names"]
    if fold(f"{kind} {first}") not in map(fold, words["not_names"]):
        return False
    goes_on = (*map(fold, words["after_not_names"]), *kinds())
    return not more or (name.isupper() and fold(" ".join(more)).startswith(goes_on))


# So many characters behind a name tell whether its last word belongs to it.
_FEW = 24
