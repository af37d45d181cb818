"""Work spread over child processes: results in the order of the items, one loss no one else's."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue
from typing import TypeVar

from doisoat.child import Child, Loss, LostError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items under way per worker: enough that a long plan at the head lets the other workers go on, few enough that finished
# results waiting behind it stay small.
WINDOW = 4


def run_in_order(
    task: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    lost: Callable[[Item, Loss], Result],
    seconds: Callable[[Item], float],
    first: Child | None = None,
) -> Generator[Result, None, None]:
    """`task` of every item, each in a child process, in the order of the items.

    A child that takes longer than `seconds(item)`, or dies, is replaced; the result is then `lost(item, why)`.
    Task and items must be picklable; `lost` and `seconds` run in this process. `first` is a child already started.
    """
    children = [first or Child(), *(Child() for _ in range(workers - 1))]
    idle: SimpleQueue[Child] = SimpleQueue()
    for child in children:
        idle.put(child)

    def work(item: Item) -> Result:
        child = idle.get()
        try:
            return child.run(task, item, seconds(item))
        except LostError as error:
            return lost(item, error.loss)
        finally:
            idle.put(child)

    rest = iter(items)
    window: deque[Future[Result]] = deque()
    threads = ThreadPoolExecutor(workers)
    try:
        while True:
            window.extend(threads.submit(work, item) for item in islice(rest, workers * WINDOW - len(window)))
            if not window:
                return
            yield window[0].result()
            window.popleft()
    finally:
        # also where the run was interrupted: children have nothing to save
        threads.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.stop()
        threads.shutdown(wait=True)
