"""Tables with a column a place, or a year of the plan's own unit: every row counts one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from extract.columns import column_sense, is_compared, is_estimate, is_part, tag, tells_stance
from extract.context import is_account
from extract.datacell import OWN, DataCell, Found, cells_at
from extract.dating import facets_in_time, in_title, in_year
from extract.facts import Letterhead
from extract.groups import AREAS
from extract.lattice import Lattice
from extract.placename import naming_of, place_of_label
from extract.rowsense import Rows
from extract.sense import Sense
from normalize.fold import fold
from normalize.place import split_place
from normalize.vocabulary import table as vocabulary


def places_in_columns(
    lattice: Lattice, rows: Rows, around: Sense, letterhead: Letterhead,
    found: dict[tuple[int, int], list[Found]], scale: Decimal | None,
) -> Iterator[DataCell]:  # fmt: skip
    places: dict[int, tuple[str, str]] = {}
    years: dict[int, Sense] = {}
    values: dict[int, Sense] = {}
    crossed: dict[int, tuple[tuple[str, str], Sense]] = {}
    heads = [lattice.paths[column] for column in lattice.data_columns]
    naming = naming_of(
        ", ".join(dict.fromkeys(text for path in heads for text in path[:-1])),
        [path[-1] for path in heads if path],
        letterhead,
    )
    year = around.year or (letterhead.plan_year if is_account(letterhead) else None)
    for column in lattice.data_columns:
        path = lattice.paths[column]
        said, _ = column_sense(path)
        if is_compared(path) or tag(path[-1] if path else "").is_rate:
            continue
        united = split_place(path[0]) if len(path) > 1 else None
        if said.year is not None and united is not None:
            crossed[column] = place_of_label(path[0], "", letterhead), said  # “Ấp Mo › Năm 2021 | Năm 2022”
        elif said.year is not None or (year is not None and path and _tells_time(said, path)):
            years[column] = said if said.year else replace(said, year=year)
        elif path and fold(path[-1]).strip(" .:()") in _values():
            values[column] = said  # “Nội dung | ĐVT | Số lượng”
        elif path and not (said.has_head or said.source or tells_stance(path) or _counts(said, path)):
            places[column] = place_of_label(path[-1], "", letterhead, naming)
    if all(kind == "total" for _, kind in places.values()):
        places = {}  # “Tổng cộng | Năm 2023 | Năm 2024” is a sum of years
    years = _told_apart(years, lattice.paths)
    for row in lattice.body():
        own = rows.senses.get(row)
        if own is None:
            continue
        unit = lattice.units[row] or ("VND" if scale is not None else "percent" if own.is_rate else own.counted)
        described = facets_in_time(in_title(own, around), unit, around, letterhead)
        if described.measure is None:
            continue
        for column, (place, kind) in places.items():
            yield from cells_at(lattice, found, row, column, place, kind, described)
        for column in values if len(values) == 1 and not (places or crossed) else ():
            yield from cells_at(lattice, found, row, column, "", OWN, described)
        for column, ((place, kind), time) in crossed.items():
            yield from cells_at(lattice, found, row, column, place, kind, in_year(described, time, letterhead))
        for column, time in years.items():
            yield from cells_at(lattice, found, row, column, "", OWN, in_year(described, time, letterhead))


@cache
def _values() -> frozenset[str]:
    """What heads a column that only holds the numbers of its rows: “Số lượng”, “Giá trị”."""
    words = vocabulary("tables")
    return frozenset(map(fold, words["columns"]["plain"])) - frozenset(map(fold, words["rows"]["total"]))


def _counts(said: Sense, path: tuple[str, ...]) -> bool:
    """Whether a column is headed by what is counted or by a part of it, so that it is no place: “Số người”, “Nữ”."""
    groups = {code for group in said.groups for code in group}
    return said.counted is not None or is_part(" ".join(path)) or bool(groups - AREAS)


def _tells_time(said: Sense, path: tuple[str, ...]) -> bool:
    """Whether a column only says when, or whether aimed at or found: “Kế hoạch”, “6 tháng đầu năm”."""
    return not (said.has_head or said.source) and (tells_stance(path) or said.part_of_year is not None)


def _told_apart(years: dict[int, Sense], paths: Sequence[tuple[str, ...]]) -> dict[int, Sense]:
    """The columns that alone tell of their time; what is expected beside a plan is told as what came of it."""
    plain = {_time(said) for column, said in years.items() if not is_estimate(paths[column])}
    told = {
        column: replace(said, stance="reported") if is_estimate(paths[column]) and _time(said) in plain else said
        for column, said in years.items()
    }
    times = Counter(map(_time, told.values()))
    return {
        column: said
        for column, said in told.items()
        if times[_time(said)] == 1 or (not is_estimate(paths[column]) and _is_alone(column, said, told, paths))
    }


def _is_alone(column: int, said: Sense, told: dict[int, Sense], paths: Sequence[tuple[str, ...]]) -> bool:
    """Whether only an estimate is told of the same time: what was found stands, the estimate beside it does not."""
    return not any(
        other != column and _time(one) == _time(said) and not is_estimate(paths[other]) for other, one in told.items()
    )


def _time(said: Sense) -> tuple[object, ...]:
    return said.year, said.moment, said.stance, said.part_of_year
