"""Columns that two tables have in common: told row by row in both, they agree row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from extract.facts import Facts, VillageStat
from validate.check import Check, Fault, Mend
from validate.claim import Claim, agree, read_stat
from validate.message import Message, Word
from validate.same import Fact, fold_place, stances_meet, standards_meet

# Two columns tell one fact where so many rows, and so much of all they share, agree: the others are slips. Where
# fewer do, what tells the columns apart was not understood.
LEAST_ROWS = 3
LEAST_AGREEING = Fraction(3, 5)

Cells = Mapping[int, Mapping[Fact, list[VillageStat]]]
Pair = tuple[VillageStat, VillageStat, Claim, Claim]


def check_columns(facts: Facts, tables: Cells, message: Message) -> Iterator[Check]:
    """A check for each row of each column that two tables share."""
    for first, second in combinations(sorted(tables), 2):
        for fact in tables[first].keys() & tables[second].keys():
            yield from _check(_pair(facts, tables[first][fact], tables[second][fact]), message)


def _pair(facts: Facts, first: list[VillageStat], second: list[VillageStat]) -> list[Pair]:
    """The readable cells of the same places; a place that a table tells twice is left out."""
    one, other = (_by_place(stats) for stats in (first, second))
    pairs: list[Pair] = []
    for place in one.keys() & other.keys():
        mine, theirs = one[place], other[place]
        if mine is None or theirs is None or not standards_meet(mine.facets, theirs.facets):
            continue
        told, again = read_stat(mine, facts.figures), read_stat(theirs, facts.figures)
        if told and again and stances_meet(mine.facets, theirs.facets):
            pairs.append((mine, theirs, told, again))
    return sorted(pairs, key=lambda pair: pair[1].row)


def _by_place(stats: list[VillageStat]) -> dict[tuple[str, str | None], VillageStat | None]:
    found: dict[tuple[str, str | None], VillageStat | None] = {}
    for stat in stats:
        place = (stat.place_kind, None if stat.place_kind == "total" else fold_place(stat.place))
        found[place] = None if place in found else stat
    return found


def _check(pairs: list[Pair], message: Message) -> Iterator[Check]:
    agreeing = sum(agree(told, again) for _, _, told, again in pairs)
    if agreeing < LEAST_ROWS or agreeing < LEAST_AGREEING * len(pairs):
        return
    for first, second, told, again in pairs:
        ids = tuple(claim.figure_id for claim in (again, told) if claim.figure_id is not None)
        holds = agree(told, again)
        formula = f"{told.told} {again.relation(holds)} {again.told}"
        expected = Fraction(told.value)
        if holds:
            yield Check(True, ids, formula, again.value, expected)
            continue
        words: dict[str, Word] = {
            "stated": again.words,
            "other": told.words,
            "place": second.place,
            "table": str(second.table_id),
            "first": str(first.table_id),
        }
        mends = []
        if again.figure_id is not None:
            mends.append(Mend(again.figure_id, told.value, f"{told.told} = {told.told}"))
        if told.figure_id is not None:
            mends.append(Mend(told.figure_id, again.value, f"{again.told} = {again.told}"))
        at = again.figure_id if again.figure_id is not None else told.figure_id
        yield Check(
            False, ids, formula, again.value, expected, fault=Fault("error", message, words, at, mends=tuple(mends))
        )
