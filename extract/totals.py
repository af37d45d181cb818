"""What a table claims of its own cells: rates of counts, totals with the rows they total, sub-rows, unions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.bases import count_before
from extract.claims import ADDITIVE, COUNT_OF_RATE, instant
from extract.datacell import OWN, DataCell
from extract.facts import Breakdown, Facets, Pair, Ratio
from extract.placename import begins_total
from extract.tables import TableReading
from normalize.place import LEVELS
from normalize.vocabulary import composed


def table_ratios(reading: TableReading) -> Iterator[Ratio]:
    """Each percentage cell with the count and the base of its own place."""
    by_place: dict[tuple[int, str], list[DataCell]] = {}
    for cell in reading.cells:
        line = cell.column if reading.parents or _is_transposed(reading) else cell.row
        by_place.setdefault((line, cell.place), []).append(cell)
    for cells in by_place.values():
        for cell in cells:
            if cell.facets.measure == "share" and cell.figure_id is not None:
                yield Ratio(cell.figure_id, tuple(_share(cells, cell)))
                continue
            counts = COUNT_OF_RATE.get(cell.facets.measure or "")
            if cell.figure_id is None or counts is None:
                continue
            beside = _beside(cells, cell, counts["household"])
            part = beside or _cell(cells, replace(cell.facets, measure=counts["household"], unit="household"))
            whole = _base(cells, cell)
            pairs = (Pair(part, whole),) if part is not None and whole is not None else ()
            yield Ratio(cell.figure_id, pairs)


def _share(cells: list[DataCell], percent: DataCell) -> Iterator[Pair]:
    """The group right before a share of it, and the whole that the share is of."""
    part = count_before(percent.column, percent.facets, {cell.column: cell.facets for cell in cells})
    found = [cell.figure_id for cell in cells if cell.column == part]
    told = percent.facets
    wanted = replace(
        told, measure=told.of_measure, unit="household", group=told.of_group, of_measure=None, of_group=None
    )
    whole = _cell(cells, wanted)
    if found and found[0] is not None and whole is not None:
        yield Pair(found[0], whole)


def _is_transposed(reading: TableReading) -> bool:
    places = {cell.column: cell.place for cell in reading.cells if cell.place_kind != OWN}
    if not places:
        return bool(reading.cells)
    return len({cell.facets.measure for cell in reading.cells}) > 1 and all(
        places.get(cell.column) == cell.place for cell in reading.cells
    )


def _beside(cells: list[DataCell], percent: DataCell, measure: str) -> int | None:
    """The count right before an undated rate: “Hộ nghèo cuối năm 2023 | Tỷ lệ (%)”."""
    if percent.facets.year is not None:
        return None
    place = percent.row, percent.column - 1
    told = (cell for cell in cells if (cell.row, cell.column) == place and cell.facets.measure == measure)
    return next((cell.figure_id for cell in told if cell.facets.group == percent.facets.group), None)


def _cell(cells: list[DataCell], wanted: Facets) -> int | None:
    return next((cell.figure_id for cell in cells if cell.facets == wanted), None)


def _base(cells: list[DataCell], percent: DataCell) -> int | None:
    """All households of the place: at the same moment, else undated, else the only ones there are."""
    bases = [
        cell for cell in cells if cell.facets.measure == "households" and cell.facets.group == percent.facets.group
    ]
    same = [cell for cell in bases if instant(cell.facets) == instant(percent.facets)]
    undated = [cell for cell in bases if cell.facets.moment is None]
    found = same or undated or (bases if len(bases) == 1 else [])
    return found[0].figure_id if found else None


def table_breakdowns(reading: TableReading) -> Iterator[Breakdown]:
    """Totals with the rows or columns they total, sub-rows with the row they break down, classes with their union."""
    if reading.shape == "items":
        return  # what its rows and columns are of each other only the numbers tell
    cells = {(cell.row, cell.column): cell for cell in reading.cells}
    is_scanned = any(cell.readings for cell in reading.lattice.table.cells)
    if _is_transposed(reading):
        for row in dict.fromkeys(cell.row for cell in reading.cells):
            yield from _totals([cells[place] for place in sorted(cells) if place[0] == row], "row", is_scanned)
        yield from _sub_rows(reading, cells)
        return
    for column in dict.fromkeys(cell.column for cell in reading.cells):
        is_known = any(cell.facets.measure for cell in reading.cells if cell.column == column)
        if not is_known and not begins_total(reading.lattice.paths[column][-1]):
            continue
        yield from _totals([cells[place] for place in sorted(cells) if place[1] == column], "column", is_scanned)
    for row in dict.fromkeys(cell.row for cell in reading.cells):
        yield from _sources([cells[place] for place in sorted(cells) if place[0] == row], reading.lattice.paths)
        yield from _unions([cells[place] for place in sorted(cells) if place[0] == row])


def _totals(line: list[DataCell], axis: str, is_scanned: bool) -> Iterator[Breakdown]:
    """The totals of one column (or row): subtotals over their members, the total over the subtotals or over all.

    A blank on a scanned page may be a number that was not seen, so what it is a part of claims no completeness.
    """

    def is_whole(parts: list[DataCell]) -> bool:
        return not is_scanned or all(cell.figure_id is not None or cell.is_dash for cell in parts)

    if not line or line[0].facets.unit not in ADDITIVE:
        return
    line = _with_heads(line)
    totals = [cell for cell in line if cell.place_kind == "total"]
    plain = [cell for cell in line if cell.place_kind not in ("total", "of_which")]
    subtotals = [cell for cell in plain if cell.place_kind == "subtotal"]
    parts = plain
    if subtotals:
        groups: dict[int, list[DataCell]] = {}
        on_top = plain[0].place_kind == "subtotal"
        for cell in plain if on_top else reversed(plain):
            if cell.place_kind == "subtotal":
                groups[id(cell)] = []
                head = cell
            elif groups:
                groups[id(head)].append(cell)
        for head in subtotals:
            own = sorted(groups[id(head)], key=lambda cell: (cell.row, cell.column))
            yield from _sum(head, own, axis, is_complete=is_whole(own))
        grouped = {id(cell) for members in groups.values() for cell in members}
        parts = [cell for cell in plain if id(cell) not in grouped]
    for total in totals[:1]:
        yield from _sum(total, parts, axis, is_complete=is_whole(parts))


def _with_heads(line: list[DataCell]) -> list[DataCell]:
    """The line, units over their own villages as subtotals: “Xã Nậm Mu | Thôn Khe | Thôn Bó | Xã Pá Hu | Thôn Na”."""
    placed = [cell for cell in line if cell.place_kind in LEVELS]
    levels = sorted({cell.place_kind for cell in placed}, key=LEVELS.index)
    if len(levels) < 2 or placed[0].place_kind != levels[-1] or any(cell.place_kind == "subtotal" for cell in line):
        return line
    heads = [cell for cell in placed if cell.place_kind == levels[-1]]
    followed = sum(one.place_kind != two.place_kind == levels[0] for one, two in pairwise(placed))
    if 2 * followed <= len(heads):
        return line
    return [replace(cell, place_kind="subtotal") if cell in heads else cell for cell in line]


def _sum(whole: DataCell, parts: list[DataCell], axis: str, *, is_complete: bool = True) -> Iterator[Breakdown]:
    members = tuple(cell.figure_id for cell in parts if cell.figure_id is not None)
    if whole.figure_id is not None and members and (len(parts) > 1 or axis == "column"):
        yield Breakdown(whole.figure_id, members, axis, is_complete)


def _sub_rows(reading: TableReading, cells: dict[tuple[int, int], DataCell]) -> Iterator[Breakdown]:
    for parent in dict.fromkeys(reading.parents.values()):
        rows = [row for row, above in reading.parents.items() if above == parent]
        for (row, column), whole in cells.items():
            parts = [cells[sub, column] for sub in rows if (sub, column) in cells]
            if row == parent and len(parts) > 1 and whole.facets.unit in ADDITIVE:
                yield from _sum(whole, parts, "list", is_complete=not reading.of_which & set(rows))


def _sources(line: list[DataCell], paths: Sequence[tuple[str, ...]]) -> Iterator[Breakdown]:
    """The one sum of money beside the sources it comes from, in one row; not where some sources stand within others."""
    sums = [cell for cell in line if cell.facets.unit == "VND"]
    for whole in sums:
        if whole.facets.source:
            continue
        kin = [cell for cell in sums if replace(cell.facets, source=None) == whole.facets]
        parts = [cell for cell in kin if cell.facets.source]
        if len(kin) != len(parts) + 1 or len(parts) < 2:
            continue
        if len({paths[cell.column][:-1] for cell in parts}) == 1:
            yield from _sum(whole, parts, "row")


def _unions(line: list[DataCell]) -> Iterator[Breakdown]:
    """Poor and near-poor beside their sum, in one row."""
    for whole in line:
        if whole.facets.measure != composed()["near_poor|poor", "household"]:
            continue
        parts = [
            cell
            for code in ("poor", "near_poor")
            for cell in line
            if cell.facets == replace(whole.facets, measure=composed()[code, "household"])
        ]
        if len(parts) == 2:
            yield from _sum(whole, parts, "list")
