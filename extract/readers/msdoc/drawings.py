"""Groups of drawn shapes: only the group is anchored in the text, its text boxes are where it is."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_DRAWING, _GROUP, _SHAPE, _SHAPE_ID = 0xF002, 0xF003, 0xF004, 0xF00A
_HEAD = 8


def find_groups(drawings: bytes) -> dict[int, int]:
    """For every shape in a group the shape that stands for the whole group, by their numbers."""
    groups: dict[int, int] = {}
    top = next(_records(drawings, 0, len(drawings)), None)  # what all drawings share
    at = len(drawings) if top is None else top[2] + 1  # a byte before each drawing tells whose it is
    while (drawing := next(_records(drawings, at, len(drawings)), None)) is not None:
        kind, start, at = drawing
        at += 1
        if kind != _DRAWING:
            continue
        for _, inner, inner_end in _of_kind(drawings, start, at - 1, _GROUP):  # all that is drawn
            for _, first, last in _of_kind(drawings, inner, inner_end, _GROUP):
                shapes = list(_shapes(drawings, first, last))
                groups |= dict.fromkeys(shapes[1:], shapes[0]) if shapes else {}
    return groups


def _records(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The records between two places, as (kind, start of its content, end); one that is cut off ends them."""
    while at + _HEAD <= end:
        kind, size = struct.unpack_from("<HI", data, at + 2)
        start = at + _HEAD
        at = start + size
        if at > end:
            return
        yield kind, start, at


def _of_kind(data: bytes, at: int, end: int, kind: int) -> Iterator[tuple[int, int, int]]:
    return (record for record in _records(data, at, end) if record[0] == kind)


def _shapes(data: bytes, at: int, end: int) -> Iterator[int]:
    """The numbers of all shapes between two places, in groups within groups too, in order."""
    open_records = [_records(data, at, end)]
    while open_records:
        record = next(open_records[-1], None)
        if record is None:
            open_records.pop()
        elif record[0] in (_GROUP, _SHAPE):
            open_records.append(_records(data, record[1], record[2]))
        elif record[0] == _SHAPE_ID and record[2] - record[1] >= 4:
            yield struct.unpack_from("<I", data, record[1])[0]
