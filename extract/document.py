"""What a reader makes of a file: a Document of blocks in reading order, its tables and its outline.

A reader fills `blocks` (kinds `paragraph`, `table`, `page_number`) and leaves the outline to `extract.outline`.
All offsets are characters of `Block.text`, which is NFC and never changed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of the text of block `block_id`."""

    block_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What OCR made of characters `start` to `end` (exclusive) of a text: how sure it is (0–1), and what else they may
    be, likeliest first. Printed text has none."""

    start: int
    end: int
    confidence: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a merged grid: it stands once, at its top left place; `text` is a single line without tabs."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    page: int | None = None
    box: Box | None = None
    readings: tuple[Reading, ...] = ()  # in its own text


@dataclass(frozen=True, slots=True)
class Table:
    """A data table: `rows` × `columns` grid places, covered by `cells` in row-major order without overlap.

    `unsure` are the columns of which nobody can tell which header stands over them, once merged cells are lost.
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    table_id: int = 0
    unsure: frozenset[int] = frozenset()

    def text(self) -> str:
        """The table's text: places joined by a tab within a row, a newline between rows; merged cells once.

        >>> Table(1, 3, (Cell(0, 0, "a", column_span=2), Cell(0, 2, "b"))).text()
        'a\\t\\tb'
        """
        grid = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return "\n".join("\t".join(row) for row in grid)

    def starts(self) -> dict[tuple[int, int], int]:
        """Where the text of each grid place begins within `text()`, by (row, column).

        >>> Table(1, 3, (Cell(0, 0, "a", column_span=2), Cell(0, 2, "b"))).starts()[0, 2]
        3
        """
        texts = {(cell.row, cell.column): cell.text for cell in self.cells}
        starts, offset = {}, 0
        for row in range(self.rows):
            for column in range(self.columns):
                starts[row, column] = offset
                offset += len(texts.get((row, column), "")) + 1
        return starts


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table … of the plan. `level` and `is_bold` are hints of the file: heading style, type."""

    block_id: int
    kind: str
    text: str
    section_id: int | None = None
    table: Table | None = None
    page: int | None = None
    box: Box | None = None
    level: int | None = None
    is_bold: bool = False
    readings: tuple[Reading, ...] = ()  # of text outside tables; those of a table are in its cells


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or titled part of the plan; `block_id` is its heading."""

    section_id: int
    parent_id: int | None
    label: str | None
    title: str
    depth: int
    block_id: int


@dataclass(frozen=True, slots=True)
class PageFault:
    """A page that could not be read while others were: why, and what to do next, in plain English."""

    page: int
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """One plan as read. `reader` says which reader and library read it; `pages` is None where the form has none.

    `faults` are the pages that are missing from `blocks`.
    """

    format: str
    reader: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    pages: int | None = None
    text_quality: float = 1.0
    faults: tuple[PageFault, ...] = ()


def tell_faults(faults: Iterable[PageFault]) -> str:
    """Which pages could not be read and why, each reason once; '' where there are none.

    >>> tell_faults([PageFault(2, "It is damaged."), PageFault(3, "It is damaged."), PageFault(7, "It is damaged.")])
    'Pages 2, 3, 7 could not be read. It is damaged.'
    """
    pages: dict[str, list[int]] = {}
    for fault in faults:
        pages.setdefault(fault.why, []).append(fault.page)
    return " ".join(
        f"Page{'s' * (len(own) > 1)} {', '.join(map(str, own))} could not be read. {why}" for why, own in pages.items()
    )


class UnreadableError(Exception):
    """A file that cannot be read; the message says why and what to do next, in plain English."""
