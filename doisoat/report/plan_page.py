"""The pages of one plan: the document with its figures marked, and beside it what was found and understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doisoat.report.facets import Description, Descriptions
from doisoat.report.findings import Shown, notes_by_figure, number_findings, show_finding
from doisoat.report.marked import Mark, Note
from doisoat.report.parts import Part, find_parts, make_parts, page_name
from doisoat.report.pictures import Album
from doisoat.report.pieces import make_pieces
from doisoat.report.places import Places
from doisoat.report.rows import PlanRows, Row
from doisoat.report.sheets import Sheet, make_sheets
from doisoat.report.understood import Listing, list_understood
from doisoat.report.words import Words, same, say_date, word

# What a plan says of itself, in the order of a letterhead; `say` names the lexicon of a code.
FACTS = (
    "reference", "issued_on", "issuer", "level", "commune", "district", "province", "commune_code", "present_unit",
    "plan_year", "plan_year_to", "signer", "signer_title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One of a plan's facts by its column."""

    column: str
    words: Words


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All that the template of one page needs."""

    name: str
    document: Row
    title: Words
    facts: tuple[Fact, ...]
    part: int
    parts: tuple[tuple[str, int, int], ...]  # file, first and last figure of every part
    sheets: tuple[Sheet, ...]
    findings: tuple[Shown, ...]
    all_findings: int
    block_notes: Mapping[int, Sequence[Note]]
    descriptions: tuple[Description, ...]
    listings: tuple[Listing, ...]
    fault: str | None


def make_pages(plan: PlanRows, album: Album, names: Mapping[str, str]) -> Iterator[PlanPage]:
    """The pages of a plan; `names` are what the plans of the run go by, by id."""
    numbered = number_findings(plan.of("findings"))
    notes = notes_by_figure(numbered)
    descriptions = Descriptions()
    marks: dict[int, list[Mark]] = {}
    for figure in sorted(plan.of("figures"), key=lambda row: (row["block_id"], row["start"])):
        mark = Mark(figure, descriptions.of(figure).number, notes.get(figure["figure_id"], ()))
        marks.setdefault(figure["block_id"], []).append(mark)
    cells: dict[int, list[Row]] = {}
    for cell in plan.of("cells"):
        cells.setdefault(cell["table_id"], []).append(cell)
    depths = {row["section_id"]: row["depth"] for row in plan.of("sections")}
    parts = make_parts(make_pieces(plan.of("blocks"), cells, marks, depths))
    figures_at, blocks_at = find_parts(parts)
    literals = {row["figure_id"]: row["literal"] for row in plan.of("figures")}
    files = tuple(name_part(plan.document_id, part) for part in parts)
    for part in parts:
        places = Places(plan.document_id, part.number, figures_at, blocks_at, literals, names)
        known = [(places.keep_known(row), note) for row, note in numbered]
        here = [(row, note) for row, note in known if part.number in stands_on(row, places)]
        causes = group_notes((row["cause_id"], note) for row, note in here)
        used = {mark.description: mark.figure for piece in part.pieces for mark in piece.marks}
        yield PlanPage(
            page_name(plan.document_id, part.number),
            plan.document,
            title_of(plan.document),
            tuple(facts_of(plan.document)),
            part.number,
            files,
            tuple(make_sheets(plan, part, album, notes, places)),
            tuple(show_finding(row, note, places, causes) for row, note in here),
            len(numbered),
            group_notes((None if row["figures"] else row["block_id"], note) for row, note in here),
            tuple(descriptions.of(used[number]) for number in sorted(used)),
            list_understood(plan, part.blocks, places),
            album.fault,
        )


def group_notes(keyed: Iterable[tuple[int | None, Note]]) -> dict[int, list[Note]]:
    """Findings by a key, those without left out."""
    found: dict[int, list[Note]] = {}
    for key, note in keyed:
        if key is not None:
            found.setdefault(key, []).append(note)
    return found


def stands_on(finding: Row, places: Places) -> set[int]:
    """The parts on which a finding is shown: where its figures are, else where its block is, else the first."""
    if finding["figures"]:
        return {places.figures[figure_id] for figure_id in finding["figures"]}
    return {places.blocks.get(finding["block_id"], 1)}


def name_part(document_id: str, part: Part) -> tuple[str, int, int]:
    """A part's file with the first and last figure on it; -1 where it has none."""
    numbers = [mark.figure["figure_id"] for piece in part.pieces for mark in piece.marks]
    return page_name(document_id, part.number), min(numbers, default=-1), max(numbers, default=-1)


def title_of(document: Row) -> Words:
    """What a plan is called: its kind, title and, where it has none, its file."""
    kind = word("document_kind", document["kind"]) if document["kind"] else same("")
    if document["title"]:
        return Words(f"{kind.vi} {lower_first(document['title'])}".strip(), document["title"])
    return same(document["path"].rsplit("/", 1)[-1])


def lower_first(title: str) -> str:
    """A title behind its kind: a word that is no name loses its capital.

    >>> lower_first("Thực hiện công tác giảm nghèo"), lower_first("UBND")
    ('thực hiện công tác giảm nghèo', 'UBND')
    """
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def facts_of(document: Row) -> Iterator[Fact]:
    """What the plan says of itself, as far as it does."""
    for column in FACTS:
        value: Any = document[column]
        if value is not None:
            yield Fact(column, say_fact(column, value))


def say_fact(column: str, value: Any) -> Words:
    """A fact in words."""
    if isinstance(value, date):
        return say_date(value)
    return word("level", value) if column == "level" else same(value)
