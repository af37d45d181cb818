"""Rows that are indicators of lack: how many households lack each service, or which share of them.

“Bảo hiểm y tế | 27 | 22,50” counts no insured people where “Dinh dưỡng” and “Nguồn nước sinh hoạt” stand above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.columns import Columns, base_named, is_compared, tag
from extract.datacell import OWN, DataCell, Found, cells_at
from extract.dating import facets_in_time, in_title
from extract.facets import facets_of
from extract.facts import Facets, Letterhead
from extract.lattice import Lattice
from extract.sense import LACK, Sense, speaks_of_lack
from normalize.fold import fold
from normalize.vocabulary import composed, indicators
from normalize.vocabulary import table as vocabulary

# So many different indicators make a table of lacks: a village may be named like one by chance, those of a standard
# come together.
LEAST_INDICATORS = 3
_CLASSES = (frozenset({"poor"}), frozenset({"near_poor"}))


def indicator_of(label: str) -> str | None:
    """The indicator that a label names, if it names just one.

    >>> indicator_of("8. Nhà tiêu hợp vệ sinh"), indicator_of("Bản Mo")
    ('sanitation', None)
    """
    codes = {term.code for term in indicators().find(fold(label)) if term.kind == "indicator"}
    return codes.pop() if len(codes) == 1 else None


def are_lacks(lattice: Lattice, title: str) -> bool:
    """Whether most rows of a table are indicators, of which its title or header says that they are lacking."""
    told = [_named_only(lattice.labels[row]) for row in lattice.body() if lattice.labels[row]]
    named = {code for code in told if code}
    words = fold(" ".join([title, *(text for path in lattice.paths for text in path)]))
    is_told = speaks_of_lack(words)
    counts_poor = any(tag(text).classes for path in lattice.paths for text in path)
    return (
        len(named) >= LEAST_INDICATORS
        and 2 * sum(code is not None for code in told) > len(told)
        and (is_told or counts_poor)
    )


def _named_only(label: str) -> str | None:
    """The indicator of a label that is no help with it: “Hỗ trợ nước sinh hoạt”, “Cấp thẻ bảo hiểm y tế”."""
    folded = fold(label).lstrip(" -+•*.")
    helps = (fold(word) for word in vocabulary("indicators")["help"]["before"])
    return None if any(folded.startswith(f"{word} ") for word in helps) else indicator_of(label)


def cells_of_lacks(
    lattice: Lattice, columns: Columns, around: Sense, letterhead: Letterhead, found: dict[tuple[int, int], list[Found]]
) -> Iterator[DataCell]:
    """The cells of such a table: counts and rates of those who lack, and the whole population they are of."""
    for column, (said, unit) in columns.items():
        path = lattice.paths[column]
        classes = _population(said, path, around)
        if classes is None or is_compared(path) or said.change:
            continue
        if (said.measures and LACK not in said.measures) or (said.groups and LACK not in said.measures):
            continue
        time = in_title(Sense(year=said.year, moment=said.moment, date=said.date, stance=said.stance), around)
        whole = replace(time, classes=classes, counted="household", standard=said.standard or around.standard)
        if facets_in_time(whole, "household", around, letterhead).stance == "target":
            continue
        for row in lattice.body():
            own = "percent" if unit == "percent" or said.is_rate else unit or lattice.units[row]
            facets = _facets(lattice.labels[row], own, replace(whole, stance=None))
            if facets is not None:
                yield from cells_at(lattice, found, row, column, lattice.labels[row], OWN, facets)


def _population(said: Sense, path: tuple[str, ...], around: Sense) -> frozenset[str] | None:
    """Of whom a column tells: as it says, as its base says, or as the title does; None where that is not one class."""
    base = next((one for text in reversed(path) if (one := base_named(text))), None)
    told = (said.classes, base.classes if base else frozenset[str](), around.classes)
    first = next((classes for classes in told if classes), None)
    return first if first in _CLASSES else None


def _facets(label: str, unit: str | None, said: Sense) -> Facets | None:
    """What a cell tells in its row: of an indicator, or (“Tổng số hộ nghèo”) of all."""
    indicator = indicator_of(label)
    population = composed()["|".join(sorted(said.classes)), "household"]
    if indicator is None:
        own = tag(label)
        is_all = own.classes == said.classes and not (own.groups or own.measures or own.change)
        return replace(facets_of(said, "household"), stance="reported") if is_all and unit == "household" else None
    if unit == "percent":
        told = replace(facets_of(replace(said, classes=frozenset(), measures=(LACK,)), unit), of_measure=population)
    elif unit in (None, "household"):
        told = facets_of(said, "household")
    else:
        return None
    return replace(told, group=indicator, stance="reported")
