"""Which files of a folder are read, in which order, and the same bytes once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from doisoat.faults import RunError
from doisoat.sources import find_sources


def make(folder: Path, files: dict[str, str]) -> Path:
    """A folder of files by their paths."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def paths(corpus: Path, outputs: Path | None = None) -> list[str]:
    """The paths found."""
    return [source.path for source in find_sources(corpus, outputs)]


def test_order_is_that_of_the_paths(tmp_path: Path) -> None:
    make(tmp_path, {"b.txt": "1", "a/z.txt": "2", "a.txt": "3", "a/b/c.txt": "4", "Ă.txt": "5", "a-1.txt": "6"})
    assert paths(tmp_path) == ["a-1.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt", "Ă.txt"]


@pytest.mark.parametrize(
    "path",
    [
        *(".DS_Store", "~$plan.docx", ".~lock.plan.odt#", "README.md", "a/manifest.csv", ".git/config"),
        *("read.py", "a/__pycache__/read.pyc", "node_modules/a/notes.txt", ".venv/lib/licence.txt", "figures.parquet"),
        *("a/Thumbs.db", "số liệu.CSV", "requirements.lock"),
    ],
)
def test_files_that_are_no_plans(path: str, tmp_path: Path) -> None:
    make(tmp_path, {path: "x", "plan.txt": "1"})
    assert paths(tmp_path) == ["plan.txt"]


@pytest.mark.parametrize(
    "path", ["plan", "plan.tmp", "plan.docx.bak", "kế hoạch số 5.2021", "build/plan.dat", "a.b/plan"]
)
def test_files_that_may_be_plans(path: str, tmp_path: Path) -> None:
    make(tmp_path, {path: "x"})
    assert paths(tmp_path) == [path]


def test_a_file_named_by_itself_is_read_whatever_its_ending(tmp_path: Path) -> None:
    make(tmp_path, {"plan.csv": "x"})
    assert paths(tmp_path / "plan.csv") == ["plan.csv"]


def test_same_bytes_are_read_once(tmp_path: Path) -> None:
    make(tmp_path, {"c.txt": "same", "a/b.txt": "same", "z.txt": "same", "other.txt": "other"})
    first, other = find_sources(tmp_path)
    assert (first.path, first.copies) == ("a/b.txt", ("c.txt", "z.txt"))
    assert (other.path, other.copies) == ("other.txt", ())
    assert first.sha256 == "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5"
    assert first.document_id == "0967115f2813a354"
    assert first.size == 4


def test_one_file_is_a_corpus(tmp_path: Path) -> None:
    make(tmp_path, {"a/plan.txt": "1"})
    assert paths(tmp_path / "a" / "plan.txt") == ["plan.txt"]


def test_outputs_within_the_corpus_are_not_read(tmp_path: Path) -> None:
    make(tmp_path, {"plan.txt": "1", "out/figures.parquet": "2"})
    assert paths(tmp_path, tmp_path / "a" / ".." / "out") == ["plan.txt"]


def test_loops_of_links_end(tmp_path: Path) -> None:
    make(tmp_path, {"a/plan.txt": "1", "b/plan.txt": "2"})
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = find_sources(tmp_path)
    assert [source.path for source in found if source.fault is None] == ["a/plan.txt", "b/plan.txt"]
    assert [source.path for source in found if source.fault is not None] == ["self"]


def test_a_link_to_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.docx").symlink_to(tmp_path / "gone.docx")
    (tmp_path / "b.docx").symlink_to(tmp_path / "gone.docx")
    assert [(source.path, source.fault) for source in find_sources(tmp_path)] == [
        ("a.docx", "No such file or directory"),
        ("b.docx", "No such file or directory"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert paths(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX alone")
def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/k\xff.txt"))
    try:
        file.write_text("1")
    except OSError:
        pytest.skip("this file system takes Unicode names alone")
    (found,) = find_sources(tmp_path)
    assert found.path == "k\ufffd.txt"
    assert found.file.read_text() == "1"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_what_may_not_be_opened_is_told(tmp_path: Path) -> None:
    make(tmp_path, {"plan.txt": "1", "locked/plan.txt": "2"})
    (tmp_path / "plan.txt").chmod(0)
    (tmp_path / "locked").chmod(0)
    try:
        assert [(source.path, source.fault) for source in find_sources(tmp_path)] == [
            ("locked", "Permission denied"),
            ("plan.txt", "Permission denied"),
        ]
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_no_such_corpus(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="There is no file or folder"):
        find_sources(tmp_path / "nowhere")
