"""The piece table: a Word file keeps its text in pieces, in the order in which it was typed, not in that of reading."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from extract.document import UnreadableError
from extract.readers.msdoc.sprms import from_short
from extract.readers.msdoc.streams import DAMAGED

_MODIFIERS, _PIECES = 1, 2  # what the parts of the table begin with
_COMPRESSED = 0x40000000
# Pieces do not overlap; twice the stream leaves room for a program that lets a few of them.
_OVERLAP = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of the text, at `offset` of the stream, `width` bytes each.

    `modifiers` change the properties of all of them: a fast save notes there what was changed.
    """

    start: int
    end: int
    offset: int
    width: int
    modifiers: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """The text of all stories. One character is one UTF-16 unit: surrogates stand apart."""

    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]

    def piece(self, at: int) -> Piece:
        """The piece that holds the character `at`, which must lie within the text."""
        return self.pieces[bisect_right(self.starts, at) - 1]

    def offset(self, at: int) -> int:
        """Where a character lies in the stream: its properties are found by that."""
        piece = self.piece(at)
        return piece.offset + (at - piece.start) * piece.width


def read_text(word: bytes, table: bytes) -> Text:
    """Read the text by its piece table; UnreadableError where that points out of the stream."""
    pieces = _read_pieces(table)
    if sum((piece.end - piece.start) * piece.width for piece in pieces) > _OVERLAP * len(word):
        raise UnreadableError(DAMAGED.format(what="its pieces of text are longer than the file"))
    parts: list[str] = []
    for piece in pieces:
        end = piece.offset + (piece.end - piece.start) * piece.width
        if end > len(word):
            raise UnreadableError(DAMAGED.format(what="a piece of its text lies beyond its end"))
        parts.append(_decode(word[piece.offset : end], piece.width))
    return Text("".join(parts), tuple(pieces), tuple(piece.start for piece in pieces))


def _decode(data: bytes, width: int) -> str:
    """The characters of a piece, as many as it has units."""
    if width == 1:
        # Places that windows-1252 leaves empty are control characters there and in Unicode.
        return "".join(map(_WINDOWS_1252.__getitem__, data)) if max(data, default=0) >= 0x80 else data.decode("ascii")
    text = data.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(data):
        return text
    units = array("H", data)
    return "".join(map(chr, units))


_WINDOWS_1252 = [bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(256)]


def _read_pieces(table: bytes) -> list[Piece]:
    """The pieces in reading order. Before the table itself stand the modifiers that pieces refer to by number."""
    modifiers: list[bytes] = []
    at = 0
    while at < len(table) and table[at] == _MODIFIERS:
        (size,) = struct.unpack_from("<H", table, at + 1)
        modifiers.append(table[at + 3 : at + 3 + size])
        at += 3 + size
    if at >= len(table) or table[at] != _PIECES:
        raise UnreadableError(DAMAGED.format(what="the table of its pieces of text is missing"))
    (size,) = struct.unpack_from("<I", table, at + 1)
    count = (min(size, len(table) - at - 5) - 4) // 12
    if count < 1:
        raise UnreadableError(DAMAGED.format(what="it has no pieces of text"))
    edges = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    at += 5 + 4 * (count + 1)
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(pairwise(edges)):
        if (number == 0 and start != 0) or end < start:
            raise UnreadableError(DAMAGED.format(what="its pieces of text do not follow each other"))
        offset, modifier = struct.unpack_from("<IH", table, at + 8 * number + 2)
        if end == start:
            continue
        width = 1 if offset & _COMPRESSED else 2
        offset &= _COMPRESSED - 1
        pieces.append(Piece(start, end, offset // 2 if width == 1 else offset, width, _expand(modifier, modifiers)))
    return pieces


def _expand(modifier: int, modifiers: list[bytes]) -> bytes:
    """What a piece says of its properties: a number of the list of modifiers, or a single short modifier."""
    if modifier & 1:
        number = modifier >> 1
        return modifiers[number] if number < len(modifiers) else b""
    return from_short(modifier >> 1 & 0x7F, modifier >> 8)
