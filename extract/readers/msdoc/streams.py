"""The OLE container of a .doc → the bytes of the streams that hold the text and its properties."""

from __future__ import annotations

import struct
from io import BytesIO

import olefile

from extract.document import UnreadableError

DAMAGED = "The file is damaged: {what}. Get a fresh copy of it, or open it in Word or LibreOffice and save it as .docx."

_NAMES = ("WordDocument", "0Table", "1Table", "Data")
# What olefile raises where the container's own tables are damaged (OSError is the parent of its errors).
_DAMAGE = (OSError, struct.error, IndexError, TypeError, ValueError, RecursionError, OverflowError, AttributeError)


def open_streams(data: bytes) -> dict[str, bytes]:
    """The streams of a Word file by name; one that the file does not have is missing.

    Raises UnreadableError where the container is damaged or holds no Word document.
    """
    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            streams = {name: container.openstream(name).read() for name in _NAMES if container.exists(name)}
    except _DAMAGE as error:
        raise UnreadableError(DAMAGED.format(what="its container cannot be opened")) from error
    if "WordDocument" not in streams:
        raise UnreadableError(
            "The file has no Word document of its own: it is damaged, or another program's with a Word document in it. "
            "Get a fresh copy of it, or open it in Office and save it as .docx."
        )
    return streams
