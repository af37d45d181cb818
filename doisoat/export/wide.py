"""Village tables as a plan draws them: a row a place, a column a measure, headed by what was understood of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from doisoat.labels import label
from doisoat.outputs import Row

# What tells a column of a village table from the others.
FACETS = ("measure", "unit", "aspect", "moment", "year", "date", "stance", "group")


@dataclass(frozen=True, slots=True)
class Line:
    """A place with its cells, in the order of the headings; None where the plan has no cell there."""

    place: str
    place_kind: str
    cells: tuple[Row | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One village table."""

    table_id: int
    title: str | None
    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def make_grids(stats: Sequence[Row], language: str) -> Iterator[Grid]:
    """The village tables of one plan, from its rows of `village_stats`; places along the top are turned to the side."""
    for table_id, rows in groupby(stats, key=itemgetter("table_id")):
        yield make_grid(table_id, list(rows), language)


def make_grid(table_id: int, stats: list[Row], language: str) -> Grid:
    """One village table."""
    down, along = ("row", "column") if is_upright(stats) else ("column", "row")
    columns = sorted({stat[along] for stat in stats})
    common = {number: shared([stat for stat in stats if stat[along] == number]) for number in columns}
    lines = []
    for _, same in groupby(sorted(stats, key=itemgetter(down)), key=itemgetter(down)):
        cells = {stat[along]: stat for stat in same}
        first = next(iter(cells.values()))
        own = [
            told
            for name in FACETS
            if len({cell[name] for cell in cells.values()}) == 1
            and any(name not in common[number] for number in cells)
            and (told := tell(name, first, language))
        ]
        place = ", ".join((first["place"], *own))
        kind = label("place_kind", first["place_kind"], language)
        lines.append(Line(place, kind, tuple(cells.get(number) for number in columns)))
    headings = tuple(tell_all(common[number], language) for number in columns)
    return Grid(table_id, stats[0]["table_title"], headings, tuple(lines))


def is_upright(stats: list[Row]) -> bool:
    """Whether every row of the table belongs to one place: else they stand along the top."""
    places: dict[object, set[object]] = {}
    for stat in stats:
        places.setdefault(stat["row"], set()).add(stat["place"])
    return all(len(found) == 1 for found in places.values())


def shared(stats: list[Row]) -> Row:
    """The facets all these cells have in common."""
    return {name: stats[0][name] for name in FACETS if len({stat[name] for stat in stats}) == 1}


def tell_all(facets: Row, language: str) -> str:
    """What cells with these facets tell.

    >>> facets = {"measure": "poor_households", "unit": "household", "aspect": "decrease", "moment": "during"}
    >>> tell_all(facets | {"year": 2022, "stance": "target", "group": "ethnic_minority"}, "vi")
    'Hộ nghèo, giảm, DTTS, trong năm 2022, kế hoạch (hộ)'
    """
    told = [tell(name, facets, language) for name in ("measure", "aspect", "group", "moment", "year", "date", "stance")]
    unit = facets.get("unit")
    ending = f" ({label('unit', unit, language)})" if unit else ""
    return ", ".join(part for part in told if part) + ending


def tell(name: str, facets: Row, language: str) -> str:
    """One facet in words; '' where it goes without saying, or is told with another."""
    value = facets.get(name)
    if value is None or (name, value) in {("aspect", "level"), ("stance", "reported")}:
        return ""
    if name == "moment":
        year = facets.get("year")
        return "" if value == "date" else label(name, value, language) + (f" {year}" if year else "")
    if name == "year":
        return "" if facets.get("moment") not in (None, "date") or facets.get("date") else str(value)
    if name == "date":
        return f"{value:%d/%m/%Y}"
    return label(name, value, language)
