"""What the labels of rows say, and which rows break another down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.columns import tag
from extract.facts import Letterhead
from extract.lattice import Lattice
from extract.placename import place_of_label
from extract.sense import Sense, under
from normalize.fold import fold
from normalize.vocabulary import table as vocabulary


@dataclass(frozen=True, slots=True)
class Rows:
    """What the row labels say, and which rows break another down."""

    senses: dict[int, Sense]
    parents: dict[int, int]
    of_which: frozenset[int]


def row_senses(lattice: Lattice) -> Rows:
    senses: dict[int, Sense] = {}
    parents: dict[int, int] = {}
    partial: set[int] = set()
    parent: int | None = None
    is_partial = False
    for row in lattice.body():
        label = lattice.labels[row]
        if not label:
            continue
        is_total = place_of_label(label, "", Letterhead())[1] == "total"
        is_sub = label[0] in "-–+*•" or (
            not lattice.numbers[row] and lattice.number_column is not None and parent is not None and not is_total
        )
        of_which = any(
            fold(label).strip(" -+:").startswith(fold(word)) for word in vocabulary("tables")["rows"]["of_which"]
        )
        own = tag(label)
        if (is_sub or of_which) and parent is not None:
            is_partial = is_partial or of_which
            outer = senses[parent]
            # a year in a sub-row says when something could happen, it does not date the row
            senses[row] = replace(
                under(outer, own), moment=outer.moment, year=outer.year, date=outer.date, stance=outer.stance
            )
            parents[row] = parent
            if is_partial:
                partial.add(row)
        else:
            parent, is_partial, senses[row] = row, of_which, own
    for row, said in senses.items():
        if not said.has_head and said.change and row not in parents:
            # “Chỉ tiêu giảm nghèo”: of whom, its sub-rows say
            below = frozenset[str]().union(*(senses[sub].classes for sub, above in parents.items() if above == row))
            senses[row] = replace(said, classes=below or frozenset({"poor"}), counted="household")
    return Rows(senses, parents, frozenset(partial))
