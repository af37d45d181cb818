"""The pages of one plan: the document with its figures marked, and beside it what was found and understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from doisoat.report.facets import Description, Descriptions
from doisoat.report.findings import Link, Places, Shown, notes_by_figure, number_findings, show_finding
from doisoat.report.marked import Mark, Note
from doisoat.report.parts import Part, find_parts, make_parts, page_name
from doisoat.report.pictures import Album, Picture
from doisoat.report.pieces import Piece, make_pieces
from doisoat.report.rows import PlanRows, Row
from doisoat.report.understood import Listing, list_understood
from doisoat.report.words import Words, same, say

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
class Box:
    """A place on a page picture in points, linked to what stands there."""

    href: str
    label: str
    x: float
    y: float
    width: float
    height: float
    severity: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pieces of the document up to the next page, with the page's picture where there is one."""

    page: int | None
    picture: Picture | None
    boxes: tuple[Box, ...]
    pieces: tuple[Piece, ...]


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
    """The pages of a plan; `names` are what other plans go by, by id."""
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
    causes: dict[int, list[Note]] = {}
    for row, note in numbered:
        if row["cause_id"] is not None:
            causes.setdefault(row["cause_id"], []).append(note)
    files = tuple(name_part(plan.document_id, part) for part in parts)
    for part in parts:
        places = Places(
            figure=partial(lead, plan.document_id, "f", figures_at, part.number),
            block=partial(lead, plan.document_id, "b", blocks_at, part.number),
            other=lambda document_id, figure_id: Link(
                f"{page_name(document_id)}#f{figure_id}", names.get(document_id, document_id)
            ),
        )
        here = [(row, note) for row, note in numbered if part.number in stands_on(row, figures_at, blocks_at)]
        block_notes: dict[int, list[Note]] = {}
        for row, note in here:
            if not row["figures"] and row["block_id"] is not None:
                block_notes.setdefault(row["block_id"], []).append(note)
        used = {mark.description: mark.figure for piece in part.pieces for mark in piece.marks}
        yield PlanPage(
            page_name(plan.document_id, part.number),
            plan.document,
            title_of(plan.document),
            tuple(facts_of(plan.document)),
            part.number,
            files,
            tuple(make_sheets(plan, part, album, notes)),
            tuple(show_finding(row, note, literals, places, causes) for row, note in here),
            len(numbered),
            block_notes,
            tuple(descriptions.of(used[number]) for number in sorted(used)),
            list_understood(plan, part.blocks),
            album.fault,
        )


def lead(document_id: str, letter: str, parts: Mapping[int, int], here: int, number: int) -> str:
    """A link from one part to a figure or block, wherever it stands."""
    there = parts[number]
    return ("" if there == here else page_name(document_id, there)) + f"#{letter}{number}"


def stands_on(finding: Row, figures_at: Mapping[int, int], blocks_at: Mapping[int, int]) -> set[int]:
    """The parts on which a finding is shown: where its figures are, else where its block is, else the first."""
    if finding["figures"]:
        return {figures_at[figure_id] for figure_id in finding["figures"]}
    return {blocks_at.get(finding["block_id"], 1)}


def name_part(document_id: str, part: Part) -> tuple[str, int, int]:
    """A part's file with the first and last figure on it; -1 where it has none."""
    numbers = [mark.figure["figure_id"] for piece in part.pieces for mark in piece.marks]
    return page_name(document_id, part.number), min(numbers, default=-1), max(numbers, default=-1)


def title_of(document: Row) -> Words:
    """What a plan is called: its kind, title and, where it has none, its file."""
    kind = say("document_kind", document["kind"]) if document["kind"] else same("")
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
            yield Fact(column, say("level", value) if column == "level" else same(value))


def make_sheets(plan: PlanRows, part: Part, album: Album, notes: Mapping[int, Sequence[Note]]) -> Iterator[Sheet]:
    """The pieces of a part page by page."""
    pictures = {picture.page: picture for picture in album.pictures}
    boxes = find_boxes(plan, notes) if pictures else {}
    pieces: list[Piece] = []
    page: int | None = None
    for piece in part.pieces:
        if piece.page is not None and piece.page != page:
            if pieces:
                yield Sheet(page, pictures.get(page or 0), boxes.get(page or 0, ()), tuple(pieces))
            page, pieces = piece.page, []
        pieces.append(piece)
    yield Sheet(page, pictures.get(page or 0), boxes.get(page or 0, ()), tuple(pieces))


def find_boxes(plan: PlanRows, notes: Mapping[int, Sequence[Note]]) -> dict[int, tuple[Box, ...]]:
    """By page the cells that hold a figure, and the blocks that hold one with a finding."""
    found: dict[int, list[Box]] = {}
    cells = {(row["table_id"], row["row"], row["column"]): row for row in plan.of("cells")}
    blocks = {row["block_id"]: row for row in plan.of("blocks")}
    boxed: set[int] = set()
    for figure in plan.of("figures"):
        own = notes.get(figure["figure_id"], ())
        severity = own[0].severity if own else ""
        place = cells.get((figure["table_id"], figure["row"], figure["column"]))
        if place is None and severity and figure["block_id"] not in boxed:
            place = blocks[figure["block_id"]]
            boxed.add(figure["block_id"])
        if place is not None and place["bbox"] is not None and place["page"] is not None:
            box = place["bbox"]
            width, height = box["x1"] - box["x0"], box["y1"] - box["y0"]
            found.setdefault(place["page"], []).append(
                Box(f"#f{figure['figure_id']}", figure["literal"], box["x0"], box["y0"], width, height, severity)
            )
    return {page: tuple(boxes) for page, boxes in found.items()}
