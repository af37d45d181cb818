"""What a change of figures would do to the checks: the rules that look at them are asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.facts import Facts, VillageStat
from validate.check import Check
from validate.rules import Rule

# Rules whose checks are equations between figures: only these speak for a number as it stands.
EQUATIONS = frozenset(
    {"share", "rate_column", "attainable", "column_total", "row_total", "parts", "balance", "text_table", "text_text"}
)
# Rules that merely bound a number: what they do not allow speaks against it, what they do says nothing.
BOUNDS = frozenset({"bound", "household_size"})
# Rules that look at ratios or breakdowns one by one: they need to be asked of those that hold the figure alone.
OF_RATIOS = frozenset({"share", "rate_column", "attainable"})
OF_BREAKDOWNS = frozenset({"column_total", "row_total", "parts"})
# A share's first figures say which share it is; behind them stands what explains it.
RATIO_FIGURES = 3

Key = tuple[str, tuple[int, ...]]
Changes = Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Equations that did not hold and would, that held and would not, and that could not be made and would hold."""

    mended: frozenset[Key]
    broken: frozenset[Key]
    made: frozenset[Key]
    formulas: tuple[str, ...] = ()  # of what was made


class Trials:
    """Tries changes on one plan."""

    def __init__(self, facts: Facts, checks: Iterable[Check], rules: Iterable[Rule]) -> None:
        self._facts = facts
        tried = EQUATIONS | BOUNDS
        self._checks = [check for check in checks if check.rule in tried]
        self._rules = {rule.code: rule.check for rule in rules if rule.code in tried and rule.check is not None}
        self._outcomes: dict[tuple[tuple[int, Decimal], ...], Outcome] = {}

    def run(self, changes: Changes) -> Outcome:
        """What the changes would do."""
        asked = tuple(sorted(changes.items()))
        if asked not in self._outcomes:
            self._outcomes[asked] = self._run(changes)
        return self._outcomes[asked]

    def _run(self, changes: Changes) -> Outcome:
        codes = {check.rule for check in self._checks if changes.keys() & set(check.figures)}
        before = [check for check in self._checks if check.rule in codes and _is_asked(check, changes)]
        after = [check for check in self._ask(changes, codes) if _is_asked(check, changes)]
        failed, fails = (_keys(checks, False, "error", "warning", bounds=True) for checks in (before, after))
        made = _keys(after, True) & _keys(before, None)
        # what is told with “khoảng” (about) forbids nothing
        broken = _keys(after, False, "error") - _keys(before, False, "error", "warning")
        return Outcome(failed - fails, broken, made, tuple(c.formula for c in after if key_of(c) in made))

    def _ask(self, changes: Changes, codes: set[str]) -> Iterator[Check]:
        changed = change(self._facts, changes)
        near = replace(
            changed,
            ratios=tuple(
                ratio
                for ratio in changed.ratios
                if changes.keys() & {ratio.percent, *(i for pair in ratio.pairs for i in (pair.part, pair.whole))}
            ),
            breakdowns=tuple(one for one in changed.breakdowns if changes.keys() & {one.whole, *one.parts}),
        )
        for code in sorted(codes):
            facts = near if code in OF_RATIOS | OF_BREAKDOWNS else changed
            yield from (replace(check, rule=code) for check in self._rules[code](facts))


def change(facts: Facts, changes: Changes) -> Facts:
    """The facts with other values of some figures, in their table cells too."""
    figures = list(facts.figures)
    for figure_id, value in changes.items():
        figures[figure_id] = replace(figures[figure_id], value=value)
    return replace(
        facts, figures=tuple(figures), village_stats=tuple(_changed(stat, changes) for stat in facts.village_stats)
    )


def _changed(stat: VillageStat, changes: Changes) -> VillageStat:
    value = None if stat.figure_id is None else changes.get(stat.figure_id)
    return stat if value is None else replace(stat, value=value)


def _is_asked(check: Check, changes: Changes) -> bool:
    """Whether a check would have been made again: of ratios and breakdowns only those that hold the figure are."""
    return check.rule not in OF_RATIOS | OF_BREAKDOWNS or bool(changes.keys() & set(check.figures))


def _keys(checks: Iterable[Check], holds: bool | None, *severities: str, bounds: bool = False) -> frozenset[Key]:
    """The checks of one outcome; of those that do not hold, of these severities, and with `bounds` every bound."""
    return frozenset(
        key_of(check)
        for check in checks
        if check.holds is holds
        and (check.fault is None or check.fault.severity in severities or (bounds and check.rule in BOUNDS))
    )


def key_of(check: Check) -> Key:
    """What tells a check from another of the same plan."""
    return check.rule, check.figures[:RATIO_FIGURES] if check.rule in OF_RATIOS else check.figures
