"""From a folder of plans to the datasets: one plan, and many of them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pyarrow as pa

from doisoat import exchange, package, pool, schemas
from doisoat.archive import ArchiveError
from doisoat.child import Loss
from doisoat.datasets import DatasetError, DatasetWriter, make_batch
from doisoat.faults import RunError
from doisoat.limits import explain_loss, time_limit
from doisoat.plan import Understand, explain, try_plan, understand
from doisoat.rows import Row, failed_row, make_rows
from doisoat.sources import Source, find_sources
from doisoat.spool import Spool, count_across
from extract.read import FILE_LIMIT, FORMS
from validate.across import Across, Summary, audit_across, summarise
from validate.audit import Crash

log = logging.getLogger("doisoat")

Progress = Callable[[int, int], None]

# Formats as the contract names them, by what `extract.read` calls a file's content and, where that tells nothing, by
# the file's ending.
FORMATS = {
    "docx": "docx",
    "encrypted docx": "docx",
    "doc": "doc",
    "odt": "odt",
    "pdf": "pdf",
    "xlsx": "xlsx",
    "xls": "xls",
    "html": "html",
    "htm": "html",
    "mhtml": "html",
    "mht": "html",
    "image": "scan",
    "txt": "text",
    "md": "markdown",
    "markdown": "markdown",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """One plan, or several, counted: what a run sums up when it ends."""

    plans: int = 0
    copies: int = 0
    figures: int = 0
    held: int = 0
    not_held: int = 0
    not_testable: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    faults: tuple[tuple[str, str, str], ...] = ()  # path, status and error of each plan that is not `ok`

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Extracted:
    """One plan as it goes into the datasets."""

    batches: dict[str, pa.RecordBatch]
    tally: Tally
    document_id: str
    summary: Summary | None = None  # of what the audit across plans needs; None where the plan could not be read


def extract_plan(source: Source, understand: Understand = understand, scratch: Path | None = None) -> Extracted:
    """Read, understand and audit one plan. It never raises: a plan that cannot be read is a row that says why."""
    plan, fault = try_plan(source, understand, scratch)
    if plan is None:
        return fail(source, fault)
    try:
        rows, summary = make_rows(source, plan), summarise(plan.facts, source.document_id, source.path)
        try:
            return extracted(source, rows, summary)
        except DatasetError:
            return extracted(source, drop_violations(rows), summary)
    except Exception as error:  # whatever one plan trips over must not cost the others
        return fail(source, explain(error))


def fail(source: Source, error: str) -> Extracted:
    """A plan that is nothing but its row in documents."""
    return extracted(source, {"documents": [failed_row(source, tell_format(source), error)]})


def tell_format(source: Source) -> str:
    """The format of a file that could not be read: by its content, else by its ending, else `unknown`."""
    content = b""
    if source.fault is None and source.size <= FILE_LIMIT:
        with suppress(OSError, ArchiveError):  # gone since it was found: its ending tells
            content = source.load()
    form = next((form.name for form in FORMS if form.matches(content)), PurePosixPath(source.path).suffix[1:].lower())
    return FORMATS.get(form, "unknown")


def drop_violations(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows without those the contract forbids: one blank facet must not cost a plan. The plan is then `partial`."""
    kept, faults = dict(rows), []
    for name, own in rows.items():
        for number, violations in groupby(schemas.find_violations(name, own), key=lambda violation: violation.row):
            faults.append(str(next(violations)))
            kept[name] = [row for row in kept[name] if row is not own[number]]
    (document,) = rows["documents"]
    told = [str(document["error"])] if document["error"] else []
    error = "; ".join([*told, *(f"left out: {fault}" for fault in faults)])
    return kept | {"documents": [document | {"status": "partial", "error": error}]}


def extracted(source: Source, rows: dict[str, list[Row]], summary: Summary | None = None) -> Extracted:
    """Rows as batches, and counted."""
    (document,) = rows["documents"]
    checks = Counter(row["holds"] for row in rows.get("checks", ()))
    severities = Counter(row["severity"] for row in rows.get("findings", ()))
    status, error = str(document["status"]), str(document["error"])
    tally = Tally(
        plans=1,
        copies=len(source.copies),
        figures=len(rows.get("figures", ())),
        held=checks[True],
        not_held=checks[False],
        not_testable=checks[None],
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
        faults=() if status == "ok" else ((source.path, status, error),),
    )
    batches = {name: make_batch(name, own) for name, own in rows.items()}
    return Extracted(batches, tally, source.document_id, summary)


def fail_lost(source: Source, loss: Loss) -> Extracted:
    """A plan whose process hung or died."""
    return fail(source, explain_loss(loss))


def extract_corpus(
    corpus: Path,
    outputs: Path,
    workers: int = 1,
    progress: Progress = lambda done, total: None,
    understand: Understand = understand,
    seconds: float | None = None,
) -> Tally:
    """Read every plan of a corpus and write all datasets; they replace those in `outputs` only once they are whole.

    The bytes written depend on the plans alone, not on the number of workers. `progress` is told how many plans of how
    many are done; `seconds` a plan may take, by default according to its size. Raises RunError where there is nothing
    to read or nowhere to write, OSError where the disk fails.
    """
    sources = find_sources(corpus, outputs)
    if not sources:
        raise RunError("corpus_empty", path=corpus)
    total, summaries = Tally(), list[Summary]()
    with (
        TemporaryDirectory(prefix="doisoat-", ignore_cleanup_errors=True) as scratch,
        exchange.replace(outputs) as folder,
        DatasetWriter(folder) as writer,
        Spool(Path(scratch)) as spool,
    ):
        progress(0, len(sources))
        task = partial(extract_plan, understand=understand, scratch=Path(scratch))
        with closing(extract_all(task, sources, workers, seconds)) as results:
            for done, (source, result) in enumerate(zip(sources, results, strict=True), start=1):
                log.info(tell_result(source, result))
                writer.add(spool.put(result.document_id, result.batches))
                total += result.tally
                summaries += [result.summary] if result.summary else []
                progress(done, len(sources))
        found, crashed = audit_across(summaries)
        for batches in spool.replay(found):
            writer.add(batches)
        package.write(folder)
    return total + tally_across(found, crashed)


def tell_result(source: Source, result: Extracted) -> str:
    """What came of one plan, for the log."""
    faults = [f"{status}: {error}" for _, status, error in result.tally.faults]
    return f"{source.shown}: {'; '.join(faults) or 'ok'}, {result.tally.figures} figures, {result.tally.errors} errors"


def tally_across(found: Mapping[str, Across], crashed: tuple[Crash, ...]) -> Tally:
    """What the audit across plans adds to the count."""
    checks, severities = count_across(found)
    return Tally(
        held=checks[True],
        not_held=checks[False],
        not_testable=checks[None],
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
        faults=tuple((crash.rule, "partial", f"rule {crash.rule} crashed: {crash.error}") for crash in crashed),
    )


def extract_all(
    task: Callable[[Source], Extracted], sources: tuple[Source, ...], workers: int, seconds: float | None
) -> Generator[Extracted, None, None]:
    """Every plan, in the order of the sources; no more workers than plans."""

    def allowed(source: Source) -> float:
        return time_limit(source) if seconds is None else seconds

    return pool.run_in_order(task, sources, min(workers, len(sources)), fail_lost, allowed)
