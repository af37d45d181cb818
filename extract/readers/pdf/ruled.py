"""Strokes → the grids they rule: rows, columns and merged cells, before any text is in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.document import Box
from extract.readers.pdf.strokes import Drawing, Stroke

# Borders of neighbouring cells, double lines and lines that just miss each other lie within this, in points.
NEAR = 3.0
# A border counts where strokes cover this share of a cell's side.
COVERED = 0.6
# Lines across a page that leave the strokes down it standing free by this much are the sides of open cells.
OPEN_SIDE = 12.0
# A grid of more places than this is a drawing.
PLACE_LIMIT = 40_000


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a ruled grid: its top left row and column, its spans, and where it is printed."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled grid: the y of the lines that part its rows, the x of those that part its columns, and its cells."""

    ys: tuple[float, ...]
    xs: tuple[float, ...]
    places: tuple[Place, ...]

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_grids(drawing: Drawing) -> list[Grid]:
    """The grids of a page from top to bottom, each with at least two cells; a frame around text is none.

    >>> across = tuple(Stroke(y, 0, 100) for y in (0, 20, 40))
    >>> down = (Stroke(0, 0, 40), Stroke(50, 20, 40), Stroke(100, 0, 40))
    >>> [(place.row, place.column, place.column_span) for place in find_grids(Drawing(across, down))[0].places]
    [(0, 0, 2), (1, 0, 1), (1, 1, 1)]
    """
    if not drawing.across or not drawing.down:
        return []
    across, down = _gather(drawing.across), _gather(drawing.down)
    found = (_grid(*group) for group in _groups(across, down))
    grids = sorted((grid for grid in found if grid), key=lambda grid: (grid.ys[0], grid.xs[0]))
    return [grid for grid in grids if not any(_is_within(grid, other) for other in grids if other is not grid)]


def _gather(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes on one line and touching each other as one."""
    lines: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if lines and stroke.at - lines[-1][0].at <= NEAR:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    gathered: list[Stroke] = []
    for line in lines:
        at = sum(stroke.at for stroke in line) / len(line)
        line.sort(key=lambda stroke: stroke.start)
        start, end = line[0].start, line[0].end
        for stroke in line[1:]:
            if stroke.start > end + NEAR:
                gathered.append(Stroke(at, start, end))
                start, end = stroke.start, stroke.end
            end = max(end, stroke.end)
        gathered.append(Stroke(at, start, end))
    return gathered


def _groups(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Strokes that hang together by crossing or meeting."""
    leader = list(range(len(across) + len(down)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    order = sorted(range(len(down)), key=lambda place: down[place].at)
    positions = [down[place].at for place in order]
    for number, line in enumerate(across):
        first, last = bisect_left(positions, line.start - NEAR), bisect_right(positions, line.end + NEAR)
        for place in order[first:last]:
            if down[place].start - NEAR <= line.at <= down[place].end + NEAR:
                leader[find(len(across) + place)] = find(number)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for number, line in enumerate(across):
        groups.setdefault(find(number), ([], []))[0].append(line)
    for number, line in enumerate(down):
        groups.setdefault(find(len(across) + number), ([], []))[1].append(line)
    return [group for group in groups.values() if all(group)]


def _grid(across: list[Stroke], down: list[Stroke]) -> Grid | None:
    """The grid of strokes that hang together, None where they enclose fewer than two cells."""
    across, down = _closed(across, down), _closed(down, across)
    ys, xs = _levels(across), _levels(down)
    if len(ys) < 2 or len(xs) < 2 or (len(ys) - 1) * (len(xs) - 1) > PLACE_LIMIT or len(ys) + len(xs) < 5:
        return None
    above = [[_covers(strokes, x0, x1) for x0, x1 in pairwise(xs)] for strokes in _on_levels(across, ys)]
    before = list(
        zip(*([_covers(strokes, y0, y1) for y0, y1 in pairwise(ys)] for strokes in _on_levels(down, xs)), strict=True)
    )
    places = _places(ys, xs, above, before)
    return Grid(tuple(ys), tuple(xs), tuple(places)) if len(places) > 1 else None


def _closed(strokes: list[Stroke], others: Sequence[Stroke]) -> list[Stroke]:
    """The strokes with those added that close the open sides of a table ruled without its outer borders."""
    start, end = min(stroke.start for stroke in others), max(stroke.end for stroke in others)
    first, last = min(stroke.at for stroke in strokes), max(stroke.at for stroke in strokes)
    low, high = min(stroke.start for stroke in strokes), max(stroke.end for stroke in strokes)
    added = [Stroke(start, low, high)] if first - start > OPEN_SIDE else []
    return [*added, *strokes, *([Stroke(end, low, high)] if end - last > OPEN_SIDE else [])]


def _levels(strokes: Sequence[Stroke]) -> list[float]:
    levels: list[float] = []
    for at in sorted({stroke.at for stroke in strokes}):
        if not levels or at - levels[-1] > NEAR:
            levels.append(at)
    return levels


def _on_levels(strokes: Sequence[Stroke], levels: Sequence[float]) -> list[list[Stroke]]:
    """The strokes that lie on each level."""
    return [[stroke for stroke in strokes if abs(stroke.at - level) <= NEAR] for level in levels]


def _covers(strokes: Sequence[Stroke], start: float, end: float) -> bool:
    """Whether strokes on one line cover most of a side."""
    covered = sum(max(0.0, min(stroke.end, end) - max(stroke.start, start)) for stroke in strokes)
    return covered >= COVERED * (end - start)


def _places(
    ys: Sequence[float], xs: Sequence[float], above: Sequence[Sequence[bool]], before: Sequence[Sequence[bool]]
) -> list[Place]:
    """The cells in row-major order: each grows right, then down, as long as no line parts it from the next place."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    places: list[Place] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            end = column + 1
            while end < columns and not before[row][end] and (row, end) not in taken:
                end += 1
            reach = row + 1
            while reach < rows and not any(above[reach][column:end]) and not any(before[reach][column + 1 : end]):
                if any((reach, place) in taken for place in range(column, end)):
                    break
                reach += 1
            taken |= {(y, x) for y in range(row, reach) for x in range(column, end)}
            box = Box(xs[column], ys[row], xs[end], ys[reach])
            places.append(Place(row, column, reach - row, end - column, box))
    return places


def _is_within(inner: Grid, outer: Grid) -> bool:
    one, other = inner.box, outer.box
    return one.x0 >= other.x0 and one.x1 <= other.x1 and one.y0 >= other.y0 and one.y1 <= other.y1
