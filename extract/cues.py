"""The cues around a number: one pattern a cue, on folded text, composed of the words of `cues.toml`.

Those named `…_BEFORE` end right before the number, those named `…_BEHIND` begin right behind its unit.
"""

from __future__ import annotations

import regex

from normalize.fold import fold
from normalize.vocabulary import table

_CUES = table("cues")


def _any(room: str, name: str) -> str:
    """The words of one entry as alternatives, longest first."""
    words = sorted(map(fold, _CUES[room][name]), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(regex.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"


def _pattern(text: str) -> regex.Pattern[str]:
    return regex.compile(text, regex.VERBOSE)


_WORD = r"\p{L}+"
_NOT_WITHIN = r"(?<!\p{L})"
_ENDS = r"(?!\p{L})"
_UNITS = _any("places", "units")
_PLANS = _any("plan", "plans")
_ALONE = rf"(?!\s+{_any('plan', 'compounds')}(?!\p{{L}}))"  # “giao”, not “giao thông”
_AT = _any("time", "ends")
_DATED = rf"(?:(?:đến\s+|tính\s+đến\s+)?{_AT}\s+)?năm\s+\d{{4}},?"

# “100% hộ nghèo … được vay vốn”: before the verb the people, behind it what they get.
GETS = _pattern(rf"{_NOT_WITHIN}{_any('help', 'gets')}{_ENDS}")
NEEDS = _pattern(rf"{_NOT_WITHIN}{_any('help', 'needs')}")
NEEDS_BEHIND = _pattern(rf"(?:\s+{_WORD}){{0,2}}?\s+{_any('help', 'needs')}{_ENDS}")
TIMES_BEHIND = _pattern(r"\s*lượt(?!\p{L})")
# “hỗ trợ 11 hộ nghèo”: some of their class (a “trợ cấp” is a name); “71 hộ nghèo được vay vốn” as well.
GIVES_BEFORE = _pattern(rf"(?<!\p{{L}}|trợ\s){_any('help', 'gives')}(?:\s+{_WORD}){{0,4}}\s*$")
IS_GIVEN = _pattern(rf"{_NOT_WITHIN}{_any('help', 'given')}{_ENDS}")

# “Toàn xã có 789 hộ”: all of them, where no other subject is named and nothing is said of whom behind.
TELLS_ALL_BEFORE = _pattern(
    rf"(?:(?:^|[,.;:\d]|toàn|cả|địa\s+bàn)\s*{_UNITS}(?:\s+{_WORD}){{0,4}}?(?:,?\s+{_DATED})?|^\s*{_DATED})"
    r"\s+(?:hiện\s+)?(?:có|gồm)\s+(?:tổng\s+số\s+)?$"
)
NO_MORE_BEHIND = _pattern(rf"\s*(?:$|[,.;:(/)]|{_any('all', 'no_more')}{_ENDS})")
# “xã có 8 thôn với 869 hộ, 3.427 khẩu”
OF_VILLAGES_BEFORE = _pattern(
    rf"\d\s+(?:đơn\s+vị\s+hành\s+chính\s+cấp\s+)?{_UNITS}(?:\s+hành\s+chính|\s+trực\s+thuộc)?,?"
    r"\s+(?:với|gồm|có)\s+(?:tổng\s+số\s+)?$"
)
# “Theo kết quả rà soát hộ nghèo, hộ cận nghèo …, toàn xã có 1.086 hộ”: a review names whom it looks for, and counts all.
REVIEW_BEFORE = _pattern(
    rf"{_NOT_WITHIN}{_any('all', 'reviews')}\s(?:{_WORD}\s){{0,2}}?hộ\s(?:cận\s)?nghèo"
    r"(?P<both>(?:,|\svà|\s/|/)?\s*(?:hộ\s)?(?:cận\s|thoát\s)nghèo)*"
)
SHARED_BEHIND = _pattern(rf"\s*,?\s*(?:{_any('all', 'shared')}){_ENDS}")
POOR_BEHIND = _pattern(rf"{_NOT_WITHIN}hộ\s(?:cận\s)?nghèo{_ENDS}")
# “198 hộ nghèo trên tổng số 2.316 hộ”
BASE_BEFORE = _pattern(rf"{_NOT_WITHIN}(?:(?:trên|so\svới|\S\s+trong)\s+tổng\s+(?:số|cộng)?|tính\s+trên)\s*$")
# “chiếm 14,6% tổng số hộ đồng bào dân tộc thiểu số (14.408 hộ)”
NAMED_BASE_BEFORE = _pattern(
    r"(?<!\p{L})tổng\s(?P<base>(?:số\s)?(?:hộ|khẩu|nhân\skhẩu|người)(?!\p{L})[^(),;.:\d]*)\(\s*$"
)
# “Tính trên tổng số 4.997 hộ dân của huyện thì …”, “trong số 3.126 hộ dân”: all that live there.
OF_TOTAL_BEHIND = _pattern(r"\s*(?:(?:so\svới|trên|trong|của)\s+)?(?:tổng|toàn\sbộ)(?!\p{L})")
OF_NUMBER_BEHIND = _pattern(r"\s*(?:(?:so\svới|trên|trong|của)\s+)?(?:tổng\s)?số\s")
BASE_FOLLOWS = _pattern(r"\s*(?:so\svới|trên|trong|của)\s+(?:tổng\s+)?số\s+")
OF_ALL_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:(?:trên|với|trong|của)\s(?:tổng\s)?số|tổng\ssố|hộ(?:\s+{_WORD}){{0,4}}\s+trên|%\s+so\svới)"
    r"(?:\s+(?:hơn|trên|gần|khoảng))?\s*$"
)
DWELLERS_BEHIND = _pattern(
    rf"\s*(?:(?:nghìn|ngàn|triệu)\s+)?{_any('places', 'dwellers')}"
    rf"(?=\s*(?:$|[,.;:(/)]|{_any('places', 'where')}{_ENDS}))"
)
# “xã hiện có 1.716 hộ dân với …”
HAS_BEFORE = _pattern(r"(?<!\p{L})(?:hiện\s+)?có\s+(?:tổng\ssố\s+)?$")
# “Trong 74 hộ nghèo có 21 hộ …”: what follows is a part.
OUT_OF_BEFORE = _pattern(r"(?:^|[.;:]\s*|[-+]\s*)trong\s+(?:tổng\s+số\s+|số\s+)?$")

# “các xã có tỷ lệ hộ nghèo trên 25%” chooses communes, “hộ nghèo là hộ có thu nhập từ …” tells who is poor, “được thông
# qua khi có trên 50% …” sets a condition: none of them counts.
CRITERION_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:(?:các|những|nơi|vùng|\d+)\s+(?:{_WORD}\s+){{0,4}}có\s+(?:{_WORD}\s+){{2,6}}(?:trên|dưới|từ|hơn)"
    rf"|là\s+(?:những\s+)?(?:hộ|người)\s+có\s+(?!công\s)(?:{_WORD}\s+){{2,8}}"
    rf"|(?:{_UNITS}|hộ)\s+nào\s+(?:{_WORD}\s+){{0,5}}(?:trên|dưới|từ|hơn)"
    r"|khi\s+(?:có|đạt)(?:\s+(?:trên|từ|ít\s+nhất))?)\s*$"
)
# “500.000 đồng/người/tháng trở xuống là hộ nghèo”: the line that parts the classes.
LINE_BEHIND = _pattern(
    rf"(?:\s*/\s*{_WORD}){{0,2}}\s*trở\s(?:xuống|lên)\s(?:là|được){_ENDS}|(?:\s*/\s*{_WORD}){{1,2}}\s+là\shộ"
)
# “3 thôn có tỷ lệ hộ nghèo trên 30%”: those that meet a condition, not all.
MEETS_BEHIND = _pattern(rf"\s+có\s+(?:{_WORD}\s+){{2,6}}(?:trên|dưới|từ|hơn)\s*\d")
# “bình quân mỗi xã có 103,7 hộ”: a count with decimals is a mean.
DECIMALS = _pattern(r"[.,]\d{1,2}$")
# “4,1 khẩu/hộ”, “25 triệu đồng/hộ”: so many for each.
PER_ONE_BEHIND = _pattern(rf"\s*/\s*{_any('each', 'people')}{_ENDS}")
EACH_BEHIND = _pattern(rf"\s*/\s*{_any('each', 'heads')}{_ENDS}")
PER_YEAR_BEHIND = _pattern(rf"\s*{_any('time', 'yearly')}{_ENDS}")
UNCLEAR_BEFORE = _pattern(
    r"lần\slượt[^.;]*$|so\svới\s(?:theo\s)?chuẩn[^.;]*$"
    rf"|{_NOT_WITHIN}{_any('change', 'unclear')}\s*$|{_any('change', 'contributes')}[^,.;]*$"
)
# “thôn cao nhất là 37%”: of one among many.
EXTREME_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:{_any('change', 'extremes')}\s+(?:(?:là|đạt|tới|đến|có|còn|chiếm|với)\s+)?"
    r"|nhiều\snhất\s+(?:có|còn|chiếm|với)\s+)$"
)

# “đạt 102% kế hoạch năm” aims at nothing.
REACHED = _pattern(
    rf"(?i:%|{_NOT_WITHIN}{_any('plan', 'reached')})\s*(?:so\svới\s+)?(?i:{_PLANS})(?:\s+{_any('plan', 'set_by')})*"
)
OF_PLAN_BEHIND = _pattern(rf"\s*(?:so\svới\s+)?{_PLANS}{_ENDS}")
# “kế hoạch giảm 700 hộ”: what was set out to do, beside what came of it.
PLANNED_BEFORE = _pattern(
    rf"{_NOT_WITHIN}(?:(?:kế\shoạch|nghị\squyết)(?:\s{_any('plan', 'set_by')})*(?:\s\d{{4}})?(?:\slà)?"
    rf"|{_any('plan', 'assigns')}{_ALONE}(?:\s+{_WORD}){{0,3}}?)\s+{_any('plan', 'aims')}[^,;.]*$"
)
ASSURES = _pattern(_any("plan", "assures"))
ATTAINED_BEFORE = _pattern(rf"{_NOT_WITHIN}{_any('plan', 'reached')}\s+$")
# “Giao chỉ tiêu giảm nghèo: thôn Khe Mo giảm 5 hộ”: households fall, and nobody says which.
QUOTA_OF_POOR = _pattern(rf"{_PLANS}\s(?:{_WORD}\s){{0,2}}?giảm\snghèo")
PLANNED_BEHIND = _pattern(rf"\s*{_any('plan', 'beside')}\s{_PLANS}{_ENDS}")
# “đạt 102% kế hoạch năm (600 lao động)”, “vượt chỉ tiêu (giảm 60 hộ)”, “đạt 103% chỉ tiêu (206/200 lao động)”
PLAN_BRACKET_BEFORE = _pattern(
    rf"(?:(?:kế\shoạch|chỉ\stiêu)(?:\s{_any('plan', 'set_by')})*\s*\((?:(?:giảm|tăng|là)\s+)?"
    rf"|%\s*(?:so\svới\s+)?(?:kế\shoạch|chỉ\stiêu)[^(),;.]*\((?:(?:giảm|tăng|là)\s+)?"
    rf"|/\s*(?:kế\shoạch|chỉ\stiêu)(?:\s{_any('plan', 'set_by')})*\s+"
    r"|\(\s*(?:kế\shoạch|chỉ\stiêu)[^()\d]*"
    rf"|%\s*(?:so\svới\s+)?(?:kế\shoạch|chỉ\stiêu)(?:\s{_any('plan', 'set_by')})*\s+(?:là\s+)?)"
    r"\s*(?:[\d.]+\s*/\s*)?$"
)
# “Tổng vốn giao năm 2022 là 341 triệu đồng”: money that is set aside.
ALLOTS = _pattern(rf"{_NOT_WITHIN}{_any('plan', 'allots')}{_ALONE}{_ENDS}")
SPENDS = _pattern(rf"{_NOT_WITHIN}{_any('plan', 'spends')}{_ENDS}")

# “từ 9,35% xuống còn 7,8%”: where a change starts from and what it comes to.
FROM_BEFORE = _pattern(rf"{_NOT_WITHIN}từ\s*$")
TO_BEHIND = _pattern(
    rf"(?P<until>\s*(?:\([^)]{{0,40}}\)\s*|(?:{_WORD}|\d{{4}})\s+){{0,5}}?)"
    rf"\s*(?:giảm\s+)?{_any('change', 'comes_to')}{_ENDS}"
)
REACHES_BEFORE = _pattern(rf"{_NOT_WITHIN}{_any('change', 'comes_near')}(?:\scòn|\sđến|\stới|\sthành)?\s*$")
STATES = _pattern(rf"{_NOT_WITHIN}{_any('change', 'states')}{_ENDS}|:")

# “so với đầu năm 2016 (1.712 hộ nghèo)”: what it is compared with, at that time.
COMPARED_BEFORE = _pattern(
    r"so\svới\s+(?P<time>[^,;.()]{0,60}(?:năm|kỳ|quý|tháng|thời\sđiểm)[^,;.()]{0,60})"
    rf"(?:\(\s*(?![^()\d]*(?:tăng|giảm))(?:[^()\d]{{0,20}}\s)?(?:là\s+|có\s+)?"
    rf"|,\s*{_any('time', 'then')}\s[^,;.()\d]{{0,40}}?(?:là|có|còn)\s+)$"
)
OPENS_COMPARED = _pattern(r"[\s\-–+*]*so\svới\s(?:(?:thời\sđiểm\s)?(?P<moment>đầu|cuối)\s)?năm\s(?P<year>20\d\d)(?!\d)")
AGAINST_BEFORE = _pattern(rf"{_NOT_WITHIN}so\svới\s+$")
AGAINST_BEHIND = _pattern(rf"(?:\s+{_WORD}){{0,3}}?\s+so\svới{_ENDS}")
YEAR_BEHIND = _pattern(
    rf"\s*(?:\([^()]{{0,40}}\)\s*)?(?:\((?=[^()\d]*(?:\d{{4}})?\s*\))|vào\s|ở\s|tại\s)?(?:thời\sđiểm\s)?(?:(?:{_AT}\s)?năm\s\d{{4}}|{_AT}\snăm{_ENDS})"
)
START_UNDATED = _pattern(r"(?<!\p{L})đầu\s(?:năm|kỳ)(?!\s+\d{4})(?!\p{L})")
START_DATED = _pattern(r"(?<!\p{L})đầu\snăm\s+\d{4}")
END_BEHIND = _pattern(r"(?<!\p{L})(?:cuối|hết)\s(?:năm|kỳ)(?!\p{L})")
JOINT = _pattern(r"[\s,;]*(?:và\s+)?")
NOW = _pattern(rf"{_NOT_WITHIN}{_any('time', 'now')}{_ENDS}")
# “10,35% (đầu năm 2023)”: a bracket that dates its number; what a bracket tells beside dates nothing behind it.
DATING_BRACKET = _pattern(r"\s*\((?=[^()]*(?:năm|kỳ))[^()\d]*(?:20\d\d)?\)")
CLOSED_BRACKET = _pattern(r"\([^()]*\)")
ASIDE = _pattern(rf"\(\s*{_any('aside', 'opens')}{_ENDS}")
CLOSED_ASIDE = _pattern(rf"{ASIDE.pattern}[^()]*\)")

# “xã có tỷ lệ cao nhất là Khe Mo với 37%”: the name, without its kind, that the words single out.
SINGLED_OUT = _pattern(
    rf"{_NOT_WITHIN}nhất\s+(?:(?:là|ở|tại|thuộc|thuộc\s+về)\s+)?(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}}?)"
    r"\s*(?:[:,(]\s*)?(?:(?:với|có|chiếm|đạt|còn|là)\s+)?(?:tỷ\slệ\s+)?(?:là\s+)?$"
)

# “Số 24 hộ nói trên gồm …”, “Tỷ lệ này còn 9%”, “con số này ở hộ cận nghèo là …”: told before.
POINTS_BACK_BEHIND = _pattern(rf"(?:\s+{_WORD}){{0,4}}?\s+{_any('back', 'told')}{_ENDS}")
THIS_RATE = _pattern(rf"{_any('back', 'rates')}\s{_any('back', 'told')}{_ENDS}")
SAME_OF = _pattern(rf"{_any('back', 'numbers')}\s+{_any('back', 'told')}\s+{_any('back', 'same_of')}")

# “02/03 trường đạt chuẩn”; “1/20 số hộ thoát nghèo” is a fraction in words.
FRACTION_BEHIND = _pattern(r"\s?/\s?[\d.,]*\d(?P<counted>[^,;.()\d]*)")
FRACTION_OF = _pattern(r"(?<![\d.,])\d{1,2}\s?/\s?\d{1,2}\s+(?:tổng\s)?số(?!\p{L})")
# A name alone between two numbers: “các thôn Hải Lạc (21 hộ), Cồn Đụn (18 hộ)”; not folded.
NAME_ALONE_BEFORE = _pattern(r"[,;)]\s*(?:và\s+)?(?P<name>\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*)*)\s*[(:]?\s*(?:có\s+)?$")
# “riêng các huyện nghèo giảm 4%”, until the whole is spoken of again.
CHOSEN = _pattern(
    rf"(?:{_any('places', 'chosen_by')}\s+|[,;:]\s*|^)"
    rf"(?P<place>(?:các|những|\d+)\s+{_any('places', 'chosen')}(?:,\s*{_WORD})?\s+{_any('places', 'qualities')})"
    rf"(?![^;.]*{_NOT_WITHIN}toàn\s(?:xã|huyện|tỉnh|thị\sxã|thành\sphố))"
)
# “toàn huyện giảm 1,8%”, “chỉ tiêu của tỉnh là …”: the unit that is spoken of.
WHOLE_UNIT = _pattern(
    rf"{_NOT_WITHIN}(?P<told>(?:toàn|cả|riêng|chỉ\stiêu\s(?:chung\s)?của|chung\scủa|(?<=,\s)của)"
    rf"\s+(?P<unit>{_UNITS}|nước|quốc)){_ENDS}"
)
# “tính riêng khối hộ dân tộc thiểu số, còn 842 hộ nghèo, tỷ lệ 17%”: of whom all is told until the whole comes back.
TOPIC_BEFORE = _pattern(
    rf"(?<=(?:^|[;,.:])\s*){_any('topic', 'opens')}\s(?P<whom>[^,;.:()\d]+),(?!\d)"
    rf"(?!.*{_NOT_WITHIN}(?:(?:toàn|cả)\s{_UNITS}|tổng\s(?:số|cộng))){_ENDS}"
)
# “toàn tỉnh 7,12%, huyện 8,4%, xã 9,05%”: a unit alone before its number.
UNIT_ALONE = _pattern(rf"[,;(]\s*(?:(?:và|còn|của)\s)?(?P<told>(?P<unit>{_UNITS}))\s+(?:(?:là|đạt|còn|có)\s+)?(?=\d)")
# “… và sửa chữa 41 căn; đã hoàn thành 148 căn”: behind a list something else is told.
GOES_ON = _pattern(rf";\s*{_any('all', 'goes_on')}{_ENDS}")
STOP = _pattern(r"[,;:.()]")
