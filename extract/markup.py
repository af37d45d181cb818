"""The marks a conversion leaves in a text: markdown, bookmarks, tags. They are dropped, and kept as hints of the line.

OCR engines write markdown (`**I. MỤC TIÊU**`, `## 2. Yêu cầu`), Word exports write `[bookmark: …]`. An asterisk that is
no mark stays: the footnote sign `(*)`, the product `3 * 4`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its marks, tabs and inner spaces kept. `breaks`: its end is meant, nothing is joined to it."""

    text: str
    level: int | None = None
    is_bold: bool = False
    breaks: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing stands there; a lone tab is an empty cell and no blank line."""
        return not self.text.strip() and "\t" not in self.text


# what stands for nothing in print
_NOISE = regex.compile(
    r"""
      \[bookmark:[^\]\n]*\]                                  # Word export: [bookmark: _GoBack]
    | !\[[^\]\n]*\]\([^)\n]*\)                               # picture: ![](_page_0_Picture_1.jpeg)
    | <!--(?:(?!<!--).){0,400}?-->                                     # comment: <!-- PageBreak -->
    | </?(?:span|div|p|center|font|a|u|i|em|sup|sub|page)\b[^<>\n]*>  # tags that OCR engines leave
    | ^\{\d{1,4}\}-{10,}[ ]*$                                # page mark: {3}----------------
    | ^[ ]*```[ ]*\w*[ ]*$                                   # fence round the whole answer of a model
    """,
    regex.VERBOSE | regex.MULTILINE | regex.DOTALL | regex.IGNORECASE,
)
_LINK = regex.compile(r"\[([^\]\n]+)\]\((?:https?:|mailto:|www\.|#)[^)\s]*\)")  # [text](http://…) → text
_STRONG_TAG = regex.compile(r"</?(?:b|strong)>", regex.IGNORECASE)
_BREAK_TAG = regex.compile(r"<br\s*/?>", regex.IGNORECASE)
_ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
_ENTITY = regex.compile("|".join(_ENTITIES))

# tables of HTML stand in the markdown of some OCR engines: <tr><td colspan="2">Hộ nghèo</td></tr>
_TABLE = regex.compile(r"<table\b[^>]*>(.*?)</table>", regex.DOTALL | regex.IGNORECASE)
_TABLE_ROW = regex.compile(r"<tr\b[^>]*>(.*?)(?=</tr|<tr\b|\Z)", regex.DOTALL | regex.IGNORECASE)
_TABLE_CELL = regex.compile(r"<t[hd]\b([^>]*)>(.*?)(?=</?t[hd]\b|\Z)", regex.DOTALL | regex.IGNORECASE)
_SPAN = regex.compile(r"(row|col)span\s*=\s*[\"']?(\d{1,2})", regex.IGNORECASE)
_TAG = regex.compile(r"<[^<>]*>")

# bold: the opening mark touches a word; runs over a line end (“**KT. CHỦ TỊCH⏎PHÓ CHỦ TỊCH**”), never over a blank line
_BOLD = regex.compile(
    r"""
      (?<![\\*])\*\*(?=[^\s)])
      (?P<inner>(?:[^*\n]|\*(?!\*)|\*(?=\*\*(?!\*))|\n(?!\s*\n))+?)
      (?<![\\(])\*\*(?!\*)
    | (?<![\\\w])__(?=[^\s_])(?P<inner>[^_\n]+?)(?<=[^\s_\\])__(?!\w)
    | ^[ ]*\*\*[ ]+(?P<inner>[^*\n]+?)[ ]+\*\*[ ]*$      # sloppy: ** KẾ HOẠCH **
    """,
    regex.VERBOSE | regex.MULTILINE,
)
# italic: opened before a word and not after one, so that `3*4*5` and `(*)` stay; a closing mark after a space needs a
# word right behind it (“*Đối tượng: *Hộ nghèo”)
_ITALIC = regex.compile(
    r"""
      (?<![\\*\w])\*(?=[^\s*)])
      (?P<inner>(?:[^*\n]|\n(?!\s*\n))+?)
      (?: (?<=[^\s\\(])\*(?![\w*]) | (?<=[^\s\\(])\*(?=\p{L}) | (?<=[^\n][ ])\*(?=\p{L}) )
    | (?<![\\\w_])_(?=[^\s_])(?P<inner>[^_\n]+?)(?<=[^\s_\\])_(?![\w_])
    """,
    regex.VERBOSE,
)
_HEADING = regex.compile(r"^ {0,3}(?P<hashes>#{1,6})(?:(?<=##)|(?=[ \t]))[ \t]*(?=\S)")
_HEADING_END = regex.compile(r"[ \t]+#+[ \t]*$")
_BULLET = regex.compile(r"^\s*\K\*(?=\s+\S)")
_STRAY_BOLD = regex.compile(r"^\s*\K\*\*(?=\w)|(?<=\w)\*\*(?=\s*$)")
_RULE = regex.compile(r"^\s*(?:[-*_=~–—][ ]*){3,}$")  # a drawn line under the issuer
_ESCAPE = regex.compile(r"\\([!-/:-@\[-`{}~])")  # `1\.` → `1.`; `\|` waits for the table reader
_HARD_BREAK = regex.compile(r"(?:\S[ ]{2,}|\\)$")
_LINE_END = regex.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")


def read_lines(text: str, is_markdown: bool = False) -> list[Line]:
    r"""The lines of a text without the marks of a conversion.

    A text that shows headings or bold marks is taken for markdown: its asterisk bullets become `- `.

    >>> read_lines("## **2. Mục tiêu**")
    [Line(text='2. Mục tiêu', level=2, is_bold=True, breaks=False)]
    >>> read_lines("*Đối tượng*: 3 * 4 hộ (*)")[0].text
    'Đối tượng: 3 * 4 hộ (*)'
    """
    text = _LINE_END.sub("\n", text).replace("\f", "\n\n")
    text = _TABLE.sub(lambda found: "\n\n" + "\n".join(_pipe_rows(found[1])) + "\n\n", text)
    text = _ENTITY.sub(lambda found: _ENTITIES[found.group()], _NOISE.sub("", text))
    text = _STRONG_TAG.sub("**", _LINK.sub(r"\1", text))
    bare, flags = _unwrap(text, bytes(len(text)), _BOLD, marks_bold=True)
    is_marked = is_markdown or len(bare) < len(text) or any(map(_HEADING.match, text.split("\n")))
    bare, flags = _unwrap(bare, flags, _ITALIC, marks_bold=False)
    return list(_lines(bare, flags, is_marked))


def _pipe_rows(table: str) -> Iterator[str]:
    """The rows of an HTML table between pipes; the places of a merged cell but its first are blank."""
    hanging: dict[int, int] = {}  # column → rows that a merged cell still reaches down
    for row in _TABLE_ROW.finditer(table):
        texts: list[str] = []
        for cell in _TABLE_CELL.finditer(row[1]):
            while hanging.get(len(texts)):
                hanging[len(texts)] -= 1
                texts.append("")
            spans = {name.lower(): int(count) for name, count in _SPAN.findall(cell[1])}
            for place in range(spans.get("col", 1)):
                hanging[len(texts)] = spans.get("row", 1) - 1
                text = " ".join(_TAG.sub(" ", cell[2]).split()) if place == 0 else ""
                texts.append(text.replace("|", "\\|"))
        while hanging.get(len(texts)):
            hanging[len(texts)] -= 1
            texts.append("")
        if texts:
            yield "| " + " | ".join(texts) + " |"


def _unwrap(text: str, flags: bytes, pattern: regex.Pattern[str], marks_bold: bool) -> tuple[str, bytes]:
    """Drop the marks round what the pattern finds; `flags` says of every character whether it is bold."""
    pieces: list[str] = []
    kept = bytearray()
    last = 0
    for found in pattern.finditer(text):
        start, end = found.span("inner")
        pieces += text[last : found.start()], text[start:end]
        kept += flags[last : found.start()]
        kept += b"\1" * (end - start) if marks_bold else flags[start:end]
        last = found.end()
    pieces.append(text[last:])
    return "".join(pieces), bytes(kept + flags[last:])


def _lines(text: str, flags: bytes, is_marked: bool) -> Iterator[Line]:
    """Line by line: heading, bullet, drawn line, escapes and meant line ends."""
    offset = 0
    for raw in text.split("\n"):
        start, offset = offset, offset + len(raw) + 1
        if "\t" not in raw and _RULE.match(raw):
            yield Line("")
            continue
        heading = _HEADING.match(raw)
        level = len(heading["hashes"]) if heading else None
        body = _HEADING_END.sub("", raw[heading.end() :]) if heading else raw
        begin = start + (heading.end() if heading else 0)
        inked = [flag for char, flag in zip(body, flags[begin : begin + len(body)], strict=True) if not char.isspace()]
        if is_marked:
            body = _STRAY_BOLD.sub("", _BULLET.sub("-", body))
        is_row = body.lstrip().startswith("|")
        parts = [_BREAK_TAG.sub(" ", body)] if is_row else _BREAK_TAG.split(body)
        for number, part in enumerate(parts):
            breaks = number < len(parts) - 1 or _HARD_BREAK.search(part) is not None
            bare = part.removesuffix("\\")
            yield Line(bare if is_row else _ESCAPE.sub(r"\1", bare), level, bool(inked) and all(inked), breaks)


def unescape(text: str) -> str:
    r"""A text with markdown's escapes undone: `1\. Mục tiêu` → `1. Mục tiêu`."""
    bare: str = _ESCAPE.sub(r"\1", text)
    return bare
