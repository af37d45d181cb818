"""A plan page by page: its pieces under the picture of the page they stand on, with boxes around figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from doisoat.report.marked import Note
from doisoat.report.parts import Part
from doisoat.report.pictures import Album, Picture
from doisoat.report.pieces import Piece
from doisoat.report.places import Places
from doisoat.report.rows import PlanRows


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page picture in points, linked to the figure that stands there."""

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


def make_sheets(
    plan: PlanRows, part: Part, album: Album, notes: Mapping[int, Sequence[Note]], places: Places
) -> Iterator[Sheet]:
    """The pieces of a part page by page; a picture is shown once, where its page first begins."""
    pictures = {picture.page: picture for picture in album.pictures}
    boxes = find_boxes(plan, notes, places) if pictures else {}
    runs: list[tuple[int | None, list[Piece]]] = []
    for piece in part.pieces:
        if not runs or (piece.page is not None and piece.page != runs[-1][0]):
            runs.append((piece.page, []))
        runs[-1][1].append(piece)
    for page, pieces in runs:
        picture = None if page is None else pictures.pop(page, None)
        yield Sheet(page, picture, boxes.get(page or 0, ()), tuple(pieces))


def find_boxes(plan: PlanRows, notes: Mapping[int, Sequence[Note]], places: Places) -> dict[int, tuple[Box, ...]]:
    """By page the cells that hold a figure, and the blocks that hold one with a finding."""
    found: dict[int, list[Box]] = {}
    cells = {(row["table_id"], row["row"], row["column"]): row for row in plan.of("cells")}
    blocks = {row["block_id"]: row for row in plan.of("blocks")}
    boxed: set[int] = set()
    for figure in plan.of("figures"):
        own = notes.get(figure["figure_id"], ())
        place = cells.get((figure["table_id"], figure["row"], figure["column"]))
        if place is None and own and figure["block_id"] not in boxed:
            place = blocks.get(figure["block_id"])
            boxed.add(figure["block_id"])
        if place is None or place["bbox"] is None or place["page"] is None:
            continue
        if figure["figure_id"] not in places.figures:
            continue
        box, link = place["bbox"], places.figure(figure["figure_id"])
        size = box["x1"] - box["x0"], box["y1"] - box["y0"]
        severity = own[0].severity if own else ""
        found.setdefault(place["page"], []).append(Box(link.href, link.text, box["x0"], box["y0"], *size, severity))
    return {page: tuple(boxes) for page, boxes in found.items()}
