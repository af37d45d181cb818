"""Opening, less what went, plus what came, is closing.

Holds when
    level at the start of the year − decrease + increase = level at its end, for one measure, group and place within one
    table or within the text; for rates, when the intervals they were rounded from can meet.

Why it matters
    Targets are set as a decrease and shared out as closing numbers; where the two are worked out apart, they part.

Example
    63 poor households at the end of 2022, 12 to escape in 2023, 51 at its end: 63 - 12 = 51.

Does not hold
    closing is any other number, or for rates lies further off than the sum of their half units: an error, and a warning
    where one of them is told with “khoảng” (about).

Not tested when
    a cell is blank or cannot be read; when it does not hold but only households that escaped are told, and the text, or
    a column that was not understood, may hold those that are newly or again poor; or when those are told of everybody
    and not of the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from extract.facts import Facets, Facts
from validate.check import (
    COLUMNS_UNKNOWN,
    FLOWS_MISSING,
    STANDARDS_DIFFER,
    UNREADABLE,
    Check,
    Fault,
    Mend,
    Severity,
    not_testable,
)
from validate.claim import RATES, Claim, read_claim, read_stat
from validate.interval import total
from validate.message import Amount, Message, Word, round_to
from validate.narrative import LEAST_CONFIDENCE
from validate.quotient import decimals_of
from validate.same import fold_place, stances_meet, standards_meet
from validate.total import tell

DIFFERS = Message(
    "{closing} cuối kỳ{place} không khớp với {terms} = {expected}.",
    "{closing} at the end{place} and {terms} = {expected} do not agree.",
)

# Flows told as measures of their own, and the stock they leave (-) or join (+).
FLOWS = {
    "escaped_households": ("poor_households", "-"),
    "newly_poor_households": ("poor_households", "+"),
    "relapsed_households": ("poor_households", "+"),
    "escaped_near_poor_households": ("near_poor_households", "-"),
    "newly_near_poor_households": ("near_poor_households", "+"),
    "relapsed_near_poor_households": ("near_poor_households", "+"),
}
SIGNS = {"decrease": "-", "increase": "+"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of an account; `claim` is None where it cannot be read."""

    facets: Facets
    claim: Claim | None
    figure_id: int | None
    block_id: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an account is kept: one row of one table, or the text about one place; for one measure, unit and group."""

    table_id: int | None
    place: str | None
    measure: str
    unit: str
    group: str | None


@dataclass(slots=True)
class Account:
    """Levels by the year they close, and changes by year: net ones, and gross flows with their sign."""

    levels: dict[int, list[Entry]]
    changes: dict[int, list[tuple[str, Entry]]]
    flows: dict[int, list[tuple[str, Entry]]]


def check(facts: Facts) -> Iterator[Check]:
    """A check for each year of each account that tells opening, change and closing."""
    unknown = {figure.table_id for figure in facts.figures if _is_unknown_cell(facts, figure.figure_id)}
    accounts = _open_accounts(facts)
    for scope, account in accounts.items():
        everybody = accounts.get(replace(scope, group=None)) if scope.group is not None else None
        for year in sorted(account.levels.keys() & {before + 1 for before in account.levels}):
            is_whole = scope.table_id is not None and scope.table_id not in unknown
            is_open = everybody is not None and _came(everybody, year) and not _came(account, year)
            yield from _check_year(scope, account, year, is_whole, is_open)


def _came(account: Account, year: int) -> bool:
    """Whether an account tells of households that joined in a year."""
    return any(sign == "+" for sign, _ in (*account.changes[year], *account.flows[year]))


def _is_unknown_cell(facts: Facts, figure_id: int) -> bool:
    """Whether the figure is a number of a table that was not understood."""
    figure = facts.figures[figure_id]
    return (
        figure.table_id is not None and figure.kind in ("count", "percent", "other") and figure.facets.measure is None
    )


def _open_accounts(facts: Facts) -> dict[Scope, Account]:
    accounts: dict[Scope, Account] = {}
    for stat in facts.village_stats:
        block_id = None if stat.figure_id is None else facts.figures[stat.figure_id].block_id
        entry = Entry(stat.facets, read_stat(stat, facts.figures), stat.figure_id, block_id)
        _enter(accounts, stat.table_id, fold_place(stat.place), entry)
    for figure in facts.figures:
        if figure.table_id is None and figure.confidence >= LEAST_CONFIDENCE and figure.facets.per is None:
            entry = Entry(figure.facets, read_claim(figure), figure.figure_id, figure.block_id)
            _enter(accounts, None, fold_place(figure.facets.place), entry)
    return accounts


def _enter(accounts: dict[Scope, Account], table_id: int | None, place: str | None, entry: Entry) -> None:
    """Put a number into its account; what tells no level or change of a known year belongs to none."""
    facets = entry.facets
    if facets.measure is None or facets.unit is None or facets.year is None or facets.part_of_year is not None:
        return
    measure, sign = FLOWS.get(facets.measure, (facets.measure, ""))
    unit = "percent" if facets.unit in RATES else facets.unit
    scope = Scope(table_id, place, measure, unit, facets.group)
    account = accounts.setdefault(scope, Account(defaultdict(list), defaultdict(list), defaultdict(list)))
    if sign:
        if facets.moment == "during" and facets.aspect == "level":
            account.flows[facets.year].append((sign, entry))
    elif facets.aspect == "level" and facets.moment in ("start", "end"):
        account.levels[facets.year - (facets.moment == "start")].append(entry)
    elif facets.aspect in SIGNS and facets.moment == "during":
        account.changes[facets.year].append((SIGNS[facets.aspect], entry))


def _check_year(scope: Scope, account: Account, year: int, is_whole: bool, is_open: bool) -> Iterator[Check]:
    """The accounts of one year: one for results, one for targets; an open one may want those who joined the group."""
    for stance in ("reported", "target"):
        net = _first_of_each_sign(account.changes[year], stance)
        gross = _first_of_each(account.flows[year], stance)
        moved = net or gross
        if not moved:
            continue
        asked = moved[0][1].facets
        openings = [entry for entry in account.levels[year - 1] if stances_meet(entry.facets, asked)]
        openings = [entry for entry in account.levels[year - 1] if entry.facets.stance == "reported"] or openings
        closings = [entry for entry in account.levels[year] if stances_meet(entry.facets, asked)]
        if not openings or not closings:
            continue
        excuse = None
        if not net and {sign for sign, _ in gross} == {"-"} and not is_whole:
            excuse = FLOWS_MISSING if scope.table_id is None else COLUMNS_UNKNOWN
        if is_open:
            excuse = FLOWS_MISSING
        arrivals = [(sign, entry) for sign, entry in gross if sign == "+"]
        is_mixed = bool(net) and {sign for sign, _ in net} == {"-"} and bool(arrivals)
        alternatives = [moved, [*net, *arrivals]] if is_mixed else [moved]
        if not any(entry.claim for entry in (openings[0], closings[0], *(entry for _, entry in moved))):
            continue
        told = _first_of_each_standard(openings)
        made = [(opening, _check(opening, moves, closings[0], excuse)) for opening in told for moves in alternatives]
        opening, check = next((one for one in made if one[1].holds), made[-1])
        yield check
        is_split = net and {sign for sign, _ in gross} == {"-", "+"} and _are_told_together([*net, *gross])
        if check.holds and is_split:
            yield _check(opening, gross, closings[0], excuse)


def _first_of_each_standard(openings: list[Entry]) -> list[Entry]:
    """The first opening under each poverty standard, the newest last; the first of all where there is one standard.

    Where the standard changed between two years the opening is told twice, and a closing without a standard follows
    one of them.
    """
    first: dict[str, Entry] = {}
    for entry in openings:
        if entry.facets.standard is not None:
            first.setdefault(entry.facets.standard, entry)
    return [first[standard] for standard in sorted(first)] if len(first) > 1 else openings[:1]


def _are_told_together(moves: list[tuple[str, Entry]]) -> bool:
    """Whether a net change and the flows that make it stand in one paragraph or row: nothing is left out there."""
    return len({entry.block_id for _, entry in moves}) == 1


def _first_of_each_sign(moves: list[tuple[str, Entry]], stance: str) -> list[tuple[str, Entry]]:
    """The first decrease and the first increase of this stance: what comes later restates them."""
    first: dict[str, Entry] = {}
    for sign, entry in moves:
        if entry.facets.stance == stance:
            first.setdefault(sign, entry)
    return [(sign, first[sign]) for sign in "-+" if sign in first]


def _first_of_each(moves: list[tuple[str, Entry]], stance: str) -> list[tuple[str, Entry]]:
    """The first number of each flow of this stance, departures before arrivals."""
    first: dict[str | None, tuple[str, Entry]] = {}
    for sign, entry in moves:
        if entry.facets.stance == stance:
            first.setdefault(entry.facets.measure, (sign, entry))
    return sorted(first.values(), key=lambda move: move[0], reverse=True)


def _check(opening: Entry, moves: list[tuple[str, Entry]], closing: Entry, excuse: str | None) -> Check:
    """The check of one equation; an excuse says why it may fail without a fault."""
    entries = [closing, opening, *(entry for _, entry in moves)]
    ids = tuple(entry.figure_id for entry in entries if entry.figure_id is not None)
    told = [entry.claim.told if entry.claim else "?" for entry in entries]
    terms = told[1] + "".join(f" {sign} {term}" for (sign, _), term in zip(moves, told[2:], strict=True))
    claims = [entry.claim for entry in entries if entry.claim]
    stated = closing.claim.value if closing.claim else None
    if any(not standards_meet(one.facets, other.facets) for one, other in combinations(entries, 2)):
        return not_testable(STANDARDS_DIFFER, ids, f"{terms} = {told[0]}", stated)
    if closing.claim is None or len(claims) < len(entries):
        return not_testable(UNREADABLE, ids, f"{terms} = {told[0]}", stated)

    signs = ["+", *(sign for sign, _ in moves)]
    value = total(c.exact() if sign == "+" else -c.exact() for sign, c in zip(signs, claims[1:], strict=True))
    span = total(c.stands_for() if sign == "+" else -c.stands_for() for sign, c in zip(signs, claims[1:], strict=True))
    decimals = max(map(decimals_of, claims))
    low, high = (None, None) if span.point is not None else (span.low, span.high)
    formula = f"{terms} = {tell(value, decimals)}"
    if closing.claim.stands_for().meets(span):
        return Check(True, ids, formula, stated, value.point, low, high)
    if excuse:
        return not_testable(excuse, ids, f"{terms} = {told[0]}", stated)
    is_rate = closing.claim.is_rate
    place = closing.facets.place
    words: dict[str, Word] = {
        "closing": closing.claim.words,
        "terms": terms.replace("-", "−"),
        "place": Message(f" ({place})", f" ({place})") if place else "",
        "expected": Amount(value.point, decimals, "%" if is_rate else "")
        if value.point is not None
        else tell(value, decimals),
    }
    mends = tuple(_mends(closing.claim, claims[1:], signs, decimals))
    severity: Severity = "warning" if any(claim.is_approximate for claim in claims) else "error"
    fault = Fault(severity, DIFFERS, words, at=closing.figure_id, mends=mends)
    differing = f"{formula} {closing.claim.relation(False)} {closing.claim.told}"
    return Check(False, ids, differing, stated, value.point, low, high, fault=fault)


def _mends(closing: Claim, terms: list[Claim], signs: list[str], decimals: int) -> Iterator[Mend]:
    """Each number of the account as the others give it."""
    if not all(claim.is_single for claim in (closing, *terms)):
        return
    value = total(claim.exact() if sign == "+" else -claim.exact() for sign, claim in zip(signs, terms, strict=True))
    if value.point is None:
        return
    lacking = closing.exact() - value
    for changed, sign in zip((closing, *terms), ("", *signs), strict=True):
        if changed.figure_id is None or lacking.point is None:
            continue
        gap = {"": -lacking.point, "+": lacking.point, "-": -lacking.point}[sign]
        right = changed.exact().point
        if right is None or right + gap < 0:
            continue
        mended = round_to(right + gap, decimals)
        told = [f"{mended:f}" if claim is changed else claim.told for claim in (closing, *terms)]
        equation = told[1] + "".join(f" {s} {t}" for s, t in zip(signs[1:], told[2:], strict=True))
        yield Mend(changed.figure_id, mended, f"{equation} = {told[0]}")
