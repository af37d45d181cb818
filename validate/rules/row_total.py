"""A total column equals the sum of the columns it totals, row by row.

Holds when
    the cell of the total column is exactly the sum of the cells of its row that it totals.

Why it matters
    In tables with places as columns the total stands at the end of the row; a cell changed alone shows here.

Example
    four villages with 8, 6, 7 and 8 households to escape poverty and 29 for the commune: 8 + 6 + 7 + 8 = 29.

Does not hold
    the sum is any other number, an error: counts have no tolerance. Which cell is at fault is a suggestion.

Not tested when
    a cell is blank or cannot be read, the row holds rates, or columns and total are counted in different units.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.facts import Facts
from validate.check import Check
from validate.message import Message
from validate.total import check_breakdowns

DIFFERS = Message(
    "Cột tổng ghi {whole}, cộng {count} cột được {expected}: hai số không khớp.",
    "The total column says {whole}, its {count} columns add up to {expected}: they do not agree.",
)


def check(facts: Facts) -> Iterator[Check]:
    """A check for each total cell beside its columns."""
    yield from check_breakdowns(facts.figures, facts.breakdowns, "row", DIFFERS)
