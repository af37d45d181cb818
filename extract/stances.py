"""Found or aimed at: the stance of a quantity, from its words, its time and its headings."""

from __future__ import annotations

from datetime import date

from extract.context import Headings, is_account
from extract.facts import Letterhead
from extract.quantity import Quantity
from extract.sense import Sense
from extract.utterance import Utterance
from extract.values import comparator_of
from normalize.vocabulary import measures


class Stances:
    """Tells what one plan reports from what it aims at."""

    def __init__(self, headings: Headings, letterhead: Letterhead) -> None:
        """A report, or a decision on results, tells what was found."""
        self._headings, self._letterhead = headings, letterhead
        self._is_account = is_account(letterhead)

    def of(self, heard: Utterance, subject: Sense, source: Quantity | None) -> str | None:
        """`reported` or `target`: by the nearest word that says so, else the whole it is of, the year, the headings.

        None where nothing says so and the kind of the paper is not known.
        """
        if heard.words.is_planned:
            return "target"
        if heard.mention.kind == "money" and heard.words.is_allotted and subject.measures == ("funding",):
            return "target"
        if heard.own_stance:
            return heard.own_stance
        if subject.measures == ("disbursed_funding",) and self._headings.stance(heard.block.section_id) != "target":
            return "reported"  # “được giao 81 triệu đồng, giải ngân 70 triệu đồng”
        if _kind(subject) == "stock" or self._is_past(subject.date):
            return "reported"
        if self._tells_past(heard):
            return "reported"
        if source is not None:
            return source.facets.stance or "reported"
        if heard.sentence_stance:
            return heard.sentence_stance
        is_percent = heard.mention.kind == "percent"
        if is_percent and comparator_of(heard.block.text, heard.mention) in ("<=", ">="):
            return "target"  # a ceiling or a floor is set, not found
        if self._is_over(heard, subject):
            return "reported"
        heading = self._headings.stance(heard.block.section_id)
        if heard.words.is_fulfilment and heading is None:
            return "reported"  # “đạt 86% kế hoạch năm”
        if heard.words.spans_years and heading != "target":
            return "reported"  # “so với đầu giai đoạn giảm 1.174 hộ”
        told = self._of_time(subject, heading) or heading
        if told:
            return told
        is_ahead = subject.change == "to" and subject.year is not None and subject.year == self._letterhead.plan_year
        changes = subject.change in ("decrease", "increase", "eliminate")
        aims = changes or is_ahead or _allots(heard, subject) or (is_percent and subject.measures)
        if aims and self._letterhead.kind is None:
            return None  # a passage without its letterhead may be of a report
        return "target" if aims and not self._is_account else "reported"

    def _tells_past(self, heard: Utterance) -> bool:
        """Whether a year right beside the number lies before the plan's: “còn 33,2% năm 2021”."""
        year, plan_year = heard.right.year or heard.near.year, self._letterhead.plan_year
        return heard.mention.kind == "percent" and year is not None and plan_year is not None and year < plan_year

    def _of_time(self, subject: Sense, heading: str | None) -> str | None:
        """What is past was found, what is still to come is aimed at."""
        plan_year, year = self._letterhead.plan_year, subject.year
        issued = self._letterhead.issued_year
        is_ahead = year and ((plan_year and year > plan_year) or (issued and year > issued))
        if self._is_account and not is_ahead:
            is_past = year is not None and issued is not None and year < issued + (subject.moment == "start")
            return "target" if heading == "target" and not is_past else "reported"  # the tasks a report ends with
        if not year or not plan_year or subject.date:
            return None
        if issued and year < issued and heading != "target":
            return "reported"  # a plan for 2021-2025 issued in 2022 tells what 2021 brought
        flows = subject.change in ("decrease", "increase") or _kind(subject) in ("flow", "rate") or subject.source
        if flows and year == plan_year and subject.moment in (None, "during"):
            return "target"  # a change during the plan's year is still to come
        if year < plan_year or (year == plan_year and subject.moment == "start"):
            return "reported"
        return "target" if subject.moment == "end" else None

    def _is_over(self, heard: Utterance, subject: Sense) -> bool:
        """Whether the sentence speaks of a period that ended before the plan's year: “Giai đoạn 2016-2020 … giảm”."""
        periods = [
            m for m in heard.mentions if m.kind == "period" and heard.clause.sentence <= m.start < heard.mention.start
        ]
        if not periods or subject.year or not self._letterhead.plan_year:
            return False
        last = heard.block.text[periods[-1].start : periods[-1].end][-4:]
        return last.isdigit() and int(last) < self._letterhead.plan_year

    def _is_past(self, day: date | None) -> bool:
        """Whether a day lies before the plan's own."""
        issued = self._letterhead.issued_on
        return day is not None and issued is not None and day <= issued


def _allots(heard: Utterance, subject: Sense) -> bool:
    """Whether money is set aside: of a plan that does not say otherwise, for its own time."""
    return heard.mention.kind == "money" and (_kind(subject) == "flow" or subject.source is not None)


def _kind(subject: Sense) -> str | None:
    return measures()[subject.measures[0]].kind if subject.measures else None
