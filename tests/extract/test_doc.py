"""The reader of Word 97-2003, feature by feature, on files written byte by byte."""

from __future__ import annotations

import importlib.util
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest

from extract.document import Block, Document, Table, UnreadableError
from extract.readers.doc import read_doc
from extract.readers.msdoc import paragraphs

TESTS = Path(__file__).resolve().parents[1]


def load(name: str) -> ModuleType:
    """A script of tests/, which are no package."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


word = load("make_doc")
P, sprm, Extras = word.Paragraph, word.sprm, word.Extras
UNICODE, SYMBOLS, ABC, ABC_CAPITALS, VNI, WINGDINGS = range(6)  # numbers of the fonts that every file has
BOLD, HIDDEN, GONE = sprm(word.BOLD), sprm(word.HIDDEN), sprm(word.DELETED, 0x81)


def p(*runs: str | tuple[str, bytes], mods: bytes = b"", style: int = 0, mark: str = "\r", own: bytes = b""):
    """A paragraph of runs; a bare string has no modifiers. `own` are the modifiers of its mark."""
    return P(tuple((run, b"") if isinstance(run, str) else run for run in runs), mods, style, mark, own)


def font(number: int) -> bytes:
    return sprm(word.FONT, number) + sprm(word.ASCII_FONT, number)


def symbol(number: int, place: int) -> bytes:
    return sprm(word.SPECIAL) + sprm(word.SYMBOL, struct.pack("<HH", number, place))


def blocks(*told: object, **extras: object) -> tuple[Block, ...]:
    document: Document = read_doc(word.make_doc(told, Extras(**extras)))
    assert [block.block_id for block in document.blocks] == list(range(len(document.blocks)))
    return document.blocks


def texts(*told: object, **extras: object) -> list[str]:
    return [block.text for block in blocks(*told, **extras)]


TEXT_CASES = {
    "runs join before composing: the mark stands in the next run": (
        [p("ho\u0323", ("\u0302 nghe", BOLD), "\u0300o")],
        ["hộ nghèo"],
    ),
    "empty paragraphs are dropped": ([p(), p(" \u00a0 "), p("a")], ["a"]),
    "breaks of line, column and page are new lines": ([p("a\x0bb\x0ec\x0cd")], ["a\nb\nc\nd"]),
    "a tab stays for the layout, not at the edge": ([p("\ta\tb")], ["a\tb"]),
    "hyphens": ([p("2016\x1e20\x1f20")], ["2016-2020"]),
    "TCVN3 by its font: its ư is an optional hyphen here": (
        [p(("Hé nghÌo nh\x1f sau", font(ABC)), " Ky Ré")],
        ["Hộ nghèo như sau Ky Ré"],
    ),
    "a font of capitals": ([p(("x· hång th\x1fîng", font(ABC_CAPITALS)))], ["XÃ HỒNG THƯỢNG"]),
    "a letter of VNI over two runs": ([p(("Hoä nghe", font(VNI)), ("øo", font(VNI) + BOLD))], ["Hộ nghèo"]),
    "an old font by name only holds Unicode": ([p(("Hộ nghèo Ky Ré", font(ABC)))], ["Hộ nghèo Ky Ré"]),
    "a symbol of the font Symbol": ([p(("(", symbol(SYMBOLS, 0xF0B3)), " 5% (cả năm)")], ["≥ 5% (cả năm)"]),
    "characters typed in the font Symbol": ([p(("\uf0a3\uf035", font(SYMBOLS)), "%")], ["≤5%"]),
    "a picture symbol is no text": ([p(("\uf0fe", font(WINGDINGS)), "a")], ["a"]),
    "marks of pictures, comments and drawings are no text": ([p("a\x01b\x05c\x08d")], ["abcd"]),
    "characters of two units": ([p("a\U0001d7cfb")], ["a\U0001d7cfb"]),
    "insertions stay, deletions go": (
        [p(("12", sprm(word.INSERTED)), ("13", sprm(word.DELETED)), ("14", GONE), " hộ")],
        ["12 hộ"],
    ),
    "a deleted paragraph mark joins two paragraphs": (
        [p("chiếm ", own=GONE), p("8,11%"), p("hết")],
        ["chiếm 8,11%", "hết"],
    ),
    "hidden text is dropped": ([p("thấy", ("ẩn", HIDDEN), (" rõ", sprm(word.HIDDEN, 0)))], ["thấy rõ"]),
    "a field shows its result": ([p("Trang \x13PAGE \x147\x15")], ["Trang 7"]),
    "a link keeps its text": ([p('\x13HYPERLINK "http://a.vn" \x14trang nhà\x15 xã')], ["trang nhà xã"]),
    "a field within the instruction of a field": ([p("\x13IF \x13PAGE\x149\x15 > 1\x14kết quả\x15")], ["kết quả"]),
    "a field over paragraphs": ([p("\x13TOC\x14I. Một"), p("II. Hai\x15"), p("sau")], ["I. Một", "II. Hai", "sau"]),
    "a field never closed swallows no other paragraph": ([p("\x13mất"), p("còn")], ["còn"]),
    "a deleted field is not opened": ([p(("\x13PAGE\x147", GONE), "12")], ["12"]),
}  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), TEXT_CASES.values(), ids=TEXT_CASES)
def test_text(told: list[object], expected: list[str]) -> None:
    assert texts(*told) == expected


PIECE_CASES = {
    "compressed: one byte a character": ({"pieces": [(0, 1, 0)]}, "12 €… ® é"),
    "two pieces of two widths": ({"pieces": [(0, 1, 0), (4, 2, 0)]}, "Còn 74 hộ nghèo"),
    "stored in another order than read": (
        {"pieces": [(0, 2, 0), (4, 1, 0), (7, 2, 0)], "stored": [2, 0, 1]},
        "Còn 74 hộ",
    ),
}


@pytest.mark.parametrize(("extras", "text"), PIECE_CASES.values(), ids=PIECE_CASES)
def test_pieces(extras: dict[str, object], text: str) -> None:
    assert texts(p(text), **extras) == [text]


def test_a_fast_save_changes_properties_by_piece() -> None:
    """A short modifier, and one of the list, told of pieces instead of characters."""
    bold, deleted = 0x55 << 1 | 1 << 8, 0 << 1 | 1
    pieces = [(0, 2, bold), (4, 2, deleted), (7, 2, bold)]
    (block,) = blocks(p("đậm xóa đậm"), pieces=pieces, modifiers=[GONE])
    assert (block.text, block.is_bold) == ("đậm  đậm", True)


def test_sections_end_paragraphs_page_breaks_do_not() -> None:
    assert texts(p("a\x0cb", mark="\x0c"), p("c"), sections=(4,)) == ["a\nb", "c"]


def test_notes_follow_the_text() -> None:
    """A note without a reference that is shown is left out."""
    notes = [[p("\x02 một"), p("thêm")], [p("\x02 xóa")], [p("\x02 hai")]]
    told = [p("Có 12\x02 hộ", ("\x02", GONE), " nghèo\x02.")]
    assert texts(*told, p("hết"), notes=notes) == ["Có 12 hộ nghèo.", "hết", "một", "thêm", "hai"]


def drawing(*groups: tuple[int, ...]) -> bytes:
    """Groups of shapes; the first shape of each is the group's own."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HHI", 0xF, kind, len(content)) + content

    def shape(number: int) -> bytes:
        return record(0xF004, record(0xF00A, struct.pack("<II", number, 0)))

    drawn = b"".join(record(0xF003, b"".join(map(shape, group))) for group in groups)
    return record(0xF000, b"") + b"\0" + record(0xF002, record(0xF008, bytes(8)) + record(0xF003, shape(1) + drawn))


def test_text_boxes_stand_where_their_shapes_are_anchored() -> None:
    """The second is in a group, which alone is anchored; the third nowhere; a field around the anchor is not theirs."""
    boxes = [(7, [p("một"), p("một nữa")]), (9, [p("hai")]), (11, [p("ba")])]
    told = [p("đầu\x08"), p("giữa\x08"), p("cuối")]
    shapes = [(3, 7), (9, 8)]
    expected = ["đầu", "một", "một nữa", "giữa", "hai", "cuối", "ba"]
    assert texts(*told, boxes=boxes, shapes=shapes, drawings=drawing((8, 9))) == expected


IN_TABLE = sprm(word.IN_TABLE) + sprm(word.DEPTH, 1)
INNER = sprm(word.IN_TABLE) + sprm(word.DEPTH, 2)


def tr(*cells: str, row: bytes = b"", own: bytes = b"") -> list[object]:
    """A row at the outer level; `//` stands between the paragraphs of a cell."""
    told: list[object] = []
    for cell in cells:
        *upper, last = cell.split("//")
        told += [p(text, mods=IN_TABLE) for text in upper]
        told.append(p(last, mods=IN_TABLE, mark="\x07"))
    return [*told, p(mods=IN_TABLE + sprm(word.ENDS_ROW) + row, mark="\x07", own=own)]


def inner(*cells: str, row: bytes = b"") -> list[object]:
    """A row of a table within a cell: its marks are paragraph marks."""
    told = [p(cell, mods=INNER + sprm(word.ENDS_INNER_CELL)) for cell in cells]
    return [*told, p(mods=INNER + sprm(word.ENDS_INNER_CELL) + sprm(word.ENDS_INNER_ROW) + row)]


def across(first: int, last: int) -> bytes:
    return bytes((first, last))


THREE, DOWN = word.row([0, 900, 1800, 2700]), (0x60, 0x20)
TABLE_CASES = {
    "merged across and down": (
        tr("TT", "Hộ nghèo", row=word.row([0, 500, 2500], [DOWN[0], 0]))
        + tr("", "Số hộ", "%", row=word.row([0, 500, 1500, 2500], [DOWN[1], 0, 0]))
        + tr("1", "17", "21,79", row=word.row([0, 500, 1500, 2500])),
        [(0, 0, 2, 1, "TT"), (0, 1, 1, 2, "Hộ nghèo"), (1, 1, 1, 1, "Số hộ"), (1, 2, 1, 1, "%"),
         (2, 0, 1, 1, "1"), (2, 1, 1, 1, "17"), (2, 2, 1, 1, "21,79")],
    ),
    "merged across by marks, in either way of telling the first": (
        tr("a", "", "b", row=word.row([0, 900, 1800, 2700], [1, 2, 0]))
        + tr("c", "", "d", row=word.row([0, 900, 1800, 2700], [2, 1, 0])) + tr("e", "f", "g", row=THREE),
        [(0, 0, 1, 2, "a"), (0, 2, 1, 1, "b"), (1, 0, 1, 2, "c"), (1, 2, 1, 1, "d"),
         (2, 0, 1, 1, "e"), (2, 1, 1, 1, "f"), (2, 2, 1, 1, "g")],
    ),
    "merged later by modifiers": (
        tr("a", "", "b", row=THREE + sprm(word.MERGE, across(0, 2)) + sprm(word.VERTICAL, bytes((2, 3))))
        + tr("c", "d", "", row=THREE + sprm(word.VERTICAL, bytes((2, 1)))),
        [(0, 0, 1, 2, "a"), (0, 2, 2, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")],
    ),
    "a merge undone": (
        tr("a", "b", "c", row=word.row([0, 900, 1800, 2700], [1, 2, 0]) + sprm(word.SPLIT, across(0, 2))),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c")],
    ),
    "cells inserted, deleted and widened": (
        tr("a", "b", "c", row=THREE)
        + tr("d", "e", row=THREE + sprm(word.DELETE, across(1, 2)))
        + tr("f", "g", "h", row=sprm(word.INSERT, struct.pack("<BBh", 0, 3, 900)))
        + tr("i", "j", row=word.row([0, 900, 1800]) + sprm(word.WIDTH, struct.pack("<BBh", 1, 2, 1800))),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c"), (1, 0, 1, 2, "d"), (1, 2, 1, 1, "e"),
         (2, 0, 1, 1, "f"), (2, 1, 1, 1, "g"), (2, 2, 1, 1, "h"), (3, 0, 1, 1, "i"), (3, 1, 1, 2, "j")],
    ),
    "a row further to the right": (
        tr("a", "b", row=word.row([0, 900, 1800]))
        + tr("c", row=word.row([0, 900]) + sprm(word.ROW_GAP, 100) + sprm(word.ROW_LEFT, 1000)),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "c")],
    ),
    "edges that miss each other by a hair": (
        tr("a", "b", row=word.row([-108, 890, 1800], [DOWN[0], 0]))
        + tr("", "d", row=word.row([-115, 893, 1790], [DOWN[1], 0])),
        [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "d")],
    ),
    "a cell without width is not seen": (
        tr("a", "ẩn", "b", row=word.row([0, 900, 900, 1800])),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")],
    ),
    "rows that tell nothing of their cells": (
        tr("a", "b") + tr("c"),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "")],
    ),
    "more cells than the row tells of": (
        tr("a", "b", "c", row=word.row([0, 900, 1800])),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c")],
    ),
    "a deleted row": (
        tr("x", "y", row=THREE, own=GONE) + tr("a", "b", row=THREE),
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")],
    ),
    "a row that the file breaks off": (tr("a", "b")[:-1], [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]),
    "paragraphs and a table within a cell": (
        [p("một", mods=IN_TABLE), p("hai", mods=IN_TABLE), *inner("3", "4"), *tr("", "b")],
        [(0, 0, 1, 1, "một\nhai\n3\n4"), (0, 1, 1, 1, "b")],
    ),
}  # fmt: skip


def cells_of(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells]


@pytest.mark.parametrize(("told", "expected"), TABLE_CASES.values(), ids=TABLE_CASES)
def test_tables(told: list[object], expected: list[tuple[int, int, int, int, str]]) -> None:
    (block,) = blocks(*told, p())
    assert block.table is not None
    assert block.text == block.table.text()
    assert cells_of(block.table) == expected


def test_row_properties_in_the_data_stream() -> None:
    """Long ones, and those that many rows share; the two may be nested, and need not end."""
    cells = word.row([0, 900, 2700], [0x60, 0])
    shared = struct.pack("<H", len(cells)) + cells
    nested = sprm(word.ROW_ELSEWHERE, 0) + IN_TABLE + sprm(word.ENDS_ROW)
    data = shared + struct.pack("<H", len(nested)) + nested
    rows = [
        *tr("a", "b", row=sprm(word.ROW_ELSEWHERE, 0)),
        *tr("", "c")[:-1],
        p(mods=sprm(word.ELSEWHERE, len(shared)), mark="\x07"),
        *tr("d", "e", "f", row=THREE),
    ]
    (block,) = blocks(*rows, p(), data=data)
    assert block.table is not None
    assert [cell for cell in cells_of(block.table) if cell[3] > 1] == [(0, 1, 1, 2, "b"), (1, 1, 1, 2, "c")]
    itself = sprm(word.ELSEWHERE, 0)
    told = texts(p("a", mods=itself), p("b"), data=struct.pack("<H", len(itself)) + itself)
    assert told == ["a", "b"]


def test_header_rows_are_told() -> None:
    (block,) = blocks(*tr("a", row=sprm(word.HEADER)), *tr("b"))
    assert block.table is not None
    assert [cell.is_header for cell in block.table.cells] == [True, False]


def test_a_frame_around_tables_is_opened() -> None:
    framed = [p("trước", mods=IN_TABLE), *inner("Thôn", "Hộ"), *inner("A", "12"), *tr("sau")]
    assert [(block.kind, block.text) for block in blocks(*framed)] == [
        ("paragraph", "trước"),
        ("table", "Thôn\tHộ\nA\t12"),
        ("paragraph", "sau"),
    ]


S = word.Style
STYLES = (
    S(0),
    S(1, 0, sprm(word.LIST, 1), BOLD),  # heading 1
    S(2, 1, sprm(word.LEVEL, 1)),
    S(base=2),  # one of the user's own
    S(base=0, paragraph=sprm(word.OUTLINE, 2)),
    S(base=1, paragraph=sprm(word.LIST, 0) + sprm(word.OUTLINE, 9)),
    S(character=BOLD, kind=2),
    S(character=HIDDEN, kind=2),
    S(base=9),  # based on each other
    S(base=8, character=BOLD),
    S(base=0, character=font(ABC)),
)
HIDING = sprm(word.CHARACTER_STYLE, 7)
STYLE_CASES = {
    "heading with the number of its style": (p("Mục tiêu", style=1), ("I. Mục tiêu", 1, True)),
    "a style inherits list and heading": (p("Chung", style=3), ("1. Chung", 2, True)),
    "a heading style turned off in the text": (
        p(("Không", sprm(word.BOLD, 0)), style=1, mods=sprm(word.LIST, 0) + sprm(word.OUTLINE, 9)),
        ("Không", None, False),
    ),
    "an outline level makes a heading": (p("Ba", style=4), ("Ba", 3, False)),
    "the nearest style of the chain counts": (p("Mục lục", style=5), ("Mục lục", None, True)),
    "an outline level of the paragraph": (p("x", mods=sprm(word.OUTLINE, 0)), ("x", 1, False)),
    "not as the style says": (p(("x", sprm(word.BOLD, 0x81)), style=9), ("x", None, False)),
    "as the style says": (p(("x", sprm(word.BOLD, 0x80)), style=9), ("x", None, True)),
    "bold by a character style": (p(("x", sprm(word.CHARACTER_STYLE, 6))), ("x", None, True)),
    "bold twice is plain": (p(("x", sprm(word.CHARACTER_STYLE, 6)), style=9), ("x", None, False)),
    "blank runs do not count": (p(("x", BOLD), "  "), ("x", None, True)),
    "one plain run is enough": (p(("x", BOLD), "y"), ("xy", None, False)),
    "hidden by a character style": (p("x", ("y", HIDING)), ("x", None, False)),
    "a font of the style": (p("Hé nghÌo", style=10), ("Hộ nghèo", None, False)),
    "an unknown style says nothing": (p("x", style=99), ("x", None, False)),
}


@pytest.mark.parametrize(("told", "expected"), STYLE_CASES.values(), ids=STYLE_CASES)
def test_styles(told: object, expected: tuple[str, int | None, bool]) -> None:
    (block,) = blocks(told, styles=STYLES)
    assert (block.text, block.level, block.is_bold) == expected


def item(level: int, used: int = 1, text: str = "x") -> object:
    return p(text, mods=sprm(word.LIST, used) + sprm(word.LEVEL, level))


L = word.ListLevel
THREE_LEVELS = (L(1, "{0}."), L(0, "{0}.{1}."), L(4, "{2})"))
NUMBERING_CASES = {
    "levels count and begin anew": (
        [THREE_LEVELS], [(0, {})], [item(0), item(1), item(1), item(2), item(2), item(0), item(1), item(2)],
        "I.|I.1.|I.2.|a)|b)|II.|II.1.|a)",
    ),
    "legal numbering is all digits": (
        [(L(1, "{0}."), L(0, "{0}.{1}", flags=4))], [(0, {})], [item(0), item(0), item(1)], "I.|II.|2.1",
    ),
    "it starts where it says": ([(L(0, "Điều {0}.", 4),)], [(0, {})], [item(0), item(0)], "Điều 4.|Điều 5."),
    "two uses of a list count together": ([THREE_LEVELS], [(0, {}), (0, {})], [item(0), item(0, 2)], "I.|II."),
    "a use that starts anew": (
        [THREE_LEVELS], [(0, {}), (0, {0: 5})], [item(0), item(0), item(0, 2), item(0, 2)], "I.|II.|V.|VI.",
    ),
    "a level that never begins anew": (
        [(L(0, "{0}."), L(0, "({1})", flags=8))], [(0, {})], [item(0), item(1), item(1), item(0), item(1)],
        "1.|(1)|(2)|2.|(3)",
    ),
    "bullets": ([(L(23, "\uf0b7"), L(23, "+"), L(255, ""))], [(0, {})], [item(0), item(1), item(2)], "-|+|"),
    "a number in an old font": ([(L(0, "Môc {0}.", modifiers=font(ABC)),)], [(0, {})], [item(0)], "Mục 1."),
    "list 0 is no list, an unknown one neither": (
        [THREE_LEVELS], [(0, {})], [item(0, 0), item(0, 8), item(0, -1), item(0)], "|||I.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lists", "uses", "told", "labels"), NUMBERING_CASES.values(), ids=NUMBERING_CASES)
def test_numbering(lists: object, uses: object, told: list[object], labels: str) -> None:
    expected = [f"{label} x".strip() for label in labels.split("|")]
    assert texts(*told, lists=lists, uses=uses, styles=(word.Style(0),)) == expected


def test_numbered_paragraphs_without_text() -> None:
    """A row number set by the list shows in its cell; an empty item's bullet does not: it would read as a zero."""
    cells = [P((), IN_TABLE + sprm(word.LIST, used) + sprm(word.LEVEL, 0), 0, "\x07") for used in (1, 2)]
    rows = [*cells, *tr("A"), *cells, *tr("A")]
    assert texts(*rows, lists=[(L(0, "{0}"),), (L(23, "-"),)]) == ["1\t\tA\n2\t\tA"]


def test_modifiers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paragraphs, "MODIFIERS_LIMIT", 3)
    data = struct.pack("<H", 6) + IN_TABLE[:3] * 2
    with pytest.raises(UnreadableError, match="no end"):
        texts(*(p("a", mods=sprm(word.OUTLINE, n) + sprm(word.ELSEWHERE, 0)) for n in range(3)), data=data)
