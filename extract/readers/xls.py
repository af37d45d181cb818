"""Excel 97-2003's xls → Document: xlrd takes the file apart, its cells are shown as xlsx's are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import Any

import xlrd
from xlrd.formatting import std_format_strings

from extract.document import Document, UnreadableError
from extract.readers.fonts import Decoder
from extract.readers.number_format import BUILT_IN, show_number, show_text
from extract.readers.sheet import LeftOut, Place, Sheet, SheetCell, lay_sheet
from extract.readers.twice import join_fonts, read_twice
from normalize.text import clean

_BOLD_WEIGHT = 600  # of 100 … 1000; Excel writes 700 for bold


def read_xls(data: bytes) -> Document:
    """Read an xls: its visible sheets in order, raw blocks as every reader's; numbers as they are shown.

    Raises UnreadableError where the file is damaged, locked or no xls.
    """
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=StringIO())
        return read_twice(lambda decoder: _read(book, decoder))
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # xlrd trusts the file: damage shows as whatever Python trips over
        if "encrypted" in str(error):
            raise UnreadableError(
                "The workbook is locked with a password. Save a copy without the password and read that."
            ) from error
        raise UnreadableError(
            f"The Excel file is damaged ({type(error).__name__}). Get a fresh copy of it, or open it in Excel and save "
            "it as .xlsx."
        ) from error


def _read(book: Any, decoder: Decoder) -> Document:
    left_out = LeftOut(sheets=sum(1 for sheet in book.sheets() if sheet.visibility))
    shown = (sheet for sheet in book.sheets() if not sheet.visibility)
    blocks = [block for sheet in shown for block in lay_sheet(_read_sheet(book, sheet, left_out, decoder))]
    numbered = tuple(replace(block, block_id=at) for at, block in enumerate(blocks))
    return Document("xls", f"xls (xlrd {xlrd.__version__})" + left_out.tell(), numbered)


def _read_sheet(book: Any, told: Any, left_out: LeftOut, decoder: Decoder) -> Sheet:
    sheet = Sheet()
    for row in range(told.nrows):
        for column, cell in enumerate(told.row(row)):
            look = book.xf_list[cell.xf_index]
            is_ruled = bool(look.border.left_line_style or look.border.right_line_style)
            text = _text(book, told, (row, column), cell, decoder)
            if text or is_ruled:
                sheet.cells[row, column] = SheetCell(text, is_ruled, _is_bold(book.font_list[look.font_index]))
    sheet.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in told.merged_cells]
    sheet.hidden_rows = {row for row, info in told.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in told.colinfo_map.items() if info.hidden}
    left_out.count(sheet)
    return sheet


def _is_bold(font: Any) -> bool:
    return bool(font.bold or font.weight >= _BOLD_WEIGHT)


def _text(book: Any, sheet: Any, place: Place, cell: Any, decoder: Decoder) -> str:
    """What a cell shows."""
    look = book.xf_list[cell.xf_index]
    code = _code(book, look.format_key)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        runs = _runs(book, cell.value, look.font_index, sheet.rich_text_runlist_map.get(place, ()))
        text = clean(join_fonts(decoder, runs))
        return show_text(text, code) if text else ""
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return show_number(Decimal(repr(cell.value)), code, bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return ""


def _code(book: Any, key: int) -> str:
    """A number format; those that Excel builds in are xlrd's American ones where the file does not write them out."""
    code = str(book.format_map[key].format_str)
    return BUILT_IN.get(key, code) if std_format_strings.get(key) == code else code


def _runs(book: Any, text: str, font_index: int, starts: Any) -> Iterator[tuple[str, str | None]]:
    """The runs of a text with their fonts; `starts` are (offset, font) of those that differ from the cell's."""
    begin, font = 0, font_index
    for offset, other in (*starts, (len(text), font_index)):
        if offset > begin:
            yield text[begin:offset], book.font_list[font].name
        begin, font = offset, other
