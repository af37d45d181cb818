"""The reader of web pages, feature by feature, on pages written here by hand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from extract.document import UnreadableError
from extract.read import read
from extract.readers import page
from extract.readers.html import read_html
from extract.readers.mhtml import read_mhtml


def texts(body: str, head: str = "") -> list[str]:
    return [block.text for block in read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode()).blocks]


WORD_LABEL = (
    "<p><![if !supportLists]><span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;"
    "</span></span><![endif]>Vay vốn</p>"
)

TEXT_CASES = {
    "paragraphs": ("<p>Giảm 12 hộ.<p>Vay vốn.", ["Giảm 12 hộ.", "Vay vốn."]),
    "lines of the file are none": ("<p>Giảm\n   12\n hộ</p>", ["Giảm 12 hộ"]),
    "blanks of the author": ("<p>Giảm&nbsp;12&nbsp;hộ</p>", ["Giảm 12 hộ"]),
    "entities": ("<p>&ge; 5 &#8805; 5 h&#7897; &amp; x</p>", ["≥ 5 ≥ 5 hộ & x"]),
    "text beside paragraphs": ("một<p>hai</p>ba<div>bốn</div>năm", ["một", "hai", "ba", "bốn", "năm"]),
    "a title over lines": ("<p>KẾ HOẠCH<br>Giảm nghèo năm 2022</p>", ["KẾ HOẠCH\nGiảm nghèo năm 2022"]),
    "paragraphs parted by breaks": ("<div>một<br><br>hai</div>", ["một", "hai"]),
    "items parted by breaks": ("<div>Gồm:<br>- một<br>- hai;<br>ba</div>", ["Gồm:", "- một", "- hai;", "ba"]),
    "lines as typed": ("<pre>một\nhai   ba</pre>", ["một\nhai   ba"]),
    "superscript": ("<p>12 m<sup>2</sup></p>", ["12 m2"]),
    "what is hidden": (
        "<p>a<span style='display:none'>9</span><span hidden>9</span><span class=an>9</span></p><script>9</script>"
        "<div style='mso-element:comment-list'>9</div><nav>9</nav><p>b<del>9</del><ins>1</ins></p>",
        ["a", "b1"],
    ),
    "comments": ("<p>a<!-- 9 -->b<!--[if gte mso 9]><xml>9</xml><![endif]-->c</p>", ["abc"]),
    "an anchor of a note": ('<p>hộ<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a> nghèo</p>', ["hộ nghèo"]),
    "an anchor of LibreOffice": ('<p>hộ<a class="sdfootnoteanc" href="#s"><sup>1</sup></a></p>', ["hộ"]),
    "a number that Word wrote out": (WORD_LABEL.format("2.1."), ["2.1. Vay vốn"]),
    "a bullet that Word wrote out": (WORD_LABEL.format("·"), ["- Vay vốn"]),
    "a circle that Word wrote out": (WORD_LABEL.format("o"), ["- Vay vốn"]),
    "a letter in brackets that Word wrote out": (WORD_LABEL.format("a)"), ["a) Vay vốn"]),
    "a bullet in a symbol font": ("<p><font face=Wingdings>ü</font> Vay vốn</p>", ["- Vay vốn"]),
    "a sign in a symbol font": ("<p>x <font face=Symbol>\u00b3</font> 5</p>", ["x ≥ 5"]),
    "marks never closed": ("<b>a<p>b<i>c<p>d", ["a", "bc", "d"]),
    "marks of Word": ("<p>a<o:p>&nbsp;</o:p></p><p><o:p>&nbsp;</o:p></p>", ["a"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "found"), TEXT_CASES.values(), ids=TEXT_CASES)
def test_text(body: str, found: list[str]) -> None:
    assert texts(body, "<style>/* x */ @media print {p {display:none}} .an, #z {display: none}</style>") == found


LIST_CASES = {
    "numbers": ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
    "their form and start": ("<ol type=a start=3><li>a<li value=7>b<li>c</ol>", ["c. a", "g. b", "h. c"]),
    "Roman by style": ('<ol style="list-style-type:upper-roman"><li>a<li>b</ol>', ["I. a", "II. b"]),
    "backwards": ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
    "dashes": ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["- a", "- b", "- c"]),
    "no mark": ('<ul style="list-style:none"><li>a</ul>', ["a"]),
    "paragraphs of an item": ("<ol><li><p>a<p>b<li>c</ol>", ["1. a", "b", "2. c"]),
    "an item without text": ("<ol><li><li>b</ol><ul><li></ul>", ["1.", "2. b"]),
    "definitions": ("<dl><dt>Mục tiêu<dd>12 hộ</dl>", ["Mục tiêu", "12 hộ"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "found"), LIST_CASES.values(), ids=LIST_CASES)
def test_lists(body: str, found: list[str]) -> None:
    assert texts(body) == found


def test_headings_and_bold() -> None:
    body = (
        "<h2>I. MỤC TIÊU</h2><p><b>a</b> <strong>b</strong></p><p><b>a</b> b</p><p class=x>c</p>"
        "<p style='font-weight:700'>d"
    )
    blocks = read_html(f"<style>p.x {{font-weight: bold}}</style>{body}".encode()).blocks
    assert [(block.text, block.level, block.is_bold) for block in blocks] == [
        ("I. MỤC TIÊU", 2, True),
        ("a b", None, True),
        ("a b", None, False),
        ("c", None, True),
        ("d", None, True),
    ]


ENCODINGS = {
    "utf-8": "<p>Hộ nghèo</p>".encode(),
    "utf-8 with a mark": b"\xef\xbb\xbf" + "<p>Hộ nghèo</p>".encode(),
    "utf-16": "<p>Hộ nghèo</p>".encode("utf-16"),
    "utf-16 without a mark": "<html><body><p>Hộ nghèo</p></body></html>".encode("utf-16-le"),
    "utf-8 that says something else": '<meta charset="iso-8859-1"><p>Hộ nghèo</p>'.encode(),
    "an XML declaration": '<?xml version="1.0" encoding="UTF-8"?>\n<html><body><p>Hộ nghèo</p></body></html>'.encode(),
    "windows-1258": "<meta charset=windows-1258><p>H\u00f4\u0323 nghe\u0300o</p>".encode("cp1258"),
    "TCVN3 by its font": '<meta charset=x-user-defined><font face=".VnTime">Hé nghÌo</font>'.encode("cp1252"),
    "TCVN3 by a style": '<style>p.Mso {font-family:".VnTime"}</style><p class=Mso>Hé nghÌo</p>'.encode("cp1252"),
    "TCVN3 as Unicode characters": '<p style="font-family:.VnTime">Hé nghÌo</p>'.encode(),
    "TCVN3 capitals": '<meta charset=x-user-defined><p style="font-family:.VnTimeH">hé nghÌo</p>'.encode("cp1252"),
    "TCVN3 by statistics": "<p>Hé nghÌo<p>C¶ x· cßn 12 hé nghÌo, 9 hé cËn nghÌo".encode("cp1252"),
    "VNI": '<p><font face="VNI-Times">Hoä ngheøo</font></p>'.encode("cp1252"),
}  # fmt: skip


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(data: bytes) -> None:
    assert read_html(data).blocks[0].text.casefold() == "hộ nghèo"


def test_one_font_beside_another() -> None:
    body = '<p><font face=".VnTime">Th«n</font> <font face="Arial">Ky Ré</font></p>'
    assert texts(body) == ["Thôn Ky Ré"]


def test_a_table_with_merged_cells() -> None:
    (block,) = read_html(
        "<table><thead><tr><th rowspan=2>Thôn<th colspan=2>Hộ nghèo<tr><th>Số hộ<th>%</thead>"
        "<tfoot><tr><td>Cộng<td>12<td></tfoot><tr><td>Na Hum<td>12<td>5,10</table>".encode()
    ).blocks
    assert block.table is not None
    assert [(c.row, c.column, c.row_span, c.column_span, c.text, c.is_header) for c in block.table.cells] == [
        (0, 0, 2, 1, "Thôn", True),
        (0, 1, 1, 2, "Hộ nghèo", True),
        (1, 1, 1, 1, "Số hộ", True),
        (1, 2, 1, 1, "%", True),
        (2, 0, 1, 1, "Na Hum", False),
        (2, 1, 1, 1, "12", False),
        (2, 2, 1, 1, "5,10", False),
        (3, 0, 1, 1, "Cộng", False),
        (3, 1, 1, 1, "12", False),
        (3, 2, 1, 1, "", False),
    ]


DATA = "<table><tr><td>Thôn<td>Hộ<tr><td>Na Hum<td>12<tr><td>Pa Lin<td>9</table>"
TABLE_CASES = {
    "its caption": (f"<table><caption>Biểu 1</caption>{DATA[7:]}", ["Biểu 1", "Thôn\tHộ\nNa Hum\t12\nPa Lin\t9"]),
    "a span without end": ("<table><tr><td rowspan=0>a<td>1<tr><td>2</table>", ["a\t1\n\t2"]),
    "a span that is none": ("<table><tr><td colspan=x rowspan=-1>a<td>1</table>", ["a\t1"]),
    "a hidden row": ("<table><tr style='display:none'><td>9<td>9<tr><td>a<td>1</table>", ["a\t1"]),
    "cells without a row": ("<table><td>a<td>1</table>", ["a\t1"]),
    "paragraphs in a cell": ("<table><tr><td><p>a<p>b<td>1</table>", ["a\nb\t1"]),
    "a page laid out by tables": (
        f"<table><tr><td>Trang chủ<td><table><tr><td>đầu{DATA}cuối</table><td>Liên hệ</table>",
        ["Trang chủ", "đầu", "Thôn\tHộ\nNa Hum\t12\nPa Lin\t9", "cuối", "Liên hệ"],
    ),
    "a small table within a data table": (
        "<table><tr><td>a<td>1<tr><td>b<td><table><tr><td>2</table></table>",
        ["a\t1\nb\t2"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "found"), TABLE_CASES.values(), ids=TABLE_CASES)
def test_tables(body: str, found: list[str]) -> None:
    assert texts(body) == found


def test_long_text_in_columns_is_no_table() -> None:
    body = f"<table><tr><td>Trang chủ<td><p>{'Hộ nghèo được vay vốn. ' * 80}<p>Hết.<tr><td>x<td>y</table>"
    assert texts(body)[0] == "Trang chủ"
    assert texts(body)[2:] == ["Hết.", "x", "y"]


def test_a_web_archive() -> None:
    lines = [
        b"MIME-Version: 1.0", b'Content-Type: multipart/related; boundary="x"', b"", b"--x",
        b'Content-Type: text/html; charset="utf-8"', b"Content-Transfer-Encoding: quoted-printable", b"",
        b"<p>H=E1=BB=99 ngh=C3=A8o</p>", b"--x--", b"",
    ]  # fmt: skip
    document = read_mhtml(b"\r\n".join(lines))
    assert (document.format, [block.text for block in document.blocks]) == ("html", ["Hộ nghèo"])


def test_nesting_without_end_is_told() -> None:
    with pytest.raises(UnreadableError, match="thousands deep"):
        read_html(b"<div>a" * 5000)


def test_a_page_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE_LIMIT", 10)
    with pytest.raises(UnreadableError, match="more than any plan"):
        read_html(b"<p>Giam 12 ho.</p>")


@pytest.mark.parametrize("data", [b"<table>" * 900, b"<ol><li>" * 500, b"</td></tr></li></ol></table>x", b"<td>1<td>2"])
def test_marks_in_any_order(data: bytes) -> None:
    assert read_html(data).format == "html"


def test_damage_anywhere_is_read_or_told() -> None:
    """Browsers show whatever they get: so does this reader, unless marks nest without end."""
    chance = random.Random(5)
    data = f"<style>p.x {{font-weight: bold}}</style><ol><li>a<li>b</ol>{DATA}<p class=x>12 hộ".encode()
    for _ in range(200):
        mutant = bytearray(data)
        for _ in range(chance.randint(1, 10)):
            mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        assert read_html(bytes(mutant)).format == "html"


def test_a_real_plan_reads_as_its_docx(plans: Path) -> None:
    one, other = read(plans / "tam-duong-2021.docx"), read(plans / "tam-duong-2021.html")
    assert other.format == "html"
    assert [(block.kind, block.text, block.is_bold) for block in other.blocks] == [
        (block.kind, block.text, block.is_bold) for block in one.blocks
    ]
