"""A web page → Document: what a browser shows of it, in the order of its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex
from lxml import etree

from extract.document import Block, Document
from extract.readers.css import Look, StyleSheet, first_font
from extract.readers.fonts import Decoder
from extract.readers.inline import Inline
from extract.readers.marks import ListMarks
from extract.readers.page import parse_page
from extract.readers.spans import PlacedCell, flow, lay_spans
from extract.readers.story import add_table, cell_text, holds_table, open_frame
from extract.readers.twice import read_twice
from normalize.mojibake import guess

# What a browser does not show, or is no text of the page.
_SKIPPED = frozenset(
    {
        "head", "script", "style", "noscript", "template", "title", "svg", "math", "canvas", "audio", "video", "object",
        "iframe", "frame", "map", "button", "select", "option", "textarea", "input", "datalist", "nav", "del",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "pre",
        "blockquote", "center", "address", "section", "article", "header", "footer", "main", "aside", "form",
        "fieldset", "legend", "figure", "figcaption", "hr", "table", "caption", "thead", "tbody", "tfoot", "tr",
        "td", "th", "details", "summary", "dir", "menu",
    }
)  # fmt: skip
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_HEADING = regex.compile(r"h([1-6])")
# Anchors of foot- and endnotes: Word's `#_ftn1`, LibreOffice's class.
_NOTE_LINK = regex.compile(r"#_(?:ftn|edn)(?:ref)?\d+")
_NOTE_CLASS = ("sdfootnote", "sdendnote")

# A cell with more characters than this, in a table without numbers, is a column of the page.
LONG_CELL = 1500
_NUMERIC = regex.compile(r"[<>≤≥~±+-]*\s*\d[\d.,\s]*(?:[-–]\s*\d[\d.,\s]*)?%?")


def read_html(data: bytes) -> Document:
    """Read a web page: paragraphs and tables as raw blocks, block_id from 0.

    Raises UnreadableError where the page is damaged beyond what browsers mend.
    """
    root = parse_page(data)
    styles = StyleSheet(style.text or "" for style in root.iter("style"))
    return read_twice(lambda decoder: _read(root, styles, decoder))


def _read(root: etree._Element, styles: StyleSheet, decoder: Decoder) -> Document:
    walk = _Walk(styles, decoder, None)
    walk.read(root)
    if not walk.has_legacy:  # else the fonts tell, and what is in another one stays
        encoding = guess("\n".join(str(text) for text in root.itertext() if not text.isspace()))
        if encoding is not None:
            walk = _Walk(styles, decoder, encoding)
            walk.read(root)
    return Document("html", "html (lxml)", tuple(walk.blocks))


@dataclass(slots=True)
class _Table:
    """A table being read: its rows with their cells, those of the foot apart, and what the cells hold."""

    rows: list[list[PlacedCell]] = field(default_factory=list)
    foot: list[list[PlacedCell]] = field(default_factory=list)
    stories: list[list[Block]] = field(default_factory=list)
    part: str = ""

    def row(self) -> list[PlacedCell]:
        """The row under way, a first one where the page names none."""
        rows = self.foot if self.part == "tfoot" else self.rows
        if not rows:
            rows.append([])
        return rows[-1]


class _Walk:
    """One walk through a page. Marks may be thousands deep, so it keeps its own stacks."""

    def __init__(self, styles: StyleSheet, decoder: Decoder, encoding: str | None) -> None:
        self._styles = styles
        self._decoder = decoder
        self._encoding = encoding
        self._looks = [Look()]
        self._lists = ListMarks()
        self._tables: list[_Table] = []
        self._stories: list[tuple[list[Block], Inline]] = [([], Inline(decoder, encoding))]
        self._levels: list[int] = []
        self._labels: list[etree._Element] = []
        self.has_legacy = False  # a font of an old encoding was met

    @property
    def blocks(self) -> list[Block]:
        """The blocks of the page."""
        return self._stories[0][0]

    def read(self, root: etree._Element) -> None:
        """Walk through the page and gather its blocks."""
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walk:
            if event == "start":
                look = self._styles.look(element)
                if self._is_shown(element, look):
                    self._open(element, look)
                else:
                    walk.skip_subtree()
                    skipped = element
                continue
            if element is skipped:
                skipped = None
            else:
                self._close(element)
            self._inline.add(element.tail, self._looks[-1])
        self._flush()

    @property
    def _story(self) -> list[Block]:
        """The blocks of the body or cell under way."""
        return self._stories[-1][0]

    @property
    def _inline(self) -> Inline:
        return self._stories[-1][1]

    def _is_shown(self, element: etree._Element, look: Look) -> bool:
        if element.tag in _SKIPPED or look.is_hidden or element.get("hidden") is not None:
            return False
        if element.tag != "a":
            return True
        is_note = element.get("class", "").startswith(_NOTE_CLASS)
        return not is_note and not _NOTE_LINK.fullmatch(element.get("href", ""))

    def _open(self, element: etree._Element, look: Look) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        inherited = self._looks[-1]
        if tag in _BOLD:
            inherited = inherited.under(Look(is_bold=True))
        elif tag == "font" and (face := element.get("face")):
            inherited = inherited.under(Look(font=first_font(face)))
        now = inherited.under(look)
        self._looks.append(now)
        if match := _HEADING.fullmatch(tag):
            self._levels.append(int(match[1]))
        elif tag in ("ol", "ul", "dir", "menu"):
            self._lists.open(element, look.mark)
        elif tag == "li":
            self._lists.item(element, look.mark)
        elif tag == "table":
            self._tables.append(_Table())
        elif tag in ("thead", "tbody", "tfoot") and self._tables:
            self._tables[-1].part = tag
        elif tag == "tr" and self._tables:
            table = self._tables[-1]
            (table.foot if table.part == "tfoot" else table.rows).append([])
        elif tag in ("td", "th") and self._tables:
            self._stories.append(([], Inline(self._decoder, self._encoding)))
        elif tag == "br":
            self._inline.put("\n", now)
        elif tag == "pre":
            self._inline.is_kept = True
        elif look.is_label and not self._labels:
            self._labels.append(element)
            self._inline.begin_label()
        self._inline.add(element.text, now)

    def _close(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        self._looks.pop()
        if _HEADING.fullmatch(tag):
            self._levels.pop()
        elif tag in ("ol", "ul", "dir", "menu"):
            self._lists.close()
        elif tag == "li":
            if label := self._lists.end_item():
                self._story.append(Block(len(self._story), "paragraph", label))
        elif tag == "table":
            self._end_table(self._tables.pop())
        elif tag in ("thead", "tbody", "tfoot") and self._tables:
            self._tables[-1].part = ""
        elif tag in ("td", "th") and self._tables:
            self._end_cell(element)
        elif tag == "pre":
            self._inline.is_kept = False
        elif self._labels and self._labels[-1] is element:
            self._labels.pop()
            self._inline.end_label()

    def _flush(self) -> None:
        """End the paragraph under way."""
        blocks = self._story
        self.has_legacy |= self._inline.has_legacy
        for text, is_bold in self._inline.take():
            blocks.append(
                Block(
                    len(blocks),
                    "paragraph",
                    self._lists.take_label() + text,
                    level=self._levels[-1] if self._levels else None,
                    is_bold=is_bold,
                )
            )

    def _end_cell(self, element: etree._Element) -> None:
        story, _ = self._stories.pop()
        table = self._tables[-1]
        table.stories.append(story)
        across, down = _span(element.get("colspan"), 1000), _span(element.get("rowspan"), 65_534)
        is_header = table.part == "thead"
        table.row().append(PlacedCell(0, 0, cell_text(story), down, across, is_header))

    def _end_table(self, table: _Table) -> None:
        blocks = self._story
        placed = flow([*table.rows, *table.foot])
        grid = lay_spans(placed, len(table.rows) + len(table.foot))
        if is_page_layout([cell.text for cell in placed], table.stories):
            open_frame(blocks, table.stories)
        else:
            add_table(blocks, grid)


def is_page_layout(texts: Sequence[str], stories: Sequence[Sequence[Block]]) -> bool:
    """Whether a table divides the page into columns: tables lie in it, or long text, and hardly any number.

    >>> is_page_layout(["Menu", "Hộ nghèo " * 200], []), is_page_layout(["1", "Na Hum"], [])
    (True, False)
    """
    told = [text for text in texts if text.strip()]
    numbers = sum(1 for text in told if _NUMERIC.fullmatch(text.strip()))
    if 3 * numbers > len(told):
        return False
    return holds_table(stories) or (not numbers and any(len(text) > LONG_CELL for text in told))


def _span(text: str | None, most: int) -> int:
    """A row or column span: 1 where none is told, `most` for 0, which means “to the end”."""
    told = (text or "").strip().rstrip("%")
    if not (told.isascii() and told.isdigit()):
        return 1
    return min(int(told[:9]), most) or most
