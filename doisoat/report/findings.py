"""Findings as a page shows them: numbered, with links to their figures wherever these stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doisoat.report.marked import Note
from doisoat.report.places import Link, Places
from doisoat.report.rows import Row
from doisoat.report.words import Words, word

SEVERITIES = ("error", "warning", "note")  # the gravest first

# Links to figures that one finding shows: a total over thousands of rows would else fill the page.
LINKS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What would mend it: the figure, the value it may be meant as, and why."""

    link: Link
    value: Words
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it is shown."""

    note: Note
    rule: str
    name: Words
    message: Words
    formula: str | None
    page: int | None
    figures: tuple[int, ...]
    links: tuple[Link, ...]
    more: int
    place: str | None  # link to the block where no figure is named
    suggestions: tuple[Suggestion, ...]
    others: tuple[Link, ...]
    same_cause: tuple[Note, ...]


def number_findings(findings: Sequence[Row]) -> list[tuple[Row, Note]]:
    """The findings, the gravest first and then in the order of the text, numbered from 1."""
    ordered = sorted(
        findings,
        key=lambda row: (
            SEVERITIES.index(row["severity"]),
            -1 if row["block_id"] is None else row["block_id"],
            row["start"] or 0,
            row["finding_id"],
        ),
    )
    return [(row, Note(row["finding_id"], number, row["severity"])) for number, row in enumerate(ordered, 1)]


def notes_by_figure(numbered: Sequence[tuple[Row, Note]]) -> dict[int, tuple[Note, ...]]:
    """Of each figure the findings that speak of it or would mend it, the gravest first."""
    found: dict[int, list[Note]] = {}
    for row, note in numbered:
        for figure_id in dict.fromkeys(row["figures"]):
            found.setdefault(figure_id, []).append(note)
    return {figure_id: tuple(notes) for figure_id, notes in found.items()}


def show_finding(row: Row, note: Note, places: Places, causes: Mapping[int, Sequence[Note]]) -> Shown:
    """A finding with its links; `causes` are the findings of the page by the figure that causes them."""
    figures = tuple(row["figures"])
    shown = figures[:LINKS_SHOWN]
    return Shown(
        note,
        row["rule"],
        word("rule", row["rule"]),
        Words(row["message_vi"], row["message_en"]),
        row["formula"],
        row["page"],
        figures,
        tuple(places.figure(figure_id) for figure_id in shown),
        len(figures) - len(shown),
        places.block(row["block_id"]) if row["block_id"] is not None and not figures else None,
        tuple(
            Suggestion(places.of(given["document_id"], given["figure_id"]), say_number(given["value"]), given["why"])
            for given in row["suggestions"]
        ),
        tuple(places.of(other["document_id"], other["figure_id"]) for other in row["other_figures"]),
        tuple(other for other in causes.get(row["cause_id"], ()) if other != note),
    )


def say_number(value: float) -> Words:
    """A number as each language writes it.

    >>> say_number(2881.5).vi, say_number(2881.5).en
    ('2.881,5', '2,881.5')
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return Words(text.translate(str.maketrans(",.", ".,")), text)
