"""The properties of any character and paragraph of one .doc, by its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.readers.msdoc.characters import Look, read_look, settle
from extract.readers.msdoc.fib import CHARACTER_PAGES, FONTS, PARAGRAPH_PAGES, STYLES, Fib, find_part
from extract.readers.msdoc.fonts import read_fonts
from extract.readers.msdoc.pages import read_character_runs, read_paragraph_runs
from extract.readers.msdoc.paragraphs import Shape, Shapes
from extract.readers.msdoc.pieces import Text
from extract.readers.msdoc.stylesheet import Style, Stylesheet

_NORMAL = b"\0\0"  # a paragraph of style 0 without properties of its own


@dataclass(frozen=True, slots=True)
class Face:
    """How characters look once styles and modifiers are settled; fonts by name, '' where it is not told."""

    is_bold: bool
    is_shown: bool  # neither hidden nor deleted
    is_deleted: bool
    font: str
    ascii_font: str
    symbol: tuple[str, int] | None


class Formats:
    """Looks properties up; each is read once, however many characters share it."""

    def __init__(self, fib: Fib, text: Text, word: bytes, table: bytes, data: bytes) -> None:
        """Take the head, the text and the three streams."""
        self._text = text
        self._characters = read_character_runs(word, find_part(fib, table, CHARACTER_PAGES))
        self._paragraphs = read_paragraph_runs(word, find_part(fib, table, PARAGRAPH_PAGES))
        self.fonts = read_fonts(find_part(fib, table, FONTS))
        self._shapes = Shapes(data)
        self._styles = Stylesheet(find_part(fib, table, STYLES), self._shapes)
        self._looks: dict[bytes, Look] = {}
        self._faces: dict[tuple[int, Look], Face] = {}

    def shape(self, mark: int) -> Shape:
        """The properties of the paragraph that the character `mark` ends."""
        papx, _ = self._paragraphs.find(self._text.offset(mark))
        return self._shapes.read((papx or _NORMAL) + self._text.piece(mark).modifiers)

    def style(self, shape: Shape) -> Style:
        """The style of a paragraph."""
        return self._styles.style(shape.style)

    def faces(self, start: int, end: int, style: int) -> Iterator[tuple[int, int, Face]]:
        """Stretches of characters that look alike, within a paragraph of a style: (start, end, how they look)."""
        while start < end:
            piece = self._text.piece(start)
            offset = piece.offset + (start - piece.start) * piece.width
            chpx, limit = self._characters.find(offset)
            stop = min(end, piece.end, start + max(-(-(limit - offset) // piece.width), 1))
            yield start, stop, self._face(chpx + piece.modifiers, style)
            start = stop

    def _face(self, grpprl: bytes, number: int) -> Face:
        look = self._looks.get(grpprl)
        if look is None:
            look = self._looks[grpprl] = read_look(grpprl)
        face = self._faces.get((number, look))
        if face is None:
            face = self._faces[number, look] = self._settle(look, self._styles.style(number))
        return face

    def _settle(self, look: Look, style: Style) -> Face:
        """Its own word, else the styles' (two bolds undo each other)."""
        is_bold, is_hidden, font, ascii_font = style.is_bold, style.is_hidden, style.font, style.ascii_font
        if look.style is not None:
            character = self._styles.character(look.style)
            is_bold, is_hidden = is_bold != character.is_bold, is_hidden != character.is_hidden
            font = font if character.font is None else character.font
            ascii_font = ascii_font if character.ascii_font is None else character.ascii_font
        font = font if look.font is None else look.font
        ascii_font = ascii_font if look.ascii_font is None else look.ascii_font
        return Face(
            is_bold=settle(look.is_bold, is_bold),
            is_shown=not look.is_deleted and not settle(look.is_hidden, is_hidden),
            is_deleted=look.is_deleted,
            font=self._name(font),
            ascii_font=self._name(ascii_font),
            symbol=None if look.symbol is None else (self._name(look.symbol[0]), look.symbol[1]),
        )

    def _name(self, font: int | None) -> str:
        return self.fonts[font] if font is not None and font < len(self.fonts) else ""
