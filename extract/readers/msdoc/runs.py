"""One paragraph of a .doc → its text as printed: fields, symbols, hidden and deleted text, legacy fonts."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extract.readers.fonts import Decoder
from extract.readers.msdoc import marks
from extract.readers.msdoc.formats import Face
from extract.readers.runs import read_symbol
from extract.readers.symbols import is_symbol_font, show_symbols
from normalize.encodings import encoding_of_font

_SURROGATE = regex.compile(r"[\ud800-\udfff]")


@dataclass(slots=True)
class Runs:
    """The runs of a paragraph, in order. `fields` holds the open fields, True while in the instruction."""

    fields: list[bool]
    is_bold: bool = False
    is_plain: bool = False
    _runs: list[tuple[str, str | None]] = field(default_factory=list)  # with the old encoding of their font

    def add(self, raw: str, face: Face) -> None:
        """Add characters that look alike; those that are not shown only open and close fields."""
        if face.is_deleted:
            return
        if marks.CONTROLS.search(raw) is None:
            self._add_text(raw, face)
            return
        start = 0
        for found in marks.CONTROLS.finditer(raw):
            self._add_text(raw[start : found.start()], face)
            self._add_mark(found[0], face)
            start = found.end()
        self._add_text(raw[start:], face)

    def text(self, decoder: Decoder) -> str:
        """The text of the paragraph, not cleaned yet."""
        return _join_surrogates(decoder.join(self._runs))

    def _add_text(self, raw: str, face: Face) -> None:
        if not raw or not face.is_shown or True in self.fields:
            return
        if face.symbol is not None and not raw.strip(marks.SYMBOL):
            name, place = face.symbol
            self._runs.append((read_symbol(name, f"{place:04X}") * len(raw), encoding_of_font(name)))
            return
        if not raw.isspace():
            self.is_bold |= face.is_bold
            self.is_plain |= not face.is_bold
        if is_symbol_font(face.font):
            raw = show_symbols(raw, face.font)
        self._runs.append((raw, encoding_of_font(face.ascii_font if raw.isascii() else face.font)))

    def _add_mark(self, mark: str, face: Face) -> None:
        if mark == marks.FIELD:
            self.fields.append(True)
        elif mark == marks.FIELD_RESULT:
            if self.fields:
                self.fields[-1] = False
        elif mark == marks.FIELD_END:
            if self.fields:
                self.fields.pop()
        elif mark in marks.TEXTS and face.is_shown and True not in self.fields:
            self._runs.append((marks.TEXTS[mark], encoding_of_font(face.font)))


def _join_surrogates(text: str) -> str:
    r"""Halves of a character put together; half of one alone is unknown.

    >>> _join_surrogates("\ud835\udfcf\ud835") == "\U0001d7cf\ufffd"
    True
    """
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
