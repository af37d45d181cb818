r"""Property modifiers: a list of them (“grpprl”) says how a piece of text, a paragraph or a row differs from its style.

A modifier is its code (two bytes) and an operand, whose size the code tells.
"""

from __future__ import annotations

from collections.abc import Iterator

# Sizes of operands by the three highest bits of the code; None: the operand begins with its size.
_SIZES = (1, 1, 2, 4, 2, 2, None, 3)
# The definition of a row is the one whose size takes two bytes, and counts one byte too many.
TABLE_DEFINITIONS = (0xD608, 0xD606)
# Changes of tab stops may be longer than a byte can tell.
_TAB_CHANGES = 0xC615
_TOO_LONG = 0xFF

# Where a piece has a single modifier, it is given by a short number of its own ([MS-DOC] Prm0); those that matter here.
_SHORT = {
    0x0C: 0x260A,  # list level
    0x18: 0x2416,  # in a table
    0x19: 0x2417,  # ends a row
    0x41: 0x0800,  # deleted
    0x53: 0x2A33,  # plain
    0x55: 0x0835,  # bold
    0x5C: 0x083C,  # hidden
    0x78: 0x2640,  # outline level
}


def split(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    r"""The modifiers of a list in order, as (code, operand without its size); one that is cut off ends it.

    >>> list(split(b"\x35\x08\x01\x16\x24\x01\x4f\x4a\x02"))
    [(2101, b'\x01'), (9238, b'\x01')]
    """
    at, end = 0, len(grpprl)
    while at + 2 < end:
        code = grpprl[at] | grpprl[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if size is None:
            size = grpprl[at]
            at += 1
            if code in TABLE_DEFINITIONS:
                if at == end:
                    return
                size = max((size | grpprl[at] << 8) - 1, 0)
                at += 1
            elif code == _TAB_CHANGES and size == _TOO_LONG:
                size = _tab_changes(grpprl, at)
        if at + size > end:
            return
        yield code, grpprl[at : at + size]
        at += size


def _tab_changes(grpprl: bytes, at: int) -> int:
    """The size of a change of tab stops: 4 bytes for each one deleted, 3 for each one added, and their counts."""
    if at >= len(grpprl):
        return 0
    added = at + 1 + 4 * grpprl[at]
    return len(grpprl) if added >= len(grpprl) else added + 1 + 3 * grpprl[added] - at


def from_short(number: int, operand: int) -> bytes:
    r"""The single modifier of a piece as a list; empty where it says nothing that is looked at.

    >>> from_short(0x55, 1)
    b'5\x08\x01'
    """
    code = _SHORT.get(number)
    return b"" if code is None else code.to_bytes(2, "little") + bytes((operand,))
