"""Tables of a PDF: ruled in any way or not at all, over pages, cut and cut off."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from extract.document import Block, Document
from extract.readers.pdf import read_pdf

TESTS = Path(__file__).resolve().parents[1]


def load(name: str) -> ModuleType:
    """A module beside the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_pdf = load("make_pdf")
Sheet, write_pdf = make_pdf.Sheet, make_pdf.write_pdf


def read_sheets(*sheets: object) -> Document:
    """A file of some sheets: it is read the same whether its fonts are embedded or not."""
    within, without = (read_pdf(write_pdf(*sheets, embedded=embedded)) for embedded in (True, False))
    assert told(without) == told(within)
    return within


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


# 60 letters of half an em and 12 spaces in 13 points fill a column of 430 points.
FULL = "Trong năm các thôn đã họp dân và bình xét từng hộ để xếp loại ra"


XS = [80, 110, 220, 300, 380, 460]
ROWS = [
    ["TT", "Thôn", "Hộ nghèo", "<", "Ghi chú"],
    ["^", "^", "Số hộ", "Tỷ lệ\n(%)", "^"],
    ["1", "Na Hum", "12", "5,10", ""],
    ["2", "Pa Lin", "9", "4,05", ""],
    ["Tổng", "<", "21", "4,59", ""],
]
TABLE = (
    "TT\tThôn\tHộ nghèo\t\tGhi chú\n\t\tSố hộ\tTỷ lệ\n(%)\t\n"
    "1\tNa Hum\t12\t5,10\t\n2\tPa Lin\t9\t4,05\t\nTổng\t\t21\t4,59\t"
)


def table_of(document: Document) -> Block:
    (block,) = (block for block in document.blocks if block.table)
    return block


def test_ruled_table_with_merged_cells() -> None:
    block = table_of(read_sheets(Sheet().table(XS, [100, 118, 150, 168, 186, 204], ROWS)))
    assert block.text == TABLE
    assert block.table is not None
    spans = {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in block.table.cells}
    assert {place: span for place, span in spans.items() if span != (1, 1)} == {
        (0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (2, 1), (4, 0): (1, 2),
    }  # fmt: skip
    assert all(cell.page == 1 and cell.box is not None for cell in block.table.cells)
    assert block.box is not None
    assert (round(block.box.x0), round(block.box.y0), round(block.box.x1), round(block.box.y1)) == (80, 100, 460, 204)


def test_borders_filled_as_thin_boxes() -> None:
    sheet = Sheet()
    for y in (100, 120, 140):
        sheet.bar(80, y, 280, y + 0.6)
    for x in (80, 180, 280):
        sheet.bar(x, 100, x + 0.6, 140)
    sheet.text(84, 114, "Thôn").text(184, 114, "Hộ").text(84, 134, "Na Hum").text(184, 134, "12")
    assert table_of(read_sheets(sheet)).text == "Thôn\tHộ\nNa Hum\t12"


def test_table_without_outer_borders() -> None:
    sheet = Sheet().rule(80, 120, 280, 120).rule(80, 140, 280, 140).rule(180, 100, 180, 160)
    for y, (name, count) in zip((114, 134, 154), (("Thôn", "Hộ"), ("Na Hum", "12"), ("Pa Lin", "9")), strict=True):
        sheet.text(84, y, name).text(184, y, count)
    assert table_of(read_sheets(sheet)).text == "Thôn\tHộ\nNa Hum\t12\nPa Lin\t9"


def test_frame_around_text_is_no_table() -> None:
    sheet = Sheet().lines(80, 100, ["Một câu trong khung."])
    for edge in ((60, 80, 400, 80), (60, 130, 400, 130), (60, 80, 60, 130), (400, 80, 400, 130)):
        sheet.rule(*edge)
    assert told(read_sheets(sheet)) == [("paragraph", "Một câu trong khung.")]


def test_upright_header() -> None:
    sheet = Sheet().table([80, 180, 220], [100, 180, 200], [["Thôn", ""], ["Na Hum", "12"]])
    sheet.text(204, 170, "Số hộ", size=11, upright=True)
    assert table_of(read_sheets(sheet)).text == "Thôn\tSố hộ\nNa Hum\t12"


def numbered(first: int, count: int) -> list[list[str]]:
    return [
        [str(number), f"Thôn {chr(64 + number)}", str(10 + number), "1,00", ""]
        for number in range(first, first + count)
    ]


def down(top: float, count: int) -> list[float]:
    return [top + 18 * place for place in range(count + 1)]


@pytest.mark.parametrize("header", [ROWS[:2], []], ids=["header repeated", "header told once"])
def test_table_over_pages_is_one(header: list[list[str]]) -> None:
    first = Sheet().table(XS, [600, 618, 650, *down(668, 4)], [*ROWS[:2], *numbered(1, 5)]).text(290, 810, "1")
    rows = [*header, *numbered(6, 5)]
    ys = [60, 78, 110, *down(128, 4)] if header else down(60, 5)
    second = Sheet().table(XS, ys, rows).lines(80, 400, [FULL])
    block = table_of(read_sheets(first, second))
    assert block.table is not None
    assert [block.table.rows, block.text.count("Hộ nghèo")] == [12, 1]
    assert [line.split("\t")[0] for line in block.text.split("\n")[3:]] == [str(number) for number in range(1, 11)]
    assert [cell.page for cell in block.table.cells if cell.column == 0] == [1] * 6 + [2] * 5


def test_row_cut_by_a_page_break_is_one() -> None:
    first = Sheet().table([80, 110, 200, 260], [700, 720, 740], [["TT", "Thôn", "Hộ"], ["1", "Na Hum và các", "12"]])
    second = Sheet().table([80, 110, 200, 260], [60, 80, 100], [["", "xóm ven suối", ""], ["2", "Pa Lin", "9"]])
    assert table_of(read_sheets(first, second)).text == "TT\tThôn\tHộ\n1\tNa Hum và các\nxóm ven suối\t12\n2\tPa Lin\t9"


def test_table_cut_off_by_the_edge_of_the_page() -> None:
    sheet = Sheet().table(
        [0, 30, 130, 200], [100, 120, 140, 160], [["", "Thôn", "Hộ"], ["", "Na Hum", "12"], ["", "Pa Lin", "9"]]
    )
    sheet.text(-14, 114, "TT", size=11).text(-8, 134, "1", size=11).text(-8, 154, "2", size=11)
    assert table_of(read_sheets(sheet)).text == "TT\tThôn\tHộ\n1\tNa Hum\t12\n2\tPa Lin\t9"


def test_table_without_lines() -> None:
    sheet = Sheet().lines(80, 60, [FULL, FULL])
    for row, cells in enumerate(
        [["Thôn", "Số hộ", "Tỷ lệ"], ["Na Hum", "12", "5,10"], ["Pa Lin", "9", "4,05"], ["Tà Pao", "7", "3,9"]]
    ):
        for x, text in zip((80, 220, 330), cells, strict=True):
            sheet.text(x, 120 + 18 * row, text)
    block = table_of(read_sheets(sheet))
    assert block.text == "Thôn\tSố hộ\tTỷ lệ\nNa Hum\t12\t5,10\nPa Lin\t9\t4,05\nTà Pao\t7\t3,9"
    assert block.table is not None
    assert all(cell.box is not None for cell in block.table.cells)
