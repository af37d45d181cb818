"""pdfplumber's characters → fragments, for pages of which pdfium loses some.

pdfium drops a text object none of whose glyphs it can draw: where a font is not embedded and its stand-in has no “ạ”,
an “ạ” written on its own is gone. pdfplumber never draws; it takes fifty times as long.
"""

from __future__ import annotations

import io

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from extract.readers.pdf.frame import QUARTERS, Frame
from extract.readers.pdf.glyphs import BACK_GAP, GLYPH_GAP, LEAN, Font, Fragment, font_of


class Mine:
    """A file opened a second time, by pdfplumber, when the first page asks for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._file: PDF | None = None

    def read_fragments(self, number: int, shown: Frame) -> dict[int, list[Fragment]]:
        """The fragments of page `number` (from 1) by the quarter turn they are printed in, as `glyphs` gives them.

        None where pdfplumber cannot read the page.
        """
        try:
            if self._file is None:
                self._file = pdfplumber.open(io.BytesIO(self._data))
            page = self._file.pages[number - 1]
            try:
                return _read(page, shown)
            finally:
                page.close()
        except Exception:  # what pdfium mends pdfminer trips over, in many ways; what pdfium told stands then
            return {}

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._file is not None:
            self._file.close()


def _read(page: Page, shown: Frame) -> dict[int, list[Fragment]]:
    found: dict[int, list[Fragment]] = {}
    fonts: dict[str, Font] = {}
    frames = [Frame(0, 0, float(page.width), float(page.height), turn) for turn in QUARTERS]
    open_text = ""
    for order, char in enumerate(page.chars):
        a, b, _, _, x, y = char["matrix"]
        length = (a * a + b * b) ** 0.5 or 1.0
        slopes = (a / length, b / length, -a / length, -b / length)
        turn = next((quarter for quarter in QUARTERS if slopes[quarter] >= LEAN), None)
        if turn is None:
            continue
        own = found.setdefault((turn + shown.turn) % 4, [])
        low, high = float(page.height) - char["bottom"], float(page.height) - char["top"]
        ends = [frames[turn].enter(char["x0"], low)[0], frames[turn].enter(char["x1"], high)[0]]
        _, baseline = frames[turn].enter(x, y)
        font = fonts.setdefault(char["fontname"], font_of(char["fontname"]))
        text = " " if char["text"].isspace() else char["text"]
        fragment = Fragment(text, min(ends), max(ends), baseline, float(char["size"]), font, order)
        if own and open_text and _goes_on(own[-1], fragment):
            own[-1] = _joined(own[-1], fragment)
        else:
            own.append(fragment)
        open_text = text.strip()
    return found


def _goes_on(before: Fragment, after: Fragment) -> bool:
    gap = (after.x0 - before.x1) / after.size if after.size else 1.0
    is_alike = before.font == after.font and before.size == after.size and before.y == after.y
    return is_alike and after.text != " " and before.text != " " and BACK_GAP <= gap <= GLYPH_GAP


def _joined(before: Fragment, after: Fragment) -> Fragment:
    x1 = max(before.x1, after.x1)
    return Fragment(before.text + after.text, before.x0, x1, before.y, before.size, before.font, before.order)
