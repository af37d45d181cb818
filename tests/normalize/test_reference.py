"""Numbers of legal papers."""

from __future__ import annotations

import pytest
import regex

from normalize.reference import REFERENCE_PATTERN, kind_of_symbol, kind_of_words, parse_reference

PATTERN = regex.compile(REFERENCE_PATTERN, regex.VERBOSE)

# text → reference as the datasets write it, number, year, symbol
FOUND = {
    "with a year": ("Quyết định 59/2015/QĐ-TTg ngày", "59/2015/QĐ-TTg", 59, 2015, "QĐ-TTg"),
    "without a year": ("số 38/KH-UBND ngày", "38/KH-UBND", 38, None, "KH-UBND"),
    "of the Party": ("số 25-NQ/ĐU ngày", "25-NQ/ĐU", 25, None, "NQ/ĐU"),
    "with a slip": ("số 11- NQ/TU ngày", "11-NQ/TU", 11, None, "NQ/TU"),
    "space before the slash": ("số 1722 /QĐ-TTg", "1722/QĐ-TTg", 1722, None, "QĐ-TTg"),
    "letter behind the number": ("30a/2008/NQ-CP", "30a/2008/NQ-CP", 30, 2008, "NQ-CP"),
    "of the National Assembly": ("số 24/2021/QH15 của", "24/2021/QH15", 24, 2021, "QH15"),
    "of an office": ("Công văn 293/TTg-ĐP", "293/TTg-ĐP", 293, None, "TTg-ĐP"),
    "of several ministries": ("15/2016/TTLT-BTC-BLĐTBXH", "15/2016/TTLT-BTC-BLĐTBXH", 15, 2016, "TTLT-BTC-BLĐTBXH"),
    "one group of letters": ("số 117/UBND về", "117/UBND", 117, None, "UBND"),
    "a dash behind it": ("25-NQ/ĐU - Về việc", "25-NQ/ĐU", 25, None, "NQ/ĐU"),
    "eth for Đ": ("số 12/QÐ-UBND", "12/QĐ-UBND", 12, None, "QĐ-UBND"),
}

NOT_FOUND = {
    "parts of schools": "7/13 THPT",
    "two counts": "74 hộ/300 khẩu",
    "blank number": "Số:     /KH-UBND",
    "a date": "29/02/2024",
    "a programme": "Nghị quyết 30a",
}


@pytest.mark.parametrize(("text", "literal", "number", "year", "symbol"), FOUND.values(), ids=FOUND)
def test_found(text: str, literal: str, number: int, year: int | None, symbol: str) -> None:
    match = PATTERN.search(text)
    assert match is not None
    reference = parse_reference(match.group())
    assert reference is not None
    assert (reference.literal, reference.number, reference.year, reference.symbol) == (literal, number, year, symbol)


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_not_found(text: str) -> None:
    assert PATTERN.search(text) is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Nghị quyết", "resolution"),
        ("QUYẾT ĐỊNH", "decision"),
        ("kế hoạch", "plan"),
        ("Thông tư liên tịch", "circular"),
        ("Tờ trình", "proposal"),
        ("NQ", "resolution"),
        ("mục", None),
    ],
)
def test_kind_of_words(words: str, kind: str | None) -> None:
    assert kind_of_words(words) == kind


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [
        ("KH-UBND", "plan"),
        ("NQ/TU", "resolution"),
        ("TTr-SLĐTBXH", "proposal"),
        ("BC-UBND", "report"),
        ("UBND-VX", "official_letter"),
        ("QH15", "law"),
    ],
)
def test_kind_of_symbol(symbol: str, kind: str) -> None:
    assert kind_of_symbol(symbol) == kind
