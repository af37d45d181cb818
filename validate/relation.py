"""An equation between figures of a plan, asked again for other values of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.facts import Facets, Facts
from validate.check import Check
from validate.rules import load
from validate.trial import EQUATIONS, change, key_of


@dataclass(frozen=True, slots=True)
class Relation:
    """A check that holds or not, with no more of the plan than its rule needs to make it again."""

    code: str
    figures: tuple[int, ...]
    rule: Callable[[Facts], Iterator[Check]]
    near: Facts

    def holds(self, values: Mapping[int, Decimal]) -> bool | None:
        """Whether it would hold with these values; None where it could not be made.

        A percentage cut off instead of rounded holds too: its digits are as it was written.
        """
        wanted = set(self.figures)
        outcomes = [
            bool(check.holds) or (check.fault is not None and check.fault.severity == "note")
            for check in self.rule(change(self.near, values))
            if check.holds is not None and wanted <= set(check.figures)
        ]
        return any(outcomes) if outcomes else None


def find_relations(facts: Facts, asked: frozenset[int]) -> list[Relation]:
    """The equations of a plan in which the figures asked for stand."""
    relations: dict[tuple[str, frozenset[int]], Relation] = {}
    for code, rule in load().items():
        if code not in EQUATIONS or rule.check is None:
            continue
        try:
            checks = list(rule.check(facts))
        except Exception:  # a rule that crashes is told by the audit; here it merely settles nothing
            continue
        for check in checks:
            figures = key_of(replace(check, rule=code))[1]
            if asked.intersection(figures):
                relations.setdefault(
                    (code, frozenset(figures)), Relation(code, figures, rule.check, _near(facts, frozenset(figures)))
                )
    return list(relations.values())


def _near(facts: Facts, figures: frozenset[int]) -> Facts:
    """The facts with nothing told but by these figures; ids and places stay."""
    return replace(
        facts,
        figures=tuple(
            figure if figure.figure_id in figures else replace(figure, value=None, facets=Facets())
            for figure in facts.figures
        ),
        village_stats=tuple(stat for stat in facts.village_stats if stat.figure_id in figures),
        targets=(),
        deprivations=(),
        ratios=tuple(
            replace(ratio, pairs=ratio.pairs[:1])
            for ratio in facts.ratios
            if ratio.pairs and {ratio.percent, ratio.pairs[0].whole, ratio.pairs[0].part} - {None} <= figures
        ),
        breakdowns=tuple(one for one in facts.breakdowns if {one.whole, *one.parts} <= figures),
    )
