"""Writes what is understood of every plan of corpus/ into this folder, one fact a line, to be read as a diff.

A snapshot is no gold: it says what changed, not what is right. Scans have none: how sure OCR is changes from
one version and one processor to the next.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from doisoat.plan import Plan, understand
from doisoat.sources import find_sources

SNAPSHOTS = Path(__file__).resolve().parent
CORPUS = SNAPSHOTS.parents[1] / "corpus"
FACTS = ("figures", "village_stats", "targets", "deprivations", "citations", "duties", "ratios", "breakdowns")


def plain(value: Any) -> Any:
    """A value as JSON holds it; what is null or empty is left out of a dataclass.

    >>> plain((Decimal("3.30"), date(2021, 1, 5)))
    ['3.30', '2021-01-05']
    """
    if is_dataclass(value):
        pairs = ((field.name, plain(getattr(value, field.name))) for field in fields(value))
        return {name: part for name, part in pairs if part is not None and part is not False and part not in ([], {})}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return str(value) if isinstance(value, Decimal | Fraction | date) else value


def facts(plan: Plan) -> Iterator[dict[str, Any]]:
    """Every fact of a plan, then every finding, each under the name of its kind."""
    yield {"letterhead": plain(plan.facts.letterhead)}
    for kind in FACTS:
        for fact in getattr(plan.facts, kind):
            yield {kind: plain(fact)}
    for finding in plan.audit.findings:
        yield {"findings": plain(finding)}


def main(folder: Path) -> None:
    """Write one file of JSON lines a plan into `folder`; those of plans that are gone go too."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jsonl"):
        old.unlink()
    for source in find_sources(CORPUS):
        if source.path.endswith(".scan.pdf"):
            continue
        lines = [json.dumps(fact, ensure_ascii=False) for fact in facts(understand(source.file))]
        (folder / f"{source.path}.jsonl").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SNAPSHOTS)
