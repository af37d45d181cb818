"""A zip of plans is a corpus, and a folder in a corpus; nothing in it leads astray."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from doisoat import archive, cli
from doisoat.pipeline import extract_corpus
from doisoat.sources import Source, find_sources

PLAN = "Còn 12 hộ nghèo."


def pack(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return held.getvalue()


def rename(data: bytes, old: bytes, new: bytes) -> bytes:
    """The archive with the bytes of a name changed, in its directory too."""
    assert len(old) == len(new)
    return data.replace(old, new)


def find(folder: Path, data: bytes, name: str = "plans.zip") -> dict[str, Source]:
    """The plans found in a folder that holds an archive, by path."""
    (folder / name).write_bytes(data)
    return {source.path: source for source in find_sources(folder)}


def test_members_are_plans(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(PLAN)
    found = find(tmp_path, pack({"xã A/b.txt": PLAN, "xã B/a.txt": "2", "xã B/": b"", "README.md": "x"}))
    assert list(found) == ["b.txt", "plans.zip/xã B/a.txt"]
    assert found["b.txt"].copies == ("plans.zip/xã A/b.txt",)
    assert found["plans.zip/xã B/a.txt"].load() == b"2"


def test_an_archive_is_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "plans.zip").write_bytes(pack({"b.txt": "1", "a/c.txt": "2"}))
    assert [source.path for source in find_sources(tmp_path / "plans.zip")] == ["plans.zip/a/c.txt", "plans.zip/b.txt"]


def test_archives_in_archives_but_no_deeper(tmp_path: Path) -> None:
    third = pack({"deep.txt": "3"})
    second = pack({"inner.txt": "2", "third.zip": third})
    found = find(tmp_path, pack({"outer.txt": "1", "second.zip": second}))
    assert sorted(found) == ["plans.zip/outer.txt", "plans.zip/second.zip/inner.txt", "plans.zip/second.zip/third.zip"]
    assert found["plans.zip/second.zip/inner.txt"].load() == b"2"
    assert found["plans.zip/second.zip/third.zip"].load() == third


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/a.txt", "plans.zip/etc/a.txt"),
        ("/a.txt", "plans.zip/a.txt"),
        ("C:\\Users\\a.txt", "plans.zip/Users/a.txt"),
        ("..", "plans.zip/member 1"),
        ("a\x1b[31m.txt", "plans.zip/a\ufffd[31m.txt"),
    ],
)
def test_no_name_leads_outside(name: str, shown: str, tmp_path: Path) -> None:
    assert list(find(tmp_path, pack({name: "1"}))) == [shown]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("xã.txt".encode(), "xã.txt"),
        (b"Tho\xf2n.txt", "Thọn.txt"),
        (b"k\x81.txt", None),
    ],
)
def test_names_in_other_encodings(raw: bytes, shown: str | None, tmp_path: Path) -> None:
    plain = b"x" * (len(raw) - 4) + b".txt"
    (path,) = find(tmp_path, rename(pack({plain.decode(): "1"}), plain, raw))
    assert path.startswith("plans.zip/")
    assert path.endswith(".txt")
    if shown is not None:
        assert path == f"plans.zip/{shown}"


def locked(data: bytes) -> bytes:
    """The archive with the first file marked as locked."""
    at = data.index(b"PK\x01\x02") + 8
    flags = struct.unpack_from("<H", data, at)[0] | 1
    return data[:6] + struct.pack("<H", flags) + data[8:at] + struct.pack("<H", flags) + data[at + 2 :]


@pytest.mark.parametrize(
    ("data", "path", "told"),
    [
        (locked(pack({"a.txt": "12"})), "plans.zip/a.txt", "locked with a password"),
        (pack({"a.txt": "12"}, zipfile.ZIP_LZMA), "plans.zip/a.txt", "packed in a way"),
        (pack({"a.txt": bytes(40 * 2**20)}), "plans.zip/a.txt", "zip bomb"),
        (rename(pack({"a.txt": PLAN * 9}, zipfile.ZIP_STORED), b"ngh", b"xxx"), "plans.zip/a.txt", "damaged"),
    ],
    ids=["locked", "another packing", "bomb", "damaged"],
)
def test_a_member_that_cannot_be_read_is_told(data: bytes, path: str, told: str, tmp_path: Path) -> None:
    found = find(tmp_path, data)
    assert list(found) == [path]
    assert told in str(found[path].fault)


@pytest.mark.parametrize(("limit", "told"), [("MEMBERS_LIMIT", "over 2 files"), ("TOTAL_LIMIT", "unpacks to over")])
def test_too_much_is_told_of_the_archive(
    limit: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, limit, 2)
    found = find(tmp_path, pack({"a.txt": "1", "b.txt": "2", "c.txt": "3"}))
    assert list(found) == ["plans.zip"]
    assert told in str(found["plans.zip"].fault)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("a.docx", {"notes.txt": "x"}),
        ("a.zip", {"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
        ("a.zip", {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        ("a.zip", {}),
    ],
)
def test_what_is_no_archive_of_plans(name: str, files: dict[str, str | bytes], tmp_path: Path) -> None:
    assert list(find(tmp_path, pack(files), name)) == [name]


def test_a_cut_archive_is_one_unread_file(tmp_path: Path) -> None:
    assert list(find(tmp_path, pack({"a.txt": PLAN * 50})[:-30])) == ["plans.zip"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_over_archives(workers: int, tmp_path: Path, standin: ModuleType) -> None:
    (tmp_path / "corpus").mkdir()
    inner = pack({"e.txt": "Còn 5 hộ nghèo.", "d.txt": "unreadable"})
    found = pack({"xã A/a.txt": PLAN, "b.txt": "Còn 33 hộ nghèo.", "inner.zip": inner})
    (tmp_path / "corpus" / "plans.zip").write_bytes(found)
    (tmp_path / "corpus" / "c.txt").write_text("Còn 7 hộ nghèo.", "utf-8")
    extract_corpus(tmp_path / "corpus", tmp_path / "out", workers, understand=standin.understand)
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert [(row["path"], row["status"]) for row in documents] == [
        ("c.txt", "ok"),
        ("plans.zip/b.txt", "ok"),
        ("plans.zip/inner.zip/d.txt", "failed"),
        ("plans.zip/inner.zip/e.txt", "ok"),
        ("plans.zip/xã A/a.txt", "ok"),
    ]
    assert documents[2]["error"] == "The file is damaged. Get a fresh copy of it."
    assert documents[2]["format"] == "text"


def test_an_audit_of_an_archive(tmp_path: Path, standin: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doisoat.plan.understand", standin.understand)
    (tmp_path / "plans.zip").write_bytes(pack({"xã A/a.txt": "Còn 33 hộ.", "b.txt": "unreadable"}))
    result = CliRunner().invoke(cli.app, ["audit", str(tmp_path / "plans.zip"), "--lang", "en"])
    assert result.exit_code == 2
    assert f"{tmp_path}/plans.zip/xã A/a.txt: 1 errors" in result.stdout
    assert f"{tmp_path}/plans.zip/b.txt could not be read" in result.stderr
