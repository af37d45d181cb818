"""The wording around a number: what stands right before it, right behind it and in its sentence, read by patterns."""

from __future__ import annotations

from dataclasses import dataclass

from extract import cues
from extract.clauses import Clause
from extract.document import Block
from extract.grammar import Mention
from extract.values import comparator_of
from normalize.fold import fold

# So far before a number stand the words that lead right up to it.
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Wording:
    """The place of a number in its block; what its words say is asked of the patterns of `cues.py`."""

    block: Block
    clause: Clause

    @property
    def mention(self) -> Mention:
        """The number."""
        return self.clause.mention

    @property
    def literal(self) -> str:
        """The number as written."""
        return self.block.text[self.mention.start : self.mention.end]

    @property
    def folded(self) -> str:
        """The text of the block, folded."""
        return fold(self.block.text)

    @property
    def nearby(self) -> int:
        """Where the words begin that may lead right up to the number."""
        return max(0, self.mention.start - _NEAR)

    @property
    def in_bracket(self) -> bool:
        """Whether the number stands in a bracket."""
        text, sentence, start = self.block.text, self.clause.sentence, self.mention.start
        return text.rfind("(", sentence, start) > text.rfind(")", sentence, start)

    def in_bracket_with(self, other: Mention | None) -> bool:
        """Whether another number stands in the same bracket, before this one."""
        return other is not None and not set("()") & set(self.block.text[other.end : self.mention.start])

    @property
    def spans_years(self) -> bool:
        """Whether a change is told over several years: “so với đầu giai đoạn giảm 1.174 hộ”."""
        return cues.SINCE_PERIOD.search(self.folded, self.clause.sentence, self.clause.end) is not None

    @property
    def is_set_aside(self) -> bool:
        """Whether the words of its own clause set money aside: “năm 2022 được giao 81 triệu đồng”."""
        return self._sets_aside(self.clause.start)

    @property
    def is_total(self) -> bool:
        """Whether a sum is of all that was told: “với tổng số tiền 3.640 triệu đồng”."""
        return cues.TOTAL.search(self.folded, self.clause.start, self.mention.start) is not None

    @property
    def says_now(self) -> bool:
        """Whether the words before the number speak of the day of the paper: “nay còn”, “hiện còn”."""
        return cues.NOW.search(self.folded, self.clause.start, self.mention.start) is not None

    @property
    def starts_undated(self) -> bool:
        """Whether the paragraph tells of the start of a year that is named elsewhere: “Kết quả năm 2023: đầu năm …”."""
        text = self.folded
        return cues.START_UNDATED.search(text) is not None and cues.START_DATED.search(text) is None

    @property
    def is_before_end(self) -> bool:
        """Whether the same paragraph tells further on how things stood at the end of the year."""
        return cues.END_BEHIND.search(self.folded, self.mention.unit_end) is not None

    @property
    def compared_year(self) -> int | None:
        """The year of a change from what its sentence opens with: of “So với cuối năm 2021, … giảm 20 hộ” 2022."""
        found = cues.OPENS_COMPARED.match(self.folded, self.clause.sentence, self.mention.start)
        return int(found["year"]) + (found["start"] is None) if found else None

    @property
    def is_fractional(self) -> bool:
        """Whether a count has decimals: then it is a mean, “bình quân mỗi xã có 103,7 hộ”, and counts nobody."""
        is_exact = self.mention.kind == "count" and self.mention.scale == 1  # “1,6 triệu hộ” are counted
        return is_exact and cues.DECIMALS.search(self.literal) is not None

    @property
    def is_criterion(self) -> bool:
        """Whether the number only chooses whom a sentence speaks of."""
        folded, start = self.folded, max(0, self.mention.start - 60)
        chooses = cues.CRITERION_BEFORE.search(folded, start, self.mention.start) is not None
        behind = self.mention.unit_end
        return (
            chooses
            or cues.MEETS_BEHIND.match(folded, behind) is not None
            or cues.LINE_BEHIND.match(folded, behind) is not None
        )

    @property
    def is_fulfilment(self) -> bool:
        """Whether a percentage is of a plan: “đạt 103% kế hoạch”."""
        return (
            self.mention.kind == "percent" and cues.OF_PLAN_BEHIND.match(self.folded, self.mention.unit_end) is not None
        )

    @property
    def is_attained(self) -> bool:
        """Whether the verb before the number says that something was attained: “đạt 106,67%”."""
        return cues.ATTAINED_BEFORE.search(self.folded, self.clause.start, self.mention.start) is not None

    @property
    def opens_planned(self) -> bool:
        """Whether a bracket tells what was reached of what was planned: “đạt 103% chỉ tiêu (206/200 lao động)”."""
        folded = self.folded
        is_fraction = cues.FRACTION_BEHIND.match(self.block.text, self.mention.end) is not None
        return (
            is_fraction
            and cues.PLAN_BRACKET_BEFORE.search(folded, self.clause.sentence, self.mention.start) is not None
        )

    @property
    def is_baseline(self) -> bool:
        """Whether a change starts from this number: “từ 9,35% xuống còn 7,8%”."""
        folded = self.folded
        comes_from = cues.FROM_BEFORE.search(folded, self.nearby, self.mention.start) is not None
        is_bound = comparator_of(self.block.text, self.mention) in (">=", "<=")  # “từ 95% trở lên”
        goes_to = cues.TO_BEHIND.match(folded, self.mention.unit_end) is not None
        return comes_from and goes_to and self.mention.second is None and not is_bound

    @property
    def is_allotted(self) -> bool:
        """Whether the words before set money aside, and tell of none spent: “tổng vốn giao năm 2022 là …”."""
        since = max(self.clause.sentence, self.block.text.rfind(";", 0, self.mention.start) + 1)
        return self._sets_aside(since)

    def _sets_aside(self, since: int) -> bool:
        allots = cues.ALLOTS.search(self.folded, since, self.mention.start)
        return allots is not None and cues.SPENDS.search(self.folded, since, self.mention.start) is None

    @property
    def is_planned(self) -> bool:
        """Whether a bracket tells what was planned: “đạt 102% kế hoạch năm (600 lao động)”."""
        folded = self.folded
        if cues.PLANNED_BEHIND.match(folded, self.mention.unit_end):
            return True
        if cues.FRACTION_BEHIND.match(self.block.text, self.mention.unit_end):
            return False  # “(412/400 lao động)”: what was reached, then what was planned
        return cues.PLAN_BRACKET_BEFORE.search(folded, self.clause.sentence, self.mention.start) is not None

    @property
    def counts_dwellers(self) -> bool:
        """Whether the number is all households that live somewhere: “tính trên tổng số 4.997 hộ dân”."""
        dwellers = cues.DWELLERS_BEHIND.match(self.folded, self.mention.end)
        if dwellers is None or self.helps:
            return False
        patterns = [cues.OF_ALL_BEFORE]
        if cues.NO_MORE_BEHIND.match(self.folded, dwellers.end()):  # “hiện có 1.716 hộ dân với …”
            patterns.append(cues.HAS_BEFORE)
        return any(one.search(self.folded, self.clause.sentence, self.mention.start) for one in patterns)

    def has_base_behind(self, following: int) -> bool:
        """Whether the number that starts at `following` is the base of this percentage: “15,97% so với tổng số …”."""
        found = cues.BASE_FOLLOWS.match(self.folded, self.mention.unit_end)
        return self.mention.kind == "percent" and found is not None and found.end() == following

    @property
    def is_of_total(self) -> bool:
        """Whether what is behind a percentage is what it is a share of: “tỷ lệ 15,97% tổng số hộ nghèo”."""
        return cues.OF_TOTAL_BEHIND.match(self.folded, self.mention.unit_end) is not None

    @property
    def is_each(self) -> bool:
        """Whether an amount is what each of them gets: “25 triệu đồng/hộ”."""
        is_behind = cues.EACH_BEHIND.match(self.folded, self.mention.unit_end) is not None
        is_before = cues.EACH_BEFORE.search(self.folded, self.clause.start, self.mention.start) is not None
        return self.mention.kind == "money" and (is_behind or is_before)

    @property
    def compared(self) -> str | None:
        """The words of the time that a bracket tells the number of: “so với đầu năm 2016 (1.712 hộ nghèo)”."""
        found = cues.COMPARED_BEFORE.search(self.folded, self.clause.sentence, self.mention.start)
        return self.block.text[found.start("time") : found.end("time")] if found else None

    @property
    def is_against(self) -> bool:
        """Whether the number is what another is compared with: “giảm 18 hộ so với 102 hộ đầu năm”."""
        return cues.AGAINST_BEFORE.search(self.folded, self.clause.sentence, self.mention.start) is not None

    @property
    def compares(self) -> bool:
        """Whether the number tells a difference from another time: “giảm 843 hộ so với đầu năm”."""
        return cues.AGAINST_BEHIND.match(self.folded, self.mention.unit_end) is not None

    @property
    def means_the_same(self) -> bool:
        """Whether the words point to the group told before: “con số này ở hộ cận nghèo là 437 hộ”."""
        return cues.SAME_OF.search(self.folded, self.clause.start, self.mention.start) is not None

    @property
    def counts_other(self) -> bool:
        """Whether a number without known unit is quoted, or counts things for somebody: “30 quyển tập cho học sinh”."""
        return self.is_quoted or cues.THINGS_FOR.match(self.folded, self.mention.end) is not None

    @property
    def is_quoted(self) -> bool:
        """Whether a quotation begins with the number: “3 cứng”."""
        return self.block.text[: self.mention.start].rstrip().endswith(("“", '"', "‘", "'"))

    @property
    def stands_bare(self) -> bool:
        """Whether nothing but “và” or a comma stands between the number and the words of the one before it."""
        return cues.JOINT.fullmatch(self.folded, self.clause.start, self.mention.start) is not None

    @property
    def is_reached(self) -> bool:
        """Whether a change ends at this number: “từ 38,5 triệu đồng lên 42 triệu đồng”."""
        return cues.REACHES_BEFORE.search(self.folded, self.nearby, self.mention.start) is not None

    @property
    def listed_name(self) -> str | None:
        """A name alone between two numbers: “các thôn Hải Lạc (21 hộ), Cồn Đụn (18 hộ)”."""
        found = cues.NAME_ALONE_BEFORE.search(self.block.text, self.clause.start, self.mention.start)
        return found["name"] if found else None

    @property
    def is_parted(self) -> bool:
        """Whether a semicolon parts the number from the one before it."""
        return ";" in self.block.text[max(0, self.clause.start - 1) : self.mention.start]

    @property
    def helps(self) -> bool:
        """Whether those counted get something, so that they are not all of their class: “hỗ trợ 11 hộ nghèo”."""
        folded = self.folded
        stop = cues.STOP.search(folded, self.mention.unit_end, self.clause.end)
        end = stop.start() if stop else self.clause.end
        return self.gives or cues.IS_GIVEN.search(folded, self.mention.unit_end, end) is not None

    @property
    def counts_times(self) -> bool:
        """Whether those counted are counted each time they came: “9.218 lượt hộ nghèo”."""
        return cues.TIMES_BEHIND.match(self.folded, self.mention.end) is not None

    @property
    def needs(self) -> bool:
        """Whether those counted only need what is named: “12 hộ cần sửa chữa nhà”."""
        return cues.NEEDS_BEHIND.match(self.folded, self.mention.unit_end) is not None

    @property
    def wants(self) -> bool:
        """Whether those counted have not what is named: “20 hộ chưa có nước sạch”."""
        text, since = self.folded, self.clause.start
        since = max((stop.end() for stop in cues.STOP.finditer(text, since, self.mention.start)), default=since)
        stop = cues.STOP.search(text, self.mention.unit_end, self.clause.end)
        found = cues.WANTS.finditer(text, since, stop.start() if stop else self.clause.end)
        return any(self.block.text[one.start()].islower() for one in found)  # “Cần Thơ” wants nothing

    @property
    def gives(self) -> bool:
        """Whether the words before the number say that something is given to those counted: “cấp thẻ cho 40 người”."""
        since = min(max(self.clause.start, self.mention.start - 60), max(0, self.mention.start - len(" cho ")))
        return cues.GIVES_BEFORE.search(self.folded, since, self.mention.start) is not None

    @property
    def is_per_year(self) -> bool:
        """Whether the number is told by the year: “giảm 1-1,5%/năm”."""
        return cues.PER_YEAR_BEHIND.match(self.folded, self.mention.unit_end) is not None

    @property
    def where(self) -> str | None:
        """Places that are chosen by what they are: “riêng các huyện nghèo giảm 4%”."""
        since = max(self.clause.sentence, self.block.text.rfind(";", 0, self.mention.start) + 1)
        found = cues.CHOSEN.search(self.folded, since, self.mention.start)
        return self.block.text[found.start("place") : found.end("place")] if found else None

    @property
    def states_anew(self) -> bool:
        """Whether a verb of its own stands before the number: “còn”, “là”, “đạt”."""
        return cues.STATES.search(self.folded, self.clause.start, self.mention.start) is not None

    @property
    def is_out_of(self) -> bool:
        """Whether the sentence opens with “Trong (tổng số)” before this number."""
        return cues.OUT_OF_BEFORE.search(self.folded, self.nearby, self.mention.start) is not None

    @property
    def points_to_rate(self) -> bool:
        """Whether the words speak of the rate told before: “Tỷ lệ này còn 9%”."""
        return cues.THIS_RATE.search(self.folded, self.clause.start, self.mention.start) is not None

    @property
    def points_back(self) -> bool:
        """Whether the words behind the number say that it was told before."""
        return cues.POINTS_BACK_BEHIND.match(self.folded, self.mention.unit_end) is not None
