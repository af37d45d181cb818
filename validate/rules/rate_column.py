"""A percentage in a table is the quotient of its count and its base in the same row.

Holds when
    count / base, computed exactly, lies within what the stated percentage may have been rounded from, up or down.

Why it matters
    Rates are often typed beside counts that were changed later; a row whose rate does not follow was not updated whole.

Example
    17 poor households of 78: 17 / 78 = 21.79%.

Does not hold
    explained in this order: cut off instead of rounded, a note; rounded or cut off on another base column, a warning
    that names it; else an error. One last digit off is an error like any other.

Not tested when
    no count and base were found, one of them or the percentage is blank or cannot be read, or the base
    is 0, a range or a bound.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.facts import Facts
from validate.check import Check
from validate.message import Message
from validate.ratio import Messages, check_ratios

MESSAGES = Messages(
    truncated=Message(
        "Trong bảng, {percent} là {part}/{whole}{unit} cắt bỏ phần lẻ; làm tròn được {expected}.",
        "In the table, {percent} is {part}/{whole}{unit}, truncated; rounded it is {expected}.",
    ),
    other_base=Message(
        "Trong bảng, {percent} không khớp với {part}/{whole}{unit} = {expected}; "
        "con số này là {other_part}/{other_whole}{other_unit}, {how}.",
        "In the table, {percent} and {part}/{whole}{unit} = {expected} do not agree; "
        "{percent} is {other_part}/{other_whole}{other_unit}, {how}.",
    ),
    differs=Message(
        "Trong bảng, {percent} không khớp với {part}/{whole}{unit} = {expected}.",
        "In the table, {percent} and {part}/{whole}{unit} = {expected} do not agree.",
    ),
)


def check(facts: Facts) -> Iterator[Check]:
    """A check for each percentage in a table whose count and base stand beside it."""
    tabled = (ratio for ratio in facts.ratios if facts.figures[ratio.percent].table_id is not None)
    yield from check_ratios(facts.figures, tabled, MESSAGES)
