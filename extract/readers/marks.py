"""The numbers and dashes that a browser puts before the items of lists."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extract.readers.numbering import render

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_FORMS = {
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
}  # fmt: skip
_BULLETS = frozenset(("disc", "circle", "square"))


@dataclass(slots=True)
class _List:
    """A list under way: its mark, the number of its next item, and by how much it goes on."""

    mark: str
    number: int
    step: int


class ListMarks:
    """The lists open at a place of a page, and the label of the item that has not got its text yet."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._pending = ""

    def open(self, element: etree._Element, mark: str | None) -> None:
        """A list begins; `mark` is its list style where the page tells one."""
        own = mark or _TYPES.get(element.get("type", ""), element.get("type", "").casefold())
        is_ordered = element.tag == "ol"
        items = sum(1 for _ in element.iterchildren("li"))
        is_reversed = element.get("reversed") is not None
        start = _whole(element.get("start"))
        self._lists.append(
            _List(
                own or ("decimal" if is_ordered else "disc"),
                (items if is_reversed else 1) if start is None else start,
                -1 if is_reversed else 1,
            )
        )

    def close(self) -> None:
        """A list ends."""
        self._lists.pop()
        self._pending = ""

    def item(self, element: etree._Element, mark: str | None) -> None:
        """An item begins: its label waits for the first text."""
        if not self._lists:
            self._pending = "- "
            return
        own = self._lists[-1]
        value = _whole(element.get("value"))
        own.number = own.number if value is None else value
        style = mark or _TYPES.get(element.get("type", ""), own.mark)
        if style in _BULLETS:
            self._pending = "- "
        elif form := _FORMS.get(style):
            self._pending = f"{render(own.number, form)}. "
        else:
            self._pending = ""
        own.number += own.step

    def end_item(self) -> str:
        """An item ends: its number where it has no text, for the number is seen all the same; a lone dash says 0."""
        label = self.take_label().strip()
        return "" if label == "-" else label

    def take_label(self) -> str:
        """The label for a paragraph that begins here, '' for all but the first of an item."""
        label, self._pending = self._pending, ""
        return label


def _whole(text: str | None) -> int | None:
    told = (text or "").strip()
    return int(told) if told.isascii() and told.removeprefix("-").isdigit() and len(told) < 9 else None
