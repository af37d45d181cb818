"""The letterhead, from small papers written a line a block, and from the real plans."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from extract.document import Block, Document
from extract.issuer import written
from extract.letterhead import find_letterhead, plan_years, read_number
from extract.outline import outline
from extract.read import read


def find(text: str) -> dict[str, object]:
    """What is told of a paper, without what is not."""
    lines = [line.strip() for line in text.strip().split("\n")]
    blocks = tuple(Block(place, "paragraph", line) for place, line in enumerate(lines))
    found = find_letterhead(outline(Document("text", "", blocks)))
    return {name: getattr(found, name) for name in found.__slots__ if getattr(found, name) not in (None, ())}


PAPERS = {
    "plan of a commune": (
        """
        ỦY BAN NHÂN DÂN
        XÃ PHÚ HÒA
        Số: 12/KH-UBND
        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Phú Hòa, ngày 03 tháng 02 năm 2023
        KẾ HOẠCH
        Giảm nghèo bền vững năm 2023
        Căn cứ Quyết định số 5/QĐ-UBND ngày 03/01/2023 của UBND huyện Phú Ninh về giao chỉ tiêu;
        1. Mục đích
        Giúp hộ nghèo.
        TM. ỦY BAN NHÂN DÂN
        KT. CHỦ TỊCH
        PHÓ CHỦ TỊCH
        Lê Văn Tám
        """,
        {
            "title": "Giảm nghèo bền vững năm 2023",
            "kind": "plan",
            "reference": "12/KH-UBND",
            "number": 12,
            "symbol": "KH-UBND",
            "issued_on": date(2023, 2, 3),
            "issued_year": 2023,
            "issued_month": 2,
            "issued_at": "Phú Hòa",
            "issuer": "UBND xã Phú Hòa",
            "level": "commune",
            "commune": "Phú Hòa",
            "district": "Phú Ninh",
            "province": "Quảng Nam",
            "names_from": "gazetteer",
            "district_code": "518",
            "province_code": "49",
            "plan_year": 2023,
            "signer": "Lê Văn Tám",
            "signer_title": "PHÓ CHỦ TỊCH",
        },
    ),
    "plan of a district, all blank, its name in the title": (
        """
        Số:      /KH-UBND
        Lai Vung, ngày     tháng    năm 2021
        KẾ HOẠCH
        Giảm nghèo huyện Lai Vung giai đoạn 2021-2025
        Ủy ban nhân dân huyện xây dựng kế hoạch như sau:
        I. MỤC TIÊU
        Giảm nghèo.
        """,
        {
            "title": "Giảm nghèo huyện Lai Vung giai đoạn 2021-2025",
            "kind": "plan",
            "symbol": "KH-UBND",
            "issued_year": 2021,
            "issued_at": "Lai Vung",
            "issuer": "UBND huyện Lai Vung",
            "level": "district",
            "district": "Lai Vung",
            "province": "Đồng Tháp",
            "names_from": "gazetteer",
            "district_code": "876",
            "province_code": "87",
            "plan_year": 2021,
            "plan_year_to": 2025,
        },
    ),
    "everything in the head of an annex": (
        """
        KẾ HOẠCH
        Giảm nghèo năm 2024
        Ủy ban nhân dân xã lập kế hoạch như sau:
        I. MỤC TIÊU
        Giảm nghèo.
        TM. ỦY BAN NHÂN DÂN
        CHỦ TỊCH
        BIỂU CHỈ TIÊU
        (Kèm theo Kế hoạch số 38/KH-UBND ngày 29/3/2024 của UBND xã Long Hưng)
        """,
        {
            "title": "Giảm nghèo năm 2024",
            "kind": "plan",
            "reference": "38/KH-UBND",
            "number": 38,
            "symbol": "KH-UBND",
            "issued_on": date(2024, 3, 29),
            "issued_year": 2024,
            "issued_month": 3,
            "issuer": "UBND xã Long Hưng",
            "level": "commune",
            "commune": "Long Hưng",
            "names_from": "text",
            "candidates": ("12034", "25246", "26380", "28309", "28561", "31579"),
            "plan_year": 2024,
            "signer_title": "CHỦ TỊCH",
        },
    ),
    "decision of a province": (
        """
        ỦY BAN NHÂN DÂN
        TỈNH KON TUM
        Số: 47/2011/QĐ-UBND
        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Kon Tum, ngày 16 tháng 8 năm 2011
        QUYẾT ĐỊNH
        VỀ VIỆC PHÊ DUYỆT ĐỀ ÁN GIẢM NGHÈO
        TỈNH KON TUM GIAI ĐOẠN 2011 - 2015
        ỦY BAN NHÂN DÂN TỈNH KON TUM
        Căn cứ Luật Ngân sách nhà nước ngày 16/12/2002;
        QUYẾT ĐỊNH:
        Điều 1. Phê duyệt Đề án.
        TM. ỦY BAN NHÂN DÂN
        CHỦ TỊCH
        (Đã ký)
        Nguyễn Văn Bình
        """,
        {
            "title": "VỀ VIỆC PHÊ DUYỆT ĐỀ ÁN GIẢM NGHÈO TỈNH KON TUM GIAI ĐOẠN 2011 - 2015",
            "kind": "decision",
            "reference": "47/2011/QĐ-UBND",
            "number": 47,
            "symbol": "QĐ-UBND",
            "issued_on": date(2011, 8, 16),
            "issued_year": 2011,
            "issued_month": 8,
            "issued_at": "Kon Tum",
            "issuer": "UBND tỉnh Kon Tum",
            "level": "province",
            "province": "Kon Tum",
            "names_from": "text",
            "province_code": "62",
            "present_unit": "tỉnh Quảng Ngãi",
            "present_code": "51",
            "plan_year": 2011,
            "plan_year_to": 2015,
            "signer": "Nguyễn Văn Bình",
            "signer_title": "CHỦ TỊCH",
        },
    ),
    "resolution of the Party": (
        """
        ĐẢNG BỘ HUYỆN LẮK
        ĐẢNG ỦY XÃ BUÔN TRÍA
        *
        Số 25-NQ/ĐU
        ĐẢNG CỘNG SẢN VIỆT NAM
        Buôn Tría, ngày 26 tháng 3 năm 2024
        NGHỊ QUYẾT
        về lãnh đạo công tác giảm nghèo
        -----
        1. Mục tiêu
        Giảm 15 hộ nghèo.
        T/M ĐẢNG ỦY
        BÍ THƯ
        Y Thanh Niê
        """,
        {
            "title": "về lãnh đạo công tác giảm nghèo",
            "kind": "resolution",
            "reference": "25-NQ/ĐU",
            "number": 25,
            "symbol": "NQ/ĐU",
            "issued_on": date(2024, 3, 26),
            "issued_year": 2024,
            "issued_month": 3,
            "issued_at": "Buôn Tría",
            "issuer": "Đảng ủy xã Buôn Tría",
            "level": "commune",
            "commune": "Buôn Tría",
            "district": "Lắk",
            "province": "Đắk Lắk",
            "names_from": "gazetteer",
            "commune_code": "24595",
            "district_code": "656",
            "province_code": "66",
            "present_unit": "xã Đắk Liêng",
            "present_code": "24595",
            "signer": "Y Thanh Niê",
            "signer_title": "BÍ THƯ",
        },
    ),
    "official letter": (
        """
        UBND HUYỆN LẮK
        PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI
        Số: 45/LĐTBXH
        V/v rà soát hộ nghèo năm 2022
        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Lắk, ngày 04 tháng 11 năm 2022
        Kính gửi: UBND các xã, thị trấn
        Phòng đề nghị các xã báo cáo.
        """,
        {
            "title": "rà soát hộ nghèo năm 2022",
            "kind": "official_letter",
            "reference": "45/LĐTBXH",
            "number": 45,
            "symbol": "LĐTBXH",
            "issued_on": date(2022, 11, 4),
            "issued_year": 2022,
            "issued_month": 11,
            "issued_at": "Lắk",
            "issuer": "Phòng Lao động - Thương binh và Xã hội",
            "level": "district",
            "district": "Lắk",
            "province": "Đắk Lắk",
            "names_from": "gazetteer",
            "district_code": "656",
            "province_code": "66",
            "plan_year": 2022,
        },
    ),
    "nothing told": ("Tổng số hộ nghèo là 12 hộ.", {}),
}

SUPERIORS = {
    "several districts, none more likely": ("học nghề tại huyện Krông Pa và huyện Ia Pa", None),
    "two districts at once": ("hỗ trợ 2 huyện Krông Pa và Ia Pa", None),
    "named by its committee": ("Quyết định số 5/QĐ-UBND của UBND huyện Krông Pa; chợ huyện Ia Pa", "Krông Pa"),
    "committee of the Party": ("Nghị quyết số 5-NQ/TU của Thị ủy Ayun Pa", "Ayun Pa"),
}


@pytest.mark.parametrize(("text", "expected"), PAPERS.values(), ids=PAPERS)
def test_paper(text: str, expected: dict[str, object]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(("sentence", "district"), SUPERIORS.values(), ids=SUPERIORS)
def test_superior(sentence: str, district: str | None) -> None:
    found = find(f"KẾ HOẠCH\nGiảm nghèo\nỦy ban nhân dân xã Chư Lơng xây dựng kế hoạch.\n1. Nội dung\n{sentence}.")
    assert found["commune"] == "Chư Lơng"
    assert found.get("district") == district


@pytest.mark.parametrize(
    ("line", "reference", "symbol"),
    [
        ("Số: 2342/KH-UBND", "2342/KH-UBND", "KH-UBND"),
        ("Số:        /KH-UBND", None, "KH-UBND"),
        ("Số: ....../BC-UBND", None, "BC-UBND"),
        ("Số      -NQ/ĐU", None, "NQ/ĐU"),
        ("/KH-UBND", None, "KH-UBND"),
        ("(Kèm theo Kế hoạch số     /KH-UBND ngày   tháng   năm 2021)", None, "KH-UBND"),
    ],
)
def test_number(line: str, reference: str | None, symbol: str) -> None:
    number = read_number(line)
    assert number is not None
    assert (number.reference, number.symbol) == (reference, symbol)


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Giảm nghèo năm 2021", (2021, None)),
        ("Giảm nghèo giai đoạn 2021-2025", (2021, 2025)),
        ("Giảm nghèo giai đoạn 2021 – 2025 năm 2023", (2023, None)),
        ("Giảm nghèo từ năm 2021 đến năm 2025", (2021, 2025)),
        ("Kết quả năm 2022, phương hướng năm 2023", (2022, 2023)),
        ("Giảm nghèo bền vững", (None, None)),
    ],
)
def test_plan_years(title: str, years: tuple[int | None, int | None]) -> None:
    assert plan_years(title) == years


@pytest.mark.parametrize(
    ("organ", "expected"),
    [
        ("ỦY BAN NHÂN DÂN THỊ XÃ HƯƠNG TRÀ", "UBND thị xã Hương Trà"),
        ("Uỷ ban nhân dân huyện A Lưới", "UBND huyện A Lưới"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", "Hội đồng nhân dân tỉnh Bà Rịa - Vũng Tàu"),
        ("HUYỆN ỦY TAM ĐƯỜNG", "Huyện ủy Tam Đường"),
    ],
)
def test_written(organ: str, expected: str) -> None:
    assert written(organ) == expected


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize("name", ["hong-thuong-2021", "long-an-2024", "son-trung-2023"])
def test_real_plan_as_its_gold(plans: Path, name: str, form: str) -> None:
    gold = json.loads((plans.parent / "gold" / f"{name}.json").read_text("utf-8"))["document"]
    found = find_letterhead(read(plans / f"{name}.{form}"))
    told = {key: getattr(found, key) for key in gold}
    told["issued_on"] = str(found.issued_on) if found.issued_on else None
    inferred = {"district", "province"} if found.names_from == "gazetteer" else set()  # the gold has what the text says
    wanted = {key: value for key, value in gold.items() if value is not None or key not in inferred}
    assert {key: told[key] for key in wanted} == wanted
