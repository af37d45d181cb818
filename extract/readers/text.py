"""Plain text → Document: markdown from OCR, text saved from Word or printed from a PDF."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from extract.document import Block, Document, Table, UnreadableError
from extract.grid import grid, join
from extract.markup import Line, read_lines
from extract.tabular import Region, find_regions
from normalize import encodings, mojibake
from normalize.text import clean

# Text holds next to no control characters; noise holds them everywhere.
_CONTROL_SHARE = 0.01
_CONTROLS = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

# Lines broken by a printer end near one width; texts with a longer line than that keep a paragraph in a line.
_WRAP_WIDTHS = range(50, 131)
_WRAP_PAIRS = 4
# A broken line reaches this share of the width: Vietnamese words have up to seven letters, proportional type varies.
_FULL = 0.75
# A paragraph that goes on with a figure after a page break is longer than any heading.
_RUNNING = 120
# A number printed so far to the right numbers the page.
_MIDDLE = 20

_CLOSED = regex.compile(r"[.;:!?…][”\"')\]]*$")
_ITEM = regex.compile(
    r"[-+*•–]\s|(?:\p{Ll}|\d{1,2})\)|\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*\.\s|\d{1,2}(?:\.\d{1,2})+\s+\p{Lu}|[IVX]{1,5}\.\s"
)
_LOWER = regex.compile(r"[“\"'(]?\p{Ll}")
# `12,83%, …` `198 hộ`: a figure in mid-sentence; `2. ` `2.1 ` number an item
_FIGURE = regex.compile(r"\d+(?:[.,]\d+)*%?[,;)]?\s+\p{Ll}")
# `2` `- 2 -` `Trang 2` `Trang 2/15`
_PAGE_NUMBER = regex.compile(r"[-–—]?\s*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–—]?", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph or table on its way to a block. `is_apart`: a blank line stands before it."""

    text: str
    line: Line
    is_apart: bool
    table: Table | None = None
    kind: str = "paragraph"


def read_text(data: bytes, is_markdown: bool = False) -> Document:
    """Read a text: a line is a paragraph, unless a page break or a printer broke the paragraph over lines.

    Blocks are raw, of kinds `paragraph`, `table` and `page_number`; a cell keeps its line ends.
    Raises UnreadableError where the bytes are no text, or in no known encoding.

    >>> [block.text for block in read_text("Hộ nghèo còn\\n\\n2\\n\\n74 hộ; giảm\\n\\ncòn 58 hộ.".encode()).blocks]
    ['Hộ nghèo còn', '2', '74 hộ; giảm còn 58 hộ.']
    """
    lines = read_lines(decode(data), is_markdown)
    pieces = _rejoin(_join_tables(list(_pieces(lines))))
    form = "markdown" if is_markdown else "text"
    return Document(form, form, tuple(_block(number, piece) for number, piece in enumerate(pieces)))


def decode(data: bytes) -> str:
    """The characters of a text file: Unicode, or what was used in Viet Nam before it, where its words show that.

    UTF-8 and UTF-16; TCVN3, VNI and windows-1258 as bytes, or as the letters these bytes became; VIQR.

    >>> decode("Thôn".encode("utf-16")), decode("Thôn nghèo".encode("utf-16-le")), decode(b"H\\xe9 ngh\\xcco")
    ('Thôn', 'Thôn nghèo', 'Hộ nghèo')
    """
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    encoding = encoding or encodings.utf16_of(data) or "utf-8"
    try:
        text = mojibake.mend(data.decode(encoding))
    except UnicodeDecodeError as error:
        old = _decode_old(data)
        if old is None:
            name = encoding.removesuffix("-sig").upper()
            raise UnreadableError(
                f"The text is in an unknown encoding: byte {error.start} is not {name}. "
                "Open it in the program it was written with and save it again as UTF-8."
            ) from error
        text = old
    controls = _CONTROLS.findall(text)
    if "\x00" in controls or len(controls) > _CONTROL_SHARE * len(text):
        raise UnreadableError(
            "The file is no text, or in an unknown encoding: control characters stand in it. "
            "Open it in the program it was written with and save it again as UTF-8."
        )
    if not text.strip():
        raise UnreadableError("The file holds no text. Get a fresh copy of it.")
    return text


def _decode_old(data: bytes) -> str | None:
    """The text of bytes from before Unicode, None where they show nothing; lines of UTF-8 may stand among them."""
    lines: list[str | bytes] = [*data.split(b"\n")]
    for at, line in enumerate(data.split(b"\n")):
        with suppress(UnicodeDecodeError):
            lines[at] = line.decode()
    shown = {at: encodings.decode_bytes(line) for at, line in enumerate(lines) if isinstance(line, bytes)}
    encoding = mojibake.guess("\n".join(shown.values()))
    if encoding is None:
        return None
    return "\n".join(
        encodings.decode(shown[at], encoding) if at in shown else str(line) for at, line in enumerate(lines)
    )


def _block(number: int, piece: _Piece) -> Block:
    if piece.table is not None:
        return Block(number, "table", piece.table.text(), table=piece.table)
    return Block(number, piece.kind, piece.text, level=piece.line.level, is_bold=piece.line.is_bold)


def _pieces(lines: Sequence[Line]) -> Iterator[_Piece]:
    """Tables and lines in order, a line a paragraph, blank lines noted."""
    regions = iter([*find_regions([line.text for line in lines]), Region(len(lines), len(lines))])
    region = next(regions)
    place = 0
    is_apart = True
    while place < len(lines):
        if place < region.start:
            text = clean(lines[place].text)
            if text:
                yield _Piece(text, lines[place], is_apart)
            is_apart = not text
            place += 1
            continue
        if region.rows:
            rows = [[_cell_text(cell) for cell in row] for row in region.rows]
            yield _Piece("", lines[place], True, grid(rows))
        for text in map(clean, region.texts):
            yield _Piece(text, Line(text, is_bold=lines[place].is_bold, breaks=True), True)
        is_apart = True
        place = region.end
        region = next(regions)


def _cell_text(cell: str) -> str:
    """The lines of a cell that hold any text."""
    return "\n".join(text for line in cell.split("\n") if (text := clean(line)))


def _join_tables(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces with page numbers known and tables joined that a page break has parted."""
    joined: list[_Piece] = []
    table: int | None = None  # where the last table stands, as long as nothing but page numbers follows it
    for number, piece in enumerate(pieces):
        is_alone = piece.is_apart and (number + 1 == len(pieces) or pieces[number + 1].is_apart)
        is_alone = is_alone or _indent(piece) >= _MIDDLE
        if piece.table is None and is_alone and _PAGE_NUMBER.fullmatch(piece.text):
            joined.append(replace(piece, kind="page_number"))
            continue
        whole = (
            join(earlier, piece.table)
            if table is not None and piece.table and (earlier := joined[table].table)
            else None
        )
        if table is not None and whole is not None:
            joined[table] = replace(joined[table], table=whole)
            continue
        table = len(joined) if piece.table else None
        joined.append(piece)
    return joined


def _rejoin(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces with paragraphs whole again that a page break or a printer broke."""
    width, is_spaced = _wrap(pieces)
    whole: list[list[_Piece]] = []
    open_at: int | None = None  # where the paragraph stands that may go on
    for piece in pieces:
        if piece.kind == "page_number":
            whole.append([piece])
            continue
        lines = whole[open_at] if open_at is not None else []
        if lines and (_goes_on(lines, piece) or (width and _is_wrapped(lines[-1], piece, width, is_spaced))):
            lines.append(piece)
            continue
        open_at = None if piece.table else len(whole)
        whole.append([piece])
    return [_merged(lines) for lines in whole]


def _merged(lines: Sequence[_Piece]) -> _Piece:
    if len(lines) == 1:
        return lines[0]
    is_bold = all(piece.line.is_bold for piece in lines)
    return replace(lines[0], text=" ".join(piece.text for piece in lines), line=replace(lines[0].line, is_bold=is_bold))


def _may_join(first: _Piece, second: _Piece) -> bool:
    """Nothing forbids that one paragraph goes on in the other: no table, heading, item or meant line end."""
    lines = (first.line, second.line)
    if first.table or second.table or any(line.level for line in lines) or first.line.breaks:
        return False
    return not _ITEM.match(second.text) and not any("\t" in line.text.strip() for line in lines)


def _goes_on(lines: Sequence[_Piece], following: _Piece) -> bool:
    """A paragraph ends openly, the piece after it begins in mid-sentence: in lower case, or with a figure."""
    last = lines[-1]
    if not _may_join(last, following) or _CLOSED.search(last.text) or following.line.text.startswith("\t"):
        return False
    if lines[0].text.startswith("(") and last.text.endswith(")"):
        return False
    if last.text.isupper() or last.line.is_bold != following.line.is_bold:
        return False
    is_running = len(lines) > 2 or sum(len(piece.text) for piece in lines) > _RUNNING
    return bool(_LOWER.match(following.text) or (is_running and _FIGURE.match(following.text)))


def _wrap(pieces: Sequence[_Piece]) -> tuple[int, bool]:
    """The width at which a printer broke the lines, 0 where none did; and whether blank lines part the paragraphs."""
    longest = max((len(piece.line.text) for piece in pieces if not piece.table), default=0)
    pairs = [
        (first, second)
        for first, second in pairwise(pieces)
        if not second.is_apart and _may_join(first, second) and not _CLOSED.search(first.text)
    ]
    lengths = sorted(len(first.line.text.rstrip()) for first, _ in pairs)
    if len(lengths) < _WRAP_PAIRS or longest > _WRAP_WIDTHS.stop:
        return 0, False
    width = lengths[len(lengths) * 9 // 10]
    full = sum(1 for length in lengths if length >= _FULL * width)
    if width not in _WRAP_WIDTHS or full < 0.6 * len(lengths):
        return 0, False
    items = [piece.is_apart for piece in pieces if not piece.table and _ITEM.match(piece.text)]
    return width, sum(items) * 2 > len(items)


def _is_wrapped(first: _Piece, second: _Piece, width: int, is_spaced: bool) -> bool:
    """The printer broke the line: the next word had no room in it, and no new paragraph is seen to begin."""
    if second.is_apart or not _may_join(first, second) or regex.search(r"[;:]$|\./\.$", first.text):
        return False
    if first.text.isupper() or second.text.isupper() or _indent(second) > _indent(first) + 1:
        return False
    if _CLOSED.search(first.text) and not is_spaced:
        return False
    word = second.text.split(" ", 1)[0]
    return len(first.line.text.rstrip()) + 1 + len(word) >= _FULL * width + len(word) // 2


def _indent(piece: _Piece) -> int:
    text = piece.line.text.expandtabs(4)
    return len(text) - len(text.lstrip())
