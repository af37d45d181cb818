"""A household has a plausible number of people.

Holds when
    people / households lies within 2.0 to 7.0, where both are told of the same poor, near poor or other households.

Why it matters
    Households and people are counted on different forms; an average of less than two or more than seven mostly means
    that one of the two numbers belongs to another year, class or place.

Example
    69 near poor households with 195 people: 195 / 69 = 2.83.

Does not hold
    the average lies outside, a note: there are such places, but they are few.

Not tested when
    there are fewer than 10 households, where an average says nothing, or a number cannot be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from extract.claims import instant
from extract.facts import Facets, Facts, Figure, VillageStat
from normalize.vocabulary import composed
from validate.check import FEW_HOUSEHOLDS, UNREADABLE, Check, Fault, not_testable
from validate.claim import Claim, read_claim, read_stat
from validate.message import Amount, Message, Word
from validate.narrative import LEAST_CONFIDENCE
from validate.same import fold_place

OUTSIDE = Message(
    "{people} khẩu trên {households} hộ là {size} khẩu một hộ: thường là từ 2 đến 7.",
    "{people} people in {households} households are {size} to a household: from 2 to 7 are usual.",
)
ROWS = Message(
    "Bảng {table}: {count} dòng có số khẩu một hộ ngoài khoảng từ 2 đến 7: {places}.",
    "Table {table}: in {count} rows the people to a household are not within 2 to 7: {places}.",
)

# Averages of whole communes lie between 2.5 (old people alone) and 6.5; census 2019: 3.5, highest of a district 6.2.
LEAST, MOST = Fraction(2), Fraction(7)
# Of fewer households one large family makes the average.
FEWEST = 10

# The people that belong to a measure of households.
PEOPLE_OF = {
    code: people
    for (kind, unit), code in composed().items()
    if unit == "household" and (people := composed().get((kind, "person")))
}


def check(facts: Facts) -> Iterator[Check]:
    """A check for each pair of households and people of the text, and for each such pair of columns."""
    seen: set[tuple[object, ...]] = set()
    for households, people in _find_told(facts):
        made = _check(households, people)
        key = (made.formula, made.holds)
        if key not in seen:
            seen.add(key)
            yield made
    for pairs in _find_columns(facts.village_stats).values():
        yield from _check_rows(facts, pairs)


def _find_told(facts: Facts) -> Iterator[tuple[Figure, Figure]]:
    """Households of the text with the people told of them next in the same paragraph."""
    told = [f for f in facts.figures if f.table_id is None and f.confidence >= LEAST_CONFIDENCE and f.kind == "count"]
    for place, figure in enumerate(told):
        measure = PEOPLE_OF.get(figure.facets.measure or "")
        if measure is None:
            continue
        for other in told[place + 1 :]:
            if other.block_id != figure.block_id or other.facets.measure == figure.facets.measure:
                break
            if other.facets.measure == measure and _same_people(figure.facets, other.facets):
                yield figure, other
                break


def _same_people(one: Facets, other: Facets) -> bool:
    return instant(one) == instant(other) and (one.group, one.aspect, one.stance, one.place, one.part_of_year) == (
        other.group,
        other.aspect,
        other.stance,
        other.place,
        other.part_of_year,
    )


def _check(households: Figure, people: Figure) -> Check:
    ids = (people.figure_id, households.figure_id)
    persons, base = read_claim(people), read_claim(households)
    if persons is None or base is None or not (persons.is_single and base.is_single):
        return not_testable(UNREADABLE, ids, f"{people.literal} / {households.literal}")
    if base.value < FEWEST:
        return not_testable(FEW_HOUSEHOLDS, ids, f"{persons.told} / {base.told}")
    size = Amount(Fraction(persons.value) / Fraction(base.value), 2)
    formula = f"{persons.told} / {base.told} = {size.en}"
    if LEAST <= size.value <= MOST:
        return Check(True, ids, formula, None, size.value, LEAST, MOST)
    words: dict[str, Word] = {"people": people.literal, "households": households.literal, "size": size}
    fault = Fault("note", OUTSIDE, words, at=people.figure_id)
    return Check(False, ids, formula, None, size.value, LEAST, MOST, fault=fault)


def _find_columns(stats: tuple[VillageStat, ...]) -> dict[object, list[tuple[VillageStat, VillageStat]]]:
    """Rows with households and people, by table and pair of columns."""
    people: dict[tuple[object, ...], VillageStat] = {}
    for stat in stats:
        people.setdefault((stat.table_id, fold_place(stat.place), stat.row, *_kind(stat.facets, None)), stat)
    columns: dict[object, list[tuple[VillageStat, VillageStat]]] = defaultdict(list)
    for stat in stats:
        measure = PEOPLE_OF.get(stat.facets.measure or "")
        if measure is None:
            continue
        other = people.get((stat.table_id, fold_place(stat.place), stat.row, *_kind(stat.facets, measure)))
        if other is not None:
            columns[stat.table_id, stat.column, other.column].append((stat, other))
    return columns


def _kind(facets: Facets, measure: str | None) -> tuple[object, ...]:
    return (measure or facets.measure, facets.group, facets.aspect, instant(facets), facets.stance)


def _check_rows(facts: Facts, pairs: list[tuple[VillageStat, VillageStat]]) -> Iterator[Check]:
    """One check for a pair of columns: the rows that do not hold, else all that have households enough."""
    told: list[tuple[VillageStat, Claim, Claim]] = []
    for stat, other in pairs:
        households, people = read_stat(stat, facts.figures), read_stat(other, facts.figures)
        if households and people and households.is_single and people.is_single and households.value >= FEWEST:
            told.append((stat, households, people))
    if not told:
        ids = tuple(i for pair in pairs for stat in pair if (i := stat.figure_id) is not None)
        yield not_testable(FEW_HOUSEHOLDS, ids, "? / ?")
        return
    outside = [(s, h, p) for s, h, p in told if not LEAST <= Fraction(p.value) / Fraction(h.value) <= MOST]
    shown = outside or told
    claims = [claim for _, households, people in shown for claim in (people, households)]
    ids = tuple(dict.fromkeys(claim.figure_id for claim in claims if claim.figure_id is not None))
    sizes = [Fraction(people.value) / Fraction(households.value) for _, households, people in shown]
    formula = "; ".join(
        f"{people.told} / {households.told} = {Amount(size, 2).en}"
        for (_, households, people), size in zip(shown, sizes, strict=True)
    )
    if not outside:
        yield Check(True, ids, formula, None, None, LEAST, MOST)
        return
    words: dict[str, Word] = {
        "table": str(shown[0][0].table_id),
        "count": str(len(outside)),
        "places": ", ".join(
            f"{stat.place} ({people.literal} / {households.literal})" for stat, households, people in outside
        ),
    }
    yield Check(False, ids, formula, None, None, LEAST, MOST, fault=Fault("note", ROWS, words, at=ids[0]))
