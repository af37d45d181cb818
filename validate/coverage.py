"""How much of a plan was checked: of all percentages, totals and breakdowns, and why not the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extract.facts import Facts
from validate.audit import Audit
from validate.check import BASE_NOT_NAMED, NO_BASE, NO_PARTS, NOT_UNDERSTOOD, Check
from validate.claim import RATES
from validate.trial import EQUATIONS, OF_BREAKDOWNS

# Rows of a table that add up others.
TOTALS = frozenset({"total", "subtotal"})


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
    percentages = {figure.figure_id for figure in facts.figures if figure.facets.unit in RATES}
    lists = {breakdown.whole for breakdown in facts.breakdowns if breakdown.axis == "list"}
    equations = [check for check in audit.checks if check.rule in EQUATIONS]
    tested = [check for check in audit.checks if check.rule in EQUATIONS | {"implied_base"}]
    sums = [check for check in equations if check.rule in OF_BREAKDOWNS]
    rows = ((check, set(check.figures[:1])) for check in sums if check.rule != "parts")
    return Coverage(
        _share(facts, percentages, ((check, set(check.figures)) for check in tested), NO_BASE),
        _share(facts, find_totals(facts), rows, NO_PARTS),
        _share(facts, lists, ((check, set(check.figures[:1])) for check in sums if check.rule == "parts"), NO_PARTS),
        _rules(audit.checks),
    )


def find_totals(facts: Facts) -> set[int]:
    """The counts in rows of totals, those of columns that were not understood among them, and totals of other axes."""
    found = {breakdown.whole for breakdown in facts.breakdowns if breakdown.axis != "list"}
    rows = {(stat.table_id, stat.row) for stat in facts.village_stats if stat.place_kind in TOTALS}
    for figure in facts.figures:
        is_counted = figure.kind in ("count", "money", "area") and figure.facets.unit not in RATES
        if is_counted and (figure.table_id, figure.row) in rows and figure.value is not None:
            found.add(figure.figure_id)
    return found


def _share(facts: Facts, wanted: set[int], checks: Iterable[tuple[Check, set[int]]], lacking: str) -> Share:
    """How many of the figures a check tested; of the others why the first check of them could not be made."""
    checked: set[int] = set()
    why: dict[int, str] = {}
    for check, figures in checks:
        if check.holds is not None:
            checked |= figures & wanted
        else:
            for figure_id in figures & wanted:
                why.setdefault(figure_id, check.reason or lacking)
    reasons = Counter(_reason(facts, figure_id, why.get(figure_id, lacking)) for figure_id in wanted - checked)
    return Share(len(wanted), len(checked), tuple(sorted(reasons.items(), key=lambda told: (-told[1], told[0]))))


def _reason(facts: Facts, figure_id: int, reason: str) -> str:
    """Why a figure was not checked: of a target nobody expects that its base be printed."""
    figure = facts.figures[figure_id]
    if reason in (NO_BASE, NO_PARTS) and figure.facets.measure is None:
        return NOT_UNDERSTOOD
    return BASE_NOT_NAMED if reason == NO_BASE and figure.facets.stance == "target" else reason


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
