"""Official units by their names: codes of the General Statistics Office, the units above, the unit of today.

Names alone are often ambiguous (A Lưới is one district, Châu Thành is ten): what fits several units stays open.
Source: `data/gazetteer.csv`, whose making and eras `tests/make_places.py` tells.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

import regex

from normalize.fold import fold

# From the lowest to the highest.
LEVELS = ("commune", "district", "province")
# Districts ended and communes merged on this day. Source: Law 72/2025/QH15, Resolution 202/2025/QH15.
REFORM = date(2025, 7, 1)

_Index = dict[tuple[str, str], list[list[str]]]
_NOT_OF_KEYS = regex.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of one era; `parent` and `present` are codes, blank where there is none or it is not known."""

    key: str
    era: str  # present, former (until 30 June 2025), earlier (until some day after 2021)
    level: str
    kind: str
    name: str
    code: str
    parent: str
    present: str

    @property
    def written(self) -> str:
        """The unit with its kind: `xã Hồng Thượng`."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a unit as a paper writes it, with its kind where that is told."""

    name: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A unit and those above it, by level; `candidates` are codes where the lowest name fits several units."""

    codes: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)  # official ones, of all levels that are certain
    candidates: tuple[str, ...] = ()
    present: Unit | None = None


def key_of(name: str) -> str:
    """A name without tone marks, spaces and signs, by which its spellings meet.

    >>> key_of("Bà Rịa – Vũng Tàu"), key_of("Ea H'leo"), key_of("Mỹ Quý"), key_of("Phường 07")
    ('bariavungtau', 'eahleo', 'miqui', 'phuong7')
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = _NOT_OF_KEYS.sub("", plain).replace("y", "i")
    return str(regex.sub(r"(?<!\d)0+(?=\d)", "", letters))


def eras_of(day: date | None, year: int | None) -> tuple[str, ...]:
    """The eras a paper may be of, the likeliest first, from its day or, where that is blank, its year.

    >>> eras_of(None, 2021), eras_of(date(2024, 12, 31), 2024), eras_of(date(2025, 7, 1), 2025)
    (('earlier', 'former'), ('earlier', 'former'), ('present',))
    """
    if (day is not None and day >= REFORM) or (day is None and year is not None and year > REFORM.year):
        return ("present",)
    if day is None and year in (None, REFORM.year):
        return ("former", "earlier", "present")
    return ("earlier", "former")


def find_chain(named: Mapping[str, Name], eras: Sequence[str]) -> Chain:
    """The official unit of the lowest name, and those above it, as far as the names leave no choice.

    >>> chain = find_chain({"commune": Name("Hồng Thượng")}, eras_of(None, 2021))
    >>> chain.codes, chain.names["province"], chain.present.written
    ({'commune': '20086', 'district': '481', 'province': '46'}, 'Thừa Thiên Huế', 'xã A Lưới 3')
    >>> len(find_chain({"district": Name("Châu Thành")}, eras_of(None, 2021)).candidates) > 5
    True
    """
    levels = [level for level in LEVELS if level in named]
    for index, level in enumerate(levels):
        above = {level: named[level] for level in levels[index + 1 :]}
        if found := _fitting(level, named[level], above, eras):
            return _told(level, found, eras)
    return Chain()


def without_districts(named: Mapping[str, Name], eras: Sequence[str]) -> Mapping[str, Name]:
    """The names by level, a city that is no district in these eras being on the level of a province.

    >>> sorted(without_districts({"commune": Name("A Lưới 3"), "district": Name("Huế", "thành phố")}, ("present",)))
    ['commune', 'province']
    """
    if "district" not in named or "province" in named:
        return named
    key = key_of(named["district"].name)
    if any(unit.era in eras for unit in _named("district", key)):
        return named
    if not any(unit.era in eras and unit.kind == "thành phố" for unit in _named("province", key)):
        return named
    return {"province" if level == "district" else level: name for level, name in named.items()}


def communes_of(level: str, code: str, era: str) -> tuple[str, ...]:
    """The codes of the communes within a unit, of a commune its own.

    >>> communes_of("commune", "20086", "former"), len(communes_of("district", "481", "former"))
    (('20086',), 18)
    """
    if level == "commune":
        return (code,)
    within = [unit for unit in _within(era, code) if unit.level != level]
    return tuple(sorted(one for unit in within for one in communes_of(unit.level, unit.code, era)))


def _told(level: str, found: Sequence[Unit], eras: Sequence[str]) -> Chain:
    """What several units that one name fits have in common."""
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for at in LEVELS[LEVELS.index(level) :]:
        units = {unit and unit.code: unit for unit in (_above(unit, at, eras) for unit in found)}
        unit = units.popitem()[1] if len(units) == 1 else None
        if unit is not None:
            names |= {at: unit.name} if unit.name else {}
            codes |= {at: unit.code} if unit.code else {}
    candidates = sorted({unit.code for unit in found if unit.code})
    present = {unit.present for unit in found}
    now = _coded("present", min(present)) if len(present) == 1 else ()
    return Chain(codes, names, tuple(candidates) if len(candidates) > 1 else (), now[0] if now else None)


def _fitting(level: str, named: Name, above: Mapping[str, Name], eras: Sequence[str]) -> list[Unit]:
    """The units of a name that lie in the units named above them, of the likeliest era; each code once."""
    known = [unit for unit in _named(level, key_of(named.name)) if unit.era in eras]
    known = [unit for unit in known if all(_lies_in(unit, at, name, eras) for at, name in above.items())]
    known = [unit for unit in known if unit.kind == named.kind] or ([] if named.kind and not above else known)
    known = [unit for unit in known if fold(unit.name) == fold(named.name)] or known
    found: dict[str, Unit] = {}
    for unit in sorted(known, key=lambda unit: eras.index(unit.era)):
        found.setdefault(unit.code or unit.present, unit)
    return list(found.values())


def _lies_in(unit: Unit, level: str, named: Name, eras: Sequence[str]) -> bool:
    key = key_of(named.name)
    return any(above.key == key for above in _all_above(unit, level, eras))


def _above(unit: Unit, level: str, eras: Sequence[str]) -> Unit | None:
    """The unit of a level in which another lies, itself on its own level, by its name in the likeliest era."""
    if unit.level == level:
        return unit
    return next(iter(_all_above(unit, level, eras)), None)


def _all_above(unit: Unit, level: str, eras: Sequence[str]) -> list[Unit]:
    """The unit of a level in which another lies, by each of its names."""
    parents = [parent for era in eras for parent in _coded(era, unit.parent)]
    parents = [parent for parent in parents if LEVELS.index(parent.level) > LEVELS.index(unit.level)]
    if any(parent.level == level for parent in parents):
        return [parent for parent in parents if parent.level == level]
    return [higher for parent in parents for higher in _all_above(parent, level, eras)]


def _named(level: str, key: str) -> list[Unit]:
    return [Unit(*row) for row in _rows()[0].get((level, key), ())]


def _within(era: str, code: str) -> list[Unit]:
    return [Unit(*row) for row in _rows()[2].get((era, code), ())]


def _coded(era: str, code: str) -> list[Unit]:
    return [Unit(*row) for row in _rows()[1].get((era, code), ())]


@cache
def _rows() -> tuple[_Index, _Index, _Index]:
    """The rows of the table by level and key, by era and code, and by era and the code of the unit above."""
    by_key: _Index = {}
    by_code: _Index = {}
    by_parent: _Index = {}
    lines = (files("normalize") / "data" / "gazetteer.csv").read_text("utf-8").splitlines()
    for row in csv.reader(lines[1:]):
        by_key.setdefault((row[2], row[0]), []).append(row)
        by_code.setdefault((row[1], row[5]), []).append(row)
        by_parent.setdefault((row[1], row[6]), []).append(row)
    return by_key, by_code, by_parent
