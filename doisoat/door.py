"""The program from Python: one plan, or the datasets of a run.

A plan is read in this process: what a damaged file may cost, time or memory, it costs the caller. The commands of the
program read every file in a process of its own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from doisoat.plan import Plan, understand
from doisoat.settings import load
from extract.document import UnreadableError
from validate.audit import Audit

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Plan", "UnreadableError", "audit", "frames", "read"]

PathLike = str | os.PathLike[str]


def read(path: PathLike, settings: PathLike | None = None) -> Plan:
    """One plan: `facts` holds its document, figures, village figures, targets …, `audit` its checks and findings.

    `settings` is a `doisoat.toml` with measures of one's own. Raises UnreadableError where the file cannot be read,
    RunError where the settings are faulty.
    """
    return understand(Path(path), load(Path(settings)).measures if settings is not None else None)


def audit(path: PathLike, settings: PathLike | None = None) -> Audit:
    """The checks of one plan, and the findings: the same as `read(path).audit`."""
    return read(path, settings).audit


def frames(outputs: PathLike = "outputs") -> dict[str, pd.DataFrame]:
    """Every dataset of a run as a pandas frame, by name, in the order of the contract.

    Whole numbers stay whole where some are missing (Int32), flags are `boolean`, dates `datetime64`, lists and structs
    Python's own; what is missing is `pd.NA` or `NaT`, of a list None. Raises RunError where the datasets are not there.
    """
    from doisoat.frame import read_frame
    from doisoat.outputs import find_datasets

    return {name: read_frame(files) for name, files in find_datasets(Path(outputs)).items()}
