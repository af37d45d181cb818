"""The files of a corpus: which are plans to read, in which order, and which are the same bytes twice."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile

from doisoat.archive import ArchiveError, Member, is_archive, read_member, read_members
from doisoat.faults import RunError

_LEFT_ALONE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_NAMES, _FOLDERS = frozenset(_LEFT_ALONE["names"]), frozenset(_LEFT_ALONE["folders"])
_BEGINNINGS, _ENDINGS = tuple(_LEFT_ALONE["beginnings"]), frozenset(_LEFT_ALONE["endings"])

CHECK = "Check that it is there and yours to read."


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `path` is relative to the corpus, with `/`; `fault` says why it cannot even be opened.

    Of a file in a zip archive, `file` is the archive, `member` its place and `within` its name there.
    A file that cannot be opened has no bytes to hash: its `sha256` is that of its path.
    """

    file: Path
    path: str
    sha256: str
    size: int
    copies: tuple[str, ...] = ()
    fault: str | None = None
    advice: str = CHECK
    member: tuple[int, ...] = ()
    within: str = ""

    @property
    def document_id(self) -> str:
        """The first 16 hex digits of the SHA-256."""
        return self.sha256[:16]

    @property
    def shown(self) -> str:
        """The whole path, for messages."""
        return show_path(self.file) + (f"/{self.within}" if self.member else "")

    def load(self) -> bytes:
        """The bytes of the file or member. Raises OSError or ArchiveError."""
        return read_member(self.file, self.member) if self.member else self.file.read_bytes()

    @contextmanager
    def opened(self, scratch: Path | None) -> Iterator[Path]:
        """A path to read the file from; a member is unpacked into `scratch` and removed afterwards."""
        if not self.member:
            yield self.file
            return
        ending = PurePosixPath(self.within).suffix
        with NamedTemporaryFile(dir=scratch, suffix=ending if ending.isalnum() else "", delete=False) as handle:
            handle.write(self.load())
        try:
            yield Path(handle.name)
        finally:
            Path(handle.name).unlink()


def find_sources(corpus: Path, outputs: Path | None = None) -> tuple[Source, ...]:
    """The plans of a corpus sorted by path, each once: other paths of the same bytes are its `copies`.

    The outputs folder is not looked into where it lies within the corpus. Raises RunError where there is no corpus.
    """
    found = sorted(list_sources(corpus, outputs), key=lambda source: (source.sha256, *by_path(source)))
    sources = []
    for _, same in groupby(found, key=lambda source: source.sha256):
        first, *others = same
        sources.append(replace(first, copies=tuple(other.path for other in others)))
    return tuple(sorted(sources, key=by_path))


def list_sources(corpus: Path, outputs: Path | None = None) -> Iterator[Source]:
    """Every file of a corpus that may be a plan, those of zip archives in place of the archive."""
    for file in find_files(corpus, outputs):
        source = make_source(file, corpus)
        if source.fault is None and is_archive(file):
            yield from open_archive(source)
        else:
            yield source


def open_archive(archive: Source) -> list[Source]:
    """The plans of an archive; the archive itself where it holds none or more than can be read."""
    try:
        sources = [
            make_member(archive, member, data)
            for member, data in read_members(archive.file)
            if not is_hidden(member.name)
        ]
    except ArchiveError as error:
        return [replace(archive, fault=str(error), advice=error.advice)]
    except OSError as error:
        return [replace(archive, fault=error.strerror or str(error))]
    return sources or [archive]


def make_member(archive: Source, member: Member, data: bytes | ArchiveError) -> Source:
    """A file of an archive with its hash, or with what keeps it from being read."""
    path = f"{archive.path}/{member.name}"
    own = replace(archive, path=path, member=member.place, within=member.name)
    if isinstance(data, ArchiveError):
        digest = hashlib.sha256(path.encode()).hexdigest()
        return replace(own, sha256=digest, size=0, fault=str(data), advice=data.advice)
    return replace(own, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def is_hidden(name: str) -> bool:
    """Whether a file of a folder or an archive is no plan by its path: sources.toml tells.

    >>> is_hidden("__MACOSX/xã A/._kế hoạch.docx"), is_hidden("xã A/số liệu.CSV"), is_hidden("xã A/kế hoạch.docx")
    (True, True, False)
    """
    *folders, last = name.split("/")
    is_none = last in _NAMES or last.startswith(_BEGINNINGS) or PurePosixPath(last).suffix.casefold() in _ENDINGS
    return is_none or any(map(is_hidden_folder, folders))


def is_hidden_folder(name: str) -> bool:
    """Whether a folder holds no plans by its name."""
    return name in _FOLDERS or name.startswith(_BEGINNINGS)


def by_path(source: Source) -> tuple[str, bytes, tuple[int, ...]]:
    """The order of sources, the same on every machine."""
    return source.path, os.fsencode(source.file), source.member


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
        folders[:] = sorted(name for name in folders if not is_hidden_folder(name))
        for name in sorted(names):
            is_plain = os.path.isfile(place / name) or not os.path.exists(place / name)  # noqa: PTH110, PTH113
            if is_plain and not is_hidden(name):
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
