"""Tables with a row a place: every column counts one thing of all places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.bases import with_bases
from extract.columns import Columns, column_sense, is_estimate, is_part, tells_stance
from extract.datacell import DataCell, Found, cells_at, is_empty
from extract.dating import facets_in_time, titled
from extract.facts import Facets, Letterhead
from extract.groups import group_code
from extract.lattice import Lattice
from extract.placename import area_of_label, naming_of, place_of_label, subgroup_of_label
from extract.sense import Sense
from normalize.fold import fold
from normalize.place import LEVELS
from normalize.vocabulary import table


def places_in_rows(
    lattice: Lattice, columns: Columns, around: Sense, letterhead: Letterhead,
    found: dict[tuple[int, int], list[Found]],
) -> Iterator[DataCell]:  # fmt: skip
    facets = facets_of_columns(lattice, columns, around, letterhead)
    naming = naming_of(header_of(lattice), [lattice.labels[row] for row in _named(lattice)], letterhead)
    is_below_total = is_partial = False
    above = ""
    for row in lattice.body():
        place, kind = place_of_label(lattice.labels[row], lattice.numbers[row], letterhead, naming)
        # “Tổng cộng; Trong đó: hộ dân tộc thiểu số; Hộ do phụ nữ làm chủ”: the rows below go on with “trong đó”
        is_below_total = is_below_total or kind == "total"
        is_partial = is_below_total and (is_partial or kind == "of_which") and not lattice.numbers[row].strip()
        if is_partial and kind == "village":
            kind = "of_which"
        if not place or is_empty(lattice, found, row, facets):
            continue
        own = subgroup_of_label(lattice.labels[row]) if kind == "of_which" else area_of_label(lattice.labels[row])
        if kind != "of_which":
            above = place
        elif own and above:
            place = above  # “Khe Mo”, and below it “Trong đó: DTTS”
        for column, described in facets.items():
            if described.measure is not None or described.unit == "VND":
                group = group_code((frozenset({own, *filter(None, [described.group])}),)) if own else described.group
                yield from cells_at(lattice, found, row, column, place, kind, replace(described, group=group))


def facets_of_columns(lattice: Lattice, columns: Columns, around: Sense, letterhead: Letterhead) -> dict[int, Facets]:
    """What every column counts under its title; without measure what is told apart from no other, or has no base."""
    facets = {}
    names_classes = any(said.classes for said, _ in columns.values())
    # “Cất nhà (căn) | Sửa chữa nhà (căn)”: the first is no whole of the second
    names_houses = any(unit == "house" and said.has_head and not said.groups for said, unit in columns.values())
    dates = {(said.moment, said.year) for said, _ in columns.values() if said.year and not said.change}
    for column, (said, unit) in columns.items():
        # “Hộ nghèo 31/12/2022 | Tỷ lệ | Hộ nghèo cuối năm 2023 | Tỷ lệ”: the title dates neither rate
        is_between = unit == "percent" and not said.year and not said.change and len(dates) > 1
        if not is_between:
            said = titled(said, around, columns)
        # “Số hộ đầu năm” (and its “DTTS”) beside “Hộ nghèo đầu năm”: all of them; “Trong đó › Hộ DTTS” is not
        path = lattice.paths[column]
        names_whole = not said.groups or column_sense(path[:-1])[0].counted is not None
        is_bare = not said.has_head and not said.change and names_whole and not is_part(" ".join(path))
        if names_classes and is_bare and said.counted in ("household", "person"):
            said = replace(said, is_everybody=True)
        if unit == "VND" and not (said.has_head or said.source):
            facets[column] = Facets(unit="VND")  # some money: it may be the total of the columns beside it
        if said.has_head or (unit == "VND" and said.source) or (unit == "house" and said.groups and not names_houses):
            facets[column] = facets_in_time(said, unit, around, letterhead, is_firm=tells_stance(path))
            if is_between and column - 1 in facets:
                facets[column] = replace(facets[column], stance=facets[column - 1].stance)
    texts = {
        (row, column): lattice.cells[row, column].text
        for row in lattice.body()
        for column in facets
        if (row, column) in lattice.cells
    }
    return told_apart(with_bases(facets, lattice.paths, texts), lattice.paths)


def header_of(lattice: Lattice) -> str:
    """The words over the labels of the rows."""
    return ", ".join(lattice.paths[lattice.label_column]) if lattice.label_column is not None else ""


def _named(lattice: Lattice) -> list[int]:
    """The rows that name a place of their own: no totals, no heads of the rows below them."""
    return [
        row
        for row in lattice.body()
        if lattice.labels[row] and place_of_label(lattice.labels[row], lattice.numbers[row], Letterhead())[1] in LEVELS
    ]


def told_apart(facets: dict[int, Facets], paths: Sequence[tuple[str, ...]]) -> dict[int, Facets]:
    """The columns without the measure of those that would tell one fact twice: what tells them apart is not known.

    A column under “Trong đó” is a part: where it seems to tell the same as its whole, only the part is not known.
    """
    facets = _estimates(facets, paths)
    wholes = {said for column, said in facets.items() if not is_part(" ".join(paths[column]))}
    facets = {
        column: replace(said, measure=None) if said in wholes and is_part(" ".join(paths[column])) else said
        for column, said in facets.items()
    }
    told = Counter(said for said in facets.values() if said.measure and said.year and not said.source)
    return {
        column: replace(said, measure=None) if told[said] > 1 and not _is_sum(said, paths[column]) else said
        for column, said in facets.items()
    }


def _estimates(facets: dict[int, Facets], paths: Sequence[tuple[str, ...]]) -> dict[int, Facets]:
    """The columns, what is expected beside a plan told as what came of it; not beside what did come of it."""
    stances: dict[Facets, set[str | None]] = {}
    for column, said in facets.items():
        if not is_estimate(paths[column]):
            stances.setdefault(replace(said, stance=None), set()).add(said.stance)
    told = dict(facets)
    for column, said in facets.items():
        beside = stances.get(replace(said, stance=None), set())
        if said.measure is not None and is_estimate(paths[column]) and "target" in beside:
            told[column] = replace(said, measure=None) if "reported" in beside else replace(said, stance="reported")
    return told


def _is_sum(said: Facets, path: tuple[str, ...]) -> bool:
    """Whether a column of money sums up those beside it: “Tổng kinh phí | Vốn đầu tư | Vốn sự nghiệp”."""
    words = table("tables")["rows"]["sums"]
    return said.unit == "VND" and fold(path[0]).startswith(tuple(map(fold, words)))
