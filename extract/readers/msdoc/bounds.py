"""The definition of a row: where its cells begin and end, and which are merged; made by modifiers one after another."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from extract.readers.msdoc.sprms import TABLE_DEFINITIONS

_LEFT, _GAP, _HEADER = 0x9601, 0x9602, 0x3404
_INSERT, _DELETE, _WIDTH, _MERGE, _SPLIT, _VERTICAL = 0x7621, 0x5622, 0x7623, 0x5624, 0x5625, 0xD62B
_CELL = 20  # bytes of a cell in the definition of a row
_CELLS_LIMIT = 64  # Word has 63
_ACROSS, _DOWN_SHIFT, _DOWN = 0x03, 5, 0x03


@dataclass(slots=True)
class Bounds:
    """Where the cells of a row lie: `edges` in twips, one more than cells.

    `across` marks cells merged with their neighbours: the first mark of a row begins a merged cell, as does each like
    it; the other goes on (of the two bits, the two descriptions of the format disagree which one begins).
    `down` is 1 where a cell goes on from the one above.
    """

    edges: list[int] = field(default_factory=list)
    across: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)
    is_header: bool = False


def read_bounds(modifiers: Sequence[tuple[int, bytes]]) -> Bounds:
    """Apply the modifiers of a row in order."""
    bounds, left, gap = Bounds(), 0, 0
    for code, operand in modifiers:
        if code in TABLE_DEFINITIONS:
            _define(bounds, operand)
        elif code == _HEADER:
            bounds.is_header = operand[0] != 0
        elif code == _LEFT:
            (left,) = struct.unpack("<h", operand)
            if bounds.edges:
                shift = left - gap - bounds.edges[0]
                bounds.edges = [edge + shift for edge in bounds.edges]
        elif code == _GAP:
            (gap,) = struct.unpack("<h", operand)
        elif code == _INSERT:
            _insert(bounds, operand, left - gap)
        elif code == _DELETE:
            first, end = operand
            del bounds.edges[first:end], bounds.across[first:end], bounds.down[first:end]
        elif code == _WIDTH:
            _widen(bounds, operand)
        elif code in (_MERGE, _SPLIT):
            first, end = operand
            for at in range(first, min(end, len(bounds.across))):
                bounds.across[at] = 0 if code == _SPLIT else 1 if at == first else 2
        elif code == _VERTICAL and len(operand) >= 2 and operand[0] < len(bounds.down):
            bounds.down[operand[0]] = operand[1] & _DOWN
    return bounds


def _define(bounds: Bounds, operand: bytes) -> None:
    count = min(operand[0] if operand else 0, _CELLS_LIMIT, (len(operand) - 3) // 2)
    if count < 1:
        return
    bounds.edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    bounds.across, bounds.down = [0] * count, [0] * count
    start = 1 + 2 * (operand[0] + 1)
    for cell in range(min(count, (len(operand) - start) // _CELL)):
        (marks,) = struct.unpack_from("<H", operand, start + cell * _CELL)
        bounds.across[cell] = marks & _ACROSS
        bounds.down[cell] = marks >> _DOWN_SHIFT & _DOWN


def _insert(bounds: Bounds, operand: bytes, left: int) -> None:
    """Insert cells of one width; those behind them move to the right."""
    first, count, width = struct.unpack("<BBh", operand)
    first = min(first, len(bounds.across))
    count = min(count, _CELLS_LIMIT - len(bounds.across))
    if count <= 0:
        return
    edges = bounds.edges or [left]
    start = edges[first]
    inserted = [start + width * (at + 1) for at in range(count)]
    bounds.edges = [*edges[: first + 1], *inserted, *(edge + width * count for edge in edges[first + 1 :])]
    bounds.across[first:first] = bounds.down[first:first] = [0] * count


def _widen(bounds: Bounds, operand: bytes) -> None:
    """Give some cells a width; those behind them move."""
    first, end, width = struct.unpack("<BBh", operand)
    widths = [right - left for left, right in pairwise(bounds.edges)]
    widths[first:end] = [width] * len(widths[first:end])
    bounds.edges = list(accumulate(widths, initial=bounds.edges[0])) if bounds.edges else []
