"""Tables of lacks: a row (or a column) an indicator, counts and rates for the poor and the near-poor.

What such a table counts are households that lack a service, not places: it yields rates of lack, no village rows.
"""

from __future__ import annotations

from collections.abc import Mapping

from extract.datacell import DataCell
from extract.facts import Facets
from extract.grammar import Mention
from extract.lack_lists import Lack
from extract.lack_rows import LEAST_INDICATORS
from extract.sense import LACK, Sense
from extract.tables import TableReading


def is_of_lacks(reading: TableReading) -> bool:
    """Whether a table tells of indicators of lack by row, or by column of the poor and near-poor as rows."""
    if reading.shape == "lacks":
        return True
    told = {cell.facets.group for cell in reading.cells if cell.facets.measure == LACK and cell.facets.of_measure}
    return reading.shape == "items" and len(told) >= LEAST_INDICATORS


def lacks_of_table(reading: TableReading, mentions: Mapping[int, Mention]) -> list[Lack]:
    """One lack an indicator, population and time; `mentions` are the numbers by figure; without a rate the count."""
    found: dict[tuple[int, str, str, Facets], dict[str, DataCell]] = {}  # by row, indicator, population and time
    wholes: dict[str, list[DataCell]] = {}
    for cell in reading.cells:
        population, indicator = _population(cell.facets), cell.facets.group
        if cell.figure_id is None or population is None or cell.facets.aspect != "level":
            continue
        time = Facets(moment=cell.facets.moment, year=cell.facets.year, date=cell.facets.date)
        kind = "rate" if cell.facets.unit == "percent" else "count"
        if indicator is not None:
            found.setdefault((cell.row, indicator, population, time), {}).setdefault(kind, cell)
        elif kind == "count":
            wholes.setdefault(population, []).append(cell)
    lacks = []
    for (row, indicator, population, time), told in sorted(found.items(), key=lambda one: (one[0][0], one[0][2])):
        rate, count = told.get("rate"), told.get("count")
        main = rate or count
        if main is None or main.figure_id is None:
            continue
        mention = mentions[main.figure_id]
        counted = mentions[count.figure_id] if count is not None and count.figure_id is not None else None
        whole = _named_in_header(reading, main, mentions) or _whole(wholes.get(population, []), main, mentions)
        standard = next((cell.facets.standard for cell in told.values() if cell.facets.standard), None)
        said = Sense(year=time.year, moment=time.moment, date=time.date, standard=standard)
        number = reading.lattice.numbers[row].strip() if reading.shape == "lacks" else ""
        block = reading.block.block_id
        lacks.append(
            Lack(
                block, mention, counted, indicator, population, number or None, mention.start, mention.end, said, whole
            )
        )
    return lacks


def _named_in_header(reading: TableReading, cell: DataCell, mentions: Mapping[int, Mention]) -> Mention | None:
    """The number of those a column is of, where its header gives it: “Hộ cận nghèo (200 hộ)”."""
    heads = {
        (head.row, head.column): head
        for row in range(reading.lattice.depth)
        if (head := reading.lattice.cells.get((row, cell.column))) is not None
    }
    for place in heads:
        counts = [
            mentions[one.figure_id]
            for one in reading.found[place]
            if one.figure_id is not None and mentions[one.figure_id].kind == "count"
        ]
        if len(counts) == 1 and counts[0].unit == "household":
            return counts[0]
    return None


def _whole(wholes: list[DataCell], cell: DataCell, mentions: Mapping[int, Mention]) -> Mention | None:
    """All of the population where a row or a column gives them: in the same column, in the same row, else alone."""
    same = [one for one in wholes if one.column == cell.column or one.row == cell.row]
    found = same or wholes
    figure = found[0].figure_id if len(found) == 1 else None
    return mentions[figure] if figure is not None else None


def _population(facets: Facets) -> str | None:
    """Of whom a column tells; None where that is neither the poor nor the near-poor."""
    told = facets.of_measure if facets.measure == LACK else facets.measure
    return told if told in ("poor_households", "near_poor_households") else None
