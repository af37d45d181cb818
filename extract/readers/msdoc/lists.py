"""The list tables: how the lists of a .doc are numbered."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import replace

from extract.document import UnreadableError
from extract.readers.msdoc.characters import read_look
from extract.readers.msdoc.streams import DAMAGED
from extract.readers.numbering import LEVELS, Level, List, Numbering
from extract.readers.styles import Styles

_LIST, _LEVEL, _USE, _OVERRIDE = 28, 28, 16, 8  # sizes of a list, a level, a use of a list, an override of a level
_NO_STYLE = 0xFFF
_SIMPLE, _LEGAL, _NO_RESTART = 0x01, 0x04, 0x08
_STARTS_ANEW, _HAS_LEVEL = 0x10, 0x20
_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal",
    22: "decimalZero", 23: "bullet", 255: "none",
}  # fmt: skip
# Word knows some 60 other forms, counting words and foreign numerals: in digits they say the same.
_OTHER_FORM = "decimal"
_TEXT_LIMIT = 255  # Word takes no longer text of a level


class ListNumbering(Numbering):
    """The counters of one .doc; lists go by the number that paragraphs use, from 1."""

    def __init__(self, table: bytes, lists_at: tuple[int, int], uses: bytes, fonts: Sequence[str]) -> None:
        """Take the table stream, the place in it of the lists, the bytes of their uses, and the names of the fonts."""
        super().__init__(None, Styles(None))
        self._lists = _read_uses(uses, _read_lists(table, lists_at, fonts), fonts)


def _read_lists(table: bytes, place: tuple[int, int], fonts: Sequence[str]) -> dict[int, dict[int, Level]]:
    """The levels of each list by its id. They follow the part that the head tells of, without being part of it."""
    offset, length = place
    if length < 2:
        return {}
    (count,) = struct.unpack_from("<H", table, offset)
    if 2 + count * _LIST > length:
        raise UnreadableError(DAMAGED.format(what="its table of lists is longer than its place"))
    at = offset + 2 + count * _LIST
    lists: dict[int, dict[int, Level]] = {}
    for number in range(count):
        start = offset + 2 + number * _LIST
        (list_id,) = struct.unpack_from("<i", table, start)
        styles = struct.unpack_from(f"<{LEVELS}H", table, start + 8)
        levels: dict[int, Level] = {}
        for depth in range(1 if table[start + 26] & _SIMPLE else LEVELS):
            if at >= len(table):  # some programs leave out what no paragraph uses
                break
            level, at = _read_level(table, at, depth, fonts)
            levels[depth] = replace(level, style=None if styles[depth] == _NO_STYLE else str(styles[depth]))
        lists[list_id] = levels
    return lists


def _read_uses(uses: bytes, lists: dict[int, dict[int, Level]], fonts: Sequence[str]) -> dict[str, List]:
    """The lists as paragraphs use them: a use may start a level anew or number it otherwise."""
    if not uses:
        return {}
    (count,) = struct.unpack_from("<I", uses)
    if 4 + count * _USE > len(uses):
        raise UnreadableError(DAMAGED.format(what="its table of lists in use is longer than its place"))
    at = 4 + count * _USE
    found: dict[str, List] = {}
    for number in range(count):
        (list_id,) = struct.unpack_from("<i", uses, 4 + number * _USE)
        levels, starts = dict(lists.get(list_id, {})), dict[int, int]()
        at += 4
        for _ in range(uses[4 + number * _USE + 12]):
            if at + _OVERRIDE > len(uses):
                break
            start, flags = struct.unpack_from("<iI", uses, at)
            at += _OVERRIDE
            depth = flags & 0xF
            if flags & _HAS_LEVEL:
                levels[depth], at = _read_level(uses, at, depth, fonts)
                start = levels[depth].start
            if flags & _STARTS_ANEW:
                starts[depth] = start
                levels[depth] = replace(levels.get(depth, Level()), start=start)
        found[str(number + 1)] = List(str(list_id), levels, starts)
    return found


def _read_level(data: bytes, at: int, depth: int, fonts: Sequence[str]) -> tuple[Level, int]:
    """A level and where the next one begins."""
    start, form, flags = struct.unpack_from("<iBB", data, at)
    places = frozenset(data[at + 6 : at + 15])
    characters, paragraphs, restart = struct.unpack_from("<BBB", data, at + 24)
    at += _LEVEL + paragraphs
    font = read_look(data[at : at + characters]).font
    at += characters
    (size,) = struct.unpack_from("<H", data, at)
    text = data[at + 2 : at + 2 + 2 * min(size, _TEXT_LIMIT)].decode("utf-16-le", "replace")
    # `places` are those of the text, from 1, at which a level's number is put in for a character 0 … 8.
    text = "".join(
        f"%{ord(character) + 1}" if at in places and ord(character) < LEVELS else character
        for at, character in enumerate(text, 1)
    )
    level = Level(
        start=start,
        form=_FORMS.get(form, _OTHER_FORM),
        text=text,
        restart_after=min(restart, depth) if flags & _NO_RESTART else None,
        is_legal=bool(flags & _LEGAL),
        font=fonts[font] if font is not None and font < len(fonts) else None,
    )
    return level, at + 2 + 2 * size
