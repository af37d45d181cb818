"""What a rule across plans yields: a check of one plan's figures against those of others."""

from __future__ import annotations

from dataclasses import dataclass

from validate.check import Check


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A figure of another plan."""

    document_id: str
    figure_id: int


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A check told of one plan; `check.figures` are its own, `others` stand in other plans."""

    document_id: str
    check: Check
    others: tuple[OtherFigure, ...] = ()
