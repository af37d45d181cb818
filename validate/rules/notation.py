"""Numbers are written one way throughout.

Holds when
    one decimal mark and at most one thousands mark are used in the whole plan, and the two differ.

Why it matters
    Where 9,38 and 9.38 stand side by side, 2.881 and 1,545 can be thousands or decimals; who copies them has to guess.

Example
    9,38% and 2.881 throughout.

Does not hold
    the same sign parts decimals and thousands, or a mark is written two ways: a note, once a plan, with an example of
    each.

Not tested when
    no number of the plan has a mark.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extract.facts import Facts, Figure
from validate.check import NO_MARKS, Check, Fault, not_testable
from validate.message import Message

MIXED = Message(
    "Cách viết số không thống nhất: dấu thập phân {decimal}; dấu phân cách hàng nghìn {thousands}.",
    "Numbers are not written one way: decimal mark {decimal}; thousands mark {thousands}.",
)

QUANTITIES = frozenset({"count", "percent", "money", "area"})
_NUMERAL = regex.compile(r"\d+(?:([., ])\d+)+")


def check(facts: Facts) -> Iterator[Check]:
    """One check for the plan."""
    decimal: dict[str, Figure] = {}
    thousands: dict[str, Figure] = {}
    for figure in facts.figures:
        if figure.kind not in QUANTITIES or figure.value is None or figure.value_to is not None:
            continue
        match = _NUMERAL.search(figure.literal)
        if match is None:
            continue
        marks = list(match.captures(1))
        if figure.decimals:
            decimal.setdefault(marks.pop(), figure)
        for mark in marks:
            thousands.setdefault(mark, figure)
    examples = [*decimal.values(), *thousands.values()]
    ids = tuple(dict.fromkeys(figure.figure_id for figure in examples))
    told = ", ".join(figure.literal for figure in examples)
    if not examples:
        yield not_testable(NO_MARKS, (), "?")
    elif len(decimal) <= 1 and len(thousands) <= 1 and not decimal.keys() & thousands.keys():
        yield Check(True, ids, told)
    else:
        words = {"decimal": _tell(decimal), "thousands": _tell(thousands)}
        at = (list(thousands.values()) if thousands else list(decimal.values()))[-1]
        yield Check(False, ids, told, fault=Fault("note", MIXED, words, at=at.figure_id))


def _tell(examples: dict[str, Figure]) -> str:
    return " / ".join(figure.literal for figure in examples.values()) or "–"
