"""Percentages that tell how much of something a quantity is, and of what."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extract import cues
from extract.facets import facets_of
from extract.facts import Facets
from extract.groups import AREAS, group_code
from extract.quantity import Quantity
from extract.quotients import follows
from extract.sense import EMPTY, Sense, under
from extract.told import Told, Turn
from extract.values import worth
from normalize.vocabulary import composed, measures


def is_share(turn: Turn) -> bool:
    """Whether a percentage tells how much of something the quantity just named is."""
    heard, before = turn.heard, turn.previous
    if not turn.is_percent or turn.is_equivalent:
        return turn.is_percent and _is_part(turn)
    if names_itself(turn) or is_of_population(turn):
        return True
    if heard.left.has_head or before is None:
        return False
    is_sibling = before.is_share and "share" in heard.left.links
    if heard.left.groups and before.mention.kind == "percent" and not is_sibling:
        return False  # “lao động qua đào tạo đạt 50%, trong đó có chứng chỉ 22%”: a rate of its own
    says_base = "versus" in heard.near.links or (heard.left.is_rate and heard.words.is_of_total)
    if says_base and heard.near.has_head and not heard.left.change:
        return True  # “tỷ lệ 1,88% so với tổng số hộ dân cư”, “tỷ lệ 1,88% trên tổng số hộ”
    if before.mention.kind == "percent" and before.subject.change and heard.words.is_per_year:
        return False  # “giảm 21,22%, bình quân 4,24%/năm”: the change again
    goes_on = not (heard.near.has_head or heard.near.groups or heard.left.change or heard.words.is_parted)
    is_told_beside = heard.clause.opener in ("(", "share") and not heard.left.change  # no share: “(giảm 4%)”
    return "share" in heard.left.links or is_told_beside or goes_on


def _is_part(turn: Turn) -> bool:
    """“56 hộ dân tộc thiểu số, tương đương 29,63% số hộ cận nghèo”: a part of those behind, no change told again."""
    heard, before = turn.heard, turn.previous
    counts = before is not None and before.mention.kind == "count" and before.subject.change is None
    return (
        counts
        and heard.near.has_head
        and cues.OF_NUMBER_BEHIND.match(heard.words.folded, heard.mention.unit_end) is not None
    )


def names_itself(turn: Turn) -> bool:
    """“hộ nghèo dân tộc thiểu số chiếm 62,5% tổng số hộ nghèo”: what it is a share of what stands beside it."""
    left, near = turn.heard.left, turn.heard.near
    if not turn.is_percent or "share" not in left.links or left.change:
        return False
    if left.groups and not left.has_head:
        return near.is_everybody and not left.is_yearly  # “đồng bào dân tộc thiểu số chiếm 45% dân số”
    return left.has_head and near.has_head and (not left.measures or bool(near.measures))


def is_of_population(turn: Turn) -> bool:
    """“trên 70% dân số là đồng bào dân tộc thiểu số”: the share of a group among everybody."""
    left, near = turn.heard.left, turn.heard.near
    is_share = "share" in left.links or "versus" in near.links
    says_whom = bool(near.groups) and near.is_everybody
    return turn.is_percent and says_whom and not (is_share or left.has_head or left.groups)


def base_of(turn: Turn) -> Sense | None:
    """What a share is said to be a share of; None where nothing is said."""
    near = turn.heard.near
    if near.groups and "total" in near.links and not near.has_head:
        return replace(near, is_everybody=True)  # “23,44% tổng số hộ Khmer”
    return near if near.has_head else None


def _base_told(turn: Turn, told: Told) -> Sense | None:
    """The base between a count and its rate: “18.960 hộ trên tổng số 72.104 hộ DTTS, tỷ lệ 26,30%”."""
    last = told.quantities[-1] if told.quantities else None
    return last.subject if last is not None and last is not turn.previous and last.is_base else None


def share_facets(turn: Turn, subject: Sense, told: Told) -> Facets:
    """The facets of a percentage of a subject: a poverty rate of everybody, else a share of something."""
    base, before, groups = base_of(turn) or _base_told(turn, told), turn.previous, turn.heard.left.groups
    if before is not None and before.is_share and before.mention.kind == "percent" and groups and not base:
        return replace(before.facets, group=group_code(groups))  # “dân tộc Mông chiếm 65%, dân tộc Kinh chiếm 30%”
    if is_of_population(turn):
        people = facets_of(turn.heard.near, "person" if turn.heard.near.counted == "person" else "household")
        return replace(_share(people, replace(people, group=None)), year=subject.year, moment=subject.moment)
    if names_itself(turn) and base is not None and not subject.has_head:
        subject = replace(subject, is_everybody=True, counted=base.counted)
        unit = "person" if base.counted == "person" else "household"
        return _share(facets_of(subject, unit), facets_of(base, unit))
    if names_itself(turn) and base is not None and subject.measures:
        return _share(facets_of(subject, None), facets_of(base, None))
    if before is not None and turn.heard.clause.opener == "of_which" and groups and not base:
        whole = facets_of(replace(subject, change=None), before.mention.unit)  # “trong đó lao động nữ chiếm 40%”
        part = facets_of(under(subject, replace(EMPTY, groups=groups)), before.mention.unit)
        return _share(part, whole)
    is_flow = bool(subject.measures) and measures()[subject.measures[0]].kind == "flow"
    counts = before is not None and before.mention.kind == "count" and not base and is_flow
    if counts and before is not None and turn.heard.words.is_attained:
        done = facets_of(replace(subject, change=None), before.mention.unit)  # “96 lao động có việc làm, đạt 106,67%”
        return replace(done, measure="plan_fulfilment", unit="percent", of_measure=done.measure)
    before = None if names_itself(turn) else before
    return _of_base(replace(subject, change=None), base, before, turn, told)


def _of_base(subject: Sense, base: Sense | None, before: Quantity | None, turn: Turn, told: Told) -> Facets:
    if not subject.has_head:
        return Facets(unit="percent")
    unit = before.mention.unit if before is not None and before.mention.unit != "percent" else None
    if before is not None and before.subject.change in ("decrease", "increase") and unit:
        # “tăng 137 hộ so với đầu năm, chiếm 0,04%”: of all households it is what the rate changed by, else unclear
        of_all = base is not None and base.is_everybody and not subject.measures
        return facets_of(replace(before.subject, is_rate=True), "percent") if of_all else Facets(unit="percent")
    counted = facets_of(subject, unit)
    rate = replace(facets_of(subject, "percent"), group=counted.group)
    if before is not None and before.mention.kind == "money":
        known = measures().get(counted.measure or "")  # of what was paid out, the part of what was allotted
        allotted = (known and known.of) or counted.measure
        return replace(counted, measure="share", unit="percent", of_measure=allotted, source=None)
    covers = base is not None and base.is_everybody and all(measures()[one].kind == "rate" for one in subject.measures)
    wholes = told.of(before.wholes[:1]) if before is not None else []
    is_flow = bool(subject.measures) and measures()[subject.measures[0]].kind == "flow"
    if base is None and is_flow and counted.group and wholes and wholes[0].subject.measures == subject.measures:
        return _share(counted, facets_of(wholes[0].subject, unit))  # “trong đó 158 lao động nữ, chiếm 38%”
    if subject.measures and (base is None or covers):
        return rate
    if unit == "person" and subject.classes and (of_people := _of_people(subject, base, before, turn, told)):
        return _share(counted, of_people)
    if base is not None:
        of = facets_of(base, "person" if base.counted == "person" else "household")
        is_rate = base.is_everybody and bool(subject.classes) and of.group == counted.group
    else:
        of = _unsaid_base(subject, before, unit, told)
        is_of_all = of.measure == composed()["all", of.unit or "household"] and of.group == counted.group
        is_topic = counted.group == group_code(turn.heard.topic)  # of the whole topic
        is_rate = bool(subject.classes) and (is_topic or is_of_all)
        if before is not None and frozenset({counted.group}) <= AREAS and subject.classes:
            whole = _followed(turn, before, told)
            same = whole is not None and whole.subject.is_everybody and whole.facets.group == counted.group
            is_rate = whole is None or same  # “khu vực thành thị 173 hộ (8,31%)”: of those who live there
            of = of if whole is None else facets_of(replace(whole.subject, change=None), whole.mention.unit)
    return rate if is_rate and not subject.measures else _share(counted, of)


def _of_people(subject: Sense, base: Sense | None, before: Quantity | None, turn: Turn, told: Told) -> Facets | None:
    """Of which people a percentage behind a count of people is; None where it is of households, or nobody can say.

    “310 hộ nghèo (13,48%) với 1.200 khẩu (12,24%)”: the households have theirs; of “310 hộ, 1.200 khẩu, chiếm 13,48%”
    the arithmetic tells.
    """
    if base is not None:
        return facets_of(base, "person") if base.counted == "person" else None
    if before is None:
        return None
    whole = _followed(turn, before, told)
    if whole is not None:
        return facets_of(replace(whole.subject, change=None), "person")
    earlier = told.quantities[before.index - 1] if before.index else None
    if earlier is None or earlier.sentence != before.sentence or not earlier.is_share:
        return None
    of = replace(subject, groups=()) if subject.groups else replace(EMPTY, is_everybody=True)
    return facets_of(replace(of, change=None), "person")


def _followed(turn: Turn, before: Quantity, told: Told) -> Quantity | None:
    """The count told before in its sentence of which a part makes just this percentage."""
    wholes = [q for q in told.paragraph if q.sentence == before.sentence and q.mention.unit == before.mention.unit]
    rate = worth(turn.heard.mention, turn.heard.words.literal, "percent", None).value
    part = _value(before, told)
    if rate is None or part is None:
        return None
    wholes = [*told.of(before.wholes), *(q for q in wholes if q.index < before.index)]
    return next((q for q in wholes if (whole := _value(q, told)) and follows(rate, part, whole)), None)


def _value(q: Quantity, told: Told) -> Decimal | None:
    return worth(q.mention, told.literal(q), q.mention.unit, None).value


def _unsaid_base(subject: Sense, before: Quantity | None, unit: str | None, told: Told) -> Facets:
    """What a share is of where no base is said: of the whole, of what the list is about, of its own without groups."""
    lead = next((one.subject for one in reversed(told.leads) if one.subject.has_head and one.quantities), None)
    wholes = told.of(before.wholes[:1]) if before is not None else []
    whole = wholes[0].subject if wholes else lead
    whole_unit = wholes[0].mention.unit if wholes else None
    counts_people = unit == "person" and (not subject.classes or whole_unit == "person")
    of = replace(whole or replace(subject, groups=()), change=None)
    return facets_of(of, "person" if counts_people else "household")


def _share(part: Facets, of: Facets) -> Facets:
    return replace(part, measure="share", unit="percent", aspect="level", of_measure=of.measure, of_group=of.group)


def denominator(facets: Facets, classes: frozenset[str]) -> Facets:
    """Of “21/39 trường đạt chuẩn”, “118/2.100 hộ nghèo” the second number counts all of them.

    `classes` are those that the first was told of: of “65/327 hộ nghèo được hỗ trợ” the second counts the poor.
    """
    people = composed().get(("|".join(sorted(classes)), facets.unit or ""))
    if people is not None and facets.measure not in STOCKS and facets.measure is not None:
        return replace(facets, measure=people, group=None, moment=None)
    if facets.measure in STOCKS and facets.unit in ("household", "person", "village", "commune"):
        return replace(facets, measure=composed()["all", facets.unit], group=None)
    known = measures().get(facets.measure or "")
    measure = known.of if known else None
    return replace(facets, measure=measure) if measure else Facets(unit=facets.unit)


# Counts that stand at a moment.
STOCKS = frozenset(code for (_, unit), code in composed().items() if unit != "percent") - {"escaped_households"}
