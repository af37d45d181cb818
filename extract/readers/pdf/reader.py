"""A PDF → Document: opened, read page by page, put together."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2 import raw as pdfium

from extract.document import Document, PageFault, UnreadableError
from extract.readers.pdf.assembly import assemble
from extract.readers.pdf.mined import Mine
from extract.readers.pdf.page import Page, read_page
from extract.readers.pdf.pictured import is_picture, read_as_picture, read_as_scan
from extract.readings import mean_sureness

# A plan of a province with all its annexes has some two hundred pages; a longer file is a book.
PAGE_LIMIT = 2000

DAMAGED = "It is damaged: get a fresh copy of the file, or open it in a browser and print it to a new PDF."


def read_pdf(data: bytes) -> Document:
    """Read a PDF: paragraphs and tables as raw blocks with page and box, page numbers told apart.

    Pages that are pictures, or whose text is worth nothing, are read by OCR; where most are, the format is `scan`. A
    page that is damaged, or a picture where this machine has no OCR, is left out and told in `faults`.
    Raises UnreadableError where the file is damaged, locked with a password or has no page, and where all of it is
    pictures and there is no OCR on this machine.
    """
    pdf, mine = _open(data), Mine(data)
    try:
        count = _count(pdf)
        read = [_read(pdf, number, mine) for number in range(1, count + 1)]
        pictured = [page.number for page in read if isinstance(page, Page) and is_picture(page)]
        written = sum(1 for page in read if isinstance(page, Page) and page.text and page.number not in pictured)
        if pictured and not written:
            return read_as_scan(data)
        for number in pictured:
            read[number - 1] = _look(pdf, number)
    finally:
        pdf.close()
    pages = [page for page in read if isinstance(page, Page)]
    faults = tuple(fault for fault in read if isinstance(fault, PageFault))
    form = "scan" if len(pictured) > written else "pdf"
    blocks = tuple(assemble(pages))
    quality = mean_sureness(blocks) or 1.0 if pictured else 1.0  # of its worse part
    return Document(form, f"pdf (pdfium {pypdfium2.PDFIUM_INFO.build})", blocks, (), count, quality, faults)


# The entry of a trailer that says how a file is locked; never compressed: ISO 32000-1, 7.5.5 and 7.5.8.2.
_ENCRYPTED = b"/Encrypt"


def _open(data: bytes) -> PdfDocument:
    """The file, with its form if it has one."""
    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        # of some damaged files pdfium tells the error of the file before, so a lock must be seen in this one
        code = error.err_code if _ENCRYPTED in data else None
        if code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableError(
                "The PDF is locked with a password. Open it with the password, print it to a new PDF and read that."
            ) from error
        if code == pdfium.FPDF_ERR_SECURITY:
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


def _read(pdf: PdfDocument, number: int, mine: Mine) -> Page | PageFault:
    """One page, closed again before the next is opened; `number` counts from 1."""
    try:
        page = pdf[number - 1]
    except PdfiumError:
        return PageFault(number, DAMAGED)
    try:
        return read_page(page, number, mine)
    except PdfiumError:
        return PageFault(number, DAMAGED)
    except (ArithmeticError, LookupError, ValueError, TypeError) as error:  # what one page trips over costs no other
        return PageFault(number, f"{type(error).__name__}: {error}.")
    finally:
        page.close()


def _look(pdf: PdfDocument, number: int) -> Page | PageFault:
    """One page as a picture."""
    try:
        return read_as_picture(pdf, number)
    except UnreadableError as error:
        return PageFault(number, str(error))
    except PdfiumError:
        return PageFault(number, DAMAGED)
