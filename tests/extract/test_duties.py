"""Duties under headings, in items and in running text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from extract.document import Block, Document
from extract.duties import find_deadline, find_duties, is_actor
from extract.facts import Duty
from extract.outline import outline
from extract.read import read


def outlined(text: str) -> Document:
    lines = [line.strip() for line in text.strip().split("\n")]
    return outline(Document("text", "", tuple(Block(place, "paragraph", line) for place, line in enumerate(lines))))


def rows(duties: tuple[Duty, ...]) -> list[tuple[str, bool, date | None]]:
    return [(duty.actor, duty.headed, duty.deadline) for duty in duties]


ROWS = {
    "headings": (
        """
        III. TỔ CHỨC THỰC HIỆN
        1. Các thôn
        - Họp dân, bình xét hộ nghèo.
        - Gửi danh sách trước ngày 05/3/2021.
        2. Đề nghị các đoàn thể:
        Vận động hội viên.
        """,
        [("Các thôn", True, date(2021, 3, 5)), ("Đề nghị các đoàn thể", True, None)],
    ),
    "text behind a colon": (
        """
        III. TỔ CHỨC THỰC HIỆN
        1. Phòng Dân tộc: Chủ trì thực hiện chính sách, xong trước 15/7/2022.
        2. Trạm Y tế: Khám bệnh định kỳ cho người nghèo.
        """,
        [("Phòng Dân tộc", True, date(2022, 7, 15)), ("Trạm Y tế", True, None)],
    ),
    "a heading that only groups": (
        """
        III. GIAO TRÁCH NHIỆM CHO CÁC ĐƠN VỊ
        1. Ủy ban nhân dân các xã
        Tuyên truyền chính sách.
        2. Trách nhiệm các cơ quan liên quan
        Để đạt chỉ tiêu, các cơ quan phối hợp như sau:
        2.1. Phòng Nội vụ
        Tham mưu khen thưởng.
        2.2. Trung tâm Y tế
        Khám bệnh cho người nghèo.
        """,
        [("Ủy ban nhân dân các xã", True, None), ("Phòng Nội vụ", True, None), ("Trung tâm Y tế", True, None)],
    ),
    "a matter is no actor": (
        """
        V. TỔ CHỨC THỰC HIỆN
        1. Sở Tài chính
        Bố trí kinh phí.
        2. Cục Thống kê
        Cung cấp số liệu.
        3. Chế độ báo cáo
        Báo cáo định kỳ.
        """,
        [("Sở Tài chính", True, None), ("Cục Thống kê", True, None)],
    ),
    "letters below an actor": (
        """
        V. TỔ CHỨC THỰC HIỆN
        1. Sở Tài chính
        a) Bố trí kinh phí.
        b) Báo cáo trước ngày 15 tháng 12 năm 2022.
        """,
        [("Sở Tài chính", True, date(2022, 12, 15))],
    ),
    "items instead of headings": (
        """
        3. Tổ chức thực hiện
        - Các chi bộ: quán triệt tới đảng viên.
        + Họp chi bộ hằng tháng.
        - Hội Phụ nữ: vận động hội viên, báo cáo trước ngày 01/6/2024.
        """,
        [("Các chi bộ", True, None), ("Hội Phụ nữ", True, date(2024, 6, 1))],
    ),
    "a task in running text": (
        """
        V. CHẾ ĐỘ BÁO CÁO
        Căn cứ nội dung này, Chủ tịch UBND các xã, Thủ trưởng các đơn vị chủ động lập kế hoạch trước ngày 10/8/2022.
        """,
        [("Chủ tịch UBND các xã, Thủ trưởng các đơn vị", False, date(2022, 8, 10))],
    ),
    "given in an item": (
        """
        3. Tổ chức thực hiện
        - Giao UBND xã xây dựng kế hoạch, xong trước ngày 15/4/2024.
        """,
        [("UBND xã", False, date(2024, 4, 15))],
    ),
    "solutions are no duties": (
        """
        II. GIẢI PHÁP
        1. Công tác tuyên truyền
        Ban chỉ đạo tuyên truyền chính sách.
        """,
        [],
    ),
    "no deadline, no heading": ("Các thôn rà soát hộ nghèo theo quy định.", []),
}

DEADLINES = {
    "before a day": ("gửi xong trước ngày 05/3/2021", date(2021, 3, 5)),
    "without the word": ("hoàn thành xong trước 15/7/2022", date(2022, 7, 15)),
    "at the latest": ("chậm nhất là ngày 30 tháng 8 năm 2022", date(2022, 8, 30)),
    "every year": ("báo cáo trước ngày 15/12 hằng năm", None),
    "a count as of a day": ("tính đến hết ngày 06/7/2022 có 24 hộ", None),
    "a day that was": ("ngày 01/3/2022 đã giảm 02 hộ", None),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_rows(text: str, expected: list[tuple[str, bool, date | None]]) -> None:
    document = outlined(text)
    duties = find_duties(document)
    assert rows(duties) == expected
    for duty in duties:
        span = document.blocks[duty.block_id].text[duty.start : duty.end]
        assert span == (duty.actor if duty.headed else duty.text)


@pytest.mark.parametrize(("text", "expected"), DEADLINES.values(), ids=DEADLINES)
def test_deadline(text: str, expected: date | None) -> None:
    assert find_deadline(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Công chứcVăn hóa", True), ("Bộ phậntuyên truyền", True), ("Kinh phí thực hiện", False), ("Thời gian", False)],
)
def test_is_actor(title: str, expected: bool) -> None:
    assert is_actor(title) is expected


def test_text_leaves_the_closing_out() -> None:
    [duty] = find_duties(
        outlined("III. TỔ CHỨC THỰC HIỆN\n1. Các thôn\nBình xét hộ nghèo.\nTrên đây là kế hoạch của xã./.")
    )
    assert duty.text == "Bình xét hộ nghèo."


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize("name", ["hong-thuong-2021", "long-an-2024", "son-trung-2023"])
def test_real_plan_as_its_gold(plans: Path, name: str, form: str) -> None:
    gold = json.loads((plans.parent / "gold" / f"{name}.json").read_text("utf-8"))["duties"]
    found = find_duties(read(plans / f"{name}.{form}"))
    assert [(duty.actor, str(duty.deadline) if duty.deadline else None) for duty in found if duty.headed] == [
        (duty["actor"], duty["deadline"]) for duty in gold
    ]


@pytest.mark.parametrize(("name", "count"), [("huong-tra-2022", 13), ("tam-duong-2021", 12)])
@pytest.mark.parametrize("form", ["txt", "docx"])
def test_every_actor_heading_is_a_row(plans: Path, name: str, count: int, form: str) -> None:
    duties = find_duties(read(plans / f"{name}.{form}"))
    assert sum(duty.headed for duty in duties) == count
    assert all(duty.text for duty in duties)
