"""The measurement itself: the oracle finds what holds and no chance, slips are slips, the same seed gives the same."""

from __future__ import annotations

import random
import tomllib
from decimal import Decimal
from pathlib import Path

import faults
import forms
import measure
import oracle
import plant
import pytest
import report

from extract.document import Block, Cell, Document, Table
from extract.facts import Figure

ROOT = Path(__file__).resolve().parents[2]
VINH_KHE = ROOT / "corpus" / "vinh-khe-2023.docx"


def table(*rows: tuple[str, ...]) -> Document:
    """A document of one table, whose first row is its header."""
    cells = tuple(
        Cell(r, c, text, is_header=r == 0) for r, row in enumerate(rows) for c, text in enumerate(row) if text
    )
    grid = Table(len(rows), len(rows[0]), cells, 1)
    return Document("text", "test", (Block(0, "table", grid.text(), table=grid),))


def kinds(document: Document) -> set[str]:
    return {equation.kind for equation in oracle.find_equations(document)}


def test_the_oracle_finds_sums_differences_and_percentages() -> None:
    rows = [
        ("Khe", "100", "10", "4", "6", "6,00"),
        ("Nà", "200", "20", "5", "15", "7,50"),
        ("Bản", "50", "7", "1", "6", "12,00"),
    ]
    document = table(("Thôn", "Hộ", "Đầu", "Giảm", "Cuối", "%"), *rows, ("Tổng", "350", "37", "10", "27", "7,71"))
    assert kinds(document) == {"sum", "difference", "percent"}


def test_the_oracle_takes_no_chance_for_a_law() -> None:
    rows = [("Khe", "10", "4", "6"), ("Nà", "20", "5", "14"), ("Bản", "30", "8", "21"), ("Tổng", "61", "18", "43")]
    assert kinds(table(("Thôn", "a", "b", "c"), *rows)) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có 789 hộ, 74 hộ nghèo, chiếm 9,38%.", {"percent"}),
        ("Có 789 hộ, 72 hộ nghèo, chiếm 9,12%.", {"cut"}),
        ("Có 789 hộ, 74 hộ nghèo, chiếm 9,83%.", set()),
        ("63 hộ gồm 48 hộ già yếu và 15 hộ còn sức.", {"sum"}),
        ("21/39 trường, đạt 53,8%.", {"percent"}),
        ("21/39 trường, đạt 54,8%.", set()),
    ],
)
def test_the_oracle_reads_text(text: str, expected: set[str]) -> None:
    assert kinds(Document("text", "test", (Block(0, "paragraph", text),))) == expected


@pytest.mark.parametrize(
    ("literal", "value"),
    [("1,545", "1545"), ("2.881", "2881"), ("9,38", "9.38"), ("09", "9"), ("-", "0"), ("1.2.34", None), ("a", None)],
)
def test_the_oracle_reads_numbers_as_people_do(literal: str, value: str | None) -> None:
    assert oracle.read_number(literal) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("kind", plant.SLIPS)
@pytest.mark.parametrize(
    ("literal", "number", "decimals"), [("21.79", "21.79", 2), ("1.545", "1545", 0), ("74", "74", 0)]
)
def test_a_slip_changes_the_literal_and_no_more(kind: str, literal: str, number: str, decimals: int) -> None:
    figure = Figure(
        0, "percent" if decimals else "count", literal, 0, 0, len(literal), Decimal(number), decimals=decimals
    )
    for seed in range(20):
        told = plant.SLIPS[kind](figure, random.Random(seed))
        assert told is None or (told and any(char.isdigit() for char in told))


def test_the_same_seed_plants_the_same() -> None:
    first, again = (list(measure.run(measure.load(VINH_KHE), 6, 1)) for _ in range(2))
    assert first == again
    assert len(first) == 6


def test_what_arithmetic_shows_is_found_in_a_clean_plan() -> None:
    base = measure.load(VINH_KHE)
    assert measure.alarms(base) == []
    shown = [one for one in measure.run(base, 25, 3) if one.is_shown]
    assert len(shown) > 10
    assert all(one.is_detected for one in shown)


def test_a_fault_of_form_is_planted_where_there_is_place_for_it() -> None:
    base = measure.load(VINH_KHE)
    made = {kind: change(base.facts, random.Random(1)) for kind, change in forms.FORMAL.items()}
    assert made["wrong label"] is not None
    assert made["number blank"] is not None
    assert made["annex gone"] is None


def test_the_report_tells_what_was_measured() -> None:
    results = list(measure.run(measure.load(VINH_KHE), 12, 5))
    text, picture = report.write(results, ["a.txt: share: 1 / 3"], 1), report.draw(results)
    assert "12 faults in 1 plans" in text
    assert "- a.txt: share: 1 / 3" in text
    assert picture.startswith("<svg")
    assert picture.rstrip().endswith("</svg>")


def test_every_known_fault_is_of_a_plan_that_is_measured() -> None:
    known = tomllib.loads((Path(__file__).parent / "known.toml").read_text("utf-8"))
    measured = {file.name.split(".")[0] for file in faults.find_plans(ROOT.parent / "shared")}
    assert measured <= set(known)


def test_floors_are_set() -> None:
    floors = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))["faults"]
    assert set(floors) == {"detected", "located", "corrected", "formal", "planted", "hidden"}
