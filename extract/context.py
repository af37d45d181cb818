"""What stands around a paragraph: its headings, the lead-in of its list, the moment its part of the plan speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import regex

from extract.document import Block, Document, Section
from extract.facts import Letterhead
from extract.grammar import Mention, scan
from extract.sense import EMPTY, Sense, sense
from normalize.fold import fold
from normalize.vocabulary import lexicon, table

_MARKER = regex.compile(r"\s*(?:(?P<label>\(?(?:\d{1,2}|\p{Ll})[.)]\s)|(?P<mark>[-–+*•]))")
_RANKS = {"-": 2, "–": 2, "+": 3, "*": 4, "•": 4}


@dataclass(frozen=True, slots=True)
class Lead:
    """A paragraph that may lead a list: its rank, the subject it speaks of, its quantities (indices), its links."""

    rank: int
    subject: Sense
    quantities: tuple[int, ...]
    is_colon: bool
    block_id: int
    links: frozenset[str] = frozenset()
    items: list[tuple[int, ...]] = field(default_factory=list)


def rank_of(block: Block) -> int:
    """How deep in a list a paragraph stands: 0 outside, then `1.`, `-`, `+`, `*`.

    >>> rank_of(Block(0, "item", "+ hộ nghèo: 3 hộ"))
    3
    """
    match = _MARKER.match(block.text)
    if match is None or block.kind in ("heading", "title"):
        return 0
    return 1 if match["label"] else _RANKS[match["mark"]]


def is_account(letterhead: Letterhead) -> bool:
    """Whether a paper tells what was found: a report, or a decision on results.

    >>> is_account(Letterhead(kind="decision", title="Phê duyệt kết quả rà soát hộ nghèo năm 2019"))
    True
    """
    if letterhead.kind == "report":
        return True
    return letterhead.kind != "plan" and sense(letterhead.title or "").stance == "reported"


class Headings:
    """The words of each section's heading, tagged once."""

    def __init__(self, document: Document, mentions: Mapping[int, tuple[Mention, ...]]) -> None:
        """Tag nothing yet; `mentions` are the figures of each block."""
        self._sections = {section.section_id: section for section in document.sections}
        self._blocks = {block.block_id: block for block in document.blocks}
        self._mentions = mentions
        self._senses: dict[int, Sense] = {}
        self._stances: dict[int | None, str | None] = {}

    def chain(self, section_id: int | None) -> list[Section]:
        """The sections around a block, innermost first."""
        chain = []
        while section_id is not None and section_id in self._sections:
            chain.append(self._sections[section_id])
            section_id = chain[-1].parent_id
        return chain

    def sense(self, section: Section) -> Sense:
        """What a heading says."""
        if section.section_id not in self._senses:
            block = self._blocks[section.block_id]
            place = block.text.find(section.title)
            if place < 0:  # “Phần thứ nhất”, and its title on the next line
                said = sense(section.title, tuple(scan(section.title)))
            else:
                said = sense(section.title, self._mentions.get(block.block_id, ()), place)
            self._senses[section.section_id] = said
        return self._senses[section.section_id]

    def stance(self, section_id: int | None) -> str | None:
        """Whether the headings around a block announce goals or findings; the innermost that does decides.

        Under “A. Kết quả thực hiện năm 2023” also “I. Về chỉ tiêu giảm nghèo” tells what was found.
        """
        if section_id not in self._stances:
            self._stances[section_id] = self._stance_around(section_id)
        return self._stances[section_id]

    def _stance_around(self, section_id: int | None) -> str | None:
        chain = self.chain(section_id)
        place, stance = next(((at, told) for at, part in enumerate(chain) if (told := self._stance(part))), (0, None))
        words = fold(chain[place].title) if stance == "target" else ""
        if any(word in words for word in table("links")["tasks"]["reached"]) and not self.sense(chain[place]).year:
            outer = next((part for part in chain[place + 1 :] if self._stance(part)), None)
            return "reported" if outer is not None and self._tells_results(outer) else stance
        return stance

    def _tells_results(self, section: Section) -> bool:
        """Whether a heading announces findings, and nothing else."""
        terms = lexicon().find(fold(section.title))
        return {term.code for term in terms if term.kind == "stance"} == {"reported"}

    def _stance(self, section: Section) -> str | None:
        told = self.sense(section).stance
        folded = fold(section.title)
        return told or ("target" if any(fold(word) in folded for word in table("links")["tasks"]["target"]) else None)

    def standard(self, section_id: int | None) -> str | None:
        """The poverty standard that the innermost heading names."""
        return next((found for part in self.chain(section_id) if (found := self.sense(part).standard)), None)

    def time(self, section_id: int | None) -> Sense:
        """The innermost heading that is dated."""
        return next((said for part in self.chain(section_id) if (said := self.sense(part)).year), EMPTY)

    def part_of_year(self, section_id: int | None) -> str | None:
        """The half or quarter that the innermost heading names."""
        return next((part for one in self.chain(section_id) if (part := self.sense(one).part_of_year)), None)

    def head(self, section_id: int | None) -> Sense:
        """The innermost heading that names something counted."""
        return next((said for part in self.chain(section_id) if (said := self.sense(part)).has_head), EMPTY)
