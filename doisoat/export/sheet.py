"""A sheet of the workbook: written row by row to the disk, safe whatever a plan holds, continued where Excel ends.

Text stays text: it is never taken for a formula or a link, and what XML cannot hold is replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import regex
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from doisoat.screen import plain

# What Excel holds: rows of a sheet, and UTF-16 units of a cell.
ROW_LIMIT = 1_048_576
TEXT_LIMIT = 32_767
CUT = " […]"

# Digits behind the mark that a number is shown with, at most; its value keeps all of them.
SHOWN_DIGITS = 6

# Columns as wide as this hold sentences, which are wrapped.
WRAPPED = 80
HEADING = {"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "border": 1, "border_color": "#9AA8B8"}

# Text that is no character, and that no XML may hold.
NONCHARACTER = regex.compile(r"[\uFFFE\uFFFF]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: where its values are from, its heading, its width in characters."""

    name: str
    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class Number:
    """A number shown with so many digits behind the mark, and a percent sign where it is a percentage."""

    value: float
    decimals: int = 0
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its equals sign, what it comes to, and for a number how it is shown."""

    text: str
    value: str | float
    shown: Number | int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a sheet of the workbook."""

    target: str
    text: str


Value = str | int | date | Formula | Number | Link | None


@dataclass(slots=True)
class Styles:
    """The formats of one workbook, each made once."""

    workbook: Workbook
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def get(self, **properties: Any) -> Any:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format({"valign": "top", **properties})
        return self.made[key]


class Sheet:
    """One sheet and those that continue it; a heading on each, filters and panes that stay in sight."""

    def __init__(
        self,
        styles: Styles,
        name: str,
        columns: Sequence[Column],
        widths: Sequence[float] = (),
        frozen: int = 0,
        row_limit: int = ROW_LIMIT,
    ) -> None:
        """Open the sheet; `row_limit` rows go on one, its heading among them. `widths` are for one without headings."""
        self._styles = styles
        self._columns = columns
        self._widths = [column.width for column in columns] or widths
        self._frozen = frozen
        self._row_limit = row_limit
        self._row = 0
        self._names = [name]
        self._sheet = self._open()
        self.rows = 0

    @property
    def names(self) -> Sequence[str]:
        """The sheets written so far."""
        return self._names

    def write(self, values: Sequence[Value], **properties: Any) -> None:
        """Append a row, its cells with these properties of a format."""
        if self._row == self._row_limit:
            self.close()
            self._names.append(f"{self._names[0]} ({len(self._names) + 1})")
            self._sheet = self._open()
        for number, value in enumerate(values):
            wrapped = number < len(self._columns) and self._columns[number].width >= WRAPPED
            own = properties | {"text_wrap": True} if wrapped else properties
            put(self._sheet, self._styles, self._row, number, value, **own)
        self._row += 1
        self.rows += 1

    def cell(self, column: int, within: bool = False) -> str:
        """The address of a cell in the row that comes next, with the sheet unless it is asked from within."""
        is_full = self._row == self._row_limit
        row = 1 if is_full else self._row
        name = f"{self._names[0]} ({len(self._names) + 1})" if is_full else self._names[-1]
        address = xl_rowcol_to_cell(row, column)
        return address if within else f"'{name}'!{address}"

    def close(self) -> None:
        """End the sheet that is open."""
        if self._columns:
            self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)

    def _open(self) -> Worksheet:
        sheet = self._styles.workbook.add_worksheet(self._names[-1])
        sheet.freeze_panes(1 if self._columns else 0, self._frozen)
        for number, width in enumerate(self._widths):
            sheet.set_column(number, number, width)
        for number, column in enumerate(self._columns):
            put(sheet, self._styles, 0, number, column.heading, **HEADING)
        self._row = 1 if self._columns else 0
        return sheet


def put(sheet: Worksheet, styles: Styles, row: int, column: int, value: Value, **properties: Any) -> None:
    """Write one value into a cell."""
    match value:
        case None:
            return
        case Formula():
            shown = {} if value.shown is None else {"num_format": number_format(value.shown)}
            sheet.write_formula(row, column, f"={value.text}", styles.get(**shown, **properties), value.value)
        case Number():
            sheet.write_number(row, column, value.value, styles.get(num_format=number_format(value), **properties))
        case Link():
            sheet.write_url(row, column, f"internal:'{value.target}'!A1", styles.get(font_color="#0B5CAD"), value.text)
        case date():
            sheet.write_datetime(row, column, value, styles.get(num_format="dd/mm/yyyy", align="left", **properties))
        case int():
            sheet.write_number(row, column, value, styles.get(num_format=number_format(value), **properties))
        case str():
            sheet.write_string(row, column, clean(value), styles.get(**properties))


def number_format(number: Number | int) -> str:
    """How a number is shown; Excel puts the marks of its own language: 2.881 and 9,38 in Vietnamese.

    >>> number_format(Number(2881)), number_format(Number(9.38, 2, True)), number_format(2021)
    ('#,##0', '0.00"%"', '0')
    """
    if isinstance(number, int):
        return "0"
    digits = "." + "0" * number.decimals if number.decimals else ""
    return f'0{digits}"%"' if number.is_percent else f"#,##0{digits}"


def clean(text: str) -> str:
    """The text as a cell may hold it: no control characters, no more than Excel takes.

    >>> clean("Kế\\x00 hoạch"), len(clean("a" * 40_000))
    ('Kế\ufffd hoạch', 32767)
    """
    text = NONCHARACTER.sub("\ufffd", plain(text))
    if len(text) * 2 <= TEXT_LIMIT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= TEXT_LIMIT * 2:
        return text
    room = TEXT_LIMIT - len(CUT)
    return units[: room * 2].decode("utf-16-le", "ignore") + CUT


def column_range(name: str, column: int) -> str:
    """A whole column of a sheet, for formulas."""
    letter = xl_col_to_name(column)
    return f"'{name}'!${letter}:${letter}"
