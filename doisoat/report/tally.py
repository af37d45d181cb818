"""What all plans say together, added up plan by plan: memory grows with the number of plans, not with their length."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from doisoat.report.findings import SEVERITIES
from doisoat.report.parts import page_name
from doisoat.report.plan_page import title_of
from doisoat.report.rows import PlanRows, Row
from doisoat.report.words import Words
from normalize.fold import fold
from validate.check import BASE_NOT_NAMED, NO_BASE
from validate.trial import EQUATIONS

PERCENTAGES = frozenset({"percent", "percentage_point"})
RATES = ("poor_rate", "near_poor_rate", "multidimensional_poor_rate")
PLACES_SHOWN = 20  # findings of one rule that its documentation leads to


@dataclass(frozen=True, slots=True)
class Entry:
    """A plan in the lists: its page, names and counts."""

    href: str
    title: Words
    document: Row
    findings: tuple[int, int, int]  # errors, warnings, notes
    figures: int

    @property
    def worst(self) -> str:
        """The severity of its gravest finding; empty where there is none."""
        return next((name for name, count in zip(SEVERITIES, self.findings, strict=True) if count), "")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a finding is shown."""

    href: str
    severity: str
    message: Words
    path: str


@dataclass(slots=True)
class Reach:
    """Of so many so many were checked and held, or not; of the others the reasons."""

    held: int = 0
    not_held: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> int:
        """How many there are."""
        return self.held + self.not_held + self.unchecked

    @property
    def unchecked(self) -> int:
        """How many no check could be made of."""
        return sum(self.reasons.values())

    @property
    def percent(self) -> float | None:
        """The share that was checked."""
        return 100 * (self.held + self.not_held) / self.all if self.all else None


@dataclass(slots=True)
class Tally:
    """The counts of a run."""

    entries: list[Entry] = field(default_factory=list)
    figures: int = 0
    understood: int = 0
    unsure: int = 0
    checks: Counter[bool | None] = field(default_factory=Counter)
    findings: dict[str, Counter[str]] = field(default_factory=dict)  # by rule, of each severity
    rule_checks: dict[str, Counter[bool | None]] = field(default_factory=dict)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)
    places: dict[str, list[Where]] = field(default_factory=dict)
    reach: dict[str, Reach] = field(
        default_factory=lambda: {name: Reach() for name in ("percentages", "totals", "breakdowns")}
    )
    rates: dict[str, dict[tuple[str, ...], dict[int, float]]] = field(
        default_factory=lambda: {measure: {} for measure in RATES}
    )

    def add(self, plan: PlanRows) -> None:
        """Add a plan."""
        severities = Counter(row["severity"] for row in plan.of("findings"))
        counts = severities["error"], severities["warning"], severities["note"]
        href = f"plans/{page_name(plan.document_id)}"
        self.entries.append(Entry(href, title_of(plan.document), plan.document, counts, len(plan.of("figures"))))
        self.figures += len(plan.of("figures"))
        self.understood += sum(row["measure"] is not None for row in plan.of("figures"))
        self.unsure += sum(row["measure"] is not None and row["confidence"] < 0.5 for row in plan.of("figures"))
        self._add_findings(plan, href)
        for row in plan.of("checks"):
            self.checks[row["holds"]] += 1
            self.rule_checks.setdefault(row["rule"], Counter())[row["holds"]] += 1
            if row["holds"] is None:
                self.reasons.setdefault(row["rule"], Counter())[row["reason"] or ""] += 1
        self._add_reach(plan)
        self._add_rates(plan)

    def _add_findings(self, plan: PlanRows, href: str) -> None:
        for row in plan.of("findings"):
            self.findings.setdefault(row["rule"], Counter())[row["severity"]] += 1
            places = self.places.setdefault(row["rule"], [])
            if len(places) < PLACES_SHOWN:
                said = Words(row["message_vi"], row["message_en"])
                places.append(Where(f"{href}#n{row['finding_id']}", row["severity"], said, plan.document["path"]))

    def _add_reach(self, plan: PlanRows) -> None:
        """Count what was checked: every percentage, every total of a table and every breakdown of the text."""
        figures = {row["figure_id"]: row for row in plan.of("figures")}
        percentages = {at for at, row in figures.items() if row["unit"] in PERCENTAGES}
        tested: dict[str, dict[int, list[Row]]] = {name: {} for name in self.reach}
        for row in plan.of("checks"):
            if row["rule"] in EQUATIONS or row["rule"] == "implied_base":
                for figure_id in percentages.intersection(row["figures"]):
                    tested["percentages"].setdefault(figure_id, []).append(row)
            if row["rule"] in ("column_total", "row_total", "parts") and row["figures"]:
                name = "breakdowns" if row["rule"] == "parts" else "totals"
                tested[name].setdefault(row["figures"][0], []).append(row)
        for figure_id in percentages - tested["percentages"].keys():
            tested["percentages"][figure_id] = []
        for name, found in tested.items():
            reach = self.reach[name]
            for figure_id, checks in found.items():
                if any(row["holds"] is False for row in checks):
                    reach.not_held += 1
                elif any(row["holds"] for row in checks):
                    reach.held += 1
                else:
                    reason = next((row["reason"] for row in checks if row["reason"]), NO_BASE)
                    is_target = figures[figure_id]["stance"] == "target"
                    reach.reasons[BASE_NOT_NAMED if reason == NO_BASE and is_target else reason] += 1

    def _add_rates(self, plan: PlanRows) -> None:
        """The rates of the plan's own unit, by the year whose end they tell."""
        document = plan.document
        unit = tuple(document[name] or "" for name in ("province", "district", "commune"))
        if not any(unit):
            return
        own = {fold(name) for name in unit if name}
        totals = {row["figure_id"] for row in plan.of("village_stats") if row["place_kind"] == "total"}
        for row in plan.of("figures"):
            if (
                row["measure"] in RATES
                and row["unit"] == "percent"
                and row["aspect"] == "level"
                and row["stance"] == "reported"
                and row["year"] is not None
                and row["value"] is not None
                and row["group"] is None
                and row["part_of_year"] is None
                and row["comparator"] == "="
                and (row["place"] is None or row["figure_id"] in totals or fold(row["place"]) in own)
            ):
                year = row["year"] - (row["moment"] == "start")
                self.rates[row["measure"]].setdefault(unit, {}).setdefault(year, row["value"])


def sum_rates(series: dict[tuple[str, ...], dict[int, float]]) -> list[tuple[int, int, float, float, float]]:
    """By year: of how many units the rate is told, the least, the median and the greatest."""
    years = sorted({year for told in series.values() for year in told})
    found = []
    for year in years:
        values = [told[year] for told in series.values() if year in told]
        found.append((year, len(values), min(values), median(values), max(values)))
    return found
