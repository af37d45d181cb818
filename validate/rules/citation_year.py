"""An assignment that the plan carries out is one for the plan's year.

Holds when
    a paper cited as a basis that assigns targets, a plan or a budget for a year assigns them for a year of the plan.

Why it matters
    The assigned targets are what the plan has to meet; with the year of another one the reader looks up other numbers.

Example
    A plan for 2023 based on a decision “về việc giao chỉ tiêu … năm 2023”.

Does not hold
    every year that the assignment names is another, a warning.

Not tested when
    the plan or the assignment names no year, or the paper only changes or settles an earlier assignment. Papers cited
    elsewhere than as a basis may well tell of other years.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import regex

from extract.document import Span
from extract.facts import Citation, Facts
from normalize.fold import fold
from validate.check import NO_ASSIGNMENT_YEAR, NO_PLAN_YEAR, Check, Fault, not_testable
from validate.message import Message
from validate.words import any_of, either, holds_any, words

OTHER_YEAR = Message(
    "Văn bản số {reference} giao cho năm {years}, không phải năm {plan_year} của kế hoạch.",
    "Document {reference} assigns for {years}, not for {plan_year}, the year of the plan.",
)

_YEARS = regex.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def check(facts: Facts) -> Iterator[Check]:
    """A check for each assignment cited as a basis."""
    found = words("assignment")
    for citation in facts.citations:
        about = fold(citation.about or "")
        assigns, is_later = any_of(found["assigns"]).match(about), holds_any(about, found["later"])
        if assigns and not is_later and _is_basis(facts, citation):
            yield _check(facts, citation, about)


def _is_basis(facts: Facts, citation: Citation) -> bool:
    """Whether a paper is cited before the first section, in a section of bases, or by “Căn cứ …”."""
    block = facts.document.blocks[citation.block_id]
    if block.section_id is None:
        return True
    title = fold(facts.document.sections[block.section_id].title)
    return _basis().match(fold(block.text)) is not None or holds_any(title, words("assignment")["chapters"])


@cache
def _basis() -> regex.Pattern[str]:
    return regex.compile(rf"[\s\-–+]*{either(words('assignment')['bases'])}")


def _check(facts: Facts, citation: Citation, about: str) -> Check:
    cited = [f for f in facts.figures if f.block_id == citation.block_id and citation.start <= f.start < citation.end]
    years = [f for f in cited if f.kind in ("year", "period") and f.end <= citation.end]
    ids = tuple(f.figure_id for f in cited if f.kind in ("reference", "year", "period"))
    first = facts.letterhead.plan_year
    if first is None:
        return not_testable(NO_PLAN_YEAR, ids, f"{about} = ?")
    last = facts.letterhead.plan_year_to or first
    own = f"{first}" if first == last else f"{first}–{last}"
    named = [int(year) for year in _YEARS.findall(about)]
    if not named:
        return not_testable(NO_ASSIGNMENT_YEAR, ids, f"? = {own}")
    told = ", ".join(dict.fromkeys(map(str, named)))
    if min(named) <= last and first <= max(named):
        return Check(True, ids, f"{told} = {own}", Decimal(named[0]))
    at = next((f.figure_id for f in years if int(f.literal[:4]) in named), None)
    told_words = {"reference": citation.reference or citation.kind, "years": told, "plan_year": own}
    span = Span(citation.block_id, citation.start, citation.end)
    fault = Fault("warning", OTHER_YEAR, told_words, at=at, span=span)
    return Check(False, ids, f"{told} ≠ {own}", Decimal(named[0]), fault=fault)
