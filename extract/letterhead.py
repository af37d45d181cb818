"""The letterhead of a plan: its kind, title, number, date, issuer, signer, and the units it names as its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extract.document import Block, Document
from extract.facts import Letterhead
from extract.issuer import Issuer, find_issuer, find_superiors
from extract.official import placed
from extract.zones import bare, is_attached, is_person, is_signature, starts_with, title_kind
from normalize.date import DateMention, find_dates
from normalize.gazetteer import Name
from normalize.reference import (
    REFERENCE_PATTERN,
    SYMBOL_PATTERN,
    kind_of_symbol,
    kind_of_words,
    kind_words,
    parse_reference,
)
from normalize.vocabulary import table

_NUMBERED = regex.compile(rf"(?:(?i:số)\s*:?\s*|^\s*)(?P<reference>{REFERENCE_PATTERN})", regex.VERBOSE)
# `Số:       /KH-UBND` · `Số …-NQ/ĐU` · `/KH-UBND`: the number was never filled in
_UNNUMBERED = regex.compile(
    rf"(?:(?:(?i:số)\s*:?[\s.…_]*|^\s*)[/-]\s?|^\s*(?i:số)\s*:[\s.…_]*(?=\p{{Lu}}+-\p{{Lu}}))(?P<symbol>{SYMBOL_PATTERN})",
    regex.VERBOSE,
)
_DATELINE = regex.compile(r"(?P<place>\p{Lu}[^,;:\n\t]{1,50}?)\s*,\s*(?i:ngày)(?P<date>.*)")
_BRACKETED = regex.compile(r"\([^)]*\)?")
_YEARS = r"(?P<from>(?:19|20)\d{2})\s*(?:[-–]|(?i:đến)(?:\s+(?i:năm))?)\s*(?P<to>(?:19|20)\d{2})(?!\d)"
_YEAR = regex.compile(r"(?i:năm)\s+(?P<year>(?:19|20)\d{2})(?!\d|\s*[-–]\s*\d{4})")
_RULE = regex.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a paper as far as it is filled in."""

    reference: str | None = None
    number: int | None = None
    symbol: str | None = None


def find_letterhead(document: Document) -> Letterhead:
    """All that letterhead, title, signature and the heads of annexes tell of a plan as a paper.

    Works on an outlined document. Where the letterhead is missing, annex headings (“Kèm theo Kế hoạch số …”), the
    first and last sentences and the title are asked instead.
    """
    head = _head_lines(document)
    title_lines = _lines(block for block in document.blocks if block.kind == "title" and block.section_id is None)
    kind, title = _read_title(title_lines)
    title = title or _read_subject(head)
    attached = _attached(document, kind)
    number = _first_number(head) or _first_number(attached) or Number()
    kind = kind or (kind_of_symbol(number.symbol) if number.symbol else None)
    issued_at, issued = _read_dateline(head)
    if issued is None:
        issued = _attached_date(attached)
    issuer = find_issuer(document, head, title, issued_at, attached)
    year, year_to = _plan_years(title, document)
    signer, signer_title = _read_signature(document)
    letterhead = Letterhead(
        title=title or None,
        kind=kind,
        reference=number.reference,
        number=number.number,
        symbol=number.symbol,
        issued_on=issued.date if issued else None,
        issued_year=issued.year if issued else None,
        issued_month=issued.month if issued else None,
        issued_at=issued_at,
        issuer=issuer.name if issuer else None,
        level=issuer.level if issuer else None,
        plan_year=year,
        plan_year_to=year_to,
        signer=signer,
        signer_title=signer_title,
    )
    return placed(letterhead, _units(document, issuer))


def read_number(text: str) -> Number | None:
    """The number in a line of a letterhead or annex heading; only its symbol where the number is blank.

    >>> read_number("Số: 2342/KH-UBND")
    Number(reference='2342/KH-UBND', number=2342, symbol='KH-UBND')
    >>> read_number("Số:       /KH-UBND").symbol
    'KH-UBND'
    >>> read_number("Số: KH-UBND").symbol
    'KH-UBND'
    """
    for match in _NUMBERED.finditer(text):
        reference = parse_reference(match["reference"])
        if reference:
            return Number(reference.literal, reference.number, reference.symbol)
    if blank := _UNNUMBERED.search(text):
        return Number(symbol=regex.sub(r"\s", "", blank["symbol"]))
    return None


def plan_years(title: str) -> tuple[int | None, int | None]:
    """The year a title speaks of, and the last year where it speaks of more.

    >>> plan_years("Giảm nghèo giai đoạn 2021-2025"), plan_years("Chương trình giai đoạn 2021-2025 năm 2023")
    ((2021, 2025), (2023, None))
    """
    spans = [(int(match["from"]), int(match["to"])) for match in _span().finditer(title)]
    years = [int(match["year"]) for match in _YEAR.finditer(_span().sub("", title))]
    if years:
        return years[0], (years[-1] if years[-1] > years[0] else None)
    return spans[-1] if spans else (None, None)


def _lines(blocks: Iterable[Block]) -> list[str]:
    return [line.strip() for block in blocks for line in block.text.split("\n") if line.strip()]


def _head_lines(document: Document) -> list[str]:
    """The lines of the letterhead above the title."""
    lines: list[str] = []
    for block in document.blocks:
        if block.kind == "letterhead":
            lines += block.text.split("\n")
        elif block.kind in ("paragraph", "heading", "item"):
            break
    return [line.strip() for line in lines if line.strip()]


def _attached(document: Document, kind: str | None) -> list[str]:
    """The lines that say to what an annex belongs, those to this very paper (or the decision that issues it)."""
    found = [block.text for block in document.blocks if block.kind == "title" and is_attached(block.text)]
    words = {text: next((word for word in kind_words() if word in text.lower()), "") for text in found}
    return [text for text in found if kind is None or kind_of_words(words[text]) in (kind, "decision", None)]


def _first_number(lines: Sequence[str]) -> Number | None:
    numbers = [number for line in lines if (number := read_number(line))]
    return next((number for number in numbers if number.reference), numbers[0] if numbers else None)


def _read_title(lines: Sequence[str]) -> tuple[str | None, str]:
    """The kind and the title of a paper, from its title lines."""
    kind, words = None, []
    for line in lines:
        word = title_kind(line) if kind is None else None
        if word:
            kind = kind_of_bare(word)
            line = line.strip("*_ ")[len(word) :].lstrip(" :.")
        line = _BRACKETED.sub("", line).strip(" *_")
        if _RULE.sub("", line):
            words.append(" ".join(line.split()))
    return kind, " ".join(words)


def _read_subject(lines: Sequence[str]) -> str:
    """The matter of an official letter, which has no title: “V/v …”."""
    subject = next((line for line in lines if starts_with(line, "subject")), "")
    return str(regex.sub(r"^\S+\s*", "", subject))


def kind_of_bare(word: str) -> str | None:
    """The kind that a kind word without marks names.

    >>> kind_of_bare("ke hoach")
    'plan'
    """
    return next((kind_of_words(known) for known in kind_words() if bare(known) == word), None)


def _read_dateline(lines: Sequence[str]) -> tuple[str | None, DateMention | None]:
    place = None
    for line in lines:
        match = _DATELINE.search(line)
        dates = find_dates(line)
        if match and "tháng" in line.lower():
            place = match["place"].strip(" .…_*") or None
            return place, dates[0] if dates else None
        if dates and "tháng" in line.lower():
            return None, dates[0]
    return place, None


def _attached_date(lines: Sequence[str]) -> DateMention | None:
    dates = [mention for line in lines for mention in find_dates(line)[:1] if mention.year]
    return next((mention for mention in dates if mention.date), dates[0] if dates else None)


def _units(document: Document, issuer: Issuer | None) -> dict[str, Name]:
    """The issuer's own unit and those above it that the plan names, by level."""
    if issuer is None or issuer.level is None or issuer.unit is None:
        return {}
    return {issuer.level: Name(issuer.unit, issuer.kind), **find_superiors(document, issuer)}


def _plan_years(title: str, document: Document) -> tuple[int | None, int | None]:
    """The years of the title; where it has none, those of the sentences before the first section."""
    found = plan_years(title)
    if found[0] is not None:
        return found
    for block in document.blocks:
        if block.section_id is not None or block.kind == "heading":
            break
        if block.kind == "paragraph" and (match := regex.search(r"(?i:kế hoạch)[^.;:]*", block.text)):
            found = plan_years(match.group())
    return found


def _read_signature(document: Document) -> tuple[str | None, str | None]:
    """The signer and the title held, of the paper itself before that of anything attached."""
    lines: list[str] = []
    for block in document.blocks:
        if block.kind == "signature":
            lines += [line.strip(" *_") for line in block.text.split("\n")]
        elif lines and block.kind not in ("recipients", "page_number"):
            break
    signer = next((line for line in reversed(lines) if is_person(line) and not is_signature(line)), None)
    titles = [line for line in lines if line and starts_with(line, "offices")]
    if titles:
        return signer, titles[-1].rstrip(" .:")
    # “KT. CHỦ TỊCH PHÓ CHỦ TỊCH” on one line: the title held is the last
    for words in (line.split() for line in reversed(lines)):
        for start in range(len(words) - 1, 1, -1):
            title = " ".join(words[start:])
            if starts_with(title, "offices") and not starts_with(" ".join(words[start - 1 :]), "offices"):
                return signer, title.rstrip(" .:")
    return signer, None


@cache
def _span() -> regex.Pattern[str]:
    """A period: “giai đoạn 2021 - 2025”, “từ năm 2021 đến năm 2025”."""
    words = "|".join(table("letterhead")["period"]["spans"])
    return regex.compile(rf"(?i:{words})\s+{_YEARS}")
