"""Village tables of many shapes (`tables/*.toml`): what each data cell counts, and which totals are claimed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.document import Block, Document
from extract.facts import Facts, Figure, VillageStat
from extract.gather import gather
from extract.grid import grid, mark_headers
from extract.layout import unfold
from extract.outline import outline
from extract.readers.markdown import read_markdown
from extract.readers.text import read_text

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


def plan_with(
    title: str, rows: list[str], year: int = 2023, head: str = "KẾ HOẠCH", text: str = "Giảm nghèo bền vững."
) -> Facts:
    """The facts of a plan that holds one table under a title, behind one paragraph of text."""
    text = f"{head}\n\nGiảm nghèo bền vững xã Na Lốc năm {year}\n\nI. MỤC TIÊU\n\n{text}\n\n{title}"
    document = outline(read_markdown(text.encode()))
    table = replace(mark_headers(grid([[cell.strip() for cell in row.split("|")] for row in rows])), table_id=1)
    block = Block(len(document.blocks), "table", table.text(), document.blocks[-1].section_id, table)
    return gather(Document(document.format, document.reader, (*document.blocks, block), document.sections))


def plan_in_text(title: str, lines: str, year: int = 2023, head: str = "KẾ HOẠCH") -> Facts:
    """The facts of a plan in plain text, in whose table `→` stands for a tab."""
    text = f"{head}\n\nGiảm nghèo bền vững xã Na Lốc năm {year}\n\nI. MỤC TIÊU\n\nGiảm nghèo bền vững.\n\n{title}\n\n"
    return gather(outline(unfold(read_text((text + lines.replace("→", "\t")).encode()))))


def told(cell: VillageStat) -> str:
    """A cell as the cases write it."""
    said = cell.facets
    words = [said.measure, said.unit, said.aspect, said.moment, said.year, said.stance]
    line = " ".join(str(word) if word is not None else "-" for word in words)
    more = "".join(f" {word}" for word in (said.group, said.part_of_year) if word)
    return f"{cell.place} | {cell.place_kind} | {cell.literal} | {line}{more}"


def read_case(case: dict[str, Any]) -> Facts:
    """The plan of a case, which may name its own head, year and text; `lines` are those of a flattened table."""
    if "lines" in case:
        return plan_in_text(case["title"], case["lines"], **{key: case[key] for key in ("year", "head") if key in case})
    return plan_with(case["title"], case["rows"], **{key: case[key] for key in ("year", "head", "text") if key in case})


@pytest.mark.parametrize("case", CASES)
def test_cells(case: dict[str, Any]) -> None:
    assert [told(cell) for cell in read_case(case).village_stats] == case["expect"]


@pytest.mark.parametrize("case", [case for case in CASES if "figures" in case.values[0]])
def test_figures_of_the_plans_own_unit(case: Any) -> None:
    """Cells that are of no place of the table: `literal | facets`, in reading order, those that were understood."""
    facts = read_case(case)
    placed = {stat.figure_id for stat in facts.village_stats}
    own = [f for f in facts.figures if f.table_id and f.facets.measure and f.figure_id not in placed]
    assert [f"{f.literal} | {facets_told(f)}" for f in own] == case["figures"]


def facets_told(figure: Figure) -> str:
    said = figure.facets
    words = [said.measure, said.unit, said.aspect, said.moment, said.year, said.stance]
    return " ".join(str(word or "-") for word in words) + "".join(
        f" {word}" for word in (said.group, said.part_of_year) if word
    )


@pytest.mark.parametrize("case", [case for case in CASES if "lacks" in case.values[0]])
def test_lacks(case: Any) -> None:
    """`population indicator | rate | households | implied | time`."""
    told = [
        f"{one.population} {one.indicator} | {one.rate or '-'} | {one.households or '-'} | "
        f"{one.implied_households or '-'} | {one.standard} {one.moment or '-'} {one.year or '-'}"
        for one in read_case(case).deprivations
    ]
    assert sorted(told) == sorted(case["lacks"])


@pytest.mark.parametrize("case", [case for case in CASES if "sums" in case.values[0]])
def test_sums(case: Any) -> None:
    """`axis: whole = part + part`, of those that claim to be complete."""
    facts = read_case(case)
    written = [figure.literal for figure in facts.figures]
    told = [
        f"{one.axis}: {written[one.whole]} = {' + '.join(written[part] for part in one.parts)}"
        for one in facts.breakdowns
        if one.is_complete
    ]
    assert sorted(told) == sorted(case["sums"])


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


def pairs_of(facts: Facts) -> dict[str, list[tuple[str, str]]]:
    """The part and the whole each percentage is held against, as written."""
    written = [figure.literal for figure in facts.figures]
    return {written[r.percent]: [(written[p.part or 0], written[p.whole]) for p in r.pairs] for r in facts.ratios}


def test_a_rate_of_a_group_is_held_against_the_base_its_column_follows() -> None:
    rows = [
        "TT | Xã | Tổng số hộ | Trong đó: hộ DTTS | Hộ nghèo | | Trong đó: hộ nghèo DTTS |",
        " | | | | Số hộ | Tỷ lệ (%) | Số hộ | Tỷ lệ (%)",
        "1 | Xã Nậm Mu | 400 | 200 | 80 | 20,00 | 60 | {}",
        "2 | Xã Pá Hu | 300 | 100 | 30 | 10,00 | 15 | {}",
        "3 | Xã Tà Xi | 200 | 160 | 50 | 25,00 | 40 | 91,00",
    ]
    of_the_poor = [row.format("75,00" if "Mu" in row else "50,00") for row in rows]
    assert pairs_of(plan_with("HỘ NGHÈO CUỐI NĂM 2022", of_the_poor)) == {
        "20,00": [("80", "400")], "10,00": [("30", "300")], "25,00": [("50", "200")],
        "75,00": [("60", "80")], "50,00": [("15", "30")], "91,00": [("40", "50")],
    }  # fmt: skip
    of_the_group = [row.format("30,00" if "Mu" in row else "15,00") for row in rows]
    assert pairs_of(plan_with("HỘ NGHÈO CUỐI NĂM 2022", of_the_group))["30,00"] == [("60", "200")]


def test_a_rate_of_a_group_that_follows_no_base_is_not_understood() -> None:
    rows = [
        "TT | Xã | Tổng số hộ | Hộ nghèo | | Hộ nghèo DTTS |",
        " | | | Số hộ | Tỷ lệ (%) | Số hộ | Tỷ lệ (%)",
        "1 | Xã Nậm Mu | 400 | 80 | 20,00 | 60 | 41,30",
        "2 | Xã Pá Hu | 300 | 30 | 10,00 | 15 | 22,70",
    ]
    facts = plan_with("HỘ NGHÈO CUỐI NĂM 2022", rows)
    assert pairs_of(facts) == {"20,00": [("80", "400")], "10,00": [("30", "300")]}
    assert {cell.column for cell in facts.village_stats} == {2, 3, 4, 5}


def test_kinds_of_money_are_no_parts_of_each_other() -> None:
    rows = [
        "TT | Xã | Tổng kinh phí | Vốn đầu tư | Vốn sự nghiệp | Ngân sách huyện",
        "1 | Xã Nậm Mu | 900 | 500 | 350 | 50",
        "2 | Xã Pá Hu | 600 | 300 | 200 | 100",
    ]
    facts = plan_with("PHÂN BỔ VỐN NĂM 2023 (ĐVT: triệu đồng)", rows)
    assert [b for b in facts.breakdowns if b.axis == "row"] == []
    assert {cell.column for cell in facts.village_stats} == {2, 5}


def test_sums_of_years_beside_items_are_no_places() -> None:
    rows = [
        "TT | Nội dung | Tổng cộng | Năm 2023 | | Năm 2024 |",
        " | | | NSTW | NSĐP | NSTW | NSĐP",
        "1 | Hỗ trợ phát triển sản xuất | 900 | 400 | 100 | 350 | 50",
        "2 | Hỗ trợ nhà ở | 600 | 200 | 100 | 200 | 100",
        " | Cộng | 1.500 | 600 | 200 | 550 | 150",
    ]
    assert plan_with("NHU CẦU KINH PHÍ (ĐVT: triệu đồng)", rows).village_stats == ()


def test_what_a_report_of_january_aims_at() -> None:
    head = "UBND XÃ NA LỐC\n\nSố: 7/BC-UBND\n\nNa Lốc, ngày 12 tháng 01 năm 2023\n\nBÁO CÁO"
    rows = [
        "TT | Thôn | Hộ nghèo cuối năm 2022 | Chỉ tiêu năm 2023 |",
        " | | | Giảm hộ nghèo trong năm 2023 | Hộ nghèo cuối năm 2023",
        "1 | Khe Mo | 22 | 6 | 16",
        "2 | Bó Lếch | 18 | 4 | 14",
    ]
    stats = plan_with("KẾT QUẢ NĂM 2022, CHỈ TIÊU NĂM 2023", rows, 2022, head).village_stats
    assert [told(cell).split(" | ")[3] for cell in stats][:3] == [
        "poor_households household level end 2022 reported",
        "poor_households household decrease during 2023 target",
        "poor_households household level end 2023 target",
    ]
