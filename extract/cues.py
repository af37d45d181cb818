"""The cues around a number: one pattern a cue, on folded text, composed of the words of `cues.toml`.

Those named `…_BEFORE` end right before the number, those named `…_BEHIND` begin right behind its unit.
"""

from __future__ import annotations

import regex

from normalize.vocabulary import any_of, table

_CUES = table("cues")


def _any(room: str, name: str) -> str:
    """The words of one entry as alternatives."""
    return any_of(_CUES[room][name])


def _pattern(text: str) -> regex.Pattern[str]:
    return regex.compile(text, regex.VERBOSE)


_PEOPLE = any_of(("Kinh", *table("groups")["peoples"]["names"])).replace("'", "['’‘]")
_WORD = r"\p{L}+"
_NOT_WITHIN = r"(?<!\p{L})"
_ENDS = r"(?!\p{L})"
_UNITS = _any("places", "units")
_PLANS = _any("plan", "plans")
_ALONE = rf"(?!\s+{_any('plan', 'compounds')}(?!\p{{L}}))"  # “giao”, not “giao thông”
_AT = _any("time", "ends")
_START = _any("time", "start")
_PERIODS = _any("time", "periods")
_DATED = rf"(?:(?:{_any('time', 'until')}\s+)?{_AT}\s+)?năm\s+\d{{4}},?"
_TOTAL = _any("base", "total")
_NUMBER = _any("base", "number")
_AGAINST = _any("compare", "against")
_BOUNDS = _any("criterion", "bounds")
_PLANNED = _any("plan", "targets")
_SET = rf"(?:\s{_any('plan', 'set_by')})*"
_WHICH = _any("places", "which")
_TURN = _any("turn", "in_turn")

# “100% hộ nghèo … được vay vốn”: before the verb the people, behind it what they get.
GETS = _pattern(rf"{_NOT_WITHIN}{_any('help', 'gets')}{_ENDS}")
NEEDS = _pattern(rf"{_NOT_WITHIN}{_any('help', 'needs')}")
NEEDS_BEHIND = _pattern(rf"(?:\s+{_WORD}){{0,2}}?\s+{_any('help', 'needs')}{_ENDS}")
WANTS = _pattern(rf"{_NOT_WITHIN}(?:{_any('help', 'needs')}|{_any('help', 'wants')}){_ENDS}")
TIMES_BEHIND = _pattern(rf"\s*{_any('help', 'times')}{_ENDS}")
# “hỗ trợ 11 hộ nghèo”: some of their class (a “trợ cấp” is a name); “71 hộ nghèo được vay vốn” as well.
GIVES_BEFORE = _pattern(rf"(?<!\p{{L}}|{_any('help', 'names')}\s){_any('help', 'gives')}(?:\s+{_WORD}){{0,4}}\s*$")
IS_GIVEN = _pattern(rf"{_NOT_WITHIN}{_any('help', 'given')}{_ENDS}")

# “Toàn xã có 789 hộ”: all of them, where no other subject is named and nothing is said of whom behind.
TELLS_ALL_BEFORE = _pattern(
    rf"(?:(?:^|[,.;:\d]|{_any('all', 'over')})\s*{_UNITS}(?:\s+{_WORD}){{0,4}}?(?:,?\s+{_DATED})?|^\s*{_DATED})"
    rf"\s+{_any('all', 'has')}\s+(?:{_TOTAL}\s+)?$"
)
NO_MORE_BEHIND = _pattern(rf"\s*(?:$|[,.;:(/)]|{_any('all', 'no_more')}{_ENDS})")
# “xã có 8 thôn với 869 hộ, 3.427 khẩu”
OF_VILLAGES_BEFORE = _pattern(
    rf"\d\s+(?:{_any('places', 'of_level')}\s+)?{_UNITS}(?:\s+{_any('places', 'apposed')})?,?"
    rf"\s+{_any('all', 'villages_have')}\s+(?:{_TOTAL}\s+)?$"
)
# “Theo kết quả rà soát hộ nghèo, hộ cận nghèo …, toàn xã có 1.086 hộ”: a review names whom it seeks, and counts all.
REVIEW_BEFORE = _pattern(
    rf"{_NOT_WITHIN}{_any('all', 'reviews')}\s(?:{_WORD}\s){{0,2}}?hộ\s(?:cận\s)?nghèo"
    r"(?P<both>(?:,|\svà|\s/|/)?\s*(?:hộ\s)?(?:cận\s|thoát\s)nghèo)*"
)
SHARED_BEHIND = _pattern(rf"\s*+,?\s*+(?:{_any('all', 'shared')}){_ENDS}")
POOR_BEHIND = _pattern(  # with their number: “trong đó 120 hộ nghèo”, “hộ nghèo: 120 hộ”
    rf"\d\s+hộ\s(?:cận\s)?nghèo{_ENDS}|{_NOT_WITHIN}hộ\s(?:cận\s)?nghèo(?:\s{_WORD}){{0,4}}\s*:?\s+\d"
)
# “198 hộ nghèo trên tổng số 2.316 hộ”
BASE_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:(?:{_any('base', 'out_of')}|\S\s+trong)\s+{_any('base', 'whole')}|{_any('base', 'told')})\s*$"
)
# “chiếm 14,6% tổng số hộ đồng bào dân tộc thiểu số (14.408 hộ)”
NAMED_BASE_BEFORE = _pattern(rf"{_NOT_WITHIN}tổng\s(?P<base>(?:số\s)?{_any('base', 'heads')}{_ENDS}[^(),;.:\d]*)\(\s*$")
# “Tính trên tổng số 4.997 hộ dân của huyện thì …”, “trong số 3.126 hộ dân”: all that live there.
TOTAL = _pattern(rf"{_NOT_WITHIN}tổng{_ENDS}")
OF_TOTAL_BEHIND = _pattern(rf"\s*(?:{_any('base', 'of')}\s+)?{_any('base', 'totals')}{_ENDS}")
OF_NUMBER_BEHIND = _pattern(rf"\s*(?:{_any('base', 'of')}\s+)?{_NUMBER}\s")
BASE_FOLLOWS = _pattern(rf"\s*{_any('base', 'of')}\s+{_NUMBER}\s+")
OF_ALL_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:{_any('base', 'within')}\s{_NUMBER}|{_TOTAL}|hộ(?:\s+{_WORD}){{0,4}}\s+trên|%\s+{_AGAINST})"
    rf"(?:\s+{_any('base', 'about')})?\s*$"
)
DWELLERS_BEHIND = _pattern(
    rf"\s*(?:{_any('all', 'scales')}\s+)?{_any('places', 'dwellers')}"
    rf"(?=\s*(?:$|[,.;:(/)]|{_any('places', 'where')}{_ENDS}))"
)
# “xã hiện có 1.716 hộ dân với …”
HAS_BEFORE = _pattern(rf"{_NOT_WITHIN}{_any('all', 'dwellers_are')}\s+(?:{_TOTAL}\s+)?$")
# “Trong 74 hộ nghèo có 21 hộ …”: what follows is a part.
OUT_OF_BEFORE = _pattern(rf"(?:^|[.;:]\s*|[-+]\s*)trong\s+(?:{_NUMBER}\s+)?$")

# “các xã có tỷ lệ hộ nghèo trên 25%” chooses communes, “hộ nghèo là hộ có thu nhập từ …” tells who is poor, “được thông
# qua khi có trên 50% …” sets a condition: none of them counts.
CRITERION_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:(?:{_any('criterion', 'chosen')}|\d+)\s+(?:{_WORD}\s+){{0,4}}có\s+(?:{_WORD}\s+){{2,6}}{_BOUNDS}"
    rf"|{_any('criterion', 'defines')}\s+có\s+(?!{_any('criterion', 'merits')}\s)(?:{_WORD}\s+){{2,8}}"
    rf"|(?:{_UNITS}|hộ)\s+nào\s+(?:{_WORD}\s+){{0,5}}{_BOUNDS}"
    rf"|{_any('criterion', 'when')}(?:\s+{_any('criterion', 'least')})?)\s*$"
)
# “500.000 đồng/người/tháng trở xuống là hộ nghèo”: the line that parts the classes.
LINE_BEHIND = _pattern(
    rf"(?:\s*/\s*{_WORD}){{0,2}}\s*{_any('criterion', 'beyond')}\s{_any('criterion', 'are')}{_ENDS}"
    rf"|(?:\s*/\s*{_WORD}){{1,2}}\s+là\shộ"
)
# “3 thôn có tỷ lệ hộ nghèo trên 30%”: those that meet a condition, not all.
MEETS_BEHIND = _pattern(rf"\s+có\s+(?:{_WORD}\s+){{2,6}}{_BOUNDS}\s*\d")
# “bình quân mỗi xã có 103,7 hộ”: a count with decimals is a mean.
DECIMALS = _pattern(r"[.,]\d{1,2}$")
# “4,1 khẩu/hộ”, “25 triệu đồng/hộ”: so many for each.
PER_ONE_BEHIND = _pattern(rf"\s*/\s*{_any('each', 'people')}{_ENDS}")
# “lao động trong các hộ nghèo là 13.240 người”: those of the poor who work, not all of them.
WORKERS_OF = _pattern(rf"{_NOT_WITHIN}lao\sđộng\s(?:trong|thuộc|của)\s(?:{_WORD}\s)?hộ\s(?:cận\s)?nghèo[^,;.()\d]*$")
EACH_BEFORE = _pattern(
    rf"{_NOT_WITHIN}{_any('each', 'before')}\s(?!{_any('compare', 'times')}){_WORD}(?:\s{_WORD})?"
    rf"(?:\s{_any('each', 'worth')})?\s*$"
)
THINGS_FOR = _pattern(rf"(?:\s+{_WORD}){{1,4}}\s+cho{_ENDS}")
EACH_BEHIND = _pattern(rf"\s*/\s*{_any('each', 'heads')}{_ENDS}")
PER_YEAR_BEHIND = _pattern(rf"\s*{_any('time', 'yearly')}{_ENDS}")
UNCLEAR_BEFORE = _pattern(
    rf"(?:{_TURN}|{_any('change', 'unclear_till_stop')})[^.;]*$"
    rf"|{_NOT_WITHIN}{_any('change', 'unclear')}\s*$"
)
# “góp phần giảm tỷ lệ hộ nghèo cả nước 1%”: so many households of its own are a goal, the rate of others is not.
CONTRIBUTES_BEFORE = _pattern(rf"{_any('change', 'contributes')}[^,.;]*$")
# “thôn cao nhất là 37%”: of one among many.
EXTREME_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:{_any('extreme', 'words')}\s+(?:{_any('extreme', 'is')}\s+)?"
    rf"|{_any('extreme', 'most')}\s+{_any('extreme', 'has')}\s+)$"
)

# “đạt 102% kế hoạch năm” aims at nothing.
REACHED = _pattern(
    rf"(?i:%|{_NOT_WITHIN}{_any('plan', 'reached')})\s*(?:{_AGAINST}\s+)?(?i:{_PLANS})(?:\s+{_any('plan', 'set_by')})*"
)
OF_PLAN_BEHIND = _pattern(rf"\s*(?:{_AGAINST}\s+)?{_PLANS}{_ENDS}")
# “kế hoạch giảm 700 hộ”: what was set out to do, beside what came of it.
PLANNED_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:{_any('plan', 'resolves')}{_SET}(?:\s\d{{4}})?(?:\slà)?"
    rf"|{_any('plan', 'assigns')}{_ALONE}(?:\s+{_WORD}){{0,3}}?)\s+{_any('plan', 'aims')}[^,;.]*$"
)
ASSURES = _pattern(_any("plan", "assures"))
ATTAINED_BEFORE = _pattern(rf"{_NOT_WITHIN}{_any('plan', 'reached')}\s+$")
# “Giao chỉ tiêu giảm nghèo: thôn Khe Mo giảm 5 hộ”: households fall, and nobody says which.
QUOTA_OF_POOR = _pattern(rf"{_PLANS}\s(?:{_WORD}\s){{0,2}}?{_any('plan', 'of_poor')}")
PLANNED_BEHIND = _pattern(rf"\s*{_any('plan', 'beside')}\s{_PLANS}{_ENDS}")
# “đạt 102% kế hoạch năm (600 lao động)”, “vượt chỉ tiêu (giảm 60 hộ)”, “đạt 103% chỉ tiêu (206/200 lao động)”
PLAN_BRACKET_BEFORE = _pattern(
    rf"(?:{_PLANNED}{_SET}\s*\((?:{_any('plan', 'says')}\s+)?"
    rf"|{_PLANS}(?:\s{_WORD}){{0,9}}\s*\((?:{_WORD}\s){{0,4}}?{_any('plan', 'says')}\s+(?:(?:từ|trên)\s+)?"
    rf"|%\s*(?:{_AGAINST}\s+)?{_PLANNED}[^(),;.]*\((?:{_any('plan', 'says')}\s+)?"
    rf"|/\s*{_PLANNED}{_SET}\s+"
    rf"|\(\s*{_PLANNED}[^()\d]*"
    rf"|%\s*(?:{_AGAINST}\s+)?{_PLANNED}{_SET}\s+(?:là\s+)?)"
    r"\s*(?:[\d.]+\s*/\s*)?$"
)
# “Tổng vốn giao năm 2022 là 341 triệu đồng”: money that is set aside.
ALLOTS = _pattern(rf"{_NOT_WITHIN}{_any('plan', 'allots')}{_ALONE}{_ENDS}")
SPENDS = _pattern(rf"{_NOT_WITHIN}{_any('plan', 'spends')}{_ENDS}")

# “từ 9,35% xuống còn 7,8%”: where a change starts from and what it comes to.
FROM_BEFORE = _pattern(rf"{_NOT_WITHIN}{_any('change', 'from')}\s*$")
TO_BEHIND = _pattern(
    rf"(?P<until>\s*(?:\([^)]{{0,40}}\)\s*|(?:{_WORD}|\d{{4}})\s+){{0,5}}?)"
    rf"\s*(?:{_any('change', 'falls')}\s+)?{_any('change', 'comes_to')}{_ENDS}"
)
REACHES_BEFORE = _pattern(rf"{_NOT_WITHIN}{_any('change', 'comes_near')}(?:\s{_any('change', 'at_last')})?\s*$")
STATES = _pattern(rf"{_NOT_WITHIN}{_any('change', 'states')}{_ENDS}|:")

# “so với đầu năm 2016 (1.712 hộ nghèo)”: what it is compared with, at that time.
COMPARED_BEFORE = _pattern(
    rf"{_AGAINST}\s+(?P<time>[^,;.()]{{0,60}}{_any('compare', 'times')}[^,;.()]{{0,60}})"
    rf"(?:\(\s*(?![^()\d]*{_any('compare', 'changed')})(?:[^()\d]{{0,20}}\s)?(?:{_any('compare', 'was')}\s+)?"
    rf"|,\s*{_any('time', 'then')}\s[^,;.()\d]{{0,40}}?{_any('compare', 'was_then')}\s+)$"
    # “tăng 233 hộ so với cuối năm 2022 là 8.042 hộ”
    rf"|(?<={_any('compare', 'changed')}\s(?:{_WORD}\s){{0,3}}\d[\d.,]*(?:%|(?:\s{_WORD}){{1,4}})"
    rf"(?:\s\([^()]{{0,30}}\))?\s){_AGAINST}\s+"
    rf"(?P<time>[^,;.()]{{0,60}}?{_any('compare', 'times')}[^,;.()]{{0,20}}?)\s+{_any('compare', 'was')}\s+$"
)
OPENS_COMPARED = _pattern(
    rf"[\s\-–+*]*{_AGAINST}\s(?:(?:{_any('time', 'point')}\s)?(?:(?P<start>{_START})|{_any('time', 'end')})\s)?"
    r"năm\s(?P<year>20\d\d)(?!\d)"
)
# “quý I giảm 3 hộ; cả năm giảm 9 hộ”: behind a part of the year all of it, not the year of that part.
WHOLE_YEAR = _pattern(rf"{_NOT_WITHIN}(?:{_any('time', 'whole_year')}|(?<=\S.*)năm\s\d{{4}}){_ENDS}")
COUNTED = _pattern(r"\d\s*(?:%|\p{L})")
AGAINST_BEFORE = _pattern(rf"{_NOT_WITHIN}{_AGAINST}\s+$")
AGAINST_BEHIND = _pattern(rf"(?:\s+{_WORD}){{0,3}}?\s+{_AGAINST}{_ENDS}")
YEAR_BEHIND = _pattern(
    rf"\s*(?:\([^()]{{0,40}}\)\s*)?(?:\((?=[^()\d]*(?:\d{{4}})?\s*\))|{_any('time', 'at')}\s)?"
    rf"(?:{_any('time', 'point')}\s)?(?:(?:{_AT}\s)?năm\s\d{{4}}|{_AT}\snăm{_ENDS})"
)
START_UNDATED = _pattern(rf"{_NOT_WITHIN}{_START}\s{_PERIODS}(?!\s+\d{{4}}){_ENDS}")
START_DATED = _pattern(rf"{_NOT_WITHIN}{_START}\snăm\s+\d{{4}}")
END_BEHIND = _pattern(rf"{_NOT_WITHIN}{_any('time', 'over')}\s{_PERIODS}{_ENDS}")
JOINT = _pattern(r"[\s,;]*(?:và\s+)?")
NOW = _pattern(rf"{_NOT_WITHIN}{_any('time', 'now')}{_ENDS}")
# “10,35% (đầu năm 2023)”: a bracket that dates its number; what a bracket tells beside dates nothing behind it.
DATING_BRACKET = _pattern(rf"\s*\((?=[^()]*{_PERIODS})[^()\d]*(?:20\d\d)?\)")
CLOSED_BRACKET = _pattern(r"\([^()]*\)")
ASIDE = _pattern(rf"\(\s*{_any('aside', 'opens')}{_ENDS}")
CLOSED_ASIDE = _pattern(rf"{ASIDE.pattern}[^()]*\)")

# “xã có tỷ lệ cao nhất là Khe Mo với 37%”: the name, without its kind, that the words single out.
SINGLED_OUT = _pattern(
    rf"{_NOT_WITHIN}nhất\s+(?:{_any('extreme', 'at')}\s+)?(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}}?)"
    rf"\s*(?:[:,(]\s*)?(?:{_any('extreme', 'reaches')}\s+)?(?:{_any('extreme', 'rate')}\s+)?(?:là\s+)?$"
)

# “Số 24 hộ nói trên gồm …”, “Tỷ lệ này còn 9%”, “con số này ở hộ cận nghèo là …”: told before.
POINTS_BACK_BEHIND = _pattern(rf"(?:\s+{_WORD}){{0,4}}?\s+{_any('back', 'told')}{_ENDS}")
THIS_RATE = _pattern(rf"{_any('back', 'rates')}\s{_any('back', 'told')}{_ENDS}")
SAME_OF = _pattern(rf"{_any('back', 'numbers')}\s+{_any('back', 'told')}\s+{_any('back', 'same_of')}")

# “02/03 trường đạt chuẩn”; “1/20 số hộ thoát nghèo” is a fraction in words.
FRACTION_BEHIND = _pattern(r"\s?/\s?[\d.,]*\d(?P<counted>[^,;.()\d]*)")
FRACTION_OF = _pattern(rf"(?<![\d.,])\d{{1,2}}\s?/\s?\d{{1,2}}\s+{_NUMBER}{_ENDS}")
# A name alone between two numbers: “các thôn Hải Lạc (21 hộ), Cồn Đụn (18 hộ)”; not folded.
NAME_ALONE_BEFORE = _pattern(r"[,;)]\s*(?:và\s+)?(?P<name>\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*)*)\s*[(:]?\s*(?:có\s+)?$")
# “riêng các huyện nghèo giảm 4%”, until the whole is spoken of again.
CHOSEN = _pattern(
    rf"(?:{_any('places', 'chosen_by')}\s+|[,;:]\s*|^)"
    rf"(?P<place>(?:{_WHICH}|\d+)\s+{_any('places', 'chosen')}(?:,\s*{_WORD})?\s+{_any('places', 'qualities')})"
    rf"(?![^;.]*{_NOT_WITHIN}{_any('places', 'of_all')}\s{_any('places', 'wholes')})"
)
# “toàn huyện giảm 1,8%”, “chỉ tiêu của tỉnh là …”: the unit that is spoken of.
WHOLE_UNIT = _pattern(
    rf"{_NOT_WITHIN}(?P<told>(?:{_any('places', 'whole')}|(?<=,\s)của)"
    rf"\s+(?P<unit>{_UNITS}|{_any('places', 'country')})){_ENDS}"
)
# “thành thị có 2.080 hộ, 173 hộ nghèo; nông thôn có …”: until the semicolon all is told of one area.
AREA_BEFORE = _pattern(rf"(?<=(?:^|[;.:])\s*)(?P<whom>{_any('topic', 'areas')})\s{_any('topic', 'has')}{_ENDS}")
AREA_HAS_BEFORE = _pattern(rf"(?<=(?:^|[;.:])\s*){_any('topic', 'areas')}\s{_any('topic', 'has')}\s+$")
# “tính riêng khối hộ dân tộc thiểu số, còn 842 hộ nghèo, tỷ lệ 17%”: of whom all is told until the whole comes back.
TOPIC_BEFORE = _pattern(
    rf"(?<=(?:^|[;,.:])\s*){_any('topic', 'opens')}\s"
    rf"(?P<whom>(?=[^,;.:()\d]*{_any('topic', 'heads')})[^,;.:()\d]+),(?!\d)"
    rf"(?!.*{_NOT_WITHIN}(?:(?:{_any('topic', 'until')}\s)?{_UNITS}\s{_any('topic', 'has')}"
    rf"|{_any('topic', 'until')}\s{_UNITS}|{_any('topic', 'sums')}){_ENDS})"
)
# “có các dân tộc: Kinh 204 hộ, Thái 62 hộ”: a people named without its kind, in a sentence on peoples.
PEOPLE_BEFORE = _pattern(
    rf"{_NOT_WITHIN}{_any('topic', 'peoples')}{_ENDS}.*?(?:[:;,(+-]|{_NOT_WITHIN}(?:và|là|gồm))\s*"
    rf"(?P<people>{_PEOPLE})\s*[:(,]?\s*(?:{_any('topic', 'has')}\s+)?$"
)
# “toàn tỉnh 7,12%, huyện 8,4%, xã 9,05%”: a unit alone before its number.
UNIT_ALONE = _pattern(
    rf"[,;(]\s*(?:(?:và|còn|của)\s)?(?P<told>(?P<unit>{_UNITS}))\s+(?:{_any('places', 'unit_is')}\s+)?(?=\d)"
)
# “… và sửa chữa 41 căn; đã hoàn thành 148 căn”: behind a list something else is told.
GOES_ON = _pattern(rf";\s*{_any('all', 'goes_on')}{_ENDS}")
# “so với cùng kỳ”, “năm trước”: the year before, or the same part of it.
YEAR_BEFORE = _pattern(_any("compare", "year_before"))
SAME_PART = _pattern(_any("compare", "same_part"))
START = _pattern(_START)
# “so với cuối năm 2021 …” dates what is compared, not what is told.
VERSUS = _pattern(rf"{_AGAINST}(?![^.;,]{{0,25}},\s{_any('compare', 'when')})[^,;.(]*")
# The yearly review tells how things stand at the end of its year: “kết quả rà soát hộ nghèo năm 2022”.
REVIEWED = _pattern(
    rf"{_any('time', 'reviewed')}[^.;:\d]{{0,60}}?(?<!{_START}\s)(?<!{_any('time', 'end')}\s)năm\s20\d\d"
)
# “tính đến 31/12/2022”: what makes a day date a state.
DAY_BEFORE = _pattern(rf"{_any('time', 'day')}\s*$")
# “không thuộc diện bảo trợ xã hội”
NOT_BEFORE = _pattern(rf"{_any('negation', 'not')}(?:\slà)?(?:\s{_any('negation', 'among')})?\s*$")
NEAR_POOR_BEHIND = _pattern(rf"\s*{any_of(table('populations')['class']['near_poor'])}{_ENDS}")
# “UBND huyện …” acts, it is not counted.
ORIGIN_BEFORE = _pattern(rf"{_NOT_WITHIN}{_any('places', 'origin')}\s+(?:các\s+)?$")
ORGAN_BEFORE = _pattern(rf"{_any('places', 'organs')}\s+$")
# What may stand before the unit a sentence speaks of: a mark of a list, a date.
OPENING = _pattern(rf"[\s\-–+*•]*(?:(?:đến\s+)?{_AT}?\s*năm\s+\d{{4}}\s*,?\s*)?")
OF_ALL = _pattern(rf"{_any('places', 'of_all')}\s")
# “lần lượt là 140 hộ, 118 hộ, 96 hộ”, “các tỷ lệ tương ứng là …”: numbers that answer to what was enumerated.
TURN = _pattern(_TURN)
IN_TURN = _pattern(rf"{_NOT_WITHIN}(?:{_TURN}|{_any('turn', 'answers')}){_ENDS}")
# “lần lượt chiếm 37% và 33%”: shares of the counts that were told.
TURN_OF_SHARES = _pattern(rf"\s*{_any('turn', 'shares')}?\s*")
# “…, tương ứng với tỷ lệ 10% và 9%”: between the numbers told in turn and their rates.
TURN_AGAIN = _pattern(rf"[\s,;]*(?:và\s+)?(?:(?:{_TURN}|{_any('turn', 'joins')})\s+)+")
# “…, tập trung chủ yếu ở các thôn Khe Mo, Bó Lếch”: where most of them are, not where they are counted.
MOSTLY_IN = _pattern(rf"{_NOT_WITHIN}{_any('places', 'mostly')}{_ENDS}")
# “- Phân theo khả năng lao động: …”: a sentence that divides what was told before.
DIVIDES = _pattern(rf"[\s\-–+*•]*{_any('all', 'divides')}{_ENDS}")
# “so với đầu giai đoạn giảm 1.174 hộ”: over several years, of none of them.
SINCE_PERIOD = _pattern(rf"{_AGAINST}\s(?:{_WORD}\s){{0,2}}?{_any('compare', 'period_starts')}{_ENDS}")
# “11 hộ (nghèo phát sinh) do tách hộ, ốm đau”
DUE_TO = _pattern(rf"(?:\s+{_WORD}){{0,4}}?\s+\(?do{_ENDS}")
UNTIL_STOP = _pattern(r"[^;.()\d]*")
UNTIL_STOP_OF_CHANGE = _pattern(r"[^;.,()]*")
STOP = _pattern(r"[,;:.()]")
