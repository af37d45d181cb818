"""The objects of a page, those within forms too: text, lines and shapes, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

# Forms within forms: programs nest three or four deep, only an attack goes on.
DEPTH_LIMIT = 12
# A map drawn with its contours has tens of thousands of objects; more take seconds and are no plan.
ITEM_LIMIT = 200_000

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Item:
    """An object of a page: what pdfium knows it by, its kind, and the matrix to the space of the page.

    The matrix of a text object is not read: `glyphs` asks for that of its letters.
    """

    handle: pdfium.FPDF_PAGEOBJECT
    kind: int
    matrix: Matrix


def read_items(page: pdfium.FPDF_PAGE) -> list[Item]:
    """The objects of a page in the order they are drawn."""
    found: list[Item] = []
    for item in _walk(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY, 0):
        found.append(item)
        if len(found) == ITEM_LIMIT:
            break
    return found


def address(handle: pdfium.FPDF_PAGEOBJECT) -> int:
    """The number that tells an object from others."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def find_lost(items: list[Item], seen: Collection[int]) -> bool:
    """Whether a text object that was not `seen` may be text: pdfium tells none that covers no width.

    Its font is not embedded and the stand-in has none of its letters, or it lies unseen over a scan in a font without
    shapes. Of any other font only spaces cover none.
    """
    fonts: dict[int, bool] = {}
    for item in items:
        if item.kind != pdfium.FPDF_PAGEOBJ_TEXT or address(item.handle) in seen:
            continue
        font = pdfium.FPDFTextObj_GetFont(item.handle)
        key = address(font)
        if key not in fonts:
            fonts[key] = pdfium.FPDFFont_GetIsEmbedded(font) == 0
        if fonts[key] or pdfium.FPDFTextObj_GetTextRenderMode(item.handle) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            return True
    return False


def transform(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _walk(
    owner: object, count: Callable[..., int], get: Callable[..., pdfium.FPDF_PAGEOBJECT], around: Matrix, depth: int
) -> Iterator[Item]:
    for place in range(count(owner)):
        handle = get(owner, place)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEPTH_LIMIT:
            inner = _times(_matrix(handle), around)
            yield from _walk(handle, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield Item(handle, kind, _times(_matrix(handle), around))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield Item(handle, kind, around)


def _matrix(handle: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does what `first` does and afterwards what `then` does."""
    a, b, c, d, e, f = first
    return (
        *(a * then[0] + b * then[2], a * then[1] + b * then[3]),
        *(c * then[0] + d * then[2], c * then[1] + d * then[3]),
        *(e * then[0] + f * then[2] + then[4], e * then[1] + f * then[3] + then[5]),
    )
