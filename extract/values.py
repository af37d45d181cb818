"""What a number is worth: the one reading of its digits that its unit, its column and the habit of its plan allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from extract.grammar import Mention
from normalize.date import parse_date
from normalize.fold import fold
from normalize.number import Numeral, decimals_of
from normalize.vocabulary import table

# Only a rate or a measured size has decimals; what is counted in heads is whole.
_DECIMAL_UNITS = frozenset({"percent", "percentage_point"})
_MEASURED = frozenset(
    {"hectare", "VND", "tonne", "kilometre", "square_metre", "square_kilometre", "metre", "kilowatt_hour"}
)
_MILLION = Decimal(1_000_000)
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Worth:
    """Value (and upper value of a range), and how many digits stand behind the decimal mark."""

    value: Decimal | None = None
    value_to: Decimal | None = None
    decimals: int | None = None


def decimal_mark(numerals: Iterable[Numeral]) -> str | None:
    """The decimal mark a plan uses where its numerals leave no choice; None where it uses both or neither.

    >>> from normalize.number import read_numeral
    >>> decimal_mark(map(read_numeral, ["9,38", "2.881", "16,98"]))
    ','
    """
    marks = Counter(numeral.mark for numeral in numerals if numeral.decimal is not None and numeral.whole is None)
    # where one is only more usual, an annex may keep to the other: “5,48%” in the text, “5.48” in its table
    return next(iter(marks)) if len(marks) == 1 else None


def worth(mention: Mention, literal: str, unit: str | None, habit: str | None) -> Worth:
    """What a mention is worth in its unit; `habit` is the plan's decimal mark.

    >>> from extract.grammar import scan
    >>> worth(scan("2.881")[0], "2.881", "person", None).value, worth(scan("2.881")[0], "2.881", "percent", None).value
    (Decimal('2881'), Decimal('2.881'))
    """
    if mention.kind == "year":
        return Worth(Decimal(literal))
    if mention.kind == "period":
        first, last = regex.findall(r"\d{4}", literal)[:2]
        return Worth(Decimal(first), Decimal(last))
    if mention.kind == "ordinal":
        return Worth(Decimal(literal) if literal.isdecimal() else _roman(literal))
    if mention.first is None:
        return Worth()
    is_scaled = mention.kind == "count" and mention.unit is not None and mention.scale >= _MILLION  # “2,338 triệu hộ”
    unit = "percent" if is_scaled else unit
    first = _choose(mention.first, unit, habit)
    second = _choose(mention.second, unit, habit) if mention.second else None
    if first is None:
        return Worth()
    return Worth(first * mention.scale, second * mention.scale if second is not None else None, decimals_of(first))


def day_of(literal: str) -> object:
    """The day a date mention names, where it is whole and possible."""
    return parse_date(literal).date


def _choose(numeral: Numeral, unit: str | None, habit: str | None) -> Decimal | None:
    if not numeral.is_ambiguous:
        return numeral.whole if numeral.whole is not None else numeral.decimal
    if unit in _DECIMAL_UNITS:
        return numeral.decimal
    if unit in _MEASURED and habit == numeral.mark:
        return numeral.decimal
    return numeral.whole


def _roman(literal: str) -> Decimal:
    total = 0
    for letter, following in zip(literal, [*literal[1:], "I"], strict=True):
        worth_of = _ROMAN[letter]
        total += -worth_of if worth_of < _ROMAN[following] else worth_of
    return Decimal(total)


_UP_AND_MORE = regex.compile(r"\s*(?:\p{L}+\s+){0,3}trở lên")
_DOWN_AND_LESS = regex.compile(r"\s*(?:\p{L}+\s+){0,3}trở xuống")


# “729 hộ nghèo trên 33.510 hộ dân”, “tính trên 41.268 hộ”, “12 chỉ số trên 63 hộ nghèo”: of so many, not more.
_BASE = regex.compile(r"(?:\d\s+hộ(?:\s+\p{L}+){0,4}|(?<!\p{L})(?:tính|khảo sát|chỉ số))\s+trên\s*$")


@cache
def _comparators() -> regex.Pattern[str]:
    """The words right before a number that bound it, one named group a comparator."""
    words = table("links")["comparator"]
    branches = [(fold(phrase), name) for name, phrases in words.items() for phrase in phrases]
    branches.sort(key=lambda branch: -len(branch[0]))
    joined = "|".join(f"(?P<{name}>{regex.escape(phrase)})" for phrase, name in branches)
    return regex.compile(rf"(?<!\p{{L}})(?:{joined})\s*$")


_SIGNS = {"approximately": "~", "at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}


def comparator_of(text: str, mention: Mention) -> str:
    """The comparator in the words that touch a number: “khoảng”, “không quá”, “trên”, “… trở lên”.

    >>> from extract.grammar import scan
    >>> [comparator_of(text, scan(text)[0]) for text in ("không quá 60%", "xuống dưới 7,5%", "từ 90% trở lên", "9%")]
    ['<=', '<', '>=', '=']
    """
    if mention.comparator != "=":
        return mention.comparator
    folded = fold(text)
    if _UP_AND_MORE.match(folded, mention.unit_end):
        return ">="
    if _DOWN_AND_LESS.match(folded, mention.unit_end):
        return "<="
    if _BASE.search(folded, max(0, mention.start - 40), mention.start):
        return "="
    found = _comparators().search(folded, max(0, mention.start - 24), mention.start)
    return _SIGNS[found.lastgroup] if found and found.lastgroup else "="
