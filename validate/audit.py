"""All rules over one plan: checks numbered, findings told, crashes kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from extract.document import Span
from extract.facts import Facts, Figure
from validate.check import Check, Fault
from validate.cross import OtherFigure
from validate.rules import Rule, load
from validate.suggest import Suggester, Suggestion
from validate.trial import EQUATIONS

__all__ = ["Audit", "Check", "Crash", "Finding", "Suggestion", "audit"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What an analyst must look at: a check that does not hold, told in one sentence, with the place to look.

    Findings that fail through one figure share their `cause_id`, which is the id of that figure.
    """

    finding_id: int
    rule: str
    severity: str
    check_id: int | None
    figures: tuple[int, ...]
    formula: str | None
    stated: Decimal | None
    expected: Fraction | None
    message_vi: str
    message_en: str
    suggestions: tuple[Suggestion, ...] = ()
    cause_id: int | None = None
    block_id: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    other_figures: tuple[OtherFigure, ...] = ()  # across plans


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that could not finish: a fault of the program, not of the plan. Checks it made before are kept."""

    rule: str
    error: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Every check made, by rule; every finding, in reading order; every rule that crashed."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    crashed: tuple[Crash, ...] = ()


def audit(facts: Facts, rules: Iterable[Rule] | None = None) -> Audit:
    """Make every check of every rule on one plan. A rule that crashes is recorded, never raised."""
    checks: list[Check] = []
    crashed: list[Crash] = []
    asked = list(load().values() if rules is None else rules)
    for rule in asked:
        if rule.check is None:
            continue
        try:
            for check in rule.check(facts):
                checks.append(replace(check, rule=rule.code, check_id=len(checks)))
        except Exception as error:  # whatever a rule trips over, the other rules' checks must not be lost
            crashed.append(Crash(rule.code, f"{type(error).__name__}: {error}"))
    return Audit(tuple(checks), tuple(_tell(facts, checks, asked)), tuple(crashed))


def _tell(facts: Facts, checks: list[Check], rules: list[Rule]) -> list[Finding]:
    """A finding for each check that does not hold, in reading order."""
    suggester, causes = Suggester(facts, checks, rules), _find_causes(checks)
    findings = []
    told: set[tuple[object, ...]] = set()
    for check in checks:
        if check.fault is not None:
            # a total whose parts are told twice fails twice for one reason
            same = (check.rule, check.fault.at, check.fault.span, check.formula)
            if same in told:
                continue
            told.add(same)
            suggestions = suggester.suggest(check)
            changed = {suggestion.figure_id for suggestion in suggestions}
            cause_id = changed.pop() if len(changed) == 1 else causes[check.check_id]
            findings.append(_tell_one(facts, check, check.fault, suggestions, cause_id))
    findings.sort(key=lambda f: (f.block_id is None, f.block_id or 0, f.start or 0, f.rule, f.check_id or 0))
    return [replace(finding, finding_id=number) for number, finding in enumerate(findings)]


def _tell_one(
    facts: Facts, check: Check, fault: Fault, suggestions: tuple[Suggestion, ...], cause_id: int | None
) -> Finding:
    message = fault.message.filled(fault.words)
    place: Span | Figure | None = fault.span if fault.at is None else facts.figures[fault.at]
    return Finding(
        finding_id=0,
        rule=check.rule,
        severity=fault.severity,
        check_id=check.check_id,
        figures=check.figures,
        formula=check.formula,
        stated=check.stated,
        expected=check.expected,
        message_vi=message.vi,
        message_en=message.en,
        suggestions=suggestions,
        cause_id=cause_id,
        block_id=place.block_id if place else None,
        start=place.start if place else None,
        end=place.end if place else None,
        page=_find_page(facts, place),
    )


def _find_page(facts: Facts, place: Span | Figure | None) -> int | None:
    """The page of a figure, else of its block."""
    if place is None:
        return None
    page = place.page if isinstance(place, Figure) else None
    return facts.document.blocks[place.block_id].page if page is None else page


def _find_causes(checks: list[Check]) -> dict[int, int | None]:
    """The figure each failing check fails through, by check, where no correction tells it.

    A figure that fails in several checks, and in more than it holds in, is their common cause; else it is the figure
    the rule looks at. Notes (a percentage cut off instead of rounded) say nothing against the figures beside it.
    """
    failing: Counter[int] = Counter()
    holding: Counter[int] = Counter()
    for check in checks:
        if check.holds and check.rule in EQUATIONS:
            holding.update(set(check.figures))
        elif check.fault is not None and check.fault.severity != "note":
            failing.update(set(check.figures))
    causes: dict[int, int | None] = {}
    for check in checks:
        if check.fault is None:
            continue
        shared = [i for i in check.figures if failing[i] > max(1, holding[i])]
        if not shared or check.fault.severity == "note":
            causes[check.check_id] = check.fault.at
        else:
            causes[check.check_id] = max(shared, key=lambda i: (failing[i] - holding[i], -i))
    return causes
