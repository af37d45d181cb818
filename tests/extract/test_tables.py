"""Village tables of many shapes (`tables/*.toml`): what each data cell counts, and which totals are claimed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.document import Block, Document
from extract.facts import Facts, VillageStat
from extract.gather import gather
from extract.grid import grid, mark_headers
from extract.outline import outline
from extract.readers.markdown import read_markdown

FILES = sorted((Path(__file__).parent / "tables").glob("*.toml"))
CASES = [
    pytest.param(
        case,
        id=f"{file.stem}: {case['name']}",
        marks=[pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else [],
    )
    for file in FILES
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]


def plan_with(title: str, rows: list[str], year: int = 2023) -> Facts:
    """The facts of a plan that holds one table under a title."""
    text = f"KẾ HOẠCH\n\nGiảm nghèo bền vững xã Na Lốc năm {year}\n\nI. MỤC TIÊU\n\nGiảm nghèo bền vững.\n\n{title}"
    document = outline(read_markdown(text.encode()))
    table = replace(mark_headers(grid([[cell.strip() for cell in row.split("|")] for row in rows])), table_id=1)
    block = Block(len(document.blocks), "table", table.text(), document.blocks[-1].section_id, table)
    return gather(Document(document.format, document.reader, (*document.blocks, block), document.sections))


def told(cell: VillageStat) -> str:
    """A cell as the cases write it."""
    said = cell.facets
    words = [said.measure, said.unit, said.aspect, said.moment, said.year, said.stance]
    line = " ".join(str(word) if word is not None else "-" for word in words)
    return f"{cell.place} | {cell.place_kind} | {cell.literal} | {line}" + (f" {said.group}" if said.group else "")


@pytest.mark.parametrize("case", CASES)
def test_cells(case: dict[str, Any]) -> None:
    assert [told(cell) for cell in plan_with(case["title"], case["rows"]).village_stats] == case["expect"]


def test_numbers_of_rows_and_columns_are_labels() -> None:
    facts = plan_with("BIỂU", ["TT | Thôn | Tổng số hộ", "A | B | 1", "1 | Khe Mo | 120", "2 | Khe Cát | 111"])
    kinds = [(f.literal, f.kind) for f in facts.figures if f.table_id is not None]
    assert kinds == [("1", "label"), ("1", "label"), ("120", "count"), ("2", "label"), ("111", "count")]


def test_subtotals_over_their_rows_and_the_total_over_the_subtotals() -> None:
    rows = [
        "TT | Xã | Tổng số hộ cuối năm 2022",
        "I | Khu vực thành thị | 30",
        "1 | Thị trấn Mo | 30",
        "II | Khu vực nông thôn | 50",
        "1 | Xã Khe | 20",
        "2 | Xã Cát | 30",
        " | Tổng cộng | 80",
    ]
    facts = plan_with("BIỂU", rows)
    sums = {facts.figures[b.whole].literal: [facts.figures[part].literal for part in b.parts] for b in facts.breakdowns}
    assert sums == {"30": ["30"], "50": ["20", "30"], "80": ["30", "50"]}


def test_a_rate_is_held_against_count_and_base_of_its_own_row() -> None:
    rows = [
        "TT | Thôn | Tổng số hộ | Hộ nghèo | Tỷ lệ hộ nghèo (%)",
        "1 | Mo | 120 | 6 | 5,00",
        "2 | Cát | 110 | 11 | 10,00",
    ]
    facts = plan_with("TỔNG HỢP CUỐI NĂM 2022", rows)
    pairs = {
        facts.figures[r.percent].literal: [
            (facts.figures[p.part or 0].literal, facts.figures[p.whole].literal) for p in r.pairs
        ]
        for r in facts.ratios
    }
    assert pairs == {"5,00": [("6", "120")], "10,00": [("11", "110")]}


def test_an_undated_rate_is_held_against_the_count_right_before_it() -> None:
    rows = [
        "TT | Xã | Tổng số hộ | Hộ nghèo 31/12/2022 | Tỷ lệ (%) | Hộ nghèo cuối năm 2023 | Tỷ lệ (%)",
        "1 | Bản Khoa | 200 | 40 | 20,0 | 30 | 15,0",
        "2 | Nậm Tần | 100 | 30 | 30,0 | 20 | 20,0",
    ]
    facts = plan_with("CHỈ TIÊU NĂM 2023", rows)
    pairs = {
        facts.figures[r.percent].literal: [
            (facts.figures[p.part or 0].literal, facts.figures[p.whole].literal) for p in r.pairs
        ]
        for r in facts.ratios
        if facts.figures[r.percent].row == 1
    }
    assert pairs == {"20,0": [("40", "200")], "15,0": [("30", "200")]}
