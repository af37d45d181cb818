"""Ruled tables of a page: found by their lines, laid out with merged cells where line segments are missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from extract.readers.scanned.clean import Grey, Mask
from extract.readers.scanned.shapes import Piece, find_pieces, straight, thicken

# All lengths are dots of 300 an inch. Rules may be pale hairlines: on a clean sheet paper is 255.
FAINT = 200
# Straight ink so long is no part of a letter: a level stroke of 6 mm, an upright one of 5 mm.
LEVEL_RUN = 75
UPRIGHT_RUN = 60
# The feet of bold letters run on for as long as two or three of them: a line by itself is longer.
LONE_RUN = 180
# Specks break a line so far; a slope too small to be seen moves it by a dot within a run.
GAP = 4
# Of the feet of letters that run into each other two thirds bear strokes within AROUND dots, of a rule next to none.
AROUND = 12
FREE = 0.7
# Rules drawn to meet miss each other by so much.
TOUCH = 12
# Edges nearer than this are one line drawn twice or not quite straight.
SAME_EDGE = 18
# So much of a side between two places must be ruled to part them.
RULED = 0.5
# A rule thicker than this is a bar or a picture.
THICKEST = 24


@dataclass(frozen=True, slots=True)
class Ruled:
    """One place of a ruled grid, merged where no rule parts it: grid place, spans, and its rectangle in dots."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its rectangle in dots, its size, its cells in row-major order, and the lines it is made of."""

    x0: int
    y0: int
    x1: int
    y1: int
    rows: int
    columns: int
    cells: tuple[Ruled, ...]
    level: tuple[Piece, ...]
    upright: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The straight lines of a page: as masks and as pieces."""

    level: Mask
    upright: Mask
    level_pieces: tuple[Piece, ...]
    upright_pieces: tuple[Piece, ...]


def find_rules(grey: Grey) -> Rules:
    """The level and upright lines of a sheet."""
    ink = grey < FAINT
    level, level_pieces = _search(ink, LEVEL_RUN)
    upright, upright_pieces = _search(np.ascontiguousarray(ink.T), UPRIGHT_RUN)
    return Rules(level, upright.T, level_pieces, tuple(_turned(piece) for piece in upright_pieces))


def _search(ink: Mask, least: int) -> tuple[Mask, tuple[Piece, ...]]:
    """The level lines of a mask, as a mask and as pieces."""
    lines = straight(thicken(ink, 0, 1), least, GAP) & thicken(ink, GAP, 1)
    pieces = (piece for piece in find_pieces(lines) if piece.height <= THICKEST and piece.width >= least)
    return lines, tuple(piece for piece in pieces if _stands_free(ink, piece))


def _stands_free(ink: Mask, piece: Piece) -> bool:
    """Whether a level piece is a line and not the feet of letters: along most of it nothing stands on it."""
    band = ink[max(piece.y0 - AROUND, 0) : piece.y1 + AROUND, piece.x0 : piece.x1]
    return bool((band.sum(axis=0) <= piece.height + AROUND // 2).mean() >= FREE)


def _turned(piece: Piece) -> Piece:
    return Piece(piece.y0, piece.x0, piece.y1, piece.x1, piece.dots)


def erase(grey: Grey, rules: Rules, grids: Iterable[Grid]) -> Grey:
    """The sheet without the lines of its tables, and without long lines elsewhere: underlines, rules below a title."""
    lines = np.zeros(grey.shape, dtype=bool)
    level = [piece for grid in grids for piece in grid.level]
    level += [piece for piece in rules.level_pieces if piece.width >= LONE_RUN]
    for mask, pieces in ((rules.level, level), (rules.upright, [piece for grid in grids for piece in grid.upright])):
        for piece in pieces:
            place = np.s_[piece.y0 : piece.y1, piece.x0 : piece.x1]
            lines[place] |= mask[place]
    return np.where(thicken(lines, 2, 2), 255, grey).astype(np.uint8)


def find_grids(rules: Rules) -> list[Grid]:
    """The ruled tables of a page, from the top; frames and underlines are none."""
    grids = []
    for level, upright in _connected(rules):
        grid = _lay(level, upright, rules)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.y0, grid.x0))


def _connected(rules: Rules) -> list[tuple[list[Piece], list[Piece]]]:
    """Lines that touch each other, in groups that hold both level and upright ones."""
    pieces = [(piece, True) for piece in rules.level_pieces] + [(piece, False) for piece in rules.upright_pieces]
    groups: list[list[tuple[Piece, bool]]] = []
    for piece in pieces:
        near = [group for group in groups if any(_touch(piece[0], other) for other, _ in group)]
        groups = [group for group in groups if group not in near]
        groups.append([piece, *(other for group in near for other in group)])
    sides = [
        ([p for p, is_level in group if is_level], [p for p, is_level in group if not is_level]) for group in groups
    ]
    return [(level, upright) for level, upright in sides if len(level) >= 2 and upright]


def _touch(first: Piece, second: Piece) -> bool:
    return (
        first.x0 - TOUCH <= second.x1
        and second.x0 - TOUCH <= first.x1
        and first.y0 - TOUCH <= second.y1
        and second.y0 - TOUCH <= first.y1
    )


def _lay(level: Sequence[Piece], upright: Sequence[Piece], rules: Rules) -> Grid | None:
    """The grid of a group of lines; None where it parts nothing: one box, or lines that cross by chance."""
    ys = _edges((piece.y0 + piece.y1) // 2 for piece in level)
    xs = _edges((piece.x0 + piece.x1) // 2 for piece in upright)
    # Tables are drawn open at their sides too: the level lines then reach beyond the upright ones.
    left, right = min(piece.x0 for piece in level), max(piece.x1 for piece in level)
    xs = [*([left] if left < xs[0] - 2 * SAME_EDGE else []), *xs, *([right] if right > xs[-1] + 2 * SAME_EDGE else [])]
    top, bottom = min(piece.y0 for piece in upright), max(piece.y1 for piece in upright)
    ys = [*([top] if top < ys[0] - 2 * SAME_EDGE else []), *ys, *([bottom] if bottom > ys[-1] + 2 * SAME_EDGE else [])]
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2:
        return None
    cells = _merge(xs, ys, rules)
    if len(cells) < 2:
        return None
    return Grid(xs[0], ys[0], xs[-1], ys[-1], rows, columns, cells, tuple(level), tuple(upright))


def _edges(places: Iterable[int]) -> list[int]:
    """The middles of clusters of places."""
    clusters: list[list[int]] = []
    for place in sorted(places):
        if clusters and place - clusters[-1][-1] <= SAME_EDGE:
            clusters[-1].append(place)
        else:
            clusters.append([place])
    return [round(sum(cluster) / len(cluster)) for cluster in clusters]


def _merge(xs: Sequence[int], ys: Sequence[int], rules: Rules) -> tuple[Ruled, ...]:
    """The cells: places that no rule parts are one, as a rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    boxes = {(row, column): (row, column, row + 1, column + 1) for row in range(rows) for column in range(columns)}

    def join(first: tuple[int, int], second: tuple[int, int]) -> None:
        one, other = boxes[first], boxes[second]
        if one == other:
            return
        both = (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
        grown = True
        while grown:  # the rectangle over both takes in whatever it cuts
            inside = {boxes[row, column] for row in range(both[0], both[2]) for column in range(both[1], both[3])}
            wider = (
                min(box[0] for box in inside), min(box[1] for box in inside),
                max(box[2] for box in inside), max(box[3] for box in inside),
            )  # fmt: skip
            grown, both = wider != both, wider
        for row in range(both[0], both[2]):
            for column in range(both[1], both[3]):
                boxes[row, column] = both

    for row in range(rows):
        for column in range(1, columns):
            if not _is_ruled(rules.upright, xs[column], ys[row], ys[row + 1], is_upright=True):
                join((row, column - 1), (row, column))
    for row in range(1, rows):
        for column in range(columns):
            if not _is_ruled(rules.level, ys[row], xs[column], xs[column + 1], is_upright=False):
                join((row - 1, column), (row, column))
    return tuple(
        Ruled(top, left, bottom - top, right - left, xs[left], ys[top], xs[right], ys[bottom])
        for top, left, bottom, right in sorted(set(boxes.values()))
    )


def _is_ruled(mask: Mask, at: int, start: int, end: int, is_upright: bool) -> bool:
    """Whether a line runs along most of a side."""
    inset = min(SAME_EDGE // 2, (end - start) // 4)
    around = slice(max(at - SAME_EDGE, 0), at + SAME_EDGE)
    along = slice(start + inset, max(end - inset, start + inset + 1))
    side = mask[along, around].any(axis=1) if is_upright else mask[around, along].any(axis=0)
    return bool(side.mean() >= RULED) if side.size else False
