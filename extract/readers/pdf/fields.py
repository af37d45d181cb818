"""What is typed into a PDF and is no part of its pages: the values of form fields, and text written over a page."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from extract.document import Box
from extract.readers.pdf.frame import Frame
from extract.readers.pdf.glyphs import Font, Fragment

# Fields that hold text; boxes to tick and buttons hold none.
TEXT_FIELDS = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
# Type in a field where the file does not tell: this share of its height, at most so large.
HEIGHT_SHARE, MOST = 0.7, 12.0
# The width of a letter and of a space, in ems, and the distance of lines, as viewers set them about.
LETTER, SPACE, PITCH = 0.5, 0.28, 1.15
_TYPED = Font("", False)


def read_fields(page: PdfPage, frame: Frame) -> list[Fragment]:
    """The words typed into the fields of a page, and onto it, where they are shown."""
    fragments: list[Fragment] = []
    form = page.formenv.raw if page.formenv else None
    for place in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, place)
        if not annotation:
            continue
        try:
            text, size = _read(annotation, form)
            if text:
                fragments += _set(text, size, _box(annotation, frame))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return fragments


def _read(annotation: pdfium.FPDF_ANNOTATION, form: pdfium.FPDF_FORMHANDLE | None) -> tuple[str, float]:
    """The text of a field or of a note written over the page, and the size of its type, 0 where it is not told."""
    if pdfium.FPDFAnnot_GetFlags(annotation) & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
        return "", 0.0
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _string(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size)), 0.0
    if kind != pdfium.FPDF_ANNOT_WIDGET or form is None:
        return "", 0.0
    if pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in TEXT_FIELDS:
        return "", 0.0
    size = ctypes.c_float()
    pdfium.FPDFAnnot_GetFontSize(form, annotation, size)
    text = _string(lambda buffer, count: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, count))
    return text, size.value


def _string(read: Callable[[ctypes.Array[ctypes.c_ushort] | None, int], int]) -> str:
    """A string that pdfium gives as UTF-16 with a zero at its end."""
    length = read(None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    read(buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").split("\0", 1)[0].strip()


def _box(annotation: pdfium.FPDF_ANNOTATION, frame: Frame) -> Box:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, box)
    corners = [frame.enter(box.left, box.bottom), frame.enter(box.right, box.top)]
    (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
    return Box(x0, y0, x1, y1)


def _set(text: str, size: float, box: Box) -> Iterator[Fragment]:
    """The words of a field, line by line from the top of its box."""
    lines = [line.split() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    size = size or min(HEIGHT_SHARE * (box.y1 - box.y0) / len(lines), MOST)
    y = (box.y0 + box.y1) / 2 + 0.35 * size if len(lines) == 1 else box.y0 + size
    for words in lines:
        x = box.x0
        for word in words:
            width = LETTER * size * len(word)
            yield Fragment(word, x, x + width, y, size, _TYPED)
            x += width + SPACE * size
        y += PITCH * size
