"""Properties of paragraphs: style, list, place in a table; at the end of a row, those of the row."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from extract.document import UnreadableError
from extract.readers.msdoc.bounds import Bounds, read_bounds
from extract.readers.msdoc.sprms import split
from extract.readers.msdoc.streams import DAMAGED

_STYLE, _LEVEL, _LIST, _OUTLINE = 0x4600, 0x260A, 0x460B, 0x2640
_IN_TABLE, _ROW_END, _DEPTH, _DEEPER, _INNER_CELL, _INNER_ROW = 0x2416, 0x2417, 0x6649, 0x664A, 0x244B, 0x244C
# Modifiers too long for a page lie in the Data stream; so do those of a row that many rows share.
_ELSEWHERE = frozenset((0x6645, 0x6646, 0x646B))
_ROW_GROUP = 5
# Modifiers elsewhere may begin with others elsewhere again (those of a row), not more.
_HOPS = 2
# 10,000 rows, each unlike the others, of 60 modifiers; a file that points to the same ones without end stops here.
MODIFIERS_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What modifiers say of a paragraph, None where nothing. `depth` counts the tables it stands in.

    `bounds` are those of the cells of the row that the paragraph ends.
    """

    style: int = 0
    list: int | None = None
    level: int | None = None
    outline: int | None = None
    depth: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    bounds: Bounds = field(default_factory=Bounds)


@dataclass(slots=True)
class Shapes:
    """The shapes of one file, each read once; `data` is its Data stream."""

    data: bytes
    _read: dict[bytes, Shape] = field(default_factory=dict)
    _fetched: dict[int, list[tuple[int, bytes]]] = field(default_factory=dict)
    _spent: int = 0

    def read(self, papx: bytes) -> Shape:
        """The shape of a paragraph: its style's number in two bytes, then its modifiers."""
        if papx not in self._read:
            self._read[papx] = self._make(papx)
        return self._read[papx]

    def _make(self, papx: bytes) -> Shape:
        style = int.from_bytes(papx[:2], "little")
        list_number = level = outline = None
        depth, is_in_table, ends_row, ends_inner_cell = 0, False, False, False
        rows: list[tuple[int, bytes]] = []
        for code, operand in self._flat(papx[2:], _HOPS):
            if code >> 10 & 7 == _ROW_GROUP:
                rows.append((code, operand))
            elif code == _STYLE:
                style = int.from_bytes(operand, "little")
            elif code == _LIST:
                list_number = int.from_bytes(operand, "little", signed=True)
            elif code == _LEVEL:
                level = operand[0]
            elif code == _OUTLINE:
                outline = operand[0]
            elif code == _IN_TABLE:
                is_in_table = operand[0] != 0
            elif code in (_ROW_END, _INNER_ROW):
                ends_row = operand[0] != 0
            elif code == _INNER_CELL:
                ends_inner_cell = operand[0] != 0
            elif code == _DEPTH:
                depth = int.from_bytes(operand, "little", signed=True)
            elif code == _DEEPER:
                depth += int.from_bytes(operand, "little", signed=True)
        depth = max(depth, int(is_in_table))
        return Shape(style, list_number, level, outline, depth, ends_row, ends_inner_cell, read_bounds(rows))

    def _flat(self, grpprl: bytes, hops: int) -> list[tuple[int, bytes]]:
        """The modifiers with those that lie elsewhere in the place of what points to them."""
        found: list[tuple[int, bytes]] = []
        for code, operand in split(grpprl):
            if code in _ELSEWHERE and hops:
                found += self._fetch(int.from_bytes(operand, "little"), hops - 1)
            elif code not in _ELSEWHERE:
                found.append((code, operand))
        return found

    def _fetch(self, offset: int, hops: int) -> list[tuple[int, bytes]]:
        if offset not in self._fetched:
            (size,) = struct.unpack_from("<H", self.data, offset)
            self._fetched[offset] = []  # what points to itself finds nothing
            self._fetched[offset] = self._flat(self.data[offset + 2 : offset + 2 + size], hops)
        self._spent += 1 + len(self._fetched[offset])
        if self._spent > MODIFIERS_LIMIT:
            raise UnreadableError(DAMAGED.format(what="the properties of its paragraphs have no end"))
        return self._fetched[offset]
