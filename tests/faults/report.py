"""The report of a measurement: tables in markdown, and a picture of bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from measure import Result

WIDTH, LEFT, ROW = 640, 190, 26
# What became of a fault, from the best: colours that also differ in lightness.
SHADES = (
    ("corrected", "#1b7837"),
    ("located", "#7fbf7b"),
    ("detected", "#d9f0d3"),
    ("missed", "#b2182b"),
    ("shown by nothing", "#d0d0d0"),
)

HEAD = """\
# Planted faults

Made by `make faults`. Into plans that ship with the project, and into those of `../shared` where it is there, one fault
at a time is planted: slips of the pen in numbers, totals that were not carried on, percentages of another base, wrong
years, missing annexes and the like. Each plan is read and audited again, and what is new is held against what was
planted.

Whether arithmetic can show a fault at all is decided by an oracle that knows neither facets nor rules
(`tests/faults/oracle.py`): some equation that held for the true value fails for the planted one. A fault is *located*
where a finding names its figure, *corrected* where it names the true value (at most two others are named as equally
likely), and *alone* where it names nothing else.

![What became of the faults](faults.svg)
"""


def write(results: Sequence[Result], alarms: Sequence[str], plans: int) -> str:
    """The report in markdown."""
    numbers = [one for one in results if one.is_shown is not None]
    shown = [one for one in numbers if one.is_shown]
    forms = [one for one in results if one.is_shown is None]
    hidden = [one for one in numbers if not one.is_shown]
    parts = [
        HEAD,
        f"{len(results)} faults in {plans} plans; {len(hidden)} of them ({percent(len(hidden), len(results))}) are "
        f"shown by nothing in their plan. False alarms on the plans as they are: {len(alarms)}.\n",
        *(f"- {alarm}\n" for alarm in alarms),
        "## Faults that arithmetic can show\n",
        _table(("fault", "planted", "detected", "located", "corrected", "alone"), _rows(shown, lambda one: one.kind)),
        "## The same by place\n",
        _table(
            ("place", "planted", "detected", "located", "corrected", "alone"),
            _rows(shown, lambda one: "tables" if one.in_table else "text"),
        ),
        "## The same by the rule that spoke\n",
        _table(("rule", "spoke of", "located", "corrected"), _by_rule(shown)),
        "## Faults of form\n",
        _table(("fault", "planted", "detected"), [row[:3] for row in _rows(forms, lambda one: one.kind)]),
        "## Faults that nothing in the plan shows\n",
        "The oracle knows few words: some of them the rules find all the same.\n",
        _table(("fault", "planted", "detected"), [row[:3] for row in _rows(hidden, lambda one: one.kind)]),
    ]
    return "\n".join(parts)


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def _rows(results: Sequence[Result], key: Callable[[Result], str]) -> list[tuple[str, ...]]:
    """A row for each kind, and one for all."""
    kinds = sorted({key(one) for one in results})
    groups = [(kind, [one for one in results if key(one) == kind]) for kind in kinds]
    return [_row(name, found) for name, found in [*groups, ("**all**", list(results))]]


def _row(name: str, found: Sequence[Result]) -> tuple[str, ...]:
    counts = (
        sum(one.is_detected for one in found),
        sum(one.is_located for one in found),
        sum(one.is_corrected for one in found),
        sum(one.is_alone for one in found),
    )
    return name, str(len(found)), *(percent(count, len(found)) for count in counts)


def _by_rule(results: Sequence[Result]) -> list[tuple[str, ...]]:
    voices = [voice for one in results for voice in one.rules]
    rows = []
    for rule in sorted({voice.rule for voice in voices}):
        found = [voice for voice in voices if voice.rule == rule]
        located, corrected = sum(v.is_located for v in found), sum(v.is_corrected for v in found)
        rows.append((f"`{rule}`", str(len(found)), percent(located, len(found)), percent(corrected, len(found))))
    return rows


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def draw(results: Sequence[Result]) -> str:
    """The picture: a bar for each kind of fault in numbers, as SVG."""
    numbers = [one for one in results if one.is_shown is not None]
    kinds = sorted({one.kind for one in numbers})
    height = ROW * (len(kinds) + 2) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        'font-size="13" role="img">',
        "<title>What became of planted faults, by kind</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
    ]
    at = LEFT
    for name, colour in SHADES:
        parts.append(f'<rect x="{at}" y="8" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{at + 16}" y="19">{name}</text>')
        at += 28 + 7 * len(name)
    for row, kind in enumerate(kinds):
        found = [one for one in numbers if one.kind == kind]
        top, at = ROW * (row + 1) + 12, float(LEFT)
        parts.append(f'<text x="{LEFT - 8}" y="{top + 14}" text-anchor="end">{escape(kind)} ({len(found)})</text>')
        for name, colour in SHADES:
            width = (WIDTH - LEFT - 12) * sum(_fate(one) == name for one in found) / len(found)
            if width:
                parts.append(f'<rect x="{at:.1f}" y="{top}" width="{width:.1f}" height="18" fill="{colour}"/>')
            at += width
    return "\n".join([*parts, "</svg>\n"])


def _fate(one: Result) -> str:
    if one.is_corrected:
        return "corrected"
    if one.is_located:
        return "located"
    if one.is_detected:
        return "detected"
    return "missed" if one.is_shown else "shown by nothing"
