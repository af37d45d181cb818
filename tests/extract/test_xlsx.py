"""The readers of workbooks: numbers as they are shown, sheets taken apart into paragraphs and tables."""

from __future__ import annotations

import io
import random
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from extract.document import Document, UnreadableError
from extract.gather import gather
from extract.read import read
from extract.readers import sheet as sheets
from extract.readers import xlsx
from extract.readers.number_format import BUILT_IN, show_number, show_text
from extract.readers.sheet import Sheet, SheetCell, lay_sheet
from extract.readers.xls import read_xls
from extract.readers.xlsx import read_xlsx

SMALL_FILES = Path(__file__).resolve().parents[1] / "readers"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

ACCOUNTING = BUILT_IN[41]
SHOWN = [
    ("0.5", "0.00", "0.50"),
    ("0.5", "General", "0.5"),
    ("1545", "#,##0", "1,545"),
    ("1234567.891", "#,##0.00", "1,234,567.89"),
    ("0.033", "0.00%", "3.30%"),
    ("0.125", "0%", "13%"),
    ("3.7999999999999998", "General", "3.8"),
    ("3.7999999999999998", "0.0", "3.8"),
    ("0.005", "0.00", "0.01"),
    ("2.675", "0.00", "2.68"),
    ("9.37942382813", "General", "9.379423828"),
    ("123456789012", "General", "123456789012"),
    ("1E-12", "General", "1E-12"),
    ("-12", "0", "-12"),
    ("-12", "#,##0;(#,##0)", "(12)"),
    ("-12.3", "0.00_);[Red](0.00)", "(12.30)"),
    ("0", ACCOUNTING, "-"),
    ("1545", ACCOUNTING, "1,545"),
    ("0", '0;-0;"không"', "không"),
    ("5", ";;;", ""),
    ("5", "00", "05"),
    ("5", '0" hộ"', "5 hộ"),
    ("5", "0\\ \\h\\ộ", "5 hộ"),
    ("12", 'General" hộ"', "12 hộ"),
    ("3.125", "0.##", "3.13"),
    ("0", "#,###", ""),
    ("1234567", "#,##0,", "1,235"),
    ("123456789", "000-000-000", "123-456-789"),
    ("12345", "0.00E+00", "1.23E+04"),
    ("0.75", "# ?/?", "3/4"),
    ("1.5", "# ?/?", "1 1/2"),
    ("1234.5", "[$₫-42A] #,##0.00", "₫ 1,234.50"),
    ("12", '[>=10]"nhiều";"ít"', "nhiều"),
    ("3", '[>=10]"nhiều";"ít"', "ít"),
    ("44562", "dd/mm/yyyy", "01/01/2022"),
    ("44562", BUILT_IN[14], "01/01/2022"),
    ("44562", '"ngày "d" tháng "m" năm "yyyy', "ngày 1 tháng 1 năm 2022"),
    ("44562.75", "yyyy-mm-dd hh:mm:ss", "2022-01-01 18:00:00"),
    ("44562.75", "h:mm AM/PM", "6:00 PM"),
    ("1.5", "[h]:mm", "36:00"),
    ("61", "d/m/yyyy", "1/3/1900"),
    ("59", "d/m/yyyy", "28/2/1900"),
    ("4000000", "dd/mm/yyyy", "4000000"),
    ("1E+999999", "0", "1E+999999"),
]


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_a_number_as_it_is_shown(value: str, code: str, shown: str) -> None:
    assert show_number(Decimal(value), code) == shown


def test_a_day_counted_from_1904() -> None:
    assert show_number(Decimal(43100), "dd/mm/yyyy", is_1904=True) == "01/01/2022"


@pytest.mark.parametrize(
    ("code", "shown"), [("@", "Na"), ('"Bản "@', "Bản Na"), ("0.00", "Na"), ('0;0;0;"("@")"', "(Na)")]
)
def test_words_as_they_are_shown(code: str, shown: str) -> None:
    assert show_text("Na", code) == shown


FORMATS = ["General", "0.00", "#,##0", "0.00%", "dd/mm/yyyy"]
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    + "".join(f'<numFmt numFmtId="{170 + at}" formatCode="{code}"/>' for at, code in enumerate(FORMATS))
    + '</numFmts><fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font><font><b/></font></fonts>'
    '<borders><border/><border><left style="thin"/><right style="thin"/></border></borders><cellXfs>'
    + "".join(f'<xf numFmtId="{170 + at}" fontId="0" borderId="0"/>' for at in range(len(FORMATS)))
    + '<xf numFmtId="0" fontId="1" borderId="0"/><xf numFmtId="0" fontId="0" borderId="1"/>'
    '<xf numFmtId="0" fontId="2" borderId="0"/></cellXfs></styleSheet>'
)
LEGACY, RULED, BOLD = 5, 6, 7


def c(place: str, value: object = "", style: int = 0, kind: str = "", inside: str = "") -> str:
    """A cell: a number as it is stored, or words."""
    if not inside and isinstance(value, str):
        kind, inside = kind or "inlineStr", f"<is><t>{value}</t></is>" if value else ""
    told = f' t="{kind}"' if kind and inside else ""
    return (
        f'<c r="{place}" s="{style}"{told}>{inside or f"<v>{value}</v>"}</c>'
        if value != "" or inside
        else f'<c r="{place}" s="{style}"/>'
    )


def row(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}" {attributes}>{"".join(cells)}</row>'


def relations_of(own: str, kind: str, target: str) -> str:
    relation = f'<Relationship Id="{own}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f"<Relationships {RELATIONSHIPS}>{relation}</Relationships>"


def make_xlsx(
    *rows: str, after: str = "", columns: str = "", strings: str = "", others: dict[str, str] | None = None,
    states: tuple[str, ...] = ("visible",), book: str = "",
) -> bytes:  # fmt: skip
    """A workbook whose sheets all hold these rows."""
    parts = {f"r{at}": ("worksheet", f"worksheets/sheet{at}.xml") for at in range(len(states))}
    parts |= {"rs": ("styles", "styles.xml"), "rt": ("sharedStrings", "sharedStrings.xml")}
    relations = "".join(
        f'<Relationship Id="{own}" Type="{OFFICE}/{kind}" Target="{name}"/>' for own, (kind, name) in parts.items()
    )
    named = "".join(
        f'<sheet name="S{at}" sheetId="{at + 1}" state="{state}" r:id="r{at}"/>' for at, state in enumerate(states)
    )
    files = {
        "_rels/.rels": relations_of("r", "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONSHIPS}>{relations}</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }  # fmt: skip
    for at in range(len(states)):
        files[f"xl/worksheets/sheet{at}.xml"] = (
            f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
            f"{after}</worksheet>"
        )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (files | (others or {})).items():
            archive.writestr(name, text)
    return held.getvalue()


def told(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


CELL_CASES = {
    "a number under its format": (c("A1", 0.5, 1), "0.50"),
    "thousands": (c("A1", 1545, 2), "1,545"),
    "a percentage": (c("A1", 0.033, 3), "3.30%"),
    "a day": (c("A1", 44562, 4), "01/01/2022"),
    "a word": (c("A1", "Na Hum"), "Na Hum"),
    "a word of the shared strings": (c("A1", "x", kind="s", inside="<v>0</v>"), "Hộ nghèo"),
    "a string that is not there": (c("A1", "x", kind="s", inside="<v>99</v>"), ""),
    "the value of a formula": (c("A1", "x", 1, inside="<f>SUM(B1:B9)</f><v>12</v>"), "12.00"),
    "the words of a formula": (c("A1", "x", kind="str", inside='<f>"a"</f><v>Cộng</v>'), "Cộng"),
    "true or false": (c("A1", "x", kind="b", inside="<v>1</v>"), "TRUE"),
    "a day in ISO 8601": (c("A1", "x", 4, kind="d", inside="<v>2022-01-01</v>"), "01/01/2022"),
    "an error": (c("A1", "x", kind="e", inside="<v>#DIV/0!</v>"), "#DIV/0!"),
    "a legacy font": (c("A1", "Hé nghÌo", LEGACY), "Hộ nghèo"),
    "runs in two fonts": (
        c("A1", "x", kind="inlineStr", inside='<is><r><rPr><rFont val=".VnTime"/></rPr><t>Hé </t></r><r><rPr>'
          '<rFont val="Arial"/></rPr><t>Ré</t></r><rPh><t>ho</t></rPh></is>'),
        "Hộ Ré",
    ),
    "an escaped character": (c("A1", "a_x000D_b"), "ab"),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "shown"), CELL_CASES.values(), ids=CELL_CASES)
def test_a_cell(cell: str, shown: str) -> None:
    document = read_xlsx(make_xlsx(row(1, cell), strings="<si><t>Hộ nghèo</t></si>"))
    assert told(document) == ([shown] if shown else [])


def grid(*lines: str) -> list[str]:
    """Rows of a sheet from lines of cells parted by `|`; `=` before a cell rules it, `*` makes it bold."""
    rows = []
    for at, line in enumerate(lines, start=1):
        cells = []
        for column, text in zip("ABCDEFGHIJ", line.split("|"), strict=False):
            style = RULED if text.startswith("=") else BOLD if text.startswith("*") else 0
            text = text.strip("=*")
            value = int(text) if text.isdigit() else text
            if text or style == RULED:
                cells.append(c(f"{column}{at}", value, style))
        rows.append(row(at, *cells))
    return rows


TITLE = ["*BIỂU GIAO CHỈ TIÊU NĂM 2023", "|||(Kèm theo Kế hoạch số 12/KH-UBND)"]
HEAD, DATA = ["TT|Thôn|Hộ nghèo|Tỷ lệ"], ["1|Na Hum|12|5", "2|Pa Lin|9|4", "|Cộng|21|9"]
RULED_ROWS = ["=TT|=Thôn|=Hộ nghèo", "=1|=Na Hum|=12", "=2|=Pa Lin|=9"]

SHEET_CASES = {
    "a title above, a remark below": (
        [*TITLE, *HEAD, *DATA, "Ghi chú: số liệu rà soát"],
        ["p BIỂU GIAO CHỈ TIÊU NĂM 2023", "p (Kèm theo Kế hoạch số 12/KH-UBND)", "t 4x4", "p Ghi chú: số liệu rà soát"],
    ),
    "blank rows between them": (
        [TITLE[0], "", *HEAD, *DATA, "", "Ghi chú"],
        ["p BIỂU GIAO CHỈ TIÊU NĂM 2023", "t 4x4", "p Ghi chú"],
    ),
    "two tables": ([*HEAD, *DATA, "", "Biểu 2", *HEAD, *DATA], ["t 4x4", "p Biểu 2", "t 4x4"]),
    "a letterhead beside, a signature below": (
        ["UBND XÃ A|||CỘNG HÒA", "Số: 1/KH-UBND|||ngày 1 tháng 2 năm 2023", "", *HEAD, *DATA, "Nơi nhận|||CHỦ TỊCH"],
        ["t 2x2", "t 4x4", "t 1x2"],
    ),
    "a ruled grid, whatever stands beside": (
        ["UBND XÃ|CỘNG HÒA|x", *RULED_ROWS, "Nơi nhận|CHỦ TỊCH|x"],
        ["t 1x3", "t 3x3", "t 1x3"],
    ),
    "a row nobody ruled": ([*RULED_ROWS, "3|Tà Pao|7"], ["t 4x3"]),
    "a blank ruled row parts nothing": ([*RULED_ROWS[:2], "=|=|=", RULED_ROWS[2]], ["t 3x3"]),
    "two ruled grids side by side": (
        [f"{line}||{other}" for line, other in zip(RULED_ROWS, ["=Bản|=Hộ", "=Lò|=5", "=Sủ|=6"], strict=True)],
        ["t 3x3", "t 3x2"],
    ),
    "words alone": (["KẾ HOẠCH", "", "Giảm 12 hộ."], ["p KẾ HOẠCH", "p Giảm 12 hộ."]),
    "nothing": ([""], []),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "found"), SHEET_CASES.values(), ids=SHEET_CASES)
def test_a_sheet_taken_apart(lines: list[str], found: list[str]) -> None:
    blocks = read_xlsx(make_xlsx(*grid(*lines))).blocks
    assert [
        f"t {block.table.rows}x{block.table.columns}" if block.table else f"p {block.text}" for block in blocks
    ] == found
    assert [block.block_id for block in blocks] == list(range(len(blocks)))


def test_a_bold_title() -> None:
    assert [block.is_bold for block in read_xlsx(make_xlsx(*grid("*KẾ HOẠCH", "", "a"))).blocks] == [True, False]


def test_merged_cells() -> None:
    rows = grid("=TT|=Thôn|=Hộ nghèo|=", "=|=|=Số hộ|=%", "=1|=Na Hum|=12|=5")
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in ("A1:A2", "B1:B2", "C1:D1", "A1:XFD1048576", "x"))
    (block,) = read_xlsx(make_xlsx(*rows, after=f"<mergeCells>{merges}</mergeCells>")).blocks
    assert block.table is not None
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in block.table.cells][:5] == [
        (0, 0, 2, 1, "TT"),
        (0, 1, 2, 1, "Thôn"),
        (0, 2, 1, 2, "Hộ nghèo"),
        (1, 2, 1, 1, "Số hộ"),
        (1, 3, 1, 1, "%"),
    ]


def test_a_title_drawn_into_the_grid_is_a_paragraph() -> None:
    rows = grid("=Biểu số 1|=|=", *RULED_ROWS)
    document = read_xlsx(make_xlsx(*rows, after='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'))
    assert [block.kind for block in document.blocks] == ["paragraph", "table"]


def test_what_is_hidden_is_left_out_and_told() -> None:
    rows = [
        row(1, c("A1", "Thôn"), c("B1", "ẩn"), c("C1", "Hộ"), c("D1", "%")),
        row(2, c("A2", "Na Hum"), c("B2", 99), c("C2", 12), c("D2", 5)),
        row(3, c("A3", "Pa Lin"), c("B3", 99), c("C3", 9), c("D3", 4), attributes='hidden="1"'),
        row(4, c("A4", "Tà Pao"), c("B4", 99), c("C4", 7), c("D4", 3)),
    ]
    data = make_xlsx(
        *rows, columns='<col min="2" max="2" hidden="1"/>', states=("visible", "hidden", "veryHidden"),
    )  # fmt: skip
    document = read_xlsx(data)
    assert told(document) == ["Thôn\tHộ\t%\nNa Hum\t12\t5\nTà Pao\t7\t3"]
    assert document.reader == "xlsx (lxml); hidden and left out: 2 sheets, 1 rows, 1 columns"


def test_formulas_never_computed_are_told() -> None:
    document = read_xlsx(make_xlsx(row(1, c("A1", "x", inside="<f>1+1</f>"), c("B1", "Cộng"))))
    assert document.reader == "xlsx (lxml); formulas without a stored value: 1"


def test_days_from_1904() -> None:
    document = read_xlsx(make_xlsx(row(1, c("A1", 43100, 4)), book='<workbookPr date1904="1"/>'))
    assert told(document) == ["01/01/2022"]


def test_strict_files() -> None:
    data = make_xlsx(row(1, c("A1", 0.5, 1)))
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            new.writestr(
                name, text.replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            )
    assert told(read_xlsx(held.getvalue())) == ["0.50"]


def test_names_of_parts_in_another_case() -> None:
    data = make_xlsx(row(1, c("A1", "x", kind="s", inside="<v>0</v>")), strings="<si><t>Hộ</t></si>")
    assert told(read_xlsx(data.replace(b"xl/sharedStrings.xml", b"xl/SHAREDstrings.xml"))) == ["Hộ"]
    with pytest.raises(UnreadableError, match="words of its cells"):
        read_xlsx(data.replace(b"xl/sharedStrings.xml", b"xl/somethingElse.xml"))


def test_text_boxes() -> None:
    drawn = "http://schemas.openxmlformats.org/drawingml/2006/main"
    others = {
        "xl/worksheets/_rels/sheet0.xml.rels": relations_of("d", "drawing", "../drawings/d.xml"),
        "xl/drawings/d.xml": f'<w xmlns:a="{drawn}"><a:p><a:r><a:t>Hộp</a:t></a:r><a:r><a:t> 12</a:t></a:r></a:p></w>',
    }  # fmt: skip
    assert told(read_xlsx(make_xlsx(row(1, c("A1", "a")), after='<drawing r:id="d"/>', others=others))) == [
        "a",
        "Hộp 12",
    ]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_xlsx(*grid(*HEAD, *DATA))
    monkeypatch.setattr(xlsx, "CELLS_LIMIT", 10)
    with pytest.raises(UnreadableError, match="more than any plan"):
        read_xlsx(data)
    monkeypatch.setattr(sheets, "PLACES_LIMIT", 3)
    with pytest.raises(UnreadableError, match="merges"):
        lay_sheet(Sheet({(0, 0): SheetCell("a"), (9, 9): SheetCell("b")}, [(0, 0, 8, 8)]))


def test_damage_anywhere_is_told_or_read() -> None:
    chance = random.Random(11)
    files = [
        (read_xlsx, make_xlsx(*grid(*TITLE, *HEAD, *DATA))),
        (read_xls, next(SMALL_FILES.glob("*.xls")).read_bytes()),
    ]
    for reader, data in files:
        outcomes = set()
        for _ in range(120):
            mutant = bytearray(data)
            for _ in range(chance.randint(1, 6)):
                mutant[chance.randrange(len(mutant))] = chance.randrange(256)
            try:
                outcomes.add(reader(bytes(mutant)).format)
            except UnreadableError:
                outcomes.add("told")
        assert outcomes == {reader.__name__.removeprefix("read_"), "told"}


def test_an_old_workbook() -> None:
    """Formats, merges, two fonts in a cell, a hidden sheet and a hidden column."""
    document = read_xls((SMALL_FILES / "formats-and-hidden.xls").read_bytes())
    assert document.reader.endswith("; hidden and left out: 1 sheets, 1 columns")
    assert told(document) == [
        "BIỂU CHỈ TIÊU GIẢM NGHÈO NĂM 2024",
        "Đơn vị tính: hộ",
        "TT\tBản\tTổng số hộ\tHộ nghèo đầu năm 2024\t\tNgày rà soát\n"
        "\t\t\tSố hộ\tTỷ lệ %\t\n"
        "1\tNà Pheo\t1,545\t77\t0.50\t04/01/2024\n"
        "2\tPá Lóm\t202\t-\t0.00\t05/01/2024",
        "Ghi chú: hộ nghèo",
    ]


def test_a_lone_sheet_aims_at_the_year_it_leads_through(tmp_path: Path) -> None:
    lines = [
        "TT|Thôn|Hộ nghèo cuối năm 2022|Giảm hộ nghèo trong năm 2023|Hộ nghèo cuối năm 2023",
        "1|Na Hum|12|3|9",
        "2|Pa Lin|9|2|7",
    ]
    (tmp_path / "a.xlsx").write_bytes(make_xlsx(*grid(*lines)))
    stats = gather(read(tmp_path / "a.xlsx")).village_stats
    assert [(stat.facets.year, stat.facets.aspect, stat.facets.stance) for stat in stats[:3]] == [
        (2022, "level", "reported"),
        (2023, "decrease", "target"),
        (2023, "level", "target"),
    ]


def test_a_real_sheet_has_the_stats_of_its_plan(plans: Path) -> None:
    one, other = (gather(read(plans / f"son-trung-2023.{form}")).village_stats for form in ("txt", "xlsx"))
    assert one
    assert [(s.place, s.place_kind, s.facets, s.value, s.literal) for s in other] == [
        (s.place, s.place_kind, s.facets, s.value, s.literal) for s in one
    ]
