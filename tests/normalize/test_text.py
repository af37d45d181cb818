"""Cleaning and folding: composed text, keys of the same length."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.fold import fold
from normalize.text import clean

CLEANED = [
    ("decomposed letters", "Hộ nghèo".encode().decode(), "Hộ nghèo"),
    ("no-break space", "74\u00a0hộ", "74 hộ"),
    ("soft hyphen and zero width", "hộ\u00ad ng\u200bhèo", "hộ nghèo"),
    ("byte order mark", "\ufeffKẾ HOẠCH", "KẾ HOẠCH"),
    ("inner blanks stay", "ngày      tháng", "ngày      tháng"),
    ("lines of Windows", "một\r\nhai\rba", "một\nhai\nba"),
    ("control characters", "hộ\x07\x00", "hộ"),
]


@pytest.mark.parametrize(("name", "text", "expected"), CLEANED, ids=[case[0] for case in CLEANED])
def test_clean(name: str, text: str, expected: str) -> None:
    assert clean(unicodedata.normalize("NFD", text) if name.startswith("decomposed") else text) == expected


@given(st.text())
def test_clean_is_composed_and_settles(text: str) -> None:
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once


SAME_KEY = [
    ("old place of the tone", "hoà bình", "hòa bình"),
    ("final i and y", "tỉ lệ, kĩ năng, lí do", "tỷ lệ, kỹ năng, lý do"),
    ("slip of OCR in a phrase", "Tiêu dự án 2", "Tiểu dự án 2"),
    ("slip: Mật trận", "Uỷ ban Mật trận", "Ủy ban Mặt trận"),
    ("slip: phần đầu giảm", "Phần đầu giảm", "Phấn đấu giảm"),
    ("dashes", "2021–2025", "2021-2025"),
    ("capitals", "HỘ NGHÈO", "hộ nghèo"),
]
OTHER_KEY = [
    ("áp dụng is no ấp", "áp dụng", "ấp dụng"),
    ("quý keeps its tone", "quý", "qúy"),
    ("nghèo is not nghẹo", "nghèo", "nghẹo"),
]


@pytest.mark.parametrize(("name", "one", "other"), SAME_KEY, ids=[case[0] for case in SAME_KEY])
def test_same_key(name: str, one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("name", "one", "other"), OTHER_KEY, ids=[case[0] for case in OTHER_KEY])
def test_other_key(name: str, one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_a_key_has_the_length_of_its_text(text: str) -> None:
    assert len(fold(text)) == len(text)
