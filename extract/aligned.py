"""Columns that only spaces align: tables typed or printed to text, and the two halves of a letterhead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from extract.header import is_numeric

# A table is at least so many rows of figures, and columns, that agree.
_ROWS = 3
_COLUMNS = 3
# Header lines above the first row of figures: three levels, each broken over a few lines.
_HEADER_LINES = 8
# A gap of this many spaces, at one place in at least two lines, parts the halves of a letterhead; blanks to fill in
# (“ngày    tháng    năm”) do not stand below each other.
_GAP = regex.compile(r"\S {4,}[(“\"*-]*\p{Lu}")
_WORDS = regex.compile(r"\S+(?: {1,3}\S+)*")
# What begins a line of its own: `/KH-UBND` and `tháng 01` go on after a blank to fill in, a figure belongs to its name.
_OPENING = regex.compile(r"[(“\"*-]*\s*\p{Lu}")
_COLUMN_LINES = 16  # the longest list of recipients beside a signature
_PAGE = 240  # no printed line is wider
_CHUNK = regex.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text between two gaps of a line, at characters `start` to `end`."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=256)  # every line is looked at from each line of a header's height above it
def _pieces(line: str) -> tuple[_Piece, ...]:
    return tuple(_Piece(found.start(), found.end(), found.group()) for found in _CHUNK.finditer(line))


def read_aligned(lines: Sequence[str], start: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """The table whose first line is `start`: the line after it and its rows.

    No rows where there is none: then the lines before the one returned hold no table either.

    >>> read_aligned(["TT   Thôn     Hộ", "1    Na Hum   78", "2    Pa Lin   89", "3    Tà Pao  128"], 0)[1][0]
    ('TT', 'Thôn', 'Hộ')
    """
    if len(_pieces(lines[start])) < 2:
        return start, ()
    run = _run(lines, start)
    figures = [place for place, pieces in run if _is_row(pieces)]
    if len(figures) < _ROWS:
        return start, ()
    rows = dict(run)
    last = figures[-1]
    columns = _columns([rows[place] for place in figures])
    usual = [place for place in figures if _fits(rows[place], columns)]
    if len(columns) < _COLUMNS or len(usual) * 2 < len(figures) or len(usual) < _ROWS:
        return last + 1, ()
    above = [pieces for place, pieces in run if place < figures[0]]
    body = [pieces for place, pieces in run if figures[0] <= place <= last]
    return last + 1, tuple(map(tuple, [*_header(above, columns), *_body(body, columns)]))


def _run(lines: Sequence[str], start: int) -> list[tuple[int, tuple[_Piece, ...]]]:
    """The lines that may belong to a table, with their pieces: a blank line may part two rows, not more.

    Rows of figures follow each other after at most so many lines as a header has.
    """
    run = []
    words = 0
    for place in range(start, len(lines)):
        pieces = _pieces(lines[place]) if "\t" not in lines[place] else ()
        if not pieces and (place + 1 == len(lines) or not lines[place + 1].strip() or "\t" in lines[place]):
            break
        if len(pieces) == 1 and len(pieces[0].text) > 60:
            break
        words = 0 if _is_row(pieces) else words + bool(pieces)
        if words > _HEADER_LINES:
            break
        if pieces:
            run.append((place, pieces))
    return run


def _is_row(pieces: Sequence[_Piece]) -> bool:
    """A row of figures: at least two of them, and no more words than figures."""
    if len(pieces) < _COLUMNS:
        return False
    figures = sum(1 for piece in pieces if not piece.text[:1].isalpha() and is_numeric(piece.text))
    return figures >= 2 and figures * 2 >= len(pieces)


def _columns(rows: Sequence[Sequence[_Piece]]) -> list[_Piece]:
    """The columns as the widths that pieces below each other cover together.

    “Tổng cộng” at the margin of numbered rows stands over number and name: it is no piece of either.
    """
    columns: list[_Piece] = []
    are_numbered = 2 * sum(is_numeric(row[0].text) for row in rows) > len(rows)
    kept = (row[are_numbered and not is_numeric(row[0].text) :] for row in rows)
    for piece in sorted((piece for row in kept for piece in row), key=lambda piece: piece.start):
        if columns and piece.start < columns[-1].end:
            columns[-1] = _Piece(columns[-1].start, max(columns[-1].end, piece.end), "")
        else:
            columns.append(_Piece(piece.start, piece.end, ""))
    return columns


def _under(piece: _Piece, columns: Sequence[_Piece]) -> list[int]:
    """The columns a piece stands over; the nearest where it stands over a gap."""
    met = [place for place, column in enumerate(columns) if piece.start < column.end and column.start < piece.end]
    middle = piece.start + piece.end
    return met or [min(range(len(columns)), key=lambda place: abs(columns[place].start + columns[place].end - middle))]


def _fits(pieces: Sequence[_Piece], columns: Sequence[_Piece]) -> bool:
    places = [_under(piece, columns) for piece in pieces]
    return all(len(place) == 1 for place in places) and all(a[0] < b[0] for a, b in pairwise(places))


def _row(pieces: Sequence[_Piece], columns: Sequence[_Piece]) -> list[str]:
    texts = [""] * len(columns)
    for piece in pieces:
        place = _under(piece, columns)[0]
        texts[place] = f"{texts[place]} {piece.text}".strip()
    return texts


def _header(lines: Sequence[Sequence[_Piece]], columns: Sequence[_Piece]) -> Iterator[list[str]]:
    """The header lines as one row, or as two where a piece stands over several columns: the names of groups above."""
    groups: dict[tuple[int, ...], str] = {}
    names = [""] * len(columns)
    for pieces in lines:
        for piece in pieces:
            places = _under(piece, columns)
            if len(places) > 1:
                groups[tuple(places)] = f"{groups.get(tuple(places), '')} {piece.text}".strip()
            else:
                names[places[0]] = f"{names[places[0]]} {piece.text}".strip()
    grouped = {place for places in groups for place in places}
    if groups:
        upper = ["" if place in grouped else name for place, name in enumerate(names)]
        for over, text in groups.items():
            upper[over[0]] = f"{upper[over[0]]} {text}".strip()
        yield upper
        names = [name if place in grouped else "" for place, name in enumerate(names)]
    if any(names):
        yield names


def _body(lines: Sequence[Sequence[_Piece]], columns: Sequence[_Piece]) -> list[list[str]]:
    """The rows of data; a line that begins in lower case and holds no figure goes on with the row above it."""
    rows: list[list[str]] = []
    for pieces in lines:
        texts = _row(pieces, columns)
        goes_on = rows and not any(map(is_numeric, texts)) and all(text[:1].islower() for text in texts if text)
        if goes_on:
            rows[-1] = [f"{above} {text}".strip() for above, text in zip(rows[-1], texts, strict=True)]
        else:
            rows.append(texts)
    return rows


def read_columns(lines: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
    """The halves of a letterhead or signature, the left one first: the line after them and their texts, line by line.

    >>> read_columns(["UBND XÃ NA HUM      CỘNG HÒA XÃ HỘI", "Số: 5/KH-UBND        Độc lập - Tự do"], 0)[1]
    ('UBND XÃ NA HUM', 'Số: 5/KH-UBND', 'CỘNG HÒA XÃ HỘI', 'Độc lập - Tự do')
    """
    if _GAP.search(lines[start]) is None:
        return start, ()
    end, gutter = start, -1
    for place, line in enumerate(lines[start : start + _COLUMN_LINES], start):
        is_apart = place > end  # below a blank line only what has two halves again
        if not line.strip() and not is_apart:
            continue
        met = gutter & _gaps(line) if line.strip() and "\t" not in line and len(line) < _PAGE else 0
        if not met or (is_apart and _GAP.search(line) is None):
            break
        gutter, end = met, place + 1
    halves = max(
        ([(line[:place].strip(), line[place:].strip()) for line in lines[start:end]] for place in _places(gutter)),
        key=lambda pairs: sum(1 for left, right in pairs if left and right),
        default=[],
    )
    both = [right for left, right in halves if left and right]
    if len(both) < 2 or not all(_OPENING.match(right) for right in both):
        return start, ()
    return end, tuple(text for half in zip(*halves, strict=True) for text in half if text)


def _gaps(line: str) -> int:
    """The places of a line, as bits, where its halves may part: in a wide gap, in its margin or behind its end."""
    inked = sum(1 << place for found in _WORDS.finditer(line) for place in range(found.start(), found.end() + 1))
    return ~inked & ((1 << _PAGE) - 1)


def _places(gutter: int) -> list[int]:
    """One place of each stretch set in `gutter`, none where no line narrowed it down."""
    if gutter < 0:
        return []
    return [place for place in range(_PAGE) if gutter >> place & 1 and not gutter >> (place + 1) & 1]
