"""A child does what it is told, is used again, and is replaced where it hangs, dies or has swollen."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import doisoat
from doisoat.child import Child, LostError
from doisoat.limits import SECONDS, SECONDS_LIMIT, time_limit
from doisoat.sources import Source

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured on Linux alone")
ROOT = Path(doisoat.__file__).parents[1]


@pytest.fixture
def child() -> Iterator[Child]:
    """A child that is ended with the test."""
    own = Child()
    yield own
    own.stop()


def test_it_is_another_process_and_used_again(child: Child, standin: ModuleType) -> None:
    first, second = child.run(standin.tell_process, 1, 60), child.run(standin.tell_process, 2, 60)
    assert first == second != os.getpid()


def test_it_is_replaced_where_it_hangs(child: Child, standin: ModuleType) -> None:
    before = child.run(standin.tell_process, 1, 60)
    started = time.monotonic()
    with pytest.raises(LostError) as caught:
        child.run(standin.label, 101, 0.5)
    assert (caught.value.loss.seconds, caught.value.loss.status) == (0.5, None)
    assert time.monotonic() - started < 30
    assert child.run(standin.tell_process, 1, 60) != before


def test_it_is_replaced_where_it_dies(child: Child, standin: ModuleType) -> None:
    before = child.run(standin.tell_process, 1, 60)
    with pytest.raises(LostError) as caught:
        child.run(standin.label, -1, 60)
    assert (caught.value.loss.seconds, caught.value.loss.status) == (None, 9)
    assert child.run(standin.tell_process, 1, 60) != before


@ON_LINUX
def test_it_is_replaced_where_it_has_swollen(child: Child, standin: ModuleType) -> None:
    before = child.run(standin.tell_process, -1, 60)
    assert child.run(standin.tell_process, 1, 60) != before


@pytest.mark.parametrize(("task", "raised"), [("label", TypeError), ("stay_quiet", Exception)])
def test_what_is_raised_is_passed_on(task: str, raised: type[Exception], child: Child, standin: ModuleType) -> None:
    with pytest.raises(raised):
        child.run(getattr(standin, task), "word", 60)


def test_one_that_is_stopped_does_nothing_more(child: Child, standin: ModuleType) -> None:
    child.run(standin.tell_process, 1, 60)
    child.stop()
    with pytest.raises(LostError):
        child.run(standin.tell_process, 1, 60)


@pytest.mark.parametrize(
    ("path", "size", "head", "seconds"),
    [
        ("a.docx", 0, b"PK", SECONDS),
        ("a.docx", 2 * 2**20, b"PK", SECONDS + 10),
        ("a.pdf", 2 * 2**20, b"%PDF-1.4", SECONDS + 400),
        ("a.docx", 2 * 2**20, b"%PDF-1.4", SECONDS + 400),
        ("a.tif", 200 * 2**20, b"II*\x00", SECONDS_LIMIT),
    ],
)
def test_time_by_size_and_kind(path: str, size: int, head: bytes, seconds: float, tmp_path: Path) -> None:
    (tmp_path / path).write_bytes(head)
    assert time_limit(Source(tmp_path / path, path, "0" * 64, size)) == seconds


@pytest.mark.skipif(os.name != "posix", reason="needs signals as a terminal sends them")
def test_an_audit_that_is_interrupted_ends_at_once(tmp_path: Path) -> None:
    """Ctrl-C goes to the whole group: the children leave it to the parent, which says one line."""
    import signal

    for number in range(40):
        (tmp_path / f"{number}.txt").write_text("Còn 12 hộ nghèo trên 120 hộ, chiếm 10%.\n" * 3000, "utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "doisoat", "audit", str(tmp_path), "--lang", "en"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, text=True,
    )  # fmt: skip
    time.sleep(4)
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=60)
    assert (run.returncode, told.strip()) == (130, "Stopped as asked.")
