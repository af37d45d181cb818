"""The program: everything that touches disk, screen or process. And a door for Python:

    import doisoat

    plan = doisoat.read("plan.docx")            # what was understood: plan.facts, plan.audit
    findings = doisoat.audit("plan.docx").findings
    tables = doisoat.frames("outputs")          # every dataset of a run as a pandas frame
    tables["village_stats"].query("measure == 'poor_households'")

Nothing is loaded before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doisoat.door import Plan, UnreadableError, audit, frames, read

__all__ = ["Plan", "UnreadableError", "audit", "frames", "read"]


def __getattr__(name: str) -> object:
    """One of the public names, brought when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'doisoat' has no attribute {name!r}")
    from doisoat import door

    return getattr(door, name)


def __dir__() -> list[str]:
    """The public names, before they are brought too."""
    return sorted({*globals(), *__all__})
