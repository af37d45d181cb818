"""A number of running text as it is understood, and what it has to do with the numbers before it."""

from __future__ import annotations

from dataclasses import dataclass

from extract.facts import Facets
from extract.grammar import Mention
from extract.sense import Sense

KINDS = frozenset({"count", "percent", "money"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count, percentage or amount. `index` is its place among the plan's quantities, `sentence` counts sentences.

    `wholes`: quantities it may be a part of. `base`: what a share is said to be a share of, None where nothing is said.
    `is_fraction`: the second number of `21/39`. `is_equivalent`: behind “tương ứng”. `is_complete`: its list claims to
    be complete. `is_remaining`: “còn lại”. `is_bare_coverage`: a percentage of people of which it is
    not said what they get. `restates`: a verb of its own stands before the number. `is_base`: all of
    which the one before it was told (“trên tổng số”). `is_planned`: what was planned, beside what was reached.
    `is_compared`: told beside another time (“so với đầu năm”). `is_then`: how things stood at that time.
    `is_wider`: of a unit above the plan's own (“toàn huyện”, in a plan of a commune).
    """

    index: int
    block_id: int
    sentence: int
    mention: Mention
    subject: Sense
    facets: Facets
    wholes: tuple[int, ...] = ()
    base: Sense | None = None
    is_share: bool = False
    is_fraction: bool = False
    is_equivalent: bool = False
    is_complete: bool = False
    is_remaining: bool = False
    is_bare_coverage: bool = False
    restates: bool = False
    in_bracket: bool = False
    is_base: bool = False
    is_planned: bool = False
    is_compared: bool = False
    is_then: bool = False
    is_wider: bool = False
