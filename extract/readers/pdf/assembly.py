"""Pages → blocks: paragraphs and tables whole again over page breaks, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extract.document import Block, Box, Table
from extract.readers.pdf.lines import Line
from extract.readers.pdf.margins import Leaf, Margins, part_margins
from extract.readers.pdf.page import Page
from extract.readers.pdf.paragraphs import Column, Paragraph, SetLine, gather_paragraphs, measure, narrow, set_in
from extract.readers.pdf.tables import Sheet, continue_sheet
from extract.readers.pdf.unruled import find_tables
from extract.readers.pdf.zones import Zone, find_zones
from normalize.text import clean

# Pages of one width within this, in points, are set alike.
SAME_WIDTH = 10.0
# A bullet drawn by a symbol font has no character of its own.
_BULLET = regex.compile(r"^[\ue000-\uf8ff](?=\s)")

Part = Zone | Sheet


@dataclass(frozen=True, slots=True)
class Flow:
    """What a page holds in reading order, its margins aside."""

    page: Page
    parts: tuple[Part, ...]
    margins: Margins


def assemble(pages: Sequence[Page]) -> Iterator[Block]:
    """The blocks of a file, numbered from 0; notes stand at its end, as in a word processor's file."""
    leaves = [_leaf(page) for page in pages]
    flows = [
        Flow(page, tuple(_parts(page, margins.lines)), margins)
        for page, margins in zip(pages, part_margins(leaves), strict=True)
    ]
    assembly = _Assembly({page.number: page for page in pages}, _columns(flows))
    for flow in flows:
        assembly.add(flow)
    for number, block in enumerate(assembly.blocks()):
        yield replace(block, block_id=number)


def _leaf(page: Page) -> Leaf:
    tables = tuple((sheet.box.y0, sheet.box.y1) for sheet in page.sheets)
    return Leaf(page.number, page.frame.height, page.frame.width, page.lines, page.rules, tables)


def _parts(page: Page, lines: Sequence[Line]) -> Iterator[Part]:
    """The tables of a page and the lines above, between and below them."""
    place = 0
    for sheet in sorted(page.sheets, key=lambda sheet: sheet.box.y0):
        end = place
        while end < len(lines) and lines[end].y < (sheet.box.y0 + sheet.box.y1) / 2:
            end += 1
        yield from _between(page, lines[place:end])
        yield sheet
        place = end
    yield from _between(page, lines[place:])


def _between(page: Page, lines: Sequence[Line]) -> Iterator[Part]:
    """Lines between ruled tables: tables without lines among them, columns, and whole lines."""
    place = 0
    for region in find_tables(lines, page.number):
        yield from find_zones(lines[place : region.start])
        yield region.sheet
        place = region.end
    yield from find_zones(lines[place:])


def _columns(flows: Sequence[Flow]) -> dict[int, Column]:
    """The column of each page, learnt from the pages of its width."""
    widths: dict[int, list[tuple[int, list[Line]]]] = defaultdict(list)
    for flow in flows:
        whole = [
            line for part in flow.parts if isinstance(part, Zone) and len(part.columns) == 1 for line in part.columns[0]
        ]
        widths[round(flow.page.frame.width / SAME_WIDTH)].append((flow.page.number, whole))
    columns: dict[int, Column] = {}
    for own in widths.values():
        columns |= measure(own)
    return columns


class _Assembly:
    """Blocks in the making: the lines and the table that may go on over a page break live until something ends them."""

    def __init__(self, pages: dict[int, Page], columns: dict[int, Column]) -> None:
        self._pages = pages
        self._columns = columns
        self._blocks: list[Block] = []
        self._lines: list[SetLine] = []
        self._marks: list[tuple[int, Block]] = []  # heads and page numbers, by the number of lines before them
        self._sheet: Sheet | None = None
        self._notes: list[SetLine] = []

    def add(self, flow: Flow) -> None:
        """Add a page: its head, its parts, its foot."""
        first = flow.margins.lines[0].y if flow.margins.lines else flow.page.frame.height / 2
        for line in flow.margins.marks:
            if line.y < first:
                self._mark(flow.page, line)
        for part in flow.parts:
            if isinstance(part, Sheet):
                self._table(part)
            elif len(part.columns) > 1:
                self._end()
                for column in part.columns:
                    self._add(gather_paragraphs(set_in(column, narrow(column, flow.page.number))))
            else:
                self._end_table()
                self._lines += set_in(part.columns[0], self._columns[flow.page.number])
        for line in flow.margins.marks:
            if line.y >= first:
                self._mark(flow.page, line)
        for box, text in flow.page.upright:
            self._end()
            self._blocks.append(Block(0, "paragraph", clean(text), page=flow.page.number, box=flow.page.place(box)))
        if flow.margins.notes:
            self._notes += set_in(flow.margins.notes, narrow(flow.margins.notes, flow.page.number))

    def blocks(self) -> list[Block]:
        """All blocks, with what was still open."""
        self._end()
        self._add(gather_paragraphs(self._notes))
        return [block for block in self._blocks if block.text]

    def _mark(self, page: Page, line: Line) -> None:
        block = Block(0, "page_number", clean(line.text), page=page.number, box=page.place(line.box))
        self._marks.append((len(self._lines), block))

    def _table(self, sheet: Sheet) -> None:
        if self._sheet is not None and not self._lines:
            whole = continue_sheet(self._sheet, sheet)
            if whole is not None:
                self._sheet = whole
                return
        self._end()
        self._sheet = sheet

    def _end(self) -> None:
        """End what may go on."""
        self._end_table()
        paragraphs = gather_paragraphs(self._lines)
        count = 0
        for paragraph in paragraphs:
            while self._marks and self._marks[0][0] <= count:
                self._blocks.append(self._marks.pop(0)[1])
            self._add([paragraph])
            count += len(paragraph.lines)
        self._blocks += [block for _, block in self._marks]
        self._lines, self._marks = [], []

    def _end_table(self) -> None:
        """Add the table that may go on; the marks met since stand behind it."""
        if self._sheet is None:
            return
        page = self._pages[self._sheet.page]
        cells = tuple(
            replace(cell, text=clean(cell.text), box=cell.box and self._place(cell.page, cell.box))
            for cell in self._sheet.table.cells
        )
        table = Table(self._sheet.table.rows, self._sheet.table.columns, cells)
        box = page.place(self._sheet.box)
        self._blocks.append(Block(0, "table", table.text(), table=table, page=page.number, box=box))
        self._sheet = None
        if not self._lines:
            self._blocks += [block for _, block in self._marks]
            self._marks = []

    def _place(self, page: int | None, box: Box) -> Box:
        return self._pages[page].place(box) if page else box

    def _add(self, paragraphs: Sequence[Paragraph]) -> None:
        for paragraph in paragraphs:
            text = clean(_BULLET.sub("-", paragraph.text))
            box = self._pages[paragraph.page].place(paragraph.box)
            self._blocks.append(
                Block(
                    0, "paragraph", text, page=paragraph.page, box=box, is_bold=paragraph.is_bold,
                    readings=paragraph.readings(text),
                )
            )  # fmt: skip
