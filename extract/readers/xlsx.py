"""Excel's xlsx → Document: every cell as its sheet shows it, read from the XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

import regex
from lxml import etree

from extract.document import Block, Document, UnreadableError
from extract.readers.fonts import Decoder
from extract.readers.number_format import show_number, show_text
from extract.readers.package import Package
from extract.readers.sheet import LeftOut, Merge, Place, Sheet, SheetCell, lay_sheet
from extract.readers.sheet_styles import DRAWN, R_ID, RELATIONSHIP, Look, S, SheetStyles, read_part, target_of
from extract.readers.twice import join_fonts, read_twice
from normalize.text import clean

# A sheet ends at row 1,048,576 and column XFD.
ROWS_LIMIT, COLUMNS_LIMIT = 1_048_576, 16_384
# The annexes of a province have some ten thousand cells.
CELLS_LIMIT = 1_000_000

_REFERENCE = regex.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
# How OOXML writes a character that XML cannot hold: `_x000D_`.
_ESCAPED = regex.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes) -> Document:
    """Read an xlsx: its visible sheets in order, raw blocks as every reader's.

    Numbers come as they are shown, formulas with the value stored beside them. What is hidden is left out, which
    `reader` then tells. Raises UnreadableError where the file is damaged, locked or no xlsx.
    """
    package = Package(data)
    main = next((name for kind, name in package.relations() if kind == "officeDocument"), "xl/workbook.xml")
    if main not in package.names or main.endswith(".bin"):
        raise UnreadableError(
            "The file is an Excel workbook in binary form (.xlsb), or holds no workbook. Open it in Excel and save it "
            "as .xlsx."
        )
    return read_twice(lambda decoder: _read(data, main, decoder))


def _read(data: bytes, main: str, decoder: Decoder) -> Document:
    workbook = _Workbook(Package(data), main, decoder)
    blocks = [block for name in workbook.visible() for block in workbook.read_sheet(name)]
    numbered = tuple(replace(block, block_id=at) for at, block in enumerate(blocks))
    return Document("xlsx", "xlsx (lxml)" + workbook.left_out.tell(), numbered)


class _Workbook:
    """A workbook being read: its strings and styles, and what has been left out so far."""

    def __init__(self, package: Package, main: str, decoder: Decoder) -> None:
        self._decoder = decoder
        self._package = package
        self._root = read_part(package, main)
        self._names = {name.casefold(): name for name in package.names}  # which case a name is in does not count
        self._parts = dict(_relations(package, main))
        kinds = {kind: self._names[name.casefold()] for kind, name in package.relations(main) if self._has(name)}
        self._styles = SheetStyles(read_part(package, kinds["styles"]) if "styles" in kinds else None)
        self._strings: list[etree._Element] = []
        if "sharedStrings" not in kinds and any(kind == "sharedStrings" for kind, _ in package.relations(main)):
            raise UnreadableError(
                "The Excel file is damaged: the words of its cells are missing. Get a fresh copy of it."
            )
        if "sharedStrings" in kinds:
            self._strings = list(read_part(package, kinds["sharedStrings"]).iterchildren(f"{S}si"))
        properties = self._root.find(f"{S}workbookPr")
        self._is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._cells = 0
        self.left_out = LeftOut()

    def visible(self) -> Iterator[str]:
        """The parts of the sheets that are shown, in the order of their tabs; charts have none."""
        for sheet in self._root.iterfind(f"{S}sheets/{S}sheet"):
            name = self._parts.get(sheet.get(R_ID, ""), "").casefold()
            if sheet.get("state") in ("hidden", "veryHidden"):
                self.left_out.sheets += 1
            elif name in self._names and "chartsheet" not in name:
                yield self._names[name]

    def _has(self, name: str) -> bool:
        return name.casefold() in self._names

    def read_sheet(self, name: str) -> list[Block]:
        """The blocks of one sheet, those of its text boxes last."""
        root = read_part(self._package, name)
        sheet = Sheet()
        self._read_columns(root, sheet)
        data = root.find(f"{S}sheetData")
        for at, row in enumerate(() if data is None else data.iterchildren(f"{S}row")):
            self._read_row(row, at, sheet)
        for merge in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            if (area := parse_area(merge.get("ref", ""))) is not None:
                sheet.merges.append(area)
        self.left_out.count(sheet)
        blocks = lay_sheet(sheet)
        drawing = root.find(f"{S}drawing")
        part = None if drawing is None else dict(_relations(self._package, name)).get(drawing.get(R_ID, ""))
        if part in self._package.names:
            blocks += self._read_shapes(read_part(self._package, part))
        return blocks

    def _read_columns(self, root: etree._Element, sheet: Sheet) -> None:
        for column in root.iterfind(f"{S}cols/{S}col"):
            if column.get("hidden") in ("1", "true") or column.get("width") == "0":
                first, last = (_whole(column.get(side)) for side in ("min", "max"))
                sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, COLUMNS_LIMIT)))

    def _read_row(self, row: etree._Element, at: int, sheet: Sheet) -> None:
        number = _whole(row.get("r")) or max((place[0] for place in [*sheet.cells][-1:]), default=at - 1) + 2
        number = min(number, ROWS_LIMIT) - 1
        if row.get("hidden") in ("1", "true") or row.get("ht") == "0":
            sheet.hidden_rows.add(number)
        column = -1
        for cell in row.iterchildren(f"{S}c"):
            place = parse_place(cell.get("r", ""))
            column = column + 1 if place is None else place[1]
            look = self._styles.look(_whole(cell.get("s")))
            text = self._text(cell, look)
            if not text and not look.is_ruled:
                continue
            self._cells += 1
            if self._cells > CELLS_LIMIT:
                raise UnreadableError(
                    f"The file holds over {CELLS_LIMIT:,} cells, more than any plan. Keep the sheets that belong to "
                    "the plan and save it again."
                )
            sheet.cells[number, column] = SheetCell(text, look.is_ruled, look.is_bold)

    def _text(self, cell: etree._Element, look: Look) -> str:
        """What a cell shows."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return self._words(cell.find(f"{S}is"), look)
        stored = cell.findtext(f"{S}v")
        if stored is None:
            self.left_out.formulas += cell.find(f"{S}f") is not None
            return ""
        if kind == "s":
            number = _whole(stored)
            return self._words(self._strings[number], look) if number < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        if kind in ("n", "d"):
            try:
                value = Decimal(stored.strip()) if kind == "n" else parse_moment(stored)
                return show_number(value, look.code, self._is_1904 and kind == "n")
            except (InvalidOperation, ValueError):
                return clean(stored)
        return show_text(clean(join_fonts(self._decoder, [(_unescape(stored), look.font)])), look.code)

    def _words(self, item: etree._Element | None, look: Look) -> str:
        """A string of the file: plain, or of runs with their own fonts; how a word is pronounced is left out."""
        runs: list[tuple[str, str | None]] = []
        for part in () if item is None else item:
            if part.tag == f"{S}t":
                runs.append((_unescape(part.text or ""), look.font))
            elif part.tag == f"{S}r":
                font = part.find(f"{S}rPr/{S}rFont")
                text = _unescape(part.findtext(f"{S}t") or "")
                runs.append((text, look.font if font is None else font.get("val")))
        text = clean(join_fonts(self._decoder, runs))
        return show_text(text, look.code) if text else ""

    def _read_shapes(self, root: etree._Element) -> Iterator[Block]:
        """The paragraphs of text boxes that lie over a sheet."""
        for paragraph in root.iter(f"{DRAWN}p"):
            runs: list[tuple[str, str | None]] = []
            for run in paragraph.iterchildren(f"{DRAWN}r", f"{DRAWN}fld"):
                font = run.find(f"{DRAWN}rPr/{DRAWN}latin")
                runs.append((run.findtext(f"{DRAWN}t") or "", None if font is None else font.get("typeface")))
            if told := clean(join_fonts(self._decoder, runs)):
                yield Block(0, "paragraph", told)


def _unescape(text: str) -> str:
    if "_x" not in text:
        return text
    return str(_ESCAPED.sub(lambda match: chr(int(match[1], 16)).replace("\r", ""), text))


def _relations(package: Package, name: str) -> Iterator[tuple[str, str]]:
    """The parts that a part points to, by id."""
    folder, _, base = name.rpartition("/")
    rels = f"{folder}/_rels/{base}.rels".removeprefix("/")
    if rels in package.names:
        for element in package.xml(rels).iter(RELATIONSHIP):
            if element.get("TargetMode") != "External":
                yield element.get("Id", ""), target_of(folder, element.get("Target", ""))


def parse_place(reference: str) -> Place | None:
    """A cell's place, counted from 0; None where it is none.

    >>> parse_place("B3"), parse_place("XFE1"), parse_place("")
    ((2, 1), None, None)
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row - 1, column - 1) if 0 < row <= ROWS_LIMIT and column <= COLUMNS_LIMIT else None


def parse_area(reference: str) -> Merge | None:
    """An area of cells, first and last included.

    >>> parse_area("A1:C2")
    (0, 0, 1, 2)
    """
    first, _, last = reference.partition(":")
    start, end = parse_place(first), parse_place(last or first)
    return (*start, *end) if start and end and start <= end and start[1] <= end[1] else None


def parse_moment(text: str) -> Decimal:
    """A day or time written in ISO 8601 as days since 1900. Raises ValueError where it is none.

    >>> parse_moment("2022-01-01"), parse_moment("2022-01-01T18:00:00")
    (Decimal('44562'), Decimal('44562.75'))
    """
    passed = datetime.fromisoformat(text.strip().removesuffix("Z")) - datetime(1899, 12, 30)
    return passed.days + Decimal(passed.seconds) / 86_400


def _whole(text: str | None) -> int:
    """A whole number as an attribute holds it, 0 for anything else."""
    told = (text or "").strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
