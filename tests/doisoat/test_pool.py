"""Results come in order, and a worker that dies takes nothing with it but its own item."""

from __future__ import annotations

from types import ModuleType

import pytest

from doisoat.child import Loss
from doisoat.pool import run_in_order


def mourn(item: int, loss: Loss) -> str:
    """The result of an item whose child was lost."""
    return f"{item} died" if loss.seconds is None else f"{item} hung"


def allow(item: int) -> float:
    """The seconds of an item: few for those that hang."""
    return 0.5 if item > 100 else 60


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 30])
def test_results_come_in_order(workers: int, count: int, standin: ModuleType) -> None:
    assert list(run_in_order(standin.label, range(count), workers, mourn, allow)) == [
        f"{item} done" for item in range(count)
    ]


@pytest.mark.parametrize("deadly", [{0}, {7}, {29}, {3, 4, 20}])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_death_is_its_own_items_alone(deadly: set[int], workers: int, standin: ModuleType) -> None:
    items = [-item if item in deadly else item for item in range(1, 30)]
    found = list(run_in_order(standin.label, items, workers, mourn, allow))
    assert found == [f"{item} died" if item < 0 else f"{item} done" for item in items]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_hangs_is_given_up_alone(workers: int, standin: ModuleType) -> None:
    found = list(run_in_order(standin.label, [1, 101, 2, 3, 102, 4], workers, mourn, allow))
    assert found == ["1 done", "101 hung", "2 done", "3 done", "102 hung", "4 done"]


def test_items_are_taken_as_results_are_used(standin: ModuleType) -> None:
    taken = []

    def items():
        for item in range(100):
            taken.append(item)
            yield item

    results = run_in_order(standin.label, items(), 2, mourn, allow)
    next(results)
    assert len(taken) <= 9
    results.close()


def test_an_exception_of_the_task_is_passed_on(standin: ModuleType) -> None:
    with pytest.raises(TypeError):
        list(run_in_order(standin.label, ["word"], 2, mourn, allow))
