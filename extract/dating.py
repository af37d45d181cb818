"""When a column or row of a table is told of, and whether it was found or is aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extract.columns import Columns
from extract.context import is_account
from extract.facets import HEADS, facets_of
from extract.facts import Facets, Letterhead
from extract.sense import Sense
from normalize.vocabulary import measures


def dated(letterhead: Letterhead, around: Sense, columns: Sequence[Sense]) -> Letterhead:
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


def in_title(said: Sense, around: Sense) -> Sense:
    """A column under its table's title: the title dates what is undated and names the class of bare counts."""
    if not said.year and said.moment is None:  # “KẾT QUẢ 6 THÁNG ĐẦU NĂM”; “Cả năm” and “Cuối năm” are told themselves
        said = replace(said, part_of_year=said.part_of_year or around.part_of_year)
    if not said.year:
        said = replace(said, year=around.year, moment=said.moment or (around.moment if around.year else None))
    if not said.has_head and said.counted and around.classes:
        said = replace(said, classes=around.classes)
    return replace(said, standard=said.standard or around.standard)


def titled(said: Sense, around: Sense, columns: Columns) -> Sense:
    """A column under its title; beside columns that name classes a bare count is not of the class of the title."""
    names_classes = any(one.classes for one, _ in columns.values())
    return in_title(said, replace(around, classes=frozenset()) if names_classes else around)


def facets_in_time(
    said: Sense, unit: str | None, around: Sense, letterhead: Letterhead, *, is_firm: bool = False
) -> Facets:
    """Facets of a column or row, with the stance its time gives it; a firm one tells plan or result itself."""
    facets = facets_of(replace(said, is_rate=said.is_rate or unit == "percent"), unit)
    if facets.measure is None:
        return facets
    facets = replace(facets, moment="during") if _is_given(facets) else facets
    stance = said.stance or _stance_of(facets, around, letterhead)
    if facets.aspect == "level" and facets.moment in ("start", "end") and said.stance == "target" and not is_firm:
        stance = _stance_of(facets, around, letterhead)  # “chỉ tiêu” over a column of the start of the year
    if stance == "target" and facets.year is None and facets.moment == "during":
        facets = replace(facets, year=letterhead.plan_year)
    return replace(facets, stance=stance)


def _is_given(facets: Facets) -> bool:
    """“Số hộ vay vốn ưu đãi”, “Số học sinh được miễn học phí”: heads, counted in the course of a year."""
    known = measures().get(facets.measure or "")
    is_cover = known is not None and known.kind == "rate" and facets.unit in HEADS
    return is_cover and facets.moment is None and facets.aspect == "level"


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
    is_aimed = around.stance == "target" and around.year == facets.year and facets.year >= issued.year
    if facets.moment == "during" and is_aimed:
        return "target"  # a table of quotas that a report of last year hands out: “chỉ tiêu năm 2021 giao các xã”
    is_early = letterhead.issued_on is not None and issued.month < _SURVEY
    if is_account(letterhead) and not (facets.moment == "end" and facets.year == issued.year and is_early):
        return "reported" if facets.year <= max(issued.year, plan_year or 0) else "target"
    if facets.moment == "during":
        return "target" if facets.year >= (plan_year or issued.year) else "reported"
    day = {"start": date(facets.year, 1, 1), "end": date(facets.year, 12, 31)}.get(facets.moment or "", facets.date)
    return "target" if day is not None and day > issued else "reported"


def in_year(facets: Facets, time: Sense, letterhead: Letterhead) -> Facets:
    """What an indicator of the plan's own unit tells in the column of a year."""
    is_ahead = time.year is not None and letterhead.plan_year is not None and time.year >= letterhead.plan_year
    stance = time.stance or ("target" if is_ahead and not is_account(letterhead) else "reported")
    part = time.part_of_year or facets.part_of_year
    return replace(
        facets, year=time.year, moment=facets.moment or time.moment, date=time.date, stance=stance, part_of_year=part
    )
