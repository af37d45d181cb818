"""The place that a label of a table speaks of, and what sort of place it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extract.facts import Letterhead
from extract.groups import AREAS
from extract.sense import sense
from normalize.fold import fold
from normalize.place import LEVELS, Place, begins_names, kinds, level_of, may_begin_name, split_place
from normalize.vocabulary import any_of
from normalize.vocabulary import table as vocabulary

# A footnote mark behind a name: “Khe Mo (*)”.
_FOOTNOTE = regex.compile(r"\s*(?:\(\*+\)|\*+|\(\d\))$")


# A town in a list of communes: “TT Mường Khát”.
_TOWN = regex.compile(rf"^(?:{'|'.join(vocabulary('tables')['rows']['towns'])})\.?\s+(?=\p{{Lu}})")


@dataclass(frozen=True, slots=True)
class Naming:
    """How a table names its places: their level, and whether kinds of villages stand before the names."""

    level: str = "village"
    has_kinds: bool = True
    is_kinds_usual: bool = True  # before most of the names

    def split(self, text: str) -> Place | None:
        """Kind and name of a label; “Bản Sưa” among communes, “Sóc Xoài” among villages without kinds are names."""
        place = split_place(text)
        if place is None or (may_begin_name(place.kind) and not self.has_kinds):
            return None
        return None if begins_names(place.kind) and not self.is_kinds_usual else place


_SEPARATORS = regex.compile(r"[,;/&()–-]|(?<!\p{L})(?:và|hoặc)(?!\p{L})")
_BEFORE = regex.compile(rf"^(?:{any_of(vocabulary('tables')['columns']['before_places'])}\s+)+")
_TOTAL = regex.compile(rf"{any_of(vocabulary('tables')['rows']['total_begins'])}(?!\p{{L}})")
_BELOW = {"district": "commune", "province": "district"}


def names_places(header: str) -> bool:
    """Whether a header says that places stand below it: “Xã, thị trấn”, “Chỉ tiêu/Đơn vị”."""
    words = {_BEFORE.sub("", word.strip()) for word in _SEPARATORS.split(fold(header))}
    return bool(words & {*kinds(), *map(fold, vocabulary("tables")["columns"]["places"])})


def naming_of(header: str, labels: Sequence[str], letterhead: Letterhead) -> Naming:
    """How the places of a table are named, by the header over them, their own words and the level of the plan.

    >>> naming_of("Xã, thị trấn", ["Nà Mun", "Bản Sưa"], Letterhead()).split("Bản Sưa") is None
    True
    >>> naming_of("Đơn vị", ["Nà Mun", "Bản Sưa", "Bản Lả"], Letterhead(level="district")).split("Bản Sưa").name
    'Sưa'
    """
    words = (_BEFORE.sub("", word.strip()) for word in _SEPARATORS.split(fold(header)))
    named = [level_of(word) for word in words if word in kinds()]
    level = min(named, key=LEVELS.index, default=_BELOW.get(letterhead.level or "", "village"))
    united = [place.level for label in labels if (place := split_place(label.strip(" :.-–+")))]
    is_usual = 2 * united.count("village") > len(labels)
    return Naming(level, has_kinds=level == "village" or is_usual, is_kinds_usual=is_usual)


@cache
def _row_words(role: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in vocabulary("tables")["rows"][role])


def place_of_label(label: str, number: str, letterhead: Letterhead, naming: Naming | None = None) -> tuple[str, str]:
    """The place a row or column speaks of, without its kind, and what sort of place it is."""
    text = _TOWN.sub("Thị trấn ", _FOOTNOTE.sub("", label.strip(" :.-–+")).strip())
    folded = fold(text)
    if not text or text[0].isdigit():
        return text, "village"
    if folded in _row_words("total") or _TOTAL.match(folded):
        return text, "total"
    if any(folded.startswith(word) for word in _row_words("of_which")):
        return text, "of_which"
    if any(_begins_with(word, folded) for word in _row_words("subtotal")) or (
        number and not number.strip(" .)").isdigit()
    ):
        united = split_place(text)  # “I | Xã Mường Mo (cũ)” over its villages
        return (united.name if united and not united.name.strip().isdigit() else text), "subtotal"
    naming = naming or Naming(_BELOW.get(letterhead.level or "", "village"))
    place = naming.split(text)
    if place is not None:
        name = place.name if not place.name.strip().isdigit() else text
        return name, place.level
    return text, naming.level


def begins_total(text: str) -> bool:
    """Whether a label or header is of a total: “Tổng cộng”, “Tổng kinh phí”, “Cộng”.

    >>> begins_total("Tổng kinh phí"), begins_total("Cộng đồng")
    (True, False)
    """
    folded = fold(text).strip(" :.-")
    return folded in _row_words("total") or any(_begins_with(word, folded) for word in _row_words("sums"))


def _begins_with(word: str, folded: str) -> bool:
    """Whether a folded label begins with a word."""
    return folded == word or folded.startswith(word + " ")


def area_of_label(label: str) -> str | None:
    """The area a row is of, where its label is nothing but that: “Khu vực nông thôn”."""
    areas = {code for group in sense(label).groups for code in group} & AREAS
    return next(iter(areas)) if len(areas) == 1 and len(label.split()) <= _AREA_WORDS else None


def subgroup_of_label(label: str) -> str | None:
    """The people a sub-row is of, where its label names them and no places: “Trong đó: hộ DTTS”.

    >>> subgroup_of_label("Trong đó: DTTS"), subgroup_of_label("Trong đó: các thôn đặc biệt khó khăn")
    ('ethnic_minority', None)
    """
    words = fold(label).replace(":", " ").split()
    named = sense(label).groups
    return None if set(words) & set(kinds()) or len(named) != 1 or len(named[0]) != 1 else next(iter(named[0]))


_AREA_WORDS = 5
