"""Formal faults, planted one at a time: wrong years, missing annexes, what stands twice, what was left blank."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import regex
from plant import Fault, write

from extract.document import Block, Document
from extract.facts import Facts, Figure
from extract.labels import parse_label
from extract.outline import outline
from normalize.fold import fold

ANNEX = regex.compile(r"(?:kèm theo|đính kèm)")


def renew(document: Document, blocks: Sequence[Block]) -> Document:
    """A document of other blocks, numbered and outlined anew."""
    plain = (
        replace(block, block_id=number, kind=block.kind if block.kind in ("table", "page_number") else "paragraph")
        for number, block in enumerate(blocks)
    )
    return outline(replace(document, blocks=tuple(plain), sections=()))


def reword(document: Document, block: Block, text: str) -> Document:
    blocks = list(document.blocks)
    blocks[block.block_id] = replace(block, text=text)
    return renew(document, blocks)


def year_of_citation(facts: Facts, chance: random.Random) -> Fault | None:
    """The date of a cited paper is of another year than its number."""
    dates = [f for f in _cited_dates(facts) if _is_numbered_by_year(facts, f)]
    if not dates:
        return None
    figure = chance.choice(dates)
    literal = _with_year(figure, int(figure.literal[-4:]) - chance.choice((1, 2, 10)))
    return Fault("year of a citation", write(facts.document, figure, literal), rules=frozenset({"citation_date"}))


def cited_too_late(facts: Facts, chance: random.Random) -> Fault | None:
    """A cited paper is dated years after the plan."""
    dates = _cited_dates(facts)
    year = facts.letterhead.issued_year or facts.letterhead.plan_year
    if not dates or year is None:
        return None
    figure = chance.choice(dates)
    document = write(facts.document, figure, _with_year(figure, year + chance.choice((1, 2, 10))))
    return Fault("cited paper after the plan", document, rules=frozenset({"citation_order", "citation_date", "other"}))


def _cited_dates(facts: Facts) -> list[Figure]:
    spans = [(c.block_id, c.start, c.end) for c in facts.citations if c.issued_on]
    return [
        f
        for f in facts.figures
        if f.kind == "date" and f.date and any(b == f.block_id and s <= f.start and f.end <= e for b, s, e in spans)
    ]


def _is_numbered_by_year(facts: Facts, figure: Figure) -> bool:
    return any(
        c.block_id == figure.block_id and c.issued_on == figure.date and regex.match(r"\d+/\d{4}/", c.reference or "")
        for c in facts.citations
    )


def _with_year(figure: Figure, year: int) -> str:
    return figure.literal[:-4] + str(year)


def no_such_day(facts: Facts, chance: random.Random) -> Fault | None:
    """A date that no calendar has."""
    dates = [f for f in facts.figures if f.kind == "date" and regex.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", f.literal)]
    if not dates:
        return None
    figure = chance.choice(dates)
    literal = chance.choice(("31/02", "31/4", "30/02", "31/11")) + figure.literal[-5:]
    return Fault("no such day", write(facts.document, figure, literal), rules=frozenset({"other"}))


def annex_gone(facts: Facts, chance: random.Random) -> Fault | None:
    """What is said to be attached is cut off."""
    document = facts.document
    heads = [b.block_id for b in document.blocks if b.kind == "title" and b.section_id is not None]
    if not heads or not any(ANNEX.search(fold(b.text)) for b in document.blocks[: heads[0]]):
        return None
    kept = document.blocks[: heads[0]]
    if any(block.table for block in kept):
        return None
    return Fault("annex gone", renew(document, kept), rules=frozenset({"annex"}))


def twice(facts: Facts, chance: random.Random) -> Fault | None:
    """A few paragraphs are pasted twice."""
    blocks = facts.document.blocks
    runs = [
        start
        for start in range(len(blocks) - 3)
        if all(b.kind in ("paragraph", "item") and len(b.text) > 90 for b in blocks[start : start + 3])
    ]
    if not runs:
        return None
    start = chance.choice(runs)
    run = blocks[start : start + 3]
    document = renew(facts.document, (*blocks[: start + 3], *run, *blocks[start + 3 :]))
    return Fault("passage twice", document, rules=frozenset({"repetition"}))


def wrong_label(facts: Facts, chance: random.Random) -> Fault | None:
    """A chapter bears the number of the one before it, or leaves one out."""
    chapters = [s for s in facts.document.sections if s.label and regex.fullmatch("[IVX]+", s.label)][1:]
    if not chapters:
        return None
    chapter = chance.choice(chapters)
    block = facts.document.blocks[chapter.block_id]
    label = parse_label(block.text)
    if label is None:
        return None
    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
    number = label.path[0] + chance.choice((-1, 1))
    text = numerals[number - 1] + block.text[len(label.text) :]
    return Fault("wrong label", reword(facts.document, block, text), rules=frozenset({"numbering"}))


def number_blank(facts: Facts, chance: random.Random) -> Fault | None:
    """The plan's number was never filled in."""
    for block in facts.document.blocks:
        match = regex.search(r"(?i)số:\s*\d+(?=\s*/)", block.text)
        if block.kind == "letterhead" and match:
            if any(b.kind == "title" and "/" in b.text for b in facts.document.blocks):
                return None  # an annex tells it
            text = block.text[: match.start()] + "Số:      " + block.text[match.end() :]
            return Fault("number blank", reword(facts.document, block, text), rules=frozenset({"blank"}))
    return None


def of_another(facts: Facts, chance: random.Random) -> Fault | None:
    """An organ of another kind of unit, left over from the plan that was copied."""
    if facts.letterhead.level != "commune":
        return None
    organ = regex.compile(r"(?i)(ubnd|ủy ban nhân dân) xã(?!\s+(?:\p{Lu}|hội))")
    blocks = [b for b in facts.document.blocks if b.kind in ("paragraph", "item") and b.section_id is not None]
    blocks = [b for b in blocks if organ.search(b.text)]
    if not blocks:
        return None
    block = chance.choice(blocks)
    text = organ.sub(r"\1 thị trấn", block.text, count=1)
    return Fault("organ of another", reword(facts.document, block, text), rules=frozenset({"leftover"}))


FORMAL: dict[str, Callable[[Facts, random.Random], Fault | None]] = {
    "year of a citation": year_of_citation,
    "cited paper after the plan": cited_too_late,
    "no such day": no_such_day,
    "annex gone": annex_gone,
    "passage twice": twice,
    "wrong label": wrong_label,
    "number blank": number_blank,
    "organ of another": of_another,
}
