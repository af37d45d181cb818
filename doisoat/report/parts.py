"""The pages a plan is shown on: one for nearly every plan, several for one of hundreds of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from doisoat.report.pieces import Piece

# Bytes of a page's document part. With its findings, descriptions and lists, which grow along, a page stays under
# two million: what a browser lays out at once on a small machine.
PART_BYTES = 700_000
FINDING_BYTES = 2_500  # what a finding adds, told once on each page that one of its figures stands on
LINK_BYTES = 80  # and the link to each of its figures


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a plan, numbered from 1, with the pieces on it."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def blocks(self) -> frozenset[int]:
        """The blocks that begin on this page."""
        return frozenset(piece.block_id for piece in self.pieces if piece.is_first)


def make_parts(pieces: Iterable[Piece]) -> tuple[Part, ...]:
    """Pieces in reading order as pages of bounded size; there is at least one page."""
    parts: list[list[Piece]] = [[]]
    size = 0
    told: set[int] = set()
    for piece in pieces:
        notes = [note.finding_id for mark in piece.marks for note in mark.notes]
        own = len(piece.markup.encode()) + LINK_BYTES * len(notes)
        if parts[-1] and size + own + FINDING_BYTES * len(set(notes) - told) > PART_BYTES:
            parts.append([])
            size, told = 0, set()
        parts[-1].append(piece)
        size += own + FINDING_BYTES * len(set(notes) - told)
        told.update(notes)
    return tuple(Part(number, tuple(own)) for number, own in enumerate(parts, 1))


def page_name(document_id: str, part: int = 1) -> str:
    """The file of a plan's page: made of its id alone, whatever the plan is called.

    >>> page_name("5ae51f50617ab161"), page_name("5ae51f50617ab161", 2)
    ('5ae51f50617ab161.html', '5ae51f50617ab161-2.html')
    """
    return f"{document_id}.html" if part == 1 else f"{document_id}-{part}.html"


def find_parts(parts: Iterable[Part]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """On which part each figure and each block stands."""
    figures: dict[int, int] = {}
    blocks: dict[int, int] = {}
    for part in parts:
        for piece in part.pieces:
            blocks.setdefault(piece.block_id, part.number)
            figures.update((mark.figure["figure_id"], part.number) for mark in piece.marks)
    return figures, blocks
