"""Pictures of pages → Document: png, jpg, tiff of several pages, and PDFs that hold nothing but pictures."""

from __future__ import annotations

from extract.document import Document
from extract.readers.pdf.assembly import assemble
from extract.readers.scanned.ocr import Reader, engine
from extract.readers.scanned.page import read_picture
from extract.readers.scanned.pictures import open_pictures


def read_scan(data: bytes) -> Document:
    """Read pictures of pages by OCR: paragraphs and tables as raw blocks with page, box and readings.

    Raises UnreadableError where the file is damaged or too large, and, with the command that installs it, where
    Tesseract for Vietnamese is missing.
    """
    reader = Reader()
    pages = [read_picture(reader, picture) for picture in open_pictures(data)]
    blocks = tuple(assemble(pages))
    readings = [reading for block in blocks for reading in block.readings]
    readings += [reading for block in blocks if block.table for cell in block.table.cells for reading in cell.readings]
    letters = sum(reading.end - reading.start for reading in readings)
    sure = sum((reading.end - reading.start) * reading.confidence for reading in readings)
    quality = round(sure / letters, 4) if letters else 0.0
    return Document("scan", f"scan ({engine()})", blocks, pages=len(pages), text_quality=quality)
