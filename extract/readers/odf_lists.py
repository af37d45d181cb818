"""Automatic numbering of an OpenDocument file, rendered as the reader sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex
from lxml import etree

from extract.readers.numbering import BULLETS, render
from extract.readers.odf import LOEXT, OFFICE, STYLE, TEXT, whole

LEVELS = 10  # a list has levels 1 … 10
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_PLACE = regex.compile(r"%(\d{1,2})%")  # `%1%.%2%)`: the counters of the first and second level


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is numbered; `form` '' shows no number. `display` levels are shown, its own the last."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    display: int = 1
    bullet: str = ""
    pattern: str | None = None


@dataclass(slots=True)
class Counters:
    """Where one list, with the lists nested in it, has come to: the number last given at each level."""

    numbers: dict[int, int] = field(default_factory=dict)

    def count(self, level: int, rule: ListLevel, start: int | None) -> None:
        """Count one item of a level; those below begin anew."""
        if start is not None:
            self.numbers[level] = start
        else:
            self.numbers[level] = self.numbers.get(level, rule.start - 1) + 1
        for below in [below for below in self.numbers if below > level]:
            del self.numbers[below]


class ListStyles:
    """The list styles of a document by name, and the numbering of its headings."""

    def __init__(self, roots: list[etree._Element]) -> None:
        """Take the roots of `styles.xml` and `content.xml`."""
        self._styles: dict[str, dict[int, ListLevel]] = {}
        self._outline: dict[int, ListLevel] = {}
        for root in roots:
            for folder in ("styles", "automatic-styles"):
                for parent in root.iterfind(f"{OFFICE}{folder}"):
                    for style in parent.iterchildren(f"{TEXT}list-style"):
                        self._styles[style.get(f"{STYLE}name", "")] = _read_levels(style)
                    for style in parent.iterchildren(f"{TEXT}outline-style"):
                        self._outline = _read_levels(style)

    def item(self, style: str, counters: Counters, level: int, start: int | None) -> str:
        """Count an item of a list and render its label, '' where it shows none."""
        rules = self._styles.get(style, {})
        counters.count(level, rules.get(level, ListLevel()), start)
        return _label(rules, counters, level)

    def heading(self, counters: Counters, level: int, start: int | None) -> str:
        """Count a heading outside lists and render its label."""
        counters.count(level, self._outline.get(level, ListLevel()), start)
        return _label(self._outline, counters, level)


def _label(rules: dict[int, ListLevel], counters: Counters, level: int) -> str:
    rule = rules.get(level, ListLevel())
    if rule.bullet:
        return rule.bullet

    def number(at: int) -> str:
        told = rules.get(at, ListLevel())
        return render(counters.numbers.get(at, told.start), told.form) if told.form else ""

    if rule.pattern is not None:
        return str(_PLACE.sub(lambda match: number(int(match[1])), rule.pattern)).strip()
    if not rule.form:
        return (rule.prefix + rule.suffix).strip()
    shown = (number(at) for at in range(max(level - rule.display + 1, 1), level + 1))
    return f"{rule.prefix}{'.'.join(told for told in shown if told)}{rule.suffix}".strip()


def _read_levels(style: etree._Element) -> dict[int, ListLevel]:
    levels = {}
    for element in style:
        kind = etree.QName(element).localname
        level = whole(element.get(f"{TEXT}level"), 1, LEVELS)
        if kind == "list-level-style-bullet":
            char = element.get(f"{TEXT}bullet-char", "").strip()
            levels[level] = ListLevel(bullet=char if char in BULLETS else "-" if char else "")
        elif kind == "list-level-style-image":
            levels[level] = ListLevel(bullet="-")
        elif kind in ("list-level-style-number", "outline-level-style"):
            levels[level] = ListLevel(
                form=_FORMS.get(element.get(f"{STYLE}num-format", ""), ""),
                prefix=element.get(f"{STYLE}num-prefix", ""),
                suffix=element.get(f"{STYLE}num-suffix", ""),
                start=whole(element.get(f"{TEXT}start-value"), 1),
                display=whole(element.get(f"{TEXT}display-levels"), 1, LEVELS),
                pattern=element.get(f"{STYLE}num-list-format") or element.get(f"{LOEXT}num-list-format"),
            )
    return levels
