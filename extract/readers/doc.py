"""Word 97-2003's doc → Document: the final text in reading order, read from the streams of the file itself."""

from __future__ import annotations

import struct
from dataclasses import replace

from extract.document import Block, Document, UnreadableError
from extract.readers.docx import read_docx
from extract.readers.fonts import Decoder
from extract.readers.msdoc.anchors import find_boxes, find_notes
from extract.readers.msdoc.fib import LIST_USES, LISTS, PIECES, SECTIONS, Fib, OldWordError, find_part, read_fib
from extract.readers.msdoc.formats import Formats
from extract.readers.msdoc.lists import ListNumbering
from extract.readers.msdoc.pieces import Text, read_text
from extract.readers.msdoc.story import Walk
from extract.readers.msdoc.streams import DAMAGED, open_streams
from extract.readers.office import convert

_SECTION = 12  # bytes that are noted of a section


def read_doc(data: bytes) -> Document:
    """Read a .doc: paragraphs and tables as raw blocks, block_id from 0, notes at the end.

    A paragraph's text may hold newlines (line breaks) and tabs; a cell's text holds a newline between its paragraphs:
    `extract.layout.unfold` wants them. Text in the fonts of an old encoding is decoded. A file older than Word 97 is
    read by LibreOffice where that is installed. Raises UnreadableError where the file is damaged, encrypted or too old.
    """
    try:
        return _read(open_streams(data))
    except OldWordError:
        converted = convert(data, ".doc")
        if converted is None:
            raise
        return replace(read_docx(converted), format="doc", reader="doc (LibreOffice)")
    except struct.error as error:  # an offset or a count of the file leads beyond the end of a stream
        raise UnreadableError(DAMAGED.format(what="it ends before what it points to")) from error


def _read(streams: dict[str, bytes]) -> Document:
    word = streams["WordDocument"]
    fib = read_fib(word)
    if fib.table not in streams:
        raise UnreadableError(DAMAGED.format(what="the tables of its text are missing"))
    table = streams[fib.table]
    text = read_text(word, find_part(fib, table, PIECES))
    if fib.text > len(text.text):
        raise UnreadableError(DAMAGED.format(what="a part of its text is missing"))
    formats = Formats(fib, text, word, table, streams.get("Data", b""))
    decoder = Decoder()
    blocks = _walk(fib, table, text, formats, decoder)
    if decoder.contradicted:
        blocks = _walk(fib, table, text, formats, Decoder(doubted=decoder.contradicted))
    return Document("doc", "doc (olefile)", tuple(blocks))


def _walk(fib: Fib, table: bytes, text: Text, formats: Formats, decoder: Decoder) -> list[Block]:
    notes, boxes = find_notes(fib, table), find_boxes(fib, table)
    numbering = ListNumbering(table, fib.places[LISTS], find_part(fib, table, LIST_USES), formats.fonts)
    section_ends = _section_ends(find_part(fib, table, SECTIONS))
    walk = Walk(text.text, formats, numbering, section_ends, notes, boxes, decoder)
    blocks: list[Block] = []
    walk.story(0, fib.text, blocks)
    for item in [*(box for box in boxes if box.anchor is None), *(note for note in notes if note in walk.met)]:
        walk.story(item.start, item.end, blocks)
    return blocks


def _section_ends(sections: bytes) -> frozenset[int]:
    """The places at which a section has ended."""
    count = max((len(sections) - 4) // (4 + _SECTION), -1) + 1
    return frozenset(struct.unpack_from(f"<{count}I", sections))
