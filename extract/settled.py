"""The facets of a quantity as they stand in the end: with stance, year, standard and place, or empty where in doubt."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from extract.facets import HEADS
from extract.facts import Facets, Letterhead
from extract.sense import LACK, Sense
from extract.shares import STOCKS
from extract.standards import dated_standard
from extract.told import Turn
from extract.utterance import Utterance
from extract.whereabouts import (
    is_of_own_unit,
    is_singled_out,
    listed_place,
    own_names,
    place_of,
    singled_out,
    wider_unit,
)
from normalize.vocabulary import coverages, measures


class Settler:
    """Settles the facets of one plan's quantities; `standard` is the poverty standard of the sentence being read."""

    def __init__(self, letterhead: Letterhead, places: Set[str]) -> None:
        """`places` are the names in the plan's tables, folded."""
        self._letterhead, self._places = letterhead, places
        self._own_names = own_names(letterhead)
        self.standard: str | None = None

    def settle(self, turn: Turn, subject: Sense, facets: Facets, stance: str | None) -> Facets:
        """Facets with their stance, their place, and the year that stance gives; empty where nothing is counted."""
        heard = turn.heard
        if facets.measure is None or _counts_nobody(heard, facets):
            return Facets(unit=facets.unit if facets.unit == "percentage_point" else turn.unit)
        if facets.measure in STOCKS and facets.aspect == "level" and not _is_stock(heard, subject, facets, stance):
            return Facets(unit=facets.unit)  # “trong năm có 40 hộ nghèo tham gia”: not all the poor
        if facets.measure in coverages() and (heard.words.helps or heard.words.wants):
            return Facets(unit=facets.unit)  # “hỗ trợ 20 hộ nghèo xây nhà tiêu”: not all that have one
        if subject.change in ("decrease", "increase") and facets.aspect == "level" and heard.words.compares:
            facets = replace(facets, aspect=subject.change)  # how much more: “tăng 150 lao động so với năm 2021”
        if facets.aspect == "level" and (_is_given(turn, facets) or _goes_on_flowing(turn, facets)):
            facets = replace(facets, moment="during")
        place = self._place(turn)
        if place is None and is_singled_out(heard):
            return Facets(unit=turn.unit)  # “dân tộc nghèo nhất là … với 37%”: of one among many
        return replace(facets, year=self._year(turn, subject, facets, stance), stance=stance, place=place)

    def standard_of(self, turn: Turn, year: int | None) -> str | None:
        """The poverty standard of a number: told in its clause, of the number before, of its sentence or heading.

        “theo chuẩn nghèo 2016 - 2020 có 189 hộ; theo chuẩn nghèo 2022 - 2025 có 281 hộ”
        """
        before = turn.previous.facets.standard if turn.previous is not None else None
        return dated_standard(turn.heard.left.standard or before or self.standard, year)

    def wider(self, turn: Turn) -> str | None:
        """The unit above the plan's own that a number is of."""
        return wider_unit(turn.heard, self._letterhead.level)

    def is_placed(self, turn: Turn) -> bool:
        """Whether a clause names a place of its own that it counts in."""
        return turn.previous is not None and self._named(turn) is not None

    def _year(self, turn: Turn, subject: Sense, facets: Facets, stance: str | None) -> int | None:
        # “đầu năm 249 hộ, … cuối năm 215 hộ”, “Kết quả năm 2023: đầu năm 65 hộ, …”: all is of that very year
        is_between = turn.heard.words.is_before_end or turn.heard.words.starts_undated
        is_start = subject.moment == "start" and not subject.part_of_year and not is_between
        if stance == "reported" and facets.moment == "during" and is_start and facets.year:
            return facets.year - 1  # a flow told beside a stock at the start of N is of N−1
        if stance == "target" and facets.year is None and not subject.is_yearly and not self._letterhead.plan_year_to:
            return self._letterhead.plan_year
        return facets.year

    def _place(self, turn: Turn) -> str | None:
        place = (
            turn.heard.words.where
            or turn.heard.place_in_turn
            or self.wider(turn)
            or listed_place(turn.heard, self._places)
            or singled_out(turn.heard)
            or self._named(turn)
        )
        is_own = is_of_own_unit(turn.heard, self._letterhead.level)
        if place is None and turn.previous is not None and not (turn.heard.words.is_parted or is_own):
            return turn.previous.facets.place  # “thôn Hải Lạc còn 21 hộ nghèo, giảm 06 hộ”
        return place

    def _named(self, turn: Turn) -> str | None:
        """The unit a clause counts in: named with its kind, or in a list of names whose kind was said once."""
        named = place_of(turn.heard, self._own_names)
        if named is None and turn.previous is not None and turn.previous.facets.place:
            return turn.heard.words.listed_name
        return named


def _counts_nobody(heard: Utterance, facets: Facets) -> bool:
    """Whether a number is a mean, a line between classes, a condition, or told in words that are not understood."""
    is_each = heard.words.is_each and facets.measure != "income_per_person"
    is_mean = heard.words.is_fractional and facets.measure in STOCKS
    known = measures().get(facets.measure or "")
    # a cover named among lacks is one that is lacking; what the list is of stands in lack_lists.py
    lacks = known is not None and known.kind == "rate" and known.code != LACK and heard.lists_lacks
    return is_each or is_mean or lacks or heard.words.is_criterion or heard.is_unclear


def _is_stock(heard: Utterance, subject: Sense, facets: Facets, stance: str | None) -> bool:
    """Whether a count of a class stands at a moment, and is not of those who get or do something."""
    is_dated = facets.moment in ("start", "end", "date") or subject.change in ("to", "eliminate")
    is_dated_so = (
        heard.near.moment in ("start", "end") and not heard.near.measures
    )  # “giúp đỡ 381 hộ nghèo đầu năm 2023”
    is_helped = heard.words.helps and not is_dated_so
    return (
        not (is_helped or heard.words.counts_times) and facets.moment != "during" and (stance == "reported" or is_dated)
    )


def _is_given(turn: Turn, facets: Facets) -> bool:
    """“cấp thẻ bảo hiểm y tế cho 1.187 người”, “cho vay 71 hộ”: given in the course of a year."""
    known = measures().get(facets.measure or "")
    is_covered = known is not None and known.kind == "rate" and facets.moment is None and facets.unit in HEADS
    is_covered = is_covered and facets.measure not in coverages()
    is_given = known is not None and (turn.heard.words.helps or is_covered)
    is_flow = is_given and turn.is_count and known is not None and known.kind != "stock"
    return is_flow and turn.heard.before.moment not in ("end", "date")


def _goes_on_flowing(turn: Turn, facets: Facets) -> bool:
    """“… và 1.204 người cận nghèo”, “86 hộ được vay vốn (hộ nghèo 51 hộ)”: in the course of a year as those before."""
    before = turn.previous
    if before is None or before.facets.measure != facets.measure or before.facets.moment != "during":
        return False
    return turn.heard.words.stands_bare or (turn.is_count and facets.moment is None and facets.measure not in STOCKS)
