"""Results come in order, and a worker that dies takes nothing with it but its own item."""

from __future__ import annotations

from types import ModuleType

import pytest

from doisoat.pool import run_in_order


def mourn(item: int) -> str:
    """The result of an item whose worker died."""
    return f"{item} died"


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 30])
def test_results_come_in_order(workers: int, count: int, standin: ModuleType) -> None:
    assert list(run_in_order(standin.label, range(count), workers, mourn)) == [f"{item} done" for item in range(count)]


@pytest.mark.parametrize("deadly", [{0}, {7}, {29}, {3, 4, 20}])
def test_a_death_is_its_own_items_alone(deadly: set[int], standin: ModuleType) -> None:
    items = [-item if item in deadly else item for item in range(1, 30)]
    found = list(run_in_order(standin.label, items, 2, mourn))
    assert found == [f"{item} died" if item < 0 else f"{item} done" for item in items]


def test_items_are_taken_as_results_are_used(standin: ModuleType) -> None:
    taken = []

    def items():
        for item in range(100):
            taken.append(item)
            yield item

    results = run_in_order(standin.label, items(), 2, mourn)
    next(results)
    assert len(taken) <= 9
    results.close()


def test_an_exception_of_the_task_is_passed_on(standin: ModuleType) -> None:
    with pytest.raises(TypeError):
        list(run_in_order(standin.label, ["word"], 2, mourn))
