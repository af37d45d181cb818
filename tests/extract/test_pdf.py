"""The reader of PDF: words, paragraphs, margins and columns, each shown by a small file made for it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from extract.document import Document
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
    """A file of some sheets: it is read the same whether its fonts are embedded or not."""
    within, without = (read_pdf(write_pdf(*sheets, embedded=embedded)) for embedded in (True, False))
    assert told(without) == told(within)
    return within


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
