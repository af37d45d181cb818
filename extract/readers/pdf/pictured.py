"""Pages that are pictures, or whose text is worth nothing: they are read by OCR instead."""

from __future__ import annotations

import regex
from pypdfium2 import PdfDocument

from extract.document import Document
from extract.readers.pdf.page import Page
from normalize.encodings import is_unicode
from normalize.quality import text_quality

# Fewer letters are a stamp or a page number on a picture, no text of it.
LEAST_LETTERS = 40
# A page is a picture where one covers this share of it, or where so many shapes are drawn: letters turned to outlines.
PICTURED = 0.3
OUTLINES = 400
# Letters that the file does not tell, and words misread, up to this share may be a few formulas or names.
UNKNOWN = 0.3
LEAST_QUALITY = 0.5
# Scanners write a text layer behind the picture; one in another language's letters is worth nothing.
COVERED = 0.6

_LATIN = regex.compile(r"\p{Latin}")


def is_picture(page: Page) -> bool:
    """Whether a page shows more than its text tells."""
    text = page.text
    letters = sum(map(str.isalpha, text))
    if letters < LEAST_LETTERS:
        return page.drawing.pictured >= PICTURED or page.drawing.shapes >= OUTLINES
    unknown = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text)
    if unknown > UNKNOWN * (letters + unknown):
        return True
    if page.drawing.pictured >= COVERED and not is_unicode(text):
        return True
    is_latin = len(_LATIN.findall(text)) > letters / 2  # another script is no misreading
    return is_latin and text_quality(text) < LEAST_QUALITY


def read_as_picture(pdf: PdfDocument, number: int) -> Page:
    """A page read by OCR; `number` counts from 1. Raises UnreadableError where this machine has none."""
    from extract.readers.scanned.ocr import Reader
    from extract.readers.scanned.page import read_picture
    from extract.readers.scanned.pictures import picture_of

    page = pdf[number - 1]
    try:
        return read_picture(Reader(), picture_of(page, number))
    finally:
        page.close()


def read_as_scan(data: bytes) -> Document:
    """A whole file of pictures read by OCR."""
    from extract.readers.scan import read_scan

    return read_scan(data)
