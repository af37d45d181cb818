"""A zip of plans: what it holds, and the bytes of each, unpacked no further than limits allow.

Nothing is written where a name within the archive says: a member is known by its place in the directory.
"""

from __future__ import annotations

import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

import regex

from extract.read import FILE_LIMIT

# An archive in an archive is common (one a district, one a commune); what goes deeper hides something.
NESTING_LIMIT = 2
# A province has some thousand plans a year.
MEMBERS_LIMIT = 10_000
# All that is unpacked of one archive, and how much smaller than its content a member above the floor may be.
TOTAL_LIMIT = 4 * 2**30
RATIO_LIMIT = 200
RATIO_FLOOR = 16 * 2**20

_CHUNK = 2**20
_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
# Parts that make a zip an office file.
_OFFICE_PARTS = regex.compile(r"\[Content_Types\]\.xml|mimetype|word/document.*|xl/workbook.*|ppt/presentation.*")
_OFFICE_ENDINGS = frozenset(
    {".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".xlsb", ".pptx", ".odt", ".ods", ".odp", ".ott", ".epub"}
)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_UTF8_FLAG, _LOCKED_FLAG = 0x800, 0x1
_SLASH = regex.compile(r"[/\\]+")
_DRIVE = regex.compile(r"[A-Za-z]:")
# What zipfile and its helpers raise on a damaged, cut or hostile archive.
_DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, KeyError, IndexError, OverflowError,
)  # fmt: skip


class ArchiveError(Exception):
    """A member, or the whole archive, that is not read; the message says why, `advice` what to do."""

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(why)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Member:
    """A file within an archive: its name as it is shown, and its place in the directory of each archive around it."""

    name: str
    place: tuple[int, ...]


def is_archive(file: Path) -> bool:
    """Whether a file is a zip of files rather than an office file, which is one too."""
    if file.suffix.casefold() in _OFFICE_ENDINGS:
        return False
    try:
        with file.open("rb") as handle:
            return handle.read(4) in _MARKS and _is_of_files(file)
    except OSError:  # it is told when it is read
        return False


def read_members(file: Path) -> Iterator[tuple[Member, bytes | ArchiveError]]:
    """The files of an archive and of archives in it, in the order of their directories, with their bytes.

    A file that is locked, damaged or unpacks to more than a plan comes with the error instead. Raises ArchiveError
    where there are too many of them, or the archive itself is damaged.
    """
    unpacked = 0
    for count, (member, data) in enumerate(_walk(file, (), ""), start=1):
        unpacked += len(data) if isinstance(data, bytes) else 0
        if count > MEMBERS_LIMIT:
            raise ArchiveError(f"it holds over {MEMBERS_LIMIT:,} files", "Part it into several archives.")
        if unpacked > TOTAL_LIMIT:
            raise ArchiveError(f"it unpacks to over {TOTAL_LIMIT // 2**30} GB", "Part it into several archives.")
        yield member, data


def read_member(file: Path, place: tuple[int, ...]) -> bytes:
    """The bytes of the file at a place. Raises ArchiveError where it cannot be read."""
    source: Path | IO[bytes] = file
    for at in place:
        with _open(source) as archive:
            data = _unpack(archive, at)
        source = BytesIO(data)
    return data


def _walk(
    source: Path | IO[bytes], place: tuple[int, ...], folder: str
) -> Iterator[tuple[Member, bytes | ArchiveError]]:
    with _open(source) as archive:
        for at, info in enumerate(archive.infolist()):
            if info.is_dir() or info.filename.endswith("\\"):
                continue
            member = Member(folder + show_name(info, at), (*place, at))
            try:
                data = _unpack(archive, at)
            except ArchiveError as error:
                yield member, error
                continue
            if len(member.place) < NESTING_LIMIT and _is_inner(member.name, data):
                yield from _walk(BytesIO(data), member.place, f"{member.name}/")
            else:
                yield member, data


def _is_inner(name: str, data: bytes) -> bool:
    is_office = PurePosixPath(name).suffix.casefold() in _OFFICE_ENDINGS
    return data.startswith(_MARKS) and not is_office and _is_of_files(BytesIO(data))


def _is_of_files(source: Path | IO[bytes]) -> bool:
    try:
        with _open(source) as archive:
            names = archive.namelist()
    except ArchiveError:
        return False
    return bool(names) and not any(_OFFICE_PARTS.fullmatch(name) for name in names)


@contextmanager
def _open(source: Path | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The archive, open. Raises ArchiveError where its directory cannot be read."""
    try:
        archive = zipfile.ZipFile(source)
    except _DAMAGE as error:
        raise ArchiveError("the directory of the archive is damaged", "Get a fresh copy of it.") from error
    with archive:
        yield archive


def _unpack(archive: zipfile.ZipFile, at: int) -> bytes:
    """The bytes of a member, unpacked no further than the limits allow."""
    pieces: list[bytes] = []
    size = 0
    try:
        info = archive.infolist()[at]
        if info.flag_bits & _LOCKED_FLAG:
            raise ArchiveError("it is locked with a password", "Unpack it with the password and read the files.")
        if info.compress_type not in _METHODS:
            raise ArchiveError("it is packed in a way that is not read", "Unpack it and pack it again as plain zip.")
        with archive.open(info) as part:
            while piece := part.read(_CHUNK):
                size += len(piece)
                _check_size(size, info.compress_size)
                pieces.append(piece)
    except _DAMAGE as error:
        raise ArchiveError("the archive is damaged here", "Get a fresh copy of it.") from error
    return b"".join(pieces)


def _check_size(size: int, packed: int) -> None:
    if size > FILE_LIMIT or (size > RATIO_FLOOR and size > RATIO_LIMIT * max(packed, 1)):
        raise ArchiveError(
            f"it unpacks to over {size // 2**20} MB, as a zip bomb does",
            "If it is genuine, unpack it and read the files.",
        )


def show_name(info: zipfile.ZipInfo, at: int) -> str:
    r"""The name of a member as a relative path with `/`, whatever its directory says; never one that leads outside.

    >>> show_name(zipfile.ZipInfo("..\\..\\C:\\xã A/kế hoạch.txt"), 0)
    'xã A/kế hoạch.txt'
    """
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG and not name.isascii():
        name = _decode(name)
    parts = [
        "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cs") else char for char in part)
        for part in _SLASH.split(name)
        if part not in ("", ".", "..") and not _DRIVE.fullmatch(part)
    ]
    return unicodedata.normalize("NFC", "/".join(parts)) or f"member {at + 1}"


def _decode(name: str) -> str:
    """A name without the mark of UTF-8, which zipfile takes for code page 437: it is UTF-8 or Windows' Vietnamese."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1258", "replace")
