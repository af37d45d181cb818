"""Notes and text boxes: where in the text they are anchored, and where their own text lies."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from extract.readers.msdoc.drawings import find_groups
from extract.readers.msdoc.fib import (
    DRAWINGS,
    ENDNOTE_REFERENCES,
    ENDNOTES,
    FOOTNOTE_REFERENCES,
    FOOTNOTES,
    SHAPE_ANCHORS,
    TEXT_BOXES,
    Fib,
    find_part,
)

_NOTE, _SHAPE, _BOX = 2, 26, 22  # sizes of what is noted of each
_BOX_SPARE, _BOX_SHAPE = 8, 14  # where in it stands whether it is a spare one, and the number of its shape


@dataclass(frozen=True, slots=True)
class Anchored:
    """A note or text box: its anchor in the text, and its own characters. A box without a known anchor has None."""

    anchor: int | None
    start: int
    end: int


def find_notes(fib: Fib, table: bytes) -> list[Anchored]:
    """The footnotes, then the endnotes."""
    footnotes = fib.text
    endnotes = footnotes + fib.footnotes + fib.headers + fib.macros + fib.comments
    return [
        *_notes(find_part(fib, table, FOOTNOTE_REFERENCES), find_part(fib, table, FOOTNOTES), footnotes, fib.footnotes),
        *_notes(find_part(fib, table, ENDNOTE_REFERENCES), find_part(fib, table, ENDNOTES), endnotes, fib.endnotes),
    ]


def _notes(references: bytes, texts: bytes, offset: int, length: int) -> list[Anchored]:
    anchors = [anchor for anchor, _ in _entries(references, _NOTE)]
    edges = struct.unpack(f"<{len(texts) // 4}I", texts[: len(texts) // 4 * 4])
    return [
        Anchored(anchor, offset + start, offset + end)
        for anchor, (start, end) in zip(anchors, pairwise(accumulate(edges, max)), strict=False)
        if start < end <= length
    ]


def find_boxes(fib: Fib, table: bytes) -> list[Anchored]:
    """The text boxes of the text, in the order in which they are kept."""
    offset = fib.text + fib.footnotes + fib.headers + fib.macros + fib.comments + fib.endnotes
    anchors = {
        struct.unpack_from("<I", entry)[0]: anchor
        for anchor, entry in _entries(find_part(fib, table, SHAPE_ANCHORS), _SHAPE)
        if anchor < fib.text
    }
    groups = find_groups(find_part(fib, table, DRAWINGS))
    found: list[Anchored] = []
    for (start, entry), (end, _) in pairwise(_entries(find_part(fib, table, TEXT_BOXES), _BOX)):
        (is_spare,), (shape,) = struct.unpack_from("<H", entry, _BOX_SPARE), struct.unpack_from("<I", entry, _BOX_SHAPE)
        if not is_spare and start < end <= fib.boxes:
            found.append(Anchored(anchors.get(groups.get(shape, shape)), offset + start, offset + end))
    return found


def _entries(part: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """The entries of a part that notes something of each of some places, as (place, what is noted); places ascend."""
    count, last = (len(part) - 4) // (4 + size), 0
    for number in range(count):
        at = 4 * (count + 1) + size * number
        (place,) = struct.unpack_from("<I", part, 4 * number)
        last = max(last, place)
        yield last, part[at : at + size]
