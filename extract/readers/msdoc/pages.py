"""Formatted pages: 512 bytes each, which say for stretches of the stream what properties the text there has."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_COUNT_AT = _PAGE - 1


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches of the stream in order, without overlap; `grpprls` holds the properties of each."""

    starts: list[int]
    ends: list[int]
    grpprls: list[bytes]

    def find(self, offset: int) -> tuple[bytes, int]:
        """The properties of the character at an offset, and where they (or the lack of any) may end."""
        at = bisect_right(self.starts, offset) - 1
        if at >= 0 and offset < self.ends[at]:
            return self.grpprls[at], self.ends[at]
        return b"", self.starts[at + 1] if at + 1 < len(self.starts) else offset + 2**32


def read_character_runs(word: bytes, table: bytes) -> Runs:
    """What each stretch of characters differs in from its style."""
    return _read_runs(word, table, 1, _character)


def read_paragraph_runs(word: bytes, table: bytes) -> Runs:
    """What each paragraph differs in from its style: the style's number in two bytes, then modifiers."""
    return _read_runs(word, table, 13, _paragraph)


def _read_runs(word: bytes, table: bytes, entry: int, read: Callable[[bytes, int], bytes]) -> Runs:
    """The stretches of all pages; `entry` is the size of what a page notes of each."""
    found: list[tuple[int, int, bytes]] = []
    count = max((len(table) - 4) // 8, 0)
    numbers = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ()
    for number in dict.fromkeys(number & _PAGE_NUMBER for number in numbers):
        page = word[_PAGE * number : _PAGE * (number + 1)]
        if len(page) < _PAGE:
            continue
        runs = page[_COUNT_AT]
        if 4 * (runs + 1) + entry * runs > _COUNT_AT:
            continue
        edges = struct.unpack_from(f"<{runs + 1}I", page)
        for at in range(runs):
            place = 2 * page[4 * (runs + 1) + entry * at]
            found.append((edges[at], edges[at + 1], read(page, place) if place else b""))
    return _in_order(found)


def _in_order(found: list[tuple[int, int, bytes]]) -> Runs:
    """Sorted; what overlaps the stretch before is cut off."""
    runs = Runs([], [], [])
    last = 0
    for start, end, grpprl in sorted(found, key=lambda run: run[0]):
        start = max(start, last)
        if start < end:
            runs.starts.append(start)
            runs.ends.append(end)
            runs.grpprls.append(grpprl)
            last = end
    return runs


def _character(page: bytes, place: int) -> bytes:
    return page[place + 1 : min(place + 1 + page[place], _COUNT_AT)]


def _paragraph(page: bytes, place: int) -> bytes:
    """The size is told in pairs of bytes, itself included; where it is 0 the next byte tells it, without itself."""
    if page[place]:
        return page[place + 1 : min(place + 2 * page[place], _COUNT_AT)]
    start = place + 2
    return page[start : min(start + 2 * page[min(place + 1, _COUNT_AT)], _COUNT_AT)]
