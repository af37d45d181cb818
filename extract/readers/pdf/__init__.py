"""The reader of PDF: what pdfium tells of a page → fragments → lines and ruled tables → paragraphs over all pages."""

from extract.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
