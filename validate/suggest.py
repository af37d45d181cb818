"""The likeliest correction: the least change that mends the most checks and breaks none.

Fellegi and Holt's error localisation for one slip at a time: the changes that each failing check proposes are tried on
all rules; of those that mend the most and break nothing, those that one slip of a hand explains come first. Two that
are equally likely are both named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.facts import Facts, Figure
from validate.check import Check, Mend
from validate.rules import Rule
from validate.slip import Slip, compare, repairs
from validate.trial import EQUATIONS, OF_BREAKDOWNS, OF_RATIOS, Outcome, Trials, key_of

# More corrections that are equally likely than this name nothing: then only the figure the rule looks at is suggested.
MOST_EQUAL = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One figure's likely value; `why` holds the equations that would then be true."""

    figure_id: int
    value: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change that would mend a failing check: of one figure, or two that stand in each other's place."""

    mends: tuple[Mend, ...]
    mended: int
    slip: Slip
    is_copied: bool = False  # not worked out but carried over: a count beside a percentage

    @property
    def rank(self) -> tuple[int, int, int, bool]:
        """Smaller is likelier: more checks mended, fewer figures, a slip of one movement, in what is worked out."""
        return -self.mended, len(self.mends), self.slip, self.is_copied


class Suggester:
    """Suggests corrections for the failing checks of one plan."""

    def __init__(self, facts: Facts, checks: Iterable[Check], rules: Iterable[Rule]) -> None:
        self._facts = facts
        checks = list(checks)
        self._trials = Trials(facts, checks, rules)
        self._failing = [check for check in checks if check.fault and check.fault.severity != "note"]
        self._why: dict[tuple[int, Decimal], dict[str, None]] = {}
        for check in self._failing:
            for mend in _mends_of(check):
                self._why.setdefault((mend.figure_id, mend.value), {})[mend.why] = None

    def suggest(self, check: Check) -> tuple[Suggestion, ...]:
        """The best changes that mend a check, likeliest first; several only where they are equally likely."""
        fault = check.fault
        if fault is None:
            return ()
        if fault.severity == "note":  # cut off instead of rounded: nothing else is in doubt
            return tuple(Suggestion(mend.figure_id, mend.value, mend.why) for mend in fault.mends[:1])
        if len(check.figures) == 1 and self._facts.figures[check.figures[0]].value is None:
            return tuple(self._suggest_readings(self._facts.figures[check.figures[0]]))
        candidates = [*self._find_changes(check), *self._find_swaps(check)]
        best = min((candidate.rank for candidate in candidates), default=None)
        likeliest = [candidate for candidate in candidates if candidate.rank == best]
        if len(likeliest) > MOST_EQUAL:
            likeliest = [candidate for candidate in likeliest if candidate.mends[0].figure_id == fault.at][:1]
        return tuple(
            Suggestion(mend.figure_id, mend.value, self._tell(mend))
            for mend in dict.fromkeys(mend for candidate in likeliest for mend in candidate.mends)
        )

    def _tell(self, mend: Mend) -> str:
        return "; ".join(self._why.get((mend.figure_id, mend.value), {mend.why: None}))

    def _find_changes(self, check: Check) -> Iterator[Candidate]:
        """The changes of one figure that mend this check and break no other."""
        seen: set[tuple[int, Decimal]] = set()
        for mend in self._proposed(check):
            value = self._facts.figures[mend.figure_id].value
            if (mend.figure_id, mend.value) in seen or value is None or mend.value == value:
                continue
            seen.add((mend.figure_id, mend.value))
            outcome = self._trials.run({mend.figure_id: mend.value})
            if outcome.broken or (check.rule in EQUATIONS and key_of(check) not in outcome.mended):
                continue
            # a sum is wrongly added, or a row is changed behind its back, as often as a digit slips
            is_sum = check.rule in OF_BREAKDOWNS and mend.figure_id == check.figures[0]
            slip = Slip.ONE if is_sum else compare(value, mend.value)
            is_copied = check.rule in OF_RATIOS and mend.figure_id != check.figures[0]
            yield Candidate((mend,), len(outcome.mended), slip, is_copied)

    def _proposed(self, check: Check) -> Iterator[Mend]:
        """What the check itself proposes, then what other failing checks propose for its figures."""
        yield from _mends_of(check)
        figures = set(check.figures)
        for other in self._failing:
            if other is not check and figures & set(other.figures):
                yield from (mend for mend in _mends_of(other) if mend.figure_id in figures)

    def _find_swaps(self, check: Check) -> Iterator[Candidate]:
        """Two cells of one column in each other's place, where a check of either row fails."""
        for other in self._failing:
            if other is check or check.rule not in EQUATIONS or other.rule != check.rule:
                continue
            for one, two in zip(check.figures, other.figures, strict=False):
                mine, theirs = self._facts.figures[one], self._facts.figures[two]
                if not _are_neighbours(mine, theirs) or mine.value is None or theirs.value is None:
                    continue
                outcome = self._trials.run({one: theirs.value, two: mine.value})
                if not outcome.broken and {key_of(check), key_of(other)} <= outcome.mended:
                    why = f"{mine.literal} ↔ {theirs.literal}"
                    mends = (Mend(one, theirs.value, why), Mend(two, mine.value, why))
                    yield Candidate(mends, len(outcome.mended), Slip.ONE)

    def _suggest_readings(self, figure: Figure) -> Iterator[Suggestion]:
        """What a number that cannot be read may be: the reading, or the result, that makes most of its checks hold."""
        readings = repairs(figure.literal)
        made: dict[Decimal, Outcome] = {}
        for value in dict.fromkeys([*readings, *solve(self._facts, figure)]):
            outcome = self._trials.run({figure.figure_id: value})
            if outcome.made and not outcome.broken:
                made[value] = outcome
        best = max((len(outcome.made) for outcome in made.values()), default=0)
        likeliest = [value for value, outcome in made.items() if len(outcome.made) == best]
        likeliest = [value for value in likeliest if value in readings] or likeliest
        if len(likeliest) <= MOST_EQUAL:
            yield from (Suggestion(figure.figure_id, value, "; ".join(made[value].formulas)) for value in likeliest)


def _mends_of(check: Check) -> tuple[Mend, ...]:
    return check.fault.mends if check.fault else ()


def _are_neighbours(one: Figure, other: Figure) -> bool:
    """Whether two cells stand one above the other."""
    if one.table_id is None or one.table_id != other.table_id or one.column != other.column:
        return False
    return one.row is not None and other.row is not None and abs(one.row - other.row) == 1


def solve(facts: Facts, figure: Figure) -> Iterator[Decimal]:
    """What the totals that a figure stands in leave for it."""
    for breakdown in facts.breakdowns:
        ids = (breakdown.whole, *breakdown.parts)
        if figure.figure_id not in ids or not breakdown.is_complete:
            continue
        values = {i: facts.figures[i].value for i in ids if i != figure.figure_id}
        known = [value for value in values.values() if value is not None]
        if len(known) < len(values):
            continue
        whole = values.pop(breakdown.whole, None)
        parts = sum((value for value in values.values() if value is not None), Decimal(0))
        yield parts if whole is None else whole - parts
