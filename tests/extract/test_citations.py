"""Cited documents: kind, reference, date, issuer, matter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.citations import find_citations
from extract.document import Block, Document
from extract.facts import Citation
from extract.outline import outline
from extract.read import read


def find(*lines: str) -> tuple[Citation, ...]:
    return find_citations(
        Document("text", "", tuple(Block(place, "paragraph", line) for place, line in enumerate(lines)))
    )


def row(citation: Citation) -> tuple[str, str | None, str | None]:
    return citation.kind, citation.reference, str(citation.issued_on) if citation.issued_on else None


ROWS = {
    "number, date, issuer": (
        "Căn cứ Nghị quyết số 02/2020/NQ-HĐND ngày 24/12/2020 của HĐND xã về kế hoạch năm 2021;",
        [("resolution", "02/2020/NQ-HĐND", "2020-12-24")],
    ),
    "no word số": ("theo Quyết định 1956/QĐ-TTg của Thủ tướng Chính phủ.", [("decision", "1956/QĐ-TTg", None)]),
    "date in words": (
        "tại Quyết định số 2205/QĐ-UBND ngày 18 tháng 12 năm 2020",
        [("decision", "2205/QĐ-UBND", "2020-12-18")],
    ),
    "of the Party, with a slip": (
        "Nghị quyết số 11- NQ/TU ngày 03/11/2021 của Tỉnh ủy",
        [("resolution", "11-NQ/TU", "2021-11-03")],
    ),
    "date behind the issuer": (
        "Nghị định số 38/2023/NĐ-CP của Chính phủ ngày 24 tháng 6 năm 2023 sửa đổi Nghị định số 27/2022/NĐ-CP",
        [("decree", "38/2023/NĐ-CP", "2023-06-24"), ("decree", "27/2022/NĐ-CP", None)],
    ),
    "a row of numbers": (
        "các Quyết định số 1/QĐ-UBND ngày 02/01/2022, 2/QĐ-UBND ngày 03/01/2022 của UBND huyện",
        [("decision", "1/QĐ-UBND", "2022-01-02"), ("decision", "2/QĐ-UBND", "2022-01-03")],
    ),
    "a row of resolutions of the National Assembly": (
        "các Nghị quyết số 24/2021/QH15, số 25/2021/QH15 của Quốc hội",
        [("resolution", "24/2021/QH15", None), ("resolution", "25/2021/QH15", None)],
    ),
    "a second circular behind a semicolon": (
        "Thông tư số 07/2021/TT-BLĐTBXH ngày 18/7/2021; số 02/2022/TT-BLĐTBXH ngày 30/3/2022",
        [("circular", "07/2021/TT-BLĐTBXH", "2021-07-18"), ("circular", "02/2022/TT-BLĐTBXH", "2022-03-30")],
    ),
    "letter of an office": (
        "Công văn số 45/LĐTBXH-BTXH ngày 04/01/2022",
        [("official_letter", "45/LĐTBXH-BTXH", "2022-01-04")],
    ),
    "bare number with a date": ("Quyết định số 90 ngày 18/01/2022", [("decision", "90", "2022-01-18")]),
    "law with a number": (
        "Căn cứ Luật Đầu tư công số 39/2019/QH14 ngày 13/6/2019;",
        [("law", "39/2019/QH14", "2019-06-13")],
    ),
    "laws without a number": (
        "Căn cứ Luật Việc làm ngày 16/11/2013; Luật Sửa đổi một số điều của Luật Cư trú và Luật Nhà ở ngày 22/11/2019;",
        [("law", None, "2013-11-16"), ("law", None, "2019-11-22")],
    ),
    "an impossible date": ("Quyết định số 5/QĐ-UBND ngày 31/02/2021", [("decision", "5/QĐ-UBND", None)]),
    "short names": ("hỗ trợ theo NQ 72, Nghị quyết 30a, Quyết định 1956, Chương trình 135", []),
    "a law in passing": ("theo đúng quy định của Luật Đất đai", []),
    "parts and counts": ("đạt 21/39 trường; ngày 01/3/2022 giảm 02 hộ/05 khẩu", []),
}

TAILS = {
    "matter behind về việc": (
        "Quyết định số 5/QĐ-UBND ngày 01/02/2022 của UBND huyện về việc giao chỉ tiêu; xã lập kế hoạch",
        "UBND huyện",
        "giao chỉ tiêu",
    ),
    "matter in quotes": (
        "Nghị quyết số 11-NQ/TU ngày 03/11/2021 của Tỉnh ủy “về giảm nghèo; an sinh”; Kế hoạch",
        "Tỉnh ủy",
        "giảm nghèo; an sinh",
    ),
    "issuer before": ("được UBND huyện phê duyệt tại Quyết định số 5/QĐ-UBND ngày 01/02/2022.", "UBND huyện", None),
    "proposer before": (
        "đề nghị của Sở Lao động - Thương binh và Xã hội tại Tờ trình số 9/TTr-SLĐTBXH",
        "Sở Lao động - Thương binh và Xã hội",
        None,
    ),
    "issuer with its term": (
        "Nghị quyết số 25-NQ/ĐU của Ban chấp hành Đảng bộ xã Long Hưng Khóa XI về việc xóa hộ nghèo.",
        "Ban chấp hành Đảng bộ xã Long Hưng",
        "xóa hộ nghèo",
    ),
    "the plan's own clause behind a comma": (
        "Kế hoạch số 7/KH-UBND của UBND tỉnh về giảm nghèo, Ủy ban nhân dân huyện xây dựng kế hoạch như sau:",
        "UBND tỉnh",
        "giảm nghèo",
    ),
    "verb instead of về": (
        "Nghị định số 07/2021/NĐ-CP ngày 27/01/2021 của Chính phủ quy định chuẩn nghèo đa chiều;",
        "Chính phủ",
        "quy định chuẩn nghèo đa chiều",
    ),
    "no more than the number": ("theo Kế hoạch số 16/KH-UBND.", None, None),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_rows(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [row(citation) for citation in find(text)] == expected


@pytest.mark.parametrize(("text", "issuer", "about"), TAILS.values(), ids=TAILS)
def test_issuer_and_matter(text: str, issuer: str | None, about: str | None) -> None:
    [citation] = find(text)
    assert (citation.issuer, citation.about) == (issuer, about)


def test_span_runs_from_the_kind_to_the_end_of_the_matter() -> None:
    text = "Thực hiện Quyết định số 5/QĐ-UBND ngày 01/02/2022 của UBND huyện về giao chỉ tiêu; xã lập kế hoạch."
    [citation] = find(text)
    span = text[citation.start : citation.end]
    assert span == "Quyết định số 5/QĐ-UBND ngày 01/02/2022 của UBND huyện về giao chỉ tiêu"


def test_later_mention_fills_gaps() -> None:
    first, second = "theo Quyết định số 5/QĐ-UBND", "Quyết định số 5/QĐ-UBND ngày 01/02/2022 của UBND huyện"
    [citation] = find(first, second)
    assert row(citation) == ("decision", "5/QĐ-UBND", "2022-02-01")
    assert (citation.issuer, citation.block_id) == ("UBND huyện", 0)


def test_same_number_of_another_date_is_another_paper() -> None:
    assert len(find("Kế hoạch số 16/KH-UBND ngày 25/01/2017", "Kế hoạch số 16/KH-UBND ngày 20/02/2021")) == 2


def test_own_number_is_no_citation() -> None:
    lines = [
        "ỦY BAN NHÂN DÂN",
        "XÃ PHÚ HÒA",
        "Số: 12/KH-UBND",
        "KẾ HOẠCH",
        "Giảm nghèo năm 2023",
        "1. Mục đích",
        "Giúp hộ nghèo.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "BIỂU CHỈ TIÊU",
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 03/02/2023 của UBND xã)",
    ]
    blocks = tuple(Block(place, "paragraph", line) for place, line in enumerate(lines))
    assert find_citations(outline(Document("text", "", blocks))) == ()


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize("name", ["hong-thuong-2021", "long-an-2024", "son-trung-2023"])
def test_real_plan_as_its_gold(plans: Path, name: str, form: str) -> None:
    gold = json.loads((plans.parent / "gold" / f"{name}.json").read_text("utf-8"))["citations"]
    found = find_citations(read(plans / f"{name}.{form}"))
    assert [row(citation) for citation in found] == [
        (cited["kind"], cited["reference"], cited["issued_on"]) for cited in gold if not cited.get("optional")
    ]


@pytest.mark.parametrize("name", ["huong-tra-2022", "tam-duong-2021"])
def test_text_and_docx_cite_the_same(plans: Path, name: str) -> None:
    text, docx = (find_citations(read(plans / f"{name}.{form}")) for form in ("txt", "docx"))
    assert [(row(cited), cited.issuer, cited.about) for cited in text] == [
        (row(cited), cited.issuer, cited.about) for cited in docx
    ]
    assert text
