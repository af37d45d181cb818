"""The schemas are the contract's, and rows that do not fit them are told by dataset, column and row."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from doisoat import schemas
from doisoat.schemas import Row, find_violations

# A column as the contract writes it, behind a section's other columns: `pages`? — in backticks, ? where it may be null.
COLUMN = regex.compile(r"`(\w+)`(\??)")
SECTION = regex.compile(r"^## (\w+) — .*?\n(.*?)(?=^## |\Z)", regex.MULTILINE | regex.DOTALL)


@pytest.fixture
def contract(plans: Path) -> dict[str, list[tuple[str, bool]]]:
    """The columns of each dataset by the contract's own text: name, and whether it may be null."""
    text = (plans.parent / "design" / "datasets.md").read_text("utf-8")
    columns = {name: COLUMN.findall(columns_of(body)) for name, body in SECTION.findall(text)}
    return {name: [(column, mark == "?") for column, mark in found] for name, found in columns.items()}


def columns_of(body: str) -> str:
    """A section's list of columns: its first paragraph up to its first full sentence, without what brackets explain."""
    text = body.split("\n\n")[0]
    while (shorter := regex.sub(r"\([^()]*\)|<[^<>]*>", "", text)) != text:
        text = shorter
    return regex.split(r"\.\s+[A-Z]|\n[A-Z]", text)[0]


def test_datasets_are_those_of_the_contract(contract: dict[str, list[tuple[str, bool]]]) -> None:
    assert list(schemas.load().datasets) == list(contract)


@pytest.mark.parametrize("dataset", schemas.load().datasets)
def test_columns_are_those_of_the_contract(dataset: str, contract: dict[str, list[tuple[str, bool]]]) -> None:
    assert [(column.name, column.nullable) for column in schemas.load().datasets[dataset]] == contract[dataset]


def test_a_column_has_one_type_in_all_datasets() -> None:
    types: dict[str, set[str]] = {}
    for columns in schemas.load().datasets.values():
        for column in columns:
            types.setdefault(column.name, set()).add(column.type)
    assert {name for name, found in types.items() if len(found) > 1} == set()


SECTION_ROW: Row = {"document_id": "a", "section_id": 1, "parent_id": None, "label": None, "title": "T", "depth": 1}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"title": None}, ["sections.title, row 1: is null and may not be"]),
        ({"colour": "red"}, ["sections.colour, row 1: is no column of this dataset"]),
        ({"depth": 2**31}, ["sections.depth, row 1: 2147483648 is too large for int32"]),
        ({"depth": 2**31 - 1}, []),
    ],
)
def test_violations(change: Row, told: list[str]) -> None:
    rows = [SECTION_ROW, {**SECTION_ROW, **change}]
    assert [str(violation) for violation in find_violations("sections", rows)] == told


def test_a_missing_column_is_told() -> None:
    row = {name: value for name, value in SECTION_ROW.items() if name != "label"}
    assert [str(violation) for violation in find_violations("sections", [row])] == ["sections.label, row 0: is missing"]
