"""A total row equals the sum of the rows it totals, column by column.

Holds when
    the cell of the total row is exactly the sum of the cells above (or below) it that it totals.

Why it matters
    A total that was not updated with its rows, or a row that was not carried into it, is the commonest slip of a table.

Example
    two villages with 17 and 13 poor households and a total of 30: 17 + 13 = 30.

Does not hold
    the sum is any other number, an error: counts have no tolerance. Which cell is at fault is a suggestion.

Not tested when
    a cell is blank or cannot be read, the column holds rates, or rows and total are counted in different units.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.facts import Facts
from validate.check import Check
from validate.message import Message
from validate.total import check_breakdowns

DIFFERS = Message(
    "Dòng tổng ghi {whole}, cộng {count} dòng được {expected}: hai số không khớp.",
    "The total row says {whole}, its {count} rows add up to {expected}: they do not agree.",
)


def check(facts: Facts) -> Iterator[Check]:
    """A check for each total cell over or under its rows."""
    yield from check_breakdowns(facts.figures, facts.breakdowns, "column", DIFFERS)
