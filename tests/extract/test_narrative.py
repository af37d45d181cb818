"""Example clauses with their facets, grouped by habit in `clauses/*.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.facts import Facts, Figure
from extract.gather import gather
from extract.outline import outline
from extract.quantity import KINDS
from extract.readers.markdown import read_markdown

FILES = sorted((Path(__file__).parent / "clauses").glob("*.toml"))
CASES = [
    pytest.param(
        case,
        id=f"{file.stem}: {case['name']}",
        marks=[pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else [],
    )
    for file in FILES
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]


def facts_of(case: dict[str, Any]) -> Facts:
    """The facts of a short plan that holds the case's text as its last paragraph."""
    year = case.get("year", 2023)
    title = case.get("title", f"KẾ HOẠCH\n\nGiảm nghèo bền vững xã Na Lốc năm {year}")
    parts = [title, case.get("heading"), case.get("lead"), case["text"]]
    return gather(outline(read_markdown("\n\n".join(part for part in parts if part).encode())))


def told(figure: Figure) -> str:
    """A figure as the cases write it."""
    said = figure.facets
    words = [figure.literal, said.measure, said.unit, said.aspect, said.moment, said.year, said.stance]
    line = " ".join(str(word).replace(" ", "_") if word is not None else "-" for word in words)
    extra = {"group": said.group, "of": said.of_measure, "place": said.place, "per": said.per}
    return line + "".join(f" {key}={str(value).replace(' ', '_')}" for key, value in extra.items() if value)


@pytest.mark.parametrize("case", CASES)
def test_clause(case: dict[str, Any]) -> None:
    facts = facts_of(case)
    last = facts.document.blocks[-1].block_id
    found = [told(figure) for figure in facts.figures if figure.block_id == last and figure.kind in KINDS]
    assert found == case["expect"]
