"""Of how many households rates of lack are: as told beside them, as their counts show, else as told in the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extract.claims import instant
from extract.facts import Facets
from extract.lack_lists import Lack
from extract.quantity import Quantity
from extract.quotients import LEAST_FOLLOWING, follows

# So many rows with a count and a rate show of whom they are; fewer may agree by chance.
_LEAST_ROWS = 3

Worth = Callable[[int, str], Decimal | None]


@dataclass(frozen=True, slots=True)
class Base:
    """All households of the population: their figure (None where none is known), and the time they were counted."""

    figure_id: int | None
    time: Facets


def find_bases(
    lacks: Sequence[Lack], quantities: Sequence[tuple[int, Quantity]], ids: Mapping[tuple[int, int], int], worth: Worth
) -> list[Base]:
    """The base of each lack; `quantities` with their figures, `worth` is the value of a figure in a unit."""
    shown: dict[tuple[int, str, Facets], tuple[int, Quantity] | None] = {}
    bases = []
    for lack in lacks:
        own = _time_told(lack)
        counts = [(number, q) for number, q in quantities if is_all_of(q, lack.population)]
        if own is not None:
            counts = [(number, q) for number, q in counts if instant(q.facets) == instant(own)]
        if lack.base is not None:
            figure = ids[lack.block_id, lack.base.start]
            value = worth(figure, "household")
            same = [q.facets for number, q in counts if worth(number, "household") == value]
            bases.append(Base(figure, own or _latest(same) or _said(lack)))
            continue
        key = (lack.block_id, lack.population, own or Facets())
        rows = [one for one in lacks if (one.block_id, one.population, _time_told(one) or Facets()) == key]
        if sum(one.count is not None and one.count is not one.mention for one in rows) >= _LEAST_ROWS:
            if key not in shown:
                shown[key] = _followed(rows, counts, ids, worth)
            base = shown[key]
            bases.append(Base(base[0] if base else None, own or (base[1].facets if base else _said(lack))))
            continue
        before = [
            one for one in counts if (one[1].block_id, one[1].mention.start) < (lack.block_id, lack.mention.start)
        ]
        nearest = before[-1] if before else counts[0] if counts else None
        bases.append(Base(nearest[0] if nearest else None, own or (nearest[1].facets if nearest else Facets())))
    return bases


def is_all_of(q: Quantity, population: str) -> bool:
    """Whether a quantity counts all of a population, at some moment."""
    return (q.facets.measure, q.facets.group, q.facets.place, q.facets.aspect) == (population, None, None, "level")


def _time_told(lack: Lack) -> Facets | None:
    """The time that the lead-in of a list, or the title of a table, tells."""
    return _said(lack) if lack.said.year and lack.said.moment else None


def _said(lack: Lack) -> Facets:
    return Facets(moment=lack.said.moment, year=lack.said.year, date=lack.said.date)


def _latest(times: Sequence[Facets]) -> Facets | None:
    """The last of the times at which a number was told."""
    return max(times, key=lambda time: (time.year or 0, time.moment == "end"), default=None)


def _followed(
    rows: Sequence[Lack], counts: Sequence[tuple[int, Quantity]], ids: Mapping[tuple[int, int], int], worth: Worth
) -> tuple[int, Quantity] | None:
    """The count that the counts and rates of the rows follow, the last one told of those they follow best."""
    best, most = None, LEAST_FOLLOWING
    for number, q in counts:
        whole = worth(number, "household")
        share = _share(rows, whole, ids, worth) if whole else Fraction(0)
        if share >= most:
            best, most = (number, q), share
    return best


def _share(rows: Sequence[Lack], whole: Decimal, ids: Mapping[tuple[int, int], int], worth: Worth) -> Fraction:
    """How much of the rows give their rate as count over `whole`, rounded or cut off."""
    tried = followed = 0
    for lack in rows:
        rate = worth(ids[lack.block_id, lack.mention.start], "percent")
        count = worth(ids[lack.block_id, lack.count.start], "household") if lack.count else None
        if rate is None or count is None or lack.count is lack.mention:
            continue
        tried += 1
        followed += follows(rate, count, whole)
    return Fraction(followed, tried) if tried else Fraction(0)
