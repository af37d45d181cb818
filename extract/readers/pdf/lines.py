"""Fragments → words → lines, by where they are printed alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

import regex

from extract.document import Box
from extract.readers.pdf.glyphs import WORD_GAP, Fragment
from normalize.encodings import decode

# Letters set apart: so many in a line, this share of its words, no further from each other than this, in ems.
LETTERS = 5
LETTER_SHARE = 0.8
APART_GAP = 0.7
# Baselines of one line differ by less than this, in ems of the larger type; raised and lowered type by more.
SAME_LINE = 0.25
RAISED_LINE = 0.5
# Baselines as near as this, in points, are one, whatever the type.
SAME_BASELINE = 0.1
# Type smaller than this share of its line's, and printed higher, is raised: a note's mark, the 2 of m².
RAISED_SIZE = 0.8
RAISED_BY = 0.12
# How far letters reach above and below the baseline, in ems: type fits into one em or a little more.
ASCENT, DESCENT = 0.85, 0.22
# A gap so many times the usual gap of its line holds more spaces than one: blanks to fill in.
BLANK = 1.6
# The width of a space where a line does not tell, in ems.
SPACE = 0.25
# A space is one where this share of it stands free.
SEEN = 0.5
# Two prints of one text this close, in ems, are one in bold.
OVERPRINT = 0.12

_INK = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a gap between them. `raised` counts those at its end that stand higher and are smaller.

    Of a word read by OCR, `confidence` is how sure it is, and `others` is what else it may be.
    """

    text: str
    x0: float
    x1: float
    is_bold: bool
    raised: int = 0
    confidence: float | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """Words on one baseline `y`, from left to right; `size` is the em of most of it."""

    words: tuple[Word, ...]
    y: float
    size: float

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @cached_property
    def text(self) -> str:
        """Its words with a space between them; with as many as there is room for, where it leaves a blank.

        >>> words = (Word("Số:", 0, 20, False), Word("/KH", 38, 60, False), Word("A", 64, 70, False))
        >>> Line(words, 50, 14).text
        'Số:     /KH A'
        """
        gaps = [after.x0 - before.x1 for before, after in pairwise(self.words)]
        usual = max(median(gaps) if len(gaps) > 2 else 0.0, SPACE * self.size)
        text = self.words[0].text
        for gap, word in zip(gaps, self.words[1:], strict=True):
            text += " " * (round(gap / usual) if gap > BLANK * usual else 1) + word.text
        return text

    @property
    def top(self) -> float:
        """How high its letters reach."""
        return self.y - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """How low its letters reach."""
        return self.y + DESCENT * self.size

    @property
    def box(self) -> Box:
        """The box its letters stand in."""
        return Box(self.x0, self.top, self.x1, self.bottom)

    @cached_property
    def is_bold(self) -> bool:
        """Whether all its letters and digits are bold."""
        inked = [word.is_bold for word in self.words if _INK.search(word.text)]
        return bool(inked) and all(inked)


def box_around(lines: Sequence[Line]) -> Box:
    """The box that holds all the lines."""
    boxes = [line.box for line in lines]
    return Box(
        min(box.x0 for box in boxes), min(box.y0 for box in boxes),
        max(box.x1 for box in boxes), max(box.y1 for box in boxes),
    )  # fmt: skip


def set_lines(fragments: Sequence[Fragment]) -> list[Line]:
    """The lines of a page or cell from top to bottom, each over the whole width.

    >>> from extract.readers.pdf.glyphs import Font
    >>> serif, other = Font("Serif", False), Font("Other", False)
    >>> pieces = [Fragment("đo", 20, 34, 50, 14, serif), Fragment("n", 42, 49, 50, 14, serif),
    ...           Fragment("giai", 0, 16, 50, 14, serif), Fragment("ạ", 34, 42, 50, 14, other)]
    >>> [line.text for line in set_lines(pieces)]
    ['giai đoạn']
    """
    rows: list[list[Fragment]] = []
    baselines: list[tuple[float, float]] = []  # of each row, of its largest type: baseline and size
    for fragment in sorted(fragments, key=lambda fragment: (fragment.y, fragment.x0)):
        place = _row_of(fragment, baselines)
        if place is None:
            rows.append([fragment])
            baselines.append((fragment.y, fragment.size))
            continue
        rows[place].append(fragment)
        if fragment.size > baselines[place][1] * 1.05:
            baselines[place] = (fragment.y, fragment.size)
    lines = [
        Line(words, *base) for row, base in zip(rows, baselines, strict=True) if (words := tuple(_words(row, *base)))
    ]
    return sorted(lines, key=lambda line: line.y)


def _row_of(fragment: Fragment, baselines: Sequence[tuple[float, float]]) -> int | None:
    """The row a fragment stands in, if any: of the last few, the one with the nearest baseline."""
    if baselines and fragment.y - baselines[-1][0] <= SAME_BASELINE:
        return len(baselines) - 1
    near: list[tuple[float, int]] = []
    for place in range(max(0, len(baselines) - 3), len(baselines)):
        y, size = baselines[place]
        larger = max(size, fragment.size)
        is_even = min(size, fragment.size) > RAISED_SIZE * larger
        if abs(fragment.y - y) <= (SAME_LINE if is_even else RAISED_LINE) * larger:
            near.append((abs(fragment.y - y), place))
    return min(near)[1] if near else None


def _words(row: list[Fragment], baseline: float, size: float) -> list[Word]:
    """The fragments of a line put together to words."""
    row.sort(key=lambda fragment: (fragment.x0, fragment.order))
    words: list[Word] = []
    pieces: list[Fragment] = []
    space: Fragment | None = None
    for fragment in row:
        if fragment.text == " ":
            space = fragment
            continue
        if pieces and _is_overprint(pieces[-1], fragment):
            pieces[-1] = _embolden(pieces[-1])
            continue
        if pieces and ((space and _parts(space, fragment)) or not _joins(pieces[-1], fragment)):
            words.append(_word(pieces, baseline, size))
            pieces = []
        pieces.append(fragment)
        space = None
    if pieces:
        words.append(_word(pieces, baseline, size))
    return _gather_letters(words, size)


def _gather_letters(words: list[Word], size: float) -> list[Word]:
    """The words of a line whose letters are set apart: “K Ế  H O Ạ C H”."""
    if len(words) < LETTERS or sum(len(word.text) == 1 for word in words) < LETTER_SHARE * len(words):
        return words
    usual = median(after.x0 - before.x1 for before, after in pairwise(words))
    if usual > APART_GAP * size:
        return words
    gathered = [words[0]]
    for before, after in pairwise(words):
        if after.x0 - before.x1 <= BLANK * usual:
            last = gathered[-1]
            gathered[-1] = replace(
                last, text=last.text + after.text, x1=after.x1, is_bold=last.is_bold and after.is_bold
            )
        else:  # a space is as wide as anywhere, not as wide as it looks
            gathered[-1] = replace(gathered[-1], x1=after.x0 - SPACE * size)
            gathered.append(after)
    return gathered


def _parts(space: Fragment, after: Fragment) -> bool:
    """Whether a space is seen before what follows it: some programs write one below a letter of another font.

    What stands before it may lean over it: italics, and letters with a horn.
    """
    return min(space.x1, after.x0) - space.x0 >= SEEN * (space.x1 - space.x0)


def _joins(before: Fragment, after: Fragment) -> bool:
    """Whether two neighbours belong to one word."""
    return after.x0 - before.x1 <= WORD_GAP * max(before.size, after.size)


def _is_overprint(first: Fragment, second: Fragment) -> bool:
    near = OVERPRINT * first.size
    is_same = first.text == second.text and abs(first.x0 - second.x0) <= near and abs(first.y - second.y) <= near
    return is_same and not all(map(unicodedata.combining, first.text))


def _embolden(fragment: Fragment) -> Fragment:
    return replace(fragment, font=replace(fragment.font, is_bold=True))


def _word(pieces: Sequence[Fragment], baseline: float, size: float) -> Word:
    """One word; text in a legacy font is decoded as a whole."""
    if len(pieces) == 1 and not pieces[0].font.encoding and pieces[0].size > RAISED_SIZE * size:
        return Word(pieces[0].text, pieces[0].x0, pieces[0].x1, pieces[0].font.is_bold)
    raised = 0
    for piece in reversed(pieces):
        if piece.size > RAISED_SIZE * size or baseline - piece.y < RAISED_BY * size:
            break
        raised += len(piece.text)
    runs = groupby(pieces, key=lambda piece: piece.font.encoding)
    texts = [(encoding, "".join(piece.text for piece in run)) for encoding, run in runs]
    text = "".join(decode(run, encoding) if encoding else run for encoding, run in texts)
    inked = [piece for piece in pieces if _INK.search(piece.text)] or pieces
    right = max(piece.x1 for piece in pieces)
    return Word(text, pieces[0].x0, right, all(piece.font.is_bold for piece in inked), raised)


def part(line: Line, gap: float) -> list[Line]:
    """The pieces of a line between gaps wider than `gap` points."""
    pieces: list[list[Word]] = [[line.words[0]]]
    for before, after in pairwise(line.words):
        if after.x0 - before.x1 > gap:
            pieces.append([])
        pieces[-1].append(after)
    return [line] if len(pieces) == 1 else [Line(tuple(words), line.y, line.size) for words in pieces]
