"""A process that reads plans for this one: bounded in time and memory, used again until it fails, then replaced.

What a file can do to a reader (hang, swell, crash the interpreter) it does to the child; the run goes on.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Memory a child may fill: the largest real plan takes under 0.5 GB with the language models loaded.
MEMORY_BYTES = 4 * 2**30
# A child that has once filled so much is replaced after its file: what it holds does not come back.
SWOLLEN_BYTES = 2 * 2**30
# A child starts and imports its readers in 1 to 3 s; on a machine under load it may take ten times as long.
START_SECONDS = 120.0
# A child ends itself so long after its time is up: its parent, which would have ended it, is gone.
GRACE_SECONDS = 30.0
# Linux, where memory runs out, ends first what gives itself this score: a child, never the run.
_EXPENDABLE = "1000"

# Starting processes from several threads at once is not safe everywhere.
_starting = threading.Lock()


@dataclass(frozen=True, slots=True)
class Loss:
    """Why there is no result: the time was up after `seconds`, or the process died with `status`."""

    seconds: float | None = None
    status: int | None = None


class LostError(Exception):
    """Raised where a child was lost with its item."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(str(loss))
        self.loss = loss


class Child:
    """One child process, started when first needed. Not for two threads at a time, but for `stop`."""

    def __init__(self, *rooms: str) -> None:
        """Take the modules that the child imports at once, while its parent is still busy with something else."""
        self._rooms = rooms
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._is_stopped = False

    def run(self, task: Callable[[Item], Result], item: Item, seconds: float) -> Result:
        """The result of `task(item)`; task, item and result must be picklable.

        What the task raises is raised here. Raises LostError where the child takes longer than `seconds` or dies.
        """
        message = ForkingPickler.dumps((task, item, seconds))
        process, pipe = self.start()
        try:
            pipe.send_bytes(message)
            for allowed in (START_SECONDS, seconds):  # it says when it begins, then what came of it
                if not pipe.poll(allowed):
                    self._end()
                    raise LostError(Loss(seconds=allowed))
                answer = pipe.recv_bytes()
        except (EOFError, OSError) as error:
            process.join(1)
            status = process.exitcode
            self._end()
            raise LostError(Loss(status=status)) from error
        is_raised, is_leaving, result = pickle.loads(answer)
        if is_leaving:
            self._end()
        if is_raised:
            raise result
        found: Result = result
        return found

    def start(self) -> tuple[BaseProcess, Connection]:
        """The process and the pipe to it; it is started where it does not run."""
        if self._process is not None and self._connection is not None and self._process.is_alive():
            return self._process, self._connection
        self._end()
        context = get_context("spawn")  # the same on every system, and no lock of a thread is copied
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(there, self._rooms), daemon=True)
        with _starting:
            if self._is_stopped:
                raise LostError(Loss())
            process.start()
            self._process, self._connection = process, here
        there.close()
        return process, here

    def stop(self) -> None:
        """End the process, whatever it is at; it is not started again."""
        self._is_stopped = True
        if self._process is not None:
            self._process.kill()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def serve(pipe: Connection, rooms: tuple[str, ...] = ()) -> None:
    """Run one task after the other, as the child, until the parent closes the pipe or the process has swollen."""
    prepare()
    for room in rooms:
        import_module(room)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        while True:
            try:
                task, item, seconds = pickle.loads(pipe.recv_bytes())
            except (EOFError, OSError):
                return
            pipe.send_bytes(b"")
            faulthandler.dump_traceback_later(seconds + GRACE_SECONDS, exit=True, file=nowhere)
            is_raised, result = attempt(task, item)
            faulthandler.cancel_dump_traceback_later()
            is_leaving = has_swollen()
            pipe.send_bytes(ForkingPickler.dumps((is_raised, is_leaving, result)))
            if is_leaving:
                return


def attempt(task: Callable[[Item], Result], item: Item) -> tuple[bool, object]:
    """Whether the task raised, and its result or what it raised."""
    try:
        return False, task(item)
    except Exception as error:  # the parent raises it
        return True, error


def prepare() -> None:
    """Set up a child: Ctrl-C is the parent's to handle, a killed parent ends it, and its memory is bounded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    if sys.platform.startswith("linux"):
        Path("/proc/self/oom_score_adj").write_text(_EXPENDABLE, "ascii")
    bound_memory()


def bound_memory() -> None:
    """Let allocations beyond the limit fail. On Windows, and where the system refuses, only time is bounded."""
    if sys.platform == "win32":
        return
    import resource

    # Linux counts what is filled; address space, which others count, is reserved by the gigabyte by some libraries.
    kind = resource.RLIMIT_DATA if sys.platform.startswith("linux") else resource.RLIMIT_AS
    _, hard = resource.getrlimit(kind)
    bound = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    try:
        resource.setrlimit(kind, (bound, hard))
    except (ValueError, OSError):  # macOS refuses what is less than a process has mapped already
        return


def has_swollen() -> bool:
    """Whether this process has once filled so much memory that a fresh one is better."""
    if not sys.platform.startswith("linux"):
        return False
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > SWOLLEN_BYTES


def end_with_parent() -> None:
    """Wait for the parent's end and leave: a child would else wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
