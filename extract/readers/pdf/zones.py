"""Lines that stand side by side: the halves of a letterhead, the recipients beside the signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from extract.document import Cell, Table
from extract.layout import is_formal
from extract.readers.pdf.lines import Line

# A gap may part two halves from so many ems on, where it is wider too than the usual gap of its line by this factor.
HALF_GAP = 0.8
UNUSUAL = 2.2
# What is left of the gap over all lines of two halves, in ems.
GUTTER = 0.5
# One line alone has two halves only behind a gap of so many ems.
LONE_GAP = 3.0
# A half goes on in a line this close below, in ems; the signer's name stands further down.
CLOSE_PITCH = 2.0
NAME_PITCH = 8.0
# Letters of two lines share this part of their height where they stand side by side.
BESIDE = 0.3
# Halves of halves: three columns of signatures are split in two steps.
DEPTH_LIMIT = 3

# What begins a line of its own: `/KH-UBND` and `tháng 01` go on after a blank to fill in, a figure belongs to its name.
_OPENING = regex.compile(r"[(“\"*•+-]*\s*\p{Lu}|[-+•–]\s")
_LABEL = regex.compile(r"[^\p{L}\p{N}]|\(?(?:\p{L}|[IVX]+|\d+(?:\.\d+)*)[.)]?")


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines over the whole width (one column), or in columns beside each other, read from left to right."""

    columns: tuple[tuple[Line, ...], ...]


def find_zones(lines: Sequence[Line], depth: int = 0) -> list[Zone]:
    """The lines of a page as stretches of whole lines and of columns, from top to bottom."""
    zones: list[Zone] = []
    whole: list[Line] = []
    place = 0
    while place < len(lines):
        split = _split(lines, place) if depth < DEPTH_LIMIT else None
        if split is None:
            whole.append(lines[place])
            place += 1
            continue
        end, left, right = split
        # a line of the right half may begin above the left one
        while whole and whole[-1].x0 > max(line.x1 for line in left) and _is_close(whole[-1], lines[place]):
            right.insert(0, whole.pop())
        if whole:
            zones.append(Zone((tuple(whole),)))
            whole = []
        halves = [zone for half in (left, right) for zone in find_zones(half, depth + 1)]
        zones.append(Zone(tuple(column for zone in halves for column in zone.columns)))
        place = end
    return [*zones, Zone((tuple(whole),))] if whole else zones


def _split(lines: Sequence[Line], start: int) -> tuple[int, list[Line], list[Line]] | None:
    """The stretch of two halves that begins with a line: the line after it, and the halves; None without any."""
    best: tuple[int, int, tuple[float, float]] | None = None
    for gutter in _first_gutters(lines, start):
        end, score, final = _stretch(lines, start, gutter)
        if score and (best is None or score > best[1]):
            best = (end, score, final)
    if best is None:
        return None
    end, _, gutter = best
    middle = sum(gutter) / 2
    left: list[Line] = []
    right: list[Line] = []
    for line in lines[start:end]:
        before = tuple(word for word in line.words if word.x1 <= middle)
        after = tuple(word for word in line.words if word.x1 > middle)
        if before:
            left.append(Line(before, line.y, line.size))
        if after:
            right.append(Line(after, line.y, line.size))
    is_list = all(_LABEL.fullmatch(line.text) for line in left)  # bullets or numbers before their items
    return (end, left, right) if left and right and not is_list else None


def _first_gutters(lines: Sequence[Line], start: int) -> Iterator[tuple[float, float]]:
    """The gaps that may part two halves from this line on: within it, or between it and the line beside it."""
    line = lines[start]
    yield from _gaps(line)
    if start + 1 < len(lines) and _is_beside(line, lines[start + 1]):
        one, other = sorted((line, lines[start + 1]), key=lambda line: line.x0)
        if other.x0 - one.x1 >= HALF_GAP * max(one.size, other.size):
            yield one.x1, other.x0


def _gaps(line: Line) -> list[tuple[float, float]]:
    """The unusually wide gaps within a line."""
    gaps = [(before.x1, after.x0) for before, after in pairwise(line.words)]
    usual = median([end - start for start, end in gaps]) if len(gaps) > 2 else 0.0
    least = max(HALF_GAP * line.size, UNUSUAL * min(usual, 0.5 * line.size))
    return [gap for gap in gaps if gap[1] - gap[0] >= least]


def _is_beside(one: Line, other: Line) -> bool:
    """Whether two lines of different baselines share some of their height, but none of their width."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    height = min(one.bottom - one.top, other.bottom - other.top)
    return shared >= BESIDE * height and (one.x1 < other.x0 or other.x1 < one.x0)


def _is_close(above: Line, below: Line, pitch: float = CLOSE_PITCH) -> bool:
    return below.y - above.y <= pitch * max(above.size, below.size)


def _stretch(lines: Sequence[Line], start: int, gutter: tuple[float, float]) -> tuple[int, int, tuple[float, float]]:
    """How far a gap goes down the lines: the line after it, how many lines show two halves, and what is left of it."""
    score, end, final = 0, start, gutter
    widest = gutter[1] - gutter[0]
    openings = 0
    last: dict[bool, Line] = {}  # the last line of the left (False) and of the right half
    current = gutter
    for place in range(start, len(lines)):
        line = lines[place]
        narrowed = _narrow(current, line)
        if narrowed is None:
            break
        middle = sum(narrowed) / 2
        after = next((word for word in line.words if word.x1 > middle), None)
        sides = [side for side, told in ((False, line.x0 < middle), (True, after is not None)) if told]
        if place > start and not _goes_on(line, sides, lines[place - 1], last):
            break
        current = narrowed
        shows = len(sides) == 2 or ((not sides[0]) in last and _is_beside(line, last[not sides[0]]))
        if shows:
            score += 1
        if after is not None:
            text = " ".join(word.text for word in line.words if word.x1 > middle)
            openings += 1 if _OPENING.match(text) else -1
        last |= dict.fromkeys(sides, line)
        end, final = place + 1, current
    is_lone = score == 1 and widest < LONE_GAP * lines[start].size and not _is_formal(lines[start], final)
    return (end, 0 if is_lone or openings <= 0 else score, final)


def _is_formal(line: Line, gutter: tuple[float, float]) -> bool:
    """Whether the halves of a line are those of a letterhead: the number of the document beside its place and date."""
    middle = sum(gutter) / 2
    halves = [" ".join(word.text for word in line.words if (word.x1 > middle) == side) for side in (False, True)]
    return is_formal(Table(1, 2, (Cell(0, 0, halves[0]), Cell(0, 1, halves[1]))))


def _goes_on(line: Line, sides: Sequence[bool], above: Line, last: dict[bool, Line]) -> bool:
    """Whether a line still belongs to the halves above it."""
    if len(sides) == 2:
        return _is_close(above, line, NAME_PITCH / 2)
    own = last.get(sides[0])
    if own is None:
        return _is_close(above, line)
    return _is_close(own, line, NAME_PITCH if sides[0] else CLOSE_PITCH)


def _narrow(gutter: tuple[float, float], line: Line) -> tuple[float, float] | None:
    """What a line leaves of a gap, None where it crosses it."""
    least = GUTTER * line.size
    free = [(float("-inf"), line.x0), *_gaps(line), (line.x1, float("inf"))]
    left = [(max(gutter[0], start), min(gutter[1], end)) for start, end in free]
    widest = max(left, key=lambda gap: gap[1] - gap[0])
    return widest if widest[1] - widest[0] >= least else None
