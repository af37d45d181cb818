"""A file read with its fonts believed, and once more with doubt where the text itself contradicts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extract.document import Document
from extract.readers.fonts import Decoder
from normalize.encodings import encoding_of_font


def read_twice(read: Callable[[Decoder], Document]) -> Document:
    """The document that `read` makes; read again where a font of an old encoding turned out to hold Unicode."""
    decoder = Decoder()
    document = read(decoder)
    return read(Decoder(decoder.contradicted)) if decoder.contradicted else document


def join_fonts(decoder: Decoder, runs: Iterable[tuple[str, str | None]]) -> str:
    """The text of adjacent runs with their fonts, decoded where a font is of an old encoding.

    >>> join_fonts(Decoder(), [("Hé nghÌo", ".VnTime"), (" Ky Ré", "Arial")])
    'Hộ nghèo Ky Ré'
    """
    return decoder.join((text, encoding_of_font(font)) for text, font in runs)
