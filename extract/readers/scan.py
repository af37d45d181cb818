"""Pictures of pages → Document: png, jpg, tiff of several pages, and PDFs that hold nothing but pictures."""

from __future__ import annotations

from extract.document import Document, PageFault
from extract.readers.pdf.assembly import assemble
from extract.readers.scanned.ocr import Reader, engine
from extract.readers.scanned.page import read_picture
from extract.readers.scanned.pictures import open_pictures
from extract.readings import mean_sureness


def read_scan(data: bytes) -> Document:
    """Read pictures of pages by OCR: paragraphs and tables as raw blocks with page, box and readings.

    Raises UnreadableError where the file is damaged or too large, and, with the command that installs it, where
    Tesseract for Vietnamese is missing.
    """
    reader = Reader()
    faults, pages = [], []
    for picture in open_pictures(data):
        if isinstance(picture, PageFault):
            faults.append(picture)
        else:
            pages.append(read_picture(reader, picture))
    blocks = tuple(assemble(pages))
    count = len(pages) + len(faults)
    return Document("scan", f"scan ({engine()})", blocks, (), count, mean_sureness(blocks), tuple(faults))
