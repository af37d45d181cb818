"""OpenDocument's odt → Document: the final text in reading order, walked once over the XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex
from lxml import etree

from extract.document import Block, Document, UnreadableError
from extract.readers import odf
from extract.readers.fonts import Decoder
from extract.readers.grid import COLUMNS_LIMIT, PLACES_LIMIT
from extract.readers.odf import DRAW, OFFICE, TABLE, TEXT
from extract.readers.odf_lists import LEVELS, Counters, ListStyles
from extract.readers.odf_styles import Look, OdfStyles
from extract.readers.package import Package
from extract.readers.spans import PlacedCell, lay_spans
from extract.readers.story import add_paragraph, add_table, cell_text, holds_table, open_frame
from extract.readers.symbols import show_symbols
from extract.readers.twice import join_fonts, read_twice
from normalize.encodings import encoding_of_font

# Tables in tables, text boxes in cells …: people nest two or three deep, only an attack goes on.
DEPTH_LIMIT = 40
# More blanks in a row than a line is wide align nothing.
BLANKS_LIMIT = 200

_BLANKS = regex.compile(r"[ \t\r\n]+")


def read_odt(data: bytes) -> Document:
    """Read an odt: paragraphs and tables as raw blocks, block_id from 0, notes at the end.

    Raises UnreadableError where the file is damaged, locked or no text document.
    """
    package = Package(data)
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableError("The file is locked with a password. Save a copy without the password and use that.")
    if "content.xml" not in package.names:
        raise UnreadableError("The OpenDocument file has no content. Get a fresh copy of it.")
    content = package.xml("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableError("The OpenDocument file is no text document. Open it and save it as .odt or .docx.")
    roots = [package.xml("styles.xml"), content] if "styles.xml" in package.names else [content]
    return read_twice(lambda decoder: _read(body, roots, decoder))


def _read(body: etree._Element, roots: list[etree._Element], decoder: Decoder) -> Document:
    walk = _Walk(OdfStyles(roots), ListStyles(roots), decoder)
    walk.story(body, walk.blocks, 0)
    for kind in ("footnote", "endnote"):
        for note in walk.notes[kind]:
            walk.story(note, walk.blocks, 0)
    return Document("odt", "odt (lxml)", tuple(walk.blocks))


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read: its runs with their fonts, what hangs on it, which of its letters are bold."""

    runs: list[tuple[str, str | None]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    is_bold_seen: bool = False
    is_plain_seen: bool = False
    ends_blank: bool = True  # blanks that follow a blank, or begin the paragraph, are only the file's own layout

    def add(self, raw: str | None, look: Look) -> None:
        """Add characters of the file: blanks, tabs and newlines among them are one space."""
        text = _BLANKS.sub(" ", raw) if raw else ""
        if self.ends_blank:
            text = text.removeprefix(" ")
        if text and not look.is_hidden:
            self.put(text, look)
            self.ends_blank = text.endswith(" ")

    def put(self, text: str, look: Look) -> None:
        """Add characters as they are."""
        if encoding_of_font(look.font) is None:
            text = show_symbols(text, look.font)
        self.runs.append((text, look.font))
        self.ends_blank = False
        if not text.isspace():
            self.is_bold_seen |= bool(look.is_bold)
            self.is_plain_seen |= not look.is_bold


class _Walk:
    """One walk through a document: list counters and the notes met live as long as it does."""

    def __init__(self, styles: OdfStyles, lists: ListStyles, decoder: Decoder) -> None:
        self._styles = styles
        self._decoder = decoder
        self._lists = lists
        self._headings = Counters()
        self._by_id: dict[str, Counters] = {}
        self._by_style: dict[str, Counters] = {}
        self.blocks: list[Block] = []
        self.notes: dict[str, list[etree._Element]] = {"footnote": [], "endnote": []}

    def story(self, parent: Iterable[etree._Element], blocks: list[Block], depth: int) -> None:
        """Add the paragraphs, lists and tables of a body, cell, text box or note to `blocks`."""
        if depth > DEPTH_LIMIT:
            raise UnreadableError(
                f"The file nests tables or text boxes over {DEPTH_LIMIT} deep, which no plan does; it was not read. "
                "If it is genuine, copy its text into a new file."
            )
        for element in parent:
            tag = element.tag
            if tag in (odf.P, odf.H):
                self._paragraph(element, blocks, depth)
            elif tag == odf.LIST:
                self._list(element, blocks, depth)
            elif tag == odf.TABLE_TAG:
                self._table(element, blocks, depth)
            elif tag in odf.WRAPPERS:
                if not odf.is_hidden(element):
                    self.story(element, blocks, depth)
            elif tag == odf.NUMBERED:
                counters = self._by_id.setdefault(element.get(f"{TEXT}list-id", ""), Counters())
                level = odf.whole(element.get(f"{TEXT}level"), 1, LEVELS)
                label = self._lists.item(element.get(odf.STYLE_NAME, ""), counters, level, _start(element))
                for paragraph in element.iterchildren(odf.P, odf.H):
                    self._paragraph(paragraph, blocks, depth, label)
            elif tag.startswith(DRAW):
                self._box(element, blocks, depth)

    def _paragraph(self, element: etree._Element, blocks: list[Block], depth: int, label: str | None = None) -> None:
        """Add a paragraph, and the text boxes anchored in it; `label` is that of its list item."""
        look = self._styles.paragraph(element.get(odf.STYLE_NAME))
        level = look.level
        if element.tag == odf.H:
            level = odf.whole(element.get(f"{TEXT}outline-level"), 1, LEVELS)
            if label is None and not odf.is_true(element.get(f"{TEXT}is-list-header")):
                start = _start(element) if odf.is_true(element.get(f"{TEXT}restart-numbering")) else None
                label = self._lists.heading(self._headings, level, start)
        read = _Paragraph()
        self._inline(element, look, read)
        text = join_fonts(self._decoder, read.runs)
        if text.strip() or label not in (None, "", "-", "+"):  # in a cell an empty item would read as a dash, a zero
            is_bold = read.is_bold_seen and not read.is_plain_seen
            add_paragraph(blocks, f"{label or ''} {text}", level or None, is_bold)
        for box in read.boxes:
            self._box(box, blocks, depth)

    def _inline(self, element: etree._Element, look: Look, read: _Paragraph) -> None:
        """Add the characters within a paragraph or span."""
        read.add(element.text, look)
        for child in element:
            tag = child.tag
            if tag == odf.SPAN:
                self._inline(child, look.under(self._styles.text(child.get(odf.STYLE_NAME))), read)
            elif tag in odf.PLACED or (tag.startswith(DRAW) and tag != f"{DRAW}a"):
                if not look.is_hidden:
                    self._placed(child, look, read)
            elif tag not in odf.SKIPPED and not odf.is_hidden(child):
                self._inline(child, look, read)
            read.add(child.tail, look)

    def _placed(self, element: etree._Element, look: Look, read: _Paragraph) -> None:
        """Add what stands in a line without being letters: blanks, notes, text boxes."""
        tag = element.tag
        if tag == odf.SPACE:
            read.put(" " * odf.whole(element.get(f"{TEXT}c"), 1, BLANKS_LIMIT), look)
        elif tag in (odf.TAB, odf.LINE_BREAK):
            read.put("\t" if tag == odf.TAB else "\n", look)
            read.ends_blank = True
        elif tag == odf.NOTE:
            kind = "endnote" if element.get(f"{TEXT}note-class") == "endnote" else "footnote"
            self.notes[kind] += element.iterchildren(f"{TEXT}note-body")
        else:
            read.boxes.append(element)

    def _box(self, element: etree._Element, blocks: list[Block], depth: int) -> None:
        """The text of a frame, shape or group of them; pictures and formulas have none."""
        if element.tag in (f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}image"):
            return
        self.story(element, blocks, depth + 1)

    def _list(
        self, element: etree._Element, blocks: list[Block], depth: int, level: int = 1,
        style: str = "", counters: Counters | None = None,
    ) -> None:  # fmt: skip
        """Add the items of a list and of those nested in it."""
        style = element.get(odf.STYLE_NAME, style) or self._style_of(element)
        if counters is None:
            counters = self._counters(element, style)
        for item in element.iterchildren(odf.ITEM, odf.LIST_HEADER):
            is_counted = item.tag == odf.LIST_HEADER
            for child in item:
                if child.tag == odf.LIST:
                    self._list(child, blocks, depth, min(level + 1, LEVELS), style, counters)
                elif child.tag in (odf.P, odf.H):
                    label = "" if is_counted else self._lists.item(style, counters, level, _start(item))
                    is_counted = True
                    self._paragraph(child, blocks, depth, label)
                else:
                    self.story([child], blocks, depth + 1)

    def _counters(self, element: etree._Element, style: str) -> Counters:
        """The counters of a list: its own, or those of the list it continues."""
        continued = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if continued is None and odf.is_true(element.get(f"{TEXT}continue-numbering")):
            continued = self._by_style.get(style)
        counters = Counters() if continued is None else continued
        self._by_style[style] = counters
        if list_id := element.get(f"{odf.XML}id"):
            self._by_id[list_id] = counters
        return counters

    def _style_of(self, element: etree._Element) -> str:
        """The list style that the first paragraph of a list brings with it."""
        first = next(element.iter(odf.P, odf.H), None)
        look = None if first is None else self._styles.paragraph(first.get(odf.STYLE_NAME))
        return (look.list_style if look else None) or ""

    def _table(self, table: etree._Element, blocks: list[Block], depth: int) -> None:
        placed: list[PlacedCell] = []
        stories: list[list[Block]] = []
        at = 0
        for row, is_header in _rows(table):
            repeated = odf.whole(row.get(f"{TABLE}number-rows-repeated"))
            before = len(placed)
            self._row(row, at, is_header, placed, stories, depth)
            if not any(cell.text for cell in placed[before:]):
                repeated = 1
            own = placed[before:]
            if repeated * len(own) + len(placed) > PLACES_LIMIT:
                raise UnreadableError(
                    f"The file repeats a row of a table {repeated} times, as no plan does. Remove the repetition."
                )
            for more in range(1, repeated):
                placed += [PlacedCell(at + more, cell.column, cell.text, 1, cell.column_span) for cell in own]
            at += repeated
        grid = lay_spans(placed, at)
        if holds_table(stories) and (grid.rows == 1 or grid.columns == 1):
            open_frame(blocks, stories)
        else:
            add_table(blocks, grid)

    def _row(
        self, row: etree._Element, at: int, is_header: bool,
        placed: list[PlacedCell], stories: list[list[Block]], depth: int,
    ) -> None:  # fmt: skip
        column = 0
        for cell in row.iterchildren(odf.CELL, odf.COVERED):
            repeated = min(odf.whole(cell.get(f"{TABLE}number-columns-repeated")), COLUMNS_LIMIT - column)
            if cell.tag == odf.CELL and repeated > 0:
                story: list[Block] = []
                self.story(cell, story, depth + 1)
                stories.append(story)
                down = odf.whole(cell.get(f"{TABLE}number-rows-spanned"))
                across = odf.whole(cell.get(f"{TABLE}number-columns-spanned"), 1, COLUMNS_LIMIT)
                text = cell_text(story)
                placed += [PlacedCell(at, column + n, text, down, across, is_header) for n in range(repeated)]
            column += max(repeated, 0)


def _rows(parent: etree._Element, is_header: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    """The rows of a table that are shown, and whether they are repeated on every page as its header."""
    for element in parent:
        if element.tag == odf.ROW:
            if element.get(f"{TABLE}visibility") not in ("collapse", "filter"):
                yield element, is_header
        elif element.tag in odf.WRAPPERS:
            yield from _rows(element, is_header or element.tag == f"{TABLE}table-header-rows")


def _start(element: etree._Element) -> int | None:
    told = element.get(f"{TEXT}start-value")
    return None if told is None else odf.whole(told, 0)
