"""Which figures tell the same fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extract.facts import Facets
from normalize.fold import fold


@dataclass(frozen=True, slots=True)
class Fact:
    """What must be equal for two figures to tell the same fact; stance may differ, the standard is asked apart."""

    measure: str
    unit: str
    aspect: str
    moment: str
    year: int | None
    date: date | None
    group: str | None
    place: str | None
    part_of_year: str | None
    per: str | None
    of_measure: str | None
    of_group: str | None
    source: str | None
    programme: str | None


def find_fact(facets: Facets) -> Fact | None:
    """The fact a figure tells, the start of a year as the end of the year before.

    None where measure, unit, aspect or date is not known: two unknowns are not the same. Nor are two sums of money
    of which it is not known what programme they are for: a plan gives them by programme, by project and in all.

    >>> start = Facets("poor_households", "household", "level", "start", 2021)
    >>> end = Facets("poor_households", "household", "level", "end", 2020)
    >>> find_fact(start) == find_fact(end)
    True
    """
    if facets.measure is None or facets.unit is None or facets.aspect is None or facets.moment is None:
        return None
    moment, year = facets.moment, facets.year
    if moment == "date":
        if facets.date is None:
            return None
        year = facets.date.year
    elif year is None:
        return None
    elif moment == "start":
        moment, year = "end", year - 1
    if facets.measure == "share" and facets.of_measure is None:
        return None
    if facets.unit == "VND" and facets.programme is None:
        return None
    return Fact(
        facets.measure,
        facets.unit,
        facets.aspect,
        moment,
        year,
        facets.date if moment == "date" else None,
        facets.group,
        fold_place(facets.place),
        facets.part_of_year,
        facets.per,
        facets.of_measure,
        facets.of_group,
        facets.source,
        facets.programme,
    )


def fold_place(place: str | None) -> str | None:
    """A place's name without what writers vary: case, spaces, the place of the tone mark."""
    return None if place is None else " ".join(fold(place).split())


def standards_meet(first: Facets, second: Facets) -> bool:
    """Whether two figures may be held against each other: no standard compares with any."""
    return first.standard is None or second.standard is None or first.standard == second.standard


def stances_meet(first: Facets, second: Facets) -> bool:
    """Whether both are results or both aims: what was aimed at need not have been reached."""
    return first.stance is None or second.stance is None or first.stance == second.stance


def same(first: Facets, second: Facets) -> bool:
    """Whether two figures tell the same fact."""
    fact = find_fact(first)
    return fact is not None and fact == find_fact(second) and standards_meet(first, second)
