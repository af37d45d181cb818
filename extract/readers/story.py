"""Paragraphs and tables in reading order, as a reader gathers them: of a body, a cell, a text box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from extract.document import Block, Table
from normalize.text import clean


def add_paragraph(blocks: list[Block], raw: str, level: int | None = None, is_bold: bool = False) -> None:
    r"""Add a paragraph, cleaned line by line; a tab between two texts stays. One without text is dropped.

    >>> blocks = []
    >>> add_paragraph(blocks, " KẾ HOẠCH \n giảm nghèo "), add_paragraph(blocks, " ")
    (None, None)
    >>> [block.text for block in blocks]
    ['KẾ HOẠCH\ngiảm nghèo']
    """
    text = clean(raw)
    if "\n" in text:
        text = "\n".join(line.strip() for line in text.split("\n"))
    if text:
        blocks.append(Block(len(blocks), "paragraph", text, level=level, is_bold=is_bold))


def add_table(blocks: list[Block], table: Table) -> None:
    """Add a table; one without cells is dropped."""
    if table.cells:
        blocks.append(Block(len(blocks), "table", table.text(), table=table))


def holds_table(stories: Sequence[Sequence[Block]]) -> bool:
    """Whether in the cells of a table lies another one, of more than a row and a column."""
    return any(block.table and block.table.rows > 1 and block.table.columns > 1 for story in stories for block in story)


def open_frame(blocks: list[Block], stories: Sequence[Sequence[Block]]) -> None:
    """Add what the cells of a frame drawn around tables and text hold: they are the document."""
    inside = chain.from_iterable(stories)
    blocks += [replace(block, block_id=at) for at, block in enumerate(inside, len(blocks))]


def cell_text(story: Sequence[Block]) -> str:
    """The text of a cell, a newline between its paragraphs; a table within it is told cell by cell."""
    return "\n".join(
        "\n".join(cell.text for cell in block.table.cells if cell.text) if block.table else block.text
        for block in story
    )
