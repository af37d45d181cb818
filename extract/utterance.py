"""A clause as it is heard: the words on either side of its number, tagged once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from extract import cues
from extract.clauses import Clause, pieces, sentences
from extract.document import Block
from extract.facets import fit
from extract.grammar import Mention
from extract.sense import EMPTY, Sense, sense, speaks_of_lack
from extract.wording import Wording
from normalize.fold import fold
from normalize.vocabulary import Term, lexicon


@dataclass(frozen=True, slots=True)
class Utterance:
    """One quantity with its words.

    `words`: all that stands around the number, not tagged;
    `left`: its own piece of the sentence before the number, reaching further back while nothing is named;
    `near`: the noun phrase right behind the number; `right`: all words of the clause behind it;
    `before`: the sentence up to the number; `own_stance`, `sentence_stance`: the nearest word that says found or aimed
    at, in the clause and in the sentence.
    """

    words: Wording
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
    def block(self) -> Block:
        """The block the number stands in."""
        return self.words.block

    @property
    def clause(self) -> Clause:
        """The clause of the number."""
        return self.words.clause

    @property
    def mention(self) -> Mention:
        """The number."""
        return self.clause.mention

    @property
    def says_equivalent(self) -> bool:
        """Whether the words say that the number restates the one before it: “tương ứng”."""
        return self.clause.opener == "equivalent" or "equivalent" in self.left.links

    @property
    def is_ahead(self) -> bool:
        """Whether the words aim at something."""
        return "target" in (self.own_stance, self.sentence_stance)

    @property
    def tells_all(self) -> bool:
        """Whether the unit of the plan itself is the subject: “toàn xã có …”."""
        is_area = cues.AREA_HAS_BEFORE.search(self.words.folded, self.clause.start, self.mention.start) is not None
        if is_area and cues.NO_MORE_BEHIND.match(self.words.folded, self.mention.unit_end):
            return True
        if self.left.groups or self.near.beside:
            return False
        # “Toàn huyện có 7.512 hộ đồng bào dân tộc thiểu số, …”: all of a group
        behind, folded = self.clause.near if self.near.groups else self.mention.unit_end, self.words.folded
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
        folded, sentence = self.words.folded, self.clause.sentence
        reviews = list(cues.REVIEW_BEFORE.finditer(folded, sentence, self.mention.start))
        if not reviews or self.near.has_head or self.near.groups:
            return False
        since, behind = reviews[-1].end(), self.mention.unit_end
        if cues.TELLS_ALL_BEFORE.search(folded, since, self.mention.start) is None:
            return False
        if sense(self.block.text[since : self.mention.start]).classes or cues.SHARED_BEHIND.match(folded, behind):
            return False
        if self._adds_up:
            return False
        return reviews[-1]["both"] is not None or cues.POOR_BEHIND.search(folded, behind, self._stop) is not None

    @property
    def _stop(self) -> int:
        """Where the sentence of the number ends."""
        ends = (end for start, end in sentences(self.block.text) if start <= self.mention.start < end)
        return next(ends, len(self.block.text))

    @property
    def _adds_up(self) -> bool:
        """Whether the two counts behind make the number: “120 hộ, gồm 70 hộ nghèo và 50 hộ cận nghèo” are of both."""
        behind = [m for m in self.mentions if m.kind == "count" and self.mention.end <= m.start < self._stop]
        alike = [m.first.whole for m in behind if m.first and m.unit == self.mention.unit and m.first.whole is not None]
        own = self.mention.first.whole if self.mention.first else None
        return own is not None and len(alike) > 1 and sum(alike[:2]) == own

    def counts_beyond(self, own: Sense, subject: Sense) -> bool:
        """Whether all households are counted, though the heading is of the poor: “toàn xã có 1.086 hộ; hộ nghèo …”."""
        if own.has_head or cues.SHARED_BEHIND.match(self.words.folded, self.mention.unit_end) or self._adds_up:
            return False
        tells_poor = cues.POOR_BEHIND.search(self.words.folded, self.mention.unit_end, self._stop) is not None
        return bool(subject.classes) and (len(subject.classes) > 1 or tells_poor)

    @property
    def until_change(self) -> Sense:
        """The words between a baseline and the verb that leads on: “từ 10,96% (18.107 hộ) đầu năm 2022 xuống …”."""
        found = cues.TO_BEHIND.match(self.words.folded, self.mention.unit_end)
        if found is None:
            return EMPTY
        return sense(self.block.text[found.start("until") : found.end("until")], self.mentions, found.start("until"))

    @property
    def dated_behind(self) -> Sense:
        """The time right behind the number, also behind a bracket: “8,32% (13.893 hộ) vào cuối năm 2022”."""
        found = cues.YEAR_BEHIND.match(self.words.folded, self.mention.unit_end)
        return sense(self.block.text[found.start() : found.end()], self.mentions, found.start()) if found else EMPTY

    @property
    def is_base(self) -> bool:
        """Whether the number is all of which another was told: “198 hộ nghèo trên tổng số 2.316 hộ”."""
        is_told = cues.BASE_BEFORE.search(self.words.folded, self.clause.sentence, self.mention.start) is not None
        return is_told or self.words.counts_dwellers or self.named_base is not None

    @property
    def named_base(self) -> Sense | None:
        """Whom a bracket counts right behind their name: “14,6% tổng số hộ dân tộc thiểu số (14.408 hộ)”."""
        sentence = self.clause.sentence
        found = cues.NAMED_BASE_BEFORE.search(self.words.folded, sentence, self.mention.start)
        if found is None or self.mention.kind != "count" or "%" not in self.words.folded[sentence : found.start()]:
            return None
        said = sense(self.block.text[found.start("base") : found.end("base")], self.mentions, found.start("base"))
        return said if said.has_head else replace(said, is_everybody=True)

    @property
    def opens_fraction(self) -> bool:
        """Whether the second number of a fraction follows, and what they count behind it: “02/03 trường đạt chuẩn”."""
        found = cues.FRACTION_BEHIND.match(self.block.text, self.mention.end)
        return found is not None and sense(found["counted"]).has_head

    @property
    def is_unclear(self) -> bool:
        """Whether the words are known to say something else: “vượt 0,4% so với kế hoạch”, “4 khẩu/hộ”, “góp phần”."""
        folded = self.words.folded
        if self.mention.unit == "person" and cues.WORKERS_OF.search(folded, self.clause.start, self.mention.start):
            return True
        if self.mention.kind == "count" and cues.PER_ONE_BEHIND.match(folded, self.mention.unit_end):
            return True
        begin = max(0, self.mention.start - len("10/"))
        if any(found.start() <= self.mention.start < found.end() for found in cues.FRACTION_OF.finditer(folded, begin)):
            return True
        since = max(0, self.mention.start - 80)
        falls = self.left.change == "decrease" and self.mention.kind == "count"  # “góp phần giảm 52 hộ nghèo”
        if not falls and cues.CONTRIBUTES_BEFORE.search(folded, since, self.mention.start):
            return True
        return not self.in_turn and cues.UNCLEAR_BEFORE.search(folded, since, self.mention.start) is not None

    @property
    def lists_lacks(self) -> bool:
        """Whether the number stands right behind its name in a sentence on lacks: “thiếu hụt …: nhà tiêu 45,24%”."""
        said = self.words.folded[self.clause.sentence : self.mention.start]
        return speaks_of_lack(said) and not (self.words.states_anew or self.left.is_rate)


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
    """Whether words name only what is told in other units: “BHYT: ngân sách hỗ trợ mức đóng cho 1.318 người”."""
    is_named = bool(said.measures) and not (said.classes or said.is_everybody)
    return mention.kind == "count" and is_named and not any(fit(code, mention.unit) for code in said.measures)


def _part_of_year(before: str) -> str | None:
    """The part of the year a sentence speaks of last before a number, unless it went back to the whole year since.

    “Năm 2022 giảm 19 hộ, trong đó quý I giảm 7 hộ, quý II giảm 12 hộ; phát sinh 4 hộ”: those came in the whole of it.
    """
    folded = fold(before)
    parts = [term for term in lexicon().find(folded) if term.kind == "part_of_year"]
    if not parts or cues.WHOLE_YEAR.search(folded[parts[-1].end :]):
        return None
    is_over = folded.find(";", parts[-1].end) >= 0 and cues.COUNTED.search(folded, 0, parts[0].start) is not None
    return None if is_over else parts[-1].code


def _people(folded: str, start: int, end: int) -> tuple[frozenset[str], ...]:
    """Of whom a people is, that is named without its kind right before a number: “các dân tộc: Kinh 204 hộ, …”."""
    found = cues.PEOPLE_BEFORE.search(folded, start, end)
    if found is None:
        return ()
    return (frozenset({"kinh" if found["people"] == "kinh" else "ethnic_minority"}),)


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
    told = list(cues.TOPIC_BEFORE.finditer(fold(plain), parted, mention.start))
    whom = cues.AREA_BEFORE.search(fold(plain), parted, mention.start) or (told[-1] if told else None)
    topic = tagged(whom.start("whom"), whom.end("whom")).groups if whom else _people(fold(plain), start, mention.start)
    if topic and not (left.groups or near.groups or left.beside or near.beside):
        left = replace(left, groups=topic)

    def stance_since(since: int) -> str | None:
        if cues.PLANNED_BEFORE.search(fold(text), since, mention.start):
            return "target"
        return _last_stance(text, since, mention.start)

    before = cues.CLOSED_BRACKET.sub(lambda found: " " * len(found[0]), text[start : mention.start])
    outside = tuple(m for m in mentions if not start <= m.start < mention.start or before[m.start - start].strip())
    return Utterance(
        Wording(block, clause), left, near, tagged(mention.unit_end, end),
        replace(sense(before, outside, start), part_of_year=_part_of_year(before)),
        stance_since(clause.start), stance_since(start), mentions, topic,
    )  # fmt: skip
