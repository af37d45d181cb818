"""Which tables are page layout, and what becomes of them."""

from __future__ import annotations

import pytest

from extract.document import Block, Cell, Document, Table
from extract.layout import is_layout, unfold


def grid(*rows: str, header: bool = False) -> Table:
    """A table from rows of cells set apart by `|`; `/` parts the paragraphs of a cell."""
    cells = [
        Cell(r, c, text.strip().replace(" / ", "\n"), is_header=header and r == 0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]
    return Table(len(rows), max(row.count("|") for row in rows) + 1, tuple(cells))


def document(*blocks: str | Table) -> Document:
    made = [
        Block(i, "paragraph", block) if isinstance(block, str) else Block(i, "table", block.text(), table=block)
        for i, block in enumerate(blocks)
    ]
    return Document("docx", "test", tuple(made))


LAYOUT = {
    "letterhead": grid("UBND XÃ A / Số: 12/KH-UBND | CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM / A, ngày 3 tháng 2 năm 2022"),
    "letterhead, the tone mark elsewhere": grid(
        "XÃ A | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số 1 | x", "a | b", "c | d"
    ),
    "number beside a blank dateline": grid("Số:      /KH-UBND | | A, ngày     tháng    năm 2021"),
    "signature": grid("Nơi nhận: / - Lưu: VT. | TM. UỶ BAN NHÂN DÂN / CHỦ TỊCH"),
    "signature, a row a line": grid(
        "Nơi nhận: | TM. UBND", "- Lưu: VT. | KT. CHỦ TỊCH", "- Đảng uỷ; | PHÓ CHỦ TỊCH", " | Lê A"
    ),
    "three hands": grid("Người lập biểu | Kế toán | Thủ trưởng đơn vị", "a | b | c"),
    "a box around text, however long": grid("một", "hai", "ba", "bốn", "năm"),
    "two texts side by side": grid("Bên này | Bên kia"),
    "text beside an empty column": grid("a | ", "b | "),
}  # fmt: skip
DATA = {
    "a header and one row of three columns": grid("Nội dung | Đơn vị tính | Ghi chú", "Nhà ở | hộ | sửa chữa"),
    "a header and one row of numbers": grid("Hộ nghèo | Hộ cận nghèo", "74 | 9,38%"),
    "a long list of two columns": grid("Cơ quan | Việc", "a | b", "c | d", "e | f"),
    "a header row that the file marks": grid("Cơ quan | Việc", "a | b", header=True),
    "signature words among numbers": grid("TM. UBND | Số hộ", "Thôn A | 12", "Thôn B | 9", "Cộng | 21"),
    "a number cell in one row": grid("Tổng | 12 | hộ"),
    "four columns in one row": grid("a | b | c | d"),
    "an empty form": grid("TT | Thôn | Hộ nghèo", " | | ", " | | ", " | | "),
}


@pytest.mark.parametrize("table", LAYOUT.values(), ids=LAYOUT)
def test_layout_tables(table: Table) -> None:
    assert is_layout(table)


@pytest.mark.parametrize("table", DATA.values(), ids=DATA)
def test_data_tables(table: Table) -> None:
    assert not is_layout(table)


def test_cells_become_blocks_in_order() -> None:
    made = unfold(document("trước", grid("a / b | c"), "sau"))
    assert [(block.block_id, block.kind, block.text) for block in made.blocks] == [
        (0, "paragraph", "trước"),
        (1, "paragraph", "a"),
        (2, "paragraph", "b"),
        (3, "paragraph", "c"),
        (4, "paragraph", "sau"),
    ]


def test_a_signature_is_read_column_by_column() -> None:
    made = unfold(document(grid("Nơi nhận: | TM. UBND", "- Lưu: VT. | CHỦ TỊCH", " | Lê A")))
    assert [block.text for block in made.blocks] == ["Nơi nhận:", "- Lưu: VT.", "TM. UBND", "CHỦ TỊCH", "Lê A"]


def test_a_cell_over_the_whole_width_parts_the_columns() -> None:
    cells = (
        Cell(0, 0, "UBND XÃ A"),
        Cell(0, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        Cell(1, 0, "Số: 1/KH-UBND"),
        Cell(1, 1, "Độc lập"),
        Cell(2, 0, "KẾ HOẠCH", column_span=2),
    )
    made = unfold(document(Table(3, 2, cells)))
    assert [block.text for block in made.blocks] == [
        "UBND XÃ A",
        "Số: 1/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập",
        "KẾ HOẠCH",
    ]


def test_data_tables_are_numbered_and_their_cells_are_one_line() -> None:
    data = grid("Thôn | Số hộ / nghèo", "A | 12")
    made = unfold(document(grid("hộp"), data, grid(" | "), data))
    assert [(block.block_id, block.kind) for block in made.blocks] == [(0, "paragraph"), (1, "table"), (2, "table")]
    for number, block in enumerate(made.blocks[1:], 1):
        assert block.table is not None
        assert block.table.table_id == number
        assert block.text == block.table.text() == "Thôn\tSố hộ nghèo\nA\t12"


TABS = {
    "a table drawn with tabs": (
        ["Kết quả:", "Thôn\tHộ\tKhẩu", "A\t\t12\t40", "B\t9\t31", "hết"],
        ["Kết quả:", "Thôn\tHộ\tKhẩu\nA\t12\t40\nB\t9\t31", "hết"],
    ),
    "empty cells count where every tab does": (
        ["Thôn\tHộ\t%", "A\t12\t", "B\t\t1,5", "C\t2\t0,3"],
        ["Thôn\tHộ\t%\nA\t12\t\nB\t\t1,5\nC\t2\t0,3"],
    ),
    "two lines are no table": (["A\t12", "B\t9"], ["A 12", "B 9"]),
    "words are no table": (["a\tb", "c\td", "e\tf"], ["a b", "c d", "e f"]),
    "rows of unlike length are no table": (["A\t1", "B\t2\t3", "C\t4"], ["A 1", "B 2 3", "C 4"]),
    "a letterhead drawn with tabs": (
        ["UBND XÃ A\tCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/KH-UBND\tA, ngày 1 tháng 2 năm 2023"],
        ["UBND XÃ A", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/KH-UBND", "A, ngày 1 tháng 2 năm 2023"],
    ),
    "a tab in a paragraph of two lines": (["a \t b\nc"], ["a b\nc"]),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), TABS.values(), ids=TABS)
def test_tabs(lines: list[str], expected: list[str]) -> None:
    made = unfold(document(*lines))
    assert [block.text for block in made.blocks] == expected
    for block in made.blocks:
        assert (block.kind == "table") == (block.table is not None) == ("\t" in block.text)


def test_what_is_unfolded_stays() -> None:
    once = unfold(document("a\tb", grid("Thôn | Hộ", "A | 12"), grid("x")))
    assert unfold(once) == once
