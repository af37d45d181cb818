"""What a plan says was left at the end of a year is what the next plan of its unit begins with.

Holds when
    a stock that two plans of one unit report for the same moment (the end of a year is the start of the next) is the
    same in both, for the unit and for each village.

Why it matters
    Results are set against the opening; a chain that breaks between two years hides households or makes them up.

Example
    the report for 2020 counts 74 poor households at its end, the plan for 2021 begins with 74.

Does not hold
    the two differ, an error: both plans are named, and which of them is at fault is left to the reader.

Not tested when
    one plan tells the moment with several numbers, the two name different poverty standards, or the moment is that of a
    change of standard (2010, 2015, 2021) and one does not name its own. What was only aimed at need not be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from validate.check import SEVERAL_VALUES, STANDARDS_DIFFER, Check, Fault, not_testable
from validate.claim import RATES
from validate.cross import CrossCheck, OtherFigure
from validate.interval import quantum, rounded
from validate.kinship import by_fact, find_successions
from validate.message import Message
from validate.summary import Stock, Summary

DIFFERS = Message(
    "{stated}{place} không khớp với {other} đã nêu cho cùng thời điểm trong {plan}.",
    "{stated}{place} and {other}, told of the same moment in {plan}, do not agree.",
)

# At the end of these years the standard of poverty changed: what was counted then was counted twice.
CHANGES_OF_STANDARD = frozenset({2010, 2015, 2021})


def check_across(plans: Sequence[Summary]) -> Iterator[CrossCheck]:
    """A check for each stock that two following plans of a unit report."""
    for earlier, later in find_successions(plans):
        told, now = by_fact(earlier.stocks), by_fact(later.stocks)
        for fact in told.keys() & now.keys():
            yield _check(earlier, told[fact], later, now[fact])


def _check(earlier: Summary, told: list[Stock], later: Summary, now: list[Stock]) -> CrossCheck:
    first, second = told[0], now[0]
    ids, others = (second.figure_id,), (OtherFigure(earlier.document_id, first.figure_id),)
    formula = f"{first.value:f} = {second.value:f}"
    reason = _find_reason(told, now)
    if reason is not None:
        return CrossCheck(later.document_id, not_testable(reason, ids, formula, second.value), others)
    expected = Fraction(first.value)
    if _agree(first, second):
        return CrossCheck(later.document_id, Check(True, ids, formula, second.value, expected), others)
    place = f" ({second.place})" if second.place else ""
    words = {"stated": second.literal, "other": first.literal, "place": place, "plan": earlier.told}
    fault = Fault("error", DIFFERS, words, at=second.figure_id, span=second.span)
    check = Check(False, ids, f"{first.value:f} ≠ {second.value:f}", second.value, expected, fault=fault)
    return CrossCheck(later.document_id, check, others)


def _find_reason(told: list[Stock], now: list[Stock]) -> str | None:
    """Why two plans cannot be held against each other."""
    if len({stock.value for stock in told}) > 1 or len({stock.value for stock in now}) > 1:
        return SEVERAL_VALUES
    standards = {stock.standard for stock in (*told, *now)}
    if len(standards - {None}) > 1 or (told[0].year in CHANGES_OF_STANDARD and None in standards):
        return STANDARDS_DIFFER
    return None


def _agree(one: Stock, other: Stock) -> bool:
    """Whether two numbers can be the same: counts exactly, rates as they may have been rounded."""
    if one.unit in RATES and quantum(one.value) != quantum(other.value):
        return rounded(one.value).meets(rounded(other.value))
    return one.value == other.value
