"""Where tables stand in the lines of a text: behind pipes, between tabs, or flattened to one cell a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extract.aligned import read_aligned, read_columns
from extract.header import is_data_row, is_index_row, is_numeric
from extract.markup import unescape
from extract.stacked import read_stacked

# A cell shorter than this and without closing punctuation may stand in any column; every table has many of them.
_SHORT = 40
# A cell longer than this holds running text: no header cell does.
_LONG = 120
# Rows as long as the usual one, give or take one cell, in at least this share of a table.
_EVEN_SHARE = 0.5
# A letterhead has two halves, and may have a blank cell between them.
_HALVES = 3
_PAGE_NUMBER = 12  # characters: “Trang 12/15”
_SHORT_SHARE = 1 / 3

_PIPES = regex.compile(r"^\s*\|.*\|\s*$|^\s*\|(?:.*\|){2}")
_PIPE = regex.compile(r"(?<!\\)\|")
_DELIMITER = regex.compile(r"\s*:?-{2,}:?\s*")
_TAB_ROW = regex.compile(r"\S[^\t]*\t\s*\S|\t[^\t]*\t")
# “- ”, “+ ”, “a) ”, “1. ”, “2.1. ”, “IV. ” open an item or a heading, never a cell of a header row
_ITEM = regex.compile(
    r"[-+•*]\s|(?:[a-zđ]|\d{1,2})\)\s|\d{1,2}(?:\.\d{1,2})*\.\s|[IVX]{1,5}\.\s|\d{1,2}\.\d{1,2}\s+\p{Lu}"
)
_CLOSED = regex.compile(r"[.;:!?…,][”\"')\]]*$")
_REMARK = regex.compile(r"\(.{9,}\)")


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `start` to `end` (exclusive) that are no paragraphs: the rows of a table, or two columns of paragraphs."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...] = ()
    texts: tuple[str, ...] = ()


def find_regions(lines: Sequence[str]) -> list[Region]:
    r"""Every table and every two-column layout of a text, in order and apart from each other.

    A cell of more than one line keeps its line ends.

    >>> find_regions(["Biểu 1", "TT\tThôn\tHộ", "1\tNa Hum\t78", "2\tPa Lin\t89"])[0].rows[1]
    ('1', 'Na Hum', '78')
    """
    regions: list[Region] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if _PIPES.match(line):
            region = _read_pipes(lines, place)
        elif _TAB_ROW.search(line):
            region = _read_tabs(lines, place)
        elif line.startswith("\t"):
            region = _read_flattened(lines, place)
            region = region if region.rows else _read_last_row(lines, region, regions[-1:])
        else:
            region = _read_spaces(lines, place)
        if region.rows or region.texts:
            regions.append(region)
        place = max(region.end, place + 1)
    return regions


def _read_spaces(lines: Sequence[str], start: int) -> Region:
    end, rows = read_stacked(lines, start)
    if end > start:
        return Region(start, end, rows)
    end, rows = read_aligned(lines, start)
    if end > start:
        return Region(start, end, rows)
    end, texts = read_columns(lines, start)
    return Region(start, end, texts=texts)


def _read_pipes(lines: Sequence[str], start: int) -> Region:
    """`| TT | Thôn |` line after line; the line `|---|---|` is no row."""
    end = start
    rows = []
    while end < len(lines) and _PIPES.match(lines[end]):
        inner = lines[end].strip().removeprefix("|")
        inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
        cells = tuple(unescape(cell).replace("\\|", "|").strip() for cell in _PIPE.split(inner))
        if not all(_DELIMITER.fullmatch(cell) for cell in cells):
            rows.append(cells)
        end += 1
    return Region(start, end, _told(rows))


def _read_tabs(lines: Sequence[str], start: int) -> Region:
    """Rows of one line each, cells between tabs; a blank line may stand between two rows."""
    end = start
    found: list[str] = []
    while end < len(lines):
        here = lines[end]
        after = lines[end + 1] if end + 1 < len(lines) else ""
        if _TAB_ROW.search(here) or (here.strip() and len(here) < _LONG and _may_follow(after)):
            found.append(here)
        elif here.strip() or not _TAB_ROW.search(after) or after.count("\t") != found[-1].count("\t"):
            break
        end += 1
    rows = _told(_mended([tuple(cell.strip() for cell in line.split("\t")) for line in found]))
    columns = {place for row in rows for place, text in enumerate(row) if text}
    if len(rows) >= 2 and _is_even(rows) and (len(columns) > 2 or _is_list_of_numbers(rows)):
        return Region(start, end, rows)
    return Region(start, end)


def _may_follow(line: str) -> bool:
    """A row that goes on with a table below a line of one cell: it is no header of names."""
    names = [text for text in line.split("\t") if text.strip()]
    return _TAB_ROW.search(line) is not None and (len(names) < 3 or any(map(is_numeric, names)))


def _mended(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows with those put together again that a line end within a cell has cut in two."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    place = 0
    while place < len(rows):
        row = rows[place]
        rest = rows[place + 1] if place + 1 < len(rows) else ()
        if row[0].isdecimal() and rest and rest[0] and len(row) + len(rest) - 1 == width > len(rest):
            row = (*row[:-1], f"{row[-1]}\n{rest[0]}", *rest[1:])
            place += 1
        yield row
        place += 1


def _is_even(rows: Sequence[tuple[str, ...]]) -> bool:
    """Most rows have as many cells as the usual row, give or take one."""
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    return sum(1 for row in rows if abs(len(row) - usual) <= 1) >= _EVEN_SHARE * len(rows)


def _is_list_of_numbers(rows: Sequence[tuple[str, ...]]) -> bool:
    """Two columns make a table only where the second holds numbers, in three rows or more."""
    seconds = [[text for text in row if text][1:] for row in rows]
    return sum(1 for texts in seconds if texts and is_numeric(texts[0])) >= max(3, _EVEN_SHARE * len(rows))


def _told(rows: Sequence[tuple[str, ...]] | Iterator[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The rows that hold any text."""
    return tuple(row for row in rows if any(row))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines without a blank one between them, and those of them that begin a cell."""

    start: int
    end: int
    cells: tuple[int, ...]

    def texts(self, lines: Sequence[str], since: int = 0) -> tuple[str, ...]:
        """The cells from line `since` on: a cell goes on over the lines without a tab below it."""
        begins = [cell for cell in self.cells if cell >= since]
        ends = [*begins[1:], self.end] if begins else []
        return tuple("\n".join(lines[begin:end]).strip() for begin, end in zip(begins, ends, strict=True))


def _read_flattened(lines: Sequence[str], start: int) -> Region:
    """A Word table of one cell a line behind a tab, its rows parted by blank lines.

    Paragraphs indented by a tab look the same: a table has rows of even length and short cells. The lines right above
    its first row may hang together with it.
    """
    chunks = list(_chunks(lines, start))
    end = chunks[-1].end
    if len(chunks) > 2 and _is_letterhead(*(chunk.texts(lines) for chunk in chunks[:3])):
        return Region(start, chunks[0].end)
    if len(chunks) < 2:
        return Region(start, end)
    body = [chunk.texts(lines) for chunk in chunks[1:]]
    width = Counter(map(len, body)).most_common(1)[0][0]
    whole = chunks[0].texts(lines)
    first = start
    if len(whole) < width or any(whole[width:]):
        first = _header_start(lines, chunks[0], width)
    kept, last = _cut_below([chunks[0].texts(lines, first), *body], chunks, width, lines)
    rows = _told(kept)
    if len(rows) < 2 or width < 2 or not _is_even(rows[1:]) or not _has_short_cells(rows):
        return Region(start, end)
    return Region(first, last, rows)


def _is_letterhead(first: Sequence[str], second: Sequence[str], third: Sequence[str]) -> bool:
    """Fewer cells above the header of a table, and no blank below its first: no upper row of that header."""
    if is_data_row(second) or is_index_row(second) or "" in (first[0], second[0]) or first[0] == second[0]:
        return False
    is_header = len(second) == len(third) and is_data_row(third)
    has_lines = len(first) <= _HALVES and any("\n" in text for text in first)
    return 1 < len(first) < len(second) and (is_header or has_lines)


def _read_last_row(lines: Sequence[str], region: Region, before: Sequence[Region]) -> Region:
    """A single row that a page break has parted from the flattened table before it, else the region as it is."""
    gap = [line for earlier in before for line in lines[earlier.end : region.start] if line.strip()]
    if not before or not before[0].rows or len(gap) > 1 or any(len(line) > _PAGE_NUMBER for line in gap):
        return region
    rows = tuple(chunk.texts(lines) for chunk in _chunks(lines, region.start))
    if len(rows) != 1 or not is_data_row(rows[0]) or len(rows[0]) not in {len(row) for row in before[0].rows}:
        return region
    return Region(region.start, region.end, rows)


def _chunks(lines: Sequence[str], start: int) -> Iterator[_Chunk]:
    """The chunk at `start` and those after it that begin with a cell, as long as they may be rows of one table."""
    place = start
    blanks = widest = 0
    has_data = False
    before: _Chunk | None = None
    while place < len(lines):
        end = place
        while end < len(lines) and _may_stand_in_cell(lines[end]):
            end += 1
        cells = tuple(line for line in range(place, end) if lines[line].startswith("\t"))
        chunk = _Chunk(place, end, cells)
        texts = chunk.texts(lines)
        if before and blanks == 1 and _is_torn(before.texts(lines), texts, widest) and cells[0] > place:
            before = _Chunk(before.start, end, before.cells + cells)
        elif before and (cells[:1] != (place,) or _is_prose(texts) or (has_data and _is_beyond(texts, blanks))):
            break
        else:
            if before:
                yield before
            before = chunk
            widest = max(widest, len(cells))
        has_data = has_data or is_data_row(texts)
        place, blanks = end, 0
        while place < len(lines) and not lines[place].strip() and "\t" not in lines[place]:
            place, blanks = place + 1, blanks + 1
    if before:
        yield before


def _is_torn(texts: Sequence[str], more: Sequence[str], width: int) -> bool:
    """A numbered row that stops short and is complete with the cells after a blank line: the line stands in a cell."""
    filled = max((place + 1 for place, text in enumerate(more) if text), default=0)
    return 0 < filled <= width - len(texts) <= len(more) and texts[0].isdecimal()


def _is_prose(texts: Sequence[str]) -> bool:
    """An indented paragraph or several of them, no row."""
    told = [text for text in texts if text]
    return bool(told) and all(len(text) > _LONG or (len(text) > _SHORT and _CLOSED.search(text)) for text in told)


def _may_stand_in_cell(line: str) -> bool:
    return (line.strip() != "" or "\t" in line) and not _TAB_ROW.search(line) and not _PIPES.match(line)


def _is_beyond(texts: Sequence[str], blanks: int) -> bool:
    """Names only, below rows of data: the header of the next table after a wider gap, or a signature of several lines.

    A single name heads a group of rows.
    """
    names = [text for text in texts if text]
    if any(map(is_numeric, names)):
        return False
    return (blanks > 1 and len(names) > 2) or any("\n" in text for text in names)


def _is_cell(text: str) -> bool:
    """May stand in a header row: short, no item, no heading, no remark in brackets."""
    below = text.split("\n")[1:]
    is_item = _ITEM.match(text) or any(_ITEM.match(line) for line in below)
    return len(text) <= _LONG and not is_item and not _REMARK.fullmatch(text) and not _CLOSED.search(text)


def _header_start(lines: Sequence[str], chunk: _Chunk, width: int) -> int:
    """The line where the header row begins in the lines that hang together with it: upwards, while cells are cells."""
    first = chunk.end
    count = 0
    for begin, text in reversed(list(zip(chunk.cells, chunk.texts(lines), strict=True))):
        count += bool(text or count)
        if count > width or not _is_cell(text):
            break
        first = begin
    while chunk.start < first < chunk.end and not lines[first].strip():
        first += 1
    return first


def _cut_below(
    rows: Sequence[tuple[str, ...]], chunks: Sequence[_Chunk], width: int, lines: Sequence[str]
) -> tuple[list[tuple[str, ...]], int]:
    """The rows without the paragraphs that follow the last one closely, and the line after them."""
    kept = list(rows)
    while len(kept) > 1 and len(kept[-1]) == 1 and not _is_cell(kept[-1][0]):
        kept.pop()
    last = chunks[len(kept) - 1]
    final = last.cells[-1]
    for line in range(final + 1, last.end):
        if len(kept[-1]) >= width and (len(lines[line]) > _LONG or _ITEM.match(lines[line].strip())):
            kept[-1] = (*kept[-1][:-1], "\n".join(lines[final:line]).strip())
            return kept, line
    return kept, last.end


def _has_short_cells(rows: Sequence[tuple[str, ...]]) -> bool:
    """Enough cells are no sentences."""
    told = [text for row in rows for text in row if text]
    short = sum(1 for text in told if len(text) <= _SHORT and not _CLOSED.search(text))
    return short >= _SHORT_SHARE * len(told)
