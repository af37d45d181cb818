"""What the communes count adds up to what their district counts.

Holds when
    the plans of all communes that a district's table lists report a stock, and their sum is the district's total.

Why it matters
    The district plans and pays by its total; a commune that counts otherwise is planned for with the wrong number.

Example
    six communes with 74, 412, 356, 298, 331 and 292 poor households, and a district with 1.763: they add up.

Does not hold
    the sum is any other number, an error in the district's plan; a commune whose own number differs from its row in the
    district's table is named as the likely cause.

Not tested when
    a listed commune has no plan here or does not report the stock, a plan tells it with several numbers, or the plans
    name different poverty standards. Rates are not added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from validate.check import MISSING_PLANS, SEVERAL_VALUES, STANDARDS_DIFFER, Check, Fault, not_testable
from validate.claim import RATES
from validate.cross import CrossCheck, OtherFigure
from validate.kinship import by_fact, find_communes
from validate.message import Message
from validate.summary import Stock, Summary

DIFFERS = Message(
    "Toàn huyện ghi {stated}, cộng {count} xã theo kế hoạch của các xã được {expected}: hai số không khớp{cause}.",
    "The district tells {stated}, the plans of its {count} communes add up to {expected}: they do not agree{cause}.",
)


def check_across(plans: Sequence[Summary]) -> Iterator[CrossCheck]:
    """A check for each total of a district's table over communes."""
    for district in plans:
        if district.unit is None or district.unit.level != "district":
            continue
        communes = find_communes(district, plans)
        if not communes:
            continue
        told = district.stocks
        for fact, stocks in by_fact(told).items():
            measure, unit, group, year, place = fact
            rows = {
                stock.place: stock
                for stock in told
                if stock.place_kind == "commune" and stock.fact[:4] == (measure, unit, group, year) and stock.place
            }
            if place is None and rows and unit not in RATES:
                yield _check(district, stocks, rows, communes)


def _check(
    district: Summary, totals: list[Stock], rows: Mapping[str, Stock], communes: Mapping[str, Summary]
) -> CrossCheck:
    total = totals[0]
    own: dict[str, list[Stock]] = {
        name: [s for s in communes[name].stocks if s.fact == total.fact] if name in communes else [] for name in rows
    }
    values = [stocks[0].value for stocks in own.values() if stocks]
    others = tuple(OtherFigure(communes[name].document_id, s[0].figure_id) for name, s in own.items() if s)
    terms = " + ".join(f"{value:f}" for value in values)
    ids = (total.figure_id,)
    reason = _find_reason(totals, own)
    if reason is not None:
        formula = f"{terms or '?'} = {total.value:f}"
        return CrossCheck(district.document_id, not_testable(reason, ids, formula, total.value), others)
    expected = sum(values, Decimal(0))
    formula = f"{terms} = {expected:f}"
    if expected == total.value:
        check = Check(True, ids, formula, total.value, Fraction(expected))
        return CrossCheck(district.document_id, check, others)
    apart = [(name, own[name][0]) for name, row in rows.items() if own[name][0].value != row.value]
    named = ", ".join(f"{name.title()}: {stock.literal} / {rows[name].literal}" for name, stock in apart)
    cause = Message(f" ({named})", f" ({named})") if named else ""
    words = {"stated": total.literal, "count": str(len(values)), "expected": f"{expected:f}", "cause": cause}
    fault = Fault("error", DIFFERS, words, at=total.figure_id, span=total.span)
    check = Check(False, ids, f"{formula} ≠ {total.value:f}", total.value, Fraction(expected), fault=fault)
    return CrossCheck(district.document_id, check, others)


def _find_reason(totals: list[Stock], own: Mapping[str, list[Stock]]) -> str | None:
    """Why the communes cannot be added up."""
    if not all(own.values()):
        return MISSING_PLANS
    if any(len({stock.value for stock in stocks}) > 1 for stocks in (totals, *own.values())):
        return SEVERAL_VALUES
    standards = {stock.standard for stocks in (totals, *own.values()) for stock in stocks}
    return STANDARDS_DIFFER if len(standards - {None}) > 1 else None
