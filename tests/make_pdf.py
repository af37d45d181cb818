"""Writes small PDF files byte by byte, for the reader's tests: text where it is put, lines, pictures and form fields.

A font is a name and a table from codes to characters; embedded, it has one shape for all letters, a box. Every letter
is half an em wide and a space a quarter. Places count from the top left corner of the page, in points.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

A4 = (595, 842)
LETTER, SPACE = 500, 250  # thousandths of an em
PICTURE = 64  # dots on a side
SPACES = (0x20, 0xA0)


def width(text: str, size: float) -> float:
    """How long a text is when printed."""
    return sum(SPACE if letter == " " else LETTER for letter in text) * size / 1000


@dataclass
class Sheet:
    """One page in the making; `turn` is /Rotate."""

    size: tuple[float, float] = A4
    turn: int = 0
    content: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    fields: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    has_picture: bool = False

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 13,
        font: str = "Times",
        upright: bool = False,
        raise_: float = 0,
        unseen: bool = False,
    ) -> Sheet:
        """Print a text with its baseline at `y`; `upright` runs up the page, `unseen` lies over a scan."""
        if font not in self.fonts:
            self.fonts.append(font)
        codes = text.encode("utf-16-be").hex()
        matrix = "0 1 -1 0" if upright else "1 0 0 1"
        place = f"{matrix} {x:g} {self.size[1] - y + raise_:g} Tm"
        self.content.append(f"BT {3 * unseen} Tr /F{self.fonts.index(font)} {size:g} Tf {place} <{codes}> Tj ET")
        return self

    def lines(
        self, x: float, y: float, lines: list[str], size: float = 13, pitch: float = 16, font: str = "Times"
    ) -> Sheet:
        """Print lines below each other; one that begins with a tab is set in by 36 points."""
        for number, line in enumerate(lines):
            self.text(x + 36 * line.startswith("\t"), y + pitch * number, line.lstrip("\t"), size, font)
        return self

    def leaning(self, x: float, y: float, text: str) -> Sheet:
        """Print a text across the page, as watermarks stand."""
        self.fonts = self.fonts or ["Times"]
        codes = text.encode("utf-16-be").hex()
        self.content.append(f"BT /F0 40 Tf .707 .707 -.707 .707 {x:g} {self.size[1] - y:g} Tm <{codes}> Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Draw a line."""
        height = self.size[1]
        self.content.append(f"{x0:g} {height - y0:g} m {x1:g} {height - y1:g} l S")
        return self

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Fill a box, as programs do that draw lines so."""
        self.content.append(f"{x0:g} {self.size[1] - y1:g} {x1 - x0:g} {y1 - y0:g} re f")
        return self

    def table(self, xs: list[float], ys: list[float], rows: list[list[str]], size: float = 11) -> Sheet:
        """A ruled table: '<' goes on with the cell before it, '^' with the one above, '' is blank."""
        for row, (top, bottom) in enumerate(pairwise(ys)):
            for column, (left, right) in enumerate(pairwise(xs)):
                text = rows[row][column]
                if text != "^":
                    self.rule(left, top, right, top)
                if text != "<":
                    self.rule(left, top, left, bottom)
                if text not in ("", "^", "<"):
                    self.lines(left + 4, top + size + 2, text.split("\n"), size, size + 2)
        self.rule(xs[0], ys[-1], xs[-1], ys[-1])
        return self.rule(xs[-1], ys[0], xs[-1], ys[-1])

    def picture(self, share: float = 1.0) -> Sheet:
        """Cover a share of the page with a grey picture."""
        self.has_picture = True
        self.content.append(f"q {self.size[0]:g} 0 0 {self.size[1] * share:g} 0 0 cm /Im Do Q")
        return self

    def entry(self, x0: float, y0: float, x1: float, y1: float, value: str) -> Sheet:
        """A text field filled in, with nothing drawn by the page itself."""
        self.fields.append((x0, y0, x1, y1, value))
        return self


def write_pdf(*sheets: Sheet, locked: bool = False, embedded: bool = True, shaped: bool = True) -> bytes:
    """The file of some pages; `locked` with a password that nobody knows.

    A font that is not `embedded` is its name alone; one that is not `shaped` has letters with nothing to see.
    """
    names = list(dict.fromkeys(font for sheet in sheets for font in sheet.fonts))
    objects: dict[int, bytes] = {}
    following = iter(range(4, 100_000))
    fonts = {name: _font(objects, following, name, _outlines(shaped) if embedded else b"") for name in names}
    objects[3] = _stream(bytes([128]) * PICTURE * PICTURE, _PICTURE)
    kids, widgets = [], []
    for sheet in sheets:
        content = next(following)
        objects[content] = _stream("\n".join(sheet.content).encode("ascii"))
        own = [next(following) for _ in sheet.fields]
        for number, (x0, y0, x1, y1, value) in zip(own, sheet.fields, strict=True):
            box = f"[{x0:g} {sheet.size[1] - y1:g} {x1:g} {sheet.size[1] - y0:g}]"
            text = (b"\xfe\xff" + value.encode("utf-16-be")).hex()
            objects[number] = f"<</Type/Annot/Subtype/Widget/FT/Tx/T(f{number})/F 4/Rect{box}/V<{text}>>>".encode()
        widgets += own
        page = next(following)
        kids.append(page)
        used = "".join(f"/F{place} {fonts[name]} 0 R" for place, name in enumerate(sheet.fonts))
        picture = "/XObject<</Im 3 0 R>>" if sheet.has_picture else ""
        objects[page] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.size[0]:g} {sheet.size[1]:g}]/Rotate {sheet.turn}"
            f"/Contents {content} 0 R/Resources<</Font<<{used}>>{picture}>>/Annots[{_references(own)}]>>"
        ).encode()
    form = f"/AcroForm<</Fields[{_references(widgets)}]/DA(/F0 0 Tf 0 g)>>" if widgets else ""
    objects[1] = f"<</Type/Catalog/Pages 2 0 R{form}>>".encode()
    objects[2] = f"<</Type/Pages/Count {len(kids)}/Kids[{_references(kids)}]>>".encode()
    return _file(objects, _LOCK if locked else "")


def write_old_pdf(text: bytes, font: str) -> bytes:
    """A page with a line of bytes in a TrueType font of windows-1252, neither embedded nor with its characters told."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F0 5 0 R>>>>>>",
        4: _stream(f"BT /F0 13 Tf 1 0 0 1 80 700 Tm <{text.hex()}> Tj ET".encode()),
        5: (
            f"<</Type/Font/Subtype/TrueType/BaseFont/{font}/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255"
            f"/Widths[{SPACE}{f' {LETTER}' * 223}]/FontDescriptor 6 0 R>>"
        ).encode(),
        6: f"<</Type/FontDescriptor/FontName/{font}/Flags 32/Ascent 800/Descent -200>>".encode(),
    }
    return _file(objects, "")


_PICTURE = f"/Type/XObject/Subtype/Image/Width {PICTURE}/Height {PICTURE}/ColorSpace/DeviceGray/BitsPerComponent 8"
_LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<{'ab' * 32}>/U<{'cd' * 32}>>>/ID[<00><00>]"
_CODES = (
    b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapType 2 def 1 begincodespacerange<0000><FFFF>"
    b"endcodespacerange 1 beginbfrange<0000><FFFF><0000>endbfrange endcmap end end"
)


def _font(objects: dict[int, bytes], following: Iterator[int], name: str, outlines: bytes) -> int:
    font, inner, about, codes = (next(following) for _ in range(4))
    objects[codes] = _stream(_CODES)
    brought = shapes = ""
    if outlines:
        file, glyphs = next(following), next(following)
        objects[file] = _stream(outlines, f"/Length1 {len(outlines)}")
        objects[glyphs] = _stream(b"".join(struct.pack(">H", code not in SPACES) for code in range(1 << 16)))
        brought, shapes = f"/FontFile2 {file} 0 R", f"/CIDToGIDMap {glyphs} 0 R"
    objects[about] = (
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[0 -200 500 800]/Ascent 800/Descent -200/ItalicAngle 0"
        f"/CapHeight 700/StemV 80{brought}>>"
    ).encode()
    objects[inner] = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor {about} 0 R/DW {LETTER}/W[32[{SPACE}] 160[{SPACE}]]{shapes}>>"
    ).encode()
    objects[font] = (
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{inner} 0 R]"
        f"/ToUnicode {codes} 0 R>>"
    ).encode()
    return font


def _outlines(shaped: bool) -> bytes:
    """A TrueType font of two glyphs: a space, and a box for any letter, or nothing."""
    across, up = (50, 0, 400, 0), (0, 700, 0, -700)  # the steps from corner to corner
    box = struct.pack(">5h2H4B8h", 1, 50, 0, 450, 700, 3, 0, *[1] * 4, *across, *up)
    glyphs = box if shaped else b""
    tables = {
        b"glyf": glyphs.ljust(4, b"\0"),
        b"head": struct.pack(">4I2H16x4h2H3h", 1 << 16, 0, 0, 0x5F0F3CF5, 0, 1000, 0, -200, 500, 800, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">I3hH6h10xH", 1 << 16, 800, -200, 0, LETTER, 0, 0, 500, 1, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", SPACE, 0, LETTER, 50),
        b"loca": struct.pack(">3I", 0, 0, len(glyphs)),
        b"maxp": struct.pack(">I14H", 1 << 16, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }
    head, body = struct.pack(">I4H", 1 << 16, len(tables), 64, 2, 32), b""
    for tag, data in tables.items():
        head += struct.pack(">4s3I", tag, 0, 12 + 16 * len(tables) + len(body), len(data))
        body += data.ljust(-len(data) % 4 + len(data), b"\0")
    return head + body


def _references(numbers: list[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _stream(data: bytes, about: str = "") -> bytes:
    packed = zlib.compress(data)
    return f"<<{about}/Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: dict[int, bytes], about: str) -> bytes:
    data = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, own in sorted(objects.items()):
        offsets[number] = len(data)
        data += b"%d 0 obj\n" % number + own + b"\nendobj\n"
    start, count = len(data), max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count
    for number in range(1, count):
        data += b"%010d 00000 n \n" % offsets.get(number, 0)
    data += f"trailer<</Size {count}/Root 1 0 R{about}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)
