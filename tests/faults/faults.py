"""Plants faults into clean plans, one at a time, and writes docs/faults.md and its picture.

    faults.py [SHARED]

Status 1 where a share lies below its floor in tests/floors.toml. The same seed gives the same faults and report.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import report
from measure import Base, Result, alarms, load, run, weigh

ROOT = Path(__file__).resolve().parents[2]
SEED = 20250701
# So many faults in all, and at least so many a plan.
FAULTS, LEAST = 2600, 20
# The forms of one plan that are taken: others say the same.
FORMS = (".docx", ".txt", ".md")


def find_plans(shared: Path) -> list[Path]:
    """The plans of corpus/, one file each, and the texts and docx files of the real plans where they are there."""
    shipped: dict[str, Path] = {}
    for file in sorted((ROOT / "corpus").iterdir()):
        if file.suffix in FORMS and file.name != "README.md":
            shipped.setdefault(file.name.split(".")[0], file)
    real = sorted(file for form in FORMS for file in (shared / "plans").glob(f"*{form}"))
    return [*shipped.values(), *(file for file in real if "." not in file.stem)]


def measure(task: tuple[Path, int]) -> list[Result]:
    """The faults of one plan."""
    file, count = task
    return list(run(load(file), count, SEED))


def share_out(bases: Sequence[Base]) -> list[int]:
    """How many faults each plan gets, by how many numbers it has."""
    weights = [weigh(base) for base in bases]
    return [max(LEAST, round(FAULTS * weight / sum(weights))) for weight in weights]


def find_alarms(bases: Sequence[Base]) -> list[str]:
    """Errors and warnings on the plans as they are that known.toml does not hold to be true."""
    known = tomllib.loads((Path(__file__).parent / "known.toml").read_text("utf-8"))
    told = ((base.name, alarm) for base in bases for alarm in alarms(base))
    return [f"{name}: {alarm}" for name, alarm in told if alarm not in known.get(name.split(".")[0], ())]


def judge(results: Sequence[Result], false: Sequence[str]) -> list[str]:
    """What lies below its floor."""
    floors = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))["faults"]
    shown = [one for one in results if one.is_shown]
    tabled, forms = [one for one in shown if one.in_table], [one for one in results if one.is_shown is None]
    hidden = sum(one.is_shown is False for one in results)
    shares = {
        "detected": sum(one.is_detected for one in shown) / len(shown),
        "located": sum(one.is_located for one in tabled) / len(tabled),
        "corrected": sum(one.is_corrected for one in shown) / len(shown),
        "formal": sum(one.is_detected for one in forms) / len(forms),
    }
    below = [f"{name}: {share:.4f}, floor {floors[name]}" for name, share in shares.items() if share < floors[name]]
    if hidden > floors["hidden"] * len(results):
        below.append(f"hidden: {hidden} of {len(results)}, at most {floors['hidden']}")
    if len(results) < floors["planted"]:
        below.append(f"planted: {len(results)}, floor {floors['planted']}")
    return [*below, *(f"false alarm: {alarm}" for alarm in false)]


def main(shared: Path) -> int:
    """Measure, write the report, and say what lies below its floor."""
    if os.environ.get("CI") == "true" and not (shared / "plans").is_dir():
        sys.exit(f"the real plans do not lie in {shared}")
    plans = find_plans(shared)
    bases = [load(file) for file in plans]
    tasks = list(zip(plans, share_out(bases), strict=True))
    with ProcessPoolExecutor() as pool:
        results = [one for found in pool.map(measure, tasks) for one in found]
    false = find_alarms(bases)
    (ROOT / "docs" / "faults.md").write_text(report.write(results, false, len(plans)), "utf-8", newline="\n")
    (ROOT / "docs" / "faults.svg").write_text(report.draw(results), "utf-8", newline="\n")
    below = judge(results, false)
    print(
        "\n".join(below) if below else f"{len(results)} faults in {len(plans)} plans: every share at or above its floor"
    )
    print("The report is docs/faults.md")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"))
