"""Plans read for the screen: each in a child process, in order, with what each may take."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from doisoat.child import Child
from doisoat.pool import run_in_order

if TYPE_CHECKING:
    from doisoat.plan import Plan
    from doisoat.sources import Source
    from normalize.vocabulary import Row

Reading = tuple["Plan | None", str]  # the plan, or why it cannot be read


_ahead: list[Child] = []  # started before it was asked for


def start_ahead() -> None:
    """Start a child process that imports what reading needs, while this one goes on to import the same."""
    child = Child("doisoat.plan", "extract.gather", "extract.outline")
    child.start()
    _ahead.append(child)


def take_child() -> Child:
    """The child process that was started ahead, else one started now."""
    if not _ahead:
        start_ahead()
    return _ahead.pop()


def read_plans(
    sources: Sequence[Source],
    workers: int,
    seconds: float | None,
    first: Child,
    measures: Mapping[str, Row] | None = None,
) -> Generator[Reading, None, None]:
    """Every plan, or why it cannot be read, in order. `seconds` a plan may take, by default according to its size."""
    from doisoat import plan as room
    from doisoat.limits import explain_loss, time_limit

    def allowed(source: Source) -> float:
        return time_limit(source) if seconds is None else seconds

    with TemporaryDirectory(prefix="doisoat-", ignore_cleanup_errors=True) as scratch:
        understand = partial(room.understand, measures=measures) if measures else room.understand
        task = partial(room.try_plan, understand=understand, scratch=Path(scratch))
        yield from run_in_order(
            task,
            sources,
            max(min(workers, len(sources)), 1),
            lambda _, loss: (None, explain_loss(loss)),
            allowed,
            first,
        )
