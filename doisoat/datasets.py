"""The datasets as Parquet: rows to record batches, batches to files, files read back before they are trusted.

The same batches in the same order give the same bytes: how rows are cut into row groups depends on the rows alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq
import regex

from doisoat import schemas
from doisoat.schemas import Row

# Rows held in memory before they become a row group. 32,768 figure rows take about 10 MB, so all datasets together
# stay within some 60 MB however many plans there are, and readers still get groups worth skipping.
GROUP_ROWS = 32_768

METADATA = "doisoat.contract"

PLAIN: dict[str, pa.DataType] = {
    "string": pa.string(),
    "bool": pa.bool_(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
}
FIELD = regex.compile(r"\s*(?P<name>\w+)\s*:\s*(?P<type>\w+)\s*")  # `x0: double` within struct<…>


class DatasetError(Exception):
    """Rows that do not fit their dataset, or a file that does not read back as it was written."""


def parse_type(name: str) -> pa.DataType:
    """The Arrow type of a type in `schemas.toml`.

    >>> parse_type("list<struct<figure_id: int32, why: string>>")
    ListType(list<element: struct<figure_id: int32 not null, why: string not null> not null>)
    """
    if name in PLAIN:
        return PLAIN[name]
    outer, _, inner = name.removesuffix(">").partition("<")
    if outer == "list":
        return pa.list_(pa.field("element", parse_type(inner), nullable=False))
    if outer == "struct":
        parts = [FIELD.fullmatch(part) for part in inner.split(",")]
        return pa.struct([pa.field(part["name"], parse_type(part["type"]), nullable=False) for part in parts])
    raise DatasetError(f"no such type of a column: {name}")


@cache
def schema(dataset: str) -> pa.Schema:
    """The Arrow schema of a dataset, with the contract's version as metadata.

    >>> schema("sections").metadata
    {b'doisoat.contract': b'1'}
    """
    contract = schemas.load()
    fields = [pa.field(column.name, parse_type(column.type), column.nullable) for column in contract.datasets[dataset]]
    return pa.schema(fields, {METADATA: contract.version})


def make_batch(dataset: str, rows: Sequence[Row]) -> pa.RecordBatch:
    """The rows as one record batch. Raises DatasetError, naming dataset, column and row, where they do not fit."""
    arrow = schema(dataset)
    names = set(arrow.names)
    if any(row.keys() != names for row in rows):
        raise misfit(dataset, rows)
    columns = [[row[name] for row in rows] for name in arrow.names]
    if any(not field.nullable and None in values for field, values in zip(arrow, columns, strict=True)):
        raise misfit(dataset, rows)
    arrays = [make_array(dataset, field, values) for field, values in zip(arrow, columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=arrow)


def misfit(dataset: str, rows: Sequence[Row]) -> DatasetError:
    """The first thing that keeps the rows from being written."""
    return DatasetError(str(next(schemas.find_violations(dataset, rows))))


def make_array(dataset: str, field: pa.Field, values: list[object]) -> pa.Array:
    """One column of a batch."""
    try:
        return pa.array(values, field.type)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        row = next(number for number, value in enumerate(values) if not fits(value, field.type))
        raise DatasetError(f"{dataset}.{field.name}, row {row}: {values[row]!r} is no {field.type}") from error


def fits(value: object, kind: pa.DataType) -> bool:
    """Whether Arrow takes the value for this type."""
    try:
        pa.scalar(value, kind)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return False
    return True


class DatasetWriter:
    """All datasets of one run, open for writing in a folder; batches are appended in the order they come.

    Leaving the `with` block closes the files, brings them to the disk and reads them back.
    """

    def __init__(self, folder: Path, group_rows: int = GROUP_ROWS) -> None:
        self._folder = folder
        self._group_rows = group_rows
        self._files = ExitStack()
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._waiting: dict[str, list[pa.RecordBatch]] = {name: [] for name in schemas.load().datasets}
        self._flushed = dict.fromkeys(self._waiting, 0)
        self._rows = dict.fromkeys(self._waiting, 0)

    def __enter__(self) -> Self:
        for name in self._waiting:
            writer = pq.ParquetWriter(
                self._folder / f"{name}.parquet", schema(name), compression="zstd", write_page_checksum=True
            )
            self._writers[name] = self._files.enter_context(writer)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._files.close()
            return
        for name in self._waiting:
            self._flush(name)
        self._files.close()
        for name, rows in self._rows.items():
            verify(self._folder / f"{name}.parquet", name, rows)

    def add(self, batches: Mapping[str, pa.RecordBatch]) -> None:
        """Append one plan's batches."""
        for name, batch in batches.items():
            self._waiting[name].append(batch)
            self._rows[name] += batch.num_rows
            if self._rows[name] - self._flushed[name] >= self._group_rows:
                self._flush(name)

    def _flush(self, name: str) -> None:
        """Write what waits as one row group: joined first, for page borders follow the chunks of a table."""
        table = pa.Table.from_batches(self._waiting[name], schema(name)).combine_chunks()
        self._waiting[name] = []
        self._flushed[name] = self._rows[name]
        if table.num_rows:
            self._writers[name].write_table(table, row_group_size=table.num_rows)


def verify(file: Path, dataset: str, rows: int) -> None:
    """Bring a written file to the disk and read all of it back. Raises DatasetError where it is not as it should be."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
    try:
        with pq.ParquetFile(file, page_checksum_verification=True) as stored:
            if not stored.schema_arrow.equals(schema(dataset), check_metadata=True):
                raise DatasetError(f"{file.name} does not read back with its columns and contract version")
            if stored.metadata.num_rows != rows:
                raise DatasetError(f"{file.name} reads back with {stored.metadata.num_rows} rows instead of {rows}")
            for group in range(stored.num_row_groups):
                verify_group(stored.read_row_group(group), dataset)
    except (pa.ArrowException, OSError) as error:
        raise DatasetError(f"{file.name} does not read back: {error}") from error


def verify_group(table: pa.Table, dataset: str) -> None:
    """Raise DatasetError where a column that may not be null holds a null."""
    for field in schema(dataset):
        if not field.nullable and table.column(field.name).null_count:
            raise DatasetError(f"{dataset}.{field.name} reads back with nulls")
