"""Plans that belong together: of one unit in following years, of a district and its communes, one plan twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from validate.summary import Stock, Summary, Unit

# Two communes of one name and unknown districts are one where so many of their villages have the same names.
LEAST_SHARED = 0.5


def are_one(first: Summary, second: Summary) -> bool:
    """Whether two plans are of one unit: by code; else by all names that both tell, and not by a commune's alone.

    Communes of the same name are many: where one plan does not name its district, the villages decide.
    """
    one, other = first.unit, second.unit
    if one is None or other is None or one.level != other.level:
        return False
    if one.code is not None and other.code is not None:
        return one.code == other.code
    if not _names_agree(one, other) or _own_name(one) is None:
        return False
    if one.level != "commune" or (one.district is not None and other.district is not None):
        return True
    return share_villages(first, second)


def _own_name(unit: Unit) -> str | None:
    return {"commune": unit.commune, "district": unit.district, "province": unit.province}.get(unit.level)


def _names_agree(one: Unit, other: Unit) -> bool:
    pairs = ((one.commune, other.commune), (one.district, other.district), (one.province, other.province))
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs) and _own_name(
        one
    ) == _own_name(other)


def share_villages(first: Summary, second: Summary) -> bool:
    """Whether most villages of the shorter list stand in the other too."""
    mine, theirs = ({" ".join(name.casefold().split()) for name in plan.villages} for plan in (first, second))
    return bool(mine) and bool(theirs) and len(mine & theirs) >= LEAST_SHARED * min(len(mine), len(theirs))


def find_successions(plans: Sequence[Summary]) -> Iterator[tuple[Summary, Summary]]:
    """Each plan with the next later one of its unit, earlier first; of one year told twice the first file stands."""
    named: dict[tuple[str, str | None], list[list[Summary]]] = defaultdict(list)
    for plan in plans:
        if plan.unit is None or not plan.years or plan.is_sheet:
            continue
        units = named[plan.unit.level, _own_name(plan.unit)]
        own = next((unit for unit in units if are_one(unit[0], plan)), None)
        if own is None:
            units.append([plan])
        else:
            own.append(plan)
    for unit in (unit for units in named.values() for unit in units):
        by_year: dict[tuple[int, str | None], Summary] = {}
        for plan in unit:
            by_year.setdefault((plan.years[0], plan.kind), plan)
        ordered = sorted(by_year.values(), key=lambda plan: plan.years)
        for place, earlier in enumerate(ordered):
            yield from (
                (earlier, later) for later in ordered[place + 1 :] if 0 <= later.years[0] - earlier.years[0] <= 1
            )


def find_twins(plans: Sequence[Summary]) -> Iterator[tuple[Summary, Summary]]:
    """Plans of the same text, each with the first of them."""
    first: dict[str, Summary] = {}
    for plan in plans:
        known = first.setdefault(plan.digest, plan)
        if known is not plan:
            yield known, plan


def find_communes(district: Summary, plans: Sequence[Summary]) -> dict[str, Summary]:
    """The plans of the communes that a district's tables list, by the commune's folded name."""
    listed = {stock.place for stock in district.stocks if stock.place_kind == "commune" and stock.place}
    found: dict[str, Summary] = {}
    for plan in plans:
        unit = plan.unit
        if unit is None or unit.level != "commune" or unit.commune not in listed or plan.is_sheet:
            continue
        own = district.unit.district if district.unit else None
        if unit.district is not None and unit.district == own and set(plan.years) & set(district.years):
            found.setdefault(unit.commune, plan)
    return found


def by_fact(stocks: Sequence[Stock]) -> dict[tuple[object, ...], list[Stock]]:
    """Stocks by what they tell."""
    facts: dict[tuple[object, ...], list[Stock]] = defaultdict(list)
    for stock in stocks:
        facts[stock.fact].append(stock)
    return facts
