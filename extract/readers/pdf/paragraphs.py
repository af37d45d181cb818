"""Lines → paragraphs: where the next word had room in a line, its end was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extract.document import Box, Reading
from extract.readers.pdf.lines import Line, box_around

# The width of a space, in ems, in the types plans are set in.
SPACE = 0.25
# Lines of one paragraph begin at one place, in ems; a first line is set in by more.
EVEN = 0.4
# A line in the middle that leaves so much free on both sides, in ems, is centred and not just as long.
CENTRED = 2.0
# Lines of one paragraph follow each other at one distance, in ems; letters of another font raise it by a little.
LOOSE = 0.22
USUAL_PITCH = 1.2
# Sizes that differ by more than this share are other paragraphs.
SIZE = 0.08
# A justified line ends this close to the edge, in points.
FLUSH = 2.0
# The share of lines at the edge that shows a text to be justified, and of those near it how near, in ems.
JUSTIFIED = 0.7
RAGGED = 4.0
# The edges of a column are those that this share of its lines reach.
EDGE = 0.03
# So many lines at another edge show a page to have margins of its own.
OWN_EDGE = 5

_CLOSED = regex.compile(r"[.;:!?…][”\"')\]]*$")
_ITEM = regex.compile(
    r"[^\p{L}\p{N}\s(]|(?:\p{Ll}|\d{1,2})\)|\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*\.?(?=\s|$)|[IVX]{1,5}\.(?=\s|$)"
)
_LABEL = regex.compile(r"[-+*•–]\s+\S|(?:\p{Ll}|\d{1,2})\)\s|\(\d{1,2}\)\s|\d{1,2}(?:\.\d{1,2})*\.\s|[IVX]{1,5}\.\s")
_LOWER = regex.compile(r"[“\"'(]?\p{Ll}")
# `2021` below “ngày … tháng … năm”
_FIGURE = regex.compile(r"\d+(?![\d.)])")
_OPEN_END = regex.compile(r"[,–-]$")
# `KH-⏎UBND`, `74 hộ/⏎300 khẩu`: programs break a line behind a hyphen or a slash that touches a word.
_TOUCHING = regex.compile(r"[\p{L}\p{N}][-/]$")
_TOUCHED = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Column:
    """What lines are set in: its edges, whether to both of them, and the usual distance of lines in ems.

    In a `narrow` column (half a letterhead) the edges are those of its longest line: no line end tells anything.
    """

    left: float
    right: float
    page: int
    is_justified: bool = False
    pitch: float = USUAL_PITCH
    is_narrow: bool = False


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line in its column."""

    line: Line
    column: Column

    @property
    def indent(self) -> float:
        """How far from the left edge it begins, in points."""
        return self.line.x0 - self.column.left


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are one text."""

    lines: tuple[SetLine, ...]

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.lines[0].column.page

    @property
    def box(self) -> Box:
        """Its box on the page it begins on."""
        return box_around([line.line for line in self.lines if line.column.page == self.page])

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        inked = [line.line for line in self.lines if _TOUCHED.search(line.line.text)]
        return bool(inked) and all(line.is_bold for line in inked)

    @property
    def text(self) -> str:
        """Its lines, put together with a space, or with none behind a hyphen that broke a word."""
        text = ""
        for line in self.lines:
            after = line.line.text
            is_broken = _TOUCHING.search(text) and _TOUCHED.match(after)
            text = f"{text}{after}" if is_broken or not text else f"{text} {after}"
        return text

    def readings(self, text: str) -> tuple[Reading, ...]:
        """What OCR made of its words, by their places in its text as it was cleaned; none where it was printed."""
        found, at = [], 0
        for word in (word for line in self.lines for word in line.line.words):
            start = text.find(word.text, at)
            if word.confidence is not None and start >= 0:
                at = start + len(word.text)
                found.append(Reading(start, at, word.confidence, word.others))
        return tuple(found)


def set_in(lines: Sequence[Line], column: Column) -> list[SetLine]:
    """The lines of one column."""
    return [SetLine(line, column) for line in lines]


def narrow(lines: Sequence[Line], page: int) -> Column:
    """The column that lines beside others make."""
    return Column(min(line.x0 for line in lines), max(line.x1 for line in lines), page, is_narrow=True)


def measure(pages: Sequence[tuple[int, Sequence[Line]]]) -> dict[int, Column]:
    """The column that the whole lines of each page are set in, learnt from all pages together."""
    lines = [line for _, own in pages for line in own]
    if not lines:
        return {}
    left, right = _edges(lines)
    pitch = _pitch(own for _, own in pages)
    columns = {}
    for page, own in pages:
        edges = (left, right)
        if len(own) >= 2 * OWN_EDGE:
            near = _edges(own)
            ends = sum(abs(line.x1 - near[1]) <= FLUSH for line in own)
            starts = sum(abs(line.x0 - near[0]) <= FLUSH for line in own)
            edges = (near[0] if starts >= OWN_EDGE else left, near[1] if ends >= OWN_EDGE else right)
        columns[page] = Column(*edges, page, _is_justified(own or lines, edges[1]), pitch)
    return columns


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """The left and the right edge that more lines than a stray one or two reach."""
    place = int(EDGE * len(lines))
    return sorted(line.x0 for line in lines)[place], sorted(line.x1 for line in lines)[-1 - place]


def _is_justified(lines: Sequence[Line], right: float) -> bool:
    near = [line for line in lines if line.x1 >= right - RAGGED * line.size]
    flush = [line for line in near if line.x1 >= right - FLUSH]
    return len(near) > 3 and len(flush) > JUSTIFIED * len(near)


def _pitch(columns: Iterable[Sequence[Line]]) -> float:
    """The usual distance of lines, in ems."""
    distances: Counter[float] = Counter()
    for lines in columns:
        for above, below in pairwise(lines):
            if abs(above.size - below.size) <= SIZE * above.size and below.y > above.y:
                distances[round((below.y - above.y) / above.size * 20) / 20] += 1
    told = [(count, -distance) for distance, count in distances.items() if 0.9 <= distance <= 2.6]
    return -max(told)[1] if told else USUAL_PITCH


def gather_paragraphs(lines: Iterable[SetLine]) -> list[Paragraph]:
    """The paragraphs of lines in reading order, over page breaks too."""
    paragraphs: list[list[SetLine]] = []
    for line in lines:
        if paragraphs and not _begins(paragraphs[-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [Paragraph(tuple(own)) for own in paragraphs]


def _begins(paragraph: Sequence[SetLine], following: SetLine) -> bool:
    """Whether a line begins a paragraph, seen from the lines of the one before it."""
    last = paragraph[-1]
    above, below = last.line, following.line
    size = max(above.size, below.size)
    if _changes_size(above, below):
        return True
    is_same_page = last.column.page == following.column.page
    if is_same_page and below.y - above.y > (last.column.pitch + LOOSE) * size:
        return True
    if last.column.is_narrow:
        return _begins_narrow(above, below)
    if abs(_width(last.column) - _width(following.column)) > size or _has_room(last, following):
        return True
    goes_out = len(paragraph) == 1 and following.indent < paragraph[0].indent - EVEN * size
    is_over = _CLOSED.search(above.text) and _LABEL.match(below.text)  # a full line, and a heading not set in below it
    if (not goes_out or is_over) and _changes_type(paragraph, below):
        return True
    if _is_centred_below(paragraph, following) and not _CLOSED.search(above.text):
        return False
    if _is_set_in(paragraph, following):
        return True
    begins_anew = _LABEL.match(below.text) or (
        not is_same_page and len(paragraph) == 1 and not _LOWER.match(below.text)
    )
    if begins_anew and _CLOSED.search(above.text) and abs(following.indent - paragraph[0].indent) <= EVEN * size:
        return True
    return _ends_short(paragraph, below)


def _changes_size(above: Line, below: Line) -> bool:
    """Whether a line is set in another size; OCR measures by the letters of a line, so there a sentence keeps its."""
    if abs(above.size - below.size) <= SIZE * max(above.size, below.size):
        return False
    is_read = below.words[0].confidence is not None
    return not is_read or _CLOSED.search(above.text) is not None or _LOWER.match(below.text) is None


def _begins_narrow(above: Line, below: Line) -> bool:
    """The same within half a letterhead: a line goes on only where its words say so."""
    if above.is_bold != below.is_bold or above.text.isupper() or _CLOSED.search(above.text):
        return True
    goes_on = _LOWER.match(below.text) or _FIGURE.match(below.text) or _OPEN_END.search(above.text)
    return not goes_on or bool(_LABEL.match(below.text))


def _width(column: Column) -> float:
    return column.right - column.left


def _has_room(line: SetLine, following: SetLine) -> bool:
    """Whether the first word of the line below would have had room in the line."""
    word = following.line.words[0]
    needed = SPACE * line.line.size + word.x1 - word.x0
    room = line.column.right - line.line.x1
    if _is_middle(line) and _is_middle(following):
        room = _width(line.column) - (line.line.x1 - line.line.x0)
    return room > needed


def _is_even(line: SetLine) -> bool:
    """Whether a line leaves as much free before it as after it, however little."""
    return abs(line.indent - line.column.right + line.line.x1) < line.line.size


def _is_middle(line: SetLine) -> bool:
    """Whether a line stands in the middle of its column, away from both edges."""
    return _is_even(line) and min(line.indent, line.column.right - line.line.x1) > FLUSH


def _is_centred_below(paragraph: Sequence[SetLine], following: SetLine) -> bool:
    """Whether a line goes on with a centred text: all stand in the middle, and do not just begin at one place."""
    slack = EVEN * following.line.size
    is_alike = abs(following.indent - paragraph[0].indent) <= slack and following.indent < CENTRED * following.line.size
    return _is_middle(following) and not is_alike and all(_is_even(line) for line in paragraph)


def _changes_type(paragraph: Sequence[SetLine], below: Line) -> bool:
    """A bold heading ends where plain text begins with a capital or a label, and the reverse."""
    is_bold = all(line.line.is_bold for line in paragraph)
    if is_bold == below.is_bold or (not is_bold and paragraph[-1].line.words[-1].is_bold):
        return False
    return not _LOWER.match(below.text) or _LABEL.match(below.text) is not None


def _is_set_in(paragraph: Sequence[SetLine], following: SetLine) -> bool:
    """Whether a line begins where the paragraph's lines do not."""
    slack = EVEN * following.line.size
    if len(paragraph) > 1:
        return abs(following.indent - paragraph[1].indent) > slack
    first = paragraph[0]
    if following.indent <= first.indent + slack:
        return False
    words = first.line.words
    hangs = len(words) > 1 and _ITEM.fullmatch(words[0].text) and abs(following.line.x0 - words[1].x0) <= slack
    return not hangs


def _ends_short(paragraph: Sequence[SetLine], below: Line) -> bool:
    """Whether the last line of a justified paragraph stops short of the edge, by less than a word."""
    last = paragraph[-1]
    if not last.column.is_justified or last.line.x1 >= last.column.right - FLUSH:
        return False
    if len(paragraph) > 1:
        return all(line.line.x1 >= line.column.right - FLUSH for line in paragraph[:-1])
    return bool(_CLOSED.search(last.line.text)) and not _LOWER.match(below.text)
