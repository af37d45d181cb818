"""gather(document) → Facts: every number accounted for, and what is drawn from the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from extract.citations import find_citations
from extract.claims import Claims
from extract.deprivations import deprivation, facets_of_lack, priorities, standards_of
from extract.document import Block, Document, Reading
from extract.duties import find_duties
from extract.facts import Deprivation, Facets, Facts, Figure, Pair, Ratio
from extract.grammar import Mention, scan
from extract.lack_bases import Base, find_bases
from extract.lack_lists import Lack, find_lacks
from extract.lack_table import is_of_lacks, lacks_of_table
from extract.letterhead import find_letterhead
from extract.narrative import narrate
from extract.readings import Settlement, locate, sureness
from extract.sums import proven_sums
from extract.tables import read_tables, village_stats
from extract.targets import find_targets
from extract.totals import table_breakdowns, table_ratios
from extract.values import comparator_of, day_of, decimal_mark, worth
from normalize.fold import fold
from normalize.number import decimals_of


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention in its block, and in its cell where it stands in a table."""

    block: Block
    mention: Mention
    row: int | None = None
    column: int | None = None


def gather(document: Document, settled: Mapping[int, Settlement] | None = None) -> Facts:
    """All facts of a plan that `read` has read; `settled` says by figure id what unsure readings are taken for."""
    letterhead = find_letterhead(document)
    places = [place for block in document.blocks for place in _mentions(block)]
    ids = {(place.block.block_id, place.mention.start): number for number, place in enumerate(places)}
    narrative: dict[int, tuple[Mention, ...]] = {}
    for place in places:
        if place.row is None:
            narrative[place.block.block_id] = (*narrative.get(place.block.block_id, ()), place.mention)

    readings = list(read_tables(document, letterhead, ids))
    facets: dict[int, Facets] = {
        cell.figure_id: cell.facets for reading in readings for cell in reading.cells if cell.figure_id is not None
    }
    labels = frozenset[int]().union(*(reading.labels for reading in readings))
    listed = [reading for reading in readings if is_of_lacks(reading)]
    by_figure = {number: place.mention for number, place in enumerate(places)}
    in_tables = [lack for reading in listed for lack in lacks_of_table(reading, by_figure)]
    readings = [reading for reading in readings if reading not in listed]
    lacks = find_lacks(document, narrative)
    taken = {lack.block_id: frozenset[int]() for lack in lacks}
    for lack in lacks:
        taken[lack.block_id] |= {lack.mention.start} | ({lack.count.start} if lack.count else set())
    named = frozenset(
        fold(cell.place) for one in readings for cell in one.cells if cell.place_kind in ("village", "commune")
    )
    quantities, leads = narrate(document, letterhead, narrative, taken, named)
    quantity_ids = [ids[q.block_id, q.mention.start] for q in quantities]
    facets |= {figure_id: q.facets for figure_id, q in zip(quantity_ids, quantities, strict=True)}
    lacks += in_tables
    standards = standards_of(lacks, letterhead)
    habit = decimal_mark(
        numeral for place in places for numeral in (place.mention.first, place.mention.second) if numeral is not None
    )

    def in_unit(number: int, unit: str) -> Decimal | None:
        mention = places[number].mention
        return worth(mention, places[number].block.text[mention.start : mention.end], unit, habit).value

    bases = find_bases(lacks, list(zip(quantity_ids, quantities, strict=True)), ids, in_unit)
    for lack, base, standard in zip(lacks, bases, standards, strict=True):
        said = facets_of_lack(lack, standard, base.time)
        facets[ids[lack.block_id, lack.mention.start]] = said
        if lack.count:
            counted = replace(said, measure=lack.population, unit="household", of_measure=None)
            facets[ids[lack.block_id, lack.count.start]] = counted
        if lack.base is not None:
            whole = replace(said, measure=lack.population, unit="household", of_measure=None, group=None)
            facets[ids[lack.block_id, lack.base.start]] = whole

    sure = locate(document)
    scales = {cell.figure_id: cell.scale for reading in readings for cell in reading.cells if cell.scale != 1}
    places = [_scaled(place, scales.get(number)) for number, place in enumerate(places)]
    figures = tuple(
        _figure(number, place, facets.get(number), number in labels, habit, sure.get(place.block.block_id, ()))
        for number, place in enumerate(places)
    )
    figures = tuple(_taken(figure, (settled or {}).get(figure.figure_id)) for figure in figures)
    claims = Claims(quantities, quantity_ids, readings)
    deprivations, attained = _deprivations(document, lacks, bases, figures, ids)
    return Facts(
        document=document,
        letterhead=letterhead,
        figures=figures,
        village_stats=tuple(row for reading in readings for row in village_stats(reading, figures)),
        targets=find_targets(document, letterhead, quantities, figures, quantity_ids, narrative),
        deprivations=deprivations,
        citations=find_citations(document),
        duties=find_duties(document),
        ratios=(*claims.ratios(), *attained, *(ratio for reading in readings for ratio in table_ratios(reading))),
        breakdowns=tuple(
            dict.fromkeys(
                (
                    *claims.breakdowns(leads),
                    *(one for reading in readings for one in table_breakdowns(reading)),
                    *(one for reading in readings for one in proven_sums(reading, figures)),
                )
            )
        ),
    )


def _mentions(block: Block) -> Iterator[_Place]:
    """The numbers of a block: line by line, in a table cell by cell."""
    if block.table is None:
        at = 0
        for line in block.text.split("\n"):
            for mention in scan(line):
                moved = _moved(mention, at)
                yield _Place(block, replace(moved, kind="other") if block.kind == "page_number" else moved)
            at += len(line) + 1
        return
    starts = block.table.starts()
    for cell in block.table.cells:
        for mention in scan(cell.text):
            yield _Place(block, _moved(mention, starts[cell.row, cell.column]), cell.row, cell.column)


def _moved(mention: Mention, by: int) -> Mention:
    if not by:
        return mention
    return replace(mention, start=mention.start + by, end=mention.end + by, unit_end=mention.unit_end + by)


def _scaled(place: _Place, scale: Decimal | None) -> _Place:
    """A sum in a table whose unit stands above it."""
    return place if scale is None else replace(place, mention=replace(place.mention, scale=scale))


_KIND_OF_UNIT = {"percent": "percent", "percentage_point": "percent", "VND": "money", "hectare": "area"}
_QUANTITIES = frozenset({"count", "percent", "money", "area", "age", "duration"})


def _figure(
    number: int, place: _Place, facets: Facets | None, is_label: bool, habit: str | None, readings: Sequence[Reading]
) -> Figure:
    mention, block = place.mention, place.block
    literal = block.text[mention.start : mention.end]
    if is_label:
        mention = replace(mention, kind="label", first=None)
    described = facets or Facets(unit=mention.unit)
    kind = mention.kind
    if place.row is not None and facets is not None and kind in ("count", "percent"):
        kind = _KIND_OF_UNIT.get(facets.unit or "", kind)
    found = worth(mention, literal, described.unit, habit)
    day = day_of(literal) if kind == "date" else None
    return Figure(
        number, kind, literal, block.block_id, mention.start, mention.end, found.value, found.value_to,
        day if isinstance(day, date) else None, found.decimals,
        comparator_of(block.text, mention) if kind in _QUANTITIES and place.row is None else mention.comparator,
        described, block.table.table_id if block.table else None, place.row, place.column, block.page,
        confidence=min(_confidence(kind, described), sureness(readings, mention.start, mention.end)),
    )  # fmt: skip


def _taken(figure: Figure, settlement: Settlement | None) -> Figure:
    """A figure with the value that was settled on; its literal stays what was read."""
    if settlement is None:
        return figure
    confidence = min(_confidence(figure.kind, figure.facets), settlement.confidence)
    if settlement.value is None:
        return replace(figure, confidence=confidence)
    return replace(figure, value=settlement.value, decimals=decimals_of(settlement.value), confidence=confidence)


def _confidence(kind: str, facets: Facets) -> float:
    """Printed text with all facets stated is sure; a quantity that counts nothing known is not."""
    if kind not in ("count", "percent", "money"):
        return 1.0
    if facets.measure is None:
        return 0.5
    return 1.0 if facets.year is not None else 0.9


def _deprivations(
    document: Document, lacks: list[Lack], bases: list[Base], figures: tuple[Figure, ...],
    ids: Mapping[tuple[int, int], int],
) -> tuple[tuple[Deprivation, ...], list[Ratio]]:  # fmt: skip
    """The rows of the dataset, and for each rate the base that must attain it."""
    first = priorities(document, lacks)
    rows, ratios = [], []
    for lack, found in zip(lacks, bases, strict=True):
        figure = figures[ids[lack.block_id, lack.mention.start]]
        base = figures[found.figure_id] if found.figure_id is not None else None
        count = figures[ids[lack.block_id, lack.count.start]] if lack.count else None
        whole = int(base.value) if base is not None and base.value is not None else None
        rows.append(deprivation(
            lack, figure.facets, None if lack.count is lack.mention else figure.value,
            count.value if count else None, whole, figure.figure_id,
            is_priority=(lack.block_id, lack.mention.start) in first,
        ))  # fmt: skip
        if base is not None and lack.count is not lack.mention:
            ratios.append(Ratio(figure.figure_id, (Pair(count.figure_id if count else None, base.figure_id),)))
    return tuple(rows), ratios
