"""The pages about all plans: overview, list of plans, rules and data dictionary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from doisoat import dictionary, schemas
from doisoat.report.atlas import HEIGHT, WIDTH, make_atlas
from doisoat.report.charts import Bar, Plot, make_bars, make_plot
from doisoat.report.documentation import document_rules
from doisoat.report.findings import SEVERITIES
from doisoat.report.site import render, words_of
from doisoat.report.tally import Entry, Reach, Tally, sum_rates
from doisoat.report.words import Words, same, word

LEVELS = ("commune", "district", "province", "unknown")
OUTCOMES = ("held", "not_held", "unchecked")

GRAVEST_SHOWN = 10  # plans the overview leads to; all of them stand in the list
BARS_SHOWN = 24  # provinces, the rest summed up as one
LINES_SHOWN = 300  # units whose rates are drawn: more are one grey
MEDIAN_UNITS = 3  # a median of fewer says nothing of the others
PLANS_A_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with what each kind of segment is called, and the same as rows of a table."""

    key: str
    kinds: tuple[tuple[str, Words], ...]
    bars: tuple[Bar, ...]
    is_share: bool = False


def write_overview(folder: Path, tally: Tally) -> int:
    """Write the pages; return how many."""
    rules = document_rules()
    lists = [tally.entries[at : at + PLANS_A_PAGE] for at in range(0, len(tally.entries), PLANS_A_PAGE)] or [[]]
    names = [list_name(number) for number in range(1, len(lists) + 1)]
    pages = {
        "index.html": render("index.html", **overview(tally)),
        "rules.html": render("rules.html", rules=rules, tally=tally),
        "dictionary.html": render("dictionary.html", datasets=datasets()),
    }
    for name, entries in zip(names, lists, strict=True):
        pages[name] = render("plans.html", entries=entries, name=name, names=names, total=len(tally.entries))
    for name, markup in pages.items():
        (folder / name).write_text(markup, "utf-8")
    return len(pages)


def list_name(number: int) -> str:
    """The file of a page of the list of plans."""
    return "plans.html" if number == 1 else f"plans-{number}.html"


def overview(tally: Tally) -> dict[str, object]:
    """What the template of the overview shows."""
    gravest = sorted(tally.entries, key=lambda entry: tuple(-count for count in entry.findings))
    return {
        "tally": tally,
        "severities": {name: sum(counts[name] for counts in tally.findings.values()) for name in SEVERITIES},
        "statuses": Counter(entry.document["status"] for entry in tally.entries),
        "reach": tally.reach,
        "coverage": coverage_chart(tally.reach),
        "charts": (*plan_charts(tally.entries), rule_chart(tally.findings)),
        "atlas": make_atlas(tally.entries),
        "map_size": (WIDTH, HEIGHT),
        "plot": rate_plot(tally),
        "rates": {measure: sum_rates(series) for measure, series in tally.rates.items() if series},
        "gravest": [entry for entry in gravest if any(entry.findings)][:GRAVEST_SHOWN],
        "unread": [entry for entry in tally.entries if entry.document["status"] != "ok"],
    }


def plan_charts(entries: Sequence[Entry]) -> Iterable[Chart]:
    """Plans by province and by year, each by level."""
    kinds = tuple((level, word("level", level)) for level in LEVELS)
    unknown = words_of("unknown")
    provinces: dict[str, Counter[str]] = {}
    years: dict[str, Counter[str]] = {}
    for entry in entries:
        document = entry.document
        level = document["level"] or "unknown"
        provinces.setdefault(document["province"] or "", Counter())[level] += 1
        year = document["plan_year"] or document["issued_year"]
        years.setdefault(str(year or ""), Counter())[level] += 1
    by_size = sorted(provinces.items(), key=lambda item: (item[0] == "", -item[1].total(), item[0]))
    shown = by_size if len(by_size) <= BARS_SHOWN else by_size[:BARS_SHOWN]
    rows = [(same(name) if name else unknown, ordered(counts, LEVELS)) for name, counts in shown]
    if len(by_size) > len(shown):
        rest = sum((counts for _, counts in by_size[BARS_SHOWN:]), Counter[str]())
        rows.append((words_of("others", count=len(by_size) - BARS_SHOWN), ordered(rest, LEVELS)))
    yield Chart("by_province", kinds, make_bars(rows))
    by_year = sorted(years.items(), key=lambda item: (item[0] == "", item[0]))
    yield Chart(
        "by_year",
        kinds,
        make_bars([(same(year) if year else unknown, ordered(counts, LEVELS)) for year, counts in by_year]),
    )


def rule_chart(findings: Mapping[str, Counter[str]]) -> Chart:
    """Findings by rule and severity, the rules with the gravest first."""
    kinds = tuple((severity, word("severity", severity)) for severity in SEVERITIES)
    by_gravity = sorted(findings.items(), key=lambda item: (*(-item[1][name] for name in SEVERITIES), item[0]))
    rows = [(word("rule", rule), ordered(counts, SEVERITIES)) for rule, counts in by_gravity]
    return Chart("by_rule", kinds, make_bars(rows))


def coverage_chart(reach: Mapping[str, Reach]) -> Chart:
    """How much of what could be checked was."""
    kinds = tuple((outcome, words_of(outcome)) for outcome in OUTCOMES)
    rows = [
        (words_of(name), {"held": own.held, "not_held": own.not_held, "unchecked": own.unchecked})
        for name, own in reach.items()
    ]
    return Chart("coverage", kinds, make_bars(rows, is_share=True), is_share=True)


def ordered(counts: Mapping[str, int], kinds: Sequence[str]) -> dict[str, int]:
    """Counts in a fixed order."""
    return {kind: counts.get(kind, 0) for kind in kinds}


def rate_plot(tally: Tally) -> Plot | None:
    """The poverty rates of all units over the years, thin, and their median, thick."""
    rates = tally.rates["poor_rate"]
    units = sorted(rates.items())[:LINES_SHOWN]
    series: dict[str, list[tuple[str, Mapping[int, float]]]] = {
        "unit": [(", ".join(part for part in reversed(unit) if part), told) for unit, told in units]
    }
    median = {year: middle for year, count, _, middle, _ in sum_rates(rates) if count >= MEDIAN_UNITS}
    if median:
        series["median"] = [("–", median)]
    return make_plot(series)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as the dictionary shows it."""

    name: str
    meaning: Words
    columns: tuple[tuple[str, str, bool, Words], ...]


def datasets() -> list[Dataset]:
    """The data dictionary with the types of the contract."""
    return [
        Dataset(
            name,
            Words(entry.meaning.vi, entry.meaning.en),
            tuple(
                (column.name, column.type, column.nullable, Words(told.vi, told.en))
                for column, told in zip(schemas.load().datasets[name], entry.columns.values(), strict=True)
            ),
        )
        for name, entry in dictionary.load().items()
    ]
