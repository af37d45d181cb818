"""Texts as archives hold them: marks, broken paragraphs, and tables in every form a conversion leaves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extract.document import Block, Document, UnreadableError
from extract.readers.markdown import read_markdown
from extract.readers.text import decode, read_text


def read(text: str) -> Document:
    return read_text(text.encode())


def told(document: Document) -> list[str]:
    return [f"{block.table.rows}x{block.table.columns}" if block.table else block.text for block in document.blocks]


def table(text: str) -> Block:
    tables = [block for block in read(text).blocks if block.table]
    assert len(tables) == 1
    return tables[0]


@pytest.mark.parametrize(
    ("name", "text", "blocks"),
    [
        ("a line is a paragraph", "I. MỤC TIÊU\n1. Chung\nGiảm nghèo.", ["I. MỤC TIÊU", "1. Chung", "Giảm nghèo."]),
        ("marks go", "## **2. Yêu cầu**\n*Đối tượng*: **12 hộ**", ["2. Yêu cầu", "Đối tượng: 12 hộ"]),
        ("bold over a line end", "**KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH**", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("asterisks that are no marks stay", "Bằng 3 * 4 hộ (*) và 2*3*4", ["Bằng 3 * 4 hộ (*) và 2*3*4"]),
        ("an asterisk bullet of markdown", "**A**\n\n* Một;\n* Hai.", ["A", "- Một;", "- Hai."]),
        ("an asterisk of the plan itself", "* Ghi chú: số liệu cuối năm.", ["* Ghi chú: số liệu cuối năm."]),
        ("other bullets stay", "**A**\n- Một;\n+ Hai.", ["A", "- Một;", "+ Hai."]),
        ("escapes", "1\\. Mục tiêu\n\\- Giảm \\>1%", ["1. Mục tiêu", "- Giảm >1%"]),
        ("bookmarks, pictures, tags", "[bookmark: x1]9. Nước![](a.png)<span id='p'></span>", ["9. Nước"]),
        ("a break within a line", "UBND XÃ<br>NA HUM", ["UBND XÃ", "NA HUM"]),
        ("drawn lines", "UBND XÃ NA HUM\n-------\nSố: 5/KH-UBND", ["UBND XÃ NA HUM", "Số: 5/KH-UBND"]),
        (
            "blanks to fill in stay",
            "Số:       /KH-UBND\nXã A, ngày    tháng 01",
            ["Số:       /KH-UBND", "Xã A, ngày    tháng 01"],
        ),
        ("a page break", "hỗ trợ các hộ có\n\nnhu cầu vay vốn.", ["hỗ trợ các hộ có nhu cầu vay vốn."]),
        ("a page break with its number", "hộ có\n\n- 3 -\n\nnhu cầu.", ["hộ có nhu cầu.", "- 3 -"]),
        ("a page break before a date", "trước\n\nngày **10/8/2022**; sau", ["trước ngày 10/8/2022; sau"]),
        ("a closed paragraph", "Đã nêu trên.\n\nxem thêm.", ["Đã nêu trên.", "xem thêm."]),
        ("an item is no continuation", "các chỉ tiêu sau\n\nb) Hai", ["các chỉ tiêu sau", "b) Hai"]),
        ("a heading is no beginning", "## Mục tiêu\n\ngiảm nghèo.", ["Mục tiêu", "giảm nghèo."]),
        ("a meant line end", "Chương trình giảm nghèo  \nnăm 2021", ["Chương trình giảm nghèo", "năm 2021"]),
        ("form feeds", "số hộ là\f74 hộ.", ["số hộ là", "74 hộ."]),
        ("carriage returns", "Một.\r\nHai.\rBa.", ["Một.", "Hai.", "Ba."]),
        (
            "indented paragraphs are no table",
            "\t- Giảm 2%.\n\t- Cấp 100% thẻ.\n\t- Hết.",
            ["- Giảm 2%.", "- Cấp 100% thẻ.", "- Hết."],
        ),
        (
            "nor with blank lines between",
            "\tCăn cứ Nghị quyết của Hội đồng nhân dân xã;\n\n\tCăn cứ Quyết định của Ủy ban nhân dân huyện;\n\n\tHết.",
            ["Căn cứ Nghị quyết của Hội đồng nhân dân xã;", "Căn cứ Quyết định của Ủy ban nhân dân huyện;", "Hết."],
        ),
        (
            "a flattened letterhead",
            "\tỦY BAN NHÂN DÂN\nXÃ NA HUM\n\nSố:     /KH-UBND\n\tCỘNG HÒA XÃ HỘI\nĐộc lập - Tự do\n\nNa Hum, ngày",
            ["ỦY BAN NHÂN DÂN", "XÃ NA HUM", "Số:     /KH-UBND", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "Na Hum, ngày"],
        ),
        (
            "a letterhead parted by spaces",
            "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI\n  XÃ NA HUM               Độc lập - Tự do\nSố: 5/KH-UBND",
            ["ỦY BAN NHÂN DÂN", "XÃ NA HUM", "Số: 5/KH-UBND", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do"],
        ),
        (
            "labels before a tab",
            "1.\tMục tiêu\n2.\tYêu cầu\n3.\tKinh phí",
            ["1. Mục tiêu", "2. Yêu cầu", "3. Kinh phí"],
        ),
    ],
)
def test_paragraphs(name: str, text: str, blocks: list[str]) -> None:
    assert [block.replace("\t", " ") for block in told(read(text))] == blocks, name


FLAT = "\tTT\n\tThôn\n\tDân số\n\tHộ nghèo\nđầu năm\n\n\t\n\t\n\tHộ\n\tKhẩu\n\tHộ\n\t%\n\n"
FLAT_ROWS = "\t1\n\tNa Hum\n\t78\n\t283\n\t17\n\t21,79\n\n\t2\n\tPa Lin\n\t89\n\t330\n\t\n\t14,61\n\t\n\n"
FLAT_TOTAL = "\tTổng cộng\n\t167\n\t613\n\t30\n\t17,96\n\n"


@pytest.mark.parametrize(
    ("name", "text", "blocks"),
    [
        ("alone", FLAT + FLAT_ROWS + FLAT_TOTAL, ["5x6"]),
        (
            "between paragraphs",
            f"Biểu 1\n\n{FLAT}{FLAT_ROWS}{FLAT_TOTAL}\n\nII. KẾT QUẢ",
            ["Biểu 1", "5x6", "II. KẾT QUẢ"],
        ),
        (
            "close behind indented items",
            f"Căn cứ Luật.\n\t- Giảm 2%.\nc) Các thôn\n(Có biểu kèm theo)\n{FLAT}{FLAT_ROWS}",
            ["Căn cứ Luật.", "- Giảm 2%.", "c) Các thôn", "(Có biểu kèm theo)", "4x6"],
        ),
        ("close before a heading", f"{FLAT}{FLAT_ROWS.rstrip()}\nII. KẾT QUẢ", ["4x6", "II. KẾT QUẢ"]),
        (
            "before a signature",
            f"{FLAT}{FLAT_ROWS}{FLAT_TOTAL}\tNơi nhận:\n- Lưu: VT.\n\tTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
            ["5x6", "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        ),
        (
            "over a page, one row left",
            f"{FLAT}{FLAT_ROWS}\n\n7\n\n\t\n{FLAT_TOTAL}",
            ["5x6", "7"],
        ),
        ("over a page, its header repeated", f"{FLAT}{FLAT_ROWS}\n- 7 -\n\n{FLAT}{FLAT_ROWS}", ["6x6", "- 7 -"]),
        ("a group row", f"{FLAT}\tVùng cao\n\n{FLAT_ROWS}", ["5x6"]),
        ("a blank line in a cell", f"{FLAT}{FLAT_ROWS}".replace("\tPa Lin", "\tPa\n\nLin"), ["4x6"]),
        (
            "below a letterhead",
            f"\tUBND XÃ\n\tCỘNG HÒA\nĐộc lập\n\n{FLAT}{FLAT_ROWS}",
            ["UBND XÃ", "CỘNG HÒA", "Độc lập", "4x6"],
        ),
        (
            "another table close behind",
            f"{FLAT}{FLAT_ROWS}\n\n\tTT\n\tThôn\n\tLớp\n\n\t1\n\tNa Hum\n\t2\n\n\t2\n\tPa Lin\n\t3\n",
            ["4x6", "3x3"],
        ),
        (
            "a note behind an indent",
            f"{FLAT}{FLAT_ROWS}\tGhi chú: chưa kể hộ mới tách.\n",
            ["4x6", "Ghi chú: chưa kể hộ mới tách."],
        ),
    ],
)
def test_flattened_tables(name: str, text: str, blocks: list[str]) -> None:
    assert told(read(text)) == blocks, name


def test_a_flattened_table_keeps_the_lines_of_its_cells() -> None:
    cells = table(FLAT + FLAT_ROWS + FLAT_TOTAL).table
    assert cells is not None
    merged = {
        cell.text: (cell.row_span, cell.column_span) for cell in cells.cells if cell.row_span + cell.column_span > 2
    }
    assert merged == {"TT": (2, 1), "Thôn": (2, 1), "Dân số": (1, 2), "Hộ nghèo\nđầu năm": (1, 2), "Tổng cộng": (1, 2)}
    blank = [cell for cell in cells.cells if not cell.text]
    assert [(cell.row, cell.column, cell.is_header) for cell in blank] == [(3, 4, False)]


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        (
            "tabs, a row a line",
            "TT\tThôn\tHộ nghèo\t\n\t\tHộ\t%\n1\tNa Hum\t17\t21,79\n2\tPa Lin\t\t14,61",
            ["TT|Thôn|Hộ nghèo|", "||Hộ|%", "1|Na Hum|17|21,79", "2|Pa Lin||14,61"],
        ),
        (
            "tabs, a name broken over two lines",
            "TT\tThôn\tHộ\tKhẩu\n1\tNa\nHum\t78\t283\n2\tPa Lin\t89\t330\n3\tTà Pao\t128\t493",
            ["TT|Thôn|Hộ|Khẩu", "1|Na\nHum|78|283", "2|Pa Lin|89|330", "3|Tà Pao|128|493"],
        ),
        (
            "tabs, blank lines between",
            "TT\tThôn\tHộ\n\n1\tNa Hum\t78\n\n2\tPa Lin\t89\n",
            ["TT|Thôn|Hộ", "1|Na Hum|78", "2|Pa Lin|89"],
        ),
        (
            "two columns of tabs with figures",
            "Thôn\tHộ\nNa Hum\t78\nPa Lin\t89\nTà Pao\t128",
            ["Thôn|Hộ", "Na Hum|78", "Pa Lin|89", "Tà Pao|128"],
        ),
        (
            "pipes",
            "| **TT** | Thôn | Số hộ<br>nghèo |\n|---|:---:|---:|\n| 1 | Na Hum | 17 |\n| 2 | A \\| B | \\- |",
            ["TT|Thôn|Số hộ nghèo", "1|Na Hum|17", "2|A | B|-"],
        ),
        (
            "pipes, places of merged cells kept",
            "| TT | Thôn | Hộ nghèo | |\n|---|---|---|---|\n| | | Hộ | % |\n| 1 | Na Hum | 17 | 21,79 |",
            ["TT|Thôn|Hộ nghèo|", "||Hộ|%", "1|Na Hum|17|21,79"],
        ),
        (
            "a table of HTML in markdown",
            "<table><tr><th rowspan=2>TT</th><th rowspan='2'>Thôn</th><th colspan=\"2\"><b>Hộ nghèo</b></th></tr>\n"
            "<tr><td>Hộ</td><td>%</td></tr><tr><td>1</td><td>Na<br>Hum</td><td>17</td><td>21,79</td></tr></table>",
            ["TT|Thôn|Hộ nghèo|", "||Hộ|%", "1|Na Hum|17|21,79"],
        ),
        (
            "columns of spaces",
            "TT   Thôn          Số hộ   Số khẩu\n1    Na Hum           78       283\n2    Pa Lin           89\n"
            "3    Tà Pao          128       493\n4    Khe Mây          90       366\n",
            ["TT|Thôn|Số hộ|Số khẩu", "1|Na Hum|78|283", "2|Pa Lin|89|", "3|Tà Pao|128|493", "4|Khe Mây|90|366"],
        ),
        (
            "columns of spaces, a header of two levels",
            "TT   Thôn          Số hộ      Hộ nghèo\n                   đầu năm   Hộ       %\n"
            "1    Na Hum           78      17   21,79\n2    Pa Lin           89      13   14,61\n"
            "3    Tà Pao          128      11    8,59\n",
            [
                "TT|Thôn|Số hộ đầu năm|Hộ nghèo|",
                "|||Hộ|%",
                "1|Na Hum|78|17|21,79",
                "2|Pa Lin|89|13|14,61",
                "3|Tà Pao|128|11|8,59",
            ],
        ),
    ],
)
def test_tables_of_lines(name: str, text: str, rows: list[str]) -> None:
    block = table(f"Biểu 01\n\n{text}\n\nHết.")
    assert block.table is not None
    texts = [[""] * block.table.columns for _ in range(block.table.rows)]
    for cell in block.table.cells:
        texts[cell.row][cell.column] = cell.text
    assert ["|".join(row) for row in texts] == rows, name
    assert block.text == block.table.text()


def test_two_tables_close_to_each_other_stay_apart() -> None:
    first = "TT\tThôn\tHộ\n1\tNa Hum\t78\n2\tPa Lin\t89\n"
    assert told(read(f"{first}Biểu 02\n{first.replace('Hộ', 'Lớp')}")) == ["3x3", "Biểu 02", "3x3"]


WRAPPED = """Năm qua xã đã tập trung nguồn lực cho các thôn vùng cao, nhờ vậy đời
sống của nhiều hộ khá lên rõ rệt và số hộ nghèo giảm còn 58 hộ, bằng
7,35% tổng số hộ. Kết quả này có được là nhờ sự chung tay của các đoàn
thể và Nhân dân trong xã.

- Tiếp tục giúp các hộ có lao động vay vốn, học nghề, chuyển đổi giống
cây trồng hợp với đất đai của từng thôn;

- Sửa nhà cho hộ già yếu.

UBND XÃ NA HUM
CHỦ TỊCH"""


def test_lines_broken_by_a_printer_are_joined() -> None:
    blocks = told(read(WRAPPED))
    assert len(blocks) == 5
    assert blocks[0].startswith("Năm qua")
    assert "còn 58 hộ, bằng 7,35%" in blocks[0]
    assert blocks[0].endswith("Nhân dân trong xã.")
    assert blocks[1].endswith("chuyển đổi giống cây trồng hợp với đất đai của từng thôn;")
    assert blocks[2:] == ["- Sửa nhà cho hộ già yếu.", "UBND XÃ NA HUM", "CHỦ TỊCH"]


def test_hints_of_markdown() -> None:
    blocks = read("### **III. TỔ CHỨC**\n\n**1. Thôn:** rà soát.\n\n**KẾ HOẠCH** \n\nSố: 5").blocks
    assert [(block.level, block.is_bold) for block in blocks] == [(3, True), (None, False), (None, True), (None, False)]


def test_blocks_are_numbered_and_of_known_kinds() -> None:
    document = read("2\n\nMột.\n\nTT\tThôn\tHộ\n1\tNa Hum\t78\n\nTrang 3/4\n\nHai.")
    assert [(block.block_id, block.kind) for block in document.blocks] == [
        (0, "page_number"),
        (1, "paragraph"),
        (2, "table"),
        (3, "page_number"),
        (4, "paragraph"),
    ]
    assert (document.format, document.sections) == ("text", ())


def test_markdown_by_name_needs_no_other_mark() -> None:
    document = read_markdown("* Giảm 2%.".encode())
    assert (document.format, told(document)) == ("markdown", ["- Giảm 2%."])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    for mark in ("\ufeff", "") if encoding in ("utf-16-le", "utf-16-be") else ("",):
        assert told(read_text(f"{mark}Hộ nghèo".encode(encoding))) == ["Hộ nghèo"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a legacy code page", "H\xe9 ngh\xe8o".encode("cp1252"), "save it again as UTF-8"),
        ("binary noise", bytes(range(256)), "save it again as UTF-8"),
        ("zero bytes", b"Thon\x00A", "control characters"),
        ("Cyrillic", "В деревне 74 двора".encode("koi8-r"), "save it again as UTF-8"),
        ("half a UTF-16 character", b"\xff\xfea", "not UTF-16"),
        ("nothing", b" \n\t\n", "no text"),
    ],
)
def test_what_cannot_be_read(name: str, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        decode(data)


@pytest.mark.parametrize(
    ("plan", "tables"),
    [
        ("hong-thuong-2021", ["10x8", "10x6"]),
        ("huong-tra-2022", []),
        ("long-an-2024", ["11x9"]),
        ("son-trung-2023", ["14x15"]),
        ("tam-duong-2021", []),
    ],
)
def test_tables_of_the_real_plans(plans: Path, plan: str, tables: list[str]) -> None:
    document = read_text((plans / f"{plan}.txt").read_bytes())
    assert [f"{block.table.rows}x{block.table.columns}" for block in document.blocks if block.table] == tables
    assert not any("*" in block.text or "[bookmark" in block.text for block in document.blocks)


def test_no_digit_of_the_real_plans_is_lost(plans: Path) -> None:
    for path in sorted(plans.glob("*.txt")):
        source = path.read_text("utf-8")
        kept = "".join(block.text for block in read_text(path.read_bytes()).blocks)
        count = {digit: source.replace("loai_1_name", "").count(digit) for digit in "0123456789"}
        assert {digit: kept.count(digit) for digit in count} == count, path.name


@pytest.mark.parametrize(
    "page",
    [
        "Đoạn văn  có hai   khoảng trắng    liền nhau, dài vừa phải\n" * 40,
        "\t- Giảm 2% số hộ\n" * 40,
        "\t- Giảm 2% số hộ\n\n" * 20,
        "**\n* Một *\n_ \\* [x]( ![ <!-- \n" * 10,
        "1    Na Hum   78   283\n" * 40,
        "12\n\n" * 20,
    ],
)
def test_two_hundred_pages_take_no_time(page: str) -> None:
    data = (page * 200).encode()
    start = time.perf_counter()
    read_text(data)
    assert time.perf_counter() - start < 20


PRINTED = """
ỦY BAN NHÂN DÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  XÃ NA HUM                          Độc lập - Tự do - Hạnh phúc

Số:     /KH-UBND                    Na Hum, ngày    tháng 01 năm 2021

      Xã hiện có 789 hộ với 2.881 khẩu sống ở bảy thôn, thôn xa nhất cách trung
tâm 14 cây số; trong số đó 74 hộ thuộc diện nghèo, tức 9,38%. Nhiều hộ
trong số này chưa có đất sản xuất, một số hộ lại thiếu người làm nên khó
tự mình thoát nghèo.
                                        2
   - Giảm 18 hộ trong năm, trước hết ở các thôn có nhiều hộ chưa được dùng
nước sạch.
"""


def test_a_text_printed_from_pages() -> None:
    document = read(PRINTED)
    assert [block.text for block in document.blocks][:6] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ NA HUM",
        "Số:     /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Na Hum, ngày    tháng 01 năm 2021",
    ]
    assert [(block.kind, block.text[:8], block.text[-12:]) for block in document.blocks][6:] == [
        ("paragraph", "Xã hiện ", " thoát nghèo."[-12:]),
        ("page_number", "2", "2"),
        ("paragraph", "- Giảm 1", "g nước sạch."),
    ]
