"""What is kept of a plan to hold it against others: its unit, its years, its stocks, its villages; a few kilobytes."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b

from extract.document import Span
from extract.facts import Facts, Figure, VillageStat
from normalize.fold import fold
from validate.claim import Claim, read_claim, read_stat
from validate.narrative import LEAST_CONFIDENCE
from validate.passage import key_of
from validate.same import fold_place


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit by its names, folded, from the commune up; `code` where a gazetteer knows it."""

    level: str
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """A level that was found at the end of a year: of the plan's own unit (`place` is None) or of a place in it."""

    measure: str
    unit: str
    group: str | None
    year: int
    place: str | None
    place_kind: str
    standard: str | None
    value: Decimal
    literal: str
    figure_id: int
    span: Span

    @property
    def fact(self) -> tuple[object, ...]:
        """What is told, wherever it stands."""
        return self.measure, self.unit, self.group, self.year, self.place


@dataclass(frozen=True, slots=True)
class Summary:
    """One plan as the others see it. Its stocks are kept packed: an archive has tens of thousands of plans."""

    document_id: str
    path: str
    reference: str | None
    unit: Unit | None
    kind: str | None
    years: tuple[int, ...]
    is_sheet: bool
    digest: str
    villages: tuple[str, ...]
    packed: bytes

    @property
    def told(self) -> str:
        """How a message names the plan."""
        return f"{self.reference} ({self.path})" if self.reference else self.path

    @property
    def stocks(self) -> tuple[Stock, ...]:
        """What the plan reports, unpacked anew each time."""
        stocks: tuple[Stock, ...] = pickle.loads(zlib.decompress(self.packed))
        return stocks


def summarise(facts: Facts, document_id: str, path: str, code: str | None = None) -> Summary:
    """The summary of a plan; `code` is that of its unit where a gazetteer knows it."""
    letterhead = facts.letterhead
    first, last = letterhead.plan_year, letterhead.plan_year_to or letterhead.plan_year
    years = () if first is None or last is None else tuple(range(first, last + 1))
    villages = dict.fromkeys(stat.place for stat in facts.village_stats if stat.place_kind == "village")
    stocks = tuple(dict.fromkeys(_find_stocks(facts)))
    return Summary(
        document_id,
        path,
        letterhead.reference,
        _unit_of(facts, code),
        letterhead.kind,
        years,
        facts.document.format in ("xlsx", "xls"),
        _digest(facts),
        tuple(villages),
        zlib.compress(pickle.dumps(stocks)),
    )


def _unit_of(facts: Facts, code: str | None) -> Unit | None:
    letterhead = facts.letterhead
    if letterhead.level is None:
        return None
    commune, district, province = map(fold_place, (letterhead.commune, letterhead.district, letterhead.province))
    return Unit(letterhead.level, commune, district, province, code)


def _digest(facts: Facts) -> str:
    """A fingerprint of the text: two files of one text have the same, whatever their form."""
    digest = blake2b(digest_size=16)
    for block in facts.document.blocks:
        if block.kind != "page_number":
            digest.update(key_of(fold(block.text)).encode() + b"\n")
    return digest.hexdigest()


def _find_stocks(facts: Facts) -> Iterator[Stock]:
    """The levels that were found, not aimed at, at the start or end of a year."""
    for figure in facts.figures:
        if figure.table_id is None and figure.confidence >= LEAST_CONFIDENCE:
            claim = read_claim(figure)
            place = fold_place(figure.facets.place)
            yield from _stock(facts, claim, place, "own" if place is None else "village", figure)
    for stat in facts.village_stats:
        is_total = stat.place_kind == "total"
        place = None if is_total else fold_place(stat.place)
        yield from _stock(facts, read_stat(stat, facts.figures), place, "own" if is_total else stat.place_kind, stat)


def _stock(
    facts: Facts, claim: Claim | None, place: str | None, kind: str, source: Figure | VillageStat
) -> Iterator[Stock]:
    facets = source.facets
    is_level = facets.aspect == "level" and facets.moment in ("start", "end") and facets.stance == "reported"
    if claim is None or claim.figure_id is None or not claim.is_single or claim.is_approximate or not is_level:
        return
    if facets.measure is None or facets.unit is None or facets.year is None or facets.part_of_year or facets.per:
        return
    if facets.measure == "share":
        return
    year = facets.year - (facets.moment == "start")
    figure = facts.figures[claim.figure_id]
    span = Span(figure.block_id, figure.start, figure.end)
    yield Stock(
        facets.measure, facets.unit, facets.group, year, place, kind, facets.standard, claim.value, claim.literal,
        claim.figure_id, span,
    )  # fmt: skip
