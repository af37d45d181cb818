"""The data dictionary tells of every dataset and column, and of no other."""

from __future__ import annotations

import pytest

from doisoat import dictionary, schemas


def test_the_same_datasets_in_the_same_order() -> None:
    assert list(dictionary.load()) == list(schemas.load().datasets)


@pytest.mark.parametrize("dataset", schemas.load().datasets)
def test_the_same_columns_in_the_same_order(dataset: str) -> None:
    assert list(dictionary.load()[dataset].columns) == [column.name for column in schemas.load().datasets[dataset]]


@pytest.mark.parametrize("dataset", schemas.load().datasets)
def test_both_languages_say_something(dataset: str) -> None:
    entry = dictionary.load()[dataset]
    for meaning in (entry.meaning, *entry.columns.values()):
        assert meaning.vi.strip().endswith((".", "…"))
        assert meaning.en.strip().endswith((".", "…"))
        assert meaning.vi != meaning.en
