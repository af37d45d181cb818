"""Tables with a column a place, or a year of the plan's own unit: every row counts one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from extract.columns import column_sense, is_compared, tag, tells_stance
from extract.datacell import OWN, DataCell, Found, cells_at
from extract.dating import in_title, in_year, settled
from extract.facets import Sense
from extract.facts import Letterhead
from extract.lattice import Lattice
from extract.placename import naming_of, place_of_label
from extract.rowsense import Rows
from normalize.place import split_place


def places_in_columns(
    lattice: Lattice, rows: Rows, around: Sense, letterhead: Letterhead,
    found: dict[tuple[int, int], list[Found]], scale: Decimal | None,
) -> Iterator[DataCell]:  # fmt: skip
    places: dict[int, tuple[str, str]] = {}
    years: dict[int, Sense] = {}
    crossed: dict[int, tuple[tuple[str, str], Sense]] = {}
    heads = [lattice.paths[column] for column in lattice.data_columns]
    naming = naming_of(
        ", ".join(dict.fromkeys(text for path in heads for text in path[:-1])),
        [path[-1] for path in heads if path],
        letterhead,
    )
    for column in lattice.data_columns:
        path = lattice.paths[column]
        said, _ = column_sense(path)
        if is_compared(path) or tag(path[-1] if path else "").is_rate:
            continue
        united = split_place(path[0]) if len(path) > 1 else None
        if said.year is not None and united is not None:
            crossed[column] = place_of_label(path[0], "", letterhead), said  # “Ấp Mo › Năm 2021 | Năm 2022”
        elif said.year is not None:
            years[column] = said
        elif path and not (said.has_head or said.source or tells_stance(path)):
            places[column] = place_of_label(path[-1], "", letterhead, naming)
    if all(kind == "total" for _, kind in places.values()):
        places = {}  # “Tổng cộng | Năm 2023 | Năm 2024” is a sum of years
    times = Counter((said.year, said.moment, said.stance) for said in years.values())
    years = {column: said for column, said in years.items() if times[said.year, said.moment, said.stance] == 1}
    for row in lattice.body():
        own = rows.senses.get(row)
        if own is None:
            continue
        unit = lattice.units[row] or ("VND" if scale is not None else "percent" if own.is_rate else own.counted)
        described = settled(in_title(own, around), unit, around, letterhead)
        if described.measure is None:
            continue
        for column, (place, kind) in places.items():
            yield from cells_at(lattice, found, row, column, place, kind, described)
        for column, ((place, kind), time) in crossed.items():
            yield from cells_at(lattice, found, row, column, place, kind, in_year(described, time, letterhead))
        for column, time in years.items():
            yield from cells_at(lattice, found, row, column, "", OWN, in_year(described, time, letterhead))
