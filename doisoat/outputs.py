"""The datasets of a finished run, read back: where their files are, and their rows in a stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doisoat import schemas
from doisoat.faults import RunError

# Rows made into Python objects at a time.
BATCH_ROWS = 4096

# A row as Arrow gives it: values of Python's own types by column.
Row = dict[str, Any]
Files = Mapping[str, Sequence[Path]]


def find_datasets(outputs: Path) -> dict[str, tuple[Path, ...]]:
    """The files of every dataset, in the order of the contract: one, or the parts of a folder.

    Raises RunError where a dataset is not there.
    """
    found = {}
    for name in schemas.load().datasets:
        file, folder = outputs / f"{name}.parquet", outputs / name
        files = (file,) if file.is_file() else tuple(sorted(folder.rglob("*.parquet")))
        if not files:
            raise RunError("outputs_lack" if outputs.is_dir() else "outputs_missing", path=outputs, name=name)
        found[name] = files
    return found


def read_batches(files: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    """The rows of a dataset, a batch at a time. Raises RunError where a file is damaged."""
    for file in files:
        try:
            with pq.ParquetFile(file) as stored:
                yield from stored.iter_batches(BATCH_ROWS)
        except (pa.ArrowException, OSError) as error:
            raise RunError("dataset_damaged", path=file, error=error) from error


class Cursor:
    """Walks through a dataset plan by plan: its rows lie in the order of the plans in `documents`."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._rows: Iterator[Row] = (row for batch in read_batches(files) for row in batch.to_pylist())
        self._next = next(self._rows, None)

    def take(self, document_id: str) -> list[Row]:
        """The rows of a plan, none where it has none."""
        taken = []
        while self._next is not None and self._next["document_id"] == document_id:
            taken.append(self._next)
            self._next = next(self._rows, None)
        return taken

    def is_done(self) -> bool:
        """Whether every row was taken: else the dataset holds plans that `documents` does not, or in another order."""
        return self._next is None


def walk(files: Files, *names: str) -> Iterator[tuple[Row, dict[str, list[Row]]]]:
    """Every plan's row of `documents` with its rows of the named datasets.

    Raises RunError where a dataset does not follow the order of the plans.
    """
    cursors = {name: Cursor(files[name]) for name in names}
    for batch in read_batches(files["documents"]):
        for document in batch.to_pylist():
            yield document, {name: cursor.take(document["document_id"]) for name, cursor in cursors.items()}
    for name, cursor in cursors.items():
        if not cursor.is_done():
            raise RunError("dataset_disordered", name=name)
