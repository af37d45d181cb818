"""Charts as plain numbers that a template draws: where each bar, line and mark stands in its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doisoat.report.words import Words

# Sizes of a chart in the units of its own picture, which is then drawn as wide as there is room.
BAR_WIDTH = 440
LINE_WIDTH = 640
LINE_HEIGHT = 260
MARGIN = 36


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: its class in the stylesheet, how many it stands for, where it begins and how wide it is."""

    kind: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of several parts with its label and sum."""

    label: Words
    segments: tuple[Segment, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line through the years, as a path, and its points with what each says."""

    kind: str
    path: str
    points: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over years, with the marks of both axes."""

    lines: tuple[Line, ...]
    years: tuple[tuple[float, int], ...]
    levels: tuple[tuple[float, str], ...]


def make_bars(rows: Sequence[tuple[Words, Mapping[str, int]]], is_share: bool = False) -> tuple[Bar, ...]:
    """Bars in one scale, or each as long as the chart is wide where they show shares.

    >>> [round(segment.width) for segment in make_bars([(Words("a", "a"), {"error": 3, "note": 1})])[0].segments]
    [330, 110]
    """
    most = max((sum(counts.values()) for _, counts in rows), default=0)
    bars = []
    for label, counts in rows:
        total = sum(counts.values())
        scale = BAR_WIDTH / max(total if is_share else most, 1)
        segments, reached = [], 0.0
        for kind, count in counts.items():
            if count:
                segments.append(Segment(kind, count, reached, count * scale))
                reached += count * scale
        bars.append(Bar(label, tuple(segments), total))
    return tuple(bars)


def make_plot(series: Mapping[str, Sequence[tuple[str, Mapping[int, float]]]]) -> Plot | None:
    """Rates of units over years: by the kind of line the lines, each with its name. None where there is no value."""
    values = [value for lines in series.values() for _, told in lines for value in told.values()]
    years = sorted({year for lines in series.values() for _, told in lines for year in told})
    if not values:
        return None
    top = next(step for step in (1, 2, 5, 10, 20, 40, 60, 80, 100, 10**9) if step >= max(values))
    first, last = years[0], max(years[-1], years[0] + 1)

    def at(year: int, value: float) -> tuple[float, float]:
        x = MARGIN + (LINE_WIDTH - 2 * MARGIN) * (year - first) / (last - first)
        return round(x, 1), round(LINE_HEIGHT - MARGIN - (LINE_HEIGHT - 1.6 * MARGIN) * value / top, 1)

    lines = []
    for kind, told_lines in series.items():
        for name, told in told_lines:
            points = [(*at(year, value), f"{name} {year}: {value:g} %") for year, value in sorted(told.items())]
            path = "M" + "L".join(f"{x} {y}" for x, y, _ in points)
            lines.append(Line(kind, path, tuple(points)))
    step = max(1, (last - first + 1) // 12)
    ticks = tuple((at(year, 0)[0], year) for year in range(first, last + 1, step))
    levels = tuple((at(first, top * part / 4)[1], f"{top * part / 4:g}") for part in range(5))
    return Plot(tuple(lines), ticks, levels)
