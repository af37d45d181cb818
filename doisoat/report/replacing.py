"""The report's folder: a new report takes the old one's place whole, and no other folder's.

Where the system can exchange two folders in one step, it does; elsewhere the old report is moved aside first. Unlike
the datasets, a report that a killed run left half moved is no loss: it is made anew from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from doisoat.exchange import check_place, lock, remove, swap, sync
from doisoat.faults import RunError

MARKER = ".doisoat-report"  # says that a folder is a report of ours and may be replaced


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of `folder` when the block ends without an exception.

    Raises RunError where the folder holds anything but a report, or another run holds it.
    """
    folder = folder.resolve()
    check_place(folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise RunError("report_not_ours", path=folder)
    new, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with lock(folder):
        remove(new)
        remove(old)
        new.mkdir()
        try:
            yield new
            (new / MARKER).write_text("", "utf-8")
            sync(new)
            if folder.exists() and not swap(new, folder):
                folder.rename(old)
            if not folder.exists():
                new.rename(folder)
            sync(folder.parent)
        finally:
            remove(new)
            remove(old)
