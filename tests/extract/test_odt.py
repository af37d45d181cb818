"""The odt reader, feature by feature, on documents written here by hand."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from extract.document import Table, UnreadableError
from extract.read import read
from extract.readers.odt import read_odt

URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    [f'xmlns:{name}="{URN}{name}:1.0"' for name in ("office", "text", "table", "style")]
    + [
        f'xmlns:draw="{URN}drawing:1.0"',
        f'xmlns:fo="{URN}xsl-fo-compatible:1.0"',
        f'xmlns:svg="{URN}svg-compatible:1.0"',
    ]
)


def make_odt(body: str, automatic: str = "", styles: str = "", kind: str = "text", manifest: str = "") -> bytes:
    """An odt of this body; `automatic` are styles of its content, `styles` those of the document."""
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMESPACES}><office:styles>{styles}</office:styles></office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return held.getvalue()


def texts(body: str, automatic: str = "", styles: str = "") -> list[str]:
    return [block.text for block in read_odt(make_odt(body, automatic, styles)).blocks]


def style(name: str, properties: str = "", family: str = "paragraph", **attributes: str) -> str:
    told = "".join(f' style:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    inside = f"<style:text-properties {properties}/>"
    return f'<style:style style:name="{name}" style:family="{family}"{told}>{inside}</style:style>'


def number(level: int, form: str, suffix: str = ".", **attributes: str) -> str:
    told = "".join(f' text:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    told += f' style:num-format="{form}" style:num-suffix="{suffix}"'
    return f'<text:list-level-style-number text:level="{level}"{told}/>'


def items(*paragraphs: str, attributes: str = 'text:style-name="L"') -> str:
    inside = "".join(f"<text:list-item>{told}</text:list-item>" for told in paragraphs)
    return f"<text:list {attributes}>{inside}</text:list>"


P = "<text:p>x</text:p>"
LIST = (
    f'<text:list-style style:name="L">{number(1, "I")}{number(2, "1", display_levels="2")}{number(3, "a", ")")}'
    '<text:list-level-style-bullet text:level="4" text:bullet-char="•"/></text:list-style>'
)
NOTE = (
    '<text:note text:note-class="{kind}"><text:note-citation>1</text:note-citation><text:note-body>'
    "<text:p>{text}</text:p></text:note-body></text:note>"
)
FRAME = "<draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"

TEXT_CASES = {
    "spans": ("<text:p>Giảm <text:span>12</text:span> hộ</text:p>", ["Giảm 12 hộ"]),
    "blanks of the file are one": ("<text:p>\n  Giảm\n  <text:span> 12</text:span></text:p>", ["Giảm 12"]),
    "blanks of the author": ('<text:p>a<text:s text:c="3"/>b</text:p>', ["a   b"]),
    "tab and line break": ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", ["a\tb\nc"]),
    "a hyphen that never breaks": ("<text:p>2016\u20112020</text:p>", ["2016-2020"]),
    "composed letters": ("<text:p>Ho\u0323\u0302</text:p>", ["Hộ"]),
    "a field shows its result": ("<text:p>Trang <text:page-number>7</text:page-number></text:p>", ["Trang 7"]),
    "a link": ("<text:p>xem <text:a>Phụ lục 2</text:a></text:p>", ["xem Phụ lục 2"]),
    "deleted text is gone": (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>99</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p>còn <text:change text:change-id="c"/>12</text:p>',
        ["còn 12"],
    ),
    "a remark at the margin is no text": (
        "<text:p>12<office:annotation><text:p>sai?</text:p></office:annotation> hộ</text:p>",
        ["12 hộ"],
    ),
    "notes stand at the end": (
        f"<text:p>một{NOTE.format(kind='endnote', text='cuối')}{NOTE.format(kind='footnote', text='chân')}</text:p>"
        "<text:p>hai</text:p>",
        ["một", "hai", "chân", "cuối"],
    ),
    "text boxes follow their paragraph": (
        f"<text:p>neo{FRAME.format(text='hộp')} tiếp</text:p><text:p>sau</text:p>",
        ["neo tiếp", "hộp", "sau"],
    ),
    "a shape with text": ("<text:p><draw:custom-shape><text:p>12</text:p></draw:custom-shape></text:p>", ["12"]),
    "a section": ("<text:section><text:p>a</text:p></text:section>", ["a"]),
    "a hidden section": (f'<text:section text:display="none">{P}</text:section><text:p>b</text:p>', ["b"]),
    "a section hidden by its condition": (
        f'<text:section text:display="condition" text:is-hidden="true">{P}</text:section>'
        '<text:section text:display="condition"><text:p>b</text:p></text:section>',
        ["b"],
    ),
    "a field that is not shown": (
        '<text:p>a<text:variable-set text:display="none">9</text:variable-set></text:p>',
        ["a"],
    ),
    "a table of contents": (
        "<text:table-of-content><text:table-of-content-source><text:p>mẫu</text:p></text:table-of-content-source>"
        "<text:index-body><text:p>I. Mục</text:p></text:index-body></text:table-of-content>",
        ["I. Mục"],
    ),
    "hidden text": ('<text:p>a<text:hidden-text text:is-hidden="true">9</text:hidden-text></text:p>', ["a"]),
    "pronunciation above a word": (
        "<text:p><text:ruby><text:ruby-base>12</text:ruby-base><text:ruby-text>hai</text:ruby-text></text:ruby></text:p>",
        ["12"],
    ),
    "blank paragraphs are none": ("<text:p/><text:p> </text:p><text:p>a</text:p>", ["a"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "found"), TEXT_CASES.values(), ids=TEXT_CASES)
def test_text(body: str, found: list[str]) -> None:
    assert texts(body) == found


DEEP = items(P, f"<text:p>x</text:p>{items(P, P + items(P, attributes=''), attributes='')}", P)
LIST_CASES = {
    "levels, shown over one another": (DEEP, ["I. x", "II. x", "II.1. x", "II.2. x", "a) x", "III. x"]),
    "only the first paragraph of an item": (items(P + P), ["I. x", "x"]),
    "a heading of a list has no number": (
        f'<text:list text:style-name="L"><text:list-header>{P}</text:list-header>'
        f"<text:list-item>{P}</text:list-item></text:list>",
        ["x", "I. x"],
    ),
    "another list begins anew": (items(P, P) + items(P), ["I. x", "II. x", "I. x"]),
    "a list goes on": (
        items(P, P) + P + items(P, attributes='text:style-name="L" text:continue-numbering="true"'),
        ["I. x", "II. x", "x", "III. x"],
    ),
    "a list goes on after another": (
        items(P, attributes='text:style-name="L" xml:id="first"')
        + items(P)
        + items(P, attributes='text:style-name="L" text:continue-list="first"'),
        ["I. x", "I. x", "II. x"],
    ),
    "an item starts at a number": (
        f'<text:list text:style-name="L"><text:list-item text:start-value="4">{P}</text:list-item><text:list-item>{P}'
        "</text:list-item></text:list>",
        ["IV. x", "V. x"],
    ),
    "a nested list alone is not counted": (
        items(items(P, attributes="")) + items(P, attributes='text:style-name="L" text:continue-numbering="true"'),
        ["I.1. x", "I. x"],
    ),
    "a bullet is a dash": (items(items(items(items(P, attributes=""), attributes=""), attributes="")), ["- x"]),
    "an empty item keeps its number": (items("<text:p/>", P), ["I.", "II. x"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "found"), LIST_CASES.values(), ids=LIST_CASES)
def test_lists(body: str, found: list[str]) -> None:
    assert texts(body, LIST) == found


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style style:name="O">'
        '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="."/></text:outline-style>'
    )
    body = "".join(f'<text:h text:outline-level="{level}">x</text:h>' for level in (1, 2, 2, 1, 2))
    document = read_odt(make_odt(body, styles=outline))
    assert [block.text for block in document.blocks] == ["I. x", "1. x", "2. x", "II. x", "1. x"]
    assert [block.level for block in document.blocks] == [1, 2, 2, 1, 2]


def test_hidden_text_hides_what_hangs_on_it() -> None:
    hidden = style("H", 'text:display="none"', "text") + style("S", 'text:display="true"', "text")
    shown = '<text:span text:style-name="S">b</text:span>'
    hung = f"<text:tab/>9<text:line-break/>{NOTE.format(kind='footnote', text='chân')}{FRAME.format(text='hộp')}"
    assert texts(f'<text:p>a<text:span text:style-name="H">{hung}{shown}</text:span></text:p>', hidden) == ["ab"]


def test_bold_by_the_chain_of_styles() -> None:
    styles = style("Base", 'fo:font-weight="bold"') + style("Child", parent_style_name="Base")
    automatic = (
        style("P1", parent_style_name="Child")
        + style("T1", 'fo:font-weight="normal"', "text")
        + style("T2", 'fo:font-weight="700"', "text")
        + style("H", 'text:display="none"', "text")
    )
    body = (
        '<text:p text:style-name="P1">a</text:p>'
        '<text:p text:style-name="P1">a <text:span text:style-name="T1">b</text:span></text:p>'
        '<text:p><text:span text:style-name="T2">a</text:span> <text:span text:style-name="H">99</text:span></text:p>'
        "<text:p>a</text:p>"
    )
    blocks = read_odt(make_odt(body, automatic, styles)).blocks
    assert [(block.text, block.is_bold) for block in blocks] == [("a", True), ("a b", False), ("a", True), ("a", False)]


def test_legacy_fonts_are_decoded_run_by_run() -> None:
    automatic = style("P1", 'style:font-name="Vn"') + style("T1", 'fo:font-family="Arial"', "text")
    face = '<style:font-face style:name="Vn" svg:font-family="\'.VnTime\'"/>'
    faces = f"<office:font-face-decls>{face}</office:font-face-decls>"
    data = make_odt(
        '<text:p text:style-name="P1">Hé nghÌo nh\u00ad <text:span text:style-name="T1">Ky Ré</text:span></text:p>',
        f"</office:automatic-styles>{faces}<office:automatic-styles>{automatic}",
    )
    assert [block.text for block in read_odt(data).blocks] == ["Hộ nghèo như Ky Ré"]


def cell(text: str, **attributes: int) -> str:
    told = "".join(f' table:number-{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<table:table-cell{told}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


COVERED = "<table:covered-table-cell/>"


def only_table(body: str) -> Table:
    (block,) = read_odt(make_odt(body)).blocks
    assert block.table is not None
    return block.table


def test_a_table_with_merged_cells() -> None:
    found = only_table(
        table(
            "<table:table-header-rows>",
            row(cell("Thôn", rows_spanned=2), cell("Hộ nghèo", columns_spanned=2), COVERED),
            row(COVERED, cell("Số hộ"), cell("%")),
            "</table:table-header-rows>",
            row(cell("Na Hum"), cell("12"), cell("5,10")),
        )
    )
    assert (found.rows, found.columns) == (3, 3)
    assert [(c.row, c.column, c.row_span, c.column_span, c.text, c.is_header) for c in found.cells] == [
        (0, 0, 2, 1, "Thôn", True),
        (0, 1, 1, 2, "Hộ nghèo", True),
        (1, 1, 1, 1, "Số hộ", True),
        (1, 2, 1, 1, "%", True),
        (2, 0, 1, 1, "Na Hum", False),
        (2, 1, 1, 1, "12", False),
        (2, 2, 1, 1, "5,10", False),
    ]


TABLE_CASES = {
    "repeated cells": (row(cell("0", columns_repeated=3)), "0\t0\t0"),
    "repeated rows": (row(cell("1"), cell("2"), attributes='table:number-rows-repeated="2"'), "1\t2\n1\t2"),
    "a hidden row": (row(cell("9"), attributes='table:visibility="collapse"') + row(cell("1"), cell("2")), "1\t2"),
    "several paragraphs": (row(cell("a</text:p><text:p>b"), cell("2")), "a\nb\t2"),
    "a table in a cell is told in it": (
        row(cell("a"), "<table:table-cell>" + table(row(cell("1"), cell("2"))) + "</table:table-cell>"),
        "a\t1\n2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "found"), TABLE_CASES.values(), ids=TABLE_CASES)
def test_tables(rows: str, found: str) -> None:
    assert only_table(table(rows)).text() == found


def test_a_frame_around_a_table_is_opened() -> None:
    inner = table(row(cell("a"), cell("1")), row(cell("b"), cell("2")))
    frame = table(row(f"<table:table-cell><text:p>đầu</text:p>{inner}<text:p>cuối</text:p></table:table-cell>"))
    blocks = read_odt(make_odt(frame)).blocks
    assert [(block.block_id, block.kind) for block in blocks] == [(0, "paragraph"), (1, "table"), (2, "paragraph")]


CLOSED = "</table:table-cell></table:table-row></table:table>"
BAD = {
    "a password": (make_odt(P, manifest="<manifest:encryption-data/>"), "password"),
    "a spreadsheet": (make_odt(P, kind="spreadsheet"), "no text document"),
    "endless nesting": (
        make_odt("<table:table><table:table-row><table:table-cell>" * 60 + CLOSED * 60),
        "nests",
    ),
    "a row repeated without end": (
        make_odt(table(row(cell("1", columns_repeated=1000), attributes='table:number-rows-repeated="999999"'))),
        "repeats a row",
    ),
    "cut off": (make_odt(P)[:200], "damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "told"), BAD.values(), ids=BAD)
def test_what_cannot_be_read(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableError, match=told) as caught:
        read_odt(data)
    assert str(caught.value).count(".") >= 2


def test_damage_anywhere_is_told_or_read() -> None:
    chance = random.Random(3)
    data = make_odt(DEEP + table(row(cell("a", columns_spanned=2), COVERED), row(cell("1"), cell("2"))), LIST)
    outcomes = set()
    for _ in range(150):
        mutant = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        try:
            outcomes.add(read_odt(bytes(mutant)).format)
        except UnreadableError:
            outcomes.add("told")
    assert outcomes == {"odt", "told"}


def test_a_real_plan_reads_as_its_docx(plans: Path) -> None:
    one, other = read(plans / "long-an-2024.docx"), read(plans / "long-an-2024.odt")
    assert other.format == "odt"
    assert [(block.kind, block.text, block.table) for block in other.blocks] == [
        (block.kind, block.text, block.table) for block in one.blocks
    ]
