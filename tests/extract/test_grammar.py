"""The figure grammar: what every number of a line is, and that none is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar import scan

# line → the kinds and literals of its numbers, in order
CASES: list[tuple[str, list[tuple[str, str]]]] = [
    # counts and percentages
    ("Toàn xã còn 74 hộ với 2.881 khẩu", [("count", "74"), ("count", "2.881")]),
    ("chiếm tỷ lệ 9,38 %", [("percent", "9,38")]),
    ("chiếm 9,38% số hộ", [("percent", "9,38%")]),
    ("giảm >0,62%", [("percent", ">0,62%")]),
    ("đào tạo từ 15 - 20 lao động", [("count", "15 - 20")]),
    ("mỗi ấp 1-2 người", [("count", "1-2")]),
    ("giảm từ 2% đến 3%", [("percent", "2% đến 3%")]),
    ("đạt 21/39 trường", [("count", "21"), ("count", "39")]),
    ("có 74 hộ/300 khẩu", [("count", "74"), ("count", "300")]),
    ("35hộ hưởng trợ cấp", [("count", "35")]),
    ("hơn 7 trường hợp khó khăn", [("count", "7")]),
    # money, area, age, duration
    ("kinh phí 1.250 triệu đồng", [("money", "1.250")]),
    ("hỗ trợ 50.000.000 đồng", [("money", "50.000.000")]),
    ("diện tích 45 m2 một nhà", [("area", "45 m2")]),
    ("trẻ từ 5 đến dưới 16 tuổi", [("age", "5 đến dưới 16")]),
    ("trong vòng 36 tháng", [("duration", "36")]),
    # dates, years, periods
    ("ngày 18 tháng 12 năm 2020", [("date", "18 tháng 12 năm 2020")]),
    ("trước ngày 30/11", [("date", "30/11")]),
    ("lũ cuối tháng 8, không có hộ tái nghèo", [("date", "8")]),
    ("thiếu hụt: (1) Y tế 46 hộ; (2) Nhà ở 9 hộ", [("label", "1"), ("count", "46"), ("label", "2"), ("count", "9")]),
    ("Từ tháng 9 đến tháng 12.", [("date", "9"), ("date", "12")]),
    ("ngày      tháng 01 năm 2021", [("date", "01 năm 2021")]),
    ("ngày … tháng … năm 2021", [("date", "2021")]),
    ("Năm 2022, xã phấn đấu", [("year", "2022")]),
    ("đầu 2021 và cuối năm 2022", [("year", "2021"), ("year", "2022")]),
    ("giai đoạn 2021- 2025", [("period", "2021- 2025")]),
    ("từ năm 2021 đến năm 2025", [("period", "2021 đến năm 2025")]),
    # names of papers and places are no counts
    ("Quyết định số 59/2015/QĐ-TTg", [("reference", "59/2015/QĐ-TTg")]),
    ("Nghị quyết số 11- NQ/TU", [("reference", "11- NQ/TU")]),
    ("Quyết định 1956/QĐ-TTg", [("reference", "1956/QĐ-TTg")]),
    ("hộ hưởng NQ 72 là 02 hộ", [("code", "NQ 72"), ("count", "02")]),
    ("tại ấp Rạch Vọp B2 còn 3 hộ", [("code", "Rạch Vọp B2"), ("count", "3")]),
    ("nguồn vốn Chương trình 135", [("code", "Chương trình 135")]),
    ("theo Chương trình 30a", [("code", "Chương trình 30a")]),
    ("Tiểu dự án 1 (Dự án 3)", [("ordinal", "1"), ("ordinal", "3")]),
    ("kèm biểu số 01 và 02", [("ordinal", "01"), ("ordinal", "02")]),
    ("Đảng bộ khóa XI", [("ordinal", "XI")]),
    ("thôn 3 có 12 hộ", [("ordinal", "3"), ("count", "12")]),
    ("nhóm 5 hộ", [("count", "5")]),
    # labels
    ("2.1 Giảm hộ nghèo", [("label", "2.1")]),
    ("2.3. 100% hộ có nước", [("label", "2.3"), ("percent", "100%")]),
    ("10. Tài sản: 0%", [("label", "10"), ("percent", "0%")]),
    ("II. NỘI DUNG", [("label", "II")]),
    ("3- Khó khăn, vướng mắc", [("label", "3")]),
    ("4/ Trạm Y tế", [("label", "4")]),
    ("12 - 15 hộ mỗi thôn", [("count", "12 - 15")]),
    # malformed and impossible: figures all the same
    ("còn 1.2.34 hộ", [("count", "1.2.34")]),
    ("chiếm 9,,38%", [("percent", "9,,38%")]),
    ("có 12O hộ", [("count", "12O")]),
    ("ngày 31/02/2021", [("date", "31/02/2021")]),
]


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[case[0] for case in CASES])
def test_kinds(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.kind, line[m.start : m.end]) for m in scan(line)] == expected


UNITS = [
    ("686 hộ dân tộc thiểu số", "household"),
    ("300 khẩu", "person"),
    ("02 lao động", "worker"),
    ("39 trường", "school"),
    ("7 trường hợp", "case"),
    ("12 bản", "village"),
    ("3 bản kế hoạch", "village"),  # copies: the segmenter keeps “bản” a word of its own, the tagger leaves it out
]


@pytest.mark.parametrize(("line", "unit"), UNITS, ids=[case[0] for case in UNITS])
def test_units(line: str, unit: str) -> None:
    assert scan(line)[0].unit == unit


PIECES = [
    "74",
    "2.881",
    "9,38%",
    "hộ",
    "khẩu",
    "ngày",
    "tháng",
    "năm",
    "2021",
    "/",
    "-",
    ",",
    ".",
    "QĐ-UBND",
    "số",
    "B2",
    "II.",
    "từ",
    "đến",
    "thôn",
    ">",
    "(",
    ")",
    "đồng",
    "1.2.34",
    "12O",
    "XI",
    "khóa",
]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "  "])), max_size=14))
def test_every_digit_lies_in_exactly_one_mention(pieces: list[tuple[str, str]]) -> None:
    line = "".join(word + gap for word, gap in pieces)
    assert_partition(line)


@given(st.text(alphabet="0123456789.,%/-<>~ IVXabhộĐB()", max_size=40))
def test_every_digit_of_noise_lies_in_exactly_one_mention(line: str) -> None:
    assert_partition(line)


def assert_partition(line: str) -> None:
    mentions, at = scan(line), 0
    for mention in mentions:
        assert at <= mention.start < mention.end <= len(line)
        at = mention.end
    covered = {place for mention in mentions for place in range(mention.start, mention.end)}
    assert [char for place, char in enumerate(line) if char.isdigit() and place not in covered] == []
