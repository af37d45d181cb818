"""The workbook of a run: what analysts filter, pivot and send, its checks as formulas that reckon anew.

Rows pass plan by plan from the datasets to the disk, so that memory does not grow with the number of plans.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from doisoat import schemas
from doisoat.export import live
from doisoat.export.sheet import (
    HEADING,
    ROW_LIMIT,
    SHOWN_DIGITS,
    Column,
    Formula,
    Link,
    Number,
    Sheet,
    Styles,
    Value,
    column_range,
)  # fmt: skip
from doisoat.export.wide import make_grids
from doisoat.labels import SAME, label, load
from doisoat.messages import Messages
from doisoat.outputs import Files, Row, walk

SHEETS = Path(__file__).with_name("sheets.toml")

# Where the report shows a finding.
FINDING = "{report}/plans/{document_id}.html#n{finding_id}"
# The report's folder as it lies to the workbook's where nobody said otherwise.
REPORT = "../report"

OF_DOCUMENT = "documents."
# Sheets whose rows are those of a dataset.
AS_THEY_ARE = ("findings", "village_stats", "targets", "deprivations", "citations", "duties")
# Columns of codes, which are shown by their names.
CODED = load().keys() | SAME.keys()
PERCENTAGES = frozenset({"percent", "percentage_point"})
# The column whose unit is a number's: others have `unit`.
UNITS = {"equivalent_value": "equivalent_unit"}
# Kinds of figures that name and do not count.
NAMING = frozenset({"year", "period", "ordinal"})
# Whole numbers that are no codes and no years: shown with the marks of thousands.
COUNTED = frozenset({"bytes", "pages", "implied_households"})
# The same plans give the same bytes: a date that no clock tells.
CREATED = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet as `sheets.toml` has it, in one language."""

    dataset: str
    name: str
    note: str
    frozen: int
    columns: tuple[Column, ...]
    widths: tuple[float, ...]  # of a sheet without headings

    def index(self, name: str) -> int:
        """Where a column stands."""
        return next(number for number, column in enumerate(self.columns) if column.name == name)


@cache
def layouts(language: str) -> dict[str, Layout]:
    """The sheets in their order.

    >>> list(layouts("vi"))[:3], layouts("en")["checks"].name
    (['overview', 'documents', 'findings'], 'Checks')
    """
    own = 1 if language == "vi" else 2
    return {
        key: Layout(
            told.get("dataset", ""),
            told[language],
            told[f"note_{language}"],
            told.get("frozen", 0),
            tuple(Column(column[0], column[own], column[3]) for column in told.get("columns", ())),
            tuple(told.get("widths", ())),
        )
        for key, told in tomllib.loads(SHEETS.read_text("utf-8")).items()
    }


@cache
def types(dataset: str) -> dict[str, str]:
    """The type of each column."""
    return {column.name: column.type for column in schemas.load().datasets[dataset]}


@dataclass(slots=True)
class Book:
    """A workbook that is being written."""

    messages: Messages
    styles: Styles
    sheets: dict[str, Sheet]
    report: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def language(self) -> str:
        """The language of its headings."""
        return self.messages.language


def write_workbook(
    files: Files, target: Path, messages: Messages, report: str = REPORT, row_limit: int = ROW_LIMIT
) -> None:
    """Write the datasets as one workbook; `report` leads to the report's folder, `row_limit` rows go on one sheet."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with Workbook(str(target), options) as workbook:
        workbook.set_properties({"title": messages.say("book_title"), "created": CREATED})
        styles, told = Styles(workbook), layouts(messages.language)
        sheets = {
            key: Sheet(styles, layout.name, layout.columns, layout.widths, layout.frozen, row_limit)
            for key, layout in told.items()
        }
        book = Book(messages, styles, sheets, report)
        names = sorted({layout.dataset for layout in told.values()} - {"", "documents"})
        for document, rows in walk(files, *names):
            write_plan(book, document, rows)
        write_overview(book)
        for sheet in sheets.values():
            sheet.close()


def write_plan(book: Book, document: Row, rows: Mapping[str, list[Row]]) -> None:
    """The rows of one plan, on every sheet."""
    places: dict[int, live.Place] = {}
    value_column = layouts(book.language)["figures"].index("value")
    for figure in rows["figures"]:
        value = live.number(figure["value"])
        if value is not None:
            is_single = figure["value_to"] is None and figure["comparator"] in ("=", "~")
            cell = book.sheets["figures"].cell(value_column)
            places[figure["figure_id"]] = live.Place(cell, value, figure["decimals"] or 0, is_single)
        write_row(book, "figures", document, figure)
    write_row(book, "documents", document, document)
    for key, layout in layouts(book.language).items():
        if key in AS_THEY_ARE:
            for row in rows[layout.dataset]:
                write_row(book, key, document, row | made_of(key, row, book))
    for check in rows["checks"]:
        write_row(book, "checks", document, check | make_formulas(book, check, places))
    write_grids(book, document, rows["village_stats"])


def made_of(key: str, row: Row, book: Book) -> dict[str, Any]:
    """The columns of a sheet that its dataset does not have as they stand there."""
    if key != "findings":
        return {}
    book.counts[row["severity"]] += 1
    address = FINDING.format(report=book.report, document_id=row["document_id"], finding_id=row["finding_id"])
    return {
        "message": row[f"message_{book.language}"],
        "link": Formula(f'HYPERLINK("{address}","{book.messages.say("book_look")}")', book.messages.say("book_look")),
        "suggestions": "; ".join(suggestion["why"] for suggestion in row["suggestions"]),
    }


def make_formulas(book: Book, check: Row, places: Mapping[int, live.Place]) -> dict[str, Any]:
    """The columns of a check that reckon: what is stated, what follows, and whether they agree."""
    book.counts[f"holds_{check['holds']}"] += 1
    found = live.make_live(check, places)
    if found is None:
        return {"computed": check["expected"], "agreement": None}
    book.counts["live"] += 1
    layout, sheet = layouts(book.language)["checks"], book.sheets["checks"]
    stated, computed = (sheet.cell(layout.index(name), within=True) for name in ("stated", "computed"))
    yes, no = (label("holds", holds, book.language) for holds in (True, False))
    told: dict[str, Any] = {
        "agreement": Formula(
            f'IF({found.agreement.format(stated=stated, computed=computed)},"{yes}","{no}")',
            yes if check["holds"] else no,
        )
    }
    if "!" in found.stated:
        told["stated"] = Formula(found.stated, check["stated"], show_number(check["stated"]))
    if found.computed is not None and found.computed_value is not None:
        told["computed"] = Formula(found.computed, found.computed_value, show_number(found.computed_value))
    return told


def write_row(book: Book, key: str, document: Row, row: Row) -> None:
    """One row of a dataset on its sheet."""
    layout = layouts(book.language)[key]
    book.sheets[key].write(
        [show(column.name, layout.dataset, document, row, book.language) for column in layout.columns]
    )


def show(name: str, dataset: str, document: Row, row: Row, language: str) -> Value:
    """A value of a dataset as a cell shows it."""
    if name.startswith(OF_DOCUMENT):
        return show(name.removeprefix(OF_DOCUMENT), "documents", document, document, language)
    value, kind = row.get(name), types(dataset).get(name, "string")
    if isinstance(value, Formula):
        return value
    if kind == "bool":
        return label(name if name == "holds" else "bool", value, language)
    if value is None:
        return None
    if kind == "double" or name == "computed" or name in COUNTED:
        decimals = row.get("decimals") if name == "value" else None
        return show_number(value, row.get(UNITS.get(name, "unit")), decimals, is_named(row))
    if kind.startswith("int"):
        return int(value)
    if isinstance(value, date):
        return value
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return label(name, value, language) if name in CODED else str(value)


def is_named(row: Row) -> bool:
    """Whether a row's numbers name something, a year above all: they are not shown as 2.021."""
    return row.get("kind") in NAMING or str(row.get("rule", "")).startswith("citation")


def show_number(
    value: float, unit: str | None = None, decimals: int | None = None, is_name: bool = False
) -> Number | int:
    """A number with the digits the plan writes, or those it has.

    >>> show_number(9.5, "percent"), show_number(2881.0), show_number(30.0, "percent", 2)
    (Number(value=9.5, decimals=1, is_percent=True), Number(value=2881.0, decimals=0, is_percent=False), \
Number(value=30.0, decimals=2, is_percent=True))
    """
    if is_name and float(value).is_integer():
        return int(value)
    told = live.number(value) or Decimal(0)
    own = max(0, -int(told.as_tuple().exponent))
    shown = own if decimals is None else decimals
    return Number(value, min(shown, SHOWN_DIGITS), unit in PERCENTAGES)


def write_grids(book: Book, document: Row, stats: list[Row]) -> None:
    """The village tables of a plan below each other, a blank row between them."""
    sheet = book.sheets["wide"]
    for grid in make_grids(stats, book.language):
        named = book.messages.say("book_table", number=grid.table_id)
        sheet.write([f"{document['path']} · {named}", None, grid.title], bold=True)
        sheet.write([book.messages.say("book_place"), book.messages.say("book_kind"), *grid.headings], **HEADING)
        for line in grid.lines:
            sheet.write([line.place, line.place_kind, *(show_cell(cell) for cell in line.cells)])
        sheet.write([])


def show_cell(cell: Row | None) -> Value:
    """A cell of a village table; a range as it is written."""
    if cell is None or cell["value"] is None:
        return None
    return cell["literal"] if cell["value_to"] is not None else show_number(cell["value"], cell["unit"])


def write_overview(book: Book) -> None:
    """What came of the run, counted by formulas, and what each sheet holds."""
    say, told = book.messages.say, layouts(book.language)
    sheet = book.sheets["overview"]
    sheet.write([say("book_title")], bold=True, font_size=14)
    sheet.write([say("book_about")])
    sheet.write([])
    for key in ("documents", "figures"):
        sheet.write([told[key].name, count_rows(book, key)])
    for holds in (True, False, None):
        text = label("holds", holds, book.language)
        sheet.write(
            [f"{told['checks'].name}: {text}", count(book, "checks", "holds", text, book.counts[f"holds_{holds}"])]
        )
    for severity in ("error", "warning", "note"):
        text = label("severity", severity, book.language)
        sheet.write(
            [f"{told['findings'].name}: {text}", count(book, "findings", "severity", text, book.counts[severity])]
        )
    sheet.write([say("book_live"), count_all(book, "checks", "agreement", book.counts["live"])])
    sheet.write([])
    for key, layout in told.items():
        for name in book.sheets[key].names if key != "overview" else ():
            sheet.write([Link(name, name), layout.note])
    sheet.write([])
    for key in ("book_percent", "book_text", "book_cut", "book_rows"):
        sheet.write([say(key)])


def count_rows(book: Book, key: str) -> Formula:
    """How many rows a sheet and those that continue it have, their headings aside."""
    sheet = book.sheets[key]
    return count_all(book, key, layouts(book.language)[key].columns[-1].name, sheet.rows)


def count_all(book: Book, key: str, column: str, value: int) -> Formula:
    """How many cells of a column are not empty."""
    index, names = layouts(book.language)[key].index(column), book.sheets[key].names
    return Formula("+".join(f"COUNTA({column_range(name, index)})-1" for name in names), value)


def count(book: Book, key: str, column: str, text: str, value: int) -> Formula:
    """How many cells of a column hold a text."""
    index, names = layouts(book.language)[key].index(column), book.sheets[key].names
    return Formula("+".join(f'COUNTIF({column_range(name, index)},"{text}")' for name in names), value)
