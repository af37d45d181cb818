"""Dates as plans write them."""

from __future__ import annotations

from datetime import date

import pytest

from normalize.date import find_dates, parse_date

WHOLE = {
    "slashes": ("ngày 29/02/2024 của UBND", "29/02/2024", date(2024, 2, 29)),
    "dashes": ("(10-02-2022)", "10-02-2022", date(2022, 2, 10)),
    "dots": ("Ngày 5.3.2021", "5.3.2021", date(2021, 3, 5)),
    "spaces between": ("ngày 01 / 9 / 2022", "01 / 9 / 2022", date(2022, 9, 1)),
    "words": ("ngày 18 tháng 12 năm 2020", "18 tháng 12 năm 2020", date(2020, 12, 18)),
    "words with a comma": ("ngày 18 tháng 12, năm 2020", "18 tháng 12, năm 2020", date(2020, 12, 18)),
    "typed without spaces": ("ngày18 tháng 12năm 2020", "18 tháng 12năm 2020", date(2020, 12, 18)),
    "short year": ("sinh 05/3/21", "05/3/21", date(2021, 3, 5)),
    "short year of the last century": ("sinh 05/3/78", "05/3/78", date(1978, 3, 5)),
    "before a full stop": ("trước 15/7/2022.", "15/7/2022", date(2022, 7, 15)),
    "behind a dash": ("từ 01/9/2022-15/12/2022", "15/12/2022", date(2022, 12, 15)),
}

PARTIAL = {
    "blank day": ("ngày      tháng 01 năm 2021", "01 năm 2021", 2021, 1),
    "blank day, with dots": ("ngày … tháng 5 năm 2021", "5 năm 2021", 2021, 5),
    "blank month": ("ngày 05 tháng    năm 2021", "05 tháng    năm 2021", 2021, None),
    "nothing but the year": ("ngày ... tháng ... năm 2021", "2021", 2021, None),
    "month and year": ("trong tháng 8/2022", "8/2022", 2022, 8),
    "month and year in words": ("tháng 12 năm 2020", "12 năm 2020", 2020, 12),
    "blank day before slashes": ("ngày …/5/2021", "5/2021", 2021, 5),
    "day and month": ("trước ngày 15/8 hằng năm", "15/8", None, 8),
    "day and month in words": ("ngày 15 tháng 8", "15 tháng 8", None, 8),
    "day alone": ("ngày 25 hằng tháng", "25", None, None),
    "impossible day": ("ngày 31/02/2021", "31/02/2021", 2021, 2),
    "impossible month": ("ngày 12/13/2021", "12/13/2021", 2021, None),
}

NO_DATE = {
    "parts of a whole": "21/39 trường, 7/13 trường",
    "a reference": "Thông tư số 12/2020/TT-BTC",
    "months of a year": "6 tháng năm 2021",
    "a year": "năm 2021, giai đoạn 2021-2025",
    "a range of days": "trong 15-20 ngày",
    "a decimal": "9.38 và 2.881",
    "working days": "05 ngày, ngày 05 công",
}


@pytest.mark.parametrize(("text", "literal", "value"), WHOLE.values(), ids=WHOLE)
def test_whole_date(text: str, literal: str, value: date) -> None:
    mention = find_dates(text)[-1]
    assert (mention.literal, mention.date) == (literal, value)
    assert (mention.year, mention.month) == (value.year, value.month)
    assert text[mention.start : mention.end] == literal


@pytest.mark.parametrize(("text", "literal", "year", "month"), PARTIAL.values(), ids=PARTIAL)
def test_partial_date(text: str, literal: str, year: int | None, month: int | None) -> None:
    [mention] = find_dates(text)
    assert (mention.literal, mention.date, mention.year, mention.month) == (literal, None, year, month)
    assert text[mention.start : mention.end] == literal


@pytest.mark.parametrize("text", NO_DATE.values(), ids=NO_DATE)
def test_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_several_dates_in_reading_order() -> None:
    text = "từ ngày 01/9 đến ngày 15 tháng 12 năm 2022, xong trước 31/12/2022"
    assert [mention.literal for mention in find_dates(text)] == ["01/9", "15 tháng 12 năm 2022", "31/12/2022"]


def test_parse_keeps_the_place() -> None:
    mention = parse_date("05/3/2021", start=12)
    assert (mention.start, mention.end) == (12, 21)


def test_parse_rejects_what_is_no_date() -> None:
    with pytest.raises(ValueError, match="no date"):
        parse_date("1/2/3/4")
