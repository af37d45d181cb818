"""Coverage is told as loudly as faults: what was checked, and why not the rest."""

from __future__ import annotations

import pytest

from extract.gather import gather
from extract.read import read
from validate.audit import audit
from validate.coverage import Coverage, coverage

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
