"""Outputs are replaced whole or not at all, wherever a run is killed."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from doisoat import exchange, schemas
from doisoat.faults import RunError

NAMES = [f"{name}.parquet" for name in schemas.load().datasets]

# Kinds of audit events that change the disk: a run is killed at each of them in turn.
CHANGES = ("open", "os.rename", "os.mkdir", "os.link", "os.remove", "os.rmdir", "shutil.rmtree", "shutil.copytree")


def fill(folder: Path, text: str) -> None:
    """Write every dataset."""
    folder.mkdir(exist_ok=True)
    for name in NAMES:
        (folder / name).write_text(text)


def contents(folder: Path) -> dict[str, str]:
    """The datasets that are there."""
    return {name: (folder / name).read_text() for name in NAMES if (folder / name).exists()}


def whole(text: str) -> dict[str, str]:
    """All datasets of one run."""
    return dict.fromkeys(NAMES, text)


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """Outputs of an earlier run, with a page of ours and a folder of somebody's."""
    folder = tmp_path / "work" / "outputs"
    folder.mkdir(parents=True)
    fill(folder, "old")
    (folder / "README.md").write_text("readme")
    (folder / "maps").mkdir()
    (folder / "maps" / "map.txt").write_text("map")
    return folder


@pytest.fixture(params=["exchanged", "moved"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of taking the place of old outputs."""
    if request.param == "moved":
        monkeypatch.setattr(exchange, "exchange", lambda new, outputs: False)
    elif not sys.platform.startswith("linux"):
        pytest.skip("folders are exchanged in one step on Linux alone")
    return str(request.param)


def check_foreign(outputs: Path) -> None:
    """What is not ours is still there, and nothing of ours is left beside the outputs."""
    assert (outputs / "README.md").read_text() == "readme"
    assert (outputs / "maps" / "map.txt").read_text() == "map"
    assert {file.name for file in outputs.parent.iterdir()} == {outputs.name}


def test_new_outputs_take_the_place_of_old_ones(outputs: Path, way: str) -> None:
    (outputs / "figures").mkdir()
    (outputs / "figures" / "part-0.parquet").write_text("a dataset as a folder of parts")
    with exchange.replace(outputs) as folder:
        fill(folder, "new")
    assert contents(outputs) == whole("new")
    assert not (outputs / "figures").exists()
    check_foreign(outputs)


def test_first_outputs(tmp_path: Path, way: str) -> None:
    with exchange.replace(tmp_path / "deep" / "outputs") as folder:
        fill(folder, "new")
    assert contents(tmp_path / "deep" / "outputs") == whole("new")


def test_a_run_that_fails_leaves_the_old_outputs(outputs: Path, way: str) -> None:
    with pytest.raises(FileNotFoundError), exchange.replace(outputs) as folder:
        fill(folder / "missing" / "folder", "new")
    assert contents(outputs) == whole("old")
    check_foreign(outputs)


def run_killed(outputs: Path, moment: int) -> bool:
    """Replace the outputs in a process killed at its n-th change of the disk; False where it ended before."""
    child = os.fork()
    if child == 0:
        changes = 0

        def kill(event: str, _: object) -> None:
            nonlocal changes
            if event in CHANGES:
                changes += 1
                if changes == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill)
        with exchange.replace(outputs) as folder:
            fill(folder, "new")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to kill a process at a given call")
def test_a_run_killed_at_any_moment(way: str, tmp_path: Path) -> None:
    moment = 0
    seen = set()
    while True:
        moment += 1
        outputs = tmp_path / str(moment) / "outputs"
        outputs.mkdir(parents=True)
        fill(outputs, "old")
        (outputs / "README.md").write_text("readme")
        killed = run_killed(outputs, moment)
        found = contents(outputs)
        assert (outputs / "README.md").read_text() == "readme"
        if way == "exchanged" or "documents.parquet" in found:
            assert found in (whole("old"), whole("new"))
        with pytest.raises(FileNotFoundError), exchange.replace(outputs) as folder:
            fill(folder / "missing" / "folder", "never")
        found = contents(outputs)
        assert found in (whole("old"), whole("new"))
        seen.add(found["documents.parquet"])
        assert {file.name for file in outputs.parent.iterdir()} == {"outputs"}
        if not killed:
            break
    assert found == whole("new")
    assert seen == {"old", "new"}
    assert moment > 2 * len(NAMES)


def test_two_runs_at_once(outputs: Path) -> None:
    with exchange.replace(outputs) as folder:
        with pytest.raises(RunError, match="Another run is writing"), exchange.replace(outputs):
            pytest.fail("the second run may not start")
        fill(folder, "new")
    assert contents(outputs) == whole("new")


def test_a_lock_that_was_removed_is_no_lock(outputs: Path) -> None:
    lock = outputs.with_name(".outputs.lock")
    with lock.open("ab") as handle:
        assert exchange.is_same(lock, handle.fileno())
        lock.unlink()
        assert not exchange.is_same(lock, handle.fileno())
        lock.touch()
        assert not exchange.is_same(lock, handle.fileno())


def test_an_outputs_link_stays_a_link(outputs: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(outputs)
    with exchange.replace(link) as folder:
        fill(folder, "new")
    assert link.is_symlink()
    assert contents(outputs) == whole("new")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (lambda folder: folder / "README.md", "is a file"),
        (lambda folder: folder, "working directory"),
        (lambda folder: folder.parent, "working directory"),
    ],
    ids=["file", "working directory", "parent"],
)
def test_places_that_cannot_be_outputs(
    place: Callable[[Path], Path], told: str, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(outputs)
    with pytest.raises(RunError, match=told), exchange.replace(place(outputs)):
        pytest.fail("must not start")
    assert contents(outputs) == whole("old")


def test_an_impossible_exchange_falls_back(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange.ctypes, "get_errno", lambda: errno.EXDEV)
    monkeypatch.setattr(exchange.ctypes, "CDLL", Library)
    with exchange.replace(outputs) as folder:
        fill(folder, "new")
    assert contents(outputs) == whole("new")
    check_foreign(outputs)


class Library:
    """A C library on a file system that exchanges nothing."""

    def __init__(self, name: None, use_errno: bool) -> None:
        pass

    def renameat2(self, *_: object) -> int:
        """Refuse."""
        return -1


def test_files_are_copied_where_links_are_impossible(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    with exchange.replace(outputs) as folder:
        fill(folder, "new")
    assert contents(outputs) == whole("new")
    check_foreign(outputs)
