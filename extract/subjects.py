"""Whom a number counts: its own words, else those it goes on from; each habit of telling is one step.

First what a clause says is completed by what it plainly goes on from; then the steps are asked in turn, and the first
that gives a subject decides. A step that does not apply gives None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from extract import cues
from extract.facets import HEADS
from extract.groups import AREAS, are_kinds
from extract.quantity import Quantity
from extract.sense import EMPTY, LACK, Sense, sense, under
from extract.told import Told, Turn
from normalize.fold import fold
from normalize.vocabulary import composed, measures, table

# Whether a clause counts in a place of its own.
Placed = Callable[[Turn], bool]


def subject_of(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense:
    """The subject of a number whose clause says `own` of it.

    A percentage that is a share has the subject it is a share of: `subject_before`.
    """
    own = _coordinated(turn, own, told)
    own = _changed_as_whole(turn, own, told)
    alike = _alike_wholes(turn, told)
    own = _grouped_as_whole(own, alike)
    own = _paid_as_whole(own, alike)
    if (again := told.again(turn.heard, own, alike)) is not None:
        return again.subject
    if (flow := _of_flow(own, alike)) is not None:
        return flow
    own = _completed(turn, own, told)
    steps = (_sum, _sum_for_all, _own_head, _pointed_at, _trainees, _unsaid_of_whom, _part, subject_before)
    subject = next(said for step in steps if (said := step(turn, own, told, is_placed)) is not None)
    if not subject.has_head and _are_dwellers(turn, own, told):
        return replace(own, is_everybody=True)  # “Đồng bào dân tộc thiểu số có 2.300 hộ, 9.800 khẩu”
    falls = own.change == "decrease" and turn.unit == "household" and not subject.has_head
    if falls and cues.QUOTA_OF_POOR.search(turn.heard.words.folded, 0, turn.heard.mention.start):
        return replace(subject, classes=frozenset({"poor"}))  # “Giao chỉ tiêu giảm nghèo: thôn Khe Mo giảm 5 hộ”
    return subject


def subject_before(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense:
    """The subject of the number before, chosen from by `own`; where there is none, that of the list or heading."""
    heard, before = turn.heard, turn.previous
    if before is None:
        return _inherited(turn, own, told)
    subject = before.subject
    subject = _as_changing(turn, subject, own)
    is_elsewhere = heard.words.is_parted and is_placed(turn)  # “…; huyện Bác Ái giảm 4%/năm”
    if heard.words.is_parted and own.groups and turn.unit not in (before.mention.unit, *HEADS):
        return own  # “hỗ trợ tiền điện cho 829 hộ nghèo; làm mới 72 nhà”
    if own.groups or own.beside or is_elsewhere:
        subject = replace(subject, groups=(), beside=())
        if subject.measures and heard.words.stands_bare:
            subject = replace(subject, classes=frozenset())  # “thẻ cho 1.120 người cận nghèo và 543 người DTTS”
    return under(subject, own)


def _are_dwellers(turn: Turn, own: Sense, told: Told) -> bool:
    """Whether all of a people, of town or countryside are counted: of no class is spoken up to the number."""
    heard = turn.heard
    if turn.unit not in HEADS or not own.groups or not all(group <= _DWELLERS for group in own.groups):
        return False
    return not (
        own.change
        or own.beside
        or heard.block.kind == "heading"
        or told.headings.head(heard.block.section_id).has_head
        or sense(heard.block.text[: heard.mention.start]).classes
    )


_DWELLERS = AREAS | {"ethnic_minority", "kinh"}


def _as_changing(turn: Turn, subject: Sense, own: Sense) -> Sense:
    """“75 hộ thoát nghèo, vượt chỉ tiêu (giảm 60 hộ)”, “180 hộ cận nghèo phát sinh; cuối năm còn (lại) 985 hộ”.

    What falls or is left is not those who came or went, but those whom they joined or left; what stands at a time of
    its own falls no more: “giảm 13 hộ so với đầu năm (đầu năm là 96 hộ)”.
    """
    if turn.heard.words.states_anew and (own.moment or own.year) and not own.change:
        subject = replace(subject, change=None)
    code = subject.measures[0] if len(subject.measures) == 1 else None
    people = measures()[code].implies if code else frozenset[str]()
    remains = _remains(turn, own)
    is_left = ((own.change == "to" and not own.groups) or remains) and people <= {"poor", "near_poor"}
    if remains and is_left:
        return replace(subject, measures=(), classes=people, moment="end")  # start − out + in = end
    is_fall = own.change == "decrease" and people <= {"poor", "near_poor"}
    return replace(subject, measures=(), classes=people) if people and (is_fall or is_left) else subject


def _remains(turn: Turn, own: Sense) -> bool:
    """“… phát sinh 15 hộ, cuối năm còn lại 85 hộ”: no rest of a whole, but who is left when all have moved."""
    told = turn.previous.subject.measures if turn.previous is not None else ()
    moved = bool(told) and measures()[told[0]].kind == "flow" and bool(measures()[told[0]].implies)
    return moved and "remaining" in own.links and not (turn.wholes or own.groups)


def _alike_wholes(turn: Turn, told: Told) -> list[Quantity]:
    """The wholes that are counted in the same unit."""
    return [
        q
        for q in told.of(turn.wholes)
        if q.mention.unit == turn.unit or (turn.unit is None and q.mention.kind == "count")
    ]


def _coordinated(turn: Turn, own: Sense, told: Told) -> Sense:
    """“giảm tỷ lệ hộ nghèo 3%, hộ cận nghèo 1%”: the verb of the first number holds for the second."""
    before = turn.previous
    if before is None or before.mention.kind != turn.heard.mention.kind or not own.classes:
        return own
    if turn.wholes or (before.in_bracket and not turn.in_bracket) or told.quantities[-1].is_then:
        return own  # “96 hộ cận nghèo (giảm 14 hộ); trong đó …”, “tăng 5 hộ so với năm trước là 91 hộ; hộ nghèo 63 hộ”
    if own.change and own.change == before.subject.change and turn.is_percent:
        return replace(own, is_rate=own.is_rate or before.subject.is_rate)  # “tỷ lệ … giảm 2%; hộ … giảm 1%”
    if own.change or own.measures or own.links - {"with"}:
        return own
    if before.subject.change not in ("decrease", "increase") or turn.heard.words.states_anew:
        return own
    return replace(own, change=before.subject.change, is_rate=own.is_rate or before.subject.is_rate)


def _changed_as_whole(turn: Turn, own: Sense, told: Told) -> Sense:
    """“giảm 15 hộ nghèo, trong đó hộ dân tộc thiểu số 9 hộ”: the part changes with its whole."""
    if not turn.wholes or not own.classes or own.change or turn.heard.words.states_anew:
        return own
    change = told.quantities[turn.wholes[0]].subject.change
    return replace(own, change=change) if change in ("decrease", "increase") else own


def _grouped_as_whole(own: Sense, alike: Sequence[Quantity]) -> Sense:
    """“77 hộ nghèo, cận nghèo ở nhà tạm, gồm 52 hộ nghèo và 25 hộ cận nghèo”: the classes of those, not of all.

    “2.300 hộ dân tộc thiểu số, trong đó 310 hộ nghèo”: the poor of those, where nobody else was told of before.
    """
    whole = alike[-1].subject if alike else EMPTY
    is_bare = bool(own.classes) and not (own.groups or own.beside or own.measures or own.change)
    is_part = own.classes < whole.classes or all(q.subject.is_everybody and q.subject.groups for q in alike)
    return replace(own, groups=whole.groups) if is_bare and is_part else own


def _paid_as_whole(own: Sense, alike: Sequence[Quantity]) -> Sense:
    """“giải ngân 341 triệu đồng, trong đó vốn đầu tư 186 triệu đồng”: of what was paid out, not of the budget."""
    whole = alike[-1].subject.measures if alike else ()
    is_paid = len(whole) == 1 and len(own.measures) == 1 and measures()[whole[0]].of == own.measures[0]
    return replace(own, measures=whole) if is_paid and measures()[whole[0]].unit == "VND" else own


def _of_flow(own: Sense, alike: Sequence[Quantity]) -> Sense | None:
    """“tạo việc làm cho 800 lao động, trong đó 350 lao động thuộc hộ nghèo”: a part of those who got it."""
    if not alike or not own.classes or own.measures:
        return None
    flow = alike[-1].subject.measures
    is_other = bool(flow) and not own.classes <= measures()[flow[0]].implies
    return replace(own, measures=flow) if is_other else None


def _completed(turn: Turn, own: Sense, told: Told) -> Sense:
    """The words of a clause with what they leave to those before: the same groups, the same help, the same people."""
    heard, before = turn.heard, turn.previous
    if before is not None:
        if heard.words.means_the_same and not own.groups:
            own = replace(own, groups=before.subject.groups)
        if _is_same_help(own, before, turn.unit, is_bare=heard.words.stands_bare or _counts_things(turn, before)):
            own = replace(own, measures=before.subject.measures)
        if _is_of_rate(turn, own, before, told):
            own = replace(own, is_rate=True)
        says_poor = "nghèo" in heard.words.folded[heard.clause.start : heard.clause.near]  # “…, 3 hộ tái nghèo”
        if _of_near_poor(before.subject) and own.measures and not (own.classes or says_poor):
            own = replace(own, measures=tuple(measures()[code].near_poor or code for code in own.measures))
        if turn.heard.mention.kind == "money" and own.classes and not own.measures:
            own = replace(own, measures=_measures_of_sums(told))  # “dư nợ hộ nghèo 15 tỷ đồng; hộ cận nghèo 8 tỷ đồng”
        if _pays_for(turn, own, before):
            own = replace(own, measures=before.subject.measures)
        if turn.is_count and "with" in own.links and own.measures and not own.classes:
            own = replace(own, classes=before.subject.classes)  # “dư nợ cho vay hộ nghèo … với 30 hộ còn dư nợ”
    if heard.mention.kind == "money" and not own.has_head and heard.words.is_set_aside:
        own = replace(own, measures=("funding",))  # “giải ngân 150 triệu đồng; năm 2022 được giao 81 triệu đồng”
    if LACK in own.measures and not own.classes:
        own = replace(own, classes=_lacking(turn, told))
    return own


def _of_near_poor(subject: Sense) -> bool:
    """Whether what was told before is of the near-poor: “hộ cận nghèo …, thoát 31 hộ, phát sinh 15 hộ”."""
    implied = [measures()[code].implies for code in subject.measures]
    return subject.classes == {"near_poor"} or (bool(implied) and all(one == {"near_poor"} for one in implied))


def _pays_for(turn: Turn, own: Sense, before: Quantity) -> bool:
    """“miễn học phí cho 4.215 học sinh, kinh phí 1.856 triệu đồng”: money for the help told before."""
    is_bare = own.measures == ("funding",) and not (own.groups or own.classes or own.source or own.programme)
    is_for_help = any(measures()[code].support for code in before.subject.measures)
    return turn.heard.mention.kind == "money" and is_bare and is_for_help and before.mention.kind == "count"


def _measures_of_sums(told: Told) -> tuple[str, ...]:
    sums = [q for q in told.paragraph if q.mention.kind == "money" and q.facets.measure]
    return sums[-1].subject.measures if sums else ()


def _is_of_rate(turn: Turn, own: Sense, before: Quantity, told: Told) -> bool:
    """“… bằng 31,12% (giảm 10.822 hộ, giảm 5,96%)”: where a rate was told, what falls by per cent is the rate."""
    if not turn.is_percent or own.has_head or own.change not in ("decrease", "increase"):
        return False
    if before.facets.measure in _RATES and before.facets.aspect == "level":
        return True  # “chiếm 6,27%, giảm 0,77% so với đầu năm”
    is_after_count = before.mention.kind == "count" and before.subject.change == own.change
    return is_after_count and any(q.facets.measure in _RATES and q.facets.aspect == "level" for q in told.paragraph)


_RATES = frozenset(code for (_, unit), code in composed().items() if unit == "percent")


def _is_same_help(own: Sense, before: Quantity, unit: str | None, *, is_bare: bool) -> bool:
    """“hỗ trợ 11 hộ nghèo xây mới nhà ở và 07 hộ nghèo sửa chữa nhà ở”: the same help again."""
    said = before.subject
    if not own.classes or own.measures or not said.measures or unit != before.mention.unit:
        return False
    return is_bare if not own.groups else are_kinds(said.groups, own.groups)


def _counts_things(turn: Turn, before: Quantity) -> bool:
    """“người nghèo được cấp 3.815 thẻ, người cận nghèo 2.107 thẻ”: what each of them got, no people."""
    return turn.is_count and turn.unit == before.mention.unit and turn.unit not in (None, *HEADS)


def _lacking(turn: Turn, told: Told) -> frozenset[str]:
    """Who lacks a service, where the words name none: those it is told of; the poor where nobody is."""
    subjects = [q.subject for q in told.of(turn.wholes)] + ([turn.previous.subject] if turn.previous else [])
    subjects += [told.lead_subject, told.headings.head(turn.heard.block.section_id)]
    return next((said.classes for said in subjects if said.classes), frozenset({"poor"}))


def _sum(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense | None:
    """“… hộ nghèo và … hộ cận nghèo; tổng cộng 27.862 hộ”: of all classes of the sentence."""
    if "total" not in own.links or turn.previous is None or own.has_head:
        return None
    classes = told.together(turn.unit, turn.previous)
    return replace(own, classes=classes) if classes else None


def _sum_for_all(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense | None:
    """“36 hộ nghèo và 17 hộ mới thoát nghèo được vay với tổng số tiền 3.640 triệu đồng”: what all of them got."""
    before = turn.previous
    heard = turn.heard
    is_sum = heard.mention.kind == "money" and heard.words.is_total and not (own.classes or own.groups)
    if not is_sum or before is None:
        return None
    alike = list(takewhile(lambda q: _counts_as(q, before), reversed(told.paragraph)))
    if len(alike) == 1:
        return None
    classes = frozenset(one for q in alike for one in q.subject.classes)
    groups = tuple(dict.fromkeys(group for q in alike for group in q.subject.groups))
    return under(replace(before.subject, classes=classes, groups=groups), own)


def _counts_as(q: Quantity, other: Quantity) -> bool:
    """Whether two counts of one sentence are of those who get the same; what they get may be told once, at the end."""
    is_beside = q.sentence == other.sentence and q.mention.unit == other.mention.unit and not q.wholes
    return is_beside and q.subject.measures in (other.subject.measures, ())


def _own_head(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense | None:
    """What the clause itself names; of “66 hộ dân thường” under “Trong 74 hộ nghèo” the list tells the class."""
    if not own.has_head:
        return None
    classes = told.lead_subject.classes
    is_bare = bool(own.groups) and not own.measures and not own.classes and bool(classes)
    return replace(own, classes=classes, is_everybody=False) if is_bare else own


def _pointed_at(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense | None:
    """“Số 24 hộ nói trên …”: the number told before; “Tỷ lệ này còn 9% năm 2015”: the rate told last."""
    if turn.is_percent and turn.heard.words.points_to_rate:
        rates = [q for q in told.paragraph if q.mention.kind == "percent" and q.facets.measure]
        return under(rates[-1].subject, replace(own, is_rate=True)) if rates else None
    found = told.pointed_at(turn.heard) if turn.previous is None else None
    return found.subject if found is not None else None


def _trainees(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense | None:
    """“mở 1 lớp chăn nuôi cho 32 lao động”: those who attend the class."""
    pair = (turn.previous.mention.unit, turn.unit) if turn.previous is not None else None
    return replace(own, measures=(_FOR_WHOM[pair],)) if pair in _FOR_WHOM else None


# What those get for whom something else was counted right before.
_FOR_WHOM = {("class", "worker"): "vocational_trainees"}


def _unsaid_of_whom(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense | None:
    """“68 hộ về nhà ở và 85 hộ về sinh kế”: another count of the same unit, and of whom is not said."""
    heard = turn.heard
    if not told.has_neighbour(turn):
        return None
    says_more = own.groups or own.change or own.year or own.moment or own.is_yearly or own.source or own.standard
    says_more = says_more or heard.near.moment or _remains(turn, own)
    says_more = says_more or heard.before.part_of_year or heard.words.is_per_year or is_placed(turn)
    says_more = says_more or heard.words.is_reached or heard.words.is_planned or heard.words.compared is not None
    return None if says_more else EMPTY


def _part(turn: Turn, own: Sense, told: Told, is_placed: Placed) -> Sense | None:
    """A part of a whole told before: “trong đó 48 hộ dân tộc thiểu số”."""
    before, wholes = turn.previous, turn.wholes
    if not wholes or not (own.groups or own.beside or before is None or before.index in wholes):
        return None
    alike = _alike_wholes(turn, told)
    whole = alike[-1] if alike else told.quantities[wholes[0]]
    return under(_as_changing(turn, whole.subject, own), own)


def _inherited(turn: Turn, own: Sense, told: Told) -> Sense:
    """The subject of a sentence that names none: of its paragraph, its list, its heading."""
    block, unit = turn.heard.block, turn.unit
    if turn.heard.words.compared:  # “So với đầu năm (878 hộ) giảm 28 hộ cận nghèo”: whose number falls
        behind = cues.UNTIL_STOP_OF_CHANGE.match(block.text, block.text.find(")", turn.heard.mention.end) + 1)
        said = sense(behind[0] if behind else "")
        if said.classes and said.change in ("decrease", "increase"):
            return under(replace(EMPTY, classes=said.classes, groups=said.groups), own)
    is_change = own.change in ("decrease", "increase") and not own.groups
    if is_change or turn.heard.words.compared:
        stood = [q for q in told.paragraph if not (q.in_bracket or q.wholes) and unit in (q.mention.unit, "percent")]
        stood = stood or (told.stocks_before(block, unit) if is_change else [])
        stood = [q for q in stood if q.subject.classes] or stood
        if stood and stood[-1].subject.has_head:  # “Còn 120 hộ nghèo. So với đầu năm (167 hộ) giảm 47 hộ”
            return under(stood[-1].subject, own)
    lead, heading = told.lead_subject, told.headings.head(block.section_id)
    if lead.has_head:
        return under(lead, own)
    everybody = [q.subject for q in told.paragraph if q.subject.is_everybody]
    if own.groups and everybody:
        return under(replace(everybody[-1], groups=()), own)
    if "total" in own.links and heading.classes:  # “- Tổng số: 96 hộ” under “Hộ nghèo cuối năm 2022”
        return under(heading, own)
    is_led = bool(told.leads) and told.leads[-1].is_colon
    if is_led and own.groups and heading.classes:  # “b) Theo tuổi của chủ hộ:” under “Phân tích hộ nghèo”
        return under(replace(EMPTY, classes=heading.classes), own)
    if unit == "household" and _are_causes(own) and (_CAUSE in fold(block.text) or heading.classes):
        return replace(own, classes=frozenset({"poor"}))  # “Theo nguyên nhân: thiếu vốn 78 hộ”
    fits = tuple(code for code in heading.measures if unit in (None, "percent", measures()[code].unit))
    return under(replace(EMPTY, measures=fits), own) if fits else own


# A paragraph with this word tells causes of poverty.
_CAUSE = "nguyên nhân"


def became_poor(subject: Sense) -> bool:
    """Whether those are counted who became poor in a year."""
    return any(measures()[one].kind == "flow" and measures()[one].implies for one in subject.measures)


def _are_causes(own: Sense) -> bool:
    causes = set(table("groups")["causes"]["codes"])
    return bool(own.groups) and all(group & causes for group in own.groups)
