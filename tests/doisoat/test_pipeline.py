"""One bad plan costs no other, and the bytes written depend on the plans alone."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

from doisoat import pipeline
from doisoat.faults import RunError
from doisoat.pipeline import extract_corpus

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux alone")


def rows(outputs: Path, dataset: str) -> list[dict[str, object]]:
    """The rows of a dataset."""
    return pq.read_table(outputs / f"{dataset}.parquet").to_pylist()


def stored(outputs: Path) -> dict[str, bytes]:
    """The bytes of every dataset."""
    return {file.name: file.read_bytes() for file in sorted(outputs.iterdir())}


def test_a_plan_in_every_dataset(small_corpus: Path, tmp_path: Path, standin: ModuleType) -> None:
    tally = extract_corpus(small_corpus, tmp_path / "out", understand=standin.understand)
    documents = rows(tmp_path / "out", "documents")
    assert [(row["path"], row["copies"], row["status"]) for row in documents] == [
        ("a/c.txt", [], "ok"),
        ("a/z.txt", ["c.txt"], "ok"),
        ("b.txt", [], "ok"),
    ]
    assert documents[2]["commune"] == "Đá Bạc"
    assert documents[2]["candidates"] == []
    ids = [row["document_id"] for row in documents]
    figures = rows(tmp_path / "out", "figures")
    assert [(row["document_id"], row["figure_id"], row["value"]) for row in figures] == [
        (ids[0], 0, 33.0),
        (ids[0], 1, 7.0),
        (ids[1], 0, 12.0),
        (ids[1], 1, 7.0),
        (ids[2], 0, 74.0),
        (ids[2], 1, 789.0),
        (ids[2], 2, 7.0),
    ]
    assert (figures[0]["measure"], figures[0]["date"], figures[0]["settled_by"]) == ("poor_households", None, None)
    (check,) = [
        row for row in rows(tmp_path / "out", "checks") if row["document_id"] == ids[0] and row["holds"] is False
    ]
    assert (check["stated"], check["expected"], check["expected_low"]) == (30.0, 100 / 3, 32.5)
    finding = rows(tmp_path / "out", "findings")[0]
    assert finding["suggestions"] == [{"document_id": ids[0], "figure_id": 0, "value": 33.0, "why": "1 / 3 = 33%"}]
    assert finding["other_figures"] is None
    assert rows(tmp_path / "out", "cells")[1]["bbox"] == {"x0": 1.0, "y0": 2.0, "x1": 3.0, "y1": 4.5}
    assert (tally.plans, tally.copies, tally.figures, tally.held, tally.not_held, tally.not_testable) == (
        3,
        1,
        7,
        3,
        3,
        3,
    )
    assert (tally.errors, tally.warnings, tally.notes, tally.faults) == (1, 0, 2, ())


def scatter(source: Path, target: Path, seed: int) -> None:
    """Copy a folder file by file in a random order, so that the system lists it in another one."""
    files = [file for file in sorted(source.rglob("*")) if file.is_file()]
    random.Random(seed).shuffle(files)
    for file in files:
        (target / file.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / file.relative_to(source))


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_bytes_do_not_depend_on_workers_or_order(workers: int, tmp_path: Path, standin: ModuleType) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(40):
        word = "crash" if number % 11 == 5 else "hộ nghèo " * number
        (corpus / f"{number * 7 % 40}.txt").write_text(f"Còn {number} {word}", "utf-8")
    extract_corpus(corpus, tmp_path / "first", 1, understand=standin.understand)
    scatter(corpus, tmp_path / "shuffled", workers)
    extract_corpus(tmp_path / "shuffled", tmp_path / "second", workers, understand=standin.understand)
    assert stored(tmp_path / "second") == stored(tmp_path / "first")


@pytest.mark.parametrize(
    ("text", "workers", "told"),
    [
        ("unreadable", 1, "The file is damaged. Get a fresh copy of it."),
        ("unreadable", 2, "The file is damaged. Get a fresh copy of it."),
        ("crash", 1, "KeyError: 'no such measure' (standin.py, line"),
        ("crash", 2, "KeyError: 'no such measure' (standin.py, line"),
        ("die", 1, "The process reading this file died (status 9)"),
        ("die", 2, "The process reading this file died (status 9)"),
        ("hang", 1, "Reading this file took longer than 10 s and was stopped."),
        ("hang", 2, "Reading this file took longer than 10 s and was stopped."),
        pytest.param("hungry", 1, "Reading this file takes more memory than the 4 GB it may have.", marks=ON_LINUX),
        pytest.param("hungry", 2, "Reading this file takes more memory than the 4 GB it may have.", marks=ON_LINUX),
    ],
)
def test_one_bad_plan_costs_no_other(
    text: str, workers: int, told: str, small_corpus: Path, tmp_path: Path, standin: ModuleType
) -> None:
    (small_corpus / "b" / "bad.docx").parent.mkdir()
    (small_corpus / "b" / "bad.docx").write_text(text)
    tally = extract_corpus(small_corpus, tmp_path / "out", workers, understand=standin.understand, seconds=10)
    documents = {row["path"]: row for row in rows(tmp_path / "out", "documents")}
    assert {path: row["status"] for path, row in documents.items()} == {
        "a/c.txt": "ok",
        "a/z.txt": "ok",
        "b.txt": "ok",
        "b/bad.docx": "failed",
    }
    bad = documents["b/bad.docx"]
    assert str(bad["error"]).startswith(told)
    assert (bad["format"], bad["reader"], bad["text_quality"], bad["bytes"]) == ("docx", "none", 0.0, len(text))
    assert len(rows(tmp_path / "out", "figures")) == 7
    assert tally.faults == (("b/bad.docx", "failed", bad["error"]),)


def test_a_crashed_rule_makes_a_plan_partial(small_corpus: Path, tmp_path: Path, standin: ModuleType) -> None:
    tally = extract_corpus(small_corpus, tmp_path / "out", understand=standin.understand_partly)
    assert {(row["status"], row["error"]) for row in rows(tmp_path / "out", "documents")} == {
        ("partial", "rule share crashed: ZeroDivisionError: 0")
    }
    assert (tally.plans, tally.figures, len(tally.faults)) == (3, 7, 3)


def test_rows_the_contract_forbids_are_left_out_and_told(
    small_corpus: Path, tmp_path: Path, standin: ModuleType
) -> None:
    extract_corpus(small_corpus, tmp_path / "out", understand=standin.understand_blankly)
    document = rows(tmp_path / "out", "documents")[0]
    assert document["status"] == "partial"
    assert document["error"] == (
        "left out: village_stats.measure, row 0: is null and may not be; "
        "left out: targets.measure, row 0: is null and may not be"
    )
    assert rows(tmp_path / "out", "targets") == []
    assert len(rows(tmp_path / "out", "figures")) == 7


def test_progress_is_told_in_order(small_corpus: Path, tmp_path: Path, standin: ModuleType) -> None:
    told: list[tuple[int, int]] = []
    extract_corpus(
        small_corpus, tmp_path / "out", 2, lambda done, total: told.append((done, total)), standin.understand
    )
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_an_empty_corpus_leaves_the_last_outputs(small_corpus: Path, tmp_path: Path, standin: ModuleType) -> None:
    extract_corpus(small_corpus, tmp_path / "out", understand=standin.understand)
    before = stored(tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(RunError, match="There is no plan in"):
        extract_corpus(tmp_path / "empty", tmp_path / "out", understand=standin.understand)
    assert stored(tmp_path / "out") == before


def test_a_disk_that_fails_leaves_the_last_outputs(
    small_corpus: Path, tmp_path: Path, standin: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract_corpus(small_corpus, tmp_path / "out", understand=standin.understand)
    before = stored(tmp_path / "out")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("doisoat.datasets.verify", fail)
    (small_corpus / "new.txt").write_text("Còn 5 hộ nghèo.")
    with pytest.raises(OSError, match="No space left"):
        extract_corpus(small_corpus, tmp_path / "out", understand=standin.understand)
    assert stored(tmp_path / "out") == before
    assert not list(tmp_path.glob(".out.*"))


RUN = """
import sys
from pathlib import Path
import standin
from doisoat.pipeline import extract_corpus
if __name__ == "__main__":
    extract_corpus(Path(sys.argv[1]), Path(sys.argv[2]), 2, understand=standin.understand)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_run_leaves_the_last_outputs_and_no_process(
    small_corpus: Path, tmp_path: Path, standin: ModuleType
) -> None:
    extract_corpus(small_corpus, tmp_path / "out", understand=standin.understand)
    before = stored(tmp_path / "out")
    (small_corpus / "z.txt").write_text("sleep 1")
    script = tmp_path / "run.py"
    script.write_text(RUN)
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(pipeline.__file__).parents[1])])
    run = subprocess.Popen(
        [sys.executable, str(script), str(small_corpus), str(tmp_path / "out")], env=os.environ | {"PYTHONPATH": path}
    )
    note = small_corpus / "z.txt.pid"
    assert wait_until(lambda: note.exists() and note.read_text() != "")
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert stored(tmp_path / "out") == before
    assert wait_until(lambda: not is_running(int(note.read_text())))
    (small_corpus / "z.txt").unlink()
    note.unlink()
    extract_corpus(small_corpus, tmp_path / "out", understand=standin.understand)
    assert stored(tmp_path / "out") == before
    assert not list(tmp_path.glob(".out.*"))


def wait_until(holds, seconds: float = 30) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def is_running(process: int) -> bool:
    """Whether a process is there and not merely unburied."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split(")")[-1].split()[0] != "Z"
    except FileNotFoundError:
        return False
