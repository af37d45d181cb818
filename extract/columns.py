"""What the columns of a table count: each header path by itself, then completed by the columns before it.

A clerk names the class once: “Hộ nghèo | Tỷ lệ (%)”, “Hộ nghèo | Trong đó: DTTS”, “Hộ nghèo | Chỉ tiêu giảm”. What a
column leaves out is taken from the column it follows, or from the only class the table speaks of. Its date never is.
"""

from __future__ import annotations

from dataclasses import replace

from extract.caption import money_scale
from extract.facets import EMPTY, LACK, Sense, sense, under
from extract.grammar import scan
from extract.lattice import Lattice
from normalize.date import parse_date
from normalize.fold import fold
from normalize.vocabulary import indicators, measures, table

Columns = dict[int, tuple[Sense, str | None]]
_HEADS = ("household", "person")


def tag(text: str) -> Sense:
    """What a label says, its own figures read first; a day in it dates it: “Hộ nghèo 31/12/2022”."""
    mentions = tuple(scan(text))
    said = sense(text, mentions)
    days = [parse_date(text[one.start : one.end]).date for one in mentions if one.kind == "date"]
    cites = any(one.kind == "reference" for one in mentions)
    if said.year is None and len(days) == 1 and days[0] is not None and not cites:
        return replace(said, moment="date", year=days[0].year, date=days[0])
    return said


def read_columns(lattice: Lattice, around: Sense) -> Columns:
    """What every data column counts and in what unit, under a title that says `around`."""
    columns = {column: _in_path(lattice.paths[column], around) for column in lattice.data_columns}
    classes = {said.classes for said, _ in columns.values() if said.classes and not said.measures}
    only = next(iter(classes)) if len(classes) == 1 else frozenset[str]()
    read: Columns = {}
    leader: tuple[int, Sense] | None = None
    others = 0  # class columns between the leader and the one before it that has no rate of its own
    for column, (said, unit) in columns.items():
        path = lattice.paths[column]
        if not said.has_head:
            said = _completed(said, unit, path, leader[1] if leader and not others else None, only, around)
        if said.classes and not said.measures and unit != "percent" and not said.change and not said.groups:
            others = int(leader is not None and leader[1].classes != said.classes and column == leader[0] + 1)
            leader = column, said
        read[column] = said, unit
    return read


def _completed(
    said: Sense, unit: str | None, path: tuple[str, ...], leader: Sense | None, only: frozenset[str], around: Sense
) -> Sense:
    """A column that names no head under the class of the column it follows, or the only one of the table."""
    before = leader.classes if leader else frozenset[str]()
    words = " ".join(path)
    if said.change:  # “Chỉ tiêu giảm năm 2023”
        return replace(said, classes=only, counted=said.counted or "household")
    if unit == "percent" and not said.groups and said.counted is None:  # “Hộ nghèo | Tỷ lệ (%)”
        return replace(said, classes=before)
    if said.groups and unit in (None, *_HEADS) and (_is_part(words) or not only):  # “Hộ nghèo | Trong đó: DTTS”
        return replace(said, classes=before, counted=said.counted or (leader.counted if leader else None))
    if around.classes and around.counted and not only and unit is None and (said.groups or _is_total(path[-1:])):
        return replace(said, classes=around.classes, counted=around.counted)  # “Số hộ nghèo các thôn” › “Tổng số”
    return said


def _is_part(words: str) -> bool:
    return any(fold(word) in fold(words) for word in table("tables")["rows"]["of_which"])


def _is_total(innermost: tuple[str, ...]) -> bool:
    return any(
        fold(text).strip(" :") in {fold(word) for word in table("tables")["rows"]["total"]} for text in innermost
    )


def _in_path(path: tuple[str, ...], around: Sense) -> tuple[Sense, str | None]:
    """What a path says, a lack of a service by its indicator."""
    said, unit = column_sense(path)
    words = fold(" ".join(path))
    if "thiếu hụt" in words:
        lacking = tuple(frozenset({term.code}) for term in indicators().find(words) if term.kind == "indicator")
        classes = said.classes or around.classes or frozenset({"poor"})
        if lacking and unit == "percent":
            return replace(said, measures=(LACK,), classes=frozenset(), groups=lacking[:1]), unit
        if lacking and unit == "household":
            return replace(said, measures=(), classes=classes, groups=lacking[:1]), unit
    return said, unit


def column_sense(path: tuple[str, ...]) -> tuple[Sense, str | None]:
    """What a header path says, and its unit: the innermost words that name one."""
    said, unit = EMPTY, None
    for text in path:
        inner = tag(text)
        unit = _unit_of(inner, text) or unit
        said = under(said, inner)
    return said, unit


def _unit_of(said: Sense, text: str) -> str | None:
    if money_scale(text) is not None:
        return "VND"
    if said.is_rate:
        return "percent"
    if said.counted:
        return said.counted
    return (
        measures()[said.measures[0]].unit if said.measures and measures()[said.measures[0]].unit != "percent" else None
    )
