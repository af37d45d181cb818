"""The columns of every dataset, read from `schemas.toml`, and the check of rows against them.

It needs no Parquet library, so that commands which write no dataset need none either.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Row = Mapping[str, object]

SCHEMAS = Path(__file__).with_name("schemas.toml")

INT32 = range(-(2**31), 2**31)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a dataset; `type` is as in `schemas.toml`, without the mark `?`."""

    name: str
    type: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class Contract:
    """The datasets by name, in the order of the contract, and the contract's version."""

    version: str
    datasets: Mapping[str, tuple[Column, ...]]


@dataclass(frozen=True, slots=True)
class Violation:
    """A row that is not as its dataset's columns are; `row` counts from 0 in the rows that were looked at."""

    dataset: str
    column: str
    row: int
    fault: str

    def __str__(self) -> str:
        return f"{self.dataset}.{self.column}, row {self.row}: {self.fault}"


@cache
def load() -> Contract:
    """The contract as it stands in `schemas.toml`.

    >>> [column.name for column in load().datasets["sections"]][:3]
    ['document_id', 'section_id', 'parent_id']
    """
    stored = tomllib.loads(SCHEMAS.read_text("utf-8"))
    datasets = {
        name: tuple(Column(column, kind.removesuffix("?"), kind.endswith("?")) for column, kind in columns.items())
        for name, columns in stored["datasets"].items()
    }
    return Contract(stored["contract"], datasets)


def find_violations(dataset: str, rows: Sequence[Row]) -> Iterator[Violation]:
    """What keeps rows from being written: a column unknown or missing, a null where none may be, a number too large.

    Arrow itself would drop unknown keys and take nulls into columns declared without.

    >>> row = dict(document_id="a", section_id=1, parent_id=None, label="I", title=None, depth=1)
    >>> [str(violation) for violation in find_violations("sections", [row])]
    ['sections.title, row 0: is null and may not be']
    """
    columns = load().datasets[dataset]
    names = {column.name for column in columns}
    needed = [column.name for column in columns if not column.nullable]
    whole = [column.name for column in columns if column.type == "int32"]
    for number, row in enumerate(rows):
        for name in sorted(names ^ row.keys()):
            yield Violation(dataset, name, number, "is missing" if name in names else "is no column of this dataset")
        for name in needed:
            if name in row and row[name] is None:
                yield Violation(dataset, name, number, "is null and may not be")
        for name in whole:
            value = row.get(name)
            if isinstance(value, int) and value not in INT32:
                yield Violation(dataset, name, number, f"{value} is too large for int32")
