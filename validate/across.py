"""The audit of many plans together: of one unit in following years, of a district and its communes, one plan twice.

Each plan gives a `Summary` while it is at hand; when all are read, `audit_across` tells what to add to each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.document import Span
from validate.audit import Crash, Finding, Suggestion
from validate.check import Check, Fault
from validate.cross import CrossCheck
from validate.kinship import find_successions, find_twins, share_villages
from validate.message import Message
from validate.rules import load
from validate.summary import Summary, summarise

__all__ = ["Across", "Summary", "audit_across", "summarise"]

TWICE = Message("Cùng một nội dung với {plan}.", "The same text as {plan}.")
VILLAGES = Message(
    "Danh sách thôn khác với {plan}: không còn {gone}; mới có {new}.",
    "The villages differ from those of {plan}: {gone} no longer, {new} now.",
)

# Lists of fewer villages say little: a table may tell of some of them only.
FEWEST_VILLAGES = 3


@dataclass(frozen=True, slots=True)
class Across:
    """What is added to one plan: checks and findings numbered from 0, to be put behind its own."""

    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()


def audit_across(plans: Sequence[Summary]) -> tuple[dict[str, Across], tuple[Crash, ...]]:
    """Every check across plans, by document id, and the rules that crashed; of equal plans the first given stands."""
    made: dict[str, list[CrossCheck]] = defaultdict(list)
    crashed: list[Crash] = []
    rules: list[tuple[str, Callable[[Sequence[Summary]], Iterator[CrossCheck]]]] = [
        (rule.code, rule.check_across) for rule in load().values() if rule.check_across is not None
    ]
    for code, check_across in [*rules, ("other", _check_others)]:
        try:
            for cross in check_across(plans):
                numbered = replace(cross.check, rule=code, check_id=len(made[cross.document_id]))
                made[cross.document_id].append(replace(cross, check=numbered))
        except Exception as error:  # whatever a rule trips over, the plans' own audits must not be lost
            crashed.append(Crash(code, f"{type(error).__name__}: {error}"))
    return {document_id: _tell(found) for document_id, found in made.items()}, tuple(crashed)


def _tell(found: list[CrossCheck]) -> Across:
    findings = [_tell_one(cross, cross.check.fault) for cross in found if cross.check.fault is not None]
    numbered = (replace(finding, finding_id=number) for number, finding in enumerate(findings))
    return Across(tuple(cross.check for cross in found), tuple(numbered))


def _tell_one(cross: CrossCheck, fault: Fault) -> Finding:
    check, message = cross.check, fault.message.filled(fault.words)
    suggestions = tuple(Suggestion(mend.figure_id, mend.value, mend.why) for mend in fault.mends)
    return Finding(
        0, check.rule, fault.severity, check.check_id, check.figures, check.formula, check.stated, check.expected,
        message.vi, message.en, suggestions, fault.at, *_place(fault.span), other_figures=cross.others,
    )  # fmt: skip


def _place(span: Span | None) -> tuple[int | None, int | None, int | None]:
    return (span.block_id, span.start, span.end) if span else (None, None, None)


def _check_others(plans: Sequence[Summary]) -> Iterator[CrossCheck]:
    """Plans that stand twice in the corpus, and villages that appear, vanish or get another name."""
    twins = list(find_twins(plans))
    for first, second in twins:
        fault = Fault("note", TWICE, {"plan": first.path}, at=None)
        yield CrossCheck(second.document_id, Check(False, (), f"{second.path} = {first.path}", fault=fault))
    doubled = {second.document_id for _, second in twins}
    for earlier, later in find_successions([plan for plan in plans if plan.document_id not in doubled]):
        if earlier.years == later.years or min(len(earlier.villages), len(later.villages)) < FEWEST_VILLAGES:
            continue
        if share_villages(earlier, later):
            yield _check_villages(earlier, later)


def _check_villages(earlier: Summary, later: Summary) -> CrossCheck:
    before, now = ({" ".join(name.casefold().split()): name for name in plan.villages} for plan in (earlier, later))
    gone = [name for key, name in before.items() if key not in now]
    new = [name for key, name in now.items() if key not in before]
    formula = f"{len(before)} → {len(now)}"
    if not gone and not new:
        return CrossCheck(later.document_id, Check(True, (), formula))
    words = {"plan": earlier.told, "gone": ", ".join(gone) or "–", "new": ", ".join(new) or "–"}
    return CrossCheck(later.document_id, Check(False, (), formula, fault=Fault("note", VILLAGES, words, at=None)))
