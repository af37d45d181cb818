"""The sentences of a plan, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extract.document import Block, Document, Span
from extract.labels import is_bullet, parse_label, without_bullet
from normalize.fold import fold
from validate.words import either, words

BODY = frozenset({"heading", "paragraph", "item"})

_WORD = regex.compile(r"[\p{L}\p{M}\d%]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or heading of a block; `folded` is its text for patterns, whose offsets count from `start`."""

    block: Block
    start: int
    end: int
    folded: str

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def span(self) -> Span:
        return Span(self.block.block_id, self.start, self.end)


def body(document: Document) -> Iterator[Block]:
    """Headings, paragraphs and items, without letterhead, title, signature, recipients, tables."""
    return (block for block in document.blocks if block.kind in BODY)


def whole(block: Block) -> Passage:
    """A block as one passage."""
    return Passage(block, 0, len(block.text), fold(block.text))


def passages(block: Block) -> Iterator[Passage]:
    """The sentences of a block, behind its label or bullet.

    >>> [one.text for one in passages(Block(0, "item", "- Giảm 18 hộ. UBND xã giao từng thôn; báo cáo TX. Ba Đồn."))]
    ['Giảm 18 hộ.', 'UBND xã giao từng thôn; báo cáo TX. Ba Đồn.']
    """
    for start, end, folded in _cut(block.text):
        yield Passage(block, start, end, folded)


@lru_cache(maxsize=2048)  # several rules ask for the sentences of one plan
def _cut(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where the sentences of a text begin and end, and each folded."""
    folded = fold(text)
    start = 0
    if is_bullet(text):
        start = len(text) - len(without_bullet(text))
    elif label := parse_label(text):
        start = label.end
    found = []
    for end, follows in [*((match.start(), match.end()) for match in _end().finditer(text, start)), (len(text), 0)]:
        if text[start:end].strip():
            found.append((start, end, folded[start:end]))
        start = follows
    return tuple(found)


def key_of(folded: str) -> str:
    """What is the same where only case, spaces, marks between words and the spelling differ.

    >>> key_of(fold("Hoà giải,  vận động (nhân dân)."))
    'hòa giải vận động nhân dân'
    """
    return " ".join(_WORD.findall(folded))


@cache
def _end() -> regex.Pattern[str]:
    """The end of a sentence: a mark before a space and a capital, or a line end; not behind an abbreviation."""
    short = either(words("sentence")["abbreviations"])
    return regex.compile(rf"(?<!(?i:{short})\.)(?<=[.!?…])\s+(?=\p{{Lu}})|\n")
