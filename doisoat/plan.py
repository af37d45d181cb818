"""One plan through all the rooms: read, understood, audited."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from doisoat.archive import ArchiveError
from doisoat.child import MEMORY_BYTES
from doisoat.sources import Source
from extract.document import UnreadableError
from extract.facts import Facts
from normalize.vocabulary import Row
from validate.audit import Audit


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of one plan."""

    facts: Facts
    audit: Audit


def understand(file: Path, measures: Mapping[str, Row] | None = None) -> Plan:
    """Read and audit one plan, with measures of the user's own. Raises UnreadableError where it cannot be read."""
    # the children read: a parent that only prints need not import the rooms that do
    from extract.gather import gather
    from extract.read import read
    from normalize.vocabulary import add_measures
    from validate.settle import settle

    add_measures(measures or {})
    return Plan(*settle(gather(read(file))))


Understand = Callable[[Path], Plan]


def try_plan(source: Source, understand: Understand, scratch: Path | None = None) -> tuple[Plan | None, str]:
    """The plan and '', or None and why it cannot be read. It never raises: it is run in a child process."""
    if source.fault is not None:
        return None, f"The file cannot be opened: {source.fault}. {source.advice}"
    try:
        with source.opened(scratch) as file:
            return understand(file), ""
    except Exception as error:  # whatever one plan trips over, the others are read
        return None, explain(error)


def explain(error: Exception) -> str:
    """Why a plan cannot be read, in one line; of a fault of the program also what and where it is.

    >>> explain(UnreadableError("The file is empty."))
    'The file is empty.'
    """
    if isinstance(error, UnreadableError):
        return str(error)
    if isinstance(error, ArchiveError):
        return f"The file cannot be opened: {error}. {error.advice}"
    if isinstance(error, MemoryError):
        return (
            f"Reading this file takes more memory than the {MEMORY_BYTES // 2**30} GB it may have. It is damaged, or "
            "made to swell; if it is genuine, open it in the program it was written with and save it again."
        )
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(frame.filename).name}, line {frame.lineno})"
