"""A figure in the text agrees with the table that tells the same fact, and so do two tables that share a column.

Holds when
    measure, unit, aspect, moment, group and place are the same and so are the numbers: a number inside a stated range
    agrees, a bound is kept, percentages of unequal precision may be rounded from one number. The plan's own figure is
    held against the total of each table (or the sum of its rows, where there is no total), a place's against its row,
    “mỗi thôn” (each village) against every village, and a decrease against the difference of two levels. What a group
    gets in a year is not above a column that counts everybody who gets it. Of a column
    that two tables share, most of whose rows agree, every row does.

Why it matters
    The text is what is read, the annex is what is worked by; they are often of different drafts.

Example
    the text: to train 15 to 20 workers; the annex: 18 in all. 18 lies within 15–20.

Does not hold
    the two cannot both be true: an error; a warning where one says “khoảng” (about), where the text sets a target for
    the year and the table shares it out, and where villages lie outside of what each should reach.

Not tested when
    the cell is blank or cannot be read, or the sentence tells the fact with two numbers of which this is not the
    table's: then they are two facts. Nor where the text tells the fact by several poverty standards and the table does
    not say which it follows. Figures whose measure, unit or date is not known, or of which one is a target
    and the other a result, do not tell the same fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from extract.facts import Facts, Figure, VillageStat
from validate.check import RIVALLED, STANDARDS_DIFFER, UNREADABLE, Check, Fault, Mend, Severity, not_testable
from validate.claim import RATES, Claim, agree, read_stat
from validate.interval import Interval, total
from validate.message import Message, Word, round_to
from validate.narrative import Telling, find_tellings
from validate.quotient import decimals_of
from validate.same import Fact, find_fact, fold_place, stances_meet, standards_meet
from validate.tables import check_columns
from validate.total import tell

DIFFERS = Message(
    "{stated} trong văn bản không khớp với {expected} ở bảng {table}.",
    "{stated} in the text and {expected} in table {table} do not agree.",
)
DIFFERENCE = Message(
    "Mức thay đổi {stated} trong văn bản không khớp với {terms} = {expected} ở bảng {table}.",
    "A change of {stated} in the text and {terms} = {expected} in table {table} do not agree.",
)
PART = Message(
    "{stated} trong văn bản chỉ là một phần của {expected} ở bảng {table} nhưng lại lớn hơn.",
    "{stated} in the text, only part of {expected} in table {table}, is more than that.",
)
VILLAGES = Message(
    "Mức {stated} cho mỗi thôn không khớp với {count} thôn ở bảng {table}: {places}.",
    "{stated} for each village and {count} villages of table {table} do not agree: {places}.",
)
TABLES = Message(
    "{place}: {stated} ở bảng {table} không khớp với {other} ở bảng {first}.",
    "{place}: {stated} in table {table} and {other} in table {first} do not agree.",
)


@dataclass(frozen=True, slots=True)
class Side:
    """What a table tells of a fact: one cell, or rows to be added up.

    `value` is the number as written, `span` what it may have been rounded from.
    """

    claims: tuple[Claim, ...]

    @property
    def value(self) -> Interval:
        return total(claim.exact() for claim in self.claims)

    @property
    def span(self) -> Interval:
        return total(claim.stands_for() for claim in self.claims)

    @property
    def terms(self) -> str:
        return " + ".join(claim.told for claim in self.claims)


_OPPOSITE = {"decrease": "increase", "increase": "decrease"}
Cells = dict[int, dict[Fact, list[VillageStat]]]


def check(facts: Facts) -> Iterator[Check]:
    """A check for each figure of the text and each table that tells its fact, or two levels it is the difference of."""
    tables = _index(facts.village_stats)
    tellings = find_tellings(facts)
    standards: dict[Fact, set[str | None]] = defaultdict(set)
    for telling in tellings:
        standards[telling.fact].add(telling.claim.facets.standard)
    for telling in tellings:
        for table_id, cells in tables.items():
            if telling.fact.per == "village":
                made = _check_villages(facts, telling, table_id, cells)
            else:
                made = _check_fact(facts, telling, table_id, cells)
            if made is not None and made.fault is not None and telling.is_rivalled:
                made = not_testable(RIVALLED, made.figures, made.formula, made.stated)
            elif made is not None and made.fault is not None and len(standards[telling.fact] - {None}) > 1:
                bare = cells.get(replace(telling.fact, place=None, per=None), ())
                if telling.claim.facets.standard and any(stat.facets.standard is None for stat in bare):
                    made = not_testable(STANDARDS_DIFFER, made.figures, made.formula, made.stated)
            if made is not None:
                yield made
    yield from check_columns(facts, tables, TABLES)


def _index(stats: Iterable[VillageStat]) -> Cells:
    """The cells of each table by their fact, wherever it is told of."""
    tables: Cells = {}
    for stat in stats:
        fact = find_fact(stat.facets)
        if fact is not None:
            cells = tables.setdefault(stat.table_id, defaultdict(list))
            cells[replace(fact, place=None, per=None)].append(stat)
    return tables


def _check_fact(facts: Facts, telling: Telling, table_id: int, cells: dict[Fact, list[VillageStat]]) -> Check | None:
    """The figure against the same fact in the table, or else against the difference of two levels."""
    stated, fact = telling.claim, telling.fact
    told = _find_cells(cells, fact, stated)
    if not told:
        return _check_difference(facts, telling, table_id, cells) or _check_part(facts, telling, table_id, cells)
    side = _read_side(told, facts.figures)
    if side is None:
        return _unreadable(stated, told, "?")
    if len(side.claims) > 1:
        return _compare(stated, (side,), side.value, side.span, stated.exact().meets(side.span), table_id)
    cell = side.claims[0]
    holds = agree(stated, cell)
    back = _find_cells(cells, replace(fact, aspect=_OPPOSITE.get(fact.aspect or "", "")), stated)
    against = _read_side(back, facts.figures) if back and not holds else None
    if against is not None and stated.exact().meets(side.value - against.value):
        net = side.value - against.value  # “tăng 33 hộ so với đầu năm”, where 350 came in and 317 went out
        return _compare(stated, (side, against), net, net, holds=True, table_id=table_id)
    between = None if holds else _check_difference(facts, telling, table_id, cells)
    if between is not None and between.holds:
        return between  # “giảm 40 hộ”, where 46 escape, 6 become poor, and 210 are 170 at the end
    return _compare(stated, (side,), cell.exact(), cell.exact(), holds, table_id)


def _check_difference(
    facts: Facts, telling: Telling, table_id: int, cells: dict[Fact, list[VillageStat]]
) -> Check | None:
    """A change during a year against the levels before and after it; for rates, whether their intervals can meet."""
    stated, fact = telling.claim, telling.fact
    if fact.aspect not in ("decrease", "increase") or fact.moment != "during" or fact.year is None:
        return None
    level = replace(fact, aspect="level", moment="end", unit="percent" if fact.unit in RATES else fact.unit)
    before = _find_cells(cells, replace(level, year=fact.year - 1), stated, is_opening=True)
    after = _find_cells(cells, level, stated)
    if not before or not after:
        return None
    first, last = (before, after) if fact.aspect == "decrease" else (after, before)
    minuend, subtrahend = _read_side(first, facts.figures), _read_side(last, facts.figures)
    if minuend is None or subtrahend is None:
        return _unreadable(stated, [*first, *last], "? - ?")
    value, span = minuend.value - subtrahend.value, minuend.span - subtrahend.span
    return _compare(stated, (minuend, subtrahend), value, span, stated.stands_for().meets(span), table_id)


def _check_part(facts: Facts, telling: Telling, table_id: int, cells: dict[Fact, list[VillageStat]]) -> Check | None:
    """A flow of some against the column of all: those of a group are not more than everybody the table counts."""
    stated, fact = telling.claim, telling.fact
    if fact.group is None or fact.moment != "during" or fact.aspect != "level" or stated.is_rate:
        return None
    whole = _find_cells(cells, replace(fact, group=None), stated)
    side = _read_side(whole, facts.figures) if whole else None
    if side is None or side.value.high is None:
        return None
    holds = stated.exact().meets(Interval(None, side.value.high))
    return _compare(stated, (side,), side.value, side.value, holds, table_id, is_part=True)


def _unreadable(stated: Claim, cells: list[VillageStat], left: str) -> Check:
    ids = tuple(i for i in (stated.figure_id, *_figure_ids(cells)) if i is not None)
    return not_testable(UNREADABLE, ids, f"{left} = {stated.told}", stated.value)


def _find_cells(
    cells: dict[Fact, list[VillageStat]], fact: Fact, stated: Claim, is_opening: bool = False
) -> list[VillageStat]:
    """The cells that tell the fact of the claim's place: its row, else the total, else all rows to be added up.

    An opening level is found where it was, so for it a result serves a target as well.
    """
    told = [
        stat
        for stat in cells.get(replace(fact, place=None, per=None), ())
        if standards_meet(stat.facets, stated.facets)
        and (stances_meet(stat.facets, stated.facets) or (is_opening and stat.facets.stance == "reported"))
    ]
    if fact.place is not None:
        return [stat for stat in told if fold_place(stat.place) == fact.place][:1]
    if totals := [stat for stat in told if stat.place_kind == "total"]:
        return totals[:1]
    rows = [stat for stat in told if stat.place_kind in ("village", "commune", "district")]
    kinds = {stat.place_kind for stat in rows}
    return rows if len(rows) > 1 and len(kinds) == 1 and fact.unit not in RATES else []


def _read_side(stats: list[VillageStat], figures: tuple[Figure, ...]) -> Side | None:
    """The claims of the cells; None where one of them is blank or cannot be read."""
    claims = [claim for stat in stats if (claim := read_stat(stat, figures))]
    return Side(tuple(claims)) if len(claims) == len(stats) else None


def _figure_ids(stats: Iterable[VillageStat]) -> tuple[int, ...]:
    return tuple(stat.figure_id for stat in stats if stat.figure_id is not None)


def _compare(
    stated: Claim,
    sides: tuple[Side, ...],
    value: Interval,
    span: Interval,
    holds: bool,
    table_id: int,
    *,
    is_part: bool = False,
) -> Check:
    """The check of a figure against one side of a table, or the difference of two."""
    claims = [claim for side in sides for claim in side.claims]
    ids = tuple(claim.figure_id for claim in (stated, *claims) if claim.figure_id is not None)
    decimals = max(map(decimals_of, claims))
    terms = " - ".join(side.terms for side in sides)
    expected = tell(value, decimals)
    left = terms if len(claims) == 1 else f"{terms} = {expected}"
    relation = ("≥" if holds else "<") if is_part else stated.relation(holds)
    formula = f"{left} {relation} {stated.told}"
    low, high = (None, None) if span.point is not None else (span.low, span.high)
    if holds:
        return Check(True, ids, formula, stated.value, value.point, low, high)
    is_quota = stated.facets.moment == "during" and stated.facets.stance == "target"
    is_loose = is_quota or any(claim.is_approximate for claim in (stated, *claims))
    severity: Severity = "warning" if is_loose else "error"
    suffix = "%" if stated.is_rate else ""
    words: dict[str, Word] = {"stated": stated.words, "table": str(table_id), "terms": terms.replace("-", "−")}
    words["expected"] = Message(expected.replace(".", ",") + suffix, expected + suffix)
    mends = []
    if value.point is not None and stated.is_single and stated.figure_id is not None and not is_part:
        right = round_to(value.point, decimals)
        mends.append(Mend(stated.figure_id, right, f"{terms} = {right:f}"))
        if len(claims) == 1 and claims[0].figure_id is not None and not stated.is_approximate:
            mends.append(Mend(claims[0].figure_id, stated.value, f"{stated.value:f} = {stated.value:f}"))
    message = PART if is_part else DIFFERS if len(sides) == 1 else DIFFERENCE
    fault = Fault(severity, message, words, at=stated.figure_id, mends=tuple(mends))
    return Check(False, ids, formula, stated.value, value.point, low, high, fault=fault)


def _check_villages(
    facts: Facts, telling: Telling, table_id: int, cells: dict[Fact, list[VillageStat]]
) -> Check | None:
    """What each village should reach, against every village of the table: one check for all."""
    stated = telling.claim
    asked = replace(telling.fact, place=None, per=None)
    # A column for everybody holds at least those of a group: a village may exceed what the group should reach.
    is_part = asked.group is not None and asked not in cells
    least = Interval(stated.exact().low, None, low_open=stated.comparator == ">")
    villages = [
        stat
        for stat in cells.get(replace(asked, group=None) if is_part else asked, ())
        if stat.place_kind == "village"
        and standards_meet(stat.facets, stated.facets)
        and stances_meet(stat.facets, stated.facets)
    ]
    told = [(stat, claim) for stat in villages if (claim := read_stat(stat, facts.figures))]
    if not told:
        return None
    outside = [
        (stat, claim) for stat, claim in told if not (claim.exact().meets(least) if is_part else agree(stated, claim))
    ]
    ids = tuple(i for i in (stated.figure_id, *_figure_ids(stat for stat, _ in outside or told)) if i is not None)
    shown = dict.fromkeys(claim.told for _, claim in outside or told)
    formula = f"{', '.join(shown)} {stated.relation(not outside)} {stated.told}"
    values = [Fraction(claim.value) for _, claim in outside or told]
    low, high = min(values), max(values)
    if not outside:
        return Check(True, ids, formula, stated.value, None, low, high)
    places = ", ".join(f"{stat.place} ({claim.literal})" for stat, claim in outside)
    words: dict[str, Word] = {
        "stated": stated.words,
        "count": str(len(outside)),
        "table": str(table_id),
        "places": places,
    }
    fault = Fault("warning", VILLAGES, words, at=stated.figure_id)
    return Check(False, ids, formula, stated.value, None, low, high, fault=fault)
