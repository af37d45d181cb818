"""One walk through the text of a .doc: paragraphs, tables in any depth, notes and text boxes → raw blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.document import Block, UnreadableError
from extract.readers.fonts import Decoder
from extract.readers.msdoc import marks
from extract.readers.msdoc.anchors import Anchored
from extract.readers.msdoc.bounds import Bounds
from extract.readers.msdoc.formats import Face, Formats
from extract.readers.msdoc.paragraphs import Shape
from extract.readers.msdoc.rows import DocRow, lay_rows
from extract.readers.msdoc.runs import Runs
from extract.readers.msdoc.stylesheet import Style, parse_level
from extract.readers.numbering import BULLETS, Numbering
from extract.readers.story import add_paragraph, add_table, cell_text, holds_table, open_frame
from normalize.encodings import encoding_of_font

# Tables in tables: people nest two or three deep, only a damaged file goes on.
DEPTH_LIMIT = 40


@dataclass(slots=True)
class _OpenTable:
    """A table being read: the blocks of the cell begun, the cells of the row begun, the rows before it."""

    blocks: list[Block] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    rows: list[DocRow] = field(default_factory=list)
    stories: list[list[Block]] = field(default_factory=list)


class Walk:
    """A walk through one file: list counters, open fields and the anchors met live as long as it does."""

    def __init__(
        self,
        text: str,
        formats: Formats,
        numbering: Numbering,
        section_ends: frozenset[int],
        anchored: Iterable[Anchored],
        boxes: Iterable[Anchored],
        decoder: Decoder,
    ) -> None:
        """Take the text and its properties, where sections end, what is anchored in the text, and its decoder."""
        self._decoder = decoder
        self._text, self._formats, self._numbering, self._section_ends = text, formats, numbering, section_ends
        self._boxes = frozenset(boxes)
        self._anchored = sorted(
            ((item.anchor, item) for item in {*anchored, *self._boxes} if item.anchor is not None),
            key=lambda pair: (pair[0], pair[1].start),
        )
        self._places = [place for place, _ in self._anchored]
        self._fields: list[bool] = []
        self.met: set[Anchored] = set()

    def story(self, start: int, end: int, blocks: list[Block]) -> None:
        """Add the paragraphs and tables between two places of the text to `blocks`."""
        end = min(end, len(self._text))
        tables: list[_OpenTable] = []
        carried: list[str] = []  # of paragraphs whose mark was deleted: they run on into the next
        self._fields.clear()
        while start < end:
            mark = self._end_of_paragraph(start, end)
            shape = self._formats.shape(min(mark, end - 1))
            is_cell = mark < end and self._text[mark] == marks.CELL
            depth = max(shape.depth, int(is_cell))
            if depth > DEPTH_LIMIT:
                raise UnreadableError(
                    f"The file nests tables over {DEPTH_LIMIT} deep, which no plan does; it was not read. "
                    "If it is genuine, copy its text into a new file."
                )
            while len(tables) > depth:
                self._close_table(tables, blocks)
            while len(tables) < depth:
                tables.append(_OpenTable())
            if depth and shape.ends_row:
                self._end_row(tables[-1], shape, mark)
            else:
                inner, run_on = (tables[-1].blocks, tables[-1].carried) if tables else (blocks, carried)
                self._paragraph(start, mark, shape, inner, run_on)
                if is_cell or (depth > 1 and shape.ends_inner_cell):
                    _end_cell(tables[-1])
            start = mark + 1
        while tables:
            self._close_table(tables, blocks)
        add_paragraph(blocks, "".join(carried))

    def _end_of_paragraph(self, start: int, end: int) -> int:
        """Where the mark stands that ends the paragraph; a page break ends one only at the end of a section."""
        for found in marks.ENDS.finditer(self._text, start, end):
            if found[0] != marks.PAGE or found.end() in self._section_ends:
                return int(found.start())
        return end

    def _paragraph(self, start: int, mark: int, shape: Shape, blocks: list[Block], carried: list[str]) -> None:
        style = self._formats.style(shape)
        runs = Runs(self._fields)
        boxes: list[Anchored] = []
        for begin, stop, face in self._formats.faces(start, mark, shape.style):
            runs.add(self._text[begin:stop], face)
            if face.is_shown:
                boxes += self._meet(begin, stop)
        # An instruction ends with its paragraph: a field never closed must not swallow the rest of the plan.
        self._fields[:] = [False] * len(self._fields)
        face = self._face_of(mark, shape)
        text = "".join(carried) + runs.text(self._decoder)
        carried.clear()
        if face.is_deleted and self._text[mark : mark + 1] == marks.PARAGRAPH:
            carried += [text] if text else []
        else:
            is_blank = not text or text.isspace()
            is_hidden = is_blank and not face.is_shown
            label = "" if is_hidden else self._label(shape, style, face)
            if not is_blank or (label and label not in BULLETS):  # an empty item would read as a dash, a zero
                level = parse_level(shape.outline)
                level = style.level if level is None else level
                is_bold = not runs.is_plain if runs.is_bold or runs.is_plain else False
                add_paragraph(blocks, f"{label} {text}", level or None, is_bold)
        for box in boxes:
            self._read_apart(box, blocks)

    def _face_of(self, mark: int, shape: Shape) -> Face:
        """How the mark of a paragraph looks; a story that was cut off ends without one."""
        at = min(mark, len(self._text) - 1)
        ((_, _, face),) = self._formats.faces(at, at + 1, shape.style)
        return face

    def _meet(self, start: int, end: int) -> list[Anchored]:
        """Note what is anchored between two places; the text boxes among it."""
        met: list[Anchored] = []
        for _, item in self._anchored[bisect_left(self._places, start) : bisect_left(self._places, end)]:
            self.met.add(item)
            if item in self._boxes:
                met.append(item)
        return met

    def _read_apart(self, item: Anchored, blocks: list[Block]) -> None:
        """Read a text box amid a paragraph: open fields are not its."""
        fields, self._fields = self._fields, []
        self.story(item.start, item.end, blocks)
        self._fields = fields

    def _label(self, shape: Shape, style: Style, face: Face) -> str:
        """The paragraph's automatic number; its own list and level go before its style's."""
        used = style.list if shape.list is None else shape.list
        if used is None:
            return ""
        level = style.list_level if shape.level is None else shape.level
        is_styles = shape.list is None and shape.level is None and style.numbered_by is not None
        numbered_by = str(style.numbered_by) if is_styles else None
        return self._numbering.label(str(used), level, numbered_by, encoding_of_font(face.font))

    def _end_row(self, table: _OpenTable, shape: Shape, mark: int) -> None:
        if table.blocks or table.carried:
            _end_cell(table)
        if table.cells and not self._face_of(mark, shape).is_deleted:
            table.rows.append(DocRow(tuple(map(cell_text, table.cells)), shape.bounds))
            table.stories += table.cells
        table.cells = []

    def _close_table(self, tables: list[_OpenTable], outer: list[Block]) -> None:
        """End the innermost table; a row that was never ended is one as it stands."""
        table = tables.pop()
        blocks = tables[-1].blocks if tables else outer
        if table.blocks or table.carried:
            _end_cell(table)
        if table.cells:
            table.rows.append(DocRow(tuple(map(cell_text, table.cells)), Bounds()))
            table.stories += table.cells
        grid = lay_rows(table.rows)
        if (grid.rows == 1 or grid.columns == 1) and holds_table(table.stories):
            open_frame(blocks, table.stories)
        else:
            add_table(blocks, grid)


def _end_cell(table: _OpenTable) -> None:
    add_paragraph(table.blocks, "".join(table.carried))
    table.carried.clear()
    table.cells.append(table.blocks)
    table.blocks = []
