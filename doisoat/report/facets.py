"""What a figure counts, in words; figures that count the same share one description."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from doisoat.report.rows import Row
from doisoat.report.words import Words, join, same, say_date, say_group, word

# What is told of a figure besides its value; the place is the row's or column's and stands beside the value.
TOLD = (
    "kind", "measure", "of_measure", "unit", "aspect", "moment", "year", "date", "part_of_year", "stance", "group",
    "of_group", "standard", "per", "source", "programme",
)  # fmt: skip


take_told = itemgetter(*TOLD)


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: its name, its value in words, and its code."""

    name: str
    words: Words
    code: str


@dataclass(frozen=True, slots=True)
class Description:
    """What a group of figures counts: `head` is what one reads first."""

    number: int
    head: Words
    facets: tuple[Facet, ...]


class Descriptions:
    """The descriptions of one plan, numbered from 1 in the order they are first asked for."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], Description] = {}

    def of(self, figure: Row) -> Description:
        """The description of a figure."""
        key = take_told(figure)
        if key not in self._found:
            self._found[key] = Description(len(self._found) + 1, *describe(key))
        return self._found[key]


@lru_cache(maxsize=4096)
def describe(told: tuple[Any, ...]) -> tuple[Words, tuple[Facet, ...]]:
    """What a figure counts in short, and its facets as far as the plan states them; `told` are its values of TOLD."""
    figure = dict(zip(TOLD, told, strict=True))
    facets = (Facet(name, say_facet(name, value), str(value)) for name, value in figure.items() if value is not None)
    head = say_measured(figure) if figure["measure"] else word("kind", figure["kind"])
    return head, tuple(facets)


def say_facet(name: str, value: Any) -> Words:
    """One facet's value in words."""
    if name in ("group", "of_group"):
        return say_group(value)
    if name == "of_measure":
        return word("measure", value)
    if name == "per":
        return word("unit", value)
    if name in ("measure", "unit", "aspect", "moment", "stance", "kind"):
        return word(name, value)
    return say_date(value) if isinstance(value, date) else same(value)


def say_measured(row: Row) -> Words:
    """A measure with its group and time, of a figure, target or cell: “số hộ nghèo (dân tộc thiểu số), cuối năm 2021”.

    >>> row = dict(measure="poor_households", aspect="level", group=None, moment="end", year=2021, stance="reported")
    >>> say_measured(row).vi
    'số hộ nghèo · cuối năm 2021'
    """
    said = word("measure", row["measure"])
    if row["aspect"] in ("decrease", "increase"):
        said = word("aspect", row["aspect"]) + same(" ") + said
    if row["group"]:
        said = said + same(" (") + say_group(row["group"]) + same(")")
    parts = [said]
    if row["moment"] and row["year"] and row["moment"] != "date":
        parts.append(word("moment", row["moment"]) + same(f" {row['year']}"))
    elif row["year"]:
        parts.append(same(row["year"]))
    if row.get("stance") == "target":
        parts.append(word("stance", "target"))
    return join(parts)
