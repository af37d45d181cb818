"""When: the time a clause speaks of, and what it takes from its paragraph, its list, its part of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract import cues
from extract.context import Headings, Lead, is_account
from extract.document import Block
from extract.facts import Letterhead
from extract.grammar import scan
from extract.quantity import Quantity
from extract.sense import EMPTY, Sense, sense
from extract.shares import is_share, names_itself
from extract.told import Told, Turn
from extract.utterance import Utterance
from normalize.fold import fold
from normalize.vocabulary import measures


class Times:
    """The times that the parts of one plan speak of, as far as they have been read."""

    def __init__(self, headings: Headings, letterhead: Letterhead) -> None:
        """Begin with what the title says."""
        self._headings = headings
        title = sense(letterhead.title or "", tuple(scan(letterhead.title or "")))
        self._title = title if title.moment and title.year else EMPTY
        self._plan_year = letterhead.plan_year
        self._reported_year = letterhead.plan_year if is_account(letterhead) and not letterhead.plan_year_to else None
        self._of_section: dict[int | None, Sense] = {}
        self._noted = EMPTY

    def begin(self) -> None:
        """A new paragraph has told no time yet."""
        self._noted = EMPTY

    def note(self, block: Block, said: Sense) -> None:
        """A sentence without numbers that dates those behind it: “Theo kết quả rà soát cuối năm 2022, …:”."""
        if said.year and said.moment in ("start", "end", "date") and said.stance != "target":
            self._noted = replace(EMPTY, year=said.year, moment=said.moment, date=said.date)
            if said.stance == "reported" and block.kind != "heading":
                for section in self._around(block, said.year):
                    self._of_section[section] = self._noted

    def remember(self, block: Block, own: Sequence[Quantity]) -> None:
        """A paragraph's moment holds for what follows in the same section."""
        stocks = [q.subject for q in own if q.subject.year and q.facets.stance == "reported" and _dates(q)]
        dated = [subject for subject in stocks if subject.moment in ("start", "end", "date")]
        if block.kind != "heading" and dated:
            time = _latest(dated)
            for section in self._around(block, time.year):
                self._of_section[section] = time

    def _around(self, block: Block, year: int | None) -> list[int | None]:
        """The section of a paragraph and the one around it: what a) dates, b) beside it goes on from."""
        chain = self._headings.chain(block.section_id)
        if not chain:
            return [None]
        own, *around = chain[:2]  # but not into “B. PHƯƠNG HƯỚNG NĂM 2020”
        return [
            own.section_id,
            *(part.section_id for part in around if self._headings.sense(part).year in (None, year)),
        ]

    def of_turn(self, turn: Turn, subject: Sense, told: Told) -> Sense:
        """The subject at the time it is told of: a baseline's, the time it is compared with, else its own."""
        heard = turn.heard
        if heard.words.is_baseline:  # where a change starts from: of no year unless its moment is told with it
            said = heard.until_change
            around = self._context(heard.block, told.paragraph, told.leads, flows=False).year or self._plan_year
            year = (said.year or heard.before.year or around) if said.moment else said.year
            return replace(subject, change=None, year=year, moment=said.moment, is_yearly=False)
        if (words := heard.words.compared) is not None and (turn.is_count or turn.is_percent):
            around = self._context(heard.block, told.paragraph, told.leads, flows=False).year
            return _compared(words, subject, turn.previous, around)
        if heard.words.is_against and subject.change in ("decrease", "increase"):  # “giảm 18 hộ so với 102 hộ đầu năm”
            is_dated = heard.near.moment or heard.near.year
            subject = replace(subject, change=None) if is_dated else EMPTY
        if turn.is_of_comparison and turn.previous is not None:
            said = turn.previous.subject  # “so với cuối năm 2021 (14.876 hộ/167.904 hộ, tỷ lệ 8,86%)”
            return replace(subject, change=None, year=said.year, moment=said.moment, date=said.date)
        if turn.previous is not None and turn.previous.subject.year and _is_beside(turn):
            said = turn.previous.subject  # “xuống còn 8,32% (13.893 hộ) vào cuối năm 2022”
            return replace(subject, year=said.year, moment=said.moment, date=said.date, is_yearly=said.is_yearly)
        return self._of(heard, subject, turn.previous, told)

    def _of(self, heard: Utterance, subject: Sense, previous: Quantity | None, told: Told) -> Sense:
        """The subject at the time its sentence speaks of; else that of its paragraph, its headings, its part."""
        if subject.change in ("decrease", "increase") and heard.words.spans_years:
            return replace(subject, year=None, moment=None, date=None)
        said, right = heard.before, heard.right
        says_more = right.measures or right.change
        # “từ 38,2% năm 2020 xuống còn 33,2% năm 2021”: each its own year
        is_own = heard.words.is_reached or not (heard.clause.is_first or heard.left.year)
        is_behind = right.year and (not said.year or is_own)
        time = heard.dated_behind
        if time.moment and not time.year:
            time = replace(time, year=said.year)  # “Kết quả năm 2023: … 65 hộ ở thời điểm đầu năm”
        if not (time.year or time.moment):
            time = right if is_behind and not says_more else said
        says_when = any(one.moment or one.year for one in (heard.left, heard.near, right))
        if previous is not None and previous.subject.moment == "during" and heard.words.stands_bare and not says_when:
            time = previous.subject  # “dư nợ đến 31/12/2022 …; trong năm cho 74 hộ nghèo, 41 hộ cận nghèo vay”
        came_to = previous is not None and (previous.subject.moment, time.moment) == ("end", "start")
        if not (time.year or time.moment) or (came_to and not (heard.left.moment or heard.left.year)):
            time = self._time_before(heard, subject, previous, told)  # “đầu năm 150 hộ, …, còn 122 hộ, giảm 28 hộ”
        if not time.year:
            context = self._context(heard.block, told.paragraph, told.leads, flows=is_flow(subject))
            if not context.year and subject.year:
                return subject  # told before, with its time
            if not context.year and time.moment == "during" and self._reported_year:
                context = replace(EMPTY, year=self._reported_year)  # “Trong năm …” of a report on a year
            if is_flow(subject) and context.moment != "start":  # what happens in its course stands at no moment of it
                context = replace(context, moment=None, date=None)
            time = replace(time, year=context.year, moment=time.moment or context.moment, date=context.date)
        own_year = heard.left.year or heard.near.year or heard.right.year  # “…; đến năm 2025 tỷ lệ … đạt 66%”
        is_dated = previous is not None and bool(previous.subject.year) and not previous.subject.is_yearly
        moment, year, day = time.moment, time.year, time.date
        if heard.left.moment == "during" and day and not heard.left.date:
            moment, day = "during", None  # “dư nợ đến 31/12/2016 đạt 9 tỷ đồng; trong năm cho 74 hộ vay”
        if moment in ("start", "during") and previous is not None and _is_outcome(heard, previous):
            moment = None if heard.words.says_now else "end"
        if heard.near.moment and not heard.near.has_head:  # “còn 17.056 hộ cuối năm”
            moment, year, day = heard.near.moment, heard.near.year or year, None
        return replace(
            subject,
            year=year,
            moment=moment,
            date=day,
            is_yearly=heard.left.is_yearly
            or (said.is_yearly and not (own_year or is_dated))
            or right.is_yearly
            or (heard.words.is_per_year and heard.mention.kind != "money"),
            part_of_year=self._part_of_year(heard, is_flow=is_flow(subject)),
        )

    def _time_before(self, heard: Utterance, subject: Sense, previous: Quantity | None, told: Told) -> Sense:
        """The time of the number before; of a change from another time; of the same number told before with its time.

        What a bracket tells beside dates nothing behind it.
        """
        if (year := heard.words.compared_year) is not None and is_flow(subject):
            near = self._plan_year is None or year in (self._plan_year, self._plan_year - 1)
            # “So với cuối năm 2021, số hộ nghèo giảm 20 hộ”; a change over several years is of none of them
            return replace(EMPTY, year=year if near else None, moment="during")
        if previous is not None and previous.in_bracket and not heard.words.in_bracket:
            outside = [q for q in told.paragraph if q.sentence == previous.sentence and not q.in_bracket]
            previous = outside[-1] if outside else None
        if previous is not None and previous.subject.year:
            return previous.subject
        is_goal = is_flow(subject) or self._headings.stance(heard.block.section_id) == "target"
        # a goal may aim at a number told before
        may_repeat = previous is None and (heard.words.is_out_of or not is_goal)
        same = told.same_number(heard, subject) if may_repeat else None
        return same.subject if same is not None else EMPTY

    def _part_of_year(self, heard: Utterance, *, is_flow: bool) -> str | None:
        """The half or quarter that is named; of what happens in its course also by the headings: “6 THÁNG ĐẦU NĂM”."""
        if heard.left.date:
            return None
        told = heard.before.part_of_year or heard.right.part_of_year
        is_dated = heard.before.moment or heard.before.year or heard.right.moment in ("start", "end", "date")
        return told or (self._headings.part_of_year(heard.block.section_id) if is_flow and not is_dated else None)

    def _context(self, block: Block, earlier: Sequence[Quantity], leads: Sequence[Lead], *, flows: bool) -> Sense:
        """The time of the paragraph so far, of its list, of its headings, of its part of the plan, of the title."""
        dated = [
            q.subject for q in earlier if q.subject.year and q.subject.moment not in (None, "during") and _dates(q)
        ]
        if dated or self._noted.year:
            return _latest(dated) if dated else self._noted
        brought = [q.subject.year for q in earlier if is_flow(q.subject) and q.subject.year and _goes_on(q)]
        if brought and flows:  # “Năm 2022 có 17 hộ thoát nghèo. So với đầu năm, số hộ nghèo giảm 12 hộ”
            return replace(EMPTY, year=brought[-1])
        for lead in reversed(leads):
            if lead.subject.year:
                return lead.subject
        heading = self._headings.time(block.section_id)
        if heading.moment or self._headings.stance(block.section_id) == "target":
            return heading  # an undated goal is for the plan's year, not for that of the situation told before
        chain = self._headings.chain(block.section_id)
        sections: list[int | None] = [part.section_id for part in chain] if chain else [None]
        remembered = next((self._of_section[section] for section in sections if section in self._of_section), EMPTY)
        if flows and remembered.moment == "start" and heading.year == remembered.year:
            remembered = EMPTY  # “Kết quả thực hiện năm 2018”: what was done in it, whatever stood at its start
        return next((time for time in (remembered, heading) if time.year), self._title)


def _latest(told: Sequence[Sense]) -> Sense:
    """What a paragraph goes on from: not the time it only looks back to, “cuối năm 2022 …; cuối năm 2021 là 18 hộ”."""
    last = told[-1]
    ends = [one for one in told if one.moment == last.moment == "end" and one.stance == last.stance]
    return max(ends, key=lambda one: one.year or 0) if ends else last


def _compared(words: str, subject: Sense, previous: Quantity | None, around: int | None) -> Sense:
    """The subject at the time it is compared with; nothing known where that time is not told.

    `around` is the year that the text around it speaks of: “so với đầu năm, khi xã có 75 hộ nghèo”.
    """
    said, folded = sense(words, tuple(scan(words))), fold(words)
    is_same_part = cues.SAME_PART.search(folded) is not None
    year = said.year
    if not year and previous is not None and previous.facets.year and (cues.YEAR_BEFORE.search(folded) or is_same_part):
        year = previous.facets.year - 1
    if not year and said.moment == "start":  # “…, giảm 20 hộ so với đầu năm là 140 hộ”: of the year that it fell in
        year = around if previous is None else previous.facets.year
    if not year:
        return EMPTY
    part = previous.subject.part_of_year if previous is not None and is_same_part else None
    return replace(
        subject, change=None, year=year, moment=said.moment, date=said.date, is_yearly=False, part_of_year=part
    )


def _is_beside(turn: Turn) -> bool:
    """Whether a number tells of the one before it, at the same time: “65 hộ (tỷ lệ 2,32%)”, “55 hộ, bằng 1,94%”."""
    heard = turn.heard
    is_dated = any(said.year or said.moment for said in (heard.left, heard.near, heard.right))
    opens = turn.in_bracket and turn.previous is not None and not turn.previous.in_bracket
    tells_of_it = (opens and not heard.left.change) or (is_share(turn) and not names_itself(turn))
    tells_of_it = tells_of_it and (turn.in_bracket or turn.previous is None or not turn.previous.in_bracket)
    return turn.is_in_other_words or (turn.is_percent and not is_dated and tells_of_it)


def _is_outcome(heard: Utterance, previous: Quantity) -> bool:
    """Whether a number tells what a start and the flows after it come to: “đầu năm 65 hộ, …, còn (lại) 55 hộ”."""
    if heard.left.moment or heard.near.moment or heard.left.has_head:
        return False
    moved = is_flow(previous.subject) and heard.left.links & {"remaining"}
    left = heard.left.change == "to" and (is_flow(previous.subject) or previous.subject.moment == "start")
    says_start = cues.START.search(heard.words.folded, heard.clause.start, heard.mention.start) is not None
    return bool(moved or left) and not says_start


def _dates(q: Quantity) -> bool:
    """Whether what follows is of the time of this quantity: not of one told beside it, or of what a year brought."""
    return not (q.in_bracket or q.is_compared or q.facets.measure == "plan_fulfilment" or is_flow(q.subject))


def _goes_on(q: Quantity) -> bool:
    """Whether what happened may go on to be told of its year."""
    return q.facets.stance == "reported" and not (q.in_bracket or q.is_compared or q.subject.is_yearly)


def is_flow(subject: Sense) -> bool:
    """Whether what is counted happens in the course of a year."""
    kinds = {measures()[code].kind for code in subject.measures}
    return subject.change in ("decrease", "increase") or bool(kinds & {"flow", "rate"})
