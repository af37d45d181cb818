"""What the styles of an OpenDocument file say of a paragraph or run: bold, hidden, font, heading level, list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from extract.readers.odf import FO, OFFICE, STYLE, SVG, TEXT, whole

_BOLD_WEIGHT = 600  # of 100 … 900


@dataclass(frozen=True, slots=True)
class Look:
    """A style with what it inherits; None where it says nothing."""

    is_bold: bool | None = None
    is_hidden: bool | None = None
    font: str | None = None
    level: int | None = None
    list_style: str | None = None

    def under(self, own: Look) -> Look:
        """This look with another laid over it: what that says itself wins."""
        return replace(self, **{name: told for name in Look.__slots__ if (told := getattr(own, name)) is not None})


class OdfStyles:
    """The styles of a document by family and name, each resolved when first asked for."""

    def __init__(self, roots: list[etree._Element]) -> None:
        """Take the roots of `styles.xml` and `content.xml`, in this order: what comes later goes first."""
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._resolved: dict[tuple[str, str], Look] = {}
        self._fonts: dict[str, str] = {}
        self._defaults: dict[str, Look] = {}
        for root in roots:
            for face in root.iterfind(f"{OFFICE}font-face-decls/{STYLE}font-face"):
                self._fonts[face.get(f"{STYLE}name", "")] = face.get(f"{SVG}font-family", "")
        for element in _style_elements(roots):
            family = element.get(f"{STYLE}family", "")
            if element.tag == f"{STYLE}default-style":
                self._defaults[family] = self._own(element)
            else:
                self._elements[family, element.get(f"{STYLE}name", "")] = element

    def paragraph(self, name: str | None) -> Look:
        """The look of a paragraph."""
        return self._resolve("paragraph", name)

    def text(self, name: str | None) -> Look:
        """The look of a span."""
        return self._resolve("text", name)

    def _resolve(self, family: str, name: str | None) -> Look:
        """The style laid over all it is based on; a name that is not known says nothing."""
        chain: list[tuple[str, str]] = []
        key = (family, name or "")
        while key in self._elements and key not in self._resolved and key not in chain:
            chain.append(key)
            key = (family, self._elements[key].get(f"{STYLE}parent-style-name", ""))
        look = self._resolved.get(key, self._defaults.get(family, Look()))
        for key in reversed(chain):
            look = self._resolved[key] = look.under(self._own(self._elements[key]))
        return look

    def _own(self, element: etree._Element) -> Look:
        text = element.find(f"{STYLE}text-properties")
        said: dict[str, str] = {} if text is None else {str(name): str(told) for name, told in text.attrib.items()}
        font = self._fonts.get(said.get(f"{STYLE}font-name", ""), said.get(f"{STYLE}font-name"))
        family = said.get(f"{FO}font-family", font)
        display, weight = said.get(f"{TEXT}display"), said.get(f"{FO}font-weight")
        level = element.get(f"{STYLE}default-outline-level")
        return Look(
            is_bold=None if weight is None else weight == "bold" or whole(weight, 0) >= _BOLD_WEIGHT,
            is_hidden=None if display is None else display == "none",
            font=family,
            level=whole(level, 0) if level else None,
            list_style=element.get(f"{STYLE}list-style-name"),
        )


def _style_elements(roots: list[etree._Element]) -> Iterator[etree._Element]:
    for root in roots:
        for folder in ("styles", "automatic-styles"):
            for parent in root.iterfind(f"{OFFICE}{folder}"):
                yield from parent.iterchildren(f"{STYLE}style", f"{STYLE}default-style")
