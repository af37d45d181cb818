"""Plants faults and says of each whether it was detected, located and corrected."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from forms import FORMAL
from oracle import Equation, find_equations, read_values
from plant import ARITHMETIC, SLIPS, Fault, slip

from extract.facts import Facts, Figure
from extract.gather import gather
from extract.read import read
from validate.audit import Audit, Finding, audit
from validate.trial import EQUATIONS

# Of arithmetic faults so many stand in tables, as most numbers of plans do.
TABLE_SHARE = 0.85
# Of all faults so many are of form.
FORMAL_SHARE = 0.12
# Draws for which a plan has no place are drawn again, so often a fault.
TRIES = 60
# Rules of numbers: their notes count as findings too.
OF_NUMBERS = EQUATIONS | {"implied_base", "bound", "other"}

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one rule said of a fault."""

    rule: str
    is_located: bool
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one fault. `is_shown`: some equation that held before fails; None for formal faults."""

    plan: str
    kind: str
    in_table: bool
    is_shown: bool | None
    is_detected: bool
    is_located: bool
    is_corrected: bool
    is_alone: bool  # the right correction, and no other named
    rules: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """A plan as it is: what is known of it, what the audit says of it, and the equations that hold in it."""

    name: str
    facts: Facts
    audit: Audit
    equations: tuple[Equation, ...]
    known: frozenset[Key]


def load(file: Path) -> Base:
    """A plan with its audit and its equations."""
    facts = gather(read(file))
    result = audit(facts)
    known = frozenset(map(key_of, result.findings))
    return Base(file.name, facts, result, tuple(find_equations(facts.document)), known)


def key_of(finding: Finding) -> Key:
    """What tells a finding from those that were there before."""
    return finding.rule, finding.severity, finding.formula, finding.figures


def run(base: Base, count: int, seed: int) -> Iterator[Result]:
    """So many faults in one plan: three in four of numbers, the others of form."""
    chance = random.Random(f"{seed} {base.name}")
    seen: set[tuple[str, ...]] = set()
    made = 0
    for _ in range(count * TRIES):
        if made == count:
            return
        fault = draw(base, chance)
        if fault is None:
            continue
        text = (fault.kind, *(block.text for block in fault.document.blocks))
        if text in seen:
            continue
        seen.add(text)
        made += 1
        yield judge(base, fault)


def draw(base: Base, chance: random.Random) -> Fault | None:
    """One fault of a kind drawn by chance; None where the plan has no place for it."""
    if chance.random() < FORMAL_SHARE:
        return FORMAL[chance.choice(list(FORMAL))](base.facts, chance)
    kinds = [*SLIPS, *ARITHMETIC]
    kind = chance.choice(kinds)
    if kind in ARITHMETIC:
        return ARITHMETIC[kind](base.facts, chance)
    in_table = chance.random() < TABLE_SHARE
    figures = [
        figure for figure in base.facts.figures if (figure.table_id is not None) == in_table and is_quantity(figure)
    ]
    return slip(base.facts, kind, chance.choice(figures), chance) if figures else None


def judge(base: Base, fault: Fault) -> Result:
    """Read and audit a plan with a fault, and hold what is new against what was planted."""
    facts = gather(fault.document)
    new = [finding for finding in audit(facts).findings if key_of(finding) not in base.known]
    if fault.rules:
        voices = tuple(Voice(rule, True, False) for rule in sorted({f.rule for f in new} & fault.rules))
        return Result(base.name, fault.kind, False, None, bool(voices), bool(voices), False, False, voices)
    place = (fault.block_id, fault.start or 0)
    at = next((f.figure_id for f in facts.figures if (f.block_id, f.start) <= place < (f.block_id, f.end)), None)
    told = [finding for finding in new if finding.rule in OF_NUMBERS]
    meant = {fault.meant, *better(base, fault)}
    voices = tuple(
        Voice(rule, any(locates(at, one) for one in own), any(corrects(at, meant, one) for one in own))
        for rule in sorted({finding.rule for finding in told})
        for own in ([finding for finding in told if finding.rule == rule],)
    )
    right = [finding for finding in told if corrects(at, meant, finding)]
    return Result(
        base.name,
        fault.kind,
        fault.in_table,
        is_shown(base, fault),
        bool(told),
        any(voice.is_located for voice in voices),
        bool(right),
        any(len(finding.suggestions) == 1 for finding in right),
        voices,
    )


def locates(figure_id: int | None, finding: Finding) -> bool:
    """Whether a finding names the figure: among its corrections, or as its cause."""
    return finding.cause_id == figure_id or any(one.figure_id == figure_id for one in finding.suggestions)


def corrects(figure_id: int | None, meant: set[Decimal | None], finding: Finding) -> bool:
    """Whether a finding names the figure with the value that was meant."""
    return any(one.figure_id == figure_id and one.value in meant for one in finding.suggestions)


def better(base: Base, fault: Fault) -> set[Decimal]:
    """What the number ought to have been where the plan itself cut it off."""
    place = (fault.block_id, fault.start)
    ids = {f.figure_id for f in base.facts.figures if (f.block_id, f.start) == place}
    notes = [finding for finding in base.audit.findings if finding.severity == "note"]
    return {one.value for finding in notes for one in finding.suggestions if one.figure_id in ids}


def is_shown(base: Base, fault: Fault) -> bool:
    """Whether an equation that held for the true value fails for the planted one."""
    before, after = read_values(base.facts.document), read_values(fault.document)
    moved = shift(base, fault)
    now = {moved.get(place, place): value for place, value in after.items()}
    return any(not one.holds(now) for one in base.equations if one.holds(before))


def shift(base: Base, fault: Fault) -> dict[tuple[int, int], tuple[int, int]]:
    """Where numbers of the changed block stood before: in order, as long as none was parted or joined."""
    if fault.block_id is None:
        return {}
    old, new = (read_values(document) for document in (base.facts.document, fault.document))
    mine = sorted(place for place in old if place[0] == fault.block_id)
    theirs = sorted(place for place in new if place[0] == fault.block_id)
    if len(mine) == len(theirs):
        return dict(zip(theirs, mine, strict=True))
    # the planted number is no longer one: those behind it moved by what the block grew
    grown = len(fault.document.blocks[fault.block_id].text) - len(base.facts.document.blocks[fault.block_id].text)
    start = fault.start or 0
    return {place: (place[0], place[1] - grown) for place in theirs if place[1] > start}


def weigh(base: Base) -> int:
    """How many numbers of a plan can be slipped: faults are shared out by it."""
    return sum(1 for figure in base.facts.figures if is_quantity(figure))


def is_quantity(figure: Figure) -> bool:
    """Whether a figure is one number that counts something known."""
    is_number = figure.kind in ("count", "percent") and figure.value is not None and figure.value_to is None
    return is_number and figure.facets.measure is not None


def alarms(base: Base) -> list[str]:
    """Errors and warnings on the plan as it is."""
    return [f"{one.rule}: {one.formula}" for one in base.audit.findings if one.severity != "note"]
