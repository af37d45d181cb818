"""What is drawn on a page → strokes: the straight lines that rule tables, however a program draws them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium

from extract.readers.pdf.frame import Frame
from extract.readers.pdf.items import Item, transform

# A filled box thinner than this is a line (programs draw borders so), in points.
THIN = 3.0
# A line leaning less than this is straight.
LEAN = 1.0
# A page of more lines than this is a drawing: the largest tables have some two thousand borders.
STROKE_LIMIT = 20_000
# Channels from which on paper shows nothing.
WHITE = 250

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line: `at` is its y and `start` to `end` its x where it runs across, the reverse where down."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page shows besides its text: lines, the number of shapes, the share its largest picture covers."""

    across: tuple[Stroke, ...] = ()
    down: tuple[Stroke, ...] = ()
    pictured: float = 0.0
    shapes: int = 0


def read_drawing(items: Iterable[Item], frame: Frame) -> Drawing:
    """The straight lines and pictures among the objects of a page, in the frame it is read in."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    pictured, shapes = 0.0, 0
    for item in items:
        if item.kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictured = max(pictured, _area(item, frame))
        if item.kind != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        shapes += 1
        if len(across) + len(down) <= STROKE_LIMIT:
            for one, other in _lines(item):
                (x0, y0), (x1, y1) = frame.enter(*one), frame.enter(*other)
                if abs(y1 - y0) <= LEAN < abs(x1 - x0):
                    across.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
                elif abs(x1 - x0) <= LEAN < abs(y1 - y0):
                    down.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    if len(across) + len(down) > STROKE_LIMIT:
        return Drawing(pictured=pictured, shapes=shapes)
    return Drawing(tuple(across), tuple(down), pictured, shapes)


def _lines(item: Item) -> Iterator[tuple[_Point, _Point]]:
    """The visible lines of a path; a thin filled box is the line through its middle."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.handle, fill, stroke)
    is_stroked = bool(stroke.value) and _is_visible(item.handle, pdfium.FPDFPageObj_GetStrokeColor)
    is_filled = bool(fill.value) and _is_visible(item.handle, pdfium.FPDFPageObj_GetFillColor)
    if not (is_stroked or is_filled):
        return
    for points in _outlines(item):
        if is_stroked:
            yield from pairwise(points)
        if is_filled and (middle := _middle(points)):
            yield middle


def _outlines(item: Item) -> Iterator[list[_Point]]:
    """The corners of each outline of a path, in user space; a curve ends an outline."""
    matrix = item.matrix
    points: list[_Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(min(pdfium.FPDFPath_CountSegments(item.handle), STROKE_LIMIT)):
        segment = pdfium.FPDFPath_GetPathSegment(item.handle, place)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = transform(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_LINETO and points:
            points.append(point)
        else:
            if len(points) > 1:
                yield points
            points = [point]
        if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = [points[0]]
    if len(points) > 1:
        yield points


def _middle(points: list[_Point]) -> tuple[_Point, _Point] | None:
    """The line that a thin box is, None where the outline is no thin box."""
    x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
    y0, y1 = min(y for _, y in points), max(y for _, y in points)
    if y1 - y0 <= THIN < x1 - x0:
        return (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)
    if x1 - x0 <= THIN < y1 - y0:
        return ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)
    return None


def _is_visible(item: pdfium.FPDF_PAGEOBJECT, read_color: Callable[..., int]) -> bool:
    """Whether a colour shows on paper; one that pdfium cannot tell (a pattern) does."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not read_color(item, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < WHITE


def _area(item: Item, frame: Frame) -> float:
    """The share of the page that a picture covers."""
    corners = [frame.enter(*transform(item.matrix, x, y)) for x in (0.0, 1.0) for y in (0.0, 1.0)]
    xs = [min(max(x, 0.0), frame.width) for x, _ in corners]
    ys = [min(max(y, 0.0), frame.height) for _, y in corners]
    whole = frame.width * frame.height
    return (max(xs) - min(xs)) * (max(ys) - min(ys)) / whole if whole > 0 else 0.0
