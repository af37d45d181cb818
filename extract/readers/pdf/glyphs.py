"""pdfium's characters → fragments: pieces of words, each where it is printed.

pdfium gives the characters of a page in 2 ms, but the order it puts them in is lost where a word is set in two fonts:
it reads “h thi u” first and the letters with marks after it. So only characters and boxes are taken from it, and the
order is made anew from where they stand, in `extract.readers.pdf.lines`.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace

import pypdfium2.raw as pdfium
import regex

from extract.readers.pdf.frame import QUARTERS, Frame
from normalize.encodings import encoding_of_font

# Two glyphs further apart than this, in ems, are two words. Over plans set in one font and in two, gaps within words
# reach 0.06 em and those between words begin at 0.22.
WORD_GAP = 0.14
# Glyphs of one font further apart than this may have a letter of another font between them.
GLYPH_GAP = 0.1
# A space this near the glyph before it has no letter of another font in between.
TOUCHING = 0.06
# How wide a space may be that pdfium dropped.
WIDEST_SPACE = 0.3
# Glyphs overlap by kerning; one that stands further back begins anew.
BACK_GAP = -0.3
# Text leaning more than this off a quarter turn (cosine of 15°) is a watermark, and no text of the plan.
LEAN = 0.966
# As FPDFFont_GetWeight and the descriptor's flags tell bold type.
BOLD_WEIGHT = 600
FORCE_BOLD = 1 << 18
FILL_AND_STROKE = 2

_Pointer = ctypes.c_void_p
_REGULAR = regex.compile(r"-(?:regular|roman|book|light|italic)$", regex.IGNORECASE)
_BOLD = regex.compile(r"bold|black|heavy|demi|,b|-bd", regex.IGNORECASE)
_SUBSET = regex.compile(r"^[A-Z]{6}\+")
_SPACES = frozenset(map(ord, " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"))
# Marks set over the letter before them, wherever their own box lies.
_MARKS = range(0x300, 0x370)
# pdfium tells a hyphen at a line's end, and a soft hyphen, as U+0002 or as a noncharacter.
_HYPHENS = frozenset((0x02, 0xFFFE))


@dataclass(frozen=True, slots=True)
class Font:
    """The type a text is set in: its name without the mark of a subset, and the old encoding it is made for."""

    name: str
    is_bold: bool
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """Glyphs of one font printed next to each other, or a space; `y` is their baseline, `size` the em in points.

    `order` counts the fragments as the file writes them.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: Font
    order: int = 0


@dataclass(frozen=True, slots=True)
class Print:
    """What pdfium sees printed on a page: its fragments by the quarter turn they are printed in, each in the frame of
    that turn, the text objects they are of, by address, and whether all their fonts are embedded."""

    fragments: Mapping[int, list[Fragment]]
    objects: Set[int]
    is_embedded: bool


@dataclass(frozen=True, slots=True)
class _Style:
    """What the glyphs of one text object share. `turn` is None where it leans."""

    turn: int | None
    size: float
    font: Font


def _function(name: str, result: type, *arguments: type) -> Callable[..., int]:
    """A function of pdfium that takes and gives plain numbers: three times as fast as by its own declaration."""
    address = ctypes.cast(getattr(pdfium, name), _Pointer).value
    assert address is not None
    function: Callable[..., int] = ctypes.CFUNCTYPE(result, *arguments)(address)
    return function


_code = _function("FPDFText_GetUnicode", ctypes.c_uint, _Pointer, ctypes.c_int)
_object = _function("FPDFText_GetTextObject", _Pointer, _Pointer, ctypes.c_int)
_box = _function("FPDFText_GetLooseCharBox", ctypes.c_int, _Pointer, ctypes.c_int, _Pointer)


def read_print(text_page: pdfium.FPDF_TEXTPAGE, frame: Frame) -> Print:
    """The letters of a page as pdfium sees them."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return Print({}, frozenset(), is_embedded=True)
    handle = ctypes.cast(text_page, _Pointer).value
    codes = [_code(handle, place) for place in range(count)]
    objects = [_object(handle, place) for place in range(count)]
    buffer = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(buffer)
    for place in range(count):
        _box(handle, place, start + 16 * place)
    reader = _Reader(text_page, frame)
    for place, (code, owner, box) in enumerate(zip(codes, objects, struct.iter_unpack("4f", buffer), strict=True)):
        if not owner:  # pdfium's own additions belong to no text object
            continue
        if owner != reader.owner:
            reader.enter(place, owner)
        if code in _SPACES:
            reader.add_space(*reader.reach(box))
        else:
            reader.add(code, *reader.reach(box))
    reader.leave()
    return Print(reader.fragments, set(objects), reader.is_embedded)


class _Reader:
    """One pass over the characters of a page: the text object being read, and the fragment of it."""

    def __init__(self, text_page: pdfium.FPDF_TEXTPAGE, frame: Frame) -> None:
        self._page = text_page
        self._frame = frame
        self._frames = [frame.turned(turn) for turn in QUARTERS]
        self._objects: dict[int, tuple[_Style, float]] = {}
        self._fonts: dict[int, Font] = {}
        self.owner = 0
        self._style = _Style(None, 0.0, Font("", False))
        self._y = 0.0
        self._space: tuple[float, float] | None = None
        self._text: list[str] = []
        self._x0 = self._x1 = 0.0
        self._order = 0
        self.is_embedded = True
        self.fragments: dict[int, list[Fragment]] = {}

    def enter(self, place: int, owner: int) -> None:
        """Begin the text object of the character at `place`, or go on with it."""
        self.leave()
        known = self._objects.get(owner)
        if known is None:
            style = self._read_style(place, owner)
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(self._page, place, x, y)
            known = self._objects[owner] = style, self._frames[style.turn or 0].enter(x.value, y.value)[1]
        self._style, self._y = known
        self.owner, self._space = owner, None

    def reach(self, box: tuple[float, ...]) -> tuple[float, float]:
        """From where to where a box of user space reaches along the line."""
        left, top, right, bottom = box
        if not self._style.turn:
            return left - self._frame.left, right - self._frame.left
        frame = self._frames[self._style.turn]
        one, other = frame.enter(left, bottom)[0], frame.enter(right, top)[0]
        return (one, other) if one < other else (other, one)

    def add(self, code: int, x0: float, x1: float) -> None:
        """Add a character to the fragment it goes on with."""
        if self._space:
            self._end_space(x0)
        if self._text and code not in _MARKS:
            gap = (x0 - self._x1) / self._style.size
            if not (BACK_GAP <= gap <= GLYPH_GAP or x0 == self._x0):
                self.close()
        if not self._text:
            self._x0, self._x1 = x0, x1
        elif x1 > self._x1:
            self._x1 = x1
        self._text.append(self._character(code))

    def add_space(self, x0: float, x1: float) -> None:
        """Note a space; one without width is pdfium's, or stands for one of the file's that pdfium dropped.

        Such a one stands where the pen was moved to: the file's has its width before the next glyph, pdfium's none.
        """
        self.close()
        self._space = (x0, x1)

    def _end_space(self, following: float) -> None:
        """Keep the space before a glyph as a fragment, where the gap alone may not show it."""
        assert self._space is not None
        (start, end), self._space = self._space, None
        em = self._style.size
        if end <= start:
            end = min(following, start + WIDEST_SPACE * em)
        if end - start < GLYPH_GAP * em:
            return
        is_plain = abs(start - self._x1) <= TOUCHING * em and following - self._x1 > WORD_GAP * em
        if not is_plain:
            self._write_space(start, end)

    def _write_space(self, start: float, end: float) -> None:
        self._x0, self._x1 = start, end
        self._text.append(" ")
        self.close()

    def leave(self) -> None:
        """End the text object being read; the space at its end may be the only sign of a gap."""
        self.close()
        if self._space and self._space[1] > self._space[0]:
            self._write_space(*self._space)

    def close(self) -> None:
        """End the fragment being read."""
        if self._text and self._style.turn is not None:
            style, text = self._style, "".join(self._text)
            self.fragments.setdefault(style.turn, []).append(  # type: ignore[arg-type]
                Fragment(text, self._x0, self._x1, self._y, style.size, style.font, self._order)
            )
            self._order += 1
            self._text = []

    def _character(self, code: int) -> str:
        """The character of a code; U+FFFD where the file does not say which it is, or half of a pair is told."""
        if code in _HYPHENS:  # the soft hyphen of TCVN3 is its ư
            return "\u00ad" if self._style.font.encoding else "-"
        return "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)

    def _read_style(self, place: int, owner: int) -> _Style:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._page, place, matrix)
        size = abs(pdfium.FPDFText_GetFontSize(self._page, place)) * (matrix.c**2 + matrix.d**2) ** 0.5
        turn = turn_of(matrix.a, matrix.b) if size > 0 else None
        item = ctypes.cast(owner, pdfium.FPDF_PAGEOBJECT)
        handle = pdfium.FPDFTextObj_GetFont(item)
        key = ctypes.cast(handle, _Pointer).value or 0
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = _read_font(handle)
            self.is_embedded = self.is_embedded and pdfium.FPDFFont_GetIsEmbedded(handle) != 0
        if not font.is_bold and pdfium.FPDFTextObj_GetTextRenderMode(item) == FILL_AND_STROKE:
            font = replace(font, is_bold=True)
        return _Style(turn, size, font)


def turn_of(a: float, b: float) -> int | None:
    """The quarter turn of text whose lines run along (a, b); None where it leans.

    >>> turn_of(12, 0), turn_of(0, 1), turn_of(0.7, 0.7)
    (0, 1, None)
    """
    along = (a * a + b * b) ** 0.5
    if not along:
        return None
    slopes = (a / along, b / along, -a / along, -b / along)
    return next((quarter for quarter, slope in enumerate(slopes) if slope >= LEAN), None)


def font_of(name: str) -> Font:
    """What the name of a font tells.

    >>> font_of("BAAAAA+LiberationSerif-Bold")
    Font(name='LiberationSerif-Bold', is_bold=True, encoding=None)
    """
    name = _SUBSET.sub("", name)
    return Font(name, _BOLD.search(name) is not None, encoding_of_font(name))


def _read_font(handle: pdfium.FPDF_FONT) -> Font:
    length = pdfium.FPDFFont_GetBaseFontName(handle, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, length)
    font = font_of(buffer.value.decode("utf-8", "replace"))
    # where a file tells no weight, pdfium reckons it from the width of stems, which are thick in some regular type
    is_regular = _REGULAR.search(font.name) is not None
    is_bold = (
        font.is_bold
        or (pdfium.FPDFFont_GetWeight(handle) >= BOLD_WEIGHT and not is_regular)
        or bool(max(pdfium.FPDFFont_GetFlags(handle), 0) & FORCE_BOLD)
    )
    return replace(font, is_bold=is_bold)
