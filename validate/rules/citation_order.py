"""Nothing that the plan leans on is dated after the plan.

Holds when
    a cited document is dated on the plan's day or before.

Why it matters
    No plan can carry out a paper that did not exist when it was signed: the date is of another year, or the paper was
    put into an old plan that was used as a model.

Example
    A plan of 30/12/2022 that cites a decision of 29/12/2022.

Does not hold
    the cited document is dated later, a warning.

Not tested when
    the document is cited without a date, or neither a date nor a year of the plan is known. Where the plan's day is
    blank, the last day of its month, of its year, or of the year it plans for stands in.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from extract.document import Span
from extract.facts import Citation, Facts, Letterhead
from validate.check import NO_DATE, NO_PLAN_DATE, Check, Fault, not_testable
from validate.message import Message

LATER = Message(
    "Văn bản số {reference} ghi ngày {date}, sau ngày của kế hoạch ({limit}).",
    "Document {reference} is dated {date}, after the plan ({limit}).",
)


def check(facts: Facts) -> Iterator[Check]:
    """A check for each citation."""
    limit = find_last_day(facts.letterhead)
    for citation in facts.citations:
        ids = find_figures(facts, citation)
        if citation.issued_on is None:
            yield not_testable(NO_DATE, ids, citation.reference or citation.kind)
        elif limit is None:
            yield not_testable(NO_PLAN_DATE, ids, f"{citation.issued_on:%d/%m/%Y} ≤ ?")
        else:
            yield _check(facts, citation, citation.issued_on, limit, ids)


def find_last_day(letterhead: Letterhead) -> date | None:
    """The last day the plan can be of.

    >>> find_last_day(Letterhead(issued_year=2021, issued_month=2))
    datetime.date(2021, 2, 28)
    """
    if letterhead.issued_on is not None:
        return letterhead.issued_on
    if letterhead.issued_year is not None:
        month = letterhead.issued_month or 12
        return date(letterhead.issued_year, month, monthrange(letterhead.issued_year, month)[1])
    year = letterhead.plan_year_to or letterhead.plan_year
    # a report is written after its year
    return None if year is None or letterhead.kind != "plan" else date(year, 12, 31)


def find_figures(facts: Facts, citation: Citation) -> tuple[int, ...]:
    """The number and the date of a citation, by figure id."""
    return tuple(
        figure.figure_id
        for figure in facts.figures
        if figure.block_id == citation.block_id
        and figure.kind in ("reference", "date")
        and citation.start <= figure.start
        and figure.end <= citation.end
    )


def _check(facts: Facts, citation: Citation, issued_on: date, limit: date, ids: tuple[int, ...]) -> Check:
    told = f"{issued_on:%d/%m/%Y}"
    if issued_on <= limit:
        return Check(True, ids, f"{told} ≤ {limit:%d/%m/%Y}")
    at = next((i for i in ids if facts.figures[i].date == issued_on), None)
    words = {"reference": citation.reference or "", "date": told, "limit": f"{limit:%d/%m/%Y}"}
    span = Span(citation.block_id, citation.start, citation.end)
    return Check(False, ids, f"{told} > {limit:%d/%m/%Y}", fault=Fault("warning", LATER, words, at=at, span=span))
