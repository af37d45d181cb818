"""Digits that OCR is unsure of, settled by the plan's own arithmetic.

Every unsure figure has candidates: what was read, what OCR saw besides, what its digits are taken for. The equations it
stands in leave those with which all of them can hold; where one is left, it is settled, and what is settled helps to
settle others. Where several are left nothing is settled, and where an equation holds with none of them it is left out:
then the plan itself may be at fault. Printed documents are never touched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from math import prod

from extract.facts import Facts
from extract.gather import gather
from extract.readings import Settlement, locate, overlapping
from validate.audit import Audit, audit
from validate.candidates import CONFUSABLE, LOST, SEEN, Candidate, find_candidates
from validate.claim import RATES
from validate.relation import Relation, find_relations
from validate.trial import EQUATIONS, OF_RATIOS

# A reading surer than this is as good as print: two models agree on it.
SURE = 0.8
# How sure a settled figure is, by whether one equation says so or more; one that is not settled must be looked at.
BY_ONE = 0.75
BY_MORE = 0.9
UNSETTLED = 0.49
# So many of the rates of a column make a habit of their decimals, of so many at least.
HABIT = 0.6
LEAST_ROWS = 4
# One sum tells one number: of two unsure ones in it, one at most may be other than what OCR saw, and of three it tells
# nothing. A rate of several digits tells two.
OPEN = {True: 3, False: 2}
FEW = 32  # unless there is next to nothing to choose from
CHANGED = {True: 2, False: 1}
# An equation is asked for so many combinations at most: three unsure figures with nothing known of any settle nothing.
COMBINATIONS = 3000
# All of one plan together: some seconds.
BUDGET = 40_000

_KINDS = frozenset({"count", "percent", "money", "area"})

Domains = dict[int, tuple[Decimal, ...]]
Settled = dict[int, Decimal]
Values = tuple[tuple[int, Decimal], ...]


def settle(facts: Facts) -> tuple[Facts, Audit]:
    """The facts with what could be settled, and their audit. `settled_by` names the checks that decided.

    The literal stays what was read; value and confidence are those settled on.
    """
    unsure = find_unsure(facts)
    settlements = decide(facts, unsure) if unsure else {}
    if not settlements:
        return facts, audit(facts)
    made = audit(taken := gather(facts.document, settlements))
    deciding = _deciding(made, settlements)
    undecided = {i for i, settlement in settlements.items() if settlement.value is not None and not deciding.get(i)}
    if undecided:  # no check can be named that decided: then nothing did
        settlements |= dict.fromkeys(undecided, Settlement(None, UNSETTLED))
        made = audit(taken := gather(facts.document, settlements))
        deciding = _deciding(made, settlements)
    figures = tuple(
        replace(figure, settled_by=tuple(deciding[figure.figure_id])) if deciding.get(figure.figure_id) else figure
        for figure in taken.figures
    )
    return replace(taken, figures=figures), made


def _deciding(made: Audit, settlements: Mapping[int, Settlement]) -> dict[int, list[int]]:
    """The checks that hold with each settled figure."""
    settled = {figure_id for figure_id, settlement in settlements.items() if settlement.value is not None}
    deciding: dict[int, list[int]] = defaultdict(list)
    for check in made.checks:
        is_kept = check.holds or (check.fault is not None and check.fault.severity == "note")
        if check.rule in EQUATIONS and is_kept:
            for figure_id in settled.intersection(check.figures):
                deciding[figure_id].append(check.check_id)
    return deciding


def find_unsure(facts: Facts) -> dict[int, tuple[Candidate, ...]]:
    """The quantities OCR is unsure of, with what they may be. Ranges are left alone."""
    readings = locate(facts.document)
    habits = _habits(facts) if readings else {}
    unsure: dict[int, tuple[Candidate, ...]] = {}
    for figure in facts.figures:
        if figure.kind not in _KINDS or figure.value_to is not None or figure.block_id not in readings:
            continue
        own = overlapping(readings[figure.block_id], figure.start, figure.end)
        if own and min(reading.confidence for reading in own) < SURE:
            text = facts.document.blocks[figure.block_id].text
            habit = habits.get((figure.table_id, figure.column)) if figure.table_id is not None else None
            unsure[figure.figure_id] = find_candidates(figure, text, own, habit)
    return unsure


def _habits(facts: Facts) -> dict[tuple[int | None, int | None], int]:
    """How many decimals the rates of each column of a table have, where nearly all have as many."""
    columns: dict[tuple[int | None, int | None], Counter[int]] = defaultdict(Counter)
    for figure in facts.figures:
        if figure.table_id is not None and figure.facets.unit in RATES and figure.decimals is not None:
            columns[figure.table_id, figure.column][figure.decimals] += 1
    return {
        column: decimals
        for column, counts in columns.items()
        for decimals, count in counts.most_common(1)
        if count >= HABIT * counts.total() and counts.total() >= LEAST_ROWS
    }


def decide(facts: Facts, unsure: Mapping[int, Sequence[Candidate]]) -> dict[int, Settlement]:
    """What each unsure figure that stands in an equation is taken for."""
    lifted = tuple(
        replace(figure, confidence=1.0) if figure.figure_id in unsure else figure for figure in facts.figures
    )
    court = _Court(find_relations(replace(facts, figures=lifted), frozenset(unsure)), _within(unsure, SEEN))
    # All that its digits may be taken for; where that leaves a choice, only what was seen; where it leaves nothing,
    # digits lost as well.
    near = _within(unsure, CONFUSABLE)
    settled, hopeless = court.hear(near, {})
    settled |= court.hear(near | _contested(unsure), settled)[0]
    far = {i: values for i, values in _within(unsure, LOST).items() if i in hopeless}
    settled |= court.hear(near | far, settled)[0] if far else {}
    settlements: dict[int, Settlement] = {}
    for figure_id in unsure:
        if figure_id in settled:
            confidence = BY_MORE if court.support(figure_id, settled) > 1 else BY_ONE
            settlements[figure_id] = Settlement(settled[figure_id], confidence)
        elif court.concerns(figure_id):
            settlements[figure_id] = Settlement(None, UNSETTLED)
    return settlements


def _within(unsure: Mapping[int, Sequence[Candidate]], distance: int) -> Domains:
    return {i: tuple(one.value for one in own if one.distance <= distance) for i, own in unsure.items()}


def _contested(unsure: Mapping[int, Sequence[Candidate]]) -> Domains:
    """What OCR itself saw, where that is more than one number."""
    return {i: values for i, values in _within(unsure, SEEN).items() if len(values) > 1}


class _Court:
    """The equations that unsure figures stand in; they are heard for what they leave of the candidates."""

    def __init__(self, relations: Sequence[Relation], seen: Domains) -> None:
        self._relations = relations
        self._seen = {i: frozenset(values) for i, values in seen.items()}
        self._outcomes: dict[tuple[int, Values], bool | None] = {}
        self._left = BUDGET

    def concerns(self, figure_id: int) -> bool:
        """Whether any equation holds the figure."""
        return any(figure_id in relation.figures for relation in self._relations)

    def support(self, figure_id: int, settled: Settled) -> int:
        """How many equations hold with what was settled."""
        return sum(
            bool(self._ask(number, tuple((i, settled[i]) for i in relation.figures if i in settled)))
            for number, relation in enumerate(self._relations)
            if figure_id in relation.figures
        )

    def hear(self, domains: Domains, settled: Settled) -> tuple[Settled, set[int]]:
        """What is settled when nothing narrows any more, and the figures of equations that hold with no candidate.

        Such an equation is left out. Where two contradict each other, their figures are: either may be at fault.
        """
        whole = {i: (settled[i],) if i in settled else values for i, values in domains.items() if values}
        out: set[int] = set()  # equations left out
        quarrelled: set[int] = set()  # figures left out
        hopeless: set[int] = set()
        while True:
            left = {i: values for i, values in whole.items() if i not in quarrelled}
            failed = self._narrow(left, out, quarrelled | (domains.keys() - whole.keys()))
            if failed is None:
                break
            own = {i for i in self._relations[failed].figures if i in whole}
            if self._supported(failed, whole):
                quarrelled |= own - settled.keys()
                out.add(failed)
            else:
                out.add(failed)
                hopeless |= own
        told = {i: left[i][0] for i in left if len(left[i]) == 1 and len(whole[i]) > 1}
        return told, hopeless

    def _narrow(self, domains: Domains, out: set[int], unknown: set[int]) -> int | None:
        """Narrow the domains in place until nothing changes; or the equation with which none of them can hold."""
        changed = True
        while changed:
            changed = False
            for number, relation in enumerate(self._relations):
                if number in out or unknown.intersection(relation.figures):
                    continue
                kept = self._supported(number, domains)
                if kept is None:
                    continue
                if not kept:
                    return number
                for figure_id, values in kept.items():
                    changed = changed or len(values) < len(domains[figure_id])
                    domains[figure_id] = values
        return None

    def _supported(self, number: int, domains: Domains) -> Domains | None:
        """The values with which an equation can hold; empty where there are none, None where it could not be asked."""
        own = [i for i in self._relations[number].figures if i in domains]
        if not own or prod(len(domains[i]) for i in own) > COMBINATIONS:
            return None
        open_ones = [place for place, i in enumerate(own) if len(domains[i]) > 1]
        code = self._relations[number].code
        is_ratio = code in OF_RATIOS
        if len(open_ones) > OPEN[is_ratio] and prod(len(domains[i]) for i in own) > FEW:
            return None
        outcomes = {
            values: self._ask(number, tuple(zip(own, values, strict=True)))
            for values in product(*(domains[i] for i in own))
        }
        if all(outcome is None for outcome in outcomes.values()):
            return None
        fitting = [values for values, outcome in outcomes.items() if outcome]
        if len(fitting) == 1 and len(open_ones) > 1:
            changed = sum(fitting[0][place] not in self._seen[own[place]] for place in open_ones)
            if changed > CHANGED[is_ratio]:
                return None
        return {
            i: tuple(value for value in domains[i] if any(values[place] == value for values in fitting))
            for place, i in enumerate(own)
            if fitting
        }

    def _ask(self, number: int, values: Values) -> bool | None:
        if (number, values) not in self._outcomes:
            if self._left <= 0:
                return None
            self._left -= 1
            self._outcomes[number, values] = self._relations[number].holds(dict(values))
        return self._outcomes[number, values]
