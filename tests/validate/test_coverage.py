"""Coverage is told as loudly as faults: what was checked, and why not the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from extract.gather import gather
from extract.read import read
from validate import check
from validate.audit import audit
from validate.coverage import Coverage, coverage
from validate.words import words

TEXT = """\
KẾ HOẠCH
Giảm nghèo xã Suối Trong năm 2021
I. THỰC TRẠNG
Đầu năm 2021, xã có 789 hộ. Số hộ nghèo là 74 hộ, tỷ lệ 9,38%; trong đó có 16 hộ già yếu.
Số hộ nghèo là 74 hộ, gồm 48 hộ không có khả năng lao động và 26 hộ có khả năng lao động.
II. CHỈ TIÊU
Phấn đấu 100% người thuộc hộ nghèo được cấp thẻ bảo hiểm y tế.
TT\tThôn\tTổng số hộ\tHộ nghèo đầu năm 2021
1\tKhe Lau\t400\t40
2\tNà Cọ\t389\t34
\tTổng cộng\t789\t74
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    file = tmp_path_factory.mktemp("coverage") / "plan.txt"
    file.write_text(TEXT, "utf-8")
    facts = gather(read(file))
    return coverage(facts, audit(facts))


def test_percentages_without_a_base_are_told_with_their_reason(found: Coverage) -> None:
    assert (found.percentages.all, found.percentages.checked) == (2, 1)
    assert found.percentages.reasons == (("a target whose base is not named", 1),)


def test_totals_and_breakdowns_are_counted_apart(found: Coverage) -> None:
    assert (found.totals.all, found.totals.checked, found.totals.reasons) == (2, 2, ())
    assert (found.breakdowns.all, found.breakdowns.checked) == (1, 1)


def test_every_rule_that_made_a_check_is_counted(found: Coverage) -> None:
    by_rule = {one.rule: one for one in found.rules}
    assert by_rule["share"].held == 1
    assert by_rule["column_total"].held == 2
    assert by_rule["parts"].not_held == 0
    for one in found.rules:
        assert one.not_testable == sum(count for _, count in one.reasons)


def test_every_reason_is_told_in_vietnamese() -> None:
    reasons = {value for name, value in vars(check).items() if name.isupper() and isinstance(value, str)}
    assert reasons
    assert set(words("reasons")) == reasons
    assert all(regex.search(r"[\p{L}--[\x00-\x7f]]", said, regex.VERSION1) for said in words("reasons").values())


def test_a_total_of_a_column_that_was_not_understood_is_not_left_out(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT.replace("Tổng số hộ\t", "Tổng số hộ\tSố gà\t").replace("\t400", "\t400\t90")
                    .replace("\t389", "\t389\t80").replace("\t789\t", "\t789\t170\t"), "utf-8")  # fmt: skip
    facts = gather(read(file))
    totals = coverage(facts, audit(facts)).totals
    assert (totals.all, totals.checked) == (3, 2)
    assert totals.reasons == (("what it counts was not understood", 1),)
