"""What stands twice in a plan: paragraphs in a row, and under which heading or lead-in each of them stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from extract.document import Block, Document
from extract.labels import parse_label
from normalize.fold import fold
from validate.passage import body, key_of
from validate.words import any_of, words

# Shorter passages are common phrases of any plan (contract).
LEAST_LENGTH = 60
# So many paragraphs in a row are no chance, whatever their headings …
LEAST_RUN = 3
# … nor is a paragraph told again with so much of it the same.
LEAST_ALIKE = 0.9

KINDS = frozenset({"heading", "paragraph", "item", "table"})
# Bullets from the outermost inwards; what has none stands further out.
_BULLETS = "-+*•●○▪■"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, heading or table with the key it is compared by."""

    block: Block
    key: str


@dataclass(frozen=True, slots=True)
class Run:
    """`length` paragraphs from place `first` that stand again from place `second`."""

    first: int
    second: int
    length: int


def read_texts(document: Document) -> list[Text]:
    """What can stand twice, in reading order."""
    return [Text(block, key_of(fold(block.text))) for block in document.blocks if block.kind in KINDS]


def find_runs(document: Document, texts: Sequence[Text]) -> Iterator[Run]:
    """Paragraphs in a row that stand twice: under one heading, or three and more; without overlap."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if len(text.key) >= LEAST_LENGTH:
            places[text.key].append(place)
    contexts = find_contexts(document)
    taken: set[int] = set()
    for found in places.values():
        for first, second in pairwise(found):
            if second in taken:
                continue
            up, down = _reach(texts, first, second, -1), _reach(texts, first, second, 1)
            run = Run(first - up, second - up, up + down + 1)
            if _count_long(texts, run) >= LEAST_RUN or _is_pasted(
                document, contexts, texts[first].block, texts[second].block
            ):
                taken |= set(range(run.second, run.second + run.length))
                yield run


def _count_long(texts: Sequence[Text], run: Run) -> int:
    """How many paragraphs of a run are passages: headings and short lines are alike in any plan."""
    return sum(len(text.key) >= LEAST_LENGTH for text in texts[run.second : run.second + run.length])


def _reach(texts: Sequence[Text], first: int, second: int, step: int) -> int:
    """How many paragraphs beyond two equal ones are alike, up or down."""
    reach = 0
    while True:
        one, other = first + step * (reach + 1), second + step * (reach + 1)
        if one < 0 or other >= len(texts) or one >= second or other <= first:
            return reach
        if not _is_alike(texts[one].key, texts[other].key):
            return reach
        reach += 1


def _is_alike(one: str, other: str) -> bool:
    """Whether a paragraph was told again, perhaps with a slip of the pen."""
    if one == other:
        return True
    if min(len(one), len(other)) < LEAST_LENGTH:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= LEAST_ALIKE and matcher.ratio() >= LEAST_ALIKE


def _is_pasted(document: Document, contexts: dict[int, object], one: Block, other: Block) -> bool:
    """Whether one paragraph that stands twice is no line that different headings share."""
    if one.kind == "heading" or is_formula(fold(other.text)):
        return False
    if one.kind == other.kind == "table" or contexts.get(one.block_id) == contexts.get(other.block_id):
        return True
    return one.section_id != other.section_id and _titles(document, one) == _titles(document, other) != ()


def _titles(document: Document, block: Block) -> tuple[str, ...]:
    """The titles a paragraph stands under, from the innermost out; without their labels, which a copy may change."""
    titles: list[str] = []
    section_id = block.section_id
    while section_id is not None:
        titles.append(fold(document.sections[section_id].title))
        section_id = document.sections[section_id].parent_id
    return tuple(titles)


def find_contexts(document: Document) -> dict[int, object]:
    """For each paragraph of the body its section and lead-in: the same line under another one is no repetition."""
    contexts: dict[int, object] = {}
    leads: list[tuple[int, int]] = []  # rank and block of the open lead-ins
    section: int | None = None
    for block in body(document):
        if block.section_id != section or block.kind == "heading":
            section, leads = block.section_id, []
        rank = _rank(block)
        leads = [lead for lead in leads if lead[0] < rank]
        contexts[block.block_id] = (block.section_id, leads[-1][1] if leads else None)
        if rank != 1 or block.text.rstrip().endswith(":"):
            leads.append((rank, block.block_id))
    return contexts


def _rank(block: Block) -> int:
    """How deep a paragraph stands: numbered, plain, behind a dash, a plus …"""
    if parse_label(block.text):
        return 0
    mark = block.text.lstrip()[:1].replace("–", "-").replace("—", "-")
    return 2 + _BULLETS.index(mark) if mark and mark in _BULLETS else 1


def is_formula(folded: str) -> bool:
    """Whether a sentence closes or carries out any paper.

    >>> is_formula(fold("Trên đây là Kế hoạch giảm nghèo năm 2023 của xã."))
    True
    """
    return any_of(words("repetition")["formulas"]).match(folded.lstrip(" -–+")) is not None
