"""The characters of a paragraph of a web page: blanks folded, fonts decoded, parted where line breaks part it."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extract.readers.css import Look
from extract.readers.fonts import Decoder
from extract.readers.runs import read_symbol
from extract.readers.symbols import is_symbol_font, show_symbols
from normalize.encodings import encoding_of_font
from normalize.text import clean

# Longer text with line breaks is a page of paragraphs, not one title over several lines.
TITLE_LENGTH = 300

_BLANKS = regex.compile(r"[ \t\r\n\f]+")
# `- ` `+ ` `1.` `a)` `II.` `2.1.`: what begins a line of its own
_ITEM = regex.compile(
    r"\s*(?:[-–+*•]\s|(?:\d{1,2}\.){1,4}\s|\d{1,2}(?:\.\d{1,2})+\s|(?:\p{Ll}|\d{1,2})\)|[IVX]{1,5}[.)]\s)"
)
_CLOSED = regex.compile(r"[.;:!?…][”\"')\]]*\s*$")
_BARE_LABEL = regex.compile(r"[\p{L}\p{N}]")


class Inline:
    """A paragraph under way: runs with their fonts, and which of its letters are bold."""

    def __init__(self, decoder: Decoder, encoding: str | None) -> None:
        """Take the decoder of the page, and the old encoding of text whose font tells none (mostly: no one)."""
        self._decoder = decoder
        self._encoding = encoding
        self._runs: list[tuple[str, str | None]] = []
        self._bolds: list[bool] = []
        self._ends_blank = True
        self._label: int | None = None
        self.has_legacy = False  # a font of an old encoding was met
        self.is_kept = False  # within `pre`, blanks and newlines are as they are

    def add(self, raw: str | None, look: Look) -> None:
        """Add characters of the page: blanks, tabs and newlines among them are one space."""
        if not raw:
            return
        if self.is_kept:
            self.put(raw, look)
            return
        text = _BLANKS.sub(" ", raw)
        if self._ends_blank:
            text = text.removeprefix(" ")
        if text:
            self.put(text, look)

    def put(self, text: str, look: Look) -> None:
        """Add characters as they are."""
        font = look.font
        if is_symbol_font(font):
            text = "".join(_symbol(char, font or "") for char in text)
            if not any(run.strip() for run, _ in self._runs) and not _BARE_LABEL.search(text):
                text = "- " if text.strip() else ""  # a bullet
            font = None
        encoding = encoding_of_font(font)
        self.has_legacy |= encoding is not None
        encoding = encoding or self._encoding
        text = text if encoding else show_symbols(text, font)
        self._runs.append((text, encoding))
        self._bolds.append(bool(look.is_bold))
        self._ends_blank = text.endswith(("\n", " ")) or (not text and self._ends_blank)

    def begin_label(self) -> None:
        """From here on comes a number or bullet that Word has written out."""
        self._label = len(self._runs)

    def end_label(self) -> None:
        """The number is over: one blank parts it from the text, and any picture of a bullet is a dash."""
        if self._label is None:
            return
        written = self._runs[self._label :]
        text = clean(self._decoder.join(written)).strip()
        is_number = len(text) > 1 and _BARE_LABEL.search(text)
        label = text if is_number or text in ("+", "-", "") else "-"
        self._runs[self._label :] = [(f"{label} " if label else "", None)]
        self._bolds[self._label :] = [False] if not self._label else [self._bolds[self._label - 1]]
        self._label, self._ends_blank = None, True

    def take(self) -> Iterator[tuple[str, bool]]:
        """The paragraphs gathered, each with whether it is bold all over; then the next one begins."""
        runs, bolds = self._runs, self._bolds
        self._runs, self._bolds, self._ends_blank, self._label = [], [], True, None
        if not runs:
            return
        seen = {bold for (text, _), bold in zip(runs, bolds, strict=True) if text.strip()}
        text = clean(self._decoder.join(runs))
        for part in part_lines(text):
            yield part, seen == {True}


def part_lines(text: str) -> list[str]:
    r"""The paragraphs of a text with line breaks: pages part paragraphs with them as often as lines of a title.

    >>> part_lines("KẾ HOẠCH\nGiảm nghèo"), part_lines("I. MỤC TIÊU\n1. Giảm 12 hộ.\n2. Vay vốn.")
    (['KẾ HOẠCH\nGiảm nghèo'], ['I. MỤC TIÊU', '1. Giảm 12 hộ.', '2. Vay vốn.'])
    """
    lines = [line.strip() for line in text.split("\n")]
    is_long = len(text) > TITLE_LENGTH
    parts: list[str] = []
    is_apart = True
    for line in lines:
        if not line:
            is_apart = True
            continue
        if is_apart or is_long or _ITEM.match(line) or _CLOSED.search(parts[-1]):
            parts.append(line)
        else:
            parts[-1] += f"\n{line}"
        is_apart = False
    return parts


def _symbol(char: str, font: str) -> str:
    """A character of a symbol font: what it shows, `•` for a picture, '' where Unicode has no such sign for sure."""
    if char.isspace():
        return char
    if ord(char) < 0x100:  # a page gives it by its place in the font
        return read_symbol(font, f"{0xF000 + ord(char):X}") or "•"
    return show_symbols(char, font)
