"""The likeliest correction: the one change that mends the most checks and disturbs the fewest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from validate.check import Check, Mend

# More corrections that are equally likely than this name nothing: then only the figure the rule looks at is suggested.
MOST_EQUAL = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One figure's likely value; `why` holds the equations that would then be true."""

    figure_id: int
    value: Decimal
    why: str


class Ledger:
    """What all checks of a plan say for and against changing a figure.

    A change speaks for itself by every failing check it mends (row and column that miss by the same amount name one
    cell), and against itself by every check in which the figure holds as it stands.
    """

    def __init__(self, checks: Iterable[Check]) -> None:
        self._mended: Counter[tuple[int, Decimal]] = Counter()
        self._why: dict[tuple[int, Decimal], dict[str, None]] = {}
        self._holding: Counter[int] = Counter()
        for check in checks:
            if check.holds:
                self._holding.update(set(check.figures))
            for mend in check.fault.mends if check.fault else ():
                change = (mend.figure_id, mend.value)
                self._mended[change] += 1
                self._why.setdefault(change, {})[mend.why] = None

    def suggest(self, check: Check) -> tuple[Suggestion, ...]:
        """The best changes that mend the check, likeliest first; several only where they are equally likely."""
        mends = check.fault.mends if check.fault else ()
        if not mends:
            return ()
        best = max(map(self._score, mends))
        likeliest = [mend for mend in mends if self._score(mend) == best]
        if len(likeliest) > MOST_EQUAL:
            likeliest = likeliest[:1] if likeliest[0] is mends[0] else []
        return tuple(
            Suggestion(mend.figure_id, mend.value, "; ".join(self._why[mend.figure_id, mend.value]))
            for mend in likeliest
        )

    def _score(self, mend: Mend) -> int:
        return self._mended[mend.figure_id, mend.value] - self._holding[mend.figure_id]
