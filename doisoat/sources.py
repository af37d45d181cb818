"""The files of a corpus: which are plans to read, in which order, and which are the same bytes twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from doisoat.faults import RunError

NOT_PLANS = frozenset({"README.md", "manifest.csv"})  # what a corpus says about itself
HIDDEN = (".", "~$")  # hidden files, and the lock files Office leaves beside an open document


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `path` is relative to the corpus, with `/`; `fault` says why it cannot even be opened.

    A file that cannot be opened has no bytes to hash: its `sha256` is that of its path.
    """

    file: Path
    path: str
    sha256: str
    size: int
    copies: tuple[str, ...] = ()
    fault: str | None = None

    @property
    def document_id(self) -> str:
        """The first 16 hex digits of the SHA-256."""
        return self.sha256[:16]


def find_sources(corpus: Path, outputs: Path | None = None) -> tuple[Source, ...]:
    """The plans of a corpus sorted by path, each once: other paths of the same bytes are its `copies`.

    The outputs folder is not looked into where it lies within the corpus. Raises RunError where there is no corpus.
    """
    found = [make_source(file, corpus) for file in find_files(corpus, outputs)]
    found.sort(key=lambda source: (source.sha256, source.path, os.fsencode(source.file)))
    sources = []
    for _, same in groupby(found, key=lambda source: source.sha256):
        first, *others = same
        copies = tuple(other.path for other in others)
        sources.append(Source(first.file, first.path, first.sha256, first.size, copies, first.fault))
    return tuple(sorted(sources, key=lambda source: (source.path, os.fsencode(source.file))))


def find_files(corpus: Path, outputs: Path | None = None) -> Iterator[Path]:
    """Every file of a folder that may be a plan, or the one file given. A folder that links lead to again is read once.

    Folders that cannot be listed are given too, for them to be reported. Raises RunError where there is no such path.
    """
    if not corpus.exists():
        raise RunError("corpus_missing", path=corpus)
    if not corpus.is_dir():
        yield corpus
        return
    locked: list[OSError] = []
    seen: set[tuple[int, int]] = set()
    hidden = None if outputs is None else outputs.resolve()
    for folder, folders, names in os.walk(corpus, onerror=locked.append, followlinks=True):
        place = Path(folder)
        status = place.stat()
        if (status.st_dev, status.st_ino) in seen or place.resolve() == hidden:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN))
        for name in sorted(names):
            is_plain = os.path.isfile(place / name) or not os.path.exists(place / name)  # noqa: PTH110, PTH113
            if is_plain and name not in NOT_PLANS and not name.startswith(HIDDEN):
                yield place / name
    yield from (Path(error.filename) for error in locked)


def make_source(file: Path, corpus: Path) -> Source:
    """A file with its hash, or with what keeps it from being opened."""
    path = show_path(file.relative_to(corpus) if file != corpus else Path(file.name))
    try:
        with file.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256")
            return Source(file, path, digest.hexdigest(), handle.tell())
    except OSError as error:
        return Source(file, path, hashlib.sha256(path.encode()).hexdigest(), 0, fault=error.strerror or str(error))


def show_path(path: Path) -> str:
    """A path with `/` as datasets and messages hold it: bytes of a name that are no UTF-8 become U+FFFD.

    >>> show_path(Path("archive", os.fsdecode(b"k\\xff.txt")))
    'archive/k\ufffd.txt'
    """
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
