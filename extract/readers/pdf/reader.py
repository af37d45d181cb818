"""A PDF → Document: opened, read page by page, put together."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2 import raw as pdfium

from extract.document import Document, UnreadableError
from extract.readers.pdf.assembly import assemble
from extract.readers.pdf.mined import Mine
from extract.readers.pdf.page import Page, read_page
from extract.readers.pdf.pictured import is_picture, read_as_picture, read_as_scan

# A plan of a province with all its annexes has some two hundred pages; a longer file is a book.
PAGE_LIMIT = 2000


def read_pdf(data: bytes) -> Document:
    """Read a PDF: paragraphs and tables as raw blocks with page and box, page numbers told apart.

    Pages that are pictures, or whose text is worth nothing, are read by OCR; where most are, the format is `scan`.
    Raises UnreadableError where the file is damaged, locked with a password or has no page, and where all of it is
    pictures and there is no OCR on this machine.
    """
    pdf, mine = _open(data), Mine(data)
    try:
        pages = [_read(pdf, number, mine) for number in range(_count(pdf))]
        pictured = [page.number for page in pages if is_picture(page)]
        written = sum(1 for page in pages if page.text and page.number not in pictured)
        if pictured and not written:
            return read_as_scan(data)
        for number in pictured:
            pages[number - 1] = read_as_picture(pdf, number)
    finally:
        pdf.close()
    form = "scan" if len(pictured) > written else "pdf"
    return Document(form, f"pdf (pdfium {pypdfium2.PDFIUM_INFO.build})", tuple(assemble(pages)), pages=len(pages))


def _open(data: bytes) -> PdfDocument:
    """The file, with its form if it has one."""
    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableError(
                "The PDF is locked with a password. Open it with the password, print it to a new PDF and read that."
            ) from error
        if error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise UnreadableError(
                "The PDF is locked in a way that only the program it was made with can open. Print it from there to a "
                "new PDF and read that."
            ) from error
        raise UnreadableError(
            "The PDF is damaged: no page of it can be found. Get a fresh copy, or open it in a browser and print it to "
            "a new PDF."
        ) from error
    if pdf.get_formtype() != pdfium.FORMTYPE_NONE:
        pdf.init_forms()
    return pdf


def _count(pdf: PdfDocument) -> int:
    pages = len(pdf)
    if not pages:
        raise UnreadableError("The PDF has no pages. Get a fresh copy of it.")
    if pages > PAGE_LIMIT:
        raise UnreadableError(
            f"The PDF has {pages} pages, more than any plan. Print the pages of the plan to a PDF of their own."
        )
    return pages


def _read(pdf: PdfDocument, number: int, mine: Mine) -> Page:
    """One page, closed again before the next is opened."""
    try:
        page = pdf[number]
    except PdfiumError as error:
        raise UnreadableError(
            f"Page {number + 1} of the PDF is damaged. Get a fresh copy, or print its other pages to a new PDF."
        ) from error
    try:
        return read_page(page, number + 1, mine)
    finally:
        page.close()
