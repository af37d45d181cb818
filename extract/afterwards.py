"""What later words of a sentence say of numbers told before them: the verb at its end, the plan, the cause of all.

Each of these looks back over quantities that have their facets already, and replaces them in what was told.
"""

from __future__ import annotations

from dataclasses import replace

from extract import cues
from extract.facets import facets_of
from extract.groups import group_code
from extract.quantity import Quantity
from extract.sense import sense
from extract.subjects import became_poor
from extract.told import Told
from normalize.fold import fold
from normalize.vocabulary import measures, table


def look_back(told: Told, before: int) -> None:
    """Look back over a sentence that has been read; `before` is its first quantity."""
    _share_verb(told, before)
    _name_no_sole_cause(told, before)


def fulfil(told: Told, before: int) -> None:
    """“giảm 203 hộ, tỷ lệ giảm 0,9%, đạt 109,73% kế hoạch (185 hộ)”: what was planned tells what was fulfilled."""
    *_, done, planned = (None, *told.quantities[before:])
    if done is None or planned is None or done.facets.measure != "plan_fulfilment":
        return
    if not planned.is_planned and not (planned.in_bracket and planned.facets.stance == "target"):
        return
    reached = [q for q in told.quantities[before : done.index] if q.facets.unit == planned.facets.unit]
    if reached and reached[-1].facets.measure == planned.facets.measure:
        told.quantities[done.index] = replace(done, facets=replace(done.facets, of_measure=planned.facets.measure))


def _share_verb(told: Told, before: int) -> None:
    """“100% người thuộc hộ nghèo và 90% người thuộc hộ cận nghèo có thẻ …”: the verb is told once, at the end."""
    quantities = told.quantities
    for index in range(len(quantities) - 2, before - 1, -1):
        q, following = quantities[index], quantities[index + 1]
        verb = _verb_of(told, following)
        counts_people = bool(q.subject.classes) and not q.subject.measures and not q.subject.change
        is_pair = q.mention.unit == following.mention.unit and following.index not in q.wholes
        is_listed = counts_people and is_pair and not following.wholes and not following.restates
        if verb and (q.is_bare_coverage or is_listed):
            subject = replace(q.subject, measures=verb)
            said = following.facets
            facets = replace(facets_of(subject, q.mention.unit), stance=said.stance, year=said.year, moment=said.moment)
            quantities[index] = replace(q, subject=subject, facets=facets)


def _verb_of(told: Told, q: Quantity) -> tuple[str, ...]:
    """What those of a class get or do, as it is told of the poor: “8 hộ cận nghèo phát sinh”, they are new."""
    if q.subject.classes and not q.subject.change:
        return q.subject.measures
    folded = fold(told.document.blocks[q.block_id].text)
    if cues.NEAR_POOR_BEHIND.match(folded, q.mention.unit_end) is None:
        return ()
    of_poor = {known.near_poor: code for code, known in measures().items()}
    return tuple(of_poor[code] for code in q.subject.measures if code in of_poor)


def _name_no_sole_cause(told: Told, before: int) -> None:
    """“phát sinh mới 11 hộ do tách hộ, ốm đau”: why all of them are poor now; several told so are parts."""
    caused = [
        q
        for q in told.quantities[before:]
        if became_poor(q.subject) and q.subject.groups
        and not any(whole.subject.measures == q.subject.measures for whole in told.of(q.wholes))
    ]  # fmt: skip
    for q in caused:
        alike = [other for other in caused if other.subject.measures == q.subject.measures]
        text = told.document.blocks[q.block_id].text
        due = cues.DUE_TO.match(fold(text), q.mention.unit_end)
        if len(alike) > 1 or due is None:
            continue
        why = cues.UNTIL_STOP.match(text, due.end())
        causes = {code for group in sense(why[0] if why else "").groups for code in group}
        causes |= set(table("groups")["kind"])  # what somebody lacks or gets is why, too
        groups = tuple(group - causes for group in q.subject.groups if group - causes)
        subject, facets = replace(q.subject, groups=groups), replace(q.facets, group=group_code(groups))
        told.quantities[q.index] = replace(q, subject=subject, facets=facets)
