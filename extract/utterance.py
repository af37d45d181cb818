"""A clause as it is heard: the words on either side of its number, tagged once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from extract import cues
from extract.clauses import Clause, pieces
from extract.document import Block
from extract.facets import fit
from extract.grammar import Mention
from extract.sense import EMPTY, Sense, sense
from extract.values import comparator_of
from normalize.fold import fold
from normalize.vocabulary import Term, lexicon, table

_LACKS = tuple(map(fold, table("indicators")["words"]["lack"]))
# So far before a number stand the words that lead right up to it.
_NEAR = 40


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
    topic: tuple[frozenset[str], ...] = ()  # the groups of whom the sentence tells: “riêng hộ dân tộc thiểu số, …”
    in_turn: bool = False  # “lần lượt”: what it is told of stands in `left`
    place_in_turn: str | None = None

    @property
    def mention(self) -> Mention:
        """The number."""
        return self.clause.mention

    @property
    def nearby(self) -> int:
        """Where the words begin that may lead right up to the number."""
        return max(0, self.mention.start - _NEAR)

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

    def in_bracket_with(self, other: Mention | None) -> bool:
        """Whether another number stands in the same bracket, before this one."""
        return other is not None and not set("()") & set(self.block.text[other.end : self.mention.start])

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
        if self.left.groups or self.near.beside:
            return False
        # “Toàn huyện có 7.512 hộ đồng bào dân tộc thiểu số, …”: all of a group
        behind, folded = self.clause.near if self.near.groups else self.mention.unit_end, self.folded
        if cues.NO_MORE_BEHIND.match(folded, behind, max(behind, self.clause.end)) is None:
            return False
        found = cues.TELLS_ALL_BEFORE.search(folded, self.clause.start, self.mention.start)
        return (
            found is not None
            or cues.OF_VILLAGES_BEFORE.search(folded, self.clause.sentence, self.mention.start) is not None
        )

    @property
    def counts_reviewed(self) -> bool:
        """Whether all households are counted that a review of the poor went through.

        “Theo kết quả rà soát hộ nghèo, hộ cận nghèo, toàn xã có 1.086 hộ”. Where the review is of one class, that class
        must be told behind again: “…, trong đó 120 hộ nghèo”.
        """
        folded, sentence = self.folded, self.clause.sentence
        reviews = list(cues.REVIEW_BEFORE.finditer(folded, sentence, self.mention.start))
        if not reviews or self.near.has_head or self.near.groups:
            return False
        since, behind = reviews[-1].end(), self.mention.unit_end
        if cues.TELLS_ALL_BEFORE.search(folded, since, self.mention.start) is None:
            return False
        if sense(self.block.text[since : self.mention.start]).classes or cues.SHARED_BEHIND.match(folded, behind):
            return False
        return reviews[-1]["both"] is not None or cues.POOR_BEHIND.search(folded, behind) is not None

    def counts_beyond(self, own: Sense, subject: Sense) -> bool:
        """Whether all households are counted, though the heading speaks of the poor: “toàn xã có 1.086 hộ; hộ nghèo …”."""
        if own.has_head or cues.SHARED_BEHIND.match(self.folded, self.mention.unit_end):
            return False
        tells_poor = cues.POOR_BEHIND.search(self.folded, self.mention.unit_end) is not None
        return bool(subject.classes) and (len(subject.classes) > 1 or tells_poor)

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
    def until_change(self) -> Sense:
        """The words between a baseline and the verb that leads on: “từ 10,96% (18.107 hộ) đầu năm 2022 xuống …”."""
        found = cues.TO_BEHIND.match(self.folded, self.mention.unit_end)
        if found is None:
            return EMPTY
        return sense(self.block.text[found.start("until") : found.end("until")], self.mentions, found.start("until"))

    @property
    def dated_behind(self) -> Sense:
        """The time right behind the number, also behind a bracket: “8,32% (13.893 hộ) vào cuối năm 2022”."""
        found = cues.YEAR_BEHIND.match(self.folded, self.mention.unit_end)
        return sense(self.block.text[found.start() : found.end()], self.mentions, found.start()) if found else EMPTY

    @property
    def is_allotted(self) -> bool:
        """Whether the words before set money aside, and tell of none spent: “tổng vốn giao năm 2022 là …”."""
        since = max(self.clause.sentence, self.block.text.rfind(";", 0, self.mention.start) + 1)
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
    def is_base(self) -> bool:
        """Whether the number is all of which another was told: “198 hộ nghèo trên tổng số 2.316 hộ”."""
        is_told = cues.BASE_BEFORE.search(self.folded, self.clause.sentence, self.mention.start) is not None
        return is_told or self.counts_dwellers or self.named_base is not None

    @property
    def named_base(self) -> Sense | None:
        """Whom a bracket counts right behind their name: “14,6% tổng số hộ dân tộc thiểu số (14.408 hộ)”."""
        found = cues.NAMED_BASE_BEFORE.search(self.folded, self.clause.sentence, self.mention.start)
        if found is None or self.mention.kind != "count":
            return None
        said = sense(self.block.text[found.start("base") : found.end("base")], self.mentions, found.start("base"))
        return said if said.has_head else replace(said, is_everybody=True)

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
    def opens_fraction(self) -> bool:
        """Whether the second number of a fraction follows, and what they count behind it: “02/03 trường đạt chuẩn”."""
        found = cues.FRACTION_BEHIND.match(self.block.text, self.mention.end)
        return found is not None and sense(found["counted"]).has_head

    @property
    def is_each(self) -> bool:
        """Whether an amount is what each of them gets: “25 triệu đồng/hộ”."""
        return self.mention.kind == "money" and cues.EACH_BEHIND.match(self.folded, self.mention.unit_end) is not None

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
    def is_unclear(self) -> bool:
        """Whether the words are known to say something else: “vượt 0,4% so với kế hoạch”, “4 khẩu/hộ”, “góp phần”."""
        folded = self.folded
        if self.mention.kind == "count" and cues.PER_ONE_BEHIND.match(folded, self.mention.unit_end):
            return True
        begin = max(0, self.mention.start - len("10/"))
        if any(found.start() <= self.mention.start < found.end() for found in cues.FRACTION_OF.finditer(folded, begin)):
            return True
        return (
            not self.in_turn
            and cues.UNCLEAR_BEFORE.search(folded, max(0, self.mention.start - 80), self.mention.start) is not None
        )

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
    def gives(self) -> bool:
        """Whether the words before the number say that something is given to those counted: “cấp thẻ cho 40 người”."""
        since = min(max(self.clause.start, self.mention.start - 60), max(0, self.mention.start - len(" cho ")))
        return cues.GIVES_BEFORE.search(self.folded, since, self.mention.start) is not None

    @property
    def lists_lacks(self) -> bool:
        """Whether the number stands right behind its name in a sentence on lacks: “thiếu hụt …: nhà tiêu 45,24%”."""
        said = self.folded[self.clause.sentence : self.mention.start]
        return any(word in said for word in _LACKS) and not (self.states_anew or self.left.is_rate)

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


@lru_cache(maxsize=16)
def _stances(text: str) -> tuple[Term, ...]:
    """The words of a text that say found or aimed at; “đạt 102% kế hoạch” aims at nothing."""
    plain = cues.REACHED.sub(lambda found: " " * len(found[0]), text)
    return tuple(term for term in lexicon().find(fold(plain)) if term.kind == "stance")


def _end_of(term: Term) -> int:
    return term.end


def _last_stance(text: str, since: int, end: int) -> str | None:
    terms = _stances(text)
    said = terms[bisect_left(terms, since, key=lambda term: term.start) : bisect_right(terms, end, key=_end_of)]
    if (
        len(said) > 1
        and said[-2].code == "reported"
        and cues.ASSURES.fullmatch(fold(text), said[-1].start, said[-1].end)
    ):
        return "reported"  # “kết quả rà soát bảo đảm đưa ra khỏi hộ nghèo 02 hộ”
    return said[-1].code if said else None


def _misfits(said: Sense, mention: Mention) -> bool:
    """Whether words name only what is told in other units: “BHYT: ngân sách nhà nước hỗ trợ mức đóng cho 1.318 người”."""
    is_named = bool(said.measures) and not (said.classes or said.is_everybody)
    return mention.kind == "count" and is_named and not any(fit(code, mention.unit) for code in said.measures)


def hear(block: Block, clause: Clause, start: int, mentions: tuple[Mention, ...]) -> Utterance:
    """Tag the words of a clause; `start` is where its sentence begins, `mentions` are the figures of its block."""
    text, mention = block.text, clause.mention

    def tagged(begin: int, end: int) -> Sense:
        return sense(plain[begin:end], mentions, begin)

    plain = text
    for found in cues.CLOSED_ASIDE.finditer(fold(text)):
        plain = f"{plain[: found.start()]}{' ' * len(found[0])}{plain[found.end() :]}"

    bracket = cues.DATING_BRACKET.match(fold(text), mention.unit_end)  # “10,35% (đầu năm 2023)”
    aside = cues.ASIDE.search(fold(text), mention.unit_end, clause.end)
    end = aside.start() if aside else clause.end
    near = tagged(mention.end, max(clause.near, bracket.end()) if bracket else min(clause.near, end))
    left = EMPTY
    since = max(clause.start, text.rfind(";", clause.start, mention.start) + 1)
    for begin in pieces(plain, since, mention.start):
        left = tagged(begin, mention.start)
        if near.has_head or (left.has_head and not _misfits(left, mention)):
            break

    parted = max(start, text.rfind(";", start, mention.start) + 1)
    whom = cues.TOPIC_BEFORE.search(fold(plain), parted, mention.start)
    topic = tagged(whom.start("whom"), whom.end("whom")).groups if whom else ()
    if topic and not (left.groups or near.groups or left.beside or near.beside):
        left = replace(left, groups=topic)

    def stance_since(since: int) -> str | None:
        if cues.PLANNED_BEFORE.search(fold(text), since, mention.start):
            return "target"
        return _last_stance(text, since, mention.start)

    before = cues.CLOSED_BRACKET.sub(lambda found: " " * len(found[0]), text[start : mention.start])
    outside = tuple(m for m in mentions if not start <= m.start < mention.start or before[m.start - start].strip())
    return Utterance(
        block, clause, left, near, tagged(mention.unit_end, end), sense(before, outside, start),
        stance_since(clause.start), stance_since(start), mentions, topic,
    )  # fmt: skip
