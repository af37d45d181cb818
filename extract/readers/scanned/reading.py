"""A clean sheet → its text: columns line by line, cells one by one, every number read more than once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import regex
from PIL import Image

from extract.readers.scanned.clean import INK, Grey
from extract.readers.scanned.ocr import Line, Reader, Word
from extract.readers.scanned.regions import Region
from extract.readers.scanned.ruling import Ruled
from extract.readers.scanned.shapes import Piece, find_pieces
from extract.readers.scanned.stems import dash_of, numeral_of

# Capitals and digits have this height, in dots, where Tesseract reads best: at 300 dots an inch 14 point type is nearly
# twice as tall, and nine of ten digits it got wrong there it gets right here.
BEST_HEIGHT = 23.0
# Pieces of ink of these heights are letters: less is a mark or a dot, more a picture. Three quarters of them are no
# taller than a capital, whether small letters or digits prevail.
LETTER = (12, 90)
CAPITAL = 0.75
# A full page of small print has six thousand letters and marks; one with more pieces is the dots of a photograph.
MOST_PIECES = 40_000
# Sizes at which a number is shown for a second and a third opinion, against the best size.
SIZES = (1.0, 1.3)
SMALLER = 0.85
# The height of a line of print from the tops of its letters to their feet, in ems.
EM = 0.94
# White around a picture of a word: letters that touch its rim are read badly.
RIM = 10
# A picture of a word takes in so many dots around it: boxes cut the rims of letters.
MARGIN = 3
# Specks: so small, with no other ink so near. A full stop is nearer to its word than that.
SPECK = 11
APART = 15
# Less ink than a comma is none.
LEAST_INK = 30
# A dash by itself is a flat stroke: so many dots high at most, and so many times as wide as high.
DASH_HEIGHT = 11
DASH_FLAT = 1.8
# Two opinions that differ leave a number no surer than this.
CONTESTED = 0.6
# A mark by itself that reads worse than this is a speck.
PLAUSIBLE = 0.5
# In a column of numbers a word read with less than this may be a digit that looks like a letter; one read with more is
# a digit where the digits are read as surely at both sizes.
DOUBTFUL = 0.85
CERTAIN = 1.7

# `25-NQ/TU` `300khẩu`: letters and digits in one word.
_MIXED = regex.compile(r"\d")
# `2.881` `(74` `16,98%;` `24/12/2020.`: a number, with what encloses it.
_NUMERIC = regex.compile(r"(?P<head>[(\[“\"']*)(?P<number>[<>~]?\d[\d.,/%-]*)(?P<tail>[.,;:)\]”\"'/]*)")
_CORE = regex.compile(r"[<>~]?\d(?:[\d.,/%-]*[\d%])?")
# What stands alone is no word: specks, the rims of stamps.
_STRAY = regex.compile(r"[^\p{L}\p{N}%&]+")
_BULLET = regex.compile(r"[+*•]")


@dataclass(frozen=True, slots=True)
class View:
    """A sheet under the reader: without rules and specks; `scale` brings its letters to the best height."""

    reader: Reader
    grey: Grey
    scale: float


def view(reader: Reader, grey: Grey) -> View | None:
    """The sheet without specks, at the scale that suits its letters; None where it is no text but a picture."""
    pieces = find_pieces(grey < INK)
    if len(pieces) > MOST_PIECES:
        return None
    heights = sorted(p.height for p in pieces if LETTER[0] <= p.height <= LETTER[1] and p.width <= LETTER[1])
    scale = min(max(BEST_HEIGHT / heights[int(len(heights) * CAPITAL)], 0.3), 1.5) if heights else 1.0
    return View(reader, _dusted(grey, pieces), scale)


def _dusted(grey: Grey, pieces: list[Piece]) -> Grey:
    clean = grey.copy()
    ink = grey < INK
    for piece in pieces:
        if piece.width > SPECK or piece.height > SPECK:
            continue
        around = ink[max(piece.y0 - APART, 0) : piece.y1 + APART, max(piece.x0 - APART, 0) : piece.x1 + APART]
        if around.sum() == piece.dots:
            clean[max(piece.y0 - 2, 0) : piece.y1 + 2, max(piece.x0 - 2, 0) : piece.x1 + 2] = 255
    return clean


def read_column(sheet: View, region: Region) -> list[Line]:
    """The lines of a column of text, its numbers confirmed."""
    picture = np.pad(
        _scaled(sheet.grey[region.y0 : region.y1, region.x0 : region.x1], sheet.scale), RIM, constant_values=255
    )
    x0, y0 = region.x0 - RIM / sheet.scale, region.y0 - RIM / sheet.scale
    lines = [_placed(line, sheet.scale, x0, y0) for line in sheet.reader.read_block(picture)]
    kept = (_without_strays(sheet.grey, _surest(sheet, line)) for line in lines)
    return [_with_numbers(sheet, line) for line in kept if line is not None]


def _surest(sheet: View, line: Line) -> Line:
    """A line with a doubtful word as it reads by itself and larger, where that leaves less doubt."""
    if line.confidence >= DOUBTFUL:
        return line
    other = _read_line(sheet, (line.x0, line.y0, line.x1, line.y1), SIZES[1])
    return other if other is not None and _sureness(other) > _sureness(line) else line


def _sureness(line: Line) -> float:
    letters = sum(len(word.text) for word in line.words)
    return sum(word.confidence * len(word.text) for word in line.words) / letters


def _read_line(sheet: View, place: tuple[int, int, int, int], size: float) -> Line | None:
    line = sheet.reader.read_line(_shown(sheet, place, size))
    rim = RIM / sheet.scale / size + MARGIN
    return _placed(line, sheet.scale * size, place[0] - rim, place[1] - rim) if line else None


def read_cell(sheet: View, cell: Ruled) -> list[Line]:
    """The lines of a cell; none where it is blank, a lone dash where it holds one."""
    inner = sheet.grey[cell.y0 : cell.y1, cell.x0 : cell.x1]
    ink = inner < INK
    if ink.sum() < LEAST_INK:
        return []
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    x0, y0, x1, y1 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    place = (cell.x0 + x0, cell.y0 + y0, cell.x0 + x1, cell.y0 + y1)
    if y1 - y0 <= DASH_HEIGHT and x1 - x0 >= DASH_FLAT * (y1 - y0):
        return [Line((Word("-", *place, 0.9),), y1, y1 - y0)]
    bands = _bands(ink)
    if len(bands) > 1:
        return read_column(sheet, Region(*place))
    line = _read_line(sheet, place, SIZES[0])
    whole = _without_strays(sheet.grey, _surest(sheet, line)) if line else None
    return [_with_numbers(sheet, whole)] if whole else []


def read_number(sheet: View, line: Line) -> Line:
    """A line that ought to be a number, read as one: `l7` and `Đ` are `17` and `5` where the other model is sure."""
    if _NUMERIC.fullmatch(line.text):
        return line
    place = (line.x0, line.y0, line.x1, line.y1)
    votes = _digit_votes(sheet, place)
    best = max(votes, key=lambda core: votes[core], default="")
    if not best or votes[best] < (1.0 if line.confidence < DOUBTFUL else CERTAIN):
        return line
    others = tuple(core for core in sorted(votes, key=lambda core: -votes[core]) if core != best)
    return replace(line, words=(Word(best, *place, min(votes[best] / len(SIZES), CONTESTED), others),))


def _bands(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """The lines of print of a cell, as ranges of rows; marks above and dots below a letter belong to it."""
    rows = np.nonzero(ink.any(axis=1))[0]
    bands: list[tuple[int, int]] = []
    for row in map(int, rows):
        if bands and row - bands[-1][1] <= 3:
            bands[-1] = (bands[-1][0], row + 1)
        else:
            bands.append((row, row + 1))
    return [band for band in bands if band[1] - band[0] >= LETTER[0]]


def _with_numbers(sheet: View, line: Line) -> Line:
    """The line with its numbers confirmed, the numeral of its label measured."""
    first, *rest = line.words
    label = replace(first, text=numeral_of(sheet.grey, first)) if rest else first
    return replace(line, words=tuple(_confirmed(sheet, word) for word in (label, *rest)))


def _confirmed(sheet: View, word: Word) -> Word:
    """A number with its second opinion: surer where both agree; where they do not, the likeliest, and the others."""
    match = _NUMERIC.fullmatch(word.text)
    if match is None:
        return _reread(sheet, word) if _MIXED.search(word.text) else word
    core = _core(word.text)
    place = (word.x0, word.y0, word.x1, word.y1)
    second = sheet.reader.read_digits(_shown(sheet, place, SIZES[0]))
    told = _core(second.text.replace(" ", "")) if second else ""
    if word.text.endswith("..") and not word.text.endswith("..."):  # a full stop with a speck beside it
        word = replace(word, text=word.text[:-1])
    if second and told and second.text.endswith(".") and word.text == core + ",":  # `5,` before an item is `5.`
        word = replace(word, text=core + ".")
    if told.rstrip("%") == core.rstrip("%"):
        sure = 1 - (1 - word.confidence) * (1 - max(second.confidence, 0.5)) if second else word.confidence
        return replace(word, confidence=round(min(sure, 0.99), 4), others=())
    votes = _digit_votes(sheet, place)
    third = sheet.reader.read_line(_shown(sheet, place, SIZES[1]))
    for text, confidence in ((word.text, word.confidence), (third.text, third.confidence) if third else ("", 0.0)):
        if found := _core(text.replace(" ", "")):
            votes[found] += confidence
    best = max(votes, key=lambda told: (votes[told], told == core))
    share = votes[best] / max(sum(votes.values()), 1.0)
    others = [other for other in sorted(votes, key=lambda told: -votes[told]) if other != best]
    rivals = [other for told in second.words for other in told.others] if second else []
    others += [found for other in rivals if (found := _core(other)) and found not in (best, *others)]
    if not others:
        return word
    text = match["head"] + best + word.text[len(match["head"]) + len(core) :] if best != core else word.text
    return replace(word, text=text, confidence=round(min(share, CONTESTED), 4), others=tuple(others))


def _reread(sheet: View, word: Word) -> Word:
    """A word of letters and digits (`25-NQ/TU`) as most of three readings have it."""
    votes: dict[str, float] = defaultdict(float)
    votes[word.text] += word.confidence
    for size in (SIZES[0], SMALLER):
        line = sheet.reader.read_line(_shown(sheet, (word.x0, word.y0, word.x1, word.y1), size))
        if line is not None:
            votes[line.text.replace(" ", "")] += line.confidence
    best = max(votes, key=lambda text: (votes[text], text == word.text))
    others = tuple(text for text in sorted(votes, key=lambda text: -votes[text]) if text != best)
    confidence = min(votes[best] / 2, 0.99) if not others else min(votes[best] / 3, CONTESTED)
    return replace(word, text=best, confidence=round(max(confidence, 0.0), 4), others=others)


def _digit_votes(sheet: View, place: tuple[int, int, int, int]) -> dict[str, float]:
    """What the model for digits makes of a place at its sizes, each with how sure it is."""
    votes: dict[str, float] = defaultdict(float)
    for size in SIZES:
        line = sheet.reader.read_digits(_shown(sheet, place, size))
        if line is not None and (core := _core(line.text.replace(" ", ""))):
            votes[core] += line.confidence
    return votes


def _core(text: str) -> str:
    """The number in a word, without what encloses or ends it."""
    found = _CORE.search(text)
    return found.group() if found else ""


def _shown(sheet: View, place: tuple[int, int, int, int], size: float) -> Grey:
    """A word or line as its picture: at the best height, with a white rim."""
    x0, y0, x1, y1 = place
    picture = sheet.grey[max(y0 - MARGIN, 0) : y1 + MARGIN, max(x0 - MARGIN, 0) : x1 + MARGIN]
    return np.pad(_scaled(picture, sheet.scale * size), RIM, constant_values=255)


def _scaled(picture: Grey, scale: float) -> Grey:
    image = Image.fromarray(picture)
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS))


def _placed(line: Line, scale: float, x0: float, y0: float) -> Line:
    """A line of a scaled picture in dots of the page."""
    words = []
    for word in line.words:
        left, top = max(round(x0 + word.x0 / scale), 0), max(round(y0 + word.y0 / scale), 0)
        right, bottom = round(x0 + word.x1 / scale), round(y0 + word.y1 / scale)
        words.append(replace(word, x0=left, y0=top, x1=max(right, left + 1), y1=max(bottom, top + 1)))
    return Line(tuple(words), y0 + line.baseline / scale, line.height / scale)


def _without_strays(grey: Grey, line: Line) -> Line | None:
    """The line without what is no word, marks that stand alone; dashes stay, as long as they are."""
    kept: list[Word] = []
    for place, word in enumerate(line.words):
        if dash := dash_of(grey, word, line.baseline, line.height / EM):
            word = replace(word, text=dash, confidence=max(word.confidence, PLAUSIBLE))
        elif _STRAY.fullmatch(word.text):
            is_joined = bool(kept) and word.x0 - kept[-1].x1 < line.height / 2
            is_bullet = not kept and place < len(line.words) - 1 and _BULLET.fullmatch(word.text) is not None
            if word.confidence < PLAUSIBLE or not (is_joined or is_bullet):
                continue
        kept.append(word)
    return replace(line, words=tuple(kept)) if kept else None
