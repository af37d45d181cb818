"""What the styles of an xlsx say of a cell: number format, font, bold, ruled; and how its parts are named."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from extract.readers.number_format import BUILT_IN
from extract.readers.package import Package, parse_xml

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# Transitional and strict files differ in their namespaces only.
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell's style says: its number format, its font, whether it is bold, whether a side of it is ruled."""

    code: str = "General"
    font: str | None = None
    is_bold: bool = False
    is_ruled: bool = False


class SheetStyles:
    """The looks of a workbook by number."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the `styleSheet` root; None stands for a file without styles."""
        self._looks = [] if root is None else _read_looks(root)

    def look(self, number: int) -> Look:
        """The look of a cell; one the file does not know is plain."""
        return self._looks[number] if number < len(self._looks) else Look()


def read_part(package: Package, name: str) -> etree._Element:
    """The root of a part, in the transitional namespaces."""
    return parse_xml(package.read(name).replace(_STRICT, S[1:-1].encode()), name)


def target_of(folder: str, target: str) -> str:
    """The name of a part that a relationship points to.

    >>> target_of("xl/worksheets", "../drawings/drawing1.xml"), target_of("xl", "/xl/styles.xml")
    ('xl/drawings/drawing1.xml', 'xl/styles.xml')
    """
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))


def _read_looks(root: etree._Element) -> list[Look]:
    codes = dict(BUILT_IN)
    for told in root.iterfind(f"{S}numFmts/{S}numFmt"):
        number = told.get("numFmtId", "")
        if number.isdigit() and len(number) < 9:
            codes[int(number)] = told.get("formatCode", "General")
    fonts = [_read_font(font) for font in root.iterfind(f"{S}fonts/{S}font")]
    ruled = [_is_ruled(border) for border in root.iterfind(f"{S}borders/{S}border")]
    looks = []
    for style in root.iterfind(f"{S}cellXfs/{S}xf"):
        at = {name: _index(style.get(name)) for name in ("numFmtId", "fontId", "borderId")}
        font, is_bold = fonts[at["fontId"]] if at["fontId"] < len(fonts) else (None, False)
        is_ruled = at["borderId"] < len(ruled) and ruled[at["borderId"]]
        looks.append(Look(codes.get(at["numFmtId"], "General"), font, is_bold, is_ruled))
    return looks


def _read_font(font: etree._Element) -> tuple[str | None, bool]:
    name, bold = font.find(f"{S}name"), font.find(f"{S}b")
    return (
        None if name is None else name.get("val"),
        bold is not None and bold.get("val", "1") not in ("0", "false"),
    )


def _is_ruled(border: etree._Element) -> bool:
    """Whether a line is drawn left or right; one above or below alone underlines a title."""
    sides = (border.find(f"{S}{side}") for side in ("left", "right", "start", "end"))
    return any(side is not None and side.get("style", "none") != "none" for side in sides)


def _index(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
