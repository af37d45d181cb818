"""One page of a PDF: its lines, its ruled tables, and the frame they are read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pypdfium2 import PdfPage

from extract.document import Box
from extract.readers.pdf.fields import read_fields
from extract.readers.pdf.frame import Frame
from extract.readers.pdf.glyphs import Fragment, read_fragments
from extract.readers.pdf.items import find_lost, read_items
from extract.readers.pdf.legacy import settle_encodings
from extract.readers.pdf.lines import Line, set_lines
from extract.readers.pdf.mined import Mine
from extract.readers.pdf.ruled import Grid, find_grids
from extract.readers.pdf.strokes import Drawing, Stroke, read_drawing
from extract.readers.pdf.tables import Sheet, fill

# A table this near the edge of the page is cut off by it, in points.
CUT_OFF = 2.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page read. `frame` is the one it is read in, `shown` the one it is displayed in: boxes count from its corner.

    `upright` are lines set along another direction outside of tables, with their boxes. A scanned page was turned by
    `slope` degrees to be read.
    """

    number: int
    frame: Frame
    shown: Frame
    lines: tuple[Line, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    upright: tuple[tuple[Box, str], ...] = ()
    drawing: Drawing = field(default_factory=Drawing)
    slope: float = 0.0

    def place(self, box: Box) -> Box:
        """A box as it is displayed."""
        return self.frame.carry(self.frame.tilt(box, self.slope), self.shown)

    @property
    def text(self) -> str:
        """All its text, in no particular order."""
        cells = (cell.text for sheet in self.sheets for cell in sheet.table.cells)
        return "\n".join([*(line.text for line in self.lines), *cells, *(text for _, text in self.upright)])

    @property
    def rules(self) -> tuple[Stroke, ...]:
        """The strokes across the page."""
        return self.drawing.across


def read_page(page: PdfPage, number: int, mine: Mine) -> Page:
    """Read an open page; `number` counts from 1."""
    left, bottom, right, top = page.get_bbox()
    shown = Frame(left, bottom, right, top, page.get_rotation() // 90 % 4)
    text_page = page.get_textpage()
    try:
        read, seen = read_fragments(text_page.raw, shown)
    finally:
        text_page.close()
    items = read_items(page.raw)
    if find_lost(items, seen):
        read = mine.read_fragments(number, shown) or read
    found = {turn: settle_encodings(fragments) for turn, fragments in read.items()}
    if typed := read_fields(page, shown):
        found.setdefault(shown.turn, []).extend(typed)
    turn = max(found, key=lambda turn: sum(len(fragment.text) for fragment in found[turn]), default=shown.turn)
    frame = shown.turned(turn)
    drawing = read_drawing(items, frame)
    turned = [
        (shown.turned(other).carry(line.box, frame), line.text)
        for other, fragments in sorted(found.items())
        if other != turn
        for line in set_lines(fragments)
    ]
    sheets, rest, upright = _fill(find_grids(drawing), found.get(turn, []), turned, number, frame.width)
    return Page(number, frame, shown, tuple(set_lines(rest)), tuple(sheets), tuple(upright), drawing)


def _fill(
    grids: Sequence[Grid], fragments: Sequence[Fragment], turned: Sequence[tuple[Box, str]], number: int, width: float
) -> tuple[list[Sheet], list[Fragment], list[tuple[Box, str]]]:
    """The tables of a page, and the text that stands in none."""
    rest, upright = list(fragments), list(turned)
    sheets: list[Sheet] = []
    for grid in grids:
        reach = _reach(grid.box, width)
        inside = [fragment for fragment in rest if _is_inside(fragment, reach)]
        within = [item for item in upright if _holds(reach, item[0])]
        sheet = fill(grid, inside, within, number)
        if sheet is not None:
            sheets.append(sheet)
            taken, told = set(map(id, inside)), set(map(id, within))
            rest = [fragment for fragment in rest if id(fragment) not in taken]
            upright = [item for item in upright if id(item) not in told]
    return sheets, rest, upright


def _reach(box: Box, width: float) -> Box:
    """Where the text of a table may stand: beyond the edge of the page too, where the table was cut off there."""
    x0 = float("-inf") if box.x0 <= CUT_OFF else box.x0
    return Box(x0, box.y0, float("inf") if box.x1 >= width - CUT_OFF else box.x1, box.y1)


def _is_inside(fragment: Fragment, box: Box) -> bool:
    x, y = (fragment.x0 + fragment.x1) / 2, fragment.y - 0.3 * fragment.size
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1
