"""The head of the WordDocument stream (File Information Block): which Word wrote it, and where everything lies."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from extract.document import UnreadableError
from extract.readers.msdoc.streams import DAMAGED

_MAGIC = 0xA5EC
# Word 1, 2, 6 and 95 mark their files so, the last two also those of East Asia; 106 is the first version of Word 97.
_OLD_MAGICS = (0xA59B, 0xA59C, 0xA5DB, 0xA5DC, 0xA697, 0xA699)
_WORD_97 = 106
_ENCRYPTED, _IN_1TABLE = 0x0100, 0x0200

_STORIES_AT = 0x4C  # seven lengths: text, footnotes, headers, macros, comments, endnotes, text boxes
_PLACES_AT = 154

# Numbers of the parts of the table stream, as `fibRgFcLcb97` counts them.
STYLES, FOOTNOTE_REFERENCES, FOOTNOTES, SECTIONS, CHARACTER_PAGES, PARAGRAPH_PAGES, FONTS = 1, 2, 3, 6, 12, 13, 15
PIECES, SHAPE_ANCHORS, ENDNOTE_REFERENCES, ENDNOTES, DRAWINGS, TEXT_BOXES, LISTS, LIST_USES = (
    33,
    40,
    46,
    47,
    50,
    56,
    73,
    74,
)
_PARTS = LIST_USES + 1


class OldWordError(UnreadableError):
    """A file of Word 2 to 95, whole as it may be: its format is another."""


@dataclass(frozen=True, slots=True)
class Fib:
    """What the head says. The stories follow each other in one text; lengths are in UTF-16 units."""

    table: str  # the table stream in use
    text: int
    footnotes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int
    places: tuple[tuple[int, int], ...]  # (offset, length) of each part in the table stream


def read_fib(word: bytes) -> Fib:
    """Read the head; UnreadableError where the file is encrypted or too old to be read, or no Word file at all."""
    magic, version = struct.unpack_from("<HH", word)
    if magic in _OLD_MAGICS or (magic == _MAGIC and version < _WORD_97):
        raise OldWordError(
            "The file was written by Word 95 or older, in another format than .doc has had since Word 97. Install "
            "LibreOffice and read it again, or open it in Word or LibreOffice and save it as .docx."
        )
    if magic != _MAGIC:
        raise UnreadableError(DAMAGED.format(what="its head is no Word document's"))
    (flags,) = struct.unpack_from("<H", word, 0x0A)
    if flags & _ENCRYPTED:
        raise UnreadableError("The file is encrypted with a password. Save a copy without the password and read that.")
    stories = struct.unpack_from("<7i", word, _STORIES_AT)
    if min(stories) < 0:
        raise UnreadableError(DAMAGED.format(what="a part of its text has a length below zero"))
    numbers = struct.unpack_from(f"<{2 * _PARTS}I", word, _PLACES_AT)
    places = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    text, footnotes, headers, macros, comments, endnotes, boxes = stories
    table = "1Table" if flags & _IN_1TABLE else "0Table"
    return Fib(table, text, footnotes, headers, macros, comments, endnotes, boxes, places)


def find_part(fib: Fib, table: bytes, number: int) -> bytes:
    """The bytes of a part of the table stream, empty where the file has none."""
    offset, length = fib.places[number]
    if length == 0:
        return b""
    if offset + length > len(table):
        raise UnreadableError(DAMAGED.format(what="it says that a part lies beyond its end"))
    return table[offset : offset + length]
