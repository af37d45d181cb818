"""How much of a plan was checked: of all percentages, totals and breakdowns, and why not the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extract.facts import Facts
from validate.audit import Audit
from validate.check import BASE_NOT_NAMED, NO_BASE, Check
from validate.trial import EQUATIONS, OF_BREAKDOWNS

# What reads as a percentage of something, or a change of one.
PERCENTAGES = frozenset({"percent", "percentage_point"})


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many so many were checked; `reasons` says why not the others, the commonest first."""

    all: int
    checked: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """The checks of one rule by their outcome."""

    rule: str
    held: int
    not_held: int
    not_testable: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one plan's audit reached."""

    percentages: Share
    totals: Share
    breakdowns: Share
    rules: tuple[RuleCoverage, ...]


def coverage(facts: Facts, audit: Audit) -> Coverage:
    """What was checked of a plan: every percentage, every total of a table, every breakdown of the text."""
    percentages = {figure.figure_id for figure in facts.figures if figure.facets.unit in PERCENTAGES}
    whole = {(breakdown.axis == "list", breakdown.whole) for breakdown in facts.breakdowns}
    totals = {figure_id for is_list, figure_id in whole if not is_list}
    breakdowns = {figure_id for is_list, figure_id in whole if is_list}
    equations = [check for check in audit.checks if check.rule in EQUATIONS]
    tested = [check for check in audit.checks if check.rule in EQUATIONS | {"implied_base"}]
    sums = [check for check in equations if check.rule in OF_BREAKDOWNS]
    return Coverage(
        _share(facts, percentages, ((check, set(check.figures)) for check in tested)),
        _share(facts, totals, ((check, set(check.figures[:1])) for check in sums if check.rule != "parts")),
        _share(facts, breakdowns, ((check, set(check.figures[:1])) for check in sums if check.rule == "parts")),
        _rules(audit.checks),
    )


def _share(facts: Facts, wanted: set[int], checks: Iterable[tuple[Check, set[int]]]) -> Share:
    """How many of the figures a check tested; of the others why the first check of them could not be made."""
    checked: set[int] = set()
    why: dict[int, str] = {}
    for check, figures in checks:
        if check.holds is not None:
            checked |= figures & wanted
        else:
            for figure_id in figures & wanted:
                why.setdefault(figure_id, check.reason or NO_BASE)
    reasons = Counter(_reason(facts, figure_id, why.get(figure_id, NO_BASE)) for figure_id in wanted - checked)
    return Share(len(wanted), len(checked), tuple(reasons.most_common()))


def _reason(facts: Facts, figure_id: int, reason: str) -> str:
    """Why a figure was not checked: of a target nobody expects that its base be printed."""
    is_target = facts.figures[figure_id].facets.stance == "target"
    return BASE_NOT_NAMED if reason == NO_BASE and is_target else reason


def _rules(checks: Iterable[Check]) -> tuple[RuleCoverage, ...]:
    outcomes: dict[str, Counter[bool | None]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for check in checks:
        outcomes[check.rule][check.holds] += 1
        if check.reason is not None:
            reasons[check.rule][check.reason] += 1
    return tuple(
        RuleCoverage(rule, found[True], found[False], found[None], tuple(reasons[rule].most_common()))
        for rule, found in sorted(outcomes.items())
    )
