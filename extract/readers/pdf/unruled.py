"""Tables without lines: rows of figures whose columns stand below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.document import Box
from extract.grid import grid
from extract.header import is_numeric
from extract.readers.pdf.lines import Line, box_around, part
from extract.readers.pdf.tables import Sheet

# A table is at least so many rows of figures, and columns, that agree.
LEAST_ROWS = 3
LEAST_COLUMNS = 3
# Columns are so far apart, in ems.
COLUMN_GAP = 0.8
# Lines of one table follow each other at this distance at most, in ems.
PITCH = 3.0
# Header lines above the first row of figures, and lines of words between two of them.
HEADER_LINES = 8
WORD_LINES = 3


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `start` to `end` (exclusive) that are a table."""

    start: int
    end: int
    sheet: Sheet


def find_tables(lines: Sequence[Line], page: int) -> list[Region]:
    """The tables without lines among the lines of a page, from top to bottom."""
    rows = [part(line, COLUMN_GAP * line.size) for line in lines]
    regions: list[Region] = []
    place = 0
    while place < len(lines):
        figures = _figure_rows(lines, rows, place)
        if figures and figures[0] == place:
            columns = _columns([rows[at] for at in figures])
            fitting = [at for at in figures if _fits(rows[at], columns)]
            if len(columns) >= LEAST_COLUMNS and len(fitting) >= max(LEAST_ROWS, 0.7 * len(figures)):
                after = regions[-1].end if regions else 0
                start, end = _header_start(lines, rows, place, after, columns), figures[-1] + 1
                regions.append(Region(start, end, _sheet(rows[start:end], place - start, columns, page)))
            place = figures[-1] + 1
        else:
            place += 1
    return regions


def _figure_rows(lines: Sequence[Line], rows: Sequence[Sequence[Line]], start: int) -> list[int]:
    """The rows of figures from a line on, as far as they follow each other closely."""
    found: list[int] = []
    for place in range(start, len(lines)):
        if place > start and lines[place].y - lines[place - 1].y > PITCH * lines[place].size:
            break
        if _is_row(rows[place]):
            found.append(place)
        elif not found or place - found[-1] > WORD_LINES or len(rows[place]) > 1:
            break
    return found if len(found) >= LEAST_ROWS else []


def _is_row(pieces: Sequence[Line]) -> bool:
    """A row of figures: at least two of them, and no more words than figures."""
    figures = sum(1 for piece in pieces if is_numeric(piece.text))
    return len(pieces) >= LEAST_COLUMNS and figures >= 2 and figures * 2 >= len(pieces)


def _columns(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """The columns as the widths that pieces below each other cover together."""
    columns: list[tuple[float, float]] = []
    for piece in sorted((piece for row in rows for piece in row), key=lambda piece: piece.x0):
        if columns and piece.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.x1))
        else:
            columns.append((piece.x0, piece.x1))
    return columns


def _under(piece: Line, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns a piece stands over; the nearest where it stands over a gap."""
    met = [place for place, (start, end) in enumerate(columns) if piece.x0 < end and start < piece.x1]
    middle = piece.x0 + piece.x1
    return met or [min(range(len(columns)), key=lambda place: abs(sum(columns[place]) - middle))]


def _fits(pieces: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    places = [_under(piece, columns) for piece in pieces]
    return all(len(place) == 1 for place in places) and len({place[0] for place in places}) == len(places)


def _header_start(
    lines: Sequence[Line],
    rows: Sequence[Sequence[Line]],
    first: int,
    after: int,
    columns: Sequence[tuple[float, float]],
) -> int:
    """The line where the header begins above the first row of figures: lines of several names, or of one in place."""
    start = first
    while start > after and first - start < HEADER_LINES:
        above = start - 1
        if lines[start].y - lines[above].y > PITCH * lines[above].size:
            break
        if len(rows[above]) == 1 and len(_under(rows[above][0], columns)) > 1:
            break
        start = above
    while start < first and len(rows[start]) == 1:
        start += 1
    return start


def _sheet(rows: Sequence[Sequence[Line]], depth: int, columns: Sequence[tuple[float, float]], page: int) -> Sheet:
    """The table of a header of `depth` lines and the rows below it."""
    placed = [*_header(rows[:depth], columns), *_body(rows[depth:], columns)]
    table = grid([[_text(pieces) for pieces in row] for row in placed])
    boxes = {
        (row, column): box_around(pieces)
        for row, cells in enumerate(placed)
        for column, pieces in enumerate(cells)
        if pieces
    }
    cells = tuple(replace(cell, page=page, box=boxes.get((cell.row, cell.column))) for cell in table.cells)
    box: Box = box_around([piece for row in rows for piece in row])
    return Sheet(replace(table, cells=cells), page, box, last_page=page)


def _text(pieces: Sequence[Line]) -> str:
    return " ".join(piece.text for piece in pieces)


_Row = list[list[Line]]


def _header(lines: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> list[_Row]:
    """The header lines as one row, or as two where a name stands over several columns: the names of groups above."""
    groups: dict[tuple[int, ...], list[Line]] = {}
    names: _Row = [[] for _ in columns]
    for pieces in lines:
        for piece in pieces:
            places = _under(piece, columns)
            if len(places) > 1:
                groups.setdefault(tuple(places), []).append(piece)
            else:
                names[places[0]].append(piece)
    if not groups:
        return [names] if any(names) else []
    grouped = {place for places in groups for place in places}
    upper: _Row = [[] if place in grouped else name for place, name in enumerate(names)]
    for over, pieces in groups.items():
        upper[over[0]] = [*upper[over[0]], *pieces]
    lower: _Row = [name if place in grouped else [] for place, name in enumerate(names)]
    return [upper, lower] if any(lower) else [upper]


def _body(lines: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> list[_Row]:
    """The rows of data; a line of words between them goes on with the row above it."""
    rows: list[_Row] = []
    for pieces in lines:
        row: _Row = [[] for _ in columns]
        for piece in pieces:
            row[_under(piece, columns)[0]].append(piece)
        if rows and not _is_row(pieces) and len(pieces) == 1 and pieces[0].text[:1].islower():
            rows[-1] = [[*above, *own] for above, own in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return rows
