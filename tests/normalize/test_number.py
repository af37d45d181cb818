"""How numerals read: whole, decimal, both or neither."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.number import decimals_of, read_numeral

CASES = [
    # name, literal, whole, decimal
    ("plain", "74", "74", None),
    ("leading zero of a clerk", "09", "9", None),
    ("point groups or parts", "2.881", "2881", "2.881"),
    ("comma groups or parts", "1,545", "1545", "1.545"),
    ("decimal comma keeps its digits", "3,30", None, "3.30"),
    ("decimal point", "21.79", None, "21.79"),
    ("nothing groups behind a zero", "0.881", None, "0.881"),
    ("two groups", "1.234.567", "1234567", None),
    ("groups and decimals", "1.234,5", None, "1234.5"),
    ("groups and decimals, the English way", "12,345.67", None, "12345.67"),
    ("malformed: uneven groups", "1.2.34", None, None),
    ("malformed: doubled mark", "9,,38", None, None),
    ("malformed: marks mixed", "1.234,567.8", None, None),
]


@pytest.mark.parametrize(("name", "literal", "whole", "decimal"), CASES, ids=[case[0] for case in CASES])
def test_readings(name: str, literal: str, whole: str | None, decimal: str | None) -> None:
    found = read_numeral(literal)
    assert str(found.whole) == str(whole and Decimal(whole))
    assert str(found.decimal) == str(decimal and Decimal(decimal))


@given(st.integers(min_value=0, max_value=10**12))
def test_grouping_by_points_reads_back(number: int) -> None:
    assert read_numeral(f"{number:,}".replace(",", ".")).whole == number


@given(st.decimals(min_value=0, max_value=10**6, places=2))
def test_decimal_comma_reads_back_with_its_digits(number: Decimal) -> None:
    found = read_numeral(f"{number:f}".replace(".", ","))
    assert found.decimal == number
    assert found.decimal is not None
    assert decimals_of(found.decimal) == 2
