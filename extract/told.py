"""What a plan has told so far: its quantities in reading order, and the lead-ins of lists that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extract import cues
from extract.clauses import Clause
from extract.context import Headings, Lead, rank_of
from extract.document import Block, Document
from extract.quantity import Quantity
from extract.sense import EMPTY, Sense
from extract.utterance import Utterance
from normalize.fold import fold
from normalize.vocabulary import composed

# The words of the first number of a fraction: “4.687 hộ nghèo/9.741 hộ”.
_SLASHED = regex.compile(r"(?:\p{L}+\s*){1,6}/(?:\s*tổng số)?")
# What joins the last part of a list to those before it.
_LAST_JOINT = regex.compile(r"\bvà\b[^,;]*$")
# How many quantities back a sentence may point (“Trong đó”, “số hộ nói trên”).
_FEW = 12
# So many digits a number has at least that is known again by itself.
_TELLING = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One quantity when its turn comes: its words, the quantity of its sentence it goes on from, its wholes."""

    heard: Utterance
    previous: Quantity | None
    wholes: tuple[int, ...]

    @property
    def unit(self) -> str | None:
        """The unit of the number."""
        return self.heard.mention.unit

    @property
    def is_percent(self) -> bool:
        """Whether the number is a percentage."""
        return self.heard.mention.kind == "percent"

    @property
    def is_count(self) -> bool:
        """Whether the number is a count."""
        return self.heard.mention.kind == "count"

    @property
    def in_bracket(self) -> bool:
        """Whether the number stands in a bracket."""
        return self.heard.words.in_bracket

    @property
    def is_of_comparison(self) -> bool:
        """Whether a bracket tells how things stood at the time that is compared with: “so với cuối năm 2021 (…)”."""
        if self.heard.words.compared is not None:
            return True
        before, heard = self.previous, self.heard
        if before is None or not before.is_then:
            return False
        if self.in_bracket:
            return heard.words.in_bracket_with(before.mention)
        return _is_rate_then(before, heard)

    @property
    def is_fraction(self) -> bool:
        """Whether the number is the second one of `21/39` or `4.687 hộ nghèo/9.741 hộ`."""
        before = self.previous
        if before is None or before.mention.kind == "percent" or before.mention.unit not in (None, self.unit):
            return False
        between = self.heard.block.text[before.mention.unit_end : self.heard.mention.start].strip()
        return between == "/" or _SLASHED.fullmatch(between) is not None

    @property
    def is_equivalent(self) -> bool:
        """Whether a number restates the one before it: “tương ứng”."""
        return self.heard.says_equivalent

    @property
    def is_in_other_words(self) -> bool:
        """“tỷ lệ hộ nghèo còn 3,23% (140 hộ)”: the rate again, as a count."""
        heard, before = self.heard, self.previous
        says_equal = heard.clause.is_bracketed(heard.block.text) or "share" in heard.left.links  # “…, bằng 50 hộ”
        is_count = self.is_count and says_equal
        is_rate = before is not None and before.mention.kind == "percent" and not before.is_share
        says_nothing = not (heard.left.has_head or heard.left.groups or heard.near.has_head or heard.words.is_planned)
        return is_count and is_rate and says_nothing


def _is_rate_then(before: Quantity, heard: Utterance) -> bool:
    """Whether a rate is of the count before it, at the time compared with: “so với năm 2022 là 802 hộ, tỷ lệ 10%”."""
    is_rate = heard.mention.kind == "percent" and before.mention.kind == "count" and not before.in_bracket
    is_other = heard.left.change or heard.left.moment or heard.left.year or heard.words.is_parted or heard.left.classes
    return is_rate and not (is_other or heard.words.is_fulfilment)


@dataclass(slots=True)
class Told:
    """The state of reading one plan from its first line to its last."""

    document: Document
    headings: Headings
    quantities: list[Quantity] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)  # those that are open, outermost first
    sentence: int = 0
    first: int = 0  # of the quantities of this paragraph

    @property
    def paragraph(self) -> Sequence[Quantity]:
        """The quantities of this paragraph so far."""
        return self.quantities[self.first :]

    @property
    def lead_subject(self) -> Sense:
        """What the innermost open list is about."""
        return next((lead.subject for lead in reversed(self.leads) if lead.subject.has_head), EMPTY)

    def of(self, wholes: Sequence[int]) -> list[Quantity]:
        """The quantities of some indices."""
        return [self.quantities[whole] for whole in wholes]

    def literal(self, q: Quantity) -> str:
        """A number as it was written."""
        return self.document.blocks[q.block_id].text[q.mention.start : q.mention.end]

    def wholes_of(self, block: Block, clause: Clause, before: int, current: tuple[int, ...]) -> tuple[int, ...]:
        """What a part opened by “trong đó”, “gồm” or a bracket is a part of: the quantities that stood before it.

        `before` is the first quantity of the sentence, `current` what the clause before is a part of.
        """
        if clause.is_bracketed(block.text) and not clause.is_first:
            last = self.quantities[-1]
            if clause.mention.kind == "count" and last.mention.kind == "percent" and not last.is_share:
                return (last.index,)  # “phía tây 2,45% (169 hộ)”
            alike = (
                q.index for q in reversed(self.quantities[before:]) if clause.mention.unit in (q.mention.unit, None)
            )
            counts = (index for index in alike if self.quantities[index].mention.kind == clause.mention.kind)
            return (next(counts, len(self.quantities) - 1),)
        if clause.opener in ("of_which", "complete"):
            if clause.is_first:  # “- Trong đó …”: the whole stands in the sentence or paragraph before
                if cues.DIVIDES.match(fold(block.text), clause.sentence):
                    return self._divided(clause)
                previous = self.quantities[before - 1].sentence if before else -1
                return self._standing([q for q in self.quantities[-_FEW:] if q.sentence == previous])
            return self._standing(self.quantities[before:])
        if self._ends_list(block, clause, current):
            return ()
        was_bracket = bool(self.quantities) and self.quantities[-1].in_bracket
        return () if clause.opener == ")" or (was_bracket and clause.is_first) else current

    def _divided(self, clause: Clause) -> tuple[int, ...]:
        """“- Theo dân tộc: …”, “- Phân theo khả năng lao động: …”: each divides the whole told before them."""
        whole = [
            q.index
            for q in self.quantities[-_FEW:]
            if q.mention.kind == "count" and q.mention.unit == clause.mention.unit
            and q.subject.classes and not (q.subject.groups or q.wholes or q.in_bracket or q.is_compared)
        ]  # fmt: skip
        return tuple(whole[-1:])

    def _ends_list(self, block: Block, clause: Clause, wholes: tuple[int, ...]) -> bool:
        """Whether “và” closed a list before the semicolon: “gồm 271 căn … và 41 căn …; đã hoàn thành 148”."""
        parts = self.quantities[-2:]
        if not wholes or len(parts) < 2 or any(part.wholes != wholes for part in parts):
            return False
        between = block.text[parts[0].mention.unit_end : parts[1].mention.start]
        goes_on = cues.GOES_ON.search(fold(block.text), max(0, clause.start - 1), clause.mention.start)
        return goes_on is not None and _LAST_JOINT.search(between) is not None

    def _standing(self, quantities: Sequence[Quantity]) -> tuple[int, ...]:
        """Those that parts may be of: not what a bracket tells beside (“7.358 hộ (giảm 1.668 hộ); trong đó …”)."""
        told = [q for q in quantities if not q.in_bracket]
        told = [q for q in told if not q.is_compared] or told  # “14.994 hộ, tăng 251 hộ so với đầu năm. Trong số này …”
        return tuple(q.index for q in told or quantities)

    def previous(self, heard: Utterance, before: int) -> Quantity | None:
        """The quantity of this sentence that the next goes on from; a percentage or a change skips the base before."""
        told = self.quantities[before:]
        goes_on = heard.mention.kind == "percent" or heard.left.change in ("decrease", "increase")
        goes_on = goes_on or (bool(told) and told[-1].in_bracket)
        if len(told) > 1 and told[-1].is_base and goes_on:
            return told[-2]
        if told and told[-1].is_then and not (heard.words.in_bracket or _is_rate_then(told[-1], heard)):
            # “giảm 74 hộ so với cuối năm 2023 (585 hộ), đạt …”
            return next((q for q in reversed(told) if not q.is_then), told[-1])
        return told[-1] if told else None

    def pointed_at(self, heard: Utterance) -> Quantity | None:
        """The same number told before, where the words point back to it: “Số 24 hộ nói trên …”."""
        if not heard.words.points_back:
            return None
        for q in reversed(self.quantities[-_FEW:]):
            if self.literal(q) == heard.words.literal and q.mention.unit == heard.mention.unit and q.subject.has_head:
                return q
        return None

    def stocks_before(self, block: Block, unit: str | None) -> list[Quantity]:
        """What the item right before told to stand: “- Hộ nghèo cuối năm: 151 hộ …”, “- So với đầu năm: giảm 49 hộ”."""
        last = next((q.block_id for q in reversed(self.quantities)), -1)
        if last != block.block_id - 1 or rank_of(block) != rank_of(self.document.blocks[last]):
            return []
        told = [q for q in self.quantities[-_FEW:] if q.block_id == last and not q.in_bracket]
        return [q for q in told[:1] if q.facets.aspect == "level" and q.subject.classes and q.mention.unit == unit]

    def same_number(self, heard: Utterance, subject: Sense) -> Quantity | None:
        """The same number of the same people told before with its time: “Trong 120 hộ nghèo có …”."""
        if not subject.has_head or len(heard.words.literal) < _TELLING:
            return None
        for q in reversed(self.quantities):
            said = q.subject
            is_same = (said.classes, said.measures, said.groups) == (subject.classes, subject.measures, subject.groups)
            is_dated = said.year is not None and said.moment is not None and not q.is_planned
            if is_dated and is_same and q.mention.unit == heard.mention.unit and self.literal(q) == heard.words.literal:
                return q
        return None

    def again(self, heard: Utterance, own: Sense, wholes: Sequence[Quantity]) -> Quantity | None:
        """The same number of the same people, told again to be broken down: “Cụ thể, 158 hộ nghèo bao gồm: …”."""
        for q in reversed(wholes):
            is_same = self.literal(q) == heard.words.literal
            if is_same and own.classes == q.subject.classes and own.measures == q.subject.measures:
                return q
        return None

    def together(self, unit: str | None, previous: Quantity) -> frozenset[str]:
        """“19.740 hộ nghèo và 8.122 hộ cận nghèo; tổng cộng 27.862 hộ”: the classes of the sentence, taken together."""
        told = [q.subject.classes for q in self.paragraph if q.sentence == previous.sentence and q.mention.unit == unit]
        classes = frozenset(one for each in told for one in each)
        known = ("|".join(sorted(classes)), unit or "") in composed()
        return classes if len(classes) > 1 and known else frozenset()

    def has_neighbour(self, turn: Turn) -> bool:
        """Whether a count of the same unit, which is no whole of this one, was told right before or before its rate."""
        before = turn.previous
        if before is None or before.index in turn.wholes:
            return False
        if before.is_share and before.index:
            before = self.quantities[before.index - 1]
        return before.mention.unit == turn.unit and before.index not in turn.wholes

    def broken_down(self, own: tuple[int, ...]) -> tuple[int, ...]:
        """The quantities a list may break down: not what a bracket tells beside, nor how they compare with before."""
        told = [index for index in own if not self.quantities[index].in_bracket]
        while len(told) > 1:
            last = self.quantities[told[-1]]
            if not (last.is_compared or last.mention.kind == "percent"):
                break
            told.pop()
        return tuple(told) or own
