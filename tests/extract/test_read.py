"""What a file is, told by its content; and what its owner is told where it cannot be read."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word

from extract import read as reading
from extract.document import UnreadableError
from extract.read import read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
PLAN = "KẾ HOẠCH\nGiảm nghèo bền vững xã Suối Trong năm 2022\nI. MỤC TIÊU\nGiảm 12 hộ nghèo.\n"


def word(*paragraphs: str) -> bytes:
    made: Word = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def zipped(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def utf16(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\x00" * 64


NOISE = random.Random(2).randbytes(4000)
DOCX = word("Giảm 12 hộ nghèo.")
BAD = {
    "empty": ("a.docx", b"", "empty"),
    "blank": ("a.txt", b" \r\n\t\n", "empty"),
    "encrypted docx": ("a.docx", utf16("EncryptedPackage"), "password"),
    "a damaged doc": ("a.doc", utf16("WordDocument"), "damaged"),
    "a damaged doc under a wrong ending": ("a.docx", utf16("WordDocument"), "damaged"),
    "xls": ("a.xls", utf16("Workbook"), "damaged"),
    "another OLE file": ("a.doc", OLE, "old Microsoft Office"),
    "pdf under a wrong ending": ("a.docx", b"%PDF-1.5\n%\xe2\xe3", "PDF"),
    "png": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
    "jpeg": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
    "tiff": ("a.tif", b"II*\x00\x08\x00", "picture"),
    "odt": ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument"),
    "xlsx": ("a.xlsx", zipped(**{"xl/workbook.xml": "<a/>"}), "no text"),
    "xlsb": ("a.xlsx", zipped(**{"xl/workbook.bin": "x"}), "binary form"),
    "ods": ("a.ods", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "spreadsheet"),
    "pptx": ("a.pptx", zipped(**{"ppt/presentation.xml": "<a/>"}), "presentation"),
    "a zip that is no docx": ("a.docx", zipped(**{"a/b.txt": "x"}), "zip archive"),
    "an empty zip": ("a.docx", zipped(), "zip archive"),
    "rar": ("a.rar", b"Rar!\x1a\x07\x01\x00", "packed archive"),
    "rtf named doc": ("a.doc", b"{\\rtf1\\ansi 12}", "rich text"),
    "a web archive": ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related", "web archive"),
    "a page without text": ("a.html", b"<!-- x -->\n<html><body><script>12</script></body></html>", "no text"),
    "xml": ("a.xml", b'<?xml version="1.0"?><a/>', "XML"),
    "noise": ("a.bin", NOISE, "neither text nor"),
    "noise under a text's ending": ("a.txt", NOISE, "neither text nor"),
    "a docx cut off": ("a.docx", DOCX[: len(DOCX) // 2], "damaged"),
    "a docx without a word": ("a.docx", word("", " "), "no text"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=said) as caught:
        read(path)
    message = str(caught.value)
    assert message.count(".") >= 2  # what is wrong, and what to do next
    assert str(tmp_path) not in message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read(tmp_path / "none.docx")
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read(tmp_path)


def test_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FILE_LIMIT", 10)
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    with pytest.raises(UnreadableError, match="more than any plan"):
        read(tmp_path / "a.txt")


FORMS = {
    "docx": ("a.docx", DOCX, "docx"),
    "docx under a text's ending": ("a.txt", DOCX, "docx"),
    "docx under no ending": ("a", DOCX, "docx"),
    "text": ("a.txt", PLAN.encode(), "text"),
    "text with a byte order mark": ("a.txt", b"\xef\xbb\xbf" + PLAN.encode(), "text"),
    "text in UTF-16": ("a.txt", PLAN.encode("utf-16"), "text"),
    "text under a docx's ending": ("a.docx", PLAN.encode(), "text"),
    "markdown": ("a.md", f"# {PLAN}".encode(), "markdown"),
    "a text with markdown's marks": ("a.txt", f"**{PLAN}**".encode(), "text"),
    "markdown under a docx's ending": ("a.docx", f"## {PLAN}".encode(), "markdown"),
    "html": ("a.html", f"\ufeff<!-- x -->\n<!DOCTYPE html><html><body><p>{PLAN}".encode(), "html"),
    "html named doc": ("a.doc", f'<?xml version="1.0"?>\n<html xmlns="a"><p>{PLAN}</p></html>'.encode(), "html"),
    "html named xls": ("a.xls", f"<table><tr><td>{PLAN}</td></tr></table>".encode(), "html"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "form"), FORMS.values(), ids=FORMS)
def test_form_by_content(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = read(path)
    assert document.format == form
    assert any("12 hộ nghèo" in block.text for block in document.blocks)
    assert [block.block_id for block in document.blocks] == list(range(len(document.blocks)))


def test_an_unknown_encoding_is_told(tmp_path: Path) -> None:
    """Bytes above ASCII that are no UTF-8: an old Vietnamese code page, say."""
    (tmp_path / "a.txt").write_bytes("KẾ HOẠCH giảm nghèo xã Suối Trong, 12 hộ\n".encode("cp1258", "replace") * 20)
    with pytest.raises(UnreadableError, match="encoding"):
        read(tmp_path / "a.txt")


HEAD = ("TT", "Thôn", "Hộ nghèo")


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        ((HEAD, ("3", "Tà Pao", "9"), ("4", "Cồn Đụn", "7")), [5]),  # the header again: one table
        ((("3", "Tà Pao", "9"), ("4", "Cồn Đụn", "7")), [5]),  # the numbers run on
        ((HEAD, ("1", "Tà Pao", "9"), ("2", "Cồn Đụn", "7")), [3, 3]),  # numbered anew: another table
        ((HEAD, ("", "Tà Pao", "9"), ("", "Cồn Đụn", "7")), [3, 3]),  # numbered not at all
        ((("TT", "Thôn", "Hộ cận nghèo"), ("1", "Na Hum", "9")), [3, 2]),  # another header
        ((("", "Người lập biểu", "Chủ tịch"),), [3]),  # what is signed is no row
    ],
)  # fmt: skip
def test_a_table_that_a_page_break_parts_is_one(
    tmp_path: Path, second: tuple[tuple[str, ...], ...], rows: list[int]
) -> None:
    file = docx.Document()
    file.add_paragraph("Hộ nghèo của các thôn")
    for part in ((HEAD, ("1", "Na Hum", "12"), ("2", "Pa Lin", "8")), second):
        table = file.add_table(0, 3)
        for cells in part:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
        file.add_page_break()
    file.save(str(tmp_path / "plan.docx"))
    blocks = read(tmp_path / "plan.docx").blocks
    assert [block.table.rows for block in blocks if block.table] == rows
    assert [block.block_id for block in blocks] == list(range(len(blocks)))


def test_damage_anywhere_is_told_or_read() -> None:
    """Bytes of a docx changed at random: it is read, or said to be unreadable; nothing else is raised."""
    chance = random.Random(7)
    outcomes = set()
    for _ in range(150):
        data = bytearray(DOCX)
        for _ in range(chance.randint(1, 10)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcomes.add(reading.read_raw(bytes(data)).format)
        except UnreadableError:
            outcomes.add("told")
    assert outcomes == {"docx", "told"}


def test_real_plans_keep_the_law(plans: Path) -> None:
    for path in sorted(plans.glob("*.docx")):
        if path.name.count(".") > 1:
            continue
        document = read(path)
        assert [block.block_id for block in document.blocks] == list(range(len(document.blocks)))
        tables = [block for block in document.blocks if block.table is not None]
        assert [block.table.table_id for block in tables if block.table] == list(range(1, len(tables) + 1))
        for block in document.blocks:
            if block.table is None:
                assert "\t" not in block.text
            else:
                assert block.text == block.table.text()
                assert not any(set("\t\n") & set(cell.text) for cell in block.table.cells)
