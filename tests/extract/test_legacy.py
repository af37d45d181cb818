"""Plans typed before Unicode, through the readers of docx and text: by font run by run, else by their words."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from extract.document import UnreadableError
from extract.gather import gather
from extract.read import read
from extract.readers.docx import read_docx
from extract.readers.text import read_text

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def make_docx(body: str, **parts: str) -> bytes:
    """A docx of this body; `styles`, `numbering` are the insides of their roots, `theme` those of its fonts."""
    links = "".join(f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        for kind, inside in parts.items():
            if kind == "theme":
                root = f'<w:theme xmlns:w="{DRAWING}"><w:themeElements>{inside}</w:themeElements></w:theme>'
            else:
                root = f'<w:{kind} xmlns:w="{WORD}">{inside}</w:{kind}>'
            archive.writestr(f"word/{kind}.xml", root)
    return held.getvalue()


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in read_docx(make_docx(body, **parts)).blocks]


def r(text: str, font: str | None = None, properties: str = "") -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    return f'<w:r><w:rPr>{fonts}{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def style(style_id: str, inside: str, kind: str = "paragraph", mark: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{style_id}" {mark}>{inside}</w:style>'


TIME, CAPITALS, VNI = ".VnTime", ".VnTimeH", "VNI-Times"
FONT = '<w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr>'

RUNS = {
    "TCVN3 beside Unicode whose letters are all Latin-1": (
        p(r("Hé nghÌo x· ", TIME), r("Hồng, thôn Ky Ré", "Arial")) + p(r("Ky Ré", "Arial")) + p(r("n¨m", TIME)),
        ["Hộ nghèo xã Hồng, thôn Ky Ré", "Ky Ré", "năm"],
    ),
    "a font without a name beside it": (p(r("Ky Ré "), r("nghÌo", TIME), r(" Ky Ré")), ["Ky Ré nghèo Ky Ré"]),
    "the soft hyphen is a letter": (p(r("nh\u00ad sau", TIME), r("kế ho\u00adạch")), ["như saukế hoạch"]),
    "Word's own soft hyphen is that letter too": (
        p(r("nh", TIME) + f"<w:r>{FONT.format(TIME)}<w:softHyphen/></w:r>" + r(" sau", TIME)),
        ["như sau"],
    ),
    "a word over several runs": (p(r("NghÌ", TIME), r("o"), r(" cËn", TIME)), ["Nghèo cận"]),
    "a letter of VNI over two runs": (p(r("hoä nghe", VNI), r("ø", VNI, "<w:b/>"), r("o", VNI)), ["hộ nghèo"]),
    "capitals": (p(r("kÕ ho¹ch ban", CAPITALS), r(" n¨m", TIME)), ["KẾ HOẠCH BAN năm"]),
    "small letters for the capitals that a font lacks": (p(r("THùC TR¹NG Hé", TIME)), ["THỰC TRẠNG HỘ"]),
    "Unicode in a font of old": (p(r("Hộ nghèo", TIME), r(" nghÌo", TIME)), ["Hộ nghèo nghèo"]),
    "ASCII": (p(r("74 ban, 9.38%", TIME), r(" 74", VNI)), ["74 ban, 9.38% 74"]),
    "two encodings": (p(r("Hé nghÌo ", TIME), r("hoä ngheøo ", VNI), r("hộ nghèo")), ["Hộ nghèo hộ nghèo hộ nghèo"]),
    "marks of Word between": (p(r("Hé", TIME), '<w:proofErr w:type="spellStart"/>', r(" nghÌo", TIME)), ["Hộ nghèo"]),
    "a symbol": (
        p(r("H", TIME), '<w:r><w:sym w:font=".VnTime" w:char="F0E9"/></w:r>', r(" nghÌo", TIME)),
        ["Hộ nghèo"],
    ),
    "a font for ASCII alone": (
        p(f'<w:r><w:rPr><w:rFonts w:ascii="{TIME}"/></w:rPr><w:t>nghÌo</w:t></w:r>'),
        ["nghèo"],
    ),
    "the font of the other letters counts": (
        p(f'<w:r><w:rPr><w:rFonts w:ascii="{TIME}" w:hAnsi="Arial"/></w:rPr><w:t>Ky Ré</w:t></w:r>'),
        ["Ky Ré"],
    ),
    "in a table": (
        f"<w:tbl><w:tr><w:tc>{p(r('Th«n', TIME))}</w:tc><w:tc>{p(r('Ky Ré'))}</w:tc></w:tr></w:tbl>",
        ["Thôn\tKy Ré"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), RUNS.values(), ids=RUNS)
def test_runs(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_fonts_come_from_styles() -> None:
    styles = (
        style("Normal", FONT.format(TIME), mark='w:default="1"')
        + style("Head", f'<w:basedOn w:val="Normal"/>{FONT.format(CAPITALS)}')
        + style("New", f'<w:basedOn w:val="Normal"/>{FONT.format("Arial")}')
        + style("Vni", FONT.format(VNI), "character")
    )
    body = (
        p(r("Hé nghÌo"))
        + p(r("hé nghÌo"), properties='<w:pStyle w:val="Head"/>')
        + p(r("Ky Ré"), properties='<w:pStyle w:val="New"/>')
        + p(r("Ky Ré", "Arial"), r(" hoä ngheøo", properties='<w:rStyle w:val="Vni"/>'))
    )
    assert texts(body, styles=styles) == ["Hộ nghèo", "HỘ NGHÈO", "Ky Ré", "Ky Ré hộ nghèo"]


def test_fonts_come_from_the_document() -> None:
    styles = f"<w:docDefaults><w:rPrDefault>{FONT.format(VNI)}</w:rPrDefault></w:docDefaults>"
    assert texts(p(r("Hoä ngheøo")) + p(r("Ky Ré", "Arial")), styles=styles) == ["Hộ nghèo", "Ky Ré"]


def test_fonts_come_from_the_theme() -> None:
    theme = (
        '<w:fontScheme><w:majorFont><w:latin typeface="Arial"/></w:majorFont>'
        f'<w:minorFont><w:latin typeface="{TIME}"/></w:minorFont></w:fontScheme>'
    )
    run = '<w:r><w:rPr><w:rFonts w:asciiTheme="{0}" w:hAnsiTheme="{0}" w:hAnsi="{1}"/></w:rPr><w:t>{2}</w:t></w:r>'
    body = p(run.format("minorHAnsi", "Arial", "nghÌo ")) + p(run.format("majorHAnsi", TIME, "Ky Ré"))
    assert texts(body, theme=theme) == ["nghèo", "Ky Ré"]


def test_labels_of_lists() -> None:
    label = '<w:numFmt w:val="decimal"/><w:lvlText w:val="Ch\u00ad¬ng %1."/>'
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{label}{{}}</w:lvl>'
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{level.format(font)}</w:abstractNum>'
        for at, font in enumerate(("", FONT.format(TIME)))
    ) + "".join(f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(2))
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    body = p(r("a"), properties=properties.format(1) + FONT.format(TIME)) + p(r("b"), properties=properties.format(2))
    assert texts(body, numbering=numbering) == ["Chương 1. a", "Chương 1. b"]


def test_fonts_left_over_from_before_a_conversion() -> None:
    """The letters are Unicode all over: a village with none but Latin-1 letters stays."""
    body = p(r("Hộ nghèo", TIME)) + p(r("Ky Ré", TIME)) + p(r("Cận nghèo", TIME)) + p(r("ban", CAPITALS))
    assert texts(body) == ["Hộ nghèo", "Ky Ré", "Cận nghèo", "BAN"]
    once = p(r("Hộ nghèo", TIME)) + p(r("Ky Ré, nghÌo", TIME)) + p(r("Hé nghÌo n¨m 2020", TIME))
    assert texts(once) == ["Hộ nghèo", "Ky Rộ, nghèo", "Hộ nghèo năm 2020"]


OLD = "Hé nghÌo n¨m 2020\nHé cËn nghÌo cña Th«n 1"
NEW = ["Hộ nghèo năm 2020", "Hộ cận nghèo của Thôn 1"]
TEXTS = {
    "TCVN3 saved as UTF-8": (OLD.encode(), NEW),
    "TCVN3 saved with a mark": (OLD.encode("utf-8-sig"), NEW),
    "TCVN3 as bytes": (OLD.encode("cp1252"), NEW),
    "TCVN3 with Windows line ends": (OLD.replace("\n", "\r\n").encode("cp1252"), NEW),
    "the soft hyphen is a letter": ("®­îc nh­ sau: hé nghÌo".encode("cp1252"), ["được như sau: hộ nghèo"]),
    "VNI saved as UTF-8": ("Hoä ngheøo naêm 2020".encode(), ["Hộ nghèo năm 2020"]),
    "VNI as bytes": ("Hoä ngheøo naêm 2020".encode("cp1252"), ["Hộ nghèo năm 2020"]),
    "VIQR": (b"Ho^. nghe`o na(m 2020, ca^.n nghe`o", ["Hộ nghèo năm 2020, cận nghèo"]),
    "windows-1258 as bytes": (
        b"H\xf4\xf2 ngh\xe8o n\xe3m 2020, h\xf4\xf2 c\xe2\xf2n ngh\xe8o, \xf0o\xe0n",
        ["Hộ nghèo năm 2020, hộ cận nghèo, đoàn"],
    ),
    "UTF-16 without a mark": ("Hộ nghèo Ky Ré".encode("utf-16-le"), ["Hộ nghèo Ky Ré"]),
    "TCVN3 saved as UTF-16 without a mark": (OLD.encode("utf-16-be"), NEW),
    "an old paragraph among Unicode": (
        "Tổng số hộ\nHé cËn nghÌo n¨m 2021\nKy Ré".encode(),
        ["Tổng số hộ", "Hộ cận nghèo năm 2021", "Ky Ré"],
    ),
    "bytes of TCVN3 among UTF-8": (
        "Tổng số hộ\n".encode() + OLD.encode("cp1252") + "\nKy Ré".encode(),
        ["Tổng số hộ", *NEW, "Ky Ré"],
    ),
    "Unicode": ("Thôn Ky Ré\nHộ nghèo".encode(), ["Thôn Ky Ré", "Hộ nghèo"]),
}


@pytest.mark.parametrize(("data", "expected"), TEXTS.values(), ids=TEXTS)
def test_texts(data: bytes, expected: list[str]) -> None:
    assert [block.text for block in read_text(data).blocks] == expected


@pytest.mark.parametrize(
    "data",
    [
        "Ky Ré".encode("cp1252"),
        "L'été dernier, la préfecture a été rénovée à grands frais".encode("cp1252"),
        "В деревне 74 бедных двора".encode("cp1251"),
        bytes(range(0x20, 0x100)) * 3,
    ],
)
def test_bytes_that_show_nothing(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="unknown encoding"):
        read_text(data)


def test_text_quality_is_told_of_every_form(tmp_path: Path) -> None:
    files = {
        "good.txt": ("Hộ nghèo năm 2020 của xã".encode(), 1.0),
        "mended.txt": (OLD.encode("cp1252"), 1.0),
        "doubtful.txt": ("Hộ nghèo\n\nTh«n\n\nHộ cận nghèo".encode(), 5 / 6),
        "good.docx": (make_docx(p(r("Hé nghÌo", TIME))), 1.0),
        "bad.docx": (make_docx(p(r("Hé nghÌo", "Arial"))), 0.5),
    }
    for name, (data, quality) in files.items():
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name).text_quality == pytest.approx(quality, abs=0.001), name


def test_a_shipped_plan_in_both_forms(corpus: Path) -> None:
    one, other = read(corpus / "suoi-trong-2021.docx"), read(corpus / "suoi-trong-2021.tcvn3.docx")
    assert other == one
    assert one.text_quality == 1.0


@pytest.mark.parametrize("name", ["hong-thuong-2021.tcvn3.docx", "son-trung-2023.vni.docx"])
def test_a_real_plan_in_both_forms(name: str, plans: Path) -> None:
    one, other = read(plans / f"{name.split('.')[0]}.docx"), read(plans / name)
    assert [block.text for block in other.blocks] == [block.text for block in one.blocks]
    assert gather(replace(other, format=one.format)) == gather(one)
    assert other.text_quality > 0.995


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_real_plan_without_a_mark(encoding: str, plans: Path) -> None:
    for file in plans.glob("*.txt"):
        text = unicodedata.normalize("NFC", file.read_text("utf-8"))
        assert read_text(text.encode(encoding)) == read_text(text.encode())
