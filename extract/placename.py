"""The place that a label of a table speaks of, and what sort of place it is."""

from __future__ import annotations

from functools import cache

import regex

from extract.facets import sense
from extract.facts import Letterhead
from normalize.fold import fold
from normalize.place import split_place
from normalize.vocabulary import table as vocabulary

# A footnote mark behind a name: “Khe Mo (*)”.
_FOOTNOTE = regex.compile(r"\s*(?:\(\*+\)|\*+|\(\d\))$")


# A town in a list of communes: “TT Mường Khát”. In running text TT is many things.
_TOWN = regex.compile(r"^(?:TT|Tt)\.?\s+(?=\p{Lu})")


@cache
def _row_words(role: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in vocabulary("tables")["rows"][role])


def place_of_label(label: str, number: str, letterhead: Letterhead) -> tuple[str, str]:
    """The place a row or column speaks of, without its kind, and what sort of place it is."""
    text = _TOWN.sub("Thị trấn ", _FOOTNOTE.sub("", label.strip(" :.-–+")).strip())
    folded = fold(text)
    if not text or text[0].isdigit():
        return text, "village"
    if folded in _row_words("total") or folded.startswith(("tổng cộng", "toàn ")):
        return text, "total"
    if any(folded.startswith(word) for word in _row_words("of_which")):
        return text, "of_which"
    if any(_begins_with(word, folded) for word in _row_words("subtotal")) or (
        number and not number.strip(" .)").isdigit()
    ):
        united = split_place(text)  # “I | Xã Mường Mo (cũ)” over its villages
        return (united.name if united and not united.name.strip().isdigit() else text), "subtotal"
    place = split_place(text)
    if place is not None:
        name = place.name if not place.name.strip().isdigit() else text
        return name, place.level
    below = {"district": "commune", "province": "district"}
    return text, below.get(letterhead.level or "", "village")


def _begins_with(word: str, folded: str) -> bool:
    """Whether a folded label begins with a word."""
    return folded == word or folded.startswith(word + " ")


def area_of_label(label: str) -> str | None:
    """The area a row is of, where its label is nothing but that: “Khu vực nông thôn”."""
    areas = {code for group in sense(label).groups for code in group} & _AREAS
    return next(iter(areas)) if len(areas) == 1 and len(label.split()) <= _AREA_WORDS else None


_AREAS = frozenset({"urban", "rural"})
_AREA_WORDS = 5
