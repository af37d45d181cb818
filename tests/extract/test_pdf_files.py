"""Whole PDF files: turned pages, form fields, pictures, locked, damaged and long ones, and the real plans."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pypdfium2 import PdfDocument

from doisoat.pipeline import extract_plan
from doisoat.sources import make_source
from extract.document import Block, Document, UnreadableError, tell_faults
from extract.read import read
from extract.readers.pdf import read_pdf, reader
from extract.readers.pdf.frame import Frame
from extract.readers.pdf.lines import Line, Word
from extract.readers.pdf.mined import Mine
from extract.readers.pdf.page import Page, read_page
from extract.readers.pdf.pictured import is_picture

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


@pytest.mark.parametrize(
    ("written", "pictured", "form"), [(2, 1, "pdf"), (1, 2, "scan"), (3, 0, "pdf")], ids=["a few", "most", "none"]
)
def test_pages_that_are_pictures_go_to_ocr(
    written: int, pictured: int, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line((Word("Đọc", 80, 110, False), Word("bằng", 114, 150, False), Word("OCR.", 154, 180, False)), 100, 13)
    frame = Frame(0, 0, 595, 842)
    monkeypatch.setattr(reader, "read_as_picture", lambda pdf, number: Page(number, frame, frame, (line,)))
    sheets = [
        *(Sheet().lines(80, 100, [FULL, "hết."]) for _ in range(written)),
        *(Sheet().picture() for _ in range(pictured)),
    ]
    document = read_sheets(*sheets)
    assert document.format == form
    assert texts(document).count("Đọc bằng OCR.") == pictured


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (Sheet().picture(), True),
        (Sheet().picture(0.2).lines(80, 100, [FULL]), False),
        (Sheet().picture().lines(80, 100, ["Ho ngheo cua xa theo chuan moi " * 3]), True),
        (Sheet().picture().lines(80, 100, [FULL]), False),
        (
            Sheet().lines(
                80, 100, ["\uf041\uf042\uf043 \uf044\uf045 Hộ nghèo của xã theo chuẩn mới năm nay \uf046" * 2]
            ),
            False,
        ),
        (Sheet().lines(80, 100, ["\uf041\uf042\uf043\uf044\uf045 abc " * 20]), True),
        (Sheet(), False),
    ],
    ids=[
        "picture",
        "small picture",
        "text layer without marks",
        "good text layer",
        "symbols",
        "letters unknown",
        "blank",
    ],
)
def test_worth_of_a_text_layer(sheet: object, expected: bool) -> None:
    pdf = PdfDocument(write_pdf(sheet))
    page = read_page(pdf[0], 1, Mine(b""))
    pdf.close()
    assert is_picture(page) == expected


def test_file_of_pictures_goes_to_the_reader_of_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = Document("scan", "scan", (Block(0, "paragraph", "Đọc bằng OCR."),))
    monkeypatch.setattr(reader, "read_as_scan", lambda data: scan)
    assert read_sheets(Sheet().picture(), Sheet().picture()) is scan


def without_page(data: bytes, number: int) -> bytes:
    """The file with the object of a page overwritten."""
    place = [found.start() for found in re.finditer(rb"/Type/Page/Parent", data)][number - 1]
    return data[:place] + b"/Type/Lost" + data[place + 10 :]


def test_a_damaged_page_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    pages = [Sheet().lines(80, 100, [FULL, f"còn {page} hộ."]) for page in range(1, 5)]
    file.write_bytes(without_page(without_page(write_pdf(*pages), 3), 2))
    document = read(file)
    assert texts(document) == [f"{FULL} còn 1 hộ.", f"{FULL} còn 4 hộ."]
    assert (document.pages, [fault.page for fault in document.faults]) == (4, [2, 3])
    extracted = extract_plan(make_source(file, file))
    (row,) = extracted.batches["documents"].to_pylist()
    assert row["status"] == "partial"
    assert row["error"].startswith("Pages 2, 3 could not be read. It is damaged: get a fresh copy")
    assert extracted.batches["figures"].column("page").to_pylist() == [1, 4]


def test_a_file_of_damaged_pages_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(without_page(write_pdf(Sheet().lines(80, 100, [FULL])), 1))
    with pytest.raises(UnreadableError, match="damaged"):
        read(file)


def test_pictures_among_text_without_ocr_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.scanned.ocr.find_models", lambda: None)
    document = read_sheets(Sheet().lines(80, 100, [FULL, "hết."]), Sheet().picture(), Sheet().picture())
    assert texts(document) == [f"{FULL} hết."]
    told = tell_faults(document.faults)
    assert told.startswith("Pages 2, 3 could not be read. Scans are read by Tesseract")
    assert "tesseract" in told.removeprefix("Pages 2, 3 could not be read. Scans are read by Tesseract").lower()


def test_a_scanned_page_among_printed_ones_is_read(tesseract: None, corpus: Path) -> None:
    mixed, scanned = PdfDocument(corpus / "vinh-khe-2023.pdf"), PdfDocument(corpus / "vinh-khe-2023.scan.pdf")
    mixed.del_page(1)
    mixed.import_pages(scanned, [1])
    buffer = io.BytesIO()
    mixed.save(buffer)
    document = read_pdf(buffer.getvalue())
    whole = read_pdf((corpus / "vinh-khe-2023.pdf").read_bytes())
    assert (document.format, document.faults) == ("pdf", ())
    assert 0.5 < document.text_quality < 1
    assert texts(document)[:-8] == texts(whole)[:-8]
    assert sorted(texts(document)) == sorted(texts(whole))


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


def test_a_damaged_file_behind_a_locked_one_is_not_locked() -> None:
    for case in ("locked", "no pages", "locked", "no PDF"):
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


def outcome(data: bytes) -> str:
    """What became of a file: `read`, or the sentence for its owner."""
    try:
        return "read" if read_pdf(data).pages else "nothing"
    except UnreadableError as error:
        return str(error)


@pytest.mark.parametrize("embedded", [True, False])
def test_damaged_files_end_in_a_document_or_a_sentence(embedded: bool) -> None:
    sheets = Sheet().table(XS, [100, 118, 150, 168, 186, 204], ROWS), Sheet().lines(80, 100, [FULL] * 3)
    whole = write_pdf(*sheets, embedded=embedded)
    cuts = range(10, len(whole), 211)
    damaged = [*(whole[:cut] for cut in cuts), *(whole[:cut] + b"\0" * 20 + whole[cut + 20 :] for cut in cuts)]
    outcomes = {outcome(data) for data in damaged}
    assert "read" in outcomes
    assert all(told == "read" or "Get a fresh copy" in told for told in outcomes), outcomes


def test_five_hundred_pages() -> None:
    document = read_sheets(
        *(Sheet().lines(80, 100, [FULL, "hết."]).text(290, 810, str(page)) for page in range(1, 501))
    )
    assert document.pages == 500
    assert told(document)[-2:] == [("paragraph", f"{FULL} hết."), ("page_number", "500")]


def test_real_plans_read_as_their_docx(plans: Path) -> None:
    files = [file for file in sorted(plans.glob("*.pdf")) if "." not in file.stem]
    assert files
    tables = 0
    for file in files:
        printed, typed = read(file), read(file.with_suffix(".docx"))
        own = [" ".join(block.text.split()) for block in printed.blocks if block.kind != "page_number"]
        assert " ".join(own) == " ".join(" ".join(block.text.split()) for block in typed.blocks)
        tables += sum(block.table is not None for block in printed.blocks)
        for block in printed.blocks:
            assert block.page is not None
            assert block.box is not None
            cells = block.table.cells if block.table else ()
            assert all(cell.page is not None and cell.box is not None for cell in cells)
    assert tables > 0
