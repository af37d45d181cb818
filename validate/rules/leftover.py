"""The plan speaks of its own level, unit and period.

Holds when
    what it calls its own (“của huyện”, “Ban Chỉ đạo … thị trấn”, “trên địa bàn xã …”, “Trên đây là Kế hoạch … năm …”)
    is of its own level, kind, name and year, and the programmes and standards it names run as they do: 2016–2020,
    2021–2025, 2022–2025.

Why it matters
    Plans are written over those of the year before, of the district or of a neighbour; what was left standing binds the
    wrong people or means the wrong year.

Example
    A commune's plan that asks the district for support and names its own People's Committee “UBND xã”.

Does not hold
    another's level, kind, name, year or period is told as the plan's own: a note, one for each.

Not tested when
    the plan's level is not known. Superiors and their offices, cited papers, recipients, banks and programmes may bear
    the name of any level.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.document import Span
from extract.facts import Citation, Facts
from validate.check import LEVEL_UNKNOWN, Check, Fault, not_testable
from validate.message import Message
from validate.passage import Passage, body, passages, whole
from validate.unit import Own, Slip, find_own, find_slips

LEVEL = Message(
    "“{told}” trong tiêu đề: kế hoạch là của {own}.", "A heading speaks of “{told}”, but the plan is that of {own}."
)
KIND = Message(
    "“{told}”: kế hoạch là của {own}, không phải {other}.", "“{told}”: the plan is that of {own}, not of a {other}."
)
PLURAL = Message(
    "“{told}”: nói về nhiều đơn vị, trong khi kế hoạch là của một {own}.",
    "“{told}” speaks of several units, but the plan is that of one {own}.",
)
NAME = Message("“{told}”: kế hoạch là của {own}.", "“{told}”: the plan is that of {own}.")
YEAR = Message("“{told}”: kế hoạch là của năm {own}.", "“{told}”: the plan is for {own}.")
PERIOD = Message(
    "Giai đoạn {told} không phải giai đoạn của chương trình hay chuẩn nghèo nào.",
    "{told} is not the period of any programme or poverty standard.",
)
ALIEN = Message("“{told}” không phải nội dung của {own}.", "“{told}” is no matter of {own}.")

MESSAGES = {
    "level": LEVEL,
    "kind": KIND,
    "plural": PLURAL,
    "name": NAME,
    "year": YEAR,
    "period": PERIOD,
    "alien": ALIEN,
}


def check(facts: Facts) -> Iterator[Check]:
    """A check for each thing that is another's; one that holds where there is none."""
    own = find_own(facts)
    if own is None:
        yield not_testable(LEVEL_UNKNOWN, (), "?")
        return
    seen: set[tuple[str, str]] = set()
    made = 0
    for passage in _find_passages(facts):
        for slip in find_slips(passage, facts, own):
            key = (slip.kind, slip.other)
            if key in seen or _is_cited(facts.citations, passage, slip):
                continue
            seen.add(key)
            made += 1
            yield _fail(facts, own, passage, slip)
    if not made:
        yield Check(True, (), own.told)


def _find_passages(facts: Facts) -> Iterator[Passage]:
    """Headings whole, and the sentences of the text."""
    for block in body(facts.document):
        if block.kind == "heading":
            yield whole(block)
        else:
            yield from passages(block)


def _is_cited(citations: tuple[Citation, ...], passage: Passage, slip: Slip) -> bool:
    """Whether it stands in the name or matter of a cited paper."""
    start, end = passage.start + slip.start, passage.start + slip.end
    return any(c.block_id == passage.block.block_id and c.start < end and start < c.end for c in citations)


def _fail(facts: Facts, own: Own, passage: Passage, slip: Slip) -> Check:
    start, end = passage.start + slip.start, passage.start + slip.end
    told = " ".join(passage.block.text[start:end].split())
    ids = tuple(
        figure.figure_id
        for figure in facts.figures
        if figure.block_id == passage.block.block_id and start <= figure.start and figure.end <= end
    )
    words = {"told": told, "own": slip.own, "other": slip.other}
    span = Span(passage.block.block_id, start, end)
    return Check(
        False, ids, f"{told} ≠ {slip.own}", fault=Fault("note", MESSAGES[slip.kind], words, at=None, span=span)
    )
