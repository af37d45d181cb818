"""Holds the time of the whole pipeline on a docx plan against python-docx merely reading the same file.

Both run in this one process, warm, one right after the other, so that a busy machine slows them alike; the ratio of a
plan is the median over the pairs. Exit status 1 where a plan lies above the floor in tests/floors.toml.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import docx

from doisoat.plan import understand

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ROOT / "tests" / "floors.toml"
PAIRS = 9


def read_with_python_docx(file: Path) -> None:
    """The text of every paragraph, and `row.cells` of every row once."""
    document = docx.Document(str(file))
    for paragraph in document.paragraphs:
        _ = paragraph.text
    for table in document.tables:
        for row in table.rows:
            _ = [cell.text for cell in row.cells]


def seconds(task: Callable[[Path], object], file: Path) -> float:
    """Wall time of one run, with the rubbish of the run before taken out first."""
    gc.collect()
    start = time.perf_counter()
    task(file)
    return time.perf_counter() - start


def find_plans() -> list[Path]:
    """The plain docx plans beside the checkout, or those of the corpus."""
    shared = ROOT.parent / "shared" / "plans"
    folder = shared if shared.is_dir() else ROOT / "corpus"
    return sorted(file for file in folder.glob("*.docx") if "." not in file.stem)


def main() -> int:
    """Print a line a plan; 1 where one is above the floor."""
    floor = tomllib.loads(FLOORS.read_text("utf-8"))["bench"]["ratio"]
    plans = find_plans()
    for file in plans:  # warm: imports, compiled patterns, vocabularies
        understand(file)
        read_with_python_docx(file)
    slow = 0
    print(f"{'plan':28} {'pipeline':>10} {'python-docx':>12} {'ratio':>7}")
    for file in plans:
        pairs = [(seconds(understand, file), seconds(read_with_python_docx, file)) for _ in range(PAIRS)]
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(one / other for one, other in pairs)
        slow += ratio > floor
        print(f"{file.name:28} {ours * 1000:7.1f} ms {theirs * 1000:9.1f} ms {ratio:6.2f}×")
    print(f"{slow} of {len(plans)} plans above the floor of {floor}×")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
