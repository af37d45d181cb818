"""Writes Word 97-2003 files byte by byte: plans of tests/plans for corpus/, and small ones for the reader's tests.

No library writes .doc, and what LibreOffice writes changes with its versions. The streams are laid out as [MS-DOC] and
[MS-CFB] describe them: text in UTF-16 or windows-1252, piece by piece; properties in pages of 512 bytes; a stylesheet,
lists, footnotes, text boxes. The lines of a plan are marked as `make_corpus.py` tells.
"""

from __future__ import annotations

import struct
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import regex

TESTS = Path(__file__).resolve().parent
# The plans of tests/plans that ship as .doc too.
SHIPPED = ("ha-nguyen-2022",)

FONTS = ("Times New Roman", "Symbol", ".VnTime", ".VnTimeH", "VNI-Times", "Wingdings")
SECTOR = 512  # of the container; pages of properties have the same size
TEXT_AT = 2 * SECTOR  # the head takes 900 bytes
PAGE_WIDTH = 9600  # twentieths of a point between the margins
NONE = 0xFFF  # no style

# Codes of modifiers: of characters, of paragraphs, of rows.
BOLD, HIDDEN, DELETED, INSERTED, SPECIAL = 0x0835, 0x083C, 0x0800, 0x0801, 0x0855
FONT, ASCII_FONT, SYMBOL, CHARACTER_STYLE = 0x4A51, 0x4A4F, 0x6A09, 0x4A30
CENTRED, LEVEL, LIST, OUTLINE, ELSEWHERE, ROW_ELSEWHERE = 0x2403, 0x260A, 0x460B, 0x2640, 0x6646, 0x646B
IN_TABLE, ENDS_ROW, DEPTH, ENDS_INNER_CELL, ENDS_INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
ROW, ROW_LEFT, ROW_GAP, HEADER, INSERT, DELETE = 0xD608, 0x9601, 0x9602, 0x3404, 0x7621, 0x5622
WIDTH, MERGE, SPLIT, VERTICAL = 0x7623, 0x5624, 0x5625, 0xD62B
SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # of their operands, by the highest three bits; 0: it varies

Span = tuple[int, int, bytes]  # a stretch of the file and the properties of what lies there
Piece = tuple[int, int, int, int, int]  # start and end in the text, offset in the file, bytes a character, modifier

INLINE = regex.compile(r"\*\*(?P<bold>.+?)\*\*|~~(?P<deleted>.+?)~~|\+\+(?P<inserted>.+?)\+\+|\[\^(?P<footnote>.+?)\]")


def sprm(code: int, value: int | bytes = 1) -> bytes:
    r"""A modifier; what has a size of its own is given as bytes.

    >>> sprm(BOLD), sprm(FONT, 2), sprm(VERTICAL, bytes((0, 1)))
    (b'5\x08\x01', b'QJ\x02\x00', b'+\xd6\x02\x00\x01')
    """
    if isinstance(value, int):
        value = value.to_bytes(SIZES[code >> 13], "little", signed=value < 0)
    elif code == ROW:
        value = struct.pack("<H", len(value) + 1) + value
    elif SIZES[code >> 13] == 0:
        value = bytes((len(value),)) + value
    return struct.pack("<H", code) + value


def row(edges: Sequence[int], marks: Sequence[int] = ()) -> bytes:
    """The cells of a row by their edges in twips; marks: 1 and 2 merged across, 0x60 and 0x20 merged down."""
    cells = b"".join(struct.pack("<H18x", mark) for mark in marks)
    return sprm(ROW, bytes((len(edges) - 1,)) + struct.pack(f"<{len(edges)}h", *edges) + cells)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: runs of (text, modifiers), its style and modifiers, and the mark that ends it."""

    runs: tuple[tuple[str, bytes], ...] = ()
    modifiers: bytes = b""
    style: int = 0
    mark: str = "\r"
    mark_modifiers: bytes = b""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs) + self.mark


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its built-in number (0 Normal, 1 … 9 headings), what it is based on, its kind (2: of characters)."""

    builtin: int = 0xFFE
    base: int = NONE
    paragraph: bytes = b""
    character: bytes = b""
    kind: int = 1


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a list: its form as Word counts them (0 decimal, 1 Roman, 23 bullet); `{0}` is a level's number."""

    form: int
    text: str
    start: int = 1
    flags: int = 0
    restart: int = 0
    modifiers: bytes = b""


STYLES = (
    Style(0),
    Style(1, 0, sprm(LIST, 1) + sprm(LEVEL, 0), sprm(BOLD)),
    Style(2, 0, sprm(LIST, 1) + sprm(LEVEL, 1), sprm(BOLD)),
)
LISTS = ((ListLevel(1, "{0}."), ListLevel(0, "{1}.")), (ListLevel(23, "-"),))


@dataclass(frozen=True, slots=True)
class Extras:
    """What a file holds besides its paragraphs.

    `uses` are lists as paragraphs refer to them, from 1: (list, {level: number to start anew}). `pieces` are cuts of
    the text: (place, bytes a character, modifier); `stored` is their order in the file. `boxes` are text boxes with
    the number of their shape, `shapes` (place, number) are anchors.
    """

    notes: Sequence[Sequence[Paragraph]] = ()
    boxes: Sequence[tuple[int, Sequence[Paragraph]]] = ()
    shapes: Sequence[tuple[int, int]] = ()
    drawings: bytes = b""
    styles: Sequence[Style] = STYLES
    lists: Sequence[Sequence[ListLevel]] = LISTS
    uses: Sequence[tuple[int, dict[int, int]]] = ((0, {}), (1, {}))
    pieces: Sequence[tuple[int, int, int]] = ((0, 2, 0),)
    stored: Sequence[int] = ()
    modifiers: Sequence[bytes] = ()
    sections: Sequence[int] = ()
    data: bytes = b""
    flags: int = 0x1200  # the tables are in 1Table, the text is not in 8 bits
    version: int = 0xC1
    magic: int = 0xA5EC


def make_doc(paragraphs: Iterable[Paragraph], extras: Extras | None = None) -> bytes:
    r"""A .doc of these paragraphs; each `\x02` in their text refers to the next note."""
    return pack(make_streams(list(paragraphs), extras or Extras()))


def make_streams(text: list[Paragraph], extras: Extras) -> dict[str, bytes]:
    """The streams of a .doc by name."""
    notes, boxes = [p for note in extras.notes for p in note], [p for _, box in extras.boxes for p in box]
    stories = [text, notes + [Paragraph()] * bool(notes), boxes + [Paragraph()] * bool(boxes)]
    lengths = [sum(len(p.text) for p in story) for story in stories]
    told = [p for story in stories for p in story] + [Paragraph()] * bool(notes or boxes)
    encoded, pieces = lay_pieces("".join(p.text for p in told), extras)
    runs = [run for p in told for run in (*p.runs, (p.mark, p.mark_modifiers))]
    looks = spread([(len(run), look) for run, look in runs], pieces)
    shapes = spread([(len(p.text), struct.pack("<H", p.style) + p.modifiers) for p in told], pieces)

    word = bytearray(TEXT_AT) + encoded
    word += bytes(-len(word) % SECTOR)
    parts = {1: make_styles(extras.styles), 15: make_fonts(), 31: bytes(500), 33: make_clx(pieces, extras)}
    for number, entry, spans in ((12, 1, looks), (13, 13, shapes)):
        pages, parts[number] = make_pages(spans, len(word) // SECTOR, entry)
        word += pages
    main = "".join(p.text for p in text)
    anchors = [at for at, mark in enumerate(main) if mark == "\x02"]
    parts[2] = plc([*anchors, len(main)], [b"\1\0"] * len(anchors)) if notes else b""
    parts[3] = plc([*ends(extras.notes), lengths[1]], []) if notes else b""
    parts[6] = plc([0, *(extras.sections or (len(main),))], [b"\0\0\xff\xff\xff\xff" + bytes(6)] * 12)
    parts[40] = plc([*(at for at, _ in extras.shapes), len(main)], [struct.pack("<I22x", s) for _, s in extras.shapes])
    parts[50] = extras.drawings
    shape_of = [struct.pack("<I10xII", 1, shape, 0) for shape, _ in extras.boxes]
    parts[56] = plc([*ends([box for _, box in extras.boxes]), lengths[2]], [*shape_of, bytes(22)]) if boxes else b""
    parts[73], levels = make_lists(extras.lists)
    parts[74] = make_uses(extras.uses)

    table, places = bytearray(), [0] * (2 * 93)
    for number, content in sorted(parts.items()):
        places[2 * number : 2 * number + 2] = len(table), len(content)
        table += content + (levels if number == 73 else b"")
    word[:TEXT_AT] = make_head(extras, lengths, places, TEXT_AT + len(encoded), len(word)).ljust(TEXT_AT, b"\0")
    streams = {"WordDocument": bytes(word), "1Table" if extras.flags & 0x200 else "0Table": bytes(table)}
    return streams | ({"Data": extras.data} if extras.data else {})


def ends(stories: Sequence[Sequence[Paragraph]]) -> list[int]:
    """Where each story begins, and the last one ends."""
    return list(accumulate((sum(len(p.text) for p in story) for story in stories), initial=0))


def plc(places: Sequence[int], entries: Sequence[bytes]) -> bytes:
    """Places in the text, then what is noted of each stretch between two of them."""
    return struct.pack(f"<{len(places)}I", *places) + b"".join(entries[: len(places) - 1])


def lay_pieces(text: str, extras: Extras) -> tuple[bytes, list[Piece]]:
    """The text as it lies in the file, and its pieces in the order of reading."""
    cuts = [*extras.pieces, (len(text), 0, 0)]
    encoded, pieces = bytearray(), dict[int, Piece]()
    for number in extras.stored or range(len(extras.pieces)):
        (start, width, modifier), end = cuts[number], cuts[number + 1][0]
        pieces[number] = (start, end, TEXT_AT + len(encoded), width, modifier)
        encoded += text[start:end].encode("cp1252" if width == 1 else "utf-16-le")
    return bytes(encoded), [pieces[number] for number in range(len(extras.pieces))]


def make_clx(pieces: Sequence[Piece], extras: Extras) -> bytes:
    """The piece table, behind the modifiers its pieces refer to."""
    marked = [(at * 2 | 0x40000000 if width == 1 else at, modifier) for _, _, at, width, modifier in pieces]
    table = plc([0, *(piece[1] for piece in pieces)], [struct.pack("<HIH", 0, *told) for told in marked])
    lists = b"".join(b"\1" + struct.pack("<H", len(grpprl)) + grpprl for grpprl in extras.modifiers)
    return lists + b"\2" + struct.pack("<I", len(table)) + table


def spread(runs: Sequence[tuple[int, bytes]], pieces: Sequence[Piece]) -> list[Span]:
    """Runs of (length, properties) as stretches of the file, in its order."""
    spans: list[Span] = []
    starts = accumulate((length for length, _ in runs), initial=0)
    for start, (length, grpprl) in zip(starts, runs, strict=False):
        for begin, end, offset, width, _ in pieces:
            first, last = max(start, begin), min(start + length, end)
            if first < last:
                spans.append((offset + (first - begin) * width, offset + (last - begin) * width, grpprl))
    return sorted(spans)


def make_pages(spans: Sequence[Span], first: int, entry: int) -> tuple[bytes, bytes]:
    """The pages of properties, and the table that tells where each begins; `entry` is the size of a page's notes."""
    filled: list[list[Span]] = [[]]
    room = 0
    for span in spans:
        size = 4 + entry + len(packed(span[2], entry))
        if size > room:
            filled.append([])
            room = SECTOR - 6
        filled[-1].append(span)
        room -= size
    pages = [make_page(told, entry) for told in filled[1:]]
    starts = [told[0][0] for told in filled[1:]]
    return b"".join(pages), plc([*starts, spans[-1][1]], [struct.pack("<I", first + at) for at in range(len(pages))])


def make_page(told: Sequence[Span], entry: int) -> bytes:
    notes, contents = b"", b""
    for _, _, grpprl in told:
        contents = packed(grpprl, entry) + contents
        notes += bytes(((SECTOR - 2 - len(contents)) // 2 if packed(grpprl, entry) else 0,)) + bytes(entry - 1)
    page = struct.pack(f"<{len(told) + 1}I", *(start for start, _, _ in told), told[-1][1]) + notes
    return page + bytes(SECTOR - 2 - len(page + contents)) + contents + b"\0" + bytes((len(told),))


def packed(grpprl: bytes, entry: int) -> bytes:
    """Properties as a page holds them, with their size: of characters in bytes, of paragraphs in pairs of bytes."""
    if entry == 1:
        content = bytes((len(grpprl),)) + grpprl if grpprl else b""
        return content + bytes(len(content) % 2)
    if len(grpprl) % 2:
        return bytes(((len(grpprl) + 1) // 2,)) + grpprl
    return bytes((0, len(grpprl) // 2)) + grpprl


def make_styles(styles: Sequence[Style]) -> bytes:
    head = struct.pack("<9H", len(styles), 10, 1, 91, 15, 0, 0, 0, 0)
    told = [struct.pack("<H", len(head)) + head]
    for number, style in enumerate(styles):
        own = [struct.pack("<H", number) + style.paragraph] if style.kind == 1 else []
        updates = b"".join(struct.pack("<H", len(u)) + u + bytes(len(u) % 2) for u in (*own, style.character))
        name = f"Style {number}"
        entry = struct.pack("<5H", style.builtin, style.kind | style.base << 4, len(own) + 1 | number << 4, 0, 0)
        entry += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0" + updates
        told.append(struct.pack("<H", len(entry)) + entry + bytes(len(entry) % 2))
    return b"".join(told)


def make_fonts() -> bytes:
    entries = [bytes((0x16, 0x90, 0x01, 0, 0)) + bytes(34) + f"{name}\0".encode("utf-16-le") for name in FONTS]
    return struct.pack("<HH", len(entries), 0) + b"".join(bytes((len(entry),)) + entry for entry in entries)


def make_lists(lists: Sequence[Sequence[ListLevel]]) -> tuple[bytes, bytes]:
    """The table of lists, and the levels that follow it without being part of it."""
    heads = [struct.pack("<iI9HBB", at + 1, 0, *[NONE] * 9, 0, 0) for at in range(len(lists))]
    levels = [level for told in lists for level in (*told, *[ListLevel(255, "")] * (9 - len(told)))]
    return struct.pack("<H", len(lists)) + b"".join(heads), b"".join(map(make_level, levels))


def make_level(level: ListLevel) -> bytes:
    text = regex.sub(r"\{(\d)\}", lambda place: chr(int(place[1])), level.text)
    places = bytes(at for at, character in enumerate(text, 1) if character < "\t").ljust(9, b"\0")
    sizes = struct.pack("<BBBB", len(level.modifiers), 0, level.restart, 0)
    head = struct.pack("<iBB", level.start, level.form, level.flags) + places + bytes(9) + sizes
    return head + level.modifiers + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def make_uses(uses: Sequence[tuple[int, dict[int, int]]]) -> bytes:
    heads = [struct.pack("<iIIBBBB", number + 1, 0, 0, len(starts), 0, 0, 0) for number, starts in uses]
    anew = [b"".join(struct.pack("<iI", start, 0x10 | level) for level, start in starts.items()) for _, starts in uses]
    return struct.pack("<I", len(uses)) + b"".join([*heads, *(b"\xff\xff\xff\xff" + told for told in anew)])


def make_head(extras: Extras, lengths: Sequence[int], places: Sequence[int], text_end: int, size: int) -> bytes:
    base = struct.pack("<HHHHHHH", extras.magic, extras.version, 0, 0x042A, 0, extras.flags, 0xBF)
    base += struct.pack("<IBBHHII", 0, 0, 0, 0, 0, TEXT_AT, text_end)
    text, notes, boxes = lengths
    counts = struct.pack("<22I", size, 0, 0, text, notes, 0, 0, 0, 0, boxes, *[0] * 12)
    words = struct.pack("<H28xH", 14, 22)
    return base + words + counts + struct.pack("<H", 93) + struct.pack(f"<{len(places)}I", *places) + b"\0\0"


def pack(streams: dict[str, bytes]) -> bytes:
    """A container of these streams; each is filled up to the size from which it has sectors of its own."""
    contents = {name: data.ljust(8 * SECTOR, b"\0") for name, data in streams.items()}
    contents = {name: data + bytes(-len(data) % SECTOR) for name, data in contents.items()}
    names = sorted(contents, key=lambda name: (len(name), name))
    starts = list(accumulate((len(contents[name]) // SECTOR for name in names), initial=0))
    directory = starts[-1]
    tables = next(n for n in range(1, 110) if n * SECTOR // 4 >= directory + 1 + n)
    chain = [at + 1 for at in range(directory)] + [0xFFFFFFFE] + [0xFFFFFFFD] * tables
    for start in starts[1:]:
        chain[start - 1] = 0xFFFFFFFE
    chain += [0xFFFFFFFF] * (tables * SECTOR // 4 - len(chain))
    middle = len(names) // 2
    entries = [make_entry("Root Entry", 5, (0, 0, middle + 1), 0xFFFFFFFE, 0)]
    for number, name in enumerate(names):
        sides = (number, number + 2 if number + 2 <= len(names) else 0) if number == middle else (0, 0)
        entries.append(make_entry(name, 2, (*sides, 0), starts[number], len(contents[name])))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<10I", 0, tables, directory, 0, 8 * SECTOR, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, directory + 1)
    header += b"".join(struct.pack("<I", directory + 1 + n if n < tables else 0xFFFFFFFF) for n in range(1, 109))
    body = b"".join(contents[name] for name in names) + b"".join(entries).ljust(SECTOR, b"\0")
    return header + body + struct.pack(f"<{len(chain)}I", *chain)


def make_entry(name: str, kind: int, links: tuple[int, int, int], start: int, size: int) -> bytes:
    """An entry of the container's directory; of the streams the middle one points to its neighbours. 0: to none."""
    encoded = f"{name}\0".encode("utf-16-le")
    word = bytes.fromhex("0609020000000000c000000000000046") if kind == 5 else bytes(16)
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBiii", len(encoded), kind, 1, *(link or -1 for link in links))
    return head + word + bytes(20) + struct.pack("<IQ", start, size)


def write_plan(plan: dict[str, str]) -> bytes:
    """A plan of tests/plans as a .doc."""
    notes: list[list[Paragraph]] = []
    told: list[Paragraph] = []
    kinds = {
        "^": (sprm(CENTRED, 1), 0, True), "!": (b"", 0, True), "#": (b"", 1, False), "##": (b"", 2, False),
        "-": (sprm(LIST, 2) + sprm(LEVEL, 0), 0, False),
    }  # fmt: skip
    for line in filter(None, map(str.strip, plan["text"].splitlines())):
        name, (mark, _, rest) = line.strip("[]"), line.partition(" ")
        if line == f"[{name}]" and name in plan:
            told += write_table(plan[name], notes)
        else:
            modifiers, style, is_bold = kinds.get(mark, (b"", 0, False))
            runs = write_runs(rest.strip() if mark in kinds else line, is_bold, notes)
            told.append(Paragraph(runs, modifiers, style))
    return make_doc(told, Extras(notes=notes))


def write_runs(line: str, is_bold: bool, notes: list[list[Paragraph]]) -> tuple[tuple[str, bytes], ...]:
    looks = {"bold": sprm(BOLD), "deleted": sprm(DELETED), "inserted": sprm(INSERTED)}
    plain = sprm(BOLD) if is_bold else b""
    runs, end = [], 0
    for found in INLINE.finditer(line):
        runs.append((line[end : found.start()], plain))
        end = found.end()
        if found["footnote"]:
            notes.append([Paragraph((("\x02", sprm(SPECIAL)), (f" {found['footnote']}", b"")))])
            runs.append(("\x02", sprm(SPECIAL)))
        else:
            runs.append((found[found.lastgroup], looks[found.lastgroup]))
    return tuple(run for run in (*runs, (line[end:], plain)) if run[0])


def write_table(lines: str, notes: list[list[Paragraph]]) -> list[Paragraph]:
    rows = [[cell.strip() for cell in line.split("|")] for line in lines.strip().splitlines()]
    width, within = PAGE_WIDTH // len(rows[0]), sprm(IN_TABLE) + sprm(DEPTH, 1)
    told: list[Paragraph] = []
    for number, cells in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else [""] * len(cells)
        starts = [at for at, cell in enumerate(cells) if cell != "<"]
        for at in starts:
            *upper, last = [""] if cells[at] == "^" else map(str.strip, cells[at].split("//"))
            told += [Paragraph(write_runs(text, False, notes), within) for text in upper]
            told.append(Paragraph(write_runs(last, False, notes), within, mark="\x07"))
        edges = [width * at for at in (*starts, len(cells))]
        marks = [0x20 if cells[at] == "^" else 0x60 if below[at] == "^" else 0 for at in starts]
        told.append(Paragraph((), within + sprm(ENDS_ROW) + row(edges, marks), mark="\x07"))
    return [*told, Paragraph()]


def main(folder: Path) -> None:
    """Write the plans that ship as .doc into `folder`."""
    for name in SHIPPED:
        plan = tomllib.loads((TESTS / "plans" / f"{name}.toml").read_text("utf-8"))
        (folder / f"{name}.doc").write_bytes(write_plan(plan))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TESTS.parent / "corpus")
