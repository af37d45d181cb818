"""What stands in the plan can be meant as it is written.

Holds when
    a date exists in the calendar, a number can be read, a time limit is not past when the plan is signed, and what is
    due every year carries no year.

Why it matters
    A slip of a digit in a date or number is read over by the writer and stops everyone who acts by it.

Example
    “trước ngày 30/11 hằng năm” (before 30/11 every year); 1.234,5; 28/02/2021.

Does not hold
    31/02/2021; a time limit before the plan's own date; a number such as 1.2.34 or 9,,38: a warning, as the value or
    year cannot be the one meant. A date with its year beside “hằng năm” (every year): a note.

Not tested when
    the plan's own date is not known, for time limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import regex

from extract.facts import Facts, Figure
from normalize.fold import fold
from validate.check import NO_PLAN_DATE, Check, Fault, not_testable
from validate.message import Message
from validate.words import either, words

IMPOSSIBLE = Message("Ngày {date} không có trong lịch.", "There is no such day as {date}.")
UNREADABLE = Message("“{literal}” không đọc được thành số.", "“{literal}” cannot be read as a number.")
PAST = Message(
    "Thời hạn {date} đã qua khi ban hành kế hoạch ({issued}).",
    "The time limit {date} is past when the plan is issued ({issued}).",
)
YEARLY = Message(
    "“{told}”: việc làm hằng năm nhưng thời hạn ghi năm {year}.", "“{told}”: due every year, but dated {year}."
)

# Words that make a date a time limit, or a yearly one, stand so near.
LOOK_BACK = 24
LOOK_AHEAD = 16
QUANTITIES = frozenset({"count", "percent", "money", "area"})


def check(facts: Facts) -> Iterator[Check]:
    """A check for each time limit, and for each date or number that cannot be meant."""
    for figure in facts.figures:
        if figure.kind == "date":
            yield from _check_date(facts, figure)
        elif figure.kind in QUANTITIES and figure.value is None and _is_number(facts, figure):
            words = {"literal": figure.literal}
            formula = f"{figure.literal} = ?"
            yield Check(
                False, (figure.figure_id,), formula, fault=Fault("warning", UNREADABLE, words, figure.figure_id)
            )


def _is_number(facts: Facts, figure: Figure) -> bool:
    """Whether a number was meant: of something, and no label or telephone number."""
    if figure.facets.unit is None and figure.facets.measure is None:
        return False
    before = fold(facts.document.blocks[figure.block_id].text[max(0, figure.start - LOOK_BACK) : figure.start])
    return figure.table_id is not None or _label().search(before) is None


@cache
def _label() -> regex.Pattern[str]:
    return regex.compile(rf"{either(words('unreadable')['labels'])}\s*(?:số)?\s*:?\s*$")


def _check_date(facts: Facts, figure: Figure) -> Iterator[Check]:
    ids, literal = (figure.figure_id,), figure.literal
    runs = regex.findall(r"\d+", literal)
    if figure.date is None:
        if len(runs) == 3 and _is_plain(runs):
            yield Check(False, ids, literal, fault=Fault("warning", IMPOSSIBLE, {"date": literal}, figure.figure_id))
        return
    text = fold(facts.document.blocks[figure.block_id].text)
    yearly = _yearly().match(text, figure.end, figure.end + LOOK_AHEAD)
    if yearly:
        told = " ".join(facts.document.blocks[figure.block_id].text[figure.start : yearly.end()].split())
        yearly_words = {"told": told, "year": str(figure.date.year)}
        yield Check(False, ids, told, fault=Fault("note", YEARLY, yearly_words, figure.figure_id))
        return
    if _limit().search(text, max(0, figure.start - LOOK_BACK), figure.start):
        yield _check_limit(facts, figure, figure.date)


def _is_plain(runs: list[str]) -> bool:
    """Whether day and month were written as such: 31/02, not 2/2021 read as a day."""
    day, month, year = (int(run) for run in runs)
    return 1 <= day <= 99 and 1 <= month <= 99 and 1900 <= year < 2100


def _check_limit(facts: Facts, figure: Figure, limit: date) -> Check:
    issued = facts.letterhead.issued_on
    year = facts.letterhead.issued_year
    told = f"{limit:%d/%m/%Y}"
    if issued is None and year is None:
        return not_testable(NO_PLAN_DATE, (figure.figure_id,), f"{told} ≥ ?")
    shown = f"{issued:%d/%m/%Y}" if issued else str(year)
    is_past = limit < issued if issued else year is not None and limit.year < year
    if not is_past:
        return Check(True, (figure.figure_id,), f"{told} ≥ {shown}")
    words = {"date": told, "issued": shown}
    return Check(False, (figure.figure_id,), f"{told} < {shown}", fault=Fault("warning", PAST, words, figure.figure_id))


@cache
def _yearly() -> regex.Pattern[str]:
    return regex.compile(rf"\s*,?\s*{either(words('yearly')['words'])}")


@cache
def _limit() -> regex.Pattern[str]:
    return regex.compile(rf"{either(words('deadline')['before'])}\s*(?:ngày\s*)?$")
