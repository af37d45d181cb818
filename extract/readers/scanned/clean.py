"""A picture of a page → a clean grey sheet: stamps and shadows gone, lines of text level."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter

from extract.readers.scanned.pictures import Picture

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

# Red and blue ink differ by this much between their strongest and weakest channel; black text of a colour scan by half.
COLOURED = 56
# Near such ink, paler colour belongs to it too: within STAMP_REACH dots, and within RIM of that whatever is grey.
PALE = 18
STAMP_REACH = 40
RIM = 2
# What is darker than this in its strongest channel is black, whatever colour JPEG gives it; what is darker than this
# share of a stamp's own ink is text under it. Both stay.
DARK = 96
UNDER_STAMP = 0.7
# Where more of the ink is coloured than this, the text itself is, and stays.
COLOURED_TEXT = 0.5
# Ink is darker than this on a levelled sheet (paper 255, ink 0).
INK = 150
# Paper is never estimated darker than this: a photograph is no paper. Paper that varies by less has no shadow.
DARKEST_PAPER = 96
SHADOW = 12
# Scanners feed a sheet crooked by a few degrees at most; steeper pages do not come from a feeder.
STEEPEST = 6.0
# Steps of the search, in degrees: the last moves the end of a line of A4 by one dot of three hundred an inch.
STEPS = (0.5, 0.1, 0.02)
# Slopes whose rows are as dense within this share are equal: the middle of them is taken.
EVEN = 0.002
# Smaller slopes than this move no line by its own thickness.
LEVEL = 0.03
# The rows of upright text vary about twice as much as its columns.
SIDEWAYS = 1.3
# The page is searched for its slope at this share of its size.
REDUCED = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A levelled grey page: 255 is paper, 0 ink; `scale` is dots a point, `slope` by how much it was turned back."""

    page: int
    grey: Grey
    scale: float
    slope: float


def clean(picture: Picture) -> Sheet:
    """The chain: stamps out, shadows out, level."""
    grey = flatten(drop_stamps(picture.image))
    slope = find_slope(grey < INK)
    if abs(slope) < LEVEL:
        slope = 0.0
    else:
        grey = turn(grey, slope)
    return Sheet(picture.page, grey, picture.image.width / picture.width, slope)


def drop_stamps(image: Image.Image) -> Grey:
    """The picture in grey, red and blue ink as white as paper; black text under a stamp stays.

    A page written in colour keeps its text.
    """
    grey = np.asarray(image.convert("L"))
    if image.mode != "RGB" or not _has_colour(image):
        return grey
    red, green, blue = image.split()
    high = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    low = ImageChops.darker(ImageChops.darker(red, green), blue)
    spread, strongest = np.asarray(ImageChops.subtract(high, low)), np.asarray(high)
    strong = (spread >= COLOURED) & (strongest > DARK)
    if strong.sum() > COLOURED_TEXT * max(int((grey < INK).sum()), 1):
        return grey
    # JPEG smears colour: the thin strokes of a stamp are paler than its thick ones, the rims of both are grey.
    stamp = (spread >= PALE) & (strongest > DARK) & _grown(strong, STAMP_REACH)
    text = grey < UNDER_STAMP * float(np.median(grey[strong]))
    return np.where(_grown(stamp, RIM) & ~text, 255, grey).astype(np.uint8)


def _has_colour(image: Image.Image) -> bool:
    """Whether anything on the page is coloured: asked of a small copy, for most pages have nothing."""
    small = np.asarray(image.reduce(2)).astype(np.int16)
    return bool((small.max(axis=2) - small.min(axis=2) >= COLOURED).any())


def _grown(mask: Mask, by: int) -> Mask:
    """The dots within so many dots of the mask, roughly."""
    image = Image.fromarray(mask).convert("L")
    coarse = image.reduce(4).point(lambda value: 255 if value else 0) if by > RIM else image
    grown = coarse.filter(ImageFilter.MaxFilter(2 * (by // 4 if by > RIM else by) + 1))
    return np.asarray(grown.resize(image.size, Image.Resampling.NEAREST)) > 0


def flatten(grey: Grey) -> Grey:
    """Even paper and full contrast: each dot against the paper around it."""
    image = Image.fromarray(grey)
    small = image.reduce(8).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(8))
    paper = np.maximum(np.asarray(small), DARKEST_PAPER)
    white = float(np.median(paper))
    if int(paper.max()) - int(paper.min()) > SHADOW:
        even = np.asarray(Image.fromarray(paper).resize(image.size, Image.Resampling.BILINEAR))
        grey = np.minimum(grey.astype(np.uint16) * 255 // even, 255).astype(np.uint8)
        white = 255.0
    ink = min(float(np.percentile(grey[::4, ::4], 0.5)), 0.6 * white)
    levels = (np.arange(256) - ink) / max(0.97 * white - ink, 1.0)
    curve = (np.clip(levels, 0, 1) * 255).astype(np.uint8)
    return np.asarray(curve[grey])


def find_slope(ink: Mask) -> float:
    """By how many degrees the lines of a page fall to the right: at its slope the rows of text are densest."""
    best, reach = 0.0, STEEPEST
    small = shrink(ink, REDUCED)
    for step, mask in zip(STEPS, (shrink(small, 2), small, small), strict=True):
        dots = np.nonzero(mask)
        slopes = np.arange(best - reach, best + reach + step / 2, step)
        densities = np.array([_density(dots, float(slope)) for slope in slopes])
        best = round(float(slopes[densities >= densities.max() * (1 - EVEN)].mean()), 3)
        reach = step
    return best


def is_sideways(ink: Mask) -> bool:
    """Whether the lines of a page run up or down: then its columns vary more than its rows."""
    across, down = (_density(np.nonzero(shrink(side, REDUCED)), find_slope(side)) for side in (ink, ink.T))
    return down > SIDEWAYS * across


def turn(grey: Grey, degrees: float) -> Grey:
    """The page turned so that lines falling by so many degrees are level."""
    return np.asarray(Image.fromarray(grey).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))


def shrink(ink: Mask, by: int) -> Mask:
    """So much smaller; a dot is ink where any of those it stands for are."""
    height, width = (side - side % by for side in ink.shape)
    rows = np.logical_or.reduceat(ink[:height, :width], np.arange(0, height, by), axis=0)
    return np.asarray(rows.reshape(len(rows), width // by, by).any(axis=2))


def _density(dots: tuple[npt.NDArray[np.intp], ...], slope: float) -> float:
    """How uneven the ink lies over the rows of a page turned by the slope."""
    rows, columns = dots
    if len(rows) == 0:
        return 0.0
    level = (rows - columns * tan(radians(slope))).astype(np.int32)
    counts = np.bincount(level - level.min()).astype(np.float64)
    return float((counts**2).sum()) / len(rows)
