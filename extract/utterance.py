"""A clause as it is heard: the words on either side of its number, tagged once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extract.clauses import Clause, pieces
from extract.document import Block
from extract.facets import EMPTY, LACK, Sense, fit, sense
from extract.grammar import Mention
from extract.values import comparator_of
from normalize.fold import fold
from normalize.vocabulary import measures

# “100% hộ nghèo … được vay vốn”: before the verb the people, behind it what they get.
_GETS = regex.compile(r"(?<!\p{L})(?:được|tham gia|tiếp cận|sử dụng|đi học)(?!\p{L})")
_NEEDS = regex.compile(r"(?<!\p{L})có (?:nhu|yêu) cầu")
_UNITS_OF_PLACE = r"(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tỉnh|thôn|bản|ấp)"
_DATED = r"(?:(?:đến\s+|tính đến\s+)?(?:đầu|cuối|hết)\s+)?năm\s+\d{4},?"
# “Toàn xã có 789 hộ”: all of them, where no other subject is named.
_TELLS_ALL = regex.compile(
    rf"(?:(?:^|[,.;:\d]|toàn|cả|địa bàn)\s*{_UNITS_OF_PLACE}(?:\s+\p{{L}}+){{0,4}}?(?:,?\s+{_DATED})?|^\s*{_DATED})"
    r"\s+(?:hiện\s+)?(?:có|gồm)\s+(?:tổng\s+số\s+)?$"
)
# “xã có 8 thôn với 869 hộ, 3.427 khẩu”
_OF_VILLAGES = regex.compile(
    rf"\d\s+{_UNITS_OF_PLACE}(?:\s+hành chính|\s+trực thuộc)?,?\s+(?:với|gồm|có)\s+(?:tổng\s+số\s+)?$"
)
# “các xã có tỷ lệ hộ nghèo trên 25%” chooses communes, “hộ nghèo là hộ có thu nhập từ …” tells who is poor, “được thông
# qua khi có trên 50% …” sets a condition: none of them counts.
_DECIMALS = regex.compile(r"[.,]\d{1,2}$")
_CRITERION = regex.compile(
    r"(?<!\p{L})(?:(?:các|những|nơi|vùng|\d+)\s+(?:\p{L}+\s+){0,4}có\s+(?:\p{L}+\s+){2,6}(?:trên|dưới|từ|hơn)"
    r"|là\s+(?:những\s+)?(?:hộ|người)\s+có\s+(?:\p{L}+\s+){2,8}"
    r"|khi\s+(?:có|đạt)(?:\s+(?:trên|từ|ít nhất))?)\s*$"
)
# “500.000 đồng/người/tháng trở xuống là hộ nghèo”: the line that parts the classes.
_LINE = regex.compile(r"(?:\s*/\s*\p{L}+){0,2}\s*trở (?:xuống|lên) (?:là|được)(?!\p{L})|(?:\s*/\s*\p{L}+){1,2}\s+là hộ")
# “3 thôn có tỷ lệ hộ nghèo trên 30%”: those that meet a condition, not all.
_MEETS = regex.compile(r"\s+có\s+(?:\p{L}+\s+){2,6}(?:trên|dưới|từ|hơn)\s*\d")
# “4,1 khẩu/hộ”: so many on the average of each.
# “đạt 102% kế hoạch năm” aims at nothing.
_REACHED = regex.compile(
    r"(?:%|(?<!\p{L})(?i:vượt|đạt|hoàn thành))\s*(?:so với\s+)?(?i:kế hoạch|chỉ tiêu|mục tiêu|KH)"
    r"(?:\s+(?:năm|giao|đề ra|tỉnh|huyện|xã|được))*"
)
_PER_ONE = regex.compile(r"\s*/\s*(?:hộ|người|khẩu)(?!\p{L})")
# “kế hoạch giảm 700 hộ”: what was set out to do, beside what came of it.
_PLANNED = regex.compile(
    r"(?<!\p{L})(?:kế hoạch|nghị quyết)(?: đề ra| giao)?(?: là)?\s+(?:giảm|tăng|đào tạo|giải quyết)[^,;.]*$"
)
_PLANNED_BEHIND = regex.compile(r"\s*(?:theo|của) (?:kế hoạch|chỉ tiêu|nghị quyết)(?!\p{L})")
_FRACTION_OF = regex.compile(r"(?<![\d.,])\d{1,2}\s?/\s?\d{1,2}\s+(?:tổng )?số(?!\p{L})")  # “1/20 số hộ thoát nghèo”
_BRACKET = regex.compile(r"\s*\((?=[^()]*(?:năm|kỳ))[^()\d]*(?:20\d\d)?\)")
_UNCLEAR = regex.compile(r"lần lượt[^.;]*$|(?<!\p{L})vượt\s*$|góp phần[^,.;]*$")
_GIVES = regex.compile(
    r"(?<!\p{L}|trợ )(?:hỗ trợ|giúp đỡ|giúp|cấp|tặng|trao|cho|hướng dẫn|bố trí|vận động|tập huấn|mở rộng cho)"
    r"(?:\s+\p{L}+){0,4}\s*$"
)
_IS_GIVEN = regex.compile(r"(?<!\p{L})(?:được (?:hỗ trợ|cấp|vay|tặng|giúp|hướng dẫn|bố trí)|tham gia|vay vốn)(?!\p{L})")
_PER_YEAR = regex.compile(r"\s*(?:/\s*năm|mỗi năm|một năm|hàng năm|hằng năm)(?!\p{L})")
_OF_PLAN = regex.compile(r"\s*(?:so với\s+)?(?:chỉ tiêu|kế hoạch|kh(?!\p{L})|dự toán|nghị quyết|mục tiêu)")
_FROM = regex.compile(r"(?<!\p{L})từ\s*$")
_TO = regex.compile(r"\s*(?:\([^)]{0,40}\)|(?:\p{L}+|\d{4})\s+){0,5}?\s*(?:giảm\s+)?(?:xuống|lên|còn)(?!\p{L})")
_REACHES = regex.compile(r"(?<!\p{L})(?:xuống|lên|còn|đến|tới)(?: còn| đến| tới| thành)?\s*$")
_PLAN_BRACKET = regex.compile(
    r"(?:(?:kế hoạch|chỉ tiêu)(?: năm| giao| đề ra| được giao| tỉnh giao| huyện giao)*\s*\((?:(?:giảm|tăng|là)\s+)?"
    r"|\(\s*(?:kế hoạch|chỉ tiêu)[^()\d]*)\s*(?:[\d.]+\s*/\s*)?$"
)
_BASE = regex.compile(r"(?<!\p{L})(?:trên|\S\s+trong)\s+tổng\s+(?:số|cộng)?\s*$")
# “Tính trên tổng số 4.997 hộ dân của huyện thì …”, “trong số 3.126 hộ dân”: all that live there.
_OF_ALL = regex.compile(r"(?<!\p{L})(?:(?:trên|với|trong|của) (?:tổng )?số|tổng số)(?:\s+(?:hơn|trên|gần|khoảng))?\s*$")
_DWELLERS = regex.compile(
    r"\s*(?:(?:nghìn|ngàn|triệu)\s+)?hộ (?:dân cư|dân|gia đình)"
    r"(?=\s*(?:$|[,.;:(/)]|(?:của|toàn|cả|trên|trong|thì|đang|hiện|sinh sống|cư trú)(?!\p{L})))"
)
_STOP = regex.compile(r"[,;:.()]")
# “so với đầu năm 2016 (1.712 hộ nghèo)”: what it is compared with, at that time.
_COMPARED = regex.compile(
    r"so với\s+(?P<time>[^,;.()]*(?:năm|kỳ|quý|tháng|thời điểm)[^,;.()]*)"
    r"\(\s*(?:(?!tăng|giảm)[^()\d]{0,20}\s)?(?:là\s+|có\s+)?$"
)
_OPENS_COMPARED = regex.compile(r"[\s\-–+*]*so với (?:(?:thời điểm )?(?P<moment>đầu|cuối) )?năm (?P<year>20\d\d)(?!\d)")
_YEAR_BEHIND = regex.compile(r"\s*(?:\(|vào )?(?:(?:đầu|cuối|hết) )?năm \d{4}")
_AGAINST = regex.compile(r"(?:\s+\p{L}+){0,3}?\s+so với(?!\p{L})")
_THIS_RATE = regex.compile(r"(?:tỷ lệ|mức) (?:này|đó|trên|nói trên)(?!\p{L})")
_SAME = regex.compile(r"(?:con số|số|tỷ lệ)\s+(?:này|đó|trên)\s+(?:ở|của|đối với|trong|tại)")
_FRACTION = regex.compile(r"\s?/\s?[\d.,]*\d(?P<counted>[^,;.()\d]*)")
_EACH = regex.compile(r"\s*/\s*(?:hộ|người|lao động|căn|nhà|học sinh|em|mô hình|thôn|xã)(?!\p{L})")
_CLOSED = regex.compile(r"\([^()]*\)")  # what a bracket tells beside dates nothing behind it
_NAME_ALONE = regex.compile(r"[,;)]\s*(?:và\s+)?(?P<name>\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*)*)\s*[(:]?\s*(?:có\s+)?$")
_CHOSEN = regex.compile(
    r"(?:(?:riêng|đối với|tại|ở|của)\s+|[,;:]\s*|^)"
    r"(?P<place>(?:các|những|\d+)\s+(?:huyện|xã|thôn|bản|ấp|buôn)(?:,\s*\p{L}+)?\s+"
    r"(?:nghèo|đặc biệt khó khăn|đbkk|khó khăn|biên giới|vùng cao|miền núi|ven biển|bãi ngang|khu vực i{1,3}))"
    r"(?![^;.]*(?<!\p{L})toàn (?:xã|huyện|tỉnh|thị xã|thành phố))"
)
# Behind a count of all nothing is said of whom: “xã có 31 hộ làm nghề đan” counts some.
_NO_MORE = regex.compile(
    r"\s*(?:$|[,.;:(/)]|(?:với|và|gồm|trong đó|trong số đó|sinh sống|cư trú|dân cư|dân|đầu năm|cuối năm|năm)(?!\p{L}))"
)
_STATES = regex.compile(r"(?<!\p{L})(?:là|còn|có|đạt|chiếm|bằng)(?!\p{L})|:")
# “Trong 74 hộ nghèo có 21 hộ …”: what follows is a part.
_OUT_OF = regex.compile(r"(?:^|[.;:]\s*|[-+]\s*)trong\s+(?:tổng\s+số\s+|số\s+)?$")
# “Số 24 hộ nói trên gồm …”: a number told before.
_POINTS_BACK = regex.compile(r"(?:\s+\p{L}+){0,4}?\s+(?:này|nói trên|kể trên|trên|đó)(?!\p{L})")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One quantity with its words.

    `left`: its own piece of the sentence before the number, reaching further back while nothing is named;
    `near`: the noun phrase right behind the number; `right`: all words of the clause behind it;
    `before`: the sentence up to the number; `own_stance`, `sentence_stance`: the nearest word that says found or aimed
    at, in the clause and in the sentence.
    """

    block: Block
    clause: Clause
    left: Sense
    near: Sense
    right: Sense
    before: Sense
    own_stance: str | None
    sentence_stance: str | None
    mentions: tuple[Mention, ...]
    in_turn: bool = False  # “lần lượt”: what it is told of stands in `left`

    @property
    def mention(self) -> Mention:
        """The number."""
        return self.clause.mention

    @property
    def literal(self) -> str:
        """The number as written."""
        return self.block.text[self.mention.start : self.mention.end]

    @property
    def says_equivalent(self) -> bool:
        """Whether the words say that the number restates the one before it: “tương ứng”."""
        return self.clause.opener == "equivalent" or "equivalent" in self.left.links

    @property
    def in_bracket(self) -> bool:
        """Whether the number stands in a bracket."""
        text, sentence, start = self.block.text, self.clause.sentence, self.mention.start
        return text.rfind("(", sentence, start) > text.rfind(")", sentence, start)

    @property
    def compared_year(self) -> int | None:
        """The year of a change from what its sentence opens with: of “So với cuối năm 2021, … giảm 20 hộ” 2022."""
        found = _OPENS_COMPARED.match(fold(self.block.text), self.clause.sentence, self.mention.start)
        return int(found["year"]) + (found["moment"] != "đầu") if found else None

    @property
    def is_ahead(self) -> bool:
        """Whether the words aim at something."""
        return "target" in (self.own_stance, self.sentence_stance)

    @property
    def folded(self) -> str:
        """The text of the block, folded."""
        return fold(self.block.text)

    @property
    def tells_all(self) -> bool:
        """Whether the unit of the plan itself is the subject: “toàn xã có …”."""
        no_group = not (self.left.groups or self.near.groups or self.near.beside)
        folded = fold(self.block.text)
        says_no_more = _NO_MORE.match(folded, self.mention.unit_end, self.clause.end) is not None
        if not (no_group and says_no_more):
            return False
        found = _TELLS_ALL.search(folded, self.clause.start, self.mention.start)
        return found is not None or _OF_VILLAGES.search(folded, self.clause.sentence, self.mention.start) is not None

    @property
    def is_fractional(self) -> bool:
        """Whether a count has decimals: then it is a mean, “bình quân mỗi xã có 103,7 hộ”, and counts nobody."""
        is_exact = self.mention.kind == "count" and self.mention.scale == 1  # “1,6 triệu hộ” are counted
        return is_exact and _DECIMALS.search(self.literal) is not None

    @property
    def is_criterion(self) -> bool:
        """Whether the number only chooses whom a sentence speaks of."""
        folded, start = fold(self.block.text), max(0, self.mention.start - 60)
        chooses = _CRITERION.search(folded, start, self.mention.start) is not None
        behind = self.mention.unit_end
        return chooses or _MEETS.match(folded, behind) is not None or _LINE.match(folded, behind) is not None

    @property
    def is_fulfilment(self) -> bool:
        """Whether a percentage is of a plan: “đạt 103% kế hoạch”."""
        return (
            self.mention.kind == "percent" and _OF_PLAN.match(fold(self.block.text), self.mention.unit_end) is not None
        )

    @property
    def opens_planned(self) -> bool:
        """Whether a bracket tells what was reached of what was planned: “đạt 103% chỉ tiêu (206/200 lao động)”."""
        folded = fold(self.block.text)
        is_fraction = _FRACTION.match(self.block.text, self.mention.end) is not None
        return is_fraction and _PLAN_BRACKET.search(folded, self.clause.sentence, self.mention.start) is not None

    @property
    def is_baseline(self) -> bool:
        """Whether a change starts from this number: “từ 9,35% xuống còn 7,8%”."""
        folded = fold(self.block.text)
        comes_from = _FROM.search(folded, 0, self.mention.start) is not None
        is_bound = comparator_of(self.block.text, self.mention) in (">=", "<=")  # “từ 95% trở lên”
        goes_to = _TO.match(folded, self.mention.unit_end) is not None
        return comes_from and goes_to and self.mention.second is None and not is_bound

    @property
    def is_planned(self) -> bool:
        """Whether a bracket tells what was planned: “đạt 102% kế hoạch năm (600 lao động)”."""
        folded = fold(self.block.text)
        if _PLANNED_BEHIND.match(folded, self.mention.unit_end):
            return True
        if _FRACTION.match(self.block.text, self.mention.unit_end):
            return False  # “(412/400 lao động)”: what was reached, then what was planned
        return _PLAN_BRACKET.search(folded, self.clause.sentence, self.mention.start) is not None

    @property
    def is_base(self) -> bool:
        """Whether the number is all of which another was told: “198 hộ nghèo trên tổng số 2.316 hộ”."""
        is_told = _BASE.search(fold(self.block.text), self.clause.sentence, self.mention.start) is not None
        return is_told or self.counts_dwellers

    @property
    def counts_dwellers(self) -> bool:
        """Whether the number is all households that live somewhere: “tính trên tổng số 4.997 hộ dân”."""
        folded = fold(self.block.text)
        is_of_all = _OF_ALL.search(folded, self.clause.sentence, self.mention.start) is not None
        return is_of_all and _DWELLERS.match(folded, self.mention.end) is not None

    @property
    def opens_fraction(self) -> bool:
        """Whether the second number of a fraction follows, and what they count behind it: “02/03 trường đạt chuẩn”."""
        found = _FRACTION.match(self.block.text, self.mention.end)
        return found is not None and sense(found["counted"]).has_head

    @property
    def is_each(self) -> bool:
        """Whether an amount is what each of them gets: “25 triệu đồng/hộ”."""
        return self.mention.kind == "money" and _EACH.match(fold(self.block.text), self.mention.unit_end) is not None

    @property
    def compared(self) -> str | None:
        """The words of the time that a bracket tells the number of: “so với đầu năm 2016 (1.712 hộ nghèo)”."""
        found = _COMPARED.search(fold(self.block.text), self.clause.sentence, self.mention.start)
        return self.block.text[found.start("time") : found.end("time")] if found else None

    @property
    def compares(self) -> bool:
        """Whether the number tells a difference from another time: “giảm 843 hộ so với đầu năm”."""
        return _AGAINST.match(fold(self.block.text), self.mention.unit_end) is not None

    @property
    def means_the_same(self) -> bool:
        """Whether the words point to the group told before: “con số này ở hộ cận nghèo là 437 hộ”."""
        return _SAME.search(fold(self.block.text), self.clause.start, self.mention.start) is not None

    @property
    def is_quoted(self) -> bool:
        """Whether a quotation begins with the number: “3 cứng”."""
        return self.block.text[: self.mention.start].rstrip().endswith(("“", '"', "‘", "'"))

    @property
    def stands_bare(self) -> bool:
        """Whether nothing but “và” or a comma stands between the number and the words of the one before it."""
        return not self.block.text[self.clause.start : self.mention.start].strip(" ,;và")

    @property
    def is_reached(self) -> bool:
        """Whether a change ends at this number: “từ 38,5 triệu đồng lên 42 triệu đồng”."""
        return _REACHES.search(fold(self.block.text), 0, self.mention.start) is not None

    @property
    def listed_name(self) -> str | None:
        """A name alone between two numbers: “các thôn Hải Lạc (21 hộ), Cồn Đụn (18 hộ)”."""
        found = _NAME_ALONE.search(self.block.text, self.clause.start, self.mention.start)
        return found["name"] if found else None

    @property
    def is_parted(self) -> bool:
        """Whether a semicolon parts the number from the one before it."""
        return ";" in self.block.text[max(0, self.clause.start - 1) : self.mention.start]

    @property
    def is_unclear(self) -> bool:
        """Whether the words are known to say something else: “vượt 0,4% so với kế hoạch”, “4 khẩu/hộ”, “góp phần”."""
        folded = fold(self.block.text)
        if self.mention.kind == "count" and _PER_ONE.match(folded, self.mention.unit_end):
            return True
        begin = max(0, self.mention.start - len("10/"))
        if any(found.start() <= self.mention.start < found.end() for found in _FRACTION_OF.finditer(folded, begin)):
            return True
        return (
            not self.in_turn
            and _UNCLEAR.search(folded, max(0, self.mention.start - 80), self.mention.start) is not None
        )

    @property
    def helps(self) -> bool:
        """Whether those counted get something, so that they are not all of their class: “hỗ trợ 11 hộ nghèo”."""
        folded = fold(self.block.text)
        found = _STOP.search(folded, self.mention.unit_end, self.clause.end)
        return (
            self.gives
            or _IS_GIVEN.search(folded, self.mention.unit_end, found.start() if found else self.clause.end) is not None
        )

    @property
    def gives(self) -> bool:
        """Whether the words before the number say that something is given to those counted: “cấp thẻ cho 40 người”."""
        since = min(max(self.clause.start, self.mention.start - 60), max(0, self.mention.start - len(" cho ")))
        return _GIVES.search(fold(self.block.text), since, self.mention.start) is not None

    @property
    def is_per_year(self) -> bool:
        """Whether the number is told by the year: “giảm 1-1,5%/năm”."""
        return _PER_YEAR.match(fold(self.block.text), self.mention.unit_end) is not None

    @property
    def where(self) -> str | None:
        """Places that are chosen by what they are: “riêng các huyện nghèo giảm 4%”."""
        since = max(self.clause.sentence, self.block.text.rfind(";", 0, self.mention.start) + 1)
        found = _CHOSEN.search(fold(self.block.text), since, self.mention.start)
        return self.block.text[found.start("place") : found.end("place")] if found else None

    @property
    def is_dated_behind(self) -> bool:
        """Whether a year stands right behind the number: “7,61% năm 2016”."""
        return _YEAR_BEHIND.match(fold(self.block.text), self.mention.unit_end) is not None

    @property
    def states_anew(self) -> bool:
        """Whether a verb of its own stands before the number: “còn”, “là”, “đạt”."""
        return _STATES.search(fold(self.block.text), self.clause.start, self.mention.start) is not None

    @property
    def is_out_of(self) -> bool:
        """Whether the sentence opens with “Trong (tổng số)” before this number."""
        return _OUT_OF.search(fold(self.block.text), 0, self.mention.start) is not None

    @property
    def points_to_rate(self) -> bool:
        """Whether the words speak of the rate told before: “Tỷ lệ này còn 9%”."""
        return _THIS_RATE.search(fold(self.block.text), self.clause.start, self.mention.start) is not None

    @property
    def points_back(self) -> bool:
        """Whether the words behind the number say that it was told before."""
        return _POINTS_BACK.match(fold(self.block.text), self.mention.unit_end) is not None


def hear(block: Block, clause: Clause, start: int, mentions: tuple[Mention, ...]) -> Utterance:
    """Tag the words of a clause; `start` is where its sentence begins, `mentions` are the figures of its block."""
    text, mention = block.text, clause.mention

    def tagged(begin: int, end: int) -> Sense:
        return sense(text[begin:end], mentions, begin)

    bracket = _BRACKET.match(text, mention.unit_end)  # “10,35% (đầu năm 2023)”
    near = tagged(mention.end, max(clause.near, bracket.end()) if bracket else clause.near)
    left = EMPTY
    since = max(clause.start, text.rfind(";", clause.start, mention.start) + 1)
    for begin in pieces(text, since, mention.start):
        left = tagged(begin, mention.start)
        if left.has_head or near.has_head:
            break

    def stance_since(since: int) -> str | None:
        if _PLANNED.search(fold(text), since, mention.start):
            return "target"
        plain = _REACHED.sub(lambda found: " " * len(found[0]), text[: mention.start])
        found = (sense(plain[begin:], mentions, begin).stance for begin in pieces(text, since, mention.start))
        return next((stance for stance in found if stance), None)

    before = _CLOSED.sub(lambda found: " " * len(found[0]), text[start : mention.start])
    outside = tuple(m for m in mentions if not start <= m.start < mention.start or before[m.start - start].strip())
    return Utterance(
        block, clause, left, near, tagged(mention.unit_end, clause.end), sense(before, outside, start),
        stance_since(clause.start), stance_since(start), mentions,
    )  # fmt: skip


def own_words(heard: Utterance) -> Sense:
    """What a clause itself says of its number, from both sides."""
    left, near, right = heard.left, heard.near, heard.right
    is_rate = left.is_rate or (_in_percent(left) and not _in_percent(right))
    if heard.mention.kind == "percent" and right.has_head and not (left.has_head and is_rate):
        return _coverage(heard)
    per = left.per or right.per
    source = left.source or right.source
    if left.has_head:
        groups = left.groups or near.groups
        if (
            "out_of" in left.links and left.groups and near.groups
        ):  # “trong số hộ nghèo DTTS có 21 hộ không có lao động”
            groups = tuple(one | other for one in left.groups for other in near.groups)
        return replace(
            left,
            measures=_fitting(left.measures, near.measures, heard.mention.unit),
            classes=left.classes or near.classes,
            groups=groups,
            beside=left.beside or near.beside,
            per=per,
            source=source,
        )
    if near.has_head or near.groups or near.beside:
        far = right if (near.classes or near.beside) and not near.measures and not left.change else near
        far = near if LACK in far.measures else far  # “198 hộ cận nghèo, các chỉ số thiếu hụt …: việc làm 18,69%”
        return replace(
            near,
            measures=near.measures or far.measures,
            classes=right.classes if heard.mention.unit == "house" else near.classes,  # “18 căn nhà tạm … cho hộ nghèo”
            groups=_narrower(near.groups, left.groups),
            change=left.change or near.change,
            stance=left.stance,
            links=left.links,
            is_rate=left.is_rate,
            per=per,
            source=source,
        )
    return replace(left, measures=right.measures, is_yearly=left.is_yearly or right.is_yearly, per=per, source=source)


def _in_percent(said: Sense) -> bool:
    """Whether the words name a rate: “tỷ lệ lao động qua đào tạo”, “ngân sách nhà nước hỗ trợ”."""
    return any(measures()[code].unit == "percent" for code in said.measures)


def _fitting(left: tuple[str, ...], near: tuple[str, ...], unit: str | None) -> tuple[str, ...]:
    """The measures before a number, or those behind it where only they are counted in its unit."""
    if left and near and not any(fit(code, unit) for code in left) and any(fit(code, unit) for code in near):
        return near
    return left or near


def _narrower(near: tuple[frozenset[str], ...], left: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """The groups behind a number, or those before it where they say more: “xây mới 08 nhà ở”."""
    says_more = bool(left) and near == (frozenset({"housing"}),)
    return left if says_more or not near else near


def _coverage(heard: Utterance) -> Sense:
    """“100% hộ nghèo … được vay vốn”: the people before the verb, what they get behind it."""
    text, left, right = heard.block.text, heard.left, heard.right
    behind, end = heard.mention.unit_end, heard.clause.end
    verb = _GETS.search(fold(text), behind, end)
    need = _NEEDS.search(fold(text), behind, verb.start() if verb else end)
    people, gets = right, right
    if verb or need:
        people_end = need.end() if need else verb.start() if verb else end
        gets_start = verb.start() if verb else people_end
        people = sense(text[behind:people_end], heard.mentions, behind)
        gets = sense(text[gets_start:end], heard.mentions, gets_start)
    got = gets.measures or left.measures or right.measures
    if left.change in ("decrease", "increase") and right.classes:
        got = ()  # “giảm 2% hộ nghèo chính sách”: the people themselves
    return replace(
        people if people.classes or people.groups else right,
        measures=got,
        change=left.change,
        stance=left.stance,
        links=left.links,
        is_rate=left.is_rate or people.is_rate,
        is_yearly=left.is_yearly or right.is_yearly,
        per=left.per,
    )
