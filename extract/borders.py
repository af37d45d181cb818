"""Where the groups of a header row end once merges are lost: what every arrangement of its cells costs.

The cells above share out the names below them. What the names tell comes first: a name that repeats begins a group, a
rate never stands before its count, near-poor households hold no poor ones, years keep together. Where they leave two
arrangements equal the numbers below decide: the count a rate is reckoned from stands in its own group, a name of rates
stands over decimals. Else the border is in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

import regex

from extract.lattice import unit_named
from extract.quotients import LEAST_FOLLOWING, share_following
from extract.sense import Sense, sense
from normalize.fold import fold
from normalize.vocabulary import measures, table

# What an arrangement of header cells costs; only the order matters: a repeated name within one group is the surest sign
# of a wrong border, a blank swallowed by a group nearly as sure, unequal shares show next to nothing.
_BLANK_IN_GROUP = 3.0
_BLANK_OVER_MANY = 4.0
_BLANKS_UNDER_ONE = 1.5
_NAME_TWICE = 2.0
_OVER_WORDS = 3.0
_OTHER_KIND = 1.0
_STRANGER = 1.0
_FLOW_UNDER_LEVEL = 0.5
_YEARS_BESIDE_WORDS = 1.5
_SEQUEL_FIRST = 0.75
_UNEVEN = 0.1
_SINGLE = 0.8
_OWN_UNIT = -0.25
_NO_RESTART = 0.4
_REPEATS = -0.25
_MISSING_FIRST, _MISSING_LAST, _MISSING_INSIDE = 0.1, 0.15, 0.4
# Arrangements that cost so little more than the cheapest are as likely: no sign but the evenness of shares parts them.
NEAR = 0.3
# So many of the cheapest arrangements are followed; where all of them are as likely, nothing is known.
_KEPT = 12
# Rows enough to see what a column is.
_ROWS = 40
# Decimals of a rate; `1.204` has three, it is a count.
_RATE = regex.compile(r"\s*[<>≈~]?\s*\d{1,3}(?:[.,]\d{1,2}\s*%?|\s*%)\s*")
_YEAR = regex.compile(r"(?:năm\s+)?(?:19|20)\d\d", regex.IGNORECASE)
_UNIT = regex.compile(r"\((?:đvt|đơn vị(?: tính)?)?[:\s]*(?P<unit>[^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Sharing:
    """How many names below each cell above stands over (0: over a blank that was dropped).

    `others` are the arrangements that are as likely; `is_open` where there are more of them than were followed.
    """

    shares: tuple[int, ...]
    others: tuple[tuple[int, ...], ...] = ()
    is_open: bool = False


# No plan's table has more columns whose quotients would have to be tried.
_WIDEST = 40


@dataclass(slots=True)
class Body:
    """The rows below a header, asked for what they tell of its groups."""

    rows: Sequence[Sequence[str]]
    _counts: dict[int, frozenset[int]] = field(default_factory=dict)
    _rates: dict[int, bool] = field(default_factory=dict)
    _words: dict[int, bool] = field(default_factory=dict)

    def misfit(self, head: str, names: Sequence[str], column: int) -> float:
        """What it costs that a head with its names, or alone, stands over the numbers from a column on.

        Words have no group over them; a rate stands over decimals, a count over whole numbers.
        """
        if not names:
            return 0.0 if self._are_words(column) else _OTHER_KIND * (_said(head).is_rate != self._are_rates(column))
        over = range(column, column + len(names))
        others = sum(_said(name).is_rate != self._are_rates(at) for name, at in zip(names, over, strict=True))
        return _OVER_WORDS * sum(map(self._are_words, over)) + _OTHER_KIND * others

    def proof(self, widths: Sequence[int]) -> int:
        """How many rates are reckoned from a count in their own group, of groups so many columns wide."""
        if sum(widths) > _WIDEST:
            return 0
        ends = list(accumulate(widths))
        groups = [range(end - width, end) for end, width in zip(ends, widths, strict=True)]
        return sum(bool(self._counts_of(column) & {*group}) for group in groups for column in group)

    def _counts_of(self, rate: int) -> frozenset[int]:
        """The columns before a rate of which it is the quotient, over some column of its table."""
        if rate not in self._counts:
            rows = [row for row in self.rows[:_ROWS] if len(row) > rate]
            texts = {(at, column): text for at, row in enumerate(rows) for column, text in enumerate(row)}
            width = max(map(len, rows), default=0)
            self._counts[rate] = frozenset(
                part
                for part in (range(rate) if self._are_rates(rate) else ())
                for whole in range(width)
                if whole not in (part, rate) and share_following(texts, rate, part, whole) >= LEAST_FOLLOWING
            )
        return self._counts[rate]

    def _are_rates(self, column: int) -> bool:
        if column not in self._rates:
            told = self._told(column)
            self._rates[column] = 2 * sum(_RATE.fullmatch(text) is not None for text in told) > len(told)
        return self._rates[column]

    def _are_words(self, column: int) -> bool:
        """Whether a column names its rows: it holds words, or numbers that stand before the first column of words."""
        if column not in self._words:
            told = self._told(column)
            is_worded = 2 * sum(any(map(str.isalpha, text)) for text in told) > len(told)
            self._words[column] = is_worded or (column == 0 and bool(self.rows) and self._are_words(1))
        return self._words[column]

    def _told(self, column: int) -> list[str]:
        return [row[column] for row in self.rows[:_ROWS] if len(row) > column and row[column].strip(" -–")]


def share_out(
    above: Sequence[str], below: Sequence[str], missing: int, body: Body, proof: Callable[[Sequence[int]], int]
) -> Sharing | None:
    """The cheapest arrangement; of those as cheap, the one with the most `proof`. None where there is none.

    `missing` blanks below were dropped: where they stood the `body` shows too.

    >>> share_out(["TT", "Nghèo", "Cận nghèo"], ["", "Hộ", "%", "Hộ", "%"], 0, Body(()), lambda shares: 0)
    Sharing(shares=(1, 2, 2), others=(), is_open=False)
    """
    found = _cheapest(above, below, missing, body)
    near = [shares for cost, shares in found if cost <= found[0][0] + NEAR]
    is_open = len(near) == _KEPT
    if len(near) > 1:
        proven = [proof(shares) for shares in near]
        near = [shares for shares, one in zip(near, proven, strict=True) if one == max(proven)]
    return Sharing(near[0], tuple(near[1:]), is_open) if near else None


def _cheapest(
    above: Sequence[str], below: Sequence[str], missing: int, body: Body
) -> list[tuple[float, tuple[int, ...]]]:
    """The cheapest arrangements with their costs."""
    blanks = sum(1 for text in below if not text)
    heads = len(above) - blanks - missing
    share = (len(below) - blanks) / heads if heads > 0 else float(len(below) - blanks)
    best: dict[tuple[int, int], list[tuple[float, tuple[int, ...]]]] = {(0, 0): [(0.0, ())]}
    for text in above:
        following: dict[tuple[int, int], list[tuple[float, tuple[int, ...]]]] = {}
        for (place, left_out), options in best.items():
            for size, step in _steps(text, below, place, share, left_out < missing):
                if missing:
                    step += body.misfit(text, below[place : place + size], place + left_out)
                key = (place + size, left_out + (size == 0))
                following.setdefault(key, []).extend((cost + step, (*shares, size)) for cost, shares in options)
        best = {key: sorted(options, key=lambda one: one[0])[:_KEPT] for key, options in following.items()}
    return best.get((len(below), missing), [])


def _steps(text: str, below: Sequence[str], place: int, share: float, may_miss: bool) -> Iterator[tuple[int, float]]:
    """The shares one cell may take from `place` on, with their costs."""
    if may_miss:
        yield 0, {0: _MISSING_FIRST, len(below): _MISSING_LAST}.get(place, _MISSING_INSIDE)
    seen: set[str] = set()
    blanks = twice = years = 0
    strangeness = 0.0
    is_late = place > 0 and bool(below[place - 1])
    for end in range(place + 1, len(below) + 1):
        name = below[end - 1]
        blanks += not name
        twice += bool(name) and name in seen
        strangeness += _strangeness(text, name)
        years += _YEAR.fullmatch(name) is not None
        seen.add(name)
        size = end - place
        if blanks == size:
            yield size, (size - 1) * _BLANKS_UNDER_ONE
            continue
        cost = abs(size - share) * _UNEVEN + twice * _NAME_TWICE + blanks * _BLANK_IN_GROUP + strangeness
        cost += _YEARS_BESIDE_WORDS if 0 < years < size - blanks else 0
        if not text:
            cost = _NO_RESTART if size == 1 else _BLANK_OVER_MANY * (size - 1)
        elif size == 1:
            cost += _OWN_UNIT if name.startswith("(") else _SINGLE  # `(%)` below `Tỷ lệ`
        elif end < len(below) and below[end] and below[end] != below[place]:
            cost += _NO_RESTART
        if text and size > 1 and is_late and _is_sequel(below[place]):
            cost += _SEQUEL_FIRST
        if text and size > 1 and below[place - size : place] == below[place:end]:
            cost += _REPEATS
        yield size, cost


def _strangeness(head: str, name: str) -> float:
    """What it costs that a name hardly stands under a head.

    “Hộ nghèo” under “Hộ cận nghèo”, “Tỷ lệ (%)” under “Giảm trong năm (hộ)”, “Tái nghèo” under “Hộ nghèo cuối năm”.
    """
    outer, inner = _said(head), _said(name)
    if outer.classes and inner.classes and not inner.classes <= outer.classes:
        return _STRANGER
    unit = _UNIT.search(fold(head))
    if inner.is_rate and unit is not None and unit_named(unit["unit"]) not in (None, "percent"):
        return _STRANGER
    flows = bool(inner.change) or any(measures()[code].kind == "flow" for code in inner.measures)
    is_level = bool(outer.classes) and outer.moment in ("start", "end", "date") and not (outer.change or outer.measures)
    return _FLOW_UNDER_LEVEL if flows and is_level else 0.0


def _is_sequel(name: str) -> bool:
    """Whether a name follows another of its group: the rate its count, “Trong đó: DTTS” the whole."""
    folded = fold(name).lstrip(" -+(")
    return _said(name).is_rate or any(folded.startswith(fold(word)) for word in table("tables")["rows"]["of_which"])


@lru_cache(maxsize=4096)
def _said(text: str) -> Sense:
    return sense(text, ())
