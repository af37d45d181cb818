"""A sense and a unit make the facets of a figure: the measure, its aspect and moment, the group."""

from __future__ import annotations

from dataclasses import replace

from extract.facts import Facets
from extract.groups import group_code, paired
from extract.sense import AS_CLASS, LACK, Sense
from extract.standards import dated_standard
from normalize.vocabulary import composed, measures

HOUSING = frozenset({"housing_new", "housing_repair", "temporary_housing"})
MULTIDIMENSIONAL = "multidimensional"
# The last year of the standard under which “hộ nghèo đa chiều” are the poor alone: Decision 59/2015/QĐ-TTg.
_POOR_ALONE = 2021
# A unit that counts people at work or at school still counts people: “100 lao động nghèo”.
_PEOPLE = frozenset({"person", "worker"})
HEADS = _PEOPLE | {"household"}


def of_era(said: Sense, year: int | None, of_paper: int | None = None) -> Sense:
    """Who “hộ nghèo đa chiều” are in a year: the poor, and since 2022 the near-poor too; these where no year is known.

    At the end of 2021 the poor were counted by both standards: a paper of later years means the new one.

    >>> from extract.sense import sense
    >>> [sorted(of_era(sense("Hộ nghèo đa chiều"), year).classes) for year in (2019, 2023)]
    [['poor'], ['near_poor', 'poor']]
    """
    if not (said.is_multidimensional or MULTIDIMENSIONAL in said.classes):
        return said
    is_counted_anew = year == _POOR_ALONE and said.moment != "start" and (of_paper or 0) > _POOR_ALONE
    is_wide = (
        year is None or year > _POOR_ALONE or is_counted_anew or dated_standard(said.standard, year) == "2022-2025"
    )
    people = frozenset({"poor", "near_poor"} if is_wide else {"poor"})
    if MULTIDIMENSIONAL in said.classes:
        return replace(said, classes=said.classes - {MULTIDIMENSIONAL} | people)
    return replace(said, is_multidimensional=False, is_rate=True, classes=people)


def facets_of(said: Sense, unit: str | None) -> Facets:
    """What a figure of this unit counts under these words; an undecided measure stays None.

    >>> from extract.sense import sense
    >>> found = facets_of(sense("Giảm tỷ lệ hộ nghèo"), "percent")
    >>> found.measure, found.unit, found.aspect
    ('poor_rate', 'percentage_point', 'decrease')
    """
    said, is_point = of_era(said, said.year), unit == "percentage_point"
    measure, unit, groups = _measure(said, "percent" if is_point else unit)
    aims = [aim for code in said.measures if (aim := measures()[code].support)]
    if unit == "VND" and measure is None and (said.source or aims):
        measure = "funding"  # “hỗ trợ tiền điện cho 118 hộ nghèo với số tiền 77,8 triệu đồng”
        groups = () if aims else groups
    if unit == "house" and measure is None and any(group & HOUSING for group in groups):
        measure = "houses_supported"
        groups = paired(groups, tuple(frozenset({one}) for one in sorted(said.classes)))
    if unit == "job" and measure is None:
        measure, groups = "jobs_created", ()
    if unit == "VND" and measure == "funding" and not groups:  # “kinh phí hỗ trợ nhà ở”: what the money is for
        groups = tuple(frozenset({aim}) for aim in aims)
    if unit == "VND" and said.per:
        measure = None  # what each may get is no sum
    change = said.change if said.change in ("decrease", "increase") else None
    if change and measure and measure in measures() and measures()[measure].kind == "flow":
        change = None
    if is_point or (unit == "percent" and change and (said.is_rate or not measure or measure.endswith("_rate"))):
        unit = "percentage_point"
    flow = bool(change) or (measure in measures() and measures()[measure].kind == "flow") if measure else False
    return Facets(
        measure=measure,
        unit=unit,
        aspect=(change or "level") if measure else None,
        moment="during" if flow else said.moment,
        year=None if said.is_yearly else said.year,
        date=None if flow else said.date,
        stance=said.stance,
        group=group_code(groups),
        part_of_year=said.part_of_year,
        standard=dated_standard(said.standard, said.year) if said.classes or said.is_multidimensional else None,
        per=said.per,
        source=said.source if unit == "VND" else None,
        programme=said.programme if unit == "VND" else None,
        of_measure=_poor(said) if measure == LACK and said.classes else None,
    )


def _poor(said: Sense) -> str | None:
    """The households of the classes that are named: those that may lack a service."""
    return composed().get(("|".join(sorted(said.classes)) or "poor", "household"))


def _measure(said: Sense, unit: str | None) -> tuple[str | None, str | None, tuple[frozenset[str], ...]]:
    """The measure, its unit, and the groups that are left to say."""
    people = "|".join(sorted(said.classes)) or "all"
    if LACK in said.measures and unit in ("household", "percent"):
        return (LACK if unit == "percent" else _poor(said)), unit, said.groups
    code = next((known for one in said.measures if (known := fit(one, unit)) is not None), None)
    if said.measures and code is None and not said.classes:
        return None, unit, ()
    if code is not None and said.classes == {"near_poor"} and (other := measures()[code].near_poor):
        code, said = other, replace(said, classes=frozenset())  # “phát sinh 6 hộ nghèo, 23 hộ cận nghèo”
        return code, unit or measures()[code].unit, _all_groups(said)
    if code is not None and not (said.classes and said.change == "decrease" and code in AS_CLASS):
        of_class = tuple(frozenset({one}) for one in sorted(said.classes))
        own = measures()[code].unit
        counts_people = unit is not None and ({unit, own} <= _PEOPLE or measures()[code].units.get(unit) == code)
        unit = own if unit is None or counts_people else unit  # “150 người” sent abroad are workers, cards people
        return code, unit, _members(said, of_class)
    if said.is_multidimensional and unit == "percent":
        return "multidimensional_poor_rate", unit, _all_groups(said)
    if unit == "percent":
        counted = said.counted if said.counted in ("household", "person") else "household"
        if said.change in ("decrease", "increase") and not said.is_rate:
            return composed().get((people, counted)) if said.classes else None, unit, _all_groups(said)
        return composed().get((people, "percent")), unit, _all_groups(said)
    if said.is_multidimensional and not said.classes:
        people = "near_poor|poor"  # “tỷ lệ nghèo đa chiều 5,71% với 1.586 hộ”
    if said.counted == "worker" and unit == "person" and said.classes:
        return None, unit, ()  # “lao động trong các hộ nghèo là 13.240 người”: not all the poor
    unit = unit or said.counted or ("household" if said.classes else None)
    if unit in ("village", "commune") and "hardship_area" in {one for group in _all_groups(said) for one in group}:
        return composed()["all", unit], unit, _all_groups(said)
    if not said.has_head:
        return None, unit, _all_groups(said)
    counted = "person" if unit in _PEOPLE else unit or ""
    return composed().get((people, counted)), unit, _all_groups(said)


def fit(code: str, unit: str | None) -> str | None:
    """The measure in a unit: heads of any kind count heads, classes of trainees are a measure of their own."""
    known = measures()[code]
    if unit == "percent" and known.unit == "VND" and known.kind != "flow":
        return None  # “tăng trưởng dư nợ 8%”
    if unit in (None, "percent", known.unit) or (unit in HEADS and known.unit in HEADS):
        return code
    return known.units.get(unit or "")


def _all_groups(said: Sense) -> tuple[frozenset[str], ...]:
    return (*said.groups, *(frozenset({one}) for one in said.beside))


def _members(said: Sense, of_class: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """For a measure of its own the classes are groups: those enumerated stand beside each other."""
    implied = measures()[said.measures[0]].implies
    said = replace(said, groups=tuple(group - implied for group in said.groups if group - implied))
    of_class = tuple(one for one in of_class if not one <= implied)
    if not of_class:
        return _all_groups(said)
    return paired(said.groups, (*of_class, *(frozenset({one}) for one in said.beside)))
