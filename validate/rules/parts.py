"""A breakdown that claims to be complete adds up to its whole.

Holds when
    the parts of a sentence, a list or the sub-rows of a table add up exactly to the number they break down.

Why it matters
    Whoever reads “trong đó” takes the parts for the whole story; a household counted twice or lost shows in the sum.

Example
    “177 hộ: đã giảm 26 hộ, còn lại 151 hộ” (177: 26 gone, 151 left): 26 + 151 = 177.

Does not hold
    the sum is any other number, an error, and a warning where whole or part is told with “khoảng” (about).

Not tested when
    the list does not claim to be complete (“trong đó”, among them) or its groups may overlap, unless by their names
    they exclude and exhaust each other; when a number cannot be read; when the parts are rates or of another unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.facts import Facts
from validate.check import Check
from validate.message import Message
from validate.total import check_breakdowns

DIFFERS = Message(
    "Tổng ghi {whole}, cộng {count} phần được {expected}: hai số không khớp.",
    "The whole is told as {whole}, its {count} parts add up to {expected}: they do not agree.",
)


def check(facts: Facts) -> Iterator[Check]:
    """A check for each breakdown of a sentence, a list or sub-rows."""
    yield from check_breakdowns(facts.figures, facts.breakdowns, "list", DIFFERS)
