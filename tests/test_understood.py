"""What is understood of the numbers: a hundred of them read by a person, and how many count something known."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from extract.facts import Facts, Figure
from extract.gather import gather
from extract.read import read

TESTS = Path(__file__).parent
PLANS = TESTS.parent.parent / "shared" / "plans"
CORPUS = TESTS.parent / "corpus"
ROWS = [
    tuple(part.strip() for part in line.split(" | "))
    for line in (TESTS / "gold" / "figures.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
FLOORS = tomllib.loads((TESTS / "floors.toml").read_text("utf-8"))["understood"]


@cache
def facts_of(name: str) -> Facts | None:
    """A plan's facts; None where it is not at hand."""
    path = next((folder / name for folder in (CORPUS, PLANS) if (folder / name).exists()), None)
    return gather(read(path)) if path else None


def told(figure: Figure) -> str:
    f = figure.facets
    said = " ".join(str(value or "-") for value in (f.measure, f.unit, f.aspect, f.moment, f.year, f.stance))
    marks = {"group": f.group, "place": f.place and f.place.replace(" ", "_"), "of": f.of_measure}
    return said + "".join(f" {key}={value}" for key, value in marks.items() if value)


def test_a_hundred_were_read() -> None:
    assert len(ROWS) == 100


@pytest.mark.parametrize("name", sorted({row[0] for row in ROWS}))
def test_figures_are_told_as_they_were_read(name: str, request: pytest.FixtureRequest) -> None:
    if not (CORPUS / name).exists():
        request.getfixturevalue("plans")  # skips, or fails in CI, where the real plans are not there
    facts = facts_of(name)
    assert facts is not None
    for _, number, literal, expected in (row for row in ROWS if row[0] == name):
        figure = facts.figures[int(number)]
        assert (figure.literal, told(figure)) == (literal, expected)


def test_most_numbers_of_the_text_count_something_known() -> None:
    figures = [figure for name in {row[0] for row in ROWS} if (facts := facts_of(name)) for figure in facts.figures]
    spoken = [f for f in figures if f.kind in ("count", "percent") and f.table_id is None]
    known = sum(f.facets.measure is not None for f in spoken)
    assert known / len(spoken) >= FLOORS["narrative"]
