"""Connected pieces of ink, and straight runs of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.readers.scanned.clean import Mask


@dataclass(frozen=True, slots=True)
class Piece:
    """The rectangle of connected ink in dots, ends exclusive, and how many dots of it are ink."""

    x0: int
    y0: int
    x1: int
    y1: int
    dots: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


def find_pieces(mask: Mask) -> list[Piece]:
    """The connected pieces of a mask, diagonals included, from the top.

    >>> find_pieces(np.array([[1, 0, 1], [1, 0, 0]], dtype=bool))
    [Piece(x0=0, y0=0, x1=1, y1=2, dots=2), Piece(x0=2, y0=0, x1=3, y1=1, dots=1)]
    """
    rows, starts, ends = _runs(mask)
    if len(rows) == 0:
        return []
    parents = _link(rows, starts, ends)
    roots, which = np.unique(parents, return_inverse=True)
    count = len(roots)
    x0, y0 = np.full(count, mask.shape[1]), np.full(count, mask.shape[0])
    x1, y1, dots = np.zeros(count, int), np.zeros(count, int), np.zeros(count, int)
    np.minimum.at(x0, which, starts)
    np.minimum.at(y0, which, rows)
    np.maximum.at(x1, which, ends)
    np.maximum.at(y1, which, rows + 1)
    np.add.at(dots, which, ends - starts)
    return [Piece(*map(int, piece)) for piece in zip(x0, y0, x1, y1, dots, strict=True)]


Ints = npt.NDArray[np.intp]


def _runs(mask: Mask) -> tuple[Ints, Ints, Ints]:
    """The runs of ink in all rows: row, first column, column behind the last."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return rows, starts, ends


def _link(rows: Ints, starts: Ints, ends: Ints) -> Ints:
    """For every run the first run of its piece."""
    parent = list(range(len(rows)))

    def find(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    row_list, start_list, end_list = rows.tolist(), starts.tolist(), ends.tolist()
    above = 0
    for run, row in enumerate(row_list):
        while above < run and (
            row_list[above] < row - 1 or (row_list[above] == row - 1 and end_list[above] < start_list[run])
        ):
            above += 1
        other = above
        while other < run and row_list[other] == row - 1 and start_list[other] <= end_list[run]:
            first, second = find(other), find(run)
            parent[max(first, second)] = min(first, second)
            other += 1
    return np.array([find(run) for run in range(len(parent))], dtype=np.intp)


def straight(mask: Mask, least: int, gap: int) -> Mask:
    """The level runs of ink at least so long; gaps up to `gap` are bridged. Transpose for upright ones.

    >>> straight(np.array([[1, 1, 0, 1, 1, 0, 0, 0, 1]], dtype=bool), 4, 1).astype(int).tolist()
    [[1, 1, 1, 1, 1, 0, 0, 0, 0]]
    """
    rows, starts, ends = _runs(mask)
    found = np.zeros(mask.shape, dtype=bool)
    if len(rows) == 0:
        return found
    parts = np.ones(len(rows), dtype=bool)
    parts[1:] = (rows[1:] != rows[:-1]) | (starts[1:] - ends[:-1] > gap)
    first = np.nonzero(parts)[0]
    last = np.append(first[1:], len(rows)) - 1
    long = ends[last] - starts[first] >= least
    for run, end in zip(first[long], last[long], strict=True):
        found[rows[run], starts[run] : ends[end]] = True
    return found


def thicken(mask: Mask, across: int, down: int) -> Mask:
    """The mask grown by so many dots to each side."""
    grown = mask.copy()
    for step in range(1, down + 1):
        grown[step:] |= mask[:-step]
        grown[:-step] |= mask[step:]
    wide = grown.copy()
    for step in range(1, across + 1):
        wide[:, step:] |= grown[:, :-step]
        wide[:, :-step] |= grown[:, step:]
    return wide
