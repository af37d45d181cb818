"""What OCR cannot tell apart but a ruler can: short and long dashes, two strokes of a Roman numeral and three."""

from __future__ import annotations

import numpy as np
import regex

from extract.readers.scanned.clean import INK, Grey
from extract.readers.scanned.ocr import Word

# A hyphen is a quarter of an em wide, a dash half of one, a long dash a whole one.
HYPHEN = 0.4
DASH = 0.8
_DASH = regex.compile(r"[-–—_~=]{1,3}")
# The ink of a dash is so many times as wide as high, at least this wide in ems, and as far above the foot of the line.
FLAT = 2.0
LEAST_DASH = 0.17
RAISED = (0.1, 0.5)
# `II.` `HI.` `VIL`: a numeral as OCR takes its strokes; never digits alone.
_NUMERAL = regex.compile(r"(?P<five>V?)(?P<ones>(?=.*\p{L})[IHUlLÍ1|!]{1,5})(?P<tail>[.)/-]?)")
# Strokes are counted where no serif and no bar is: between these parts of the height, from the top.
STROKES = (0.62, 0.78)
MOST_ONES = 3


def dash_of(grey: Grey, word: Word, baseline: float, em: float) -> str:
    """The dash that a flat stroke amid the height of a line is, by its width; '' where it is none."""
    if _DASH.fullmatch(word.text) is None:
        return ""
    ink = grey[word.y0 : word.y1, word.x0 : word.x1] < INK
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if not len(rows):
        return ""
    width, height = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    raised = (baseline - word.y0 - (rows[0] + rows[-1]) / 2) / em
    if width < FLAT * height or width < LEAST_DASH * em or not RAISED[0] <= raised <= RAISED[1]:
        return ""
    return "-" if width < HYPHEN * em else "–" if width < DASH * em else "—"


def numeral_of(grey: Grey, word: Word) -> str:
    """The Roman numeral that a label shows, its upright strokes counted; any other word as it is.

    A V is one stroke near its foot.
    """
    match = _NUMERAL.fullmatch(word.text)
    if match is None:
        return word.text
    ink = grey[word.y0 : word.y1, word.x0 : word.x1] < INK
    rows = np.nonzero(ink.any(axis=1))[0]
    if not len(rows):
        return word.text
    top, height = int(rows[0]), int(rows[-1] - rows[0] + 1)
    band = ink[top + round(height * STROKES[0]) : top + round(height * STROKES[1])]
    ones = _runs(band) - len(match["five"])
    if not 1 <= ones <= MOST_ONES:
        return word.text
    return f"{match['five']}{'I' * ones}{match['tail']}"


def _runs(band: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """How many strokes most rows of a band cross."""
    padded = np.pad(band, ((0, 0), (1, 0)))
    counts = (padded[:, 1:] & ~padded[:, :-1]).sum(axis=1)
    return int(np.median(counts)) if len(counts) else 0
