"""Of whom a rate of a group in a village table is: of the class, of its own group, or of all households.

“Hộ nghèo DTTS | Tỷ lệ (%)” may mean any of them. Where the header does not say, the numbers of the column decide; where
they do not either, the rate is not understood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.columns import base_named, tag
from extract.facts import Facets
from extract.quotients import LEAST_FOLLOWING, share_following
from normalize.vocabulary import composed

_COUNT_OF = {rate: composed()[people, "household"] for (people, what), rate in composed().items() if what == "percent"}
_ALL = composed()["all", "household"]


def with_bases(
    facets: Mapping[int, Facets], paths: Sequence[tuple[str, ...]], texts: Mapping[tuple[int, int], str]
) -> dict[int, Facets]:
    """The columns, each rate of a group with what it is a share of; one whose base cannot be told without measure."""
    return {
        column: _based(column, said, facets, paths[column], texts) if _is_open(said) else said
        for column, said in facets.items()
    }


def _is_open(said: Facets) -> bool:
    return said.group is not None and said.unit == "percent" and said.measure in _COUNT_OF and said.aspect == "level"


def _based(
    column: int,
    said: Facets,
    facets: Mapping[int, Facets],
    path: tuple[str, ...],
    texts: Mapping[tuple[int, int], str],
) -> Facets:
    """The reading of one rate that its header names, else the one its numbers follow."""
    counts = _COUNT_OF[said.measure or ""]
    of_class = replace(said, measure="share", of_measure=counts)
    of_all = replace(said, measure="share", of_measure=_ALL)
    named = next((base for text in reversed(path) if (base := base_named(text))), None)
    if named is not None:
        return of_class if named.classes else said if named.groups else of_all
    part = count_before(column, said, facets)
    wholes = (
        (of_class, _column(facets, replace(said, measure=counts, unit="household", group=None))),
        (said, _column(facets, replace(said, measure=_ALL, unit="household"))),
        (of_all, _column(facets, replace(said, measure=_ALL, unit="household", group=None))),
    )
    following = {
        reading: share
        for reading, whole in wholes
        if part is not None and whole is not None and (share := share_following(texts, column, part, whole))
    }
    best = max(following, key=lambda reading: following[reading], default=None)
    if best is not None and following[best] >= LEAST_FOLLOWING:
        return best
    says_all = any(one.is_rate and one.classes and one.groups for one in map(tag, path))  # “Tỷ lệ hộ nghèo DTTS (%)”
    return said if says_all else replace(said, measure=None)


def count_before(column: int, rate: Facets, facets: Mapping[int, Facets]) -> int | None:
    """The column of the households a rate of a group is reckoned from: the last one before it that counts the group."""
    counts = _COUNT_OF.get(rate.measure or "", rate.of_measure)
    measured = {counts} if counts != _ALL else set(_COUNT_OF.values())
    told = [
        other
        for other, said in facets.items()
        if other < column and said.unit == "household" and said.measure in measured and said.aspect == "level"
    ]
    same = [other for other in told if facets[other].group == rate.group and _is_dated_as(facets[other], rate)]
    return max(same, default=None)


def _is_dated_as(count: Facets, rate: Facets) -> bool:
    return rate.year is None or (count.moment, count.year, count.date) == (rate.moment, rate.year, rate.date)


def _column(facets: Mapping[int, Facets], wanted: Facets) -> int | None:
    """The column that counts a base, at the moment of the rate or undated."""
    found = [
        column
        for column, said in facets.items()
        if (said.measure, said.unit, said.aspect, said.group) == (wanted.measure, wanted.unit, "level", wanted.group)
        and (said.year is None or _is_dated_as(said, wanted))
    ]
    return found[0] if found else None
