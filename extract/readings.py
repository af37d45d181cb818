"""Where OCR read what, and how surely: the readings of a document by the places of its blocks' texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.document import Block, Document, Reading


def locate(document: Document) -> dict[int, tuple[Reading, ...]]:
    """The readings of each block that has some, in the order and with the offsets of its text, cells included."""
    return {block.block_id: found for block in document.blocks if (found := _of(block))}


def _of(block: Block) -> tuple[Reading, ...]:
    if block.table is None:
        return block.readings
    if not any(cell.readings for cell in block.table.cells):
        return ()
    starts = block.table.starts()
    found = []
    for cell in block.table.cells:
        at = starts[cell.row, cell.column]
        found += [replace(one, start=one.start + at, end=one.end + at) for one in cell.readings]
    return tuple(sorted(found, key=lambda one: one.start))


def overlapping(readings: Sequence[Reading], start: int, end: int) -> tuple[Reading, ...]:
    """Those that share a character with a span.

    >>> overlapping((Reading(0, 3, 0.9), Reading(4, 6, 0.5)), 4, 5)
    (Reading(start=4, end=6, confidence=0.5, others=()),)
    """
    first = max(bisect_right(readings, start, key=lambda one: one.start) - 1, 0)
    last = bisect_right(readings, end - 1, key=lambda one: one.start)
    return tuple(one for one in readings[first:last] if one.end > start)


def sureness(readings: Sequence[Reading], start: int, end: int) -> float:
    """How sure the least sure reading within a span is; printed text is sure.

    >>> sureness((Reading(0, 3, 0.9), Reading(4, 6, 0.5)), 0, 6), sureness((), 0, 6)
    (0.5, 1.0)
    """
    return min((one.confidence for one in overlapping(readings, start, end)), default=1.0)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is taken for an unsure figure, and how sure its reading then is; a value of None stays as it was read."""

    value: Decimal | None
    confidence: float


def mean_sureness(blocks: Sequence[Block]) -> float:
    """How sure OCR is of a letter, 0 to 1 on the mean; 0 where it read none."""
    readings = [reading for block in blocks for reading in block.readings]
    readings += [reading for block in blocks if block.table for cell in block.table.cells for reading in cell.readings]
    letters = sum(reading.end - reading.start for reading in readings)
    sure = sum((reading.end - reading.start) * reading.confidence for reading in readings)
    return round(sure / letters, 4) if letters else 0.0
