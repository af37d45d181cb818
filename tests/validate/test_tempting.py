"""Right arithmetic that tempts a checker into a false alarm, and the same text with one number changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.gather import gather
from extract.read import read
from validate.audit import Finding, audit

HEAD = "KẾ HOẠCH\nGiảm nghèo xã Suối Trong năm 2023\nI. THỰC TRẠNG\n"

# case: text, and what of it is changed into what that is an error or a warning
CASES = {
    "one count, two shares of two bases": (
        "Cuối năm 2022, toàn xã có 640 hộ với 2.710 khẩu. Hộ nghèo là 96 hộ/451 khẩu, chiếm 15,00% số hộ, "
        "chiếm 16,64% số khẩu.",
        ("15,00%", "15,50%"),
    ),
    "a rate among a group, its base two paragraphs before": (
        "Cuối năm 2022, toàn xã có 640 hộ; trong đó hộ đồng bào dân tộc thiểu số có 412 hộ.\n"
        "Địa bàn xã rộng, đi lại khó khăn.\n"
        "Cuối năm 2022 có 96 hộ nghèo, trong đó 81 hộ dân tộc thiểu số. "
        "Tỷ lệ hộ nghèo trong đồng bào dân tộc thiểu số là 19,66%.",
        None,
    ),
    "a rate among a group whose number is not printed": (
        "Cuối năm 2022, toàn xã có 640 hộ. Có 96 hộ nghèo, trong đó 81 hộ dân tộc thiểu số. "
        "Tỷ lệ hộ nghèo trong đồng bào dân tộc thiểu số là 19,66%.",
        None,
    ),
    "rates of towns and of the country beside their counts": (
        "Cuối năm 2022, toàn huyện có 5.077 hộ. Khu vực thành thị có 1.206 hộ, khu vực nông thôn có 3.871 hộ.\n"
        "Cuối năm 2022, số hộ nghèo là 318 hộ, tỷ lệ 6,26%, trong đó: khu vực thành thị 27 hộ, tỷ lệ 2,24%; "
        "khu vực nông thôn 291 hộ, tỷ lệ 7,52%.",
        ("2,24%", "2,42%"),
    ),
    "rates of towns and of the country alone": (
        "Cuối năm 2022, toàn huyện có 5.077 hộ. Cuối năm 2022, số hộ nghèo là 318 hộ, tỷ lệ 6,26%, trong đó: khu vực "
        "thành thị 27 hộ, tỷ lệ 2,24%; khu vực nông thôn 291 hộ, tỷ lệ 7,52%.",
        ("6,26%", "6,62%"),
    ),
    "a share of those at the start of the year": (
        "Cuối năm 2022, xã có 640 hộ. Trong 96 hộ nghèo cuối năm 2022 có 61 hộ có khả năng lao động.\n"
        "Số hộ nghèo đầu năm 2022 là 118 hộ, trong năm có 30 hộ thoát nghèo, 05 hộ nghèo phát sinh, "
        "03 hộ tái nghèo, cuối năm còn 96 hộ, giảm 22 hộ so với đầu năm, "
        "bằng 18,64% số hộ nghèo đầu năm.",
        None,
    ),
    "so many of what was asked": (
        "Cuối năm 2022, xã có 640 hộ. Đầu năm 2022 có 118 hộ nghèo, trong năm 05 hộ tái nghèo, giảm 22 hộ; "
        "chỉ tiêu huyện giao là 25 hộ, chỉ đạt 88,00%.",
        None,
    ),
    "an opening under two standards": (
        "Cuối năm 2021, theo chuẩn nghèo giai đoạn 2016 - 2020 xã có 74 hộ nghèo; theo chuẩn nghèo giai đoạn "
        "2022 - 2025 có 131 hộ nghèo. Trong năm 2022, số hộ nghèo giảm 29 hộ. Đến cuối năm 2022, xã còn 102 hộ nghèo.",
        ("còn 102 hộ", "còn 120 hộ"),
    ),
    "a net change beside the flows that make it": (
        "Đầu năm 2022, xã có 131 hộ nghèo. Trong năm 2022 có 38 hộ thoát nghèo, 09 hộ nghèo phát sinh mới; số hộ nghèo "
        "giảm 29 hộ. Đến cuối năm 2022, xã còn 102 hộ nghèo.",
        ("38 hộ thoát", "83 hộ thoát"),
    ),
    "the mean of the villages": (
        "Cuối năm 2022, xã có 640 hộ. Số hộ nghèo là 96 hộ, tỷ lệ 15,00%. Bình quân mỗi thôn, bản có 13,7 hộ nghèo. "
        "Hộ nghèo dân tộc thiểu số có 81 hộ, chiếm 84,38% tổng số hộ nghèo.",
        ("84,38%", "83,48%"),
    ),
    "quotas of the villages of a table": (
        "Năm 2023 có 11 hộ thoát nghèo; giao chỉ tiêu thoát nghèo cho các thôn: Khe Lau 06 hộ; Nà Cọ 05 hộ.\n"
        "TT\tThôn\tSố hộ nghèo cuối năm 2022\tSố hộ thoát nghèo năm 2023\n"
        "1\tKhe Lau\t40\t06\n2\tNà Cọ\t34\t05\n\tTổng cộng\t74\t11",
        ("Khe Lau 06 hộ", "Khe Lau 09 hộ"),
    ),
    "groups below the total go on with “trong đó”": (
        "TT\tThôn\tTổng số hộ\tSố hộ nghèo cuối năm 2022\n"
        "1\tKhe Lau\t400\t40\n2\tNà Cọ\t389\t34\n\tTổng cộng\t789\t74\n"
        "\tTrong đó: dân tộc thiểu số\t512\t61\n\tPhụ nữ làm chủ hộ\t103\t19",
        ("789", "798"),
    ),
}  # fmt: skip


def find_alarms(text: str, folder: Path) -> list[Finding]:
    """The errors and warnings of a plan."""
    file = folder / "plan.txt"
    file.write_text(HEAD + text + "\n", "utf-8")
    result = audit(gather(read(file)))
    assert result.crashed == ()
    return [finding for finding in result.findings if finding.severity != "note"]


@pytest.mark.parametrize("name", CASES)
def test_what_is_right_raises_no_alarm(name: str, tmp_path: Path) -> None:
    assert [finding.message_en for finding in find_alarms(CASES[name][0], tmp_path)] == []


@pytest.mark.parametrize("name", [name for name, (_, change) in CASES.items() if change])
def test_one_number_changed_does(name: str, tmp_path: Path) -> None:
    text, change = CASES[name]
    assert change is not None
    assert text.count(change[0]) == 1
    assert find_alarms(text.replace(*change), tmp_path)
