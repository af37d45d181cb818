"""Grid → header paths → village stats: what every data cell of a table counts, where and when.

Rows may be places and columns what is counted, or the other way round; the same tagger reads both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from extract.bases import with_bases
from extract.caption import find_caption, money_scale
from extract.columns import column_sense, is_compared, read_columns, tag, tells_stance
from extract.context import is_account
from extract.document import Block, Document
from extract.facets import Sense, facets_of, group_code, under
from extract.facts import Facets, Figure, Letterhead, VillageStat
from extract.lattice import Lattice, lay_out
from extract.placename import area_of_label, place_of_label
from normalize.fold import fold
from normalize.place import split_place
from normalize.vocabulary import measures
from normalize.vocabulary import table as vocabulary

_DASHES = frozenset({"-", "–", "—"})
# A row or column number is short: `12`, `(3=1+2)`.
_LABEL_LENGTH = 12
# A cell of the plan's own unit: its figure is understood, the village tables have no row of it.
OWN = "own"


@dataclass(frozen=True, slots=True)
class DataCell:
    """A cell that counts something: its place in the table, its figure, what it counts."""

    row: int
    column: int
    place: str
    place_kind: str
    facets: Facets
    figure_id: int | None
    is_dash: bool = False
    scale: Decimal = Decimal(1)  # of money, to đồng


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was understood of one table. `labels` are figures that only number rows and columns."""

    block: Block
    lattice: Lattice
    title: str | None
    cells: tuple[DataCell, ...]
    labels: frozenset[int]
    parents: Mapping[int, int] = field(default_factory=dict)  # sub-row → the row it breaks down
    of_which: frozenset[int] = frozenset()  # sub-rows that claim no completeness


def read_tables(
    document: Document, letterhead: Letterhead, figures: Mapping[tuple[int, int], int]
) -> Iterator[TableReading]:
    """Every data table of a plan; `figures` gives the id of the figure at (block, start)."""
    for position, block in enumerate(document.blocks):
        if block.table is not None:
            title, remarks = find_caption(document, position)
            yield _read(block, title, remarks, letterhead, figures)


def village_stats(reading: TableReading, figures: Sequence[Figure]) -> Iterator[VillageStat]:
    """The rows of the village-table dataset: a lone dash is 0, a blank has no value."""
    for cell in reading.cells:
        if cell.place_kind == OWN:
            continue
        figure = figures[cell.figure_id] if cell.figure_id is not None else None
        yield VillageStat(
            reading.lattice.table.table_id,
            reading.title,
            cell.place,
            cell.place_kind,
            cell.facets,
            figure.value if figure else Decimal(0) if cell.is_dash else None,
            figure.value_to if figure else None,
            figure.literal.rstrip("%") if figure else "-" if cell.is_dash else "",
            cell.row,
            cell.column,
            reading.lattice.cells[cell.row, cell.column].page,
            cell.figure_id,
        )


def _read(
    block: Block, title: str | None, remarks: str, letterhead: Letterhead, figures: Mapping[tuple[int, int], int]
) -> TableReading:
    """What a table says under its title; the remarks between them may tell the standard and the unit."""
    assert block.table is not None
    lattice = lay_out(block.table)
    starts = block.table.starts()
    found = _figures_of_cells(block, lattice, starts, figures)
    labels = _labels(lattice, found)
    around = replace(tag(title or ""), standard=tag(f"{title or ''}. {remarks}").standard)
    scale = money_scale(f"{title or ''} {remarks}")
    columns = read_columns(lattice, around)
    if scale is not None:
        columns = {column: (said, unit or "VND") for column, (said, unit) in columns.items()}
    by_column = sum(under(around, said).has_head for said, _ in columns.values() if said.has_head)
    letterhead = _dated(letterhead, around, [said for said, _ in columns.values()])
    rows = _row_senses(lattice)
    by_row = sum(said.has_head for said in rows.senses.values())
    if not lattice.data_columns or not (by_column or by_row):
        return TableReading(block, lattice, title, (), labels)
    if 2 * by_column >= len(columns) or by_column >= by_row:
        cells = tuple(_scaled(_places_in_rows(lattice, columns, around, letterhead, found), lattice, scale))
        return TableReading(block, lattice, title, cells, labels)
    cells = tuple(_scaled(_places_in_columns(lattice, rows, around, letterhead, found, scale), lattice, scale))
    return TableReading(block, lattice, title, cells, labels, rows.parents, rows.of_which)


@dataclass(frozen=True, slots=True)
class _Found:
    """The first number of a cell."""

    figure_id: int | None
    is_dash: bool
    is_blank: bool


def _figures_of_cells(
    block: Block, lattice: Lattice, starts: dict[tuple[int, int], int], figures: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], list[_Found]]:
    found: dict[tuple[int, int], list[_Found]] = {}
    for cell in lattice.table.cells:
        start = starts[cell.row, cell.column]
        ids = [
            figures[block.block_id, at]
            for at in range(start, start + len(cell.text))
            if (block.block_id, at) in figures
        ]
        text = cell.text.strip()
        found[cell.row, cell.column] = [_Found(one, False, False) for one in ids] or [
            _Found(None, text in _DASHES, not text)
        ]
    return found


def _labels(lattice: Lattice, found: dict[tuple[int, int], list[_Found]]) -> frozenset[int]:
    """Figures that number rows or columns."""
    numbered = lattice.number_column
    places = [] if numbered is None else [(row, numbered) for row in lattice.body()]
    places += [(row, column) for row in lattice.index_rows for column in range(lattice.table.columns)]
    labels = set()
    for place in places:
        cell = lattice.cells.get(place)
        if cell is not None and len(cell.text.strip()) <= _LABEL_LENGTH:
            is_number = not any(char.isalpha() for char in cell.text) or place[0] in lattice.index_rows
            labels |= {one.figure_id for one in found[cell.row, cell.column] if one.figure_id is not None and is_number}
    return frozenset(labels)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the row labels say, and which rows break another down."""

    senses: dict[int, Sense]
    parents: dict[int, int]
    of_which: frozenset[int]


def _row_senses(lattice: Lattice) -> _Rows:
    senses: dict[int, Sense] = {}
    parents: dict[int, int] = {}
    partial: set[int] = set()
    parent: int | None = None
    is_partial = False
    for row in lattice.body():
        label = lattice.labels[row]
        if not label:
            continue
        is_total = place_of_label(label, "", Letterhead())[1] == "total"
        is_sub = label[0] in "-–+*•" or (
            not lattice.numbers[row] and lattice.number_column is not None and parent is not None and not is_total
        )
        of_which = any(
            fold(label).strip(" -+:").startswith(fold(word)) for word in vocabulary("tables")["rows"]["of_which"]
        )
        own = tag(label)
        if (is_sub or of_which) and parent is not None:
            is_partial = is_partial or of_which
            outer = senses[parent]
            # a year in a sub-row says when something could happen, it does not date the row
            senses[row] = replace(
                under(outer, own), moment=outer.moment, year=outer.year, date=outer.date, stance=outer.stance
            )
            parents[row] = parent
            if is_partial:
                partial.add(row)
        else:
            parent, is_partial, senses[row] = row, of_which, own
    for row, said in senses.items():
        if not said.has_head and said.change and row not in parents:
            # “Chỉ tiêu giảm nghèo”: of whom, its sub-rows say
            below = frozenset[str]().union(*(senses[sub].classes for sub, above in parents.items() if above == row))
            senses[row] = replace(said, classes=below or frozenset({"poor"}), counted="household")
    return _Rows(senses, parents, frozenset(partial))


def _places_in_rows(
    lattice: Lattice, columns: dict[int, tuple[Sense, str | None]], around: Sense, letterhead: Letterhead,
    found: dict[tuple[int, int], list[_Found]],
) -> Iterator[DataCell]:  # fmt: skip
    facets = {}
    names_classes = any(said.classes for said, _ in columns.values())
    dates = {(said.moment, said.year) for said, _ in columns.values() if said.year and not said.change}
    for column, (said, unit) in columns.items():
        # “Hộ nghèo 31/12/2022 | Tỷ lệ | Hộ nghèo cuối năm 2023 | Tỷ lệ”: the title dates neither rate
        is_between = unit == "percent" and not said.year and not said.change and len(dates) > 1
        if not is_between:
            said = _in_title(said, replace(around, classes=frozenset()) if names_classes else around)
        # “Số hộ đầu năm” (and its “DTTS”) beside “Hộ nghèo đầu năm”: all of them; “Trong đó › Hộ DTTS” is not
        names_whole = not said.groups or column_sense(lattice.paths[column][:-1])[0].counted is not None
        is_bare = not said.has_head and not said.change and names_whole
        if names_classes and is_bare and said.counted in ("household", "person"):
            said = replace(said, is_everybody=True)
        if said.has_head or (unit == "VND" and said.source):
            facets[column] = _settled(said, unit, around, letterhead, is_firm=tells_stance(lattice.paths[column]))
            if is_between and column - 1 in facets:
                facets[column] = replace(facets[column], stance=facets[column - 1].stance)
    texts = {
        (row, column): lattice.cells[row, column].text
        for row in lattice.body()
        for column in facets
        if (row, column) in lattice.cells
    }
    facets = _told_apart(with_bases(facets, lattice.paths, texts), lattice.paths)
    is_below_total = is_partial = False
    for row in lattice.body():
        place, kind = place_of_label(lattice.labels[row], lattice.numbers[row], letterhead)
        # “Tổng cộng; Trong đó: hộ dân tộc thiểu số; Hộ do phụ nữ làm chủ”: the rows below go on with “trong đó”
        is_below_total = is_below_total or kind == "total"
        is_partial = is_below_total and (is_partial or kind == "of_which") and not lattice.numbers[row].strip()
        if is_partial and kind == "village":
            kind = "of_which"
        if not place or _is_empty(lattice, found, row, facets):
            continue
        area = area_of_label(lattice.labels[row])
        for column, described in facets.items():
            if described.measure is not None:
                group = group_code((frozenset({area, *filter(None, [described.group])}),)) if area else described.group
                yield from _cells(lattice, found, row, column, place, kind, replace(described, group=group))


def _told_apart(facets: dict[int, Facets], paths: Sequence[tuple[str, ...]]) -> dict[int, Facets]:
    """The columns without the measure of those that would tell one fact twice: what tells them apart is not known."""
    told = Counter(said for said in facets.values() if said.measure and said.year and not said.source)
    return {
        column: replace(said, measure=None) if told[said] > 1 and not _is_sum(said, paths[column]) else said
        for column, said in facets.items()
    }


def _is_sum(said: Facets, path: tuple[str, ...]) -> bool:
    """Whether a column of money sums up those beside it: “Tổng kinh phí | Vốn đầu tư | Vốn sự nghiệp”."""
    return said.unit == "VND" and fold(path[0]).startswith("tổng")


def _places_in_columns(
    lattice: Lattice, rows: _Rows, around: Sense, letterhead: Letterhead,
    found: dict[tuple[int, int], list[_Found]], scale: Decimal | None,
) -> Iterator[DataCell]:  # fmt: skip
    places: dict[int, tuple[str, str]] = {}
    years: dict[int, Sense] = {}
    crossed: dict[int, tuple[tuple[str, str], Sense]] = {}
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
            places[column] = place_of_label(path[-1], "", letterhead)
    if all(kind == "total" for _, kind in places.values()):
        places = {}  # “Tổng cộng | Năm 2023 | Năm 2024” is a sum of years
    times = Counter((said.year, said.moment, said.stance) for said in years.values())
    years = {column: said for column, said in years.items() if times[said.year, said.moment, said.stance] == 1}
    for row in lattice.body():
        own = rows.senses.get(row)
        if own is None:
            continue
        unit = lattice.units[row] or ("VND" if scale is not None else "percent" if own.is_rate else own.counted)
        described = _settled(_in_title(own, around), unit, around, letterhead)
        if described.measure is None:
            continue
        for column, (place, kind) in places.items():
            yield from _cells(lattice, found, row, column, place, kind, described)
        for column, ((place, kind), time) in crossed.items():
            yield from _cells(lattice, found, row, column, place, kind, _in_year(described, time, letterhead))
        for column, time in years.items():
            yield from _cells(lattice, found, row, column, "", OWN, _in_year(described, time, letterhead))


def _in_year(facets: Facets, time: Sense, letterhead: Letterhead) -> Facets:
    """What an indicator of the plan's own unit tells in the column of a year."""
    is_ahead = time.year is not None and letterhead.plan_year is not None and time.year >= letterhead.plan_year
    stance = time.stance or ("target" if is_ahead and not is_account(letterhead) else "reported")
    return replace(facets, year=time.year, moment=facets.moment or time.moment, date=time.date, stance=stance)


def _cells(
    lattice: Lattice,
    found: dict[tuple[int, int], list[_Found]],
    row: int,
    column: int,
    place: str,
    kind: str,
    facets: Facets,
) -> Iterator[DataCell]:
    cell = lattice.cells.get((row, column))
    if cell is None or (cell.row, cell.column) != (row, column):
        return
    ones = found[row, column]
    if len(ones) != 1 or (ones[0].figure_id is None and not ones[0].is_dash and not ones[0].is_blank):
        return
    if ones[0].is_blank and facets.unit == "percent":
        return
    yield DataCell(row, column, place, kind, facets, ones[0].figure_id, ones[0].is_dash)


def _dated(letterhead: Letterhead, around: Sense, columns: Sequence[Sense]) -> Letterhead:
    """The letterhead, with the year a table is drawn up for where the paper itself (a lone sheet) tells no date at all.

    That is the year its title aims at (“chỉ tiêu giảm nghèo năm 2023”), or the one whose change leads from one of its
    columns to another: “giảm trong năm 2023” beside “cuối năm 2022” and “cuối năm 2023”.
    """
    if letterhead.plan_year or letterhead.issued_year or letterhead.kind == "report" or around.stance == "reported":
        return letterhead
    closed = {said.year for said in columns if said.moment == "end" and not said.change}
    changed = {said.year for said in columns if said.change and said.year in closed}
    aimed = {around.year} if around.stance == "target" else set()
    year = max((year for year in (*changed, *aimed) if year is not None), default=None)
    return letterhead if year is None else replace(letterhead, plan_year=year)


def _is_empty(lattice: Lattice, found: dict[tuple[int, int], list[_Found]], row: int, columns: Iterable[int]) -> bool:
    """Whether a row only names a group of the rows below it."""
    cells = [lattice.cells.get((row, column)) for column in columns]
    return all(one.is_blank for cell in cells if cell for one in found[cell.row, cell.column])


def _in_title(said: Sense, around: Sense) -> Sense:
    """A column under its table's title: the title dates what is undated and names the class of bare counts."""
    if not said.year:
        said = replace(said, year=around.year, moment=said.moment or (around.moment if around.year else None))
    if not said.has_head and said.counted and around.classes:
        said = replace(said, classes=around.classes)
    return replace(said, standard=said.standard or around.standard)


def _settled(said: Sense, unit: str | None, around: Sense, letterhead: Letterhead, *, is_firm: bool = False) -> Facets:
    """Facets of a column or row, with the stance its time gives it; a firm one tells plan or result itself."""
    facets = facets_of(replace(said, is_rate=said.is_rate or unit == "percent"), unit)
    if facets.measure is None:
        return facets
    stance = said.stance or _stance_of(facets, around, letterhead)
    if facets.aspect == "level" and facets.moment in ("start", "end") and said.stance == "target" and not is_firm:
        stance = _stance_of(facets, around, letterhead)  # “chỉ tiêu” over a column of the start of the year
    if stance == "target" and facets.year is None and facets.moment == "during":
        facets = replace(facets, year=letterhead.plan_year)
    return replace(facets, stance=stance)


# From this month on the end of a year may have been surveyed already (Circular 07/2021: from the first of September).
_SURVEY = 9


def _stance_of(facets: Facets, around: Sense, letterhead: Letterhead) -> str:
    """What lies after the plan's date (where blank, the start of its year) is aimed at; so is a change of its year."""
    plan_year = letterhead.plan_year
    issued = letterhead.issued_on or (date(plan_year, 1, 1) if plan_year else None)
    if facets.moment is None and around.stance == "target" and facets.measure in measures():
        return "reported" if facets.year and plan_year and facets.year < plan_year else "target"
    if facets.year is None or issued is None:
        return around.stance or "reported" if facets.moment == "during" else "reported"
    is_early = letterhead.issued_on is not None and issued.month < _SURVEY
    if is_account(letterhead) and not (facets.moment == "end" and facets.year == issued.year and is_early):
        return "reported" if facets.year <= max(issued.year, plan_year or 0) else "target"
    if facets.moment == "during":
        return "target" if facets.year >= (plan_year or issued.year) else "reported"
    day = {"start": date(facets.year, 1, 1), "end": date(facets.year, 12, 31)}.get(facets.moment or "", facets.date)
    return "target" if day is not None and day > issued else "reported"


def _scaled(cells: Iterator[DataCell], lattice: Lattice, scale: Decimal | None) -> Iterator[DataCell]:
    """Cells of money with what makes them đồng: of their header, else of the remark over the table."""
    for cell in cells:
        if cell.facets.unit == "VND":
            own = money_scale(" ".join(lattice.paths[cell.column]))
            yield replace(cell, scale=own or scale or Decimal(1))
        else:
            yield cell
