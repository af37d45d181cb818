"""What is understood of the shipped plans is what tests/snapshots/ says; `make snapshots` writes it anew."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

SNAPSHOTS = Path(__file__).resolve().parent / "snapshots"


def lines_of(folder: Path) -> dict[str, list[str]]:
    return {file.name: file.read_text("utf-8").splitlines() for file in sorted(folder.glob("*.jsonl"))}


def test_snapshots_are_up_to_date(tmp_path: Path) -> None:
    spec = spec_from_file_location("snapshots", SNAPSHOTS / "snapshots.py")
    assert spec is not None
    assert spec.loader is not None
    snapshots = module_from_spec(spec)
    spec.loader.exec_module(snapshots)
    snapshots.main(tmp_path)
    assert lines_of(tmp_path) == lines_of(SNAPSHOTS)
