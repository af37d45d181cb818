"""Targets: to, by, at most, implied, with their equivalents, baselines and deadlines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extract.facts import Target
from extract.gather import gather
from extract.outline import outline
from extract.readers.markdown import read_markdown


def targets_of(text: str, heading: str = "1. Mục tiêu") -> tuple[Target, ...]:
    """The targets of a plan for 2023 that holds one paragraph under a heading."""
    plan = f"KẾ HOẠCH\n\nGiảm nghèo bền vững xã Na Lốc năm 2023\n\n{heading}\n\n{text}"
    return gather(outline(read_markdown(plan.encode()))).targets


def test_a_percentage_with_the_count_it_stands_for() -> None:
    (target,) = targets_of("- Giảm tỷ lệ hộ nghèo 1,5%, tương ứng giảm khoảng 12 hộ.")
    assert (target.facets.measure, target.value, target.facets.unit) == (
        "poor_rate",
        Decimal("1.5"),
        "percentage_point",
    )
    assert (target.equivalent_value, target.equivalent_unit, target.equivalent_comparator) == (12, "household", "~")


def test_equivalents_told_behind_several_percentages() -> None:
    found = targets_of("- Giảm tỷ lệ hộ nghèo 3%, hộ cận nghèo 1%; tương ứng giảm 36 hộ nghèo và giảm 12 hộ cận nghèo.")
    assert {(t.facets.measure, t.equivalent_value) for t in found} == {("poor_rate", 36), ("near_poor_rate", 12)}


def test_equivalents_of_years_told_in_turn() -> None:
    found = targets_of(
        "- Tỷ lệ hộ nghèo cuối năm 2023, 2024, 2025 lần lượt còn 4%, 3%, 2%, tương ứng 80 hộ, 66 hộ, 55 hộ."
    )
    assert [(t.facets.year, t.value, t.equivalent_value) for t in found] == [
        (2023, 4, 80),
        (2024, 3, 66),
        (2025, 2, 55),
    ]


def test_of_a_fraction_the_percentage_is_the_target() -> None:
    (target,) = targets_of("- Trường đạt chuẩn quốc gia 9/15 đạt 60%.")
    assert (target.facets.measure, target.value, target.equivalent_value, target.equivalent_unit) == (
        "standard_schools", 60, 9, "school",
    )  # fmt: skip


def test_from_a_baseline() -> None:
    (target,) = targets_of("- Giảm tỷ lệ hộ nghèo từ 9,3% xuống còn 7,1%.")
    assert (target.value, target.facets.aspect, target.baseline_value) == (Decimal("7.1"), "level", Decimal("9.3"))


def test_none_is_to_be_left() -> None:
    (target,) = targets_of("- Xóa hộ nghèo trên địa bàn ấp Cái Sơn.")
    assert target.implied
    assert (target.facets.measure, target.value, target.facets.place, target.figure_id) == (
        "poor_households", 0, "Cái Sơn", None,
    )  # fmt: skip


def test_a_deadline() -> None:
    (target,) = targets_of("- Hoàn thành trước ngày 15/11/2023: 100% hộ nghèo được cấp thẻ bảo hiểm y tế.")
    assert target.deadline == date(2023, 11, 15)


NOT_TARGETS = [
    ("what was found", "- Năm 2022 toàn xã còn 96 hộ nghèo."),
    ("a threshold that chooses communes", "- Hỗ trợ các xã có tỷ lệ hộ nghèo trên 25%."),
    ("a number of a programme", "- Thực hiện Dự án 2 và Chương trình 135."),
    ("something not understood", "- Tổ chức 03 hội diễn."),
]


@pytest.mark.parametrize(("name", "text"), NOT_TARGETS, ids=[case[0] for case in NOT_TARGETS])
def test_no_target(name: str, text: str) -> None:
    assert targets_of(text) == ()
