"""One plan through all the rooms: read, understood, audited."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from extract.document import UnreadableError
from extract.facts import Facts
from extract.gather import gather
from extract.read import read
from validate.audit import Audit, audit


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of one plan."""

    facts: Facts
    audit: Audit


def understand(file: Path) -> Plan:
    """Read and audit one plan. Raises UnreadableError where the file cannot be read."""
    facts = gather(read(file))
    return Plan(facts, audit(facts))


def explain(error: Exception) -> str:
    """Why a plan cannot be read, in one line; of a fault of the program also what and where it is.

    >>> explain(UnreadableError("The file is empty."))
    'The file is empty.'
    """
    if isinstance(error, UnreadableError):
        return str(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(frame.filename).name}, line {frame.lineno})"
