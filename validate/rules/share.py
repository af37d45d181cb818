"""A percentage in the text is the quotient of its part and its whole.

Holds when
    part / whole, computed exactly, lies within what the stated percentage may have been rounded from, up or down:
    9,38% stands for 9.375% to 9.385%.

Why it matters
    A share that does not follow from its counts rests on another base, on counts that were updated alone, or on a slip.

Example
    “74 hộ nghèo trên tổng số 789 hộ, chiếm 9,38%”: 74 / 789 = 9.38%.

Does not hold
    explained in this order: cut off instead of rounded on the base the plan names (72 / 74 told as 97,29%), a note;
    rounded or cut off on another base at hand (a share “of the people” that is one of the households), a warning that
    names it; else an error, and a warning where the plan says “khoảng” (about). One last digit off is an error too.

Not tested when
    no part and whole were found, one of them or the percentage cannot be read, or the whole is 0, a range or a bound.
    Percentages in tables are `rate_column`, those without a printed part `attainable`.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.facts import Facts
from validate.check import Check
from validate.message import Message
from validate.ratio import Messages, check_ratios

MESSAGES = Messages(
    truncated=Message(
        "{percent} là {part}/{whole}{unit} cắt bỏ phần lẻ; làm tròn được {expected}.",
        "{percent} is {part}/{whole}{unit}, truncated; rounded it is {expected}.",
    ),
    other_base=Message(
        "{percent} không khớp với {part}/{whole}{unit} = {expected}; "
        "con số này là {other_part}/{other_whole}{other_unit}, {how}.",
        "{percent} and {part}/{whole}{unit} = {expected} do not agree; "
        "{percent} is {other_part}/{other_whole}{other_unit}, {how}.",
    ),
    differs=Message(
        "{percent} không khớp với {part}/{whole}{unit} = {expected}.",
        "{percent} and {part}/{whole}{unit} = {expected} do not agree.",
    ),
)


def check(facts: Facts) -> Iterator[Check]:
    """A check for each percentage outside tables whose part is printed."""
    narrative = (ratio for ratio in facts.ratios if facts.figures[ratio.percent].table_id is None)
    yield from check_ratios(facts.figures, narrative, MESSAGES)
