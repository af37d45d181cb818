"""A plan's blocks as pieces of markup, small enough to be put together into pages of bounded size."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from doisoat.report.marked import COUNTED, Mark, mark_text
from doisoat.report.rows import Row

# A longer text is cut, at the first place behind so many characters that lies in no figure; a table between rows.
PIECE_CHARACTERS = 60_000
PIECE_ROWS = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a block as markup, with the figures marked in it and the page it begins on."""

    block_id: int
    page: int | None
    markup: Markup
    marks: tuple[Mark, ...]
    is_first: bool


def make_pieces(
    blocks: Sequence[Row],
    cells: Mapping[int, Sequence[Row]],
    marks: Mapping[int, Sequence[Mark]],
    depths: Mapping[int, int],
) -> Iterator[Piece]:
    """The pieces of all blocks in reading order.

    `cells` are by table, `marks` by block and sorted by start, `depths` are those of the sections.
    """
    for block in blocks:
        own = marks.get(block["block_id"], ())
        table = cells.get(block["table_id"], ()) if block["table_id"] is not None else ()
        yield from make_table(block, table, own) if table else make_text(block, own, depths)


def make_text(block: Row, marks: Sequence[Mark], depths: Mapping[int, int]) -> Iterator[Piece]:
    """A block of text, mostly one piece."""
    text: str = block["text"]
    tag, kind = "p", block["kind"]
    if kind == "heading":
        tag = f"h{min(3 + max(depths.get(block['section_id'], 1) - 1, 0), 6)}"
    reached = first = 0
    while first == 0 or reached < len(text):
        end = cut(text, reached + PIECE_CHARACTERS, marks)
        last = bisect_left(marks, end, key=lambda mark: mark.figure["start"])
        own = tuple(marks[first:last])
        name = f' id="b{block["block_id"]}"' if reached == 0 else ""
        markup = f'<{tag}{name} class="b {escape(kind)}">{mark_text(text, reached, end, own)}</{tag}>'
        yield Piece(block["block_id"], block["page"], Markup(markup), own, reached == 0)
        if end >= len(text):
            return
        first, reached = last, end


def cut(text: str, at: int, marks: Sequence[Mark]) -> int:
    """Where to cut a text near `at`: never within a figure, behind a space where there is one soon."""
    if at >= len(text):
        return len(text)
    space = text.find(" ", at, at + 200)
    at = at if space < 0 else space + 1
    for mark in marks:
        if mark.figure["start"] < at < mark.figure["end"]:
            return int(mark.figure["end"])
    return at


def make_table(block: Row, cells: Sequence[Row], marks: Sequence[Mark]) -> Iterator[Piece]:
    """A table with its merged cells, mostly one piece; a longer one is cut where no merged cell is, headers kept."""
    text: str = block["text"]
    starts = find_starts(text)
    at_cell: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        at_cell.setdefault((mark.figure["row"], mark.figure["column"]), []).append(mark)
    rows: dict[int, list[Row]] = {}
    for cell in cells:
        rows.setdefault(cell["row"], []).append(cell)
    lines, own, reached, is_first = list[str](), list[Mark](), 0, True
    for row in range(max(rows) + 1):
        line = rows.get(row, [])
        if len(lines) >= PIECE_ROWS and row >= reached:
            yield Piece(block["block_id"], block["page"], wrap(block, lines, is_first), tuple(own), is_first)
            lines, own, is_first = [], [], False
        drawn = [draw_cell(cell, text, starts, at_cell.get((row, cell["column"]), ())) for cell in line]
        lines.append(f"<tr>{''.join(drawn)}</tr>")
        own += [mark for cell in line for mark in at_cell.get((row, cell["column"]), ())]
        reached = max([reached, *(row + cell["row_span"] for cell in line)])
    yield Piece(block["block_id"], block["page"], wrap(block, lines, is_first), tuple(own), is_first)


def find_starts(text: str) -> list[list[int]]:
    """Where each cell of a table begins in its block's text, by row and column of the grid.

    >>> find_starts("a\\tbc\\nd\\te")
    [[0, 2], [5, 7]]
    """
    starts, at = [], 0
    for line in text.split("\n"):
        found = []
        for cell in line.split("\t"):
            found.append(at)
            at += len(cell) + 1
        starts.append(found)
    return starts


def draw_cell(cell: Row, text: str, starts: list[list[int]], marks: Sequence[Mark]) -> str:
    """One cell with its figures; a number alone stands at the right."""
    start = starts[cell["row"]][cell["column"]]
    end = start + len(cell["text"])
    spans = "".join(
        f' {name}="{cell[column]}"'
        for name, column in (("rowspan", "row_span"), ("colspan", "column_span"))
        if cell[column] > 1
    )
    is_number = len(marks) == 1 and not cell["is_header"] and marks[0].figure["kind"] in COUNTED
    tag = "th" if cell["is_header"] and cell["text"].strip() else "td"
    kind = ' class="num"' if is_number else ""
    return f"<{tag}{kind}{spans}>{mark_text(text, start, end, marks)}</{tag}>"


def wrap(block: Row, lines: list[str], is_first: bool) -> Markup:
    """The rows as a table that scrolls within itself where it is too wide."""
    name = f' id="b{block["block_id"]}"' if is_first else ""
    number = block["table_id"]
    return Markup(
        f'<div class="scroll"{name} tabindex="0" role="region" data-say="aria-label" aria-label="Bảng {number}" '
        f'data-en="Table {number}"><table class="plan"><tbody>{"".join(lines)}</tbody></table></div>'
    )
