"""The year in a document's number and the year of its date agree.

Holds when
    a reference that carries its year (59/2015/QĐ-TTg) is dated within that year.

Why it matters
    A citation with another year sends the reader to another document, often one that does not exist.

Example
    “Nghị định số 07/2021/NĐ-CP ngày 27/01/2021”: 2021 = 2021.

Does not hold
    the two years differ, a warning: which of the two was meant cannot be told from the plan.

Not tested when
    the reference carries no year (16/KH-UBND), or the document is cited without a date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import regex

from extract.document import Span
from extract.facts import Citation, Facts, Figure
from validate.check import NO_DATE, NO_YEAR, Check, Fault, not_testable
from validate.message import Message

DIFFERS = Message(
    "Văn bản số {reference} ghi ngày {date}: năm trong số hiệu và năm ban hành không khớp.",
    "Document {reference} is dated {date}: the year in its number and the year of its date do not agree.",
)

# `59/2015/QĐ-TTg`: number, year, symbol
YEAR = regex.compile(r"^\s*\d+\s*/\s*(?P<year>(?:19|20)\d\d)\s*/")


def check(facts: Facts) -> Iterator[Check]:
    """A check for each citation that has a reference."""
    cited = defaultdict(list)
    for figure in facts.figures:
        if figure.kind in ("reference", "date"):
            cited[figure.block_id].append(figure)
    for citation in facts.citations:
        if citation.reference is not None:
            within = [f for f in cited[citation.block_id] if citation.start <= f.start and f.end <= citation.end]
            yield _check(within, citation, citation.reference)


def _check(figures: list[Figure], citation: Citation, reference: str) -> Check:
    ids = tuple(figure.figure_id for figure in figures)
    dated = citation.issued_on
    stated = Decimal(dated.year) if dated else None
    carried = YEAR.match(reference)
    if carried is None:
        return not_testable(NO_YEAR, ids, reference, stated)
    year = int(carried["year"])
    if dated is None:
        return not_testable(NO_DATE, ids, f"{year} = ?")
    if dated.year == year:
        return Check(True, ids, f"{year} = {dated.year}", stated, Fraction(year))
    date_id = next((figure.figure_id for figure in figures if figure.date == dated), None)
    words = {"reference": reference, "date": f"{dated:%d/%m/%Y}"}
    span = Span(citation.block_id, citation.start, citation.end)
    fault = Fault("warning", DIFFERS, words, at=date_id, span=span)
    return Check(False, ids, f"{year} ≠ {dated.year}", stated, Fraction(year), fault=fault)
