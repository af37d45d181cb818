"""How long a file may take to be read, and what its owner is told where it takes too long or its process dies."""

from __future__ import annotations

from doisoat.child import Loss
from doisoat.sources import Source

# A reader has so many seconds for a file, and so many more for each of its megabytes. Scans take 3 to 10 s a page, and
# a page in black and white has 50 KB: 20 pages a megabyte.
SECONDS = 120.0
SECONDS_PER_MEGABYTE = 5.0
SECONDS_PER_MEGABYTE_OF_PICTURES = 200.0
# Nothing takes longer: the rest of a night's run must get its turn.
SECONDS_LIMIT = 3 * 3600.0

_PICTURES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8", b"RIFF")
_PICTURE_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp")


def time_limit(source: Source) -> float:
    """How many seconds a file may take to be read, by its size and by whether its pages may be pictures."""
    is_picture = source.path.casefold().endswith(_PICTURE_ENDINGS)
    if not is_picture and not source.member and source.fault is None:
        try:
            with source.file.open("rb") as handle:
                is_picture = handle.read(8).startswith(_PICTURES)
        except OSError:  # it is told when it is read
            is_picture = False
    per_megabyte = SECONDS_PER_MEGABYTE_OF_PICTURES if is_picture else SECONDS_PER_MEGABYTE
    return min(SECONDS + per_megabyte * source.size / 2**20, SECONDS_LIMIT)


def explain_loss(loss: Loss) -> str:
    """Why the process reading a file had to be given up.

    >>> explain_loss(Loss(seconds=120))
    'Reading this file took longer than 120 s and was stopped. Open it in the program it was written with and save it \
again, or give it more time: --time-limit SECONDS.'
    """
    if loss.seconds is not None:
        return (
            f"Reading this file took longer than {loss.seconds:.0f} s and was stopped. Open it in the program it was "
            "written with and save it again, or give it more time: --time-limit SECONDS."
        )
    status = "" if loss.status is None else f" (status {loss.status})"
    return (
        f"The process reading this file died{status}, which mostly means that the file is damaged, or needs more "
        "memory than there is. Open it in the program it was written with and save it again."
    )
