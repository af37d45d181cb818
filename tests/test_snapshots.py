"""What is understood of the shipped plans is what tests/snapshots/ says; `make snapshots` writes it anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent


def test_snapshots_are_up_to_date(tmp_path: Path) -> None:
    subprocess.run([sys.executable, TESTS / "snapshots.py", tmp_path], check=True)
    made = {file.name: file.read_text("utf-8").splitlines() for file in sorted(tmp_path.glob("*.jsonl"))}
    kept = {file.name: file.read_text("utf-8").splitlines() for file in sorted((TESTS / "snapshots").glob("*.jsonl"))}
    assert made == kept
