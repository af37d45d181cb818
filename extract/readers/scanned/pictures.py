"""Files of page pictures → one upright picture a page: png, jpg, tiff of many pages, and PDFs made of pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from extract.document import PageFault, UnreadableError

# Tesseract was trained at about this resolution; with less, small digits run together.
RESOLUTION = 300
# Within this share of it a picture is taken as it is: making it larger by a little only blurs it.
TOLERANCE = 0.12
POINTS = 72
# An A3 sheet at 600 dots an inch has 70 million: more is no page.
PIXELS_LIMIT = 80_000_000
# 200 pages are read in about ten minutes.
PAGES_LIMIT = 200
# Where a file tells no believable resolution, its longer side is that of A4 (in inches).
A4_LONG = 11.69
BELIEVABLE_INCHES = (4.0, 25.0)
# A picture of this size in pixels holds no legible page: an icon, a logo.
LEAST_SIDE = 300

DAMAGED = "It is damaged: get a fresh copy of the file, or scan the page again."
# What Pillow's readers raise.
_DAMAGE = (UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a picture of `RESOLUTION` dots an inch, and its size in points."""

    page: int
    image: Image.Image
    width: float
    height: float


def open_pictures(data: bytes) -> Iterator[Picture | PageFault]:
    """The pages of a picture file or of a PDF, from 1; in place of one that is damaged or no page by its size, why.

    Raises UnreadableError where the file is damaged as a whole, locked, or has too many pages.
    """
    if b"%PDF-" in data[:1024]:
        yield from _pdf_pages(data)
    else:
        yield from _frames(data)


def picture_of(page: pypdfium2.PdfPage, number: int) -> Picture:
    """One page of a PDF as a picture."""
    width, height = page.get_size()
    scale = RESOLUTION / POINTS
    if width * height * scale * scale > PIXELS_LIMIT:
        scale = (PIXELS_LIMIT / (width * height)) ** 0.5
    image = page.render(scale=scale, draw_annots=False).to_pil()
    return Picture(number, image, width, height)


def _pdf_pages(data: bytes) -> Iterator[Picture | PageFault]:
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(
            "The PDF is damaged or locked with a password. Open it, save a copy without password and read that."
        ) from error
    try:
        _check_pages(len(file))
        for index in range(len(file)):
            try:
                yield picture_of(file[index], index + 1)
            except pypdfium2.PdfiumError:
                yield PageFault(index + 1, DAMAGED)
    finally:
        file.close()


def _check_pages(pages: int) -> None:
    if pages > PAGES_LIMIT:
        raise UnreadableError(
            f"The scan has {pages} pages, more than any plan ({PAGES_LIMIT}). Split it and read the parts."
        )


def _frames(data: bytes) -> Iterator[Picture | PageFault]:
    try:
        with Image.open(io.BytesIO(data)) as file:
            frames = getattr(file, "n_frames", 1)
            _check_pages(frames)
            for index in range(frames):
                try:
                    yield _frame(file, index)
                except _DAMAGE as error:
                    if frames == 1:
                        raise
                    yield PageFault(index + 1, f"{DAMAGED} ({error})")
    except Image.DecompressionBombError as error:
        raise UnreadableError(
            "The picture is larger than any page. Save it at 300 dots an inch and read that."
        ) from error
    except _DAMAGE as error:
        raise UnreadableError(
            f"The picture is damaged or of a kind that cannot be opened ({error}). Save it as PNG and read that."
        ) from error


def _frame(file: Image.Image, index: int) -> Picture | PageFault:
    if index:
        file.seek(index)
    width, height = file.size
    if width * height > PIXELS_LIMIT:
        return PageFault(
            index + 1,
            f"The picture has {width} × {height} dots, more than a page can need. Save it at 300 dots an inch.",
        )
    return _scaled(index + 1, file)


def _scaled(number: int, file: Image.Image) -> Picture:
    """A frame upright, over white where it is transparent, at the working resolution."""
    image = ImageOps.exif_transpose(file)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    if image.mode.startswith("I"):  # 16 bits of grey, of which Pillow would cut off the upper half
        deep = np.asarray(image).astype(np.float32)
        image = Image.fromarray((deep * (255 / max(float(deep.max()), 1.0))).astype(np.uint8))
    image = image.convert("L" if image.mode in ("1", "L") else "RGB")
    dots = _resolution(file, image.size)
    width, height = image.width * POINTS / dots, image.height * POINTS / dots
    ratio = RESOLUTION / dots
    if abs(ratio - 1) > TOLERANCE and min(image.size) >= LEAST_SIDE:
        size = (round(image.width * ratio), round(image.height * ratio))
        image = image.resize(size, Image.Resampling.LANCZOS if ratio < 1 else Image.Resampling.BICUBIC)
    return Picture(number, image, width, height)


def _resolution(file: Image.Image, size: tuple[int, int]) -> float:
    """Dots an inch as the file tells, where that makes a page of it; else those of A4."""
    told = file.info.get("dpi")
    dots = float(told[0]) if isinstance(told, tuple) and told else 0.0
    if dots > 1 and all(BELIEVABLE_INCHES[0] <= side / dots <= BELIEVABLE_INCHES[1] for side in size):
        return dots
    return max(size) / A4_LONG
