"""The report of the shipped corpus in a real browser: report.mjs, which says what it asks of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doisoat.pipeline import extract_corpus
from doisoat.report import write_report

ROOM = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_lacking() -> str | None:
    """What is missing to run a browser; None where all is there."""
    if shutil.which("node") is None:
        return "node is missing: apt-get install nodejs npm"
    if not (ROOM / "node_modules" / "playwright-core").is_dir():
        return "playwright-core is missing: make browser"
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, BROWSERS)):
        return "Chromium is missing: apt-get install chromium"
    return None


def nothing(done: int, total: int) -> None:
    """No progress is shown."""


@pytest.fixture
def browser() -> None:
    """A machine that has a browser; without one the test is skipped, in CI it fails."""
    lacking = find_lacking()
    if lacking is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(lacking)
        pytest.skip(lacking)


@pytest.mark.usefixtures("browser")
def test_the_report_in_a_browser(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOM.parent / "doisoat"))
    import planmaker

    hostile = "<img src=x onerror=window.hacked=5>.txt"
    plans = tmp_path / "plans"
    shutil.copytree(corpus, plans)
    (plans / hostile).write_text(f"{planmaker.HOSTILE}\nCòn 74 hộ nghèo trên 789 hộ, chiếm 12%.", "utf-8")
    extract_corpus(plans, tmp_path / "outputs", workers=2)
    write_report(tmp_path / "outputs", tmp_path / "report", plans, nothing)
    made = planmaker.write_plans(tmp_path / "made", [planmaker.hostile_plan(), planmaker.long_plan(60)])
    write_report(made, tmp_path / "hostile", None, nothing)
    (shown,) = find_plan(tmp_path / "outputs", "ha-nguyen-2022.docx")
    command = ["node", "report.mjs", tmp_path / "report", shown, tmp_path / "hostile", "fedcba9876543210"]
    run = subprocess.run(command, cwd=ROOM, capture_output=True, text=True, timeout=500, check=False)
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"


def find_plan(outputs: Path, path: str) -> list[str]:
    """The id of a plan."""
    documents = pq.read_table(outputs / "documents.parquet", columns=["path", "document_id"]).to_pylist()
    return [row["document_id"] for row in documents if row["path"] == path]
