"""Spans recovered from rows of texts: cases by name in grids/*.toml, and laws that hold for any rows."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Cell, Reading, Table
from extract.grid import grid, header_depth, join, mark_headers

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "grids").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


def rows_of(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize("case", CASES)
def test_grid(case: dict[str, Any]) -> None:
    table = grid(rows_of(case["rows"]))
    merged = [
        f"{cell.row},{cell.column} {cell.row_span}x{cell.column_span}"
        for cell in table.cells
        if cell.row_span > 1 or cell.column_span > 1
    ]
    headers = {cell.row for cell in table.cells if cell.is_header}
    assert (table.columns, merged) == (case["columns"], case["spans"])
    assert headers == set(range(case["header"]))
    assert table.unsure == set(case.get("unsure", []))


@pytest.mark.parametrize("case", CASES)
def test_marks_the_same_headers_on_explicit_spans(case: dict[str, Any]) -> None:
    table = grid(rows_of(case["rows"]))
    bare = Table(
        table.rows,
        table.columns,
        tuple(Cell(c.row, c.column, c.text, c.row_span, c.column_span) for c in table.cells),
        unsure=table.unsure,
    )
    assert mark_headers(bare) == table


texts = st.sampled_from(
    ["", "", "TT", "Thôn", "Hộ nghèo", "TS", "%", "1", "2", "78", "9,38", "-", "Tổng cộng", "I", "2021"]
)


@given(st.lists(st.lists(texts, max_size=9), max_size=9))
def test_covers_every_place_once_and_keeps_every_text(rows: list[list[str]]) -> None:
    table = grid(rows)
    places = Counter(
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    )
    assert places == Counter((row, column) for row in range(table.rows) for column in range(table.columns))
    assert [(cell.row, cell.column) for cell in table.cells] == sorted((cell.row, cell.column) for cell in table.cells)
    told = [text for row in rows for text in row if text]
    assert [cell.text for cell in table.cells if cell.text] == told


@given(st.lists(st.lists(texts, max_size=9), max_size=9))
def test_header_depth_lies_within_the_table(rows: list[list[str]]) -> None:
    assert 0 <= header_depth(rows) <= max(len(rows) - 1, 0)


FIRST = "TT|Thôn|Hộ|Nghèo\n1|Na Hum|78|17\n2|Pa Lin|89|13"


@pytest.mark.parametrize(
    ("name", "second", "rows"),
    [
        ("the header repeated", "TT|Thôn|Hộ|Nghèo\n3|Tà Pao|128|11", 4),
        ("row numbers run on", "3|Tà Pao|128|11\n4|Khe Mây|90|4", 5),
        ("the total row left over", "Tổng cộng|167|30", None),
        ("the total row at full width", "|Tổng cộng|167|30", 4),
        ("row numbers begin anew", "1|Tà Pao|128|11\n2|Khe Mây|90|4", None),
        ("another header", "TT|Thôn|Lớp|Học viên\n3|Tà Pao|2|11", None),
        ("another width", "3|Tà Pao|128\n4|Khe Mây|90", None),
    ],
)
def test_join(name: str, second: str, rows: int | None) -> None:
    whole = join(grid(rows_of(FIRST)), grid(rows_of(second)))
    assert (whole.rows if whole else None) == rows, name
    if whole:
        assert [cell.row for cell in whole.cells if cell.is_header] == [0, 0, 0, 0]
        assert whole.cells[-1].row == whole.rows - 1


@pytest.mark.parametrize(
    ("again", "is_read", "rows"),
    [
        ("Tống số hộ nghèo", True, 3),
        ("Tống số hộ nghèo", False, None),
        ("Tổng số hộ nghèo 2022", True, None),
        ("Tổng số khẩu nghèo", True, None),
    ],
    ids=["misread", "printed", "another year", "another column"],
)
def test_a_header_read_twice_by_ocr(again: str, is_read: bool, rows: int | None) -> None:
    first = grid([["TT", "Thôn", "Tổng số hộ nghèo"], ["1", "Na Hum", "78"]])
    second = grid([["TT", "Thôn", again], ["", "Tổng cộng", "78"]])
    if is_read:
        cells = (replace(cell, readings=(Reading(0, len(cell.text), 0.9),)) for cell in second.cells)
        second = replace(second, cells=tuple(cells))
    whole = join(first, second)
    assert (whole.rows if whole else None) == rows


def test_a_row_of_column_numbers_repeated_on_the_next_page_goes() -> None:
    first = grid(rows_of("TT|Thôn|Hộ\nA|B|1\n1|Na Hum|78"))
    whole = join(first, grid(rows_of("A|B|1\n2|Pa Lin|89")))
    assert whole is not None
    assert whole.text() == "TT\tThôn\tHộ\nA\tB\t1\n1\tNa Hum\t78\n2\tPa Lin\t89"


def test_a_header_is_never_cut_through_a_merged_cell() -> None:
    cells = (Cell(0, 0, "Thôn", row_span=2), Cell(0, 1, "Hộ"), Cell(1, 1, "12"), Cell(2, 0, "Na Hum"), Cell(2, 1, "78"))
    assert [cell.is_header for cell in mark_headers(Table(3, 2, cells)).cells] == [True, True, True, False, False]
