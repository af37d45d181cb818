"""Dates as plans write them: `29/02/2024`, `18 tháng 12 năm 2020`, a dateline with its day left blank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import regex

# What stands for a number that was never filled in: spaces, dots, dashes of a form.
_BLANK = r"[\s.…_]*"

# To be compiled with regex.VERBOSE. A match runs from the first digit to the last; `parse_date` tells what it says.
DATE_PATTERN = rf"""
    (?=\d) (?: (?<![\d.,/]) (?:
        # 29/02/2024 · 29-02-2024 · 29.02.2024 · 29 / 02 / 2024; the year of two digits only between slashes: 05/3/21
        \d{{1,2}} \s? (?: / \s? \d{{1,2}} \s? / \s? (?:\d{{4}}|\d{{2}})
                        | (?<!-\d{{1,2}}) - \s? \d{{1,2}} \s? - \s? \d{{4}}
                        | \. \d{{1,2}} \. \d{{4}} ) (?![\d/]) (?![.,]\d)
        # 18 tháng 12 năm 2020 · 18 tháng 12, năm 2020 · 18 tháng 12/2020
      | \d{{1,2}} \s* (?i:tháng) \s* \d{{1,2}} (?: ,? \s* (?i:năm) \s* | \s? / \s? ) \d{{4}} (?![\d/])
        # ngày … tháng 01 năm 2021 · tháng 01 năm 2021 · tháng 8/2022
      | (?<= (?i:tháng) \s* ) \d{{1,2}} (?: ,? \s* (?i:năm) \s* | \s? [/-] \s? ) \d{{4}} (?![\d/])
        # ngày 05 tháng … năm 2021, the month left blank (not “6 tháng năm 2021”)
      | (?<= (?i:ngày) \s* ) \d{{1,2}} \s* (?i:tháng) {_BLANK} (?i:năm) \s* \d{{4}} (?!\d)
        # ngày … tháng … năm 2021, nothing filled in but the year
      | (?<= (?i:ngày) {_BLANK} (?i:tháng) {_BLANK} (?i:năm) \s* ) \d{{4}} (?!\d)
        # ngày 15 tháng 8 · ngày 15/8, the year not told
      | (?<= (?i:ngày) \s* ) \d{{1,2}} (?: \s* (?i:tháng) \s* | \s? / \s? ) \d{{1,2}} (?![\d/]) (?![.,]\d)
        # ngày 25 hằng tháng, the month not told; a range of days is none (ngày 20-25)
      | (?<= (?i:ngày) \s* ) (?:0?[1-9]|[12]\d|3[01]) (?![\d/%]|[.,-]\d|\s*(?i:công)) (?!\s*tháng)
    )
    # 8/2022, …/8/2022: a month and its year, but not the head of a reference (8/2022/QĐ-TTg)
  | (?<! \d | \d\s?[/.,-]\s? ) (?:0?[1-9]|1[0-2]) \s? / \s? (?:19|20)\d{{2}} (?! \d | \s?/ )
    )
"""

_DATE = regex.compile(DATE_PATTERN, regex.VERBOSE)
_DIGITS = regex.compile(r"\d+")
# Where no year of a plan can stand: 98 is 1998, 21 is 2021.
_CENTURY_TURNS = 50


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date of a text, `text[start:end] == literal`; `date` is None where it is blank, partial or impossible."""

    literal: str
    start: int
    end: int
    date: date | None = None
    year: int | None = None
    month: int | None = None


def parse_date(literal: str, start: int = 0) -> DateMention:
    """What a literal matched by `DATE_PATTERN` says, by its numbers: day, month and year as far as they are there.

    >>> parse_date("18 tháng 12 năm 2020").date
    datetime.date(2020, 12, 18)
    >>> mention = parse_date("31/02/2021")
    >>> mention.date, mention.year, mention.month
    (None, 2021, 2)
    """
    runs = _DIGITS.findall(literal)
    day = month = year = None
    match runs:
        case [one, two, three]:
            day, month, year = int(one), int(two), _full_year(three)
        case [one, two] if len(two) == 4 and "tháng" in literal.lower():
            day, year = int(one), int(two)
        case [one, two] if len(two) == 4:
            month, year = int(one), int(two)
        case [one, two]:
            day, month = int(one), int(two)
        case [one] if len(one) == 4:
            year = int(one)
        case [one]:
            day = int(one)
        case _:
            raise ValueError(f"no date: {literal!r}")
    if month is not None and not 1 <= month <= 12:
        month = None
    return DateMention(literal, start, start + len(literal), _whole(day, month, year), year, month)


def find_dates(text: str) -> tuple[DateMention, ...]:
    """All dates of a text, in reading order.

    >>> [mention.literal for mention in find_dates("từ ngày 01/9 đến ngày 15 tháng 12 năm 2022 xét 21/39 trường")]
    ['01/9', '15 tháng 12 năm 2022']
    >>> find_dates("Krông Pa, ngày      tháng 01 năm 2021")[0].month
    1
    """
    found: list[DateMention] = []
    end = 0
    for run in _DIGITS.finditer(
        text
    ):  # a date begins with a digit: looked for there only, it is found ten times faster
        if run.start() >= end and (match := _DATE.match(text, run.start())):
            found.append(parse_date(match.group(), match.start()))
            end = match.end()
    return tuple(found)


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _CENTURY_TURNS else 1900)


def _whole(day: int | None, month: int | None, year: int | None) -> date | None:
    if day is None or month is None or year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # 31/02: the plan's fault, to be told by a rule
        return None
