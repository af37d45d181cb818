"""The font table: the names by which characters refer to their fonts."""

from __future__ import annotations

import struct

_NAME_AT = 39  # within an entry, behind its size


def read_fonts(table: bytes) -> tuple[str, ...]:
    """The names of the fonts in the order of their numbers."""
    if not table:
        return ()
    (count,) = struct.unpack_from("<H", table)
    at, names = 4, list[str]()
    while len(names) < count and at < len(table):
        size = table[at]
        entry = table[at + 1 : at + 1 + size]
        name = entry[_NAME_AT : _NAME_AT + (len(entry) - _NAME_AT) // 2 * 2].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0])
        at += 1 + size
    return tuple(names)
