"""A page without its tables → its columns of text in reading order: a letterhead's left side before its right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.readers.scanned.clean import Mask, shrink
from extract.readers.scanned.shapes import Piece, find_pieces, thicken

# Dots of the small copy stand for so many of the page: 75 an inch.
STEP = 4
# Specks of dust are no text: less ink than the dot of an i, in dots of the small copy.
DUST = 3
# A space between words is narrower than this (8 mm, in small dots); a gap between columns wider.
GAP = 23
# Columns that keep apart over several lines may come this near; a single line falls apart only at a wide gap (16 mm).
GUTTER = 12
WIDE_GAP = 46
# Numbers and dashes before the lines of a list are no column: one is wider (13 mm).
NARROW = 38


@dataclass(frozen=True, slots=True)
class Region:
    """A column of text: its rectangle in dots of the page."""

    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(slots=True)
class _Zone:
    """Strips of pieces that lie one below the other; with a gutter, which parts all of them, it has two columns."""

    pieces: list[Piece]
    gutter: tuple[int, int] | None = None
    strips: int = 1


def find_regions(ink: Mask) -> list[Region]:
    """The columns of text of a page or part of it, in reading order."""
    pieces = _text_pieces(ink)
    regions: list[Region] = []
    for zone in _zones(_strips(pieces)):
        for column in _columns(zone):
            regions.append(_region(column, ink.shape[0], ink.shape[1]))
    return regions


def _text_pieces(ink: Mask) -> list[Piece]:
    """Runs of words in small dots: ink grown until words of a line touch, columns do not; without dust."""
    small = shrink(ink, STEP)
    words = [piece for piece in find_pieces(thicken(small, 3, 1)) if piece.width > 8 and piece.height > 4]
    kept = []
    for piece in words:
        inside = small[piece.y0 : piece.y1, piece.x0 : piece.x1]
        if inside.sum() > DUST:
            kept.append(piece)
    return kept


def _strips(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand beside each other, from the top; what overlaps by a third of a line is beside."""
    strips: list[list[Piece]] = []
    reach = 0
    for piece in sorted(pieces, key=lambda piece: (piece.y0, piece.x0)):
        if strips and piece.y0 + piece.height / 3 < reach:
            strips[-1].append(piece)
        else:
            strips.append([piece])
            reach = piece.y1
        reach = max(reach, piece.y1)
    return strips


def _zones(strips: Sequence[list[Piece]]) -> list[_Zone]:
    """Neighbouring strips with a common gutter become one zone, and so do those without."""
    zones: list[_Zone] = []
    for strip in strips:
        zone = zones[-1] if zones else None
        gaps = _gaps(strip)
        if zone is not None and zone.gutter is not None and (narrowed := _common(zone, strip, gaps)):
            zone.pieces += strip
            zone.gutter = narrowed
            zone.strips += bool(gaps)
            continue
        gutter = max(gaps, key=lambda gap: gap[1] - gap[0], default=None)
        if gutter is None and zone is not None and zone.gutter is None:
            zone.pieces += strip
        else:
            zones.append(_Zone(list(strip), gutter))
    return _settled(zones)


def _gaps(strip: Sequence[Piece]) -> list[tuple[int, int]]:
    """The gaps in a strip that are wide enough to part columns."""
    gaps, reach = [], 0
    for piece in sorted(strip, key=lambda piece: piece.x0):
        if reach and piece.x0 - reach >= GAP:
            gaps.append((reach, piece.x0))
        reach = max(reach, piece.x1)
    return gaps


def _common(zone: _Zone, strip: Sequence[Piece], gaps: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The gutter of a zone as it is with one more strip; None where the strip runs across it."""
    assert zone.gutter is not None
    left = max((piece.x1 for piece in strip if piece.x0 < sum(zone.gutter) / 2), default=0)
    right = min((piece.x0 for piece in strip if piece.x0 >= sum(zone.gutter) / 2), default=1 << 30)
    start, end = max(zone.gutter[0], left), min(zone.gutter[1], right)
    if end - start < GUTTER:
        return None
    if gaps or zone.strips > 1:
        return start, end
    return None


def _settled(zones: Sequence[_Zone]) -> list[_Zone]:
    """Zones whose gutter is only a wide space in one line, or parts off labels, go to the text around them."""
    settled: list[_Zone] = []
    for zone in zones:
        if zone.gutter is not None and not _is_parted(zone):
            zone.gutter = None
        if settled and settled[-1].gutter is None and zone.gutter is None:
            settled[-1].pieces += zone.pieces
        else:
            settled.append(zone)
    return settled


def _is_parted(zone: _Zone) -> bool:
    assert zone.gutter is not None
    left, right = _columns(zone)
    if not left or not right:
        return False
    narrowest = min(max(piece.x1 for piece in side) - min(piece.x0 for piece in side) for side in (left, right))
    if narrowest < NARROW:
        return False
    return zone.strips > 1 or zone.gutter[1] - zone.gutter[0] >= WIDE_GAP


def _columns(zone: _Zone) -> list[list[Piece]]:
    """The pieces of a zone left and right of its gutter; all of them where it has none."""
    if zone.gutter is None:
        return [zone.pieces]
    middle = sum(zone.gutter) / 2
    sides = (
        [piece for piece in zone.pieces if piece.x0 < middle],
        [piece for piece in zone.pieces if piece.x0 >= middle],
    )
    return list(sides)


def _region(pieces: Sequence[Piece], height: int, width: int) -> Region:
    """The rectangle of some pieces, with a rim."""
    rim = 2 * STEP
    return Region(
        max(min(piece.x0 for piece in pieces) * STEP - rim, 0),
        max(min(piece.y0 for piece in pieces) * STEP - rim, 0),
        min(max(piece.x1 for piece in pieces) * STEP + rim, width),
        min(max(piece.y1 for piece in pieces) * STEP + rim, height),
    )
