"""Properties of characters: font, bold, hidden, deleted, special."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from extract.readers.msdoc.sprms import split

_DELETED, _SYMBOL, _STYLE, _PLAIN = 0x0800, 0x6A09, 0x4A30, 0x2A33
_BOLD, _HIDDEN = 0x0835, 0x083C
_FONT_ASCII, _FONT_OTHER, _FONT_OLD = 0x4A4F, 0x4A51, 0x4A3D
# A toggle may say “as the style” and “not as the style” instead of on and off.
_AS_STYLE, _NOT_AS_STYLE = 0x80, 0x81


@dataclass(frozen=True, slots=True)
class Look:
    """What modifiers say of characters, None where nothing. Fonts and styles are numbers of their tables.

    `is_bold` and `is_hidden` are toggles as written: 0, 1, 128 (as the style), 129 (not as the style).
    `symbol` is a font and a place in it; the character itself is then a stand-in, `(`.
    """

    is_bold: int | None = None
    is_hidden: int | None = None
    font: int | None = None  # of the characters beyond ASCII, which alone a legacy font writes otherwise
    ascii_font: int | None = None
    style: int | None = None
    is_deleted: bool = False
    symbol: tuple[int, int] | None = None


def read_look(grpprl: bytes) -> Look:
    r"""Read the modifiers of characters; what is no property of theirs is passed over.

    >>> look = read_look(b"\x35\x08\x01\x51\x4a\x03\x00")
    >>> look.is_bold, look.font
    (1, 3)
    """
    is_bold = is_hidden = font = ascii_font = style = symbol = None
    is_deleted = False
    for code, operand in split(grpprl):
        if code == _BOLD:
            is_bold = operand[0]
        elif code == _HIDDEN:
            is_hidden = operand[0]
        elif code == _FONT_OTHER:
            (font,) = struct.unpack("<H", operand)
        elif code == _FONT_ASCII:
            (ascii_font,) = struct.unpack("<H", operand)
        elif code == _FONT_OLD:
            font = ascii_font = struct.unpack("<H", operand)[0]
        elif code == _STYLE:
            (style,) = struct.unpack("<H", operand)
        elif code == _DELETED:
            is_deleted = settle(operand[0], False)
        elif code == _SYMBOL:
            symbol = struct.unpack("<HH", operand)
        elif code == _PLAIN:
            is_bold = is_hidden = font = ascii_font = None
    return Look(is_bold, is_hidden, font, ascii_font, style, is_deleted, symbol)


def settle(toggle: int | None, inherited: bool) -> bool:
    """A toggle on or off, where the style says `inherited`.

    >>> settle(None, True), settle(1, False), settle(0x80, True), settle(0x81, True)
    (True, True, True, False)
    """
    if toggle is None or toggle == _AS_STYLE:
        return inherited
    return not inherited if toggle == _NOT_AS_STYLE else toggle != 0
