"""What was understood of one plan, on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields

from rich.console import Console

from doisoat.messages import Messages
from doisoat.plan import Plan
from doisoat.screen import line
from extract.facts import Facets, Letterhead

LONGEST = 100  # characters of a text shown in a list


def print_plan(console: Console, path: str, plan: Plan, messages: Messages) -> None:
    """Letterhead, outline, tables, figures and what was drawn from them, each a list."""
    document = plan.facts.document
    console.print(line((path, "bold"), (f"  {document.format} · {document.reader}", "dim")))
    lists: dict[str, Iterable[str]] = {
        "letterhead": letterhead_lines(plan.facts.letterhead),
        "outline": outline_lines(plan),
        "tables": table_lines(plan),
        "figures": figure_lines(plan),
        "village_stats": village_lines(plan),
        "targets": target_lines(plan),
        "deprivations": deprivation_lines(plan),
        "citations": citation_lines(plan),
        "duties": duty_lines(plan),
        "checks": check_lines(plan),
    }
    for name, lines in lists.items():
        shown = list(lines)
        console.print()
        console.print(line((messages.say(f"show_{name}"), "bold"), (f" ({len(shown)})", "dim")))
        for shown_line in shown:
            console.print(line((f"  {shown_line}", "")))


def letterhead_lines(letterhead: Letterhead) -> Iterable[str]:
    """Its parts that are there."""
    parts = {field.name: getattr(letterhead, field.name) for field in fields(letterhead)}
    return (f"{name:<13} {value}" for name, value in parts.items() if value is not None)


def outline_lines(plan: Plan) -> Iterable[str]:
    """Headings, indented by depth."""
    for section in plan.facts.document.sections:
        yield "  " * section.depth + f"{section.label or '–'} {clip(section.title)}"


def table_lines(plan: Plan) -> Iterable[str]:
    """Tables with their size."""
    tables = [block.table for block in plan.facts.document.blocks if block.table]
    titles = {stat.table_id: stat.table_title for stat in plan.facts.village_stats}
    return (
        f"{table.table_id:>4} {table.rows} × {table.columns}  {clip(titles.get(table.table_id) or '')}"
        for table in tables
    )


def figure_lines(plan: Plan) -> Iterable[str]:
    """Figures with their value and facets."""
    for figure in plan.facts.figures:
        value = "–" if figure.value is None else f"{figure.value:f}"
        value += "" if figure.value_to is None else f"…{figure.value_to:f}"
        yield f"{figure.figure_id:>4} {figure.literal:<14} {figure.kind:<9} {value:<10} {facets_line(figure.facets)}"


def village_lines(plan: Plan) -> Iterable[str]:
    """Cells of the village tables."""
    for stat in plan.facts.village_stats:
        yield f"{stat.table_id:>4} {stat.place:<18} {stat.literal:>8} {facets_line(stat.facets)}"


def target_lines(plan: Plan) -> Iterable[str]:
    """What the plan sets out to reach."""
    for target in plan.facts.targets:
        value = "–" if target.value is None else f"{target.value:f}"
        yield f"{target.target_id:>4} {target.comparator} {value:<8} {facets_line(target.facets)} · {clip(target.text)}"


def deprivation_lines(plan: Plan) -> Iterable[str]:
    """Rates of lack."""
    for lack in plan.facts.deprivations:
        rate = "–" if lack.rate is None else f"{lack.rate:f}%"
        yield f"{lack.indicator:<20} {rate:<8} {lack.population} {lack.year or ''}{' *' if lack.is_priority else ''}"


def citation_lines(plan: Plan) -> Iterable[str]:
    """Documents cited."""
    for citation in plan.facts.citations:
        dated = citation.issued_on or ""
        yield f"{citation.citation_id:>4} {citation.kind:<12} {citation.reference or '–':<22} {dated}"


def duty_lines(plan: Plan) -> Iterable[str]:
    """Who must do what."""
    for duty in plan.facts.duties:
        yield f"{duty.duty_id:>4} {clip(duty.actor)} · {clip(duty.text)} {duty.deadline or ''}"


def check_lines(plan: Plan) -> Iterable[str]:
    """Checks by rule: held, failed, not testable."""
    counts = Counter((check.rule, check.holds) for check in plan.audit.checks)
    for rule in sorted({rule for rule, _ in counts}):
        yield f"{rule:<16} ✓ {counts[rule, True]}  ✗ {counts[rule, False]}  ? {counts[rule, None]}"


def facets_line(facets: Facets) -> str:
    """The facets that are set, in the order of the contract.

    >>> facets_line(Facets(measure="poor_households", unit="household", moment="end", year=2020))
    'poor_households household end 2020'
    """
    return " ".join(str(value) for field in fields(facets) if (value := getattr(facets, field.name)) is not None)


def clip(text: str) -> str:
    """The text, cut where it is long.

    >>> clip("a" * 200)[-3:], len(clip("a" * 200))
    ('aa…', 100)
    """
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
