"""Tables with a row a group of people, a cause or a project: columns count something of all of the plan's own unit.

A row is understood where its label names a group of whom the column counts. What nobody knows (“Dân tộc Thái” and
“Dân tộc Mông” are both of the ethnic minorities) is not told apart, and not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from extract.columns import Columns, tag
from extract.datacell import OWN, DataCell, Found, cells_at
from extract.dating import facets_in_time, titled
from extract.facts import Facets, Letterhead
from extract.lattice import Lattice
from extract.placename import names_places, place_of_label
from extract.sense import LACK, Sense, under
from normalize.fold import fold
from normalize.place import split_place
from normalize.vocabulary import table as vocabulary


def are_items(lattice: Lattice) -> bool:
    """Whether the rows of a table are no places, as the header over their labels says."""
    if lattice.label_column is None:
        return False
    header = fold(" ".join(lattice.paths[lattice.label_column])).strip(" .:()")
    words = map(fold, vocabulary("tables")["columns"]["items"])
    if names_places(header):
        return False  # “Chỉ tiêu/Đơn vị”: the corner names both ways
    if not any(header == word or header.startswith((f"{word} ", f"{word},", f"{word}/")) for word in words):
        return False
    labels = [lattice.labels[row] for row in lattice.body() if lattice.labels[row]]
    return 2 * sum(split_place(label.strip(" :.-–+")) is not None for label in labels) <= len(labels)


def items_in_rows(
    lattice: Lattice, columns: Columns, facets: Mapping[int, Facets], around: Sense, letterhead: Letterhead,
    found: dict[tuple[int, int], list[Found]],
) -> Iterator[DataCell]:  # fmt: skip
    """The cells that are understood; of money, where nothing else is, that it is money."""
    described: dict[tuple[int, int], Facets] = {}
    for row in lattice.body():
        label = lattice.labels[row]
        is_total = place_of_label(label, "", Letterhead())[1] == "total"
        for column, (said, unit) in columns.items():
            if is_total and column in facets:
                described[row, column] = facets[column]
            elif label and not is_total and unit != "VND":
                named = titled(said, around, columns)
                told = _of_group(named, tag(label)) or _of_year(named, said, tag(label))
                own = unit or lattice.units[row]
                if told is not None and (own != "percent" or LACK in told.measures or not told.groups):
                    described[row, column] = facets_in_time(told, own, around, letterhead)
            if unit == "VND" and described.get((row, column), Facets()).measure is None:
                described[row, column] = Facets(unit="VND")
    told_in = Counter((column, facets) for (_, column), facets in described.items() if facets.measure)
    for (row, column), one in described.items():
        if (one.measure and told_in[column, one] == 1) or one.unit == "VND":
            yield from cells_at(lattice, found, row, column, lattice.labels[row], OWN, one)


def _of_year(named: Sense, said: Sense, row: Sense) -> Sense | None:
    """What a column says of the year its row is of: “Năm 2021 | 510 | 40”."""
    if row.year is None or row.groups or row.has_head or row.change or said.year or said.groups or not named.has_head:
        return None
    return replace(
        named, year=row.year, moment=said.moment or row.moment, date=row.date, stance=row.stance or named.stance
    )


def _of_group(said: Sense, row: Sense) -> Sense | None:
    """What a column says of the people its row names; None where the row names none, or something else."""
    if row.measures or row.change or row.year or not (row.groups or row.classes):
        return None
    if LACK in said.measures:  # “Tỷ lệ thiếu hụt bảo hiểm y tế” of “Hộ cận nghèo”
        return replace(said, classes=row.classes) if row.classes and not row.groups else None
    if not (said.classes or said.is_everybody) or said.measures or said.change:
        return None
    if row.classes and said.classes and row.classes != said.classes:
        return None
    return under(said, replace(row, counted=None, is_rate=False))
