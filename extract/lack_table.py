"""Tables of lacks: a row an indicator, columns of counts and rates for the poor and the near-poor.

What such a table counts are households that lack a service, not places: it yields rates of lack, no village rows.
"""

from __future__ import annotations

from collections.abc import Mapping

from extract.datacell import DataCell
from extract.deprivations import Lack
from extract.facets import LACK, Sense
from extract.facts import Facets
from extract.grammar import Mention
from extract.tables import TableReading
from normalize.fold import fold
from normalize.vocabulary import indicators

# A village may be named like an indicator by chance; the indicators of a standard come together.
_LEAST = 3


def is_of_lacks(reading: TableReading) -> bool:
    """Whether most rows of a table are indicators of lack."""
    rows = {cell.row: _indicator(cell.place) for cell in reading.cells}
    named = {code for code in rows.values() if code}
    return len(named) >= _LEAST and 2 * sum(code is not None for code in rows.values()) > len(rows)


def lacks_of_table(reading: TableReading, mentions: Mapping[int, Mention]) -> list[Lack]:
    """One lack a row and population; `mentions` are the numbers by figure. Rows without a rate give their count."""
    found: dict[tuple[int, str], dict[str, DataCell]] = {}
    for cell in reading.cells:
        population = _population(cell.facets)
        if cell.figure_id is None or population is None or cell.facets.aspect != "level":
            continue
        kind = "rate" if cell.facets.unit == "percent" else "count" if cell.facets.unit == "household" else ""
        found.setdefault((cell.row, population), {}).setdefault(kind, cell)
    lacks = []
    for (row, population), told in sorted(found.items()):
        rate, count = told.get("rate"), told.get("count")
        main = rate or count
        indicator = _indicator(main.place) if main else None
        if main is None or main.figure_id is None or indicator is None:
            continue
        mention = mentions[main.figure_id]
        counted = mentions[count.figure_id] if count is not None and count.figure_id is not None else None
        said = Sense(year=main.facets.year, moment=main.facets.moment, date=main.facets.date)
        number = reading.lattice.numbers[row].strip() or None
        block = reading.block.block_id
        lacks.append(Lack(block, mention, counted, indicator, population, number, mention.start, mention.end, said))
    return lacks


def _indicator(label: str) -> str | None:
    """The indicator that a label names, if it names just one."""
    codes = {term.code for term in indicators().find(fold(label)) if term.kind == "indicator"}
    return codes.pop() if len(codes) == 1 else None


def _population(facets: Facets) -> str | None:
    """Of whom a column tells; None where that is neither the poor nor the near-poor."""
    told = facets.of_measure if facets.measure in (LACK, "share") else facets.measure
    if told in ("near_poor_households", "near_poor_rate"):
        return "near_poor_households"
    return "poor_households" if told in ("poor_households", "poor_rate") else None
