"""A picture of a page → a page of lines and tables, as a printed PDF's page is: the same steps put both together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PIL import Image

from extract.document import Box, Cell, Reading, Table
from extract.grid import mark_headers
from extract.header import is_numeric
from extract.layout import is_layout
from extract.readers.pdf import lines as printed
from extract.readers.pdf.frame import Frame
from extract.readers.pdf.page import Page
from extract.readers.pdf.tables import Sheet as TablePart
from extract.readers.scanned.clean import INK, Grey, Sheet, clean, is_sideways
from extract.readers.scanned.ocr import Line, Reader, Word
from extract.readers.scanned.pictures import Picture
from extract.readers.scanned.reading import EM, View, read_cell, read_column, read_number, view
from extract.readers.scanned.regions import Region, find_regions
from extract.readers.scanned.ruling import Grid, Ruled, erase, find_grids, find_rules

# Type whose height differs by less than this is one size: a line without tall letters seems smaller.
SAME_SIZE = 0.12
# The strokes of plain type are so many ems wide, and those of bold type by this factor wider.
PLAIN_STROKE = 0.115
BOLD = 1.22
# From so many lines on a page tells by itself how wide its plain strokes are.
ENOUGH_LINES = 8
# Pages of text are up to a tenth ink, of tables a fifth; more is a photograph, or noise.
MOST_INK = 0.35
# A page that reads worse than this may stand on its side or head.
LEGIBLE = 0.6
QUARTERS = (180, 90, 270)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of a page: its lines in dots, its tables as grids with the lines of each cell."""

    sheet: Sheet
    lines: tuple[Line, ...]
    tables: tuple[tuple[Grid, dict[Ruled, list[Line]]], ...]
    strokes: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """How sure the words of the page are, 0 where there are none."""
        lines = [*self.lines, *(line for _, cells in self.tables for own in cells.values() for line in own)]
        words = [word for line in lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def read_picture(reader: Reader, picture: Picture) -> Page:
    """The lines and tables of a page picture, in points; one that stands on its side or head is turned first."""
    reading = _read(reader, picture)
    if reading.confidence < LEGIBLE and (reading.lines or reading.tables):
        turned = [_read(reader, _turned(picture, quarter)) for quarter in _quarters(picture)]
        best = max(turned, key=lambda other: other.confidence)
        if best.confidence > max(reading.confidence, LEGIBLE):
            reading = best
    return _page(reading)


def _quarters(picture: Picture) -> tuple[int, ...]:
    """The turns worth trying: on its side where its columns look like lines."""
    sideways = is_sideways(np.asarray(picture.image.convert("L")) < INK)
    return QUARTERS[1:] if sideways else QUARTERS[:1]


def _turned(picture: Picture, degrees: int) -> Picture:
    image = picture.image.rotate(degrees, Image.Resampling.NEAREST, expand=True)
    sides = (picture.width, picture.height) if degrees == 180 else (picture.height, picture.width)
    return Picture(picture.page, image, *sides)


def _read(reader: Reader, picture: Picture) -> _Reading:
    """Clean, find the tables, read what stands in and around them."""
    sheet = clean(picture)
    if (sheet.grey < INK).mean() > MOST_INK:
        return _Reading(sheet, (), (), ())
    rules = find_rules(sheet.grey)
    grids = find_grids(rules)
    shown = view(reader, erase(sheet.grey, rules, grids))
    if shown is None:
        return _Reading(sheet, (), (), ())
    tables = [(grid, _read_cells(shown, grid)) for grid in grids]
    kept = [(grid, cells) for grid, cells in tables if _is_table(grid, cells)]
    around = shown.grey.copy()
    for grid, _ in kept:
        around[grid.y0 : grid.y1, grid.x0 : grid.x1] = 255
    lines = [
        line
        for top, bottom in _bands(sheet.grey.shape[0], [grid for grid, _ in kept])
        for region in find_regions(around[top:bottom] < INK)
        for line in read_column(
            replace(shown, grey=around), Region(region.x0, region.y0 + top, region.x1, region.y1 + top)
        )
    ]
    return _Reading(sheet, tuple(lines), tuple(kept), tuple(_stroke(shown.grey, line) for line in lines))


def _bands(height: int, grids: Sequence[Grid]) -> list[tuple[int, int]]:
    """The page above, beside and between its tables."""
    edges = sorted({0, height, *(edge for grid in grids for edge in (grid.y0, grid.y1))})
    return [(top, bottom) for top, bottom in pairwise(edges)]


def _read_cells(shown: View, grid: Grid) -> dict[Ruled, list[Line]]:
    """The lines of every cell; what seems a word in a column of numbers is read again as a number."""
    cells = {cell: read_cell(shown, cell) for cell in grid.cells}
    for column in range(grid.columns):
        own = [cell for cell in grid.cells if cell.column == column and cell.column_span == 1 and cells[cell]]
        numeric = [cell for cell in own if is_numeric(_text(cells[cell]))]
        if 2 * len(numeric) <= len(own):
            continue
        first = min(cell.row for cell in numeric)
        for cell in own:
            if cell.row >= first and len(cells[cell]) == 1:
                cells[cell] = [read_number(shown, cells[cell][0])]
    return cells


def _is_table(grid: Grid, cells: dict[Ruled, list[Line]]) -> bool:
    """Whether a grid holds data, and is no frame around a letterhead or a signature."""
    return not is_layout(_table(grid, cells, None))


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _table(grid: Grid, cells: dict[Ruled, list[Line]], sheet: Sheet | None) -> Table:
    return Table(
        grid.rows,
        grid.columns,
        tuple(
            Cell(
                cell.row,
                cell.column,
                _text(lines),
                cell.row_span,
                cell.column_span,
                page=sheet.page if sheet else None,
                box=_points(sheet, cell.x0, cell.y0, cell.x1, cell.y1) if sheet else None,
                readings=_readings(lines),
            )
            for cell, lines in cells.items()
        ),
    )


def _readings(lines: Sequence[Line]) -> tuple[Reading, ...]:
    """The readings of the words of a cell, by their places in its text."""
    readings, at = [], 0
    for line in lines:
        for word in line.words:
            readings.append(Reading(at, at + len(word.text), word.confidence, word.others))
            at += len(word.text) + 1
    return tuple(readings)


def _page(reading: _Reading) -> Page:
    """What was read as a page in points."""
    sheet = reading.sheet
    height, width = (side / sheet.scale for side in sheet.grey.shape)
    frame = Frame(0, 0, width, height)
    lines = _set(reading)
    tables = tuple(
        TablePart(
            mark_headers(_table(grid, cells, sheet)),
            sheet.page,
            _points(sheet, grid.x0, grid.y0, grid.x1, grid.y1),
            _columns(grid, sheet),
        )
        for grid, cells in reading.tables
    )
    lines.sort(key=lambda line: line.y)
    return Page(sheet.page, frame, frame, tuple(lines), tables, slope=sheet.slope)


def _points(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(*(round(place / sheet.scale, 2) for place in (x0, y0, x1, y1)))


def _columns(grid: Grid, sheet: Sheet) -> tuple[float, ...]:
    """The lines between the columns of a table."""
    edges = sorted({edge for cell in grid.cells for edge in (cell.x0, cell.x1)})
    return tuple(round(edge / sheet.scale, 2) for edge in edges)


def _set(reading: _Reading) -> list[printed.Line]:
    """The lines in points, those beside each other on one baseline as one."""
    sizes = _sizes([line.height for line in reading.lines])
    bold = _bold([stroke / size for stroke, size in zip(reading.strokes, sizes, strict=True)])
    scale = reading.sheet.scale
    found: list[printed.Line] = []
    for line, size, is_bold in sorted(
        zip(reading.lines, sizes, bold, strict=True), key=lambda item: (item[0].baseline, item[0].x0)
    ):
        words = tuple(_word(word, scale, is_bold) for word in line.words)
        own = printed.Line(words, line.baseline / scale, size / scale)
        beside = next((place for place in range(len(found) - 1, -1, -1) if _is_same_line(found[place], own)), None)
        if beside is None:
            found.append(own)
        else:
            other = found[beside]
            both = tuple(sorted((*other.words, *own.words), key=lambda word: word.x0))
            found[beside] = printed.Line(both, other.y, max(other.size, own.size))
    return found


def _is_same_line(first: printed.Line, second: printed.Line) -> bool:
    apart = first.x1 < second.x0 or second.x1 < first.x0
    return apart and abs(first.y - second.y) <= printed.SAME_LINE * max(first.size, second.size)


def _word(word: Word, scale: float, is_bold: bool) -> printed.Word:
    return printed.Word(
        word.text, word.x0 / scale, word.x1 / scale, is_bold, confidence=word.confidence, others=word.others
    )


def _sizes(heights: Sequence[float]) -> list[float]:
    """The em of each line, in dots; sizes that differ only by the letters of the line are one."""
    groups: list[list[float]] = []
    for height in sorted(heights):
        if groups and height <= groups[-1][len(groups[-1]) // 2] * (1 + SAME_SIZE):
            groups[-1].append(height)
        else:
            groups.append([height])
    middle = {height: group[len(group) // 2] for group in groups for height in group}
    return [middle[height] / EM for height in heights]


def _bold(strokes: Sequence[float]) -> list[bool]:
    """Which lines are bold, by the width of their strokes in ems."""
    plain = PLAIN_STROKE
    if len(strokes) >= ENOUGH_LINES:
        plain = min(plain * BOLD, sorted(strokes)[len(strokes) // 3])
    return [stroke >= plain * BOLD for stroke in strokes]


def _stroke(grey: Grey, line: Line) -> float:
    """The mean width of the strokes of a line, in dots: its ink over the number of its runs."""
    ink = grey[line.y0 : line.y1, line.x0 : line.x1] < INK
    runs = int(np.count_nonzero(ink[:, 1:] & ~ink[:, :-1])) + int(ink[:, :1].sum())
    return float(ink.sum()) / max(runs, 1)
