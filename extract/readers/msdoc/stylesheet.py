"""The stylesheet: what the styles of a .doc say of headings, bold, fonts and lists; what they are based on followed."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from extract.readers.msdoc.characters import Look, read_look, settle
from extract.readers.msdoc.paragraphs import Shape, Shapes

_PARAGRAPH, _CHARACTER = 1, 2
_NO_STYLE = 0xFFF
_HEADINGS = range(1, 10)  # the numbers of the built-in styles “heading 1” to “heading 9”, whatever their names
BODY_LEVEL = 9  # an outline level of 9 means body text, 0 … 8 are headings 1 … 9
_FONTS_AT = 12  # of the default fonts in the head: ASCII, East Asian, other


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. `level` 0 means that it says “body text”, None that it says nothing.

    `numbered_by` is the style of the chain that carries the list: a list level may be linked to it.
    """

    level: int | None = None
    is_bold: bool = False
    is_hidden: bool = False
    font: int | None = None
    ascii_font: int | None = None
    list: int | None = None
    list_level: int | None = None
    numbered_by: int | None = None


@dataclass(frozen=True, slots=True)
class _Own:
    """What a style says itself."""

    base: int
    builtin: int
    shape: Shape
    look: Look


class Stylesheet:
    """The styles of a document by number, each resolved when first asked for."""

    def __init__(self, table: bytes, shapes: Shapes) -> None:
        """Take the bytes of the stylesheet, none for a file without."""
        self._own, fonts = _read_styles(table, shapes)
        self._default = Style(font=fonts[1], ascii_font=fonts[0])
        self._resolved: dict[int, Style] = {}

    def style(self, number: int) -> Style:
        """A paragraph or character style; one that the file does not have says nothing."""
        chain: list[int] = []
        while number in self._own and number not in self._resolved and number not in chain:
            chain.append(number)
            number = self._own[number].base
        inherited = self._resolved.get(number, self._default)
        for at in reversed(chain):
            inherited = self._resolved[at] = _over(inherited, self._own[at], at)
        return inherited

    def character(self, number: int) -> Style:
        """A character style over nothing: it adds to the paragraph's, so the document's fonts are not part of it."""
        style = self.style(number)
        font = None if style.font == self._default.font else style.font
        return replace(style, font=font, ascii_font=None if font is None else style.ascii_font)


def parse_level(outline: int | None) -> int | None:
    """An outline level as a heading level: 1 … 9, 0 for body text.

    >>> parse_level(0), parse_level(9), parse_level(None)
    (1, 0, None)
    """
    return None if outline is None else outline + 1 if outline < BODY_LEVEL else 0


def _over(base: Style, own: _Own, number: int) -> Style:
    """A style laid over the one it is based on."""
    level = own.builtin if own.builtin in _HEADINGS else parse_level(own.shape.outline)
    has_list = own.shape.list is not None
    return Style(
        level=base.level if level is None else level,
        is_bold=settle(own.look.is_bold, base.is_bold),
        is_hidden=settle(own.look.is_hidden, base.is_hidden),
        font=base.font if own.look.font is None else own.look.font,
        ascii_font=base.ascii_font if own.look.ascii_font is None else own.look.ascii_font,
        list=own.shape.list if has_list else base.list,
        list_level=base.list_level if own.shape.level is None else own.shape.level,
        numbered_by=number if has_list or own.shape.level is not None else base.numbered_by,
    )


def _read_styles(table: bytes, shapes: Shapes) -> tuple[dict[int, _Own], tuple[int | None, int | None]]:
    """What each style says itself, by number, and the document's fonts for ASCII and for other characters."""
    if not table:
        return {}, (None, None)
    (head,) = struct.unpack_from("<H", table)
    count, base_size = struct.unpack_from("<HH", table, 2)
    fonts: tuple[int | None, int | None] = (None, None)
    if head >= _FONTS_AT + 6:
        ascii_font, _, other = struct.unpack_from("<HHH", table, 2 + _FONTS_AT)
        fonts = (ascii_font, other)
    own: dict[int, _Own] = {}
    at = 2 + head
    for number in range(count):
        if at + 2 > len(table):
            break
        (size,) = struct.unpack_from("<H", table, at)
        entry = table[at + 2 : at + 2 + size]
        if len(entry) >= base_size + 2 and base_size >= 10:
            own[number] = _read_style(entry, base_size, shapes)
        at += 2 + size + size % 2
    return own, fonts


def _read_style(entry: bytes, base_size: int, shapes: Shapes) -> _Own:
    builtin, base, updates = struct.unpack_from("<HHH", entry)
    kind, base, updates = base & 0xF, base >> 4, updates & 0xF
    (name,) = struct.unpack_from("<H", entry, base_size)
    at = base_size + 2 + 2 * (name + 1)  # past the name and the zero that ends it
    parts: list[bytes] = []
    while len(parts) < updates and at + 2 <= len(entry):
        (size,) = struct.unpack_from("<H", entry, at)
        parts.append(entry[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    shape, look = Shape(), Look()
    if kind == _PARAGRAPH and parts:
        shape = shapes.read(parts[0])
        look = read_look(parts[1]) if len(parts) > 1 else look
    elif kind == _CHARACTER and parts:
        look = read_look(parts[0])
    return _Own(base if base != _NO_STYLE else -1, builtin & 0xFFF if kind == _PARAGRAPH else 0, shape, look)
