"""Work spread over processes: results in the order of the items, memory bounded, one death no one else's."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items under way per worker: enough that a long plan at the head lets the other workers go on, few enough that finished
# results waiting behind it stay small.
WINDOW = 4

# Memory one worker may fill: the largest real plan takes under 0.5 GB with the language models loaded. A file that
# unpacks to more (a “zip bomb”) fails alone instead of bringing the machine down.
WORKER_BYTES = 4 * 2**30


def run_in_order(
    task: Callable[[Item], Result], items: Iterable[Item], workers: int, died: Callable[[Item], Result]
) -> Iterator[Result]:
    """`task` of every item, in the order of the items; with one worker in this process.

    Where a worker dies, the items under way are done again one at a time, so the one that kills it is known:
    its result is `died(item)`. `task` and items must be picklable.
    """
    if workers == 1:
        yield from map(task, items)
        return
    rest = iter(items)
    while True:
        broken: list[Item] = []
        yield from run_until_death(task, rest, workers, broken)
        if not broken:
            return
        yield from run_alone(task, broken, died)


def run_until_death(
    task: Callable[[Item], Result], rest: Iterator[Item], workers: int, broken: list[Item]
) -> Iterator[Result]:
    """Results in order until a worker dies; `broken` then holds the items under way that have none yet."""
    with start(workers) as pool:
        window: deque[tuple[Item, Future[Result]]] = deque()
        try:
            while True:
                for item in islice(rest, workers * WINDOW - len(window)):
                    window.append((item, submit(pool, task, item)))
                if not window:
                    return
                result = window[0][1].result()
                window.popleft()
                yield result
        except BrokenProcessPool:
            broken.extend(item for item, _ in window)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def submit(pool: ProcessPoolExecutor, task: Callable[[Item], Result], item: Item) -> Future[Result]:
    """A future of the task; one that is broken already where the pool is."""
    try:
        return pool.submit(task, item)
    except BrokenProcessPool as error:
        future: Future[Result] = Future()
        future.set_exception(error)
        return future


def run_alone(
    task: Callable[[Item], Result], items: Iterable[Item], died: Callable[[Item], Result]
) -> Iterator[Result]:
    """Results in order, one item at a time in a process that is started anew where it dies."""
    pool = start(1)
    try:
        for item in items:
            try:
                result = pool.submit(task, item).result()
            except BrokenProcessPool:
                pool.shutdown()
                pool = start(1)
                result = died(item)
            yield result
    finally:
        pool.shutdown(cancel_futures=True)


def start(workers: int) -> ProcessPoolExecutor:
    """A pool of fresh processes (`spawn`): the same on every system, and no lock of a thread is copied."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=prepare_worker)


def prepare_worker() -> None:
    """Set up a worker: Ctrl-C is the parent's to handle, a killed parent ends it, and its memory is bounded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    if sys.platform.startswith("linux"):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        bound = WORKER_BYTES if hard == resource.RLIM_INFINITY else min(WORKER_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))


def end_with_parent() -> None:
    """Wait for the parent's end and leave: a worker would else wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
