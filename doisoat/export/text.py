"""The datasets as CSV and JSON, row by row.

A CSV opened in a spreadsheet must not run what a plan holds: text that begins like a formula gets an apostrophe before
it. So does text that begins with apostrophes and such a sign: whoever drops the first apostrophe has the wording again.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import IO

import regex

from doisoat import schemas
from doisoat.outputs import Files, read_batches

# What spreadsheets take for the beginning of a formula (OWASP, CSV injection); full-width signs are folded by some.
RISKY = regex.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
BOM = "\ufeff"  # without it Excel takes UTF-8 for the letters of its own country


def write_csv(files: Files, folder: Path, has_comma: bool = False) -> None:
    """Every dataset as `NAME.csv`; with `has_comma` decimals have a comma and a semicolon stands between columns."""
    for name, parts in files.items():
        columns = [column.name for column in schemas.load().datasets[name]]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            rows = ([row[column] for column in columns] for batch in read_batches(parts) for row in batch.to_pylist())
            write_rows(stream, columns, rows, has_comma)


def write_rows(
    stream: IO[str], columns: Iterable[str], rows: Iterable[Iterable[object]], has_comma: bool = False
) -> None:
    """Rows as CSV (RFC 4180) with a heading, marked as UTF-8."""
    stream.write(BOM)
    writer = csv.writer(stream, delimiter=";" if has_comma else ",")
    writer.writerow([neutral(column) for column in columns])
    writer.writerows([flat(value, has_comma) for value in row] for row in rows)


def flat(value: object, has_comma: bool = False) -> str:
    """A value as a field of CSV; lists and structs as JSON.

    >>> flat(9.5), flat(9.5, has_comma=True), flat(True), flat([1, 2]), flat("=1+1")
    ('9.5', '9,5', 'true', '[1, 2]', "'=1+1")
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float():
            told = repr(int(value) if value.is_integer() else value)
            return told.replace(".", ",") if has_comma else told
        case str():
            return neutral(value)
        case Mapping() | list() | tuple():
            return encode(value)
        case _:
            return neutral(str(value))


def neutral(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula.

    >>> neutral("- Hộ nghèo"), neutral("'=A1"), neutral("Hộ nghèo")
    ("'- Hộ nghèo", "''=A1", 'Hộ nghèo')
    """
    return f"'{text}" if RISKY.match(text) else text


def write_json(files: Files, folder: Path) -> None:
    """Every dataset as `NAME.json`: an array, one row a line."""
    for name, parts in files.items():
        with (folder / f"{name}.json").open("w", encoding="utf-8", newline="\n") as stream:
            write_array(stream, (row for batch in read_batches(parts) for row in batch.to_pylist()))


def write_array(stream: IO[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Rows as one JSON array, a line each."""
    stream.write("[")
    for number, row in enumerate(rows):
        stream.write(("," if number else "") + "\n" + encode(row))
    stream.write("\n]\n")


def encode(value: object) -> str:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False, default=tell)


def tell(value: object) -> str | float:
    """What JSON has no form for: dates as ISO 8601, decimals as numbers."""
    return value.isoformat() if isinstance(value, date) else float(str(value))
