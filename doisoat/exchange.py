"""The outputs folder and how a run's datasets take the place of the last ones: all of them, or none.

A run writes to `.NAME.new` beside the outputs folder NAME, on the same file system, under the lock `.NAME.lock`.

- Where the system can exchange two folders in one step (renameat2 on Linux), it does: at every moment NAME holds either
  all the old datasets or all the new ones. Files that are not ours (README.md) are linked into the new folder first.
- Elsewhere (Windows, macOS, a mounted folder, a folder of a container's lower layer) `.NAME.new` is renamed to
  `.NAME.ready`: from then on the new datasets are the good ones, and their files are moved over one by one. A run
  killed in between leaves the rest in `.NAME.ready`, and the next run finishes the move before it does anything else.

So `.NAME.new` found at the start is a broken-off run (or the old datasets after an exchange) and is removed, and
`.NAME.ready` is always whole.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from doisoat import package, schemas
from doisoat.faults import RunError

AT_FDCWD = -100  # <fcntl.h>: paths count from the working directory
RENAME_EXCHANGE = 2  # <linux/fs.h>

# What a system says that has no exchange, or none for this folder: another device (EXDEV, a container's lower layer),
# a mount point (EBUSY). Any other answer is a fault of its own and is raised.
NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.ENOTSUP, errno.EPERM})


@contextmanager
def replace(outputs: Path) -> Iterator[Path]:
    """A new folder to write all datasets to; it takes the place of `outputs` when the block ends without an exception.

    Raises RunError where the folder cannot serve or another run holds it.
    """
    outputs = outputs.resolve()
    check_place(outputs)
    new, ready = outputs.with_name(f".{outputs.name}.new"), outputs.with_name(f".{outputs.name}.ready")
    outputs.parent.mkdir(parents=True, exist_ok=True)
    with lock(outputs):
        remove(new)
        if ready.exists():
            move_in(ready, outputs)
        new.mkdir()
        try:
            yield new
            take_place(new, outputs, ready)
        finally:
            remove(new)


def check_place(outputs: Path) -> None:
    """Raise RunError where the folder is a file, or holds the working directory and so must not be exchanged."""
    if outputs.exists() and not outputs.is_dir():
        raise RunError("outputs_is_file", path=outputs)
    if Path.cwd().is_relative_to(outputs):
        raise RunError("outputs_too_wide", path=outputs)


@contextmanager
def lock(outputs: Path) -> Iterator[None]:
    """Hold the outputs folder for one run; the system lets go of it when the run ends, however it ends."""
    file = outputs.with_name(f".{outputs.name}.lock")
    with file.open("ab") as handle:
        if not try_lock(handle.fileno()) or not is_same(file, handle.fileno()):
            raise RunError("outputs_locked", path=outputs)
        try:
            yield
        finally:
            if os.name == "posix":  # Windows removes no open file: there it stays, empty
                file.unlink()


def is_same(file: Path, descriptor: int) -> bool:
    """Whether the name still leads to the open file: a run that ends removes its lock under the eyes of the next."""
    return file.exists() and os.path.samestat(file.stat(), os.fstat(descriptor))


def try_lock(descriptor: int) -> bool:
    """Lock an open file without waiting; False where another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def take_place(new: Path, outputs: Path, ready: Path) -> None:
    """Put the finished folder where the outputs are."""
    sync(new)
    if not outputs.exists():
        new.rename(outputs)
    elif not exchange(new, outputs):
        new.rename(ready)
        sync(outputs.parent)
        move_in(ready, outputs)
    sync(outputs.parent)


def exchange(new: Path, outputs: Path) -> bool:
    """Exchange the two folders in one step, what is not ours linked into the new one first; False where impossible."""
    if rename_exchange() is None:
        return False
    ours = dataset_names()
    shutil.copytree(
        outputs,
        new,
        symlinks=True,
        copy_function=link,
        dirs_exist_ok=True,
        ignore=lambda folder, names: ours.intersection(names) if Path(folder) == outputs else (),
    )
    sync(new)
    return swap(new, outputs)


def swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system, or this place, has no such step."""
    rename = rename_exchange()
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def rename_exchange() -> Callable[..., int] | None:
    """The system's call that exchanges two names; None where it has none."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    return library.renameat2 if hasattr(library, "renameat2") else None  # glibc before 2.28


def dataset_names() -> frozenset[str]:
    """The names in an outputs folder that a run writes anew: a dataset is a file or a folder of parts."""
    return frozenset(place for name in schemas.load().datasets for place in (name, f"{name}.parquet")) | {package.NAME}


def link(source: str, target: str) -> str:
    """A second name for a file, or a copy where the file system has no links."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def move_in(ready: Path, outputs: Path) -> None:
    """Move whole datasets over those in `outputs`, file by file; may be called again where it was broken off.

    `documents.parquet` leaves first and comes last, so that a half-moved set is never taken for a whole one.
    """
    outputs.mkdir(exist_ok=True)
    files = [ready / name for name in (*(f"{name}.parquet" for name in schemas.load().datasets), package.NAME)]
    if files[0].exists():
        (outputs / files[0].name).unlink(missing_ok=True)
    for file in reversed(files):
        remove(outputs / file.stem)
        if file.exists():
            file.replace(outputs / file.name)
    sync(outputs)
    remove(ready)


def remove(folder: Path) -> None:
    """Remove a folder of a broken-off run, where there is one."""
    if folder.is_dir():
        shutil.rmtree(folder)


def sync(folder: Path) -> None:
    """Bring a folder's entries to the disk; Windows has no such call and does so itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
