"""Number, day and signer are filled in.

Holds when
    the plan's number and day are told somewhere, in the letterhead or in the head of an annex, and somebody signs it.

Why it matters
    A plan without number and date is a draft: nobody can cite it, nor say whether it is the one that was sent out.

Example
    “Số: 38/KH-UBND”, “ngày 29 tháng 3 năm 2024”, and a name under the signature.

Does not hold
    number, day or month were left blank, or letterhead, dateline or signer are missing altogether: a note, one for each
    dateline.

Not tested when
    the file is a spreadsheet, or has no text but tables: then it is no paper of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from extract.document import Block, Span
from extract.facts import Facts, Figure, Letterhead
from normalize.fold import fold
from validate.check import NO_LETTERHEAD, Check, Fault, not_testable
from validate.message import Message, Word
from validate.words import either
from validate.words import words as vocabulary

LEFT_BLANK = Message("Còn để trống {parts}: “{told}”.", "Left blank: {parts} (“{told}”).")
MISSING = Message("Văn bản không có {parts}.", "The paper has no {parts}.")
UNSIGNED = Message("Không có tên người ký{title}.", "No name of a signer is given{title}.")

# What may be blank or missing, as the messages call it.
PARTS = {
    "number": Message("số", "number"),
    "day": Message("ngày", "day"),
    "month": Message("tháng", "month"),
    "number line": Message("số, ký hiệu", "number"),
    "dateline": Message("ngày, tháng, năm ban hành", "dateline"),
}

# Forms that hold tables alone.
SHEETS = frozenset({"xlsx", "xls"})
_BLANK = r"[\s.…_]*"


def check(facts: Facts) -> Iterator[Check]:
    """A check for the letterhead, one for each head of an annex that tells number or date, one for the signer."""
    blocks = facts.document.blocks
    texts = [block for block in blocks if block.kind not in ("table", "page_number") and block.text.strip()]
    if facts.document.format in SHEETS or not any(block.kind in ("paragraph", "item") for block in texts):
        yield not_testable(NO_LETTERHEAD, (), "?")
        return
    yield _check_letterhead(facts, texts)
    for block in texts:
        if block.kind == "title" and block.section_id is not None and _attached().search(fold(block.text)):
            yield _check_annex(facts, block)
    yield _check_signer(facts, texts)


def _check_letterhead(facts: Facts, texts: list[Block]) -> Check:
    """Number and day: a blank one is told before one that is missing altogether."""
    letterhead = facts.letterhead
    head = [block for block in texts if block.kind == "letterhead"]
    told = " · ".join(_shown(block) for block in head if _find_blanks(block.text) or _is_number_or_date(block))
    ids = _ids(facts, head)
    is_numbered = letterhead.number is not None or letterhead.reference is not None
    if is_numbered and letterhead.issued_on is not None:
        return Check(True, ids, letterhead.reference or told or f"{letterhead.issued_on:%d/%m/%Y}")
    blanks = [part for block in head for part in _find_blanks(block.text)]
    blanks = [part for part in blanks if _is_needed(part, letterhead)]
    if blanks:
        first = next(block for block in head if any(part in blanks for part in _find_blanks(block.text)))
        words: dict[str, Word] = {"parts": _join(blanks), "told": told}
        return Check(False, ids, told, fault=Fault("note", LEFT_BLANK, words, at=None, span=_span(first)))
    missing = [] if is_numbered else ["number line"]
    missing += [] if letterhead.issued_year is not None else ["dateline"]
    if not missing:  # the year alone was told, in the head of an annex or without day and month
        missing = ["dateline"]
    fault = Fault("note", MISSING, {"parts": _join(missing)}, at=None, span=_span(head[0] if head else texts[0]))
    return Check(False, ids, f"{_join(missing).vi} = ∅", fault=fault)


def _check_annex(facts: Facts, block: Block) -> Check:
    """The number and date in the head of an annex; what the letterhead tells need not be told again."""
    ids, blanks = _ids(facts, [block]), [p for p in _find_blanks(block.text) if _is_needed(p, facts.letterhead)]
    told = _shown(block)
    if not blanks:
        return Check(True, ids, told)
    fault = Fault("note", LEFT_BLANK, {"parts": _join(blanks), "told": told}, at=None, span=_span(block))
    return Check(False, ids, told, fault=fault)


def _check_signer(facts: Facts, texts: list[Block]) -> Check:
    signer, title = facts.letterhead.signer, facts.letterhead.signer_title
    if signer is not None:
        return Check(True, (), signer)
    lines = [block for block in texts if block.kind == "signature"]
    named = Message(f" ({title})", f" ({title})") if title else Message("", "")
    span = _span(lines[-1] if lines else texts[-1])
    return Check(False, (), f"{title or '?'} = ∅", fault=Fault("note", UNSIGNED, {"title": named}, at=None, span=span))


def _is_needed(part: str, letterhead: Letterhead) -> bool:
    """Whether a blank part is told nowhere else."""
    if part == "number":
        return letterhead.number is None and letterhead.reference is None
    return letterhead.issued_on is None


def _find_blanks(text: str) -> list[str]:
    """What was left blank in a line that tells number or date.

    >>> _find_blanks("Số:      /KH-UBND, ngày …… tháng 01 năm 2021")
    ['number', 'day']
    """
    folded = fold(text)
    return [part for part, pattern in _patterns() if pattern.search(folded)]


@cache
def _patterns() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    found = vocabulary("blank")
    day, month, year = (fold(found[name]) for name in ("day", "month", "year"))
    number = rf"{either(found['number'])}(?:\s*:?{_BLANK}[/-]\s*[\p{{L}}\d]|\s*:{_BLANK}$)"
    return (
        ("number", regex.compile(rf"{number}|^{_BLANK}/\s*\p{{L}}{{2}}")),
        ("day", regex.compile(rf"(?<!\p{{L}}){day}{_BLANK}{month}(?!\p{{L}})")),
        ("month", regex.compile(rf"(?<!\p{{L}}){month}{_BLANK}{year}{_BLANK}\d{{4}}")),
    )


@cache
def _attached() -> regex.Pattern[str]:
    return regex.compile(either(vocabulary("blank")["attached"]))


def _is_number_or_date(block: Block) -> bool:
    return regex.search(r"(?i:^\s*số\s*:|ngày.*tháng)", block.text) is not None


def _shown(block: Block) -> str:
    return " ".join(block.text.split())


def _join(parts: list[str]) -> Message:
    unique = [PARTS[part] for part in dict.fromkeys(parts)]
    return Message(", ".join(part.vi for part in unique), ", ".join(part.en for part in unique))


def _span(block: Block) -> Span:
    return Span(block.block_id, 0, len(block.text))


def _ids(facts: Facts, blocks: list[Block]) -> tuple[int, ...]:
    wanted = {block.block_id for block in blocks}

    def is_told(figure: Figure) -> bool:
        return figure.block_id in wanted and figure.kind in ("reference", "date")

    return tuple(figure.figure_id for figure in facts.figures if is_told(figure))
