"""Fonts of an encoding before Unicode: believed by their name, told by their text, and doubted where it is Unicode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.readers.pdf.glyphs import Font, Fragment
from normalize.encodings import is_unicode
from normalize.mojibake import guess


def settle_encodings(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments of a page, each with the encoding its font proves to have.

    A file converted to Unicode keeps `.VnTime` as the name of its font; a file printed through a driver loses it.

    >>> font = Font("F1", False)
    >>> [fragment.font.encoding for fragment in settle_encodings(
    ...     [Fragment("Hé", 0, 9, 0, 9, font), Fragment("nghÌo", 0, 9, 0, 9, font)])]
    ['tcvn3', 'tcvn3']
    """
    texts: dict[Font, list[str]] = {}
    for fragment in fragments:
        texts.setdefault(fragment.font, []).append(fragment.text)
    settled = {font: replace(font, encoding=_settle(font, " ".join(own))) for font, own in texts.items()}
    if all(font == other for font, other in settled.items()):
        return list(fragments)
    return [replace(fragment, font=settled[fragment.font]) for fragment in fragments]


def _settle(font: Font, text: str) -> str | None:
    if text.isascii():
        return font.encoding
    if is_unicode(text):
        return None
    return font.encoding or guess(text)
