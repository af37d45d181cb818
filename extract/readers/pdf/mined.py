"""pdfminer's characters → fragments, for pages that pdfium reads by the fonts of the machine.

Where a font is not embedded, pdfium takes a stand-in from the machine: its letters widen the boxes of the file's, and
a text object none of whose glyphs it has, a lone “ạ” or “7”, is gone. pdfminer knows only what the file says of its
letters; a page takes three to eight times as long.
"""

from __future__ import annotations

import io
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import apply_matrix_pt

from extract.readers.pdf.frame import QUARTERS, Frame
from extract.readers.pdf.glyphs import (
    BACK_GAP,
    BOLD_WEIGHT,
    FILL_AND_STROKE,
    FORCE_BOLD,
    GLYPH_GAP,
    Font,
    Fragment,
    font_of,
    turn_of,
)

# The hyphen of windows-1252 that is the ư of TCVN3.
SOFT_HYPHEN = 0xAD
UNKNOWN = "\ufffd"

_Matrix = tuple[float, float, float, float, float, float]


class Mine:
    """A file opened a second time, by pdfminer, when the first page asks for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: list[PDFPage] = []
        self._resources = PDFResourceManager()

    def read_fragments(self, number: int, shown: Frame) -> dict[int, list[Fragment]]:
        """The fragments of page `number` (from 1) by the quarter turn they are printed in, as `glyphs` gives them.

        None where pdfminer cannot read the page.
        """
        try:
            if not self._pages:
                self._pages = list(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(self._data)))))
            page, device = self._pages[number - 1], _Device(self._resources, shown)
            # no matrix: places are those of the page's own space, whatever its box and its /Rotate
            PDFPageInterpreter(self._resources, device).render_contents(page.resources, page.contents)
        except Exception:  # what pdfium mends pdfminer trips over, in many ways; the caller goes by what is missing
            return {}
        return device.fragments


class _Device(PDFTextDevice):
    """What pdfminer prints letters on; all else that is drawn is nothing to it."""

    def __init__(self, resources: PDFResourceManager, shown: Frame) -> None:
        super().__init__(resources)
        self._frames = [shown.turned(turn) for turn in QUARTERS]
        self._fonts: dict[tuple[PDFFont, bool], Font] = {}
        self._is_stroked = False
        self._order = 0
        self.fragments: dict[int, list[Fragment]] = {}

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """A text in one font."""
        self._is_stroked = textstate.render == FILL_AND_STROKE
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self, matrix: _Matrix, font: PDFFont, fontsize: float, scaling: float, rise: float, cid: int, *_: Any
    ) -> float:
        """One letter; how far the pen moves on."""
        advance = float(font.char_width(cid) * fontsize * scaling)
        turn, size = turn_of(*matrix[:2]), abs(fontsize) * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        if turn is None or not size:
            return advance
        own = self._fonts.get((font, self._is_stroked))
        if own is None:
            own = self._fonts[font, self._is_stroked] = _read_font(font, self._is_stroked)
        frame = self._frames[turn]
        start, y = frame.enter(*apply_matrix_pt(matrix, (0, rise)))
        end, _y = frame.enter(*apply_matrix_pt(matrix, (advance, rise)))
        text = _text(font, cid, own)
        self._add(turn, Fragment(text, min(start, end), max(start, end), y, size, own, self._order))
        return advance

    def _add(self, turn: int, letter: Fragment) -> None:
        fragments = self.fragments.setdefault(turn, [])
        if fragments and _goes_on(fragments[-1], letter):
            fragments[-1] = _joined(fragments[-1], letter)
        else:
            fragments.append(letter)
        self._order += 1


def _text(font: PDFFont, code: int, own: Font) -> str:
    """What a code of a font says; a space for all kinds of spaces, U+FFFD where the file does not tell."""
    is_single = not font.is_multibyte()
    if is_single and code == SOFT_HYPHEN and getattr(font, "unicode_map", None) is None:
        return "\u00ad" if own.encoding else "-"
    try:
        text = font.to_unichr(code)
    except PDFUnicodeNotDefined:
        text = bytes((code,)).decode("cp1252", "replace") if is_single else UNKNOWN
    if text.isspace():
        return " "
    return text if text and text >= " " else UNKNOWN


def _read_font(font: PDFFont, is_stroked: bool) -> Font:
    name = font.fontname if isinstance(font.fontname, str) else font.fontname.decode("utf-8", "replace")
    known = font_of(name)
    weight = font.descriptor.get("FontWeight", 0)
    is_heavy = isinstance(weight, int | float) and weight >= BOLD_WEIGHT
    is_bold = known.is_bold or is_stroked or is_heavy or bool(font.flags & FORCE_BOLD)
    return Font(known.name, is_bold, known.encoding)


def _goes_on(before: Fragment, after: Fragment) -> bool:
    gap = (after.x0 - before.x1) / after.size
    is_alike = before.font == after.font and before.size == after.size and before.y == after.y
    return is_alike and after.text != " " and before.text != " " and BACK_GAP <= gap <= GLYPH_GAP


def _joined(before: Fragment, after: Fragment) -> Fragment:
    x1 = max(before.x1, after.x1)
    return Fragment(before.text + after.text, before.x0, x1, before.y, before.size, before.font, before.order)
