"""Word's docx → Document: the final text in reading order, walked once over the XML."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from lxml import etree

from extract.document import Block, Document, UnreadableError
from extract.readers import wordml
from extract.readers.fonts import Decoder
from extract.readers.grid import RawCell, RawRow, lay_out
from extract.readers.numbering import BULLETS, Numbering
from extract.readers.package import Package, parse_xml
from extract.readers.runs import read_paragraph
from extract.readers.styles import Style, Styles, parse_level, prune_table_styles
from extract.readers.wordml import A, W
from normalize.text import clean

# Tables in tables, text boxes in cells …: people nest two or three deep, only an attack goes on.
DEPTH_LIMIT = 40


def read_docx(data: bytes) -> Document:
    """Read a docx: paragraphs and tables as raw blocks, block_id from 0, notes at the end.

    A paragraph's text may hold newlines (line breaks) and tabs; a cell's text holds a newline between its paragraphs:
    `extract.layout.unfold` wants them. Raises UnreadableError where the file is damaged, locked or no docx.
    """
    package = Package(data)
    main = next((name for kind, name in package.relations() if kind == "officeDocument"), "word/document.xml")
    if main not in package.names:
        raise UnreadableError("The zip file holds no Word document. Unpack it and read the files within it one by one.")
    body = package.xml(main).find(f"{W}body")
    if body is None:
        raise UnreadableError("The Word file has no body. Open it in Word and save it again as .docx.")
    parts = {kind: name for kind, name in package.relations(main) if name in package.names}
    styles = Styles(_read_styles(package, parts.get("styles")), _read_theme(package, parts.get("theme")))
    numbering = package.xml(parts["numbering"]) if "numbering" in parts else None

    def blocks(decoder: Decoder) -> list[Block]:
        walk = _Walk(styles, Numbering(numbering, styles), decoder)
        walk.story(body)
        for kind in ("footnote", "endnote"):
            if f"{kind}s" in parts and walk.notes[kind]:
                walk.read_notes(package.xml(parts[f"{kind}s"]), kind)
        return walk.blocks

    decoder = Decoder()
    found = blocks(decoder)
    if decoder.contradicted:
        found = blocks(Decoder(doubted=decoder.contradicted))
    return Document("docx", "docx (lxml)", tuple(found))


def _read_styles(package: Package, name: str | None) -> etree._Element | None:
    if name is None:
        return None
    data = package.read(name)
    try:
        return parse_xml(prune_table_styles(data), name)
    except UnreadableError:  # written in a way that pruning does not foresee: then all of it
        return parse_xml(data, name)


def _read_theme(package: Package, name: str | None) -> dict[str, str]:
    """The fonts of the theme by the place that a `w:rFonts` names: `minorHAnsi`, `majorAscii` …"""
    if name is None:
        return {}
    try:
        root = package.xml(name)
    except UnreadableError:  # a theme is looks: without it the text is all there
        return {}
    fonts = {place: root.find(f".//{A}{place}Font/{A}latin") for place in ("major", "minor")}
    return {
        f"{place}{letters}": font.get("typeface", "")
        for place, font in fonts.items()
        if font is not None
        for letters in ("HAnsi", "Ascii")
    }


class _Walk:
    """One walk through a document: list counters, open fields and the notes met live as long as it does."""

    def __init__(self, styles: Styles, numbering: Numbering, decoder: Decoder) -> None:
        self._styles = styles
        self._numbering = numbering
        self._decoder = decoder
        self._fields: list[bool] = []
        self.blocks: list[Block] = []
        self.notes: dict[str, list[str]] = {"footnote": [], "endnote": []}

    def story(self, parent: etree._Element, blocks: list[Block] | None = None, depth: int = 0) -> None:
        """Add the paragraphs and tables of a body, cell, text box or note to `blocks`, the document's by default."""
        blocks = self.blocks if blocks is None else blocks
        if depth > DEPTH_LIMIT:
            raise UnreadableError(
                f"The file nests tables or text boxes over {DEPTH_LIMIT} deep, which no plan does; it was not read. "
                "If it is genuine, copy its text into a new file."
            )
        carried: list[str] = []  # of paragraphs whose mark was deleted: they run on into the next
        boxes: list[etree._Element] = []
        for element in wordml.unwrapped(parent):
            if element.tag == wordml.P:
                self._paragraph(element, blocks, carried, boxes)
                if carried:
                    continue
            elif element.tag == wordml.TBL:
                _add(blocks, "".join(carried))
                carried.clear()
                self._table(element, blocks, depth)
            for box in boxes:
                self.story(box, blocks, depth + 1)
            boxes.clear()
        _add(blocks, "".join(carried))
        for box in boxes:
            self.story(box, blocks, depth + 1)

    def _paragraph(
        self, element: etree._Element, blocks: list[Block], carried: list[str], boxes: list[etree._Element]
    ) -> None:
        properties = wordml.properties(element, wordml.P_PR)
        mark = properties.get(wordml.R_PR)
        style = self._styles.paragraph(wordml.told(properties, wordml.P_STYLE))
        read = read_paragraph(element, style, self._styles, self._fields, self._decoder)
        boxes.extend(read.boxes)
        for kind, note_id in read.notes:
            self.notes[kind].append(note_id)
        text = "".join(carried) + read.text
        if mark is not None and (mark.find(wordml.DELETED) is not None or mark.find(wordml.MOVED_AWAY) is not None):
            carried[:] = [text] if text else []
            return
        carried.clear()
        is_blank = not text or text.isspace()
        is_hidden = is_blank and mark is not None and wordml.is_on(mark.find(wordml.VANISH))
        label = "" if is_hidden else self._label(properties, style)
        if is_blank and (not label or label in BULLETS):  # in a cell an empty item would read as a dash, a zero
            return
        level = parse_level(wordml.told(properties, wordml.OUTLINE))
        level = style.level if level is None else level
        _add(blocks, f"{label} {text}", level or None, bool(read.is_bold))

    def _label(self, properties: dict[str, etree._Element], style: Style) -> str:
        """The paragraph's automatic number; its own list goes before its style's."""
        own = properties.get(wordml.NUM_PR)
        num_id, level, numbered_by = style.num_id, style.num_level, style.numbered_by
        if own is not None:
            num_id = wordml.value(own, wordml.NUM_ID) or style.num_id
            level, numbered_by = wordml.whole(wordml.value(own, wordml.ILVL)), None
        if num_id is None:
            return ""
        mark = properties.get(wordml.R_PR)
        font = None if mark is None else self._styles.font(mark.find(wordml.FONTS))
        return self._numbering.label(num_id, level, numbered_by, self._styles.encoding(style, font))

    def _table(self, table: etree._Element, blocks: list[Block], depth: int) -> None:
        rows: list[RawRow] = []
        stories: list[list[Block]] = []
        for row in wordml.unwrapped(table):
            if row.tag != wordml.TR:
                continue
            properties = wordml.properties(row, wordml.TR_PR)
            if wordml.DELETED in properties:
                continue
            is_header = bool(wordml.is_on(properties.get(f"{W}tblHeader")))
            cells: list[RawCell] = []
            for cell in wordml.unwrapped(row):
                if cell.tag == wordml.TC:
                    self._cell(cell, cells, stories, is_header, depth)
            before, after = (
                wordml.whole(wordml.told(properties, f"{W}{name}")) or 0 for name in ("gridBefore", "gridAfter")
            )
            rows.append(RawRow(tuple(cells), max(before, 0), max(after, 0)))
        widths = [wordml.whole(column.get(f"{W}w")) or 0 for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        grid = lay_out(rows, widths)
        holds_table = any(b.table and b.table.rows > 1 and b.table.columns > 1 for story in stories for b in story)
        if holds_table and (grid.rows == 1 or grid.columns == 1):
            # A frame drawn around tables and text (what web pages turn into): its cells are the document.
            inside = chain.from_iterable(stories)
            blocks += [replace(block, block_id=at) for at, block in enumerate(inside, len(blocks))]
        elif grid.cells:
            blocks.append(Block(len(blocks), "table", grid.text(), table=grid))

    def _cell(
        self, cell: etree._Element, cells: list[RawCell], stories: list[list[Block]], is_header: bool, depth: int
    ) -> None:
        properties = wordml.properties(cell, wordml.TC_PR)
        if f"{W}cellDel" in properties:
            return
        story: list[Block] = []
        self.story(cell, story, depth + 1)
        span = max(wordml.whole(wordml.told(properties, f"{W}gridSpan")) or 1, 1)
        across, down = properties.get(f"{W}hMerge"), properties.get(f"{W}vMerge")
        if across is not None and across.get(wordml.VAL) != "restart" and cells:
            cells[-1] = replace(cells[-1], span=cells[-1].span + span)
            return
        goes_on = down is not None and down.get(wordml.VAL) != "restart"
        cells.append(RawCell(_cell_text(story), span, goes_on, is_header))
        stories.append(story)

    def read_notes(self, root: etree._Element, kind: str) -> None:
        """Add the foot- or endnotes that the text refers to, in its order."""
        by_id = {note.get(f"{W}id", ""): note for note in root.iterchildren(f"{W}{kind}")}
        for note_id in dict.fromkeys(self.notes[kind]):
            if note_id in by_id:
                self._fields.clear()
                self.story(by_id[note_id])


def _add(blocks: list[Block], raw: str, level: int | None = None, is_bold: bool = False) -> None:
    """Add a paragraph, cleaned line by line; a tab between two texts stays. One without text is dropped."""
    text = clean(raw)
    if "\n" in text:
        text = "\n".join(line.strip() for line in text.split("\n"))
    if text:
        blocks.append(Block(len(blocks), "paragraph", text, level=level, is_bold=is_bold))


def _cell_text(story: list[Block]) -> str:
    """The text of a cell, a newline between its paragraphs; a table within it is told cell by cell."""
    return "\n".join(
        "\n".join(cell.text for cell in block.table.cells if cell.text) if block.table else block.text
        for block in story
    )
