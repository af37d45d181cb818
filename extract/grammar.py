"""The figure grammar: one ordered pattern, one scan, every digit of a line in exactly one mention.

Patterns are tried in order at every place; each is commented with an example. A line is a line of a block or one cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from extract import cues
from normalize.date import DATE_PATTERN
from normalize.fold import fold
from normalize.number import COMPARATORS, NUMERAL, Numeral, read_numeral
from normalize.reference import REFERENCE_PATTERN
from normalize.vocabulary import any_of, table
from normalize.words import begins_longer_word

_YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Mention:
    """A number where it stands: `first` and `second` (of a range) are its readings, `scale` makes money đồng."""

    kind: str
    start: int
    end: int
    first: Numeral | None = None
    second: Numeral | None = None
    comparator: str = "="
    unit: str | None = None
    unit_end: int = 0
    scale: Decimal = Decimal(1)


@cache
def _units() -> regex.Pattern[str]:
    """What follows a number: one named group a unit, `KIND__UNIT`."""
    branches = []
    for kind, units in table("units").items():
        for unit, phrases in units.items():
            for phrase in phrases:
                branches.append((fold(phrase), f"{kind}__{unit}"))
    branches.sort(key=lambda branch: (-len(branch[0]), branch))
    joined = "|".join(f"(?P<{name}>{regex.escape(phrase)})" for phrase, name in branches)
    listed = "|".join(any_of(table("units")["count"][unit]) for unit in table("grammar")["listed"])
    return regex.compile(rf"\s*(?:{joined})(?![\p{{L}}\d])(?P<more>(?:,\s+(?:{listed})(?!\p{{L}}))*)")


@cache
def _pattern() -> regex.Pattern[str]:
    """The ordered alternatives, each to be tried where a number (or a Roman numeral) begins."""
    words = table("grammar")
    return regex.compile(
        rf"""
          (?P<date>{DATE_PATTERN} | (?<=\b(?i:tháng)\s+)\d{{1,2}}(?!\d|[.,]\d|[%/]) )      # …, trong tháng 12
        | (?P<reference>
              {REFERENCE_PATTERN}                                              # 59/2015/QĐ-TTg, 11- NQ/TU
            | (?<=\b(?i:số):?\s*)\d+/{_YEAR}(?!\d)                            # Nghị định số 07/2021
          )
        | (?P<period>
              {_YEAR}\s*-\s*{_YEAR}(?!\d)                                      # 2021- 2025
            | (?<=(?i:năm\s+|từ\s+)){_YEAR}\s+đến\s+(?:hết\s+)?(?:năm\s+)?{_YEAR}(?!\d)  # từ năm 2021 đến năm 2025
          )
        | (?P<year>
              (?<=(?:(?i:năm|đầu|cuối|năm\s+học|các\s+năm)|{_YEAR}\s*,|{_YEAR}\s+và|(?i:quý)\s+(?:[IV]+|\d)\s*/)\s*){_YEAR}(?![\d%]|[.,]\d)
            | (?<=[(\t ]|^){_YEAR}(?=[)\t ]*$)                                 # a header cell of its own
          )
        | (?P<code>
              (?<=\p{{Lu}}\p{{L}}*-?)\d+(?:\.\d+)*[\p{{L}}\d]*                 # Bến Đá B2, Covid-19
            | (?<=(?<!\p{{L}})(?i:{any_of(words["code"])})\s+)\d{{1,4}}        # NQ 72
              (?![\d.,]*\d|\s?[%/-])\p{{Ll}}?(?!\p{{L}})
            | (?<!\d[.,]?)\d{{2,3}}a(?!\p{{L}})                                # 30a
            | (?<=(?<!\p{{L}})(?i:{any_of(words["village"])})\s+(?:\p{{Lu}}\p{{L}}*\s+){{1,4}})
              \d{{1,2}}(?![.,]?\d|\s?[%/])                                     # ấp Mỹ Hòa 2
          )
        | (?P<label>
              (?<=^\s*)(?:
                  \d{{1,2}}(?:\.\d{{1,2}})+(?:[.)](?=\s)|\s?-(?=\s+\p{{Lu}})|(?=\s+[^\d\s\p{{Ll}}%]))  # 2.1 Giảm …
                | \d{{1,2}}[.)](?=\s|$|\p{{L}})                                # 1. Mục tiêu
                | \d{{1,2}}(?=\s?[-–/]\s*\p{{Lu}}\p{{Ll}})                     # 1- Đặc điểm · 1/ Mục tiêu
                | [IVX]+(?=[.)\s]\s*\p{{Lu}}|[.)]?\s*$) )                      # II. NỘI DUNG
            | (?<=^\s*(?i:phần|mục|chương)\s+)[IVX]+(?=[.:)\s]|$)
            | (?<=(?:^|[:;,.]\s*)\()\d{{1,2}}(?=\)\s*\p{{Lu}})                # …: (1) Bảo hiểm y tế; (2) Nhà ở
          )
        | (?P<ordinal>
              (?<=(?<!\p{{L}})(?i:{any_of(words["ordinal"])})\s*(?i:số)?:?\s*)\d{{1,3}}(?![.,]\d|\d|\s?%|/\d|\s?-\s?\d)
            | (?<=(?<!\p{{L}})(?i:{any_of(words["roman"])})\s+)[IVX]+(?!\p{{L}}) # khóa XI
          )
        | (?P<number>
              (?:(?P<comparator>[<>]=?|[≥≤~≈])\s?)?
              (?P<first>{NUMERAL})
              (?P<slip>[OolI]+\d*(?!\p{{L}}))?                                 # 12O: malformed
              (?:\s?%?\s?(?:-|(?<=\d[%\s]*)\bđến(?:\s+dưới)?\b)\s?            # 15 - 20, 2% đến 3%
                 (?P<second>{NUMERAL})(?!\d|/\d|[.,]\d))?
              (?P<percent>%)?
          )
        """,
        regex.VERBOSE | regex.MULTILINE,
    )


# Where a number may begin: at a comparator, a digit, a Roman numeral of its own.
_BEGINS = regex.compile(r"(?:[<>]=?|[≥≤~≈])\s?(?=\d)|\d|(?<!\p{L})[IVX]+(?!\p{L})")
# The name that a code belongs to: “Bến Đá B2”, “NQ 72”.
_NAMED = regex.compile(r"(?:\p{Lu}\p{L}*\s+)*\p{Lu}\p{L}*-?$")


def scan(line: str) -> list[Mention]:
    """Every number of one line or cell, in order; every digit lies in exactly one of them.

    >>> [(m.kind, "Còn 74 hộ, chiếm 9,38 %"[m.start:m.end], m.unit) for m in scan("Còn 74 hộ, chiếm 9,38 %")]
    [('count', '74', 'household'), ('percent', '9,38', 'percent')]
    """
    begins = _BEGINS.search(line)
    if begins is None:
        return []
    plain, folded = line.translate(_DASHES), fold(line)  # capitals tell `B2` and `QĐ-TTg`: the pattern reads them
    mentions: list[Mention] = []
    while begins is not None:
        match = _pattern().match(plain, begins.start())
        if match is None:  # a capital I, V or X that numbers nothing
            begins = _BEGINS.search(plain, begins.end())
            continue
        kind = match.lastgroup if match.lastgroup in _PLAIN else "number"
        if kind == "number":
            mentions.extend(_numbers(match, folded, mentions))
        elif (kind == "ordinal" and _unit_after(folded, match.end()) and not match.group().isalpha()) or (
            kind == "code" and match.group().isdecimal() and _counts(folded, match.end())
        ):
            mentions.append(_count(folded, match.start(), match.end()))
        elif kind == "code":
            at = mentions[-1].end if mentions else 0
            mentions.append(Mention("code", _code_start(plain, at, match.start()), match.end()))
        else:
            end = match.start() + len(match.group().rstrip(" .)-")) if kind == "label" else match.end()
            mentions.append(Mention(kind, match.start(), end))
        begins = _BEGINS.search(plain, max(match.end(), mentions[-1].end))
    return _share_unit(folded, mentions)


_SLASH = regex.compile(r"\s*/\s*")
_LISTED = regex.compile(r"\s*(?:,|;|và|,\s*và)\s*")


def _share_unit(folded: str, mentions: list[Mention]) -> list[Mention]:
    """A unit told once: at the end of a list, “lần lượt là 190, 168 và 141 hộ”; behind a fraction of money."""
    mark = cues.IN_TURN.search(folded)
    for index in reversed(range(len(mentions) - 1)):
        left, right = mentions[index], mentions[index + 1]
        if left.kind != "count" or left.unit is not None or right.unit is None:
            continue
        is_listed = mark is not None and left.start >= mark.end() and _LISTED.fullmatch(folded, left.end, right.start)
        is_paid = right.kind == "money" and _SLASH.fullmatch(folded, left.end, right.start)  # “341/428 triệu đồng”
        if is_listed or is_paid:
            mentions[index] = replace(left, kind=right.kind, unit=right.unit, scale=right.scale)
    return mentions


def _counts(folded: str, end: int) -> bool:
    """Whether the unit behind a number makes it a count: “kế hoạch 45 hộ”, but “Chương trình 135 xã thực hiện …”."""
    found = _unit_after(folded, end)
    return found is not None and found[1] not in ("commune", "district", "village")


def _code_start(line: str, at: int, digits: int) -> int:
    """Where the whole name of a code begins."""
    window = max(at, digits - 40)
    if digits and line[digits - 1].isspace():
        word = _code_words().search(line, window, digits) or _village_names().search(line, window, digits)
        return word.start("name") if word else digits
    name = _NAMED.search(line, window, digits)
    return name.start() if name else digits


@cache
def _code_words() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?P<name>(?i:{any_of(table('grammar')['code'])})\s+)$")


@cache
def _village_names() -> regex.Pattern[str]:
    kinds = any_of(table("grammar")["village"])
    return regex.compile(rf"(?<!\p{{L}})(?i:{kinds})\s+(?P<name>(?:\p{{Lu}}\p{{L}}*\s+)+)$")


_PLAIN = frozenset({"date", "reference", "period", "year", "code", "label", "ordinal"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def _numbers(match: regex.Match[str], folded: str, before: list[Mention]) -> Iterator[Mention]:
    """The one or two mentions of a bare number: a range is one, `2.881 - 45` of unlike size two."""
    start, end = match.start("first"), match.end()
    comparator = COMPARATORS.get(match["comparator"] or "", "=")
    if match["comparator"]:
        start = match.start("comparator") if match.end("comparator") == match.start("first") else start
    first = read_numeral(match["first"]) if not match["slip"] else Numeral(match["first"] + match["slip"], None, None)
    second = read_numeral(match["second"]) if match["second"] else None
    if second and not _is_range(first, second):
        cut = match.end("slip") if match["slip"] else match.end("first")
        if folded[cut : cut + 1] == "%":
            cut += 1
        yield _classify(folded, start, cut, first, None, comparator, before)
        yield _classify(folded, match.start("second"), end, second, None, "=", before)
        return
    yield _classify(folded, start, end, first, second, comparator, before)


def _is_range(first: Numeral, second: Numeral) -> bool:
    """A range rises: `15 - 20`, `1,5 - 2`."""
    low, high = first.decimal or first.whole, second.decimal or second.whole
    return low is not None and high is not None and low < high


def _classify(
    folded: str, start: int, end: int, first: Numeral, second: Numeral | None, comparator: str, before: list[Mention]
) -> Mention:
    """The kind of a bare number, by what touches and follows it."""
    percent = regex.compile(r"\s*(?:%|phần trăm)").match(folded, end)
    if folded[end - 1] == "%" or percent:
        after = percent.end() if percent else end
        return Mention("percent", start, end, first, second, comparator, "percent", after)
    if found := _unit_after(folded, end):
        kind, unit, unit_end = found
        if kind == "money":
            scale = Decimal(unit).normalize()  # 1E+6: of 1,6 triệu the last digit stands for 100.000
            heads = _unit_after(folded, unit_end)  # 1,6 triệu hộ
            told = folded[unit_end : heads[2]].strip() if heads else ""
            is_sum = regex.fullmatch(r"\d{2,}", folded[start:end]) is not None and told.startswith(
                "hộ"
            )  # “50 triệu hộ …”
            if heads and heads[1] in _HEADS and not (told.startswith("đ") or is_sum):
                return Mention("count", start, end, first, second, comparator, heads[1], heads[2], scale)
            return Mention("money", start, end, first, second, comparator, "VND", unit_end, scale)
        if kind == "other":
            is_point = unit == "percentage_point"
            return Mention("percent" if is_point else "other", start, end, first, second, comparator, unit, unit_end)
        if kind == "area":
            end = unit_end if folded[unit_end - 1].isdigit() else end  # the digit of m2 belongs to its figure
        return Mention(
            kind, start, end, first, second, comparator, None if kind in ("age", "duration") else unit, unit_end
        )
    if before and before[-1].kind == "ordinal" and _LIST.fullmatch(folded, before[-1].end, start):
        return Mention("ordinal", start, end)  # biểu số 01 và 02
    age = _AGE_AHEAD.match(folded, end)  # trẻ từ 5 đến dưới 16 tuổi
    return Mention("age" if age else "count", start, end, first, second, comparator, None, end)


# What may be counted in thousands and millions.
_HEADS = frozenset({"household", "person", "worker"})
_LIST = regex.compile(r"\s*(?:,|;|và|-|đến)\s*(?:số\s+)?")
_AGE_AHEAD = regex.compile(r"\s+đến\s+(?:dưới\s+)?\d+\s+tuổi")


def _unit_after(folded: str, end: int) -> tuple[str, str, int] | None:
    """The unit word behind a number: its kind of figure, its code, where it ends."""
    match = _units().match(folded, end)
    if match is None:
        return None
    name, word = next((name, word) for name, word in match.groupdict().items() if word and name != "more")
    if word in _asked() and _GOES_ON.match(folded, match.end()):
        rest = folded[match.end(name) - len(word) : match.end(name) + 40]
        if begins_longer_word(rest, len(word)):
            return None
    kind, unit = name.split("__")
    is_listed = unit in table("grammar")["listed"]
    return kind, unit, match.end() if is_listed else match.end(name)


_GOES_ON = regex.compile(r"\s\p{Ll}")


@cache
def _asked() -> frozenset[str]:
    return frozenset(map(fold, table("grammar")["asked"]))


def _count(folded: str, start: int, end: int) -> Mention:
    return _classify(folded, start, end, read_numeral(folded[start:end]), None, "=", [])
