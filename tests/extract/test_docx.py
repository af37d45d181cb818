"""The docx reader, feature by feature, on documents written here by hand."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest

from extract.document import Block, Document, Table, UnreadableError
from extract.readers import grid, package
from extract.readers.docx import read_docx
from extract.readers.grid import RawCell, RawRow, lay_out
from extract.readers.styles import prune_table_styles

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def make_docx(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """A docx of this body; `styles`, `numbering`, `footnotes`, `endnotes` are the insides of their roots."""
    folder, _, base = main.rpartition("/")
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    relations = "".join(f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    relationships = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships {relationships}><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{main}"/>'
            "</Relationships>",
        )
        archive.writestr(main, f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        archive.writestr(f"{folder}/_rels/{base}.rels", f"<Relationships {relationships}>{relations}</Relationships>")
        for kind, inside in parts.items():
            archive.writestr(f"{folder}/{kind}.xml", f"<w:{roots[kind]} {NAMESPACES}>{inside}</w:{roots[kind]}>")
    return held.getvalue()


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in read_docx(make_docx(body, **parts)).blocks]


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(inside: str) -> str:
    """A text box as Word writes it: a drawing, and the same again for programs that know no drawings."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


DELETED_MARK = '<w:rPr><w:del w:id="1"/></w:rPr>'

TEXT_CASES = {
    "runs join before composing: the mark stands in the next run": (
        p(r("ho\u0323") + r("\u0302 nghe") + r("\u0300o")),
        ["hộ nghèo"],
    ),
    "empty paragraphs are dropped": (p("") + p(r(" \u00a0 ")) + p(r("a")), ["a"]),
    "a line break is a new line": (
        p(r("a") + "<w:r><w:br/></w:r>" + r("b") + "<w:r><w:cr/></w:r>" + r("c")),
        ["a\nb\nc"],
    ),
    "a tab stays for the layout, not at the edge": (
        p("<w:r><w:tab/></w:r>" + r("a") + "<w:r><w:tab/></w:r>" + r("b")),
        ["a\tb"],
    ),
    "hyphens": (p(r("2016") + "<w:r><w:noBreakHyphen/><w:t>20</w:t><w:softHyphen/><w:t>20</w:t></w:r>"), ["2016-2020"]),
    "a symbol of the font Symbol": (p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r(" 5%")), ["≥ 5%"]),
    "a picture symbol is no text": (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("a")), ["a"]),
    "insertions stay, deletions go": (
        p(f'<w:ins w:id="1">{r("12")}</w:ins><w:del w:id="2"><w:r><w:delText>13</w:delText></w:r></w:del>' + r(" hộ")),
        ["12 hộ"],
    ),
    "moved text stands where it went": (
        p(f'<w:moveFrom w:id="1">{r("xa")}</w:moveFrom>' + r("gần ")) + p(f'<w:moveTo w:id="2">{r("xa")}</w:moveTo>'),
        ["gần", "xa"],
    ),
    "a deleted paragraph mark joins two paragraphs": (
        p(r("chiếm "), DELETED_MARK) + p(r("8,11%")) + p(r("hết")),
        ["chiếm 8,11%", "hết"],
    ),
    "a deleted mark before a table": (
        p(r("cuối"), DELETED_MARK) + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" + p(r("sau")),
        ["cuối", "", "sau"],
    ),
    "hidden text is dropped": (p(r("thấy") + r("ẩn", "<w:vanish/>") + r(" rõ", '<w:vanish w:val="0"/>')), ["thấy rõ"]),
    "hyperlink, smart tag, content control, simple field": (
        p(
            f'<w:hyperlink>{r("a")}</w:hyperlink><w:smartTag>{r("b")}</w:smartTag>'
            f'<w:sdt><w:sdtContent>{r("c")}</w:sdtContent></w:sdt><w:fldSimple w:instr="DATE">{r("d")}</w:fldSimple>'
        ),
        ["abcd"],
    ),
    "nested content controls around paragraphs": (
        f'<w:sdt><w:sdtPr/><w:sdtContent>{p(r("a"))}<w:sdt><w:sdtContent>{p(r("b"))}</w:sdtContent></w:sdt>'
        "</w:sdtContent></w:sdt>" + p(r("c")),
        ["a", "b", "c"],
    ),
    "a field shows its result": (p(r("Trang ") + field("PAGE", r("7"))), ["Trang 7"]),
    "a field within the instruction of a field": (
        p(field("IF </w:instrText></w:r>" + field("PAGE", r("9")) + "<w:r><w:instrText>", r("kết quả"))),
        ["kết quả"],
    ),
    "a field over paragraphs": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("I. Một")}</w:p>'
        + p(r("II. Hai") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p(r("sau")),
        ["I. Một", "II. Hai", "sau"],
    ),
    "a field never closed swallows no other paragraph": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("mất")) + p(r("còn")),
        ["còn"],
    ),
    "a formula": (
        p(
            "<m:oMath><m:f><m:num><m:r><m:t>74</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>789</m:t></m:r></m:den></m:f></m:oMath>"
        ),
        ["74/789"],
    ),
    "a word with its pronunciation": (
        p(f"<w:r><w:ruby><w:rt>{r('phụ')}</w:rt><w:rubyBase>{r('chính')}</w:rubyBase></w:ruby></w:r>"),
        ["chính"],
    ),
    "a text box follows its paragraph, once": (
        p(r("neo") + box(p(r("hộp 1")) + p(r("hộp 2"))) + r(" tiếp")) + p(r("sau")),
        ["neo tiếp", "hộp 1", "hộp 2", "sau"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), TEXT_CASES.values(), ids=TEXT_CASES)
def test_text(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_notes_come_last_in_order() -> None:
    def mark(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    def note(kind: str, number: int, text: str, form: str = "") -> str:
        return f'<w:{kind} w:id="{number}" {form}>{p("<w:r><w:footnoteRef/></w:r>" + r(text))}</w:{kind}>'

    body = p(r("số liệu") + mark("footnote", 5) + r(" năm nay") + mark("endnote", 1)) + p(
        r("hai") + mark("footnote", 2)
    )
    body += p(f'<w:del w:id="9">{mark("footnote", 3)}</w:del>' + r("ba"))
    footnotes = note("footnote", 0, "kẻ", 'w:type="separator"') + note("footnote", 2, "chú hai")
    footnotes += note("footnote", 3, "đã xoá") + note("footnote", 5, "chú năm")
    told = texts(body, footnotes=footnotes, endnotes=note("endnote", 1, "cuối"))
    assert told == ["số liệu năm nay", "hai", "ba", "chú năm", "chú hai", "cuối"]


def level(at: int, text: str, form: str = "decimal", start: int | None = 1, more: str = "") -> str:
    begin = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{at}">{begin}<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(levels: str, overrides: str = "", more: str = "") -> str:
    """List 1 as defined; list 2 the same definition, with overrides."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{more}'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
    )


def item(at: int, text: str = "x", num: int = 1) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>')


THREE = level(0, "%1.", "upperRoman") + level(1, "%1.%2.") + level(2, "%3)", "lowerLetter")
RESTARTED = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
NUMBERING_CASES = {
    "levels count and begin anew": (
        numbering(THREE),
        item(0) + item(1) + item(1) + item(2) + item(2) + item(0) + item(1) + item(2),
        "I.|I.1.|I.2.|a)|b)|II.|II.1.|a)",
    ),
    "legal numbering is all digits": (
        numbering(level(0, "%1.", "upperRoman") + level(1, "%1.%2", more="<w:isLgl/>")),
        item(0) + item(0) + item(1),
        "I.|II.|2.1",
    ),
    "it starts where it says": (numbering(level(0, "Điều %1.", start=4)), item(0) + item(0), "Điều 4.|Điều 5."),
    "two lists of one definition count together": (numbering(THREE), item(0) + item(0, num=2), "I.|II."),
    "a list that starts anew": (
        numbering(THREE, RESTARTED),
        item(0) + item(0) + item(0, num=2) + item(0, num=2),
        "I.|II.|V.|VI.",
    ),
    "a level of its own in a list": (
        numbering(THREE, f'<w:lvlOverride w:ilvl="0">{level(0, "%1/", "decimalZero")}</w:lvlOverride>'),
        item(0, num=2),
        "01/",
    ),
    "a level that never begins anew": (
        numbering(level(0, "%1.") + level(1, "(%2)", more='<w:lvlRestart w:val="0"/>')),
        item(0) + item(1) + item(1) + item(0) + item(1),
        "1.|(1)|(2)|2.|(3)",
    ),
    "a level that begins anew after the first only": (
        numbering(THREE.replace("lowerLetter", "decimal").replace("%3)", "%3)").replace(
            '<w:lvl w:ilvl="2">', '<w:lvl w:ilvl="2"><w:lvlRestart w:val="1"/>')),
        item(0) + item(1) + item(2) + item(1) + item(2) + item(0) + item(2),
        "I.|I.1.|1)|I.2.|2)|II.|1)",
    ),
    "bullets": (
        numbering(level(0, "\uf0b7", "bullet") + level(1, "+", "bullet") + level(2, "", "none")),
        item(0) + item(1) + item(2),
        "-|+|",
    ),
    "a lower level first": (numbering(THREE), item(1) + item(1), "I.1.|I.2."),
    "list 0 is no list, an unknown one neither": (numbering(THREE), item(0, num=0) + item(0, num=8) + item(0), "||I."),
}  # fmt: skip


@pytest.mark.parametrize(("lists", "body", "labels"), NUMBERING_CASES.values(), ids=NUMBERING_CASES)
def test_numbering(lists: str, body: str, labels: str) -> None:
    expected = [f"{label} x".strip() for label in labels.split("|")]
    assert texts(body, numbering=lists) == expected


def test_numbered_paragraphs_without_text() -> None:
    """A row number set by the list shows in its cell; an empty item's bullet does not: it would read as a zero."""
    bullets = '<w:abstractNum w:abstractNumId="8">' + level(0, "-", "bullet") + "</w:abstractNum>"
    bullets += '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
    row = f"<w:tr><w:tc>{item(0, '')}</w:tc><w:tc>{item(0, '', num=3)}</w:tc><w:tc>{p(r('A'))}</w:tc></w:tr>"
    deleted = p(
        '<w:del w:id="1"/>',
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="2"/></w:rPr>',
    )
    body = f"<w:tbl>{row}{row}</w:tbl>{deleted}{item(0, 'sau')}"
    assert texts(body, numbering=numbering(level(0, "%1")) + bullets) == ["1\t\tA\n2\t\tA", "3 sau"]


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="u2"><w:name w:val="heading 2"/><w:basedOn w:val="u1"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="muc"><w:name w:val="Mục của tôi"/><w:basedOn w:val="u2"/></w:style>
<w:style w:type="paragraph" w:styleId="loai"><w:name w:val="Loại"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC"><w:name w:val="TOC Heading"/><w:basedOn w:val="u1"/>
  <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="dam"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="an"><w:name w:val="Ẩn"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:styleId="bang"><w:name w:val="Bảng"/>
  <w:tblStylePr w:type="x"><w:rPr/></w:tblStylePr></w:style>
"""
LINKED = numbering(level(0, "%1.", "upperRoman") + level(1, "%2.", more='<w:pStyle w:val="u2"/>'))


def styled(name: str, text: str, run: str = "", more: str = "") -> str:
    return p(r(text, run), f'<w:pStyle w:val="{name}"/>{more}')


STYLE_CASES = {
    "heading with the number of its style": (styled("u1", "Mục tiêu"), ("I. Mục tiêu", 1, True)),
    "a level linked to the style, inherited": (styled("muc", "Chung"), ("1. Chung", 2, True)),
    "a heading style turned off in the text": (
        styled("u1", "Không", '<w:b w:val="0"/>', '<w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/>'),
        ("Không", None, False),
    ),
    "an outline level makes a heading": (styled("loai", "Ba"), ("Ba", 3, False)),
    "the nearest style of the chain counts": (styled("TOC", "Mục lục"), ("Mục lục", None, True)),
    "an outline level of the paragraph": (p(r("x"), '<w:outlineLvl w:val="0"/>'), ("x", 1, False)),
    "bold by a character style": (p(r("x", '<w:rStyle w:val="dam"/>')), ("x", None, True)),
    "bold twice is plain": (styled("B", "x", '<w:rStyle w:val="dam"/>'), ("x", None, False)),
    "blank runs do not count": (p(r("x", "<w:b/>") + r("  ")), ("x", None, True)),
    "one plain run is enough": (p(r("x", "<w:b/>") + r("y")), ("xy", None, False)),
    "hidden by a character style": (p(r("x") + r("y", '<w:rStyle w:val="an"/>')), ("x", None, False)),
    "styles based on each other": (styled("A", "x"), ("x", None, True)),
    "an unknown style is the default": (styled("khác", "x"), ("x", None, False)),
}


@pytest.mark.parametrize(("body", "expected"), STYLE_CASES.values(), ids=STYLE_CASES)
def test_styles(body: str, expected: tuple[str, int | None, bool]) -> None:
    (block,) = read_docx(make_docx(body, styles=STYLES, numbering=LINKED)).blocks
    assert (block.text, block.level, block.is_bold) == expected


def test_a_list_style_lends_its_levels() -> None:
    lists = numbering(
        '<w:numStyleLink w:val="ds"/>',
        more=f'<w:abstractNum w:abstractNumId="9"><w:styleLink w:val="ds"/>{level(0, "%1)")}</w:abstractNum>'
        '<w:num w:numId="6"><w:abstractNumId w:val="9"/></w:num>',
    )
    style = (
        '<w:style w:type="numbering" w:styleId="ds"><w:name w:val="DS"/><w:pPr><w:numPr><w:numId w:val="6"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    assert texts(item(0) + item(0), numbering=lists, styles=style) == ["1) x", "2) x"]


def test_pruned_styles_are_the_same_styles() -> None:
    pruned = prune_table_styles(STYLES.encode())
    assert b"tblStylePr" not in pruned
    assert pruned.count(b"<w:style ") == STYLES.count("<w:style ") - 1
    odd = STYLES.replace("w:style ", "w:style\n")  # nothing to go by: nothing is cut
    assert prune_table_styles(odd.encode()) == odd.encode()


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


BEGIN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TABLE_CASES = {
    "merged across and down": (
        tr(tc("TT", BEGIN), tc("Hộ nghèo", span(2))) + tr(tc("", ON), tc("Số hộ"), tc("%"))
        + tr(tc("1"), tc("17"), tc("21,79")),
        [(0, 0, 2, 1, "TT"), (0, 1, 1, 2, "Hộ nghèo"), (1, 1, 1, 1, "Số hộ"), (1, 2, 1, 1, "%"),
         (2, 0, 1, 1, "1"), (2, 1, 1, 1, "17"), (2, 2, 1, 1, "21,79")],
    ),
    "left out before and after": (
        tr(tc("a"), tc("b"), tc("c"))
        + tr(tc("d"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c"),
         (1, 0, 1, 1, ""), (1, 1, 1, 1, "d"), (1, 2, 1, 1, "")],
    ),
    "a row one cell short": (
        tr(tc("a"), tc("b")) + tr(tc("c")),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "")],
    ),
    "grid columns that no cell begins in": (
        tr(tc("a", span(3)), tc("b", span(2))) + tr(tc("c", span(3)), tc("d", span(2))),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")],
    ),
    "a merge that goes on from nowhere is a cell": (tr(tc("a", ON), tc("b")), [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]),
    "the old horizontal merge": (
        tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge/>')) + tr(tc("b"), tc("c")),
        [(0, 0, 1, 2, "a"), (1, 0, 1, 1, "b"), (1, 1, 1, 1, "c")],
    ),
    "a deleted row and a deleted cell": (
        tr(tc("x"), properties='<w:del w:id="1"/>') + tr(tc("a"), tc("y", '<w:cellDel w:id="2"/>')) + tr(tc("b")),
        [(0, 0, 1, 1, "a"), (1, 0, 1, 1, "b")],
    ),
    "rows and cells in content controls": (
        f"<w:sdt><w:sdtContent>{tr(tc('a'), '<w:sdt><w:sdtContent>' + tc('b') + '</w:sdtContent></w:sdt>')}"
        "</w:sdtContent></w:sdt>",
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")],
    ),
    "edges that miss each other by a hair": (
        '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="15"/><w:gridCol w:w="900"/></w:tblGrid>'
        + tr(tc("a"), tc("b", span(2))) + tr(tc("c", span(2)), tc("d")),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")],
    ),
    "paragraphs and a table within a cell": (
        tr(f"<w:tc>{p(r('một'))}{p(r('hai'))}<w:tbl>{tr(tc('3'), tc('4'))}</w:tbl></w:tc>", tc("b")),
        [(0, 0, 1, 1, "một\nhai\n3\n4"), (0, 1, 1, 1, "b")],
    ),
}  # fmt: skip


def cells_of(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells]


@pytest.mark.parametrize(("rows", "expected"), TABLE_CASES.values(), ids=TABLE_CASES)
def test_tables(rows: str, expected: list[tuple[int, int, int, int, str]]) -> None:
    (block,) = read_docx(make_docx(f"<w:tbl>{rows}</w:tbl>")).blocks
    assert block.kind == "table"
    assert block.table is not None
    assert cells_of(block.table) == expected
    assert covers(block.table)


def test_header_rows_are_told() -> None:
    rows = tr(tc("a"), properties="<w:tblHeader/>") + tr(tc("b"))
    (block,) = read_docx(make_docx(f"<w:tbl>{rows}</w:tbl>")).blocks
    assert block.table is not None
    assert [cell.is_header for cell in block.table.cells] == [True, False]


def test_a_frame_around_tables_is_opened() -> None:
    inner = f"<w:tbl>{tr(tc('Thôn'), tc('Hộ'))}{tr(tc('A'), tc('12'))}</w:tbl>"
    body = f"<w:tbl>{tr('<w:tc>' + p(r('trước')) + inner + p(r('sau')) + '</w:tc>')}</w:tbl>"
    document = read_docx(make_docx(body))
    assert [(block.block_id, block.kind) for block in document.blocks] == [
        (0, "paragraph"),
        (1, "table"),
        (2, "paragraph"),
    ]


def covers(table: Table) -> bool:
    """Whether the cells cover every place of the grid, none twice, in row-major order."""
    places = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    in_order = [(cell.row, cell.column) for cell in table.cells]
    return sorted(places) == [(r, c) for r in range(table.rows) for c in range(table.columns)] and in_order == sorted(
        in_order
    )


def test_the_main_part_may_have_another_name() -> None:
    document = read_docx(make_docx(p(r("a")), main="word/document2.xml"))
    assert [block.text for block in document.blocks] == ["a"]


def test_strict_files_read_the_same() -> None:
    data = make_docx(p(r("a")))
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(
                "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
            )
            new.writestr(name, text)
    assert [block.text for block in read_docx(held.getvalue()).blocks] == ["a"]


def zip_of(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(f"word/{name}.xml", data)
    return held.getvalue()


GOOD = make_docx(p(r("chữ")))
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
NESTED = "<w:tbl><w:tr><w:tc>" * 60 + p(r("a")) + "</w:tc></w:tr></w:tbl>" * 60
BAD = {
    "cut off": (GOOD[: len(GOOD) // 2], "damaged"),
    "a byte of the packed text changed": (GOOD.replace(GOOD[400:404], b"\xff\xff\xff\xff"), "damaged"),
    "no document in it": (zip_of(other=b"<a/>"), "no Word document"),
    "no well-formed XML": (zip_of(document=b"<w:document><w:body>"), "not well-formed"),
    "no body": (zip_of(document=b"<document/>"), "no body"),
    "entities": (zip_of(document=LAUGHS), "document type"),
    "entities in UTF-16": (zip_of(document=LAUGHS.decode().encode("utf-16")), "document type"),
    "a bomb": (zip_of(document=b"<a>" + b" " * (17 * 2**20)), "zip bomb"),
    "tables in tables without end": (make_docx(NESTED), "nests tables"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD)
def test_bad_files_are_told(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read_docx(data)


def test_parts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "PART_LIMIT", 100)
    with pytest.raises(UnreadableError, match="zip bomb"):
        read_docx(GOOD)


def test_grids_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lay_out([RawRow((RawCell("a", span=10**9),))]).columns == 1
    monkeypatch.setattr(grid, "PLACES_LIMIT", 3)
    with pytest.raises(UnreadableError, match="2 by 2 places"):
        lay_out([RawRow((RawCell("a"), RawCell("b"))), RawRow((RawCell("c"), RawCell("d")))])


def test_a_locked_part_is_told() -> None:
    data = bytearray(GOOD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    with pytest.raises(UnreadableError, match="password"):
        read_docx(bytes(data))


def check_raw(block: Block) -> None:
    assert block.text == unicodedata.normalize("NFC", block.text)
    assert block.text == block.text.strip() or block.table is not None
    if block.table is not None:
        assert covers(block.table)


def read_plan(path: Path) -> Document:
    return read_docx(path.read_bytes())


def test_real_plans_keep_the_law(plans: Path) -> None:
    paths = [path for path in sorted(plans.glob("*.docx")) if path.name.count(".") == 1]
    assert paths
    for path in paths:
        document = read_plan(path)
        assert [block.block_id for block in document.blocks] == list(range(len(document.blocks)))
        assert any(block.table is not None for block in document.blocks)
        for block in document.blocks:
            check_raw(block)


def test_a_long_plan_takes_time_in_proportion(spent) -> None:
    page = "".join(p(r(f"Đoạn {i} có {i} hộ.")) for i in range(30)) + f"<w:tbl>{tr(tc('a'), tc('1')) * 20}</w:tbl>"
    short, long = (make_docx(page * pages) for pages in (20, 200))
    assert len(read_docx(long).blocks) == 31 * 200
    # in proportion it is 10 times, by the square 100
    assert spent(lambda: read_docx(long)) < 40 * spent(lambda: read_docx(short))
