"""Tables that only lay out a page become paragraphs, paragraphs aligned by tabs become tables; then all is numbered."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import regex

from extract.document import Block, Cell, Document, Table
from normalize.fold import fold

# A table up to this size may be page layout; a letterhead with a spacer column is 3 wide, a signature often 4.
LAYOUT_ROWS = 3
LAYOUT_COLUMNS = 3
KNOWN_LAYOUT_COLUMNS = 4
# Fewer lines with tabs are alignment of a phrase or two, not a table.
TABBED_ROWS = 3

# `2.881` `9,38%` `>0,62` `15 - 20` `-5`: a cell that holds a number and nothing else.
_NUMERIC = regex.compile(r"[<>≤≥~±+-]*\s*\d[\d.,\s]*(?:[-–]\s*\d[\d.,\s]*)?%?")
# `Số: 38/KH-UBND` `Số:      /KH-UBND` `Số …/QĐ-UBND`
_REFERENCE_LINE = regex.compile(r"số\s*[:.]?[\s\d.…_]*/\s*\p{L}")
# `…, ngày 29 tháng 3 năm 2024` `ngày … tháng … năm 2021` `ngày tháng năm`
_DATELINE = regex.compile(r"ngày[\s\d.…_]*tháng[\s\d.…_]*năm")


def unfold(document: Document) -> Document:
    r"""Turn layout tables into paragraphs, cell by cell, and tab-aligned paragraphs into tables; number anew.

    Readers hand over raw blocks: a newline between the paragraphs of a cell, a tab within a paragraph where the file
    has one. Here each paragraph of a layout cell becomes a block of its own, the cells of data tables become one line
    (breaks and tabs a space) and tabs left in paragraphs a space. A table without any text is dropped. Afterwards
    `block_id` runs from 0 and `table_id` from 1 over data tables, and a table block's text is `table.text()`.

    >>> box = Table(1, 2, (Cell(0, 0, "Nơi nhận:\n- Lưu: VT."), Cell(0, 1, "TM. UBND XÃ")))
    >>> [block.text for block in unfold(Document("docx", "", (Block(0, "table", "", table=box),))).blocks]
    ['Nơi nhận:', '- Lưu: VT.', 'TM. UBND XÃ']
    """
    blocks: list[Block] = []
    table_id = 0
    for block in _align(_open_tables(document.blocks)):
        if block.table is None:
            blocks.append(replace(block, block_id=len(blocks)))
            continue
        table_id += 1
        cells = tuple(replace(cell, text=_one_line(cell.text)) for cell in block.table.cells)
        table = replace(block.table, cells=cells, table_id=table_id)
        blocks.append(replace(block, block_id=len(blocks), text=table.text(), table=table))
    return replace(document, blocks=tuple(blocks))


def is_layout(table: Table) -> bool:
    """Whether a table lays out a page (letterhead, signature, a box drawn around text) instead of holding data."""
    told = [cell for cell in table.cells if cell.text.strip()]
    columns = len({cell.column for cell in told})
    if table.columns == 1 or (columns == 1 and table.rows <= LAYOUT_ROWS):
        return True
    if any(_NUMERIC.fullmatch(cell.text.strip()) for cell in told):
        return False
    if columns <= KNOWN_LAYOUT_COLUMNS and is_formal(table):
        return True
    if table.rows == 1:
        return columns <= LAYOUT_COLUMNS
    # Three columns under each other are a header and its rows, even where they hold words only.
    has_header = any(cell.is_header for cell in told)
    return table.rows <= LAYOUT_ROWS and columns < LAYOUT_COLUMNS and not has_header


def is_formal(table: Table) -> bool:
    """Whether the words of a letterhead or signature stand in a table."""
    lines = [line for cell in table.cells for line in fold(cell.text).split("\n")]
    return _is_formal(lines)


def _is_formal(lines: Sequence[str]) -> bool:
    """The same of folded lines: a formal phrase, or a document's number beside its dateline."""
    phrases, starts = _lexicon()
    if any(line.lstrip().startswith(starts) or any(phrase in line for phrase in phrases) for line in lines):
        return True
    has_reference = any(_REFERENCE_LINE.match(line.lstrip()) for line in lines)
    return has_reference and any(_DATELINE.search(line) for line in lines)


@cache
def _lexicon() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = tomllib.loads((files("normalize") / "data" / "layout.toml").read_text("utf-8"))
    return tuple(map(fold, words["letterhead"]["phrases"])), tuple(map(fold, words["signature"]["starts"]))


def _open_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with layout tables replaced by the paragraphs of their cells."""
    for block in blocks:
        if block.table is None:
            yield block
        elif any(cell.text.strip() for cell in block.table.cells):
            if not is_layout(block.table):
                yield block
                continue
            for cell in _in_order(block.table):
                for line in cell.text.split("\n"):
                    if line.strip():
                        page = block.page if cell.page is None else cell.page
                        yield Block(0, "paragraph", line.strip(), page=page, box=cell.box or block.box)


def _in_order(table: Table) -> list[Cell]:
    """The cells as they are read: row by row, but column by column in letterhead and signature.

    There each line may have a row of its own: the recipients are read first, then the signature beside them.
    A cell over the whole width parts what stands above it from what stands below.
    """
    if not is_formal(table):
        return list(table.cells)
    ordered: list[Cell] = []
    band: list[Cell] = []
    for cell in table.cells:
        if cell.column_span == table.columns:
            ordered += [*sorted(band, key=_by_column), cell]
            band = []
        else:
            band.append(cell)
    return ordered + sorted(band, key=_by_column)


def _by_column(cell: Cell) -> tuple[int, int]:
    return cell.column, cell.row


def _align(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks with tabs understood: runs of aligned lines as tables, formal lines split, other tabs as a space."""
    run: list[Block] = []
    for block in blocks:
        if block.table is None and "\t" in block.text and "\n" not in block.text:
            run.append(block)
            continue
        yield from _end_run(run)
        run = []
        if block.table is None and "\t" in block.text:
            block = replace(block, text="\n".join(map(_one_line, block.text.split("\n"))))
        yield block
    yield from _end_run(run)


def _end_run(run: Sequence[Block]) -> Iterator[Block]:
    grid = _read_columns([block.text for block in run])
    if grid:
        cells = tuple(Cell(r, c, text.strip()) for r, row in enumerate(grid) for c, text in enumerate(row))
        table = Table(len(grid), len(grid[0]), cells)
        yield Block(0, "table", table.text(), table=table, page=run[0].page, box=run[0].box)
        return
    formal = _is_formal([fold(part) for block in run for part in _parts(block.text)])
    for block in run:
        for text in _parts(block.text) if formal else [_one_line(block.text)]:
            yield replace(block, text=text)


def _parts(text: str) -> list[str]:
    r"""The texts between tabs and line breaks.

    >>> _parts("UBND XÃ \t\t Số: 1")
    ['UBND XÃ', 'Số: 1']
    """
    return [part for piece in text.replace("\n", "\t").split("\t") if (part := piece.strip())]


def _one_line(text: str) -> str:
    return " ".join(_parts(text))


def _read_columns(lines: Sequence[str]) -> list[list[str]]:
    r"""The cells of lines that tabs align to a table, else nothing.

    All lines have as many cells, counting each tab or each run of tabs, and below the first line the cells
    right of the first are mostly numbers.

    >>> _read_columns(["Thôn\tHộ\tKhẩu", "A\t12\t40", "B\t9\t31"])
    [['Thôn', 'Hộ', 'Khẩu'], ['A', '12', '40'], ['B', '9', '31']]
    >>> _read_columns(["Thôn\tHộ", "A\t12"])
    []
    """
    if len(lines) < TABBED_ROWS:
        return []
    for pattern in (r"\t", r"\t+"):
        rows = [regex.split(pattern, line) for line in lines]
        values = [cell.strip() for row in rows[1:] for cell in row[1:]]
        numbers = sum(1 for text in values if _NUMERIC.fullmatch(text))
        if len({len(row) for row in rows}) == 1 and 2 * numbers > len(values):
            return rows
    return []
