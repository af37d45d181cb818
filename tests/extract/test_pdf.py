"""The reader of PDF: order, words, paragraphs, columns, tables and pages, each shown by a small file made for it."""

from __future__ import annotations

import importlib.util
import sys
import tracemalloc
from pathlib import Path
from types import ModuleType

import pytest

from extract.document import Block, Document, UnreadableError
from extract.read import read
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
Sheet, write_pdf, width = make_pdf.Sheet, make_pdf.write_pdf, make_pdf.width

# 60 letters of half an em and 12 spaces in 13 points fill a column of 430 points.
FULL = "Trong năm các thôn đã họp dân và bình xét từng hộ để xếp loại ra"


def read_sheets(*sheets: object) -> Document:
    return read_pdf(write_pdf(*sheets))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def beside(sheet: object, x: float, y: float, *pieces: tuple[str, str]) -> object:
    """Print pieces in fonts of their own right behind each other, each font's letters in one go as programs do."""
    for font in dict.fromkeys(font for _, font in pieces):
        at = x
        for text, own in pieces:
            if own == font:
                sheet.text(at, y, text, font=own)  # type: ignore[attr-defined]
            at += width(text, 13)
    return sheet


WORDS = {
    "letters of a second font": (
        beside(Sheet(), 80, 100, ("giai đo", "Serif"), ("ạ", "Other"), ("n 2021", "Serif")),
        ["giai đoạn 2021"],
    ),
    "a word of many fonts": (
        beside(Sheet(), 80, 100, ("H", "A"), ("ộ", "B"), (" ngh", "A"), ("è", "B"), ("o: 7", "A")),
        ["Hộ nghèo: 7"],
    ),
    "printed from the right": (Sheet().text(160, 100, "nghèo").text(80, 100, "Hộ cận").text(124, 100, "Giữa"), None),
    "words without spaces": (
        Sheet().text(80, 100, "Số").text(97, 100, "hộ").text(114, 100, "còn").text(138, 100, "12"),
        ["Số hộ còn 12"],
    ),
    "letters set apart": (
        [Sheet(), *((80 + 10 * place, letter) for place, letter in enumerate("CÁCH LÀM") if letter != " ")],
        ["CÁCH LÀM"],
    ),
    "printed twice for bold": (Sheet().text(80, 100, "Tổng số").text(80.4, 100, "Tổng số"), ["Tổng số"]),
    "a raised two": (
        Sheet().text(80, 100, "25 m").text(80 + width("25 m", 13), 95, "2", size=8),
        ["25 m2"],
    ),
    "marks after their letter": (Sheet().text(80, 100, "ho\u0323\u0302 nghe\u0300o"), ["hộ nghèo"]),
    "TCVN3": (Sheet().text(80, 100, "Hé nghÌo nh\u00ad sau", font="ABCDEF+.VnTime"), ["Hộ nghèo như sau"]),
    "capitals of TCVN3": (Sheet().text(80, 100, "KÕ ho¹ch", font=".VnTimeH"), ["KẾ HOẠCH"]),
    "VNI": (Sheet().text(80, 100, "Hoä ngheøo", font="VNI-Times"), ["Hộ nghèo"]),
    "TCVN3 in a font without name": (
        Sheet().text(80, 100, "Hé nghÌo gi¶m n¨m tr\u00adíc", font="F1"),
        ["Hộ nghèo giảm năm trước"],
    ),
    "Unicode in a font of old name": (
        Sheet().text(80, 100, "Hộ nghèo hoá xã Á", font=".VnTime"),
        ["Hộ nghèo hoá xã Á"],
    ),
    "a watermark": (Sheet().text(80, 100, "Hộ").leaning(200, 400, "BẢN NHÁP"), ["Hộ"]),
    "a blank to fill in": (Sheet().text(80, 100, "Số:").text(130, 100, "/KH-UBND"), ["Số:         /KH-UBND"]),
}


@pytest.mark.parametrize("case", WORDS)
def test_words(case: str) -> None:
    given, expected = WORDS[case]
    if isinstance(given, list):
        sheet, *letters = given
        for x, letter in letters:
            sheet.text(x, 100, letter)
        given = sheet
    if expected is None:
        expected = ["Hộ cận Giữa nghèo"]
    assert texts(read_sheets(given)) == expected


PARAGRAPHS = {
    "set in": (["\t" + FULL[:60], FULL, "cuối kỳ.", "\t" + FULL[:60], "hai."], 2),
    "next to each other": ([FULL, FULL, "hết.", FULL, FULL, "hết."], 2),
    "items": (["- Một hộ được vay vốn;", "- Hai hộ được sửa nhà;", "- Ba hộ được học nghề."], 3),
    "an item over two lines": (["- " + FULL[:62], "hai dòng;", "- Hai hộ."], 2),
}


@pytest.mark.parametrize("case", PARAGRAPHS)
def test_paragraphs_end_where_the_next_word_had_room(case: str) -> None:
    lines, count = PARAGRAPHS[case]
    longest = Sheet().text(80, 60, FULL).lines(80, 100, lines)
    found = [text for text in texts(read_sheets(longest)) if text != FULL]
    assert len(found) == count
    assert " ".join(found) == " ".join(line.strip() for line in lines)


def test_space_parts_paragraphs() -> None:
    sheet = Sheet().lines(80, 100, [FULL] * 3).lines(80, 170, [FULL] * 3)
    assert texts(read_sheets(sheet)) == [" ".join([FULL] * 3)] * 2


def test_paragraph_goes_on_over_a_page_break() -> None:
    first = Sheet().lines(80, 600, ["\t" + FULL[:60], FULL, FULL]).text(290, 800, "1")
    second = Sheet().lines(80, 60, [FULL, "cuối kỳ.", "\tĐoạn sau."]).text(290, 800, "2")
    document = read_sheets(first, second)
    assert told(document) == [
        ("paragraph", " ".join([FULL[:60], FULL, FULL, FULL, "cuối kỳ."])),
        ("page_number", "1"),
        ("paragraph", "Đoạn sau."),
        ("page_number", "2"),
    ]
    assert [block.page for block in document.blocks] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("end", "start", "whole"),
    [
        ("số 12/KH-", "UBND ngày 5", "số 12/KH-UBND ngày 5"),
        ("74 hộ/", "300 khẩu", "74 hộ/300 khẩu"),
        ("kinh tế -", "xã hội", "kinh tế - xã hội"),
    ],
)
def test_line_broken_behind_a_hyphen(end: str, start: str, whole: str) -> None:
    line = FULL[: 64 - len(end)].rsplit(" ", 1)[0] + " " + end
    document = read_sheets(Sheet().text(80, 60, FULL).lines(80, 100, [line.rjust(64, "x"), start]))
    assert texts(document)[-1].endswith(whole)


def test_running_heads_and_page_numbers_are_told_apart() -> None:
    sheets = [
        Sheet()
        .text(80, 40, "Kế hoạch của xã Ea Tun")
        .lines(80, 100 + page, [f"Mục {page} nói việc khác."])
        .text(280, 810, f"Trang {page}/4")
        for page in (1, 2, 3, 4)
    ]
    document = read_sheets(*sheets)
    assert [text for kind, text in told(document) if kind == "paragraph"] == [
        f"Mục {page} nói việc khác." for page in (1, 2, 3, 4)
    ]
    assert [text for kind, text in told(document) if kind == "page_number"].count("Kế hoạch của xã Ea Tun") == 4


def test_letterhead_that_annexes_repeat_is_text() -> None:
    sheets = [
        Sheet()
        .text(80, 60, "UBND XÃ EA TUN")
        .text(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .text(200, 120, f"BIỂU {page}")
        for page in (1, 2, 3)
    ]
    assert {kind for kind, _ in told(read_sheets(*sheets))} == {"paragraph"}


def test_number_alone_in_the_text_is_no_page_number() -> None:
    sheet = Sheet().lines(80, 100, [FULL, FULL]).text(80, 400, "12").lines(80, 500, [FULL, FULL])
    assert ("paragraph", "12") in told(read_sheets(sheet))


def test_notes_stand_at_the_end_without_their_marks() -> None:
    sheet = Sheet().text(80, 100, "Hộ nghèo").text(80 + width("Hộ nghèo", 13), 95, "1", size=8)
    sheet.text(80 + width("Hộ nghèo", 13) + 8, 100, "còn 12 hộ.").lines(80, 120, [FULL, "sau."])
    sheet.rule(80, 700, 200, 700).text(80, 712, "1 Theo chuẩn cũ.", size=10)
    following = Sheet().lines(80, 100, ["Trang sau."])
    assert texts(read_sheets(sheet, following)) == [
        *("Hộ nghèo còn 12 hộ.", f"{FULL} sau.", "Trang sau.", "1 Theo chuẩn cũ."),
    ]


def test_columns_are_read_one_after_the_other() -> None:
    sheet = (
        Sheet()
        .lines(80, 60, ["UBND HUYỆN LÂM", "PHÒNG LAO ĐỘNG"])
        .lines(300, 60, ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"])
    )
    sheet.text(80, 110, "Số: 15/KH-LĐ").text(330, 110, "Lâm, ngày 02 tháng 3 năm 2022").text(240, 150, "KẾ HOẠCH")
    sheet.lines(80, 200, [FULL, FULL, FULL])
    sheet.lines(80, 400, ["Nơi nhận:", "- Sở Lao động;", "- Các xã;", "- Lưu: VT."], size=11, pitch=13)
    sheet.lines(360, 402, ["TRƯỞNG PHÒNG"]).text(350, 480, "Hà Thị Mơ")
    assert texts(read_sheets(sheet)) == [
        *("UBND HUYỆN LÂM", "PHÒNG LAO ĐỘNG", "Số: 15/KH-LĐ"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Lâm, ngày 02 tháng 3 năm 2022"),
        *("KẾ HOẠCH", " ".join([FULL] * 3)),
        *("Nơi nhận:", "- Sở Lao động;", "- Các xã;", "- Lưu: VT.", "TRƯỞNG PHÒNG", "Hà Thị Mơ"),
    ]


XS = [80, 110, 220, 300, 380, 460]
ROWS = [
    ["TT", "Thôn", "Hộ nghèo", "<", "Ghi chú"],
    ["^", "^", "Số hộ", "Tỷ lệ\n(%)", "^"],
    ["1", "Na Hum", "12", "5,10", ""],
    ["2", "Pa Lin", "9", "4,05", ""],
    ["Tổng", "<", "21", "4,59", ""],
]
TABLE = "TT\tThôn\tHộ nghèo\t\tGhi chú\n\t\tSố hộ\tTỷ lệ\n(%)\t\n1\tNa Hum\t12\t5,10\t\n2\tPa Lin\t9\t4,05\t\nTổng\t\t21\t4,59\t"


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


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_page_turned_for_display(turn: int) -> None:
    document = read_sheets(
        Sheet(turn=turn).table(XS, [100, 118, 150, 168, 186, 204], ROWS).lines(80, 300, [FULL, FULL])
    )
    assert texts(document) == [TABLE, f"{FULL} {FULL}"]
    size = (595, 842) if turn % 180 == 0 else (842, 595)
    assert all(block.box and 0 <= block.box.x0 < block.box.x1 <= size[0] for block in document.blocks)
    assert all(block.box and 0 <= block.box.y0 < block.box.y1 <= size[1] for block in document.blocks)


def test_text_printed_up_the_page() -> None:
    sheet = Sheet().text(100, 700, "Hộ nghèo còn", upright=True).text(116, 700, "12 hộ.", upright=True)
    document = read_sheets(sheet)
    assert texts(document) == ["Hộ nghèo còn 12 hộ."]
    (block,) = document.blocks
    assert block.box is not None
    assert block.box.x1 - block.box.x0 < block.box.y1 - block.box.y0


def test_bold_is_told_by_the_font() -> None:
    document = read_sheets(Sheet().text(80, 100, "MỤC TIÊU", font="Serif-Bold").text(80, 140, "Giảm hộ.", font="Serif"))
    assert [block.is_bold for block in document.blocks] == [True, False]


def test_values_of_form_fields_are_text() -> None:
    sheet = Sheet().text(80, 100, "Số hộ:").entry(124, 90, 220, 105, "1.234 hộ").entry(80, 120, 300, 160, "một\nhai")
    assert " ".join(" ".join(texts(read_sheets(sheet))).split()) == "Số hộ: 1.234 hộ một hai"


REFUSED = {
    "locked": (write_pdf(Sheet().text(80, 100, "a"), locked=True), "password"),
    "no PDF": (b"%PDF-1.7\n" + b"noise " * 200, "damaged"),
    "no pages": (write_pdf(), "damaged|no pages"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_say_what_to_do(case: str) -> None:
    data, reason = REFUSED[case]
    with pytest.raises(UnreadableError, match=reason):
        read_pdf(data)


def test_blank_page_is_no_fault() -> None:
    document = read_sheets(Sheet().text(80, 100, "Hộ nghèo"), Sheet())
    assert (document.pages, texts(document)) == (2, ["Hộ nghèo"])


def test_file_without_text_is_refused_by_read(tmp_path: Path) -> None:
    file = tmp_path / "blank.pdf"
    file.write_bytes(write_pdf(Sheet()))
    with pytest.raises(UnreadableError, match="no text"):
        read(file)


def test_damaged_files_end_in_a_document_or_a_sentence() -> None:
    whole = write_pdf(Sheet().table(XS, [100, 118, 150, 168, 186, 204], ROWS), Sheet().lines(80, 100, [FULL] * 3))
    for cut in range(10, len(whole), 97):
        for data in (whole[:cut], whole[:cut] + b"\0" * 20 + whole[cut + 20 :]):
            try:
                document = read_pdf(data)
            except UnreadableError as error:
                assert "." in str(error)
            else:
                assert document.pages


def test_five_hundred_pages_take_little_memory() -> None:
    data = write_pdf(*(Sheet().lines(80, 100, [FULL] * 10) for _ in range(500)))
    tracemalloc.start()
    document = read_pdf(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert document.pages == 500
    assert peak < 64 * 2**20


def test_real_plans_read_as_their_docx(plans: Path) -> None:
    files = [file for file in sorted(plans.glob("*.pdf")) if "." not in file.stem]
    assert files
    for file in files:
        printed, typed = read(file), read(file.with_suffix(".docx"))
        own = [" ".join(block.text.split()) for block in printed.blocks if block.kind != "page_number"]
        assert " ".join(own) == " ".join(" ".join(block.text.split()) for block in typed.blocks)
        for block in printed.blocks:
            assert block.page is not None
            assert block.box is not None
            cells = block.table.cells if block.table else ()
            assert all(cell.page is not None and cell.box is not None for cell in cells)
