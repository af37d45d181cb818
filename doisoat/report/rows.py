"""The datasets read back plan by plan: memory holds one plan, and a row group of each dataset, at a time.

Text of plans is untrusted. What could turn the writing direction or steer a program is replaced here, at the only
door, by U+FFFD: one character for one, so that offsets stay true. Escaping is the templates' part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doisoat import schemas
from doisoat.faults import RunError
from doisoat.screen import plain

Row = dict[str, Any]

BATCH_ROWS = 4_096  # rows turned into Python values at a time: a large plan has some 3,000 figures


@dataclass(frozen=True, slots=True)
class PlanRows:
    """One plan: its row of `documents`, and its rows of every other dataset by name."""

    document: Row
    rows: dict[str, list[Row]]

    @property
    def document_id(self) -> str:
        """The id that names the plan's page and pictures: hex digits, checked when read."""
        return str(self.document["document_id"])

    def of(self, dataset: str) -> list[Row]:
        """The plan's rows of one dataset, in the order they were written."""
        return self.rows.get(dataset, [])


def read_plans(outputs: Path) -> Iterator[PlanRows]:
    """Every plan of an outputs folder, in the order of `documents`. Raises RunError where there are no datasets."""
    names = list(schemas.load().datasets)
    with ExitStack() as stack:
        rows = {name: read_rows(outputs, name, stack) for name in names}
        groups = {name: groupby(found, itemgetter("document_id")) for name, found in rows.items() if name != names[0]}
        heads = {name: next(found, None) for name, found in groups.items()}
        for document in rows[names[0]]:
            document_id = document["document_id"]
            if len(document_id) != 16 or set(document_id) - set("0123456789abcdef"):
                raise RunError("report_unreadable", path=outputs, error=f"no document_id: {document_id!r}")
            own: dict[str, list[Row]] = {}
            for name, head in heads.items():
                if head is not None and head[0] == document_id:
                    own[name] = list(head[1])
                    heads[name] = next(groups[name], None)
            yield PlanRows(document, own)
        left = [name for name, head in heads.items() if head is not None]
        if left:
            raise RunError("report_unreadable", path=outputs, error=f"rows of no plan in {', '.join(left)}")


def count_plans(outputs: Path) -> int:
    """How many plans there are. Raises RunError where there are no datasets."""
    with ExitStack() as stack:
        return sum(file.metadata.num_rows for file in open_files(outputs, "documents", stack))


def read_rows(outputs: Path, dataset: str, stack: ExitStack) -> Iterator[Row]:
    """The rows of one dataset; its files stay open until the stack is closed."""
    return flatten(open_files(outputs, dataset, stack))


def flatten(files: list[pq.ParquetFile]) -> Iterator[Row]:
    """The rows of files in order, as Python values."""
    for file in files:
        for batch in file.iter_batches(BATCH_ROWS):
            yield from to_rows(batch)


def to_rows(batch: pa.RecordBatch) -> list[Row]:
    """A batch as rows, its texts made harmless."""
    columns = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        values = column.to_pylist()
        if pa.types.is_string(column.type):
            values = [value if value is None or value.isprintable() else plain(value) for value in values]
        elif "string" in str(column.type):
            values = [harmless(value) for value in values]
        columns[name] = values
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def harmless(value: Any) -> Any:
    """A value of a nested column with its texts made harmless."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [harmless(part) for part in value]
    if isinstance(value, dict):
        return {name: harmless(part) for name, part in value.items()}
    return value


def open_files(outputs: Path, dataset: str, stack: ExitStack) -> list[pq.ParquetFile]:
    """The Parquet files of a dataset: one file, or a folder of parts."""
    whole = outputs / f"{dataset}.parquet"
    paths = [whole] if whole.is_file() else sorted((outputs / dataset).glob("*.parquet"))
    if not paths:
        raise RunError("report_no_datasets", path=outputs)
    try:
        return [stack.enter_context(pq.ParquetFile(path)) for path in paths]
    except (OSError, pa.ArrowException) as error:
        raise RunError("report_unreadable", path=outputs, error=error) from error
