"""Checks and findings kept on disk until every plan is read: what plans say together is put behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from doisoat.datasets import make_batch, schema
from doisoat.rows import Row, check_row, finding_row
from validate.across import Across

# The datasets that an audit across plans adds to, with the column that numbers their rows within a plan.
NUMBERED = {"checks": "check_id", "findings": "finding_id"}

Batches = dict[str, pa.RecordBatch]


class Spool:
    """The batches of these datasets, plan by plan, in files of a folder; memory holds one plan at a time."""

    def __init__(self, folder: Path) -> None:
        self._files = {name: folder / f"{name}.arrow" for name in NUMBERED}
        self._stack = ExitStack()
        self._writers: dict[str, pa.ipc.RecordBatchStreamWriter] = {}
        self._documents: list[str] = []

    def __enter__(self) -> Self:
        for name, file in self._files.items():
            sink = self._stack.enter_context(pa.OSFile(str(file), "wb"))
            self._writers[name] = self._stack.enter_context(pa.ipc.new_stream(sink, schema(name)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def put(self, document_id: str, batches: Mapping[str, pa.RecordBatch]) -> Batches:
        """Keep a plan's batches of these datasets; return the others."""
        if batches.keys() >= NUMBERED.keys():
            self._documents.append(document_id)
            for name, writer in self._writers.items():
                writer.write_batch(batches[name])
        return {name: batch for name, batch in batches.items() if name not in NUMBERED}

    def replay(self, found: Mapping[str, Across]) -> Iterator[Batches]:
        """Each plan's batches as they were put, and behind them what was found across plans."""
        self._stack.close()
        with ExitStack() as stack:
            readers = {
                name: stack.enter_context(pa.ipc.open_stream(stack.enter_context(pa.OSFile(str(file), "rb"))))
                for name, file in self._files.items()
            }
            for document_id in self._documents:
                own = {name: reader.read_next_batch() for name, reader in readers.items()}
                yield own
                if document_id in found:
                    rows = across_rows(document_id, found[document_id], own)
                    yield {name: make_batch(name, added) for name, added in rows.items()}


def across_rows(document_id: str, across: Across, own: Batches) -> dict[str, list[Row]]:
    """What is added to one plan as rows, numbered on behind its own."""
    first = {name: (pc.max(batch.column(NUMBERED[name])).as_py() or 0) + 1 for name, batch in own.items()}
    first = {name: number if own[name].num_rows else 0 for name, number in first.items()}
    checks = [replace(check, check_id=first["checks"] + check.check_id) for check in across.checks]
    findings = [
        replace(
            finding,
            finding_id=first["findings"] + finding.finding_id,
            check_id=first["checks"] + (finding.check_id or 0),
        )
        for finding in across.findings
    ]
    key: Row = {"document_id": document_id}
    return {
        "checks": [key | check_row(check) for check in checks],
        "findings": [key | finding_row(finding, document_id) for finding in findings],
    }


def count_across(found: Mapping[str, Across]) -> tuple[Counter[bool | None], Counter[str]]:
    """The checks by outcome, and the findings by severity."""
    checks = Counter(check.holds for across in found.values() for check in across.checks)
    return checks, Counter(finding.severity for across in found.values() for finding in across.findings)
