"""Pictures of the pages of a PDF or scan, drawn from the source file in a child process: the file is untrusted.

A picture depends on nothing but the file's bytes, so those of the last report are taken over by `document_id`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from doisoat.archive import ArchiveError
from doisoat.child import Child, LostError
from doisoat.exchange import link
from doisoat.sources import Source

FORMS = frozenset({"pdf", "scan"})  # what has pages to draw

# Small print of a table is legible on a page of A4 at this resolution; 150 take twice the room.
DOTS_AN_INCH = 110
POINTS = 72
QUALITY = 60  # of JPEG: 130 KB a page; WebP saves a quarter of it and takes eight times as long
PIXELS = 4_000_000  # a page of A2; larger ones are drawn smaller
PAGES = 400  # of one plan: the rest is left out
SECONDS_A_PAGE = 10.0
LISTING = "pages.json"


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of one page: its file's name, and the page's size in points."""

    page: int
    name: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures of a plan's pages, or why there are none."""

    pictures: tuple[Picture, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a child is asked for: the pages of a source drawn into a folder."""

    source: Source
    folder: Path


def take_pictures(source: Source, folder: Path, last: Path, child: Child) -> Album:
    """The pictures of a source, drawn into `folder` or taken over from `last`."""
    folder.mkdir(parents=True)
    kept = read_listing(last)
    if kept:
        for name in (LISTING, *(picture.name for picture in kept)):
            link(str(last / name), str(folder / name))
        return Album(kept)
    try:
        drawn = child.run(draw_pages, Order(source, folder), 30 + SECONDS_A_PAGE * PAGES)
    except LostError:
        return Album((), "the process drawing its pages died or took too long")
    except (OSError, ArchiveError, ValueError) as error:
        return Album((), str(error))
    (folder / LISTING).write_text(json.dumps([asdict(picture) for picture in drawn]) + "\n", "utf-8")
    return Album(drawn)


def read_listing(folder: Path) -> tuple[Picture, ...]:
    """The pictures that a folder of the last report holds whole; none where anything is missing."""
    try:
        rows = json.loads((folder / LISTING).read_text("utf-8"))
    except FileNotFoundError:
        return ()
    pictures = tuple(Picture(**row) for row in rows)
    is_whole = all(
        picture.name == picture_name(picture.page) and (folder / picture.name).is_file() for picture in pictures
    )
    return pictures if is_whole else ()


def picture_name(page: int) -> str:
    """The name of a page's picture."""
    return f"{page}.jpg"


def draw_pages(order: Order) -> tuple[Picture, ...]:
    """Draw the pages of a source; done in a child. Raises ValueError where the file cannot be drawn."""
    data = order.source.load()
    draw: Callable[[bytes, Path], tuple[Picture, ...]] = draw_pdf if b"%PDF-" in data[:1024] else draw_frames
    return draw(data, order.folder)


def draw_pdf(data: bytes, folder: Path) -> tuple[Picture, ...]:
    """The pages of a PDF."""
    import pypdfium2

    pictures = []
    try:
        file = pypdfium2.PdfDocument(data)
        for index in range(min(len(file), PAGES)):
            page = file[index]
            width, height = page.get_size()
            scale = min(DOTS_AN_INCH / POINTS, (PIXELS / (width * height)) ** 0.5)
            picture = Picture(index + 1, picture_name(index + 1), width, height)
            image = page.render(scale=scale, draw_annots=False).to_pil()
            image.save(folder / picture.name, "JPEG", quality=QUALITY)
            pictures.append(picture)
        file.close()
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    return tuple(pictures)


def draw_frames(data: bytes, folder: Path) -> tuple[Picture, ...]:
    """The pages of a file of pictures, upright as they were read."""
    from extract.document import PageFault, UnreadableError
    from extract.readers.scanned.pictures import open_pictures

    pictures = []
    try:
        for frame in islice(open_pictures(data), PAGES):
            if isinstance(frame, PageFault):
                continue  # what could not be read cannot be shown; the plan's error says so
            picture = Picture(frame.page, picture_name(frame.page), frame.width, frame.height)
            image = frame.image if frame.image.mode == "L" else frame.image.convert("RGB")
            size = frame.width * DOTS_AN_INCH / POINTS, frame.height * DOTS_AN_INCH / POINTS
            image.thumbnail(size)
            image.save(folder / picture.name, "JPEG", quality=QUALITY)
            pictures.append(picture)
    except UnreadableError as error:
        raise ValueError(str(error)) from error
    return tuple(pictures)
