"""The text of a plan as markup: escaped, every figure marked once, every finding that speaks of it noted behind it.

Offsets are those of the block; a slice of a block (a long one is cut) is marked on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from doisoat.report.rows import Row
from doisoat.report.words import Words

# What plans are asked about: these stand out, the rest of the numbers is only underlined.
COUNTED = frozenset({"count", "percent", "money", "area"})
UNSURE = 0.5  # below it an analyst must look, says the contract


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as it is noted behind a figure: its anchor, the number it goes by, and its severity."""

    finding_id: int
    number: int
    severity: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure to be marked: its row, the number of its description, and the findings that speak of it."""

    figure: Row
    description: int
    notes: tuple[Note, ...]


def mark_text(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """`text[start:end]` with the marks that lie in it, which must be sorted and apart."""
    parts: list[str] = []
    reached = start
    for mark in marks:
        at, behind = mark.figure["start"], mark.figure["end"]
        parts += (escape(text[reached:at]), mark_figure(mark, text[at:behind]))
        reached = behind
    parts.append(escape(text[reached:end]))
    return "".join(parts)


def mark_figure(mark: Mark, literal: str) -> str:
    """One figure: a link to its description, and the numbers of its findings behind it."""
    figure = mark.figure
    worst = mark.notes[0].severity if mark.notes else ""
    names = ["f", figure["kind"] if figure["kind"] in COUNTED else "o", worst]
    if figure["confidence"] < UNSURE and figure["kind"] in COUNTED:
        names.append("unsure")
    told = f' data-c="{figure["confidence"]:.2f}"'
    if value := tell_value(figure):
        told += f' data-v="{value}"'
    if figure["place"]:
        told += f' data-p="{escape(figure["place"])}"'
    if mark.notes:
        told += f' data-n="{" ".join(str(note.finding_id) for note in mark.notes)}"'
    notes = "".join(map(mark_note, mark.notes))
    return (
        f'<a class="{" ".join(filter(None, names))}" id="f{figure["figure_id"]}" href="#g{mark.description}"{told}>'
        f"{escape(literal)}</a>{notes}"
    )


SEVERITIES = {"error": Words("Lỗi", "Error"), "warning": Words("Cảnh báo", "Warning"), "note": Words("Ghi chú", "Note")}


@cache
def mark_note(note: Note) -> str:
    """The number of a finding, linked to it."""
    said = SEVERITIES[note.severity]
    return (
        f'<a class="r {note.severity}" href="#n{note.finding_id}" data-say="aria-label" '
        f'aria-label="{said.vi} {note.number}" data-en="{said.en} {note.number}">{note.number}</a>'
    )


def tell_value(figure: Row) -> str:
    """The value for programs: `2881`, `15/20` of a range, a date; empty where there is none."""
    if figure["value"] is None:
        return "" if figure["date"] is None else figure["date"].isoformat()
    value = f"{figure['value']:.12g}"
    return value if figure["value_to"] is None else f"{value}/{figure['value_to']:.12g}"
