"""What stands in the margins of a page and is no part of its text: page numbers, running heads, notes at its foot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extract.document import Cell, Table
from extract.layout import is_formal
from extract.readers.pdf.lines import Line, Word
from extract.readers.pdf.strokes import Stroke

# Lines from the edge of the page that may be a running head or foot.
EDGE_LINES = 3
# The part of the page, from either edge, in which they stand; a number alone there, first or last, counts pages.
EDGE = 0.1
# A running head stands on so many pages, and this share of them, at one height, in points.
REPEATS = 3
REPEAT_SHARE = 0.6
SAME_HEIGHT = 3.0
# Notes are set smaller than the text by this share, below a line no longer than this part of the page.
NOTE_SIZE = 0.92
NOTE_RULE = 0.45

# `2` `- 2 -` `Trang 2` `Trang 2/15` `2 | Page`
_PAGE_NUMBER = regex.compile(
    r"[-–—|]?\s*(?:trang|page)?\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*[-–—|]?\s*(?:trang|page)?", regex.IGNORECASE
)
_DIGITS = regex.compile(r"\d+")
# What a note begins with: its number or star.
_NOTE = regex.compile(r"[(\[]?(\d{1,2}|\*{1,3})[)\].]?")


@dataclass(frozen=True, slots=True)
class Leaf:
    """The lines of a page outside its ruled tables, from top to bottom; `rules` are its strokes across.

    `top` and `bottom` are where its tables begin and end: what stands between text and tables is no margin.
    """

    page: int
    height: float
    width: float
    lines: tuple[Line, ...]
    rules: tuple[Stroke, ...] = ()
    tables: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Margins:
    """A page parted: its text, its heads and page numbers, its notes without their marks."""

    lines: tuple[Line, ...]
    marks: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()


def part_margins(leaves: Sequence[Leaf]) -> list[Margins]:
    """Each page with text, marks and notes told apart, seen from all pages together."""
    running = _running(leaves)
    return [_part(leaf, running) for leaf in leaves]


def _edge_lines(leaf: Leaf) -> list[Line]:
    """The first and last lines of a page, near the edge and with no table in between."""
    top = min((start for start, _ in leaf.tables), default=leaf.height)
    bottom = max((end for _, end in leaf.tables), default=0.0)
    first = [line for line in leaf.lines[:EDGE_LINES] if line.y < min(top, EDGE * leaf.height)]
    last = [line for line in leaf.lines[-EDGE_LINES:] if line.y > max(bottom, (1 - EDGE) * leaf.height)]
    return first + last


def _running(leaves: Sequence[Leaf]) -> set[tuple[str, int]]:
    """The running heads by text and height. A letterhead that annexes repeat is none."""
    pages: dict[tuple[str, int], set[int]] = defaultdict(set)
    for leaf in leaves:
        for line in _edge_lines(leaf):
            for key in _keys(line, leaf.page):
                pages[key].add(leaf.page)
    enough = max(REPEATS, REPEAT_SHARE * len(leaves))
    found = {key for key, own in pages.items() if len(own) >= enough}
    return {key for key in found if not is_formal(Table(1, 1, (Cell(0, 0, key[0]),)))}


def _keys(line: Line, page: int) -> tuple[tuple[str, int], tuple[str, int]]:
    """A line's text, its page number aside, with its height in steps; for a line between two steps, in both."""
    text = _DIGITS.sub(lambda found: "#" if int(found[0]) == page else found[0], line.text)
    step = int(line.y / SAME_HEIGHT)
    return (text, step), (text, step + 1)


def _part(leaf: Leaf, running: set[tuple[str, int]]) -> Margins:
    marks = {
        id(line)
        for line in _edge_lines(leaf)
        if any(key in running for key in _keys(line, leaf.page))
        or (_PAGE_NUMBER.fullmatch(line.text) and (line is leaf.lines[0] or line is leaf.lines[-1]))
    }
    body = [line for line in leaf.lines if id(line) not in marks]
    notes = _notes(body, leaf)
    labels = {found[1] for line in notes if (found := _NOTE.fullmatch(line.words[0].text))}
    text = tuple(_unmark(line, labels) for line in body[: len(body) - len(notes)])
    return Margins(text, tuple(line for line in leaf.lines if id(line) in marks), tuple(notes))


def _notes(lines: Sequence[Line], leaf: Leaf) -> list[Line]:
    """The notes at the foot of a page: smaller lines below a short rule, the first with a mark."""
    for rule in leaf.rules:
        if rule.end - rule.start > NOTE_RULE * leaf.width:
            continue
        below = [line for line in lines if line.top > rule.at - 1]
        above = [line.size for line in lines if line.y < rule.at]
        if not below or not above or lines[-len(below) :] != below or below[0].y - rule.at > 3 * below[0].size:
            continue
        is_small = max(line.size for line in below) <= NOTE_SIZE * sorted(above)[len(above) // 2]
        if is_small and _NOTE.match(below[0].words[0].text) and below[0].x0 - rule.start < 4 * below[0].size:
            return below
    return []


def _unmark(line: Line, labels: set[str]) -> Line:
    """A line without the raised marks of notes that stand on its page."""
    if not labels or not any(word.raised for word in line.words):
        return line
    words = [_without_mark(word, labels) for word in line.words]
    kept = tuple(word for word in words if word.text)
    return Line(kept, line.y, line.size) if kept else line


def _without_mark(word: Word, labels: set[str]) -> Word:
    if not word.raised:
        return word
    mark = _NOTE.fullmatch(word.text[-word.raised :])
    return replace(word, text=word.text[: -word.raised], raised=0) if mark and mark[1] in labels else word
