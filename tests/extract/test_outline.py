"""Sections and kinds of blocks, from small papers written a line a block; `**` marks a line in bold."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.document import Block, Cell, Document, Table
from extract.labels import parse_label
from extract.outline import outline
from extract.read import read

REAL = ("hong-thuong-2021", "huong-tra-2022", "long-an-2024", "son-trung-2023", "tam-duong-2021")


def read_lines(text: str) -> Document:
    """An outlined document of the lines of a text; `[table]` stands for a data table."""
    blocks = []
    for place, line in enumerate(line.strip() for line in text.strip().split("\n")):
        if line == "[table]":
            table = Table(1, 2, (Cell(0, 0, "Hộ"), Cell(0, 1, "12")))
            blocks.append(Block(place, "table", table.text(), table=table))
        else:
            blocks.append(Block(place, "paragraph", line.strip("*"), is_bold=line.startswith("**")))
    return outline(Document("text", "", tuple(blocks)))


def rows(document: Document) -> list[tuple[int, str | None, str]]:
    return [(section.depth, section.label, section.title) for section in document.sections]


SECTIONS = {
    "Roman, arabic, decimal": (
        """
        I. MỤC TIÊU
        1. Mục tiêu chung
        Giảm nghèo bền vững trên toàn địa bàn.
        2. Chỉ tiêu
        2.1. Về thu nhập
        Hộ nghèo tăng thu nhập.
        II. GIẢI PHÁP
        Thực hiện đồng bộ các giải pháp.
        """,
        [
            (1, "I", "MỤC TIÊU"),
            (2, "1", "Mục tiêu chung"),
            (2, "2", "Chỉ tiêu"),
            (3, "2.1", "Về thu nhập"),
            (1, "II", "GIẢI PHÁP"),
        ],
    ),
    "a plan that starts at 1.": (
        """
        1. Mục đích
        Giúp hộ nghèo vươn lên.
        2. Tổ chức thực hiện
        2.1. Các thôn
        Họp dân để bình xét.
        """,
        [(1, "1", "Mục đích"), (1, "2", "Tổ chức thực hiện"), (2, "2.1", "Các thôn")],
    ),
    "letters further out than Roman": (
        """
        A. KẾT QUẢ
        I. Công tác chỉ đạo
        Đã ban hành kế hoạch.
        B. PHƯƠNG HƯỚNG
        I. Chỉ tiêu
        Giảm hộ nghèo.
        """,
        [(1, "A", "KẾT QUẢ"), (2, "I", "Công tác chỉ đạo"), (1, "B", "PHƯƠNG HƯỚNG"), (2, "I", "Chỉ tiêu")],
    ),
    "text that runs on behind a colon": (
        """
        III. TỔ CHỨC THỰC HIỆN
        1. Phòng Dân tộc: Chủ trì thực hiện chính sách đối với đồng bào.
        2. Trạm Y tế: Khám bệnh định kỳ cho người nghèo.
        """,
        [(1, "III", "TỔ CHỨC THỰC HIỆN"), (2, "1", "Phòng Dân tộc"), (2, "2", "Trạm Y tế")],
    ),
    "a project's name holds a colon": (
        """
        II. CÁC DỰ ÁN
        1. Dự án 2: Đa dạng hóa sinh kế
        - Hỗ trợ con giống.
        """,
        [(1, "II", "CÁC DỰ ÁN"), (2, "1", "Dự án 2: Đa dạng hóa sinh kế")],
    ),
    "the same number twice": (
        """
        III. KINH PHÍ
        Theo phân bổ.
        III. THỜI GIAN
        Trong năm.
        """,
        [(1, "III", "KINH PHÍ"), (1, "III", "THỜI GIAN")],
    ),
    "a list restarts within a numbered section": (
        """
        I. THỰC TRẠNG
        1. Phân tích theo chỉ số
        - Tỷ lệ thiếu hụt của hộ nghèo gồm:
        1. Bảo hiểm y tế: 100%
        2. Viễn thông 2,7%
        3. Nhà tiêu hợp vệ sinh: 72,97%
        2. Phân tích theo đối tượng
        Hộ nghèo là người có công: 06 hộ.
        """,
        [(1, "I", "THỰC TRẠNG"), (2, "1", "Phân tích theo chỉ số"), (2, "2", "Phân tích theo đối tượng")],
    ),
    "a row of sentences behind letters": (
        """
        2. Chỉ tiêu
        a) Giảm 10 hộ nghèo;
        b) Giảm 12 hộ cận nghèo;
        c) 100% hộ nghèo được vay vốn.
        3. Kinh phí
        Từ ngân sách xã.
        """,
        [(1, "2", "Chỉ tiêu"), (1, "3", "Kinh phí")],
    ),
    "a long paragraph between numbered headings": (
        """
        2. Chỉ tiêu chủ yếu
        2.1. Phấn đấu giảm tỷ lệ hộ nghèo 3,2%, giảm tỷ lệ hộ cận nghèo 1,03%, bảo đảm không phát sinh hộ tái nghèo.
        2.2. Về việc làm
        Giải quyết việc làm cho lao động.
        """,
        [
            (1, "2", "Chỉ tiêu chủ yếu"),
            (2, "2.1", "Phấn đấu giảm tỷ lệ hộ nghèo 3,2%"),
            (2, "2.2", "Về việc làm"),
        ],
    ),
    "headings in bold without a number": (
        """
        **Tình hình chung
        Xã có bảy thôn.
        **Giải pháp
        Hỗ trợ vay vốn.
        """,
        [(1, None, "Tình hình chung"), (1, None, "Giải pháp")],
    ),
    "a part over two lines": (
        """
        Phần I
        THỰC TRẠNG
        I. Đặc điểm
        Xã vùng cao.
        Phần thứ hai
        MỤC TIÊU
        I. Mục tiêu chung
        Giảm nghèo.
        """,
        [
            (1, "Phần I", "THỰC TRẠNG"),
            (2, "I", "Đặc điểm"),
            (1, "Phần thứ hai", "MỤC TIÊU"),
            (2, "I", "Mục tiêu chung"),
        ],
    ),
    "articles of a decision": (
        """
        QUYẾT ĐỊNH
        Về việc giao chỉ tiêu giảm nghèo
        Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
        QUYẾT ĐỊNH:
        Điều 1. Giao chỉ tiêu cho các thôn.
        Điều 2. Giao:
        a) Ban tài chính bố trí kinh phí.
        """,
        [(1, None, "QUYẾT ĐỊNH"), (2, "Điều 1", "Giao chỉ tiêu cho các thôn"), (2, "Điều 2", "Giao")],
    ),
}

KINDS = {
    "letterhead, title, body, closing, annex": [
        ("ỦY BAN NHÂN DÂN", "letterhead", None),
        ("XÃ PHÚ HÒA", "letterhead", None),
        ("Số: 12/KH-UBND", "letterhead", None),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "letterhead", None),
        ("Phú Hòa, ngày 03 tháng 02 năm 2023", "letterhead", None),
        ("KẾ HOẠCH", "title", None),
        ("Thực hiện công tác giảm nghèo", "title", None),
        ("trên địa bàn xã năm 2023", "title", None),
        ("Căn cứ Quyết định số 5/QĐ-UBND, xã lập kế hoạch như sau:", "paragraph", None),
        ("I. CHỈ TIÊU", "heading", 0),
        ("- Giảm 10 hộ nghèo.", "item", 0),
        ("[table]", "table", 0),
        ("1. Các thôn: Họp dân để bình xét hộ nghèo.", "paragraph", 1),
        ("Trên đây là kế hoạch của xã./.", "paragraph", 1),
        ("Nơi nhận:", "recipients", None),
        ("- UBND huyện;", "recipients", None),
        ("- CT, PCT UBND XÃ;", "recipients", None),
        ("- Lưu: VT.", "recipients", None),
        ("TM. ỦY BAN NHÂN DÂN", "signature", None),
        ("KT. CHỦ TỊCH", "signature", None),
        ("PHÓ CHỦ TỊCH", "signature", None),
        ("(Đã ký)", "signature", None),
        ("Lê Văn Tám", "signature", None),
        ("ỦY BAN NHÂN DÂN", "letterhead", None),
        ("XÃ PHÚ HÒA", "letterhead", None),
        ("BIỂU CHỈ TIÊU GIẢM NGHÈO", "title", 2),
        ("(Kèm theo Kế hoạch số 12/KH-UBND)", "title", 2),
        ("[table]", "table", 2),
        ("CHỈ TIÊU ĐÀO TẠO NGHỀ", "title", 3),
        ("[table]", "table", 3),
    ],
    "no letterhead, signature before recipients": [
        ("KẾ HOẠCH GIẢM NGHÈO NĂM 2022", "title", None),
        ("1. Mục đích", "heading", 0),
        ("Giúp hộ nghèo vươn lên.", "paragraph", 0),
        ("KT. CHỦ TỊCH", "signature", None),
        ("PHÓ CHỦ TỊCH", "signature", None),
        ("K' Brông", "signature", None),
        ("Nơi nhận:", "recipients", None),
        ("- Lưu: VT.", "recipients", None),
        ("PHỤ LỤC I", "title", 1),
        ("BIỂU TỔNG HỢP HỘ NGHÈO", "title", 1),
    ],
    "no title at all": [
        ("I. MỤC TIÊU", "heading", 0),
        ("Giảm nghèo nhanh.", "paragraph", 0),
    ],
    "a decision with its plan": [
        ("QUYẾT ĐỊNH", "title", None),
        ("VỀ VIỆC BAN HÀNH KẾ HOẠCH GIẢM NGHÈO", "title", None),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", "letterhead", None),
        ("Căn cứ Luật Tổ chức chính quyền địa phương;", "paragraph", None),
        ("Điều 1. Ban hành kèm theo Quyết định này Kế hoạch giảm nghèo.", "paragraph", 0),
        ("TM. ỦY BAN NHÂN DÂN", "signature", None),
        ("CHỦ TỊCH", "signature", None),
        ("KẾ HOẠCH", "title", 1),
        ("Giảm nghèo năm 2022", "title", 1),
        ("(Ban hành kèm theo Quyết định số 7/QĐ-UBND)", "title", 1),
        ("I. MỤC TIÊU", "heading", 2),
        ("Giảm 5 hộ nghèo.", "paragraph", 2),
    ],
}

LABELS = {
    "I. MỤC TIÊU": ("roman", "I", "MỤC TIÊU"),
    "IV- KINH PHÍ": ("roman", "IV", "KINH PHÍ"),
    "II/ Giải pháp": ("roman", "II", "Giải pháp"),
    "1. Mục tiêu": ("arabic1", "1", "Mục tiêu"),
    "1.Mục tiêu": ("arabic1", "1", "Mục tiêu"),
    "2) Chỉ tiêu": ("arabic1", "2", "Chỉ tiêu"),
    "2.1 Giảm nghèo": ("arabic2", "2.1", "Giảm nghèo"),
    "2.10. Phòng Nội vụ": ("arabic2", "2.10", "Phòng Nội vụ"),
    "2.3. 100% hộ nghèo": ("arabic2", "2.3", "100% hộ nghèo"),
    "3.1.2. Về nước": ("arabic3", "3.1.2", "Về nước"),
    "a) Mục tiêu": ("letter", "a", "Mục tiêu"),
    "đ. Nhà ở": ("letter", "đ", "Nhà ở"),
    "A. KẾT QUẢ": ("upper", "A", "KẾT QUẢ"),
    "Phụ lục số 01: Biểu": ("annex", "Phụ lục số 01", "Biểu"),
    "Điều 3. Thi hành": ("article", "Điều 3", "Thi hành"),
    "Chương II": ("chapter", "Chương II", ""),
}

NO_LABELS = [
    "2.881 khẩu",
    "01/3/2022 đã giảm",
    "15-20 lao động",
    "9.38 %",
    "v.v",
    "A Xáp",
    "1,5 triệu đồng",
    "Phần đấu giảm",
]


@pytest.mark.parametrize(("text", "expected"), SECTIONS.values(), ids=SECTIONS)
def test_sections(text: str, expected: list[tuple[int, str | None, str]]) -> None:
    assert rows(read_lines(text)) == expected


@pytest.mark.parametrize("lines", KINDS.values(), ids=KINDS)
def test_kinds(lines: list[tuple[str, str, int | None]]) -> None:
    document = read_lines("\n".join(line for line, _, _ in lines))
    found = [(line, block.kind, block.section_id) for (line, _, _), block in zip(lines, document.blocks, strict=True)]
    assert found == lines


@pytest.mark.parametrize(("text", "expected"), LABELS.items(), ids=LABELS)
def test_label(text: str, expected: tuple[str, str, str]) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.form, label.text, text[label.end :]) == expected


@pytest.mark.parametrize("text", NO_LABELS)
def test_no_label(text: str) -> None:
    assert parse_label(text) is None


def test_a_bold_target_stays_text() -> None:
    document = read_lines("2. Chỉ tiêu\n**2.1 Giảm tỷ lệ hộ nghèo: 2%, tương ứng 18 hộ\n(Có biểu kèm theo)")
    assert rows(document)[1] == (2, "2.1", "Giảm tỷ lệ hộ nghèo")
    assert document.blocks[1].kind == "paragraph"


def test_page_numbers_part_nothing() -> None:
    blocks = [Block(0, "paragraph", "1. Mục đích"), Block(1, "page_number", "2"), Block(2, "paragraph", "Giảm nghèo.")]
    document = outline(Document("text", "", tuple(blocks)))
    assert [block.kind for block in document.blocks] == ["heading", "page_number", "paragraph"]


def test_empty_document() -> None:
    assert outline(Document("text", "", ())).sections == ()


@pytest.mark.parametrize("name", REAL)
def test_text_and_docx_have_one_outline(plans: Path, name: str) -> None:
    text, docx = (read(plans / f"{name}.{form}") for form in ("txt", "docx"))
    assert rows(text) == rows(docx)
    assert len(text.sections) > 10


@pytest.mark.parametrize("name", REAL)
def test_sections_point_to_their_heading(plans: Path, name: str) -> None:
    document = read(plans / f"{name}.docx")
    assert document.sections
    for section in document.sections:
        assert document.blocks[section.block_id].section_id == section.section_id
        assert section.parent_id is None or document.sections[section.parent_id].depth == section.depth - 1
