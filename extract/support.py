"""Those who get something: households counted with the help that reaches them are not all of their class."""

from __future__ import annotations

from dataclasses import replace

import regex

from extract.facets import HOUSING, fit
from extract.quantity import Quantity
from extract.sense import Sense, sense
from extract.utterance import Utterance
from normalize.vocabulary import measures

_BUILT = HOUSING - {"temporary_housing"}  # in a makeshift house some live
_HOUSES = HOUSING | {"housing"}


def helped(heard: Utterance, subject: Sense, previous: Quantity | None) -> Sense:
    """The subject as those who get the help that is named: in their clause, else by what was counted before.

    “hỗ trợ 11 hộ nghèo xây mới nhà ở” counts households whose housing is supported; where no help is named that is
    known, the subject stays, and is not taken for all of its class.
    """
    if heard.near.moment in ("start", "end") and not heard.near.measures:
        return subject  # “giúp đỡ 381 hộ nghèo đầu năm 2023, … giới thiệu việc làm”: all of them
    if heard.mention.unit == "house" and heard.words.helps and not subject.measures:
        return replace(subject, measures=("housing_support_households",))  # “hỗ trợ 22 nhà”
    needed = next((aim for code in subject.measures if (aim := measures()[code].support)), None)
    in_need = frozenset({"in_need"}) in subject.groups or (heard.words.needs and heard.mention.unit == "household")
    if needed and in_need and not (heard.words.helps or heard.is_ahead):
        # “số hộ nghèo có nhu cầu vay vốn là 87 hộ”
        return replace(subject, measures=("needing_support_households",), groups=(frozenset({needed}),))
    groups = {one for group in subject.groups for one in group}
    built = {one for group in (*heard.left.groups, *heard.near.groups) for one in group} & _BUILT
    gets_house = (built and not heard.words.needs) or (heard.words.helps and groups & _HOUSES)
    if heard.mention.unit == "household" and gets_house and not (subject.classes or subject.measures):
        return replace(subject, measures=("housing_support_households",))  # “hỗ trợ xây mới nhà ở cho 20 hộ”
    if not subject.classes or subject.measures:
        return subject
    if "in_need" in groups and len(groups) > 1:  # “29 hộ nghèo có nhu cầu vay vốn sản xuất”
        return replace(subject, measures=("needing_support_households",))
    if not heard.words.helps:
        return subject
    is_same = previous is not None and (previous.mention.unit == heard.mention.unit or not heard.words.is_parted)
    before = _before(heard) if is_same or previous is None else ()  # “cấp thẻ cho 40 người; cho 18 hộ nghèo vay vốn”
    named = (*heard.right.measures, *heard.left.measures, *before)
    told = previous.subject.measures if previous is not None and is_same else ()
    if groups & _HOUSES:
        named = (*named, "housing_support_households")
    help_ = next((code for code in (*named, *told) if fit(code, "household") and code not in _STATES), None)
    return replace(subject, measures=(help_,)) if help_ else subject


def _before(heard: Utterance) -> tuple[str, ...]:
    """The help named before; one of several that a label names is left out: “Thông tin và trợ giúp pháp lý: …”."""
    text, sentence, start = heard.block.text, heard.clause.sentence, heard.mention.start
    colon = text.rfind(":", sentence, start)
    both = _BOTH.search(text, sentence, max(colon, sentence))
    if both is None:
        return heard.before.measures
    one, other = sense(text[sentence : both.start()]), sense(text[both.end() : colon])
    if (one.measures and other.measures) or any(said.classes or said.groups for said in (one, other)):
        return heard.before.measures
    return sense(text[colon + 1 : start], heard.mentions, colon + 1).measures


_BOTH = regex.compile(r"\bvà\b")

# Measures of households that are in a state, and get nothing.
_STATES = frozenset({"needing_support_households", "non_poor_households", "average_living_households"})
