"""What is understood of a plan: its figures with their facets, and what is drawn from them.

Every value keeps its literal and its place: `document.blocks[block_id].text[start:end] == literal`.
Codes and columns are those of the datasets' contract.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from extract.document import Document


@dataclass(frozen=True, slots=True)
class Facets:
    """What a figure counts: None where the plan does not say."""

    measure: str | None = None
    unit: str | None = None
    aspect: str | None = None  # level, decrease, increase
    moment: str | None = None  # start, end, during, date
    year: int | None = None
    date: date | None = None  # with moment `date`
    stance: str | None = None  # reported, target
    group: str | None = None  # codes joined by + (all hold) and | (any does)
    part_of_year: str | None = None  # H1 H2 Q1 … M12
    standard: str | None = None  # 2011-2015, 2016-2020, 2022-2025
    place: str | None = None
    per: str | None = None  # village: “mỗi thôn”
    of_measure: str | None = None  # what a share is a share of
    of_group: str | None = None
    source: str | None = None  # of money
    programme: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as the plan writes it. `value` is None where it has none or cannot be read."""

    figure_id: int
    kind: str
    literal: str
    block_id: int
    start: int
    end: int
    value: Decimal | None = None
    value_to: Decimal | None = None
    date: date | None = None
    decimals: int | None = None
    comparator: str = "="
    facets: Facets = field(default_factory=Facets)
    table_id: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    settled_by: tuple[int, ...] = ()
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class VillageStat:
    """One data cell of a village table. `figure_id` is None for a blank cell or a lone dash."""

    table_id: int
    table_title: str | None
    place: str
    place_kind: str  # village, commune, district, subtotal, of_which, total
    facets: Facets
    value: Decimal | None
    value_to: Decimal | None
    literal: str
    row: int
    column: int
    page: int | None = None
    figure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What the plan sets out to reach. `figure_id` is None where it is implied (“Xóa hộ nghèo”: none is left)."""

    target_id: int
    facets: Facets
    comparator: str
    value: Decimal | None
    value_to: Decimal | None
    text: str
    block_id: int
    start: int
    end: int
    figure_id: int | None = None
    implied: bool = False
    equivalent_value: Decimal | None = None
    equivalent_unit: str | None = None
    equivalent_comparator: str | None = None
    baseline_value: Decimal | None = None
    baseline_year: int | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Deprivation:
    """One rate of lack of a basic social service."""

    population: str
    standard: str
    indicator: str
    rate: Decimal | None
    households: Decimal | None
    implied_households: int | None
    year: int | None
    moment: str | None
    is_priority: bool
    block_id: int
    start: int
    end: int
    figure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal document the plan leans on."""

    citation_id: int
    kind: str
    reference: str | None
    number: int | None
    issued_on: date | None
    issuer: str | None
    about: str | None
    block_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duty:
    """Who must do what."""

    duty_id: int
    actor: str
    headed: bool
    text: str
    deadline: date | None
    block_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issued the plan, when, under which number; every part may be missing."""

    title: str | None = None
    kind: str | None = None
    reference: str | None = None
    number: int | None = None
    symbol: str | None = None
    issued_on: date | None = None
    issued_year: int | None = None
    issued_month: int | None = None
    issued_at: str | None = None
    issuer: str | None = None
    level: str | None = None
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    names_from: str | None = None  # text, or gazetteer where any of the three was inferred
    candidates: tuple[str, ...] = ()  # codes, where the lowest name fits several units
    commune_code: str | None = None
    district_code: str | None = None
    province_code: str | None = None
    present_unit: str | None = None  # since 1 July 2025, with its kind
    present_code: str | None = None
    plan_year: int | None = None
    plan_year_to: int | None = None
    signer: str | None = None
    signer_title: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A part and its whole, by figure id; a part of None asks whether any whole number of the whole would do."""

    part: int | None
    whole: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """A percentage that claims to be part / whole.

    `pairs` are tried in order: the first is what the plan's words or columns claim (`is_named`: its base is named in
    words), the others may only explain a failure of the first. No pair: nothing was found to hold it against.
    """

    percent: int
    pairs: tuple[Pair, ...]
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and the parts it is broken into, by figure id.

    `axis`: `column` (a total below or above its rows), `row` (a total beside its columns), `list` (a sentence, a list,
    sub-rows).
    `is_complete`: the plan claims that the parts are all there (“gồm”, a total); False for “trong đó”.
    """

    whole: int
    parts: tuple[int, ...]
    axis: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is understood of one plan. `figures[i].figure_id == i`."""

    document: Document
    letterhead: Letterhead
    figures: tuple[Figure, ...] = ()
    village_stats: tuple[VillageStat, ...] = ()
    targets: tuple[Target, ...] = ()
    deprivations: tuple[Deprivation, ...] = ()
    citations: tuple[Citation, ...] = ()
    duties: tuple[Duty, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
