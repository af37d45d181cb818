"""Automatic numbering of a docx, rendered as the reader sees it: `numbering.xml` and the counters of one walk."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex
from lxml import etree

from extract.readers import wordml
from extract.readers.styles import Styles
from extract.readers.wordml import W
from normalize.encodings import decode, encoding_of_font

LEVELS = 9  # a list has levels 0 … 8
BULLETS = ("-", "+")  # plans set items apart by `-` and, below it, `+`
_PLACE = regex.compile(r"%([1-9])")  # `%1.%2`: the counters of the first and second level
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROMAN_LIMIT = 5000  # beyond it digits say more


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `restart_after` levels above restart it: 0 never, None any level above."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    style: str | None = None
    restart_after: int | None = None
    is_legal: bool = False
    font: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list in use: its levels, the definition that counts for it and where it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The counters of one document. Ask for labels in reading order: each call counts."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Take the `w:numbering` root, None for a document without lists."""
        self._styles = styles
        self._lists: dict[str, List] = {} if root is None else _read_lists(root, styles)
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, num_id: str, level: int | None, style_id: str | None = None, encoding: str | None = None) -> str:
        """Count one paragraph of a list and render its label, '' where it shows none.

        Where the numbering comes from a style, `style_id` says which: the level linked to that style is taken.
        `encoding` is that of the paragraph's font: a level without a font has it too.
        """
        numbered = self._lists.get(num_id)
        if numbered is None:  # numId 0 turns numbering off
            return ""
        linked = (at for at, told in numbered.levels.items() if style_id is not None and told.style == style_id)
        at = next(linked, level or 0)
        rule = numbered.levels.get(at)
        if rule is None:
            return ""
        counters = self._count(num_id, numbered, at)
        if rule.form == "bullet":
            return _bullet(rule.text)

        def place(match: regex.Match[str]) -> str:
            other = int(match[1]) - 1
            told = numbered.levels.get(other, Level())
            form = "decimal" if rule.is_legal and told.form != "none" else told.form
            return render(counters.get(other, told.start), form)

        text = _PLACE.sub(place, rule.text)
        encoding = encoding if rule.font is None else encoding_of_font(rule.font)
        return (decode(text, encoding) if encoding else str(text)).strip()

    def _count(self, num_id: str, numbered: List, at: int) -> dict[int, int]:
        counters = self._counters.setdefault(numbered.abstract, {})
        for above in range(at):  # a list that begins at a lower level counts the missing ones above as begun
            counters.setdefault(above, self._first(num_id, numbered, above))
        if at in numbered.starts and (num_id, at) not in self._started:
            counters[at] = numbered.starts[at]
        elif at in counters:
            counters[at] += 1
        else:
            counters[at] = self._first(num_id, numbered, at)
        self._started.add((num_id, at))
        for below in range(at + 1, LEVELS):
            limit = numbered.levels.get(below, Level()).restart_after
            if at < (below if limit is None else limit):
                counters.pop(below, None)
        return counters

    def _first(self, num_id: str, numbered: List, at: int) -> int:
        self._started.add((num_id, at))
        return numbered.starts.get(at, numbered.levels.get(at, Level()).start)


def render(number: int, form: str) -> str:
    """A counter in the form of its level; what has no letter or Roman numeral stays in digits.

    >>> [render(28, "lowerLetter"), render(4, "upperRoman"), render(7, "decimalZero"), render(3, "none")]
    ['bb', 'IV', '07', '']
    """
    match form:
        case "none":
            return ""
        case "decimalZero":
            return f"{number:02}"
        case "lowerLetter" | "upperLetter" if 0 < number < _ROMAN_LIMIT:
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman" if 0 < number < _ROMAN_LIMIT:
            roman = ""
            for worth, letters in _ROMAN:
                roman += letters * (number // worth)
                number %= worth
            return roman if form == "lowerRoman" else roman.upper()
        case _:
            return str(number)


def _bullet(text: str) -> str:
    """A bullet as plain text: any picture or symbol reads as `-`."""
    return text if text in BULLETS else "-" if text.strip() else ""


def _read_lists(root: etree._Element, styles: Styles) -> dict[str, List]:
    abstracts = {told.get(f"{W}abstractNumId", ""): told for told in root.iterchildren(f"{W}abstractNum")}
    nums = {told.get(f"{W}numId", ""): told for told in root.iterchildren(f"{W}num")}
    definitions: dict[str, dict[int, Level]] = {}
    lists: dict[str, List] = {}
    for num_id, num in nums.items():
        abstract = _follow_style_link(wordml.value(num, f"{W}abstractNumId") or "", abstracts, nums, styles)
        if abstract not in abstracts or num_id == "0":
            continue
        if abstract not in definitions:
            definitions[abstract] = dict(
                _read_level(told, styles) for told in abstracts[abstract].iterchildren(f"{W}lvl")
            )
        levels, starts = dict(definitions[abstract]), {}
        for override in num.iterchildren(f"{W}lvlOverride"):
            at = wordml.whole(override.get(wordml.ILVL)) or 0
            if (told := override.find(f"{W}lvl")) is not None:
                levels[at] = _read_level(told, styles)[1]
            start = wordml.whole(wordml.value(override, f"{W}startOverride"))
            if start is not None:
                starts[at] = start
                levels[at] = replace(levels.get(at, Level()), start=start)
        lists[num_id] = List(abstract, levels, starts)
    return lists


def _follow_style_link(
    abstract: str, abstracts: dict[str, etree._Element], nums: dict[str, etree._Element], styles: Styles
) -> str:
    """A definition may only point to a list style, whose own list holds the levels."""
    link = wordml.value(abstracts.get(abstract), f"{W}numStyleLink")
    num_id = None if link is None else styles.character(link).num_id
    linked = wordml.value(nums.get(num_id or ""), f"{W}abstractNumId")
    return abstract if linked is None else linked


def _read_level(element: etree._Element, styles: Styles) -> tuple[int, Level]:
    legal = wordml.is_on(element.find(f"{W}isLgl"))
    return wordml.whole(element.get(wordml.ILVL)) or 0, Level(
        start=wordml.whole(wordml.value(element, f"{W}start")) or 0,
        form=wordml.value(element, f"{W}numFmt") or "decimal",
        text=wordml.value(element, f"{W}lvlText") or "",
        style=wordml.value(element, wordml.P_STYLE),
        restart_after=wordml.whole(wordml.value(element, f"{W}lvlRestart")),
        is_legal=legal is True,
        font=styles.font(element.find(f"{wordml.R_PR}/{wordml.FONTS}")),
    )
