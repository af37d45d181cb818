"""Where an export is put: written beside its place first, then moved in whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from doisoat import exchange
from doisoat.faults import RunError


@contextmanager
def replace(target: Path) -> Iterator[Path]:
    """A path to write a file or a folder to; it takes the place of `target` when the block ends without an exception.

    Raises RunError where the last one cannot be replaced, as while a spreadsheet has it open.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        new = scratch / target.name
        yield new
        sync(new)
        move(new, target, scratch / "old")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def move(new: Path, target: Path, aside: Path) -> None:
    """Put what is new where the last one is; a folder in one step where the system can."""
    try:
        if new.is_file() or not target.exists():
            new.replace(target)
        elif not exchange.swap(new, target):
            target.rename(aside)
            new.rename(target)
    except PermissionError as error:
        raise RunError("export_held", path=target) from error
    exchange.sync(target.parent)


def sync(new: Path) -> None:
    """Bring what was written to the disk."""
    for file in [new] if new.is_file() else [*new.iterdir()]:
        with file.open("rb+") as handle:
            os.fsync(handle.fileno())


def check_folder(folder: Path, names: set[str]) -> None:
    """Raise RunError where a folder that is to be replaced holds what no export wrote."""
    if folder.exists() and not folder.is_dir():
        raise RunError("export_foreign", path=folder, name=folder.name)
    foreign = sorted({file.name for file in folder.iterdir()} - names) if folder.is_dir() else []
    if foreign:
        raise RunError("export_foreign", path=folder, name=foreign[0])
