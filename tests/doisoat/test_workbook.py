"""The workbook as Excel and LibreOffice see it: what it holds, what it reckons, and what it never runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
import regex
from lxml import etree

from doisoat import messages
from doisoat.export import workbook as room
from doisoat.export.sheet import TEXT_LIMIT, clean
from doisoat.export.workbook import layouts, write_workbook
from doisoat.outputs import find_datasets, walk
from doisoat.pipeline import extract_corpus

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "a\x00b\x1f\ufffe", "http://evil"]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def write_book(outputs: Path, target: Path, language: str = "vi", **options: int) -> Path:
    write_workbook(find_datasets(outputs), target, messages.load(language), **options)
    return target


@pytest.fixture(scope="module")
def book(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the shipped plans."""
    return write_book(shipped, tmp_path_factory.mktemp("book") / "doisoat.xlsx")


@pytest.fixture(scope="module")
def sheets(book: Path) -> dict[str, list[dict[str, object]]]:
    """Every sheet that has headings, as rows by heading; formulas are what they come to."""
    opened = openpyxl.load_workbook(book, data_only=True)
    found = {}
    for key, layout in layouts("vi").items():
        if layout.columns:
            heading, *rows = opened[layout.name].iter_rows(values_only=True)
            found[key] = [dict(zip(heading, row, strict=True)) for row in rows]
    return found


def test_sheets_are_those_of_the_layout(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    assert opened.sheetnames == [layout.name for layout in layouts("vi").values()]
    for layout in layouts("vi").values():
        sheet = opened[layout.name]
        assert len(layout.name) <= 31
        if layout.columns:
            assert sheet.freeze_panes == f"{'ABCD'[layout.frozen]}2"
            assert sheet.auto_filter.ref == sheet.dimensions
            assert sheet.column_dimensions["A"].width == pytest.approx(layout.columns[0].width, abs=1)


def test_every_row_is_there(shipped: Path, sheets: dict[str, list[dict[str, object]]]) -> None:
    names = [layout.dataset for key, layout in layouts("vi").items() if key in sheets and layout.dataset != "documents"]
    expected = dict.fromkeys(sheets, 0)
    for _, rows in walk(find_datasets(shipped), *names):
        for name in names:
            expected[name] += len(rows[name])
        expected["documents"] += 1
    assert {key: len(rows) for key, rows in sheets.items()} == expected


def test_values_are_as_in_the_datasets(shipped: Path, sheets: dict[str, list[dict[str, object]]]) -> None:
    figures = [figure for _, rows in walk(find_datasets(shipped), "figures") for figure in rows["figures"]]
    for figure, shown in zip(figures, sheets["figures"], strict=True):
        assert (shown["Giá trị"], shown["đến"]) == (figure["value"], figure["value_to"])
        assert (shown["Như trong văn bản"], shown["Mã con số"]) == (figure["literal"], figure["figure_id"])


@pytest.mark.parametrize(("unit", "value", "form"), [("%", 9.38, '0.00"%"'), ("hộ", 789, "#,##0")])
def test_number_formats(book: Path, unit: str, value: float, form: str) -> None:
    sheet = openpyxl.load_workbook(book)["Con số"]
    told = {row[2].number_format for row in sheet.iter_rows(min_row=2) if (row[4].value, row[2].value) == (unit, value)}
    assert told == {form}


def test_years_have_no_thousands(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["Con số"]
    assert {row[2].number_format for row in sheet.iter_rows(min_row=2) if row[5].value == "năm" and row[2].value} == {
        "0"
    }


def test_findings_lead_to_the_report(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["Phát hiện"]
    pattern = r'=HYPERLINK\("\.\./report/plans/[0-9a-f]{16}\.html#n\d+","Xem"\)'
    links = [row[2].value for row in sheet.iter_rows(min_row=2)]
    assert links
    assert all(regex.fullmatch(pattern, link) for link in links)


def test_a_village_table_stands_as_it_is_drawn(book: Path) -> None:
    rows = [list(row) for row in openpyxl.load_workbook(book)["Biểu theo thôn"].iter_rows(values_only=True)]
    at = next(number for number, row in enumerate(rows) if str(row[0]).startswith("suoi-trong-2021.docx"))
    heading, *lines = rows[at + 1 : rows.index([None] * len(rows[0]), at)]
    assert heading[:2] == ["Địa bàn", "Loại"]
    assert any(str(told).startswith("Tổng số hộ") for told in heading)
    total = next(line for line in lines if line[1] == "tổng cộng")
    households = next(number for number, told in enumerate(heading) if str(told).startswith("Tổng số hộ"))
    villages = [line[households] for line in lines if line[1] == "thôn"]
    assert len(villages) > 2
    assert sum(villages) == total[households]


def test_the_same_plans_give_the_same_bytes(shipped: Path, book: Path, tmp_path: Path) -> None:
    assert write_book(shipped, tmp_path / "again.xlsx").read_bytes() == book.read_bytes()


def test_a_workbook_in_english(shipped: Path, tmp_path: Path) -> None:
    opened = openpyxl.load_workbook(write_book(shipped, tmp_path / "book.xlsx", "en"), data_only=True)
    assert opened.sheetnames[:3] == ["Read first", "Documents", "Findings"]
    assert {row[1] for row in opened["Findings"].iter_rows(min_row=2, values_only=True)} <= {"ERROR", "WARNING", "NOTE"}


def test_a_sheet_that_is_full_goes_on(shipped: Path, tmp_path: Path) -> None:
    opened = openpyxl.load_workbook(write_book(shipped, tmp_path / "book.xlsx", row_limit=400), data_only=True)
    names = [name for name in opened.sheetnames if name.startswith("Con số")]
    figures = sum(len(rows["figures"]) for _, rows in walk(find_datasets(shipped), "figures"))
    assert len(names) == -(-figures // 399) > 2
    assert names == ["Con số", *(f"Con số ({number})" for number in range(2, len(names) + 1))]
    assert {opened[name].max_row for name in names[:-1]} == {400}
    assert {opened[name]["A1"].value for name in names} == {"Tệp"}
    listed = {row[0] for row in opened["Đọc trước"].iter_rows(values_only=True)}
    assert set(names) <= listed
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    checks = [book[name] for name in book.sheetnames if name.startswith("Phép kiểm")]
    formulas = [str(row[5]) for sheet in checks for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert all(any(f"'{name}'!" in formula for formula in formulas) for name in names)


@pytest.fixture
def hostile(tmp_path: Path, standin: ModuleType) -> Path:
    """The datasets of plans whose text would be a formula, a link or no XML."""
    corpus = tmp_path / "plans"
    corpus.mkdir()
    for number, text in enumerate([*HOSTILE, "=" + "ẩ" * 40_000]):
        (corpus / f"={number}.txt").write_text(f"{text} 12 {number}", "utf-8")
    extract_corpus(corpus, tmp_path / "outputs", understand=standin.understand)
    return tmp_path / "outputs"


def test_text_of_plans_is_never_a_formula(hostile: Path, tmp_path: Path) -> None:
    book = write_book(hostile, tmp_path / "book.xlsx")
    opened = openpyxl.load_workbook(book)
    texts = [row[17].value for row in opened["Chỉ tiêu"].iter_rows(min_row=2)]
    assert {row[17].data_type for row in opened["Chỉ tiêu"].iter_rows(min_row=2)} == {"s"}
    for text in HOSTILE[:4] + HOSTILE[6:7] + HOSTILE[8:]:
        assert any(told.startswith(text) for told in texts), text
    assert any(told.startswith("a\ufffdb\ufffd\ufffd") for told in texts)
    assert {len(told) for told in texts if len(told) > 1000} == {TEXT_LIMIT}
    for sheet in opened:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None or cell.hyperlink.location
                if cell.data_type == "f":
                    assert not any(text in str(cell.value) for text in ("calc", "evil", "1+1"))
    with zipfile.ZipFile(book) as package:
        for name in package.namelist():
            etree.fromstring(package.read(name))


def test_letters_beyond_the_first_plane_count_twice() -> None:
    told = clean("𝐀" * 20_000)
    assert len(told.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    assert told.endswith("[…]")


def uncache(book: Path, target: Path) -> Path:
    """The workbook without what its formulas come to, so that whoever opens it must reckon."""
    with zipfile.ZipFile(book) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bare:
        for name in package.namelist():
            data = package.read(name)
            if name.startswith("xl/worksheets/sheet"):
                root = etree.fromstring(data)
                for cell in root.iter(f"{MAIN}c"):
                    value = cell.find(f"{MAIN}v")
                    if cell.find(f"{MAIN}f") is not None and value is not None:
                        cell.remove(value)
                        cell.attrib.pop("t", None)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            bare.writestr(name, data)
    return target


@pytest.fixture(scope="module")
def reckoned(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as LibreOffice reckons it; skipped where its spreadsheet is not installed."""
    program = shutil.which("soffice")
    if program is None or not list(Path(program).resolve().parent.glob("libsc*lo.*")):
        pytest.skip("LibreOffice Calc is not installed")
    folder = tmp_path_factory.mktemp("office")
    bare = uncache(book, folder / "bare.xlsx")
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(folder / "out"), str(bare)],
        check=True, capture_output=True, timeout=180, env=os.environ | {"HOME": str(folder)},
    )  # fmt: skip
    return folder / "out" / "bare.xlsx"


def test_formulas_come_to_what_the_checks_say(book: Path, reckoned: Path) -> None:
    columns = {column.name: number for number, column in enumerate(layouts("vi")["checks"].columns)}
    formulas = openpyxl.load_workbook(book)["Phép kiểm"].iter_rows(min_row=2)
    values = openpyxl.load_workbook(reckoned, data_only=True)["Phép kiểm"].iter_rows(min_row=2, values_only=True)
    stored = openpyxl.load_workbook(book, data_only=True)["Phép kiểm"].iter_rows(min_row=2, values_only=True)
    live = 0
    for formula, value, told in zip(formulas, values, stored, strict=True):
        if formula[columns["agreement"]].value is None:
            continue
        live += 1
        assert value[columns["agreement"]] == told[columns["holds"]], told
        for name in ("stated", "computed"):
            if told[columns[name]] is not None:
                assert value[columns[name]] == pytest.approx(told[columns[name]], rel=1e-12), told
    assert live > 300


def test_counts_come_to_what_the_overview_says(book: Path, reckoned: Path) -> None:
    one, other = (
        [
            row[:2]
            for row in openpyxl.load_workbook(file, data_only=True)["Đọc trước"].iter_rows(max_row=12, values_only=True)
        ]
        for file in (book, reckoned)
    )
    assert [row for row in one if isinstance(row[1], int)] == [row for row in other if isinstance(row[1], int)]
    assert len([row for row in one if isinstance(row[1], int)]) == 9


def test_every_column_is_one_of_its_dataset() -> None:
    made = {"findings": {"message", "link"}, "checks": {"computed", "agreement"}}
    for key, layout in layouts("vi").items():
        for column in layout.columns:
            dataset, _, name = column.name.rpartition(".")
            assert name in room.types(dataset or layout.dataset) or name in made.get(key, ()), (key, column.name)
