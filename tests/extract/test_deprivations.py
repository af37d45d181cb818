"""Rates of lack: indicators, population, standard, what they imply, which come first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.deprivations import implied_count
from extract.facts import Facts
from extract.gather import gather
from extract.outline import outline
from extract.readers.markdown import read_markdown

LIST_2020 = """
KẾ HOẠCH

Giảm nghèo xã Na Lốc năm 2021

I. THỰC TRẠNG

Đầu năm 2021, toàn xã có 40 hộ nghèo.

1. Mức độ thiếu hụt của hộ nghèo

Tỷ lệ thiếu hụt các dịch vụ xã hội của hộ nghèo gồm:

1. Tiếp cận dịch vụ y tế: 0%

2. Bảo hiểm y tế: 52,5%

3. Diện tích nhà ở: 77,5%

4. Nhà tiêu hợp vệ sinh: 60%

Các chỉ số thiếu hụt cao cần tập trung là tiêu chí 3 và tiêu chí 4.

2. Mục tiêu

Giải quyết thiếu hụt về y tế: 100% người thuộc hộ nghèo được hỗ trợ tham gia bảo hiểm y tế.
"""


@pytest.fixture(scope="module")
def facts() -> Facts:
    return gather(outline(read_markdown(LIST_2020.encode())))


def test_indicators_and_rates(facts: Facts) -> None:
    assert [(row.indicator, str(row.rate), row.implied_households) for row in facts.deprivations] == [
        ("health_care", "0", 0),
        ("health_insurance", "52.5", 21),
        ("housing_area", "77.5", 31),
        ("sanitation", "60", 24),
    ]


def test_population_standard_and_time(facts: Facts) -> None:
    described = {(r.population, r.standard, r.moment, r.year) for r in facts.deprivations}
    assert described == {("poor_households", "2016-2020", "start", 2021)}


def test_those_called_first(facts: Facts) -> None:
    assert [row.indicator for row in facts.deprivations if row.is_priority] == ["housing_area", "sanitation"]


def test_a_coverage_target_is_no_lack(facts: Facts) -> None:
    assert "insured_people" in {target.facets.measure for target in facts.targets}
    assert len(facts.deprivations) == 4


def test_each_rate_asks_for_a_whole_number_of_its_base(facts: Facts) -> None:
    bases = {facts.figures[pair.whole].literal for ratio in facts.ratios for pair in ratio.pairs if pair.part is None}
    assert bases == {"40"}


IMPLIED = [
    ("by rounding", "28.38", 74, 21),
    ("by truncation", "28.37", 74, 21),
    ("all", "100", 74, 74),
    ("none", "0", 74, 0),
    ("no whole number", "50", 7, None),
    ("several", "50", 1000, None),
    ("one decimal", "8.1", 74, 6),
]


@pytest.mark.parametrize(("name", "rate", "base", "expected"), IMPLIED, ids=[case[0] for case in IMPLIED])
def test_implied_count(name: str, rate: str, base: int, expected: int | None) -> None:
    assert implied_count(Decimal(rate), base) == expected


TABLE_2017 = """
KẾ HOẠCH

Giảm nghèo xã Na Lốc năm 2017

I. THỰC TRẠNG

Cuối năm 2016, toàn xã có 40 hộ nghèo và 25 hộ cận nghèo.

Biểu 1. Mức độ thiếu hụt của hộ nghèo, hộ cận nghèo cuối năm 2016

| TT | Chỉ số | Hộ nghèo | Hộ nghèo | Hộ cận nghèo | Hộ cận nghèo |
| --- | --- | --- | --- | --- | --- |
| TT | Chỉ số | Số hộ | Tỷ lệ (%) | Số hộ | Tỷ lệ (%) |
| 1 | Bảo hiểm y tế | 21 | 52,5 | 5 | 20,0 |
| 2 | Chất lượng nhà ở | 10 | 25,0 | 2 | 8,0 |
| 3 | Nhà tiêu hợp vệ sinh | 31 | 77,5 | 10 | 40,0 |
"""


def test_a_table_of_lacks_has_no_places() -> None:
    facts = gather(outline(read_markdown(TABLE_2017.encode())))
    told = [(row.population, row.indicator, str(row.rate), str(row.households)) for row in facts.deprivations]
    assert told == [
        ("near_poor_households", "health_insurance", "20.0", "5"),
        ("poor_households", "health_insurance", "52.5", "21"),
        ("near_poor_households", "housing_quality", "8.0", "2"),
        ("poor_households", "housing_quality", "25.0", "10"),
        ("near_poor_households", "sanitation", "40.0", "10"),
        ("poor_households", "sanitation", "77.5", "31"),
    ]
    assert {(row.year, row.moment, row.standard) for row in facts.deprivations} == {(2016, "end", "2016-2020")}
    assert facts.village_stats == ()
    assert [len(ratio.pairs) for ratio in facts.ratios] == [1] * 6
